"""Opens one report from a file or from standard input."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import BinaryIO

from dragoman.codebook.furniture import find_outlet
from dragoman.errors import InputError
from dragoman.intake.encodings import declared_encoding, is_utf16
from dragoman.intake.language import foreign
from dragoman.intake.pages import looks_like_html, read_page
from dragoman.model.keys import content_key
from dragoman.model.text import Document, Mark

LIMIT = 5_000_000
"""Most bytes of a report unless the caller raises it."""

_HTML_SUFFIXES = frozenset({".html", ".htm", ".xhtml"})
_MAGIC = {
    b"%PDF-": "a PDF file",
    b"PK\x03\x04": "a zip archive or office document",
    b"\x1f\x8b": "a compressed file",
    b"{\\rtf": "an RTF document",
    b"\x89PNG": "an image",
    b"\xff\xd8\xff": "an image",
}


def open_report(
    path: str | Path,
    published: date | None = None,
    outlet: str | None = None,
    limit: int = LIMIT,
    *,
    title: str | None = None,
    folders: tuple[str, ...] = (),
) -> Document:
    """Read a text or HTML file, or standard input, into a document.

    Args:
        path: the file, or ``-`` for standard input.
        published: the day of publication; for HTML it may come from the page's metadata instead.
        outlet: who published it; for HTML likewise.
        limit: most bytes that are read.
        title: the report's headline, where it is known from elsewhere.
        folders: a user's own codebook folders, for the outlets in them.

    Raises:
        InputError: nothing there to read, or nothing that can be read; one sentence that says what and where.
    """
    where = "standard input" if str(path) == "-" else str(path)
    data = _read(path, where, limit)
    text = _decode(data, where)
    if Path(where).suffix.casefold() in _HTML_SUFFIXES or looks_like_html(text):
        page = read_page(text, where)
        return make_document(
            page.text, where, published or page.published, outlet or page.outlet, title=title or page.title,
            marks=page.marks, folders=folders,
        )  # fmt: skip
    return make_document(text, where, published, outlet, title=title, limit=limit, folders=folders)


def make_document(
    text: str,
    where: str = "the text",
    published: date | None = None,
    outlet: str | None = None,
    limit: int = LIMIT,
    *,
    title: str | None = None,
    marks: tuple[Mark, ...] = (),
    folders: tuple[str, ...] = (),
) -> Document:
    """Make a document of a text: a byte order mark goes, CRLF becomes LF, nothing else is touched.

    Raises:
        InputError: the text is empty, binary, too long, or surely in a language that is not supported.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    if len(text) > limit:
        raise InputError(f"{where}: longer than {limit:,} bytes; a higher limit can be set with --limit")
    if "\x00" in text:
        raise InputError(f"{where}: not a text but binary data (a NUL at character {text.index(chr(0)):,})")
    if any("\ud800" <= letter <= "\udfff" for letter in set(text)):
        raise InputError(f"{where}: not valid Unicode (a lone surrogate)")
    if not any(letter.isalnum() for letter in text):
        raise InputError(f"{where}: empty, there is not one word to read")
    language = foreign(text)
    if language is not None:
        raise InputError(f"{where}: written in {language}, a language that is not supported (supported: English)")
    known = find_outlet(outlet, folders) if outlet else None
    carrier = known.carrier if known is not None else None
    name = known.name if known is not None else outlet
    return Document(content_key(text), text, title, name, carrier, published, marks=marks)


def _read(path: str | Path, where: str, limit: int) -> bytes:
    """Read at most ``limit`` bytes, and not one more than it takes to see that there are more."""
    try:
        if str(path) == "-":
            data = _bounded(sys.stdin.buffer, limit)
        else:
            with Path(path).open("rb") as file:
                data = _bounded(file, limit)
    except IsADirectoryError as error:
        raise InputError(f"{where}: a directory, not a file") from error
    except FileNotFoundError as error:
        raise InputError(f"{where}: no such file") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"{where}: cannot be read ({reason})") from error
    refuse_binary(data, where)
    if len(data) > limit:
        raise InputError(f"{where}: longer than {limit:,} bytes; a higher limit can be set with --limit")
    return data


def _bounded(file: BinaryIO, limit: int) -> bytes:
    parts: list[bytes] = []
    missing = limit + 1
    while missing > 0 and (part := file.read(min(missing, 1 << 20))):
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)


def refuse_binary(data: bytes, where: str) -> None:
    """Raise InputError where bytes are surely neither text nor HTML."""
    for magic, what in _MAGIC.items():
        if data.startswith(magic):
            raise InputError(f"{where}: {what}, not a text or HTML file")
    if b"\x00" in data and not is_utf16(data):
        raise InputError(f"{where}: not a text but binary data (a NUL at byte {data.index(0):,})")


def _decode(data: bytes, where: str) -> str:
    if not data:
        raise InputError(f"{where}: empty, there is not one word to read")
    encoding = "utf-16" if is_utf16(data) else "utf-8"
    if encoding == "utf-8" and looks_like_html(data[:2_000].decode("latin-1")):
        encoding = declared_encoding(data) or encoding
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(
            f"{where}: unreadable as {encoding.upper()} at byte {error.start:,}; save it as UTF-8 and try again"
        ) from error
