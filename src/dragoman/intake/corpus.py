"""Opens many reports: a file, a folder, or JSON lines with a text each. One that cannot be read is named and passed over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import msgspec
from msgspec import Struct

from dragoman.errors import InputError
from dragoman.intake.files import make_document, open_report
from dragoman.model.text import Document

_SUFFIXES = frozenset({".txt", ".html", ".htm", ".xhtml", ".jsonl", ".ndjson"})


class _Line(Struct, frozen=True):
    """A report in JSON lines; other keys are passed over."""

    text: str
    title: str | None = None
    outlet: str | None = None
    published: date | None = None


def open_corpus(path: str, limit: int, complain: Callable[[str], None]) -> Iterator[Document]:
    """Yield the documents of a file or a folder, in the order of names and lines.

    Args:
        path: a report, a file of JSON lines, or a folder of both.
        limit: most bytes of one report.
        complain: told in one sentence of each report that cannot be read.

    Raises:
        InputError: there is no such file or folder.
    """
    root = Path(path)
    if not root.exists():
        raise InputError(f"{path}: no such file or folder")
    files = [p for p in sorted(root.rglob("*")) if p.suffix in _SUFFIXES and p.is_file()] if root.is_dir() else [root]
    for file in files:
        if file.suffix in {".jsonl", ".ndjson"}:
            yield from _lines(file, limit, complain)
        else:
            try:
                yield open_report(file, limit=limit)
            except InputError as error:
                complain(str(error))


def _lines(file: Path, limit: int, complain: Callable[[str], None]) -> Iterator[Document]:
    with file.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            where = f"{file}:{number}"
            try:
                one = msgspec.json.decode(line, type=_Line)
                yield make_document(one.text, where, one.published, one.outlet, limit, title=one.title)
            except (msgspec.DecodeError, UnicodeDecodeError) as error:
                complain(f"{where}: {error}")
            except InputError as error:
                complain(str(error))
