"""Takes the article out of a saved HTML page, with what the page surely says about itself."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import msgspec
from msgspec import Struct

from dragoman.errors import InputError
from dragoman.model.text import Mark

_CAPTION = "⁂caption⁂"
_LARGE = 1_000_000
"""Characters of a page above which only the first of trafilatura's extractors runs."""
_CHARSET = re.compile(rb"charset\s{0,3}=\s{0,3}[\"']?([A-Za-z0-9_-]{2,20})")
_ENCODINGS = re.compile(
    r"utf-?8|us-ascii|iso-?8859-\d{1,2}|windows-125\d|cp125\d|koi8-[ru]|gb2312|gbk|gb18030|big5|shift_jis|euc-(?:jp|kr)|utf-16(?:le|be)?"
)
_DATE_NAMES = frozenset({
    "article:published_time", "og:published_time", "datepublished", "date", "pubdate", "publishdate", "publish-date",
    "publish_date", "publication_date", "dc.date", "dc.date.issued", "dcterms.date", "dcterms.created",
    "dcterms.issued", "parsely-pub-date", "sailthru.date",
    "article.published", "published-date", "cxenseparse:recs:publishtime",
})  # fmt: skip
_JSON_NODES = 2_000


class Page(Struct, frozen=True):
    """An article: its text, paragraphs parted by an empty line, and what the page's metadata say.

    ``published`` comes only from fields made for it (``article:published_time``, JSON-LD ``datePublished`` and the
    like); a date that would have to be guessed from the page's words stays null. ``marks`` are the headings and
    captions that the page itself names.
    """

    text: str
    title: str | None
    outlet: str | None
    author: str | None
    published: date | None
    marks: tuple[Mark, ...]


def looks_like_html(head: str) -> bool:
    """Whether a text of which ``head`` is the beginning is an HTML page."""
    start = head[:2_000].lstrip().casefold()
    return start.startswith(("<!doctype html", "<html")) or (
        start.startswith("<")
        and any(tag in start for tag in ("<html", "<head>", "<body", "<article", "<!doctype html"))
    )


def declared_encoding(data: bytes) -> str | None:
    """Return the encoding that a page declares in its first 2,048 bytes, if it is one that pages use."""
    found = _CHARSET.search(data[:2_048])
    if found is None:
        return None
    name = found[1].decode("ascii").casefold()
    return codecs.lookup(name).name if _ENCODINGS.fullmatch(name) else None


def read_page(html: str, where: str) -> Page:
    """Extract the article of a page.

    Args:
        html: the page.
        where: how error messages call it.

    Raises:
        InputError: the page holds no article.
    """
    from lxml import html as lxml_html
    from trafilatura import bare_extraction

    try:
        tree = lxml_html.document_fromstring(_without_declaration(html))
    except (ValueError, lxml_html.etree.LxmlError) as error:
        raise InputError(f"{where}: the HTML page cannot be read ({error})") from error
    published = _published(tree)
    _keep_captions(tree)
    try:
        found = bare_extraction(
            tree, with_metadata=True, include_comments=False, include_tables=True, fast=len(html) > _LARGE
        )
    except RecursionError as error:
        raise InputError(f"{where}: the HTML page is nested too deeply") from error
    if found is None or isinstance(found, dict) or not (found.text or "").strip():
        raise InputError(f"{where}: no article found in the HTML page")
    headings = {_flat("".join(head.itertext())) for head in found.body.iter("head")}
    title = _flat(found.title or "") or None
    text, marks = _compose((found.text or "").split("\n"), title, headings)
    return Page(text, title, found.sitename or found.hostname or None, found.author or None, published, marks)


def _without_declaration(html: str) -> str:
    start = html.lstrip()
    if start.startswith("<?xml"):
        return start[start.find(">") + 1 :] or " "
    return html


def _flat(text: str) -> str:
    return " ".join(text.replace(_CAPTION, " ").split())


def _compose(lines: list[str], title: str | None, headings: set[str]) -> tuple[str, tuple[Mark, ...]]:
    """Join the article's lines by empty lines; the title leads unless the article begins with it."""
    kept = [line for line in lines if _flat(line)]
    if title and title.casefold() not in {_flat(line).casefold() for line in kept[:3]}:
        kept.insert(0, title)
    parts: list[str] = []
    marks: list[Mark] = []
    at = 0
    for line in kept:
        words = _flat(line)
        if words != title and _CAPTION in line:
            marks.append(Mark("caption", (at, at + len(words))))
        elif words != title and words in headings:
            marks.append(Mark("heading", (at, at + len(words))))
        parts.append(words)
        at += len(words) + 2
    return "\n\n".join(parts), tuple(marks)


def _keep_captions(tree: Any) -> None:
    """Turn the captions of figures inside the article into paragraphs of their own behind the figure."""
    for caption in list(tree.iter("figcaption")):
        words = _flat(" ".join(caption.itertext()))
        figure = next(caption.iterancestors("figure"), None)
        if (
            figure is None
            or figure.getparent() is None
            or next(figure.iterancestors("article", "main"), None) is None
            or not words
        ):
            continue
        paragraph = tree.makeelement("p")
        paragraph.text = f"{_CAPTION} {words}"
        paragraph.tail, figure.tail = figure.tail, None
        figure.getparent().insert(figure.getparent().index(figure) + 1, paragraph)
        caption.getparent().remove(caption)


def _published(tree: Any) -> date | None:
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").strip().casefold()
        if name in _DATE_NAMES:
            day = _day(meta.get("content"))
            if day is not None:
                return day
    for script in tree.iter("script"):
        if (script.get("type") or "").strip().casefold() == "application/ld+json":
            day = next((day for value in _json_dates(script.text or "") if (day := _day(value)) is not None), None)
            if day is not None:
                return day
    for stamp in tree.iter("time"):
        if (stamp.get("itemprop") or "").casefold() == "datepublished":
            return _day(stamp.get("datetime"))
    return None


def _json_dates(source: str) -> Iterator[object]:
    try:
        waiting: list[object] = [msgspec.json.decode(source)]
    except (msgspec.DecodeError, RecursionError):
        return
    for _ in range(_JSON_NODES):
        if not waiting:
            return
        node = waiting.pop(0)
        if isinstance(node, dict):
            if "datePublished" in node:
                yield node["datePublished"]
            waiting.extend(node.values())
        elif isinstance(node, list):
            waiting.extend(node)


def _day(value: object) -> date | None:
    if not isinstance(value, str):
        return None
    try:
        return date.fromisoformat(value.strip()[:10])
    except ValueError:
        return None
