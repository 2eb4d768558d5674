"""Review: the claims that most need a person, one at a time, with signed judgements that can be taken back."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Annotated, Any
from urllib.parse import quote, unquote

import msgspec
from fastapi import APIRouter, Depends, HTTPException, Query, Request
from fastapi.responses import RedirectResponse, Response
from msgspec import Struct

from dragoman.analyse.reports import Whole, incident, report
from dragoman.analyse.review import WEAK, Looked, Waiting, after, claim_meant, codes_told, look_up, place_called, queue
from dragoman.batch.regroup import regroup
from dragoman.errors import InputError, StoreError
from dragoman.model.claim import Claim
from dragoman.model.corpus import Judgement
from dragoman.reconcile.judged import Decided, corrected
from dragoman.serve.web.access import LOCAL, Person, Reader, Reviewer, cookie
from dragoman.serve.web.correcting import CHOICES, FIELDS, HINTS, Known, changes, text_of, told_text
from dragoman.serve.web.desk import Now, View, desk_of
from dragoman.serve.web.filters import Asked, Filters, parse_filters
from dragoman.serve.web.logs import log_fault
from dragoman.serve.web.names import SECTORS
from dragoman.serve.web.pages.incidents import wanted_by
from dragoman.serve.web.rendering import render
from dragoman.serve.web.telling import Told, tell
from dragoman.serve.words import Book
from dragoman.store.judgements import Decisions
from dragoman.store.lake import Lake

router = APIRouter(include_in_schema=False)
SIGNED_COOKIE = "dragoman_signed"
_SIZE = 20
_HISTORY = 50
_OTHERS = 60
"""Claims of an incident beside which a claim is shown; those it was joined to come first."""
_MOST_PAIRS = 50
_KEY = re.compile(r"[0-9a-f]{32}")
_CHOSEN = re.compile(r"claim=([0-9a-f]{32})")
_JUDGING = threading.Lock()
"""Held from a judgement to the end of its regrouping: each regrouping starts from what the one before left."""
WORDS = {
    "accept": "accepted", "correct": "corrected", "background": "called background", "same": "called the same happening",
    "different": "called different happenings",
}  # fmt: skip


class Line(Struct, frozen=True):
    """A judgement as the history shows it. ``state`` is ``stands``, ``superseded``, ``taken back`` or ``takes back``."""

    judgement: Judgement
    state: str
    by: Judgement | None
    undone: Judgement | None
    claims: tuple[tuple[str, Looked | None], ...]
    was: str
    value: str


async def _sent(request: Request) -> dict[str, list[str]]:
    """The fields of a form, each with all its values."""
    form = await request.form(max_files=0, max_fields=400)
    return {name: [str(value) for value in form.getlist(name)] for name in form}


Sent = Annotated[dict[str, list[str]], Depends(_sent)]


@router.get("/review")
def review(request: Request, now: Now, filters: Asked, who: Reader, done: str = Query("", max_length=2_000)) -> Response:
    """The queue: claims that wait, with the reasons for their place."""
    found = now.ask(queue, wanted_by(filters), _judged(request), filters.page, _SIZE)
    return render(
        request, "review.html", filters=filters, found=found, pages=-(-found.total // _SIZE), reasons=reasons, may=who.may("reviewer"),
        ready=desk_of(request).decisions is not None, made=_made(request, now, done),
    )  # fmt: skip


def reasons(one: Waiting) -> list[tuple[str, Any]]:
    """Why a claim stands in the queue where it does: a kind and what fills its sentence."""
    found: list[tuple[str, Any]] = []
    if one.status == "contested":
        found.append(("contested", one.texts))
    elif one.texts > 1 or one.status == "unverified":
        found.append((one.status, one.texts))
    if one.alone:
        found.append(("alone", one.alone))
    if one.confidence is not None and one.confidence < 0.5:
        found.append(("unsure", (one.confidence, one.least)))
    if one.join is not None and one.join < WEAK:
        found.append(("weak", one.join))
    if not found:
        found.append(("rest", one.confidence))
    return found


@router.get("/review/claim/{key}")
def one_claim(
    request: Request, now: Now, key: str, filters: Asked, who: Reader, done: str = Query("", max_length=2_000)
) -> Response:
    """One claim with its words, its fields as they stand, its incident and what can be decided about it."""
    looked = _look(now, key)
    standing = _standing(request)
    waiting = now.ask(after, wanted_by(filters), _judged(request), key)
    whole = now.ask(incident, looked.incident) if looked.incident else None
    told = tell(whole.sources, whole.order) if whole is not None else {}
    return render(
        request, "review_claim.html", filters=filters, looked=looked, claim=looked.claim, own=_own(now, looked, told),
        fixed=_as_judged(looked.claim, standing), fields=FIELDS, choices=CHOICES, hints=HINTS, text_of=text_of,
        others=_others(whole, told, key), whole=whole, next=waiting, may=who.may("reviewer"),
        ready=desk_of(request).decisions is not None, made=_made(request, now, done), lines=_lines(request, now, key)[::-1],
        signed=_signature(request, who), ask_name=who == LOCAL, words=WORDS,
        weak=WEAK, back=f"/review/claim/{key}{'?' + filters.query() if filters.query() else ''}",
    )  # fmt: skip


@router.post("/review/claim/{key}")
def judge(request: Request, now: Now, key: str, form: Sent, who: Reviewer) -> Response:
    """Take down a decision about a claim, sign it, and group the store by it at once."""
    looked, decisions = _look(now, key), _decisions(request)
    filters = parse_filters([(name, value) for name, values in form.items() for value in values])
    sent = {name: values[-1] for name, values in form.items() if values}
    verdict, author, note = sent.get("verdict", ""), _author(request, who, sent), sent.get("note", "").strip()[:2_000] or None
    with grouping_after(request):
        if verdict == "correct":
            fit = changes(_as_judged(looked.claim, decisions.current()), sent, _known(now))
            if not fit:
                raise InputError("Nothing was changed: correct a field, or accept the claim as it is.")
            made = [decisions.judge("correct", [key], author, field, value, note) for field, value in fit.items()]
        elif verdict in {"accept", "background"}:
            made = [decisions.judge(verdict, [key], author, note=note)]  # type: ignore[arg-type]  # one of two verdicts
        elif verdict in {"same", "different"}:
            others = _named(now, key, form)
            sets = [[key, *others]] if verdict == "same" else [[key, other] for other in others]
            made = [decisions.judge(verdict, claims, author, note=note) for claims in sets]  # type: ignore[arg-type]  # as above
        else:
            raise InputError("Choose what to decide: accept, correct, background, same or different.")
    fresh = desk_of(request).now(fresh=True)
    following = None if sent.get("stay") else fresh.ask(after, wanted_by(filters), _judged(request), key)
    path = f"/review/claim/{key if sent.get('stay') else following}" if sent.get("stay") or following else "/review"
    address = filters.address(path)
    done = f"{'&' if '?' in address else '?'}done={','.join(one.key for one in made)}"
    answer = RedirectResponse(f"{address}{done}", 303)
    if who == LOCAL:
        secure = request.app.state.gate().access.secure
        kept = cookie(SIGNED_COOKIE, quote(author, safe=""), secure=secure, site="Strict", age=365 * 24 * 3600)
        answer.headers.append("set-cookie", kept)
    return answer


@router.post("/review/undo")
def undo(request: Request, form: Sent, who: Reviewer) -> Response:
    """Take back judgements; what each superseded stands again."""
    decisions = _decisions(request)
    sent = {name: values[-1] for name, values in form.items() if values}
    keys = [key for key in dict.fromkeys(",".join(form.get("keys", [])).split(",")) if _KEY.fullmatch(key)]
    if not keys:
        raise InputError("Choose a judgement to take back.")
    author = _author(request, who, sent)
    with grouping_after(request):
        for key in keys:
            decisions.undo(key, author, sent.get("note", "").strip()[:2_000] or None)
    back = sent.get("back", "")
    return RedirectResponse(back if re.fullmatch(r"/(review|incident)[A-Za-z0-9/?=&,:%._\-]*", back) else "/review/history", 303)


@router.get("/review/history")
def history(
    request: Request, now: Now, who: Reader, claim: str = Query("", max_length=32), page: int = Query(1, ge=1, le=100_000)
) -> Response:
    """Every judgement ever made, the latest first, with what became of it."""
    lines = _lines(request, now, claim or None)
    pages = -(-len(lines) // _HISTORY)
    return render(
        request, "review_history.html", lines=lines[::-1][(page - 1) * _HISTORY : page * _HISTORY], total=len(lines), claim=claim,
        filters=Filters(page=page), pages=pages, may=who.may("reviewer"), words=WORDS, fields=FIELDS, ask_name=who == LOCAL,
        signed=_signature(request, who), ready=desk_of(request).decisions is not None,
    )  # fmt: skip


@router.get("/review/judgements.jsonl")
def judgements(request: Request, who: Reader, standing: bool = False) -> Response:
    """All judgements, or only those that stand, as JSON lines, the earliest first."""
    decisions = _decisions(request)
    lines = b"".join(msgspec.json.encode(one) + b"\n" for one in (decisions.current() if standing else decisions.history()))
    kept = {"content-disposition": 'attachment; filename="judgements.jsonl"', "cache-control": "no-store"}
    return Response(lines, media_type="application/x-ndjson", headers=kept)


# --- what pages are made of --------------------------------------------------------------------------------------------


def _look(now: View, key: str) -> Looked:
    found = now.ask(look_up, (key,)).get(key) if _KEY.fullmatch(key) else None
    if found is None:
        raise HTTPException(404, "No claim has this key.")
    return found


def _own(now: View, looked: Looked, told: Mapping[str, Told]) -> Told:
    """The claim as accounts show it; one that stands in no incident by itself is told from its report."""
    if looked.claim.key in told:
        return told[looked.claim.key]
    found = now.ask(report, looked.document)
    if found is None:
        raise HTTPException(404, "The report of this claim is gone.")
    book, claim = Book(found.ledger), looked.claim
    source: Any = found.ledger
    return Told(0, claim, source, book.voice(claim.voice), book.parties(claim), book.context(claim.span, 300))


def _others(whole: Whole | None, told: Mapping[str, Told], key: str) -> tuple[list[tuple[Told, float | None]], int]:
    """The other claims of the incident, those it was joined to first, each with the score of that join; and how many are not shown."""
    if whole is None:
        return [], 0
    joins: dict[str, float] = {}
    for link in whole.happened.links:
        if key in {link.claim, link.other}:
            other = link.other if link.claim == key else link.claim
            joins[other] = max(link.score, joins.get(other, link.score))
    rest = sorted((one for one in told if one != key), key=lambda one: (one not in joins, told[one].number))
    return [(told[one], joins.get(one)) for one in rest[:_OTHERS]], max(0, len(whole.happened.incident.claims) - 1 - _OTHERS)


def _lines(request: Request, now: View, claim: str | None) -> list[Line]:
    """Judgements as the history shows them, the earliest first."""
    decisions: Decisions | None = desk_of(request).decisions
    if decisions is None:
        return []
    everything = {one.key: one for one in decisions.history()}
    chosen = [one for one in everything.values() if claim is None or claim in one.claims]
    standing = {one.key for one in decisions.current()}
    taken = {one.undoes: one for one in everything.values() if one.undoes is not None}
    found = now.ask(look_up, tuple(sorted({key for one in chosen for key in one.claims})))
    return [_line(one, everything, taken, standing, found) for one in chosen]


def _line(
    one: Judgement, everything: Mapping[str, Judgement], taken: Mapping[str, Judgement], standing: set[str],
    found: Mapping[str, Looked],
) -> Line:  # fmt: skip
    state = "taken back" if one.key in taken else "takes back" if one.undoes else "stands" if one.key in standing else "superseded"
    looked = found.get(one.claims[0])
    was = value = ""
    if one.field is not None and one.value is not None:
        value = one.value
        if one.field in FIELDS and looked is not None:
            read = _present(looked.claim, one.field)
            was, value = told_text(looked.claim, one.field, read), told_text(looked.claim, one.field, value)
    claims = tuple((key, found.get(key)) for key in one.claims)
    return Line(one, state, taken.get(one.key), everything.get(one.undoes or ""), claims, was, value)


def _present(claim: Claim, field: str) -> str:
    return msgspec.json.encode(msgspec.to_builtins(getattr(claim, field))).decode()


def _made(request: Request, now: View, done: str) -> list[Line]:
    """The judgements that a page was reached by, unless they are taken back by now."""
    keys = {key for key in done.split(",") if _KEY.fullmatch(key)}
    return [line for line in _lines(request, now, None) if line.judgement.key in keys and line.state != "taken back"] if keys else []


# --- deciding ----------------------------------------------------------------------------------------------------------


def _decisions(request: Request) -> Decisions:
    decisions: Decisions | None = desk_of(request).decisions
    if decisions is None:
        raise HTTPException(409, "This desk was opened without its database of decisions.")
    return decisions


def _standing(request: Request) -> tuple[Judgement, ...]:
    decisions: Decisions | None = desk_of(request).decisions
    return decisions.current() if decisions is not None else ()


def _judged(request: Request) -> frozenset[str]:
    return frozenset(key for one in _standing(request) for key in one.claims)


def _as_judged(claim: Claim, standing: Iterable[Judgement]) -> Claim:
    """The claim with what judgements that stand correct in it."""
    for field, value, _ in Decided(standing).corrections.get(claim.key, []):
        claim = corrected(claim, field, value)
    return claim


@contextmanager
def grouping_after(request: Request) -> Iterator[None]:
    """Judge within; afterwards incidents follow, whatever else was decided meanwhile.

    Raises:
        HTTPException: the judgement is kept, but the store could not be written.
    """
    lake, decisions = desk_of(request).source, _decisions(request)
    if not isinstance(lake, Lake):
        raise HTTPException(409, "This desk only reads its store.")
    with _JUDGING:
        before = len(decisions.history())
        try:
            yield
        finally:
            if len(decisions.history()) != before:
                _regroup(request, lake, decisions)


def _regroup(request: Request, lake: Lake, decisions: Decisions) -> None:
    try:
        regroup(lake, decisions.current())
    except StoreError as error:
        log_fault(error, path=request.url.path)
        raise HTTPException(503, "The decision is kept, but the store could not be written; it follows with the next one.") from error
    finally:
        desk_of(request).changed()


def _signature(request: Request, who: Person) -> str:
    """The name that judgements are signed with: the token's, or where there are no tokens the one last given."""
    given = unquote(request.cookies.get(SIGNED_COOKIE, ""))[:80] if who == LOCAL else ""
    return given if given and given.isprintable() else who.name


