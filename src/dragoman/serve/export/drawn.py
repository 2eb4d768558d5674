"""Formats that draw: points on a map (GeoJSON) and a network of actors (GraphML)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, BinaryIO
from xml.sax.saxutils import escape, quoteattr

import msgspec
from msgspec import Struct

from dragoman.codebook.crosswalk import Crosswalk
from dragoman.model.claim import party_of
from dragoman.serve.export.records import Record, Tally, Written, by_act, pairs


class GeoJson:
    """RFC 7946: one feature for each place of each claim; longitude first, WGS 84."""

    name, suffix = "geojson", ".geojson"
    cannot_hold = (
        "acts whose place has no coordinates (a border, a line, an unknown village)", "spans", "casualties",
        "mediators, framing, contexts", "the text of the report",
    )  # fmt: skip

    def write(self, records: Iterable[Record], out: BinaryIO, crosswalk: Crosswalk) -> Written:
        """Write all records."""
        tally, parted = Tally(), b""
        out.write(b'{"type": "FeatureCollection", "features": [\n')
        for record in records:
            places = [place for place in record["places"] or () if place["lat"] is not None and place["lon"] is not None]
            if not places:
                tally.leave("acts without coordinates")
            elif len(places) < len(record["places"]):
                tally.cut("places without coordinates")
            for place in places:
                out.write(parted + msgspec.json.encode(_feature(record, place)))
                parted = b",\n"
                tally.rows += 1
        out.write(b"\n]}\n")
        return tally.done()


def _feature(record: Record, place: Record) -> dict[str, Any]:
    date, plover = record["date"] or {}, record["plover"] or {}
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [place["lon"], place["lat"]]},
        "properties": {
            "claim": record["key"], "incident": record["incident"], "status": record["status"], "type": record["type"],
            "mode": record["mode"], "plover": plover.get("type"), "quad": plover.get("quad"), "score": plover.get("score"),
            "actors": [actor["code"] for actor in record["actors"] or ()],
            "recipients": [actor["code"] for actor in record["recipients"] or ()],
            "voice": record["voice"]["codes"], "stance": record["stance"], "reality": record["reality"],
            "background": record["settled_background"], "first": date.get("first"), "last": date.get("last"),
            "place": place["name"], "precision": place["precision"], "country": place["country"], "words": record["words"],
            "repeats": record["repeats"], "document": record["document"], "outlet": record["outlet"],
            "published": record["published"],
        },
    }  # fmt: skip


_KEYS = (
    ("label", "node", "string"), ("quad", "edge", "int"), ("acts", "edge", "int"), ("contested", "edge", "int"),
    ("score", "edge", "double"),
)  # fmt: skip
_Ends = tuple[str, str, int]


class _Edge(Struct):
    acts: int = 0
    contested: int = 0
    score: float = 0.0


class GraphMl:
    """A directed network: parties are nodes; what one does to another is one edge for each quad.

    ``acts`` counts incidents (and claims that stand in none), ``contested`` those of them that are contested, ``score`` is the
    mean PLOVER score. As in a series only what a voice asserts counts, days need not be known, and reprints count nothing.
    """

    name, suffix = "graphml", ".graphml"
    cannot_hold = ("single claims, their days, places, voices and words", "acts with one party only")

    def write(self, records: Iterable[Record], out: BinaryIO, crosswalk: Crosswalk) -> Written:
        """Write all records."""
        tally, edges = Tally(), dict[_Ends, _Edge]()
        for told in by_act(records):
            for ends, scores in _drawn(told, tally).items():
                edge = edges.setdefault(ends, _Edge())
                edge.acts += 1
                edge.contested += told[0]["status"] == "contested"
                edge.score += sum(scores) / len(scores)
        nodes = sorted({end for ends in edges for end in ends[:2]})
        named = {code: actor.name for code in nodes if (actor := crosswalk.codebook.actor(code)) is not None}
        tally.rows = len(edges)
        lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">']
        lines += [f'<key id="{key}" for="{of}" attr.name="{key}" attr.type="{kind}"/>' for key, of, kind in _KEYS]
        lines.append('<graph edgedefault="directed">')
        lines += [f'<node id={_quoted(code)}><data key="label">{_text(named.get(code, code))}</data></node>' for code in nodes]
        lines += [_line(ends, edge) for ends, edge in sorted(edges.items())]
        out.write("\n".join([*lines, "</graph>", "</graphml>", ""]).encode())
        return tally.done()


def _drawn(told: Iterable[Record], tally: Tally) -> dict[_Ends, list[float]]:
    """The scores that the claims of one act give to what one party does to another, by the two and the quad."""
    found: dict[_Ends, list[float]] = {}
    for record in told:
        ends = {(party_of(a["code"]), party_of(b["code"])) for a, b in pairs(record) if a is not None and b is not None}
        if record["plover"] is None:
            tally.leave("acts that PLOVER has no type for")
        elif record["stance"] != "asserts":
            tally.leave("denials and doubts")
        elif record["repeats"] is not None:
            tally.leave("reprints: they count with their original")
        elif not ends:
            tally.leave("acts that name one party only")
        else:
            for source, target in ends:
                found.setdefault((source, target, record["plover"]["quad"]), []).append(record["plover"]["score"])
    return found


def _line(ends: _Ends, edge: _Edge) -> str:
    values = (ends[2], edge.acts, edge.contested, round(edge.score / edge.acts, 2))
    data = "".join(f'<data key="{key[0]}">{value}</data>' for key, value in zip(_KEYS[1:], values, strict=True))
    return f"<edge source={_quoted(ends[0])} target={_quoted(ends[1])}>{data}</edge>"


def _quoted(code: str) -> str:
    return quoteattr(_printable(code))


def _text(words: str) -> str:
    return escape(_printable(words))


def _printable(words: str) -> str:
    """Words as XML can hold them: no control characters."""
    return "".join(letter if letter.isprintable() else " " for letter in words)
