"""States that a store went through, and what changed between two of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from dragoman.model.incident import Status

if TYPE_CHECKING:
    from dragoman.store.lake import Lake, Snapshot
    from dragoman.store.lake.upkeep import Entry

_MOST = 60
"""Rows of each kind of change that are named; the others are counted."""
_COMPARED = ("documents", "carriers", "claims", "quotations", "failures", "incidents", "commitments", "copies", "reprints")
_SAME = "list_sort(b.claims) = list_sort(n.claims)"


class State(Struct, frozen=True):
    """A state of the store. ``name`` is the moment of its last entry in milliseconds; ``tables`` the version of each table.

    ``added`` counts the rows that came with it, by table; rows that were written anew count too.
    """

    name: str
    when: datetime
    what: str
    batch: str
    tables: dict[str, int]
    added: dict[str, int]


class Rows(Struct, frozen=True):
    """How many rows a table has before and after, and how many came, went, or say something else under the same key."""

    table: str
    before: int
    after: int
    came: int
    gone: int
    changed: int


class Report(Struct, frozen=True):
    """A report that is new, with the claims read out of it."""

    key: str
    title: str | None
    outlet: str | None
    published: date | None
    claims: int


class Regrouped(Struct, frozen=True):
    """An incident that came, went or changed: what it was and what it is, null where it was not or is no more."""

    key: str
    type: str
    first: date | None
    status_before: Status | None
    status: Status | None
    claims_before: int
    claims: int
    texts_before: int
    texts: int
    same_claims: bool


class Followed(Struct, frozen=True):
    """A commitment that came, went or stands otherwise."""

    key: str
    what: str
    state_before: str | None
    state: str | None


class Changed(Struct, frozen=True):
    """What changed between two states; lists are cut after ``_MOST``, the counts stand in ``rows``."""

    rows: tuple[Rows, ...]
    reports: tuple[Report, ...]
    incidents: tuple[Regrouped, ...]
    commitments: tuple[Followed, ...]


def states(entries: Iterable[Entry]) -> tuple[State, ...]:
    """The states that a store's history tells of, the newest first.

    Entries of one unit of writing stand beside each other: units never overlap, and each has at most one entry of a table.

    Args:
        entries: as ``Lake.history`` gives them.
    """
    found: list[State] = []
    tables: dict[str, int] = {}
    unit: list[Entry] = []
    for entry in sorted(entries, key=lambda one: (one.when, one.version, one.table)):
        last = unit[-1] if unit else entry
        if unit and ((entry.what, entry.batch) != (last.what, last.batch) or entry.table in {one.table for one in unit}):
            found.append(_state(unit, tables))
            unit = []
        unit.append(entry)
        tables = {**tables, entry.table: entry.version}
    if unit:
        found.append(_state(unit, tables))
    return tuple(found[::-1])


def _state(unit: Sequence[Entry], tables: dict[str, int]) -> State:
    when = max(one.when for one in unit)
    added = {one.table: one.rows for one in sorted(unit, key=lambda one: one.table) if one.rows}
    return State(str(int(when.timestamp() * 1000)), when, unit[0].what, unit[0].batch, tables, added)


def open_state(lake: Lake, state: State) -> Snapshot:
    """The store as it was in a state.

    Raises:
        StoreError: its files are gone (when it is asked).
    """
    from dragoman.store.lake import Snapshot, Versions

    made: Any = state.what
    return Snapshot(lake.folder, Versions(-1, state.tables, made, state.batch, state.when))


def changed(before: Snapshot, after: Snapshot) -> Changed:
    """What changed from one state to another.

    Raises:
        StoreError: files of one of them are gone.
    """
    versions = (before.versions.tables, after.versions.tables)
    moved = {table for table in _COMPARED if versions[0].get(table) != versions[1].get(table)}
    rows = tuple(one for table in _COMPARED if table in moved for one in [_rows(before, after, table)])
    return Changed(
        tuple(one for one in rows if one.came or one.gone or one.changed),
        _reports(before, after) if "documents" in moved else (),
        _incidents(before, after) if "incidents" in moved else (),
        _commitments(before, after) if "commitments" in moved else (),
    )


def _rows(before: Snapshot, after: Snapshot, table: str) -> Rows:
    """Compare a table row by row: by its key, and by a digest of what the row says."""
    from dragoman.store.tables import RUN, TABLES

    columns = ", ".join(f'"{name}"' for name in TABLES[table].schema.names if name != RUN)
    key = ", ".join(f'"{name}"' for name in TABLES[table].key)
    row, owner = (f"to_json(struct_pack({names}))::VARCHAR" for names in (columns, key))
    sql = f"SELECT {owner} AS k, md5_number({row})::VARCHAR AS h FROM {table}"
    old = before.query(sql)
    counted = f"""
        WITH n AS ({sql})
        SELECT (SELECT count(*) FROM n) AS after, count(*) FILTER (WHERE o.k IS NULL) AS came,
               count(*) FILTER (WHERE n.k IS NULL) AS gone, count(*) FILTER (WHERE o.h <> n.h) AS changed
        FROM n FULL JOIN old o ON o.k = n.k
    """
    found = after.query(counted, old=old).to_pylist()[0]
    return Rows(table, old.num_rows, found["after"], found["came"], found["gone"], found["changed"])


def _reports(before: Snapshot, after: Snapshot) -> tuple[Report, ...]:
    sql = f"""
        SELECT d.key, d.title, d.outlet, d.published, (SELECT count(*) FROM claims c WHERE c.document = d.key) AS claims
        FROM documents d ANTI JOIN old USING (key) ORDER BY d.published DESC NULLS LAST, d.key LIMIT {_MOST}
    """
    old = before.query("SELECT key FROM documents")
    return tuple(Report(**row) for row in after.query(sql, old=old).to_pylist())


def _incidents(before: Snapshot, after: Snapshot) -> tuple[Regrouped, ...]:
    """Incidents whose status, claims, type or reasons differ, those first that were there before and are there now."""
    columns = "SELECT key, type, first, background, status, why, claims, texts FROM incidents"
    sql = f"""
        SELECT coalesce(n.key, b.key) AS key, coalesce(n.type, b.type) AS type, coalesce(n.first, b.first) AS first,
               b.status AS status_before, n.status AS status, coalesce(len(b.claims), 0) AS claims_before,
               coalesce(len(n.claims), 0) AS claims, coalesce(b.texts, 0) AS texts_before, coalesce(n.texts, 0) AS texts,
               coalesce({_SAME}, false) AS same_claims
        FROM ({columns}) n FULL JOIN old b ON b.key = n.key
        WHERE n.key IS NULL OR b.key IS NULL OR n.status <> b.status OR n.why <> b.why OR n.type <> b.type
              OR n.background <> b.background OR NOT ({_SAME})
        ORDER BY n.key IS NULL OR b.key IS NULL, n.status = b.status, n.texts DESC NULLS LAST, 1 LIMIT {_MOST}
    """
    return tuple(Regrouped(**row) for row in after.query(sql, old=before.query(columns)).to_pylist())


def _commitments(before: Snapshot, after: Snapshot) -> tuple[Followed, ...]:
    columns = "SELECT key, what, state FROM commitments"
    sql = f"""
        SELECT coalesce(n.key, b.key) AS key, coalesce(n.what, b.what) AS what, b.state AS state_before, n.state AS state
        FROM ({columns}) n FULL JOIN old b ON b.key = n.key
        WHERE n.key IS NULL OR b.key IS NULL OR n.state <> b.state ORDER BY 1 LIMIT {_MOST}
    """
    return tuple(Followed(**row) for row in after.query(sql, old=before.query(columns)).to_pylist())