def _author(request: Request, who: Person, sent: Mapping[str, str]) -> str:
    if who != LOCAL:
        return who.name
    given = " ".join(sent.get("signed", "").split()) or _signature(request, who)
    if len(given) > 80 or not given.isprintable():
        raise InputError("signed: a name of at most 80 characters")
    return given


def _known(now: View) -> Known:
    def is_code(code: str) -> bool:
        sector = code.partition(".")[2]
        return code in now.ask(codes_told) or ((not sector or sector in SECTORS) and now.name(code) != code)

    return Known(is_code, lambda name: now.ask(place_called, name))


def _named(now: View, key: str, form: Mapping[str, Sequence[str]]) -> list[str]:
    """The other claims that a form names: ticked ones, and what was pasted: keys or addresses of claims or incidents."""
    asked = list(form.get("with", []))
    for word in " ".join(form.get("other", [])).split():
        chosen = _CHOSEN.search(word) or _KEY.search(word)
        if chosen is None:
            raise InputError(f"{word[:60]}: neither a key nor an address of a claim or an incident")
        asked.append(chosen[chosen.lastindex or 0])
    found = []
    for one in dict.fromkeys(asked):
        meant = now.ask(claim_meant, one) if _KEY.fullmatch(one) else None
        if meant is None:
            raise InputError(f"{one[:60]}: no claim and no incident has this key")
        found.append(meant)
    others = [one for one in dict.fromkeys(found) if one != key]
    if not others:
        raise InputError("Choose the other claim: tick one, or give its key or address.")
    if len(others) > _MOST_PAIRS:
        raise InputError(f"At most {_MOST_PAIRS} claims at once.")
    return others
