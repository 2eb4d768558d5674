"""Parties that a sentence leaves open because the text has told them: whose attack "the attack" was, against whom.

Four ways in which a later mention takes up an earlier act: a definite noun ("the raid wounded two"), a denial of it ("denied that
any checkpoint had been attacked"), a speech act about it ("condemned the raid": its doer is meant), and another voice's account
of the same harm ("doctors said nine had been killed").
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from dragoman.extract.arguments import prepositional
from dragoman.extract.lexicon import CueEntry
from dragoman.model.annotations import Annotations
from dragoman.model.claim import Actor, Happening, speaking_parties
from dragoman.model.text import Parse

_REACH = 12
"""Sentences that an earlier act is looked back for."""
_JUST = 2
"""Sentences within which another voice may give its account of an act."""
_ABOUT_DOERS = frozenset({"ACCUSE", "REJECT", "REQUEST", "PROTEST"})
_FORCE = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "SANCTION"})
_HELD_BY = {"RETREAT": frozenset({"COERCE", "ASSAULT"})}
"""Who is to release or withdraw is whoever seized, by what was told before."""
_HOLDING = frozenset({"seize", "arrest", "abduct"})
"""Modes of what puts somebody or something into another's hands."""
_REASON = "taken up from what was told before"
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "such"})


def take_up(
    acts: Sequence[Happening], notes: Annotations, nouns: Mapping[str, Sequence[CueEntry]]
) -> tuple[Happening, ...]:
    """Fill sides that are left open from the act that a mention takes up.

    Args:
        acts: what happened, in the order of the text.
        notes: the document's layers.
        nouns: event cues by the lemma of their noun, for "condemned the raid".
    """
    done: list[Happening] = []
    for act in acts:
        parse = notes.parses[act.sentence]
        filled = act if parse is None else _filled(act, parse, done, nouns)
        done.append(filled)
    return tuple(done)


def _filled(act: Happening, parse: Parse, done: Sequence[Happening], nouns: Mapping[str, Sequence[CueEntry]]) -> Happening:
    if act.type in _ABOUT_DOERS:
        return act if act.recipients or not act.actors else _addressed(act, parse, done, nouns)
    if act.type not in _FORCE or (act.actors and act.recipients) or act.mutual:
        return act
    if act.stance != "denies" and not (act.nominal and _definite(parse, act.token)):
        return _other_account(act, done)
    earlier = next((e for e in reversed(done) if _same(e, act)), None)
    if act.stance == "denies" and not act.actors and (earlier is None or not _suffered(earlier, act)):
        act = _own(act)
        earlier = next((e for e in reversed(done) if _same(e, act)), None)
    if earlier is None:
        return act
    return replace(
        act,
        actors=act.actors or _unsaid(earlier.actors),
        recipients=act.recipients or _unsaid(earlier.recipients),
        reasons=(*act.reasons, _REASON),
    )


def _other_account(act: Happening, done: Sequence[Happening]) -> Happening:
    """What another voice tells of the harm that was just told of, where it names no doer: the doer is the one told of.

    Only where all force on those harmed has so far been one party's.
    """
    if act.type != "ASSAULT" or act.actors or not act.recipients or act.reality != "actual" or "narrator" in act.voice.codes:
        return act
    harmed = {r.code.partition(".")[0] for r in act.recipients}
    told = [e for e in done if e.type == "ASSAULT" and harmed & {r.code.partition(".")[0] for r in e.recipients}]
    near = [e for e in told if act.sentence - e.sentence <= _JUST and e.actors and e.voice.codes != act.voice.codes]
    doers = {a.code.partition(".")[0] for e in told for a in e.actors} - {"UNK"}
    if not near or len(doers) != 1 or doers & {c.partition(".")[0] for c in act.voice.codes} - harmed or near[-1].background:
        return act
    if any(a.code.startswith("UNK") for a in near[-1].actors):
        return act
    return replace(act, actors=_unsaid(near[-1].actors), reasons=(*act.reasons, "another account of what was just told"))


def _suffered(earlier: Happening, act: Happening) -> bool:
    """Whether the one that denies it is the one that somebody else is said to have struck, or whose land it is."""
    denying = {c.partition(".")[0] for c in act.voice.codes}
    doers = {a.code.partition(".")[0] for a in earlier.actors} - {"UNK"}
    struck = {r.code.partition(".")[0] for r in earlier.recipients} | {p.country for p in earlier.places}
    return bool(doers) and not doers & denying and bool(struck & denying)


def _own(act: Happening) -> Happening:
    """What a party denies without anybody having told whose it was is its own doing."""
    codes = [c for c in act.voice.codes if c != "narrator" and not c.startswith("UNK")]
    armed = all(c.partition(".")[2] in {"", "MIL", "GOV", "REB", "COP", "PRM", "SPY", "LEG"} and ":" not in c for c in codes)
    whose = {r.code.partition(".")[0] for r in act.recipients}
    if not codes or not armed or {c.partition(".")[0] for c in codes} & whose:
        return act
    return replace(act, actors=tuple(Actor(c, c) for c in codes))


def _same(earlier: Happening, act: Happening) -> bool:
    """Whether the earlier act can be the one that is taken up: same type, nearby, current alike, known sides in common."""
    if earlier.type != act.type or act.sentence - earlier.sentence > _REACH or earlier.reality != "actual":
        return False
    if earlier.background != act.background or (act.mode and earlier.mode and act.mode != earlier.mode):
        return False
    if act.stance == "denies" and speaking_parties(earlier.voice.codes) & speaking_parties(act.voice.codes):
        return False
    for mine, theirs in ((act.actors, earlier.actors), (act.recipients, earlier.recipients)):
        if mine and theirs and not {a.code.partition(".")[0] for a in mine} & {a.code.partition(".")[0] for a in theirs}:
            return False
    return bool(earlier.actors or earlier.recipients)


def _addressed(
    act: Happening, parse: Parse, done: Sequence[Happening], nouns: Mapping[str, Sequence[CueEntry]]
) -> Happening:
    """The doer of the act that a speech act is about."""
    objects = [*parse.dependents(act.token, "dobj"), *prepositional(parse, act.token, "for")]
    noun = next((t for t in objects if _definite(parse, t)), None)
    if noun is None:
        return act
    types = {e.type for e in nouns.get(parse.lemmas[noun].lower(), ())}
    types |= {t for kind in types for t in _HELD_BY.get(kind, ())}
    own = {a.code.partition(".")[0] for a in act.actors}
    held = "RETREAT" in types
    for earlier in reversed(done):
        if held and earlier.type in {"COERCE", "ASSAULT"} and earlier.mode not in _HOLDING:
            continue
        if earlier.type in types and act.sentence - earlier.sentence <= _REACH and earlier.actors and not earlier.mutual:
            doers = tuple(a for a in earlier.actors if not a.code.startswith("UNK"))
            if doers and not own & {a.code.partition(".")[0] for a in doers}:
                return replace(act, recipients=_unsaid(doers), reasons=(*act.reasons, _REASON))
    return act


def _definite(parse: Parse, noun: int) -> bool:
    """Whether the noun takes up something told: "the raid", "such raids", "Saturday's raid"."""
    below = parse.dependents(noun, "det", "poss", "amod")
    return any(parse.forms[t].lower() in _DEFINITE or parse.relations[t] == "poss" for t in below)


def _unsaid(actors: Sequence[Actor]) -> tuple[Actor, ...]:
    """The parties without a place of their own: they are told elsewhere."""
    return tuple(replace(a, span=None) for a in actors)
