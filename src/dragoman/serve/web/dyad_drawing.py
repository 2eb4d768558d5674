"""The drawn series of a dyad with what is marked on it: lanes of signs above the chart, each with a line down through it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from dragoman.analyse.dyads import Change, Kind, Mark
from dragoman.analyse.series import Series
from dragoman.serve.charts import DARK, Theme, series_spec, series_svg

LANES: tuple[tuple[Kind, str], ...] = (("talks", "talks"), ("agreement", "truces, agreements"), ("breach", "alleged breaches"))
"""What is marked, and how its lane is called; from the top."""

_HEAD, _LANE, _SIZE = 14, 22, 5
_LABELS = 128
"""Width that the labels of the lanes take, left of the chart."""
_LEGEND = 54
"""Height of what stands below the lower chart: its axis, title and legend."""
_COLOURS: dict[bool, dict[Kind, str]] = {
    False: {"talks": "#0b4f8a", "agreement": "#1c6844", "breach": "#a3281a"},
    True: {"talks": "#8cc4f0", "agreement": "#7fd1a4", "breach": "#ff9d8a"},
}
_OPENING = re.compile(r'<svg [^>]*width="([0-9.]+)" height="([0-9.]+)"[^>]*>')
_ORIGIN = re.compile(r'transform="translate\(([0-9.]+),([0-9.]+)\)"')


def marked_svg(series: Series, marks: Sequence[Mark], changes: Sequence[Change], theme: Theme) -> str:
    """The chart of ``serve.charts`` with its marks.

    Args:
        series: what is drawn; without steps the chart stands alone.
        marks: what is marked; those outside its days are left out.
        changes: a change of level is a broken line with a triangle at its foot.
        theme: ``LIGHT`` or ``DARK``.
    """
    chart, spec = series_svg(series, theme), series_spec(series, theme)
    size, origin, ends = _OPENING.search(chart), _ORIGIN.search(chart), _ends(spec)
    if not series.steps or size is None or origin is None or ends is None:
        return chart
    width, height = float(size[1]), float(size[2])
    across = _Across(_LABELS + float(origin[1]), *ends, float(spec["vconcat"][0]["width"]))
    head = _HEAD + _LANE * len(LANES)
    foot = head + height - _LEGEND
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width + _LABELS:g}" height="{height + head:g}" '
        f'viewBox="0 0 {width + _LABELS:g} {height + head:g}" font-family="sans-serif" font-size="11">',
        f'<rect width="100%" height="100%" fill="{theme.background}"/>',
        chart.replace("<svg ", f'<svg x="{_LABELS}" y="{head}" ', 1),
    ]
    for lane, (kind, label) in enumerate(LANES):
        y = _HEAD + _LANE * lane + _LANE / 2
        own = [mark for mark in marks if mark.kind == kind and across.holds(mark.day)]
        parts.append(f'<text x="4" y="{y + 4:g}" fill="{theme.ink}">{label} ({len(own)})</text>')
        parts.append(_line(across.left, y, across.left + across.width, y, theme.faint))
        parts += _lane(kind, [across.at(day) for day in sorted({mark.day for mark in own})], y, foot, theme)
    for change in changes:
        x = across.at(change.period)
        parts.append(_line(x, head, x, foot, theme.ink, 'stroke-dasharray="6 4"'))
        parts.append(f'<path d="M{x:g} {foot:g}l-5 8h10Z" fill="{theme.ink}"/>')
    return "".join([*parts, "</svg>"])


class _Across:
    """Where days stand from left to right."""

    def __init__(self, left: float, first: date, last: date, width: float) -> None:
        self.left, self.width = left, width
        self._first, self._days = first, max(1, (last - first).days)

    def holds(self, day: date) -> bool:
        return timedelta() <= day - self._first <= timedelta(self._days)

    def at(self, day: date) -> float:
        return round(self.left + self.width * (day - self._first).days / self._days, 1)


def _ends(spec: Any) -> tuple[date, date] | None:
    """The first and last day of the axis of time, as the chart's specification has it."""
    if isinstance(spec, dict):
        scale = spec.get("scale")
        if isinstance(scale, dict) and scale.get("type") == "utc" and "domain" in scale:
            first, last = (date(end["year"], end["month"], end["date"]) for end in scale["domain"])
            return first, last
        spec = list(spec.values())
    return next((found for one in spec if (found := _ends(one)) is not None), None) if isinstance(spec, list) else None


def _lane(kind: Kind, at: Sequence[float], y: float, foot: float, theme: Theme) -> list[str]:
    """The signs of a lane over the lines that lead down from them."""
    colour = _COLOURS[theme is DARK][kind]
    return [
        *(_line(x, y, x, foot, colour, 'stroke-opacity="0.28"') for x in at),
        *(_sign(kind, x, y, colour, theme.background) for x in at),
    ]


def _line(x: float, y: float, to_x: float, to_y: float, colour: str, more: str = "") -> str:
    return f'<line x1="{x:g}" y1="{y:g}" x2="{to_x:g}" y2="{to_y:g}" stroke="{colour}" {more}/>'


def _sign(kind: Kind, x: float, y: float, colour: str, paper: str) -> str:
    """A circle, a diamond or a cross: what they are is seen without their colours."""
    if kind == "talks":
        return f'<circle cx="{x:g}" cy="{y:g}" r="{_SIZE - 0.5:g}" fill="{paper}" stroke="{colour}" stroke-width="2"/>'
    if kind == "agreement":
        side = _SIZE + 1
        return f'<path d="M{x:g} {y - side:g}l{side} {side}l{-side} {side}l{-side} {-side}Z" fill="{colour}"/>'
    half = _SIZE - 1
    cross = f"M{x - half:g} {y - half:g}l{2 * half} {2 * half}m0 {-2 * half}l{-2 * half} {2 * half}"
    return f'<path d="{cross}" stroke="{colour}" stroke-width="2.4"/>'
