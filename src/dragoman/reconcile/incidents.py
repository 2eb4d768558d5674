"""Claims about the same happening side by side: accounts per party, what they differ in, and the status that follows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dragoman.model.claim import Claim
from dragoman.model.incident import Account, Discrepancy, Incident, Reading, Status
from dragoman.model.keys import content_key
from dragoman.model.text import Span
from dragoman.reconcile.likeness import NARRATOR, is_denial, likeness, parties, speakers, suffered_by, with_speaker
from dragoman.reconcile.merge import parties as parties_of

_GROUPED = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "CONSULT", "RETREAT", "AID", "PROTEST", "SANCTION", "COOPERATE"})
_VERBAL = frozenset({"AGREE", "CONCEDE", "SUPPORT"})
_RANGE = re.compile(r"([0-9]{1,12}|\?)-([0-9]{1,12}|\?)")


def find_incidents(claims: Sequence[Claim]) -> tuple[Incident, ...]:
    """Group the claims of one report into incidents.

    Each claim joins the incident with the claim most like it; denials come last, when what they can deny is known. Acts that
    are only planned, requested or threatened stand in no incident with actual ones, and speech acts in none unless disputed.
    """
    groups: list[list[Claim]] = []
    disputed = {c.type for c in claims if c.stance == "denies"}
    grouped = [c for c in claims if c.type in _GROUPED | _VERBAL | disputed]
    for claim in sorted(grouped, key=lambda c: (is_denial(c), c.span, c.key)):
        home, best = None, 0
        for group in groups:
            closest = max(likeness(claim, other) for other in group)
            if closest > best:
                home, best = group, closest
        if home is None:
            groups.append([claim])
        else:
            home.append(claim)
    ordered = [sorted(group, key=_in_text) for group in groups]
    return tuple(_incident(g) for g in sorted(ordered, key=lambda g: _in_text(g[0])))


def _in_text(claim: Claim) -> tuple[Span, str]:
    return (claim.span, claim.key)


def _incident(claims: Sequence[Claim]) -> Incident:
    keys = tuple(c.key for c in claims)
    accounts: dict[str, list[str]] = {}
    for claim in claims:
        for party in sorted(speakers(claim)) or ["UNK"]:
            accounts.setdefault(party, []).append(claim.key)
    discrepancies = _discrepancies(claims)
    status, why = _status(claims, discrepancies)
    return Incident(
        content_key("incident", sorted(keys)[0]), status, why, keys,
        tuple(Account(p, tuple(k)) for p, k in accounts.items()), discrepancies,
    )  # fmt: skip


# -- what they differ in ----------------------------------------------------------------------------------------------------


def _discrepancies(claims: Sequence[Claim]) -> tuple[Discrepancy, ...]:
    found = []
    for name, value in (("occurrence", _occurrence), ("initiator", _initiator), ("target", _target), ("day", _day)):
        readings = _readings(claims, value)
        if len(readings) > 1:
            found.append(Discrepancy(name, tuple(Reading(v, tuple(k)) for v, k in readings.items())))
    if not any(d.field == "target" for d in found):
        struck = _readings(claims, _struck)
        if len(struck) > 1:
            found.append(Discrepancy("target", tuple(Reading(v, tuple(k)) for v, k in struck.items())))
    return (*found, *_toll_discrepancies(claims))


def _readings(claims: Sequence[Claim], value: object) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for claim in claims:
        reading = value(claim)  # type: ignore[operator]
        if reading:
            found.setdefault(reading, []).append(claim.key)
    return found


def _occurrence(claim: Claim) -> str:
    if claim.stance == "denies" or claim.reality == "negated":
        return "denied"
    return "asserted" if claim.stance == "asserts" and claim.reality == "actual" else ""


def _initiator(claim: Claim) -> str:
    if claim.stance != "asserts" or (not claim.recipients and len(with_speaker(claim)) < 2):
        return ""
    return ", ".join(sorted(parties_of([a.code for a in claim.actors])))


def _target(claim: Claim) -> str:
    specific = [p.name for p in claim.places if p.precision in {"settlement", "point"}]
    return ", ".join(sorted(specific))


def _struck(claim: Claim) -> str:
    """Whether fighters or civilians were struck, as one asserts it."""
    return suffered_by(claim) if claim.type == "ASSAULT" and claim.stance == "asserts" and claim.reality == "actual" else ""


def _day(claim: Claim) -> str:
    if claim.date is None or claim.date.span is None or claim.date.first is None or claim.date.grain != "day":
        return ""
    return claim.date.first.isoformat()


def _toll_discrepancies(claims: Sequence[Claim]) -> list[Discrepancy]:
    found: dict[str, dict[str, list[str]]] = {}
    ranges: dict[str, list[tuple[int, float]]] = {}
    whose: dict[str, set[str]] = {}
    for claim in claims:
        for c in claim.casualties:
            whose.setdefault(c.kind, set()).add("+".join(sorted(parties_of(c.whose))))
    for claim in claims:
        for c in claim.casualties:
            named = whose[c.kind] - {""}
            side = "+".join(sorted(parties_of(c.whose))) or (next(iter(named)) if len(named) == 1 else "")
            name = f"{c.kind} {side}".strip()
            text = f"{c.low if c.low is not None else '?'}-{c.high if c.high is not None else '?'}"
            found.setdefault(name, {}).setdefault(text, []).append(claim.key)
            ranges.setdefault(name, []).append((c.low or 0, float("inf") if c.high is None else c.high))
    out = []
    for name, readings in found.items():
        apart = max(low for low, _ in ranges[name]) > min(high for _, high in ranges[name])
        if apart and len(readings) > 1:
            out.append(Discrepancy(name, tuple(Reading(v, tuple(k)) for v, k in readings.items())))
    return out


# -- status -----------------------------------------------------------------------------------------------------------------


def _status(claims: Sequence[Claim], discrepancies: Sequence[Discrepancy]) -> tuple[Status, str]:
    """The first rule that applies (design: status of an incident)."""
    by_key = {c.key: c for c in claims}
    for found in discrepancies:
        if _by_different_voices(found, by_key):
            return "contested", _contested_why(found, by_key)
    actual = [c for c in claims if c.stance == "asserts" and c.reality == "actual"]
    firm = [c for c in actual if not c.voice.anonymous and "UNK" not in c.voice.codes]
    doubted = [c for c in claims if c.stance == "doubts"]
    voices = {v for c in firm for v in parties_of(c.voice.codes)} - {NARRATOR}
    sides = {p for c in claims for p in parties(c)}
    if len(voices) > 1 and voices & sides:
        return "corroborated", f"asserted by {_join(sorted(voices))} ({_keys(firm)})"
    told_by_narrator = any(NARRATOR in c.voice.codes for c in firm)
    if voices and voices <= sides and not told_by_narrator:
        return "one-sided", f"asserted only by {_join(sorted(voices))} ({_keys(firm)})"
    if doubted or (actual and not firm):
        return "unverified", f"hedged, anonymous or doubted ({_keys(doubted or actual)})"
    if voices and not told_by_narrator:
        return "unverified", f"asserted only by {_join(sorted(voices))}, no party to it ({_keys(firm)})"
    if all(c.stance == "denies" for c in claims):
        return "unverified", f"denied, and asserted by nobody here ({_keys(claims)})"
    return "uncontested", f"the report asserts it and nobody in it disputes it ({_keys(claims)})"


def _by_different_voices(found: Discrepancy, by_key: dict[str, Claim]) -> bool:
    """Whether at least two readings that exclude each other come from different voices."""
    named = found.field != "occurrence"
    voices = [frozenset(v for k in r.claims for v in _who(by_key[k], named=named)) for r in found.values]
    for i, reading in enumerate(found.values):
        for k in range(i + 1, len(voices)):
            if named and not (voices[i] and voices[k]):
                continue
            if voices[i] != voices[k] and _exclusive(reading.value, found.values[k].value):
                return True
    return False


def _who(claim: Claim, *, named: bool) -> frozenset[str]:
    """Who tells it; where only difference matters, "police" of nobody's land are somebody too."""
    return speakers(claim) or (frozenset() if named else frozenset(claim.voice.codes))


def _exclusive(one: str, other: str) -> bool:
    """Whether two readings cannot both be: different words, or ranges that do not overlap."""
    a, b = _RANGE.fullmatch(one), _RANGE.fullmatch(other)
    if a is None or b is None:
        return one != other
    low = max(int(m[1]) if m[1] != "?" else 0 for m in (a, b))
    high = min(float(m[2]) if m[2] != "?" else float("inf") for m in (a, b))
    return low > high


def _contested_why(found: Discrepancy, by_key: dict[str, Claim]) -> str:
    parts = []
    for reading in found.values:
        told: dict[str, list[str]] = {}
        for key in reading.claims:
            told.setdefault(_join(sorted(speakers(by_key[key]))) or "somebody unnamed", []).append(key[:8])
        parts += [f"{who} says {reading.value} ({', '.join(keys)})" for who, keys in told.items()]
    return f"{found.field}: " + "; ".join(parts)


def _join(names: Sequence[str]) -> str:
    return " and ".join(names) if len(names) < 3 else ", ".join(names[:-1]) + " and " + names[-1]


def _keys(claims: Sequence[Claim]) -> str:
    return ", ".join(c.key[:8] for c in claims)
