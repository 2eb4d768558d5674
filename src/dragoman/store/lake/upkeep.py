"""Keeping a store in order: small files into large ones, what it went through, what it says, old files away."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import UTC, datetime

import pyarrow as pa
from msgspec import Struct

from dragoman.store.lake.arrivals import conform
from dragoman.store.lake.folder import Folder
from dragoman.store.lake.snapshot import SPILLED, Snapshot
from dragoman.store.lake.units import Unit, Versions, open_table
from dragoman.store.tables import RUN, TABLES

SMALL_FILES = 32
"""When a table has so many small files they become one: readers open few files, and each row is moved few times."""
TIDY_EVERY = 16
"""After so many units a writer looks for small files."""
SMALL_ROWS = 100_000
"""A file of fewer rows is small."""
KEPT_HOURS = 168
"""Files that no longer belong to a table are kept so long for readers that still use them: a week."""

_ORDER = {
    "claims": ("document", "key"), "sightings": ("document", "claim", "coder", "codebook"), "carriers": ("document", "key"),
    "quotations": ("document", "key"), "members": ("incident", "claim"),
}  # fmt: skip
_GROUPS = {"documents": 1_024, "claims": 2_048, "incidents": 2_048, "accounts": 8_192}
"""Rows of a row group, 16,384 for others: looking up one row reads a whole group, and looks at every group that there is."""


SAYING = tuple(table for table in TABLES if table != "runs")
"""The tables that say something of the world and not of runs."""


class Entry(Struct, frozen=True):
    """One version of one table: when it came, what made it, the caller's name for it, and how many rows came."""

    table: str
    version: int
    when: datetime
    what: str
    batch: str
    rows: int


def tidy(folder: Folder, versions: Versions, memory: str) -> Versions:
    """Make one file of the small ones of each table that has many; the caller holds the write lock."""
    snapshot = Snapshot(folder, versions, memory)
    unit = Unit(folder, versions.sequence + 1, "tidy", "")
    found = False
    for name in versions.tables:
        counts = _rows_by_file(folder, name, versions.tables[name])
        small = sorted(file for file, rows in counts.items() if rows < SMALL_ROWS)
        if len(small) >= SMALL_FILES:
            _rewrite(snapshot, unit, name, small)
            found = True
    snapshot.close()
    return unit.finish() if found else versions


def compact(folder: Folder, versions: Versions, memory: str) -> Versions:
    """Write every table anew in the order in which rows are looked up; the caller holds the write lock."""
    snapshot = Snapshot(folder, versions, memory)
    unit = Unit(folder, versions.sequence + 1, "compact", "")
    for name in versions.tables:
        files = snapshot.files(name)
        if files:
            _rewrite(snapshot, unit, name, files, level=9)
    snapshot.close()
    return unit.finish()


def _rewrite(snapshot: Snapshot, unit: Unit, name: str, files: Sequence[str], level: int = 3) -> None:
    order = ", ".join(_ORDER.get(name, TABLES[name].key))
    batches = snapshot.stream(f"SELECT * FROM {snapshot.source(name, files)} ORDER BY {order}")
    unit.remove(name, files)
    unit.add(name, conform(batches, TABLES[name].schema), _GROUPS.get(name, 16_384), level, file_rows=2_000_000)


def _rows_by_file(folder: Folder, name: str, version: int) -> dict[str, int]:
    actions = pa.table(open_table(folder, name, version).get_add_actions(flatten=True))
    return dict(zip(actions.column("path").to_pylist(), actions.column("num_records").to_pylist(), strict=True))


def history(folder: Folder) -> list[Entry]:
    """Every version of every table that its log still tells of, the newest first."""
    found = []
    for name in TABLES:
        for entry in open_table(folder, name).history():
            when = datetime.fromtimestamp(entry["timestamp"] / 1000, UTC)
            what, batch = str(entry.get("what", "create")), str(entry.get("batch", ""))
            found.append(Entry(name, entry["version"], when, what, batch, int(entry.get("rows", 0))))
    return sorted(found, key=lambda entry: (entry.when, entry.table, entry.version), reverse=True)


def vacuum(folder: Folder, hours: float = KEPT_HOURS) -> int:
    """Remove files that belonged to no table for so many hours, and what killed queries wrote aside; returns how many.

    The caller holds the write lock.
    """
    removed = _vacuum_spilled(folder, hours)
    for name in TABLES:
        table = open_table(folder, name)
        removed += len(table.vacuum(retention_hours=int(hours), dry_run=False, enforce_retention_duration=False))
    return removed


def _vacuum_spilled(folder: Folder, hours: float) -> int:
    spilled = sorted(folder.root.glob(f"{SPILLED}-*")) if folder.root is not None else []
    old = [path for path in spilled if path.stat().st_mtime < time.time() - max(hours, 1) * 3600]
    for path in old:
        folder.remove(path.name)
    return len(old)


def digest(snapshot: Snapshot, tables: Sequence[str] = SAYING) -> dict[str, str]:
    """What each table says, as 97 or more hexadecimal digits: equal rows give equal digests, however they are filed.

    The number of rows, the sum and the exclusive or of a 128-bit hash of each row as JSON; the column ``run`` is left out.
    """
    return {name: table_digest(snapshot, name) for name in tables}


def table_digest(snapshot: Snapshot, name: str) -> str:
    """What one table says; see ``digest``."""
    columns = ", ".join(f'"{column}"' for column in TABLES[name].schema.names if column != RUN)
    each = f"SELECT md5_number(to_json(struct_pack({columns}))::VARCHAR) AS h FROM {name}"
    query = (
        "SELECT count(*), coalesce(sum((h >> 64)::UBIGINT), 0)::VARCHAR, "
        "coalesce(sum((h & 18446744073709551615)::UBIGINT), 0)::VARCHAR, coalesce(bit_xor(h), 0)::VARCHAR"
    )
    count, upper, lower, xor = (column[0].as_py() for column in snapshot.query(f"{query} FROM ({each})").columns)
    return f"{count:x}-{int(upper):x}-{int(lower):x}-{int(xor):032x}"
