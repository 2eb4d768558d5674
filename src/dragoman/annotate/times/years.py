"""Years, ranges of years, decades, centuries, and quarters and halves of years."""

from __future__ import annotations

from dragoman.annotate.times.calendar import NOWHERE, Point, part_days, year_value, years_days
from dragoman.annotate.times.carry import period
from dragoman.annotate.times.context import Run
from dragoman.annotate.times.parts import Parts, read_parts
from dragoman.model.world import TimeExpression

Found = list[TimeExpression]


def year(run: Run, i: int, j: int) -> Found:
    """``1991``, ``late 1943``, ``490 BC``: unless the number counts or numbers something."""
    parts = read_parts(run, i, j)
    if parts.year is None or (parts.unit and parts.unit != "Y") or not _is_year(run, i, j, parts):
        return []
    return [period(run, i, j, Point(parts.year), parts, None, "", "year")]


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
        return number >= 1900 and run.word(i - 1) in {"around", "circa", "ca", "about"}
    return number >= 1500 if run.code(i - 1) in "To&,;-" else number >= 1700


def years_range(run: Run, i: int, j: int) -> Found:
    """``1914–18``, ``2003/04``, ``264-241 BC``: two expressions, each with the years of the whole range."""
    christ = run.code(j - 1) == "("
    at = i + 2
    one, two = run.word(i), run.word(at)
    if not (one.isdecimal() and two.isdecimal()):
        return []
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
    """Read ``the early 1990s``, ``the 90s``, ``the 470s BC``."""
    parts = read_parts(run, i, j)
    christ = run.code(j - 1) == "("
    at = j - 2 if christ else j - 1
    number = int(run.word(at)[:-1])
    if 100 <= number < 1000 and not christ:
        return []
    if number < 100 and not christ:
        if not parts.definite or number < (20 if run.narrative else 50):
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
    """Read ``the 20th century``, ``the early nineteenth century``, ``the 4th century BC``."""
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
    """Read ``the third quarter of 2020`` (2020-Q3), ``the second half of the year`` (H2)."""
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
    year = parts.year
    if year is None and where is not None and where.year is not None:
        year = where.year + ("X" in parts.pointer) - (run.code(at) != "l" and "l" in parts.pointer)
    length = 6 if half else 3
    first = Point(year, (number - 1) * length + 1).days[0]
    last = Point(year, number * length).days[1]
    run.speak_of(Point(year), j)
    value = f"{year_value(year)}-{'H' if half else 'Q'}{number}"
    return [run.expression(i, j, "DATE", value, (first, last), "range", "as written", None, relative)]
