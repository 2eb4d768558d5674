"""Outlines of countries for the map, out of ``static/shapes.json`` (made by ``tools/build_shapes.py``), and Mercator's projection."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files

import msgspec
from msgspec import Struct

WIDTH, HEIGHT = 640, 440
LEVELS = 16
"""Levels of zoom above the first, at which the world is as wide as the frame; two levels double the scale."""
_TOP = 84.0
"""Degrees of latitude beyond which Mercator's projection is of no use."""
_FINE = 0.6
"""Units of the frame within which points of a line are one."""

Point = tuple[float, float]


class Frame(Struct, frozen=True):
    """What of the world is seen: its middle in degrees and the level of zoom, 0 to ``LEVELS``."""

    lat: float
    lon: float
    level: int

    @property
    def scale(self) -> float:
        """Units of the frame that the world is wide."""
        return float(WIDTH * 2.0 ** (self.level / 2))

    def place(self, lat: float, lon: float) -> Point:
        """Where a place stands in the frame, from its upper left corner."""
        x, y = project(lat, lon)
        left, top = project(self.lat, self.lon)
        return (x - left) * self.scale + WIDTH / 2, (y - top) * self.scale + HEIGHT / 2

    def holds(self, point: Point, beyond: float = 0.0) -> bool:
        """Whether a point lies in the frame, or at most so many units beyond."""
        return -beyond <= point[0] <= WIDTH + beyond and -beyond <= point[1] <= HEIGHT + beyond

    def shifted(self, across: float, down: float) -> Frame:
        """The frame moved by shares of its width and height."""
        x, y = project(self.lat, self.lon)
        return Frame(*unproject(x + across * WIDTH / self.scale, y + down * HEIGHT / self.scale), self.level)

    def zoomed(self, steps: int) -> Frame:
        """The frame so many levels nearer, as far as there are levels."""
        return Frame(self.lat, self.lon, max(0, min(LEVELS, self.level + steps)))


WORLD = Frame(25.0, 10.0, 0)


def project(lat: float, lon: float) -> Point:
    """Degrees as shares of the world's width, from its upper left corner."""
    lat = max(-_TOP, min(_TOP, lat))
    return (lon + 180) / 360, 0.5 - math.log(math.tan(math.pi / 4 + math.radians(lat) / 2)) / (2 * math.pi)


def unproject(x: float, y: float) -> Point:
    """Latitude and longitude of a point of the projected world, within its edges."""
    lat = math.degrees(2 * math.atan(math.exp((0.5 - y) * 2 * math.pi)) - math.pi / 2)
    return round(max(-_TOP, min(_TOP, lat)), 4), round(max(-180.0, min(180.0, x * 360 - 180)), 4)


def fit(places: Sequence[Point], nearest: int = 10) -> Frame:
    """The frame that holds places, given as latitude and longitude, with room around them; no nearer than a level."""
    if not places:
        return WORLD
    points = [project(*place) for place in places]
    (left, right), (top, bottom) = ((min(values), max(values)) for values in zip(*points, strict=True))
    lat, lon = unproject((left + right) / 2, (top + bottom) / 2)
    wide, high = max(right - left, 1e-9), max(bottom - top, 1e-9)
    share = min(0.84 * WIDTH / wide, 0.8 * HEIGHT / high) / WIDTH
    return Frame(lat, lon, max(0, min(nearest, math.floor(2 * math.log2(share)))))


class _Stored(Struct, frozen=True):
    arcs: list[list[int]]
    shapes: dict[str, list[list[list[int]]]]


class _Ring(Struct, frozen=True):
    points: list[Point]
    box: tuple[float, float, float, float]


@cache
def _rings() -> dict[str, list[_Ring]]:
    """The rings of each shape in the projected world."""
    raw = (files("dragoman.serve.web") / "static" / "shapes.json").read_bytes()
    stored = msgspec.json.decode(raw, type=_Stored)
    lines = [_line(arc) for arc in stored.arcs]
    return {
        code: [part for rings in polygons for ring in rings
               for part in _parts([lines[arc] if arc >= 0 else lines[~arc][::-1] for arc in ring])]
        for code, polygons in stored.shapes.items()
    }


