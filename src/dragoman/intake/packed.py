"""Unpacks gzip and deflate within bounds: never more than a little at a time, never more than a ratio in all."""

from __future__ import annotations

import io
import zlib
from typing import Protocol

from dragoman.errors import InputError
from dragoman.intake.limits import Limits

GZIP = b"\x1f\x8b"
_STEP = 1 << 16


class Readable(Protocol):
    """Anything that bytes can be read from."""

    def read(self, size: int, /) -> bytes:
        """Return at most ``size`` bytes, none at the end."""
        ...


class Unpacked(io.RawIOBase):
    """The bytes inside a gzip stream (several members follow one another), as a stream.

    Reading raises InputError where the stream is damaged, ends in the middle, or grows beyond the limits.
    """

    def __init__(self, packed: Readable, where: str, limits: Limits) -> None:
        super().__init__()
        self._packed = packed
        self._where = where
        self._limits = limits
        self._inflater = zlib.decompressobj(31)
        self._waiting = b""
        self._taken = self._given = 0
        self._over = False

    def readable(self) -> bool:
        """It can be read."""
        return True

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]
        """Fill a buffer; 0 at the end."""
        data = self._next(min(len(buffer), _STEP))
        buffer[: len(data)] = data
        return len(data)

    def _next(self, most: int) -> bytes:
        while not self._over and most > 0:
            if not self._waiting:
                self._waiting = self._packed.read(_STEP)
                self._taken += len(self._waiting)
                if not self._waiting:
                    raise InputError(f"{self._where}: the gzip stream ends in the middle")
            try:
                data = self._inflater.decompress(self._waiting, most)
            except zlib.error as error:
                raise InputError(f"{self._where}: the gzip stream is damaged ({error})") from error
            self._waiting = self._inflater.unconsumed_tail
            if self._inflater.eof:
                self._next_member(self._inflater.unused_data)
            if data:
                self._given += len(data)
                check_growth(self._taken, self._given, self._where, self._limits)
                return data
        return b""

    def _next_member(self, rest: bytes) -> None:
        """Go on with the member that follows; zeros that pad the end are passed over."""
        while not rest.strip(b"\x00"):
            rest = self._packed.read(_STEP)
            self._taken += len(rest)
            if not rest:
                self._over = True
                return
        self._waiting = rest.lstrip(b"\x00")
        self._inflater = zlib.decompressobj(31)


def read_packed(data: bytes, where: str, limits: Limits, most: int) -> bytes:
    """Unpack gzip bytes, one byte beyond ``most`` at the most; raises InputError as ``Unpacked`` does."""
    return io.BufferedReader(Unpacked(io.BytesIO(data), where, limits)).read(most + 1)


def check_growth(taken: int, given: int, where: str, limits: Limits) -> None:
    """Refuse what grows too much in unpacking.

    Args:
        taken: packed bytes so far.
        given: unpacked bytes so far.
        where: how the error calls it.
        limits: the bounds.

    Raises:
        InputError: more bytes than allowed, or too many for so few packed ones.
    """
    if given > limits.unpacked_bytes:
        raise InputError(f"{where}: unpacks to more than {limits.unpacked_bytes:,} bytes")
    if given > limits.ratio_free and given > limits.ratio * taken:
        raise InputError(f"{where}: unpacks to more than {limits.ratio} times its size, as no text does")


class Content:
    """Takes the Content-Encoding off a body, piece by piece, up to a number of bytes.

    Args:
        encoding: the header's value; ``gzip``, ``deflate`` and ``identity`` are understood.
        where: how errors call it.
        most: most bytes of the unpacked body.
        cut: whether a longer body is cut there instead of refused.

    Raises:
        InputError: the encoding is not understood (on construction); the body is damaged or too long (on ``add``).
    """

    def __init__(self, encoding: str | None, where: str, most: int, *, cut: bool = False) -> None:
        name = (encoding or "identity").strip().casefold()
        if name not in {"", "identity", "gzip", "x-gzip", "deflate"}:
            raise InputError(f"{where}: sent in the encoding {name[:40]!r}, which was not asked for")
        self._packed = name in {"gzip", "x-gzip", "deflate"}
        self._deflate = name == "deflate"
        self._inflater = zlib.decompressobj(47)
        self._where = where
        self._most = most
        self._cut = cut
        self._size = 0
        self._parts: list[bytes] = []

    def add(self, piece: bytes) -> None:
        """Take in the next piece."""
        if not self._packed:
            self._keep(piece)
            return
        while piece and not self._inflater.eof and not self.full:
            try:
                self._keep(self._inflater.decompress(piece, self._most + 1 - self._size))
            except zlib.error as error:
                if not (self._deflate and self._size == 0):
                    raise InputError(f"{self._where}: the packed body is damaged ({error})") from error
                self._deflate, self._inflater = False, zlib.decompressobj(-15)
                continue
            piece = self._inflater.unconsumed_tail

    @property
    def full(self) -> bool:
        """Whether the body was cut: nothing more is taken in."""
        return self._cut and self._size >= self._most

    def close(self) -> bytes:
        """Return the whole body."""
        if self._packed and self._size and not self._inflater.eof and not self.full:
            raise InputError(f"{self._where}: the packed body ends in the middle")
        return b"".join(self._parts)

    def _keep(self, data: bytes) -> None:
        if self._cut:
            data = data[: self._most - self._size]
        self._size += len(data)
        if self._size > self._most:
            raise InputError(f"{self._where}: longer than {self._most:,} bytes")
        self._parts.append(data)
