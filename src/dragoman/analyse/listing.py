"""What programs ask of a store: lists that go on from where they stopped, and one thing by its key."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pyarrow as pa
from msgspec import Struct

from dragoman.analyse.briefs import Brief, Tables, Wanted, briefs
from dragoman.analyse.reports import incident_key
from dragoman.analyse.selection import Selection, claims_in_incidents
from dragoman.model.claim import Claim, Quotation, party_of
from dragoman.model.corpus import Carrier
from dragoman.model.grouped import Copy, Followed, Happened, State
from dragoman.model.incident import Failure, Status
from dragoman.model.text import Document
from dragoman.store.rows import (
    carriers_from,
    claims_from,
    commitments_from,
    copies_from,
    documents_from,
    incidents_from,
    quotations_from,
    sightings_from,
)

OLDEST = date(1, 1, 1)
"""Stands for no day where lists are sorted by day, the latest first: what has none comes last."""

After = tuple[date, str] | None
"""The day and key of the last row that was given: the next ones come after it; none is the beginning."""


class ClaimEntry(Struct, frozen=True):
    """A claim with where it stands.

    ``words`` are those of its act; ``incident`` and ``status`` are null for a claim that stands in no incident; ``repeats`` is
    the claim of the original text that a reprint repeats.
    """

    claim: Claim
    words: str
    document: str
    title: str | None
    outlet: str | None
    published: date | None
    incident: str | None
    status: Status | None
    repeats: str | None


class DocumentEntry(Struct, frozen=True):
    """A report in a list: who published it when, how many words it has, and how many claims were read out of it."""

    key: str
    title: str | None
    outlet: str | None
    carrier: str | None
    published: date | None
    language: str
    words: int
    claims: int


class DocumentWhole(Struct, frozen=True):
    """A report with all that was read out of it. ``copy_of`` is null unless it is a copy; ``copies`` are those of it."""

    document: Document
    claims: tuple[ClaimEntry, ...]
    quotations: tuple[Quotation, ...]
    carriers: tuple[Carrier, ...]
    failures: tuple[Failure, ...]
    copy_of: Copy | None
    copies: tuple[Copy, ...]


class IncidentWhole(Struct, frozen=True):
    """An incident with its claims. Of a very large one only the first claims are given, and ``cut`` counts the others."""

    happened: Happened
    claims: tuple[ClaimEntry, ...]
    cut: int


class ActorEntry(Struct, frozen=True):
    """Somebody by code: in how many claims they act, are acted on, mediate, and speak."""

    code: str
    acts: int
    suffers: int
    mediates: int
    says: int


class ClaimsWanted(Struct, frozen=True):
    """Which claims are asked for: a selection, and a party on either side, part of a place's name, one report."""

    selection: Selection = Selection()
    party: str = ""
    place: str = ""
    document: str = ""


_MOST_CLAIMS = 400


def list_incidents(tables: Tables, wanted: Wanted, after: After, size: int) -> tuple[tuple[Brief, ...], After]:
    """Incidents, the latest first, and where the next ones begin: none at the end."""
    where, values = wanted.where()
    day = "coalesce(i.last, i.first, DATE '0001-01-01')"
    rows, following = _page(tables, f"SELECT i.key, {day} AS day FROM incidents i WHERE {where}", values, day, "i.key", after, size)
    return briefs(tables, [row["key"] for row in rows]), following


def list_claims(tables: Tables, wanted: ClaimsWanted, after: After, size: int) -> tuple[tuple[ClaimEntry, ...], After]:
    """Claims, those of the latest days first, and where the next ones begin: none at the end."""
    where, values = wanted.selection.where()
    if wanted.party:
        sides = "list_concat(list_concat(c.actors, c.recipients), c.mediators)"
        where += f" AND len(list_filter({sides}, lambda a: a.code = ? OR starts_with(a.code, ?))) > 0"
        values += [wanted.party, f"{wanted.party}."]
    if wanted.place:
        where += " AND len(list_filter(c.places, lambda p: contains(lower(p.name), ?))) > 0"
        values.append(wanted.place.casefold())
    if wanted.document:
        where += " AND c.document = ?"
        values.append(wanted.document)
    day = "coalesce(c.date.last, c.date.first, DATE '0001-01-01')"
    sql = f"SELECT c.key, {day} AS day FROM {claims_in_incidents()} WHERE {where}"
    rows, following = _page(tables, sql, values, day, "c.key", after, size)
    return claim_entries(tables, [row["key"] for row in rows]), following


