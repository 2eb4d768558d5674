"""One sentence as the event extractor sees it: its parse, the actors and places named in it, and the rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from dragoman.extract.arguments import is_passive, surface_objects, surface_subjects
from dragoman.extract.lexicon import CueLexicon
from dragoman.extract.participants import Participants
from dragoman.model.text import Parse

_PHASES = frozenset(
    {
        "start",
        "beginning",
        "phase",
        "stage",
        "resumption",
        "continuation",
        "launch",
        "part",
        "end",
        "height",
        "course",
        "outbreak",
    }
)


class EventRules(Struct, frozen=True):
    """What the extractor needs of the codebook: cues, embedding effects, light verbs by kind."""

    cues: CueLexicon
    embedding: dict[str, str]
    light: dict[str, frozenset[str]]

    def light_kind(self, lemma: str) -> str | None:
        """agentive, receptive or none."""
        return next((kind for kind in ("receptive", "agentive") if lemma in self.light[kind]), None)


def light_verbs(table: Mapping[str, Sequence[str]]) -> dict[str, frozenset[str]]:
    """The light verbs by kind, ready for look-up."""
    return {kind: frozenset(words) for kind, words in table.items()}


class Scene:
    """A sentence with what is named in it.

    Args:
        parse: its grammar.
        index: its number in the document.
        people: the actors named in it.
        places: tokens of the places named in it.
        stops: cue tokens of attributions: above them another voice speaks.
        rules: the codebook's event rules.
    """

    def __init__(
        self,
        parse: Parse,
        index: int,
        people: Participants,
        places: frozenset[int],
        stops: frozenset[int],
        rules: EventRules,
    ) -> None:
        self.parse = parse
        self.index = index
        self.people = people
        self.places = places
        self.stops = stops
        self.rules = rules
        self._objects: dict[int, list[int]] = {}

    def lemma(self, token: int) -> str:
        """The lemma in lower case."""
        return self.parse.lemmas[token].lower()

    def is_a(self, token: int, name: str) -> bool:
        """Whether the token's lemma belongs to the word class."""
        return self.rules.cues.is_a(self.lemma(token), name)

    def is_quantity(self, noun: int) -> bool:
        """Whether the noun only measures out what stands behind its "of" ("days of clashes", "the start of the raid")."""
        return self.lemma(noun) in _PHASES or self.is_a(noun, "quantity")

    def deep_objects(self, verb: int) -> list[int]:
        """What the verb is done to, active or passive."""
        found = self._objects.get(verb)
        if found is None:
            reads = surface_subjects if is_passive(self.parse, verb) else surface_objects
            found = self._objects[verb] = reads(self.parse, verb)
        return found

    def accuses(self, lemma: str) -> bool:
        """Whether the verb is one of accusation."""
        return any(e.type == "ACCUSE" for e in self.rules.cues.verbs.get(lemma, ()))
