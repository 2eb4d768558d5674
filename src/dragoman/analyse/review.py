"""What a person should look at first: claims in the order of what a judgement of them would change, and claims by their keys."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import pyarrow as pa
from msgspec import Struct

from dragoman.analyse.briefs import Tables, Wanted
from dragoman.model.claim import Claim
from dragoman.model.incident import Status
from dragoman.model.world import Place
from dragoman.store.rows import claims_from, sightings_from

UNSURE = 0.5
"""Overall confidence below which a reading counts as unsure."""
WEAK = 3.4
"""Score of a claim's best join below which the join counts as weak; joins begin at ``reconcile.compare.LINKED``, 2.4."""
_STAKES = "CASE status WHEN 'contested' THEN 2.0 WHEN 'unverified' THEN 1.2 WHEN 'one-sided' THEN 1.0 ELSE 0.6 END"
_LEAST = ("type", "actors", "voice", "date", "place")


class Waiting(Struct, frozen=True):
    """A claim that waits for a judgement, and why it stands where it stands.

    ``words`` are those of its act with what follows in its clause; ``alone`` are the disputed fields on which no other claim says
    the same; ``join`` is the score of its best join to another claim of its incident, null where it was joined to none; ``least``
    is what of it was read with least confidence.
    """

    claim: str
    incident: str
    status: Status
    type: str
    mode: str | None
    stance: str
    words: str
    document: str
    title: str | None
    outlet: str | None
    published: date | None
    first: date | None
    last: date | None
    texts: int
    claims: int
    confidence: float | None
    least: str | None
    join: float | None
    alone: tuple[str, ...]
    score: float


class Queue(Struct, frozen=True):
    """A page of the claims that wait, and how many there are in all."""

    waiting: tuple[Waiting, ...]
    total: int


class Looked(Struct, frozen=True):
    """A claim by its key, with its report and the incident that it, or the claim it repeats, stands in."""

    claim: Claim
    words: str
    document: str
    title: str | None
    outlet: str | None
    published: date | None
    incident: str | None
    status: Status | None


def queue(tables: Tables, wanted: Wanted, judged: frozenset[str], page: int = 1, size: int = 20) -> Queue:
    """One page of the claims that nobody has judged, those first of which a judgement would change most; pages count from 1.

    The order is by stakes (how many texts tell of the incident, and how disputed it is) times doubt (how unsure the reading is,
    whether the claim was joined by a weak link, whether it alone keeps a dispute alive).

    Args:
        tables: the store.
        wanted: of which incidents.
        judged: claims that somebody has judged.
        page: which page.
        size: claims of a page.
    """
    where, values = wanted.where()
    sql = f"""
        WITH chosen AS (SELECT * FROM incidents i WHERE {where}),
        told AS (
            SELECT key AS incident, status, texts, first, last, len(claims) AS claims, unnest(claims) AS claim FROM chosen
        ),
        joined AS (
            SELECT claim, max(score) AS score FROM (
                SELECT unnest([l.claim, l.other]) AS claim, l.score AS score FROM (SELECT unnest(links) AS l FROM chosen)
            ) GROUP BY claim
        ),
        alone AS (
            SELECT v.claims[1] AS claim, list(DISTINCT field ORDER BY field) AS fields
            FROM (SELECT d.field AS field, unnest(d.values) AS v FROM (SELECT unnest(discrepancies) AS d FROM chosen))
            WHERE len(v.claims) = 1 GROUP BY 1
        ),
        weighed AS (
            SELECT t.*, j.score AS "join", coalesce(a.fields, []) AS alone, c.type, c.mode, c.stance, c.document,
                   coalesce(nullif(c.clause, ''), c.words) AS words, c.confidence, c.confidence.overall AS sure,
                   (1 + ln(greatest(t.texts, 1))) * ({_STAKES.replace("status", "t.status")}) * (
                       (1 - coalesce(c.confidence.overall, {UNSURE}))
                       + CASE WHEN j.score < {WEAK} THEN 0.5 ELSE 0 END + CASE WHEN a.fields IS NOT NULL THEN 0.5 ELSE 0 END
                   ) AS score
            FROM told t JOIN claims c ON c.key = t.claim LEFT JOIN joined j ON j.claim = t.claim
            LEFT JOIN alone a ON a.claim = t.claim ANTI JOIN judged g ON g.key = t.claim
        ),
        page AS (SELECT *, count(*) OVER () AS total FROM weighed ORDER BY score DESC, claim LIMIT ? OFFSET ?)
        SELECT p.*, d.title, d.outlet, d.published FROM page p JOIN documents d ON d.key = p.document ORDER BY p.score DESC, p.claim
    """
    rows = tables.query(sql, [*values, size, (page - 1) * size], judged=_keys(judged)).to_pylist()
    return Queue(tuple(map(_waiting, rows)), rows[0]["total"] if rows else 0)


