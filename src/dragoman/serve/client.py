"""A client of a desk: what ``/api/v1`` answers as records, list after list without minding pages.

desk = Client("http://127.0.0.1:8765")
for brief in desk.incidents(party="ARM", status=["contested"]):
print(brief.first, brief.type, desk.incident(brief.key).happened.incident.why)
"""

from __future__ import annotations

import http.client
import urllib.error
import urllib.request
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Protocol, TypeVar
from urllib.parse import quote, urlencode, urlsplit

import msgspec

from dragoman.analyse.briefs import Brief
from dragoman.analyse.listing import ClaimEntry, DocumentEntry, DocumentWhole, IncidentWhole
from dragoman.analyse.search import Searched
from dragoman.analyse.series import Series
from dragoman.errors import InputError, StoreError
from dragoman.model.corpus import Verdict
from dragoman.model.grouped import Followed, State
from dragoman.serve.answers import (
    ActorPage,
    ClaimPage,
    CommitmentPage,
    DocumentPage,
    IncidentPage,
    JudgementPage,
    MadeJudgement,
    NamedActor,
    Period,
    Problem,
    StoreState,
)

_KEPT = 64
"""Answers that are kept with their tags, so that what has not changed is not sent again."""
_MOST = 64_000_000
"""Most bytes of an answer."""

Filter = str | date | bool | Sequence[str] | None
"""A value of a filter: several where any of them will do."""
_Item_co = TypeVar("_Item_co", covariant=True)
_Answer = TypeVar("_Answer")


class _Page(Protocol[_Item_co]):
    @property
    def items(self) -> tuple[_Item_co, ...]: ...
    @property
    def next(self) -> str | None: ...


class _StayHere(urllib.request.HTTPRedirectHandler):
    """Follows nobody elsewhere: a token belongs to one desk."""

    def redirect_request(self, *_: Any) -> None:
        """Nothing instead."""


