"""What many pages ask of a store, gathered once for each of its versions and held in memory.

These are incidents in short, where each claim stands, and acts by day. For a million claims it takes some seconds to gather
and about 200 MB to hold; every list is then a matter of milliseconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

import pyarrow as pa

from dragoman.model.claim import APART


class Tables(Protocol):
    """One state of a store, as ``store.lake.Snapshot`` is."""

    def query(self, query: str, parameters: Sequence[Any] = (), **given: pa.Table) -> pa.Table:
        """The result of a query; ``given`` tables can be named in it."""


_PARTY = f"""CASE WHEN split_part(a.code, '.', 2) IN ({", ".join(f"'{one}'" for one in sorted(APART))})
    THEN a.code ELSE split_part(a.code, '.', 1) END"""
"""The party that the code of an actor ``a`` belongs to: what ``party_of`` is in Python."""

# The claim that names an incident says most plainly what happened: asserted, as actual, with both sides, the first in order.
_BRIEFS = """
    WITH led AS (
        SELECT u.key, min(d.published) AS since, arg_min({
                'mode': c.mode, 'stance': c.stance, 'reality': c.reality, 'actors': list_transform(c.actors, lambda a: a.code),
                'recipients': list_transform(c.recipients, lambda a: a.code),
                'mediators': list_transform(c.mediators, lambda a: a.code)
            }, ((c.stance <> 'asserts')::BIGINT * 8 + (c.reality <> 'actual')::BIGINT * 4 + (len(c.actors) = 0)::BIGINT * 2
                + (len(c.recipients) = 0)::BIGINT) * 10000000 + u.place) AS lead
        FROM (SELECT key, unnest(claims) AS claim, generate_subscripts(claims, 1) AS place FROM incidents) u
        JOIN claims c ON c.key = u.claim JOIN documents d ON d.key = c.document
        GROUP BY u.key
    )
    SELECT i.key, i.status, i.type, l.lead.mode AS mode, i.background, i.first, i.last, l.lead.actors AS actors,
           l.lead.recipients AS recipients, l.lead.mediators AS mediators, l.lead.stance AS stance, l.lead.reality AS reality,
           i.places, i.texts, len(i.claims)::INT AS claims,
           list_transform(i.tolls, lambda t: {'kind': t.kind, 'whose': t.whose, 'low': coalesce(t.best, t.low),
                                              'high': coalesce(t.best, t.high)}) AS tolls,
           list_transform(i.discrepancies, lambda d: d.field) AS differ, i.parties, l.since
    FROM incidents i JOIN led l ON l.key = i.key ORDER BY i.key
"""
_STANDING = """
    SELECT c.key AS claim, u.key AS incident, c.document, d.published
    FROM claims c JOIN documents d ON d.key = c.document
    LEFT JOIN (SELECT key, unnest(claims) AS claim FROM incidents) u ON u.claim = c.key
"""
_TELLINGS = """
    SELECT s.published AS day, b.row, count(DISTINCT s.document)::INT AS reports
    FROM standing s JOIN briefs b ON b.key = s.incident WHERE s.published IS NOT NULL GROUP BY ALL ORDER BY ALL
"""
_ACTS = f"""
    WITH told AS (
        SELECT c.key, coalesce(c.date.first, c.date.last) AS day, c.plover.score AS score,
               list_distinct(list_transform(c.actors, lambda a: {_PARTY})) AS sources,
               list_distinct(list_transform(if(len(c.recipients) > 0, c.recipients, c.actors), lambda a: {_PARTY})) AS targets
        FROM claims c ANTI JOIN reprints r ON r.claim = c.key
        WHERE c.stance = 'asserts' AND c.plover IS NOT NULL AND NOT c.background AND coalesce(c.date.first, c.date.last) IS NOT NULL
    ), ways AS (
        SELECT key, day, score, source, unnest(targets) AS target
        FROM (SELECT key, day, score, unnest(sources) AS source, targets FROM told)
    )
    SELECT min(w.day) AS day, w.source, w.target, avg(w.score) AS score
    FROM ways w LEFT JOIN standing s ON s.claim = w.key
    WHERE w.source <> w.target AND 'UNK' NOT IN (w.source, w.target)
    GROUP BY coalesce(s.incident, w.key), w.source, w.target ORDER BY day
"""


class Digest:
    """What was gathered of one version.

    ``briefs`` has a row for each incident in the order of keys: the fields of ``briefs.Brief``, its ``parties``, ``since`` (the
    first day on which a report told of it, null where none is dated) and ``row``, its number. ``standing`` gives the incident
    of each claim, null where it stands in none, and the day on which its report was published. ``tellings`` counts the reports
    of a ``day`` that tell of an incident, by its ``row``. ``acts`` are what one party did to another, each act once for each
    pair. Both are in the order of days.
    """

    def __init__(self, briefs: pa.Table, standing: pa.Table, tellings: pa.Table, acts: pa.Table) -> None:
        self.briefs, self.standing, self.tellings, self.acts = briefs, standing, tellings, acts

    def incidents_of(self, tables: Tables, claims: Iterable[str]) -> dict[str, str]:
        """The incident of each of these claims that stands in one."""
        wanted = pa.table({"claim": pa.array(sorted(set(claims)), pa.string())})
        sql = "SELECT claim, incident FROM standing SEMI JOIN wanted USING (claim) WHERE incident IS NOT NULL"
        found = tables.query(sql, wanted=wanted, standing=self.standing)
        return dict(zip(found.column("claim").to_pylist(), found.column("incident").to_pylist(), strict=True))

    def rows(self, tables: Tables, keys: Iterable[str]) -> list[dict[str, Any]]:
        """The rows of incidents with these keys, in the order of the keys; those of none are passed over."""
        order = {key: place for place, key in enumerate(dict.fromkeys(keys))}
        if not order:
            return []
        wanted = pa.table({"key": pa.array(list(order), pa.string())})
        found = tables.query("SELECT row FROM briefs SEMI JOIN wanted USING (key)", wanted=wanted, briefs=self.briefs)
        return sorted(self.at(found), key=lambda row: order[row["key"]])

    def at(self, found: pa.Table) -> list[dict[str, Any]]:
        """The rows of incidents with the numbers in the column ``row``, in this order."""
        rows: list[dict[str, Any]] = self.briefs.take(found.column("row")).to_pylist()
        return rows


def gather(tables: Tables) -> Digest:
    """Gather what many pages ask of a store."""
    briefs = tables.query(_BRIEFS)
    briefs = briefs.append_column("row", pa.array(range(briefs.num_rows), pa.int32()))
    standing = tables.query(_STANDING)
    tellings = tables.query(_TELLINGS, standing=standing, briefs=briefs)
    acts = tables.query(_ACTS, standing=standing)
    return Digest(briefs, standing.select(["claim", "incident", "published"]), tellings, acts)


def digest_of(tables: Tables) -> Digest:
    """What was gathered of this state before, or is gathered now where it does not hold any."""
    held = getattr(tables, "digest", None)
    return held if isinstance(held, Digest) else gather(tables)
