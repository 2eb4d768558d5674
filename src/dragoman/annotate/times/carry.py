"""How a date that lacks its year gets one, and how a month or a year becomes an expression."""

from __future__ import annotations

import re
from datetime import date

from dragoman.annotate.times.calendar import Point, part_days
from dragoman.annotate.times.context import Run
from dragoman.annotate.times.parts import Parts
from dragoman.model.world import Grain, TimeExpression


def _takes_over(run: Run, i: int, j: int, point: Point) -> bool:
    """Whether a year moves a narrative on: it opens its sentence, or is one of the next years and not one to come."""
    if "|" in run.tokens.codes[max(0, i - 3) : i]:
        return True
    near = run.dated is not None and 0 < (point.year or 0) - (run.dated.year or 0) <= 2
    return near and not run.is_future(i, j)


def period(
    run: Run, i: int, j: int, point: Point, parts: Parts, anchor: date | None, basis: str, grain: Grain
) -> TimeExpression:
    """Return a month or a year, or a part of it."""
    run.speak_of(point, j, parts.year is not None, _takes_over(run, i, j, point))
    days = part_days(point.days, parts.part)
    basis = basis or "as written"
    if parts.part and days != point.days:
        basis += {"START": "; its first third", "MID": "; its middle third", "END": "; its last third"}[parts.part]
    if run.code(i - 1) == "j" and days[0] is not None:
        days, grain, basis = (days[0], None), "open", f"{basis}; since then, open at the end"
    return run.expression(i, j, "DATE", point.value, days, grain, basis, anchor, anchor is not None or not parts.year)


_NEAR = 45
"""Days: a date without a year that lies so near is not the one of a year ago, or in a year."""


def _days_behind(here: tuple[int, int], published: date) -> int:
    """Days of the year from a month and day to the publication, round the turn of the year."""
    return (published.month * 30 + published.day - here[0] * 30 - here[1]) % 360


def _just_past(here: tuple[int, int], published: date) -> bool:
    return 0 < _days_behind(here, published) <= _NEAR


def _just_ahead(here: tuple[int, int], published: date) -> bool:
    return 0 < 360 - _days_behind(here, published) <= _NEAR and _days_behind(here, published) > 0


def find_year(
    run: Run, i: int, j: int, parts: Parts, month: int, day: int | None
) -> tuple[int | None, date | None, str]:
    """Return the year of a date that may lack one, the day it was counted from, and why."""
    if parts.year is not None:
        return parts.year, None, ""
    ahead = _year_ahead(run, i, j, month)
    if ahead is not None:
        parts.year = ahead
        return ahead, None, "year of the date behind it"
    carried_on = run.same_sentence(i) and run.said_year and run.published is not None and not run.is_future(i, j)
    if run.narrative or parts.unit or (carried_on and run.last and run.last.year != (run.published or date.min).year):
        carried = _carried_year(run, i, parts, month)
        if carried is not None or run.narrative:
            anchor = run.last.first if run.last else None
            return carried, anchor, "year of the date before" if carried is not None else "no year before it"
    if run.published is None:
        return None, None, "no publication date"
    published = run.published
    year = published.year
    here, now = (month, day or 1), (published.month, published.day if day else 1)
    if "l" in parts.pointer or "h" in parts.pointer:
        return (year if here < now else year - 1), published, f"the last before {published}"
    if "X" in parts.pointer or "x" in parts.pointer:
        return (year if here > now else year + 1), published, f"the next after {published}"
    if "z" in parts.pointer:
        return year, published, f"in the year of {published}"
    if run.is_future(i, j):
        if _just_past(here, published) and run.is_over(j):
            return year if here <= now else year - 1, published, f"shortly before {published}"
        return (year if here >= now else year + 1), published, f"on or after {published}, by tense"
    if day is not None and _just_ahead(here, published) and not run.is_past(i, j):
        return (year if here >= now else year + 1), published, f"shortly after {published}"
    return (year if here <= now else year - 1), published, f"on or before {published}"


_AHEAD = re.compile(r"([-y&])p?(?:T?[Dd]o?)?([MAk])(?:T?[Dd])?,?o?Y")


def _year_ahead(run: Run, i: int, j: int, month: int) -> int | None:
    """Return the year of "July" in "July-November 1954", of "19 March" in "from 19 March to 30 April 2003"."""
    match = _AHEAD.match(run.tokens.codes, j, j + 12)
    if match is None or (match[1] == "&" and run.code(i - 1) not in "uio&|;"):
        return None
    year = int(run.word(match.end() - 1))
    later = run.lexicon.month.get(run.word(match.start(2)), 12)
    return year if month <= later else year - 1 if match[1] != "&" else None


def _carried_year(run: Run, i: int, parts: Parts, month: int) -> int | None:
    """Return the year of the date spoken of last, or the next one where the months have gone around."""
    last = run.last if run.last is None or parts.unit or run.same_sentence(i) else run.dated
    if last is None or last.year is None:
        return None
    year, before = last.year, last.month
    if parts.unit:
        return year + ("X" in parts.pointer) - ("l" in parts.pointer)
    if "l" in parts.pointer and before is not None:
        return year if month < before else year - 1
    if "X" in parts.pointer and before is not None:
        return year if month > before else year + 1
    if before is not None and before - month >= 8:
        return year + 1
    return year
