"""Talks, agreements and commitments of a store: who met, what was promised, and what is said to have come of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Literal

import pyarrow as pa
from msgspec import Struct
from msgspec.structs import replace

from dragoman.analyse.briefs import Brief, Tables, Wanted, briefs
from dragoman.analyse.reports import Source
from dragoman.model.claim import party_of
from dragoman.model.grouped import Followed, State
from dragoman.model.incident import Status
from dragoman.store.rows import claims_from, commitments_from, documents_from, sightings_from

Part = Literal["promise", "keeping", "breach"]
"""What a claim has to do with a commitment: it tells of its making, of its keeping, or alleges its breach."""

MOST_CLAIMS = 400
"""Claims of a commitment that are read; further ones are only counted."""
_FEW = 2
_DOCUMENT = "key, text, title, outlet, carrier, published, bounds, language, marks"
_NEWEST = "coalesce(i.last, i.first) DESC NULLS LAST, i.texts DESC, i.key"


class Talk(Struct, frozen=True):
    """A meeting or agreement; ``mediators`` are those that any of its claims names."""

    brief: Brief
    mediators: tuple[str, ...]


class Talks(Struct, frozen=True):
    """A page of meetings or agreements, the latest first, and how many there are."""

    listed: tuple[Talk, ...]
    total: int


class Standing(Struct, frozen=True):
    """The incident that a claim stands in, and the voices that deny it."""

    incident: str
    status: Status
    denied_by: tuple[str, ...]


class Commitments(Struct, frozen=True):
    """A page of commitments, those with alleged breaches first, then the latest; how many there are, and by state.

    ``sources`` hold the first claims of their making, the first of their keeping and the ``examples`` of their breaches with
    their reports, ``order`` the keys of these claims.
    """

    listed: tuple[Followed, ...]
    total: int
    by_state: dict[str, int]
    sources: tuple[Source, ...]
    order: tuple[str, ...]


class Event(Struct, frozen=True):
    """Something in the history of a commitment: claims that tell of the same.

    ``day`` is that of the act, or, where ``told`` is true, the one on which it was told; null where neither is known.
    ``alleged_by`` are the voices that allege a breach.
    """

    part: Part
    day: date | None
    told: bool
    claims: tuple[str, ...]
    standing: Standing | None
    alleged_by: tuple[str, ...]


class History(Struct, frozen=True):
    """A commitment with its events in the order of time and the reports that tell of them; ``cut`` counts claims left out."""

    followed: Followed
    events: tuple[Event, ...]
    sources: tuple[Source, ...]
    order: tuple[str, ...]
    cut: int


def meetings(tables: Tables, wanted: Wanted, page: int = 1, size: int = 25) -> Talks:
    """Meetings and talks, held and planned; the types of ``wanted`` are not looked at."""
    return _talks(tables, replace(wanted, types=("CONSULT",)), "TRUE", page, size)


def agreements(tables: Tables, wanted: Wanted, page: int = 1, size: int = 25) -> Talks:
    """Agreements, and truces that one side declares; the types of ``wanted`` are not looked at."""
    truces = "i.type = 'AGREE' OR list_has_any(i.claims, (SELECT list(key) FROM claims WHERE type = 'RETREAT' AND mode = 'ceasefire'))"
    return _talks(tables, replace(wanted, types=("AGREE", "RETREAT")), f"({truces})", page, size)


def _talks(tables: Tables, wanted: Wanted, further: str, page: int, size: int) -> Talks:
    where, values = wanted.where()
    total = tables.query(f"SELECT count(*) AS n FROM incidents i WHERE {where} AND {further}", values).column("n")[0].as_py()
    sql = f"SELECT i.key FROM incidents i WHERE {where} AND {further} ORDER BY {_NEWEST} LIMIT ? OFFSET ?"
    keys = tables.query(sql, [*values, size, (page - 1) * size]).column("key").to_pylist()
    between = _mediators(tables, keys)
    return Talks(tuple(Talk(one, between.get(one.key, ())) for one in briefs(tables, keys)), total)


def _mediators(tables: Tables, incidents: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Who is named as mediator in any claim of an incident."""
    sql = """
        SELECT key, list_sort(list(DISTINCT code)) AS codes FROM (
            SELECT i.key, unnest(list_transform(c.mediators, lambda m: m.code)) AS code
            FROM (SELECT key, unnest(claims) AS claim FROM incidents SEMI JOIN asked USING (key)) i JOIN claims c ON c.key = i.claim
        ) GROUP BY key
    """
    return {row["key"]: tuple(row["codes"]) for row in tables.query(sql, asked=_keys(incidents)).to_pylist()} if incidents else {}


