#!/usr/bin/env python3
"""Who may include whom. Prints one sentence for each violation and exits 1.

The table is that of src/README.md. A row: files, and what they may include;
the first row that matches a file holds for it. "=" stands for the file's own
header. Before it looks at the tree the test tries itself on made-up lines.
"""
import os
import pathlib
import re
import sys
from fnmatch import fnmatchcase

ROOT = pathlib.Path(__file__).resolve().parent.parent

# Standard headers are written with <> and no path; everybody may have them.
CPP = [
    ("src/blackbar.h", []),
    ("src/crypto/random.cpp", ["crypto/*", "sys/random.h"]),
    ("src/crypto/*", ["crypto/*", "openssl/*"]),
    ("src/text/*", ["blackbar.h", "text/*"]),
    ("src/detect/validate/*", ["crypto/*", "text/*", "detect/tables.gen.h", "detect/validate/*"]),
    ("src/detect/validate.*", ["=", "text/*", "detect/validate/families.h",
                               "detect/validate/formula.h"]),
    ("src/detect/match.cpp", ["=", "blackbar.h", "text/*", "detect/rule.h", "detect/candidate.h",
                              "detect/extend.h", "detect/sieve.h", "re2/*"]),
    ("src/detect/extend*", ["blackbar.h", "detect/extend*.h", "text/*"]),
    ("src/detect/sieve*", ["detect/sieve.h", "text/*", "re2/*"]),
    ("src/detect/wake.cpp", ["detect/trigger.h", "text/*"]),
    ("src/detect/*", ["=", "blackbar.h", "text/*", "detect/rule.h", "detect/candidate.h"]),
    ("src/rules/*", ["=", "text/chars.h", "detect/rule.h", "rules/pack.h"]),
    ("src/anonymize/spelling.*", ["=", "text/*"]),
    ("src/anonymize/vault.*", ["=", "blackbar.h", "text/*", "anonymize/spelling.h"]),
    ("src/anonymize/restore.cpp", ["anonymize/vault.h", "text/*"]),
    ("src/anonymize/saved.cpp", ["anonymize/vault.h", "text/json.h"]),
    ("src/anonymize/request.*", ["=", "blackbar.h", "text/*", "anonymize/vault.h"]),
    ("src/anonymize/recipients.*", ["=", "blackbar.h", "crypto/*", "text/*",
                                    "anonymize/fields.h"]),
    ("src/anonymize/seal.*", ["=", "blackbar.h", "crypto/*", "text/*",
                              "anonymize/recipients.h", "anonymize/request.h"]),
    ("src/anonymize/calendar.*", ["=", "text/*"]),
    ("src/anonymize/networks.*", ["=", "text/*"]),
    ("src/anonymize/dice.h", ["crypto/*", "anonymize/request.h"]),
    ("src/anonymize/dates.*", ["=", "crypto/*", "text/*", "anonymize/request.h",
                               "anonymize/calendar.h"]),
    ("src/anonymize/generalize.*", ["=", "text/*", "anonymize/request.h",
                                    "anonymize/networks.h"]),
    ("src/anonymize/surrogate.*", ["=", "text/*", "anonymize/request.h",
                                   "anonymize/dates.h", "anonymize/dice.h"]),
    ("src/anonymize/operators.*", ["=", "blackbar.h", "crypto/*", "text/*",
                                   "anonymize/request.h", "anonymize/dates.h",
                                   "anonymize/generalize.h", "anonymize/surrogate.h",
                                   "anonymize/recipients.h", "anonymize/seal.h"]),
    ("src/anonymize/locks.*", ["=", "anonymize/operators.h"]),
    ("src/anonymize/presets.*", ["=", "blackbar.h", "text/*"]),
    ("src/anonymize/fields.*", ["=", "blackbar.h", "text/*"]),
    ("src/anonymize/entity_policy.*", ["=", "text/*", "anonymize/fields.h",
                                       "anonymize/operators.h", "anonymize/locks.h",
                                       "anonymize/recipients.h"]),
    ("src/anonymize/policy.*", ["=", "blackbar.h", "text/*", "anonymize/vault.h",
                                "anonymize/operators.h", "anonymize/locks.h",
                                "anonymize/presets.h", "anonymize/fields.h",
                                "anonymize/entity_policy.h", "anonymize/recipients.h"]),
    ("src/anonymize/operate.*", ["=", "blackbar.h", "crypto/*", "text/*", "anonymize/vault.h",
                                 "anonymize/operators.h", "anonymize/policy.h",
                                 "anonymize/seal.h"]),
    ("src/chat/*", ["=", "blackbar.h", "text/*", "anonymize/*", "chat/*"]),
    ("src/catalogue.*", ["*.h"]),
    ("src/engine.cpp", ["*.h"]),
    ("wasm/binding.cpp", ["blackbar.h", "buffer.h", "crypto/*", "scrub.h", "utf16.h", "emscripten/*"]),
    ("wasm/*", ["=", "blackbar.h", "buffer.h", "utf16.h"]),
]
# Only these may name what they name, whatever their row says.
ALONE = {
    "re2/*": ["src/detect/match.cpp", "src/detect/sieve_build.cpp"],
    "absl/*": [],
    "emscripten/*": ["wasm/binding.cpp"],
    "openssl/*": ["src/crypto/*"],
    "detect/tables.gen.h": ["src/detect/validate/*"],
    "detect/validate/*": ["src/detect/validate/*", "src/detect/validate.*"],
}

