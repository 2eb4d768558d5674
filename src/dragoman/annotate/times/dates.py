"""Dates that name a day, month, season, year, decade or century; the year may have to be found."""

from __future__ import annotations

import re
from datetime import date
from typing import Literal

from dragoman.annotate.times.calendar import (
    NOWHERE, Days, Point, move, part_days, possible, season_days, year_value, years_days,
)  # fmt: skip
from dragoman.annotate.times.context import Run
from dragoman.annotate.times.parts import Parts, read_amount, read_parts
from dragoman.model.world import Grain, TimeExpression

Found = list[TimeExpression]
Kind = Literal["DATE", "TIME"]
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
    year, anchor, basis = _find_year(run, i, j, parts, parts.month, parts.day)
    return [_day(run, i, j, Point(year, parts.month, parts.day), parts, anchor, basis)]


def _bare_month(run: Run, i: int, j: int) -> Found:
    """The month of "in June 5 soldiers were killed"."""
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
        i, j, kind, point.value + parts.daypart, days, grain, basis or "as written", anchor, anchor is not None or not parts.year
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
    year, anchor, basis = _find_year(run, i, j, parts, month, two)
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
        found.append(run.expression(at, end, "DATE", point.value, days, "day" if joint else "range", text, anchor, not parts.year))
    return found


def month_year(run: Run, i: int, j: int) -> Found:
    """``May 1943``, ``late May of that year``."""
    return month(run, i, j)


def month(run: Run, i: int, j: int) -> Found:
    """``early October``, ``last March``, ``in May``: the year is found by tense and publication date."""
    parts = read_parts(run, i, j)
    if parts.month is None or (parts.year is None and not _is_month(run, i, j)):
        return []
    year, anchor, basis = _find_year(run, i, j, parts, parts.month, None)
    return [_period(run, i, j, Point(year, parts.month), parts, anchor, basis, "month")]


def _is_month(run: Run, i: int, j: int) -> bool:
    """Whether an ambiguous name (May, March) stands where a month stands."""
    if run.code(j - 1) != "A" or j - i > 1:
        return True
    if run.lexicon.not_month.match(run.behind(j - 1)):
        return False
    if re.match(r"[-y&]p?[MAk]", run.tokens.codes[j : j + 3]):
        return True
    return run.code(i - 1) in "iJjuyo&BE-aTQ"


def _takes_over(run: Run, i: int, j: int, point: Point) -> bool:
    """Whether a year moves a narrative on: it opens its sentence, or is one of the next years and not one to come."""
    if "|" in run.tokens.codes[max(0, i - 3) : i]:
        return True
    near = run.dated is not None and 0 < (point.year or 0) - (run.dated.year or 0) <= 2
    return near and not run.is_future(i, j)


def _period(
    run: Run, i: int, j: int, point: Point, parts: Parts, anchor: date | None, basis: str, grain: Grain
) -> TimeExpression:
    """A month or a year, or a part of it."""
    run.speak_of(point, j, parts.year is not None, _takes_over(run, i, j, point))
    days = part_days(point.days, parts.part)
    basis = basis or "as written"
    if parts.part and days != point.days:
        basis += {"START": "; its first third", "MID": "; its middle third", "END": "; its last third"}[parts.part]
    if run.code(i - 1) == "j" and days[0] is not None:
        days, grain, basis = (days[0], None), "open", f"{basis}; since then, open at the end"
    return run.expression(i, j, "DATE", point.value, days, grain, basis, anchor, anchor is not None or not parts.year)


def part_of_month(run: Run, i: int, j: int) -> Found:
    """``the last week of August``, ``the first three days of May 2020``: its length, and its days where they are known."""
    at = next(k for k in range(i, j) if run.code(k) == "o")
    amount, parts = read_amount(run, i, at), read_parts(run, at, j)
    if parts.month is None or amount.unit not in {"D", "W"}:
        return []
    year, anchor, basis = _find_year(run, at, j, parts, parts.month, None)
    point = Point(year, parts.month)
    run.speak_of(point, j, parts.year is not None)
    first, last = point.days
    length = round((amount.number or 0) * (7 if amount.unit == "W" else 1))
    days: Days = (first, last)
    if first and last and 0 < length < 28:
        final = run.code(i) == "l" or run.code(i + 1) == "l"
        number = 1 if final else next((run.lexicon.number.get(run.word(k), 1) for k in (i, i + 1) if run.code(k) == "O"), 1)
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
    year, anchor, basis = _find_year(run, i, j, parts, {"SP": 3, "SU": 6, "FA": 9, "WI": 12}[parts.season], None)
    days = part_days(season_days(year, parts.season), parts.part)
    run.speak_of(Point(year, None if year is None else {"SP": 4, "SU": 7, "FA": 10, "WI": 1}[parts.season] if run.narrative else None), j)
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


def year(run: Run, i: int, j: int) -> Found:
    """``1991``, ``late 1943``, ``490 BC``: unless the number counts or numbers something."""
    parts = read_parts(run, i, j)
    if parts.year is None or (parts.unit and parts.unit != "Y") or not _is_year(run, i, j, parts):
        return []
    return [_period(run, i, j, Point(parts.year), parts, None, "", "year")]


def _is_year(run: Run, i: int, j: int, parts: Parts) -> bool:
    number = parts.year or 0
    if number < 0 or parts.unit or run.code(j - 1) in "()" or run.code(i) == ")":
        return True
    behind = run.behind(j - 1)
    if number > 2100 or run.lexicon.numbered.search(run.before(j - 1)) or behind[:1] in {"%", "$", "€"}:
        return False
    if run.lexicon.counted.match(behind) or run.code(j) in "VIUHcGL" or run.code(i - 1) in "'C:/#":
        return False
    if parts.part or run.code(i - 1) in "ijuy(":
        return number >= (1000 if run.code(i - 1) != "J" else 1900)
    if run.code(j) == "-" and run.code(j + 1) not in "YDn(.;":
        return False
    if run.code(i - 1) == "J" and not run.narrative:
        return 1900 <= number and run.word(i - 1) in {"around", "circa", "ca", "about"}
    return number >= 1500 if run.code(i - 1) in "To&,;-" else number >= 1700