class Client:
    """A desk, asked over HTTP.

    The filters of lists are those of the pages: ``since until dyad type status party place background``.

    Args:
        address: of the desk, as ``http://127.0.0.1:8765``.
        token: a token of it; not needed on loopback.
        timeout: seconds to wait for an answer.

    Raises:
        InputError: the address is none. Every method: the desk refuses what was asked, and says why.
        StoreError: every method: the desk cannot be reached, or cannot answer just now.
    """

    def __init__(self, address: str, token: str | None = None, timeout: float = 30.0) -> None:
        parts = urlsplit(address)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise InputError(f"{address}: not the address of a desk; write it as http://127.0.0.1:8765")
        self._base, self._token, self._timeout = address.rstrip("/"), token, timeout
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _StayHere())
        self._kept: OrderedDict[str, tuple[str, bytes]] = OrderedDict()

    def store(self) -> StoreState:
        """The store: its version and what is in it."""
        return self._get("/store", StoreState)

    def incidents(self, **filters: Filter) -> Iterator[Brief]:
        """Incidents in short, the latest first."""
        return self._each("/incidents", IncidentPage, filters)

    def incident(self, key: str) -> IncidentWhole:
        """An incident by its key or that of any of its claims."""
        return self._get(f"/incidents/{quote(key, safe='')}", IncidentWhole)

    def claims(self, **filters: Filter) -> Iterator[ClaimEntry]:
        """Claims, those of the latest days first; also ``document``."""
        return self._each("/claims", ClaimPage, filters)

    def claim(self, key: str) -> ClaimEntry:
        """One claim with where it stands."""
        return self._get(f"/claims/{quote(key, safe='')}", ClaimEntry)

    def documents(self, since: date | None = None, until: date | None = None, outlet: str = "") -> Iterator[DocumentEntry]:
        """Reports, the latest published first."""
        return self._each("/documents", DocumentPage, {"since": since, "until": until, "outlet": outlet})

    def document(self, key: str) -> DocumentWhole:
        """One report with all that was read out of it."""
        return self._get(f"/documents/{quote(key, safe='')}", DocumentWhole)

    def series(self, one: str, other: str, by: Period = "week", **filters: Filter) -> Series:
        """What two parties did to each other, period by period."""
        return self._get(f"/dyads/{quote(one, safe=':')}/{quote(other, safe=':')}/series", Series, {"by": by, **filters})

    def commitments(self, state: State | None = None, party: str | None = None) -> Iterator[Followed]:
        """Commitments, the latest made first."""
        return self._each("/commitments", CommitmentPage, {"state": state, "party": party})

    def commitment(self, key: str) -> Followed:
        """One commitment, by its key or that of a claim of its making."""
        return self._get(f"/commitments/{quote(key, safe='')}", Followed)

    def actors(self) -> Iterator[NamedActor]:
        """Everybody whom a claim names, by code."""
        return self._each("/actors", ActorPage, {})

    def search(self, words: str, page: int = 1, **filters: Filter) -> Searched:
        """Words looked for in reports, claims and quotations; also ``outlet``, ``month`` and ``within``."""
        given = {"in" if name == "within" else name: value for name, value in filters.items()}
        return self._get("/search", Searched, {"q": words, "page": str(page), **given})

    def judgements(self, claim: str | None = None) -> Iterator[MadeJudgement]:
        """All judgements ever made, the earliest first."""
        return self._each("/judgements", JudgementPage, {"claim": claim})

    def judge(
        self, verdict: Verdict, claims: Sequence[str], *, field: str | None = None, value: Any = None, note: str | None = None
    ) -> MadeJudgement:
        """Judge claims; ``field`` and ``value`` belong to ``correct``. Needs a token of the role reviewer."""
        body = {"verdict": verdict, "claims": list(claims), "note": note}
        return self._post("/judgements", body if field is None else {**body, "field": field, "value": value})

    def undo(self, judgement: str, note: str | None = None) -> MadeJudgement:
        """Take back a judgement. Needs a token of the role reviewer."""
        return self._post(f"/judgements/{quote(judgement, safe='')}/undo", {"note": note})

    def _each(self, path: str, kind: type[_Page[_Item_co]], filters: dict[str, Any]) -> Iterator[_Item_co]:
        cursor: str | None = ""
        while cursor is not None:
            page = self._get(path, kind, {**filters, "limit": "200", "cursor": cursor})
            yield from page.items
            cursor = page.next

    def _get(self, path: str, kind: type[_Answer], filters: dict[str, Any] | None = None) -> _Answer:
        query = urlencode(list(_pairs(filters or {})))
        address = f"{self._base}/api/v1{path}" + (f"?{query}" if query else "")
        kept = self._kept.get(address)
        found = self._ask(urllib.request.Request(address, headers={"If-None-Match": kept[0]} if kept is not None else {}))
        if found is None and kept is not None:
            return self._read(kept[1], kind)
        tag, data = found or ("", b"")
        if tag:
            self._kept[address] = (tag, data)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return self._read(data, kind)

    def _post(self, path: str, body: dict[str, Any]) -> MadeJudgement:
        headers = {"Content-Type": "application/json"}
        found = self._ask(urllib.request.Request(f"{self._base}/api/v1{path}", msgspec.json.encode(body), headers, method="POST"))
        return self._read(found[1] if found is not None else b"", MadeJudgement)

    def _ask(self, request: urllib.request.Request) -> tuple[str, bytes] | None:
        """The tag and body of the answer; none if the one that is kept still holds."""
        request.add_header("Accept", "application/json")
        if self._token is not None:
            request.add_header("Authorization", f"Bearer {self._token}")
        try:
            with self._opener.open(request, timeout=self._timeout) as answer:
                return answer.headers.get("ETag", ""), answer.read(_MOST)
        except urllib.error.HTTPError as error:
            with error:
                if error.code == http.client.NOT_MODIFIED:
                    return None
                said = _reason(error.read(_MOST)) or error.reason
            if error.code >= http.client.INTERNAL_SERVER_ERROR or error.code == http.client.TOO_MANY_REQUESTS:
                raise StoreError(f"{self._base}: {said}") from error
            raise InputError(f"{self._base}: {said}") from error
        except (OSError, http.client.HTTPException) as error:
            raise StoreError(f"{self._base}: the desk cannot be reached ({error})") from error

    def _read(self, data: bytes, kind: type[_Answer]) -> _Answer:
        try:
            return msgspec.json.decode(data, type=kind)
        except msgspec.DecodeError as error:
            raise StoreError(f"{self._base}: the answer is not one of a desk ({error})") from error


def _pairs(filters: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in filters.items():
        if isinstance(value, bool):
            yield name, "true" if value else "false"
        elif isinstance(value, (str, date)):
            if str(value):
                yield name, str(value)
        elif value is not None:
            yield from ((name, one) for one in value)


def _reason(data: bytes) -> str:
    try:
        return msgspec.json.decode(data, type=Problem).error.detail
    except msgspec.DecodeError:
        return ""
