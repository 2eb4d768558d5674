"""How the desk words what incidents and reports hold: claims with their words in place, readings of disputed fields, reasons."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from dragoman.analyse.reports import Source
from dragoman.model.claim import Claim
from dragoman.model.incident import Ledger
from dragoman.serve.web.names import Names
from dragoman.serve.words import Book, day, visible

FIELDS = {
    "occurrence": "whether it happened", "initiator": "who did it", "target": "who or what was struck", "day": "the day",
    "place": "the place",
}  # fmt: skip
_FACT = re.compile(
    r"\b(?P<key>[0-9a-f]{8}(?:[0-9a-f]{24})?)\b|\b(?P<code>[A-Z][A-Z0-9]{1,11}(?:[:.][A-Z0-9\-]{1,11})?)\b|\b(?P<narrator>narrator)\b"
)
_RANGE = re.compile(r"(\d{1,15}|\?)-(\d{1,15}|\?)")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMBERED = 8
"""Digits of a claim's key by which an explanation names it."""


class Told(Struct, frozen=True):
    """A claim as an account shows it: its number, who says it, and its words in their place, before and after."""

    number: int
    claim: Claim
    source: Source
    who: str
    parties: str
    parts: tuple[str, str, str]


class Piece(Struct, frozen=True):
    """A stretch of an explanation; with ``number`` it names that claim."""

    text: str
    number: int = 0


def tell(sources: tuple[Source, ...], order: tuple[str, ...]) -> dict[str, Told]:
    """Every claim of an incident's reports by its key, numbered from 1 in this order."""
    numbers = {key: number for number, key in enumerate(order, 1)}
    found = {}
    for source in sources:
        book = Book(Ledger(source.document, source.claims))
        for claim in source.claims:
            found[claim.key] = Told(
                numbers[claim.key], claim, source, book.voice(claim.voice), book.parties(claim), book.context(claim.span, 140)
            )
    return {key: found[key] for key in order}


def explain(why: str, told: Mapping[str, Told], names: Names) -> tuple[Piece, ...]:
    """An explanation with claims by their numbers and codes by their names."""
    short = {key[:_NUMBERED]: one.number for key, one in told.items()}
    pieces, at = [], 0
    for found in _FACT.finditer(why):
        number = short.get((found["key"] or "")[:_NUMBERED], 0)
        words = f"claim {number}" if number else _worded(found, names)
        pieces += [Piece(visible(why[at : found.start()])), Piece(words, number)]
        at = found.end()
    return tuple(piece for piece in (*pieces, Piece(visible(why[at:]))) if piece.text)


def _worded(found: re.Match[str], names: Names) -> str:
    if found["narrator"]:
        return "the report itself"
    return names.name(found["code"]) if found["code"] else visible(found[0])


def field_name(field: str, names: Names) -> str:
    """A disputed field in words: "who did it", "killed (Armenia)"."""
    if field in FIELDS:
        return FIELDS[field]
    kind, _, whose = field.partition(" ")
    listed = names.listed(whose.split("+")) if whose else ""
    return visible(f"{kind} ({listed})" if listed else kind)


def reading(value: str, names: Names) -> str:
    """A value of a disputed field in words: a range of people, a day, parties, or the word itself."""
    ends = _RANGE.fullmatch(value)
    if ends is not None:
        low, high = (None if end == "?" else int(end) for end in ends.groups())
        if low is None or high is None:
            return f"at least {low:,}" if low is not None else f"at most {high:,}" if high is not None else "some"
        return f"{low:,}" if low == high else f"{low:,}–{high:,}"
    if _DAY.fullmatch(value):
        try:
            return day(date.fromisoformat(value))
        except ValueError:
            return value
    return names.listed(value.split(", ")) if value.isupper() else visible(value)
