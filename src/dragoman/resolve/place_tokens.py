"""The words of a text, and what its capitalised names were taken for."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from dragoman.model.text import Span
from dragoman.resolve.gazetteer import Candidate, fold

_WORD = re.compile(r"(?:[A-Z]\.){2,5}|[^\W_]+(?:['’ʻʼ‘`][^\W\d_]+)*")
_ABBREVIATED = frozenset(
    {
        "saint",
        "mount",
        "fort",
        "dr",
        "mr",
        "mrs",
        "ms",
        "gen",
        "gov",
        "sen",
        "rep",
        "lt",
        "col",
        "maj",
        "capt",
        "sgt",
        "prof",
    }
)
"""Words that a full stop follows within a name, folded."""


@dataclass(slots=True)
class Token:
    """A word: its span without a possessive ending, its folded form, and how it stands in the text."""

    start: int
    end: int
    key: str
    raw_key: str
    cap: bool
    first: bool
    """Whether it begins a sentence, a line or a quotation."""
    gap: str
    """What stands between it and the word before."""
    possessive: bool
    upper: bool


@dataclass(slots=True)
class Name:
    """A name that was weighed: words ``first`` to ``last`` (inclusive), what it may mean, and whether it is a place."""

    first: int
    last: int
    span: Span
    key: str
    candidates: tuple[Candidate, ...]
    weight: float
    accepted: bool
    refused: bool = False
    """Refused for what it is part of (a person, an organisation): no other mention can save it."""
    wants: str = ""
    """The common noun beside it ("province"), folded."""
    parent: int | None = None


@dataclass(slots=True)
class Scan:
    """What the names of one text were taken for."""

    tokens: list[Token]
    names: list[Name] = field(default_factory=list)
    people: set[str] = field(default_factory=set)
    """Folded surnames and given names seen in names of people."""
    demonyms: dict[str, int] = field(default_factory=dict)
    """How often the people or language of a country is named, by ISO alpha-3."""


def tokenise(text: str) -> list[Token]:
    """Cut a text into words, in time linear in its length."""
    tokens: list[Token] = []
    before = 0
    for match in _WORD.finditer(text):
        start, end = match.span()
        word = match.group()
        gap = text[before:start] if start - before < 12 else "\n"
        bare, possessive = word, False
        if len(word) > 2 and word[-2] in "'’‘`ʼ" and word[-1] in "sS":
            bare, possessive = word[:-2], True
        cap = bare[0].isupper() or (len(bare) > 3 and bare[1] in "'’" and bare[2].isupper())
        first = (
            not tokens
            or (not gap.isspace() and gap[:1] not in ",-('" and any(c in '.!?:\n"“”*•' for c in gap))
            or "\n" in gap
        )
        if first and tokens and gap == ". " and (before - tokens[-1].start <= 1 or tokens[-1].raw_key in _ABBREVIATED):
            first = False
        if cap or not word.isascii():
            key = fold(bare)
            raw = fold(word) if possessive else key
        else:
            key = raw = bare
        tokens.append(
            Token(start, start + len(bare), key, raw, cap, first, gap, possessive, len(bare) > 1 and bare.isupper())
        )
        before = end
    return tokens
