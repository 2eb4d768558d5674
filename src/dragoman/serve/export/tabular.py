"""Shared by the formats of event data: tab-separated rows, and acts that a voice asserts, one row for each pair of parties."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, BinaryIO

from msgspec import Struct

from dragoman.serve.export.records import Record, Tally, by_act, pairs
from dragoman.serve.words import visible

LIMITS = (
    "who says it (the voice), and who disputes it", "denials and doubts", "casualties", "where in the text it stands",
    "more than one place: the most precise stands", "days that are a range: the first day stands",
)  # fmt: skip
"""What no format of event data has a place for."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""


class TabSeparated:
    """Writes rows of named columns, parted by tabs, one line each whatever the text.

    Readers differ in whether they know quotation marks in such files. So that all read the same, a cell has none: white
    space becomes one space, a double quotation mark a single one, controls are shown by their code points, and text that
    a spreadsheet would run begins with an apostrophe.
    """

    def __init__(self, columns: Sequence[str], out: BinaryIO, *, header: bool) -> None:
        self.columns, self.out = columns, out
        if header:
            self._line(columns)

    def write(self, row: Mapping[str, Any]) -> None:
        """Write one row; a column that it does not name stays empty."""
        if not row.keys() <= set(self.columns):
            raise KeyError(f"no such columns: {sorted(row.keys() - set(self.columns))}")
        self._line([row.get(name) for name in self.columns])

    def _line(self, values: Iterable[object]) -> None:
        self.out.write(("\t".join(map(_cell, values)) + "\n").encode())


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.10g}"
    if not isinstance(value, str):
        return str(value)
    text = visible(" ".join(value.split())).replace('"', "'")
    return f"'{text}" if text.startswith(FORMULA) else text


class Event(Struct, frozen=True):
    """One row: what one party did to another, by the first claim that says so, and all claims that say the same.

    Claims of reprints count among ``told``, but none of them is the first. ``number`` counts a claim's rows from 1.
    """

    record: Record
    number: int
    actor: Record | None
    recipient: Record | None
    told: tuple[Record, ...]

    @property
    def id(self) -> str:
        """The key of the claim, with the number of the row from 2 on."""
        key: str = self.record["key"]
        return key if self.number == 1 else f"{key}-{self.number}"


_Code = tuple[str, str, str, date]


def events(records: Iterable[Record], tally: Tally) -> Iterator[Event]:
    """Yield the rows of event data: an act once for every pair of parties, CAMEO code and day that its claims give it."""
    for told in by_act(records):
        found: dict[_Code, tuple[Record | None, Record | None, list[Record]]] = {}
        held = [record for record in told if not _left_out(record, tally)]
        for record in held:
            for actor, recipient in pairs(record):
                found.setdefault(_code(record, actor, recipient), (actor, recipient, []))[2].append(record)
        rows: dict[str, int] = {}
        for actor, recipient, same in found.values():
            first = same[0]
            if first["repeats"] is not None:
                continue
            rows[first["key"]] = rows.get(first["key"], 0) + 1
            yield Event(first, rows[first["key"]], actor, recipient, tuple(same))
        _note(held, rows, tally)


def first_day(record: Record) -> date:
    """The first day of an act that has one."""
    day: date = record["date"]["first"]
    return day


def _code(record: Record, actor: Record | None, recipient: Record | None) -> _Code:
    """What makes two rows of an act the same."""
    ends = [one["code"] if one is not None else "" for one in (actor, recipient)]
    return (ends[0], ends[1], record["plover"]["cameo"], first_day(record))


def _left_out(record: Record, tally: Tally) -> bool:
    """Whether event data cannot hold a claim: it has rows for what is said to have happened on a day."""
    if record["plover"] is None:
        tally.leave("acts that PLOVER has no type for")
    elif record["stance"] != "asserts":
        tally.leave("denials and doubts")
    elif record["date"] is None or record["date"]["first"] is None:
        tally.leave("acts without a day")
    else:
        return False
    return True


def _note(held: Sequence[Record], rows: Mapping[str, int], tally: Tally) -> None:
    """Count an act's rows, the claims that made none, and what the rows of the others do not say."""
    tally.rows += sum(rows.values())
    for record in held:
        if record["repeats"] is not None:
            tally.leave("reprints: they count with their original")
        elif record["key"] not in rows:
            tally.leave("further claims of an act: they count with the first that tells it")
        else:
            for what, lost in (
                ("further places", len(record["places"] or ()) > 1),
                ("the days after the first", record["date"]["first"] != record["date"]["last"]),
                ("casualties", bool(record["casualties"])),
                ("the contest over the act", record["status"] == "contested"),
            ):
                if lost:
                    tally.cut(what)
