"""What parties promised, and the claims of the same report that would breach or keep it."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.model.claim import Claim
from dragoman.model.incident import Breach, Commitment
from dragoman.reconcile.merge import parties as parties_of

_FORCE = frozenset({"ASSAULT", "COERCE"})
_KEEPING = frozenset({"RETREAT"})


def find_commitments(claims: Sequence[Claim], text: str) -> tuple[Commitment, ...]:
    """Commitments among the claims: truces and agreements concluded, ceasefires declared, promises that the text specifies.

    An act of force between the parties on or after the day of the commitment would breach it; a withdrawal, release or
    ceasefire in effect keeps it. Who alleges the breach is the claim's own voice; nothing is taken as a fact.
    """
    found = []
    for claim in claims:
        if not _commits(claim):
            continue
        parties = tuple(dict.fromkeys(a.code for a in claim.actors))
        later = [c for c in claims if c.key != claim.key and _after(claim, c) and _between(parties, claim, c)]
        found.append(
            Commitment(
                claim=claim.key,
                parties=parties,
                guarantors=tuple(m.code for m in claim.mediators),
                what=clause(claim, text),
                since=claim.date.first if claim.date is not None else None,
                until=None,
                kept_by=tuple(c.key for c in later if c.type in _KEEPING and c.reality == "actual" and c.stance == "asserts"),
                breached_by=tuple(
                    Breach(c.key, v) for c in later if c.type in _FORCE and c.reality == "actual" and c.stance == "asserts"
                    for v in sorted(parties_of(c.voice.codes)) or ["UNK"]
                ),
            )
        )  # fmt: skip
    return tuple(found)


def _commits(claim: Claim) -> bool:
    if claim.stance != "asserts" or not claim.actors:
        return False
    if claim.type in {"AGREE", "CONCEDE"}:
        return claim.reality == "actual"
    return claim.reality == "promised" and claim.type in {"RETREAT", "AID", "CONSULT"}


def _between(parties: tuple[str, ...], commitment: Claim, claim: Claim) -> bool:
    """Whether the act is one by a party, against another party where there are two."""
    bound = parties_of(parties)
    doers, sufferers = parties_of([a.code for a in claim.actors]), parties_of([a.code for a in claim.recipients])
    if not doers & bound:
        return False
    if len(bound) < 2:
        return bool(sufferers) or claim.type in _KEEPING
    return bool(sufferers & (bound - doers)) or len(doers & bound) > 1 or claim.type in _KEEPING


def _after(commitment: Claim, claim: Claim) -> bool:
    """Whether the act can lie on or after the commitment; background before it cannot."""
    if claim.background and not commitment.background:
        return False
    if commitment.date is None or claim.date is None:
        return not claim.background
    start = commitment.date.first
    end = claim.date.last or claim.date.first
    return start is None or end is None or (end >= start and not (claim.background and end == commitment.date.last))


def clause(claim: Claim, text: str) -> str:
    """Return an act in the text's own words: the predicate with what follows in its clause, at most 12 words."""
    rest = text[claim.span[0] :]
    for stop in (".", ";", "”", '"', "\n", ","):
        cut = rest.find(stop, claim.span[1] - claim.span[0])
        if cut > 0:
            rest = rest[:cut]
    return " ".join(rest.split()[:12])
