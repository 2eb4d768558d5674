"""One state of a store, seen through DuckDB: a view for each table over exactly the files that belong to it."""

from __future__ import annotations

import re
import secrets
import tempfile
import threading
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import accumulate, groupby
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import duckdb
import pyarrow as pa
import pyarrow.dataset
import pyarrow.parquet as pq

from dragoman.errors import StoreError
from dragoman.store.lake.folder import Folder
from dragoman.store.lake.units import Versions, open_table
from dragoman.store.tables import TABLES

Parameters = Sequence[Any] | Mapping[str, Any]

MEMORY = "2GB"
"""Most memory of a query; what needs more is written aside for as long as it runs."""
SPILLED = "spilled"
"""How folders begin in which large queries write aside; DuckDB makes one when it needs it and takes it away again."""
SECONDS = 300.0
"""Most time of a query handed in as SQL."""
ROWS = 5_000_000
"""Most rows that a query handed in as SQL may give."""


_WORD = re.compile(r"\w+")


class Snapshot:
    """The tables as one unit of writing left them; what is written later does not show.

    Args:
        folder: the store.
        versions: which state.
        memory: most memory of a query.
        before: an earlier one, from which is taken what has not changed.
    """

    def __init__(self, folder: Folder, versions: Versions, memory: str = MEMORY, before: Snapshot | None = None) -> None:
        self.versions = versions
        self._folder, self._memory = folder, memory
        self._files: dict[str, list[str]] = {}
        if before is not None:
            same = (name for name in before._files if before.versions.tables[name] == versions.tables[name])
            self._files.update((name, before._files[name]) for name in same)
        self._footers: dict[str, tuple[pq.FileMetaData, list[int]]] = {}
        self._viewed: set[str] = set()
        self._making = threading.Lock()
        self._plain: duckdb.DuckDBPyConnection | None = None
        self._guarded: dict[float, duckdb.DuckDBPyConnection] = {}

    @property
    def local(self) -> bool:
        """Whether the files lie in a folder of this machine, where DuckDB reads them by itself."""
        return self._folder.root is not None

    def files(self, table: str) -> list[str]:
        """The names of a table's files, below the table, sorted."""
        if table not in self._files:
            actions = open_table(self._folder, table, self.versions.tables[table]).get_add_actions(flatten=True)
            self._files[table] = sorted(unquote(str(path)) for path in pa.table(actions).column("path").to_pylist())
        return self._files[table]

    def source(self, table: str, files: Sequence[str]) -> str:
        """What to write after FROM for some of a table's files; for an object storage it is the whole table."""
        if self._folder.root is None:
            return table
        root = self._folder.root / "tables" / table
        return f"read_parquet([{', '.join(_literal(str(root / file)) for file in files)}])"

    def query(self, query: str, parameters: Parameters = (), **given: pa.Table) -> pa.Table:
        """The result of a query of our own; ``given`` tables can be named in it.

        Raises:
            StoreError: DuckDB cannot run it.
        """
        with self._cursor(query, given) as cursor, told(query):
            return _relation(cursor, query, parameters).to_arrow_table()

    def rows(self, table: str, column: str, keys: Sequence[str]) -> pa.Table:
        """A few whole rows of a table, by one column: it is searched alone, and then only the row groups that matter are read.

        DuckDB looks at each column of each row group; where a table is wide that takes longer than the reading.
        """
        files = self.files(table)
        if not self.local or not files or not keys:
            marks = ", ".join("?" * len(keys)) or "NULL"
            return self.query(f'SELECT * FROM {table} WHERE "{column}" IN ({marks})', list(keys))
        marks = ", ".join("?" * len(keys))
        query = f'SELECT filename, file_row_number FROM {self.source(table, files)} WHERE "{column}" IN ({marks})'
        found = self.query(query, list(keys))
        places: dict[str, list[int]] = {}
        for path, row in zip(found.column(0).to_pylist(), found.column(1).to_pylist(), strict=True):
            places.setdefault(path, []).append(row)
        pieces = [piece for path, numbers in sorted(places.items()) for piece in self._rows_of(path, sorted(numbers))]
        schema = TABLES[table].schema
        return pa.concat_tables(piece.select(schema.names).cast(schema) for piece in pieces) if pieces else schema.empty_table()

    def _rows_of(self, path: str, numbers: Sequence[int]) -> Iterator[pa.Table]:
        """Rows of a file by their numbers, a piece for each row group."""
        if path not in self._footers:
            footer = pq.read_metadata(path)
            sizes = (footer.row_group(at).num_rows for at in range(footer.num_row_groups))
            self._footers[path] = footer, [0, *accumulate(sizes)]
        footer, starts = self._footers[path]
        with pq.ParquetFile(path, metadata=footer) as file:
            for group, own in groupby(numbers, key=lambda number: bisect_right(starts, number) - 1):
                yield file.read_row_group(group, use_threads=False).take([number - starts[group] for number in own])

    def stream(self, query: str, parameters: Parameters = (), rows: int = 4096, **given: pa.Table) -> Iterator[pa.RecordBatch]:
        """The result of a query of our own, ``rows`` at a time, never all of it in memory.

        Raises:
            StoreError: DuckDB cannot run it.
        """
        with self._cursor(query, given) as cursor, told(query):
            yield from _relation(cursor, query, parameters).to_arrow_reader(rows)

    def sql(self, query: str, parameters: Parameters = (), seconds: float = SECONDS, rows: int = ROWS) -> pa.Table:
        """The result of a query that anybody may hand in: it reads the tables and can do nothing else.

        Args:
            query: one SELECT, WITH, FROM, VALUES, DESCRIBE, SUMMARIZE, SHOW or EXPLAIN.
            parameters: values for its placeholders, ``?`` or ``$name``.
            seconds: most time.
            rows: most rows.

        Raises:
            StoreError: it is no such statement, DuckDB refuses it, or it takes too long or gives too much.
        """
        with self._making:
            if seconds not in self._guarded:
                self._guarded[seconds] = self._connect(seconds)
        with self._guarded[seconds].cursor() as cursor, told(query):
            self._register(cursor, self.versions.tables.keys())
            cursor.execute("BEGIN TRANSACTION READ ONLY")
            _refuse_writing(cursor, query, parameters)
            reader = _relation(cursor, query, parameters).to_arrow_reader(10_000)
            found, batches = 0, []
            for batch in reader:
                found += batch.num_rows
                if found > rows:
                    raise StoreError(f"the query gives more than {rows:,} rows: narrow it or add a LIMIT")
                batches.append(batch)
            return pa.Table.from_batches(batches, schema=reader.schema)

    def close(self) -> None:
        """Let go of the connections."""
        for connection in (*self._guarded.values(), *([self._plain] if self._plain is not None else [])):
            connection.close()
        self._plain, self._guarded, self._viewed = None, {}, set()

    @contextmanager
    def _cursor(self, query: str, given: Mapping[str, pa.Table]) -> Iterator[duckdb.DuckDBPyConnection]:
        with self._making:
            if self._plain is None:
                self._plain = self._connect(None)
            for table in set(_WORD.findall(query)) & (self.versions.tables.keys() - self._viewed):
                with told(query):
                    self._view(self._plain, table)
                self._viewed.add(table)
        with self._plain.cursor() as cursor:
            self._register(cursor, set(_WORD.findall(query)) & self.versions.tables.keys())
            for name, table in given.items():
                cursor.register(name, table)
            yield cursor

    def _connect(self, seconds: float | None) -> duckdb.DuckDBPyConnection:
        """A connection with a view for each table; with ``seconds`` one that can reach nothing but the tables."""
        # a folder of its own: DuckDB lets queries read what lies there, and two of them must not share one
        aside = (self._folder.root or Path(tempfile.gettempdir())) / f"{SPILLED}-{secrets.token_hex(8)}"
        connection = duckdb.connect()
        settings = {
            "memory_limit": self._memory, "temp_directory": str(aside), "python_enable_replacements": False,
            "autoinstall_known_extensions": False, "autoload_known_extensions": False, "preserve_insertion_order": True,
            "parquet_metadata_cache": True,
        }  # fmt: skip
        if seconds is not None:
            settings["max_execution_time"] = int(seconds * 1000)
        for name, value in settings.items():
            connection.execute(f"SET GLOBAL {name} = {_literal(value)}")
        for table in self.versions.tables if seconds is not None else ():
            with told(table):
                self._view(connection, table)
        if seconds is not None:
            if self._folder.root is not None:
                connection.execute(f"SET GLOBAL allowed_directories = [{_literal(str(self._folder.root / 'tables'))}]")
            connection.execute("SET GLOBAL enable_external_access = false")
            connection.execute("SET GLOBAL lock_configuration = true")
        return connection

    def _register(self, cursor: duckdb.DuckDBPyConnection, tables: Iterable[str]) -> None:
        """Let a cursor see tables of an object storage: DuckDB itself cannot reach there, Arrow can."""
        for table in () if self.local else tables:
            if self.files(table):
                cursor.register(table, open_table(self._folder, table, self.versions.tables[table]).to_pyarrow_dataset())

    def _view(self, connection: duckdb.DuckDBPyConnection, table: str) -> None:
        files = self.files(table)
        if files and self._folder.root is not None:
            connection.execute(f'CREATE VIEW "{table}" AS SELECT * FROM {self.source(table, files)}')
        elif not files:
            connection.register("nothing", TABLES[table].schema.empty_table())
            connection.execute(f'CREATE TABLE "{table}" AS SELECT * FROM nothing')
            connection.unregister("nothing")


