#!/usr/bin/env python3
"""A new entity is one file. In a copy of the tree this adds one .toml, runs the
generator, and asks the engine, the package's types and the README for the entity;
nothing but generated files may have changed.

    one_file_test.py RULES_SCAN     the built program that tests/rules/scan.cpp is
"""
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
GENERATED = {"src/rules/rules.gen.cpp", "tests/rules/examples.gen.h", "js/src/entities.gen.ts", "README.md"}
ENTITY = '''# Member number of an imaginary club: two letters, six digits, the last one checked.
entity = "ZZ_CLUB_MEMBER"
about = "Member number of an imaginary club"
token = "MEMBER"
risk = "high"
source = "https://club.example/numbers"
context = ["club member", "club number"]

[[rule]]
id = "zz_club_member.weighted"
pattern = '\\bQZ-?\\d{6}\\b'
trigger = "letters"
letters = [2]
check = 'strip QZ; sum 6 5 4 3 2 1 mod 10 = 0'
score = 0.2
valid_score = 0.7

[examples]
finds = [
  "I am {QZ-100004}, let me in",
  "my club number is {QZ200008}",
]
spares = [
  "I am QZ-100005, let me in",
  "QZ-10000",
]
'''


def files(folder):
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*")
            if p.is_file() and "__pycache__" not in p.parts and "build" not in p.parts}


def run(*command, cwd):
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}: {done.stdout}{done.stderr}")
    return done.stdout


def main():
    scan = pathlib.Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as place:
        copy = pathlib.Path(place)
        shutil.copytree(ROOT / "src", copy / "src", ignore=shutil.ignore_patterns("__pycache__"))
        for name in GENERATED:
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, copy / name)
        (copy / "build/native/tests").mkdir(parents=True)
        (copy / "build/native/tests/rules_scan").symlink_to(scan)
        before = files(copy)

        added = "src/rules/any/zz_club_member.toml"
        (copy / added).write_text(ENTITY)
        run(sys.executable, "src/rules/generate.py", cwd=copy)
        after = files(copy)
        changed = {name for name in after if after[name] != before.get(name)}
        if changed != GENERATED | {added}:
            sys.exit(f"changed: {sorted(changed)}")
        for name in GENERATED:
            wanted = b"club number is" if name.startswith("tests/") else b"ZZ_CLUB_MEMBER"
            if wanted not in after[name] or wanted in before[name]:
                sys.exit(f"{name} does not know the new entity")
        # Its own examples, and everybody else's with it there.
        print(run(sys.executable, "src/rules/try.py", cwd=copy).strip())


if __name__ == "__main__":
    main()
