"""The tables of one store as a whole: commits, what is derived, reading, upkeep."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from deltalake.exceptions import DeltaError
from msgspec import Struct

from dragoman.errors import StoreError
from dragoman.model.corpus import Told
from dragoman.model.text import Document
from dragoman.store.lake import fetching, upkeep
from dragoman.store.lake.arrivals import HANGING, Part, remaining, sort_out
from dragoman.store.lake.checking import Checked, check
from dragoman.store.lake.fetching import Dossier
from dragoman.store.lake.folder import Folder, open_folder
from dragoman.store.lake.making import explained, lock_of, make, migrate, refuse_other_versions
from dragoman.store.lake.snapshot import MEMORY, ROWS, SECONDS, Parameters, Snapshot
from dragoman.store.lake.units import Unit, read_versions, recover
from dragoman.store.locks import Lock
from dragoman.store.rows import run_row, to_table
from dragoman.store.tables import DERIVED, OBSERVED, TABLES

_GROUP_ROWS = 20_000
_OWNER = {
    "incidents": "key", "accounts": "incident", "members": "incident", "commitments": "key", "copies": "document",
    "reprints": "claim",
}  # fmt: skip
"""By which column derived rows are named when some of them go."""


class Committed(Struct, frozen=True):
    """What came of a commit.

    ``sequence`` is the store's number after it; ``rows`` counts what was appended, for every observed table. ``new`` documents
    were not there before, ``replaced`` ones are now read by an earlier printing, ``carried`` ones only have a further one;
    ``known`` counts documents of the batch that were there already. ``gone`` are the claims that replaced documents had.
    """

    sequence: int
    rows: dict[str, int]
    new: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    carried: tuple[str, ...] = ()
    known: int = 0
    gone: tuple[str, ...] = ()

    @property
    def documents(self) -> tuple[str, ...]:
        """The documents whose claims have to be grouped anew, sorted."""
        return tuple(sorted({*self.new, *self.replaced, *self.carried}))


class Lake:
    """The tables of one store. Safe to use by several threads for reading; writing waits for the write lock.

    Args:
        folder: where it lies.
        lock: who may write.
        memory: most memory of a query, as DuckDB takes it.
    """

    def __init__(self, folder: Folder, lock: Lock, memory: str = MEMORY) -> None:
        self.folder, self._lock, self._memory = folder, lock, memory
        self._snapshot: Snapshot | None = None

    @classmethod
    def create(
        cls, path: str | Path, made_by: str = "", lock: Lock | None = None, options: Mapping[str, str] | None = None
    ) -> Lake:
        """Make a store and open it.

        Args:
            path: a folder, made if it is missing, or the URL of an object storage.
            made_by: the version of Dragoman, for the record.
            lock: who may write; by default a lock on a file in the folder. Object storage has none of its own.
            options: for an object storage, as deltalake takes them.

        Raises:
            StoreError: there is a store already, or the place cannot be written.
        """
        folder, held = make(path, made_by, lock, options)
        return cls(folder, held)

    @classmethod
    def open(
        cls, path: str | Path, lock: Lock | None = None, options: Mapping[str, str] | None = None, memory: str = MEMORY
    ) -> Lake:
        """Open a store. Nothing is written by it; what a killed writer left is finished before the next writing.

        Raises:
            StoreError: there is no store, or it was made by another version of the tables.
        """
        folder = open_folder(path, options)
        refuse_other_versions(folder)
        return cls(folder, lock_of(folder, lock), memory)

    @staticmethod
    def migrate(path: str | Path, lock: Lock | None = None, options: Mapping[str, str] | None = None) -> str:
        """Bring a store that an older Dragoman made to this one's tables, and return what was done, in words.

        Raises:
            StoreError: there is no store, a newer Dragoman made it, or no step leads from its version.
        """
        return migrate(path, lock, options)

    # --- writing -------------------------------------------------------------------------------------------------------

    def commit(self, batch: str, *parts: Part) -> Committed:
        """Take in what was read, exactly once and all of it or nothing, whatever is killed when.

        Args:
            batch: a name for the record.
            parts: tables by name, as ``rows.unpack`` gives them; in each a document at most once.

        Raises:
            StoreError: the rows are malformed, or the storage refuses; then readers see the store as it was, and it can be
                done again.
        """
        with self._writing():
            snapshot = self._current()
            found = sort_out(snapshot, parts)
            unit = Unit(self.folder, snapshot.versions.sequence + 1, "commit", batch)
            with _dropping(unit):
                gone = self._take_out(snapshot, unit, found.replaced)
                runs = found.tables.get("runs")
                if runs is not None:
                    self._rewrite(snapshot, unit, "runs", "key", runs.column("key").to_pylist())
                rows = dict.fromkeys(OBSERVED, 0)
                for name, table in found.tables.items():
                    rows[name] = unit.add(name, _sorted(name, table), _GROUP_ROWS)
                if not any(rows.values()) and not found.replaced:
                    return Committed(snapshot.versions.sequence, rows, known=found.known)
                versions = unit.finish()
            if versions.sequence % upkeep.TIDY_EVERY == 0:
                with suppress(OSError, DeltaError, pa.ArrowException, StoreError):  # the batch is in; a later commit tries again
                    upkeep.tidy(self.folder, versions, self._memory)
            return Committed(versions.sequence, rows, found.new, found.replaced, found.carried, found.known, gone)

    def replace(self, derived: Mapping[str, pa.Table], gone: Mapping[str, Sequence[str]] | None = None, batch: str = "") -> int:
        """Put other rows into derived tables, in all of them at once.

        Args:
            derived: rows by table.
            gone: the keys of rows to take out, by table (incident keys for accounts, documents for copies, claims for
                reprints; ``members`` follows ``incidents`` by itself); rows of ``derived`` with the same keys take their
                place. Without it all rows of the tables in ``derived`` go.
            batch: a name for the record.

        Returns:
            the store's number after it.

        Raises:
            StoreError: a table is not derived, or the storage refuses; then readers see the store as it was.
        """
        odd = (set(derived) | set(gone or ())) - set(DERIVED)
        if odd:
            raise StoreError(f"not a derived table: {', '.join(sorted(odd))}")
        derived, gone = _with_members(derived, gone)
        with self._writing():
            snapshot = self._current()
            unit = Unit(self.folder, snapshot.versions.sequence + 1, "replace", batch)
            with _dropping(unit):
                for name in DERIVED:
                    table = derived.get(name, TABLES[name].schema.empty_table())
                    if gone is None:
                        unit.remove(name, snapshot.files(name) if name in derived else ())
                    else:
                        column = _OWNER[name]
                        keys = {*gone.get(name, ()), *table.column(column).to_pylist()}
                        self._rewrite(snapshot, unit, name, column, sorted(keys))
                    unit.add(name, _sorted(name, table), _GROUP_ROWS)
                return unit.finish().sequence

    def log_run(
        self, key: str, command: str, version: str, codebook: str, begun: datetime, ended: datetime | None, documents: int,
        carriers: int, claims: int, failures: int, seconds: float, settings: str = "",
    ) -> None:  # fmt: skip
        """Note a run; a later note with the same key takes its place.

        Raises:
            StoreError: the storage refuses.
        """
        row = run_row(
            key, command, version, codebook, settings, begun, ended, documents, carriers, claims, failures, seconds
        )
        self.commit(key, {"runs": to_table("runs", [row])})

    def recover(self) -> int:
        """Finish what a killed writer staged; returns how many units. Every writing does it first by itself.

        Raises:
            StoreError: the storage refuses.
        """
        with explained(self.folder, "what is staged stays so"), self._lock():
            return recover(self.folder)

    def _take_out(self, snapshot: Snapshot, unit: Unit, documents: Sequence[str]) -> tuple[str, ...]:
        """Have all rows of documents go; returns the keys of their claims."""
        if not documents:
            return ()
        for name, column in HANGING.items():
            self._rewrite(snapshot, unit, name, column, documents)
        asked = pa.table({"document": pa.array(documents, pa.string())})
        found = snapshot.query("SELECT key FROM claims SEMI JOIN asked USING (document) ORDER BY key", asked=asked)
        return tuple(found.column("key").to_pylist())

    def _rewrite(self, snapshot: Snapshot, unit: Unit, table: str, column: str, keys: Sequence[str]) -> None:
        files, rest = remaining(snapshot, table, column, keys)
        unit.remove(table, files)
        unit.add(table, rest, _GROUP_ROWS)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with explained(self.folder, "readers see the store as it was; do it again when there is room"), self._lock():
            recover(self.folder)
            yield

    def _current(self) -> Snapshot:
        versions = read_versions(self.folder)
        if self._snapshot is None or self._snapshot.versions != versions:
            self._snapshot = Snapshot(self.folder, versions, self._memory, self._snapshot)
        return self._snapshot

    # --- reading -------------------------------------------------------------------------------------------------------

    def snapshot(self) -> Snapshot:
        """The store as it is now; what is written later does not show in it.

        Raises:
            StoreError: the storage refuses.
        """
        with explained(self.folder, "the store cannot be read"):
            return self._current()

    def sql(self, query: str, parameters: Parameters = (), seconds: float = SECONDS, rows: int = ROWS) -> pa.Table:
        """The result of a query that reads: ``Snapshot.sql`` on the store as it is now."""
        with explained(self.folder, "the store cannot be read"):
            return self._current().sql(query, parameters, seconds, rows)

    def told(self, documents: Sequence[str] | None = None, blocks: Sequence[int] | None = None) -> Iterator[Told]:
        """Claims with what reconciliation needs of their documents: all, or those of some documents or in some blocks.

        Streamed, in no order, without sightings; ``blocks`` are unsigned 64-bit numbers.
        """
        return fetching.told(self.snapshot(), documents, blocks)

    def known_items(self, keys: Sequence[str]) -> frozenset[str]:
        """Which of these items the store has dealt with: they are printings of a document, or could not be read."""
        return fetching.known_items(self.snapshot(), keys)

    def texts(self, keys: Sequence[str]) -> dict[str, Document]:
        """The documents with these keys, by key."""
        return fetching.documents(self.snapshot(), keys)

    def incident(self, claim: str) -> Dossier | None:
        """The incident that a claim stands in, with its claims, texts and printings; none if it stands in none."""
        return fetching.incident(self.snapshot(), claim)

    # --- upkeep --------------------------------------------------------------------------------------------------------

    def compact(self) -> int:
        """Write every table anew in the order in which rows are looked up; returns the store's number after it."""
        with self._writing():
            return upkeep.compact(self.folder, self._current().versions, self._memory).sequence

    def vacuum(self, hours: float = upkeep.KEPT_HOURS) -> int:
        """Remove files that belonged to no table for so many hours; returns how many. Readers of older states lose them."""
        with self._writing():
            return upkeep.vacuum(self.folder, hours)

    def history(self) -> list[upkeep.Entry]:
        """Every version of every table that its log still tells of, the newest first."""
        with explained(self.folder, "the store cannot be read"):
            return upkeep.history(self.folder)

    def check(self) -> Checked:
        """See whether every table opens and its rows fit together."""
        return check(self.folder, self.snapshot())

    def digest(self) -> dict[str, str]:
        """What each table says, apart from runs, whatever the order and the files of its rows."""
        return upkeep.digest(self.snapshot())


def _with_members(
    derived: Mapping[str, pa.Table], gone: Mapping[str, Sequence[str]] | None
) -> tuple[dict[str, pa.Table], dict[str, Sequence[str]] | None]:
    """The same with the rows of ``members``, which say of each claim in which incident it stands."""
    whole = {name: table.cast(TABLES[name].schema) for name, table in derived.items()}
    if "incidents" in whole:
        claims = whole["incidents"].column("claims").combine_chunks()
        owners = whole["incidents"].column("key").combine_chunks().take(pc.list_parent_indices(claims))
        whole["members"] = pa.Table.from_arrays([pc.list_flatten(claims), owners], schema=TABLES["members"].schema)
    return whole, None if gone is None else {**gone, "members": gone.get("incidents", ())}


def _sorted(name: str, table: pa.Table) -> list[pa.RecordBatch]:
    ordered: list[pa.RecordBatch] = table.sort_by([(column, "ascending") for column in TABLES[name].key]).to_batches()
    return ordered


@contextmanager
def _dropping(unit: Unit) -> Iterator[None]:
    """Take back what was staged if the unit does not come about."""
    try:
        yield
    except (OSError, DeltaError, pa.ArrowException, StoreError):
        unit.drop()
        raise
