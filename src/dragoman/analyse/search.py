"""Words looked for in reports, claims and quotations, with what was found counted by kind.

Words are taken as they stand, in any letter case and also within longer words; no word is a pattern.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Literal

import pyarrow as pa
from msgspec import Struct

from dragoman.analyse.briefs import Tables
from dragoman.model.claim import party_of
from dragoman.model.incident import Status

Within = Literal["reports", "claims", "quotations"]

MOST_REPORTS = 1_000
"""Reports that are looked into further; of more the latest published are."""
MOST_CLAIMS = 20_000
"""Claims of these reports that are held against the words."""
MOST_TERMS = 8
_AROUND = 140
"""Characters of its paragraph before and after the words of a claim's act within which it counts as telling of what is looked for."""
_SHOWN_CLAIMS, _SHOWN_QUOTATIONS, _SHOWN_PLACES = 3, 2, 2
_SNIPPET = 110
_FACET = 12
_TERM = re.compile(r'"([^"]*)"|(\S+)')


class Looked(Struct, frozen=True):
    """What is looked for. All ``terms`` must be there; ``month`` is the one of publication, as 2022-09.

    ``types``, ``statuses`` and ``parties`` speak of claims: reports and quotations then count if a claim found in the report fits.
    """

    terms: tuple[str, ...]
    within: Within = "reports"
    since: date | None = None
    until: date | None = None
    types: tuple[str, ...] = ()
    statuses: tuple[Status, ...] = ()
    parties: tuple[str, ...] = ()
    outlet: str = ""
    month: str = ""
    background: bool = False


class Part(Struct, frozen=True):
    """A stretch of a text; ``found`` says whether it is what was looked for, ``told`` whether it is the words of the claim."""

    text: str
    found: bool = False
    told: bool = False


class FoundClaim(Struct, frozen=True):
    """A claim whose words, or those around them, hold what was looked for. ``status`` is null if it stands in no incident."""

    key: str
    type: str
    mode: str | None
    stance: str
    status: Status | None
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    parts: tuple[Part, ...]


class FoundWords(Struct, frozen=True):
    """A quotation with the codes of who is quoted, or a place in the text without any; ``fragment`` is what stands there."""

    codes: tuple[str, ...]
    parts: tuple[Part, ...]
    fragment: str


class Hit(Struct, frozen=True):
    """A report in which all words stand, with some of the places. ``claims_found`` and ``quotations_found`` count all of it."""

    document: str
    title: tuple[Part, ...]
    outlet: str | None
    published: date | None
    claims: tuple[FoundClaim, ...]
    claims_found: int
    quotations: tuple[FoundWords, ...]
    quotations_found: int
    places: tuple[FoundWords, ...]


class Facets(Struct, frozen=True):
    """What was found, counted: claims by type, status and party; reports by outlet and month of publication; most first."""

    types: tuple[tuple[str, int], ...]
    statuses: tuple[tuple[str, int], ...]
    parties: tuple[tuple[str, int], ...]
    outlets: tuple[tuple[str, int], ...]
    months: tuple[tuple[str, int], ...]


class Searched(Struct, frozen=True):
    """A page of what was found: counts over all pages, and ``cut`` where more reports hold the words than are looked into."""

    hits: tuple[Hit, ...]
    reports: int
    claims: int
    quotations: int
    facets: Facets
    cut: bool


def terms_of(words: str) -> tuple[str, ...]:
    """The words to look for: parted by white space, or kept together by quotation marks; at most ``MOST_TERMS``."""
    found = (" ".join((quoted or plain).split()) for quoted, plain in _TERM.findall(words.replace("“", '"').replace("”", '"')))
    kept = list(dict.fromkeys(term for term in found if term))
    return tuple(kept[:MOST_TERMS])


