"""What many documents tell together: incidents with their tolls, commitments followed over time, copies of one text."""

from __future__ import annotations

from datetime import date
from typing import Literal

from msgspec import Struct

from dragoman.model.event import CasualtyKind
from dragoman.model.incident import Breach, Incident

State = Literal["made", "kept", "breach alleged", "lapsed"]
"""How a commitment stands: nobody says more of it; an act keeps it; somebody alleges a breach; its day has passed."""


class Link(Struct, frozen=True):
    """Why a claim stands in an incident: the claim it was joined to, the score, and the features that made it."""

    claim: str
    other: str
    score: float
    reasons: tuple[str, ...]


class Figure(Struct, frozen=True):
    """One claimant's count. ``superseded_by`` is the claim in which the same claimant gives a later one."""

    claim: str
    voice: str
    low: int | None
    high: int | None
    as_of: date | None = None
    superseded_by: str | None = None


class Toll(Struct, frozen=True):
    """People harmed in an incident, by kind and side: ``best`` with ``low`` and ``high`` by the stated ``rule``."""

    kind: CasualtyKind
    whose: tuple[str, ...]
    best: int | None
    low: int | None
    high: int | None
    rule: str
    figures: tuple[Figure, ...]


class Happened(Struct, frozen=True):
    """An incident of many documents with what its claims agree on.

    ``texts`` counts independent original texts, ``parties`` and ``countries`` are sorted, ``places`` are names as told.
    """

    incident: Incident
    type: str
    background: bool
    first: date | None
    last: date | None
    parties: tuple[str, ...]
    places: tuple[str, ...]
    countries: tuple[str, ...]
    texts: int
    tolls: tuple[Toll, ...]
    links: tuple[Link, ...]


class Followed(Struct, frozen=True):
    """A commitment over all documents. ``claims`` all tell of its making, the first gives its key and words."""

    key: str
    claims: tuple[str, ...]
    parties: tuple[str, ...]
    guarantors: tuple[str, ...]
    what: str
    since: date | None
    until: date | None
    state: State
    why: str
    kept_by: tuple[str, ...] = ()
    breached_by: tuple[Breach, ...] = ()


class Copy(Struct, frozen=True):
    """A document whose text is, all but local edits, that of ``original``; ``likeness`` is their Jaccard index, 0 to 1."""

    document: str
    original: str
    likeness: float


class Reprint(Struct, frozen=True):
    """A claim of a copy that its original makes in the same sentence: one claim with one more carrier."""

    claim: str
    of: str


class Grouping(Struct, frozen=True):
    """All that reconciliation derives; a pure function of claims and judgements."""

    incidents: tuple[Happened, ...] = ()
    commitments: tuple[Followed, ...] = ()
    reprints: tuple[Reprint, ...] = ()


class Changed(Struct, frozen=True):
    """What new documents and judgements change in a grouping: rows that go, by key, and rows that take their place.

    ``gone`` may name keys that no incident has: an incident is found by the claim with its smallest key, whichever that was.
    """

    gone: frozenset[str]
    incidents: tuple[Happened, ...]
    commitments_gone: frozenset[str]
    commitments: tuple[Followed, ...]
    reprints_gone: frozenset[str]
    reprints: tuple[Reprint, ...]