def commitments(tables: Tables, wanted: Wanted, state: State | None = None, page: int = 1, size: int = 25) -> Commitments:
    """One page of commitments; of ``wanted`` parties and days count: those in force within the days, and those without any."""
    parts, values = ["TRUE"], list[Any]()
    for party in wanted.parties:
        parts.append("list_contains(list_concat(parties, guarantors), ?)")
        values.append(party_of(party))
    if wanted.since is not None:
        parts.append("(until IS NULL OR until >= ?)")
        values.append(wanted.since)
    if wanted.until is not None:
        parts.append("(since IS NULL OR since <= ?)")
        values.append(wanted.until)
    where = " AND ".join(parts)
    counts = tables.query(f"SELECT state, count(*) AS n FROM commitments WHERE {where} GROUP BY state ORDER BY state", values)
    by_state = dict(zip(counts.column("state").to_pylist(), counts.column("n").to_pylist(), strict=True))
    sql = f"""
        SELECT * FROM commitments WHERE {where} AND (CAST(? AS VARCHAR) IS NULL OR state = ?)
        ORDER BY len(breached_by) = 0, since DESC NULLS LAST, key LIMIT ? OFFSET ?
    """
    listed = tuple(commitments_from(tables.query(sql, [*values, state, state, size, (page - 1) * size])))
    sources, order = _evidence(tables, [claim for one in listed for claim in (*one.claims[:_FEW], *one.kept_by[:1], *examples(one))])
    return Commitments(listed, sum(by_state.values()) if state is None else by_state.get(state, 0), by_state, sources, order)


def examples(one: Followed) -> tuple[str, ...]:
    """Of those who allege a breach, the first claim of each."""
    first: dict[str, str] = {}
    for breach in one.breached_by:
        first.setdefault(breach.alleged_by, breach.claim)
    return tuple(dict.fromkeys(first.values()))


def commitment_key(tables: Tables, key: str) -> str | None:
    """The key of the commitment that ``key`` addresses: its own, or that of a claim which tells of its making."""
    sql = "SELECT key FROM commitments WHERE key = ? OR list_contains(claims, ?) ORDER BY key = ? DESC, key LIMIT 1"
    found = tables.query(sql, [key, key, key]).column("key").to_pylist()
    return found[0] if found else None


def history(tables: Tables, key: str) -> History | None:
    """The commitment with this key of its own, with all that is told of it; or none."""
    found = commitments_from(tables.query("SELECT * FROM commitments WHERE key = ?", [key]))
    if not found:
        return None
    followed = found[0]
    alleged: dict[str, tuple[str, ...]] = {}
    for breach in followed.breached_by:
        alleged[breach.claim] = (*alleged.get(breach.claim, ()), breach.alleged_by)
    parts: dict[Part, Sequence[str]] = {"promise": followed.claims, "keeping": followed.kept_by, "breach": tuple(alleged)}
    everything = list(dict.fromkeys(claim for claims in parts.values() for claim in claims))
    sources, order = _evidence(tables, everything[:MOST_CLAIMS])
    standing = _standing(tables, order)
    events = []
    for part, claims in parts.items():
        events += _events(part, [claim for claim in order if claim in set(claims)], sources, standing, alleged)
    events.sort(key=lambda event: (event.day or date.max, ("promise", "keeping", "breach").index(event.part), event.claims))
    return History(followed, tuple(events), sources, order, len(everything) - len(order))


