"""Search: words in reports, claims and quotations, with what was found counted by kind."""

from __future__ import annotations

import re
from typing import Annotated, Any, get_args
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from msgspec import Struct
from msgspec.structs import replace

from dragoman.analyse.search import MOST_REPORTS, Looked, Searched, Within, search, terms_of
from dragoman.errors import InputError
from dragoman.serve.web.desk import Now
from dragoman.serve.web.filters import Asked, Filters
from dragoman.serve.web.rendering import render

router = APIRouter(include_in_schema=False)
_SIZE = 15
_LAST_PAGE = -(-MOST_REPORTS // _SIZE)
_MONTH = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])")
WITHIN = {"reports": "the whole report", "claims": "words about an act", "quotations": "what somebody is quoted as saying"}
"""Where words may stand, as a form names it."""


class Own(Struct, frozen=True):
    """The filters of an address that only this page has."""

    within: Within = "reports"
    outlet: str = ""
    month: str = ""

    def pairs(self) -> list[tuple[str, str]]:
        """Them as fields of an address."""
        given = {"in": "" if self.within == "reports" else self.within, "outlet": self.outlet, "month": self.month}
        return [(name, value) for name, value in given.items() if value]


def looked_for(filters: Filters, own: Own) -> Looked:
    """What the filters of an address look for."""
    parties = (*(filters.dyad or ()), *([filters.party] if filters.party else []))
    return Looked(
        terms_of(filters.q), own.within, filters.since, filters.until, filters.types, filters.statuses, parties, own.outlet, own.month,
        filters.background,
    )  # fmt: skip


def own_filters(within: str, outlet: str, month: str) -> Own:
    """Read the filters that only a search has.

    Raises:
        InputError: one has a value that it cannot have.
    """
    if within and within not in get_args(Within):
        raise InputError(f"in: one of {', '.join(get_args(Within))}")
    if month and _MONTH.fullmatch(month) is None:
        raise InputError("month: not a month; write it as 2021-03")
    if "\0" in outlet:
        raise InputError("outlet: no such character")
    chosen: Any = within or "reports"
    return Own(chosen, outlet.strip(), month)


@router.get("/search")
def searching(
    request: Request, now: Now, filters: Asked, within: Annotated[str, Query(alias="in", max_length=20)] = "",
    outlet: Annotated[str, Query(max_length=200)] = "", month: Annotated[str, Query(max_length=20)] = "",
) -> Response:  # fmt: skip
    """What holds the words of ``q``, report by report, the latest first."""
    own = own_filters(within, outlet, month)
    looked = looked_for(filters, own)
    page = min(filters.page, _LAST_PAGE)
    found = now.ask(search, looked, page, _SIZE) if looked.terms else None
    return render(
        request, "search.html", filters=filters, own=own, found=found, terms=looked.terms, page=page, most=MOST_REPORTS,
        pages=-(-found.reports // _SIZE) if found is not None else 0, within=WITHIN, to=Addresses(filters, own), fragment=fragment,
        facets=_facets(found, filters, own, now.names.name) if found is not None else [], size=_SIZE,
    )  # fmt: skip


class Addresses(Struct, frozen=True):
    """Addresses of this search with something changed."""

    filters: Filters
    own: Own

    def __call__(self, **changes: Any) -> str:
        """The address with these filters changed; ``own`` changes the ones of this page."""
        own: Own = changes.pop("own", self.own)
        query = "&".join(part for part in (self.filters.but(**changes).query(), urlencode(own.pairs(), quote_via=quote)) if part)
        return f"/search?{query}" if query else "/search"


def fragment(words: str) -> str:
    """The end of an address that has a browser find words on the page; none where they are none."""
    plain = " ".join(words.split())[:80]
    return f"#:~:text={quote(plain, safe='').replace('-', '%2D')}" if plain else ""


class Line(Struct, frozen=True):
    """A value of a facet: what it is called, how often it is found, where it leads, whether it is chosen."""

    value: str
    name: str
    count: int
    address: str
    chosen: bool


def _facets(found: Searched, filters: Filters, own: Own, name: Any) -> list[tuple[str, str, list[Line]]]:
    """Each facet: its name, the kind of its values, and its lines; a chosen value leads back."""
    to, counts = Addresses(filters, own), found.facets
    party = filters.party

    def line(value: str, count: int, called: str, chosen: bool, on: dict[str, Any], off: dict[str, Any]) -> Line:
        return Line(value, called, count, to(**(off if chosen else on)), chosen)

    def with_own(**changes: Any) -> dict[str, Any]:
        return {"own": replace(own, **changes)}

    return [
        ("What", "type", [line(v, n, v, v in filters.types, {"types": (v,)}, {"types": ()}) for v, n in counts.types]),
        ("Status", "status", [line(v, n, v, v in filters.statuses, {"statuses": (v,)}, {"statuses": ()}) for v, n in counts.statuses]),
        ("Party", "party", [line(v, n, name(v), v == party, {"party": v}, {"party": ""}) for v, n in counts.parties]),
        ("Outlet", "outlet", [line(v, n, v, v == own.outlet, with_own(outlet=v), with_own(outlet="")) for v, n in counts.outlets]),
        ("Published", "month", [line(v, n, v, v == own.month, with_own(month=v), with_own(month="")) for v, n in counts.months]),
    ]
