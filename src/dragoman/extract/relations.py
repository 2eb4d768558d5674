"""The relation between two marked actors of a sentence: what the one does to the other, by rules and classifier together."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from dragoman.codebook.ontology import plover
from dragoman.codebook.shapes import EventType
from dragoman.extract.events import find_events
from dragoman.extract.scene import EventRules
from dragoman.model.annotations import Annotations
from dragoman.model.claim import Happening
from dragoman.model.relation import NONE, Blend, Relation, Standing
from dragoman.model.text import Span, overlaps
from dragoman.model.world import Mention

SOURCE, TARGET = "SOURCE", "TARGET"
_RANK: tuple[Standing, ...] = ("both", "doer", "target", "swapped", "other")


def find_relation(
    notes: Annotations,
    source: Span | None,
    target: Span | None,
    rules: EventRules,
    events: Mapping[str, EventType],
    scores: Mapping[str, float],
    blend: Blend,
) -> Relation:
    """Type what ``source`` does to ``target``.

    Args:
        notes: the sentence's layers.
        source: the span of the one that acts, or null.
        target: the span of the one it is done to, or null.
        rules: the event cues.
        events: the codebook's event types, for PLOVER's reading of what is not actual.
        scores: what the classifier makes of the sentence, by type.
        blend: how the two are weighed.

    Returns:
        The likeliest type, with probabilities that sum to 1.
    """
    return weigh(scores, standings(notes, source, target, rules, events), blend)


def standings(
    notes: Annotations, source: Span | None, target: Span | None, rules: EventRules, events: Mapping[str, EventType]
) -> dict[str, Standing]:
    """PLOVER's types that the rules find in the sentence, each with its best standing towards the two parties."""
    marked = replace(notes, mentions=_marked(notes.mentions, source, target), attributions=())
    found: dict[str, Standing] = {}
    for act in find_events(marked, rules):
        read = plover(events, act.type, act.mode, act.reality)
        if read is not None:
            here = _standing(act)
            found[read.type] = min(found.get(read.type, here), here, key=_RANK.index)
    return found


def weigh(scores: Mapping[str, float], found: Mapping[str, Standing], blend: Blend) -> Relation:
    """Weigh the classifier's scores and the rules' findings; with neither, nothing is known."""
    evidence = {t: blend.sharpness * scores.get(t, 0.0) for t in blend.types}
    for kind, standing in found.items():
        if kind in evidence:
            evidence[kind] += blend.standings.get(standing, 0.0)
    if not found:
        evidence[NONE] += blend.silent
    highest = max(evidence.values())
    shares = {t: math.exp(e - highest) for t, e in evidence.items()}
    total = sum(shares.values())
    best = max(blend.types, key=lambda t: shares[t])
    return Relation(best, {t: round(s / total, 4) for t, s in shares.items()}, shares[best] / total < blend.abstain)


def _marked(mentions: Sequence[Mention], source: Span | None, target: Span | None) -> tuple[Mention, ...]:
    """The mentions with the two marked spans in place of what they overlap."""
    given = [
        Mention(span, (code,), code.lower(), "organ")
        for span, code in ((source, SOURCE), (target, TARGET))
        if span is not None
    ]
    kept = [m for m in mentions if not any(overlaps(m.span, g.span) for g in given)]
    return tuple(sorted([*given, *kept], key=lambda m: m.span))


def _standing(act: Happening) -> Standing:
    """Where the act has the two parties."""
    doers = {a.code for a in act.actors}
    others = {a.code for a in (*act.recipients, *act.mediators)}
    if SOURCE in doers:
        return "both" if TARGET in others or TARGET in doers else "doer"
    if SOURCE in others and TARGET in doers:
        return "swapped"
    return "target" if TARGET in others else "other"