# TypeScript: the path of the module from js/src/, without its ending.
OF_THE_WASM = {"glue": ["wasm"], "embedded": ["create"]}


def cpp_violation(file, target):
    """`target` is what stands between the quotes or angles of an #include."""
    for pattern, files in ALONE.items():
        if fnmatchcase(target, pattern) and not any(fnmatchcase(file, f) for f in files):
            return f"{file} includes {target}, which only {' and '.join(files) or 'nobody'} may."
    own = file.removeprefix("src/").removeprefix("wasm/").rsplit(".", 1)[0] + ".h"
    for pattern, allowed in CPP:
        if not fnmatchcase(file, pattern):
            continue
        if any(target == own if a == "=" else fnmatchcase(target, a) for a in allowed):
            return None
        named = ", ".join(a for a in allowed if a != "=") or "the standard library"
        return f"{file} includes {target}, but may include only {named}."
    return f"{file} includes {target}, but no row of the table is for it."


def ts_violation(file, target):
    """`file` from js/src/, `target` resolved the same way; both without ending."""
    if target and target.startswith("node:"):
        if file.startswith("cli/"):
            return None
        return f"js/src/{file}.ts imports {target}; only what is in cli/ runs on Node alone."
    if not target:
        return f"js/src/{file}.ts imports a package; the package has no dependencies."
    if target.startswith("../"):
        return f"js/src/{file}.ts imports {target}, which stands outside js/src."
    if target in OF_THE_WASM and file not in OF_THE_WASM[target]:
        return (f"js/src/{file}.ts imports {target}, which only "
                f"{' and '.join(OF_THE_WASM[target])}.ts may.")
    folder, into = file.rpartition("/")[0], target.rpartition("/")[0]
    if file == "index" and into:
        return f"js/src/index.ts imports {target}; it may import nothing from {into}/."
    if into == "cli" != folder:
        return f"js/src/{file}.ts imports {target}; nothing stands on the command line."
    if folder == into == "adapters":
        return f"js/src/{file}.ts imports {target}; adapters never import each other."
    if not folder and into:
        return f"js/src/{file}.ts imports {target}; what is on top stands below {into}/."
    return None


def demo_violation(file, target):
    """The demo uses the package as a stranger would."""
    if target == "blackbar" or target.startswith(("blackbar/", "node:")):
        return None
    if not target.startswith("."):
        return None  # a package of its own
    if os.path.normpath(os.path.join(os.path.dirname(file), target)).startswith("demo/"):
        return None
    return f"{file} imports {target}, which is no public export of the package."


