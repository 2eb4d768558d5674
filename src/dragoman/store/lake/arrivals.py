"""What of a batch is new to a store, and what it puts in another's place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from msgspec import Struct

from dragoman.errors import StoreError
from dragoman.store.lake.snapshot import Snapshot
from dragoman.store.rows import rank
from dragoman.store.tables import OBSERVED, TABLES

Part = Mapping[str, pa.Table]
"""Tables by name, as ``rows.Rows`` makes them: each document in it at most once, with all rows that hang on it."""

HANGING = {"documents": "key", "claims": "document", "sightings": "document", "quotations": "document", "failures": "document"}
"""Which column names the document that a row hangs on: such rows come and go with it."""
_LOOSE = ("carriers", "failures")


class Arrivals(Struct, frozen=True):
    """What a batch brings: rows by table; documents that are new, read anew, or only carried by more; how many were known."""

    tables: dict[str, pa.Table]
    new: tuple[str, ...]
    replaced: tuple[str, ...]
    carried: tuple[str, ...]
    known: int


def sort_out(snapshot: Snapshot, parts: Sequence[Part]) -> Arrivals:
    """Take from a batch what the store does not hold.

    Of two readings of one text that of the lesser rank stands (earliest published, then smallest outlet), so that it does not
    matter in which order they come. A printing, and a failure of an item, is taken once.

    Args:
        snapshot: the store as it is.
        parts: what was read.

    Raises:
        StoreError: a part holds a document twice, a row hangs on a document that its part does not hold, or a table is unknown.
    """
    chosen = _choose(parts)
    there = _ranks_there(snapshot, list(chosen))
    taken = {key for key, (place, _) in chosen.items() if key not in there or place < there[key]}
    pieces: dict[str, list[pa.Table]] = {}
    for number, part in enumerate(parts):
        own = pa.array([key for key in taken if chosen[key][1] == number], pa.string())
        for name, table in part.items():
            pieces.setdefault(name, []).append(_theirs(name, table, own, part))
    tables = {name: pa.concat_tables(some) for name, some in pieces.items()}
    for name in _LOOSE:
        if name in tables:
            tables[name] = _unknown(snapshot, name, _once(name, tables[name]))
    carried = set(tables["carriers"].column("document").to_pylist()) - taken if "carriers" in tables else set()
    return Arrivals(
        {name: table for name, table in tables.items() if table.num_rows},
        tuple(sorted(taken - there.keys())),
        tuple(sorted(taken & there.keys())),
        tuple(sorted(carried)),
        len(chosen) - len(taken),
    )


def _choose(parts: Sequence[Part]) -> dict[str, tuple[tuple[Any, ...], int]]:
    """The rank of the best reading of each document, and the part that has it."""
    chosen: dict[str, tuple[tuple[Any, ...], int]] = {}
    for number, part in enumerate(parts):
        _check(part)
        if "documents" in part:
            for key, place in _ranks(part["documents"]).items():
                if key not in chosen or place < chosen[key][0]:
                    chosen[key] = place, number
    return chosen


def _check(part: Part) -> None:
    for name, table in part.items():
        if name not in OBSERVED and name != "runs":
            raise StoreError(f"a batch cannot bring rows of {name}")
        if table.schema.names != TABLES[name].schema.names:
            raise StoreError(f"rows of {name} have other columns than its table")
    keys = part["documents"].column("key") if "documents" in part else pa.chunked_array([[]], pa.string())
    if len(keys) != len(keys.unique()):
        raise StoreError("a batch holds a document twice")
    for name, column in HANGING.items():
        if name in part:
            owners = part[name].column(column).drop_null()
            stray = owners.filter(pc.invert(pc.is_in(owners, keys.combine_chunks())))
            if len(stray):
                raise StoreError(f"a batch holds rows of {name} without their document {stray[0]}")


def _ranks(documents: pa.Table) -> dict[str, tuple[Any, ...]]:
    columns = (documents.column(name).to_pylist() for name in ("key", "published", "outlet", "title", "carrier", "language"))
    return {key: rank(*said) for key, *said in zip(*columns, strict=True)}


def _ranks_there(snapshot: Snapshot, keys: Sequence[str]) -> dict[str, tuple[Any, ...]]:
    if not keys or not snapshot.files("documents"):
        return {}
    asked = pa.table({"key": pa.array(keys, pa.string())})
    known = snapshot.query("SELECT key FROM documents SEMI JOIN asked USING (key)", asked=asked)
    if not known.num_rows:
        return {}
    columns = "key, published, outlet, title, carrier, language"
    return _ranks(snapshot.query(f"SELECT {columns} FROM documents SEMI JOIN known USING (key)", known=known))


def _theirs(name: str, table: pa.Table, own: pa.Array, part: Part) -> pa.Table:
    """Rows that hang on one of the documents, and rows that hang on none."""
    if name not in HANGING:
        return table
    owners = table.column(HANGING[name])
    return table.filter(pc.or_(pc.is_in(owners, own), pc.is_null(owners)))


def _once(name: str, table: pa.Table) -> pa.Table:
    """The first row of each key."""
    met: set[str] = set()
    first = []
    for key in table.column("key").to_pylist():
        first.append(key not in met)
        met.add(key)
    return table.filter(pa.array(first, pa.bool_()))


def _unknown(snapshot: Snapshot, name: str, table: pa.Table) -> pa.Table:
    """Rows whose key the store does not hold; rows that come with their document always stay."""
    asked = table.select(["key"])
    if not snapshot.files(name) or not table.num_rows:
        return table
    known = snapshot.query(f"SELECT DISTINCT key FROM {name} SEMI JOIN asked USING (key)", asked=asked).column("key")
    new = pc.invert(pc.is_in(table.column("key"), known.combine_chunks()))
    if name == "failures":
        new = pc.or_(new, pc.is_valid(table.column("document")))
    return table.filter(new)


def remaining(snapshot: Snapshot, table: str, column: str, keys: Iterable[str]) -> tuple[list[str], Iterable[pa.RecordBatch]]:
    """Which files of a table hold rows with one of the keys, and all other rows of those files.

    Args:
        snapshot: the store as it is.
        table: the table.
        column: where the keys stand.
        keys: of the rows that go.
    """
    gone = pa.table({column: pa.array(list(keys), pa.string())})
    files = snapshot.files(table)
    if not gone.num_rows or not files:
        return [], ()
    schema = TABLES[table].schema
    if not snapshot.local:
        return files, conform(snapshot.stream(f"SELECT * FROM {table} ANTI JOIN gone USING ({column})", gone=gone), schema)
    found = snapshot.query(f"SELECT DISTINCT filename FROM {snapshot.source(table, files)} SEMI JOIN gone USING ({column})", gone=gone)
    touched = sorted(path.rsplit("/", 1)[1] for path in found.column("filename").to_pylist())
    if not touched:
        return [], ()
    query = f"SELECT * FROM {snapshot.source(table, touched)} ANTI JOIN gone USING ({column})"
    return touched, conform(snapshot.stream(query, gone=gone), schema)


def conform(batches: Iterable[pa.RecordBatch], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """The same rows with exactly this schema: DuckDB calls the members of lists otherwise."""
    for batch in batches:
        yield batch.select(schema.names).cast(schema)
