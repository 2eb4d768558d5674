"""What an address asks for: the filters that every page shares, read strictly and written back in one canonical way."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any, get_args
from urllib.parse import quote, urlencode

import msgspec
from fastapi import Depends, Request
from msgspec import Struct

from dragoman.analyse.selection import Selection
from dragoman.errors import InputError
from dragoman.model.incident import Status

STATUSES: tuple[Status, ...] = get_args(Status)

_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CODE = re.compile(r"[A-Z0-9][A-Z0-9:.\-]{0,39}")
_TYPE = re.compile(r"[A-Z]{2,20}")
_MOST_WORDS = 200
_MOST_PAGE = 100_000
_MOST_VALUES = 30
_NAMES = ("since", "until", "dyad", "type", "status", "party", "place", "q", "background", "page")
"""The names of the filters in an address, in the order in which they are written."""


class Filters(Struct, frozen=True):
    """The shared filters of an address; what is empty asks for everything.

    ``since`` and ``until`` are inclusive days, ``dyad`` two codes, ``party`` one, ``place`` the name of a place, ``q`` words
    to look for, ``background`` whether history is shown too, ``page`` counts from 1.
    """

    since: date | None = None
    until: date | None = None
    dyad: tuple[str, str] | None = None
    types: tuple[str, ...] = ()
    statuses: tuple[Status, ...] = ()
    party: str = ""
    place: str = ""
    q: str = ""
    background: bool = False
    page: int = 1

    def but(self, **changes: Any) -> Filters:
        """The same filters with some changed; the page is the first again unless it is one of the changes."""
        return msgspec.structs.replace(self, **{"page": 1, **changes})

    def query(self, **changes: Any) -> str:
        """The filters as the query of an address, changed as ``but`` does, without the question mark; the same filters always alike."""
        return urlencode(list((self.but(**changes) if changes else self)._pairs()), quote_via=quote, safe=",:")

    def address(self, path: str, **changes: Any) -> str:
        """An address with these filters, changed as ``but`` does; ``path`` is one of ours, already quoted."""
        query = self.query(**changes)
        return f"{path}?{query}" if query else path

    def _pairs(self) -> Iterable[tuple[str, str]]:
        if self.since is not None:
            yield "since", self.since.isoformat()
        if self.until is not None:
            yield "until", self.until.isoformat()
        if self.dyad is not None:
            yield "dyad", ",".join(self.dyad)
        yield from (("type", name) for name in self.types)
        yield from (("status", name) for name in self.statuses)
        yield from ((name, value) for name, value in (("party", self.party), ("place", self.place), ("q", self.q)) if value)
        if self.background:
            yield "background", "1"
        if self.page > 1:
            yield "page", str(self.page)

    @property
    def any(self) -> bool:
        """Whether anything is filtered at all; the page is no filter."""
        return self.but() != Filters()

    def selection(self) -> Selection:
        """The filters as the queries of ``analyse`` take them, as far as these know them."""
        return Selection(self.since, self.until, self.dyad, self.types, self.statuses, background=self.background)


def filters_of(request: Request) -> Filters:
    """Read the filters of an address; fields that are there and empty, as a form without scripts sends them, ask for nothing.

    Raises:
        InputError: a filter has a value that it cannot have.
    """
    return parse_filters(request.query_params.multi_items())


def parse_filters(pairs: Iterable[tuple[str, str]]) -> Filters:
    """Read filters from the fields of an address or form; other fields are passed over.

    Raises:
        InputError: a filter has a value that it cannot have.
    """
    found: dict[str, list[str]] = {name: [] for name in _NAMES}
    for name, value in pairs:
        if name in found and value.strip():
            found[name].append(value.strip())
    if any(len(values) > _MOST_VALUES for values in found.values()):
        raise InputError("the address names a filter too often")
    single = {name: (found[name] or [""])[-1] for name in _NAMES}
    since, until = _day("since", single["since"]), _day("until", single["until"])
    if since is not None and until is not None and since > until:
        raise InputError("since: this day comes after the one of until")
    return Filters(
        since, until, _dyad(found["dyad"]),
        tuple(sorted({_matching("type", value, _TYPE) for value in found["type"]})),
        tuple(status for status in STATUSES if status in {_status(value) for value in found["status"]}),
        _matching("party", single["party"], _CODE) if single["party"] else "",
        _short("place", single["place"]), _short("q", single["q"]), single["background"] in {"1", "on"}, _page(single["page"]),
    )  # fmt: skip


def day_of(name: str, value: str) -> date | None:
    """Read one day of an address; empty is none.

    Raises:
        InputError: it is no date.
    """
    return _day(name, value.strip())


def _day(name: str, value: str) -> date | None:
    if not value:
        return None
    try:
        if _ISO_DAY.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise InputError(f"{name}: not a date; write it as 2021-03-05")


def _matching(name: str, value: str, pattern: re.Pattern[str]) -> str:
    if pattern.fullmatch(value) is None:
        raise InputError(f"{name}: not such a code")
    return value


def _dyad(values: list[str]) -> tuple[str, str] | None:
    """Two codes parted by a comma, or given as two fields; one alone asks for nothing yet."""
    codes = [code for value in values for code in value.split(",") if code]
    if not codes:
        return None
    if len(codes) != 2:
        raise InputError("dyad: two codes are wanted, as ARM,AZE")
    one, other = (_matching("dyad", code, _CODE) for code in codes)
    return one, other


def _status(value: str) -> str:
    if value not in STATUSES:
        raise InputError(f"status: one of {', '.join(STATUSES)}")
    return value


def _short(name: str, value: str) -> str:
    if len(value) > _MOST_WORDS:
        raise InputError(f"{name}: at most {_MOST_WORDS} characters")
    if "\0" in value:
        raise InputError(f"{name}: no such character")
    return value


def _page(value: str) -> int:
    if not value:
        return 1
    if not (value.isascii() and value.isdigit() and len(value) < 7 and 1 <= int(value) <= _MOST_PAGE):
        raise InputError("page: not a number of a page")
    return int(value)


Asked = Annotated[Filters, Depends(filters_of)]
"""The filters of the address, as an argument of a page."""
