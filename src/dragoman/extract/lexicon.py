"""The codebook's event cues, compiled once for look-up by lemma."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from dragoman.codebook.shapes import Cue, EventType


class CueEntry(Struct, frozen=True):
    """One cue under one lemma.

    ``words`` is the lemma split at spaces, ``objects`` its object lemmas with classes opened, ``classes`` the names of
    these classes.
    """

    type: str
    cue: Cue
    words: tuple[str, ...]
    objects: frozenset[str]
    classes: frozenset[str]
    unless: frozenset[str]

    @property
    def specificity(self) -> int:
        """How much the cue asks for; the cue that asks most and is satisfied wins."""
        return 4 * bool(self.objects) + 2 * bool(self.cue.preposition) + bool(self.cue.complement) + len(self.words)


class CueLexicon(Struct, frozen=True):
    """Cues by the lemma that anchors them: the verb, or the last word of a nominal."""

    verbs: dict[str, tuple[CueEntry, ...]]
    nouns: dict[str, tuple[CueEntry, ...]]
    adjectives: dict[str, tuple[CueEntry, ...]]
    classes: dict[str, frozenset[str]]

    def words(self) -> frozenset[str]:
        """Every lemma that anchors a cue: what a sentence must hold for an event to be found in it."""
        return frozenset(self.verbs) | frozenset(self.nouns) | frozenset(self.adjectives)

    def is_a(self, lemma: str, name: str) -> bool:
        """Whether the lemma belongs to the word class."""
        return lemma in self.classes.get(name, frozenset())


def compile_cues(
    events: Mapping[str, EventType], classes: Mapping[str, tuple[str, ...]], language: str = "en"
) -> CueLexicon:
    """Compile the cues of all event types, most specific first under each lemma."""
    opened = {name: frozenset(words) for name, words in classes.items()}
    verbs: dict[str, list[CueEntry]] = {}
    nouns: dict[str, list[CueEntry]] = {}
    adjectives: dict[str, list[CueEntry]] = {}
    tables = {"verb": verbs, "noun": nouns, "adjective": adjectives}
    for name, event in sorted(events.items()):
        for cue in event.cues.get(language, ()):
            objects, unless = _open(cue.objects, opened), _open(cue.unless, opened)
            named = frozenset(o[1:] for o in cue.objects if o.startswith("@"))
            for lemma in cue.lemmas:
                words = tuple(lemma.split())
                anchor = words[-1] if cue.pattern == "noun" else words[0]
                tables[cue.pattern].setdefault(anchor, []).append(CueEntry(name, cue, words, objects, named, unless))
    return CueLexicon(_frozen(verbs), _frozen(nouns), _frozen(adjectives), opened)


def _open(words: Iterable[str], classes: Mapping[str, frozenset[str]]) -> frozenset[str]:
    found: set[str] = set()
    for word in words:
        found |= classes.get(word[1:], frozenset()) if word.startswith("@") else {word}
    return frozenset(found)


def _frozen(table: dict[str, list[CueEntry]]) -> dict[str, tuple[CueEntry, ...]]:
    return {k: tuple(sorted(v, key=lambda e: -e.specificity)) for k, v in table.items()}
