"""One claim per voice and happening: what a headline, a standfirst or a recap says again becomes the same claim.

Two claims are the same when their type, voice, stance and reality agree and no slot of one contradicts the other's; a slot
that one leaves open unifies with anything.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from dragoman.model.claim import Actor, Claim, party_of

_SPEECH = frozenset({"ACCUSE", "REQUEST", "REJECT", "THREATEN", "AGREE", "SUPPORT"})


def merge(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """Merge claims that say the same, keeping the place of the one that says most; order as in the text."""
    alike: dict[tuple[object, ...], list[Claim]] = {}
    for claim in claims:
        kept = alike.setdefault(_kind(claim), [])
        at = next((i for i, other in enumerate(kept) if same(other, claim)), None)
        if at is None:
            kept.append(claim)
        else:
            kept[at] = _joined(kept[at], claim)
    return tuple(sorted((c for kept in alike.values() for c in kept), key=lambda c: (c.span, c.key)))


def _kind(claim: Claim) -> tuple[object, ...]:
    """What two claims share to be the same."""
    return (claim.type, claim.stance, claim.reality, claim.background, parties(claim.voice.codes))


def same(one: Claim, other: Claim) -> bool:
    """Whether the two claims are one voice saying one thing."""
    if _kind(one) != _kind(other):
        return False
    if not all(_parties_agree(one, other, side) for side in ("actors", "recipients")):
        return False
    if one.mode and other.mode and one.mode != other.mode:
        return False
    if one.casualties and other.casualties and (one.mode == "abduct") != (other.mode == "abduct"):
        return False  # those carried off are not those killed
    if one.type == "REJECT" and not any(_side(one, side) & _side(other, side) for side in ("actors", "recipients")):
        return False  # "Chad refused to sign" and "the plan of Niger was turned down" have nobody in common
    return _days_agree(one, other) and _places_agree(one, other) and _tolls_agree(one, other)


def parties(codes: Sequence[str]) -> frozenset[str]:
    """The parties of codes, without unknown ones."""
    return frozenset(party_of(c) for c in codes if not c.startswith("UNK"))


def _side(claim: Claim, side: str) -> frozenset[str]:
    return parties([a.code for a in (claim.actors if side == "actors" else claim.recipients)])


def told_recipients(claim: Claim) -> tuple[Actor, ...]:
    """Recipients but for civilians that no words of the text name: they set no two accounts apart."""
    return tuple(r for r in claim.recipients if r.span is not None or not r.code.endswith(".CVL"))


def _parties_agree(one: Claim, other: Claim, side: str) -> bool:
    a, b = _side(one, side), _side(other, side)
    return a <= b or b <= a


def _days_agree(one: Claim, other: Claim) -> bool:
    if one.background and (_undated(one) or _undated(other)):
        return bool(_side(one, "actors")) and _side(one, "actors") == _side(other, "actors")
    if one.date is None or other.date is None:
        return True
    first = max((d for d in (one.date.first, other.date.first) if d is not None), default=None)
    last = min((d for d in (one.date.last, other.date.last) if d is not None), default=None)
    return first is None or last is None or first <= last


def _undated(claim: Claim) -> bool:
    """Whether no words of the text give the day: history without a day is not taken for any other history."""
    return claim.date is None or claim.date.span is None


def _places_agree(one: Claim, other: Claim) -> bool:
    a = {p.name.casefold() for p in one.places if p.precision not in {"country", "border", "region"}}
    b = {p.name.casefold() for p in other.places if p.precision not in {"country", "border", "region"}}
    return not a or not b or bool(a & b)


def _tolls_agree(one: Claim, other: Claim) -> bool:
    """Whether tolls of one kind are equal where they are of the same people, or of people left open."""
    return all(
        (a.low, a.high) == (b.low, b.high)
        for a in one.casualties for b in other.casualties
        if a.kind == b.kind and (a.whose == b.whose or not a.whose or not b.whose)
    )  # fmt: skip


def _weight(claim: Claim) -> tuple[int, int]:
    """How much a claim says; between equals the later one, which is the body's, is kept."""
    dated = claim.date is not None and claim.date.span is not None
    said = [any(a.span is not None for a in side) for side in (claim.actors, claim.recipients)]
    slots = sum(said) + bool(claim.mediators) + bool(claim.places) + dated
    return (slots + bool(claim.mode) + len(claim.casualties), claim.span[0])


def _joined(one: Claim, other: Claim) -> Claim:
    strong, weak = (one, other) if _weight(one) >= _weight(other) else (other, one)
    have = {(c.kind, c.whose) for c in strong.casualties}
    undated = strong.date is None or strong.date.span is None
    actors = strong.actors if len(_side(strong, "actors")) >= len(_side(weak, "actors")) else weak.actors
    own = {a.code for a in actors} if len(actors) > 1 or not strong.recipients else set()
    return replace(
        strong,
        mode=strong.mode or weak.mode,
        actors=actors,
        recipients=tuple(r for r in strong.recipients or weak.recipients if r.code not in own),
        mediators=strong.mediators or weak.mediators,
        date=weak.date if undated and weak.date is not None else strong.date,
        places=strong.places or weak.places,
        casualties=(*strong.casualties, *(c for c in weak.casualties if (c.kind, c.whose) not in have)),
        framing=tuple(dict.fromkeys((*strong.framing, *weak.framing))),
        sightings=strong.sightings,
    )
