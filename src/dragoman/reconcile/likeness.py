"""Whether two claims can be of one happening, and how much speaks for it."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.model.claim import Actor, Claim, speaking_parties
from dragoman.reconcile.merge import parties as parties_of
from dragoman.reconcile.merge import told_recipients

NARRATOR = "narrator"
_NEAR = 300
"""Characters between two accounts of something whose parties neither names: a sentence or two."""
_SAME_STORY = 900
"""Characters between two accounts by different voices that share a side: a few paragraphs."""
_CIVIL = frozenset({"CVL", "REF", "LAB", "MED", "EDU", "JRN", "BUS", "REL", "SOC"})
_ARMED = frozenset({"MIL", "REB", "PRM", "UAF", "SEP", "CRM", "SPY"})
_CONFLICT = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "SANCTION", "PROTEST"})
_VAGUE = frozenset({"country", "border", "region", "province"})


def likeness(one: Claim, other: Claim) -> int:
    """How much speaks for one happening; 0 where something speaks against it or nothing for it."""
    if not _possible(one, other):
        return 0
    ties = _ties(one, other)
    if not ties:
        return 0
    alike = bool(one.mode) and one.mode == other.mode
    return 1 + ties + 2 * _meet(one, other) + alike + (_gap(one, other) <= 0) + _nearness(one, other)


def _nearness(one: Claim, other: Claim) -> int:
    """Accounts close by are likelier of one happening, and a denial most of all stands by what another voice has told."""
    apart = _apart(one, other)
    denial = 2 if is_disputed(one, other) and speakers(one) != speakers(other) else 0
    return (apart <= _SAME_STORY) + (apart <= _NEAR) + (denial if apart <= _SAME_STORY else 0)


def parties(claim: Claim) -> frozenset[str]:
    """The parties on either side of a claim."""
    return parties_of([a.code for a in (*claim.actors, *told_recipients(claim))])


def with_speaker(claim: Claim) -> frozenset[str]:
    """The parties, and for an act told without its target by a party the one that tells it."""
    named = parties(claim)
    if claim.type != "ASSAULT" or told_recipients(claim) or not claim.actors:
        return named
    return named | {v for v in parties_of(claim.voice.codes) if v != NARRATOR and ":" not in v}


def speakers(claim: Claim) -> frozenset[str]:
    """Who tells the claim, as parties."""
    return speaking_parties(claim.voice.codes)


def suffered_by(claim: Claim) -> str:
    """Whether those that the act was done to are ``civilians`` or ``fighters``; empty where mixed or not told."""
    sectors = {a.code.partition(".")[2] for a in claim.recipients}
    if not sectors:
        return ""
    return "civilians" if sectors <= _CIVIL else "fighters" if sectors <= _ARMED else ""


# -- what speaks against it -----------------------------------------------------------------------------------------------


def _possible(one: Claim, other: Claim) -> bool:
    if one.type != other.type or _happened(one) != _happened(other):
        return False
    if one.type not in _CONFLICT and not is_disputed(one, other) and _is_joint(one) != _is_joint(other):
        return False
    disputed = is_disputed(one, other)
    if one.background != other.background and not disputed:
        return False
    return (_days(one, other) or (disputed and _undated(one, other))) and _modes(one, other)


def _is_joint(claim: Claim) -> bool:
    """Whether several do it together: the truce of two sides is not what one of them promised the other."""
    return len(parties_of([a.code for a in claim.actors])) > 1


def is_disputed(one: Claim, other: Claim) -> bool:
    """Whether one asserts what the other says did not happen."""
    return is_denial(one) != is_denial(other) and "doubts" not in {one.stance, other.stance}


def is_denial(claim: Claim) -> bool:
    """Whether the claim says that something did not happen."""
    return claim.stance == "denies" or claim.reality == "negated"


def _happened(claim: Claim) -> bool:
    return claim.reality in {"actual", "negated"}


def _undated(one: Claim, other: Claim) -> bool:
    """Whether the text itself dates at most one of them: a denial seldom says the day again."""
    return any(claim.date is None or claim.date.span is None for claim in (one, other))


def _days(one: Claim, other: Claim) -> bool:
    return _gap(one, other) <= 1


def _gap(one: Claim, other: Claim) -> int:
    """Days between the two; 0 or less where they share one or either leaves it open."""
    if one.date is None or other.date is None:
        return 0
    first = max((d for d in (one.date.first, other.date.first) if d is not None), default=None)
    last = min((d for d in (one.date.last, other.date.last) if d is not None), default=None)
    return 0 if first is None or last is None else (first - last).days


def _modes(one: Claim, other: Claim) -> bool:
    """Different ways of doing it are different acts, unless the same parties dispute who began."""
    return not one.mode or not other.mode or one.mode == other.mode or speakers(one) != speakers(other)


# -- what speaks for it ---------------------------------------------------------------------------------------------------


def _ties(one: Claim, other: Claim) -> int:
    """3 for the same parties, 1 or 2 for less, 0 for nothing in common."""
    a, b = parties(one), parties(other)
    if a and b and (a <= b or b <= a or with_speaker(one) == with_speaker(other)):
        return 3
    if not a or not b:
        return int(bool(a or b) or is_disputed(one, other) or _tolls_side_by_side(one, other))
    if speakers(one) == speakers(other):
        return 0
    return _ties_of_rivals(one, other)


def _ties_of_rivals(one: Claim, other: Claim) -> int:
    """What ties two accounts by different voices that do not name the same parties."""
    near, there = _apart(one, other) <= _SAME_STORY, _meet(one, other)
    if _mirrored(one, other):
        return 2
    sides = _compatible(one, other)
    if there and _gap(one, other) <= 0 and (sides or _rival_targets(one, other)):
        return 2
    if near and not _placed_apart(one, other):
        disputed = is_disputed(one, other) and bool(_lands(one.actors) & _lands(other.actors) or sides)
        return int(_rival_targets(one, other) or disputed or _tolls_of_one_land(one, other))
    return 0


def _mirrored(one: Claim, other: Claim) -> bool:
    """Whether each has done what the other has suffered, by country: "A fired at farmers", "B fired at troops"."""
    doers, others = _lands(one.actors), _lands(other.actors)
    return bool(doers and others) and not doers & others and (doers, others) == (_lands(other.recipients), _lands(one.recipients))


def _compatible(one: Claim, other: Claim) -> bool:
    """Whether on each side the parties are the same or one of the two leaves them open."""
    sides = ((one.actors, other.actors), (one.recipients, other.recipients))
    named = [(parties_of([x.code for x in a]), parties_of([x.code for x in b])) for a, b in sides]
    return all(not a or not b or a & b for a, b in named)


def _rival_targets(one: Claim, other: Claim) -> bool:
    """Whether the same side struck fighters as one tells it and civilians as the other does."""
    a, b = (parties_of([x.code for x in claim.actors]) for claim in (one, other))
    return {suffered_by(one), suffered_by(other)} == {"civilians", "fighters"} and (not a or not b or bool(a & b))


def _tolls_side_by_side(one: Claim, other: Claim) -> bool:
    """Whether two voices count the victims of something that neither names, close to each other."""
    return bool(_kinds(one) & _kinds(other)) and _apart(one, other) <= _NEAR and speakers(one) != speakers(other)


def _tolls_of_one_land(one: Claim, other: Claim) -> bool:
    """Whether one only counts the victims, of one country, of what the other tells with victims of its own."""
    if not _kinds(one) & _kinds(other) or not _compatible_doers(one, other):
        return False
    return bool(_lands(one.recipients)) and _lands(one.recipients) == _lands(other.recipients)


def _compatible_doers(one: Claim, other: Claim) -> bool:
    a, b = (parties_of([x.code for x in claim.actors]) for claim in (one, other))
    return not a or not b


def _kinds(claim: Claim) -> set[str]:
    return {c.kind for c in claim.casualties}


def _lands(side: Sequence[Actor]) -> frozenset[str]:
    codes = (a.code for a in side if not a.code.startswith("UNK"))
    return frozenset(c if ":" in c else c.partition(".")[0] for c in codes)


def _apart(one: Claim, other: Claim) -> int:
    """Characters between the two in the text."""
    return max(one.span[0], other.span[0]) - min(one.span[1], other.span[1])


def _spots(claim: Claim) -> set[str]:
    return {p.name.casefold() for p in claim.places if p.precision not in _VAGUE}


def _meet(one: Claim, other: Claim) -> bool:
    """Whether both name one settlement or spot."""
    return bool(_spots(one) & _spots(other))


def _placed_apart(one: Claim, other: Claim) -> bool:
    return bool(_spots(one) and _spots(other)) and not _meet(one, other)