def _line(arc: list[int]) -> list[Point]:
    lon = lat = 0
    line = []
    for at in range(0, len(arc), 2):
        lon, lat = lon + arc[at], lat + arc[at + 1]
        line.append(project(lat / 100, lon / 100))
    return line


def _parts(lines: list[list[Point]]) -> list[_Ring]:
    """A ring, and once more on the other side of the world if it runs over the edge."""
    points: list[Point] = []
    for x, y in (point for line in lines for point in line):
        turn = round(points[-1][0] - x) if points else 0
        points.append((x + turn, y))
    across, down = [x for x, _ in points], [y for _, y in points]
    box = min(across), min(down), max(across), max(down)
    found = [_Ring(points, box)]
    for turn in ([1] if box[0] < 0 else []) + ([-1] if box[2] > 1 else []):
        found.append(_Ring([(x + turn, y) for x, y in points], (box[0] + turn, box[1], box[2] + turn, box[3])))
    return found


@lru_cache(64)
def outlines(frame: Frame) -> tuple[tuple[str, str], ...]:
    """The shapes that a frame and as much around it again show: code and the ``d`` of an SVG path, by code."""
    found = []
    for code, rings in sorted(_rings().items()):
        path = "".join(part for ring in rings if (part := _path(ring, frame)))
        if path:
            found.append((code, path))
    return tuple(found)


def _path(ring: _Ring, frame: Frame) -> str:
    left, top = project(frame.lat, frame.lon)
    scale = frame.scale
    x0, y0, x1, y1 = ((ring.box[at] - (left, top)[at % 2]) * scale + (WIDTH, HEIGHT)[at % 2] / 2 for at in range(4))
    if x1 < -WIDTH / 2 or x0 > 1.5 * WIDTH or y1 < -HEIGHT / 2 or y0 > 1.5 * HEIGHT or max(x1 - x0, y1 - y0) < 1.5:
        return ""
    points = [((x - left) * scale + WIDTH / 2, (y - top) * scale + HEIGHT / 2) for x, y in ring.points]
    for axis, edge, side in ((0, -WIDTH / 2, 1), (0, 1.5 * WIDTH, -1), (1, -HEIGHT / 2, 1), (1, 1.5 * HEIGHT, -1)):
        points = _clip(points, axis, edge, side)
    return _drawn(points)


def _clip(points: list[Point], axis: int, edge: float, side: int) -> list[Point]:
    """The part of a ring on one side of a line (Sutherland and Hodgman)."""
    kept: list[Point] = []
    for at, point in enumerate(points):
        before = points[at - 1]
        inside, was = (point[axis] - edge) * side >= 0, (before[axis] - edge) * side >= 0
        if inside != was:
            share = (edge - before[axis]) / (point[axis] - before[axis])
            kept.append((before[0] + share * (point[0] - before[0]), before[1] + share * (point[1] - before[1])))
        if inside:
            kept.append(point)
    return kept


def _drawn(points: list[Point]) -> str:
    """A ring as steps of tenths of a unit, without steps that cannot be seen."""
    if len(points) < 3:
        return ""
    last = points[0]
    whole = [(round(last[0] * 10), round(last[1] * 10))]
    for point in points[1:]:
        if abs(point[0] - last[0]) + abs(point[1] - last[1]) >= _FINE:
            last = point
            whole.append((round(point[0] * 10), round(point[1] * 10)))
    if len(whole) < 3:
        return ""
    x, y = whole[0]
    steps = []
    for across, down in whole[1:]:
        steps.append(f"{(across - x) / 10:g} {(down - y) / 10:g}")
        x, y = across, down
    return f"M{whole[0][0] / 10:g} {whole[0][1] / 10:g}l{' '.join(steps)}z".replace(" -", "-")
