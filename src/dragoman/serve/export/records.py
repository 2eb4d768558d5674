"""What every format is made from: claims with their incident, document and carriers, act by act."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, BinaryIO, Protocol

from msgspec import Struct

from dragoman.analyse.selection import ACT, Selection, claims_in_incidents
from dragoman.codebook.crosswalk import Crosswalk

Record = dict[str, Any]
"""A claim as the store has it (nested), with ``act`` (what counts once), ``incident``, ``status``, ``settled_background``,
``repeats`` (the claim that a reprint repeats) and of its document ``title``, ``published``, ``outlet``, ``language``,
``length`` (characters) and ``carriers``."""
Rows = Callable[[str, Sequence[object]], Iterable[Record]]
"""Asks the store: SQL and parameters in, rows out one after the other."""

ADDED = ("act", "incident", "status", "settled_background", "repeats", "title", "published", "outlet", "language", "length", "carriers")
"""The fields of a record that are no columns of its claim, in their order."""


class Exporter(Protocol):
    """Writes claims in one format."""

    @property
    def name(self) -> str:
        """What the command line calls it."""

    @property
    def suffix(self) -> str:
        """How its files end."""

    @property
    def cannot_hold(self) -> tuple[str, ...]:
        """What it has no place for."""

    def write(self, records: Iterable[Record], out: BinaryIO, crosswalk: Crosswalk) -> Written:
        """Write all records, which come act by act, and say what became of them."""


class Written(Struct, frozen=True):
    """What became of an export: rows written, claims left out by reason, and claims whose rows do not say all, by what."""

    rows: int
    left_out: dict[str, int]
    cut: dict[str, int]


def selected(rows: Rows, selection: Selection) -> Iterator[Record]:
    """Yield the claims of a selection, act by act: the earliest first, acts without a day last.

    Within an act the claims of original texts come first, then the earlier published. Always in the same order.
    """
    where, values = selection.where()
    carrier = "{'outlet': outlet, 'url': coalesce(url, \"where\"), 'published': published}"
    sql = f"""
        SELECT c.* EXCLUDE (blocks, run), {ACT} AS act, i.key AS incident, i.status AS status,
               coalesce(i.background, c.background) AS settled_background, r.of AS repeats, d.title AS title,
               d.published AS published, d.outlet AS outlet, d.language AS language, d.length AS length, p.carriers AS carriers
        FROM {claims_in_incidents()}
        JOIN (SELECT key, title, published, outlet, language, length(text) AS length FROM documents) d ON d.key = c.document
        LEFT JOIN (
            SELECT document, list({carrier} ORDER BY published NULLS LAST, outlet NULLS LAST, key) AS carriers
            FROM carriers GROUP BY document
        ) p ON p.document = c.document
        WHERE {where}
        ORDER BY coalesce(i.first, c.date.first, c.date.last) NULLS LAST, {ACT}, r.of IS NOT NULL, d.published NULLS LAST, c.key
    """
    yield from rows(sql, values)


def by_act(records: Iterable[Record]) -> Iterator[list[Record]]:
    """Yield the claims of each act together."""
    for _, told in groupby(records, key=lambda record: record["act"]):
        yield list(told)


def pairs(record: Record) -> list[tuple[Record | None, Record | None]]:
    """Who does it to whom, pair by pair; what several do together is done by each to each of the others."""
    actors, recipients = record["actors"] or [], record["recipients"] or []
    if recipients:
        return [(actor, recipient) for actor in actors or [None] for recipient in recipients]
    if len(actors) > 1:
        return [(one, other) for one in actors for other in actors if one is not other]
    return [(actor, None) for actor in actors] or [(None, None)]


def sector_of(code: str | None) -> str | None:
    """The sector in an actor's code: ``MIL`` of ``ARM.MIL``, ``IGO`` of ``IGO:UN``; null for a state as a whole."""
    if not code or code == "UNK":
        return None
    base, _, sector = code.partition(".")
    return sector or (base.partition(":")[0] if ":" in base else None)


def place_of(record: Record) -> Record | None:
    """The place of an act that is told most precisely."""
    order = ("point", "settlement", "district", "province", "region", "border", "country")
    places = record["places"] or []
    return min(places, key=lambda place: order.index(place["precision"]), default=None)


class Tally:
    """Counts rows, claims left out by reason, and claims whose rows do not say all, by what they do not say."""

    def __init__(self) -> None:
        self.rows = 0
        self.left_out: dict[str, int] = {}
        self.lost: dict[str, int] = {}

    def leave(self, reason: str, claims: int = 1) -> None:
        """Leave claims out."""
        self.left_out[reason] = self.left_out.get(reason, 0) + claims

    def cut(self, what: str) -> None:
        """Write a claim without something."""
        self.lost[what] = self.lost.get(what, 0) + 1

    def done(self) -> Written:
        """Say how it went."""
        return Written(self.rows, dict(sorted(self.left_out.items())), dict(sorted(self.lost.items())))