@contextmanager
def told(query: str) -> Iterator[None]:
    """What DuckDB raises, as a StoreError that quotes it."""
    try:
        yield
    except duckdb.InterruptException as error:
        raise StoreError("the query took too long: narrow it, or ask for fewer columns") from error
    except duckdb.OutOfMemoryException as error:
        raise StoreError(f"the query needs too much memory: {_first(error)}") from error
    except (duckdb.Error, UnicodeError) as error:
        raise StoreError(f"the query cannot be run: {error}") from error


def _first(error: Exception) -> str:
    return str(error).split("\n", maxsplit=1)[0]


def _literal(value: object) -> str:
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return str(value).lower()


def _relation(cursor: duckdb.DuckDBPyConnection, query: str, parameters: Parameters) -> duckdb.DuckDBPyRelation:
    return cursor.sql(query, params=parameters) if parameters else cursor.sql(query)


def _refuse_writing(cursor: duckdb.DuckDBPyConnection, query: str, parameters: Parameters) -> None:
    """Raise StoreError unless the query is one statement that only reads.

    A WITH clause can hold a COPY or an INSERT, but only at the top of a statement: what binds as a subquery only reads.
    """
    query.encode()
    statements = cursor.extract_statements(query)
    if len(statements) != 1:
        raise StoreError(f"one statement is wanted, not {len(statements)}")
    kind = statements[0].type
    if kind == duckdb.StatementType.EXPLAIN:
        inner = _explained(query)
        inside = cursor.extract_statements(inner)
        kind = inside[0].type if len(inside) == 1 else kind
        query = inner
    if kind != duckdb.StatementType.SELECT:
        name = str(kind).rpartition(".")[2]
        raise StoreError(f"only statements that read are run (SELECT, WITH, DESCRIBE, SUMMARIZE, SHOW, EXPLAIN), not {name}")
    inner = query.rstrip().rstrip(";")
    _relation(cursor, f"SELECT * FROM (\n{inner}\n)", parameters)


def _explained(query: str) -> str:
    """What an EXPLAIN explains."""
    starts = [start for start, kind in duckdb.tokenize(query) if kind != duckdb.token_type.comment]
    words = [query[start:end].strip() for start, end in zip(starts, [*starts[1:], len(query)], strict=True)]
    at = 1
    if at < len(words) and words[at].casefold() in {"analyze", "analyse"}:
        at += 1
    if at < len(words) and words[at].startswith("("):
        at = next((place for place in range(at, len(words)) if words[place].startswith(")")), at) + 1
    return query[starts[at] :] if at < len(starts) else ""
