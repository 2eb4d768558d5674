"""Opens sources and cuts them into items: files, folders, archives and tables, feeds and pages by their address.

Streaming: at most one report (for Parquet a few rows) is in memory. The order is that of the names and of the rows.
"""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

from msgspec import Struct

from dragoman.errors import InputError
from dragoman.intake.archives import read_warc, read_zip
from dragoman.intake.columns import Columns
from dragoman.intake.feeds import page_item, read_online, read_saved
from dragoman.intake.fetched import Fetched, Fetching
from dragoman.intake.limits import Limits
from dragoman.intake.markup import looks_like_feed
from dragoman.intake.opened import Opened, Terms, writable
from dragoman.intake.packed import GZIP, Unpacked
from dragoman.intake.pages import looks_like_html
from dragoman.intake.tables import read_csv, read_jsonl, read_parquet, read_tsv
from dragoman.model.corpus import Item, Unread

__all__ = ["READERS", "Columns", "Limits", "Reader", "open_items"]

_LISTINGS = frozenset({"text/xml", "application/xml", "application/rss+xml", "application/atom+xml", "application/rdf+xml"})


class Reader(Struct, frozen=True):
    """One format: the ends of names it goes by, how its first bytes are known, and what yields its items.

    ``surely`` says that its first bytes win over any name.
    """

    name: str
    suffixes: tuple[str, ...]
    knows: Callable[[bytes], bool]
    read: Callable[[Opened, Terms], Iterator[Item]]
    surely: bool = False


def open_items(
    source: str,
    columns: Columns | None = None,
    limits: Limits | None = None,
    unread: Callable[[Unread], None] | None = None,
    fetch: Fetching | None = None,
) -> Iterator[Item]:
    """Yield the items of a source, one after another.

    Args:
        source: a file, a folder (read with all folders in it), or an http(s) address of a page, a feed, a news sitemap
            or an index of sitemaps.
        columns: names of the columns of tables.
        limits: bounds.
        unread: told of everything that could not be read, with the reason; the rest goes on.
        fetch: fetches addresses; by default a polite fetcher that refuses private addresses.

    Raises:
        InputError: there is no such file or folder; at once, before the first item is asked for.
    """
    terms = Terms(columns or Columns(), limits or Limits(), unread or (lambda _: None))
    if source.startswith(("http://", "https://")):
        return _online(source, terms, fetch)
    root = Path(source)
    try:
        is_folder = stat.S_ISDIR(root.stat().st_mode)
    except (OSError, ValueError) as error:
        raise InputError(f"{source[:300]}: no such file or folder") from error
    return _folder(root, terms) if is_folder else _file(root, terms, named=True)


def _folder(root: Path, terms: Terms) -> Iterator[Item]:
    """Walk a folder in the order of names; links to folders, hidden files and files of unknown formats are passed over."""
    waiting = [root]
    while waiting:
        at = waiting.pop()
        if at is not root and not at.is_dir():
            yield from _file(at, terms, named=False)
            continue
        try:
            with os.scandir(at) as found:
                inside = [one for one in found if not one.name.startswith(".") and _is_wanted(one)]
        except OSError as error:
            terms.refuse(str(at), f"the folder cannot be read ({error.strerror})")
            continue
        waiting.extend(Path(one.path) for one in sorted(inside, key=lambda one: one.name, reverse=True))


def _is_wanted(one: os.DirEntry[str]) -> bool:
    try:
        if one.is_dir():
            return not one.is_symlink()
        return one.is_file() and _by_suffix(one.name) is not None
    except OSError:
        return False


def _file(path: Path, terms: Terms, *, named: bool) -> Iterator[Item]:
    where = writable(str(path))
    told = 0

    def tell(one: Unread) -> None:
        nonlocal told
        told += 1
        outer.unread(one)

    outer, terms = terms, Terms(terms.columns, terms.limits, tell)
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            terms.refuse(where, "not a plain file")
            return
        with path.open("rb") as file:
            for item in _read(Opened(where, path.name, file, path), terms, named=named):
                told += 1
                yield item
        if not told:
            terms.refuse(where, "no report was found in it")
    except OSError as error:
        terms.refuse(where, f"cannot be read ({error.strerror or error})")
    except InputError as error:
        terms.refuse(where, str(error))


