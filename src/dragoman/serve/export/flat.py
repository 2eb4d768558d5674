"""Formats of our own columns: comma-separated values, Parquet, JSON lines."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, BinaryIO

import msgspec

from dragoman.codebook.crosswalk import Crosswalk
from dragoman.serve.export.records import Record, Tally, Written, place_of
from dragoman.serve.export.tabular import FORMULA
from dragoman.serve.words import visible

COLUMNS = (
    "key", "incident", "status", "type", "mode", "contexts", "plover", "quad", "score", "cameo", "actors", "recipients",
    "mediators", "voice", "voice_chain", "anonymous", "stance", "reality", "background", "first", "last", "grain", "basis", "place",
    "country", "lat", "lon", "precision", "killed_low", "killed_high", "wounded_low", "wounded_high", "words", "start", "end",
    "confidence", "repeats", "document", "title", "outlet", "published", "carriers",
)  # fmt: skip
"""Columns of the CSV file; several values in one cell are parted by a space."""
_TABLES = ("quotations, commitments, coders and their reasons, the texts (they are tables of the store: dragoman sql)",)
_BATCH = 5_000


class Csv:
    """One row per claim, RFC 4180, UTF-8 with a header. Text that a spreadsheet would run begins with an apostrophe."""

    name, suffix = "csv", ".csv"
    cannot_hold = (
        "spans of single actors, places and numbers", "more than one place: the most precise stands",
        "casualties by side, and other than killed and wounded", "persons, names of actors, framing", *_TABLES,
    )  # fmt: skip

    def write(self, records: Iterable[Record], out: BinaryIO, crosswalk: Crosswalk) -> Written:
        """Write all records."""
        tally, text = Tally(), io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
        rows = csv.DictWriter(text, COLUMNS, lineterminator="\r\n")
        rows.writeheader()
        for record in records:
            rows.writerow({name: _safe(value) for name, value in _flat(record).items()})
            tally.rows += 1
            if len(record["places"] or ()) > 1:
                tally.cut("further places")
            if any(one["whose"] or one["kind"] not in {"killed", "wounded"} for one in record["casualties"] or ()):
                tally.cut("casualties by side or of other kinds")
        text.detach()
        return tally.done()


class JsonLines:
    """One JSON object per claim with all its fields."""

    name, suffix = "jsonl", ".jsonl"
    cannot_hold = _TABLES

    def write(self, records: Iterable[Record], out: BinaryIO, crosswalk: Crosswalk) -> Written:
        """Write all records."""
        tally = Tally()
        for record in records:
            out.write(msgspec.json.encode(record) + b"\n")
            tally.rows += 1
        return tally.done()


class Parquet:
    """One row per claim with its nested columns, as the store has them."""

    name, suffix = "parquet", ".parquet"
    cannot_hold = _TABLES

    def write(self, records: Iterable[Record], out: BinaryIO, crosswalk: Crosswalk) -> Written:
        """Write all records, some thousand at a time."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        from dragoman.store.tables import TABLES

        claims = TABLES["claims"].schema
        text, day = pa.string(), pa.date32()
        carrier = pa.struct([("outlet", text), ("url", text), ("published", day)])
        schema = pa.schema([
            *(claims.field(name) for name in claims.names if name not in {"blocks", "run"}), ("act", text), ("incident", text),
            ("status", text), ("settled_background", pa.bool_()), ("repeats", text), ("title", text), ("published", day),
            ("outlet", text), ("language", text), ("length", pa.int64()), ("carriers", pa.list_(carrier)),
        ])  # fmt: skip
        tally = Tally()
        with pq.ParquetWriter(out, schema, compression="zstd") as writer:
            for batch in _batches(records):
                writer.write_table(pa.Table.from_pylist(batch, schema=schema))
                tally.rows += len(batch)
        return tally.done()


def _batches(records: Iterable[Record]) -> Iterator[list[Record]]:
    waiting = iter(records)
    while batch := list(islice(waiting, _BATCH)):
        yield batch


def _flat(record: Record) -> dict[str, Any]:
    plover, voice, date, place = record["plover"] or {}, record["voice"], record["date"] or {}, place_of(record) or {}
    return {
        "key": record["key"], "incident": record["incident"], "status": record["status"], "type": record["type"],
        "mode": record["mode"], "contexts": " ".join(record["contexts"] or ()), "plover": plover.get("type"),
        "quad": plover.get("quad"), "score": plover.get("score"), "cameo": plover.get("cameo"),
        "actors": _codes(record["actors"]), "recipients": _codes(record["recipients"]), "mediators": _codes(record["mediators"]),
        "voice": " ".join(voice["codes"]), "voice_chain": " ".join(voice["chain"]), "anonymous": voice["anonymous"],
        "stance": record["stance"], "reality": record["reality"], "background": record["settled_background"],
        "first": date.get("first"), "last": date.get("last"), "grain": date.get("grain"), "basis": date.get("basis"),
        "place": place.get("name"), "country": place.get("country"), "lat": place.get("lat"), "lon": place.get("lon"),
        "precision": place.get("precision"), **_toll(record, "killed"), **_toll(record, "wounded"), "words": record["words"],
        "start": record["span"]["start"], "end": record["span"]["end"],
        "confidence": (record["confidence"] or {}).get("overall"), "repeats": record["repeats"],
        "document": record["document"], "title": record["title"], "outlet": record["outlet"],
        "published": record["published"], "carriers": len(record["carriers"] or ()),
    }  # fmt: skip


def _codes(actors: list[Record] | None) -> str:
    return " ".join(actor["code"] for actor in actors or ())


def _toll(record: Record, kind: str) -> dict[str, int | None]:
    """The sum over the sides that are told; open where one of them is."""
    found = [one for one in record["casualties"] or () if one["kind"] == kind]
    ends = {}
    for end in ("low", "high"):
        values = [one[end] for one in found]
        ends[f"{kind}_{end}"] = None if not values or None in values else sum(values)
    return ends


def _safe(value: object) -> object:
    """Show controls other than line ends by their code points, and disarm a formula: hostile text must not run in a spreadsheet."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return value
    text = visible(value.replace("\r\n", "\n"))
    return f"'{text}" if text.startswith(FORMULA) else text