def search(tables: Tables, looked: Looked, page: int = 1, size: int = 15) -> Searched:
    """Look for words.

    Args:
        tables: the store.
        looked: what for; without terms nothing is found.
        page: which page of the reports, from 1; the latest published come first.
        size: reports on a page.
    """
    if not looked.terms:
        return Searched((), 0, 0, 0, Facets((), (), (), (), ()), cut=False)
    reports, cut = _reports(tables, looked)
    claims = [row for row in _claims(tables, looked, [row["key"] for row in reports]) if _fits(row, looked)]
    by_document: dict[str, list[dict[str, Any]]] = {}
    for row in claims:
        by_document.setdefault(row["document"], []).append(row)
    quoted: dict[str, list[dict[str, Any]]] = {}
    for row in _quotations(tables, looked, [row["key"] for row in reports]):
        quoted.setdefault(row["document"], []).append(row)
    only = looked.within == "claims" or bool(looked.types or looked.statuses or looked.parties)
    kept = [
        row for row in reports
        if (not only or row["key"] in by_document) and (looked.within != "quotations" or row["key"] in quoted)
    ]  # fmt: skip
    shown = kept[(page - 1) * size : page * size]
    texts = tables.query("SELECT key, text FROM documents SEMI JOIN asked USING (key)", asked=_keys(row["key"] for row in shown))
    text = dict(zip(texts.column("key").to_pylist(), texts.column("text").to_pylist(), strict=True))
    marker = _marker(looked.terms)
    hits = tuple(
        _hit(row, text[row["key"]], by_document.get(row["key"], []), quoted.get(row["key"], []), marker, looked) for row in shown
    )
    there = {row["key"] for row in kept}
    counted = [row for row in claims if row["document"] in there]
    quotations = sum(len(rows) for key, rows in quoted.items() if key in there)
    return Searched(hits, len(kept), len(counted), quotations, _facets(kept, counted), cut)


def _reports(tables: Tables, looked: Looked) -> tuple[list[dict[str, Any]], bool]:
    """The latest reports in which every word stands, and whether there are more."""
    parts, values = [], list[Any]()
    for term in looked.terms:
        parts.append("text ILIKE ? ESCAPE '!'")
        values.append(_literal(term))
    for condition, value in (
        ("published >= ?", looked.since), ("published <= ?", looked.until), ("outlet = ?", looked.outlet or None),
        ("strftime(published, '%Y-%m') = ?", looked.month or None),
    ):  # fmt: skip
        if value is not None:
            parts.append(condition)
            values.append(value)
    sql = f"""
        SELECT key, title, outlet, published FROM documents WHERE {" AND ".join(parts)}
        ORDER BY published DESC NULLS LAST, key LIMIT ?
    """
    rows = tables.query(sql, [*values, MOST_REPORTS + 1]).to_pylist()
    return rows[:MOST_REPORTS], len(rows) > MOST_REPORTS


def _claims(tables: Tables, looked: Looked, documents: Sequence[str]) -> list[dict[str, Any]]:
    """Claims of these reports with every word in or near their own, with the status of their incident."""
    if not documents:
        return []
    blank = "chr(10) || chr(10)"
    near = f"""concat(
        string_split(substring(d.text, greatest(1, c.span.start + 1 - {_AROUND}), least(c.span.start, {_AROUND})), {blank})[-1],
        substring(d.text, c.span.start + 1, c.span.end - c.span.start),
        string_split(substring(d.text, c.span.end + 1, {_AROUND}), {blank})[1])"""
    hold = " AND ".join(["near ILIKE ? ESCAPE '!'"] * len(looked.terms))
    sides = ", ".join(f"list_transform(c.{side}, lambda a: a.code) AS {side}" for side in ("actors", "recipients"))
    sql = f"""
        WITH held AS (SELECT key, document, span, type, mode, stance, background, actors, recipients FROM claims
                      SEMI JOIN asked ON asked.key = claims.document LIMIT {MOST_CLAIMS}),
        near AS (SELECT c.key, c.document, c.span, c.type, c.mode, c.stance, c.background, {sides}, {near} AS near
                 FROM held c JOIN documents d ON d.key = c.document),
        told AS (SELECT * EXCLUDE (near) FROM near WHERE {hold}),
        standing AS (SELECT coalesce(r.of, t.key) AS claim FROM told t LEFT JOIN reprints r ON r.claim = t.key)
        SELECT t.*, i.status FROM told t LEFT JOIN reprints r ON r.claim = t.key
        LEFT JOIN (SELECT unnest(claims) AS claim, status FROM incidents
                   WHERE list_has_any(claims, (SELECT list(claim) FROM standing))) i
            ON i.claim = coalesce(r.of, t.key)
        ORDER BY t.document, t.span.start, t.key
    """
    rows: list[dict[str, Any]] = tables.query(sql, [_literal(term) for term in looked.terms], asked=_keys(documents)).to_pylist()
    return rows