def list_documents(
    tables: Tables, since: date | None, until: date | None, outlet: str, after: After, size: int
) -> tuple[tuple[DocumentEntry, ...], After]:
    """Reports, the latest published first, and where the next ones begin: none at the end."""
    parts, values = ["TRUE"], list[Any]()
    for condition, value in (("published >= ?", since), ("published <= ?", until), ("outlet = ?", outlet or None)):
        if value is not None:
            parts.append(condition)
            values.append(value)
    day = "coalesce(published, DATE '0001-01-01')"
    columns = "key, title, outlet, carrier, published, coalesce(language, 'en') AS language, words"
    sql = f"SELECT {columns}, {day} AS day FROM documents WHERE {' AND '.join(parts)}"
    rows, following = _page(tables, sql, values, day, "key", after, size)
    counted = "SELECT document, count(*) AS n FROM claims SEMI JOIN asked ON document = asked.key GROUP BY document"
    counts = {row["document"]: row["n"] for row in tables.query(counted, asked=_keys([row["key"] for row in rows])).to_pylist()}
    return tuple(
        DocumentEntry(
            row["key"], row["title"], row["outlet"], row["carrier"], row["published"], row["language"], row["words"] or 0,
            counts.get(row["key"], 0),
        )
        for row in rows
    ), following  # fmt: skip


def list_commitments(tables: Tables, state: State | None, party: str, after: After, size: int) -> tuple[tuple[Followed, ...], After]:
    """Commitments, the latest made first, and where the next ones begin: none at the end."""
    parts, values = ["TRUE"], list[Any]()
    if state is not None:
        parts.append("k.state = ?")
        values.append(state)
    if party:
        parts.append("(list_contains(k.parties, ?) OR list_contains(k.guarantors, ?))")
        values += [party_of(party)] * 2
    day = "coalesce(k.since, DATE '0001-01-01')"
    sql = f"SELECT k.key, {day} AS day FROM commitments k WHERE {' AND '.join(parts)}"
    rows, following = _page(tables, sql, values, day, "k.key", after, size)
    found = tables.query("SELECT * FROM commitments SEMI JOIN asked USING (key)", asked=_keys([row["key"] for row in rows]))
    by_key = {one.key: one for one in commitments_from(found)}
    return tuple(by_key[row["key"]] for row in rows), following


def one_commitment(tables: Tables, key: str) -> Followed | None:
    """The commitment with this key, or one whose making a claim with it tells, or none."""
    sql = "SELECT * FROM commitments WHERE key = ? OR list_contains(claims, ?) ORDER BY key = ? DESC, key LIMIT 1"
    found = commitments_from(tables.query(sql, [key, key, key]))
    return found[0] if found else None


def list_actors(tables: Tables) -> tuple[ActorEntry, ...]:
    """Everybody whom a claim names as one who acts, is acted on, mediates or speaks, by code."""
    sides = " UNION ALL ".join(
        f"SELECT '{side}' AS side, unnest(list_distinct(list_transform({side}, lambda a: a.code))) AS code FROM claims"
        for side in ("actors", "recipients", "mediators")
    )
    counts = ", ".join(f"count(*) FILTER (side = '{side}') AS {side}" for side in ("actors", "recipients", "mediators", "voice"))
    sql = f"""
        SELECT code, {counts} FROM ({sides} UNION ALL SELECT 'voice', unnest(list_distinct(voice.codes)) FROM claims)
        WHERE code IS NOT NULL AND code NOT IN ('narrator', 'UNK') GROUP BY code ORDER BY code
    """
    found = tables.query(sql).to_pylist()
    return tuple(ActorEntry(one["code"], one["actors"], one["recipients"], one["mediators"], one["voice"]) for one in found)


def whole_incident(tables: Tables, key: str) -> IncidentWhole | None:
    """The incident with this key, or that one of whose claims has it, or none."""
    own = incident_key(tables, key)
    if own is None:
        return None
    accounts = tables.query("SELECT * FROM accounts WHERE incident = ?", [own])
    happened = incidents_from(tables.query("SELECT * FROM incidents WHERE key = ?", [own]), accounts)[0]
    keys = happened.incident.claims
    return IncidentWhole(happened, claim_entries(tables, keys[:_MOST_CLAIMS]), max(0, len(keys) - _MOST_CLAIMS))


