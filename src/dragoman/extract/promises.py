"""What is done by saying that one will or that others must: threats, and demands put as a duty."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from dragoman.extract.voices import country
from dragoman.model.annotations import Annotations
from dragoman.model.claim import NARRATOR, Actor, Attribution, Happening, Voice
from dragoman.model.text import inside, starting_in

_FORCE = frozenset({"ASSAULT", "COERCE", "SANCTION"})
_AHEAD = frozenset({"planned", "promised", "threatened", "hypothetical"})
_VOWS = frozenset({"vow", "promise", "pledge", "swear", "threaten", "warn", "undertake"})
_MODES = {"ASSAULT": "violence", "COERCE": "restrict", "SANCTION": "relations", "MOBILIZE": "violence"}


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
        ahead = [a for a in held if a.voice.codes == voice.codes]
        if attribution.cue is None or "narrator" in voice.codes:
            continue
        force = [a for a in ahead if a.type in _FORCE and a.reality in _AHEAD and _by(a, voice)]
        if force and attribution.lemma in _VOWS:
            found = _as_threat(found, attribution, voice, force[0], notes)
        demanded = [a for a in ahead if a.reality == "requested" and a.actors and any("modal" in r for r in a.reasons)]
        if demanded and not _has(found, attribution, "REQUEST"):
            found.append(_demand(demanded[0], attribution, voice))
    by_sentence: dict[int, list[Happening]] = {}
    for act in found:
        by_sentence.setdefault(act.sentence, []).append(act)
    return tuple(sorted((_addressed(a, by_sentence[a.sentence]) for a in found), key=lambda h: h.span))


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
                act, type="THREATEN", mode=act.mode if act.type == "THREATEN" and act.mode else _MODES[force.type],
                cameo=None, recipients=act.recipients or force.recipients, reasons=(*act.reasons, "force is announced"),
            )  # fmt: skip
            return [*acts[:i], changed, *acts[i + 1 :]]
    return [*acts, _speech(force, attribution, voice, "THREATEN", _MODES[force.type], force.recipients)]


def _demand(act: Happening, attribution: Attribution, voice: Voice) -> Happening:
    return _speech(act, attribution, voice, "REQUEST", "yield", tuple(replace(a, span=a.span) for a in act.actors))


def _speech(
    act: Happening, attribution: Attribution, voice: Voice, kind: str, mode: str, recipients: tuple[Actor, ...]
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
    if act.type not in {"THREATEN", "REJECT"} or act.recipients:
        return act
    ahead = [
        o for o in acts
        if o.reality in _AHEAD | {"negated"} and o.span[0] > act.span[0] and o.recipients
    ]  # fmt: skip
    return replace(act, recipients=ahead[0].recipients) if ahead else act
