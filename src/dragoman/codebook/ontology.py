"""PLOVER's reading of an act: what its own mapping makes of a type told as planned, threatened or negated.

Table after the PLOVER manual's auxiliary modes and the modality table of its zero-shot coder, with the manual's exceptions:
an announced retreat or concession stays CONCEDE, all other future cooperation is AGREE, future material conflict THREATEN.
"""

from __future__ import annotations

from collections.abc import Mapping

from dragoman.codebook.shapes import EventType
from dragoman.model.event import Plover, Reality

_FUTURE: dict[str, str | None] = {
    "AGREE": "AGREE", "CONSULT": "AGREE", "SUPPORT": "AGREE", "COOPERATE": "AGREE", "AID": "AGREE", "CONCEDE": "CONCEDE",
    "RETREAT": "CONCEDE", "REQUEST": "REQUEST", "ACCUSE": "ACCUSE", "REJECT": "REJECT", "THREATEN": "THREATEN",
    "PROTEST": "THREATEN", "SANCTION": "THREATEN", "MOBILIZE": "THREATEN", "COERCE": "THREATEN", "ASSAULT": "THREATEN",
}  # fmt: skip
_NEGATED: dict[str, str | None] = {
    "AGREE": "REJECT", "CONSULT": "REJECT", "SUPPORT": "REJECT", "COOPERATE": "SANCTION", "AID": "SANCTION",
    "CONCEDE": "REJECT", "RETREAT": "REJECT", "REQUEST": None, "ACCUSE": None, "REJECT": None, "THREATEN": None,
    "PROTEST": None, "SANCTION": None, "MOBILIZE": None, "COERCE": None, "ASSAULT": None,
}  # fmt: skip
_REQUESTED = "REQUEST"
_THREATENED = {
    ("COERCE", "arrest"): "arrest", ("COERCE", "seize"): "territory", ("COERCE", "deport"): "expel",
    ("SANCTION", "expel"): "expel",
}  # fmt: skip
_THREATS = {
    "ASSAULT": "violence", "COERCE": "restrict", "SANCTION": "relations", "MOBILIZE": "violence", "PROTEST": None,
}  # fmt: skip


def plover(
    events: Mapping[str, EventType], act: str, mode: str | None, reality: Reality, cameo: str | None = None
) -> Plover | None:
    """Map an act with its reality to PLOVER's type, mode, quad, score and CAMEO code; null where PLOVER drops it.

    Args:
        events: the codebook's event types by name.
        act: the type as the coding guide names it.
        mode: the mode of the act, kept where the type is kept.
        reality: how the act is told.
        cameo: a CAMEO code that the cue names, more exact than the mode's.
    """
    target = _target(act, reality)
    if target is None or target not in events:
        return None
    kept = mode if target == act else threat_mode(act, mode) if target == "THREATEN" else None
    event = events[target]
    found = next((m for m in event.modes if m.name == kept), None)
    if found is None:
        return Plover(target, None, event.quad, event.score, (cameo if target == act else None) or event.cameo)
    return Plover(target, found.name, event.quad, found.score, (cameo if target == act else None) or found.cameo)


def threat_mode(act: str, mode: str | None) -> str | None:
    """PLOVER's mode of a threat by what is threatened."""
    return _THREATENED.get((act, mode or ""), _THREATS.get(act))


def _target(act: str, reality: Reality) -> str | None:
    if reality == "actual":
        return act
    if reality == "negated":
        return _NEGATED[act]
    if reality == "requested":
        return _REQUESTED
    if reality == "hypothetical":
        return None
    return _FUTURE[act]
