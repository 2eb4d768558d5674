"""Talks and commitments: who met, what was agreed and promised, and who says that it was broken."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, get_args

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import RedirectResponse, Response

from dragoman.analyse.talks import agreements, commitment_key, commitments, examples, history, meetings
from dragoman.errors import InputError
from dragoman.model.grouped import Followed, State
from dragoman.serve.web.desk import Now
from dragoman.serve.web.filters import Asked
from dragoman.serve.web.pages.incidents import wanted_by
from dragoman.serve.web.rendering import render
from dragoman.serve.web.telling import explain, tell

router = APIRouter(include_in_schema=False)

STATES: tuple[State, ...] = get_args(State)
SIGNS: dict[State, str] = {"breach alleged": "✕", "kept": "✓", "made": "◇", "lapsed": "◷"}
MEANS: dict[State, str] = {
    "breach alleged": "somebody says that it was broken", "kept": "an act is told of that keeps it",
    "made": "nobody tells what came of it", "lapsed": "its last day has passed",
}  # fmt: skip
Show = Literal["commitments", "meetings", "agreements"]
_SIZE, _FEW = 25, 8


@router.get("/talks")
def talks(
    request: Request, now: Now, filters: Asked, state: str = Query("", max_length=20), show: str = Query("", max_length=20),
) -> Response:  # fmt: skip
    """Some of the commitments, meetings and agreements that the filters ask for; ``show`` gives the whole list of one of them."""
    if show and show not in get_args(Show):
        raise InputError("show: commitments, meetings or agreements")
    wanted, asked = wanted_by(filters), _state(state)
    page, size = (filters.page, _SIZE) if show else (1, _FEW)
    promised = now.ask(commitments, wanted, asked, page, size) if show in {"", "commitments"} else None
    met = now.ask(meetings, wanted, page, size) if show in {"", "meetings"} else None
    agreed = now.ask(agreements, wanted, page, size) if show in {"", "agreements"} else None
    total = next((found.total for found in (promised, met, agreed) if found is not None), 0)
    return render(
        request, "talks.html", filters=filters, state=state, show=show, promised=promised, met=met, agreed=agreed, states=STATES,
        signs=SIGNS, means=MEANS, examples=examples, told=tell(promised.sources, promised.order) if promised else {},
        alleged={one.key: _counted(breach.alleged_by for breach in one.breached_by) for one in promised.listed} if promised else {},
        pages=-(-total // _SIZE) if show else 1, more=_more(state, show),
    )  # fmt: skip


@router.get("/commitments")
def all_commitments(request: Request, filters: Asked) -> Response:
    """The whole list of commitments has its place on the page of talks."""
    return RedirectResponse(f"{filters.address('/talks')}{'&' if filters.query() else '?'}show=commitments", 307)


@router.get("/commitment/{key}")
def one_commitment(request: Request, now: Now, key: str) -> Response:
    """A commitment by its key, or by that of a claim which tells of its making; what is told of it in order of time."""
    own = now.ask(commitment_key, key) if len(key) == 32 else None
    if own is None:
        raise HTTPException(404, "No commitment has this key.")
    if own != key:
        return RedirectResponse(f"/commitment/{own}", 307)
    found = now.ask(history, own)
    if found is None:
        raise HTTPException(404, "No commitment has this key.")
    told = tell(found.sources, found.order)
    made = [told[claim] for claim in found.followed.claims if claim in told]
    alleged = _counted(breach.alleged_by for breach in found.followed.breached_by)
    return render(
        request, "commitment.html", found=found, one=found.followed, told=told, made=made, alleged=alleged,
        why=explain(found.followed.why, told, now.names), signs=SIGNS, means=MEANS, dyad=_two(found.followed),
    )  # fmt: skip


def _state(value: str) -> State | None:
    if value and value not in STATES:
        raise InputError(f"state: one of {', '.join(STATES)}")
    return next((state for state in STATES if state == value), None)


def _counted(voices: Iterable[str]) -> list[tuple[str, int]]:
    """Voices with how many claims of each, the one with most first, the reports' own words last."""
    counts: dict[str, int] = {}
    for voice in voices:
        counts[voice] = counts.get(voice, 0) + 1
    return sorted(counts.items(), key=lambda pair: (pair[0] in {"narrator", "UNK"}, -pair[1], pair[0]))


def _two(one: Followed) -> tuple[str, str] | None:
    """The dyad of a commitment between two."""
    return (one.parties[0], one.parties[1]) if len(one.parties) == 2 else None


def _more(state: str, show: str) -> str:
    """The page's own fields as the end of an address."""
    quoted = f"&state={state.replace(' ', '%20')}" if state else ""
    return f"{quoted}&show={show}" if show else quoted
