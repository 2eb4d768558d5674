"""How far an ingest has come: a bar for people, lines of JSON for machines, a summary at the end."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from rich.progress import ProgressColumn

    from dragoman.batch.ingest import Progress, Summary

_EVERY = 1.0
"""Seconds between two lines of JSON."""


@contextmanager
def bar(json: bool, total: int | None) -> Iterator[Callable[[Progress], None]]:
    """Show progress while the context is open.

    Args:
        json: lines of JSON on standard output instead of a bar on standard error.
        total: bytes of the sources, null where nobody can know (an address, an archive).
    """
    if json:
        yield _lines()
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
    from rich.progress import Progress as Shown

    columns: list[ProgressColumn] = [TextColumn("reading"), BarColumn(None), TextColumn("{task.fields[said]}"), TimeElapsedColumn()]
    if total is not None:
        columns += [TextColumn("left"), TimeRemainingColumn()]
    console = Console(stderr=True, emoji=False, markup=False)
    with Shown(*columns, console=console, transient=True, disable=not console.is_terminal) as shown:
        task = shown.add_task("reading", total=total, said="")

        def tell(progress: Progress) -> None:
            shown.update(task, completed=progress.bytes, said=_said(progress))

        yield tell


def _said(progress: Progress) -> str:
    rate = progress.items / progress.seconds if progress.seconds > 0 else 0.0
    return f"{progress.items:,} reports · {rate:.0f}/s · {progress.failures:,} failures"


def _lines() -> Callable[[Progress], None]:
    last = [0.0]

    def tell(progress: Progress) -> None:
        if progress.done or time.monotonic() - last[0] >= _EVERY:
            last[0] = time.monotonic()
            print(msgspec.json.encode({"progress": progress}).decode(), flush=True)

    return tell


def summary_lines(summary: Summary, json: bool, store: str) -> list[str]:
    """What a run did, in words or as one line of JSON."""
    if json:
        return [msgspec.json.encode({"summary": summary}).decode()]
    rate = summary.items / summary.seconds if summary.seconds > 0 else 0.0
    lines = [
        f"{summary.items:,} reports read in {summary.seconds:.1f} s ({rate:.1f} a second), {summary.skipped:,} were there already.",
        f"New in {store}: {summary.documents:,} documents, {summary.carriers:,} printings, {summary.claims:,} claims; "
        f"the store now holds {summary.incidents:,} incidents.",
    ]
    if summary.failures:
        lines.append(
            f"{summary.failures:,} failures, each with its reason: "
            "dragoman sql 'SELECT stage, reason, count(*) FROM failures GROUP BY ALL ORDER BY 3 DESC'"
        )
    return lines
