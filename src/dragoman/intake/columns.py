"""Which column or key of a table holds what, and rows made into items."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from msgspec import Struct

from dragoman.errors import InputError
from dragoman.intake.days import day, is_empty
from dragoman.intake.encodings import marked
from dragoman.intake.limits import Limits
from dragoman.model.corpus import Item

ALIASES: dict[str, tuple[str, ...]] = {
    "text": ("text", "body", "content", "article_text", "maintext", "full_text", "article"),
    "html": ("html", "raw_html", "content_html", "page"),
    "title": ("title", "headline"),
    "outlet": ("outlet", "source", "publisher", "source_name", "publication", "site_name", "sitename"),
    "author": ("author", "authors", "byline"),
    "agency": ("agency", "wire", "newswire"),
    "url": ("url", "link", "source_url", "uri"),
    "published": ("published", "date", "published_at", "pub_date", "pubdate", "publication_date", "date_published", "date_publish"),
    "language": ("language", "lang"),
}  # fmt: skip
"""Names that are tried in this order where none is given; capital letters do not count."""


class Columns(Struct, frozen=True):
    """Names of the columns of a table or the keys of JSON lines; one that is null is looked for by its usual names."""

    text: str | None = None
    html: str | None = None
    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    agency: str | None = None
    url: str | None = None
    published: str | None = None
    language: str | None = None

    def find(self, present: Collection[str]) -> dict[str, str]:
        """Return which of the columns that are present holds what; exact names win over capital letters."""
        lower = {name.strip().casefold(): name for name in reversed(list(present))}
        found: dict[str, str] = {}
        for field, usual in ALIASES.items():
            named = getattr(self, field)
            if named is not None:
                if named in present:
                    found[field] = named
                continue
            name = next((lower[alias] for alias in usual if alias in lower), None)
            if name is not None:
                found[field] = name
        return found

    def fault(self, present: Collection[str]) -> str | None:
        """Say in one sentence why a table with these columns cannot be read, or return none."""
        missing = [named for field in ALIASES if (named := getattr(self, field)) is not None and named not in present]
        shown = ", ".join(sorted(present)[:20])[:300]
        if missing:
            return f"there is no column {missing[0]!r} (there are: {shown})"
        found = self.find(present)
        if "text" not in found and "html" not in found:
            return f"no column holds a text; name it (there are: {shown})"
        return None


def row_item(row: Mapping[str, object], where: str, columns: Mapping[str, str], limits: Limits) -> Item:
    """Make an item of a row.

    Args:
        row: values by column.
        where: the row's place, for people.
        columns: which column holds what, as ``Columns.find`` gives it.
        limits: bounds.

    Raises:
        InputError: the row has no text, a text that is too long, or a day that cannot be read.
    """
    said = {field: row.get(name) for field, name in columns.items()}
    kind = "text" if not is_empty(said.get("text")) else "html"
    data = _bytes(said.get(kind), kind, where)
    if len(data) > limits.item_bytes:
        raise InputError(f"{where}: longer than {limits.item_bytes:,} bytes")
    published = _published(said.get("published"), where)
    return Item(
        where,
        data,
        "text" if kind == "text" else "html",
        url=_words(said.get("url")),
        title=_words(said.get("title")),
        outlet=_words(said.get("outlet")),
        author=_words(said.get("author")),
        agency=_words(said.get("agency")),
        language=_words(said.get("language")),
        published=published,
        basis="given" if published is not None else None,
    )


def _bytes(value: object, kind: str, where: str) -> bytes:
    if is_empty(value):
        raise InputError(f"{where}: there is no text")
    if isinstance(value, bytes):
        return value
    if not isinstance(value, str):
        raise InputError(f"{where}: the text is {type(value).__name__}, not text")
    try:
        return marked(value) if kind == "html" else value.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError as error:
        raise InputError(f"{where}: the text is not valid UTF-8 (at character {error.start:,})") from error


def _published(value: object, where: str) -> date | None:
    if is_empty(value):
        return None
    found = day(value)
    if found is None:
        raise InputError(f"{where}: the day {str(value)[:40]!r} cannot be read for certain; write it as 2021-03-05")
    return found


def _words(value: object) -> str | None:
    if isinstance(value, list | tuple):
        value = ", ".join(part for part in value[:20] if isinstance(part, str))
    if not isinstance(value, str) or is_empty(value):
        return None
    words = " ".join(value.encode("utf-8", "replace").decode().split())[:2_000]
    return words or None
