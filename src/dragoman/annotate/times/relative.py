"""Dates that count from another one: weekdays, yesterday, the previous day, a week earlier, later that month."""

from __future__ import annotations

from datetime import date

from dragoman.annotate.times.calendar import (
    NOWHERE,
    Days,
    Point,
    move,
    move_months,
    of_day,
    part_days,
    week_days,
    week_value,
    year_value,
)  # fmt: skip
from dragoman.annotate.times.context import Kind, Run
from dragoman.annotate.times.parts import Amount, Parts, read_amount, read_parts
from dragoman.model.world import Grain, TimeExpression

Found = list[TimeExpression]
UNKNOWN_DAY = "XXXX-XX-XX"


def weekday(run: Run, i: int, j: int) -> Found:
    """``on Friday`` by tense, ``last Monday``, ``next Sunday evening``."""
    parts = read_parts(run, i, j)
    name = run.before(i).split()[-1:]
    if parts.weekday is None or (name and name[0].istitle() and name[0].lower() in run.lexicon.words.named_days):
        return []
    kind: Kind = "TIME" if parts.daypart else "DATE"
    told = any(run.word(k) in run.lexicon.words.particles.from_told for k in range(i, j))
    where = run.anchor(i, mention=told and parts.definite)
    start = where.first if where and where.day else None
    if start is None:
        value = f"XXXX-WXX-{parts.weekday + 1}{parts.daypart}"
        return [run.expression(i, j, kind, value, basis="no day to count from", relative=True)]
    steps, basis = _to_weekday(run, i, j, parts, start)
    day = move(start, steps)
    if day is None:
        return []
    if run.narrative:
        run.speak_of(of_day(day), j)
    elif not run.is_future(i, j):
        run.last, run.last_token = of_day(day), j
    since = run.code(i - 1) == "j"
    days: Days = (day, None if since else day)
    grain: Grain = "open" if since else "day"
    return [run.expression(i, j, kind, f"{day}{parts.daypart}", days, grain, basis, start, relative=True)]


def _to_weekday(run: Run, i: int, j: int, parts: Parts, start: date) -> tuple[int, str]:
    """How many days from ``start`` to the weekday, and why."""
    ahead = ((parts.weekday or 0) - start.weekday()) % 7
    back = ahead - 7 if ahead else 0
    if set(parts.pointer) & set("lh"):
        return (back or -7), f"weekday before {start}"
    if set(parts.pointer) & set("Xx"):
        return (ahead or 7), f"weekday after {start}"
    if run.narrative and not parts.pointer:
        return ahead, f"weekday on or after {start}"
    if run.is_future(i, j):
        return ahead, f"weekday on or after {start}"
    return back, f"weekday on or before {start}"


def deictic(run: Run, i: int, j: int) -> Found:
    """``yesterday``, ``tomorrow morning``, ``overnight``, ``late today``."""
    parts = read_parts(run, i, j)
    if parts.offset is None or run.is_name(j - 1):
        return []
    steps, daypart = parts.offset[0], parts.daypart or parts.offset[1]
    kind: Kind = "TIME" if daypart else "DATE"
    where = run.anchor(i, mention=False)
    start = where.first if where and where.day else None
    if start is None or (run.narrative and not steps and not daypart):
        value = "PRESENT_REF" if run.narrative and not daypart else UNKNOWN_DAY + daypart
        return [run.expression(i, j, kind, value, basis="no day to count from", relative=True)]
    day = move(start, steps)
    if day is None:
        return []
    if parts.offset[1] and steps:  # overnight: from the evening before
        return [
            run.expression(i, j, kind, f"{day}{daypart}", (day, start), "range", f"the night to {start}", start, True)
        ]
    names = {0: "the day of", -1: "the day before", 1: "the day after"}
    if steps <= 0:
        run.speak_of(of_day(day), j)
    return [
        run.expression(
            i, j, kind, f"{day}{daypart}", (day, day), "day", f"{names.get(steps, steps)} {start}", start, True
        )
    ]


def day_beyond(run: Run, i: int, j: int) -> Found:
    """Read ``the day before yesterday``."""
    parts = read_parts(run, i, j)
    steps = -2 if run.code(i + 2 - (run.code(i) != "T")) == "B" else 2
    where = run.anchor(i, mention=False)
    start = where.first if where and where.day else None
    if start is None or parts.unit != "D":
        return [] if parts.unit != "D" else [run.expression(i, j, "DATE", UNKNOWN_DAY, relative=True)]
    day = move(start, steps)
    return [run.expression(i, j, "DATE", str(day), (day, day), "day", f"{abs(steps)} days from {start}", start, True)]


def next_to(run: Run, i: int, j: int) -> Found:
    """Read ``the day before``, ``the day after``, ``the year following``."""
    parts = read_parts(run, i, j)
    if parts.unit not in {"D", "W", "M", "Y"}:
        return []
    clause = (
        run.behind(j - 1)[:1] == " " and run.code(j) in ".TazNQMAkWYDdt" and not (run.narrative and run.code(j) == ".")
    )
    step = -1 if run.code(j - 1) == "B" else 1
    if clause and run.code(j - 1) != "X":
        return [run.expression(i, j, "DATE", UNKNOWN_DAY, basis="counted from what follows", relative=True)]
    return _stepped(run, i, j, parts, step, mention=True)


