"""Commands that show what a store holds: ``export``, ``dyad``, ``incidents``, ``incident``, ``commitments``."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO

import typer

from dragoman.errors import InputError
from dragoman.serve.cli.terminal import complain, console, refusing

if TYPE_CHECKING:
    from dragoman.analyse.selection import Selection
    from dragoman.codebook.load import Codebook
    from dragoman.serve.export.records import Exporter, Record, Written
    from dragoman.store.lake import Snapshot


class By(StrEnum):
    """The periods of a series."""

    day = "day"
    week = "week"
    month = "month"


class Shape(StrEnum):
    """How a series is written."""

    table = "table"
    csv = "csv"
    svg = "svg"


class StatusName(StrEnum):
    """The statuses of an incident."""

    contested = "contested"
    corroborated = "corroborated"
    one_sided = "one-sided"
    unverified = "unverified"
    uncontested = "uncontested"


class Order(StrEnum):
    """The orders of a list of incidents."""

    status = "status"
    day = "day"
    texts = "texts"
    claims = "claims"


class StateName(StrEnum):
    """How a commitment stands."""

    made = "made"
    kept = "kept"
    breach_alleged = "breach alleged"
    lapsed = "lapsed"


Store = Annotated[str | None, typer.Option("--store", metavar="DIR", help="Folder of the store.")]
Since = Annotated[str | None, typer.Option(metavar="DATE", help="Only acts of this day or later, as 2021-03-05.")]
Until = Annotated[str | None, typer.Option(metavar="DATE", help="Only acts of this day or earlier.")]
Dyad = Annotated[
    tuple[str, str] | None, typer.Option(metavar="A B", help="Only what these two did to each other or together: codes, as ARM AZE.")
]
Types = Annotated[list[str] | None, typer.Option("--type", metavar="TYPE", help="Only acts of this type, as ASSAULT. Repeatable.")]
Statuses = Annotated[list[StatusName] | None, typer.Option("--status", help="Only incidents of this status. Repeatable.")]
Confidence = Annotated[float, typer.Option(metavar="P", min=0.0, max=1.0, help="Leave out claims whose confidence is lower.")]
Background = Annotated[bool, typer.Option("--background", help="History and recap too.")]
Out = Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Where to write; without it to standard output.")]


@refusing
def export(
    format_: Annotated[
        str, typer.Argument(metavar="FORMAT", help="csv, parquet, jsonl, geojson, graphml, polecat, icews, gdelt or gdelt-mentions.")
    ],
    *,
    store: Store = None,
    out: Out = None,
    since: Since = None,
    until: Until = None,
    dyad: Dyad = None,
    types: Types = None,
    statuses: Statuses = None,
    min_confidence: Confidence = 0.0,
    background: Background = False,
) -> None:
    """Write claims in a format that other programs load; standard error says what it could not hold."""
    exporter = _exporter(format_)
    if out is None and exporter.name == "parquet" and sys.stdout.isatty():
        raise InputError("parquet is no text: name a file with --out")
    snapshot, codebook = _opened(store)
    selection = _selection(snapshot, codebook, since, until, dyad, types, statuses, min_confidence, background)
    from dragoman.codebook.crosswalk import Crosswalk
    from dragoman.serve.export.records import selected

    def rows(sql: str, values: Sequence[object]) -> Iterator[Record]:
        for batch in snapshot.stream(sql, values):
            yield from batch.to_pylist()

    with _written(out) as file:
        written = exporter.write(selected(rows, selection), file, Crosswalk(codebook))
    _report(exporter, written)


def _exporter(name: str) -> Exporter:
    from dragoman.serve.export import FORMATS

    found = next((one for one in FORMATS if one.name == name.strip().lower()), None)
    if found is None:
        raise InputError(f"{name}: no such format; there are {', '.join(one.name for one in FORMATS)}")
    return found


def _report(exporter: Exporter, written: Written) -> None:
    """Say what became of the claims: every format leaves something out, and none does so silently."""
    complain(f"{exporter.name}: {written.rows:,} {'row' if written.rows == 1 else 'rows'}")
    for reason, claims in written.left_out.items():
        complain(f"left out: {claims:,} of {reason}")
    for what, claims in written.cut.items():
        complain(f"not shown: {what}, of {claims:,}")
    complain(f"{exporter.name} cannot hold: {'; '.join(exporter.cannot_hold)}")


@refusing
def dyad(
    one: Annotated[str, typer.Argument(metavar="A", help="A code, as ARM, ARM.MIL, IGO:UN, HAMAS.REB.")],
    other: Annotated[str, typer.Argument(metavar="B", help="The other one.")],
    *,
    by: Annotated[By, typer.Option(help="How long a period is; weeks begin on Monday.")] = By.week,
    since: Since = None,
    until: Until = None,
    types: Types = None,
    statuses: Statuses = None,
    min_confidence: Confidence = 0.0,
    background: Background = False,
    format_: Annotated[Shape, typer.Option("--format", "-f", help="How to write it.")] = Shape.table,
    dark: Annotated[bool, typer.Option("--dark", help="Draw the SVG for a dark page.")] = False,
    out: Out = None,
    store: Store = None,
) -> None:
    """Show what two parties did to each other over time, both directions, asserted and contested apart."""
    from dragoman.analyse.parties import party_code
    from dragoman.analyse.series import dyad_series

    snapshot, codebook = _opened(store)
    codes = [party_code(code, codebook, snapshot.query) for code in (one, other)]
    selection = _selection(snapshot, codebook, since, until, None, types, statuses, min_confidence, background)
    series = dyad_series(snapshot.query, codes[0], codes[1], by.value, selection)
    names = _names(codebook)
    if format_ is Shape.table:
        from dragoman.serve.series_text import show_series

        with _screen(out) as screen:
            show_series(series, names, screen)
        return
    if format_ is Shape.csv:
        from dragoman.serve.series_text import series_csv

        data = series_csv(series)
    else:
        from dragoman.serve.charts import DARK, LIGHT, series_svg

        data = series_svg(series, DARK if dark else LIGHT).encode()
    with _written(out) as file:
        file.write(data)
    for what, count in series.left_out.items():
        complain(f"not counted: {what}: {count:,}")


@refusing
def incidents(
    *,
    since: Since = None,
    until: Until = None,
    dyad: Dyad = None,
    types: Types = None,
    statuses: Statuses = None,
    min_confidence: Confidence = 0.0,
    background: Background = False,
    sort: Annotated[Order, typer.Option(help="Contested first, the latest first, or those told most.")] = Order.status,
    most: Annotated[int, typer.Option(metavar="N", help="How many to list.", min=1)] = 50,
    store: Store = None,
) -> None:
    """List incidents: how sure, when, what, who, where, told by how many, and why so sure."""
    from dragoman.analyse.incidents import list_incidents
    from dragoman.serve.corpus_text import show_incidents

    snapshot, codebook = _opened(store)
    selection = _selection(snapshot, codebook, since, until, dyad, types, statuses, min_confidence, background)
    with _screen(None) as screen:
        show_incidents(list_incidents(snapshot, selection, sort.value, most), screen)


@refusing
def incident(
    key: Annotated[str, typer.Argument(metavar="KEY", help="The key of any of its claims; its first six digits will do.")],
    *,
    store: Store = None,
) -> None:
    """Show one incident: the accounts side by side in the words of the reports, tolls by claimant, and how all of it follows."""
    from dragoman.analyse.incidents import find_case
    from dragoman.serve.corpus_text import show_case

    case = find_case(_opened(store)[0], key)
    with _screen(None) as screen:
        show_case(case, screen)


@refusing
def commitments(
    *,
    state: Annotated[StateName | None, typer.Option(help="Only those that stand so.")] = None,
    party: Annotated[str | None, typer.Option(metavar="CODE", help="Only those of this party.")] = None,
    store: Store = None,
) -> None:
    """List commitments: what was promised by whom, how it stands, and who alleges a breach."""
    from dragoman.analyse.incidents import list_commitments
    from dragoman.analyse.parties import party_code
    from dragoman.serve.corpus_text import show_commitments

    snapshot, codebook = _opened(store)
    code = party_code(party, codebook, snapshot.query) if party is not None else None
    with _screen(None) as screen:
        show_commitments(list_commitments(snapshot, state.value if state is not None else None, code), _names(codebook), screen)


# --- shared --------------------------------------------------------------------------------------------------------------


def _opened(store: str | None) -> tuple[Snapshot, Codebook]:
    """The store as it is now, for reading, and the codebook."""
    from dragoman.codebook.load import load
    from dragoman.config import load_config
    from dragoman.serve.cli.stores import open_lake

    config = load_config()
    return open_lake(store, config).snapshot(), load(config.codebook)


def _selection(
    snapshot: Snapshot, codebook: Codebook, since: str | None, until: str | None, dyad: tuple[str, str] | None,
    types: list[str] | None, statuses: list[StatusName] | None, min_confidence: float, background: bool,
) -> Selection:  # fmt: skip
    """The filters of the command line, checked.

    Raises:
        InputError: a day, code or type is none, or the days are the wrong way round.
    """
    from dragoman.analyse.parties import party_code
    from dragoman.analyse.selection import Selection
    from dragoman.serve.entries import nearest

    first, last = _day("--since", since), _day("--until", until)
    if first is not None and last is not None and first > last:
        raise InputError(f"--since {first.isoformat()} lies after --until {last.isoformat()}")
    wanted = tuple(dict.fromkeys(one.strip().upper() for one in types or ()))
    for one in wanted:
        if one not in codebook.events:
            near = nearest(one, codebook)
            raise InputError(f"--type {one}: no event type of this name{f' (near: {near})' if near else ''}")
    pair = None
    if dyad is not None:
        pair = (party_code(dyad[0], codebook, snapshot.query), party_code(dyad[1], codebook, snapshot.query))
    names = tuple(dict.fromkeys(one.value for one in statuses or ()))
    return Selection(first, last, pair, wanted, names, min_confidence, background)  # type: ignore[arg-type]  # the words of an enum


def _day(option: str, value: str | None) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(value.strip())
    except ValueError as error:
        raise InputError(f"{option} {value!r}: not a date; write it as 2021-03-05") from error


def _names(codebook: Codebook) -> dict[str, str]:
    return {actor.code: actor.name for actor in codebook.actors}


@contextmanager
def _written(out: Path | None) -> Iterator[BinaryIO]:
    """Standard output, or a file that is there whole or not at all.

    Raises:
        InputError: it cannot be written.
    """
    if out is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    aside = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        with aside.open("wb") as file:
            yield file
        aside.replace(out)
    except OSError as error:
        raise InputError(f"{out}: cannot be written ({error.strerror})") from error
    finally:
        aside.unlink(missing_ok=True)


@contextmanager
def _screen(out: Path | None) -> Iterator[Any]:
    """The terminal, or text without colours and trailing blanks in a pipe or a file."""
    screen = console()
    if out is None and screen.is_terminal:
        yield screen
        return
    from rich.console import Console

    plain = Console(width=screen.width, emoji=False, markup=False, color_system=None, force_terminal=False)
    with plain.capture() as captured:
        yield plain
    text = "".join(f"{line.rstrip()}\n" for line in captured.get().rstrip("\n").split("\n"))
    with _written(out) as file:
        file.write(text.encode())