def _read(opened: Opened, terms: Terms, *, named: bool = True) -> Iterator[Item]:
    """Read an open stream in its format; raises InputError where it cannot go on."""
    if opened.head().startswith(GZIP):
        name = opened.name[:-3] if opened.suffix == ".gz" else opened.name
        opened = Opened(opened.where, name, io.BufferedReader(Unpacked(opened.stream, opened.where, terms.limits), 1 << 16))
    reader = _reader(opened)
    if reader is not None or named:
        yield from (reader or READERS[-1]).read(opened, terms)


def _reader(opened: Opened) -> Reader | None:
    head = opened.head()
    sure = next((one for one in READERS if one.surely and one.knows(head)), None)
    by_suffix = _by_suffix(opened.name)
    by_content = next((one for one in READERS if one.knows(head)), None)
    return sure or (by_suffix if opened.suffix else by_content) or by_content or by_suffix


def _by_suffix(name: str) -> Reader | None:
    """The format that a name ends in; a name without any end may be anything and is looked into."""
    path = PurePosixPath(name[:-3] if name.casefold().endswith(".gz") else name)
    suffix = path.suffix.casefold()
    return next((one for one in READERS if suffix in one.suffixes), None)


def _one(opened: Opened, terms: Terms) -> Iterator[Item]:
    """A file that is one report."""
    data = opened.stream.read(terms.limits.item_bytes + 1)
    if len(data) > terms.limits.item_bytes:
        raise InputError(f"{opened.where}: longer than {terms.limits.item_bytes:,} bytes")
    html = opened.suffix in {".html", ".htm", ".xhtml"}
    yield Item(opened.where, data, "html" if html else "auto")


def _saved_feed(opened: Opened, terms: Terms) -> Iterator[Item]:
    return read_saved(opened.stream.read(terms.limits.feed_bytes + 1), opened.where, terms)


def _zip(opened: Opened, terms: Terms) -> Iterator[Item]:
    return read_zip(opened, terms, lambda inside, same: _read(inside, same, named=False))


def _never(_: bytes) -> bool:
    return False


READERS: tuple[Reader, ...] = (
    Reader("Parquet", (".parquet", ".pq"), lambda head: head.startswith(b"PAR1"), read_parquet, surely=True),
    Reader("ZIP", (".zip",), lambda head: head.startswith((b"PK\x03\x04", b"PK\x05\x06")), _zip, surely=True),
    Reader("WARC", (".warc",), lambda head: head.startswith(b"WARC/"), read_warc, surely=True),
    Reader("JSON lines", (".jsonl", ".ndjson", ".jl"), lambda head: head.lstrip().startswith(b'{"'), read_jsonl),
    Reader("CSV", (".csv",), _never, read_csv),
    Reader("TSV", (".tsv", ".tab"), _never, read_tsv),
    Reader("feed", (".rss", ".atom", ".xml", ".rdf"), looks_like_feed, _saved_feed),
    Reader("HTML", (".html", ".htm", ".xhtml"), lambda head: looks_like_html(head.decode("latin-1")), _one),
    Reader("text", (".txt", ".text", ""), _never, _one),
)
"""All formats; what no other knows is a text."""


def _online(url: str, terms: Terms, fetch: Fetching | None) -> Iterator[Item]:
    if fetch is None:
        from dragoman.intake.web import Fetcher

        fetch = Fetcher(terms.limits)
    try:
        page = fetch.fetch(url, None, max(terms.limits.feed_bytes, terms.limits.item_bytes))
        if page.kind in _LISTINGS or looks_like_feed(page.data[:4_096]) or _is_packed_listing(page):
            yield from read_online(page, terms, fetch)
        elif len(page.data) > terms.limits.item_bytes:
            raise InputError(f"{url}: longer than {terms.limits.item_bytes:,} bytes")
        else:
            yield page_item(page, url)
    except InputError as error:
        terms.refuse(url, str(error))


def _is_packed_listing(page: Fetched) -> bool:
    return page.data.startswith(GZIP) and page.url.partition("?")[0].casefold().endswith(".xml.gz")
