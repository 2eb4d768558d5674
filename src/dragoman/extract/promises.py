"""What is done by saying that one will or that others must: threats, and demands put as a duty."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from dragoman.codebook.ontology import threat_mode
from dragoman.extract.participants import Participants
from dragoman.extract.voices import country, performs
from dragoman.model.annotations import Annotations
from dragoman.model.claim import NARRATOR, Actor, Attribution, Happening, Voice
from dragoman.model.text import Parse, index_at, inside, starting_in

_FORCE = frozenset({"ASSAULT", "COERCE", "SANCTION"})
_AHEAD = frozenset({"planned", "promised", "threatened", "hypothetical"})
_VOWS = frozenset({"vow", "promise", "pledge", "swear", "threaten", "warn", "undertake"})
_TELLING = frozenset({"say", "tell", "declare", "announce", "state"})
_VITAL = frozenset({"vital", "essential", "imperative", "crucial", "necessary", "important"})


def add_threats_and_demands(
    acts: Sequence[Happening], notes: Annotations, voices: Sequence[Voice]
) -> tuple[Happening, ...]:
    """Add the speech acts that attributions do without a cue of their own in the codebook.

    A vow or warning that one will use force is a threat, not an agreement; a duty laid on somebody ("Israel must
    withdraw") is a demand by the one who says it. Threats, promises and demands get whom the act ahead names.
    """
    found = list(acts)
    ordered = sorted(acts, key=lambda a: a.span)
    for attribution, voice in zip(notes.attributions, voices, strict=True):
        held = [a for c in attribution.content for a in starting_in(ordered, c) if inside(a.span, c)]
        own = performs(attribution)
        ahead = [a for a in held if a.voice.codes == voice.codes or (own and a.reality in _AHEAD)]
        if attribution.cue is None or "narrator" in voice.codes:
            continue
        force = [a for a in ahead if a.type in _FORCE and a.reality in _AHEAD and _by(a, voice)]
        if force and attribution.lemma in _VOWS:
            found = _as_threat(found, attribution, voice, force[0], notes)
        if not force and attribution.lemma in _VOWS | _TELLING:
            found = _passive_threat(found, ahead, attribution, voice)
        found.extend(_duties(attribution, voice, notes, found))
        demanded = [a for a in ahead if a.reality == "requested" and a.actors and any("modal" in r for r in a.reasons)]
        if demanded and not _has(found, attribution, "REQUEST"):
            found.append(_demand(demanded[0], attribution, voice))
    by_sentence: dict[int, list[Happening]] = {}
    for act in found:
        by_sentence.setdefault(act.sentence, []).append(act)
    return tuple(sorted((_addressed(a, by_sentence[a.sentence]) for a in found), key=lambda h: h.span))


def _passive_threat(
    acts: list[Happening], ahead: Sequence[Happening], attribution: Attribution, voice: Voice
) -> list[Happening]:
    """"Any vessel that comes near will be attacked, S said": S threatens, and S would do it."""
    silent = [a for a in ahead if a.type == "ASSAULT" and a.reality in {"planned", "promised"} and not a.actors]
    if not silent or any(c.startswith(("IGO:", "NGO:", "UNK")) for c in voice.codes):
        return acts
    return [*acts, _speech(silent[0], attribution, voice, "THREATEN", "violence", silent[0].recipients)]


def _duties(
    attribution: Attribution, voice: Voice, notes: Annotations, acts: Sequence[Happening]
) -> list[Happening]:
    """"It is vital that R stop", and a bare imperative in quotation marks: demands of the one who says it."""
    at = index_at(notes.sentences, attribution.content[0][0]) if attribution.content else None
    parse = None if at is None else notes.parses[at]
    if parse is None or at is None or _has(acts, attribution, "REQUEST") or attribution.cue is None:
        return []
    people = Participants(parse, notes.mentions)
    start, end = attribution.content[0]
    for token in parse.tokens_in((start, min(end, parse.span[1]))):
        asked: list[int] | None = None
        if parse.lemmas[token].lower() in _VITAL:
            verbs = [c for above in (token, parse.heads[token]) for c in parse.dependents(above, "ccomp", "advcl", "xcomp")]
            asked = [s for v in verbs for s in parse.dependents(v, "nsubj", "nsubjpass")] or None
        elif parse.forms[token].lower() == "must" and parse.relations[token] == "aux":
            asked = list(parse.dependents(parse.heads[token], "nsubj", "nsubjpass")) or None
        elif attribution.kind == "direct" and _imperative(parse, token, start):
            asked = [t for t in (() if attribution.addressee is None else parse.tokens_in(attribution.addressee))][-1:]
        if asked is not None:
            recipients = people.named(asked)
            if not recipients and attribution.kind != "direct":
                continue
            base = Happening("REQUEST", "yield", None, (), attribution.cue, at, token, (), recipients, (), "actual", ())
            return [_speech(base, attribution, voice, "REQUEST", "yield", recipients)]
    return []


def _imperative(parse: Parse, token: int, start: int) -> bool:
    """Whether a quotation opens with a bare verb that has no subject."""
    if parse.starts[token] > start + 1 or parse.tags[token] != "VB" or parse.lemmas[token].lower() in {"let", "be", "thank"}:
        return False
    return parse.dependent(token, "nsubj", "nsubjpass", "aux") is None


def _by(act: Happening, voice: Voice) -> bool:
    return bool({country(a.code) for a in act.actors} & {country(c) for c in voice.codes})


def _has(acts: Sequence[Happening], attribution: Attribution, kind: str) -> bool:
    cue = attribution.cue or (0, 0)
    return any(a.type == kind and a.span[0] < cue[1] and cue[0] < a.span[1] for a in acts)


def _as_threat(
    acts: list[Happening], attribution: Attribution, voice: Voice, force: Happening, notes: Annotations
) -> list[Happening]:
    """Make the vow a threat, or add the threat where the verb is no cue."""
    cue = attribution.cue or (0, 0)
    for i, act in enumerate(acts):
        if act.span[0] < cue[1] and cue[0] < act.span[1] and act.type in {"AGREE", "THREATEN"}:
            changed = replace(
                act, type="THREATEN", mode=act.mode if act.type == "THREATEN" and act.mode else threat_mode(force.type, force.mode),
                cameo=None, recipients=act.recipients or force.recipients, reasons=(*act.reasons, "force is announced"),
            )  # fmt: skip
            return [*acts[:i], changed, *acts[i + 1 :]]
    return [*acts, _speech(force, attribution, voice, "THREATEN", threat_mode(force.type, force.mode), force.recipients)]


def _demand(act: Happening, attribution: Attribution, voice: Voice) -> Happening:
    return _speech(act, attribution, voice, "REQUEST", "yield", tuple(replace(a, span=a.span) for a in act.actors))


def _speech(
    act: Happening, attribution: Attribution, voice: Voice, kind: str, mode: str | None, recipients: tuple[Actor, ...]
) -> Happening:
    """A speech act at the cue of the attribution, told by the narrator."""
    cue = attribution.cue or act.span
    speakers = tuple(Actor(c, voice.person or c, voice.person, voice.span) for c in voice.codes)
    return replace(
        act, type=kind, mode=mode, cameo=None, contexts=(), span=cue, actors=speakers, recipients=recipients, mediators=(),
        reality="actual", stance="asserts", voice=NARRATOR, casualties=(), framing=(), places=(),
        reasons=(f"{kind}: “{attribution.lemma}” with what it announces",),
    )  # fmt: skip


def _addressed(act: Happening, acts: Sequence[Happening]) -> Happening:
    """A threat or refusal that names nobody is meant for whom the act ahead of it names."""
    if act.type == "RETREAT" and act.reality == "requested" and act.nominal and not act.actors:
        return _by_whom_asked(act, acts)
    if act.type not in {"THREATEN", "REJECT"} or act.recipients:
        return act
    ahead = [
        o for o in acts
        if o.reality in _AHEAD | {"negated"} and o.span[0] > act.span[0] and o.recipients
    ]  # fmt: skip
    return replace(act, recipients=ahead[0].recipients) if ahead else act


def _by_whom_asked(act: Happening, acts: Sequence[Happening]) -> Happening:
    """What is demanded of somebody is for them to do: "asked Tehran for the release of the crew"."""
    freed = {country(a.code) for a in act.recipients}
    asked = [a for a in acts if a.type == "REQUEST" and a.span[0] < act.span[1] and a.recipients]
    asked = [a for a in asked if not freed & {country(r.code) for r in a.recipients}]
    return replace(act, actors=asked[-1].recipients) if asked else act
