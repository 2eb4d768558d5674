"""The sample reports, and the check of the codebook."""

import re
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
    with (tmp_path / "index.toml").open("w") as index:
        for name, title in (("01-border", "Fire on the border"), ("02-showcase", "Envoys meet")):
            (tmp_path / f"{name}.txt").write_text(TEXT)
            index.write(
                f"[[report]]\nfile = '{name}.txt'\ntitle = '{title}'\noutlet = 'Example Wire'\nkind = 'wire'\n"
                "published = 2021-03-05\nrests_on = 'The public record of 2021.'\nnote = 'Written for a test.'\n"
            )
    return tmp_path


def test_the_one_that_shows_most_comes_first(folder: Path) -> None:
    assert samples.names() == ["showcase", "border"]
    assert samples.sample().title == "Envoys meet"
    assert samples.sample("border").published == date(2021, 3, 5)


def test_what_is_no_sample_is_refused(folder: Path) -> None:
    with pytest.raises(InputError, match=r"there are showcase, border"):
        samples.sample("none")
    (folder / "01-border.txt").unlink()
    with pytest.raises(InputError, match=r"01-border\.txt"):
        samples.sample("border")
    (folder / "index.toml").write_text("[[report]]\ntitel = 'x'")
    with pytest.raises(InputError, match=r"index\.toml"):
        samples.sample("border")
    (folder / "index.toml").write_text("report = []")
    with pytest.raises(InputError, match="no sample reports"):
        samples.sample()


def test_the_demo_shows_the_report_and_its_ledger(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = SimpleNamespace(open=lambda config: SimpleNamespace(read=lambda document: LEDGER))
    monkeypatch.setattr("dragoman.pipeline.Reader", reader)
    shown = RUNNER.invoke(cli.app, ["demo", "showcase"])

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


def test_the_demo_reads_all_samples_into_a_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    few = samples.sample_reports()[:2]
    monkeypatch.setattr(samples, "sample_reports", lambda: few)
    monkeypatch.setenv("DRAGOMAN_WORKERS", "1")
    shown = RUNNER.invoke(cli.app, ["demo", "--store", str(tmp_path / "demo")])

    assert shown.exit_code == 0, shown.output
    assert "2 reports read" in shown.stdout
    assert shown.stdout.index("Contested") < shown.stdout.index("≠ contested") < shown.stdout.index("Promised")
    key = re.search(r"dragoman incident (\w{8}) --store", shown.stdout)
    assert key is not None
    one = RUNNER.invoke(cli.app, ["incident", key[1], "--store", str(tmp_path / "demo")])
    assert one.exit_code == 0, one.output
    assert "contested" in one.stdout.casefold()


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
