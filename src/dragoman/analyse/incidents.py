"""Incidents and commitments of a store: lists of them, and one with everything that tells of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from dragoman.analyse.selection import Selection, claims_in_incidents
from dragoman.errors import InputError
from dragoman.model.claim import Claim, party_of
from dragoman.model.corpus import Carrier
from dragoman.model.grouped import Followed, Happened, State
from dragoman.model.text import Document

if TYPE_CHECKING:
    from dragoman.store.lake import Snapshot

Sort = Literal["status", "day", "texts", "claims"]
"""Contested ones first, or the latest, or those most texts or most claims tell of; of equals the latest first."""

SHORTEST = 6
"""Fewest digits that stand for a key."""
_KEY = re.compile(r"[0-9a-f]{6,32}")
_MOST_NAMED = 4
_ORDERS: dict[Sort, str] = {
    "status": "list_position(['contested', 'unverified', 'one-sided', 'corroborated', 'uncontested'], i.status), ", "day": "",
    "texts": "i.texts DESC, ", "claims": "len(i.claims) DESC, ",
}  # fmt: skip


class Listed(Struct, frozen=True):
    """One incident of a list. ``claim`` is the key of one of its claims, its address."""

    claim: str
    status: str
    why: str
    type: str
    first: date | None
    last: date | None
    parties: tuple[str, ...]
    places: tuple[str, ...]
    texts: int
    claims: int


class Incidents(Struct, frozen=True):
    """Some incidents in the order that was asked for, and how many there are in all."""

    listed: tuple[Listed, ...]
    total: int


class Case(Struct, frozen=True):
    """All that tells of one happening.

    ``happened`` is null for a claim that stands in no incident: then it is the only one. ``owners`` gives the document of
    each claim, ``printings`` every printing of it, reprints included, the earliest first.
    """

    happened: Happened | None
    claims: tuple[Claim, ...]
    documents: Mapping[str, Document]
    owners: Mapping[str, str]
    printings: Mapping[str, tuple[Carrier, ...]]


class Passage(Struct, frozen=True):
    """The words of a claim with where they stand, for lists."""

    claim: str
    words: str
    first: date | None
    last: date | None
    outlet: str | None
    published: date | None


class Commitments(Struct, frozen=True):
    """Commitments, those with alleged breaches first, then the latest; and the words of every claim they name."""

    followed: tuple[Followed, ...]
    passages: Mapping[str, Passage]


def list_incidents(snapshot: Snapshot, selection: Selection, sort: Sort = "status", most: int = 50) -> Incidents:
    """List the incidents that a claim of the selection stands in.

    Args:
        snapshot: the store.
        selection: which claims.
        sort: in which order.
        most: how many to list.
    """
    where, values = selection.where()
    sql = f"""
        SELECT i.key, i.claims[1] AS claim, i.status, i.why, i.type, i.first, i.last, i.parties, i.places, i.texts,
               len(i.claims) AS claims, count(*) OVER () AS total
        FROM incidents i
        WHERE i.key IN (SELECT i.key FROM {claims_in_incidents()} WHERE i.key IS NOT NULL AND {where})
        ORDER BY {_ORDERS[sort]}coalesce(i.last, i.first) DESC NULLS LAST, i.key
        LIMIT ?
    """
    rows = snapshot.query(sql, [*values, most]).to_pylist()
    listed = tuple(
        Listed(
            row["claim"], row["status"], row["why"], row["type"], row["first"], row["last"], tuple(row["parties"]),
            tuple(row["places"]), row["texts"], row["claims"],
        )
        for row in rows
    )  # fmt: skip
    return Incidents(listed, rows[0]["total"] if rows else 0)


def find_case(snapshot: Snapshot, key: str) -> Case:
    """The incident that a claim stands in, with every claim, text and printing.

    Args:
        snapshot: the store.
        key: the key of any of its claims, or of the incident; the first six digits are enough if they are nobody else's.

    Raises:
        InputError: there is no such claim, or several incidents have one.
    """
    from dragoman.store.lake import fetching

    wanted = key.strip().lower()
    if not _KEY.fullmatch(wanted):
        raise InputError(f"{key}: not a key of a claim; keys are {SHORTEST} to 32 of the digits 0-9 and a-f")
    claim = _claim_of(snapshot, wanted)
    dossier = fetching.incident(snapshot, claim)
    if dossier is None:
        claims = fetching.claims(snapshot, [claim])
        happened = None
    else:
        claims, happened = dossier.claims, dossier.happened
    owners, reprinted = _owners(snapshot, [one.key for one in claims])
    documents = fetching.documents(snapshot, sorted(set(owners.values())))
    printed: dict[str, list[Carrier]] = {}
    for carrier in fetching.carriers(snapshot, sorted({*owners.values(), *(owner for some in reprinted.values() for owner in some)})):
        printed.setdefault(carrier.document, []).append(carrier)
    printings = {
        one.key: _in_order(carrier for owner in (owners[one.key], *reprinted.get(one.key, ())) for carrier in printed.get(owner, ()))
        for one in claims
    }
    return Case(happened, claims, documents, owners, printings)


def list_commitments(snapshot: Snapshot, state: State | None = None, party: str | None = None) -> Commitments:
    """List commitments.

    Args:
        snapshot: the store.
        state: only those that stand so.
        party: only those of this party, a code without a sector.
    """
    from dragoman.store.lake import fetching

    found = [
        one
        for one in fetching.commitments(snapshot)
        if (state is None or one.state == state) and (party is None or party in {*one.parties, *map(party_of, one.parties)})
    ]
    followed = sorted(found, key=lambda one: (not one.breached_by, -(one.since or date.min).toordinal(), one.key))
    keys = {key for one in found for key in (*one.claims, *one.kept_by, *(breach.claim for breach in one.breached_by))}
    return Commitments(tuple(followed), passages(snapshot, sorted(keys)))


def passages(snapshot: Snapshot, claims: Sequence[str]) -> dict[str, Passage]:
    """The words of claims with where they stand, by key."""
    sql = """
        SELECT c.key, c.words, c.date.first AS first, c.date.last AS last, d.outlet, d.published
        FROM claims c JOIN documents d ON d.key = c.document WHERE c.key IN (SELECT unnest(?)) ORDER BY c.key
    """
    rows = snapshot.query(sql, [list(claims)]).to_pylist() if claims else []
    return {row["key"]: Passage(row["key"], row["words"], row["first"], row["last"], row["outlet"], row["published"]) for row in rows}


def _claim_of(snapshot: Snapshot, prefix: str) -> str:
    """The claim that a key or the beginning of one stands for; of an incident any of its claims."""
    between = [prefix, f"{prefix}g"]  # no key has a g: all keys that begin so lie between the two
    asked = "SELECT key FROM claims WHERE key >= ? AND key < ? ORDER BY key LIMIT 1000"
    found = snapshot.query(asked, between).column("key").to_pylist()
    if not found:
        asked = "SELECT claims[1] AS claim FROM incidents WHERE key >= ? AND key < ? ORDER BY key LIMIT 1000"
        found = snapshot.query(asked, between).column("claim").to_pylist()
    if not found:
        raise InputError(f"{prefix}: no claim has a key that begins so")
    if len(found) > 1:
        from dragoman.store.lake import fetching

        homes = fetching.incidents_of(snapshot, found)
        if len({homes.get(one, one) for one in found}) > 1:
            named = ", ".join(one[: len(prefix) + 4] for one in found[:_MOST_NAMED])
            raise InputError(f"{prefix}: several incidents have claims whose keys begin so ({named} ...); give more digits")
    claim: str = found[0]
    return claim


def _owners(snapshot: Snapshot, claims: Sequence[str]) -> tuple[dict[str, str], dict[str, list[str]]]:
    """The document of each claim, and the documents of its reprints."""
    own = snapshot.query("SELECT key, document FROM claims WHERE key IN (SELECT unnest(?)) ORDER BY key", [list(claims)]).to_pylist()
    copies = snapshot.query(
        "SELECT r.of AS of, c.document AS document FROM reprints r JOIN claims c ON c.key = r.claim "
        "WHERE r.of IN (SELECT unnest(?)) ORDER BY ALL",
        [list(claims)],
    ).to_pylist()
    reprinted: dict[str, list[str]] = {}
    for row in copies:
        reprinted.setdefault(row["of"], []).append(row["document"])
    return {row["key"]: row["document"] for row in own}, reprinted


def _in_order(carriers: Iterable[Carrier]) -> tuple[Carrier, ...]:
    known = {carrier.key: carrier for carrier in carriers}
    return tuple(sorted(known.values(), key=lambda one: (one.published or date.max, one.outlet or "", one.key)))
