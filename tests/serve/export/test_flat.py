"""CSV, JSON lines and Parquet: every claim is a row with what the store has of it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from exporting import HOSTILE, corpus, load_back, rows_of, write

from dragoman.analyse.selection import Selection
from dragoman.serve.export.flat import COLUMNS, Csv, JsonLines, Parquet
from dragoman.serve.export.records import ADDED, Exporter, selected
from dragoman.store.lake import Lake
from dragoman.store.rows import claims_from
from dragoman.store.tables import TABLES

EVERYTHING = Selection(background=True)


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    return corpus().save(tmp_path_factory.mktemp("export") / "store")


def test_csv_says_what_the_claims_say(lake: Lake, tmp_path: Path) -> None:
    data, written = write(lake, Csv(), EVERYTHING)
    rows = load_back(data, tmp_path, COLUMNS, header=True, quote='"', delim=",")
    told = {claim.key: (claim, document) for claim, document in corpus().claims}

    assert written.rows == len(rows) == len(told) == 9
    for row in rows:
        claim, document = told[row["key"]]
        date, span = claim.date, claim.span
        assert [row[name] for name in ("type", "mode", "stance", "reality", "document", "start", "end")] == [
            claim.type, claim.mode or "", claim.stance, claim.reality, document.key, str(span[0]), str(span[1]),
        ]  # fmt: skip
        assert row["actors"] == " ".join(one.code for one in claim.actors)
        assert row["recipients"] == " ".join(one.code for one in claim.recipients)
        assert row["mediators"] == " ".join(one.code for one in claim.mediators)
        assert row["cameo"] == (claim.plover.cameo if claim.plover else "")
        assert row["first"] == (date.first.isoformat() if date and date.first else "")
        assert row["voice"] == " ".join(claim.voice.codes)
        assert row["background"] == str(claim.background).lower()
        assert row["words"] == document.text[span[0] : span[1]]
        assert row["published"] == str(document.published)
    shells = next(row for row in rows if row["confidence"] and row["repeats"])
    assert [shells[name] for name in ("status", "place", "lat", "lon", "killed_low", "killed_high", "wounded_low")] == [
        "contested", "Sotk", "40.2", "45.86", "3", "3", "",
    ]  # fmt: skip
    assert written.cut == {"casualties by side or of other kinds": 3, "further places": 3}


def test_hostile_text_stays_in_its_cell(lake: Lake) -> None:
    data = write(lake, Csv(), EVERYTHING)[0].decode()
    rows = list(csv.DictReader(io.StringIO(data, newline="")))

    assert len(rows) == 9
    outlet = next(row["outlet"] for row in rows if row["outlet"].startswith("'"))
    assert outlet == "'" + HOSTILE.replace("\r\n", "\n").replace("\x07", "‹U+0007›").replace("\u202e", "‹U+202E›").replace(
        "\u2066", "‹U+2066›"
    ).replace("\x85", "‹U+0085›")
    assert not any(letter in data for letter in "\x07\u202e\u2066\x85")


def test_json_lines_have_all_fields_as_they_are(lake: Lake) -> None:
    data, written = write(lake, JsonLines(), EVERYTHING)
    rows = [json.loads(line) for line in data.decode().split("\n")[:-1]]

    assert written.rows == len(rows) == 9
    own = tuple(name for name in TABLES["claims"].schema.names if name not in {"blocks", "run"})
    assert {tuple(row) for row in rows} == {own + ADDED}
    assert any(row["outlet"] == HOSTILE for row in rows)
    assert [len(row["carriers"]) for row in rows if row["voice"]["person"]] == [2]
    assert {row["act"] == (row["incident"] or row["repeats"] or row["key"]) for row in rows} == {True}


def test_parquet_gives_the_claims_back(lake: Lake, tmp_path: Path) -> None:
    data, written = write(lake, Parquet(), EVERYTHING)
    table = pq.read_table(io.BytesIO(data))
    claims = {claim.key: claim for claim, _ in corpus().claims}

    assert written.rows == table.num_rows == 9
    for claim in claims_from(table):
        assert (claim.actors, claim.date, claim.places, claim.casualties) == (
            claims[claim.key].actors, claims[claim.key].date, claims[claim.key].places, claims[claim.key].casualties,
        )  # fmt: skip
    assert set(ADDED) <= set(table.schema.names)
    again = write(lake, Parquet(), EVERYTHING, batch=1)[0]
    assert pq.read_table(io.BytesIO(again)).equals(table)


def test_claims_of_an_act_come_together_and_reprints_last(lake: Lake) -> None:
    records = list(selected(rows_of(lake), EVERYTHING))
    acts = [record["act"] for record in records]
    shells = [record for record in records if record["status"] == "contested"]

    assert [act for number, act in enumerate(acts) if act not in acts[:number]] == [
        act for number, act in enumerate(acts) if number == 0 or acts[number - 1] != act
    ]
    assert [record["repeats"] is not None for record in shells] == [False, False, False, True]
    assert acts[-1] == records[-1]["key"] and records[-1]["date"] is None


@pytest.mark.parametrize("exporter", [Csv(), JsonLines(), Parquet()])
def test_nothing_to_write_is_a_file_all_the_same(lake: Lake, exporter: Exporter) -> None:
    data, written = write(lake, exporter, Selection(types=("PROTEST",)))

    assert written.rows == 0
    assert bool(data) is (exporter.name != "jsonl")
