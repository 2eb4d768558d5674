"""The sample reports, and the check of the codebook."""

from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from sample_ledger import LEDGER, TEXT
from typer.testing import CliRunner

from dragoman.errors import InputError
from dragoman.serve import cli, samples

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


@pytest.mark.parametrize(("faults", "status"), [(("actors/x.toml: ARM stands twice",), 1), ((), 0)])
def test_the_check_of_the_codebook_says_what_is_wrong(
    faults: tuple[str, ...], status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr("dragoman.codebook.check.check", lambda folders: faults)
    monkeypatch.setattr("dragoman.codebook.check.check_examples", lambda codebook, read: [read("The army left.")][1:])
    reader = SimpleNamespace(open=lambda config: SimpleNamespace(read=lambda document: asked.append(document.text)))
    monkeypatch.setattr("dragoman.pipeline.Reader", reader)
    result = RUNNER.invoke(cli.app, ["codebook", "check"])

    assert result.exit_code == status, result.output
    assert asked == ["The army left."]
    assert ("ARM stands twice" in result.stdout) is bool(faults)
    assert ("no faults" in result.stdout) is not bool(faults)