def years_range(run: Run, i: int, j: int) -> Found:
    """``1914–18``, ``2003/04``, ``264-241 BC``: two expressions, each with the years of the whole range."""
    christ = run.code(j - 1) == "("
    at = i + 2
    one, two = run.word(i), run.word(at)
    first, last = int(one), int(two)
    if christ:
        first, last = -first, -last
    elif len(two) == 2 and first >= 1000:
        last += first // 100 * 100
    if (len(two) not in {2, 4} and not christ) or not first < last <= 2200 or last - first > 400:
        return []
    if run.lexicon.numbered.search(run.before(i)) or run.lexicon.counted.match(run.behind(j - 1)):
        return []
    run.speak_of(Point(last), j)
    days = years_days(first, last)
    basis = f"from {year_value(first)} to {year_value(last)}"
    return [
        run.expression(i, i + 1, "DATE", year_value(first), days, "range", basis),
        run.expression(at, j, "DATE", year_value(last), days, "range", basis),
    ]


def decade(run: Run, i: int, j: int) -> Found:
    """``the early 1990s``, ``the 90s``, ``the 470s BC``."""
    parts = read_parts(run, i, j)
    christ = run.code(j - 1) == "("
    at = j - 2 if christ else j - 1
    number = int(run.word(at)[:-1])
    if 100 <= number < 1000 and not christ:
        return []
    if number < 100 and not christ:
        if not parts.definite or number < 10:
            return []
        number += 1900
    if christ:
        return [run.expression(i, j, "DATE", f"BC{number // 10:03d}", NOWHERE, "range", "as written")]
    if number > 2100:
        return []
    run.speak_of(Point(number), j)
    days = part_days(years_days(number, number + 9), parts.part)
    return [run.expression(i, j, "DATE", f"{number // 10:03d}", days, "range", f"the years {number} to {number + 9}")]


def century(run: Run, i: int, j: int) -> Found:
    """``the 20th century``, ``the early nineteenth century``, ``the 4th century BC``."""
    parts = read_parts(run, i, j)
    at = next(k for k in range(i, j) if run.code(k) in "Od")
    number = run.lexicon.number.get(run.word(at)) or int("0" + run.word(at).rstrip("stndrh") if parts.day else "0")
    if not 1 <= number <= 21:
        return []
    if run.code(j - 1) == "(":
        return [run.expression(i, j, "DATE", f"BC{number - 1:02d}", NOWHERE, "range", "as written")]
    first = (number - 1) * 100 + 1
    days = part_days(years_days(first, first + 99), parts.part)
    return [run.expression(i, j, "DATE", f"{number - 1:02d}", days, "range", f"the years {first} to {first + 99}")]


def part_of_year(run: Run, i: int, j: int) -> Found:
    """``the third quarter of 2020`` (2020-Q3), ``the second half of the year`` (H2)."""
    parts = read_parts(run, i, j)
    at = next(k for k in range(i, j) if run.code(k) in "Odl5")
    half = run.code(at) != "5" and run.word(at + 1) in run.lexicon.words.particles.half
    word = run.word(at)
    number = parts.day or run.lexicon.quarter.get(word) or run.lexicon.number.get(word, 0)
    if run.code(at) == "l":
        number = 2 if half else 4
    if not 1 <= number <= (2 if half else 4) or (parts.unit and parts.unit != "Y"):
        return []
    where = run.anchor(i, mention=False)
    relative = parts.year is None
    year = parts.year if parts.year is not None else (where.year if where else None)
    length = 6 if half else 3
    first = Point(year, (number - 1) * length + 1).days[0]
    last = Point(year, number * length).days[1]
    run.speak_of(Point(year), j)
    value = f"{year_value(year)}-{'H' if half else 'Q'}{number}"
    return [run.expression(i, j, "DATE", value, (first, last), "range", "as written", None, relative)]


def _find_year(run: Run, i: int, j: int, parts: Parts, month: int, day: int | None) -> tuple[int | None, date | None, str]:
    """The year of a date that may lack one, the day it was counted from, and why."""
    if parts.year is not None:
        return parts.year, None, ""
    ahead = _year_ahead(run, i, j, month)
    if ahead is not None:
        return ahead, None, "year of the date behind it"
    carried_on = run.same_sentence(i) and run.said_year and run.published is not None
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
        return (year if here >= now else year + 1), published, f"on or after {published}, by tense"
    return (year if here <= now else year - 1), published, f"on or before {published}"


_AHEAD = re.compile(r"([-y&])p?(?:T?[Dd]o?)?([MAk])(?:T?[Dd])?,?o?Y")


def _year_ahead(run: Run, i: int, j: int, month: int) -> int | None:
    """The year of "July" in "July-November 1954", of "19 March" in "from 19 March to 30 April 2003"."""
    match = _AHEAD.match(run.tokens.codes, j, j + 12)
    if match is None or (match[1] == "&" and run.code(i - 1) not in "uio&|;"):
        return None
    year = int(run.word(match.end() - 1))
    later = run.lexicon.month.get(run.word(match.start(2)), 12)
    return year if month <= later else year - 1 if match[1] != "&" else None


def _carried_year(run: Run, i: int, parts: Parts, month: int) -> int | None:
    """The year of the date spoken of last, or the next one where the months have gone around."""
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
