"""Entries of RSS and Atom feeds (the only user of feedparser) and of news sitemaps, and the items they stand for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from html import escape
from typing import Any, Literal
from urllib.parse import urljoin

from msgspec import Struct

from dragoman.codebook.furniture import find_outlet
from dragoman.errors import InputError
from dragoman.intake.days import day
from dragoman.intake.encodings import in_utf8, marked
from dragoman.intake.fetched import Fetched, Fetching, host_of
from dragoman.intake.limits import Limits
from dragoman.intake.markup import Outline, as_xml_text
from dragoman.intake.opened import Terms, unread
from dragoman.intake.packed import GZIP, read_packed
from dragoman.model.corpus import Item, Unread

_BROKEN_MOST = 1_000_000
"""Characters up to which a feed that is not well formed is still read: what mends it is slow."""
_SUMMARY_IS_TEXT = 400
"""Characters from which a feed's description is taken for the report itself; teasers are shorter."""
_FIELD = 2_000

_Said = tuple[str | None, str | None, str | None]


class Entry(Struct, frozen=True):
    """One entry of a feed. ``key`` is what the feed knows it by; ``content`` is its report as HTML where it brings it along."""

    key: str
    url: str | None
    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    language: str | None = None
    published: date | None = None
    content: str | None = None


class Listing(Struct, frozen=True):
    """What a feed, a news sitemap, or an index of sitemaps (its ``entries`` are sitemaps) lists; ``more`` if it was cut."""

    kind: Literal["feed", "sitemap", "index"]
    entries: tuple[Entry, ...]
    more: bool = False


def read_listing(data: bytes, where: str, limits: Limits, base: str | None = None) -> Listing:
    """Read a feed or a sitemap.

    Args:
        data: its bytes.
        where: how errors call it.
        limits: bounds.
        base: the address that relative addresses in it count from.

    Raises:
        InputError: too long, declares entities, nested without end, or neither of the two.
    """
    if data.startswith(GZIP):
        data = read_packed(data, where, limits, limits.feed_bytes)
    if len(data) > limits.feed_bytes:
        raise InputError(f"{where}: a feed longer than {limits.feed_bytes:,} bytes")
    text = as_xml_text(data, where)
    outline = Outline(text, where, limits.entries)
    if outline.kind in {"sitemap", "index"}:
        places = [_place(one.fields, base) for one in outline.places]
        kind: Literal["sitemap", "index"] = "sitemap" if outline.kind == "sitemap" else "index"
        return Listing(kind, _once(one for one in places if one is not None), outline.more)
    if outline.kind != "feed":
        raise InputError(f"{where}: neither a feed nor a sitemap")
    if outline.broken is not None and len(text) > _BROKEN_MOST:
        raise InputError(f"{where}: the feed is damaged ({outline.broken})")
    entries = _feed_entries(text, where, limits, base)
    return Listing("feed", entries[: limits.entries], len(entries) > limits.entries)


def _place(fields: dict[str, str], base: str | None) -> Entry | None:
    url = _address(fields.get("loc"), base)
    if url is None:
        return None
    published = day(fields.get("publication_date"))
    return Entry(url, url, _cut(fields.get("title")), _cut(fields.get("name")), None, _cut(fields.get("language")), published)


def _feed_entries(text: str, where: str, limits: Limits, base: str | None) -> tuple[Entry, ...]:
    import feedparser

    try:
        parsed = feedparser.parse(text.encode("utf-8", "replace"), sanitize_html=False, resolve_relative_uris=False)
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, AssertionError, RecursionError, LookupError) as error:
        raise InputError(f"{where}: the feed is damaged ({type(error).__name__})") from error
    return _once(_entry(one, str(parsed.get("version") or ""), base) for one in parsed.entries[: limits.entries + 1])


def _entry(one: Any, version: str, base: str | None) -> Entry:
    url = _address(one.get("link"), base)
    title, content = _cut(one.get("title")), _content(one)
    key = _cut(one.get("id")) or url or f"{title}|{(content or '')[:200]}"
    source = one.get("source")
    outlet = _cut(source.get("title")) if isinstance(source, dict) else None
    return Entry(key, url, title, outlet, _cut(one.get("author")), None, _published(one, version), content)


def _published(one: Any, version: str) -> date | None:
    """The entry's day: its own zone's where it can be read. RSS calls ``dc:date`` an update; Atom's updates are none."""
    for field in ("published", "updated") if version.startswith("rss") else ("published",):
        if field not in one:
            continue
        found = day(one.get(field))
        if found is not None:
            return found
        parsed = one.get(f"{field}_parsed")
        if parsed is not None and 1900 < parsed.tm_year < 2200:
            return date(parsed.tm_year, parsed.tm_mon, parsed.tm_mday)
    return None


def _content(one: Any) -> str | None:
    full = [str(part.get("value") or "") for part in one.get("content") or () if isinstance(part, dict)]
    best = max(full, key=len, default="")
    if best.strip():
        return best
    summary = str(one.get("summary") or "")
    return summary if len(summary) >= _SUMMARY_IS_TEXT else None


def _address(link: object, base: str | None) -> str | None:
    if not isinstance(link, str) or not link.strip() or len(link) > _FIELD:
        return None
    try:
        url = urljoin(base, link.strip()) if base else link.strip()
    except ValueError:
        return None
    return url if url.startswith(("http://", "https://")) else None


