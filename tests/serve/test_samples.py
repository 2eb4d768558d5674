"""The sample reports themselves: complete, indexed, and without invented direct speech."""

import re
from datetime import date
from typing import get_args

import pytest

from dragoman.serve.samples import FOLDER, Kind, Sample, names, sample, sample_reports, showcase

REPORTS = sample_reports()
LAST_LINE = "(Written for Dragoman from the public record.)"
QUOTED = re.compile(r"[\"“]([^\"“”\n]*)[\"”]")


def test_there_are_80_reports_of_all_kinds_of_outlet() -> None:
    assert len(REPORTS) == 80
    assert {report.kind for report in REPORTS} == set(get_args(Kind))
    assert len(set(names())) == 80


def test_every_file_is_indexed() -> None:
    on_disk = {entry.name for entry in FOLDER.iterdir() if entry.name.endswith(".txt")}
    assert {name.partition("-")[2] for name in on_disk} == {f"{report.name}.txt" for report in REPORTS}
    assert len(on_disk) == len(REPORTS)


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.name)
def test_a_report_is_as_a_report_should_be(report: Sample) -> None:
    lines = report.text.split("\n")
    assert lines[0] == report.title
    assert lines[1] == ""
    assert report.text.rstrip("\n").endswith(f"\n\n{LAST_LINE}")
    assert 130 <= len(report.text.split()) <= 500
    assert date(2020, 9, 27) <= report.published <= date(2023, 12, 31)
    assert report.rests_on.endswith(".")
    assert report.note == "Written for Dragoman; not a published report. The outlet is invented."
    assert "\r" not in report.text


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.name)
def test_no_direct_quotation_is_longer_than_twelve_words(report: Sample) -> None:
    assert all(len(words.split()) <= 12 for words in QUOTED.findall(report.text))


def test_one_report_of_the_ceasefire_leaves_a_quotation_open() -> None:
    odd = [report.name for report in REPORTS if report.text.count('"') % 2]
    assert odd == ["statement-baku"]


def test_the_showcase_comes_first() -> None:
    assert names()[0] == "showcase"
    assert sample() == showcase() == REPORTS[0]
