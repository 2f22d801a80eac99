#!/usr/bin/env python3
"""Tries rules without compiling anything: a quick loop for whoever writes them.

    src/rules/try.py FILE.toml ...          runs the examples of these files
    src/rules/try.py                        runs the examples of all files
    echo "my text" | src/rules/try.py -     what is found in each line of text
    src/rules/try.py --data numbers --entity AR_CUIT,AR_CBU
                                            found and missed of a file of labelled
                                            cases in ../shared/data
    --policy JSON   another policy than "default"     --all   show all, not the first 15

Needs the native build (build/native/tests/rules_scan).
"""
import argparse
import json
import pathlib
import re
import subprocess
import sys
import tempfile

import generate
from pack import pack

ROOT = generate.ROOT
SCAN = ROOT / "build/native/tests/rules_scan"
DATA = ROOT.parent / "shared/data"


def unmark(example):
    """The text of an example, and what stood in braces."""
    plain = example.replace("<>", "")
    found = re.search(r"\{(.*)\}", plain, re.S)
    return plain.replace("{", "").replace("}", ""), found and found[1]


class Scanner:
    def __init__(self, policy):
        skipped = []
        self.entities = generate.load(skipped=skipped)
        for line in skipped:
            print(f"left out: {line}", file=sys.stderr)
        self.file = tempfile.NamedTemporaryFile("w", suffix=".pack")
        self.file.write(pack(self.entities, generate.load_groups()))
        self.file.flush()
        self.command = [str(SCAN), self.file.name] + ([policy] if policy else [])

    def scan(self, texts):
        """Findings (value, entity, rule, score, reasons, begin, end) of each text."""
        lines = "".join(json.dumps(t.encode("utf-16", "surrogatepass").decode("utf-16", "replace")) + "\n" for t in texts)
        done = subprocess.run(self.command, input=lines, capture_output=True, text=True)
        if done.returncode:
            sys.exit(done.stderr or f"{SCAN} failed: {done.returncode}")
        out = []
        for text, line in zip(texts, done.stdout.splitlines()):
            raw = text.encode(errors="replace")
            out.append([(raw[b:e].decode(errors="replace"), *rest, len(raw[:b].decode(errors="replace")),
                         len(raw[:e].decode(errors="replace"))) for b, e, *rest in json.loads(line)])
        return out


def show(findings):
    return "; ".join(f"{v!r} {entity} {rule} {score:.2f} {reasons}" for v, entity, rule, score, reasons, *_ in findings) or "nothing"


def examples(scanner, paths):
    groups = generate.load_groups()
    files = [generate.load_file(p, groups) for p in paths]  # several may be of one entity
    rows = [(file["entity"], kind == "finds", text, *unmark(text)) for file in files
            for kind in ("finds", "spares") for text in file["examples"].get(kind, [])]
    wrong = 0
    for (entity, finds, text, plain, value), found in zip(rows, scanner.scan([r[3] for r in rows])):
        own = {f[0] for f in found if f[1] == entity}
        nobody = scanner.entities.get(entity, {}).get("nobody")
        if nobody:  # wins, so nothing of a person's is found inside the braces
            good = not finds or not any(value and value in f[0] or f[0] in value for f in found)
        else:
            good = own == {value} if finds else not own
        if not good:
            wrong += 1
            print(f"WRONG {entity} {'finds' if finds else 'spares'} {text!r}: {show(found)}")
    print(f"{len(rows)} examples, {wrong} wrong")
    if wrong:
        sys.exit(1)


def data(scanner, name, only, every):
    rows = [json.loads(line) for line in open(DATA / f"{name}.jsonl")]
    rows = [r for r in rows if not only or r.get("entity", "").replace("__", "_") in only
            or any(t in only for *_, t in r.get("spans", []))]
    limit = 10 ** 9 if every else 15
    counts, shown = {}, {"missed": 0, "false": 0}

    def note(key, hit, text, found, bad):
        good, total = counts.get(key, (0, 0))
        counts[key] = good + hit, total + 1
        if hit == (bad == "false") and shown[bad] < limit:
            shown[bad] += 1
            print(f"{bad} {key}: {text!r}: {show(found)}")

    def covered(found, begin, end):
        return sum(max(0, min(e, end) - max(b, begin)) for *_, b, e in found) >= 0.8 * (end - begin)

    if name in ("numbers", "values"):
        for kind in ("{}", "my {} is {}"):
            label = "alone" if kind == "{}" else "said"
            texts = [r["value"] if label == "alone" else
                     f"my {re.sub('^(IN|IS|JP)_', '', re.sub('^[A-Z]{2}_', '', r['entity'])).replace('_', ' ').strip().lower()} is {r['value']}" for r in rows]
            for r, text, found in zip(rows, texts, scanner.scan(texts)):
                entity = r["entity"].replace("__", "_")
                begin = text.rindex(r["value"]) if r["value"] else 0
                begin, end = (len(text[:begin]), len(text))
                if r["valid"]:
                    note((entity, label, "valid found"), covered(found, begin, end), text, found, "missed")
                else:
                    note((entity, label, "invalid flagged"), any(f[1] == entity for f in found), text, found, "false")
    else:
        for r, found in zip(rows, scanner.scan([r["text"] for r in rows])):
            text = r["text"]
            place = lambda units: len(text.encode("utf-16-le")[:2 * units].decode("utf-16-le", "replace"))
            for b, e, t in r.get("spans", []):
                if not only or t in only or r.get("entity") in only:
                    note((t, "found"), covered(found, place(b), place(e)), text, found, "missed")
            if not r.get("spans"):
                mine = [f for f in found if f[1] == r["entity"]] if "entity" in r else found
                note((r.get("entity", r.get("kind", "clean")), "false"), bool(mine), text, found, "false")
    for key, (good, total) in sorted(counts.items()):
        print(f"{' '.join(key):60} {good:5} of {total}")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("files", nargs="*")
    arguments.add_argument("--data")
    arguments.add_argument("--entity", default="")
    arguments.add_argument("--policy")
    arguments.add_argument("--all", action="store_true")
    given = arguments.parse_args()
    scanner = Scanner(given.policy)
    if given.data:
        data(scanner, given.data, set(filter(None, given.entity.split(","))), given.all)
    elif given.files == ["-"]:
        texts = [line.rstrip("\n") for line in sys.stdin]
        for text, found in zip(texts, scanner.scan(texts)):
            print(f"{text}\n    {show(found)}")
    else:
        paths = [pathlib.Path(f).resolve() for f in given.files] or sorted(generate.HERE.glob("*/*.toml"))
        examples(scanner, paths)


if __name__ == "__main__":
    main()
