"""Words that say people came to harm without a verb of killing or wounding: lives lost, bodies found, homes left."""

from __future__ import annotations

from dragoman.extract.arguments import is_passive, is_verb, prepositional, surface_objects, surface_subjects
from dragoman.model.text import Parse

_FINDING = frozenset({"find", "discover", "recover", "retrieve", "count", "exhume", "unearth", "collect", "pull", "bring", "receive"})
_WEAPONS = frozenset({"bullet", "gunshot", "shrapnel", "stab", "splinter", "shell"})
_BODY = frozenset(
    {"leg", "arm", "head", "chest", "foot", "shoulder", "back", "hand", "stomach", "thigh", "neck", "knee", "abdomen", "face"}
)
_HOMES = frozenset({"home", "house", "village", "town"})


def of_life(parse: Parse, verb: int) -> bool:
    """“lost their lives”, "succumbed to his injuries"."""
    objects = [*parse.dependents(verb, "dobj"), *prepositional(parse, verb, "to")]
    return any(parse.lemmas[o].lower() in {"life", "injury", "wound"} for o in objects)


def from_home(parse: Parse, verb: int) -> bool:
    """“driven from their homes”."""
    return any(parse.lemmas[h].lower() in _HOMES for h in prepositional(parse, verb, "from"))


def undergoers(parse: Parse, verb: int) -> list[int]:
    """Whom the verb is done to, active or passive."""
    return surface_subjects(parse, verb) if is_passive(parse, verb) else surface_objects(parse, verb)


def came_to_light(parse: Parse, noun: int) -> bool:
    """Whether bodies were found, counted or brought in: the dead of an act that the text need not name."""
    head = parse.heads[noun]
    return parse.relations[noun] in {"dobj", "nsubjpass"} and is_verb(parse, head) and parse.lemmas[head].lower() in _FINDING


def counted_ones(parse: Parse, participle: int) -> int | None:
    """The number of "*seven* wounded were brought in", "*14* of the wounded"."""
    head = parse.heads[participle]
    if parse.relations[participle] == "pobj" and parse.forms[head].lower() == "of":
        head = parse.heads[head]
    elif parse.relations[participle] != "amod":
        return None
    return head if parse.tags[head] == "CD" else None


def by_weapon(parse: Parse, noun: int) -> bool:
    """“bullet wounds”."""
    return any(parse.lemmas[c].lower() in _WEAPONS for c in parse.dependents(noun, "compound", "amod"))


def in_the_body(parse: Parse, verb: int) -> bool:
    """“was hit in the leg”."""
    return any(parse.lemmas[h].lower() in _BODY for h in prepositional(parse, verb, "in"))


def bare_count(parse: Parse, participle: int) -> list[int]:
    """The number that a participle without an auxiliary counts: "19 dead and *more than 60* wounded"."""
    if parse.dependents(participle, "aux", "auxpass", "dobj"):
        return []
    return [s for s in parse.dependents(participle, "nsubj") if parse.tags[s] == "CD" and s == participle - 1]
