"""Arithmetic of days, and the TIMEX3 values of periods. A year before Christ is negative (-490 is 490 BC)."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

Days = tuple[date | None, date | None]
"""First and last day of a period, null where unknown."""
NOWHERE: Days = (None, None)

SEASONS = {"SP": (3, 1, 6, 20), "SU": (6, 1, 9, 22), "FA": (9, 1, 12, 21), "WI": (12, 1, 3, 20)}
"""Month and day of a northern season's meteorological start and astronomical end."""


class Point(NamedTuple):
    """A date as far as it is known: a year, perhaps with a month, perhaps with a day."""

    year: int | None
    month: int | None = None
    day: int | None = None

    @property
    def value(self) -> str:
        """The TIMEX3 value, with X for what is unknown."""
        year = year_value(self.year)
        if self.month is None:
            return year if self.day is None else f"{year}-XX-{self.day:02d}"
        return f"{year}-{self.month:02d}" + (f"-{self.day:02d}" if self.day else "")

    @property
    def days(self) -> Days:
        """First and last day; null where the year is unknown, before Christ, or the day does not exist."""
        if self.year is None or not 1 <= self.year <= 9998:
            return NOWHERE
        if self.month is None:
            return date(self.year, 1, 1), date(self.year, 12, 31)
        length = monthrange(self.year, self.month)[1]
        if self.day is None:
            return date(self.year, self.month, 1), date(self.year, self.month, length)
        if self.day > length:
            return NOWHERE
        return (date(self.year, self.month, self.day),) * 2

    @property
    def first(self) -> date | None:
        """The first day, where it is known."""
        return self.days[0]


def year_value(year: int | None) -> str:
    """``1991``, ``BC0490``, ``XXXX``."""
    return "XXXX" if year is None else f"{year:04d}" if year >= 0 else f"BC{-year:04d}"


def of_day(day: date) -> Point:
    """Return the point that is this day."""
    return Point(day.year, day.month, day.day)


def possible(month: int, day: int) -> bool:
    """Whether some year has this day."""
    return 1 <= month <= 12 and 1 <= day <= monthrange(2000, month)[1]


def move(day: date, days: int) -> date | None:
    """Return the day so many days on, or none beyond the calendar."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def move_months(point: Point, months: int) -> Point:
    """Return the month so many months on (``point`` has a year and a month)."""
    year, month = point.year or 0, point.month or 1
    count = year * 12 + month - 1 + months
    return Point(count // 12, count % 12 + 1)


def season_days(year: int | None, season: str) -> Days:
    """First and last day of a season; the winter of a year begins in its December."""
    if year is None or not 1 <= year <= 9998:
        return NOWHERE
    month, day, last_month, last_day = SEASONS[season]
    return date(year, month, day), date(year + (last_month < month), last_month, last_day)


def week_days(day: date) -> Days:
    """Monday and Sunday around a day."""
    return move(day, -day.weekday()), move(day, 6 - day.weekday())


def week_value(day: date) -> str:
    """``2022-W44``."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def years_days(first: int, last: int) -> Days:
    """From the first day of one year to the last of another."""
    return (date(first, 1, 1), date(last, 12, 31)) if 1 <= first <= last <= 9998 else NOWHERE


def part_days(days: Days, part: str) -> Days:
    """Return the early, middle or late third of a period (``part`` is START, MID or END); the whole of a short one."""
    first, last = days
    if first is None or last is None or part not in {"START", "MID", "END"}:
        return days
    length = (last - first).days + 1
    if length < 9:
        return days
    third = length // 3
    if part == "START":
        return first, move(first, third - 1)
    if part == "MID":
        return move(first, third), move(last, -third)
    return move(last, 1 - third), last