def _cut(value: object) -> str | None:
    words = " ".join(value.encode("utf-8", "replace").decode().split())[:_FIELD] if isinstance(value, str) else ""
    return words or None


def _once(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    found: dict[str, Entry] = {}
    for entry in entries:
        found.setdefault(entry.key, entry)
    return tuple(found.values())


def entry_item(
    entry: Entry, where: str, fetcher: Fetching | None, *, outlet: str | None = None, language: str | None = None
) -> Item | Unread:
    """Return the report of an entry: its page, or else the content that the feed brings along.

    Args:
        entry: the entry.
        where: the place of a feed that is a file; with a fetcher, the page's address stands there instead.
        fetcher: fetches the page; none for a feed that was saved.
        outlet: who publishes the feed, where the user says so.
        language: its language, where the user says so.
    """
    reason = "the feed gives only a summary, and nothing is fetched for a saved feed"
    said = (outlet or _credible(entry), entry.author, language or entry.language)
    if fetcher is not None and entry.url is not None:
        where = entry.url
        try:
            page = fetcher.fetch(entry.url)
            return page_item(page, where, entry, said)
        except InputError as error:
            reason = str(error)
    elif fetcher is not None:
        reason = "the entry has neither an address nor a text"
    if entry.content is None:
        return unread(where, reason)
    return Item(
        where, _wrapped(entry), "html", entry.url, entry.title, said[0], said[1], None, said[2],
        entry.published, "feed" if entry.published is not None else None,
    )  # fmt: skip


def _credible(entry: Entry) -> str | None:
    """The outlet that an entry names, unless it poses as a party's own outlet from somebody else's address."""
    claimed = find_outlet(entry.outlet) if entry.outlet else None
    if claimed is not None and claimed.carrier is not None and find_outlet(host_of(entry.url) or "") is not claimed:
        return None
    return entry.outlet


def _wrapped(entry: Entry) -> bytes:
    """The entry's content as a page; a plain text becomes paragraphs."""
    content = entry.content or ""
    if "<" not in content:
        content = "".join(f"<p>{line}</p>" for line in content.splitlines() if line.strip())
    elif "<p" not in content.casefold():
        content = f"<p>{content}</p>"
    title = escape(entry.title or "")
    head = f"<head><title>{title}</title></head>" if title else ""
    return marked(f"<html>{head}<body><article>{f'<h1>{title}</h1>' if title else ''}{content}</article></body></html>")


def page_item(page: Fetched, where: str, entry: Entry | None = None, said: _Said = (None, None, None)) -> Item:
    """Return a fetched page as an item, with what its entry says.

    Args:
        page: the answer.
        where: its place.
        entry: the entry of a feed that led to it.
        said: outlet, author and language.

    Raises:
        InputError: neither HTML nor text.
    """
    if page.kind not in {"text/html", "application/xhtml+xml", "text/plain", ""}:
        raise InputError(f"{where}: {page.kind[:60]}, neither a page nor a text")
    stamped = page.conditions.modified
    published, basis = (entry.published, "feed") if entry is not None and entry.published is not None else (day(stamped), "header")
    return Item(
        where, in_utf8(page.data, page.charset), "text" if page.kind == "text/plain" else "html", page.url,
        entry.title if entry is not None else None, said[0], said[1], None, said[2],
        published, basis if published is not None else None,  # type: ignore[arg-type]
    )  # fmt: skip


def read_saved(data: bytes, where: str, terms: Terms) -> Iterator[Item]:
    """Yield the items of a feed that was saved as a file: the entries that bring their report along."""
    listing = read_listing(data, where, terms.limits)
    if listing.kind != "feed":
        raise InputError(f"{where}: a saved sitemap holds no reports; give its address instead")
    for number, entry in enumerate(listing.entries, 1):
        found = entry_item(entry, f"{where}#{number}", None)
        if isinstance(found, Item):
            yield found
        else:
            terms.unread(found)
    if listing.more:
        terms.refuse(where, f"more than {terms.limits.entries:,} entries; the rest was left")


def read_online(page: Fetched, terms: Terms, fetcher: Fetching) -> Iterator[Item]:
    """Yield the items of a feed, news sitemap or index of sitemaps that was fetched; each page is fetched in its turn."""
    listing = read_listing(page.data, page.url, terms.limits, page.url)
    yield from _listed(listing, page.url, terms, fetcher)
    if listing.kind != "index":
        return
    for child in listing.entries[: terms.limits.sitemaps]:
        where = child.url or child.key
        try:
            answer = fetcher.fetch(where, None, terms.limits.feed_bytes)
            inner = read_listing(answer.data, where, terms.limits, answer.url)
        except InputError as error:
            terms.refuse(where, str(error))
            continue
        if inner.kind == "index":
            terms.refuse(where, "an index of sitemaps inside another is not followed")
            continue
        yield from _listed(inner, where, terms, fetcher)
    if len(listing.entries) > terms.limits.sitemaps:
        terms.refuse(page.url, f"more than {terms.limits.sitemaps} sitemaps; the rest was left")


def _listed(listing: Listing, where: str, terms: Terms, fetcher: Fetching) -> Iterator[Item]:
    for entry in listing.entries if listing.kind != "index" else ():
        found = entry_item(entry, where, fetcher)
        if isinstance(found, Item):
            yield found
        else:
            terms.unread(found)
    if listing.more:
        terms.refuse(where, f"more than {terms.limits.entries:,} entries; the rest was left")
