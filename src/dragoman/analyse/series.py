"""What two parties did to each other over time: counts by quad and PLOVER scores, one way and the other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import replace

from dragoman.analyse.selection import ACT, Query, Selection, acts_on, claims_in_incidents

Period = Literal["day", "week", "month"]
LONGEST: dict[Period, int] = {"day": 2, "week": 7, "month": 31}
"""Most days that an act may take, or leave open, to belong to a period: those of a night belong to the day it began."""

Quads = tuple[int, int, int, int]
"""Acts of verbal cooperation, material cooperation, verbal conflict, material conflict."""

_LEFT_OUT = {
    "denied": "claims that deny or doubt", "unread": "claims that PLOVER does not count",
    "repeated": "claims repeated by reprints", "background": "claims that tell background", "undated": "acts without a {by}",
}  # fmt: skip


class Step(Struct, frozen=True):
    """One period of one direction: how many acts of each quad are asserted, and how many are contested.

    ``period`` is its first day. An act counts once, however many tell it. ``score`` is the mean PLOVER score of all acts
    of the period, contested ones included, -10 to 10.
    """

    period: date
    source: str
    target: str
    asserted: Quads
    contested: Quads
    score: float


class Series(Struct, frozen=True):
    """The steps of a dyad in the order of time, then direction, and what is not counted, by reason."""

    one: str
    other: str
    by: Period
    steps: tuple[Step, ...]
    left_out: dict[str, int]


def dyad_series(query: Query, one: str, other: str, by: Period, selection: Selection | None = None) -> Series:
    """Count what ``one`` does to ``other`` and back, period by period; periods without any act have no step.

    An act is an incident, or a claim that stands in none. Only what a voice asserts counts, as PLOVER reads it; history is
    left out unless the selection asks for it. Acts done together (talks, a truce) count in both directions. In each
    direction an act has the quad that most of its claims give it (of equals the more hostile one), the mean score of these,
    and the narrowest days that any of its claims gives. It belongs to the period in which it begins, unless these days are
    more than ``LONGEST``.

    Args:
        query: asks the store.
        one: a code, as in ``Selection.dyad``.
        other: the other one.
        by: the length of a period; weeks begin on Monday.
        selection: further filters; its dyad is not looked at.
    """
    chosen = selection or Selection()
    sql, values = _asked(one, other, by, chosen)
    found: dict[tuple[date, bool], list[dict[str, Any]]] = {}
    left: dict[str, int] = {}
    for row in query(sql, values).to_pylist():
        if row["aside"] is not None:
            left[_LEFT_OUT[row["aside"]].format(by=by)] = row["times"]
        else:
            found.setdefault((row["period"], not row["forth"]), []).append(row)
    steps = tuple(_step(period, other if back else one, one if back else other, rows) for (period, back), rows in sorted(found.items()))
    return Series(one, other, by, steps, dict(sorted(left.items())))


def _asked(one: str, other: str, by: Period, selection: Selection) -> tuple[str, list[object]]:
    """The query and its parameters.

    ``told`` are the dyad's claims, ``weighed`` what the claims of an act say of it quad by quad, ``acts`` what is counted:
    of structs the greatest has the greatest first field.
    """
    where, values = replace(selection, dyad=None, background=True).where()
    forth, back = acts_on(one, other), acts_on(other, one)
    sql = f"""
    WITH told AS MATERIALIZED (
        SELECT {ACT} AS act, i.status IS NOT DISTINCT FROM 'contested' AS contested, c.plover AS plover, c.date.first AS first,
               c.date.last AS last, c.forth AS forth, c.back AS back,
               CASE WHEN c.plover IS NULL THEN 'unread' WHEN c.stance <> 'asserts' THEN 'denied'
                    WHEN r.claim IS NOT NULL THEN 'repeated'
                    WHEN coalesce(i.background, c.background) AND NOT ? THEN 'background' END AS aside
        FROM {claims_in_incidents(f"(SELECT *, {forth[0]} AS forth, {back[0]} AS back FROM claims c WHERE forth OR back)")}
        WHERE {where}
    ), ways AS (
        SELECT * REPLACE (TRUE AS forth) FROM told WHERE forth AND aside IS NULL
        UNION ALL SELECT * REPLACE (FALSE AS forth) FROM told WHERE back AND aside IS NULL
    ), weighed AS (
        SELECT forth, act, contested, plover.quad AS quad, count(*) AS tellings, avg(plover.score) AS score,
               min(CASE WHEN first IS NOT NULL AND last IS NOT NULL THEN {{'wide': last - first, 'first': first}} END) AS days
        FROM ways GROUP BY ALL
    ), acts AS (
        SELECT forth, act, contested, max({{'tellings': tellings, 'quad': quad, 'score': score}}) AS main, min(days) AS days,
               coalesce(min(days).wide < {LONGEST[by]}, FALSE) AS dated
        FROM weighed GROUP BY forth, act, contested
    )
    SELECT NULL AS aside, forth, date_trunc('{by}', days.first)::DATE AS period, main.quad AS quad, contested, count(*) AS times,
           sum(main.score) AS total
    FROM acts WHERE dated GROUP BY ALL
    UNION ALL
    SELECT aside, NULL, NULL, NULL, NULL, count(*), NULL FROM told WHERE aside IS NOT NULL GROUP BY aside
    UNION ALL
    SELECT 'undated', NULL, NULL, NULL, NULL, count(DISTINCT act), NULL FROM acts WHERE NOT dated HAVING count(*) > 0
    ORDER BY ALL
    """
    return sql, [selection.background, *forth[1], *back[1], *values]


def _step(period: date, source: str, target: str, rows: Sequence[dict[str, Any]]) -> Step:
    score = sum(row["total"] for row in rows) / sum(row["times"] for row in rows)
    return Step(period, source, target, _quads(rows, contested=False), _quads(rows, contested=True), round(score, 2))


def _quads(rows: Sequence[dict[str, Any]], *, contested: bool) -> Quads:
    counts = {row["quad"]: row["times"] for row in rows if row["contested"] is contested}
    return (counts.get(1, 0), counts.get(2, 0), counts.get(3, 0), counts.get(4, 0))
