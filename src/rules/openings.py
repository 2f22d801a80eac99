"""What a match needs, read off its pattern, so that a trigger need not try "1 2 3"
against an eleven-digit number, nor "order" where no number follows. The answers err
to the generous side only; tests/rules/openings_test.py tries them against matches.

openings(): how a number's rule can begin. For each of LETTER (ASCII), BEYOND (a byte
beyond ASCII) and OTHER (all the rest, and the end of the text): bit k says that a
match may begin with a run of k digits that such a byte follows; bit 15 stands for
15 and more.

reach(): within how many bytes from its begin every match has a digit.
"""
import functools
import re
import re._parser as parser
import warnings

DIGIT, LETTER, BEYOND, OTHER = 1, 2, 4, 8
ALL = (1 << 48) - 1
LONGEST = 15      # runs longer than this count as this
MOST_DIGITS = 40  # kMaxDigits of detect/trigger.h
MANY = 60         # repetitions that are told apart
FAR = 255         # bytes: as far as can be told


def as_python(pattern):
    """RE2's syntax as Python's. KeyError for a class by name, which Python reads as a set
    of letters; other things that it does not know, as \\pL, are its own errors."""
    if named := re.search(r"\[:\^?\w+:\]", pattern):
        raise KeyError(named[0])
    pattern = re.sub(r"\\x\{([0-9A-Fa-f]+)\}", lambda m: re.escape(chr(int(m[1], 16))), pattern)
    return pattern.replace(r"\z", r"\Z")


def parse(pattern):
    """RE2's pattern as Python's parse tree. KeyError, re.error: not understood."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of sets in sets, which RE2 has not
        return parser.parse(as_python(pattern))


def kinds(low, high, folds=False):
    """What of a range of code points a set takes; `folds`: in any case. The long s and
    the Kelvin sign are an "s" and a "k" in another case (Unicode, CaseFolding.txt)."""
    found = BEYOND if folds and any(low <= ord(c) <= high for c in "KSks") else 0
    for point in range(low, min(high, 127) + 1):
        c = chr(point)
        found |= DIGIT if c.isdigit() else LETTER if c.isalpha() else OTHER
    return found | (BEYOND if high > 127 else 0)


def of_class(name):
    return {"CATEGORY_DIGIT": DIGIT, "CATEGORY_WORD": DIGIT | LETTER | OTHER,
            "CATEGORY_NOT_DIGIT": LETTER | BEYOND | OTHER, "CATEGORY_SPACE": OTHER,
            "CATEGORY_NOT_SPACE": DIGIT | LETTER | BEYOND | OTHER,
            "CATEGORY_NOT_WORD": BEYOND | OTHER}[str(name)]


class Automaton:
    """Thompson's, with edges over kinds of bytes in place of characters."""

    def __init__(self, tree):
        self.edges, self.empty = [], []  # per state: (kinds, state), (condition, state)
        self.folds = bool(tree.state.flags & re.IGNORECASE)
        self.start = self.state()
        self.end = self.sequence(tree, self.start)

    def state(self):
        self.edges.append([])
        self.empty.append([])
        return len(self.edges) - 1

    def taking(self, taken, at):
        out = self.state()
        self.edges[at].append((taken, out))
        return out

    def sequence(self, tree, at):
        for name, value in tree:
            at = getattr(self, "on_" + str(name).lower())(value, at)
        return at

    def on_literal(self, value, at):
        return self.taking(kinds(value, value, self.folds), at)

    def on_not_literal(self, value, at):
        return self.taking(DIGIT | LETTER | BEYOND | OTHER, at)

    on_any = on_not_literal

    def on_in(self, items, at):
        taken, spared = 0, str(items[0][0]) == "NEGATE"
        if spared:
            digits = {chr(c) for name, value in items[1:] for c in self.points(name, value)} >= set("0123456789")
            return self.taking((0 if digits else DIGIT) | LETTER | BEYOND | OTHER, at)
        for name, value in items:
            name = str(name)
            taken |= (kinds(value, value, self.folds) if name == "LITERAL" else
                      kinds(*value, self.folds) if name == "RANGE" else of_class(value))
        return self.taking(taken, at)

    @staticmethod
    def points(name, value):
        name = str(name)
        if name == "LITERAL":
            return [value]
        if name == "RANGE":
            return range(value[0], min(value[1], 127) + 1)
        return range(48, 58) if of_class(value) & DIGIT else []

    def on_subpattern(self, value, at):
        _, added, removed, tree = value
        before = self.folds
        self.folds = bool((before or added & re.IGNORECASE) and not removed & re.IGNORECASE)
        at = self.sequence(tree, at)
        self.folds = before
        return at

    def on_branch(self, value, at):
        out = self.state()
        for tree in value[1]:
            self.empty[self.sequence(tree, at)].append((None, out))
        return out

    def on_max_repeat(self, value, at):
        least, most, tree = value
        for _ in range(min(least, MANY)):
            at = self.sequence(tree, at)
        if most > MANY:
            loop = self.state()
            self.empty[at].append((None, loop))
            self.empty[self.sequence(tree, loop)].append((None, loop))
            return loop
        out = self.state()
        self.empty[at].append((None, out))
        for _ in range(most - least):
            at = self.sequence(tree, at)
            self.empty[at].append((None, out))
        return out

    on_min_repeat = on_max_repeat

    def on_at(self, value, at):
        out = self.state()
        self.empty[at].append((str(value), out))
        return out

    def closure(self, states, before, after):
        """With what no byte takes; `before` and `after` are single kinds."""
        seen, todo = set(states), list(states)
        while todo:
            for condition, state in self.empty[todo.pop()]:
                if state not in seen and holds(condition, before, after):
                    seen.add(state)
                    todo.append(state)
        return seen

    def reachable(self, kind):
        """The states that bytes of this kind alone lead to."""
        seen, todo = {self.start}, {self.start}
        while todo:
            todo = self.step(self.closure(todo, OTHER, OTHER), kind) - seen
            seen |= todo
        return self.closure(seen, OTHER, OTHER)

    def step(self, states, kind):
        return {out for state in states for taken, out in self.edges[state] if taken & kind}


