"""From acts to claims: which acts are coded, PLOVER's reading of them, and the keys."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from dragoman.codebook.ontology import plover
from dragoman.codebook.shapes import EventType
from dragoman.extract.events import CODER
from dragoman.model.claim import Actor, Attribution, Claim, Happening, Quotation, Sighting, Voice
from dragoman.model.annotations import Annotations
from dragoman.model.keys import content_key
from dragoman.model.text import Span, inside, overlaps

_SPECIFIED = frozenset(
    {"CONSULT", "AGREE", "RETREAT", "MOBILIZE", "AID", "SANCTION", "ASSAULT", "COERCE", "COOPERATE", "CONCEDE"}
)
"""Types that are coded also when they are not actual, where the text says who and when, where or to whom."""
_ACCUSING = frozenset({"accuse", "blame", "charge", "condemn", "suspect"})
_UNKNOWN = Actor("UNK", "unknown")


def make_claims(
    acts: Sequence[Happening], notes: Annotations, events: Mapping[str, EventType], codebook: str
) -> tuple[Claim, ...]:
    """Turn acts into claims, leaving out what the coding guide leaves out; in the order of the text."""
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
                actors=actors, recipients=act.recipients, mediators=act.mediators, voice=act.voice,
                stance=act.stance, reality=act.reality, background=act.background, date=act.date, places=act.places,
                casualties=act.casualties, framing=act.framing, span=act.span,
                sightings=(Sighting(CODER, codebook, act.reasons),),
            )
        )  # fmt: skip
        seen[identity] += 1
    return tuple(claims)


def _coded(act: Happening, notes: Annotations, events: Mapping[str, EventType]) -> bool:
    if _set_aside(act.span, notes):
        return False
    known = [a for a in act.actors if not a.code.startswith("UNK")]
    event = events.get(act.type)
    if event is not None and event.recipient_required and not act.recipients and act.type != "AID":
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
    return bool(known)


def _set_aside(span: Span, notes: Annotations) -> bool:
    return any(m.set_aside and inside(span, m.span) for m in notes.document.marks)


def make_quotations(notes: Annotations, voices: Sequence[Voice]) -> tuple[Quotation, ...]:
    """Direct, mixed and indirect quotations with their speakers, in the order of the text."""
    found = []
    for attribution, voice in zip(notes.attributions, voices, strict=True):
        if attribution.kind == "indirect" and not _is_quotation(attribution, notes):
            continue
        if attribution.kind != "direct" and _inside_direct(attribution, notes):
            continue
        found.append(Quotation(voice, attribution.kind, attribution.cue, attribution.content))
    return tuple(sorted(found, key=lambda q: q.spans[0] if q.spans else (0, 0)))


def _is_quotation(attribution: Attribution, notes: Annotations) -> bool:
    """An indirect quotation is a full clause given to somebody: "X said that S did it", not "accused S of doing it"."""
    if not attribution.clausal or attribution.source is None or attribution.addressee is not None and attribution.lemma in _ACCUSING:
        return False
    return any(_has_finite_clause(c, notes) for c in attribution.content)


def _has_finite_clause(content: Span, notes: Annotations) -> bool:
    for parse in notes.parses:
        if parse is None or not overlaps(parse.span, content):
            continue
        for token in parse.tokens_in(content):
            verb = parse.heads[token]
            if parse.relations[token] in {"nsubj", "nsubjpass", "expl"} and inside((parse.starts[verb], parse.ends[verb]), content):
                aux = {parse.tags[c] for c in parse.dependents(verb, "aux", "auxpass")}
                if (aux | {parse.tags[verb]}) & {"VBD", "VBZ", "VBP", "MD"} or parse.tags[verb] == "VBN":
                    return True
    return False


def _inside_direct(attribution: Attribution, notes: Annotations) -> bool:
    """What stands inside a direct quotation is quoted already."""
    cue = attribution.cue
    if cue is None:
        return False
    return any(inside(cue, c) for a in notes.attributions if a.kind == "direct" and a is not attribution for c in a.content)
