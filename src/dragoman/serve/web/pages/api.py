"""The interface for programs: what the pages show as JSON, below ``/api/v1``."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Coroutine
from datetime import date
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Body, Depends, HTTPException, Path, Query, Request
from fastapi.dependencies.models import Dependant
from fastapi.responses import Response
from fastapi.routing import APIRoute
from fastapi.security import HTTPBearer
from msgspec import Struct
from pydantic import BaseModel, ConfigDict, Field

import dragoman
from dragoman.analyse import listing
from dragoman.analyse.listing import DocumentWhole, IncidentWhole
from dragoman.analyse.search import Searched, search, terms_of
from dragoman.analyse.selection import Selection
from dragoman.analyse.series import Series, dyad_series
from dragoman.errors import InputError
from dragoman.model.corpus import Verdict
from dragoman.model.grouped import Followed, State
from dragoman.model.keys import content_key
from dragoman.reconcile.judged import corrected
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
    StoreState,
)
from dragoman.serve.web import examples
from dragoman.serve.web.access import Reader, Reviewer
from dragoman.serve.web.desk import Now, View, desk_of, view_of
from dragoman.serve.web.filters import Filters, parse_filters
from dragoman.serve.web.pages.incidents import wanted_by
from dragoman.serve.web.pages.review import grouping_after
from dragoman.serve.web.pages.search import looked_for, own_filters
from dragoman.serve.web.schemas import answers
from dragoman.store.judgements import Decisions

_KEPT = 50
"""Rows of a page up to which answers are kept for whoever asks again."""
_CODE = r"^[A-Z0-9][A-Z0-9:.\-]{0,39}$"


class Tagged(APIRoute):
    """An operation whose answer follows from the version of the store: whoever has it already is told that it still holds."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """What answers a request."""
        handle = super().get_route_handler()
        known = _names(self.dependant)

        async def answer(request: Request) -> Response:
            if request.method != "GET":
                return await handle(request)
            if strange := sorted(set(request.query_params) - known):
                raise InputError(f"{strange[0][:40]}: there is no such filter here; those are {', '.join(sorted(known))}")
            target = (request.url.path, request.scope["query_string"].decode("latin-1"))
            tag = f'"{content_key("api", view_of(request).version, dragoman.__version__, target)}"'
            if tag in {one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")}:
                return Response(status_code=304, headers={"etag": tag})
            response = await handle(request)
            response.headers["etag"] = tag
            return response

        return answer


def _names(needs: Dependant) -> set[str]:
    """The names of all query fields that an operation knows."""
    return {field.alias for field in needs.query_params}.union(*map(_names, needs.dependencies))


router = APIRouter(
    prefix="/api/v1", route_class=Tagged, tags=["Dragoman"],
    dependencies=[Depends(HTTPBearer(auto_error=False, description="A token made by `dragoman token make`; not needed on loopback."))],
)  # fmt: skip

Key = Annotated[str, Path(pattern="^[0-9a-f]{32}$", description="32 hexadecimal digits.", examples=[examples.CLAIM_KEY])]
Code = Annotated[str, Path(pattern=_CODE, description="The code of a party.", examples=["ARM"])]
Cursor = Annotated[str, Query(max_length=400, description="Where to go on: `next` of the page before.", examples=[examples.CURSOR])]
Limit = Annotated[int, Query(ge=1, le=200, description="Most items of a page.", examples=[50])]
Day = Annotated[str | None, Query(pattern=r"^\d{4}-\d{2}-\d{2}$", examples=["2022-09-13"], description="An inclusive day.")]
Party = Annotated[str | None, Query(pattern=_CODE, description="A party that takes part.", examples=["ARM"])]


def _filters(
    since: Day = None, until: Day = None,
    dyad: Annotated[str | None, Query(max_length=81, description="Two parties, either way round.", examples=["ARM,AZE"])] = None,
    type_: Annotated[list[str], Query(alias="type", description="PLOVER types, any of them.", examples=[["ASSAULT"]])] = [],  # noqa: B006
    status: Annotated[list[str], Query(description="Statuses of incidents, any of them.", examples=[["contested"]])] = [],  # noqa: B006
    party: Party = None, place: Annotated[str, Query(max_length=200, description="Part of a place's name.", examples=["Sotk"])] = "",
    background: Annotated[bool, Query(description="Include what is told as history.", examples=[False])] = False,
) -> Filters:  # fmt: skip
    """The filters of the pages, as an address names them."""
    single = {"since": since, "until": until, "dyad": dyad, "party": party, "place": place, "background": "1" if background else None}
    pairs = [*((name, value) for name, value in single.items() if value), *(("type", one) for one in type_)]
    return parse_filters([*pairs, *(("status", one) for one in status)])


Asked = Annotated[Filters, Depends(_filters)]


def _json(answer: Struct, status: int = 200) -> Response:
    return Response(msgspec.json.encode(answer), status, media_type="application/json")


def _place(request: Request) -> str:
    """What a cursor belongs to: the list and its filters."""
    pairs = sorted((name, value) for name, value in request.query_params.multi_items() if name not in {"cursor", "limit"})
    return content_key(request.url.path, pairs)[:12]


def _after(request: Request, cursor: str) -> tuple[date, str] | None:
    if not cursor:
        return None
    try:
        data = base64.urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4))
        place, day, key = msgspec.json.decode(data, type=tuple[str, date, str])
    except (UnicodeEncodeError, binascii.Error, msgspec.DecodeError) as error:
        raise InputError("cursor: not one of this interface; take `next` of the page before") from error
    if place != _place(request):
        raise InputError("cursor: it belongs to a list with other filters; begin without one")
    return day, key


def _next(request: Request, after: tuple[date, str] | None) -> str | None:
    data = msgspec.json.encode((_place(request), *after)) if after is not None else b""
    return base64.urlsafe_b64encode(data).decode().rstrip("=") or None


def _found(now: View, size: int, question: Callable[..., Any], *args: Any) -> Any:
    return now.ask(question, *args, size) if size <= _KEPT else question(now, *args, size)


@router.get("/store", responses=answers(StoreState, examples.STORE))
def store(request: Request, now: Now) -> Response:
    """The store: its version, how many rows it holds, and the last day that it knows of."""
    decisions: Decisions | None = desk_of(request).decisions
    made = len(decisions.history()) if decisions is not None else 0
    rows, latest = now.ask(listing.count_rows), now.ask(listing.latest_day)
    return _json(StoreState(now.version, now.sequence, rows, made, latest, dragoman.__version__))


@router.get("/incidents", responses=answers(IncidentPage, examples.INCIDENTS))
def incidents(request: Request, now: Now, filters: Asked, cursor: Cursor = "", limit: Limit = 50) -> Response:
    """Incidents in short, the latest first."""
    items, after = _found(now, limit, listing.list_incidents, wanted_by(filters), _after(request, cursor))
    return _json(IncidentPage(items, _next(request, after)))


@router.get("/incidents/{key}", responses=answers(IncidentWhole, examples.INCIDENT, 404))
def incident(now: Now, key: Key) -> Response:
    """The incident with this key, or the one in which the claim with this key stands: accounts, differences, tolls, claims."""
    found = now.ask(listing.whole_incident, key)
    if found is None:
        raise HTTPException(404, "No incident has this key, and none has a claim with it.")
    return _json(found)


@router.get("/claims", responses=answers(ClaimPage, examples.CLAIMS))
def claims(
    request: Request, now: Now, filters: Asked, cursor: Cursor = "", limit: Limit = 50,
    document: Annotated[str, Query(pattern="^([0-9a-f]{32})?$", description="Only of this report.", examples=[""])] = "",
) -> Response:  # fmt: skip
    """Claims with where they stand, those of the latest days first."""
    wanted = listing.ClaimsWanted(filters.selection(), filters.party, filters.place, document)
    items, after = _found(now, limit, listing.list_claims, wanted, _after(request, cursor))
    return _json(ClaimPage(items, _next(request, after)))


@router.get("/claims/{key}", responses=answers(listing.ClaimEntry, examples.CLAIM, 404))
def claim(now: Now, key: Key) -> Response:
    """One claim with where it stands."""
    found = listing.claim_entries(now, [key])
    if not found:
        raise HTTPException(404, "No claim has this key.")
    return _json(found[0])


@router.get("/documents", responses=answers(DocumentPage, examples.DOCUMENTS))
def documents(
    request: Request, now: Now, since: Day = None, until: Day = None, cursor: Cursor = "", limit: Limit = 50,
    outlet: Annotated[str, Query(max_length=200, description="Only of this outlet.", examples=["Caucasus Wire"])] = "",
) -> Response:  # fmt: skip
    """Reports by their day of publication, the latest first."""
    pairs = [("since", since or ""), ("until", until or "")]
    days, own = parse_filters(pairs), own_filters("", outlet, "")
    found = _found(now, limit, listing.list_documents, days.since, days.until, own.outlet, _after(request, cursor))
    return _json(DocumentPage(found[0], _next(request, found[1])))


@router.get("/documents/{key}", responses=answers(DocumentWhole, examples.DOCUMENT, 404))
def document(now: Now, key: Key) -> Response:
    """One report as published, with its claims, quotations, printings and copies. Spans count code points of its text."""
    found = listing.whole_document(now, key)
    if found is None:
        raise HTTPException(404, "No report has this key.")
    return _json(found)


@router.get("/dyads/{one}/{other}/series", responses=answers(Series, examples.SERIES))
def series(
    now: Now, one: Code, other: Code, filters: Asked,
    by: Annotated[Period, Query(description="The length of a period.", examples=["week"])] = "week",
) -> Response:  # fmt: skip
    """What two parties did to each other, period by period: acts by quad and the mean PLOVER score.

    `dyad`, `party` and `place` are passed over.
    """
    return _json(now.ask(_series, one, other, by, filters.selection()))


def _series(now: View, one: str, other: str, by: Period, selection: Selection) -> Series:
    return dyad_series(now.query, one, other, by, selection)


@router.get("/commitments", responses=answers(CommitmentPage, examples.COMMITMENTS))
def commitments(
    request: Request, now: Now, party: Party = None, cursor: Cursor = "", limit: Limit = 50,
    state: Annotated[State | None, Query(description="Only those that stand so.", examples=["breach alleged"])] = None,
) -> Response:  # fmt: skip
    """Commitments followed over all reports, the latest made first."""
    items, after = _found(now, limit, listing.list_commitments, state, party or "", _after(request, cursor))
    return _json(CommitmentPage(items, _next(request, after)))


@router.get("/commitments/{key}", responses=answers(Followed, examples.COMMITMENT, 404))
def commitment(now: Now, key: Key) -> Response:
    """One commitment, by its key or that of a claim of its making."""
    found = listing.one_commitment(now, key)
    if found is None:
        raise HTTPException(404, "No commitment has this key.")
    return _json(found)


@router.get("/actors", responses=answers(ActorPage, examples.ACTORS))
def actors(request: Request, now: Now, cursor: Cursor = "", limit: Limit = 50) -> Response:
    """Everybody whom a claim names, by code."""
    last = _after(request, cursor)
    everybody = now.ask(listing.list_actors)
    rest = [one for one in everybody if last is None or one.code > last[1]]
    items = tuple(
        NamedActor(one.code, now.name(one.code), one.acts, one.suffers, one.mediates, one.says) for one in rest[:limit]
    )
    return _json(ActorPage(items, _next(request, (listing.OLDEST, items[-1].code) if len(rest) > limit else None)))


@router.get("/search", responses=answers(Searched, examples.SEARCHED))
def found_words(
    now: Now, filters: Asked,
    q: Annotated[str, Query(max_length=200, description="Words that must all be there.", examples=["shelled"])],
    within: Annotated[str, Query(alias="in", pattern="^(reports|claims|quotations)$", examples=["reports"])] = "reports",
    outlet: Annotated[str, Query(max_length=200, description="Only of this outlet.", examples=["Caucasus Wire"])] = "",
    month: Annotated[str, Query(max_length=7, description="Only of this month of publication.", examples=["2022-09"])] = "",
    page: Annotated[int, Query(ge=1, le=100, description="Counts from 1; a page has 15 reports.", examples=[1])] = 1,
) -> Response:  # fmt: skip
    """Words looked for in reports, claims and quotations, with what was found counted by kind; `place` is passed over."""
    if "\0" in q:
        raise InputError("q: no such character")
    looked = looked_for(filters.but(q=" ".join(terms_of(q)) if q else ""), own_filters(within, outlet, month))
    return _json(now.ask(search, msgspec.structs.replace(looked, terms=terms_of(q)), page))


# --- judgements --------------------------------------------------------------------------------------------------------


class Judging(BaseModel):
    """A judgement to be made. `accept`, `correct` and `background` speak of one claim, `same` and `different` of two or more."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [
        {"verdict": "correct", "claims": [examples.CLAIM_KEY], "field": "type", "value": "ASSAULT", "note": "as the text says"},
    ]})  # fmt: skip
    verdict: Verdict
    claims: list[Annotated[str, Field(pattern="^[0-9a-f]{32}$")]] = Field(min_length=1, max_length=50)
    field: str | None = Field(None, max_length=40, description="What `correct` corrects.")
    value: Any = Field(None, description="Its right value, as in a ledger.")
    note: str | None = Field(None, max_length=2_000)