def _quotations(tables: Tables, looked: Looked, documents: Sequence[str]) -> list[dict[str, Any]]:
    """Quotations of these reports in which every word stands."""
    if not documents:
        return []
    hold = " AND ".join(["array_to_string(q.words, ' ') ILIKE ? ESCAPE '!'"] * len(looked.terms))
    sql = f"""
        SELECT q.document, q.voice.codes AS codes, q.spans FROM quotations q SEMI JOIN asked ON asked.key = q.document
        WHERE {hold} ORDER BY q.document, q.spans[1].start, q.key LIMIT {MOST_CLAIMS}
    """
    rows: list[dict[str, Any]] = tables.query(sql, [_literal(term) for term in looked.terms], asked=_keys(documents)).to_pylist()
    return rows


def _fits(row: dict[str, Any], looked: Looked) -> bool:
    parties = _parties(row)
    return (
        (looked.background or not row["background"])
        and (not looked.types or row["type"] in looked.types)
        and (not looked.statuses or row["status"] in looked.statuses)
        and all(party_of(party) in parties for party in looked.parties)
    )


def _parties(row: dict[str, Any]) -> set[str]:
    return {party_of(code) for code in (*row["actors"], *row["recipients"]) if code} - {"UNK"}


def _facets(reports: Sequence[dict[str, Any]], claims: Sequence[dict[str, Any]]) -> Facets:
    months = Counter(row["published"].strftime("%Y-%m") for row in reports if row["published"] is not None)
    return Facets(
        _most(row["type"] for row in claims), _most(row["status"] for row in claims if row["status"]),
        _most(party for row in claims for party in _parties(row)), _most(row["outlet"] for row in reports if row["outlet"]),
        tuple(sorted(months.items(), reverse=True)[:_FACET]),
    )  # fmt: skip


