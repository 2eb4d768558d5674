"""Commands that fill a store: ``ingest`` and ``watch``."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from dragoman.errors import InputError
from dragoman.serve.cli.terminal import complain, refusing

if TYPE_CHECKING:
    from dragoman.batch.ingest import Ingest
    from dragoman.config import Config
    from dragoman.intake.columns import Columns
    from dragoman.intake.fetched import Fetching
    from dragoman.intake.limits import Limits

_PLAIN = frozenset({".txt", ".html", ".htm", ".xhtml", ".jsonl", ".ndjson", ".csv", ".tsv"})


class EngineName(StrEnum):
    """Who runs the workers."""

    local = "local"
    ray = "ray"


Store = Annotated[str | None, typer.Option("--store", metavar="DIR", help="Folder of the store; made if there is none.")]
Workers = Annotated[int | None, typer.Option(min=1, metavar="N", help="Worker processes; one per processor by default.")]
Json = Annotated[bool, typer.Option("--json", help="Tell progress and summary as lines of JSON on standard output.")]
Private = Annotated[bool, typer.Option("--allow-private", help="Fetch from private and loopback addresses too.")]


@refusing
def ingest(
    sources: Annotated[
        list[str],
        typer.Argument(help="Files, folders or addresses: text, HTML, JSON lines, CSV, Parquet, WARC, ZIP, feeds, sitemaps."),
    ],
    *,
    store: Store = None,
    column: Annotated[
        list[str] | None,
        typer.Option(metavar="FIELD=NAME", help="Which column or key holds a field: text=body, published=date. Repeatable."),
    ] = None,
    workers: Workers = None,
    engine: Annotated[EngineName, typer.Option(help="Worker processes of this machine, or Ray.")] = EngineName.local,
    address: Annotated[str | None, typer.Option(metavar="HOST:PORT", help="A running Ray cluster; else Ray starts here.")] = None,
    json: Json = False,
    allow_private: Private = False,
) -> None:
    """Read reports into a store; what is there already is passed over, so a run that was stopped goes on."""
    from dragoman.config import load_config
    from dragoman.intake.sources import Limits, open_items

    config, columns = load_config(), _columns(column or [])
    limits = Limits(item_bytes=config.max_bytes)
    fetcher = _fetcher(limits, allow_private) if any("://" in source for source in sources) else None
    total = _size(sources)
    with running(config, store, workers, engine, address, f"ingest {' '.join(sources)}", json, total) as run:
        for source in sources:
            run.add(open_items(source, columns, limits, run.note, fetcher))


@contextmanager
def running(
    config: Config, store: str | None, workers: int | None, engine: EngineName, address: str | None, command: str, json: bool,
    total: int | None,
) -> Iterator[Ingest]:  # fmt: skip
    """Open store, engine and progress bar around a run, and say at the end what it did."""
    from dragoman.batch.engines import open_engine
    from dragoman.batch.ingest import Ingest
    from dragoman.codebook.load import load
    from dragoman.serve.cli.progress import bar, summary_lines
    from dragoman.serve.cli.stores import open_store

    with open_store(store, config, create=True) as (lake, decisions), _stoppable(), bar(json, total) as on_progress:
        count = workers or config.workers or os.cpu_count() or 1
        run = Ingest(
            lake, open_engine(engine.value, config, count, address), load(config.codebook).digest, config.batch_claims, command,
            msgspec.json.encode(config).decode(), decisions.current, on_progress,
        )  # fmt: skip
        yield run
        summary = run.finish()
    for line in summary_lines(summary, json, store or config.store):
        print(line)


def _fetcher(limits: Limits, allow_private: bool) -> Fetching:
    from dragoman.intake.web import Fetcher

    return Fetcher(limits, allow_private)


def _columns(pairs: list[str]) -> Columns:
    """The columns that ``--column FIELD=NAME`` names."""
    from dragoman.intake.sources import Columns

    named = {}
    for pair in pairs:
        field, _, name = pair.partition("=")
        if field not in Columns.__struct_fields__ or not name:
            raise InputError(f"--column {pair!r}: write FIELD=NAME, FIELD one of {', '.join(Columns.__struct_fields__)}")
        named[field] = name
    return Columns(**named)


def _size(sources: list[str]) -> int | None:
    """Bytes of plain sources; none where one is an address, an archive or compressed, whose items add up to another size."""
    total = 0
    for source in sources:
        if "://" in source:
            return None
        for path in _files(Path(source)):
            if path.suffix.casefold() not in _PLAIN:
                return None
            total += path.stat().st_size
    return total


def _files(source: Path) -> Iterator[Path]:
    if source.is_dir():
        yield from (path for path in source.rglob("*") if path.is_file())
    elif source.is_file():
        yield source


@contextmanager
def _stoppable() -> Iterator[None]:
    """End a run in order when it is asked to end: what was read is kept, and the next run goes on."""

    def stop(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    except KeyboardInterrupt:
        complain("stopped; what was committed is kept, and the same command goes on from there")
        raise typer.Exit(130) from None
    finally:
        signal.signal(signal.SIGTERM, before)
