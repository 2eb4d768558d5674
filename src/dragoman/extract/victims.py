"""Whom force befalls where a text about one country names no target: that country's people, or the state its rebels fight."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from dragoman.extract.arguments import clause_root, is_passive, is_verb, surface_objects, surface_subjects
from dragoman.extract.casualties import caused_by_war
from dragoman.model.annotations import Annotations
from dragoman.model.claim import Actor, Happening
from dragoman.model.text import Parse, Span, starting_in

_AGAINST_PEOPLE = frozenset({("COERCE", "arrest"), ("COERCE", "curfew"), ("SANCTION", "convict")})
"""What a state does to its own people, beside force of arms."""
_FIGHTERS = frozenset({"REB", "OPP", "PRM"})
_UNKNOWN = "UNK"


def fill_victims(acts: Sequence[Happening], notes: Annotations, means: frozenset[str]) -> tuple[Happening, ...]:
    """Give an act of force without a target the people of the land it is told of.

    The land is the one country of the places in the sentence or else the document's home country. An assault by nobody
    known is filled only where the words say that somebody was harmed; unknown fighters that are arrested are the land's.

    Args:
        acts: the acts, with the sides that the text gives them.
        notes: the document's layers.
        means: lemmas of what force is used with; as an object ("fired shots") they are nobody harmed.
    """
    done: list[Happening] = []
    for act in acts:
        done.append(_filled(act, notes, done, means))
    return tuple(done)


def _filled(act: Happening, notes: Annotations, before: Sequence[Happening], means: frozenset[str]) -> Happening:
    if act.mutual or act.each or act.reality not in {"actual", "negated"}:
        return act
    if any(not r.code.startswith(_UNKNOWN) for r in act.recipients):
        return act
    if act.type == "PROTEST":
        return _against_government(act, notes)
    by_the_state = (act.type, act.mode) in _AGAINST_PEOPLE or (act.type == "COERCE" and bool(act.recipients))
    if not by_the_state and act.type != "ASSAULT":
        return act
    parse = notes.parses[act.sentence]
    if parse is None or caused_by_war(parse, clause_root(parse, act.token)):
        return act
    if _of_the_others(act, parse):
        shared = next((a.recipients for a in reversed(before) if a.sentence == act.sentence and a.type == act.type), ())
        if shared:
            return replace(act, recipients=shared, reasons=(*act.reasons, "on others of those before"))
    land = _land(act, notes)
    doers = {a.code.split(".")[0] for a in act.actors} - {_UNKNOWN}
    if land is None or not (
        by_the_state or (doers and land == notes.home and not act.nominal) or _harmed(act, parse, means)
    ):
        return act
    whose = dict.fromkeys(code for c in act.casualties for code in c.whose if not code.startswith(_UNKNOWN))
    if whose:
        return replace(act, recipients=tuple(Actor(code, code) for code in whose), reasons=(*act.reasons, "on those it cost"))
    sector = next((r.code.partition(".")[2] for r in act.recipients), "") or _sector(act)
    victim = Actor(f"{land}.{sector}" if sector else land, f"{land}.{sector}" if sector else land)
    return replace(act, recipients=(victim,), reasons=(*act.reasons, "on people of the land it is told of"))


def _against_government(act: Happening, notes: Annotations) -> Happening:
    """A protest of a country's own people is one against those who govern it."""
    home = notes.home
    if home is None or act.recipients or not act.actors or any(a.code.split(".")[0] != home for a in act.actors):
        return act
    return replace(act, recipients=(Actor(f"{home}.GOV", f"{home}.GOV"),), reasons=(*act.reasons, "on those who govern"))


def _sector(act: Happening) -> str:
    """Rebels strike a state; whoever else strikes somebody unnamed strikes people."""
    rebels = any(a.code.partition(".")[2] in _FIGHTERS and not a.code.startswith(_UNKNOWN) for a in act.actors)
    return "" if rebels else "CVL"


def _land(act: Happening, notes: Annotations) -> str | None:
    """The only country that the sentence places things in, where the document names it too, or the home country."""
    here = notes.sentences[act.sentence].span
    near = {p.country for p in starting_in(notes.places, here) if p.country is not None and p.span is not None}
    if notes.home is not None and (not near or notes.home in near):
        doers = {a.code.split(".")[0] for a in act.actors} - {_UNKNOWN}
        own = notes.home in doers
        if any(len(d) == 3 and d != notes.home for d in doers) and not _named(notes, notes.home):
            return None
        return notes.home if not own or (_at_home(notes) and not _foreigners(notes, here)) else None
    only = next(iter(near), None)
    if len(near) != 1 or any(a.code.startswith(f"{only}.") or a.code == only for a in act.actors):
        return None  # on the soil of its own people a state may as well fight somebody else
    return only if only is not None and _named(notes, only) else None


def _named(notes: Annotations, land: str) -> bool:
    """Whether the document itself names a country or its organs: of a foreign attack, places alone say nothing."""
    return any(code.split(".")[0] == land for mention in notes.mentions for code in mention.codes)


def _at_home(notes: Annotations) -> bool:
    """Whether the document places something in its home country: what an army does may else be done abroad."""
    return any(p.country == notes.home and p.precision != "country" for p in notes.places)


def _foreigners(notes: Annotations, span: Span) -> bool:
    """Whether the stretch names another state: whoever belongs to it may be meant."""
    codes = (code.split(".")[0] for mention in starting_in(notes.mentions, span) for code in mention.codes)
    return any(len(c) == 3 and c not in {notes.home, _UNKNOWN, "COA"} for c in codes)


def _harmed(act: Happening, parse: Parse, means: frozenset[str]) -> bool:
    """Whether the act harms people: it has a toll, or a noun that it is done to."""
    if any(c.high != 0 for c in act.casualties):
        return True
    harmed = _objects(parse, act.token) if is_verb(parse, act.token) else []
    return any(parse.tags[t].startswith("NN") and parse.lemmas[t].lower() not in means for t in harmed)


def _of_the_others(act: Happening, parse: Parse) -> bool:
    """Whether it befalls "others", "two more" or just a number: people of those harmed before in the sentence."""
    harmed = _objects(parse, act.token) if is_verb(parse, act.token) else []
    return any(
        parse.lemmas[t].lower() in {"other", "more"} or (parse.tags[t] == "CD" and parse.dependent(t, "prep") is None)
        for t in harmed
    )


def _objects(parse: Parse, verb: int) -> list[int]:
    return surface_subjects(parse, verb) if is_passive(parse, verb) else surface_objects(parse, verb)
