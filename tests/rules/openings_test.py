#!/usr/bin/env python3
"""src/rules/openings.py says how a number can begin: never less than the pattern
takes. Tried with texts made at random, against Python's re."""
import pathlib
import random
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "src/rules"))
import generate  # noqa: E402
from openings import ALL, FAR, LONGEST, as_python, openings, reach  # noqa: E402


def bits(letter=(), beyond=(), other=()):
    return sum(1 << (16 * place + min(k, LONGEST)) for place, those in enumerate((letter, beyond, other)) for k in those)


EXPECTED = [
    (r"\b\d{2}[ .-]?\d{8}\b", "", bits(beyond=[10], other=[2, 10])),
    (r"\b\d{2}[ .-]?\d{8}[A-Z]\b", "", bits(letter=[10], other=[2])),
    (r"\d{1,3} ?(?:years|歳)", "", bits(letter=[1, 2, 3], beyond=[1, 2, 3], other=[1, 2, 3])),
    (r"\+?\d{3}\b", "+", bits(beyond=[3], other=[3])),
    (r"\d{14}", "", bits(letter=[14, 15], beyond=[14, 15], other=[14, 15])),
    (r"[[:alpha:]]\d", "", ALL),
    (r"\d{3}(?i:k)\b", "", bits(letter=[3], beyond=[3])),  # a Kelvin sign is a "k"
]

REACHES = [
    (r"order (?:no )?\d+", 10),
    (r"order (?:no |№ )?\d+", 13),
    (r"order \d?", 0),
    (r"order\b.*\d", FAR),
    (r"order [0-9a-f]+", 0),
    (r"(?:[a-z]{50}){6}\d?", 0),  # longer than can be told
    (r"(?i:as)\d", 6),  # a long s is an "s"
    (r"as\d", 3),
]


def begins_with(text):
    """The bit of the digits that a text begins with, and of what follows them."""
    run = re.match(r"[+(]{0,2}([0-9]+)", text)
    follows = text[run.end():run.end() + 1]
    place = 2 if not follows else 0 if re.match("[A-Za-z]", follows) else 1 if ord(follows) > 127 else 2
    return 1 << (16 * place + min(len(run[1]), LONGEST))


def main():
    failures = 0
    for pattern, lead, expected in EXPECTED:
        if openings(pattern, lead) != expected:
            print(f"{pattern}: {openings(pattern, lead):x} and not {expected:x}")
            failures += 1
    for pattern, expected in REACHES:
        if reach(pattern) != expected:
            print(f"{pattern}: reaches {reach(pattern)} and not {expected}")
            failures += 1
    dice = random.Random(1)
    tried = understood = 0
    for entity in generate.load().values():
        examples = [re.sub(r"[{}]|<>", "", text) for finds, text in entity["examples"] if finds]
        for rule in entity["rules"]:
            if rule["trigger"] != "number":
                continue
            known = openings(rule["pattern"], rule.get("lead", ""))
            understood += known != ALL
            try:
                pattern = re.compile(as_python(rule["pattern"]), re.ASCII)
            except (KeyError, re.error):
                continue
            for example in examples:
                for place in re.finditer(r"(?<![0-9A-Za-z_])[+(]{0,2}[0-9]", example):
                    text = example[place.start():]
                    for _ in range(6):
                        if pattern.match(text):
                            tried += 1
                            if not known & begins_with(text):
                                print(f"{rule['id']}: matches a text that it is not woken for")
                                failures += 1
                        at = dice.randrange(len(text))  # another of the same kind
                        text = example[place.start():place.start() + at + 1] + dice.choice(["", " ", "-", "1", "a", "\u00e9"]) + text[at + 1:]
    print(f"{tried} matches of {understood} rules")
    if failures or tried < 1000 or understood < 300:
        sys.exit(1)


if __name__ == "__main__":
    main()
