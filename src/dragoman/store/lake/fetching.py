"""Records out of a snapshot: claims with their document, texts, one incident with all that belongs to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pyarrow as pa
from msgspec import Struct

from dragoman.model.claim import Claim, Quotation
from dragoman.model.corpus import Carrier, Told
from dragoman.model.grouped import Copy, Followed, Happened
from dragoman.model.text import Document
from dragoman.store import rows
from dragoman.store.lake.snapshot import Snapshot
from dragoman.store.tables import TABLES


class Dossier(Struct, frozen=True):
    """An incident with its claims (and their sightings), the documents they stand in, and every printing of these."""

    happened: Happened
    claims: tuple[Claim, ...]
    documents: tuple[Document, ...]
    carriers: tuple[Carrier, ...]


class Sketched(Struct, frozen=True):
    """A document as the search for copies sees it."""

    document: str
    published: date | None
    outlet: str | None
    sketch: tuple[int, ...]


_OUTLETS = "SELECT document, list_sort(list(DISTINCT outlet)) AS outlets FROM carriers WHERE outlet IS NOT NULL"
_CLAIMS = ", ".join(f'c."{name}"' for name in TABLES["claims"].schema.names)


def told(snapshot: Snapshot, documents: Sequence[str] | None = None, blocks: Iterable[int] | None = None) -> Iterator[Told]:
    """Claims with what reconciliation needs of their documents, without their sightings; streamed, in no order.

    Args:
        snapshot: the store.
        documents: only claims of these.
        blocks: only claims that stand in one of these blocks, unsigned 64-bit numbers.
    """
    given, claims = {}, "claims"
    if documents is not None:
        given["asked"] = _keys("document", documents)
        claims = "(SELECT * FROM claims SEMI JOIN asked USING (document))"
    if blocks is not None:
        given["wanted"] = pa.table({"block": pa.array([rows.signed(block) for block in set(blocks)], pa.int64())})
        met = "SELECT DISTINCT key FROM (SELECT key, unnest(blocks) AS block FROM claims) SEMI JOIN wanted USING (block)"
        claims = f"(SELECT * FROM {claims} SEMI JOIN ({met}) USING (key))"
    outlets = f"{_OUTLETS} GROUP BY document"
    if documents is not None or blocks is not None:
        outlets = f"{_OUTLETS} AND document IN (SELECT document FROM {claims}) GROUP BY document"
    query = (
        f"SELECT {_CLAIMS}, d.published AS day, d.carrier AS speaks_for, coalesce(o.outlets, [d.outlet]) AS outlets FROM {claims} c "
        f"JOIN documents d ON d.key = c.document LEFT JOIN ({outlets}) o ON o.document = c.document"
    )
    for batch in snapshot.stream(query, **given):
        table = pa.Table.from_batches([batch])
        others = (table.column(name).to_pylist() for name in ("document", "day", "outlets", "sentence", "speaks_for", "clause"))
        for claim, document, day, printed, *rest in zip(rows.claims_from(table), *others, strict=True):
            yield Told(claim, document, day, tuple(outlet for outlet in printed if outlet is not None), *rest)


def documents(snapshot: Snapshot, keys: Sequence[str]) -> dict[str, Document]:
    """The documents with these keys, by key."""
    columns = "key, text, title, outlet, carrier, published, bounds, language, marks"
    return {document.key: document for document in rows.documents_from(_looked_up(snapshot, "documents", "key", keys, columns))}


def carriers(snapshot: Snapshot, keys: Sequence[str]) -> tuple[Carrier, ...]:
    """Every printing of the documents with these keys, the earliest first."""
    found = rows.carriers_from(_looked_up(snapshot, "carriers", "document", keys))
    return tuple(sorted(found, key=lambda one: (one.document, one.published or date.max, one.outlet or "", one.key)))


def claims(snapshot: Snapshot, keys: Sequence[str], column: str = "key") -> tuple[Claim, ...]:
    """Claims with their sightings, in the order of their documents and spans.

    Args:
        snapshot: the store.
        keys: of the claims, or of their documents.
        column: ``key`` or ``document``, as ``keys`` are meant.
    """
    table = _looked_up(snapshot, "claims", column, keys).sort_by([("document", "ascending"), ("key", "ascending")])
    by = "claim" if column == "key" else "document"
    seen = rows.sightings_from(_looked_up(snapshot, "sightings", by, keys))
    owners = table.column("document").to_pylist()
    found = sorted(zip(owners, rows.claims_from(table, seen), strict=True), key=lambda pair: (pair[0], pair[1].span, pair[1].key))
    return tuple(claim for _, claim in found)


def quotations(snapshot: Snapshot, keys: Sequence[str]) -> tuple[Quotation, ...]:
    """The quotations of the documents with these keys, in the order of documents and spans."""
    table = _looked_up(snapshot, "quotations", "document", keys)
    found = sorted(
        zip(table.column("document").to_pylist(), rows.quotations_from(table), strict=True), key=lambda pair: (pair[0], pair[1].spans)
    )
    return tuple(quotation for _, quotation in found)


def incidents(snapshot: Snapshot, keys: Sequence[str]) -> list[Happened]:
    """The incidents with these keys, sorted by key."""
    table = _looked_up(snapshot, "incidents", "key", keys).sort_by("key")
    return rows.incidents_from(table, _looked_up(snapshot, "accounts", "incident", keys))


def incidents_of(snapshot: Snapshot, claims: Sequence[str]) -> dict[str, str]:
    """The key of the incident that each of these claims stands in; a reprint stands where its original does."""
    originals = _looked_up(snapshot, "reprints", "claim", claims)
    source = dict(zip(originals.column("claim").to_pylist(), originals.column("of").to_pylist(), strict=True))
    asked = [source.get(claim, claim) for claim in claims]
    found = _looked_up(snapshot, "members", "claim", asked)
    owner = dict(zip(found.column("claim").to_pylist(), found.column("incident").to_pylist(), strict=True))
    return {claim: owner[own] for claim, own in zip(claims, asked, strict=True) if own in owner}


def incident(snapshot: Snapshot, claim: str) -> Dossier | None:
    """The incident that a claim stands in, with its claims, texts and printings; none if it stands in none."""
    key = incidents_of(snapshot, [claim]).get(claim)
    if key is None:
        return None
    members = _looked_up(snapshot, "members", "incident", [key]).column("claim").to_pylist()
    with ThreadPoolExecutor(3) as pool:
        itself = pool.submit(incidents, snapshot, [key])
        found = pool.submit(_looked_up, snapshot, "claims", "key", members)
        seen = pool.submit(_looked_up, snapshot, "sightings", "claim", members)
        owners = sorted(set(found.result().column("document").to_pylist()))
        texts = pool.submit(documents, snapshot, owners)
        printed = carriers(snapshot, owners)
    happened = itself.result()[0]
    by_key = {one.key: one for one in rows.claims_from(found.result(), rows.sightings_from(seen.result()))}
    return Dossier(
        happened,
        tuple(by_key[claim] for claim in happened.incident.claims if claim in by_key),
        tuple(texts.result()[owner] for owner in owners if owner in texts.result()),
        printed,
    )


def commitments(snapshot: Snapshot) -> list[Followed]:
    """All commitments, sorted by key."""
    return rows.commitments_from(snapshot.query("SELECT * FROM commitments ORDER BY key"))


def copies(snapshot: Snapshot) -> list[Copy]:
    """All documents that are another's copy, sorted by key."""
    return rows.copies_from(snapshot.query("SELECT * FROM copies ORDER BY document"))


