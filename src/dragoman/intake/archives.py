"""Readers of archives: WARC (the only user of fastwarc) and ZIP."""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import IO, Any

from dragoman.errors import InputError
from dragoman.intake.days import day
from dragoman.intake.encodings import in_utf8
from dragoman.intake.opened import Opened, Terms, writable
from dragoman.intake.packed import GZIP, Content, check_growth
from dragoman.model.corpus import Item

_MOST_DIRECTORY = 64_000_000
"""Bytes of a zip archive's directory above which it is not opened: it is held in memory."""
_END, _END_SIZE, _COMMENT = b"PK\x05\x06", 22, 65_535
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_PACKED = (b"PK\x03\x04", GZIP, b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!")
_STEP = 1 << 16


def read_warc(opened: Opened, terms: Terms) -> Iterator[Item]:
    """Yield an item for each response of a WARC file that holds a page or a text; others are passed over in silence."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    number = 0
    try:
        for record in ArchiveIterator(
            _Forward(opened), record_types=WarcRecordType.response, parse_http=True, auto_decode="transfer", stream_detect=False
        ):
            number += 1
            where = f"{opened.where}#{number}"
            try:
                item = _response(record, where, terms)
            except InputError as error:
                terms.refuse(where, str(error))
                continue
            if item is not None:
                yield item
    except _damage() as error:
        raise InputError(f"{opened.where}: the WARC file is damaged after {number:,} responses ({str(error)[:200]})") from error


def _damage() -> tuple[type[BaseException], ...]:
    """What a damaged file may raise; a library written in Rust also panics, which is no Exception, and no more than that."""
    panics = (one for one in BaseException.__subclasses__() if one.__name__ == "PanicException")
    return (OSError, ValueError, RuntimeError, LookupError, TypeError, MemoryError, *panics)


class _Forward:
    """A stream that can only be read on: what fastwarc asks of one."""

    def __init__(self, opened: Opened) -> None:
        self._opened = opened
        self._at = 0

    def read(self, size: int = -1) -> bytes:
        """Return at most ``size`` bytes."""
        data = self._opened.stream.read1(min(size, _STEP) if size >= 0 else _STEP)
        self._at += len(data)
        return data

    def tell(self) -> int:
        """Return how many bytes were read."""
        return self._at

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go on to a place by reading up to it."""
        target = offset + (self._at if whence == 1 else 0)
        if whence == 2 or target < self._at:
            raise OSError("a stream that is read once cannot go back")
        while self._at < target and self.read(target - self._at):
            pass
        return self._at

    def close(self) -> None:
        """Leave the stream open: it is not ours."""


def _response(record: Any, where: str, terms: Terms) -> Item | None:
    if not record.is_http or record.http_headers is None or record.http_headers.status_code != 200:
        return None
    kind = (record.http_content_type or "").partition(";")[0].strip().casefold()
    if kind not in {"text/html", "application/xhtml+xml", "text/plain"}:
        return None
    body = Content(record.http_headers.get("Content-Encoding"), where, terms.limits.item_bytes)
    while piece := record.reader.read(_STEP):
        body.add(piece)
    data = body.close()
    if not data:
        raise InputError(f"{where}: a response without a body")
    published = day(record.headers.get("WARC-Date"))
    return Item(
        where,
        in_utf8(data, record.http_charset),
        "text" if kind == "text/plain" else "html",
        url=_plain(record.headers.get("WARC-Target-URI")),
        published=published,
        basis="header" if published is not None else None,
    )


def _plain(url: str | None) -> str | None:
    return url.strip().strip("<>")[:4_000] or None if url else None


def read_zip(opened: Opened, terms: Terms, read: Callable[[Opened, Terms], Iterator[Item]]) -> Iterator[Item]:
    """Yield the items of a zip archive's members, in the order of their names; nothing is ever written.

    Args:
        opened: the archive, a plain file.
        terms: how it is read.
        read: reads one member as if it were a file.
    """
    if opened.path is None:
        raise InputError(f"{opened.where}: an archive inside another is not opened")
    _check_directory(opened.path, opened.where)
    growth = _Growth(opened.path.stat().st_size, opened.where, terms)
    try:
        with zipfile.ZipFile(opened.path) as archive:
            members = [one for one in archive.infolist() if not one.is_dir() and not _is_link(one)]
            if len(members) > terms.limits.members:
                raise InputError(f"{opened.where}: more than {terms.limits.members:,} members")
            for member in sorted(members, key=lambda one: one.filename):
                where = writable(f"{opened.where}!{member.filename[:300]}")
                growth.begin(member, where)
                try:
                    yield from _member(archive, member, where, growth, terms, read)
                except InputError as error:
                    terms.refuse(where, str(error))
                except _DAMAGED as error:
                    terms.refuse(where, f"the member is damaged ({str(error)[:200]})")
                growth.check()
    except _DAMAGED as error:
        raise InputError(f"{opened.where}: the zip archive is damaged ({str(error)[:200]})") from error


_DAMAGED = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError, IndexError, OverflowError)