def _waiting(row: dict[str, Any]) -> Waiting:
    sure = row["confidence"] or {}
    told = {name: sure[name] for name in _LEAST if sure.get(name) is not None}
    return Waiting(
        row["claim"], row["incident"], row["status"], row["type"], row["mode"], row["stance"], row["words"] or "", row["document"],
        row["title"], row["outlet"], row["published"], row["first"], row["last"], row["texts"], row["claims"], row["sure"],
        min(told, key=lambda name: told[name]) if told else None, row["join"], tuple(row["alone"]), round(row["score"], 6),
    )  # fmt: skip


def after(tables: Tables, wanted: Wanted, judged: frozenset[str], claim: str, most: int = 200) -> str | None:
    """The key of the claim that waits next after this one, or the first where this one does not wait; none where none does."""
    keys = [one.claim for one in queue(tables, wanted, judged, 1, most).waiting]
    following = keys[keys.index(claim) + 1 :] if claim in keys else keys
    return next((key for key in following if key != claim), None)


def look_up(tables: Tables, keys: tuple[str, ...]) -> dict[str, Looked]:
    """Claims by their keys; keys of none are left out."""
    if not keys:
        return {}
    asked = _keys(keys)
    rows = tables.query("SELECT * FROM claims SEMI JOIN asked USING (key)", asked=asked)
    seen = sightings_from(tables.query("SELECT * FROM sightings SEMI JOIN asked ON claim = asked.key", asked=asked))
    claims = {claim.key: claim for claim in claims_from(rows, seen)}
    sql = """
        SELECT c.key, c.words, c.document, d.title, d.outlet, d.published, i.key AS incident, i.status
        FROM claims c SEMI JOIN asked ON asked.key = c.key JOIN documents d ON d.key = c.document
        LEFT JOIN reprints r ON r.claim = c.key
        LEFT JOIN (SELECT key, status, unnest(claims) AS claim FROM incidents) i ON i.claim = coalesce(r.of, c.key)
    """
    found = {}
    for row in tables.query(sql, asked=asked).to_pylist():
        found[row["key"]] = Looked(
            claims[row["key"]], row["words"] or "", row["document"], row["title"], row["outlet"], row["published"],
            row["incident"], row["status"],
        )  # fmt: skip
    return found


def claim_meant(tables: Tables, key: str) -> str | None:
    """The claim that a key stands for: itself, the first of an incident, or the original of one that a copy repeats; else none."""
    sql = """
        SELECT of AS claim, 1 AS rank FROM reprints WHERE claim = ? UNION ALL
        SELECT key, 2 FROM claims WHERE key = ? UNION ALL
        SELECT claims[1], 3 FROM incidents WHERE key = ? ORDER BY rank LIMIT 1
    """
    found = tables.query(sql, [key, key, key]).column("claim").to_pylist()
    return found[0] if found else None


def codes_told(tables: Tables) -> frozenset[str]:
    """Every code that a claim names as a party or a voice."""
    sides = " UNION ".join(f"SELECT unnest({side}).code AS code FROM claims" for side in ("actors", "recipients", "mediators"))
    found = tables.query(f"SELECT DISTINCT code FROM ({sides} UNION SELECT unnest(voice.codes) FROM claims) WHERE code IS NOT NULL")
    return frozenset(found.column("code").to_pylist())


def place_called(tables: Tables, name: str) -> Place | None:
    """A place as some claim of the store has it, without where its name stands; none if no claim names it so."""
    sql = """
        SELECT p.name, p.lat, p.lon, p.geonameid, p.country, p.precision, p.claimed_by
        FROM (SELECT unnest(places) AS p FROM claims) WHERE lower(p.name) = lower(?) ORDER BY p.lat IS NULL, p.geonameid LIMIT 1
    """
    rows = tables.query(sql, [name]).to_pylist()
    return Place(None, **{**rows[0], "claimed_by": tuple(rows[0]["claimed_by"] or ())}) if rows else None


def _keys(keys: Iterable[str]) -> pa.Table:
    return pa.table({"key": pa.array(sorted(set(keys)), pa.string())})
