"""Where incidents happened, as exactly as reports say: places that can be pointed at, areas that cannot, and those without a place."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from dragoman.analyse.briefs import Tables, Wanted

MOST = 20_000
"""Incidents that a map takes, the latest first."""
EXACT = frozenset({"point", "settlement", "district"})
"""Precisions of a place that a mark may stand for; a province, region, border or country is no place to put a pin in."""


class Spot(Struct, frozen=True):
    """A place that reports name, and its incidents as numbers into ``Located.keys``.

    ``lat`` and ``lon`` are degrees, WGS 84, null where nobody knows ("the front line"). ``country`` is ISO 3166 alpha-3 or null.
    """

    name: str
    precision: str
    lat: float | None
    lon: float | None
    country: str | None
    claimed_by: tuple[str, ...]
    incidents: tuple[int, ...]


class Located(Struct, frozen=True):
    """Incidents by place, the latest first.

    ``keys`` are those looked at, ``total`` counts all that were asked for, ``contested`` are the numbers of those that are
    contested. ``pins`` are places to point at. ``areas`` are those that are all that is known of where an incident happened.
    ``placeless`` counts incidents without any place.
    """

    keys: tuple[str, ...]
    total: int
    contested: frozenset[int]
    pins: tuple[Spot, ...]
    areas: tuple[Spot, ...]
    placeless: int


def located(tables: Tables, wanted: Wanted) -> Located:
    """The incidents asked for by place; one that accounts place differently stands at each of these places."""
    where, values = wanted.where()
    sql = f"SELECT i.key, i.status = 'contested' AS contested, count(*) OVER () AS total FROM incidents i WHERE {where} {_NEWEST}"
    rows = tables.query(sql, [*values, MOST]).to_pylist()
    spots = [_spot(row) for row in tables.query(_PLACES.format(where=where), [*values, MOST]).to_pylist()]
    pins = tuple(spot for spot in spots if spot.precision in EXACT and spot.lat is not None and spot.lon is not None)
    pinned = {at for spot in pins for at in spot.incidents}
    areas = tuple(left for spot in spots if spot not in pins and (left := _without(spot, pinned)).incidents)
    placed = pinned | {at for spot in areas for at in spot.incidents}
    contested = frozenset(at for at, row in enumerate(rows) if row["contested"])
    return Located(tuple(row["key"] for row in rows), rows[0]["total"] if rows else 0, contested, pins, areas, len(rows) - len(placed))


_NEWEST = "ORDER BY coalesce(i.last, i.first) DESC NULLS LAST, i.texts DESC, i.key LIMIT ?"
_PLACES = f"""
    WITH chosen AS (SELECT i.claims, row_number() OVER ({_NEWEST.replace("LIMIT ?", "")}) - 1 AS rank FROM incidents i WHERE {{where}}
                    QUALIFY rank < ?),
    named AS (
        SELECT t.rank, unnest(c.places) AS p FROM (SELECT rank, unnest(claims) AS claim FROM chosen) t JOIN claims c ON c.key = t.claim
    )
    SELECT p.name AS name, p.precision AS precision, p.lat AS lat, p.lon AS lon, p.country AS country,
           any_value(p.claimed_by) AS claimed_by, list_sort(list(DISTINCT rank)) AS incidents
    FROM named GROUP BY p.name, p.precision, p.lat, p.lon, p.country ORDER BY len(incidents) DESC, name, lat, lon, precision
"""


def _spot(row: dict[str, Any]) -> Spot:
    return Spot(
        row["name"], row["precision"], row["lat"], row["lon"], row["country"], tuple(row["claimed_by"] or ()), tuple(row["incidents"])
    )


def _without(spot: Spot, pinned: set[int]) -> Spot:
    left = tuple(at for at in spot.incidents if at not in pinned)
    return Spot(spot.name, spot.precision, spot.lat, spot.lon, spot.country, spot.claimed_by, left)
