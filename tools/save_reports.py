"""Saves what is read out of the reports in ``tests/reports``, for the test that compares.

``python tools/save_reports.py`` writes ``<slug>.json`` beside each ``<slug>.txt``. Look at the difference before
committing it: every changed line is a changed reading. The reports were written for this purpose, and what they tell is
invented.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from dragoman.intake.files import make_document
from dragoman.model.incident import Ledger
from dragoman.pipeline import Reader
from dragoman.serve.json import to_json

FOLDER = Path(__file__).resolve().parents[1] / "tests" / "reports"
PUBLISHED: Mapping[str, date | None] = {
    "border-shelling": date(2021, 3, 8),
    "drones-over-qamishli": date(2022, 11, 23),
    "truce-in-khartoum": None,
}
"""The day of publication of each report; one is read without."""


def read(slug: str, reader: Reader) -> Ledger:
    """Read one of the reports."""
    text = (FOLDER / f"{slug}.txt").read_text(encoding="utf-8")
    return reader.read(make_document(text, published=PUBLISHED[slug]))


def written(ledger: Ledger) -> str:
    """Write the ledger as JSON with one field a line, without the text and without the codebook's digest.

    Spans stand with their words, so that a difference can be read without counting.
    """
    fields = json.loads(to_json(ledger))
    text = fields["document"].pop("text")
    for claim in fields["claims"]:
        for sighting in claim["sightings"]:
            del sighting["codebook"]
    return _lines(_worded(fields, text), 0) + "\n"


def _worded(value: Any, text: str, name: str = "") -> Any:
    """Return the value with every span as ``[start, end, words]``."""
    if isinstance(value, dict):
        return {key: _worded(item, text, key) for key, item in value.items()}
    if name in {"span", "cue"} and value is not None:
        return [*value, text[slice(*value)]]
    if name == "spans":
        return [[*span, text[slice(*span)]] for span in value]
    return [_worded(item, text) for item in value] if isinstance(value, list) else value


def _lines(value: Any, depth: int) -> str:
    """JSON that is broken into lines down to the fields of an item, and compact below."""
    if depth > 2 or not value or not isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    pad = "  " * (depth + 1)
    if isinstance(value, list):
        items, brackets = [_lines(item, depth + 1) for item in value], "[]"
    else:
        items, brackets = [f"{json.dumps(key)}: {_lines(item, depth + 1)}" for key, item in value.items()], "{}"
    return brackets[0] + "\n" + ",\n".join(pad + item for item in items) + "\n" + "  " * depth + brackets[1]


def main() -> None:
    """Write every report's ledger and name the files that changed."""
    reader = Reader.open()
    for slug in PUBLISHED:
        path = FOLDER / f"{slug}.json"
        before = path.read_text(encoding="utf-8") if path.is_file() else ""
        now = written(read(slug, reader))
        path.write_text(now, encoding="utf-8")
        print(f"{path.name}: {'unchanged' if now == before else 'changed'}")


if __name__ == "__main__":
    main()
