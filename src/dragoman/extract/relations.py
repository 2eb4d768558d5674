"""The relation between two marked actors of a sentence, by rules: which act the one does to the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from dragoman.codebook.ontology import plover
from dragoman.codebook.shapes import EventType
from dragoman.extract.arguments import clause_root
from dragoman.extract.events import find_events
from dragoman.extract.scene import EventRules
from dragoman.model.annotations import Annotations
from dragoman.model.claim import Happening
from dragoman.model.text import Parse, Span, overlaps
from dragoman.model.world import Mention

SOURCE, TARGET = "SOURCE", "TARGET"
_NONE = "NONE"


class Relation(Struct, frozen=True):
    """PLOVER's type of the relation (or ``NONE``), a weight for each type, and whether the rules would rather not say."""

    type: str
    probabilities: dict[str, float]
    abstained: bool


def find_relation(
    notes: Annotations, source: Span | None, target: Span | None, rules: EventRules, events: Mapping[str, EventType]
) -> Relation:
    """Type what ``source`` does to ``target``.

    Args:
        notes: the sentence's layers.
        source: the span of the one that acts, or null.
        target: the span of the one it is done to, or null.
        rules: the event cues.
        events: the codebook's event types, for PLOVER's reading of what is not actual.

    Returns:
        The type with weights that sum to 1. They are ranks made into weights, not calibrated probabilities.
    """
    marked = replace(notes, mentions=_marked(notes.mentions, source, target), attributions=())
    acts = find_events(marked, rules)
    weights: dict[str, float] = {}
    for act in acts:
        parse = notes.parses[act.sentence]
        read = plover(events, act.type, act.mode, act.reality)
        if parse is not None and read is not None:
            weights[read.type] = max(weights.get(read.type, 0.0), _weight(act, parse, source, target))
    if not weights:
        return Relation(_NONE, {_NONE: 1.0}, True)
    total = sum(weights.values())
    best = max(sorted(weights), key=lambda t: weights[t])
    probabilities = {t: round(w / total * min(1.0, max(weights.values())), 4) for t, w in sorted(weights.items())}
    probabilities[_NONE] = round(1.0 - sum(probabilities.values()), 4)
    return Relation(best, probabilities, weights[best] < 0.5)


def _marked(mentions: Sequence[Mention], source: Span | None, target: Span | None) -> tuple[Mention, ...]:
    """The mentions with the two marked spans in place of what they overlap."""
    given = [
        Mention(span, (code,), code.lower(), "organ")
        for span, code in ((source, SOURCE), (target, TARGET))
        if span is not None
    ]
    kept = [m for m in mentions if not any(overlaps(m.span, g.span) for g in given)]
    return tuple(sorted([*given, *kept], key=lambda m: m.span))


def _weight(act: Happening, parse: Parse, source: Span | None, target: Span | None) -> float:
    """How surely the act is the one between the two: both parties in place counts most, then the acting one."""
    doers = {a.code for a in act.actors}
    others = {a.code for a in (*act.recipients, *act.mediators)}
    acts_on = SOURCE in doers and (TARGET in others or TARGET in doers)
    if acts_on:
        weight = 0.95
    elif SOURCE in doers:
        weight = 0.6
    elif TARGET in others:
        weight = 0.5
    elif SOURCE in others and TARGET in doers:
        weight = 0.35
    else:
        weight = 0.15
    between = (
        source is not None
        and target is not None
        and min(source[1], target[1]) <= act.span[0] <= max(source[0], target[0])
    )
    main = clause_root(parse, act.token) == parse.root()
    return weight + 0.03 * between + 0.02 * main - 0.05 * act.nominal
