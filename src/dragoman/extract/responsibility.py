"""Who is said to have done a nominal act: blame, responsibility, "was behind the attack"."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from dragoman.extract.arguments import is_passive, is_verb, prepositional, surface_objects, surface_subjects
from dragoman.extract.participants import Participants
from dragoman.model.annotations import Annotations
from dragoman.model.claim import Actor, Happening, Voice
from dragoman.model.event import Stance
from dragoman.model.text import Parse

_TAKING = frozenset({"claim", "take", "accept", "assume", "admit", "acknowledge"})
_DENYING = frozenset({"deny", "disclaim", "reject", "disavow"})
_OWNING = frozenset({"responsibility", "involvement", "role", "part", "hand", "credit", "blame"})


class Responsibility(Struct, frozen=True):
    """The doers that words around a nominal act give it. ``said_by`` is null where an attribution says it already."""

    actors: tuple[Actor, ...]
    said_by: tuple[Actor, ...] | None
    stance: Stance = "asserts"


def responsibility(
    parse: Parse, token: int, people: Participants, accuses: Callable[[str], bool]
) -> Responsibility | None:
    """Read who is held, or holds itself, responsible for the act at ``token`` (a nominal or a gerund)."""
    head = parse.heads[token]
    if parse.relations[token] not in {"pobj", "pcomp", "dobj"}:
        return None
    if parse.relations[token] == "dobj":
        return _blamed_on(parse, token, head, people, accuses)
    above = parse.heads[head]
    preposition = parse.forms[head].lower()
    if preposition == "behind" and parse.lemmas[above] == "be":
        return Responsibility(people.named(surface_subjects(parse, above)), None)
    if preposition == "in":
        hands = [n for v in (above, parse.heads[above]) for n in parse.dependents(v, "nsubj") if parse.lemmas[n] in {"hand", "role"}]
        doers = people.named([o for n in hands for o in parse.dependents(n, "poss")])
        if doers:
            return Responsibility(doers, None)
    if preposition in {"for", "in", "of"}:
        owned = _owned(parse, above, people)
        if owned is not None:
            return owned
        return _blamed_for(parse, above, people, accuses)
    return None


def _owned(parse: Parse, noun: int, people: Participants) -> Responsibility | None:
    """“claimed responsibility for”, "denied involvement in"; "No one has claimed" names nobody."""
    verb = parse.heads[noun]
    if is_verb(parse, noun):
        nouns = [c for c in parse.dependents(noun, "dobj", "nsubjpass") if parse.lemmas[c] in _OWNING]
        noun, verb = (nouns[0], noun) if nouns else (noun, verb)
    if parse.lemmas[noun].lower() not in _OWNING or not is_verb(parse, verb):
        return None
    lemma = parse.lemmas[verb]
    if lemma in {"lie", "rest"}:
        doers = people.named([*prepositional(parse, verb, "with"), *prepositional(parse, verb, "on")])
        return Responsibility(doers, None) if doers else None
    if lemma not in _TAKING | _DENYING:
        return None
    doers = people.named(surface_subjects(parse, verb))
    if not doers or _neither(parse, verb):
        return Responsibility((), None)
    return Responsibility(doers, doers, "denies" if lemma in _DENYING else "asserts")


def _neither(parse: Parse, verb: int) -> bool:
    """Whether nothing is claimed or denied: "has neither claimed nor denied", "did not claim"."""
    verbs = [verb, parse.heads[verb]] if parse.relations[verb] == "conj" else [verb]
    below = [c for v in verbs for c in parse.children[v]]
    return any(parse.relations[c] == "neg" or parse.forms[c].lower() in {"neither", "nor", "never"} for c in below)


def _blamed_for(
    parse: Parse, above: int, people: Participants, accuses: Callable[[str], bool]
) -> Responsibility | None:
    verb = above if is_verb(parse, above) else parse.heads[above]
    if not is_verb(parse, verb) or not accuses(parse.lemmas[verb]):
        return None
    blamed = surface_subjects(parse, verb) if is_passive(parse, verb) else surface_objects(parse, verb)
    doers = people.named(blamed)
    return Responsibility(doers, None) if doers else None


def _blamed_on(
    parse: Parse, token: int, verb: int, people: Participants, accuses: Callable[[str], bool]
) -> Responsibility | None:
    """“blamed the attack on Y”."""
    if not accuses(parse.lemmas[verb]) or parse.lemmas[verb] != "blame":
        return None
    places = [*parse.dependents(verb, "prep"), *parse.dependents(token, "prep")]
    heads = [o for p in places if parse.forms[p].lower() == "on" for o in parse.dependents(p, "pobj")]
    doers = people.named(heads[:1])
    return Responsibility(doers, None) if doers else None


def add_blamed(acts: Sequence[Happening], notes: Annotations) -> tuple[Happening, ...]:
    """"The attack, which Congo blamed on Rwanda": the act once more, done by the one blamed, said by the one that blames."""
    found = list(acts)
    for act in acts:
        parse = notes.parses[act.sentence]
        if act.type != "ACCUSE" or parse is None or parse.relations[act.token] != "relcl" or not (act.actors and act.recipients):
            continue
        codes = tuple(a.code for a in act.actors)
        voice = Voice(codes, codes, act.actors[0].person, span=act.actors[0].span)
        told = [o for o in acts if o.sentence == act.sentence and o.token == parse.heads[act.token] and o.type == "ASSAULT"]
        found.extend(
            replace(o, actors=act.recipients, voice=voice, span=act.span, reasons=(*o.reasons, "blamed in a relative clause"))
            for o in told
        )
    return tuple(sorted(found, key=lambda h: h.span))
