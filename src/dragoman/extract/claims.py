"""From acts to claims: which acts are coded, PLOVER's reading of them, and the keys."""

from __future__ import annotations

import sys
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from dragoman.codebook.ontology import plover
from dragoman.codebook.shapes import EventType
from dragoman.extract.events import CODER
from dragoman.model.claim import Actor, Attribution, Claim, Happening, Quotation, Sighting, Voice
from dragoman.model.annotations import Annotations
from dragoman.model.keys import content_key
from dragoman.model.text import Parse, Span, index_at, inside

_SPECIFIED = frozenset(
    {"CONSULT", "AGREE", "RETREAT", "MOBILIZE", "AID", "SANCTION", "ASSAULT", "COERCE", "COOPERATE", "CONCEDE"}
)
"""Types that are coded also when they are not actual, where the text says who and when, where or to whom."""
_ACCUSING = frozenset({"accuse", "blame", "charge", "condemn", "suspect"})
_UNKNOWN = Actor("UNK", "unknown")


def make_claims(
    acts: Sequence[Happening], notes: Annotations, events: Mapping[str, EventType], codebook: str, names: Mapping[str, str]
) -> tuple[Claim, ...]:
    """Turn acts into claims, leaving out what the coding guide leaves out; in the order of the text.

    Args:
        acts: what happened, each with its voice and day.
        notes: the document's layers.
        events: the codebook's event types.
        codebook: the codebook's digest, for the sightings.
        names: what the codebook calls each actor, by code.
    """
    seen: Counter[tuple[object, ...]] = Counter()
    claims = []
    for act in sorted(acts, key=lambda a: (a.span, a.voice.codes, [x.code for x in a.actors])):
        if not _coded(act, notes, events):
            continue
        actors = act.actors or ((_UNKNOWN,) if act.type == "ASSAULT" or act.recipients else ())
        base = (
            notes.document.key, act.span, act.voice.span, [a.span for a in actors], [a.span for a in act.recipients],
        )  # fmt: skip
        identity = (base[1], base[2], tuple(base[3]), tuple(base[4]))
        claims.append(
            Claim(
                key=content_key(*base, seen[identity]),
                type=act.type, mode=act.mode, contexts=act.contexts,
                plover=plover(events, act.type, act.mode, act.reality, act.cameo),
                actors=_called(actors, names), recipients=_called(act.recipients, names),
                mediators=_called(act.mediators, names), voice=act.voice,
                stance=act.stance, reality=act.reality, background=act.background, date=act.date, places=act.places,
                casualties=act.casualties, framing=act.framing, span=act.span,
                sightings=(Sighting(CODER, codebook, act.reasons),),
            )
        )  # fmt: skip
        seen[identity] += 1
    return tuple(claims)


def _called(actors: tuple[Actor, ...], names: Mapping[str, str]) -> tuple[Actor, ...]:
    """The actors with the codebook's name where the text gave none."""
    return tuple(a if a.name != a.code else replace(a, name=_name(a.code, names)) for a in actors)


def _name(code: str, names: Mapping[str, str]) -> str:
    if code in names:
        return names[code]
    owner, _, sector = code.partition(".")
    return f"{names.get(owner, owner)} ({sector})" if sector else names.get(owner, owner)


def _coded(act: Happening, notes: Annotations, events: Mapping[str, EventType]) -> bool:
    if _set_aside(act.span, notes):
        return False
    known = [a for a in act.actors if not a.code.startswith("UNK")]
    event = events.get(act.type)
    if event is not None and event.recipient_required and not act.recipients and act.type != "AID" and len(known) < 2:
        return False
    if act.reality not in {"actual", "negated"}:
        specific = bool(act.recipients or act.places or act.date is not None or len(known) > 1)
        return act.type in _SPECIFIED and bool(known) and specific
    if act.reality == "negated" and act.type in {"ACCUSE", "REQUEST", "REJECT", "THREATEN", "SUPPORT"}:
        return False
    if act.type == "ASSAULT":
        return bool(known or act.recipients or act.casualties or act.places or not act.nominal)
    if act.type == "COERCE":
        return bool(act.actors or act.recipients) or (act.places != () and not act.nominal)
    if act.type == "PROTEST" or act.mode == "ceasefire":
        return bool(act.actors or act.places or not act.nominal)
    if act.mutual and act.presupposed:
        return len(known) > 1
    if act.type == "SANCTION":
        return bool(known or act.recipients)
    return bool(known or (act.type == "AGREE" and act.mediators))


def _set_aside(span: Span, notes: Annotations) -> bool:
    return any(m.set_aside and inside(span, m.span) for m in notes.document.marks)


def make_quotations(notes: Annotations, voices: Sequence[Voice]) -> tuple[Quotation, ...]:
    """Direct, mixed and indirect quotations with their speakers, in the order of the text."""
    found = []
    marked = sorted(q.inner for q in notes.quotes if q.depth == 0)
    direct = sorted(c for a in notes.attributions if a.kind == "direct" for c in a.content)
    for attribution, voice in zip(notes.attributions, voices, strict=True):
        if attribution.kind == "indirect" and not _is_quotation(attribution, notes):
            continue
        if attribution.kind != "direct" and attribution.cue is not None and _within(attribution.cue, direct):
            continue
        found.append(Quotation(voice, attribution.kind, attribution.cue, _words(attribution, marked)))
    return tuple(sorted(found, key=lambda q: q.spans[0] if q.spans else (0, 0)))


def _words(attribution: Attribution, marked: list[Span]) -> tuple[Span, ...]:
    """The quoted words: those inside the marks for a mixed quotation, else the content as it stands."""
    if attribution.kind != "mixed":
        return attribution.content
    inner = tuple(
        marked[i] for c in attribution.content
        for i in range(bisect_left(marked, c), bisect_left(marked, (c[1], c[1]))) if inside(marked[i], c)
    )  # fmt: skip
    return inner or attribution.content


def _is_quotation(attribution: Attribution, notes: Annotations) -> bool:
    """An indirect quotation is a full clause given to somebody: "X said that S did it", not "accused S of doing it"."""
    if not attribution.clausal or attribution.source is None or attribution.addressee is not None and attribution.lemma in _ACCUSING:
        return False
    return any(_has_finite_clause(c, notes) for c in attribution.content)


def _has_finite_clause(content: Span, notes: Annotations) -> bool:
    at = index_at(notes.sentences, content[0])
    while at is not None and at < len(notes.parses) and notes.sentences[at].span[0] < content[1]:
        parse = notes.parses[at]
        if parse is not None and any(_finite(parse, t, content) for t in parse.tokens_in(content)):
            return True
        at += 1
    return False


def _finite(parse: Parse, token: int, content: Span) -> bool:
    """Whether the token is the subject of a finite verb inside the content."""
    verb = parse.heads[token]
    if parse.relations[token] not in {"nsubj", "nsubjpass", "expl"} or not inside((parse.starts[verb], parse.ends[verb]), content):
        return False
    aux = {parse.tags[c] for c in parse.dependents(verb, "aux", "auxpass")}
    return bool((aux | {parse.tags[verb]}) & {"VBD", "VBZ", "VBP", "MD", "VBN"})


def _within(cue: Span, direct: list[Span]) -> bool:
    """Whether the cue stands inside a direct quotation: what is said there is quoted already."""
    at = bisect_right(direct, (cue[0], sys.maxsize)) - 1
    return at >= 0 and inside(cue, direct[at])
