"""Talks, truces and agreements: who hosted or brokered them, and which two sides they were between."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from dragoman.extract.arguments import clause_root, is_verb, prepositional
from dragoman.extract.participants import Participants
from dragoman.model.annotations import Annotations
from dragoman.model.claim import Actor, Happening
from dragoman.model.text import Parse, starting_in

_BROKER = frozenset(
    {"mediate", "broker", "host", "facilitate", "sponsor", "moderate", "chair", "guarantee", "convene", "arrange", "back",
     "negotiate", "organize", "organise", "oversee"}
)  # fmt: skip
_BROKERED_FORMS = frozenset(
    {
        "mediated",
        "brokered",
        "hosted",
        "facilitated",
        "sponsored",
        "led",
        "backed",
        "negotiated",
        "guaranteed",
        "chaired",
    }
)
_OFFICES = frozenset({"mediation", "auspices", "mediator", "brokerage", "facilitation", "sponsorship", "aegis"})
_MEETING = frozenset({"CONSULT", "AGREE", "RETREAT", "CONCEDE", "SUPPORT"})


def add_mediators(acts: Sequence[Happening], notes: Annotations) -> tuple[Happening, ...]:
    """Give talks and agreements the host or broker that their clause names, and take that one off the parties."""
    return tuple(_hosted(_brokered(act, notes)) if act.type in _MEETING else act for act in acts)


def _brokered(act: Happening, notes: Annotations) -> Happening:
    parse = notes.parses[act.sentence]
    brokers = () if parse is None else _brokers(parse, act.token, Participants(parse, notes.mentions))
    return _mediated(act, brokers) if brokers else act


def _hosted(act: Happening) -> Happening:
    """A host of two or more others brings them together; a host of one receives a visit."""
    guests = {a.code.split(".")[0] for a in act.actors}
    if act.type != "CONSULT" or act.mode != "visit" or len(guests) < 2 or not act.recipients:
        return act
    hosts = tuple(
        r for r in act.recipients if r.code.split(".")[0] not in guests | {m.code.split(".")[0] for m in act.mediators}
    )
    return replace(act, mode="third-party", mediators=(*act.mediators, *hosts), recipients=())


def _mediated(act: Happening, brokers: tuple[Actor, ...]) -> Happening:
    known = {m.code.split(".")[0] for m in act.mediators}
    new = tuple(b for b in brokers if b.code.split(".")[0] not in known)
    mediators = (*act.mediators, *new)
    codes = {m.code.split(".")[0] for m in mediators}
    return replace(
        act,
        mediators=mediators,
        actors=tuple(a for a in act.actors if a.code.split(".")[0] not in codes),
        recipients=tuple(a for a in act.recipients if a.code.split(".")[0] not in codes),
        reasons=(*act.reasons, "mediated by " + ", ".join(m.code for m in mediators)),
    )


def _brokers(parse: Parse, token: int, people: Participants) -> tuple[Actor, ...]:
    """Hosts and brokers below the predicate or its clause."""
    scope = set(parse.subtree(token))
    root = clause_root(parse, token)
    scope |= {t for t in parse.subtree(root) if clause_root(parse, t) in {root, token} or parse.relations[t] == "acl"}
    found: dict[str, Actor] = {}
    for at in sorted(scope):
        for actor in _broker_at(parse, at, people):
            found.setdefault(actor.code, actor)
    return tuple(found.values())


def _broker_at(parse: Parse, at: int, people: Participants) -> tuple[Actor, ...]:
    form, lemma = parse.forms[at].lower(), parse.lemmas[at].lower()
    if form in _BROKERED_FORMS and parse.relations[at] in {"amod", "compound", "acl", "nmod"}:
        left = [
            c
            for c in parse.children[at]
            if c < at and parse.relations[c] in {"npadvmod", "compound", "nmod", "nsubj", "amod"}
        ]
        named = people.named(left) or (people.named([at - 2]) if at >= 2 and parse.forms[at - 1] == "-" else ())
        if named:
            return named
    if is_verb(parse, at) and lemma in _BROKER and parse.tags[at] == "VBN":
        return people.named(prepositional(parse, at, "by"))
    if lemma in _OFFICES:
        return people.named(parse.dependents(at, "poss", "amod", "compound")) or people.named(
            [*prepositional(parse, at, "of"), *prepositional(parse, at, "by"), *prepositional(parse, at, "from")]
        )
    return ()


def fill_two_sides(acts: Sequence[Happening], notes: Annotations) -> tuple[Happening, ...]:
    """Give two-sided acts that name no party the two that the same sentence, or the one before, is about.

    Only where these are exactly two: a third name leaves it open who is meant.
    """
    return tuple(
        _two_sides(a, notes) if a.mutual and len(a.actors) < 2 - (not a.nominal) and not a.recipients else a
        for a in acts
    )


def _named_as_brokers(sentence: int, notes: Annotations) -> set[str]:
    """Countries that the sentence names only as hosts or brokers ("a Moscow-brokered truce")."""
    parse = notes.parses[sentence]
    if parse is None:
        return set()
    people = Participants(parse, notes.mentions)
    return {a.code.split(".")[0] for t in range(len(parse)) for a in _broker_at(parse, t, people)}


def _two_sides(act: Happening, notes: Annotations) -> Happening:
    mediators = {m.code.split(".")[0] for m in act.mediators} | _named_as_brokers(act.sentence, notes)
    for back in (0, 1):
        low = notes.sentences[max(0, act.sentence - back)].span[0]
        high = notes.sentences[act.sentence].span[1]
        sides: dict[str, Actor] = {}
        for mention in starting_in(notes.mentions, (low, high)):
            if mention.kind != "body":
                for code in mention.codes:
                    country = code.split(".")[0]
                    if country not in mediators | {"UNK"} and not code.startswith(("IGO:", "NGO:")):
                        sides.setdefault(country, Actor(country, mention.name, None, None))
        if len(sides) == 2 and {a.code.split(".")[0] for a in act.actors} <= set(sides):
            kept = {a.code.split(".")[0]: a for a in act.actors}
            actors = tuple(kept.get(c, a) for c, a in sides.items())
            return replace(act, actors=actors, reasons=(*act.reasons, "the two sides that the passage is about"))
        if len(sides) > 2:
            return act
    return act