def pointer(run: Run, i: int, j: int) -> Found:
    """Read ``the same day``, ``last week``, ``the end of the year``, ``later that month``, ``next year``."""
    parts = read_parts(run, i, j)
    if parts.unit not in {"D", "W", "M", "Y", "WE", "DE"}:
        return []
    asked = set(parts.pointer)
    if not asked and parts.unit in {"W", "DE"} and not parts.part:
        return []
    if not asked and parts.unit == "D":
        return []
    step = 1 if asked & set("Xx") else -1 if asked & set("lh") else 0
    if "z" in asked and "h" in asked:
        step = -1
    mention = bool(asked & set("tm")) or (bool(step) and parts.definite)
    if not asked:
        mention = False
    return _stepped(run, i, j, parts, step, mention)


def weekend(run: Run, i: int, j: int) -> Found:
    """``over the weekend``: the last one that has begun, or the next where the clause speaks of the future."""
    if run.lexicon.value.get(run.word(j - 1)) != "WE":
        return []
    where = run.anchor(i, mention=False)
    start = where.first if where and where.day else None
    if start is None:
        return [run.expression(i, j, "DATE", "XXXX-WXX-WE", basis="no day to count from", relative=True)]
    back = (start.weekday() - 5) % 7
    day = move(start, 7 - back if back > 1 and run.is_future(i, j) else -back)
    if day is None:
        return []
    days = (day, move(day, 1))
    return [
        run.expression(i, j, "DATE", f"{week_value(day)}-WE", days, "range", f"the weekend at {start}", start, True)
    ]


def _stepped(run: Run, i: int, j: int, parts: Parts, step: int, mention: bool) -> Found:
    """Return the day, week, month or year ``step`` units from the one that is spoken of."""
    where = run.anchor(i, mention)
    if mention and not run.narrative and run.published is not None and run.last is not None:
        where = run.last if parts.unit in {"M", "Y"} or run.last.day else where
    point, days, value, grain = _unit_at(where, parts.unit, step)
    start = where.first if where else None
    if point is not None and (run.narrative or (mention and parts.unit in {"D", "M"})):
        run.speak_of(point, j)
    if parts.unit in {"M", "Y"}:
        days = part_days(days, parts.part)
    how = {0: "the one of", 1: "the one after", -1: "the one before"}[step]
    basis = f"{how} {start or (where.value if where else '')}" if where else "no date to count from"
    if run.code(i - 1) == "j" and days[0] is not None:
        days, grain = (days[0], None), "open"
    return [run.expression(i, j, "DATE", value, days, grain, basis, start, relative=True)]


_GRAINS: dict[str, Grain] = {"D": "day", "W": "week", "WE": "range", "M": "month", "Y": "year", "DE": "range"}


