"""The map: incidents where reports place them, no more exactly than they do."""

from __future__ import annotations

import re
from collections.abc import Callable

from fastapi import APIRouter, Request
from fastapi.responses import Response
from msgspec import Struct

from dragoman.analyse.briefs import briefs
from dragoman.analyse.located import Located, Spot, located
from dragoman.errors import InputError
from dragoman.serve.web.desk import Now
from dragoman.serve.web.filters import Asked, Filters
from dragoman.serve.web.marking import Mark, marks_of
from dragoman.serve.web.outlines import HEIGHT, LEVELS, WIDTH, Frame, fit, outlines
from dragoman.serve.web.pages.incidents import wanted_by
from dragoman.serve.web.rendering import render

router = APIRouter(include_in_schema=False)
_SIZE = 20
_MOST_NAMED = 4
_AT = re.compile(r"(-?[0-9]{1,2}(?:\.[0-9]{1,6})?),(-?[0-9]{1,3}(?:\.[0-9]{1,6})?)")


class Area(Struct, frozen=True):
    """Incidents of which only an area is known: its name, kind and country, their number, how many are contested."""

    spot: Spot
    count: int
    contested: int


@router.get("/map")
def show_map(request: Request, now: Now, filters: Asked, at: str = "", z: str = "") -> Response:
    """Incidents on outlines of countries; without ``at`` (latitude, longitude) and ``z`` the frame fits what is shown."""
    found = now.ask(located, wanted_by(filters))
    chosen = _frame(at, z)
    frame = chosen or fit([(pin.lat, pin.lon) for pin in found.pins if pin.lat is not None and pin.lon is not None])
    marks = marks_of(found, frame, WIDTH / 2)
    seen = sorted({one for mark in marks if frame.holds((mark.x, mark.y)) for one in mark.incidents})
    pages = max(1, -(-len(seen) // _SIZE))
    page = min(filters.page, pages)
    areas = _areas(found)
    return render(
        request, "map.html", filters=filters, found=found, frame=frame, fitted=chosen is None, marks=marks, areas=areas,
        outlines=outlines(frame), hatched=_hatched(areas), seen=len(seen), pages=pages, page=page, width=WIDTH, height=HEIGHT,
        link=_linker(filters), target=_targets(filters, found), told=_told, levels=LEVELS,
        here_frame=chosen,
        listed=briefs(now, [found.keys[one] for one in seen[(page - 1) * _SIZE : page * _SIZE]]),
        placed=len({one for pin in found.pins for one in pin.incidents}),
    )  # fmt: skip


def _frame(at: str, z: str) -> Frame | None:
    """The frame that an address asks for, or none.

    Raises:
        InputError: it has another form.
    """
    if not at and not z:
        return None
    place = _AT.fullmatch(at)
    if place is None or abs(float(place[1])) > 90 or abs(float(place[2])) > 180:
        raise InputError("at: not a place; write latitude and longitude as 40.2,45.9")
    if not (z.isascii() and z.isdigit() and len(z) < 3 and int(z) <= LEVELS):
        raise InputError(f"z: a level from 0 to {LEVELS} is wanted")
    return Frame(float(place[1]), float(place[2]), int(z))


def _linker(filters: Filters) -> Callable[..., str]:
    """Writes addresses of this map: of another frame, or of another page of the list."""

    def link(frame: Frame | None, page: int = 1) -> str:
        query = filters.query(page=page)
        if frame is not None:
            query = f"{query}{'&' if query else ''}at={frame.lat:g},{frame.lon:g}&z={frame.level}"
        return f"/map?{query}" if query else "/map"

    return link


def _targets(filters: Filters, found: Located) -> Callable[[Mark], str]:
    """Where a mark leads: to its incident, to a nearer frame, or to the list of the incidents of its place."""
    link = _linker(filters)

    def target(mark: Mark) -> str:
        if mark.count == 1:
            return f"/incident/{found.keys[mark.incidents[0]]}"
        return link(mark.nearer) if mark.nearer is not None else filters.address("/incidents", place=mark.names[0][:200])

    return target


def _told(mark: Mark) -> str:
    """What a mark stands for, in a line."""
    more = len(mark.names) - _MOST_NAMED
    names = ", ".join(mark.names[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
    contested = f", {mark.contested} contested" if mark.contested and mark.count > 1 else ", contested" if mark.contested else ""
    return f"{names}: {mark.count} incident{'' if mark.count == 1 else 's'}{contested}"


def _areas(found: Located) -> list[Area]:
    return [Area(spot, len(spot.incidents), len(found.contested.intersection(spot.incidents))) for spot in found.areas]


def _hatched(areas: list[Area]) -> dict[str, Area]:
    """Countries of which incidents are told without any more exact place, by code."""
    return {area.spot.country: area for area in areas if area.spot.precision == "country" and area.spot.country}
