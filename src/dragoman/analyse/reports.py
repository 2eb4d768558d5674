"""A report with all that was read out of it, and an incident with its claims, reports, copies and neighbours."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import pyarrow as pa
from msgspec import Struct

from dragoman.analyse.briefs import Brief, briefs_from
from dragoman.analyse.digest import Tables, digest_of
from dragoman.model.claim import Claim
from dragoman.model.corpus import Carrier
from dragoman.model.grouped import Copy, Happened
from dragoman.model.incident import Failure, Ledger, Status
from dragoman.model.text import Document
from dragoman.store.rows import (
    carriers_from,
    claims_from,
    copies_from,
    documents_from,
    incidents_from,
    quotations_from,
    reprints_from,
    sightings_from,
)

MOST_CLAIMS = 400
"""Claims of an incident that are read with their reports; a larger one is cut after these."""
_NEAR, _NEIGHBOURS = 21, 4
"""Days within which an incident of the same parties is a neighbour, and how many are given before and after."""


_DOCUMENT = "key, title, outlet, carrier, language, published, bounds, text, marks"
_CLAIM = f"document, {', '.join(field for field in Claim.__struct_fields__ if field != 'sightings')}"
"""The columns of a document and a claim that are shown; what they are compared by is wide and stays where it is."""


class Standing(Struct, frozen=True):
    """The incident that a claim stands in."""

    key: str
    status: Status


class Report(Struct, frozen=True):
    """A report: its ledger as far as the store keeps it, who printed it, and what it is a copy of or was copied by.

    ``standing`` is the incident of each claim that stands in one; ``repeats`` the claim of the original that a claim of a copy
    repeats; ``original`` is null unless this is a copy.
    """

    ledger: Ledger
    carriers: tuple[Carrier, ...]
    standing: dict[str, Standing]
    repeats: dict[str, str]
    original: Copy | None
    copies: tuple[Copy, ...]
    named: dict[str, tuple[str | None, date | None]]
    """Title and day of publication of the original and of the copies, by document."""


class Source(Struct, frozen=True):
    """A report that an incident rests on: its text, the claims of the incident in it, who printed it, and its copies."""

    document: Document
    claims: tuple[Claim, ...]
    carriers: tuple[Carrier, ...]
    copies: tuple[tuple[Document, float], ...]


class Whole(Struct, frozen=True):
    """An incident with everything it rests on.

    ``order`` lists its claims as they are numbered: by day of publication, then document, then place in the text. ``cut`` counts
    claims beyond ``MOST_CLAIMS``. ``repeated`` are claims of copies by the claim that they repeat.
    """

    happened: Happened
    sources: tuple[Source, ...]
    order: tuple[str, ...]
    repeated: dict[str, tuple[str, ...]]
    cut: int
    before: tuple[Brief, ...]
    after: tuple[Brief, ...]


def report(tables: Tables, key: str) -> Report | None:
    """The report with this key, or none."""
    found = tables.query(f"SELECT {_DOCUMENT} FROM documents WHERE key = ?", [key])
    if not found.num_rows:
        return None
    document = documents_from(found)[0]
    claims = _claims(tables, tables.query(f"SELECT {_CLAIM} FROM claims WHERE document = ?", [key]))
    quotations = quotations_from(tables.query("SELECT * FROM quotations WHERE document = ?", [key]))
    faults = tables.query("SELECT stage, reason, span FROM failures WHERE document = ?", [key]).to_pylist()
    failures = tuple(Failure(one["stage"], one["reason"], _span(one["span"])) for one in faults)
    carriers = carriers_from(tables.query("SELECT * FROM carriers WHERE document = ? ORDER BY published, outlet, key", [key]))
    copies = copies_from(tables.query("SELECT * FROM copies WHERE document = ? OR original = ? ORDER BY document", [key, key]))
    keys = [claim.key for claim in claims]
    reprints = tables.query("SELECT * FROM reprints SEMI JOIN asked ON claim = key", asked=_keys(keys))
    repeats = {one.claim: one.of for one in reprints_from(reprints)}
    others = [one.original if one.document == key else one.document for one in copies]
    named = tables.query("SELECT key, title, published FROM documents SEMI JOIN asked USING (key)", asked=_keys(others)).to_pylist()
    standing = _standing(tables, {*keys, *repeats.values()})
    return Report(
        Ledger(document, tuple(claims), tuple(sorted(quotations, key=lambda one: one.spans)), failures=failures),
        tuple(carriers), {one: standing[at] for one in keys if (at := repeats.get(one, one)) in standing}, repeats,
        next((one for one in copies if one.document == key), None), tuple(one for one in copies if one.original == key),
        {one["key"]: (one["title"], one["published"]) for one in named},
    )  # fmt: skip


def incident_key(tables: Tables, key: str) -> str | None:
    """The key of the incident that ``key`` addresses: its own, that of any of its claims, or of a claim that repeats one of these."""
    digest = digest_of(tables)
    if digest.rows(tables, [key]):
        return key
    originals = tables.query("SELECT of FROM reprints WHERE claim = ?", [key]).column("of").to_pylist()
    standing = digest.incidents_of(tables, [key, *originals])
    return next((standing[claim] for claim in (key, *originals) if claim in standing), None)


def incident(tables: Tables, key: str) -> Whole | None:
    """The incident with this key of its own, or none."""
    rows = tables.query("SELECT * FROM incidents WHERE key = ?", [key])
    if not rows.num_rows:
        return None
    happened = incidents_from(rows, tables.query("SELECT * FROM accounts WHERE incident = ?", [key]))[0]
    keys = happened.incident.claims[:MOST_CLAIMS]
    found = tables.query(f"SELECT {_CLAIM} FROM claims SEMI JOIN asked USING (key)", asked=_keys(keys))
    document_of = dict(zip(found.column("key").to_pylist(), found.column("document").to_pylist(), strict=True))
    documents = sorted(set(document_of.values()))
    claims = _claims(tables, found)
    sources = _sources(tables, claims, document_of, documents)
    order = tuple(claim.key for source in sources for claim in source.claims)
    repeated: dict[str, tuple[str, ...]] = {}
    for one in reprints_from(tables.query("SELECT * FROM reprints SEMI JOIN asked ON of = key ORDER BY claim", asked=_keys(keys))):
        repeated[one.of] = (*repeated.get(one.of, ()), one.claim)
    before, after = _neighbours(tables, happened)
    return Whole(happened, sources, order, repeated, len(happened.incident.claims) - len(keys), before, after)


def _claims(tables: Tables, found: pa.Table) -> list[Claim]:
    """Claims with what coder found them, in the order of their text."""
    seen = tables.query("SELECT * FROM sightings SEMI JOIN asked USING (claim)", asked=pa.table({"claim": found.column("key")}))
    return sorted(claims_from(found, sightings_from(seen)), key=lambda claim: (claim.span, claim.key))


def _sources(tables: Tables, claims: Sequence[Claim], document_of: dict[str, str], keys: Sequence[str]) -> tuple[Source, ...]:
    copied = copies_from(tables.query("SELECT * FROM copies SEMI JOIN asked ON original = key ORDER BY document", asked=_keys(keys)))
    everything = [*keys, *(one.document for one in copied)]
    rows = tables.query(f"SELECT {_DOCUMENT} FROM documents SEMI JOIN asked USING (key)", asked=_keys(everything))
    documents = {one.key: one for one in documents_from(rows)}
    printed: dict[str, list[Carrier]] = {}
    sql = "SELECT * FROM carriers SEMI JOIN asked ON document = asked.key ORDER BY published, outlet, key"
    for carrier in carriers_from(tables.query(sql, asked=_keys(keys))):
        printed.setdefault(carrier.document, []).append(carrier)
    told: dict[str, list[Claim]] = {}
    for claim in claims:
        told.setdefault(document_of[claim.key], []).append(claim)
    made = [
        Source(
            documents[key], tuple(told[key]), tuple(printed.get(key, ())),
            tuple((documents[one.document], one.likeness) for one in copied if one.original == key and one.document in documents),
        )
        for key in keys if key in documents and key in told
    ]  # fmt: skip
    return tuple(sorted(made, key=lambda one: (one.document.published or date.max, one.document.key)))


def _standing(tables: Tables, keys: Iterable[str]) -> dict[str, Standing]:
    digest = digest_of(tables)
    stands = digest.incidents_of(tables, keys)
    statuses = {row["key"]: row["status"] for row in digest.rows(tables, stands.values())}
    return {claim: Standing(key, statuses[key]) for claim, key in stands.items()}


def _neighbours(tables: Tables, happened: Happened) -> tuple[tuple[Brief, ...], tuple[Brief, ...]]:
    """The nearest incidents before and after in which at least two of its parties, or its only one, take part."""
    day = happened.first or happened.last
    if day is None or not happened.parties:
        return (), ()
    digest = digest_of(tables)
    near, own = timedelta(days=_NEAR), happened.incident.key
    sql = """
        SELECT row, coalesce(first, last) < ? OR (coalesce(first, last) = ? AND key < ?) AS earlier FROM briefs
        WHERE NOT background AND key <> ? AND coalesce(first, last) BETWEEN ? AND ? AND len(list_intersect(parties, ?)) >= ?
        QUALIFY row_number() OVER (PARTITION BY earlier ORDER BY abs(coalesce(first, last) - ?), texts DESC, key) <= ?
        ORDER BY coalesce(first, last), key
    """
    shared = min(2, len(happened.parties))
    values = [day, day, own, own, day - near, day + near, list(happened.parties), shared, day, _NEIGHBOURS]
    found = tables.query(sql, values, briefs=digest.briefs)
    told = list(zip(briefs_from(digest.at(found)), found.column("earlier").to_pylist(), strict=True))
    return tuple(one for one, earlier in told if earlier), tuple(one for one, earlier in told if not earlier)


def _keys(keys: Iterable[str]) -> pa.Table:
    return pa.table({"key": pa.array(sorted(set(keys)), pa.string())})


def _span(value: dict[str, int] | None) -> tuple[int, int] | None:
    return None if value is None else (value["start"], value["end"])


