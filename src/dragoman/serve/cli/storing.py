"""Commands that ask a store and keep it in order: ``sql`` and ``store``."""

from __future__ import annotations

import csv
import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from dragoman.serve.cli.terminal import complain, console, refusing
from dragoman.serve.words import visible

if TYPE_CHECKING:
    import pyarrow as pa

store_app = typer.Typer(help="Check a store, keep it in order, see what it went through.", no_args_is_help=True)
StoreOption = Annotated[str | None, typer.Option("--store", metavar="DIR", help="Folder of the store.")]


class Shape(StrEnum):
    """How rows are shown."""

    table = "table"
    csv = "csv"
    json = "json"


@refusing
def sql(
    query: Annotated[str, typer.Argument(help="One statement that reads: SELECT, WITH, DESCRIBE, SUMMARIZE, SHOW, EXPLAIN.")],
    *,
    store: StoreOption = None,
    format_: Annotated[Shape, typer.Option("--format", "-f", help="How to show the rows.")] = Shape.table,
) -> None:
    """Ask the store in SQL; it can only be read."""
    from dragoman.config import load_config
    from dragoman.serve.cli.stores import open_lake

    _show(open_lake(store, load_config()).sql(query), format_)


def _show(found: pa.Table, shape: Shape) -> None:
    if shape is Shape.json:
        for row in found.to_pylist():
            print(msgspec.json.encode(row).decode())
        return
    if shape is Shape.csv:
        rows = csv.writer(sys.stdout, lineterminator="\n")
        rows.writerow(found.column_names)
        for row in found.to_pylist():
            rows.writerow(["" if value is None else _plain(value) for value in row.values()])
        return
    from rich import box
    from rich.table import Table

    table = Table(*(visible(name) for name in found.column_names), box=box.SIMPLE_HEAD, pad_edge=False)
    for row in found.to_pylist():
        table.add_row(*("" if value is None else visible(_plain(value)) for value in row.values()))
    screen = console()
    screen.print(table, highlight=False)
    screen.print(f"{found.num_rows:,} {'row' if found.num_rows == 1 else 'rows'}", highlight=False)


def _plain(value: object) -> str:
    return value if isinstance(value, str) else msgspec.json.encode(value).decode().strip('"')


@store_app.command("check")
@refusing
def check(store: StoreOption = None) -> None:
    """See whether every table opens and its rows fit together; exit status 1 where something does not."""
    from dragoman.config import load_config
    from dragoman.serve.cli.stores import open_lake

    found = open_lake(store, load_config()).check()
    for line in found.lines():
        print(line)
    if found.faults:
        complain(f"the store has {len(found.faults)} {'fault' if len(found.faults) == 1 else 'faults'}")
        raise typer.Exit(1)


@store_app.command("digest")
@refusing
def digest(store: StoreOption = None) -> None:
    """Print a hash of what each table says, whatever the order of its rows and the runs that wrote them."""
    from dragoman.config import load_config
    from dragoman.serve.cli.stores import open_lake

    for name, value in sorted(open_lake(store, load_config()).digest().items()):
        print(f"{value}  {name}")


@store_app.command("compact")
@refusing
def compact(store: StoreOption = None) -> None:
    """Write every table anew in the order in which rows are looked up: many small files become few."""
    from dragoman.config import load_config
    from dragoman.serve.cli.stores import open_store

    with open_store(store, load_config()) as (lake, _):
        print(f"compacted; the store is at its state {lake.compact():,}. Old files stay until `dragoman store vacuum`.")


@store_app.command("vacuum")
@refusing
def vacuum(
    store: StoreOption = None,
    hours: Annotated[float, typer.Option(min=0.0, help="Keep files that left their table within so many hours.")] = 168.0,
) -> None:
    """Remove files that no table holds any more; earlier states of the store are gone with them."""
    from dragoman.config import load_config
    from dragoman.serve.cli.stores import open_store

    with open_store(store, load_config()) as (lake, _):
        print(f"{lake.vacuum(hours):,} files removed")


@store_app.command("versions")
@refusing
def versions(store: StoreOption = None) -> None:
    """List what the tables went through, the newest first."""
    import pyarrow as pa

    from dragoman.config import load_config
    from dragoman.serve.cli.stores import open_lake

    entries = open_lake(store, load_config()).history()
    rows = [{**msgspec.structs.asdict(entry), "when": f"{entry.when:%Y-%m-%d %H:%M:%S}"} for entry in entries]
    _show(pa.Table.from_pylist(rows), Shape.table)


@store_app.command("migrate")
@refusing
def migrate(store: StoreOption = None) -> None:
    """Bring a store that an older Dragoman made up to date."""
    from dragoman.config import load_config
    from dragoman.store.lake import Lake

    config = load_config()
    print(Lake.migrate(store or config.store))


@store_app.command("regroup")
@refusing
def regroup(store: StoreOption = None) -> None:
    """Group all claims into incidents anew, as after a change of judgements made elsewhere."""
    from dragoman.batch.regroup import regroup as run
    from dragoman.config import load_config
    from dragoman.serve.cli.stores import open_store

    with open_store(store, load_config()) as (lake, decisions):
        print(f"{run(lake, decisions.current(), whole=True):,} incidents")
