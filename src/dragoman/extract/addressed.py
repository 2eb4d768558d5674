"""Whom a speech act is meant for where its own clause does not say it: an answer, a threat, a demand in an exchange.

Three things tell it, in this order: what is answered ("rejected the remarks" of whoever made them), what is promised, refused
or threatened ("refused to extradite two officers to Chad"), and with whom the speaker has just had to do ("Peru recalled its
ambassador and demanded an apology" after a sentence on Chile's patrol).
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from dragoman.extract.arguments import prepositional
from dragoman.extract.participants import Participants
from dragoman.model.annotations import Annotations
from dragoman.model.claim import Actor, Happening
from dragoman.model.text import Parse

_SPEECH = frozenset({"ACCUSE", "REQUEST", "REJECT", "THREATEN", "AGREE", "SANCTION", "SUPPORT", "CONSULT"})
_ADDRESSED = frozenset({"ACCUSE", "REQUEST", "REJECT", "THREATEN", "AGREE"})
_AT_ODDS = frozenset({"ASSAULT", "COERCE", "SANCTION", "ACCUSE", "REQUEST", "REJECT", "THREATEN", "MOBILIZE", "CONSULT", "AGREE"})
_FORCE = frozenset({"ASSAULT", "COERCE"})
_LETTERS = frozenset({"letter", "note", "message", "call", "telegram", "email", "memo", "petition"})
_SITTINGS = frozenset({"meeting", "session", "sitting", "summit", "debate", "vote"})
_AIMED = frozenset({"to", "against", "from", "with", "at", "on"})
_MOVES = frozenset({"AGREE", "CONCEDE", "COERCE", "SANCTION", "RETREAT"})
"""What is rejected as "the move" by those whom it does not please."""
_AGAINST_THE_STATE = frozenset({"OPP", "REB"})
"""Sectors of those who quarrel with the government of their own country."""
_REACH = 3
"""Sentences that what is answered may lie back."""
_NEAR = 2
"""Sentences that the other side of an exchange may lie back."""
_MANY = 3
"""More parties than these on the other side are no partner in an exchange."""


def address(acts: Sequence[Happening], notes: Annotations, sayings: frozenset[str]) -> tuple[Happening, ...]:
    """Give speech acts without a recipient the one that they are meant for.

    Args:
        acts: what happened, in the order of the text.
        notes: the document's layers.
        sayings: lemmas of nouns for what somebody said or proposed ("remark", "demand", "offer").
    """
    done: list[Happening] = []
    for act in acts:
        parse = notes.parses[act.sentence]
        open_ = parse is not None and _open(act)
        done.append(_addressed(act, parse, notes, done, sayings) if open_ and parse is not None else act)
    return tuple(done)


def _open(act: Happening) -> bool:
    if act.recipients or act.mutual or act.each or not act.actors or len(_parties(act.actors)) != 1:
        return False
    if act.type == "SANCTION":
        return act.mode != "convict"
    return act.type in _ADDRESSED and act.mode not in {"investigate", "ceasefire"}


def _addressed(
    act: Happening, parse: Parse, notes: Annotations, done: Sequence[Happening], sayings: frozenset[str]
) -> Happening:
    own = _parties(act.actors)
    found = _in_so_many_words(act, parse, Participants(parse, notes.mentions), own)
    if found:
        return replace(act, recipients=found, reasons=(*act.reasons, "to whom the words go"))
    if act.type in {"ACCUSE", "REJECT", "AGREE"} and _of_words(parse, act.token, sayings):
        found = _answered(act, own, done)
        if found:
            return replace(act, recipients=found, reasons=(*act.reasons, "an answer to them"))
    if act.type in {"REJECT", "THREATEN", "AGREE"}:
        found = _meant(act, parse, notes, own)
        if found:
            return replace(act, recipients=found, reasons=(*act.reasons, "named by what is promised, refused or threatened"))
    refusing = act.type == "REJECT" and parse.dependent(act.token, "xcomp") is not None
    found = () if _for_a_meeting(act, parse) else _partner(act, own, done, _FORCE if refusing else _AT_ODDS)
    return replace(act, recipients=found, reasons=(*act.reasons, "the other side of the exchange")) if found else act


def _in_so_many_words(act: Happening, parse: Parse, people: Participants, own: frozenset[str]) -> tuple[Actor, ...]:
    """Whom the sentence itself addresses: "in a letter to X", "asked for a session of X", "rejected a plan drafted by X"."""
    letters = [n for n in prepositional(parse, act.token, "in") if parse.lemmas[n].lower() in _LETTERS]
    heads = [h for n in letters for h in prepositional(parse, n, "to")]
    if not heads and _for_a_meeting(act, parse):
        heads = [h for n in _asked_for(parse, act.token) for h in prepositional(parse, n, "of")]
    if not heads and act.type in {"REJECT", "AGREE"}:
        made = [v for o in parse.dependents(act.token, "dobj") for v in parse.dependents(o, "acl") if parse.tags[v] == "VBN"]
        heads = [h for v in made for h in prepositional(parse, v, "by")]
    return tuple(replace(a, span=None) for a in _known(people.named(heads)) if _owner(a.code) not in own)


def _asked_for(parse: Parse, verb: int) -> list[int]:
    return [*parse.dependents(verb, "dobj"), *prepositional(parse, verb, "for")]


def _for_a_meeting(act: Happening, parse: Parse) -> bool:
    """Whether a body is asked to meet: it is no demand on the other side of a quarrel."""
    return act.type == "REQUEST" and any(parse.lemmas[n].lower() in _SITTINGS for n in _asked_for(parse, act.token))


def _of_words(parse: Parse, verb: int, sayings: frozenset[str]) -> bool:
    """Whether the object is something said: "rejected the remarks", "dismissed their demand"; or there is no object at all."""
    objects = parse.dependents(verb, "dobj")
    if not objects:
        return parse.dependent(verb, "xcomp", "ccomp", "prep") is None
    return any(parse.lemmas[o].lower() in sayings for o in objects)


def _answered(act: Happening, own: frozenset[str], done: Sequence[Happening]) -> tuple[Actor, ...]:
    """Who spoke to the speaker before, or else who spoke last."""
    near = [e for e in reversed(done) if act.sentence - e.sentence <= _REACH and e.type in _SPEECH and not e.mutual]
    for earlier in near:
        if _parties(earlier.recipients) & own and not _parties(earlier.actors) & own:
            return _known(earlier.actors)
    voices = [e for e in reversed(done) if act.sentence - e.sentence <= 1 and e.voice.codes != ("narrator",)]
    for told in voices:
        codes = tuple(c for c in told.voice.codes if c != "narrator" and not c.startswith("UNK"))
        if codes and not {_owner(c) for c in codes} & own:
            return tuple(Actor(c, c) for c in codes)
    moves = (e for e in reversed(done) if act.sentence - e.sentence <= 1 and e.type in _MOVES and not e.mutual)
    return next((_known(e.actors) for e in moves if _parties(e.actors) and not _parties(e.actors) & own), ())


def _meant(act: Happening, parse: Parse, notes: Annotations, own: frozenset[str]) -> tuple[Actor, ...]:
    """Whom the verb below is done to: "refused to hand two officers over to Chad", "threatened to veto Peru's entry"."""
    below = [c for c in parse.dependents(act.token, "xcomp") if parse.tags[c] in {"VB", "VBG"}]
    if not below:
        return ()
    people = Participants(parse, notes.mentions)
    for verb in below:
        aimed = [h for p in sorted(_AIMED) for h in prepositional(parse, verb, p)]
        for heads in (parse.dependents(verb, "dative"), aimed, parse.dependents(verb, "dobj")):
            found = tuple(a for a in _known(people.named(heads, receiving=True)) if _owner(a.code) not in own)
            if found:
                return tuple(replace(a, span=None) for a in found)
    return ()


def _partner(
    act: Happening, own: frozenset[str], done: Sequence[Happening], types: frozenset[str]
) -> tuple[Actor, ...]:
    """The only other party to what the speaker has just done or suffered."""
    for earlier in reversed(done):
        if act.sentence - earlier.sentence > _NEAR:
            break
        if earlier.type not in types or earlier.background != act.background:
            continue
        sides = (earlier.actors, earlier.recipients)
        if not any(_parties(side) & own for side in sides):
            continue
        others = tuple({_owner(a.code): a for side in sides for a in _known(side) if _owner(a.code) not in own}.values())
        if others:
            return tuple(replace(a, span=None) for a in others) if len(others) < _MANY else ()
    return ()


def _known(actors: Sequence[Actor]) -> tuple[Actor, ...]:
    return tuple(a for a in actors if not a.code.startswith(("UNK", "@")))


def _owner(code: str) -> str:
    """The party of a code: a country's opposition is another than its government."""
    country, _, sector = code.partition(".")
    return code if sector in _AGAINST_THE_STATE else country


def _parties(actors: Sequence[Actor]) -> frozenset[str]:
    return frozenset(_owner(a.code) for a in _known(actors))
