"""Expressions that belong together: the two ends of a range, and a clock time with the day beside it."""

from __future__ import annotations

from bisect import bisect_left
from datetime import timedelta

from msgspec.structs import replace

from dragoman.annotate.times.context import Run
from dragoman.model.world import TimeExpression

_CLOCK_RULES = frozenset({"clock", "bare_part"})
_BESIDE = "the day beside it"
_DAY_RULES = frozenset(
    {"month_day", "day_month", "weekday", "deictic", "iso_date", "digits_date", "pointer", "next_to"}
)


def join(run: Run) -> tuple[TimeExpression, ...]:
    """Return the expressions of a run, with ranges joined and clock times dated ("5 p.m. on Friday")."""
    found = run.found
    for k in range(len(found) - 1):
        one, two = found[k], found[k + 1]
        if two.span[0] - one.span[1] > 14:
            continue
        if one.rule in _CLOCK_RULES and two.rule in _DAY_RULES:
            found[k] = _on_day(run, one, two)
        elif two.rule in _CLOCK_RULES and one.rule in _DAY_RULES and two.anchor != one.first:
            found[k + 1] = _on_day(run, two, one)
        elif one.kind == two.kind == "DATE" and _is_range(run, one := _earlier(one, two), two):
            basis = f"from {one.value} to {two.value}"
            found[k] = replace(one, last=two.last, grain="range", basis=f"{one.basis}; {basis}")
            found[k + 1] = replace(two, first=one.first, grain="range", basis=f"{two.basis}; {basis}")
    for k in range(len(found) - 2, -1, -1):
        one, two = found[k], found[k + 1]
        if one.rule == two.rule == "clock" and two.basis.endswith(_BESIDE) and two.span[0] - one.span[1] <= 7:
            found[k] = _on_day(run, one, two)
    return tuple(found)


def _on_day(run: Run, time: TimeExpression, day: TimeExpression) -> TimeExpression:
    """Return the clock time on the day beside it; unchanged where a sentence ends between, or the day is none."""
    between = run.text[min(time.span[1], day.span[1]) : max(time.span[0], day.span[0])]
    if (
        day.grain != "day"
        or day.first != day.last
        or ("T" in day.value and day.rule != "clock")
        or any(mark in between for mark in ".;!?\n")
    ):
        return time
    if day.first is None:
        return time
    clock = time.value[time.value.index("T") :]
    basis = f"on {day.first}, {_BESIDE}"
    return replace(
        time,
        value=f"{day.first}{clock}",
        first=day.first,
        last=day.first,
        anchor=day.first,
        basis=basis,
        relative=day.relative,
    )


def _earlier(one: TimeExpression, two: TimeExpression) -> TimeExpression:
    """Return the first of two weekdays before the second ("from Monday to Wednesday", told on a Tuesday)."""
    if one.rule != "weekday" or two.rule != "weekday" or not one.first or not two.first or one.first < two.first:
        return one
    day = one.first - timedelta(days=7) if one.first.year > 1 else one.first
    return replace(one, value=str(day), first=day, last=day)


def _is_range(run: Run, one: TimeExpression, two: TimeExpression) -> bool:
    """Whether the words around and between two dates make them the ends of a range."""
    if not one.first or not two.last or one.first >= two.last or {one.grain, two.grain} & {"range", "open"}:
        return False
    start = bisect_left(run.tokens.starts, one.span[0])
    end = bisect_left(run.tokens.starts, one.span[1])
    stop = bisect_left(run.tokens.starts, two.span[0])
    between = run.tokens.codes[end:stop]
    if between == "y":
        return run.word(end) != "by"
    return between == "-" or (between == "&" and run.code(start - 1) == "u")
