"""Bytes to text: what they declare, a byte order mark, UTF-8, and windows-1252 where it can be nothing else."""

from __future__ import annotations

import codecs
import re

from dragoman.errors import InputError

_CHARSET = re.compile(rb"charset\s{0,3}=\s{0,3}[\"']?([A-Za-z0-9_-]{2,20})")
_ENCODINGS = re.compile(
    r"utf-?8|us-ascii|ascii|latin-?1|iso-?8859-\d{1,2}|windows-125\d|cp125\d|koi8-[ru]|gb2312|gbk|gb18030|big5|shift_jis|"
    r"euc-(?:jp|kr)|utf-16(?:le|be)?"
)
_WEB = {"ascii": "cp1252", "iso8859-1": "cp1252", "latin-1": "cp1252"}
"""What the web means when it says so."""
_HIGH = re.compile(rb"[\x80-\xff]+")
_MOST_HIGH = 0.05
"""Share of bytes above 127 that English text stays under by far."""
_LEAST = 60
"""Bytes under which a text is too short to be sure of its encoding."""


def _agreed() -> bytes:
    """The bytes that windows-1252 and its neighbours for Latin script read alike, and its quotation marks and dashes."""
    same = bytearray(b"\x85\x91\x92\x93\x94\x95\x96\x97\xa0\xa3\xab\xb0\xbb")
    for byte in range(0xC0, 0x100):
        if len({bytes([byte]).decode(name, "replace") for name in ("cp1252", "cp1250", "cp1254", "iso8859-15")}) == 1:
            same.append(byte)
    return bytes(same)


_SURE = frozenset(_agreed())


def known_encoding(name: str | None) -> str | None:
    """Return Python's name of an encoding that pages use, or none."""
    plain = (name or "").strip().strip("\"'").casefold()
    return codecs.lookup(plain).name if _ENCODINGS.fullmatch(plain) and _exists(plain) else None


def declared_encoding(data: bytes) -> str | None:
    """Return the encoding that a page declares in its first 2,048 bytes, if it is one that pages use."""
    found = _CHARSET.search(data[:2_048])
    return known_encoding(found[1].decode("ascii")) if found is not None else None


def is_utf16(data: bytes) -> bool:
    """Whether data begin with the byte order mark of UTF-16."""
    return data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and not data.startswith(codecs.BOM_UTF32_LE)


def marked(text: str) -> bytes:
    """Encode text as UTF-8 behind a byte order mark, so that nothing it declares of itself is believed."""
    return codecs.BOM_UTF8 + text.encode("utf-8", "replace")


def in_utf8(data: bytes, charset: str | None) -> bytes:
    """Return data that a header says are in ``charset`` as marked UTF-8; as they are where that is not so."""
    encoding = known_encoding(charset)
    if encoding is None or data.startswith(codecs.BOM_UTF8) or is_utf16(data):
        return data
    try:
        return marked(data.decode(_WEB.get(encoding, encoding)))
    except UnicodeDecodeError:
        return data


def decode(data: bytes, where: str, declared: str | None = None) -> str:
    """Decode a report's bytes.

    In this order: a byte order mark; UTF-8; the declared encoding where the bytes are not UTF-8; windows-1252 where all
    bytes above 127 are its quotation marks and dashes, or single letters that the encodings of Latin script share.

    Raises:
        InputError: none of these; one sentence that says where.
    """
    if data.startswith(codecs.BOM_UTF32_LE) or data.startswith(codecs.BOM_UTF32_BE):
        return _strictly(data, "utf-32", where)
    if is_utf16(data):
        return _strictly(data, "utf-16", where)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        encoding = known_encoding(declared)
        if encoding not in (None, "utf-8"):
            return _strictly(data, _WEB.get(encoding or "", encoding or ""), where)
        if surely_cp1252(data):
            return data.decode("cp1252")
        raise InputError(f"{where}: unreadable as UTF-8 at byte {error.start:,}; save it as UTF-8 and try again") from error


def surely_cp1252(data: bytes) -> bool:
    """Whether bytes that are no UTF-8 can be nothing but windows-1252."""
    runs = _HIGH.findall(data)
    high = sum(map(len, runs))
    return (
        len(data) >= _LEAST
        and 0 < high <= _MOST_HIGH * len(data)
        and b"\x00" not in data
        and all(len(run) <= 2 for run in runs)
        and all(byte in _SURE for byte in frozenset(b"".join(runs)))
    )


def _exists(name: str) -> bool:
    try:
        return bool(codecs.lookup(name))
    except LookupError:
        return False


def _strictly(data: bytes, encoding: str, where: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(
            f"{where}: unreadable as {encoding.upper()} at byte {error.start:,}; save it as UTF-8 and try again"
        ) from error
