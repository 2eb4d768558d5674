"""Numbers of people in words and figures, as ranges: "a few" 2-5, "dozens" 24-99, "at least 12" open above.

The ranges are those of ``docs/words.md``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from dragoman.model.text import Parse

Range = tuple[int | None, int | None]
"""Lowest and highest number; null where open."""

_UNITS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90,
}  # fmt: skip
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000}
_VAGUE: dict[str, Range] = {
    "few": (2, 5), "several": (3, 9), "dozens": (24, 99), "scores": (40, 99), "hundreds": (200, 999),
    "thousands": (2_000, 9_999), "couple": (2, 2), "pair": (2, 2), "dozen": (12, 12), "many": (None, None),
    "some": (None, None), "both": (2, 2),
}  # fmt: skip
_ZERO = frozenset({"no", "nobody", "none", "zero", "without"})
_COLLECTIVE = frozenset(
    {"group", "number", "crowd", "family", "patrol", "convoy", "unit", "team", "crew", "column", "battalion", "brigade", "handful",
     "majority", "lot", "total", "gang", "couple", "pair", "list", "quarter", "third", "half", "party", "squad", "generation"}
)  # fmt: skip
_LIMIT = re.compile(r"\b(?:no|not) (?:fewer|less|more) than\b")
_MOST = 100_000_000
_DECIMAL = re.compile(r"[0-9]{1,6}\.[0-9]{1,3}")


def number(words: Sequence[str]) -> int | None:
    """The whole number that the words spell ("1,200", "twenty", "three", "hundred"), or none.

    >>> number(["twenty", "-", "five"])
    25
    """
    total: float = 0
    current: float = 0
    seen = False
    for word in words:
        lower = word.lower().replace(",", "")
        if lower.isascii() and lower.isdigit() and len(lower) <= 9:
            current, seen = current + int(lower), True
        elif _DECIMAL.fullmatch(lower):
            current, seen = current + float(lower), True
        elif lower in _UNITS:
            current, seen = current + _UNITS[lower], True
        elif lower in _SCALES:
            current, seen = max(current, 1) * _SCALES[lower], True
            if _SCALES[lower] >= 1_000:
                total, current = total + current, 0
        elif lower not in {"-", "and", "a", "an"}:
            return None
    value = round(total + current)
    whole = abs(total + current - value) < 1e-6
    return value if seen and whole and value <= _MOST else None


def figure(parse: Parse, noun: int) -> Range | None:
    """The range that a noun phrase counts ("at least 12 soldiers", "dozens of people", "a man"), or none."""
    words = [parse.forms[t].lower() for t in quantity_tokens(parse, noun)]
    limited = _LIMIT.search(" ".join(words)) is not None
    if not limited and _ZERO & {*words, parse.forms[noun].lower()}:
        return (0, 0)
    if _is_one(parse, noun, words):
        return (1, 1)
    between = _between(words)
    if between is not None:
        return between
    vague = next((_VAGUE[w] for w in words if w in _VAGUE), None)
    if vague is not None and number([w for w in words if w.isdigit() or w in _UNITS]) is None:
        return vague if vague != (None, None) else None
    value = number(
        [w for w in words if w.replace(",", "").replace(".", "", 1).isdigit() or w in _UNITS or w in _SCALES]
    )
    if value is None:
        return None
    if "dozen" in words or "dozens" in words:
        value *= 12
    return _bounded(words, value)


def _is_one(parse: Parse, noun: int, words: Sequence[str]) -> bool:
    """“a man”, "a wounded Ghanaian peacekeeper"; a family or a patrol is no one person."""
    if parse.tags[noun] not in {"NN", "NNP"} or not _indefinite(parse, noun) or parse.lemmas[noun].lower() in _COLLECTIVE:
        return False
    return not any(w in _VAGUE or w in _SCALES or (w != "one" and number([w]) is not None and w not in {"a", "an"}) for w in words)


def _between(words: Sequence[str]) -> Range | None:
    """“between 30 and 50”, "30 to 50"."""
    values = [v for w in words if (v := number([w])) is not None]
    joined = "between" in words or "to" in words[1:-1]
    return (values[0], values[1]) if joined and len(values) == 2 and values[0] < values[1] else None


def _bounded(words: Sequence[str], value: int) -> Range:
    text = " ".join(words)
    if any(p in text for p in ("at least", "or more", "minimum", "no fewer than", "no less than", "not fewer than", "not less than")):
        return (value, None)
    if "no more than" in text or "not more than" in text:
        return (None, value)
    if any(p in text for p in ("more than", "over", "greater than", "upwards of", "above")):
        return (value + 1, None)
    if any(p in text for p in ("nearly", "almost", "close to", "just under")):
        return (value * 9 // 10, value)
    if any(p in text for p in ("up to", "at most")):
        return (None, value)
    if any(p in text for p in ("fewer than", "less than", "under")):
        return (None, max(value - 1, 0))
    if any(p in text for p in ("about", "around", "some", "approximately", "roughly")):
        return (value * 9 // 10, -(-value * 11 // 10))
    return (value, value)


def quantity_tokens(parse: Parse, noun: int) -> list[int]:
    """Tokens of the phrase's own quantity, in order; a bare number or quantity noun stands for itself."""
    found: set[int] = set()
    for child in parse.children[noun]:
        if parse.relations[child] in {"nummod", "det", "amod", "advmod", "quantmod", "predet"} and child < noun:
            below = parse.subtree(child)
            if not any(parse.lemmas[t].lower() in {"year", "old"} for t in below):  # "a 17-year-old vendor" is one
                found.update(below)
    if parse.tags[noun] in {"CD", "NNS", "NN", "JJ"} and (
        number([parse.forms[noun]]) is not None or parse.forms[noun].lower() in _VAGUE
    ):
        found.update({noun, *(c for c in parse.children[noun] if c < noun)})
    for extra in range(max(0, min(found, default=noun) - 2), min(found, default=noun)):
        if parse.forms[extra].lower() in {
            "at",
            "least",
            "more",
            "than",
            "up",
            "to",
            "nearly",
            "almost",
            "about",
            "around",
            "over",
            "no",
            "not",
            "fewer",
            "less",
            "between",
        }:
            found.add(extra)
    return sorted(found)


def _indefinite(parse: Parse, noun: int) -> bool:
    return any(parse.forms[c].lower() in {"a", "an", "one", "another"} for c in parse.dependents(noun, "det", "nummod"))
