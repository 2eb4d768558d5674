"""Fills a side that a sentence leaves open, where the text around it says who is fighting whom."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from dragoman.extract.where import fill_owners
from dragoman.model.annotations import Annotations
from dragoman.model.claim import NARRATOR, Actor, Happening, party_of
from dragoman.model.text import starting_in

_STATE_ACTS = frozenset(
    {("COERCE", "arrest"), ("COERCE", "curfew"), ("COERCE", "martial-law"), ("COERCE", "censor"), ("SANCTION", "convict")}
)
_AGAINST_STATE = frozenset({"REB", "OPP", "CRM", "PRM", "UAF"})
_FORCE = frozenset({"ASSAULT", "COERCE"})
_HELP = frozenset({"AID", "COOPERATE", "SUPPORT"})


def fill_opponents(acts: Sequence[Happening], notes: Annotations) -> tuple[Happening, ...]:
    """Give an act of force that names one side the other, if the text around it names just one that this side fights.

    Who fights whom is read from the acts that name both sides. The opponent must stand in the same or a neighbouring
    sentence, and be the only one there, or the side stays open.
    """
    opponents = _opponents(acts)
    return tuple(_of_the_state(_at_home(_filled(a, opponents, notes), opponents)) for a in acts)


def fill_only_foe(acts: Sequence[Happening]) -> tuple[Happening, ...]:
    """Give force used in another's land, without a target, the only group that its doer, or whom it helps, fights in the text."""
    opponents, helped = _opponents(acts), _helped(acts)
    return tuple(_on_the_foe(act, opponents, helped) for act in acts)


def _helped(acts: Sequence[Happening]) -> dict[str, set[str]]:
    """Whom each party helps."""
    found: dict[str, set[str]] = {}
    for act in acts:
        if act.type in _HELP and act.reality == "actual" and act.stance == "asserts":
            for a in _known(act.actors):
                found.setdefault(a, set()).update(_known(act.recipients) - {a})
    return found


def _on_the_foe(act: Happening, opponents: dict[str, set[str]], helped: dict[str, set[str]]) -> Happening:
    force = act.type == "ASSAULT" or (act.type == "COERCE" and act.mode == "seize")
    doers = _known(act.actors)
    if not force or act.mutual or act.recipients or len(doers) != 1:
        return act
    doer = next(iter(doers))
    lands = {p.country for p in act.places}
    if not lands or doer.partition(".")[0] in lands:
        return act  # at home it may as well strike its own people
    if act.type == "ASSAULT" and doer != "COA" and not doer.partition(".")[2]:
        return act  # a state's strikes abroad may as well hit the land they fall on
    foes = set(opponents.get(doer, set()))
    for friend in helped.get(doer, set()):
        foes |= opponents.get(friend, set()) - {doer}
    if len(foes) != 1 or not next(iter(foes)).partition(".")[2]:
        return act
    foe = next(iter(foes))
    return replace(act, recipients=(Actor(foe, foe),), reasons=(*act.reasons, "the one it fights"))


def fill_other_side(acts: Sequence[Happening], notes: Annotations) -> tuple[Happening, ...]:
    """Fill the opponent, or the state whose place is struck where that is another: towns of a land are no group's."""
    opposed, owned = fill_opponents(acts, notes), fill_owners(acts, notes)
    struck = tuple(
        land if land.recipients and not act.recipients and _lands(land) != _lands(side) else act
        for act, side, land in zip(acts, opposed, owned, strict=True)
    )
    return fill_opponents(struck, notes)


def _lands(act: Happening) -> set[str]:
    return {r.code.split(".")[0] for r in act.recipients}


def _opponents(acts: Sequence[Happening]) -> dict[str, set[str]]:
    """Who stands against whom in the acts of force that name both sides."""
    found: dict[str, set[str]] = {}
    for act in acts:
        if act.type not in _FORCE or act.stance == "denies":
            continue
        one, other = _known(act.actors), _known(act.recipients)
        if act.mutual and len(one) == 2:
            other = one
        for a in one:
            for b in other - {a}:
                found.setdefault(a, set()).add(b)
                found.setdefault(b, set()).add(a)
    return found


def _known(actors: Sequence[Actor]) -> set[str]:
    return {party_of(a.code) for a in actors if "enemy" not in a.name.lower() and not a.code.startswith("UNK")}


def _filled(act: Happening, opponents: dict[str, set[str]], notes: Annotations) -> Happening:
    if act.type == "AGREE" and act.mutual and len(act.actors) == 1 and act.voice.codes == NARRATOR.codes:
        own = next(iter(_known(act.actors)), None)
        other = None if own is None else _opponent(own, act, opponents, notes)
        return act if other is None else replace(act, actors=(*act.actors, other), reasons=(*act.reasons, "with the side it fights"))
    if act.mutual or not (act.type == "ASSAULT" or (act.type == "COERCE" and act.mode == "seize")):
        return act
    doers, targets = _known(act.actors), _known(act.recipients)
    if len(doers) == 1 and not targets and not _civilian(act.recipients):
        actor = _opponent(next(iter(doers)), act, opponents, notes)
        return act if actor is None else replace(act, recipients=(actor,), reasons=(*act.reasons, "the side it fights"))
    if len(targets) == 1 and not act.actors and not act.presupposed:
        actor = _opponent(next(iter(targets)), act, opponents, notes)
        return act if actor is None else replace(act, actors=(actor,), reasons=(*act.reasons, "the side it fights"))
    return act


def _at_home(act: Happening, opponents: dict[str, set[str]]) -> Happening:
    """Force that a country's rebels use on a place of that country is used on the country."""
    if act.type not in _FORCE or act.recipients or act.mutual or len(_known(act.actors)) != 1:
        return act
    home = next(iter(_known(act.actors))).split(".")[0]
    sectors = {a.code.partition(".")[2] for a in act.actors}
    fights = {o.split(".")[0] for o in opponents.get(next(iter(_known(act.actors))), set())}
    if fights - {home} or not sectors <= _AGAINST_STATE:
        return act
    if any(p.country == home for p in act.places):
        return replace(act, recipients=(Actor(home, home),), reasons=(*act.reasons, "on a place of its own country"))
    return act


def _of_the_state(act: Happening) -> Happening:
    """Arrests, curfews and convictions that name no doer are the state's, in the land of those they befall."""
    if act.actors or (act.type, act.mode) not in _STATE_ACTS:
        return act
    lands = {c.split(".")[0] for c in _known(act.recipients)} or {p.country for p in act.places if p.country is not None}
    if len(lands) != 1 or any(c.startswith(("IGO:", "NGO:")) for c in lands):
        return act
    land = next(iter(lands))
    return replace(act, actors=(Actor(land, land),), reasons=(*act.reasons, "an act of the state"))


def _civilian(actors: Sequence[Actor]) -> bool:
    """Victims that are no side of the fighting."""
    return any(a.code.partition(".")[2] in {"CVL", "JRN", "REF", "MED", "EDU", "REL", "LAB", "BUS"} for a in actors)


def _opponent(side: str, act: Happening, opponents: dict[str, set[str]], notes: Annotations) -> Actor | None:
    against = opponents.get(side, set())
    low = notes.sentences[max(0, act.sentence - 1)].span[0]
    high = notes.sentences[min(len(notes.sentences) - 1, act.sentence + 1)].span[1]
    near: dict[str, Actor] = {}
    for mention in starting_in(notes.mentions, (low, high)):
        for code in mention.codes:
            if party_of(code) in against:
                near.setdefault(party_of(code), Actor(code, mention.name, None, None))
    return next(iter(near.values())) if len(near) == 1 else None
