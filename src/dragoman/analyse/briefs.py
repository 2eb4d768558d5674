"""Incidents in short: which ones are asked for, in which order, and what a line about one says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from dragoman.analyse.digest import Tables, digest_of
from dragoman.model.claim import party_of
from dragoman.model.event import Reality, Stance
from dragoman.model.incident import Status

__all__ = ["Brief", "Listed", "Sum", "Tables", "Wanted", "briefs", "briefs_from", "incident_list"]


class Sum(Struct, frozen=True):
    """People harmed, as one line says it."""

    kind: str
    whose: tuple[str, ...]
    low: int | None
    high: int | None


class Brief(Struct, frozen=True):
    """An incident in a line.

    Actors, recipients, mediators, stance and reality are those of the claim that says most plainly what happened; ``claims``
    and ``texts`` are counts, ``differ`` the fields on which accounts differ.
    """

    key: str
    status: Status
    type: str
    mode: str | None
    background: bool
    first: date | None
    last: date | None
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    mediators: tuple[str, ...]
    stance: Stance
    reality: Reality
    places: tuple[str, ...]
    texts: int
    claims: int
    tolls: tuple[Sum, ...]
    differ: tuple[str, ...]


class Wanted(Struct, frozen=True):
    """Which incidents are asked for; an empty field asks for all.

    ``since`` and ``until`` are inclusive and compared with the last and first day of an incident, ``parties`` must all take
    part, ``place`` is part of a place's name in any letter case, ``background`` includes history.
    """

    since: date | None = None
    until: date | None = None
    types: tuple[str, ...] = ()
    statuses: tuple[Status, ...] = ()
    parties: tuple[str, ...] = ()
    place: str = ""
    background: bool = False

    def where(self) -> tuple[str, list[Any]]:
        """Return a condition over an incident ``i``, and the values of its parameters."""
        parts, values = ["TRUE"], list[Any]()
        if not self.background:
            parts.append("NOT i.background")
        if self.since is not None:
            parts.append("coalesce(i.last, i.first) >= ?")
            values.append(self.since)
        if self.until is not None:
            parts.append("coalesce(i.first, i.last) <= ?")
            values.append(self.until)
        for column, chosen in (("type", self.types), ("status", self.statuses)):
            if chosen:
                parts.append(f"i.{column} IN ({', '.join('?' * len(chosen))})")
                values += chosen
        for party in self.parties:
            parts.append("list_contains(i.parties, ?)")
            values.append(party_of(party))
        if self.place:
            parts.append("contains(lower(array_to_string(i.places, chr(10))), ?)")
            values.append(self.place.casefold())
        return " AND ".join(parts), values


class Listed(Struct, frozen=True):
    """A page of a list, how many incidents there are in all, and by status whatever status is asked for."""

    briefs: tuple[Brief, ...]
    total: int
    by_status: dict[str, int]


_NEWEST = "coalesce(i.last, i.first) DESC NULLS LAST, i.texts DESC, i.key"


def incident_list(tables: Tables, wanted: Wanted, page: int = 1, size: int = 25) -> Listed:
    """One page of the incidents asked for, the latest first; pages count from 1."""
    digest = digest_of(tables)
    where, values = replace(wanted, statuses=()).where()
    counts = tables.query(f"SELECT i.status, count(*) AS n FROM briefs i WHERE {where} GROUP BY i.status", values, briefs=digest.briefs)
    by_status = dict(zip(counts.column("status").to_pylist(), counts.column("n").to_pylist(), strict=True))
    total = sum(count for status, count in by_status.items() if not wanted.statuses or status in wanted.statuses)
    where, values = wanted.where()
    sql = f"SELECT i.row FROM briefs i WHERE {where} ORDER BY {_NEWEST} LIMIT ? OFFSET ?"
    found = tables.query(sql, [*values, size, (page - 1) * size], briefs=digest.briefs)
    return Listed(briefs_from(digest.at(found)), total, by_status)


def briefs(tables: Tables, keys: Sequence[str]) -> tuple[Brief, ...]:
    """Incidents in short, in the order of their keys; keys of none are passed over."""
    return briefs_from(digest_of(tables).rows(tables, keys))


def briefs_from(rows: Iterable[Mapping[str, Any]]) -> tuple[Brief, ...]:
    """Incidents in short from rows of a digest."""
    return tuple(
        Brief(
            row["key"], row["status"], row["type"], row["mode"], row["background"], row["first"], row["last"],
            *(tuple(dict.fromkeys(row[side])) for side in ("actors", "recipients", "mediators")),  # type: ignore[arg-type, call-arg]
            row["stance"], row["reality"], tuple(row["places"]), row["texts"], row["claims"],
            tuple(Sum(toll["kind"], tuple(toll["whose"] or ()), toll["low"], toll["high"]) for toll in row["tolls"] or ()),
            tuple(dict.fromkeys(row["differ"] or ())),
        )
        for row in rows
    )  # fmt: skip