def whole_document(tables: Tables, key: str) -> DocumentWhole | None:
    """The report with this key, or none."""
    found = tables.query("SELECT * FROM documents WHERE key = ?", [key])
    if not found.num_rows:
        return None
    told = tables.query("SELECT key FROM claims WHERE document = ? ORDER BY span.start, span.end, key", [key])
    claims = told.column("key").to_pylist()
    quotations = quotations_from(tables.query("SELECT * FROM quotations WHERE document = ?", [key]))
    carriers = carriers_from(tables.query("SELECT * FROM carriers WHERE document = ? ORDER BY published, outlet, key", [key]))
    faults = tables.query("SELECT stage, reason, span FROM failures WHERE document = ? ORDER BY ALL", [key]).to_pylist()
    copies = copies_from(tables.query("SELECT * FROM copies WHERE document = ? OR original = ? ORDER BY document", [key, key]))
    return DocumentWhole(
        documents_from(found)[0], claim_entries(tables, claims), tuple(sorted(quotations, key=lambda one: one.spans)), tuple(carriers),
        tuple(
            Failure(one["stage"], one["reason"], None if one["span"] is None else (one["span"]["start"], one["span"]["end"]))
            for one in faults
        ),
        next((one for one in copies if one.document == key), None), tuple(one for one in copies if one.original == key),
    )  # fmt: skip


def claim_entries(tables: Tables, keys: Sequence[str]) -> tuple[ClaimEntry, ...]:
    """Claims with where they stand, in the order of their keys; keys of none are passed over."""
    if not keys:
        return ()
    asked = _keys(keys)
    found = tables.query("SELECT * FROM claims SEMI JOIN asked USING (key)", asked=asked)
    seen = sightings_from(tables.query("SELECT * FROM sightings SEMI JOIN asked ON claim = asked.key", asked=asked))
    claims = {one.key: one for one in claims_from(found, seen)}
    sql = f"""
        SELECT c.key, c.words, c.document, d.title, d.outlet, d.published, i.key AS incident, i.status, r.of AS repeats
        FROM {claims_in_incidents("(SELECT key, words, document FROM claims SEMI JOIN asked USING (key))")}
        JOIN (SELECT key, title, outlet, published FROM documents) d ON d.key = c.document
    """
    rows = {row["key"]: row for row in tables.query(sql, asked=asked).to_pylist()}
    return tuple(
        ClaimEntry(
            claims[key], row["words"] or "", row["document"], row["title"], row["outlet"], row["published"], row["incident"],
            row["status"], row["repeats"],
        )
        for key in dict.fromkeys(keys) if key in claims and (row := rows.get(key)) is not None
    )  # fmt: skip


def count_rows(tables: Tables) -> dict[str, int]:
    """How many rows the tables of a store hold that people ask about."""
    names = ("documents", "carriers", "claims", "quotations", "failures", "incidents", "commitments", "copies", "reprints")
    counts = ", ".join(f"(SELECT count(*) FROM {name}) AS {name}" for name in names)
    row: dict[str, int] = tables.query(f"SELECT {counts}").to_pylist()[0]
    return row


def latest_day(tables: Tables) -> date | None:
    """The last day on which a report of the store was published."""
    day: date | None = tables.query("SELECT max(published) AS day FROM documents").column("day")[0].as_py()
    return day


def known_claims(tables: Tables, keys: Sequence[str]) -> frozenset[str]:
    """Those of the keys that are keys of claims."""
    return frozenset(tables.query("SELECT key FROM claims SEMI JOIN asked USING (key)", asked=_keys(keys)).column("key").to_pylist())


def _page(
    tables: Tables, sql: str, values: Sequence[Any], day: str, key: str, after: After, size: int
) -> tuple[list[dict[str, Any]], After]:
    """Rows after the last one given, and the last of these if there are more."""
    bound = f" AND ({day} < ? OR ({day} = ? AND {key} > ?))" if after is not None else ""
    given = [*values, *((after[0], *after) if after is not None else ()), size + 1]
    rows = tables.query(f"{sql}{bound} ORDER BY day DESC, {key} LIMIT ?", given).to_pylist()
    shown = rows[:size]
    return shown, ((shown[-1]["day"], shown[-1]["key"]) if len(rows) > size else None)


def _keys(keys: Sequence[str]) -> pa.Table:
    return pa.table({"key": pa.array(list(dict.fromkeys(keys)), pa.string())})
