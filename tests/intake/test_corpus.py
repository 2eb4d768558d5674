"""Many reports from a file, a folder or JSON lines."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dragoman.errors import InputError
from dragoman.intake.corpus import open_corpus


def test_a_folder_is_read_in_the_order_of_its_names(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("Chad shelled Niger.")
    (tmp_path / "a.jsonl").write_text('{"text": "Mali met Benin.", "published": "2020-01-02"}\n\n{"text": "Togo left."}\n')
    (tmp_path / "notes.md").write_text("not a report")

    found = list(open_corpus(str(tmp_path), 1000, lambda _: None))

    assert [d.text for d in found] == ["Mali met Benin.", "Togo left.", "Chad shelled Niger."]
    assert found[0].published == date(2020, 1, 2)


def test_what_cannot_be_read_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(" \n ")
    (tmp_path / "b.jsonl").write_text('{"text": 1}\nnothing\n{"text": "\\u0000"}\n{"text": "Togo left."}\n')
    complaints: list[str] = []

    found = list(open_corpus(str(tmp_path), 1000, complaints.append))

    assert [d.text for d in found] == ["Togo left."]
    assert [c.split(":")[0].rpartition("/")[2] for c in complaints] == ["a.txt", "b.jsonl", "b.jsonl", "b.jsonl"]
    assert f"{tmp_path}/b.jsonl:2" in complaints[2]


def test_a_single_report_is_a_corpus_of_one(tmp_path: Path) -> None:
    report = tmp_path / "r.txt"
    report.write_text("Togo left.")

    assert [d.text for d in open_corpus(str(report), 1000, lambda _: None)] == ["Togo left."]


def test_a_missing_corpus_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        list(open_corpus(str(tmp_path / "none"), 1000, lambda _: None))
