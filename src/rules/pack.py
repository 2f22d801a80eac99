"""Writes entities as the pack that src/rules/pack.cpp reads; pack.h is the manual
of the format. One line per record, tabs between fields, the first character of
a field says what it is. Text, because it compresses: most of it is patterns and
words. What can be derived is left out.
"""
import re
import unicodedata

from openings import ALL, openings, reach

TRIGGERS = {"number": "n", "at": "@", "scheme": "s", "colon": ":", "letters": "l",
            "prefix": "p", "word": "w", "suffix": "z"}
RISKS = {"medium": "0", "high": "1", "critical": "2"}
FLAGS = {"all_ends": "e", "apart": "a", "needs_words": "n", "behind": "b", "lead_needed": "l", "extend": "x"}
# Letters that Unicode does not take apart; src/text/plain.cpp says the same.
STROKED = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ð": "d", "ø": "o", "þ": "t", "đ": "d",
                         "ħ": "h", "ı": "i", "ł": "l", "ŋ": "n"})


def plain(word):
    """A word as the vocabulary folds it: Latin letters without accents."""
    out = []
    for c in unicodedata.normalize("NFC", word).translate(STROKED):
        base = unicodedata.normalize("NFD", c)[0]
        out.append(base if "a" <= base <= "z" else c)
    return "".join(out)


def compact(words):
    """The same words without those that say nothing more: a phrase that holds
    another of the list."""
    folded = list(dict.fromkeys(plain(w) for w in words))

    def holds_another(word):
        spaced = f" {word} "
        return any(other != word and f" {other} " in spaced for other in folded)
    return [w for w in folded if not holds_another(w)]


def mask(numbers):
    return f"{sum(1 << n for n in set(numbers)):x}"


def literal(pattern):
    """The same pattern with letters in place of their numbers: shorter."""
    def letter(match):
        c = chr(int(match[1], 16))
        return c if c.isalpha() else match[0]
    return re.sub(r"\\x\{([0-9A-Fa-f]+)\}", letter, pattern)


def percent(score):
    return str(round(score * 100))


def sole_words(entities):
    """Words that one entity alone names in `context`."""
    owners = {}
    for name, entity in entities.items():
        for word in {plain(w) for rule in entity["rules"] for w in rule["context"]}:
            owners.setdefault(word, []).append(name)
    return {word for word, names in owners.items() if len(names) == 1}


def names_of(words, groups, sole=()):
    """Words as they are, groups by their place in the pack. What a group has too
    is left out, but for words that one entity alone has: they name it."""
    places = {name: str(i) for i, name in enumerate(groups)}
    named = [w[1:] for w in words if w.startswith("@")]
    shared = {plain(w) for n in named for w in groups[n]}.difference(sole)
    own = [w for w in compact([w for w in words if not w.startswith("@")]) if w not in shared]
    return "|".join(own + [places[n] for n in named])


def own_country(entity):
    """The country an entity's id begins with: US_SSN, UK_NHS."""
    head, _, rest = entity.partition("_")
    return {"UK": "GB"}.get(head, head) if rest and len(head) == 2 else ""


def countries_of(rule, entity):
    where = "|".join(rule["countries"])
    return "=" if where and where == own_country(entity) else where


def waking(rule):
    """The words that wake a rule, without those that do it where another does:
    behind its end, or before its begin."""
    if rule["trigger"] != "word":
        return rule["words"]
    words = list(dict.fromkeys(plain(w) for w in rule["words"]))
    if rule.get("behind"):
        return [w for w in words if not any(w.endswith(" " + o) for o in words)]
    return [w for w in words if not any(w.startswith(o + " ") for o in words)]


def record(name, rule, default, groups):
    fields = ["R" + rule["id"].removeprefix(name.lower() + "."), "p" + literal(rule["pattern"]),
              "s" + percent(rule["score"]), "t" + TRIGGERS[rule["trigger"]]]
    if rule["contradicts"]:
        fields.append("x" + names_of(rule["contradicts"], groups))
    if (where := countries_of(rule, name)) != default:
        fields.append("c" + where)
    if "check" in rule:
        fields.append("v" + rule["check"])
    if "valid_score" in rule:
        fields.append("V" + percent(rule["valid_score"]))
    if flags := "".join(letter for key, letter in FLAGS.items() if rule.get(key)):
        fields.append("f" + flags)
    for key, letter in (("group", "g"), ("back", "b"), ("lead", "+")):
        if rule.get(key):
            fields.append(f"{letter}{rule[key]}")
    for key, letter in (("digits", "d"), ("letters", "l")):
        if rule.get(key):
            fields.append(letter + mask(rule[key]))
    if rule["trigger"] == "number" and (known := openings(rule["pattern"], rule.get("lead", ""))) != ALL:
        fields.append(f"o{known:x}")
    if rule["trigger"] in ("word", "prefix", "suffix") and (far := reach(rule["pattern"])):
        fields.append(f"h{far:x}")
    if rule.get("words"):
        fields.append("w" + "|".join(waking(rule)))
    if rule.get("near"):
        fields.append("r" + names_of(rule["near"], groups))
    return "\t".join(fields)


def pack(entities, groups):
    small = {name: compact(words) for name, words in groups.items()}
    if "nobody" in small:  # first: pack.cpp counts on it
        small = {"nobody": small["nobody"]} | small
    sole = sole_words(entities)
    lines = ["G" + "|".join(words) for words in small.values()]
    for name, entity in entities.items():
        default = countries_of(entity["rules"][0], name)
        token = entity["token"]
        if token == name or token == name.partition("_")[2]:
            token = "" if token == name else "="
        lines.append("\t".join(["E" + name, token, RISKS[entity["risk"]] + ("n" if entity.get("nobody") else "s" if entity.get("soft") else ""), default]))
        context = None
        for rule in entity["rules"]:
            wanted = names_of(rule["context"], small, sole)
            if wanted != (context or ""):
                lines.append("C" + wanted)
            context = wanted
            lines.append(record(name, rule, default, small))
    return "\n".join(lines) + "\n"
