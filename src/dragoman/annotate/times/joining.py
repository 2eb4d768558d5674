"""Expressions that belong together: the two ends of a range, and a clock time with the day beside it."""

from __future__ import annotations

from bisect import bisect_left

from msgspec.structs import replace

from dragoman.annotate.times.context import Run
from dragoman.model.world import TimeExpression

_CLOCK_RULES = frozenset({"clock", "bare_part"})
_DAY_RULES = frozenset({"month_day", "day_month", "weekday", "deictic", "iso_date", "digits_date", "pointer", "next_to"})


def join(run: Run) -> tuple[TimeExpression, ...]:
    """The expressions of a run, with ranges joined ("from 1914 to 1918") and clock times dated ("5 p.m. on Friday")."""
    found = run.found
    for k in range(len(found) - 1):
        one, two = found[k], found[k + 1]
        if two.span[0] - one.span[1] > 14:
            continue
        if one.rule in _CLOCK_RULES and two.rule in _DAY_RULES:
            found[k] = _on_day(run, one, two)
        elif two.rule in _CLOCK_RULES and one.rule in _DAY_RULES and two.anchor != one.first:
            found[k + 1] = _on_day(run, two, one)
        elif one.kind == two.kind == "DATE" and _is_range(run, one, two):
            basis = f"from {one.value} to {two.value}"
            found[k] = replace(one, last=two.last, grain="range", basis=f"{one.basis}; {basis}")
            found[k + 1] = replace(two, first=one.first, grain="range", basis=f"{two.basis}; {basis}")
    return tuple(found)


def _on_day(run: Run, time: TimeExpression, day: TimeExpression) -> TimeExpression:
    """The clock time on the day beside it; unchanged where a sentence ends between, or the day is none."""
    between = run.text[min(time.span[1], day.span[1]) : max(time.span[0], day.span[0])]
    if day.grain != "day" or day.first != day.last or "T" in day.value or any(mark in between for mark in ".;!?\n"):
        return time
    if day.first is None:
        return time
    clock = time.value[time.value.index("T") :]
    basis = f"on {day.first}, the day beside it"
    return replace(time, value=f"{day.first}{clock}", first=day.first, last=day.first, anchor=day.first, basis=basis)


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