class Undoing(BaseModel):
    """Why a judgement is taken back."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"note": "a slip"}]})
    note: str | None = Field(None, max_length=2_000)


@router.get("/judgements", responses=answers(JudgementPage, examples.JUDGEMENTS))
def judgements(
    request: Request, who: Reader, cursor: Cursor = "", limit: Limit = 50,
    claim: Annotated[str, Query(pattern="^([0-9a-f]{32})?$", description="Only about this claim.", examples=[""])] = "",
) -> Response:  # fmt: skip
    """All judgements ever made, the earliest first, each with whether it stands."""
    decisions: Decisions | None = desk_of(request).decisions
    last = _after(request, cursor)
    everything = decisions.history(claim or None) if decisions is not None else ()
    standing = {one.key for one in decisions.current()} if decisions is not None else set()
    begin = next((at + 1 for at, one in enumerate(everything) if last is not None and one.key == last[1]), 0)
    shown = everything[begin : begin + limit]
    more = len(everything) > begin + limit
    items = tuple(MadeJudgement(one, one.key in standing) for one in shown)
    return _json(JudgementPage(items, _next(request, (listing.OLDEST, shown[-1].key) if more else None)))


@router.post("/judgements", status_code=201, responses=answers(MadeJudgement, examples.MADE, 404, 409, 413, status=201))
def judge(request: Request, now: Now, who: Reviewer, judging: Annotated[Judging, Body()]) -> Response:
    """Judge claims, signed with the name of the token; incidents follow at once."""
    decisions = _decisions(request)
    _refuse_nul(judging.note)
    entries = {one.claim.key: one.claim for one in listing.claim_entries(now, judging.claims)}
    if missing := [key for key in judging.claims if key not in entries]:
        raise HTTPException(404, f"No claim has the key {missing[0]}.")
    value = _value(judging) if "value" in judging.model_fields_set else None
    if judging.verdict == "correct" and judging.field is not None and value is not None:
        corrected(entries[judging.claims[0]], judging.field, value)
    with grouping_after(request):
        made = decisions.judge(judging.verdict, judging.claims, who.name, judging.field, value, judging.note)
    return _json(MadeJudgement(made, stands=True), 201)


@router.post("/judgements/{key}/undo", status_code=201, responses=answers(MadeJudgement, examples.MADE, 404, 409, 413, status=201))
def undo(request: Request, who: Reviewer, key: Key, undoing: Annotated[Undoing, Body()]) -> Response:
    """Take back a judgement; what it superseded stands again. The answer is the judgement that takes it back."""
    decisions = _decisions(request)
    _refuse_nul(undoing.note)
    if all(one.key != key for one in decisions.history()):
        raise HTTPException(404, "No judgement has this key.")
    with grouping_after(request):
        made = decisions.undo(key, who.name, undoing.note)
    return _json(MadeJudgement(made, stands=True), 201)


def _decisions(request: Request) -> Decisions:
    decisions: Decisions | None = desk_of(request).decisions
    if decisions is None:
        raise HTTPException(409, "This desk was opened without its database of decisions.")
    return decisions


def _value(judging: Judging) -> str:
    try:
        return msgspec.json.encode(judging.value).decode()
    except (UnicodeEncodeError, OverflowError, TypeError, RecursionError) as error:
        raise InputError("value: no JSON that can be kept") from error


def _refuse_nul(text: str | None) -> None:
    if text is not None and "\0" in text:
        raise InputError("note: no such character")
