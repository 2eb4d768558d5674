"""The sample reports, and the codebook's examples run through the reader."""

import sys
from datetime import date
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest
from msgspec.structs import replace
from sample_ledger import FIRE, LEDGER, TEXT
from typer.testing import CliRunner

from dragoman.codebook.shapes import EventType, Example
from dragoman.errors import InputError
from dragoman.model.incident import Ledger
from dragoman.model.text import Document
from dragoman.serve import cli, samples
from dragoman.serve.examples import failing_examples

RUNNER = CliRunner()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(samples, "FOLDER", tmp_path)
    for name, title in (("border", "Fire on the border"), ("showcase", "Envoys meet")):
        (tmp_path / f"{name}.toml").write_text(
            f"title = '{title}'\noutlet = 'Example Wire'\npublished = 2021-03-05\n"
            f"rests_on = 'The public record of 2021.'\ntext = '''\n{TEXT}'''\n"
        )
    return tmp_path


def test_the_one_that_shows_most_comes_first(folder: Path) -> None:
    assert samples.names() == ["showcase", "border"]
    assert samples.sample().title == "Envoys meet"
    assert samples.sample("border").published == date(2021, 3, 5)


def test_what_is_no_sample_is_refused(folder: Path) -> None:
    with pytest.raises(InputError, match=r"there are showcase, border"):
        samples.sample("none")
    (folder / "border.toml").write_text("titel = 'x'")
    with pytest.raises(InputError, match=r"border\.toml"):
        samples.sample("border")
    for path in folder.glob("*"):
        path.unlink()
    with pytest.raises(InputError, match="no sample reports"):
        samples.sample()


def test_the_demo_shows_the_report_and_its_ledger(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = SimpleNamespace(open=lambda config: SimpleNamespace(read=lambda document: LEDGER))
    monkeypatch.setattr("dragoman.pipeline.Reader", reader)
    shown = RUNNER.invoke(cli.app, ["demo"])

    assert shown.exit_code == 0, shown.output
    assert shown.stdout.startswith("Norland and Sudland trade fire")
    assert (
        shown.stdout.index("READ MORE")
        < shown.stdout.index("Contested · 1")
        < shown.stdout.index("written for Dragoman")
    )
    assert "The public record of 2021." in shown.stdout
    assert RUNNER.invoke(cli.app, ["demo", "border", "--format", "json"]).stdout.startswith("{")
    assert "border" in RUNNER.invoke(cli.app, ["demo", "--list"]).stdout


EXAMPLES = (
    Example("One.", mode="firearms"),
    Example("Two.", mode="aerial"),
    Example("Three.", match=False),
    Example("Four.", reality="planned"),
    Example("Five."),
)
EVENT = EventType("ASSAULT", "Force.", 4, -9.0, "19", False, examples={"en": EXAMPLES})


class Reader:
    """Reads every text but "Five." as an attack with firearms."""

    def __init__(self) -> None:
        self.codebook = SimpleNamespace(events={"ASSAULT": EVENT})

    def read(self, document: Document) -> Ledger:
        return replace(LEDGER, document=document, claims=() if document.text == "Five." else (FIRE,))


def test_an_example_fails_where_it_is_not_read_as_it_says() -> None:
    faults = list(failing_examples(Reader()))  # type: ignore[arg-type]  # a stand-in for the pipeline

    assert [fault.rsplit(": ", 1)[1] for fault in faults] == [
        "mode aerial expected, firearms found",
        "read as ASSAULT, which it is not",
        "planned expected, actual found",
        "not read as ASSAULT",
    ]
    assert all(fault.startswith("events/ASSAULT.toml: examples.en: “") for fault in faults)


@pytest.mark.parametrize(("faults", "status"), [(["actors/x.toml: ARM stands twice"], 1), ([], 0)])
def test_the_check_of_the_codebook_says_what_is_wrong(
    faults: list[str], status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = ModuleType("dragoman.codebook.check")
    module.check_codebook = lambda codebook: faults  # type: ignore[attr-defined]  # a stand-in for the module
    monkeypatch.setitem(sys.modules, "dragoman.codebook.check", module)
    monkeypatch.setattr("dragoman.serve.examples.failing_examples", lambda reader: iter(()))
    reader = SimpleNamespace(open=lambda config: None)
    monkeypatch.setattr("dragoman.pipeline.Reader", reader)
    result = RUNNER.invoke(cli.app, ["codebook", "check"])

    assert result.exit_code == status
    assert ("ARM stands twice" in result.stdout) is bool(faults)
    assert ("no faults" in result.stdout) is not bool(faults)
