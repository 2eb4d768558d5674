"""Actors: who acts on whom, and one party with what it does, who speaks for it, and how others tell it."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from dragoman.analyse.actors import Wording, deeds, disputes, kinds, matrix, speeches, wordings
from dragoman.analyse.overview import calendar
from dragoman.codebook.load import load
from dragoman.codebook.shapes import Role
from dragoman.model.claim import party_of
from dragoman.serve.web.desk import Now, View
from dragoman.serve.web.filters import Asked, Filters
from dragoman.serve.web.rendering import render

router = APIRouter(include_in_schema=False)
_MOST_ACTS = 8


@router.get("/actors")
def actors(request: Request, now: Now, filters: Asked) -> Response:
    """The matrix of the most active parties."""
    found = now.ask(matrix, filters.selection(), filters.party)
    return render(request, "actors.html", filters=filters, found=found)


@router.get("/actor")
def actor(request: Request, now: Now, filters: Asked) -> Response:
    """One party."""
    if not filters.party:
        return RedirectResponse(filters.address("/actors"), 307)
    party, selection = party_of(filters.party), filters.selection()
    own = now.ask(deeds, selection, party)
    entry = load().actor(party)
    said = now.ask(speeches, selection, party)
    if entry is None and not own and not said and not filters.but(party="").any:
        raise HTTPException(404, "Neither the codebook nor the store knows a party of this code.")
    acts = _acts(now.ask(wordings, selection, party))
    first, last = _span(now, filters)
    return render(
        request, "actor.html", filters=filters, party=party, does=[one for one in own if one.source == party],
        suffers=[one for one in own if one.target == party], kinds=now.ask(kinds, selection, party), speeches=said,
        disputes=now.ask(disputes, selection, party), acts=acts[:_MOST_ACTS], more=len(acts[_MOST_ACTS:]), tally=_tally(acts),
        terms=_terms(entry.roles if entry is not None else (), first, last), first=first, last=last,
    )  # fmt: skip


def _span(now: View, filters: Filters) -> tuple[date | None, date | None]:
    """The days asked for, or else those of the reports of the store."""
    days = now.ask(calendar).days
    return filters.since or (days[0] if days else None), filters.until or (days[-1] if days else None)


def _terms(roles: tuple[Role, ...], first: date | None, last: date | None) -> list[Role]:
    """Terms of office that overlap the days, the latest of each office first."""
    overlapping = [
        role for role in roles
        if (last is None or role.since <= last) and (first is None or role.until is None or role.until >= first)
    ]  # fmt: skip
    offices = list(dict.fromkeys(role.office for role in overlapping))
    return sorted(overlapping, key=lambda role: (offices.index(role.office), -role.since.toordinal(), role.person))


def _acts(found: tuple[Wording, ...]) -> list[list[Wording]]:
    """Wordings act by act, those first that most outlets tell."""
    acts: dict[str, list[Wording]] = {}
    for one in found:
        acts.setdefault(one.incident, []).append(one)
    return sorted(acts.values(), key=lambda own: -len({one.outlet for one in own}))


def _tally(acts: list[list[Wording]]) -> list[tuple[str, str, int, int]]:
    """Outlet, framing word, how often in its own words, and how often in words that it gives to others."""
    counts: dict[tuple[str, str], list[int]] = {}
    for one in (wording for own in acts for wording in own):
        for word in dict.fromkeys(one.framing):
            count = counts.setdefault((one.outlet, word.casefold()), [0, 0])
            count["narrator" not in one.voices] += 1
    return [(outlet, word, own, others) for (outlet, word), (own, others) in sorted(counts.items())]
