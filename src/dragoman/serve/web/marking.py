"""Marks on the map: near places become one with a count, what is contested stands out, labels stand where there is room."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from msgspec import Struct

from dragoman.analyse.located import Located, Spot
from dragoman.serve.web.outlines import HEIGHT, LEVELS, WIDTH, Frame, Point

NEAR = 27.0
"""Units of the frame within which places are drawn as one."""
_MOST_LABELS = 16
_LETTER = 6.4
"""Units that a letter of a label is wide, about."""


class Mark(Struct, frozen=True):
    """Places drawn as one at a point: ``names`` by number of incidents, the incidents, how many of them are contested.

    ``kind`` is one (a single incident) or many; ``vague`` that a district is the most exact that is known. ``nearer`` is a
    frame in which its places stand apart, or null. ``label`` stands beside it from ``label_x`` on, or is empty.
    """

    x: float
    y: float
    r: float
    names: tuple[str, ...]
    incidents: tuple[int, ...]
    contested: int
    vague: bool
    nearer: Frame | None
    label: str = ""
    anchor: str = "start"

    @property
    def count(self) -> int:
        """How many incidents it stands for."""
        return len(self.incidents)


def marks_of(found: Located, frame: Frame, beyond: float = 0.0) -> tuple[Mark, ...]:
    """The marks of a frame, small ones last, so that they stand on top.

    Args:
        found: incidents by place; pins are in the order of their counts.
        frame: what is seen.
        beyond: units around the frame within which marks are made too, for those who drag the map.
    """
    groups: list[tuple[Point, list[Spot]]] = []
    cells: dict[tuple[int, int], list[int]] = {}
    for spot in found.pins:
        if spot.lat is None or spot.lon is None:
            continue
        point = frame.place(spot.lat, spot.lon)
        if not frame.holds(point, beyond):
            continue
        column, row = int(point[0] // NEAR), int(point[1] // NEAR)
        near = [at for x in (-1, 0, 1) for y in (-1, 0, 1) for at in cells.get((column + x, row + y), ())]
        at = min(near, key=lambda one: math.dist(groups[one][0], point), default=None)
        if at is not None and math.dist(groups[at][0], point) <= NEAR:
            groups[at][1].append(spot)
        else:
            cells.setdefault((column, row), []).append(len(groups))
            groups.append((point, [spot]))
    marks = sorted((_mark(point, spots, found, frame) for point, spots in groups), key=lambda mark: (-mark.r, mark.names))
    return tuple(_labelled(marks))


def _mark(point: Point, spots: Sequence[Spot], found: Located, frame: Frame) -> Mark:
    own = tuple(sorted({at for spot in spots for at in spot.incidents}))
    names = tuple(dict.fromkeys(spot.name for spot in spots))
    radius = 6.0 if len(own) == 1 else min(7.5 + 2.2 * math.log2(len(own)), 22.0)
    vague = all(spot.precision == "district" for spot in spots)
    contested = len(found.contested.intersection(own))
    return Mark(round(point[0], 1), round(point[1], 1), round(radius, 1), names, own, contested, vague, _apart(spots, frame))


def _apart(spots: Sequence[Spot], frame: Frame) -> Frame | None:
    """The nearest frame around places in which not all of them are one mark, or none."""
    places = {(spot.lat, spot.lon) for spot in spots if spot.lat is not None and spot.lon is not None}
    if len(places) < 2:
        return None
    lat, lon = (sum(values) / len(values) for values in zip(*places, strict=True))
    for level in range(frame.level + 2, LEVELS + 1, 2):
        nearer = Frame(round(lat, 4), round(lon, 4), level)
        if max(math.dist(nearer.place(*one), (WIDTH / 2, HEIGHT / 2)) for one in places) > NEAR:
            return nearer
    return None


def _labelled(marks: Iterable[Mark]) -> Iterable[Mark]:
    """Give labels to the largest marks, left or right of them, as long as none covers another or a mark."""
    all_marks = list(marks)
    taken = [(mark.x - mark.r, mark.y - mark.r, mark.x + mark.r, mark.y + mark.r) for mark in all_marks]
    given = 0
    for mark in all_marks:
        name = mark.names[0] if len(mark.names[0]) <= 22 else f"{mark.names[0][:20]}…"
        wide = len(name) * _LETTER
        right = (mark.x + mark.r + 3, mark.y - 7, mark.x + mark.r + 3 + wide, mark.y + 7)
        left = (mark.x - mark.r - 3 - wide, mark.y - 7, mark.x - mark.r - 3, mark.y + 7)
        for anchor, box in (("start", right), ("end", left)):
            inside = box[0] >= 0 and box[2] <= WIDTH
            if given < _MOST_LABELS and inside and not any(_meet(box, other) for other in taken):
                taken.append(box)
                given += 1
                yield Mark(mark.x, mark.y, mark.r, mark.names, mark.incidents, mark.contested, mark.vague, mark.nearer, name, anchor)
                break
        else:
            yield mark


def _meet(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
