"""What the interface for programs answers: the records of its pages, shared by the desk and the client."""

from __future__ import annotations

from datetime import date
from typing import Literal

from msgspec import Struct

from dragoman.analyse.briefs import Brief
from dragoman.analyse.listing import ClaimEntry, DocumentEntry
from dragoman.model.corpus import Judgement
from dragoman.model.grouped import Followed


class IncidentPage(Struct, frozen=True):
    """Incidents in short, the latest first. ``next`` is the cursor of the following page, null at the end."""

    items: tuple[Brief, ...]
    next: str | None


class ClaimPage(Struct, frozen=True):
    """Claims with where they stand, those of the latest days first. ``next`` is the cursor of the following page, null at the end."""

    items: tuple[ClaimEntry, ...]
    next: str | None


class DocumentPage(Struct, frozen=True):
    """Reports, the latest published first. ``next`` is the cursor of the following page, null at the end."""

    items: tuple[DocumentEntry, ...]
    next: str | None


class CommitmentPage(Struct, frozen=True):
    """Commitments, the latest made first. ``next`` is the cursor of the following page, null at the end."""

    items: tuple[Followed, ...]
    next: str | None


class NamedActor(Struct, frozen=True):
    """Somebody by code and name: in how many claims they act, are acted on, mediate, and speak."""

    code: str
    name: str
    acts: int
    suffers: int
    mediates: int
    says: int


class ActorPage(Struct, frozen=True):
    """Everybody whom a claim names, by code. ``next`` is the cursor of the following page, null at the end."""

    items: tuple[NamedActor, ...]
    next: str | None


class MadeJudgement(Struct, frozen=True):
    """A judgement, and whether it stands: it was neither taken back nor superseded."""

    judgement: Judgement
    stands: bool


class JudgementPage(Struct, frozen=True):
    """Judgements, the earliest first. ``next`` is the cursor of the following page, null at the end."""

    items: tuple[MadeJudgement, ...]
    next: str | None


class StoreState(Struct, frozen=True):
    """The store as it is now.

    ``version`` changes whenever an answer may, ``sequence`` counts what was written to the store; ``rows`` counts those of its
    tables, ``latest`` is the last day on which a report was published.
    """

    version: str
    sequence: int
    rows: dict[str, int]
    judgements: int
    latest: date | None
    dragoman: str


class Fault(Struct, frozen=True):
    """What is wrong with a request: the status of the response, its name, and one sentence about this case."""

    status: int
    title: str
    detail: str


class Problem(Struct, frozen=True):
    """The body of every response that is no answer."""

    error: Fault


Period = Literal["day", "week", "month"]
