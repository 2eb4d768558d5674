"""Drawings that the desk makes itself: where the marks stand; templates write the SVG, so that every word in it is escaped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from msgspec import Struct

from dragoman.model.grouped import Figure, Toll

WIDTH, HEIGHT = 640, 200
_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 24, 14, 34
SHAPES = ("circle", "square", "triangle", "diamond", "cross")


class Mark(Struct, frozen=True):
    """A figure: its middle, the ends of its range, the shape of its claimant, and whether a later one took its place."""

    x: float
    y: float
    high: float
    low: float
    shape: str
    old: bool
    figure: Figure
    day: date


class Tick(Struct, frozen=True):
    """A line of the frame with its label."""

    at: float
    label: str


class Drawing(Struct, frozen=True):
    """Figures over time: marks, claimants with their shapes, and the frame."""

    marks: tuple[Mark, ...]
    legend: tuple[tuple[str, str], ...]
    across: tuple[Tick, ...]
    along: tuple[Tick, ...]
    width: int = WIDTH
    height: int = HEIGHT


def draw_toll(toll: Toll, told: Mapping[str, date | None]) -> Drawing | None:
    """Draw the figures of a toll by the day of which they speak, else on which they were told; none for fewer than two days.

    Args:
        toll: what was counted.
        told: the day of publication by claim.
    """
    dated = [
        (day, figure) for figure in toll.figures
        if (day := figure.as_of or told.get(figure.claim)) is not None and not figure.low is figure.high is None
    ]  # fmt: skip
    if len({day for day, _ in dated}) < 2:
        return None
    first, last = min(day for day, _ in dated), max(day for day, _ in dated)
    most = max(_most(figure) for _, figure in dated) or 1
    top = _rounded(most)
    voices = list(dict.fromkeys(figure.voice for _, figure in dated))[: len(SHAPES)]
    span = (last - first).days
    inner_x, inner_y = WIDTH - _LEFT - _RIGHT, HEIGHT - _TOP - _BOTTOM

    def across(day: date) -> float:
        return round(_LEFT + inner_x * (day - first).days / span, 1)

    def up(count: float) -> float:
        return round(_TOP + inner_y * (1 - min(count, top) / top), 1)

    marks = tuple(
        Mark(
            across(day), up(((figure.low or 0) + _most(figure)) / 2), up(_most(figure)), up(figure.low or 0),
            SHAPES[voices.index(figure.voice)] if figure.voice in voices else SHAPES[-1], figure.superseded_by is not None, figure, day,
        )
        for day, figure in dated
    )  # fmt: skip
    return Drawing(
        marks, tuple((voice, SHAPES[at]) for at, voice in enumerate(voices)),
        tuple(Tick(up(top * part / 4), f"{top * part // 4:,}") for part in (0, 2, 4)),
        tuple(Tick(across(day), f"{day.day} {day:%b}") for day in _days(first, last)),
    )  # fmt: skip


def _most(figure: Figure) -> int:
    return figure.high if figure.high is not None else (figure.low or 0)


def _rounded(most: int) -> int:
    """The next number above of two leading digits that four parts divide."""
    step = 4
    while most > step * 10:
        step *= 10
    return -(-most // step) * step


def _days(first: date, last: date) -> Sequence[date]:
    count = min((last - first).days, 4)
    return [first + timedelta(days=round((last - first).days * part / count)) for part in range(count + 1)]
