"""Looks through XML before anything else may: no entities, no endless nesting; and reads sitemaps."""

from __future__ import annotations

import re
from xml.parsers import expat

from msgspec import Struct

from dragoman.errors import InputError
from dragoman.intake.encodings import is_utf16

_ENTITIES = re.compile(r"<!\s*(?:ENTITY|ELEMENT|ATTLIST|NOTATION)", re.IGNORECASE)
_ENCODING = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s{0,3}=\s{0,3}[\"']([A-Za-z0-9_.-]{2,20})[\"']")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,500}\?>")
_DEEPEST = 100
_MOST_NODES, _MOST_OF_FEED = 500_000, 100_000
"""Elements of a sitemap (50,000 addresses are allowed to one) and of a feed, which takes longer to read."""
_LONGEST_FIELD = 20_000
_ROOTS = {"rss": "feed", "feed": "feed", "rdf": "feed", "urlset": "sitemap", "sitemapindex": "index"}
_BEGINNINGS = (b"<?xml", b"<!--", b"<rss", b"<feed", b"<rdf", b"<urlset", b"<sitemapindex")
_HEAD = re.compile(rb"<\s{0,3}(?:[A-Za-z0-9]{1,20}:)?(rss|feed|rdf|urlset|sitemapindex)[\s>]", re.IGNORECASE)


class Place(Struct, frozen=True):
    """One address of a sitemap: what is said of it, by the local names of its elements."""

    fields: dict[str, str]


def looks_like_feed(head: bytes) -> bool:
    """Whether data of which ``head`` is the beginning are a feed or a sitemap."""
    start = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    found = _HEAD.search(start) if start.startswith(_BEGINNINGS) else None
    return found is not None and b"<html" not in start[: found.start()].lower()


def as_xml_text(data: bytes, where: str) -> str:
    """Decode an XML document, its declaration taken off.

    Raises:
        InputError: it declares entities, or is in no encoding that can be told.
    """
    from dragoman.intake.encodings import decode

    found = _ENCODING.match(data[:400])
    text = decode(data, where, found[1].decode() if found is not None and not is_utf16(data) else None)
    if _ENTITIES.search(text) is not None:
        raise InputError(f"{where}: XML that declares entities is not read")
    return _DECLARATION.sub("", text.lstrip("\ufeff \t\r\n"), count=1)


class Outline:
    """What one pass over an XML document finds: its kind, and the addresses if it is a sitemap.

    ``broken`` says why it is not well formed, where it is not.

    Raises:
        InputError: nested too deeply, or too many elements.
    """

    def __init__(self, text: str, where: str, entries: int) -> None:
        self.kind = ""
        self.places: list[Place] = []
        self.broken: str | None = None
        self.more = False
        self._where = where
        self._entries = entries
        self._path: list[str] = []
        self._fields: dict[str, str] | None = None
        self._words: list[str] = []
        self._nodes = 0
        parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data
        parser.EntityDeclHandler = self._entity
        try:
            parser.Parse(text.encode("utf-8", "replace"), True)
        except expat.ExpatError as error:
            self.broken = str(error)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2].casefold()
        if not self._path:
            self.kind = _ROOTS.get(local, "")
        self._nodes += 1
        self._path.append(local)
        if len(self._path) > _DEEPEST or self._nodes > (_MOST_OF_FEED if self.kind == "feed" else _MOST_NODES):
            raise InputError(f"{self._where}: XML nested too deeply or with too many elements")
        if self.kind in {"sitemap", "index"} and len(self._path) == 2:
            self._fields = {}
        self._words = []

    def _end(self, name: str) -> None:
        local = self._path.pop()
        if self._fields is not None and self._path:
            words = " ".join("".join(self._words).split())
            if words and local not in self._fields:
                self._fields[local] = words
            if len(self._path) == 1:
                self._keep(self._fields)
                self._fields = None
        self._words = []

    def _data(self, data: str) -> None:
        if self._fields is not None and sum(map(len, self._words)) < _LONGEST_FIELD:
            self._words.append(data[:_LONGEST_FIELD])

    def _keep(self, fields: dict[str, str]) -> None:
        if len(self.places) < self._entries:
            self.places.append(Place(fields))
        else:
            self.more = True

    def _entity(self, *_: object) -> None:
        raise InputError(f"{self._where}: XML that declares entities is not read")
