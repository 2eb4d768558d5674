"""What a text without a publication date says of that date itself: the days it tells of, and who held which office."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from dragoman.codebook.shapes import ActorEntry, Role
from dragoman.model.annotations import Annotations
from dragoman.model.text import Bounds
from dragoman.model.world import Mention

_OFFICES = {
    "prime minister": "head-of-government", "premier": "head-of-government", "chancellor": "head-of-government",
    "president": "head-of-state", "king": "head-of-state", "emir": "head-of-state", "foreign minister": "foreign-minister",
    "secretary of state": "foreign-minister", "defence minister": "defence-minister", "defense minister": "defence-minister",
    "defence secretary": "defence-minister", "defense secretary": "defence-minister", "secretary-general": "secretary-general",
}  # fmt: skip
_PAST = ("former", "ex-", "late", "then-", "then")
_LIMIT = re.compile(r"\b(?:until|till|by|before|through|expires? (?:on|in))(?: the)?\s{0,4}$", re.IGNORECASE)
"""Words before a day that is a limit, which may lie ahead of the text: "in force until 31 December"."""
_LIMIT_REACH = 20


def published_bounds(notes: Annotations, actors: Sequence[ActorEntry]) -> Bounds | None:
    """The first and last day on which the text can have been published, as far as it says so itself.

    Args:
        notes: a document's layers.
        actors: the codebook's actors with their terms of office.

    Returns:
        Bounds with their reasons in words; none where the text fixes neither.
    """
    reasons: list[str] = []
    first: date | None = None
    last: date | None = None
    day = _latest_day(notes)
    if day is not None:
        first = day
        reasons.append(f"the text tells of {day}")
    for mention in notes.mentions:
        term = _term(mention, notes, actors)
        if term is None:
            continue
        reasons.append(f"{term.person} as {term.office}: {term.since} to {term.until or 'today'} ({term.grain})")
        first = term.since if first is None else max(first, term.since)
        if term.until is not None:
            last = term.until if last is None else min(last, term.until)
    if first is not None and last is not None and first > last:
        last = None
        reasons.append("offices that were not held at one time: no last day")
    return None if first is None and last is None else Bounds(first, last, tuple(dict.fromkeys(reasons)))


def _latest_day(notes: Annotations) -> date | None:
    """The latest first day that an explicit date gives; a limit ("until 2040") need not be past and gives none."""
    text = notes.document.text
    days = [
        t.first for t in notes.times
        if not t.relative and t.kind == "DATE" and t.first is not None
        and not _LIMIT.search(text[max(0, t.span[0] - _LIMIT_REACH) : t.span[0]])
    ]  # fmt: skip
    return max(days, default=None)


def _term(mention: Mention, notes: Annotations, actors: Sequence[ActorEntry]) -> Role | None:
    """The term of the office that the words around a person's name give it."""
    if mention.person is None or mention.kind != "person":
        return None
    words = notes.document.text[mention.span[0] : mention.span[1]].lower()
    before = notes.document.text[max(0, mention.span[0] - 12) : mention.span[0]].lower()
    if any(p in before or words.startswith(p) for p in _PAST):
        return None
    office = next((o for w, o in _OFFICES.items() if w in words), None)
    if office is None:
        return None
    country = mention.codes[0].split(".")[0]
    terms = [
        r for a in actors if a.code.split(".")[0] == country for r in a.roles
        if r.person == mention.person and r.office == office
    ]  # fmt: skip
    return terms[-1] if len(terms) == 1 else None