def holds(condition, before, after):
    if condition in ("AT_BOUNDARY", "AT_NON_BOUNDARY"):
        if OTHER in (before, after):  # "_" is a word character and " " is none
            return True
        at_boundary = (before == BEYOND) != (after == BEYOND)
        return at_boundary == (condition == "AT_BOUNDARY")
    if condition in ("AT_END", "AT_END_STRING"):
        return after == OTHER
    return True


def automaton_of(pattern):
    """None for a pattern that is not understood."""
    try:
        return Automaton(parse(pattern))
    except (KeyError, re.error, AttributeError):
        return None


@functools.lru_cache(maxsize=None)
def reach(pattern):
    """0: a match may have no digit, or it is not known. FAR: it has one, anywhere."""
    automaton = automaton_of(pattern)
    if automaton is None:
        return 0
    if automaton.end in automaton.reachable(LETTER | BEYOND | OTHER):
        return 0
    states = automaton.closure({automaton.start}, OTHER, OTHER)
    read = last = 0
    while read < FAR:
        if any(taken & DIGIT for state in states for taken, _ in automaton.edges[state]):
            last = read + 1
        read += 4 if automaton.step(states, BEYOND) else 1  # bytes of a character
        states = automaton.closure(automaton.step(states, LETTER | BEYOND | OTHER), OTHER, OTHER)
        if not states:
            return min(FAR, last)
    return FAR


@functools.lru_cache(maxsize=None)
def openings(pattern, lead=""):
    """48 bits: LETTER's sixteen, BEYOND's, OTHER's. `lead`: signs that may stand
    before the digits. ALL for a pattern that is not understood."""
    automaton = automaton_of(pattern)
    if automaton is None:
        return ALL
    begins = automaton.closure({automaton.start}, OTHER, DIGIT)
    if lead:
        led = {automaton.start}
        for _ in range(2):
            led = automaton.step(automaton.closure(led, OTHER, OTHER), OTHER)
            begins |= automaton.closure(led, OTHER, DIGIT)
    found = 0
    for place, after in enumerate((LETTER, BEYOND, OTHER)):
        states = begins
        for k in range(1, MOST_DIGITS + 1):
            read = automaton.step(states, DIGIT)
            last = automaton.closure(read, DIGIT, after)
            if automaton.end in last or automaton.step(last, after):
                found |= 1 << (16 * place + min(k, LONGEST))
            states = automaton.closure(read, DIGIT, DIGIT)
            if automaton.end in states:  # may end inside a longer run
                for more in range(k + 1, LONGEST + 1):
                    found |= 1 << (16 * place + more)
    return found
