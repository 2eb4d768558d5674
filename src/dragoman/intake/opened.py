"""What a reader of one format is given: an open stream, and the terms on which it is read."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from dragoman.intake.columns import Columns
from dragoman.intake.limits import Limits
from dragoman.model.corpus import Unread
from dragoman.model.keys import content_key

STAGE = "intake"
HEAD = 4_096
"""Bytes of its beginning by which a format is known."""


def writable(text: str) -> str:
    """Return text as it can be kept: what is not valid Unicode (a file's name can be so), and NULs, become marks."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\x00", "\ufffd")


class Terms(Struct, frozen=True):
    """How a source is read: the names of columns, the bounds, and who is told of what could not be read."""

    columns: Columns
    limits: Limits
    unread: Callable[[Unread], None]

    def refuse(self, where: str, reason: str) -> None:
        """Tell of something that could not be read; a reason that begins with the place loses it."""
        self.unread(unread(where, reason))


def unread(where: str, reason: str) -> Unread:
    """Return the record of something that could not be read."""
    plain = " ".join(writable(reason.removeprefix(f"{where}: ")).split())[:500]
    where = writable(where)
    return Unread(content_key("unread", where, plain), where, STAGE, plain)


class Opened:
    """An open file, member or download.

    ``name`` is what its format can be told by (without ``.gz`` once that is off); ``path`` is the file itself where it is
    a plain file, for readers that jump about in it.
    """

    def __init__(self, where: str, name: str, stream: BinaryIO | io.BufferedReader, path: Path | None = None) -> None:
        self.where = where
        self.name = name
        self.path = path
        self.stream = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(_Raw(stream), HEAD * 4)

    @property
    def suffix(self) -> str:
        """The end of the name, small letters, with its dot."""
        return Path(self.name).suffix.casefold()

    def head(self) -> bytes:
        """Return the beginning, which stays to be read."""
        return self.stream.peek(HEAD)[:HEAD]


class _Raw(io.RawIOBase):
    """Anything with ``read`` as a raw stream, for a buffer to be laid over it."""

    def __init__(self, source: BinaryIO) -> None:
        super().__init__()
        self._source = source

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]
        data = self._source.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)
