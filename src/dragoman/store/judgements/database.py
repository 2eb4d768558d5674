"""The database of decisions: SQLite beside the tables, or PostgreSQL by its address."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy.exc import ArgumentError, IntegrityError, NoSuchModuleError, SQLAlchemyError

from dragoman.errors import ConfigError, StoreError
from dragoman.store.locks import PATIENCE, Lock, file_lock

LOCK_FILE = "lock.sqlite"
_LOCK = 0x6472_6167_6F6D_616E  # "dragoman"
_MIGRATING = _LOCK + 1


class Database:
    """An open database whose tables are those of this Dragoman.

    Args:
        url: a file's name, or an address such as ``postgresql://user@host/name``.

    Raises:
        ConfigError: the address is none, or its driver is not installed.
        StoreError: the database cannot be reached, or a newer Dragoman has made it.
    """

    def __init__(self, url: str | Path) -> None:
        self.url = _address(url)
        self.file = Path(self.url.database or "") if self.url.get_backend_name() == "sqlite" else None
        self._fixed = self.file is not None and not os.access(self.file if self.file.exists() else self.file.parent, os.W_OK)
        self.engine = self._engine()
        with ExitStack() as undo:
            undo.callback(self.engine.dispose)
            with explained(self.url):
                self._upgrade()
            undo.pop_all()

    @property
    def lock(self) -> Lock:
        """The write lock of the store whose decisions these are."""
        if self.file is not None:
            return file_lock(self.file.with_name(LOCK_FILE))
        return self._advisory_lock

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A connection to read by."""
        with explained(self.url), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """A connection to write by: all of it or nothing, and one writer after the other."""
        with explained(self.url), self.engine.connect() as connection:
            immediate = connection.execution_options(immediate=True)
            with immediate.begin():
                yield immediate

    def close(self) -> None:
        """Let go of all connections."""
        self.engine.dispose()

    def _engine(self) -> sa.Engine:
        if self.file is None:
            alive = {"connect_timeout": 10, "keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}
            try:
                return sa.create_engine(self.url, pool_pre_ping=True, connect_args=alive)
            except (ImportError, NoSuchModuleError) as error:
                raise ConfigError(f"{self.url.render_as_string()}: {error}; pip install 'dragoman[postgres]'") from error
        source = f"file:{self.file}?mode=ro&immutable=1&uri=true" if self._fixed else str(self.file)
        engine = sa.create_engine(f"sqlite:///{source}", connect_args={"timeout": 30})
        sa.event.listen(engine, "connect", _prepare_fixed if self._fixed else _prepare)
        sa.event.listen(engine, "begin", _begin)
        return engine

    def _upgrade(self) -> None:
        """Bring the tables up to this Dragoman's; nothing is written where they are."""
        steps = Config()
        steps.set_main_option("script_location", str(Path(__file__).with_name("migrations")).replace("%", "%%"))
        steps.set_main_option("path_separator", "os")
        script = ScriptDirectory.from_config(steps)
        if self._revision() == script.get_current_head():
            return
        with self._migrating():
            found = self._revision()
            known = {step.revision for step in script.walk_revisions()}
            if found is not None and found not in known:
                raise StoreError(f"{self.url.render_as_string()}: made by a newer Dragoman (step {found}): use that one")
            with self.writing() as connection:
                steps.attributes["connection"] = connection
                command.upgrade(steps, "head")

    def _revision(self) -> str | None:
        with self.engine.connect() as connection:
            if not sa.inspect(connection).has_table("alembic_version"):
                return None
            return connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()

    @contextmanager
    def _migrating(self) -> Iterator[None]:
        if self.file is not None:
            with file_lock(self.file.with_name(f"{self.file.name}.lock"))():
                yield
            return
        with self._advisory(_MIGRATING):
            yield

    @contextmanager
    def _advisory_lock(self) -> Iterator[None]:
        with self._advisory(_LOCK):
            yield

    @contextmanager
    def _advisory(self, number: int) -> Iterator[None]:
        """A lock of PostgreSQL that lasts as long as its connection, and so no longer than this process."""
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            with explained(self.url):
                connection.execute(sa.text(f"SET lock_timeout = {int(PATIENCE * 1000)}"))
                connection.execute(sa.text("SELECT pg_advisory_lock(:number)"), {"number": number})
            try:
                yield
            finally:
                with explained(self.url):
                    connection.execute(sa.text("SELECT pg_advisory_unlock(:number)"), {"number": number})
                    connection.execute(sa.text("RESET lock_timeout"))


@contextmanager
def explained(url: sa.URL) -> Iterator[None]:
    """What the database raises, as a StoreError."""
    try:
        yield
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error).strip().split("\n")[0]
        raise StoreError(f"{url.render_as_string()}: {reason}") from error


def is_repeat(error: StoreError) -> bool:
    """Whether the database refused a row because there is one like it."""
    return isinstance(error.__cause__, IntegrityError)


def _address(url: str | Path) -> sa.URL:
    if isinstance(url, Path) or "://" not in url:
        return sa.URL.create("sqlite", database=str(Path(url).absolute()))
    try:
        address = sa.make_url(url)
    except ArgumentError as error:
        raise ConfigError(f"database: {error}") from error
    if address.get_backend_name() not in ("sqlite", "postgresql"):
        raise ConfigError(f"database: {address.get_backend_name()} is not supported, only sqlite and postgresql are")
    if address.get_backend_name() == "sqlite":
        if not address.database:
            raise ConfigError("database: a SQLite address needs a file")
        return address.set(database=str(Path(address.database).absolute()))
    return address.set(drivername="postgresql+psycopg") if address.drivername == "postgresql" else address


def _prepare(connection: Any, _: object) -> None:
    connection.isolation_level = None
    for setting in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "busy_timeout = 30000"):
        connection.execute(f"PRAGMA {setting}")


def _prepare_fixed(connection: Any, _: object) -> None:
    connection.isolation_level = None


def _begin(connection: sa.Connection) -> None:
    immediate = connection.get_execution_options().get("immediate", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
