"""The series of a dyad for the terminal and as a file: numbers, and bars of block characters beside them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from rich import box
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from dragoman.analyse.series import Period, Quads, Series, Step
from dragoman.serve.words import visible

CSV_COLUMNS = (
    "period", "source", "target", "verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict",
    "contested_verbal_cooperation", "contested_material_cooperation", "contested_verbal_conflict", "contested_material_conflict",
    "score",
)  # fmt: skip
_NUMBERS = 59
"""Columns of the terminal that the numbers take; what is left is for the bars."""
_NARROWEST, _WIDEST = 11, 61
_CONFLICT, _COOPERATION = "yellow", "bright_blue"
"""Told apart whatever colours one sees; the side of the middle line says the same."""


def series_csv(series: Series) -> bytes:
    """The steps as comma-separated values, RFC 4180, UTF-8 with a header; codes are text."""
    out = io.StringIO(newline="")
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(CSV_COLUMNS)
    for step in series.steps:
        rows.writerow((step.period.isoformat(), step.source, step.target, *step.asserted, *step.contested, step.score))
    return out.getvalue().encode()


def show_series(series: Series, names: dict[str, str], console: Console) -> None:
    """Write both directions as tables with bars, and what is not counted.

    Args:
        series: what to show.
        names: what codes are called.
        console: at least 60 columns; narrower ones have no bars.
    """
    for part in _parts(series, names, console.width):
        console.print(part, highlight=False, soft_wrap=False)


def _parts(series: Series, names: dict[str, str], width: int) -> Iterator[RenderableType]:
    called = [visible(names.get(code, code)) for code in (series.one, series.other)]
    if not series.steps:
        yield Text(f"Nothing is told of what {called[0]} and {called[1]} did to each other in any one {series.by}.")
    else:
        room = min(_WIDEST, width - _NUMBERS)
        most = max(sum(step.asserted) + sum(step.contested) for step in series.steps)
        for source, target in ((series.one, series.other), (series.other, series.one)):
            steps = [step for step in series.steps if step.source == source]
            yield _title(source, target, names)
            yield _table(steps, series.by, room, most) if steps else Text("  nothing told", style="dim")
            yield Text()
        yield Text(f"An act counts once, in the {series.by} in which it began. ≠3: and 3 that are contested.", style="dim")
        if room >= _NARROWEST:
            yield Text("Bars: conflict to the left, cooperation to the right; █ asserted, ░ contested.", style="dim")
    if series.left_out:
        counted = "; ".join(f"{what}: {count:,}" for what, count in series.left_out.items())
        yield Text(f"Not counted — {counted}.", style="dim")


def _title(source: str, target: str, names: dict[str, str]) -> Text:
    ends = [visible(f"{code} ({names[code]})" if names.get(code, code) != code else code) for code in (source, target)]
    return Text(f"{ends[0]} → {ends[1]}", style="bold")


def _table(steps: Sequence[Step], by: Period, room: int, most: int) -> RenderableType:
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), show_edge=False)
    table.add_column(by, no_wrap=True)
    for name in ("verbal\ncoop.", "mater.\ncoop.", "verbal\nconfl.", "mater.\nconfl.", "score"):
        table.add_column(name, justify="right", no_wrap=True)
    half = (room - 1) // 2 if room >= _NARROWEST else 0
    if half:
        table.add_column(f"{'conflict':>{half}}│{'coop.':<{half}}"[: 2 * half + 1], no_wrap=True)
    last = None
    for step in steps:
        missing = _between(last, step.period, by)
        if missing:
            table.add_row(Text(f"⋯ {missing:,}", style="dim"), *[""] * (5 + bool(half)))
        last = step.period
        numbers = [_number(step, quad) for quad in range(4)]
        bars = [_bar(step, half, most)] if half else []
        table.add_row(step.period.isoformat()[: 7 if by == "month" else 10], *numbers, f"{step.score:+.1f}", *bars)
    return table


def _number(step: Step, quad: int) -> Text:
    asserted, contested = step.asserted[quad], step.contested[quad]
    if not asserted and not contested:
        return Text("·", style="dim")
    return Text(" ".join([*([f"{asserted}"] if asserted else []), *([f"≠{contested}"] if contested else [])]))


def _bar(step: Step, half: int, most: int) -> Text:
    """Conflict to the left of the middle and cooperation to the right; what is contested stands outermost."""
    filled, hollow = _lengths(step.asserted, step.contested, (2, 3), half, most)
    left = "░" * hollow + "█" * filled
    right = _lengths(step.asserted, step.contested, (0, 1), half, most)
    bar = Text(" " * (half - len(left)))
    bar.append(left, style=_CONFLICT)
    bar.append("│", style="dim")
    bar.append("█" * right[0] + "░" * right[1], style=_COOPERATION)
    return bar


def _lengths(asserted: Quads, contested: Quads, quads: tuple[int, int], half: int, most: int) -> tuple[int, int]:
    """Blocks for the asserted and the contested acts of two quads: at least one for any act, never more than ``half``."""
    counts = [sum(told[quad] for quad in quads) for told in (asserted, contested)]
    blocks = [max(1, round(half * count / most)) if count else 0 for count in counts]
    if sum(blocks) > half:
        blocks[blocks.index(max(blocks))] -= sum(blocks) - half
    return blocks[0], blocks[1]


def _between(last: date | None, period: date, by: Period) -> int:
    """How many periods lie between two."""
    if last is None:
        return 0
    if by == "month":
        return (period.year - last.year) * 12 + period.month - last.month - 1
    return (period - last) // timedelta(days=1 if by == "day" else 7) - 1
