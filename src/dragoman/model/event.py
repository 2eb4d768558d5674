"""What a claim says happened."""

from __future__ import annotations

from datetime import date
from typing import Literal

from msgspec import Struct

from dragoman.model.text import Span

Reality = Literal["actual", "negated", "planned", "promised", "requested", "threatened", "hypothetical"]
Stance = Literal["asserts", "denies", "doubts"]
CasualtyKind = Literal["killed", "wounded", "captured", "displaced", "harmed", "missing"]


class Casualty(Struct, frozen=True):
    """A range of people harmed; ``low`` or ``high`` null where open. ``whose`` are actor codes."""

    kind: CasualtyKind
    low: int | None
    high: int | None
    whose: tuple[str, ...] = ()
    as_of: date | None = None
    span: Span | None = None


class Plover(Struct, frozen=True):
    """PLOVER's reading of an act with its reality (a planned CONSULT is AGREE): type, mode, quad 1-4, score, CAMEO."""

    type: str
    mode: str | None
    quad: int
    score: float
    cameo: str


class When(Struct, frozen=True):
    """The days of an act and how they were derived."""

    first: date | None
    last: date | None
    grain: str
    span: Span | None
    basis: str


class Framing(Struct, frozen=True):
    """A loaded word kept beside the neutral act ("liberated", "occupied")."""

    word: str
    span: Span
