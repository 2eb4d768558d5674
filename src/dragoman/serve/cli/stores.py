"""Opens the store and its database as the command line and the settings name them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dragoman.config import Config
    from dragoman.store.judgements import Decisions
    from dragoman.store.lake import Lake

_DATABASE = "state.sqlite"


@contextmanager
def open_store(store: str | None, config: Config, *, create: bool = False) -> Iterator[tuple[Lake, Decisions]]:
    """Open a store for writing, with the database of its decisions.

    Args:
        store: what the command line names, before the settings.
        config: the settings.
        create: make the store if there is none.

    Raises:
        StoreError: there is no store, it is of another version, or it cannot be reached.
    """
    import dragoman
    from dragoman.errors import StoreError
    from dragoman.store.judgements import Decisions
    from dragoman.store.lake import Lake

    path = store or config.store
    if "://" in path and not config.database:
        raise StoreError(f"{path}: a store on object storage needs a database (setting `database`)")
    there = "://" not in path and (Path(path) / "dragoman.json").exists()
    if not there and not create and "://" not in path:
        raise StoreError(f"{path}: there is no store; make one with `dragoman ingest SOURCE --store {path}`")
    if "://" not in path and not config.database:
        _make(Path(path))
    with Decisions.open(config.database or Path(path) / _DATABASE) as decisions:
        if not there:
            with suppress(StoreError):  # another process may have made it meanwhile; then it opens
                Lake.create(path, f"dragoman {dragoman.__version__}", decisions.lock)
        yield Lake.open(path, decisions.lock), decisions


def open_lake(store: str | None, config: Config) -> Lake:
    """Open a store for reading only.

    Raises:
        StoreError: there is no store, or it is of another version.
    """
    from dragoman.store.lake import Lake

    return Lake.open(store or config.store)


def _make(folder: Path) -> None:
    from dragoman.errors import StoreError

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{folder}: cannot be made ({error.strerror})") from error
