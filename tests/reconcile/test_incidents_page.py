"""``docs/incidents.md`` says what the code does: its tables are those of the code."""

from __future__ import annotations

from pathlib import Path

from dragoman.reconcile import candidates, clusters, compare, followed, tolls

PAGE = Path(__file__).resolve().parents[2] / "docs" / "incidents.md"


def features() -> str:
    lines = ["| feature | weight | speaks for it | speaks against it |", "|---|---|---|---|"]
    lines += [f"| {f.name} | {f.weight:g} | {f.speaks_for or '–'} | {f.against or '–'} |" for f in compare.FEATURES]
    return "\n".join(lines)


def vetoes() -> str:
    return "\n".join(["| veto | when |", "|---|---|", *(f"| {v.name} | {v.words} |" for v in compare.VETOES)])


def test_the_tables_are_those_of_the_code() -> None:
    page = PAGE.read_text(encoding="utf-8")

    assert features() in page, f"write into {PAGE.name}:\n\n{features()}"
    assert vetoes() in page, f"write into {PAGE.name}:\n\n{vetoes()}"
    assert tolls.RULE in page.replace("\n", " ")


def test_the_numbers_are_those_of_the_code() -> None:
    page = PAGE.read_text(encoding="utf-8").replace("\n", " ")

    for words in (
        f"score of {compare.LINKED:g}",
        f"mean score of {clusters.TOGETHER:g}",
        f"{compare.NEAR:g} kilometres",
        f"more than {candidates.CROWD} claims",
        f"{followed.HORIZON} days",
        f"first {followed.MOST}",
    ):
        assert words in page, words