def ts_target(file, written):
    """What js/src/`file` means by "./x.js", from js/src/; None for a package."""
    if written.startswith("node:"):
        return written
    if not written.startswith("."):
        return None
    path = os.path.normpath(os.path.join(os.path.dirname(file), written))
    return re.sub(r"\.(d\.ts|ts|js)$", "", path)


INCLUDE = re.compile(r'^\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>)', re.M)
IMPORT = re.compile(r'^\s*(?:import|export)\s+[^;"\'()=]*\bfrom\s*["\']([^"\']+)["\']'
                    r'|^\s*import\s*["\']([^"\']+)["\']'
                    r'|\bimport\(\s*["\']([^"\']+)["\']', re.M)


def includes(text):
    """What a C++ file includes, but for standard headers."""
    found = (quoted or angled for quoted, angled in INCLUDE.findall(text))
    return [name for name in found if "/" in name or name.endswith(".h")]


def imports(text):
    return [a or b or c for a, b, c in IMPORT.findall(text)]


def files(folder, *endings):
    for path in sorted((ROOT / folder).rglob("*")):
        if path.suffix in endings and "node_modules" not in path.parts:
            yield path.relative_to(ROOT).as_posix(), path.read_text()


def walk():
    """(number of includes, violations) of the tree."""
    count, violations = 0, []
    for folder in ("src", "wasm"):
        for file, text in files(folder, ".h", ".cpp"):
            for target in includes(text):
                count += 1
                violations.append(cpp_violation(file, target))
    for file, text in files("js/src", ".ts"):
        name = re.sub(r"(\.d)?\.ts$", "", file.removeprefix("js/src/"))
        for written in imports(text):
            count += 1
            violations.append(ts_violation(name, ts_target(name, written)))
    for file, text in files("demo", ".js", ".mjs", ".html"):
        for written in imports(text):
            count += 1
            violations.append(demo_violation(file, written))
    return count, [v for v in violations if v]


