"""Dyads: which pairs of parties there are, and one pair over time with what marks its course."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal, cast

import msgspec
from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response
from msgspec import Struct

from dragoman.analyse.briefs import incident_list
from dragoman.analyse.dyads import Dyad, dyad, pairs, parties_told
from dragoman.analyse.series import Series, Step
from dragoman.errors import InputError
from dragoman.model.keys import content_key
from dragoman.serve.charts import DARK, LIGHT
from dragoman.serve.web.desk import Answers, Now, View
from dragoman.serve.web.dyad_drawing import LANES, marked_svg
from dragoman.serve.web.filters import Asked, Filters
from dragoman.serve.web.pages.incidents import wanted_by
from dragoman.serve.web.rendering import render

router = APIRouter(include_in_schema=False)

Period = Literal["day", "week", "month"]
PERIODS: tuple[tuple[Period, str], ...] = (("day", "days"), ("week", "weeks"), ("month", "months"))
_SIZE = 15
_MOST_ROWS = 240
"""Rows of the table; of a longer series only the last ones are shown."""
_MOST_DRAWN = 1_500
"""Steps that are drawn; a longer series is refused to the painter, and the page says so."""
_FOR_EVER = "private, max-age=31536000, immutable"
_drawn = Answers(64)
"""Drawings by what is in them, whatever the store's version."""


class Row(Struct, frozen=True):
    """A period of the table: its first and last day, and what either did to the other; null where nothing is told."""

    first: date
    last: date
    ways: tuple[Step, ...]


@router.get("/dyads")
def dyads(request: Request, now: Now) -> Response:
    """The pairs of parties that most is told of, and a form to choose any two."""
    return render(
        request, "dyads.html", pairs=now.ask(pairs), parties=now.ask(parties_told), periods=PERIODS, by="month", chosen=("", "")
    )


@router.get("/dyad")
def one_dyad(request: Request, now: Now, filters: Asked, by: str = Query("month", max_length=10)) -> Response:
    """Two parties over time: ``by`` is the length of a period, the filters say which acts."""
    if filters.dyad is None:
        return RedirectResponse("/dyads", 303)
    period, filters = _period(by), filters.but(party="", place="", q="", page=filters.page)
    found = _dyad(now, filters, period)
    one, other = filters.dyad or ("", "")
    rows = _rows(found.series)
    return render(
        request, "dyad.html", filters=filters, found=found, series=found.series, one=one, other=other, by=period, periods=PERIODS,
        chosen=filters.dyad, parties=now.ask(parties_told), rows=rows[-_MOST_ROWS:], cut=max(0, len(rows) - _MOST_ROWS),
        drawing=f"{filters.but().address('/dyad.svg')}&by={period}&v={_content(found)}",
        drawable=0 < len(found.series.steps) <= _MOST_DRAWN, lanes=LANES, totals=_totals(found.series),
        marked=[(kind, label, [mark for mark in found.marks if mark.kind == kind]) for kind, label in LANES],
        incidents=now.ask(incident_list, wanted_by(filters), filters.page, _SIZE), size=_SIZE,
    )  # fmt: skip


@router.get("/dyad.svg")
def drawing(
    now: Now, filters: Asked, by: str = Query("month", max_length=10), theme: str = Query("light", max_length=10),
    v: str = Query("", max_length=40),
) -> Response:  # fmt: skip
    """The series as a drawing, ``theme`` light or dark; under the address that names its content it never changes."""
    if filters.dyad is None:
        raise InputError("dyad: two codes are wanted, as ARM,AZE")
    if theme not in {"light", "dark"}:
        raise InputError("theme: light or dark")
    found = _dyad(now, filters, _period(by))
    if len(found.series.steps) > _MOST_DRAWN:
        raise InputError("by: too many periods to draw; ask for longer ones or fewer days")
    content = _content(found)
    colours = DARK if theme == "dark" else LIGHT
    svg = _drawn.get((content, theme), lambda: marked_svg(found.series, found.marks, found.changes, colours))
    lasting = {"cache-control": _FOR_EVER} if v == content else {}
    return Response(svg, media_type="image/svg+xml", headers=lasting)


def _period(by: str) -> Period:
    for period, _ in PERIODS:
        if period == by:
            return period
    raise InputError("by: day, week or month")


def _dyad(now: View, filters: Filters, by: Period) -> Dyad:
    one, other = cast("tuple[str, str]", filters.dyad)
    if one == other:
        raise InputError("dyad: two different parties are wanted")
    return now.ask(dyad, one, other, by, filters.selection())


def _content(found: Dyad) -> str:
    """A key of all that is drawn."""
    series, marks = found.series, [(mark.kind, mark.day) for mark in found.marks]
    return content_key(series.one, series.other, series.by, msgspec.to_builtins((series.steps, marks, found.changes)))[:16]


def _rows(series: Series) -> list[Row]:
    """The series period by period, one way and then the other."""
    periods: dict[date, list[Step]] = {}
    for step in series.steps:
        periods.setdefault(step.period, []).append(step)
    return [Row(first, _last_day(first, series.by), tuple(ways)) for first, ways in periods.items()]


def _last_day(first: date, by: Period) -> date:
    if by == "month":
        return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return first + timedelta(days=6 if by == "week" else 0)


def _totals(series: Series) -> list[tuple[str, str, tuple[int, ...], int, float | None]]:
    """For each direction the acts by quad, how many are contested, and the mean score of all."""
    found = []
    for source, target in ((series.one, series.other), (series.other, series.one)):
        steps = [step for step in series.steps if step.source == source]
        quads = tuple(sum(step.asserted[quad] + step.contested[quad] for step in steps) for quad in range(4))
        contested = sum(sum(step.contested) for step in steps)
        acts = sum(quads)
        mean = sum(step.score * (sum(step.asserted) + sum(step.contested)) for step in steps) / acts if acts else None
        found.append((source, target, quads, contested, None if mean is None else round(mean, 1)))
    return found
