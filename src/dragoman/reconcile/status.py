"""What claims of one happening differ in, whose account is whose, and the status that follows."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date

from dragoman.model.incident import Account, Discrepancy, Incident, Reading, Status
from dragoman.model.keys import content_key
from dragoman.reconcile.facts import Facts, Figures
from dragoman.reconcile.likeness import NARRATOR
from dragoman.reconcile.merge import parties as parties_of

_RANGE = re.compile(r"([0-9]{1,12}|\?)-([0-9]{1,12}|\?)")


def incident(claims: Sequence[Facts]) -> Incident:
    """Put the claims of one happening in one report side by side; they are given in the order of the text."""
    keys = tuple(c.key for c in claims)
    found = discrepancies(claims)
    verdict, why = status(claims, found)
    return Incident(incident_key(keys), verdict, why, keys, accounts(claims), found)


def incident_key(claims: Sequence[str]) -> str:
    """Return the key of an incident: that of its claim with the smallest key."""
    return content_key("incident", min(claims))


def accounts(claims: Sequence[Facts]) -> tuple[Account, ...]:
    """Return each party's claims, in the order in which the parties first speak."""
    told: dict[str, list[str]] = {}
    for claim in claims:
        for party in sorted(claim.speakers) or ["UNK"]:
            told.setdefault(party, []).append(claim.key)
    return tuple(Account(party, tuple(keys)) for party, keys in told.items())


# -- what they differ in ----------------------------------------------------------------------------------------------------


def discrepancies(claims: Sequence[Facts]) -> tuple[Discrepancy, ...]:
    """Return the fields on which the claims differ, with every value and the claims that give it."""
    found = []
    for name, value in (("occurrence", _occurrence), ("initiator", _initiator), ("target", _target), ("day", _day)):
        found += _differing(name, claims, value)
    if not any(d.field == "target" for d in found):
        found += _differing("target", claims, _struck)
    return (*found, *_toll_discrepancies(claims))


def _differing(name: str, claims: Sequence[Facts], value: Callable[[Facts], str]) -> list[Discrepancy]:
    readings: dict[str, list[str]] = {}
    for claim in claims:
        if reading := value(claim):
            readings.setdefault(reading, []).append(claim.key)
    return [_discrepancy(name, readings)] if len(readings) > 1 else []


def _discrepancy(name: str, readings: dict[str, list[str]]) -> Discrepancy:
    return Discrepancy(name, tuple(Reading(value, tuple(keys)) for value, keys in readings.items()))


def _occurrence(claim: Facts) -> str:
    if claim.denial:
        return "denied"
    return "asserted" if claim.stance == "asserts" and claim.reality == "actual" else ""


def _initiator(claim: Facts) -> str:
    if claim.stance != "asserts" or (not claim.targeted and len(claim.sides) < 2):
        return ""
    return ", ".join(sorted(claim.actors))


def _target(claim: Facts) -> str:
    return ", ".join(claim.towns)


def _struck(claim: Facts) -> str:
    """Whether fighters or civilians were struck, as one asserts it."""
    return claim.suffered if claim.type == "ASSAULT" and claim.stance == "asserts" and claim.reality == "actual" else ""


def _day(claim: Facts) -> str:
    if not claim.said or claim.first is None or claim.grain != "day":
        return ""
    return date.fromordinal(claim.first).isoformat()


def _toll_discrepancies(claims: Sequence[Facts]) -> list[Discrepancy]:
    found: dict[str, dict[str, list[str]]] = {}
    ranges: dict[str, list[tuple[int, float]]] = {}
    whose = named_sides(claims)
    for claim in claims:
        for figure in claim.figures:
            name = f"{figure.kind} {'+'.join(side_of(figure, whose))}".strip()
            found.setdefault(name, {}).setdefault(in_words(figure), []).append(claim.key)
            ranges.setdefault(name, []).append((figure.low or 0, float("inf") if figure.high is None else figure.high))
    out = []
    for name, readings in found.items():
        apart = max(low for low, _ in ranges[name]) > min(high for _, high in ranges[name])
        if apart and len(readings) > 1:
            out.append(_discrepancy(name, readings))
    return out


def named_sides(claims: Sequence[Facts]) -> dict[str, set[tuple[str, ...]]]:
    """Return the sides that the claims' figures name, by kind of harm."""
    found: dict[str, set[tuple[str, ...]]] = {}
    for claim in claims:
        for figure in claim.figures:
            if figure.whose:
                found.setdefault(figure.kind, set()).add(tuple(sorted(figure.whose)))
    return found


