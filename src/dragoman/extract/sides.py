"""Fills a side that a sentence leaves open, where the text around it says who is fighting whom."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from dragoman.extract.voices import country
from dragoman.model.annotations import Annotations
from dragoman.model.claim import Actor, Happening
from dragoman.model.text import starting_in

_FORCE = frozenset({"ASSAULT", "COERCE"})


def fill_opponents(acts: Sequence[Happening], notes: Annotations) -> tuple[Happening, ...]:
    """Give an assault that names one side the other, if the document has that side fight only one opponent.

    The opponent must be named in the same or a neighbouring sentence, or the side stays open. A sector alone ("rebels",
    "enemy fighters") is completed the same way.
    """
    opponents = _opponents(acts)
    return tuple(_filled(a, opponents, notes) for a in acts)


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
    return {country(a.code) for a in actors} - {"UNK"}


def _filled(act: Happening, opponents: dict[str, set[str]], notes: Annotations) -> Happening:
    if act.type != "ASSAULT" or act.mutual:
        return act
    doers, targets = _known(act.actors), _known(act.recipients)
    if len(doers) == 1 and not targets and not _civilian(act.recipients):
        actor = _opponent(next(iter(doers)), act, opponents, notes)
        return act if actor is None else replace(act, recipients=(actor,), reasons=(*act.reasons, "the side it fights"))
    if len(targets) == 1 and not doers and not act.presupposed:
        actor = _opponent(next(iter(targets)), act, opponents, notes)
        return act if actor is None else replace(act, actors=(actor,), reasons=(*act.reasons, "the side it fights"))
    return act


def _civilian(actors: Sequence[Actor]) -> bool:
    """Victims that are no side of the fighting."""
    return any(a.code.partition(".")[2] in {"CVL", "JRN", "REF", "MED", "EDU", "REL", "LAB", "BUS"} for a in actors)


def _opponent(side: str, act: Happening, opponents: dict[str, set[str]], notes: Annotations) -> Actor | None:
    against = opponents.get(side, set())
    if len(against) != 1:
        return None
    code = next(iter(against))
    low = notes.sentences[max(0, act.sentence - 1)].span[0]
    high = notes.sentences[min(len(notes.sentences) - 1, act.sentence + 1)].span[1]
    for mention in starting_in(notes.mentions, (low, high)):
        if any(country(c) == code for c in mention.codes):
            full = next(c for c in mention.codes if country(c) == code)
            return Actor(full, mention.name, None, None)
    return None
