"""The shape of the labelled cases, and the comparison of a case with what was read."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Literal
from unicodedata import combining, normalize

import msgspec
from msgspec import Struct

from dragoman.model.claim import Claim, Quotation, Voice
from dragoman.model.event import Casualty, Reality, Stance, When
from dragoman.model.incident import Incident, Ledger, Status
from dragoman.model.text import Mark, Span, overlaps
from dragoman.model.world import Place

FOLDER = Path(__file__).parent / "cases"
QUOTE_SLACK = 6
"""Code points by which a quotation may start early or late: "that " and an opening mark."""

Day = date


class Want(Struct, frozen=True, forbid_unknown_fields=True):
    """A claim by some of its fields; a field left out is not looked at.

    Codes compare by what stands before their dot, without ``UNK``, so that ``actors = []`` means nobody named.
    ``casualties`` gives ``[low, high]`` for each kind, ``[low]`` where the upper end is open. ``date`` is the first and
    the last day, or empty for no date. ``on`` is a stretch of the text that the claim's span overlaps.
    """

    type: str | None = None
    mode: str | None = None
    actors: tuple[str, ...] | None = None
    recipients: tuple[str, ...] | None = None
    mediators: tuple[str, ...] | None = None
    voice: str | tuple[str, ...] | None = None
    stance: Stance | None = None
    reality: Reality | None = None
    background: bool | None = None
    anonymous: bool | None = None
    channel: str | None = None
    casualties: dict[str, tuple[int, ...]] | None = None
    place: str | None = None
    date: tuple[Day, ...] | None = None
    framing: str | None = None
    on: str | None = None


class WantQuotation(Struct, frozen=True, forbid_unknown_fields=True):
    """A quotation: who speaks, how its words start, and its kind."""

    starts: str
    voice: str | tuple[str, ...] | None = None
    kind: Literal["direct", "mixed", "indirect"] | None = None
    anonymous: bool | None = None
    channel: str | None = None


class WantIncident(Struct, frozen=True, forbid_unknown_fields=True):
    """An incident that holds a claim on each of the stretches; without a status any will do."""

    claims_on: tuple[str, ...]
    status: Status | None = None


class WantMark(Struct, frozen=True, forbid_unknown_fields=True):
    """A mark of that kind over the stretch."""

    kind: str
    on: str


class Case(Struct, frozen=True, forbid_unknown_fields=True):
    """A text with what must and must not be read out of it."""

    id: str
    tier: Literal["STRONG", "MEDIUM", "WEAK"]
    text: str
    published: date | None = None
    expect: tuple[Want, ...] = ()
    forbid: tuple[Want, ...] = ()
    count: int | None = None
    quotations: tuple[WantQuotation, ...] = ()
    incidents: tuple[WantIncident, ...] = ()
    marks: tuple[WantMark, ...] = ()
    note: str = ""


class CaseFile(Struct, frozen=True, forbid_unknown_fields=True):
    """``cases/NN_name.toml``."""

    phenomenon: int
    name: str
    case: tuple[Case, ...]


@functools.cache
def case_files() -> tuple[CaseFile, ...]:
    """All files, in the order of their phenomena."""
    return tuple(msgspec.toml.decode(path.read_bytes(), type=CaseFile) for path in sorted(FOLDER.glob("*.toml")))


# --- comparing --------------------------------------------------------------------------------------------------------


def parties(codes: Iterable[str]) -> frozenset[str]:
    return frozenset(code.split(".")[0] for code in codes)


def sides(codes: Iterable[str]) -> frozenset[str]:
    return parties(codes) - {"UNK"}


def same_voice(wanted: str | tuple[str, ...], voice: Voice) -> bool:
    found = parties(voice.codes) or {"UNK"}
    if isinstance(wanted, str):
        return wanted.split(".")[0] in found
    return parties(wanted) == found


def plain(words: str) -> str:
    """Without case and accents: gazetteers and reports spell Najrān differently."""
    return "".join(c for c in normalize("NFKD", words.casefold()) if not combining(c))


def alike(one: str, other: str) -> bool:
    """Whether one string is part of the other, without regard to case and accents."""
    one, other = plain(one), plain(other)
    return bool(one and other) and (one in other or other in one)


def named(wanted: str, places: Iterable[Place], text: str) -> bool:
    """Whether a place is called so by the gazetteer or by the text."""
    return any(alike(wanted, p.name) or alike(wanted, text[slice(*p.span)] if p.span else "") for p in places)


def occurrences(text: str, words: str) -> list[Span]:
    found, at = [], text.find(words)
    while at >= 0:
        found.append((at, at + len(words)))
        at = text.find(words, at + 1)
    return found


def lies_on(text: str, words: str, span: Span) -> bool:
    return any(overlaps(place, span) for place in occurrences(text, words))


def same_losses(wanted: dict[str, tuple[int, ...]], found: Sequence[Casualty]) -> bool:
    ranges = {(c.kind, c.low, c.high) for c in found}
    return all((kind, low, high[0] if high else None) in ranges for kind, (low, *high) in wanted.items())


def days(when: When | None) -> tuple[date | None, ...]:
    return (when.first, when.last) if when is not None else ()


def voice_fits(want: Want | WantQuotation, voice: Voice) -> bool:
    return (
        (want.voice is None or same_voice(want.voice, voice))
        and (want.anonymous is None or want.anonymous == voice.anonymous)
        and (want.channel is None or alike(want.channel, voice.channel or ""))
    )


def roles_fit(want: Want, claim: Claim) -> bool:
    pairs = ((want.actors, claim.actors), (want.recipients, claim.recipients), (want.mediators, claim.mediators))
    return all(codes is None or sides(codes) == sides(a.code for a in actors) for codes, actors in pairs)


def details_fit(want: Want, claim: Claim, text: str) -> bool:
    return (
        (want.casualties is None or same_losses(want.casualties, claim.casualties))
        and (want.place is None or named(want.place, claim.places, text))
        and (want.date is None or want.date == days(claim.date))
        and (want.framing is None or any(alike(want.framing, f.word) for f in claim.framing))
    )


def fits(want: Want, claim: Claim, text: str) -> bool:
    """Whether every field that is given agrees."""
    exact = ("type", "mode", "stance", "reality", "background")
    return (
        all(getattr(want, name) in (None, getattr(claim, name)) for name in exact)
        and roles_fit(want, claim)
        and voice_fits(want, claim.voice)
        and details_fit(want, claim, text)
        and (want.on is None or lies_on(text, want.on, claim.span))
    )


def said(want: WantQuotation, found: Quotation, text: str) -> bool:
    starts = [at for at, _ in occurrences(text, want.starts)]
    near = any(abs(span[0] - at) <= QUOTE_SLACK for span in found.spans for at in starts)
    return near and want.kind in (None, found.kind) and voice_fits(want, found.voice)


def grouped(want: WantIncident, found: Incident, ledger: Ledger) -> bool:
    text, inside = ledger.document.text, [c for c in ledger.claims if c.key in found.claims]
    return want.status in (None, found.status) and all(
        any(lies_on(text, words, claim.span) for claim in inside) for words in want.claims_on
    )


def mark_fits(want: WantMark, found: Mark, text: str) -> bool:
    return want.kind == found.kind and lies_on(text, want.on, found.span)


def unmatched(wants: Sequence[Want], claims: Sequence[Claim], text: str) -> list[Want]:
    """The wants that no claim is left for, when each claim may serve one want (augmenting paths)."""
    fitting = [[i for i, claim in enumerate(claims) if fits(want, claim, text)] for want in wants]
    taken: dict[int, int] = {}

    def place(want: int, tried: set[int]) -> bool:
        for claim in fitting[want]:
            if claim not in tried:
                tried.add(claim)
                if claim not in taken or place(taken[claim], tried):
                    taken[claim] = want
                    return True
        return False

    return [wants[i] for i in range(len(wants)) if not place(i, set())]


def shown(record: Struct) -> str:
    """The fields of a want that are given."""
    given = {name: getattr(record, name) for name in record.__struct_fields__}
    return ", ".join(f"{name}={value!r}" for name, value in given.items() if value is not None)


def complaints(case: Case, ledger: Ledger) -> list[str]:
    """What is wrong with a reading, in words; empty when the case passes."""
    text, claims = case.text, ledger.claims
    wrong = [f"missing: {shown(want)}" for want in unmatched(case.expect, claims, text)]
    wrong += [f"must not be: {shown(want)}" for want in case.forbid if any(fits(want, c, text) for c in claims)]
    if case.count is not None and len(claims) != case.count:
        wrong.append(f"{len(claims)} claims instead of {case.count}")
    quotations, incidents, marks = ledger.quotations, ledger.incidents, ledger.document.marks
    wrong += [
        *(f"no quotation: {shown(w)}" for w in case.quotations if not any(said(w, q, text) for q in quotations)),
        *(f"no incident: {shown(w)}" for w in case.incidents if not any(grouped(w, i, ledger) for i in incidents)),
        *(f"no mark: {shown(w)}" for w in case.marks if not any(mark_fits(w, m, text) for m in marks)),
    ]
    return wrong


def claim_line(claim: Claim, text: str) -> str:
    """A claim on one line: type, who and whom, voice, how it is put, days, places, words."""
    who, whom, by = ("+".join(a.code for a in s) or "-" for s in (claim.actors, claim.recipients, claim.mediators))
    voice = "+".join(claim.voice.codes) + "?" * claim.voice.anonymous
    losses = "".join(f" {k.kind}[{k.low},{k.high}]" for k in claim.casualties)
    how = f"{claim.stance} {claim.reality}{' background' * claim.background}{losses}"
    when, where = "..".join(map(str, days(claim.date))), ",".join(p.name for p in claim.places)
    cells = (f"{claim.type}/{claim.mode} {who} > {whom} by {by}", f"{voice} ({claim.voice.channel})", how, when, where)
    return " | ".join((*cells, repr(text[slice(*claim.span)])))


def found_instead(ledger: Ledger) -> str:
    """The claims, quotations, incidents and failures of a ledger, one a line."""
    text = ledger.document.text
    lines = [claim_line(claim, text) for claim in ledger.claims]
    for q in ledger.quotations:
        words = " ... ".join(text[slice(*span)] for span in q.spans)
        lines.append(f"quotation {q.kind} {'+'.join(q.voice.codes)}: {words!r}")
    lines += [f"incident {i.status}: {len(i.claims)} claims" for i in ledger.incidents]
    lines += [f"failure {f.stage}: {f.reason}" for f in ledger.failures]
    return "\n".join(f"      {line}" for line in lines or ["nothing"])