# (rule, file, what it includes, may it?)
SELF_TEST = [
    (cpp_violation, "src/blackbar.h", "text/chars.h", False),
    (cpp_violation, "src/text/json.cpp", "text/chars.h", True),
    (cpp_violation, "src/text/json.cpp", "detect/rule.h", False),
    (cpp_violation, "src/detect/score.cpp", "detect/score.h", True),
    (cpp_violation, "src/detect/score.cpp", "detect/match.h", False),  # a sibling
    (cpp_violation, "src/detect/score.cpp", "re2/re2.h", False),
    (cpp_violation, "src/detect/match.cpp", "re2/re2.h", True),
    (cpp_violation, "src/detect/match.h", "re2/re2.h", False),
    (cpp_violation, "src/detect/match.cpp", "detect/extend.h", True),
    (cpp_violation, "src/detect/trigger.cpp", "detect/extend.h", False),
    (cpp_violation, "src/detect/match.cpp", "absl/strings/string_view.h", False),
    (cpp_violation, "src/detect/score.cpp", "detect/tables.gen.h", False),
    (cpp_violation, "src/detect/validate/payment.cpp", "detect/tables.gen.h", True),
    (cpp_violation, "src/detect/validate/payment.cpp", "detect/rule.h", False),
    (cpp_violation, "src/engine.cpp", "detect/validate/families.h", False),
    (cpp_violation, "src/rules/rules.gen.cpp", "rules/pack.h", True),
    (cpp_violation, "src/rules/pack.h", "detect/match.h", False),
    (cpp_violation, "src/anonymize/vault.cpp", "anonymize/operators.h", False),  # uphill
    (cpp_violation, "src/anonymize/operators.h", "anonymize/policy.h", False),
    (cpp_violation, "src/anonymize/policy.cpp", "anonymize/operators.h", True),
    (cpp_violation, "src/anonymize/policy.cpp", "detect/rule.h", False),
    (cpp_violation, "src/anonymize/operate.cpp", "anonymize/presets.h", False),
    (cpp_violation, "src/chat/conversation.h", "anonymize/vault.h", True),
    (cpp_violation, "src/chat/conversation.cpp", "rules/pack.h", False),
    (cpp_violation, "src/engine.cpp", "chat/conversation.h", True),
    (cpp_violation, "src/engine.cpp", "re2/re2.h", False),
    (cpp_violation, "src/engine.cpp", "emscripten/bind.h", False),
    (cpp_violation, "src/crypto/sha256.cpp", "text/chars.h", False),
    (cpp_violation, "src/detect/validate/keccak.cpp", "crypto/sha256.h", True),
    (cpp_violation, "src/anonymize/operators.cpp", "crypto/sha256.h", True),
    (cpp_violation, "src/anonymize/surrogate.cpp", "anonymize/operators.h", False),
    (cpp_violation, "src/anonymize/locks.cpp", "anonymize/policy.h", False),
    (cpp_violation, "src/crypto/hpke.cpp", "openssl/hpke.h", True),
    (cpp_violation, "src/anonymize/seal.cpp", "openssl/hpke.h", False),
    (cpp_violation, "src/anonymize/seal.cpp", "crypto/envelope.h", True),
    (cpp_violation, "src/anonymize/seal.cpp", "anonymize/policy.h", False),
    (cpp_violation, "src/unknown/seal.cpp", "blackbar.h", False),  # has no row
    (cpp_violation, "wasm/binding.cpp", "emscripten/bind.h", True),
    (cpp_violation, "wasm/binding.cpp", "anonymize/vault.h", False),
    (cpp_violation, "wasm/utf16.h", "emscripten/val.h", False),
    (ts_violation, "wasm", "glue", True),
    (ts_violation, "redactor", "glue", False),
    (ts_violation, "gate/guard", "embedded", False),
    (ts_violation, "index", "redactor", True),
    (ts_violation, "index", "gate/index", False),
    (ts_violation, "index", "ui/badge", False),
    (ts_violation, "redactor", "gate/fetch", False),
    (ts_violation, "gate/guard", "create", True),
    (ts_violation, "gate/xhr", "gate/fetch", True),
    (ts_violation, "adapters/deep-chat", "redactor", True),
    (ts_violation, "adapters/deep-chat", "adapters/botpress", False),
    (ts_violation, "redactor", "../build", False),
    (ts_violation, "redactor", None, False),
    (ts_violation, "redactor", "node:fs", False),  # a browser has none
    (ts_violation, "cli/lines", "node:fs", True),
    (ts_violation, "cli/scan", "redactor", True),
    (ts_violation, "gate/guard", "cli/stop", False),
    (demo_violation, "demo/server.mjs", "./bot.mjs", True),
    (demo_violation, "demo/public/demo.js", "./panel.js", True),
    (demo_violation, "demo/server.mjs", "node:http", True),
    (demo_violation, "demo/public/demo.js", "blackbar/gate", True),
    (demo_violation, "demo/public/demo.js", "../../js/src/redactor.js", False),
    (demo_violation, "demo/public/demo.js", "../../js/dist/redactor.js", False),
]
READS = [
    (includes, '#include <span>\n#include "a/b.h"\n  # include <re2/re2.h>\n// "c.h"',
     ["a/b.h", "re2/re2.h"]),
    (imports, 'import { a,\n  b } from "./a.js";\nimport "./b.js";\nexport * from \'./c.js\';\n'
              'const d = await import("./d.js");\nconst e = "./e.js";\n'
              'export function from() { return "./f.js"; }',
     ["./a.js", "./b.js", "./c.js", "./d.js"]),
    (lambda text: ts_target("gate/xhr", text), "../types.js", "types"),
    (lambda text: ts_target("gate/xhr", text), "./body.js", "gate/body"),
]


def self_test():
    wrong = [f"The test itself is wrong about {file} and {target}."
             for rule, file, target, may in SELF_TEST if (rule(file, target) is None) != may]
    return wrong + [f"The test itself misreads {text!r}: {reads(text)}."
                    for reads, text, expected in READS if reads(text) != expected]


def main():
    count, violations = walk()
    violations = self_test() + violations
    for sentence in violations:
        print(sentence)
    if violations:
        sys.exit(1)
    print(f"{count} includes and imports, all downhill")


main()
