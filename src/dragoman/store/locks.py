"""The write lock of a store in a folder: one process writes at a time, and a process that dies lets go of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

from dragoman.errors import StoreError

Lock = Callable[[], AbstractContextManager[None]]
"""Gives a context in which nobody else writes; raises StoreError when it waits too long."""

PATIENCE = 600.0
"""Seconds to wait for another writer; a compaction of a large store takes minutes."""


def file_lock(path: Path, patience: float = PATIENCE) -> Lock:
    """A lock on a file: an immediate transaction of SQLite, which the system ends with the process that holds it.

    Args:
        path: the file; made when it is first locked. It holds nothing.
        patience: seconds to wait.
    """

    @contextmanager
    def hold() -> Iterator[None]:
        try:
            with closing(sqlite3.connect(path, timeout=patience, isolation_level=None)) as database:
                database.execute("BEGIN IMMEDIATE")
                yield
        except sqlite3.OperationalError as error:
            raise StoreError(f"{path}: cannot be locked for writing ({error})") from error

    return hold
