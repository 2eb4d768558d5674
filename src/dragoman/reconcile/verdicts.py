"""The status of an incident that many documents tell of: as for one report, but stricter about what contradicts what."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.model.incident import Discrepancy, Incident, Status
from dragoman.reconcile.facts import Facts
from dragoman.reconcile.likeness import NARRATOR
from dragoman.reconcile.merge import parties as parties_of
from dragoman.reconcile.status import accounts, contested_why, discrepancies, exclusive, in_words, incident_key, join, short_keys
from dragoman.reconcile.tolls import by_side, superseded

_NAMED = 6
"""Claims that a reason names; of more it says how many."""
_MOST_READINGS = 12
"""Values of one field that a reason tells."""


def weigh(claims: Sequence[Facts]) -> Incident:
    """Put the claims of many documents about one happening side by side; they are given in the order of publication."""
    keys = tuple(c.key for c in claims)
    found = discrepancies(claims)
    disputed = _disputed(claims, found)
    if disputed is not None:
        why = contested_why(disputed, {c.key: c for c in claims})
        return Incident(incident_key(keys), "contested", why, keys, accounts(claims), found)
    verdict, why = _undisputed(claims)
    return Incident(incident_key(keys), verdict, why, keys, accounts(claims), found)


# -- contested --------------------------------------------------------------------------------------------------------------


def _disputed(claims: Sequence[Facts], found: Sequence[Discrepancy]) -> Discrepancy | None:
    """The first field in which two parties, or a party and a narrator, cannot both be right.

    Many tellers name more or less of the same: who did it is disputed where the sides have nobody in common, where it
    happened where the towns have none in common, and how many were harmed by figures that still stand.
    """
    by_key = {c.key: c for c in claims}
    for one in found:
        if one.field == "occurrence" and _opposed(one, by_key, _other):
            return _shown(one)
        if one.field == "initiator" and _opposed(one, by_key, _nobody_common):
            return _shown(one)
        if one.field == "target" and _opposed(one, by_key, _nobody_common, parties_only=True):
            return _shown(one)
    standing = _standing(claims)
    for one in found:
        if one.field.partition(" ")[0] in {"killed", "wounded", "captured", "displaced", "harmed", "missing"}:
            kept = Discrepancy(one.field, tuple(r for r in one.values if (one.field, r.value) in standing))
            if _opposed(kept, by_key, exclusive):
                return _shown(kept)
    return None


def _shown(found: Discrepancy) -> Discrepancy:
    return Discrepancy(found.field, found.values[:_MOST_READINGS])


def _standing(claims: Sequence[Facts]) -> set[tuple[str, str]]:
    """The figures that no later one of the same claimant has replaced, as a discrepancy names them."""
    found = set()
    for (kind, whose), stated in by_side(claims).items():
        replaced = superseded(stated)
        found |= {(f"{kind} {'+'.join(whose)}".strip(), in_words(s.figure)) for at, s in enumerate(stated) if at not in replaced}
    return found


def _opposed(found: Discrepancy, by_key: dict[str, Facts], excludes: object, *, parties_only: bool = False) -> bool:
    """Whether two readings that exclude each other come from voices that are not the same."""
    told = [(r.value, [by_key[key] for key in r.claims]) for r in found.values]
    for i, (value, claims) in enumerate(told):
        for other, others in told[i + 1 :]:
            if excludes(value, other) and _by_others(claims, others, parties_only=parties_only):  # type: ignore[operator]
                return True
    return False


def _by_others(claims: Sequence[Facts], others: Sequence[Facts], *, parties_only: bool) -> bool:
    for one in {c.speakers for c in claims}:
        for other in {c.speakers for c in others}:
            named = bool(one and other)
            party = bool((one | other) - {NARRATOR})
            if named and party and one.isdisjoint(other) and not (parties_only and NARRATOR in one | other):
                return True
    return False


def _other(one: str, other: str) -> bool:
    return one != other


def _nobody_common(one: str, other: str) -> bool:
    return set(one.split(", ")).isdisjoint(other.split(", "))


# -- and what is not --------------------------------------------------------------------------------------------------------


def _undisputed(claims: Sequence[Facts]) -> tuple[Status, str]:
    actual = [c for c in claims if c.stance == "asserts" and c.reality == "actual"]
    firm = [c for c in actual if not c.anonymous and "UNK" not in c.voices]
    doubted = [c for c in claims if c.stance == "doubts"]
    voices = {v for c in firm for v in parties_of(c.voices)} - {NARRATOR}
    sides = {p for c in claims for p in c.parties}
    if len(voices) > 1 and voices & sides:
        return "corroborated", f"asserted by {join(sorted(voices))} ({_keys(firm)})"
    narrated = [c for c in firm if NARRATOR in c.voices]
    outlets = _independent(narrated, [c for c in firm if c.speakers & sides])
    if outlets and voices & sides:
        return "corroborated", f"asserted by {join(sorted(voices))} and by an outlet of its own knowledge ({_keys(outlets)})"
    if voices and voices <= sides and not narrated:
        return "one-sided", f"asserted only by {join(sorted(voices))} ({_keys(firm)})"
    if doubted or (actual and not firm):
        return "unverified", f"hedged, anonymous or doubted ({_keys(doubted or actual)})"
    if len(voices) == 1 and not sides and not narrated and ":" not in next(iter(voices)):
        return "one-sided", f"asserted only by {join(sorted(voices))}, and nobody says who did it to whom ({_keys(firm)})"
    if voices and not narrated:
        return "unverified", f"asserted only by {join(sorted(voices))}, no party to it ({_keys(firm)})"
    if all(c.stance == "denies" for c in claims):
        return "unverified", f"denied, and asserted by nobody here ({_keys(claims)})"
    return "uncontested", f"told as a fact and disputed by nobody ({_keys(narrated or claims)})"


def _independent(narrated: Sequence[Facts], by_parties: Sequence[Facts]) -> list[Facts]:
    """The narrators' claims in texts in which no party tells the same: another outlet, and no copy."""
    told_there = {c.source for c in by_parties}
    return [c for c in narrated if c.source not in told_there]


def _keys(claims: Sequence[Facts]) -> str:
    return short_keys(claims, _NAMED)
