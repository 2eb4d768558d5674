"""What the tests of all formats share: a store with two accounts, copies and hostile text, and ways to write and read it back."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb

from corpus_store import ACCUSE, AID, ASSAULT, CONSULT, SOTK, Corpus, actor, days_after, killed, when
from dragoman.analyse.selection import Selection
from dragoman.codebook.crosswalk import Crosswalk
from dragoman.codebook.load import load
from dragoman.model.claim import Voice
from dragoman.model.grouped import Reprint
from dragoman.model.world import Place
from dragoman.serve.export.records import Exporter, Record, Written, selected
from dragoman.store.lake import Lake

TEXT = (
    "Azerbaijani shells fell on Sotk, killing three. The ministry accused its neighbour. Baku denied that it shelled the town. "
    "Talks were held in Brussels, it said."
)
HOSTILE = "=cmd|' /C calc'!A0\ttab \"quoted\nline\r\nmore \x07\u202eevil\u2066 , ; \x85"
GROUND = Place(None, "the border", country="ARM", precision="border")


def corpus() -> Corpus:
    """One contested act told by three reports (one a reprint) and denied, talks of three, a promise without a day, history."""
    made = Corpus()
    first = made.document(TEXT, "Northern Post", days_after(0), title="Shells fall")
    made.carrier(first, "Southern Post", days_after(1), "https://south.example/1")
    second = made.document(TEXT + " More.", "Eastern Post", days_after(1), title=HOSTILE)
    copy = made.document(TEXT + " Copied.", HOSTILE, days_after(2))
    shells = [
        made.claim(
            document, "shells fell", [actor("AZE.MIL", "Azerbaijani forces", None, 0)], ["ARM"], voice=voice, places=(GROUND, SOTK),
            casualties=(killed(3, 3, "ARM.MIL"),), confidence={"overall": 0.75},
        )
        for document, voice in ((first, Voice(("ARM.GOV",), ("ARM.GOV",), "Arman Testyan")), (second, "narrator"), (copy, "narrator"))
    ]  # fmt: skip
    denied = made.claim(first, "shelled the town", ["AZE.MIL"], ["ARM"], voice="AZE.MIL", stance="denies")
    made.incident([*shells[:2], denied], "contested")
    made.reprints.append(Reprint(shells[2].key, shells[0].key))
    hostile = actor("ARM.GOV", HOSTILE, "Arman Testyan", 50)
    made.claim(first, "accused", [hostile], [actor("AZE", "Azerbaijan")], ACCUSE, contexts=("military", "territory"))
    talks = when(days_after(3), days_after(4), "range")
    made.claim(
        first, "Talks were held", [actor("ARM", "Armenia"), actor("AZE", "Azerbaijan"), actor("IGO:EU", "European Union")], (), CONSULT,
        talks, places=(Place(None, "Brussels", 50.85, 4.35, 2800866, "BEL"),), mediators=("USA",),
    )  # fmt: skip
    made.claim(first, "it said", ["ARM"], ["AZE"], AID, None)
    made.claim(first, "said", ["NKR.MIL"], ["AZE"], ASSAULT, background=True)
    made.claim(first, "More" if "More" in first.text else "Talks", ["ARM"], ["AZE"], None, reality="hypothetical")
    return made


def write(lake: Lake, exporter: Exporter, selection: Selection | None = None, batch: int = 2) -> tuple[bytes, Written]:
    out = io.BytesIO()
    written = exporter.write(selected(rows_of(lake, batch), selection or Selection()), out, Crosswalk(load()))
    return out.getvalue(), written


def rows_of(lake: Lake, batch: int = 2) -> Any:
    def rows(sql: str, values: Sequence[object]) -> Iterator[Record]:
        for found in lake.snapshot().stream(sql, values, batch):
            yield from found.to_pylist()

    return rows


def load_back(
    data: bytes, folder: Path, columns: Sequence[str], *, header: bool, quote: str = "", delim: str = "\t"
) -> list[dict[str, str]]:
    """The rows as DuckDB reads them, everything text and nothing guessed; an empty cell is an empty text."""
    path = folder / "export"
    path.write_bytes(data)
    shape = ", ".join(f"'{name}': 'VARCHAR'" for name in columns)
    with duckdb.connect() as connection:
        found = connection.execute(
            f"SELECT * FROM read_csv('{path}', delim = '{delim}', header = {header}, quote = '{quote}', escape = '{quote}', "
            f"auto_detect = false, strict_mode = true, null_padding = false, columns = {{{shape}}})"
        ).fetchall()
    if header:
        text = data.decode().splitlines()[0].split(delim)
        assert text == list(columns)
    return [{name: "" if cell is None else cell for name, cell in zip(columns, row, strict=True)} for row in found]