def _events(
    part: Part, claims: Iterable[str], sources: Sequence[Source], standing: Mapping[str, Standing],
    alleged: Mapping[str, tuple[str, ...]],
) -> list[Event]:  # fmt: skip
    """The claims of a part, those of one incident together; an event has the earliest day that any of its claims gives the act."""
    known = {claim.key: (claim, source.document.published) for source in sources for claim in source.claims}
    together: dict[str, list[str]] = {}
    for key in claims:
        together.setdefault(standing[key].incident if key in standing else key, []).append(key)
    made = []
    for keys in together.values():
        when = [claim.date.first or claim.date.last for key in keys if (claim := known[key][0]).date is not None]
        dated = [day for day in when if day is not None]
        told = [day for key in keys if (day := known[key][1]) is not None]
        voices = tuple(dict.fromkeys(voice for key in keys for voice in alleged.get(key, ()))) if part == "breach" else ()
        made.append(Event(part, min(dated or told, default=None), not dated, tuple(keys), standing.get(keys[0]), voices))
    return made


def _standing(tables: Tables, claims: Sequence[str]) -> dict[str, Standing]:
    sql = """
        WITH concerned AS (
            SELECT key, status, claims FROM incidents WHERE list_has_any(claims, (SELECT list(key) FROM asked))
        ), members AS (SELECT key, status, unnest(claims) AS claim FROM concerned), denied AS (
            SELECT m.key, list_sort(list(DISTINCT v.code)) AS voices
            FROM members m JOIN claims c ON c.key = m.claim, unnest(c.voice.codes) v(code) WHERE c.stance = 'denies' GROUP BY m.key
        )
        SELECT m.claim, m.key, m.status, coalesce(d.voices, []) AS voices
        FROM members m SEMI JOIN asked a ON a.key = m.claim LEFT JOIN denied d ON d.key = m.key
    """
    rows = tables.query(sql, asked=_keys(claims)).to_pylist() if claims else []
    return {row["claim"]: Standing(row["key"], row["status"], tuple(row["voices"])) for row in rows}


def _evidence(tables: Tables, claims: Sequence[str]) -> tuple[tuple[Source, ...], tuple[str, ...]]:
    """Claims with their reports; and their keys by day of publication, report and place in the text."""
    if not claims:
        return (), ()
    found = tables.query("SELECT * FROM claims SEMI JOIN asked USING (key)", asked=_keys(claims))
    owners = dict(zip(found.column("key").to_pylist(), found.column("document").to_pylist(), strict=True))
    seen = pa.table({"claim": found.column("key")})
    span = [min(owners.values(), default=""), max(owners.values(), default="")]
    sightings = tables.query("SELECT * FROM sightings SEMI JOIN asked USING (claim) WHERE document BETWEEN ? AND ?", span, asked=seen)
    told: dict[str, list[Any]] = {}
    for claim in claims_from(found, sightings_from(sightings)):
        told.setdefault(owners[claim.key], []).append(claim)
    documents = documents_from(tables.query(f"SELECT {_DOCUMENT} FROM documents SEMI JOIN asked USING (key)", asked=_keys(told)))
    sources = [
        Source(document, tuple(sorted(told[document.key], key=lambda one: (one.span, one.key))), (), ()) for document in documents
    ]
    sources.sort(key=lambda one: (one.document.published or date.max, one.document.key))
    return tuple(sources), tuple(claim.key for source in sources for claim in source.claims)


def _keys(keys: Iterable[str]) -> pa.Table:
    return pa.table({"key": pa.array(sorted(set(keys)), pa.string())})
