"""Units of writing: rows for several tables that come in all together or not at all, whatever is killed when.

A unit is staged (a Parquet file for each table, then the manifest that names them), and from the moment its manifest is there
it will be carried out: its files move into their tables, one entry of each table's log adds and removes files, and last the
record of versions names what readers see. Each entry carries the unit's number as an application transaction, so that a unit
carried out twice adds nothing twice.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Literal

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
from deltalake import CommitProperties, DeltaTable, Transaction
from deltalake.transaction import AddAction, RemoveAction
from msgspec import Struct

from dragoman.errors import StoreError
from dragoman.store.lake.folder import Folder
from dragoman.store.tables import TABLES

APPLICATION = "dragoman"
VERSIONS, STAGED, MANIFEST = "versions.json", "staged", "manifest.json"
What = Literal["create", "commit", "replace", "tidy", "compact", "migrate"]


class Versions(Struct, frozen=True):
    """What readers see: the number of the last unit, and the version of every table after it."""

    sequence: int
    tables: dict[str, int]
    what: What
    batch: str
    when: datetime


class File(Struct, frozen=True):
    """A staged file: its name in the stage, its name in the table, bytes, rows."""

    staged: str
    name: str
    size: int
    rows: int


class Change(Struct):
    """What a unit does to one table: files that come and names of files that go."""

    add: list[File] = []
    remove: list[str] = []


class Manifest(Struct, frozen=True):
    """A unit that is ready to be carried out."""

    sequence: int
    what: What
    batch: str
    when: datetime
    changes: dict[str, Change]


def table_url(folder: Folder, table: str) -> str:
    """Where a table lies."""
    return f"{folder.url}/tables/{table}"


def open_table(folder: Folder, table: str, version: int | None = None) -> DeltaTable:
    """A table at a version; the last one without."""
    return DeltaTable(table_url(folder, table), version=version, storage_options=folder.options)


def read_versions(folder: Folder) -> Versions:
    """The record of versions.

    Raises:
        StoreError: it is missing or broken.
    """
    data = folder.read(VERSIONS)
    if data is None:
        raise StoreError(f"{folder.url}: {VERSIONS} is missing; run `dragoman store check`")
    try:
        return msgspec.json.decode(data, type=Versions)
    except msgspec.DecodeError as error:
        raise StoreError(f"{folder.url}: {VERSIONS} cannot be read ({error})") from error


class Unit:
    """A unit that is being staged; the caller holds the write lock and has recovered the store.

    Args:
        folder: the store.
        sequence: its number, one more than the last.
        what: what is done.
        batch: the caller's name for it.
    """

    def __init__(self, folder: Folder, sequence: int, what: What, batch: str) -> None:
        self._folder = folder
        self._stage = f"{STAGED}/{sequence:012d}"
        self._manifest = Manifest(sequence, what, batch, datetime.now(UTC), {})

    def remove(self, table: str, files: Iterable[str]) -> None:
        """Have files of a table go: names below the table."""
        self._change(table).remove += files

    def add(self, table: str, batches: Iterable[pa.RecordBatch], group_rows: int, level: int = 1, file_rows: int = 2**62) -> int:
        """Stage rows of a table and return how many there are; nothing is written for none.

        Args:
            table: the table's name.
            batches: the rows in their order, with the table's schema.
            group_rows: rows of a row group.
            level: of compression by zstd.
            file_rows: rows of a file, about.
        """
        rows, pieces = 0, iter(batches)
        piece = next(pieces, None)
        while piece is not None:
            change = self._change(table)
            staged = f"{self._stage}/{table}-{len(change.add)}.parquet"
            with self._folder.sink(staged) as sink:
                here, piece = _write_file(sink, table, piece, pieces, group_rows, level, file_rows)
                size = sink.tell()
            name = f"part-{self._manifest.sequence:012d}-{len(change.add)}.parquet"
            change.add.append(File(staged, name, size, here))
            rows += here
        return rows

    def finish(self) -> Versions:
        """Make the unit sure to happen, and carry it out."""
        self._folder.write(f"{self._stage}/{MANIFEST}", msgspec.json.encode(self._manifest))
        return carry_out(self._folder, self._manifest)

    def drop(self) -> None:
        """Take back what was staged, unless it is sure to happen already; what the storage keeps ``recover`` removes."""
        try:
            if self._folder.read(f"{self._stage}/{MANIFEST}") is None:
                self._folder.remove(self._stage)
        except OSError:
            return

    def _change(self, table: str) -> Change:
        return self._manifest.changes.setdefault(table, Change([], []))


def carry_out(folder: Folder, manifest: Manifest) -> Versions:
    """Bring a staged unit into its tables; what of it is there already is left as it is."""
    before = read_versions(folder)
    tables = dict(before.tables)
    for name, change in sorted(manifest.changes.items()):
        if not change.add and not change.remove:
            continue
        table = open_table(folder, name)
        done = table.transaction_version(APPLICATION)
        if done is None or done < manifest.sequence:
            for file in change.add:
                folder.move(file.staged, f"tables/{name}/{file.name}")
            _commit(table, manifest, change)
            table.update_incremental()
        folder.settle(f"tables/{name}/_delta_log/{table.version():020d}.json")
        tables[name] = table.version()
    versions = Versions(manifest.sequence, tables, manifest.what, manifest.batch, manifest.when)
    folder.write(VERSIONS, msgspec.json.encode(versions))
    folder.remove(f"{STAGED}/{manifest.sequence:012d}")
    return versions


def _commit(table: DeltaTable, manifest: Manifest, change: Change) -> None:
    now = int(time.time() * 1000)
    new = manifest.what not in ("tidy", "compact")
    actions: list[AddAction | RemoveAction] = [RemoveAction(name, new, now) for name in change.remove]
    actions += [AddAction(file.name, file.size, {}, now, new, json.dumps({"numRecords": file.rows})) for file in change.add]
    said = {"what": manifest.what, "batch": manifest.batch, "sequence": manifest.sequence, "rows": sum(f.rows for f in change.add)}
    properties = CommitProperties(custom_metadata=said, app_transactions=[Transaction(APPLICATION, manifest.sequence)])
    table.create_write_transaction(actions, "append", table.schema(), commit_properties=properties)


def recover(folder: Folder) -> int:
    """Finish units whose manifest is there and remove the rest of the stage; the caller holds the write lock.

    Returns:
        how many units were finished.
    """
    names = folder.names(STAGED)
    finished = 0
    done = read_versions(folder).sequence if names else 0
    for stage in sorted({name.split("/")[1] for name in names}):
        data = folder.read(f"{STAGED}/{stage}/{MANIFEST}") if stage.isdigit() else None
        if data is not None and int(stage) > done:
            carry_out(folder, msgspec.json.decode(data, type=Manifest))
            finished += 1
        else:
            folder.remove(f"{STAGED}/{stage}")
    return finished


# --- Parquet -----------------------------------------------------------------------------------------------------------

_RANDOM = frozenset({"key", "document", "claim", "text", "words", "sentence", "of", "item", "incident", "sketch", "bands", "blocks"})
"""Columns whose values hardly ever repeat, so that a dictionary only makes them larger."""


def _write_file(
    sink: object, table: str, piece: pa.RecordBatch, more: Iterable[pa.RecordBatch], group_rows: int, level: int, file_rows: int
) -> tuple[int, pa.RecordBatch | None]:
    schema = TABLES[table].schema
    rows, waiting, left = 0, list[pa.RecordBatch](), 0
    following: pa.RecordBatch | None = piece
    with pq.ParquetWriter(
        sink, schema, compression="zstd", compression_level=level, store_schema=False, use_dictionary=_dictionaries(table),
        write_statistics=_measured(table), write_batch_size=1024, bloom_filter_options=_filters(table, group_rows),
    ) as writer:  # fmt: skip
        pieces = iter(more)
        while following is not None and rows < file_rows:
            waiting.append(following)
            left += following.num_rows
            rows += following.num_rows
            if left >= group_rows:
                whole = pa.Table.from_batches(waiting)
                even = left if rows >= file_rows else left - left % group_rows
                writer.write_table(whole.slice(0, even), row_group_size=group_rows)
                waiting, left = whole.slice(even).to_batches(), left - even
            following = next(pieces, None)
        if left:
            writer.write_table(pa.Table.from_batches(waiting), row_group_size=group_rows)
    return rows, following


@cache
def _leaves(table: str) -> list[str]:
    sink = pa.BufferOutputStream()
    pq.write_table(TABLES[table].schema.empty_table(), sink)
    schema = pq.ParquetFile(pa.BufferReader(sink.getvalue())).schema
    return [schema.column(place).path for place in range(len(schema))]


def _dictionaries(table: str) -> list[str]:
    return [leaf for leaf in _leaves(table) if leaf.split(".")[0] not in _RANDOM]


_SCATTERED = {"claims": ("key",), "carriers": ("key",), "sightings": ("claim",), "members": ("claim",), "reprints": ("claim",)}
"""Columns that rows are looked up by though they do not stand in their order: they get a Bloom filter."""


def _filters(table: str, group_rows: int) -> dict[str, dict[str, float]] | None:
    return {column: {"ndv": group_rows, "fpp": 0.01} for column in _SCATTERED.get(table, ())} or None


def _measured(table: str) -> list[str]:
    """Columns that keep their least and largest value for every row group: those that rows are looked up by."""
    wanted: Sequence[str] = (*TABLES[table].key, "document", "incident", "published", "first", "last", "type", "status")
    return [leaf for leaf in _leaves(table) if leaf in wanted or leaf.startswith("date.")]
