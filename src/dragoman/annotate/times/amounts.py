"""Durations, sets, clock times, parts of days and vague words."""

from __future__ import annotations

import re
from datetime import date
from math import ceil

from msgspec.structs import replace

from dragoman.annotate.times.calendar import NOWHERE, Days, Point, move, move_months, of_day
from dragoman.annotate.times.context import Run
from dragoman.annotate.times.parts import Amount, read_amount, read_parts
from dragoman.annotate.times.relative import weekend
from dragoman.model.world import Grain, TimeExpression

Found = list[TimeExpression]
_CLOCK = {"TH", "TM", "TS"}


def duration(run: Run, i: int, j: int) -> Found:
    """``44 days``, ``nearly six years``, ``three-week``, ``a month``: no ages."""
    if run.code(i) == "a" and "-" in run.tokens.codes[i:j]:
        i += 1
    if run.code(j - 2) == "." and not _described(run, j - 2):
        return []
    amount = read_amount(run, i, j)
    if not amount.unit or run.lexicon.old.match(run.behind(j - 1)):
        return []
    if amount.unit == "TS" and run.code(j - 1) == "H":
        return []
    if run.code(i - 1) in "-/" and run.code(i - 2) == "n":
        return []
    return [run.expression(i, j, "DURATION", amount.value, grain="range", basis="a length of time")]


def _described(run: Run, k: int) -> bool:
    """Whether token ``k`` is one adjective ("three consecutive days"), not what is counted ("two men days later")."""
    word = run.text[run.tokens.starts[k] : run.tokens.ends[k]]
    return word.isalpha() and word.islower() and not word.endswith("s") and not run.lexicon.counted.match(" " + word)


def bare_units(run: Run, i: int, j: int) -> Found:
    """``for months``, ``in days``: units without a number, behind a preposition."""
    if run.code(i - 1) not in "iJoy" or run.lexicon.old.match(run.behind(j - 1)):
        return []
    amount = Amount(None, "X", run.lexicon.value.get(run.word(i), "D"))
    if run.code(i - 1) in "oy" and amount.unit in _CLOCK:
        return []
    return [run.expression(i, j, "DURATION", amount.value, grain="range", basis="a length of time, not said how long")]


def stretch(run: Run, i: int, j: int) -> Found:
    """Read ``the past three months``, ``the next two weeks``: up to or from the day that is spoken of."""
    amount = read_amount(run, i, j)
    codes = run.tokens.codes[i:j]
    if not amount.unit:
        return []
    if amount.unit == "WE" and amount.number == 1:
        return weekend(run, i, j)
    if "O" in codes:
        return [run.expression(i, j, "DURATION", amount.value, grain="range", basis="a length of time")]
    forward = bool(set(codes) & set("Xx"))
    where = run.anchor(i, mention=forward)
    anchor = where.first if where and where.day else None
    far = _away(where, amount, 1 if forward else -1)
    days: Days = NOWHERE
    if anchor is not None and (far is not None or amount.number is None):
        days = (anchor, far) if forward else (far, anchor)
    basis = f"{amount.value} {'from' if forward else 'up to'} {anchor}" if anchor else "no day to count from"
    return [
        run.expression(i, j, "DURATION", amount.value, days, "range" if far else "open", basis, anchor, relative=True)
    ]


def _away(where: Point | None, amount: Amount, sign: int) -> date | None:
    """Return the far end of a stretch that begins or ends at a day; null where its length is open."""
    day = where.first if where and where.day else None
    if day is None or amount.number is None or amount.number > 4000:
        return None
    count = amount.number * sign
    days = {"D": 1, "WE": 7, "W": 7, "FN": 14}.get(amount.unit)
    if days is not None:
        return move(day, round(count * days))
    if amount.unit in _CLOCK:
        hours = {"TH": 1, "TM": 60, "TS": 3600}[amount.unit]
        return move(day, sign * max(1, ceil(amount.number / hours / 24)))
    months = {"M": 1, "Y": 12, "DE": 120, "CE": 1200}[amount.unit]
    there = move_months(of_day(day), round(count * months))
    last = there.days[1]
    return None if last is None else last.replace(day=min(day.day, last.day))


def recent(run: Run, i: int, j: int) -> Found:
    """``in recent months``: up to the day of publication."""
    where = run.anchor(i, mention=False)
    anchor = where.first if where and where.day else None
    basis = f"some time up to {anchor}" if anchor else "some time before publication"
    return [run.expression(i, j, "DATE", "PAST_REF", (None, anchor), "open", basis, anchor, relative=True)]


def repeated(run: Run, i: int, j: int) -> Found:
    """``every week`` (P1W), ``each Friday`` (XXXX-WXX-5), ``daily`` (P1D)."""
    parts = read_parts(run, i, j)
    if run.code(i) == "%" and run.is_name(i):
        return []
    if parts.weekday is not None:
        value = f"XXXX-WXX-{parts.weekday + 1}"
    elif parts.daypart:
        value = f"XXXX-XX-XX{parts.daypart}"
    elif run.code(i) == "%":
        value = Amount(1, "1", run.lexicon.value.get(run.word(i), "D")).value
    else:
        amount = read_amount(run, i, j)
        value = (Amount(1, "1", amount.unit) if amount.number is None else amount).value
    return [run.expression(i, j, "SET", value, grain="range", basis="again and again")]


