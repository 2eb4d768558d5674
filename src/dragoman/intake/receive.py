"""Takes an item in: its text, who printed it, and when, each from the surest place that says so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import PurePosixPath

import msgspec

from dragoman.codebook.furniture import find_outlet
from dragoman.codebook.shapes_furniture import Outlet
from dragoman.config import Config
from dragoman.errors import InputError
from dragoman.intake.about import language_code
from dragoman.intake.days import day_in_address
from dragoman.intake.encodings import declared_encoding, decode
from dragoman.intake.fetched import host_of
from dragoman.intake.files import make_document, refuse_binary
from dragoman.intake.language import SUPPORTED
from dragoman.intake.pages import Page, looks_like_html, read_page
from dragoman.model.corpus import GUESSED, Carrier, DateBasis, Item
from dragoman.model.text import Document

_SURENESS: tuple[DateBasis, ...] = ("given", "metadata", "json-ld", "page", "feed", "header", "address")
_HTML_SUFFIXES = frozenset({".html", ".htm", ".xhtml"})
_UTF32 = (b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")
_NO_LANGUAGE = frozenset({"", "und", "mul", "unknown", "none", "null", "n/a", "zxx"})
_ENGLISH = frozenset({"en", "english"})


def receive(item: Item, config: Config) -> tuple[Document, Carrier]:
    """Make the document of an item, and the carrier that printed it.

    What the item itself says comes first (its user's columns or its feed), then what the page says, then the codebook's
    outlet of its domain. The day of publication comes from the surest place: given, metadata, JSON-LD, time element,
    feed, header, address. A day out of a header or an address is a guess: it stands on the carrier, whose ``basis`` says
    so, but does not date the document, for nothing is dated by a guess; relative dates in the text then stay open.

    Raises:
        InputError: the bytes hold no report that can be read; one sentence that says what and where.
    """
    where = item.where
    _refuse_language(item)
    text = _decoded(item, config.max_bytes)
    page = read_page(text, where) if _is_html(item, text) else None
    published, basis = _surest(_days(item, page))
    name, code = _outlet(item, page, config.codebook)
    sure = published if basis not in GUESSED else None
    title = (page.title if page is not None else None) or item.title
    body, marks = (page.text, page.marks) if page is not None else (text, ())
    document = make_document(
        body, where, sure, name, max(config.max_bytes, len(body)) if page is not None else config.max_bytes,
        title=title, marks=marks, folders=config.codebook,
    )  # fmt: skip
    document = msgspec.structs.replace(document, carrier=code)
    return document, Carrier(
        item.key(), document.key, where, item.url or (page.url if page is not None else None),
        item.title or title, document.outlet, code,
        item.author or (page.author if page is not None else None),
        item.agency or (page.agency if page is not None else None),
        _language(item, page), published, basis,
    )  # fmt: skip


def _decoded(item: Item, limit: int) -> str:
    data = item.data
    if len(data) > limit:
        raise InputError(f"{item.where}: longer than {limit:,} bytes")
    if not data:
        raise InputError(f"{item.where}: empty, there is not one word to read")
    if not data.startswith(_UTF32):
        refuse_binary(data, item.where)
    html = item.kind == "html" or (item.kind == "auto" and looks_like_html(data[:2_000].decode("latin-1")))
    return decode(data, item.where, declared_encoding(data) if html else None)


def _is_html(item: Item, text: str) -> bool:
    if item.kind == "auto":
        return PurePosixPath(item.where).suffix.casefold() in _HTML_SUFFIXES or looks_like_html(text)
    return item.kind == "html"


def _days(item: Item, page: Page | None) -> Iterator[tuple[date, DateBasis]]:
    if item.published is not None:
        yield item.published, item.basis or "given"
    if page is not None and page.published is not None:
        yield page.published, page.basis or "metadata"
    address = item.url or (page.url if page is not None else None)
    guess = day_in_address(address) if address else None
    if guess is not None:
        yield guess, "address"


def _surest(days: Iterator[tuple[date, DateBasis]]) -> tuple[date | None, DateBasis | None]:
    return min(days, key=lambda found: _SURENESS.index(found[1]), default=(None, None))


def _outlet(item: Item, page: Page | None, folders: tuple[str, ...]) -> tuple[str | None, str | None]:
    """Return the outlet's name and the code of the party that it speaks for.

    A page can call itself what it likes: where its address is known, the code comes from that or from what the user
    says, never from the page.
    """
    host = host_of(item.url)
    by_host = find_outlet(host, folders) if host else None
    if item.outlet is not None:
        return _named(find_outlet(item.outlet, folders), item.outlet, by_host)
    if by_host is not None:
        return by_host.name, by_host.carrier
    if page is None or page.outlet is None:
        return host, None
    claimed = find_outlet(page.outlet, folders)
    if host and claimed is not None and claimed.carrier is not None:
        return host, None
    return _named(claimed, page.outlet, None)


def _named(known: Outlet | None, name: str, by_host: Outlet | None) -> tuple[str, str | None]:
    if known is not None:
        return known.name, known.carrier
    return name, by_host.carrier if by_host is not None else None


def _refuse_language(item: Item) -> None:
    said = (item.language or "").strip()
    if said.casefold() in _NO_LANGUAGE or said.casefold() in _ENGLISH or language_code(said) in SUPPORTED:
        return
    raise InputError(f"{item.where}: said to be in {said[:40]!r}, a language that is not supported (supported: English)")


def _language(item: Item, page: Page | None) -> str | None:
    said = (item.language or "").casefold().strip()
    if said in _ENGLISH:
        return "en"
    return language_code(said) or (page.language if page is not None else None)