def side_of(figure: Figures, named: dict[str, set[tuple[str, ...]]]) -> tuple[str, ...]:
    """Whose dead a figure counts; where it does not say and only one side is named for its kind, that one's."""
    sides = named.get(figure.kind, set())
    return tuple(sorted(figure.whose)) or (next(iter(sides)) if len(sides) == 1 else ())


def in_words(figure: Figures) -> str:
    """Return a range as "2-5", with a question mark where it is open."""
    return f"{figure.low if figure.low is not None else '?'}-{figure.high if figure.high is not None else '?'}"


# -- status -----------------------------------------------------------------------------------------------------------------


def status(claims: Sequence[Facts], found: Sequence[Discrepancy]) -> tuple[Status, str]:
    """The first status that applies (design: status of an incident)."""
    by_key = {c.key: c for c in claims}
    for one in found:
        if _by_different_voices(one, by_key):
            return "contested", contested_why(one, by_key)
    actual = [c for c in claims if c.stance == "asserts" and c.reality == "actual"]
    firm = [c for c in actual if not c.anonymous and "UNK" not in c.voices]
    doubted = [c for c in claims if c.stance == "doubts"]
    voices = {v for c in firm for v in parties_of(c.voices)} - {NARRATOR}
    sides = {p for c in claims for p in c.parties}
    if len(voices) > 1 and voices & sides:
        return "corroborated", f"asserted by {join(sorted(voices))} ({short_keys(firm)})"
    told_by_narrator = any(NARRATOR in c.voices for c in firm)
    if voices and voices <= sides and not told_by_narrator:
        return "one-sided", f"asserted only by {join(sorted(voices))} ({short_keys(firm)})"
    if doubted or (actual and not firm):
        return "unverified", f"hedged, anonymous or doubted ({short_keys(doubted or actual)})"
    if voices and not told_by_narrator:
        return "unverified", f"asserted only by {join(sorted(voices))}, no party to it ({short_keys(firm)})"
    if all(c.stance == "denies" for c in claims):
        return "unverified", f"denied, and asserted by nobody here ({short_keys(claims)})"
    return "uncontested", f"the report asserts it and nobody in it disputes it ({short_keys(claims)})"


def _by_different_voices(found: Discrepancy, by_key: dict[str, Facts]) -> bool:
    """Whether at least two readings that exclude each other come from different voices."""
    named = found.field != "occurrence"
    voices = [frozenset(v for k in r.claims for v in _who(by_key[k], named=named)) for r in found.values]
    for i, reading in enumerate(found.values):
        for k in range(i + 1, len(voices)):
            if named and not (voices[i] and voices[k]):
                continue
            if voices[i] != voices[k] and exclusive(reading.value, found.values[k].value):
                return True
    return False


def _who(claim: Facts, *, named: bool) -> frozenset[str]:
    """Who tells it; where only difference matters, "police" of nobody's land are somebody too."""
    return claim.speakers or (frozenset() if named else frozenset(claim.voices))


def exclusive(one: str, other: str) -> bool:
    """Whether two readings cannot both be: different words, or ranges that do not overlap."""
    a, b = _RANGE.fullmatch(one), _RANGE.fullmatch(other)
    if a is None or b is None:
        return one != other
    low = max(int(m[1]) if m[1] != "?" else 0 for m in (a, b))
    high = min(float(m[2]) if m[2] != "?" else float("inf") for m in (a, b))
    return low > high


def contested_why(found: Discrepancy, by_key: dict[str, Facts]) -> str:
    """Say who gives which value of a disputed field."""
    parts = []
    for reading in found.values:
        told: dict[str, list[str]] = {}
        for key in reading.claims:
            told.setdefault(join(sorted(by_key[key].speakers)) or "somebody unnamed", []).append(key[:8])
        parts += [f"{who} says {reading.value} ({', '.join(keys)})" for who, keys in told.items()]
    return f"{found.field}: " + "; ".join(parts)


def join(names: Sequence[str]) -> str:
    """Join names as a sentence does."""
    return " and ".join(names) if len(names) < 3 else ", ".join(names[:-1]) + " and " + names[-1]


def short_keys(claims: Sequence[Facts], most: int = 0) -> str:
    """Return the first eight digits of the claims' keys; of more than ``most`` (0: any number) only those, and how many more."""
    shown = claims[:most] if most and len(claims) > most else claims
    more = f" and {len(claims) - len(shown)} more" if len(shown) < len(claims) else ""
    return ", ".join(c.key[:8] for c in shown) + more
