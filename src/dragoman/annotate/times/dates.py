"""Dates that name a day, a month or a season; the year may have to be found."""

from __future__ import annotations

import re
from datetime import date

from dragoman.annotate.times.calendar import (
    Days,
    Point,
    move,
    part_days,
    possible,
    season_days,
    year_value,
)  # fmt: skip
from dragoman.annotate.times.carry import find_year, period
from dragoman.annotate.times.context import Kind, Run
from dragoman.annotate.times.parts import Parts, read_amount, read_parts
from dragoman.model.world import Grain, TimeExpression

Found = list[TimeExpression]
TO_COME = "spoken of as to come"
"""Stands in the basis of an explicit date that the text puts into its own future."""


def digits_date(run: Run, i: int, j: int) -> Found:
    """``2020-05-03``, ``3.5.2020`` (day first), ``5/3/2020`` (month first unless that is impossible)."""
    form = run.text[run.tokens.starts[i] : run.tokens.ends[j - 1]]
    if not run.tight(i, j):
        return []
    for mark in "-–—−‑/.":
        form = form.replace(mark, " ")
    numbers = [int(piece) for piece in form.split() if piece.isdecimal()]
    if len(numbers) != 3:
        return []
    if numbers[0] > 31:
        year, month, day = numbers
    elif run.code(i) == "#":
        day, month, year = numbers
    else:
        month, day, year = numbers
        if month > 12:
            month, day = day, month
    if not possible(month, day):
        return []
    return [_day(run, i, j, Point(year, month, day), Parts(year=year), None)]


def month_day(run: Run, i: int, j: int) -> Found:
    """``Sept. 6``, ``Monday, 6 September 2021``, ``the morning of 6 September``, ``July 25 of that year``."""
    parts = read_parts(run, i, j)
    if parts.month is None or parts.day is None or not possible(parts.month, parts.day):
        return []
    if parts.year is None and run.code(j - 1) in "Dd" and run.lexicon.counted.match(run.behind(j - 1)):
        return _bare_month(run, i, j)
    if run.code(i) == "w" and run.code(i + 1) in "MAkDd" and run.word(i) == "sun" and parts.year is None:
        return []
    year, anchor, basis = find_year(run, i, j, parts, parts.month, parts.day)
    return [_day(run, i, j, Point(year, parts.month, parts.day), parts, anchor, basis)]


def _bare_month(run: Run, i: int, j: int) -> Found:
    """Return the month of "in June 5 soldiers were killed"."""
    at = next((k for k in range(i, j) if run.code(k) == "M"), None)
    return month(run, at, at + 1) if at is not None else []


def _day(run: Run, i: int, j: int, point: Point, parts: Parts, anchor: date | None, basis: str = "") -> TimeExpression:
    run.speak_of(point, j, parts.year is not None)
    days = point.days
    grain: Grain = "day"
    since = run.code(i - 1) == "j"
    if since and days[0] is not None:
        days, grain, basis = (days[0], None), "open", f"{basis or 'as written'}; since then, open at the end"
    elif parts.year is not None and run.is_future(i, j):
        basis = f"as written; {TO_COME}"
    kind: Kind = "TIME" if parts.daypart else "DATE"
    return run.expression(
        i,
        j,
        kind,
        point.value + parts.daypart,
        days,
        grain,
        basis or "as written",
        anchor,
        anchor is not None or not parts.year,
    )


def days_of_month(run: Run, i: int, j: int) -> Found:
    """``October 25-26, 2016``, ``between 3 and 5 May``: two expressions, each with the days of the whole range."""
    parts = read_parts(run, i, j)
    numbers = [k for k in range(i, j) if run.code(k) in "Dd"]
    month, one, two = parts.month, parts.day, parts.day_two
    if month is None or one is None or two is None or not (possible(month, one) and possible(month, two)) or one >= two:
        return []
    if parts.year is None and run.code(j - 1) in "Dd" and run.lexicon.counted.match(run.behind(j - 1)):
        return []
    year, anchor, basis = find_year(run, i, j, parts, month, two)
    first, last = Point(year, month, one), Point(year, month, two)
    run.speak_of(last, j, parts.year is not None)
    joint = run.code(numbers[1] - 1) == "&" and run.code(i - 1) != "u"
    cut = numbers[0] + 1
    start_two = numbers[1]
    basis = basis or "as written"
    found = []
    for point, at, end in ((first, i, cut), (last, start_two, j)):
        days: Days = point.days if joint else (first.days[0], last.days[1])
        text = basis if joint else f"{basis}; from {first.value} to {last.value}"
        found.append(
            run.expression(
                at, end, "DATE", point.value, days, "day" if joint else "range", text, anchor, not parts.year
            )
        )
    return found


