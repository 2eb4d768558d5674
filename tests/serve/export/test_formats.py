"""All formats together: each is named once, says what it cannot hold, and stands in the documentation."""

from __future__ import annotations

from pathlib import Path

import pytest
from exporting import corpus, write

from dragoman.serve.export import FORMATS
from dragoman.serve.export.flat import COLUMNS
from dragoman.serve.export.records import Exporter
from dragoman.serve.series_text import CSV_COLUMNS

DOCS = Path(__file__).parents[3] / "docs"
EXPORTS = (DOCS / "exports.md").read_text(encoding="utf-8")


def test_formats_have_names_of_their_own() -> None:
    assert [one.name for one in FORMATS] == [
        "csv", "parquet", "jsonl", "geojson", "graphml", "polecat", "icews", "gdelt", "gdelt-mentions",
    ]  # fmt: skip


@pytest.mark.parametrize("exporter", FORMATS, ids=lambda one: str(one.name))
def test_the_documentation_says_what_a_format_cannot_hold(exporter: Exporter) -> None:
    assert exporter.cannot_hold
    assert f"| {exporter.name} | {'; '.join(exporter.cannot_hold)} |" in EXPORTS


def test_the_documentation_names_every_column_of_ours() -> None:
    csv = EXPORTS.partition("**csv**")[2].partition("Killed")[0]
    assert tuple(part.strip("`") for part in csv.replace("\n", " ").partition("Columns: ")[2].strip(" .").split(", ")) == COLUMNS
    series = (DOCS / "series.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in series for name in CSV_COLUMNS if not name.startswith("contested_"))


def test_every_reason_for_leaving_out_stands_in_the_documentation(tmp_path: Path) -> None:
    lake = corpus().save(tmp_path / "store")
    page = " ".join(EXPORTS.split())

    for exporter in FORMATS:
        for reason in write(lake, exporter)[1].left_out:
            assert reason.partition(":")[0] in page or reason in {"acts without coordinates", "acts that name one party only"}
