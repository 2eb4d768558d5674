"""Readers of tables: JSON lines, comma and tab separated values, Parquet. One row, one item; a bad row fails alone."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from dragoman.errors import InputError
from dragoman.intake.columns import row_item
from dragoman.intake.encodings import is_utf16
from dragoman.intake.opened import Opened, Terms
from dragoman.intake.packed import check_growth
from dragoman.model.corpus import Item

_STEP = 1 << 16
_LONGEST = 20
"""A line that goes on for this many times the limit ends the reading of its file: nothing after it can be found."""
_MOST_COLUMNS = 1_000
_ROWS_AT_ONCE = 16
_ROW = 64
"""Bytes that a row of a Parquet file counts for besides its text, when its growth is looked at."""


def read_jsonl(opened: Opened, terms: Terms) -> Iterator[Item]:
    """Yield an item for each line that holds a JSON object with a text."""
    if is_utf16(opened.head()):
        raise InputError(f"{opened.where}: JSON lines in UTF-16; save them as UTF-8")
    for number, line in _lines(opened, terms):
        where = f"{opened.where}:{number}"
        try:
            item = _json_item(line.removeprefix(b"\xef\xbb\xbf"), where, terms)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, ValueError, InputError) as error:
            terms.refuse(where, str(error))
            continue
        yield item


def _json_item(line: bytes, where: str, terms: Terms) -> Item:
    raw = msgspec.json.decode(line, type=dict[str, msgspec.Raw])
    fault = terms.columns.fault(raw)
    if fault is not None:
        raise InputError(fault.replace("column", "key"))
    columns = terms.columns.find(raw)
    return row_item({name: msgspec.json.decode(raw[name]) for name in columns.values()}, where, columns, terms.limits)


def _lines(opened: Opened, terms: Terms) -> Iterator[tuple[int, bytes]]:
    """Yield the lines that are not blank with their number; a line may be as long as two items, for its escapes."""
    most = 2 * terms.limits.item_bytes
    number = 0
    while line := opened.stream.readline(most + 1):
        number += 1
        if len(line) > most and not line.endswith(b"\n"):
            terms.refuse(f"{opened.where}:{number}", f"a line longer than {most:,} bytes")
            _skip_line(opened, terms)
        elif line.strip():
            yield number, line


def _skip_line(opened: Opened, terms: Terms) -> None:
    left = _LONGEST * terms.limits.item_bytes
    while piece := opened.stream.readline(_STEP):
        if piece.endswith(b"\n"):
            return
        left -= len(piece)
        if left < 0:
            raise InputError(f"{opened.where}: a line that does not end; the rest of the file was left")


def read_csv(opened: Opened, terms: Terms) -> Iterator[Item]:
    """Yield an item for each row; the first row names the columns, which commas or semicolons part."""
    return _read_separated(opened, terms, None)


def read_tsv(opened: Opened, terms: Terms) -> Iterator[Item]:
    """Yield an item for each row; the first row names the columns, which tabs part."""
    return _read_separated(opened, terms, "\t")


def _read_separated(opened: Opened, terms: Terms, delimiter: str | None) -> Iterator[Item]:
    text = _as_text(opened)
    try:
        yield from _separated_rows(opened, terms, _TextLines(text, opened.where, 2 * terms.limits.item_bytes), delimiter)
    finally:
        text.detach()


def _separated_rows(opened: Opened, terms: Terms, lines: _TextLines, delimiter: str | None) -> Iterator[Item]:
    csv.field_size_limit(2 * terms.limits.item_bytes)
    header = next(lines, "")
    if delimiter is None:
        delimiter = max(",;\t", key=header.count)
    names = [name.strip() for name in next(csv.reader([header], delimiter=delimiter), [])]
    if len(names) > _MOST_COLUMNS:
        raise InputError(f"{opened.where}: more than {_MOST_COLUMNS:,} columns")
    fault = terms.columns.fault(names)
    if fault is not None:
        raise InputError(f"{opened.where}: {fault}")
    columns = terms.columns.find(names)
    rows = csv.reader(lines, delimiter=delimiter)
    while True:
        where = f"{opened.where}:{rows.line_num + 2}"
        lines.begin_row()
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            terms.refuse(where, f"not a row of a table ({error})")
            continue
        try:
            item = row_item(_named(row, names, where), where, columns, terms.limits) if row else None
        except InputError as error:
            terms.refuse(where, str(error))
            continue
        if item is not None:
            yield item


def _named(row: list[str], names: list[str], where: str) -> Mapping[str, str]:
    if len(row) > len(names):
        raise InputError(f"{where}: {len(row)} fields for {len(names)} columns")
    return dict(zip(names, row, strict=False))


def _as_text(opened: Opened) -> io.TextIOWrapper:
    head = opened.head()
    if is_utf16(head):
        return io.TextIOWrapper(opened.stream, "utf-16", "replace", newline="")
    return io.TextIOWrapper(opened.stream, "utf-8-sig", "surrogateescape", newline="")


class _TextLines:
    """The lines of a text, none longer than a row may be; raises csv.Error where one row takes too many of them."""

    def __init__(self, text: io.TextIOWrapper, where: str, most: int) -> None:
        self._text = text
        self._where = where
        self._most = most
        self._row = self._line = 0

    def begin_row(self) -> None:
        """Count anew: another row begins."""
        self._row = 0

    def __iter__(self) -> _TextLines:
        return self

    def __next__(self) -> str:
        line = self._text.readline(self._most)
        if not line:
            raise StopIteration
        self._line = 0 if line.endswith(("\n", "\r")) else self._line + len(line)
        if self._line > _LONGEST * self._most:
            raise InputError(f"{self._where}: a line that does not end; the rest of the file was left")
        self._row += len(line)
        if self._row > 2 * self._most:
            raise csv.Error(f"longer than {2 * self._most:,} characters")
        return line


def read_parquet(opened: Opened, terms: Terms) -> Iterator[Item]:
    """Yield an item for each row of a Parquet file, a few rows in memory at a time."""
    import pyarrow

    if opened.path is None:
        raise InputError(f"{opened.where}: a Parquet file is read only as a file of its own; unpack it")
    try:
        yield from _parquet_items(opened, terms)
    except (pyarrow.ArrowException, OSError, ValueError, MemoryError, OverflowError, NotImplementedError) as error:
        raise InputError(f"{opened.where}: the Parquet file is damaged ({str(error)[:200]})") from error


def _parquet_items(opened: Opened, terms: Terms) -> Iterator[Item]:
    from pyarrow.parquet import ParquetFile

    names = _parquet_names(opened, terms)
    columns = terms.columns.find(names)
    wanted = sorted(set(columns.values()))
    texts = [columns[field] for field in ("text", "html") if field in columns]
    size = opened.path.stat().st_size if opened.path is not None else 0
    number = given = 0
    with ParquetFile(opened.path, read_dictionary=texts, memory_map=False) as file:
        for batch in file.iter_batches(_ROWS_AT_ONCE, columns=wanted, use_threads=False):
            for row in _rows(batch, opened.where, terms):
                number += 1
                where = f"{opened.where}:{number}"
                try:
                    item = row_item(row, where, columns, terms.limits)
                except InputError as error:
                    terms.refuse(where, str(error))
                    given += _ROW
                else:
                    given += len(item.data) + _ROW
                    yield item
                check_growth(size, given, opened.where, terms.limits)


def _parquet_names(opened: Opened, terms: Terms) -> list[str]:
    """Return the columns of the file, having looked at what its footer says of its size."""
    from pyarrow.parquet import ParquetFile

    with ParquetFile(opened.path, memory_map=False) as file:
        names = [str(name) for name in file.schema_arrow.names]
        if len(names) > _MOST_COLUMNS:
            raise InputError(f"{opened.where}: more than {_MOST_COLUMNS:,} columns")
        fault = terms.columns.fault(names)
        if fault is not None:
            raise InputError(f"{opened.where}: {fault}")
        for index in range(file.metadata.num_row_groups):
            group = file.metadata.row_group(index)
            if group.total_byte_size > terms.limits.ratio_free * 200:
                raise InputError(f"{opened.where}: a row group of {group.total_byte_size:,} bytes; write smaller ones")
    return names


def _rows(batch: Any, where: str, terms: Terms) -> Iterator[dict[str, object]]:
    """Yield the rows of a batch as plain values; a text that is too long is never made a string."""
    for index in range(batch.num_rows):
        row: dict[str, object] = {}
        for name, column in zip(batch.schema.names, batch.columns, strict=True):
            value = column[index]
            try:
                row[name] = value.as_py()
            except (UnicodeDecodeError, ValueError, OverflowError):
                row[name] = _raw(value)
        yield row


def _raw(value: Any) -> object:
    """Return the bytes of a string that is not UTF-8, none of anything else that Python cannot hold."""
    try:
        buffer = value.as_buffer()
    except (AttributeError, ValueError):
        return None
    return bytes(buffer) if buffer is not None else None
