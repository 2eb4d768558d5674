"""What a page says of itself: day, author, agency, language, address; from its metadata, its JSON-LD, its time element."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import msgspec
from msgspec import Struct

from dragoman.codebook.furniture import furniture
from dragoman.intake.days import day
from dragoman.model.corpus import DateBasis

_DATE_NAMES = frozenset({
    "article:published_time", "og:published_time", "datepublished", "date", "pubdate", "publishdate", "publish-date",
    "publish_date", "publication_date", "dc.date", "dc.date.issued", "dcterms.date", "dcterms.created",
    "dcterms.issued", "parsely-pub-date", "sailthru.date",
    "article.published", "published-date", "cxenseparse:recs:publishtime",
})  # fmt: skip
_AGENCY_NAMES = frozenset({"agency", "news_agency", "newsagency", "article:agency", "article:source", "dc.source"})
_LANGUAGE_NAMES = frozenset({"og:locale", "content-language", "language", "dc.language", "dcterms.language", "inlanguage"})
_AUTHOR_NAMES = frozenset({"author", "article:author", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author", "byl"})
_ARTICLE_TYPES = ("article", "report", "blogposting", "liveblog")
_JSON_NODES = 2_000
_JSON_LONGEST = 1_000_000
_TAG = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9]{2,8}){0,3}")


class About(Struct, frozen=True):
    """What a page says of itself; null where it says nothing."""

    published: date | None = None
    basis: DateBasis | None = None
    author: str | None = None
    agency: str | None = None
    language: str | None = None
    url: str | None = None


def about(tree: Any) -> About:
    """Read what a parsed page says of itself.

    Args:
        tree: the root element of the page, as lxml gives it.
    """
    said = [(_name(meta), _flat(meta.get("content"))) for meta in tree.iter("meta")]
    metas = [(name, words) for name, words in said if name and words]
    nodes = list(_json_nodes(tree))
    published, basis = _published(tree, metas, nodes)
    author = _first(metas, _AUTHOR_NAMES) or next((found for one in nodes if (found := _names(one.get("author")))), None)
    if author is not None and "://" in author:
        author = None
    return About(
        published,
        basis,
        author,
        _agency(metas, nodes, author),
        _language(tree, metas, nodes),
        _address(tree, metas),
    )


def language_code(tag: str | None) -> str | None:
    """Return the language of a tag (``en-GB``, ``en_US``, ``eng``) as two or three small letters, or none."""
    found = _TAG.fullmatch((tag or "").strip().casefold())
    if found is None:
        return None
    return {"eng": "en"}.get(found[1], found[1])


def _name(meta: Any) -> str:
    return (meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv") or "").strip().casefold()


def _flat(text: str | None) -> str:
    return " ".join((text or "").split())[:2_000]


def _first(metas: list[tuple[str, str]], wanted: frozenset[str]) -> str | None:
    return next((words for name, words in metas if name in wanted), None)


def _published(tree: Any, metas: list[tuple[str, str]], nodes: list[dict[str, Any]]) -> tuple[date | None, DateBasis | None]:
    for name, words in metas:
        if name in _DATE_NAMES and (found := day(words)) is not None:
            return found, "metadata"
    for node in nodes:
        if (found := day(node.get("datePublished"))) is not None:
            return found, "json-ld"
    for stamp in tree.iter("time"):
        if _is_publication(stamp):
            found = day(stamp.get("datetime"))
            return found, "page" if found is not None else None
    return None, None


def _is_publication(stamp: Any) -> bool:
    """Whether a time element says that it is the day of publication: by microdata, as HTML5 began, or by hAtom's class."""
    words = (stamp.get("class") or "").casefold().split()
    return (stamp.get("itemprop") or "").casefold() == "datepublished" or stamp.get("pubdate") is not None or "published" in words


def _json_nodes(tree: Any) -> Iterator[dict[str, Any]]:
    """Yield the objects of the page's JSON-LD, articles first, the outer before the inner."""
    found: list[dict[str, Any]] = []
    for script in tree.iter("script"):
        if (script.get("type") or "").strip().casefold() == "application/ld+json":
            found.extend(_objects(script.text or ""))
    yield from sorted(found, key=lambda node: not _is_article(node))


def _objects(source: str) -> Iterator[dict[str, Any]]:
    if len(source) > _JSON_LONGEST:
        return
    try:
        waiting: list[Any] = [msgspec.json.decode(source)]
    except (msgspec.DecodeError, RecursionError, ValueError):
        return
    at = 0
    while at < len(waiting) and at < _JSON_NODES:
        node = waiting[at]
        at += 1
        if isinstance(node, dict):
            yield node
            waiting.extend(node.values())
        elif isinstance(node, list):
            waiting.extend(node)


def _is_article(node: dict[str, Any]) -> bool:
    kind = node.get("@type")
    return any(isinstance(one, str) and one.casefold().endswith(_ARTICLE_TYPES) for one in (kind if isinstance(kind, list) else [kind]))


def _names(value: Any) -> str | None:
    """The names of one or several people or organisations, as JSON-LD has them."""
    many = value if isinstance(value, list) else [value]
    names = [one.get("name") if isinstance(one, dict) else one for one in many[:20]]
    return _flat(", ".join(_flat(name) for name in names if isinstance(name, str) and name.strip())) or None


def _agency(metas: list[tuple[str, str]], nodes: list[dict[str, Any]], author: str | None) -> str | None:
    """The wire that the text came from: a credit of the metadata, JSON-LD's source, or an author who is an agency."""
    agencies = frozenset(furniture().agencies)
    credit = _first(metas, _AGENCY_NAMES)
    if credit is not None and "://" not in credit and len(credit) <= 80:
        return credit
    for node in nodes:
        if not _is_article(node):
            continue
        publisher = _names(node.get("publisher"))
        for key in ("sourceOrganization", "provider"):
            name = _names(node.get(key))
            if name is not None and (publisher is None or name.casefold() != publisher.casefold()):
                return name
    return author if author is not None and author.casefold() in agencies else None


def _language(tree: Any, metas: list[tuple[str, str]], nodes: list[dict[str, Any]]) -> str | None:
    said = [tree.get("lang"), tree.get("{http://www.w3.org/XML/1998/namespace}lang"), _first(metas, _LANGUAGE_NAMES)]
    said.extend(value for node in nodes if _is_article(node) and isinstance(value := node.get("inLanguage"), str))
    return next((code for tag in said if (code := language_code(tag)) is not None), None)


def _address(tree: Any, metas: list[tuple[str, str]]) -> str | None:
    links = (link.get("href") for link in tree.iter("link") if (link.get("rel") or "").strip().casefold() == "canonical")
    for url in (*links, _first(metas, frozenset({"og:url"}))):
        if url and url.strip().startswith(("http://", "https://")) and len(url) <= 2_000:
            return str(url).strip()
    return None
