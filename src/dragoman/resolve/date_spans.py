"""Lengths of time that date an act: "two years after X", "has been besieged for a year"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from dragoman.model.annotations import Annotations
from dragoman.model.claim import Happening
from dragoman.model.event import When
from dragoman.model.text import Parse, inside, starting_in
from dragoman.model.world import TimeExpression
from dragoman.resolve.date_choice import anchor, is_perfect, is_verb

_VALUE = re.compile(r"P(\d{1,4})([YMWD])")
_AFTER = re.compile(r" (?:to the day )?(?:after|since)\b")
_EXACT = " to the day "
_DAYS = {"Y": 365, "M": 30, "W": 7, "D": 1}


def years_after(act: Happening, parse: Parse, notes: Annotations) -> When | None:
    """The days of what something is said to have come so long after: "twenty years after rebels burned the village"."""
    for length in starting_in(notes.times, parse.span):
        size = _VALUE.fullmatch(length.value)
        behind = notes.document.text[length.span[1] : length.span[1] + 24]
        link = _AFTER.match(behind)
        if size is None or link is None or size.group(2) == "D":
            continue
        at = parse.token_at(length.span[1] + link.end() - 1)
        if at is None or act.token not in _complement(parse, at):
            continue
        return _back(length, int(size.group(1)), size.group(2), behind.startswith(_EXACT), _base(parse, length, notes))
    return None


def anniversary(length: TimeExpression, notes: Annotations) -> When | None:
    """The days that lie a length of years before the report: "twenty years after", "twenty years to the day after"."""
    size = _VALUE.fullmatch(length.value)
    behind = notes.document.text[length.span[1] : length.span[1] + 24]
    if size is None or size.group(2) != "Y" or _AFTER.match(behind) is None:
        return None
    return _back(length, int(size.group(1)), "Y", behind.startswith(_EXACT), notes.document.published)


def _complement(parse: Parse, link: int) -> list[int]:
    """The tokens of the clause or noun that *after* takes."""
    if parse.relations[link] == "mark":
        return [t for t in parse.subtree(parse.heads[link]) if t > link]
    return [t for t in parse.subtree(link) if t > link]


def _base(parse: Parse, length: TimeExpression, notes: Annotations) -> date | None:
    """The day from which the length is counted back: the sentence's own day before it, else the day of the report."""
    days = [t.first for t in starting_in(notes.times, parse.span) if t.grain == "day" and t.first and t.span < length.span]
    return days[-1] if days else notes.document.published


def _back(length: TimeExpression, count: int, unit: str, exact: bool, base: date | None) -> When | None:
    if base is None or count * _DAYS[unit] > 200_000:
        return None
    year = base.year - count if unit == "Y" else (base - timedelta(days=count * _DAYS[unit])).year
    if year < 1:
        return None
    basis = f"{length.value} before {base}"
    if unit == "Y" and exact:
        day = date(year, base.month, min(base.day, 28) if base.month == 2 else base.day)
        return When(day, day, "day", length.span, basis)
    if unit == "Y":
        return When(date(year, 1, 1), date(year, 12, 31), "year", length.span, basis)
    middle, slack = base - timedelta(days=count * _DAYS[unit]), timedelta(days=16 if unit == "M" else 3)
    return When(middle - slack, middle + slack, "range", length.span, basis)


def since_clause(act: Happening, parse: Parse, notes: Annotations) -> When | None:
    """The days of what has gone on since a dated beginning: "since the war began in 2014 it has trained thousands"."""
    published = notes.document.published
    verb = act.token
    while parse.relations[verb] == "conj" and is_verb(parse, parse.heads[verb]):
        verb = parse.heads[verb]
    if published is None or not is_verb(parse, act.token) or not is_perfect(parse, act.token):
        return None
    for clause in parse.dependents(verb, "advcl"):
        if not any(parse.forms[c].lower() == "since" for c in parse.dependents(clause, "mark", "prep", "advmod")):
            continue
        below = set(parse.subtree(clause))
        for began in starting_in(notes.times, parse.span):
            if began.first is not None and anchor(parse, began) in below:
                return When(began.first, published, "range", began.span, f"{began.basis}; since then it goes on")
    return None


def lasting(act: Happening, parse: Parse, notes: Annotations) -> When | None:
    """The days of what has gone on for a length of time until the report: "which they have blockaded for a year"."""
    published = notes.document.published
    if published is None or not is_verb(parse, act.token) or not is_perfect(parse, act.token):
        return None
    for length in starting_in(notes.times, parse.span):
        size = _VALUE.fullmatch(length.value)
        if size is None or not inside(length.span, parse.span) or anchor(parse, length) != act.token:
            continue
        if not notes.document.text[max(0, length.span[0] - 5) : length.span[0]].endswith(" for "):
            continue
        days = int(size.group(1)) * _DAYS[size.group(2)]
        if days < (published - date.min).days:
            basis = f"{length.value} before {published}; it still goes on"
            return When(published - timedelta(days=days), published, "range", length.span, basis)
    return None
