"""Times: TIMEX3 expressions found in raw text with their values and days, by rules over word classes.

Two modes. *News* counts from the publication date: "on Friday" is the Friday on or before it, or on or after it where
the clause speaks of the future. *Narrative* carries the date spoken of last: in "On September 1, 1939 … On September
17 …" the second has the year of the first.

``first`` and ``last`` are null where the text and the publication date do not fix them. ``since 1991`` has the first
day of 1991, no last day, and the grain ``open``. The two ends of a range ("from 1914 to 1918", "October 25-26,
2016") are two expressions with a value each, and both have the first and last day of the whole range and the grain
``range``.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Literal

from dragoman.annotate.times import amounts, dates, relative, years
from dragoman.annotate.times.context import Run
from dragoman.annotate.times.joining import join
from dragoman.annotate.times.rules import compiled
from dragoman.annotate.times.tokens import Lexicon, Tokens, lexicon, tokenise
from dragoman.codebook.shapes_times import TimeWords
from dragoman.model.world import TimeExpression

__all__ = ["find_times", "published_bounds_from_dates"]

_READERS: dict[str, Callable[[Run, int, int], list[TimeExpression]]] = {
    "iso_date": dates.digits_date,
    "digits_date": dates.digits_date,
    "clock": amounts.clock,
    "month_days": dates.days_of_month,
    "days_month": dates.days_of_month,
    "month_day": dates.month_day,
    "day_month": dates.month_day,
    "month_year": dates.month_year,
    "month": dates.month,
    "part_of_month": dates.part_of_month,
    "season": dates.season,
    "century": years.century,
    "part_of_year": years.part_of_year,
    "decade": years.decade,
    "years_range": years.years_range,
    "weekday": relative.weekday,
    "day_beyond": relative.day_beyond,
    "deictic": relative.deictic,
    "shift": relative.shift,
    "next_to": relative.next_to,
    "set": amounts.repeated,
    "stretch": amounts.stretch,
    "recent": amounts.recent,
    "part_of_day": amounts.part_of_day,
    "pointer": relative.pointer,
    "duration": amounts.duration,
    "year": years.year,
    "bare_units": amounts.bare_units,
    "bare_part": amounts.bare_part,
    "weekend": relative.weekend,
    "these_days": amounts.these_days,
    "vague": amounts.vague,
}


def find_times(
    text: str, published: date | None, words: TimeWords, mode: Literal["news", "narrative"] | None = None
) -> tuple[TimeExpression, ...]:
    """Find the expressions of time in a text.

    Args:
        text: any text; the spans address it in code points.
        published: its publication date. Without one, relative expressions and days without a year stay unresolved in
            news; in narratives they count from dates that the text gives in full.
        words: the words of the text's language.
        mode: how undated expressions are anchored; chosen from the text where null.

    Returns:
        The expressions, sorted by span, none overlapping another.
    """
    known = lexicon(words)
    tokens = tokenise(text, known)
    narrative = is_narrative(text, tokens, known, published) if mode is None else mode == "narrative"
    run = Run(text, tokens, known, published, narrative)
    pattern = compiled()
    at = 0
    while match := pattern.search(tokens.codes, at):
        i, j = match.span()
        run.rule = match.lastgroup or ""
        found = _READERS[run.rule](run, i, j)
        run.found.extend(found)
        at = j if found else i + 1
    return join(run)


def is_narrative(text: str, tokens: Tokens, known: Lexicon, published: date | None) -> bool:
    """Whether a text tells history: many years far from its publication, and few signs of reported speech."""
    latest = published.year if published is not None else None
    far = 0
    for code, start, end in zip(tokens.codes, tokens.starts, tokens.ends, strict=True):
        if code == "Y" and (latest is None or int(text[start:end]) < latest):
            far += 1
    if not far:
        far = 3 * tokens.codes.count("(")
    if far < 5:
        return False
    reported = sum(1 for _ in known.reporting.finditer(text))
    dated = sum(map(tokens.codes.count, "WwR"))
    return far > reported * 0.6 + dated * (0.5 if published else 0)


def published_bounds_from_dates(times: tuple[TimeExpression, ...] | list[TimeExpression]) -> date | None:
    """Return the latest day that the text's own dates fix: it was published on or after it.

    Only dates that were written with their year count, and only days; what may lie ahead of publication (a day that is
    spoken of as to come) does not, as far as ``basis`` says so.
    """
    days = [
        time.first
        for time in times
        if time.kind in {"DATE", "TIME"} and time.grain == "day" and not time.relative and time.first is not None
        and dates.TO_COME not in time.basis
    ]  # fmt: skip
    return max(days, default=None)