def sketches(
    snapshot: Snapshot, bands: Iterable[int] | None = None, documents: Sequence[str] | None = None
) -> Iterator[Sketched]:
    """Documents as the search for copies sees them, streamed in no order.

    Args:
        snapshot: the store.
        bands: only documents that stand in one of these, unsigned numbers. The store keeps 32 bits of each, so that now and
            then a document is found that shares none.
        documents: only those with these keys.
    """
    given, source = {}, "documents"
    if documents is not None:
        given["asked"] = _keys("key", documents)
        source = "documents SEMI JOIN asked USING (key)"
    if bands is not None:
        given["wanted"] = pa.table({"band": pa.array({rows.kept_band(band) for band in bands}, pa.int32())})
        met = "SELECT DISTINCT key FROM (SELECT key, unnest(bands) AS band FROM documents) SEMI JOIN wanted USING (band)"
        source = f"{source} SEMI JOIN ({met}) USING (key)"
    for batch in snapshot.stream(f"SELECT key, published, outlet, sketch FROM {source}", **given):
        for key, published, outlet, sketch in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            yield Sketched(key, published, outlet, tuple(number % 2**32 for number in sketch))


def known_items(snapshot: Snapshot, keys: Sequence[str]) -> frozenset[str]:
    """Which of these items the store has dealt with: they are printings of a document, or could not be read."""
    query = "SELECT key FROM carriers SEMI JOIN asked USING (key) UNION SELECT item FROM failures SEMI JOIN asked ON item = asked.key"
    return frozenset(snapshot.query(query, asked=_keys("key", keys)).column("key").to_pylist())


_WIDE = frozenset({"claims", "incidents"})
_VERY_FEW = 64
"""Up to so many rows of a wide table are read by their place."""
_FEW = 1000
"""Up to so many keys stand in the query itself: row groups that cannot hold them are then not read."""


def _looked_up(snapshot: Snapshot, table: str, column: str, keys: Sequence[str], columns: str = "*") -> pa.Table:
    if len(keys) <= _VERY_FEW and columns == "*" and table in _WIDE:
        return snapshot.rows(table, column, keys)
    if len(keys) <= _FEW:
        marks = ", ".join("?" * len(keys)) or "NULL"
        return snapshot.query(f'SELECT {columns} FROM {table} WHERE "{column}" IN ({marks})', list(keys))
    return snapshot.query(f'SELECT {columns} FROM {table} SEMI JOIN asked USING ("{column}")', asked=_keys(column, keys))


def _keys(column: str, keys: Sequence[str]) -> pa.Table:
    return pa.table({column: pa.array(list(keys), pa.string())})
