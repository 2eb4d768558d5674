"""Takes the article out of a saved HTML page, with what the page surely says about itself."""

from __future__ import annotations

import logging
import re
from datetime import date
from typing import Any

from msgspec import Struct

from dragoman.errors import InputError
from dragoman.intake.about import about
from dragoman.model.corpus import DateBasis
from dragoman.model.text import Mark

_CAPTION = "⁂caption⁂"
_LARGE = 1_000_000
"""Characters of a page above which only the first of trafilatura's extractors runs."""
_MOST_NODES = 50_000
"""Elements of a page above which it is no single report; the largest live pages have a tenth of that."""
_MOST_INLINE = 2_000
"""Links, emphases and the like in one element, and figures, above which extraction takes the square of their number."""
_BLOCKS = frozenset({
    "p", "div", "li", "tr", "td", "br", "section", "article", "h2", "h3", "dd", "dt", "option", "meta", "link", "script",
})  # fmt: skip
_LONGEST_TAG = 20_000
"""Characters of one tag outside of quotation marks: attributes without end take the square of their number."""
_NO_GUESS = {"outputformat": "none"}
"""Has trafilatura leave the day alone: it would guess one from the words, with the clock at hand, taking seconds at worst.
A format that cannot hold a day is the one way to tell it so."""
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")


class Page(Struct, frozen=True):
    """An article: its text, paragraphs parted by an empty line, and what the page's metadata say.

    ``published`` comes only from fields made for it (``article:published_time``, JSON-LD ``datePublished`` and the
    like); a date that would have to be guessed from the page's words stays null; ``basis`` says which field it was.
    ``marks`` are the headings and captions that the page itself names. ``agency`` is the wire that the text is credited
    to, ``language`` a code of two or three letters, ``url`` the page's own address.
    """

    text: str
    title: str | None
    outlet: str | None
    author: str | None
    published: date | None
    marks: tuple[Mark, ...]
    agency: str | None = None
    language: str | None = None
    url: str | None = None
    basis: DateBasis | None = None


def looks_like_html(head: str) -> bool:
    """Whether a text of which ``head`` is the beginning is an HTML page."""
    start = head[:2_000].lstrip().casefold()
    return start.startswith(("<!doctype html", "<html")) or (
        start.startswith("<") and any(tag in start for tag in ("<html", "<head>", "<body", "<article", "<!doctype html"))
    )


def read_page(html: str, where: str) -> Page:
    """Extract the article of a page.

    Args:
        html: the page.
        where: how error messages call it.

    Raises:
        InputError: the page holds no article, or more than the page of one report can hold.
    """
    from lxml import html as lxml_html
    from trafilatura import bare_extraction

    for talker in ("htmldate", "trafilatura"):  # both write to standard error for every page that is no article
        logging.getLogger(talker).setLevel(logging.CRITICAL)
    _check_tags(html, where)
    try:
        tree = lxml_html.document_fromstring(_without_declaration(html))
    except (ValueError, AssertionError, lxml_html.etree.LxmlError) as error:
        raise InputError(f"{where}: the HTML page cannot be read ({error})") from error
    _check_size(tree, where)
    said = about(tree)
    _keep_captions(tree)
    try:
        found = bare_extraction(
            tree, with_metadata=True, include_comments=False, include_tables=True, fast=len(html) > _LARGE,
            date_extraction_params=_NO_GUESS,
        )  # fmt: skip
    except RecursionError as error:
        raise InputError(f"{where}: the HTML page is nested too deeply") from error
    if found is None or isinstance(found, dict) or not (found.text or "").strip():
        raise InputError(f"{where}: no article found in the HTML page")
    headings = {_flat("".join(head.itertext())) for head in found.body.iter("head")}
    title = _flat(found.title or "") or None
    text, marks = _compose((found.text or "").split("\n"), title, headings)
    return Page(
        text, title, found.sitename or found.hostname or None, found.author or said.author, said.published, marks,
        said.agency, said.language, said.url, said.basis,
    )  # fmt: skip


def _check_tags(html: str, where: str) -> None:
    """Refuse a tag that goes on and on."""
    for piece in html.split(">"):
        at = piece.find("<") if len(piece) > _LONGEST_TAG else -1
        if at >= 0 and len(_QUOTED.sub("", piece[at:])) > _LONGEST_TAG:
            raise InputError(f"{where}: the HTML page has a tag of more than {_LONGEST_TAG:,} characters")


def _check_size(tree: Any, where: str) -> None:
    """Refuse a page on which extraction would take more than seconds."""
    figures = 0
    for nodes, element in enumerate(tree.iter()):
        figures += element.tag == "figure"
        if nodes > _MOST_NODES or figures > _MOST_INLINE:
            raise InputError(f"{where}: the HTML page has more elements than that of one report")
        if len(element) > _MOST_INLINE and sum(child.tag not in _BLOCKS for child in element) > _MOST_INLINE:
            raise InputError(f"{where}: the HTML page has one element with more than {_MOST_INLINE:,} links or the like in it")


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
        if figure is None or figure.getparent() is None or next(figure.iterancestors("article", "main"), None) is None or not words:
            continue
        paragraph = tree.makeelement("p")
        paragraph.text = f"{_CAPTION} {words}"
        paragraph.tail, figure.tail = figure.tail, None
        figure.getparent().insert(figure.getparent().index(figure) + 1, paragraph)
        caption.getparent().remove(caption)