class _Growth:
    """How much has come out of an archive, and out of its member at hand."""

    def __init__(self, taken: int, where: str, terms: Terms) -> None:
        self._taken = taken
        self._where = where
        self._limits = terms.limits
        self._given = self._inside = self._packed = 0
        self._member = where

    def begin(self, member: zipfile.ZipInfo, where: str) -> None:
        """Go on to another member."""
        self._inside, self._packed, self._member = 0, member.compress_size, where

    def add(self, more: int) -> None:
        """Count what came out; raises InputError where the member grows too much."""
        self._given += more
        self._inside += more
        check_growth(self._packed, self._inside, self._member, self._limits)

    def check(self) -> None:
        """Raise InputError where the archive as a whole has grown too much: members can share their bytes."""
        check_growth(self._taken, self._given, self._where, self._limits)


def _member(
    archive: zipfile.ZipFile,
    member: zipfile.ZipInfo,
    where: str,
    growth: _Growth,
    terms: Terms,
    read: Callable[[Opened, Terms], Iterator[Item]],
) -> Iterator[Item]:
    path = PurePosixPath(member.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
        terms.refuse(where, "its name leads out of the archive")
        return
    if any(part.startswith((".", "__MACOSX")) for part in path.parts):
        return
    if member.flag_bits & 1:
        terms.refuse(where, "encrypted")
        return
    if member.compress_type not in _METHODS:
        terms.refuse(where, "packed in a way that is not read; stored and deflated members are")
        return
    with archive.open(member) as stream:
        inside = Opened(where, path.name, _Counted(stream, growth))  # type: ignore[arg-type]
        if inside.head().startswith(_PACKED):
            terms.refuse(where, "an archive inside another is not opened")
            return
        yield from read(inside, terms)


class _Counted:
    """A member's stream that tells how much came out of it."""

    def __init__(self, stream: IO[bytes], growth: _Growth) -> None:
        self._stream = stream
        self._growth = growth

    def read(self, size: int = -1, /) -> bytes:
        data = self._stream.read(size)
        self._growth.add(len(data))
        return data


def _is_link(member: zipfile.ZipInfo) -> bool:
    return stat.S_ISLNK(member.external_attr >> 16)


def _check_directory(path: Path, where: str) -> None:
    """Refuse an archive whose directory would fill the memory."""
    with path.open("rb") as file:
        file.seek(0, 2)
        size = file.tell()
        file.seek(max(0, size - _END_SIZE - _COMMENT))
        tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_SIZE:
        raise InputError(f"{where}: the zip archive is damaged (its directory is missing)")
    if int.from_bytes(tail[at + 12 : at + 16], "little") > _MOST_DIRECTORY:
        raise InputError(f"{where}: a zip archive with a directory of more than {_MOST_DIRECTORY:,} bytes")
