"""Incidents: the list with its filters, and one incident with its accounts side by side."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from dragoman.analyse.accounts import agreed
from dragoman.analyse.briefs import Wanted, incident_list
from dragoman.analyse.reports import Whole, incident, incident_key
from dragoman.serve.web.desk import Now, View
from dragoman.serve.web.drawing import draw_toll
from dragoman.serve.web.filters import Asked, Filters
from dragoman.serve.web.rendering import render
from dragoman.serve.web.telling import Told, explain, tell

router = APIRouter(include_in_schema=False)
_SIZE = 25


@router.get("/incidents")
def incidents(request: Request, now: Now, filters: Asked) -> Response:
    """The incidents that the filters ask for, the latest first."""
    found = now.ask(incident_list, wanted_by(filters), filters.page, _SIZE)
    return render(request, "incidents.html", filters=filters, found=found, pages=-(-found.total // _SIZE))


def wanted_by(filters: Filters) -> Wanted:
    """The shared filters as the list of incidents takes them."""
    parties = (*(filters.dyad or ()), *([filters.party] if filters.party else []))
    return Wanted(filters.since, filters.until, filters.types, filters.statuses, parties, filters.place, filters.background)


@router.get("/incident/{key}")
def one_incident(request: Request, now: Now, key: str) -> Response:
    """An incident by its key or by that of any of its claims, which leads to its own address."""
    found = now.ask(incident, key) if len(key) == 32 else None
    if found is None:
        own = now.ask(incident_key, key) if len(key) == 32 else None
        if own is None:
            raise HTTPException(404, "No incident has this key, and none has a claim with it.")
        return RedirectResponse(f"/incident/{own}", 307)
    told = tell(found.sources, found.order)
    accounts = _accounts(found, told)
    return render(
        request, "incident.html", whole=found, told=told, accounts=accounts, first_in=_first_in(accounts), one=found.happened,
        incident=found.happened.incident,
        why=explain(found.happened.incident.why, told, now.names), lead=_lead(told),
        agreed=agreed([one.claim for one in told.values()], [one.field for one in found.happened.incident.discrepancies]),
        tolls=_tolls(found, told), links=_links(found, told, now),
    )  # fmt: skip


def _lead(told: dict[str, Told]) -> Told | None:
    """The claim that says most plainly what happened."""
    def plainness(one: Told) -> tuple[bool, bool, bool, bool, int]:
        claim = one.claim
        return (claim.stance != "asserts", claim.reality != "actual", not claim.actors, not claim.recipients, one.number)

    return min(told.values(), key=plainness, default=None)


def _accounts(found: Whole, told: dict[str, Told]) -> list[tuple[str, list[Told]]]:
    """Each party's claims in the order of their numbers; whoever has more to say stands first, the reports' own words last."""
    accounts = [
        (account.party, sorted((told[key] for key in account.claims if key in told), key=lambda one: one.number))
        for account in found.happened.incident.accounts
    ]
    filled = [(party, own) for party, own in accounts if own]
    return sorted(filled, key=lambda pair: (pair[0] in {"narrator", "UNK"}, pair[0] == "UNK", -len(pair[1]), pair[1][0].number))


def _first_in(accounts: list[tuple[str, list[Told]]]) -> dict[str, set[int]]:
    """The numbers of the claims that each account is the first to show: what several voices say together stands in several."""
    shown: set[int] = set()
    first = {}
    for party, own in accounts:
        first[party] = {one.number for one in own} - shown
        shown |= first[party]
    return first


def _tolls(found: Whole, told: dict[str, Told]) -> list[tuple[object, object]]:
    days = {key: one.source.document.published for key, one in told.items()}
    return [(toll, draw_toll(toll, days)) for toll in found.happened.tolls]


def _links(found: Whole, told: dict[str, Told], now: View) -> list[tuple[int, int, float, list[object]]]:
    """Why claims were joined: numbers of both, the score, the reasons in words; the surest first."""
    pairs = [link for link in found.happened.links if link.claim in told and link.other in told]
    return [
        (told[link.claim].number, told[link.other].number, link.score, [explain(reason, told, now.names) for reason in link.reasons])
        for link in sorted(pairs, key=lambda link: (-link.score, told[link.claim].number))
    ]
