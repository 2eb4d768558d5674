"""How sure a claim is, field by field.

The model is one logistic regression for each field over a few named signs of the claim, all weights in
``languages/<code>/confidence.toml``. ``type`` is the probability that the text tells such an act; ``actors`` (both sides),
``voice``, ``date`` and ``place`` are the probability that the field is right in a claim that is one; ``overall`` that type,
parties, voice, stance and reality are all right. Fitted and measured as ``docs/accuracy.md`` says.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from dragoman.model.annotations import Annotations
from dragoman.model.claim import Claim
from dragoman.model.text import STRUCTURAL, Parse, index_at, overlaps

FIELDS = ("type", "actors", "voice", "date", "place", "overall")
_LONG, _FAR = 35, 80
"""Words of a long sentence; code points between an act and a party that is far from it."""


def weigh_claims(
    claims: Sequence[Claim], notes: Annotations, weights: Mapping[str, Mapping[str, float]]
) -> tuple[Claim, ...]:
    """Give every claim its confidence.

    Args:
        claims: the claims of one document.
        notes: its layers.
        weights: by field, the weight of each sign; ``bias`` counts for every claim.
    """
    crowds = [c.span for c in claims]
    return tuple(replace(c, confidence=_confidence(c, set(signs(c, notes, crowds)), weights)) for c in claims)


def _confidence(
    claim: Claim, found: set[str], weights: Mapping[str, Mapping[str, float]]
) -> dict[str, float]:
    said = {"date": claim.date is not None, "place": bool(claim.places)}
    return {
        field: round(1 / (1 + math.exp(-sum(weights[field].get(sign, 0.0) for sign in (*sorted(found), "bias")))), 3)
        for field in FIELDS if said.get(field, True)
    }  # fmt: skip


def signs(claim: Claim, notes: Annotations, spans: Sequence[tuple[int, int]]) -> Iterator[str]:
    """Name what speaks for or against a claim; ``spans`` are those of all claims of the document."""
    yield claim.type
    yield claim.reality
    yield claim.stance
    if claim.background:
        yield "background"
    yield from _voice_signs(claim)
    yield from _party_signs(claim)
    yield from _field_signs(claim)
    at = index_at(notes.sentences, claim.span[0])
    if at is None:
        return
    if notes.passage_of(at).kind in STRUCTURAL:
        yield "in a title or caption"
    if any(overlaps(q.inner, claim.span) for q in notes.quotes if not q.scare):
        yield "inside quotation marks"
    sentence = notes.sentences[at].span
    if sum(overlaps(s, sentence) for s in spans) > 3:
        yield "many claims in the sentence"
    parse = notes.parses[at]
    if parse is not None:
        yield from _grammar_signs(claim, parse)


def _voice_signs(claim: Claim) -> Iterator[str]:
    if "narrator" in claim.voice.codes:
        yield "told by the narrator"
    elif claim.voice.span is None:
        yield "voice carried over"
    if claim.voice.codes == ("UNK",):
        yield "voice unknown"
    if len(claim.voice.chain) > 1:
        yield "voice within a voice"


def _party_signs(claim: Claim) -> Iterator[str]:
    if not claim.actors:
        yield "no actor"
    elif all(a.code.startswith("UNK") for a in claim.actors):
        yield "actor unknown"
    elif all(a.span is None for a in claim.actors):
        yield "actor filled in"
    elif min(_distance(a.span, claim.span) for a in claim.actors if a.span is not None) > _FAR:
        yield "actor far off"
    if not claim.recipients:
        yield "no recipient"
    elif all(r.span is None for r in claim.recipients):
        yield "recipient filled in"
    elif min(_distance(r.span, claim.span) for r in claim.recipients if r.span is not None) > _FAR:
        yield "recipient far off"
    if len(claim.actors) > 1:
        yield "several actors"


def _field_signs(claim: Claim) -> Iterator[str]:
    if claim.date is None:
        yield "no date"
    elif claim.date.span is None:
        yield "date inferred"
    elif claim.date.grain != "day":
        yield "date is a range"
    if claim.places and not any(_distance(p.span, claim.span) <= _FAR for p in claim.places if p.span is not None):
        yield "place far off"
    if claim.casualties:
        yield "with a toll"
    if any("toll without" in reason for s in claim.sightings for reason in s.reasons):
        yield "a toll alone"
    if any("classifier" in reason for s in claim.sightings for reason in s.reasons):
        yield "found by the classifier"


def _grammar_signs(claim: Claim, parse: Parse) -> Iterator[str]:
    tags = [parse.tags[t] for t in parse.tokens_in(claim.span)]
    if not any(tag.startswith("VB") for tag in tags):
        yield "told by a noun"
    elif any(tag == "VBG" for tag in tags):
        yield "told by a participle"
    elif len(tags) > 1:
        yield "told by several words"
    if len(parse) > _LONG:
        yield "long sentence"


def _distance(one: tuple[int, int] | None, other: tuple[int, int]) -> int:
    return 10_000 if one is None else max(0, max(one[0], other[0]) - min(one[1], other[1]))
