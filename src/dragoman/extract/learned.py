"""Acts whose verb no cue explains, typed by the learned classifier where it is sure.

Only between two named parties, one the verb's subject and one its object or behind its preposition, and only for a verb that
no cue matched and that has no effect on others: an unambiguous pattern is never overridden.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dragoman.codebook.shapes import Cue
from dragoman.extract.arguments import is_verb, prepositional, surface_subjects
from dragoman.extract.lexicon import CueEntry
from dragoman.extract.scene import Scene
from dragoman.model.relation import NONE
from dragoman.model.text import Span

Typist = Callable[[Span, Span], Mapping[str, float]]
"""Probabilities of the types of what the first span does to the second."""
SURE = 0.85
"""The least probability at which the classifier alone tells an act."""
_TOWARDS = ("against", "with", "to", "at", "on", "from", "by")


def learned_entry(scene: Scene, verb: int, typist: Typist) -> tuple[CueEntry, float] | None:
    """A cue made up for a verb that no cue of the codebook matched, and its probability; none where nothing is sure."""
    lemma, rules = scene.lemma(verb), scene.rules
    if verb in scene.stops or lemma in rules.embedding or rules.light_kind(lemma):
        return None
    doers = scene.people.named(surface_subjects(scene.parse, verb))
    others = scene.people.named(scene.deep_objects(verb), receiving=True)
    preposition = None
    if not others:
        found = ((p, scene.people.named(prepositional(scene.parse, verb, p), receiving=True)) for p in _TOWARDS)
        preposition, others = next(((p, named) for p, named in found if named), (None, ()))
    source, target = (next((a.span for a in side if a.span and not a.code.startswith("UNK")), None) for side in (doers, others))
    if source is None or target is None or source == target or {a.code for a in doers} & {a.code for a in others}:
        return None
    chances = typist(source, target)
    kind = max(chances, key=lambda t: chances[t])
    if kind == NONE or chances[kind] < SURE:
        return None
    recipient = None if preposition is None else (preposition,)
    cue = Cue("verb", (lemma,), recipient=recipient)
    return CueEntry(kind, cue, (lemma,), frozenset(), frozenset(), frozenset()), chances[kind]


def unexplained(scene: Scene, used: set[int]) -> list[int]:
    """Verbs that no act has taken, auxiliaries apart."""
    relations = scene.parse.relations
    return [
        t for t in range(len(scene.parse))
        if t not in used and is_verb(scene.parse, t) and relations[t] not in {"aux", "auxpass"}
    ]  # fmt: skip
