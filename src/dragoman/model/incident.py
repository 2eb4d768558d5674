"""Claims side by side: incidents, accounts, commitments, and the ledger that holds them."""

from __future__ import annotations

from datetime import date
from typing import Literal

from msgspec import Struct, field

from dragoman.model.claim import Claim, Quotation
from dragoman.model.text import Document, Span

Status = Literal["contested", "corroborated", "one-sided", "unverified", "uncontested"]


class Account(Struct, frozen=True):
    """One party's claims in an incident."""

    party: str
    claims: tuple[str, ...]


class Reading(Struct, frozen=True):
    """One value of a disputed field, and the claims that give it."""

    value: str
    claims: tuple[str, ...]


class Discrepancy(Struct, frozen=True):
    """A field on which claims of one incident differ (initiator, target, day, casualties, occurrence)."""

    field: str
    values: tuple[Reading, ...]


class Incident(Struct, frozen=True):
    """Claims about the same happening. ``why`` explains the status and names the claims."""

    key: str
    status: Status
    why: str
    claims: tuple[str, ...]
    accounts: tuple[Account, ...]
    discrepancies: tuple[Discrepancy, ...] = ()


class Breach(Struct, frozen=True):
    """A claim that, if true, breaks a commitment, and who alleges it."""

    claim: str
    alleged_by: str


class Commitment(Struct, frozen=True, rename={"since": "from"}):
    """What parties promised, with the claims that keep or breach it. ``since`` is written ``from`` in JSON."""

    claim: str
    parties: tuple[str, ...]
    guarantors: tuple[str, ...]
    what: str
    since: date | None
    until: date | None
    kept_by: tuple[str, ...] = ()
    breached_by: tuple[Breach, ...] = ()


class Failure(Struct, frozen=True):
    """Something that could not be read, and why; the rest of the ledger stands."""

    stage: str
    reason: str
    span: Span | None = None


class Ledger(Struct, frozen=True):
    """Everything Dragoman reads out of one report."""

    document: Document
    claims: tuple[Claim, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    incidents: tuple[Incident, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    failures: tuple[Failure, ...] = ()
    schema: str = field(default="dragoman/ledger/1")