def clock(run: Run, i: int, j: int) -> Found:
    """``at 5 p.m.``, ``08:30 local time``, ``1400 GMT``: of the day that is spoken of."""
    lexicon = run.lexicon
    form = run.word(i)
    digits = re.sub(r"\D+", ":", form).strip(":").split(":")
    if len(digits) == 1 and len(digits[0]) == 4:
        digits = [digits[0][:2], digits[0][2:]]
    hour, minute = int(digits[0]), int(digits[1]) if len(digits) > 1 else 0
    half = next(
        (
            form[-2:] if k == i else run.word(k)
            for k in (i, i + 1)
            if k < j and _is_half(run, form if k == i else run.word(k))
        ),
        "",
    )
    if run.code(i) == "C" and j - i == 1 and "." in form:
        return []
    if hour > 24 or minute > 59 or (half and not 1 <= hour <= 12):
        return []
    if half:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    end = run.tokens.ends[j - 1]
    zone = lexicon.zone.get(run.word(j - 1), "")
    offset = zone
    match = lexicon.zones.match(run.text, end, end + 40)
    if match and not zone:
        end = match.end()
        offset = lexicon.zone.get((match[1] or "").lower(), "")
    return [_clock_expression(run, i, j, end, f"T{hour:02d}:{minute:02d}{offset}")]


def _is_half(run: Run, word: str) -> bool:
    return word.endswith(("m", "m.")) and word.rstrip(".").replace(".", "")[-2:] in {"am", "pm"}


def _clock_expression(run: Run, i: int, j: int, end: int, time: str) -> TimeExpression:
    day = _day_of(run, i)
    value = (str(day) if day else "XXXX-XX-XX") + time
    days = (day, day) if day else NOWHERE
    found = run.expression(i, j, "TIME", value, days, "day", f"on {day}" if day else "no day", day, relative=True)
    return replace(found, span=(found.span[0], end))


def _day_of(run: Run, i: int) -> date | None:
    """Return the day that a clock time or a part of a day belongs to."""
    if run.narrative or run.same_sentence(i):
        where = run.last
        if where is not None and where.day and (run.narrative or run.published is not None):
            return where.first
    return None if run.narrative else run.published


def part_of_day(run: Run, i: int, j: int) -> Found:
    """Read ``this morning``, ``last night``, ``the next morning``, ``that evening``, ``late at night``."""
    parts = read_parts(run, i, j)
    asked = set(parts.pointer)
    where = run.anchor(i, mention=bool(asked & set("tm")) or ("X" in asked))
    day = where.first if where and where.day else None
    if day is not None:
        day = move(day, 1 if asked & set("Xx") else -1 if asked & set("lh") else 0)
    value = (str(day) if day else "XXXX-XX-XX") + parts.daypart
    days: Days = (day, day) if day else NOWHERE
    if day is not None and "l" in asked and parts.daypart == "TNI":
        days = (day, move(day, 1))
    if day is not None and run.narrative:
        run.speak_of(of_day(day), j)
    grain: Grain = "day" if days[0] == days[1] else "range"
    anchor = where.first if where and where.day else None
    return [
        run.expression(
            i,
            j,
            "TIME",
            value,
            days,
            grain,
            f"counted from {anchor}" if anchor else "no day to count from",
            anchor,
            True,
        )
    ]


def bare_part(run: Run, i: int, j: int) -> Found:
    """``at night``, ``in the afternoon``, ``at dawn``."""
    parts = read_parts(run, i, j)
    before = run.code(i - 1)
    if run.text[run.tokens.starts[i]].isupper() and run.code(i - 1) != "|":
        return []
    if before not in "iTyuBEJj" and not (run.narrative and before in "a."):
        return []
    day = _day_of(run, i) if run.same_sentence(i) else None
    value = (str(day) if day else "XXXX-XX-XX") + parts.daypart
    return [
        run.expression(
            i, j, "TIME", value, (day, day) if day else NOWHERE, "day", f"on {day}" if day else "no day", day, True
        )
    ]


def these_days(run: Run, i: int, j: int) -> Found:
    """Read ``these days``."""
    if run.lexicon.value.get(run.word(j - 1)) != "D" or run.code(i - 1) in "iJ":
        return []
    anchor = None if run.narrative else run.published
    return [run.expression(i, j, "DATE", "PRESENT_REF", (anchor, anchor), "day", "a vague word", anchor, relative=True)]


def vague(run: Run, i: int, j: int) -> Found:
    """``now``, ``recently``, ``soon``; in narratives ``former`` too."""
    word = run.word(i)
    if word in run.lexicon.narrative_only and not run.narrative:
        return []
    value = run.lexicon.value.get(word, "PRESENT_REF")
    anchor = None if run.narrative else run.published
    days: Days = NOWHERE
    if anchor is not None:
        days = {"PRESENT_REF": (anchor, anchor), "PAST_REF": (None, anchor), "FUTURE_REF": (anchor, None)}[value]
    grain: Grain = "day" if value == "PRESENT_REF" else "open"
    return [run.expression(i, j, "DATE", value, days, grain, "a vague word", anchor, relative=True)]