def month_year(run: Run, i: int, j: int) -> Found:
    """``May 1943``, ``late May of that year``."""
    return month(run, i, j)


def month(run: Run, i: int, j: int) -> Found:
    """``early October``, ``last March``, ``in May``: the year is found by tense and publication date."""
    parts = read_parts(run, i, j)
    if parts.month is None or (parts.year is None and not _is_month(run, i, j)):
        return []
    year, anchor, basis = find_year(run, i, j, parts, parts.month, None)
    return [period(run, i, j, Point(year, parts.month), parts, anchor, basis, "month")]


def _is_month(run: Run, i: int, j: int) -> bool:
    """Whether an ambiguous name (May, March) stands where a month stands."""
    if run.code(j - 1) != "A" or j - i > 1:
        return True
    if run.lexicon.not_month.match(run.behind(j - 1)):
        return False
    if re.match(r"[-y&]p?[MAk]", run.tokens.codes[j : j + 3]):
        return True
    return run.code(i - 1) in "iJjuyo&BE-aTQ"


def part_of_month(run: Run, i: int, j: int) -> Found:
    """Read ``the last week of August``, ``the first three days of May 2020``: its length, its days where known."""
    at = next(k for k in range(i, j) if run.code(k) == "o")
    amount, parts = read_amount(run, i, at), read_parts(run, at, j)
    if parts.month is None or amount.unit not in {"D", "W"}:
        return []
    year, anchor, basis = find_year(run, at, j, parts, parts.month, None)
    point = Point(year, parts.month)
    run.speak_of(point, j, parts.year is not None)
    first, last = point.days
    length = round((amount.number or 0) * (7 if amount.unit == "W" else 1))
    days: Days = (first, last)
    if first and last and 0 < length < 28:
        final = run.code(i) == "l" or run.code(i + 1) == "l"
        number = (
            1 if final else next((run.lexicon.number.get(run.word(k), 1) for k in (i, i + 1) if run.code(k) == "O"), 1)
        )
        if amount.digits == "1" and not final:
            first = move(first, (number - 1) * length) or first
        days = (move(last, 1 - length), last) if final else (first, move(first, length - 1))
    basis = f"{basis or 'as written'}; that part of {point.value}"
    return [run.expression(i, j, "DURATION", amount.value, days, "range", basis, anchor, parts.year is None)]


def season(run: Run, i: int, j: int) -> Found:
    """``in the fall of 2020``, ``last winter``, ``the summer``: northern seasons."""
    parts = read_parts(run, i, j)
    if not parts.season or (parts.year is None and not _is_season(run, i, j, parts)):
        return []
    year, anchor, basis = find_year(run, i, j, parts, {"SP": 3, "SU": 6, "FA": 9, "WI": 12}[parts.season], None)
    days = part_days(season_days(year, parts.season), parts.part)
    run.speak_of(
        Point(
            year,
            None if year is None else {"SP": 4, "SU": 7, "FA": 10, "WI": 1}[parts.season] if run.narrative else None,
        ),
        j,
    )
    why = "northern season, from its meteorological start to its astronomical end"
    basis = f"{basis}; {why}" if basis else why
    grain: Grain = "season"
    if run.code(i - 1) == "j" and days[0] is not None:
        days, grain, basis = (days[0], None), "open", f"{basis}; since then, open at the end"
    value = f"{year_value(year)}-{parts.season}"
    return [run.expression(i, j, "DATE", value, days, grain, basis, anchor, not parts.year)]


def _is_season(run: Run, i: int, j: int, parts: Parts) -> bool:
    """Whether spring, fall and so on are meant as a season, and not as a name (Prague Spring) or another word."""
    if run.code(j - 1) == "F":
        return bool(parts.pointer or (parts.definite and run.code(i - 1) == "i")) and run.code(j) != "o"
    if parts.pointer or parts.part or parts.definite:
        return run.text[run.tokens.starts[j - 1]].islower() or run.narrative
    before = run.before(i).split()
    named = run.text[run.tokens.starts[i]].isupper() and bool(before) and before[-1][:1].isupper()
    return not named and (run.narrative or run.code(i - 1) in "iJjuyo&")
