"""Days out of the many ways in which data write them. What could be two days is none."""

from __future__ import annotations

import math
import re
from datetime import UTC, date, datetime

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_SHAPES = tuple(
    re.compile(shape)
    for shape in (
        rf"(?:[a-z]{{3,9}}\.?, ?)?(?P<day>\d{{1,2}})[ -]{_MONTH},?[ -](?P<year>\d{{4}})(?!\d)",
        rf"(?:[a-z]{{3,9}}\.?,? )?{_MONTH} (?P<day>\d{{1,2}}),? (?P<year>\d{{4}})(?!\d)",
    )
)
_DIGITS = re.compile(r"(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)(?:T?\d{4,6}Z?)?")
_ISO = re.compile(r"(?P<year>\d{4})([-/])(?P<month>\d{1,2})\2(?P<day>\d{1,2})(?!\d)")
_IN_ADDRESS = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<part>[-/])(?P<month>\d{1,2})(?P=part)(?P<day>\d{1,2})(?!\d)")
_EMPTY = frozenset({"", "none", "null", "nan", "nat", "n/a", "-"})
_SECONDS = range(100_000_000, 10_000_000_000)
"""Seconds since 1970 that are read as such: from 1973 to 2286."""


def is_empty(value: object) -> bool:
    """Whether a field holds nothing, or a word that data use for nothing."""
    if isinstance(value, str):
        return value.strip().casefold() in _EMPTY
    return value is None or (isinstance(value, float) and math.isnan(value))


def day(value: object) -> date | None:
    """Read the day of a date, a date with time, or seconds or milliseconds since 1970; none where it is not certain.

    The day is the one that is written: ``2021-03-04T23:30:00-05:00`` is 4 March. Times since 1970 count in UTC.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return _since_1970(value)
    return _written(value.strip()[:64]) if isinstance(value, str) else None


def day_in_address(url: str) -> date | None:
    """Read the day that the path of an address holds (``/2022/09/14/``, ``2022-09-14``); a guess."""
    path = url.partition("://")[2].partition("/")[2].partition("?")[0][:2_000]
    return next((found for match in _IN_ADDRESS.finditer(path) if (found := _day(match)) is not None), None)


def _written(text: str) -> date | None:
    for shape in (_ISO, _DIGITS):
        found = shape.fullmatch(text) if shape is _DIGITS else shape.match(text)
        if found is not None:
            return _day(found)
    lower = text.casefold()
    return next((_day(found) for shape in _SHAPES if (found := shape.match(lower)) is not None), None)


def _day(found: re.Match[str]) -> date | None:
    month = found["month"]
    try:
        return date(int(found["year"]), int(month) if month.isdigit() else _MONTHS.index(month) + 1, int(found["day"]))
    except ValueError:
        return None


def _since_1970(value: float) -> date | None:
    if not math.isfinite(value):
        return None
    whole = int(value)
    if 19_000_101 <= whole <= 21_001_231:
        return _written(str(whole))
    seconds = whole if whole in _SECONDS else whole // 1000
    return datetime.fromtimestamp(seconds, UTC).date() if seconds in _SECONDS else None
