"""Two parties side by side: which pairs there are, what marks their time together, and where the level of their acts changes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import replace

from dragoman.analyse.briefs import Brief, Tables, Wanted, briefs
from dragoman.analyse.selection import Selection
from dragoman.analyse.series import Series, Step, dyad_series
from dragoman.model.claim import party_of

Kind = Literal["talks", "agreement", "breach"]
"""What is marked on a series: talks, truces and other agreements, alleged breaches of commitments."""

_CROWD = 12
"""Parties of an incident above which it says little of any two of them."""
_LOOKED_AT = 400
"""Incidents among which talks and agreements are looked for; those that most texts tell of come first."""
_STEADY = 3
"""Periods that must lie on each side of a change of level."""
_LEAST_CHANGE, _LEAST_RATIO = 1.5, 9.0
"""What a change must come to: points of the PLOVER scale, and times the spread within both sides."""


class Pair(Struct, frozen=True):
    """Two parties, how many incidents both take part in, how many of these are contested, and their days."""

    one: str
    other: str
    incidents: int
    contested: int
    first: date | None
    last: date | None


class Mark(Struct, frozen=True):
    """Something to be marked on a series.

    ``brief`` is the incident; it is null for a breach that stands in none, and ``key`` is then that of the claim. ``claim`` is one
    that alleges the breach, ``alleged_by`` are all who do, ``commitments`` the keys of what is said to be broken.
    """

    kind: Kind
    day: date
    key: str
    brief: Brief | None
    claim: str = ""
    alleged_by: tuple[str, ...] = ()
    commitments: tuple[str, ...] = ()


class Change(Struct, frozen=True):
    """Where the mean score of a direction changes most: the first period of the new level, the means and acts on both sides."""

    source: str
    target: str
    period: date
    before: float
    after: float
    acts_before: int
    acts_after: int


class Dyad(Struct, frozen=True):
    """A series with what is marked on it; ``background`` are the incidents of history, ``in_background`` how many there are."""

    series: Series
    marks: tuple[Mark, ...]
    changes: tuple[Change, ...]
    background: tuple[Brief, ...]
    in_background: int


def pairs(tables: Tables, most: int = 60) -> tuple[Pair, ...]:
    """The pairs of parties that most incidents are about, history apart."""
    sql = f"""
        WITH met AS (
            SELECT key, status, first, last, parties, unnest(parties) AS one FROM incidents
            WHERE NOT background AND len(parties) BETWEEN 2 AND {_CROWD}
        ), paired AS (SELECT key, status, first, last, one, unnest(parties) AS other FROM met)
        SELECT one, other, count(*) AS incidents, count(*) FILTER (status = 'contested') AS contested,
               min(coalesce(first, last)) AS first, max(coalesce(last, first)) AS last
        FROM paired WHERE one < other AND 'UNK' NOT IN (one, other) AND 'narrator' NOT IN (one, other)
        GROUP BY one, other ORDER BY incidents DESC, one, other LIMIT ?
    """
    return tuple(Pair(**row) for row in tables.query(sql, [most]).to_pylist())


def parties_told(tables: Tables, most: int = 300) -> tuple[str, ...]:
    """The parties of incidents, those that most incidents are about first."""
    sql = """
        SELECT party FROM (SELECT unnest(parties) AS party FROM incidents) WHERE party NOT IN ('UNK', 'narrator')
        GROUP BY party ORDER BY count(*) DESC, party LIMIT ?
    """
    return tuple(tables.query(sql, [most]).column("party").to_pylist())


def dyad(tables: Tables, one: str, other: str, by: Literal["day", "week", "month"], selection: Selection, shown: int = 12) -> Dyad:
    """What two parties did to each other over time.

    Args:
        tables: the store.
        one: a code, as in ``Selection.dyad``.
        other: the other one.
        by: the length of a period.
        selection: further filters of the series; its days and whether it asks for history hold for the marks too.
        shown: how many incidents of history to give.
    """
    series = dyad_series(tables.query, one, other, by, selection)
    wanted = Wanted(selection.since, selection.until, parties=(one, other), background=True)
    where, values = wanted.where()
    sql = f"""
        SELECT i.key, count(*) OVER () AS total FROM incidents i WHERE i.background AND {where}
        ORDER BY coalesce(i.last, i.first) DESC NULLS LAST, i.texts DESC, i.key LIMIT ?
    """
    old = tables.query(sql, [*values, shown]).to_pylist()
    return Dyad(
        series, marks(tables, replace(wanted, background=selection.background)), level_changes(series),
        briefs(tables, [row["key"] for row in old]), old[0]["total"] if old else 0,
    )  # fmt: skip


def marks(tables: Tables, wanted: Wanted) -> tuple[Mark, ...]:
    """Talks, agreements and alleged breaches between the parties of ``wanted``, in order of time; what has no day is left out."""
    found = [*_met(tables, wanted), *_breaches(tables, wanted)]
    return tuple(sorted(found, key=lambda mark: (mark.day, mark.kind, mark.key)))


def _met(tables: Tables, wanted: Wanted) -> list[Mark]:
    where, values = replace(wanted, types=("AGREE", "CONSULT", "RETREAT")).where()
    sql = f"SELECT i.key FROM incidents i WHERE {where} ORDER BY i.texts DESC, coalesce(i.first, i.last), i.key LIMIT ?"
    both = {party_of(code) for code in wanted.parties}
    made = []
    for one in briefs(tables, tables.query(sql, [*values, _LOOKED_AT]).column("key").to_pylist()):
        day = one.first or one.last
        acting = {party_of(code) for code in (*one.actors, *one.recipients)}
        if day is None or one.stance != "asserts" or not both <= acting:
            continue
        if one.type == "CONSULT" and one.reality in {"actual", "planned", "promised"}:
            made.append(Mark("talks", day, one.key, one))
        elif one.reality == "actual" and (one.type == "AGREE" or one.mode == "ceasefire"):
            made.append(Mark("agreement", day, one.key, one))
    return made


def _breaches(tables: Tables, wanted: Wanted) -> list[Mark]:
    bound = " AND ".join("list_contains(parties, ?)" for _ in wanted.parties)
    sql = f"""
        WITH alleged AS (
            SELECT k.key AS commitment, k.b.claim AS claim, k.b.alleged_by AS by
            FROM (SELECT key, unnest(breached_by) AS b FROM commitments WHERE {bound}) k
        ), standing AS (SELECT key AS incident, unnest(claims) AS claim FROM incidents)
        SELECT coalesce(m.incident, a.claim) AS key, min(coalesce(c.date.first, c.date.last, d.published)) AS day,
               min(a.claim) AS claim, list_sort(list(DISTINCT a.by)) AS alleged_by,
               list_sort(list(DISTINCT a.commitment)) AS commitments
        FROM alleged a JOIN claims c ON c.key = a.claim JOIN documents d ON d.key = c.document
            LEFT JOIN standing m ON m.claim = a.claim
        GROUP BY 1 HAVING day IS NOT NULL AND (CAST(? AS DATE) IS NULL OR day >= ?) AND (CAST(? AS DATE) IS NULL OR day <= ?)
        ORDER BY count(*) DESC, key LIMIT ?
    """
    values: list[Any] = [*map(party_of, wanted.parties), wanted.since, wanted.since, wanted.until, wanted.until, _LOOKED_AT]
    rows = tables.query(sql, values).to_pylist()
    known = {one.key: one for one in briefs(tables, [row["key"] for row in rows])}
    return [
        Mark(
            "breach", row["day"], row["key"], known.get(row["key"]), row["claim"], tuple(row["alleged_by"]), tuple(row["commitments"])
        )
        for row in rows
        if row["key"] not in known or wanted.background or not known[row["key"]].background
    ]


def level_changes(series: Series) -> tuple[Change, ...]:
    """For each direction the one split of its periods that parts high scores from low ones best, where it is a plain one.

    A period counts by its acts. There must be at least three periods on each side, the means must lie at least 1.5 points
    apart, and what the split explains must be nine times the spread within both sides.
    """
    found = []
    for source, target in ((series.one, series.other), (series.other, series.one)):
        steps = [step for step in series.steps if step.source == source]
        best = max((_split(steps, at) for at in range(_STEADY, len(steps) - _STEADY + 1)), default=None, key=lambda pair: pair[0])
        if best is not None and best[0] >= _LEAST_RATIO and abs(best[1].after - best[1].before) >= _LEAST_CHANGE:
            found.append(replace(best[1], source=source, target=target))
    return tuple(found)


def _split(steps: Sequence[Step], at: int) -> tuple[float, Change]:
    """How much better two means fit than one, against the spread within both sides; and the means."""
    sides = [_level(steps[:at]), _level(steps[at:])]
    (left, many, spread), (right, others, further) = sides
    total = many + others
    between = many * others / total * (left - right) ** 2
    within = (spread + further) / max(1, len(steps) - 2)
    ratio = between / within if within else (float("inf") if between else 0.0)
    return ratio, Change("", "", steps[at].period, round(left, 2), round(right, 2), many, others)


def _level(steps: Sequence[Step]) -> tuple[float, int, float]:
    """Mean score of acts, how many there are, and the summed squares of the periods around the mean."""
    weights = [acts_of(step) for step in steps]
    total = sum(weights)
    mean = sum(step.score * weight for step, weight in zip(steps, weights, strict=True)) / total
    return mean, total, sum(weight * (step.score - mean) ** 2 for step, weight in zip(steps, weights, strict=True))


def acts_of(step: Step) -> int:
    """How many acts a step counts, contested ones included."""
    return sum(step.asserted) + sum(step.contested)
