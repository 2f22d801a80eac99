"""Where can a match of a pattern begin? Read off the pattern where that can be.

A pattern whose every match begins with a digit, or with a sign and a digit,
and ends with a digit, is woken by numbers: by how many digits it can hold.
Everything else says its trigger in its .toml. The law that a trigger loses
nothing is checked by tests/fuzz/fuzz_triggers.cpp, not here.
"""
import re._constants as op

from openings import parse

DIGITS = frozenset("0123456789")
LEADS = frozenset("+(")
MAX_DIGITS = 40  # kMaxDigits in src/detect/trigger.h


def chars(kind, value):
    """The characters an item matches, or None for too many to tell."""
    if kind is op.LITERAL:
        return frozenset(chr(value))
    if kind is not op.IN:
        return None
    found = set()
    for k, v in value:
        if k is op.LITERAL:
            found.add(chr(v))
        elif k is op.RANGE and v[1] < 128:
            found |= {chr(c) for c in range(v[0], v[1] + 1)}
        elif k is op.CATEGORY and v is op.CATEGORY_DIGIT:
            found |= DIGITS
        else:
            return None
    return frozenset(found)


def children(kind, value):
    if kind is op.SUBPATTERN:
        return [list(value[3])]
    if kind is op.BRANCH:
        return [list(branch) for branch in value[1]]
    return None


def edge(items, last=False):
    """(characters a match can begin with, or None; can it be empty?)"""
    found = frozenset()
    for kind, value in reversed(items) if last else items:
        if kind is op.AT:
            continue
        if kind is op.MAX_REPEAT:
            edges = [edge(list(value[2]), last)]
            empty = value[0] == 0
        elif (inner := children(kind, value)) is not None:
            edges = [edge(branch, last) for branch in inner]
            empty = any(e for _, e in edges)
        else:
            edges, empty = [(chars(kind, value), False)], False
        if any(c is None for c, _ in edges):
            return None, False
        found = found.union(*(c for c, _ in edges))
        if not empty:
            return found, False
    return found, True


def count_digits(items):
    """(fewest, most) digits a match can hold."""
    low = high = 0
    for kind, value in items:
        if kind is op.AT:
            continue
        if kind is op.MAX_REPEAT:
            least, most = count_digits(list(value[2]))
            low, high = low + least * value[0], high + most * min(value[1], MAX_DIGITS)
        elif (inner := children(kind, value)) is not None:
            counts = [count_digits(branch) for branch in inner]
            low += min(c[0] for c in counts)
            high += max(c[1] for c in counts)
        else:
            matched = chars(kind, value)
            low += matched is not None and matched <= DIGITS
            high += matched is None or bool(matched & DIGITS)
    return low, high


def derive(pattern):
    """The trigger's fields, or None when the pattern does not tell."""
    items = list(parse(pattern))
    first, last = edge(items)[0], edge(items, last=True)[0]
    if not first or not last or not first <= DIGITS | LEADS or not last <= DIGITS:
        return None
    low, high = count_digits(items)
    return {"trigger": "number", "all_ends": True,
            "digits": list(range(low, min(high, MAX_DIGITS) + 1)),
            "lead": "".join(sorted(first & LEADS)),
            "lead_needed": not first & DIGITS}