def _unit_at(where: Point | None, unit: str, step: int) -> tuple[Point | None, Days, str, Grain]:
    """Return the period of this unit at a date, ``step`` units on: as a point, its days, its value, its grain."""
    unknown = {"D": UNKNOWN_DAY, "W": "XXXX-WXX", "WE": "XXXX-WXX-WE", "M": "XXXX-XX", "Y": "XXXX", "DE": "XXX"}[unit]
    grain = _GRAINS[unit]
    if where is None or where.year is None:
        return None, NOWHERE, unknown, grain
    if unit == "DE":
        first = (where.year // 10 + step) * 10
        point = Point(first)
        last = Point(first + 9).days[1]
        return point, (point.first, last), year_value(first)[:-1], grain
    if unit == "Y":
        point = Point(where.year + step)
        return point, point.days, point.value, grain
    if where.month is None:
        return None, NOWHERE, year_value(where.year) + unknown[4:], grain
    if unit == "M":
        point = move_months(where, step)
        return point, point.days, point.value, grain
    start = where.first if where.day else None
    day = None if start is None else move(start, step * (1 if unit == "D" else 7))
    if day is None:
        return (
            None,
            NOWHERE,
            (where.value + "-XX" if unit == "D" and not where.day else year_value(where.year) + unknown[4:]),
            grain,
        )
    if unit == "D":
        return of_day(day), (day, day), str(day), grain
    monday, sunday = week_days(day)
    if unit == "WE":
        return None, (None if sunday is None else move(sunday, -1), sunday), f"{week_value(day)}-WE", grain
    return None, (monday, sunday), week_value(day), grain


def shift(run: Run, i: int, j: int) -> Found:
    """``two days later``, ``a week earlier``, ``15 months ago``, ``hours after``, ``weeks earlier``."""
    word = run.code(j - 1)
    amount = read_amount(run, i, j - 1)
    if amount.number is None and not amount.unit:
        return []
    if word in "BE" and _goes_on(run, j):
        return _bound_to_clause(run, i, j, amount)
    forward = word in "fE"
    where = run.anchor(i, mention=word != "g" and (forward or run.same_sentence(i)))
    in_news = word != "g" and run.published is not None and run.same_sentence(i)
    if in_news and amount.unit in {"M", "Y"} and run.last and run.last.month:
        where = run.last
    if amount.number is None:
        return _vague_shift(run, i, j, amount, where, forward)
    return _exact_shift(run, i, j, amount, where, forward)


def _goes_on(run: Run, j: int) -> bool:
    """Whether "before" or "after" takes what stands behind it."""
    return run.code(j) not in "|,;-:"


def _bound_to_clause(run: Run, i: int, j: int, amount: Amount) -> Found:
    """``hours after the attack``: how long is said, from when is not; hours are of the day of the report."""
    days, basis, anchor = NOWHERE, "counted from what follows", None
    if amount.unit in {"TH", "TM", "TS"}:
        where = run.anchor(i, mention=False)
        day = where.first if where and where.day else None
        if day is not None:
            days, basis, anchor = (move(day, -1), day), f"hours apart, within a day of {day}", day
    return [run.expression(i, j - 1, "DURATION", amount.value, days, "range", basis, anchor, anchor is not None)]


def _vague_shift(run: Run, i: int, j: int, amount: Amount, where: Point | None, forward: bool) -> Found:
    """``days later``, ``several months ago``: only the direction is known."""
    anchor = where.first if where and where.day else None
    if amount.unit in {"TH", "TM", "TS"} and anchor is not None:
        onward = forward and (run.narrative or (run.published is not None and anchor < run.published))
        days: Days = (anchor, move(anchor, 1)) if onward else (move(anchor, -1), anchor)
        value = f"{anchor}TXX" if run.narrative else amount.value
        kind: Kind = "TIME" if run.narrative else "DURATION"
        return [run.expression(i, j, kind, value, days, "range", f"within a day of {anchor}", anchor, True)]
    days = NOWHERE if anchor is None else ((anchor, None) if forward else (None, anchor))
    value = "FUTURE_REF" if forward else "PAST_REF"
    basis = "some time " + ("after " if forward else "before ") + (str(anchor) if anchor else "what was said")
    return [run.expression(i, j, "DATE", value, days, "open", basis, anchor, True)]


def _exact_shift(run: Run, i: int, j: int, amount: Amount, where: Point | None, forward: bool) -> Found:
    count = (amount.number or 0) * (1 if forward else -1)
    if abs(count) > 4000 or where is None or where.year is None:
        return [
            run.expression(i, j, "DATE", _unknown(amount.unit, where), basis="no date to count from", relative=True)
        ]
    anchor = where.first
    basis = f"{amount.value} {'after' if forward else 'before'} {where.value}"
    if amount.unit in {"Y", "DE", "CE"}:
        years = round(count * {"Y": 1, "DE": 10, "CE": 100}[amount.unit])
        point = Point(where.year + years)
    elif where.month is None:
        return [run.expression(i, j, "DATE", _unknown(amount.unit, where), basis=basis, relative=True)]
    elif amount.unit == "M":
        point = move_months(where, round(count))
    elif anchor is None or not where.day:
        return [run.expression(i, j, "DATE", _unknown(amount.unit, where), basis=basis, relative=True)]
    else:
        return _day_shift(run, i, j, amount, anchor, count)
    if run.narrative:
        run.speak_of(point, j)
    grain: Grain = "month" if point.month else "year"
    return [run.expression(i, j, "DATE", point.value, point.days, grain, basis, anchor, True)]


def _day_shift(run: Run, i: int, j: int, amount: Amount, anchor: date, count: float) -> Found:
    """Days are exact; a week is a week give or take a day, more weeks up to three days."""
    if amount.unit in {"TH", "TM", "TS"}:
        hours = count / {"TH": 1, "TM": 60, "TS": 3600}[amount.unit]
        far = move(anchor, int(hours // 24))
        days: Days = (min(anchor, far or anchor), max(anchor, far or anchor))
        return [
            run.expression(i, j, "TIME", f"{anchor}TXX", days, "range", f"{amount.value} from {anchor}", anchor, True)
        ]
    length = {"D": 1, "W": 7, "FN": 14, "WE": 7}[amount.unit]
    day = move(anchor, round(count * length))
    if day is None:
        return []
    slack = 0 if length == 1 else min(3, max(1, round(abs(count))))
    basis = f"{amount.value} {'after' if count > 0 else 'before'} {anchor}" + (
        f", give or take {slack} day{'s' * (slack > 1)}" if slack else ""
    )
    if run.narrative or (count < 0 and not slack):
        run.speak_of(of_day(day), j)
    days = (move(day, -slack), move(day, slack))
    return [run.expression(i, j, "DATE", str(day), days, "day", basis, anchor, True)]


def _unknown(unit: str, where: Point | None) -> str:
    """Return the value of a date that cannot be counted: of this unit, in the year that is known."""
    year = year_value(where.year if where else None)
    return year + {"Y": "", "DE": "", "CE": "", "M": "-XX", "W": "-WXX", "FN": "-WXX"}.get(unit, "-XX-XX")
