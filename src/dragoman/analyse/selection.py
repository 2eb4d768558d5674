"""Which claims of a store are asked for: by day, dyad, type, status and confidence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct

from dragoman.model.claim import APART
from dragoman.model.incident import Status

if TYPE_CHECKING:
    import pyarrow as pa

Query = Callable[[str, Sequence[object]], "pa.Table"]
"""Asks the store: SQL over its tables and the values of its parameters in, rows out."""

_SECTORS_APART = ", ".join(f"'{sector}'" for sector in sorted(APART))


class Selection(Struct, frozen=True):
    """A filter over claims; an empty field asks for everything.

    ``since`` and ``until`` are inclusive and compared with a claim's last and first day; a claim without any day is then
    left out. ``dyad`` is two codes, either way round: a code without a sector stands for the whole party (``ARM`` for
    ``ARM.GOV``, but not for the rebels of ``SYR.REB``, who are a party of their own). With ``min_confidence`` claims without
    a confidence are left out. ``background`` includes history.
    """

    since: date | None = None
    until: date | None = None
    dyad: tuple[str, str] | None = None
    types: tuple[str, ...] = ()
    statuses: tuple[Status, ...] = ()
    min_confidence: float = 0.0
    background: bool = False

    def where(self) -> tuple[str, list[object]]:
        """Return a condition over a claim ``c`` and its incident ``i``, and the values of its parameters."""
        parts, values = ["TRUE"], list[object]()
        if not self.background:
            parts.append("NOT coalesce(i.background, c.background)")
        if self.since is not None:
            parts.append("coalesce(c.date.last, c.date.first) >= ?")
            values.append(self.since)
        if self.until is not None:
            parts.append("coalesce(c.date.first, c.date.last) <= ?")
            values.append(self.until)
        for column, wanted in (("c.type", self.types), ("i.status", self.statuses)):
            if wanted:
                parts.append(f"{column} IN ({', '.join('?' * len(wanted))})")
                values += wanted
        if self.min_confidence > 0:
            parts.append("c.confidence.overall >= ?")
            values.append(self.min_confidence)
        if self.dyad is not None:
            one, other = self.dyad
            forth, back = acts_on(one, other), acts_on(other, one)
            parts.append(f"({forth[0]} OR {back[0]})")
            values += [*forth[1], *back[1]]
        return " AND ".join(parts), values


def acts_on(one: str, other: str) -> tuple[str, list[object]]:
    """Condition that in a claim ``c`` one party does something to another, or both do it together; and its parameters."""
    actors = [_named("actors", one), _named("actors", other)]
    recipients = _named("recipients", other)
    condition = f"({actors[0][0]} AND ({recipients[0]} OR {actors[1][0]}))"
    return condition, [*actors[0][1], *recipients[1], *actors[1][1]]


def _named(side: str, code: str) -> tuple[str, list[object]]:
    """Condition that a side of a claim ``c`` names a party: what ``party_of`` is in Python, and its parameters."""
    if "." in code:
        return f"len(list_filter(c.{side}, lambda a: a.code = ?)) > 0", [code]
    organ = f"(starts_with(a.code, ?) AND split_part(a.code, '.', 2) NOT IN ({_SECTORS_APART}))"
    return f"len(list_filter(c.{side}, lambda a: a.code = ? OR {organ})) > 0", [code, f"{code}."]


def claims_in_incidents(claims: str = "claims") -> str:
    """What to select from: claims ``c`` with their incident ``i`` and, for those of a copy, the claim ``r.of`` they repeat."""
    return f"""{claims} c
        LEFT JOIN reprints r ON r.claim = c.key
        LEFT JOIN (
            SELECT unnest(claims) AS claim, key, status, background, first, last FROM incidents
        ) i ON i.claim = coalesce(r.of, c.key)"""


ACT = "coalesce(i.key, r.of, c.key)"
"""What is counted once: the incident of a claim, or the claim itself where it stands in none."""