def _most(values: Iterable[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(Counter(values).items(), key=lambda pair: (-pair[1], pair[0]))[:_FACET])


def _hit(
    row: dict[str, Any], text: str, claims: Sequence[dict[str, Any]], quotations: Sequence[dict[str, Any]], marker: re.Pattern[str],
    looked: Looked,
) -> Hit:  # fmt: skip
    nearest = sorted(claims, key=lambda one: marker.search(text, one["span"]["start"], one["span"]["end"]) is None)
    told = tuple(_claim(one, text, marker) for one in nearest[:_SHOWN_CLAIMS]) if looked.within != "quotations" else ()
    quoted = tuple(_quoted(one, text, marker) for one in quotations[:_SHOWN_QUOTATIONS]) if looked.within != "claims" else ()
    places = () if told or quoted else _places(text, marker)
    title = _parts(row["title"] or "", marker)
    return Hit(row["key"], title, row["outlet"], row["published"], told, len(claims), quoted, len(quotations), places)


def _claim(row: dict[str, Any], text: str, marker: re.Pattern[str]) -> FoundClaim:
    start, end = row["span"]["start"], row["span"]["end"]
    first, last = max(0, start - _AROUND), min(len(text), end + _AROUND)
    break_before, break_after = text.rfind("\n\n", first, start), text.find("\n\n", end, last)
    first = break_before + 2 if break_before >= 0 else first
    last = break_after if break_after >= 0 else last
    before = first if first == break_before + 2 else _edges(text, first, end)[0]
    after = last if last == break_after else _edges(text, start, last)[1]
    parts = (
        *_parts(("… " if before > first or (before and break_before < 0) else "") + text[before:start], marker),
        *(Part(one.text, one.found, told=True) for one in _parts(text[start : min(end, start + 400)], marker)),
        *_parts(text[end:after] + (" …" if after < len(text) and break_after < 0 else ""), marker),
    )
    return FoundClaim(
        row["key"], row["type"], row["mode"], row["stance"], row["status"], tuple(dict.fromkeys(row["actors"])),
        tuple(dict.fromkeys(row["recipients"])), parts,
    )  # fmt: skip


def _quoted(row: dict[str, Any], text: str, marker: re.Pattern[str]) -> FoundWords:
    spans = [(one["start"], one["end"]) for one in row["spans"]]
    for start, end in spans:
        found = marker.search(text, start, end)
        if found is not None:
            before, after = _edges(text, max(start, found.start() - 2 * _SNIPPET), min(end, found.end() + 2 * _SNIPPET), (start, end))
            said = ("… " if before > start else "") + text[before:after] + (" …" if after < end else "")
            return FoundWords(tuple(row["codes"] or ()), _parts(said, marker), _fragment(text, found.start(), found.end()))
    start, end = spans[0] if spans else (0, 0)
    return FoundWords(tuple(row["codes"] or ()), _parts(text[start : min(end, start + 4 * _SNIPPET)], marker), "")


def _places(text: str, marker: re.Pattern[str]) -> tuple[FoundWords, ...]:
    places, at = list[FoundWords](), 0
    while len(places) < _SHOWN_PLACES and (found := marker.search(text, at)) is not None:
        before, after = _edges(text, max(0, found.start() - _SNIPPET), min(len(text), found.end() + _SNIPPET))
        said = ("… " if before else "") + text[before:after] + (" …" if after < len(text) else "")
        places.append(FoundWords((), _parts(said, marker), _fragment(text, found.start(), found.end())))
        at = after
    return tuple(places)


def _edges(text: str, start: int, end: int, within: tuple[int, int] | None = None) -> tuple[int, int]:
    """A stretch widened or narrowed so that it cuts no word that is not endlessly long."""
    first, last = within or (0, len(text))
    if start > first:
        space = re.compile(r"\s").search(text, start, min(end, start + 30))
        start = space.end() if space is not None else start
    if end < last:
        cut = max(text.rfind(" ", max(start, end - 30), end), text.rfind("\n", max(start, end - 30), end))
        end = cut if cut > start else end
    return start, end


def _parts(text: str, marker: re.Pattern[str]) -> tuple[Part, ...]:
    parts, at = [], 0
    for found in marker.finditer(text):
        parts += [Part(text[at : found.start()]), Part(found[0], found=True)]
        at = found.end()
    return tuple(part for part in (*parts, Part(text[at:])) if part.text)


def _fragment(text: str, start: int, end: int) -> str:
    """The whole words around a place, by which a browser finds it again in the report."""
    while start > 0 and end - start < 80 and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and end - start < 80 and text[end].isalnum():
        end += 1
    return text[start:end]


def _marker(terms: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(term) for term in sorted(terms, key=len, reverse=True)), re.IGNORECASE)


def _literal(term: str) -> str:
    return "%" + re.sub(r"([!%_])", r"!\1", term) + "%"


def _keys(keys: Iterable[str]) -> pa.Table:
    return pa.table({"key": pa.array(sorted(set(keys)), pa.string())})
