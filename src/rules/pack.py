"""Writes entities as the pack that src/rules/pack.cpp reads; pack.h is the manual
of the format. One line per record, tabs between fields, the first character of
a field says what it is. Text, because it compresses: most of it is patterns and
words.
"""
TRIGGERS = {"number": "n", "at": "@", "scheme": "s", "colon": ":", "letters": "l",
            "prefix": "p", "word": "w", "suffix": "z"}
RISKS = {"medium": "0", "high": "1", "critical": "2"}
FLAGS = {"all_ends": "e", "apart": "a", "needs_words": "n", "lead_needed": "l"}


def mask(numbers):
    return f"{sum(1 << n for n in set(numbers)):x}"


def percent(score):
    return str(round(score * 100))


def names_of(words, groups):
    """Words as they are, groups by their place in the pack."""
    places = {name: str(i) for i, name in enumerate(groups)}
    return "|".join(places[w[1:]] if w.startswith("@") else w for w in words)


def record(rule, groups):
    fields = ["R" + rule["id"], "p" + rule["pattern"], "s" + percent(rule["score"]),
              "t" + TRIGGERS[rule["trigger"]]]
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
    if rule.get("words"):
        fields.append("w" + "|".join(rule["words"]))
    return "\t".join(fields)


def pack(entities, groups):
    lines = ["G" + "|".join(words) for words in groups.values()]
    context = contradicts = countries = None
    for name, entity in entities.items():
        lines.append("\t".join(["E" + name, entity["token"], RISKS[entity["risk"]],
                                "1" if entity.get("nobody") else "0"]))
        for rule in entity["rules"]:
            denies = list(rule["contradicts"])
            if rule["trigger"] == "number" and not entity.get("nobody") and "nobody" in groups:
                denies.append("@nobody")
            wanted = names_of(rule["context"], groups)
            if wanted != context:
                context = wanted
                lines.append("C" + context)
            denied = names_of(denies, groups)
            if denied != contradicts:
                contradicts = denied
                lines.append("X" + contradicts)
            where = "|".join(rule["countries"])
            if where != countries:
                countries = where
                lines.append("L" + countries)
            lines.append(record(rule, groups))
    return "\n".join(lines) + "\n"
