"""From acts to claims: which acts are coded, PLOVER's reading of them, and the keys."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from dragoman.codebook.ontology import plover
from dragoman.codebook.shapes import EventType
from dragoman.extract.arguments import is_passive, surface_subjects
from dragoman.extract.events import CODER
from dragoman.extract.selves import others
from dragoman.model.annotations import Annotations
from dragoman.model.claim import UNARMED, Actor, Claim, Happening, Sighting
from dragoman.model.keys import content_key
from dragoman.model.text import Span, inside

_SPECIFIED = frozenset(
    {"CONSULT", "AGREE", "RETREAT", "MOBILIZE", "AID", "SANCTION", "ASSAULT", "COERCE", "COOPERATE", "CONCEDE"}
)
"""Types that are coded also when they are not actual, where the text says who and when, where or to whom."""
_LEFT_OPEN = frozenset({"AID", "CONCEDE", "MOBILIZE", "REJECT", "RETREAT", "ACCUSE"})
"""Types whose passive is coded also where nobody is said to have done it."""
_ADDRESSED = frozenset({"ACCUSE", "REQUEST", "SUPPORT", "THREATEN"})
"""What is said to somebody is coded also where nobody can name who says it, as long as a verb with a subject tells it."""
_SECTORS = {
    "MIL": "forces", "GOV": "government", "COP": "police", "REB": "rebels", "OPP": "opposition", "CVL": "civilians",
    "JUD": "courts", "LEG": "parliament", "SPY": "services", "PTY": "party", "REF": "refugees", "JRN": "media",
}  # fmt: skip
_SPEAKING = frozenset({"NN", "NNS", "NNP", "NNPS", "WP"})
_UNKNOWN = Actor("UNK", "unknown")


def make_claims(
    acts: Sequence[Happening],
    notes: Annotations,
    events: Mapping[str, EventType],
    codebook: str,
    names: Mapping[str, str],
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
        act = replace(act, recipients=others(act.actors, act.recipients))  # noqa: PLW2901 - the act without itself among its targets
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
    return f"{_SECTORS.get(sector, sector)} of {names.get(owner, owner)}" if sector else names.get(owner, owner)


def _coded(act: Happening, notes: Annotations, events: Mapping[str, EventType]) -> bool:
    if _set_aside(act.span, notes):
        return False
    known = [a for a in act.actors if not a.code.startswith("UNK")]
    event = events.get(act.type)
    if event is not None and event.recipient_required and not act.recipients and act.type != "AID" and len(known) < 2:
        return act.mode in {"withdraw", "convict"} and bool(known) and not act.nominal and act.reality in {"actual", "negated"}
    if act.reality not in {"actual", "negated"}:
        specific = bool(act.recipients or act.places or act.date is not None or len(known) > 1)
        return act.type in _SPECIFIED and bool(known) and specific
    if act.reality == "negated" and act.type in {"ACCUSE", "REQUEST", "REJECT", "THREATEN", "SUPPORT"}:
        return False
    if act.type == "ASSAULT":
        return bool(known or act.recipients or act.casualties or act.places or not act.nominal)
    if act.type == "COERCE":
        return bool(act.actors or act.recipients) or not act.nominal
    if act.type == "PROTEST" or act.mode == "ceasefire":
        return bool(act.actors or act.places or not act.nominal)
    if act.type == "CONSULT" and known and all(a.code.partition(".")[2] in UNARMED for a in known):
        return False
    if act.mutual and act.presupposed:
        return len(known) > 1
    if act.type in _ADDRESSED and act.recipients and not act.nominal:
        return bool(known) or _has_speaker(act, notes)
    if act.type in {"SANCTION", "REJECT"} or _suffered(act, notes):
        return bool(known or act.recipients or (act.type == "MOBILIZE" and act.actors))
    return bool(known or (act.type == "AGREE" and act.mediators))


def _suffered(act: Happening, notes: Annotations) -> bool:
    """Whether a passive verb tells the act and leaves out who did it: "the inspectors were refused entry"."""
    parse = notes.parses[act.sentence]
    return parse is not None and not act.nominal and act.type in _LEFT_OPEN and is_passive(parse, act.token)


def _has_speaker(act: Happening, notes: Annotations) -> bool:
    """Whether the verb of a speech act has a subject who is a person or body, though no party can be named for it."""
    parse = notes.parses[act.sentence]
    return parse is not None and any(parse.tags[s] in _SPEAKING for s in surface_subjects(parse, act.token))


def _set_aside(span: Span, notes: Annotations) -> bool:
    return any(m.set_aside and inside(span, m.span) for m in notes.document.marks)
