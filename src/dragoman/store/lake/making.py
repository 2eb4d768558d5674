"""Making a store, telling what version it is of, bringing an older one up to date."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pyarrow as pa
from deltalake import DeltaTable
from deltalake.exceptions import DeltaError
from msgspec import Struct

from dragoman.errors import StoreError
from dragoman.store.lake.folder import Folder, open_folder
from dragoman.store.lake.units import VERSIONS, Versions, read_versions, table_url
from dragoman.store.locks import Lock, file_lock
from dragoman.store.tables import SCHEMA, TABLES

MARKER = "dragoman.json"


class Marker(Struct, frozen=True):
    """What a folder says of itself: that it is a store, of which version of the tables, made by which Dragoman."""

    tables: int
    made_by: str
    made: datetime


def make(
    path: str | Path, made_by: str, lock: Lock | None, options: Mapping[str, str] | None
) -> tuple[Folder, Lock]:
    """Make a store; see ``Lake.create``."""
    folder = open_folder(path, options)
    with explained(folder, "the store was not made"):
        if folder.root is not None:
            folder.root.mkdir(parents=True, exist_ok=True)
        held = lock_of(folder, lock)
        with held():
            if folder.read(MARKER) is not None:
                raise StoreError(f"{folder.url}: there is a store already")
            if folder.read(VERSIONS) is not None and read_versions(folder).sequence > 0:
                raise StoreError(f"{folder.url}: the tables of a store stand here without its {MARKER}")
            for name, table in TABLES.items():
                url = table_url(folder, name)
                settings = {"delta.checkpointInterval": "20"}
                DeltaTable.create(url, table.schema, mode="ignore", configuration=settings, storage_options=folder.options)
            now = datetime.now(UTC)
            folder.write(VERSIONS, msgspec.json.encode(Versions(0, dict.fromkeys(TABLES, 0), "create", "", now)))
            folder.write(MARKER, msgspec.json.encode(Marker(SCHEMA, made_by, now)))
    return folder, held


STEPS: dict[int, Callable[[Folder], None]] = {}
"""From each older version of the tables the step to the next; a step that is done twice does nothing the second time."""


def schema_of(folder: Folder) -> int:
    """The version of the tables of a store.

    Raises:
        StoreError: there is no store, what it says of itself cannot be read, or a newer Dragoman made it.
    """
    with explained(folder, "the store cannot be opened"):
        data = folder.read(MARKER)
    if data is None:
        raise StoreError(f"{folder.url}: there is no store")
    try:
        made = msgspec.json.decode(data, type=Marker).tables
    except msgspec.DecodeError as error:
        raise StoreError(f"{folder.url}/{MARKER}: cannot be read ({error})") from error
    if made > SCHEMA:
        raise StoreError(f"{folder.url}: made by a newer Dragoman (tables version {made}, this one knows {SCHEMA}): use that one")
    return made


def refuse_other_versions(folder: Folder) -> None:
    """Raise StoreError unless there is a store of this version of the tables."""
    made = schema_of(folder)
    if made < SCHEMA:
        raise StoreError(f"{folder.url}: tables version {made}, not {SCHEMA}: run `dragoman store migrate {folder.url}`")


def migrate(path: str | Path, lock: Lock | None, options: Mapping[str, str] | None) -> str:
    """Bring an older store to this one's tables; see ``Lake.migrate``."""
    folder = open_folder(path, options)
    before = schema_of(folder)
    with explained(folder, "what was migrated so far stays"), lock_of(folder, lock)():
        made = schema_of(folder)
        while made < SCHEMA:
            if made not in STEPS:
                raise StoreError(f"{folder.url}: there is no way from tables version {made} to {SCHEMA}")
            STEPS[made](folder)
            made += 1
            marker = msgspec.json.decode(folder.read(MARKER) or b"{}")
            folder.write(MARKER, msgspec.json.encode({**marker, "tables": made}))
    return f"tables version {before} became {made}" if before != made else f"tables version {made}: nothing to do"


def lock_of(folder: Folder, lock: Lock | None) -> Lock:
    """The lock that is given; without one that of the folder, and for an object storage one that refuses."""
    if lock is not None:
        return lock
    if folder.root is None:
        return _no_lock
    return file_lock(folder.root / "lock.sqlite")


@contextmanager
def _no_lock() -> Iterator[None]:
    raise StoreError("object storage has no lock of its own: name a database for the store's decisions")
    yield


@contextmanager
def explained(folder: Folder, then: str) -> Iterator[None]:
    """What the storage raises, as a StoreError that says what stands."""
    try:
        yield
    except (OSError, DeltaError, pa.ArrowException) as error:
        raise StoreError(f"{folder.url}: {error}; {then}") from error
