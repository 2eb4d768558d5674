"""The command line as a user meets it."""

import json
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path
from typing import ClassVar

import pytest
from sample_ledger import LEDGER, TEXT
from typer.testing import CliRunner

import dragoman
from dragoman.serve import cli

RUNNER = CliRunner()


class FixedReader:
    """Stands in for the pipeline: gives back one ledger and remembers what it was asked to read."""

    seen: ClassVar[list[object]] = []

    @classmethod
    def open(cls, config: object) -> "FixedReader":
        return cls()

    def read(self, document: object) -> object:
        self.seen.append(document)
        return LEDGER


@pytest.fixture
def fixed(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    monkeypatch.setattr("dragoman.pipeline.Reader", FixedReader)
    monkeypatch.setattr(FixedReader, "seen", [])
    return FixedReader.seen


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(TEXT)
    return path


def test_each_format_reaches_standard_output(report: Path, fixed: list[object]) -> None:
    for format_, beginning in (
        ("json", '{\n  "schema"'),
        ("jsonl", '{"document"'),
        ("html", "<!doctype html>"),
        ("text", "┏"),
    ):
        result = RUNNER.invoke(cli.app, ["read", str(report), "--published", "2021-03-05", "--format", format_])
        assert result.exit_code == 0, result.output
        assert result.stdout.startswith(beginning)
    assert len(FixedReader.seen) == 4


def test_what_the_user_says_reaches_the_document(report: Path, fixed: list[object]) -> None:
    arguments = ["read", "-", "--published", "2021-03-05", "--outlet", "mfa.am", "--title", "A title"]
    result = RUNNER.invoke(cli.app, arguments, input=TEXT)

    assert result.exit_code == 0
    document = FixedReader.seen[0]
    assert document.published == date(2021, 3, 5)  # type: ignore[attr-defined]  # typed as object by the stand-in
    assert document.outlet == "Ministry of Foreign Affairs of Armenia"  # type: ignore[attr-defined]  # as above
    assert (document.title, document.text) == ("A title", TEXT)  # type: ignore[attr-defined]  # as above


def test_piped_text_has_neither_escapes_nor_trailing_blanks(report: Path, fixed: list[object]) -> None:
    out = RUNNER.invoke(cli.app, ["read", str(report)]).stdout

    assert "\x1b" not in out
    assert not [line for line in out.splitlines() if line != line.rstrip()]


def refused(*arguments: str, stdin: str | bytes | None = None) -> str:
    """Run a command that must be refused, and return its one sentence."""
    result = RUNNER.invoke(cli.app, list(arguments), input=stdin)
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    assert result.stderr.startswith("dragoman: ")
    assert result.stderr.count("\n") == 1
    return result.stderr


def test_bad_input_is_refused_with_one_sentence(tmp_path: Path, report: Path) -> None:
    assert "a directory" in refused("read", str(tmp_path))
    assert "no such file" in refused("read", str(tmp_path / "none"))
    assert "standard input: empty" in refused("read", "-", stdin="")
    assert "binary" in refused("read", "-", stdin=b"a\x00b")
    assert "unreadable as UTF-8" in refused("read", "-", stdin="Müller".encode("latin-1"))
    assert "longer than 100 bytes" in refused("read", str(report), "--limit", "100")
    assert "French" in refused("read", "-", stdin="Le ministère a déclaré que les troupes ont quitté la ville. " * 10)
    assert "'yesterday': not a date" in refused("read", str(report), "--published", "yesterday")
    assert "'2021-02-30': not a date" in refused("read", str(report), "--published", "2021-02-30")


def test_a_date_in_the_future_draws_a_warning(report: Path, fixed: list[object]) -> None:
    ahead = (date.today() + timedelta(days=3)).isoformat()
    result = RUNNER.invoke(cli.app, ["read", str(report), "--published", ahead])

    assert result.exit_code == 0
    assert "lies in the future" in result.stderr
    assert "in the future" not in result.stdout


def test_a_wrong_setting_stops_the_run(report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DRAGOMAN_MODLE", "x")

    assert "DRAGOMAN_MODLE" in refused("read", str(report))


def test_a_file_name_cannot_steer_the_terminal() -> None:
    assert "‹U+001B›" in refused("read", "a\x1b[31m\nb")


def test_version_and_help_are_instant() -> None:
    for option in ("--version", "--help"):
        began = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-m", "dragoman", option], capture_output=True, text=True, check=True, timeout=60
        )
        assert time.perf_counter() - began < 5
        assert ("read" if option == "--help" else dragoman.__version__) in done.stdout
    heavy = ("spacy", "numpy", "jinja2", "trafilatura", "rich.table")
    code = f"import sys, dragoman.serve.cli; print([m for m in {heavy} if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_a_pipe_that_closes_early_is_no_error(report: Path) -> None:
    source = (
        "import sys; sys.path[:0] = sys.argv[1:2]; from sample_ledger import LEDGER; from dragoman.serve import cli;"
        "from dragoman.serve.cli import terminal;"
        "cli.app = lambda: [terminal.write_ledger(LEDGER, terminal.Format.html) for _ in range(50)]; cli.main()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", source, str(Path(__file__).parent)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 0


def layer(name: str, *lines: str) -> list[dict[str, object]]:
    result = RUNNER.invoke(cli.app, ["annotate", "--layer", name], input="\n".join(lines) + "\n")
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_layer_gives_a_line_for_each_document_in_order() -> None:
    found = layer(
        "times",
        '{"id": 1, "text": "It began on 4 March 2021.", "published": "2021-03-05"}',
        "",
        '{"id": "two", "text": "Nothing."}',
    )

    assert [line["id"] for line in found] == [1, "two"]
    item = found[0]["items"][0]  # type: ignore[index]  # the fields of a line are plain JSON
    assert list(item) == ["start", "end", "type", "value", "first", "last", "rule"]
    assert (item["value"], item["first"]) == ("2021-03-04", "2021-03-04")
    assert found[1] == {"id": "two", "items": []}


def test_a_failing_document_fails_alone_and_ids_come_back_as_they_were() -> None:
    lines = [
        '{"id": 1.0, "text": 5}',
        "not json",
        '{"id": 12345678901234567890123, "text": "Quiet."}',
        '{"text": "Quiet."}',
        '{"id": {"a": [1,  2]}, "text": "Quiet.", "published": "soon"}',
        '{"id": "\\u00e9", "text": "Quiet."}',
        "[1]",
    ]
    result = RUNNER.invoke(cli.app, ["annotate", "--layer", "times"], input="\n".join(lines))
    found = result.stdout.splitlines()

    assert len(found) == len(lines)
    assert found[0].startswith('{"id":1.0,"items":[],"error":')
    assert found[1].startswith('{"id":null,"items":[],"error":"the line is not a JSON object')
    assert found[2] == '{"id":12345678901234567890123,"items":[]}'
    assert found[3] == '{"id":null,"items":[]}'
    assert found[4].startswith('{"id":{"a": [1,  2]},"items":[],"error":')
    assert found[5] == '{"id":"\\u00e9","items":[]}'
    assert "error" in found[6]


def test_places_attributions_and_relations_have_the_fields_of_their_layer() -> None:
    text = "The foreign ministry of Georgia said that shells had hit Tbilisi."
    place = layer("places", json.dumps({"id": 0, "text": text}))[0]["items"][-1]  # type: ignore[index]  # plain JSON
    assert list(place) == ["start", "end", "name", "lat", "lon", "geonameid", "country"]
    attribution = layer("attributions", json.dumps({"id": 0, "text": text}))[0]["items"][0]  # type: ignore[index]  # as above
    assert list(attribution) == ["source", "cue", "content", "kind"]
    assert text[slice(*attribution["cue"])] == "said"
    request = {"id": 0, "text": "Georgia shelled Armenia.", "source": [0, 7], "target": [16, 23]}
    relation = layer("relations", json.dumps(request), json.dumps(request | {"target": [16, 99]}))
    assert list(relation[0]["items"][0]) == ["type", "probabilities", "abstained"]  # type: ignore[index]  # as above
    assert "outside the text" in str(relation[1]["error"])


def test_entries_of_the_codebook_are_shown() -> None:
    shown = RUNNER.invoke(cli.app, ["codebook", "show", "assault"])
    assert "ASSAULT" in shown.stdout
    assert "firearms" in shown.stdout
    assert "Armenia" in RUNNER.invoke(cli.app, ["codebook", "show", "ARM"]).stdout
    assert "near: ASSAULT" in refused("codebook", "show", "ASAULT")


def test_completion_is_offered() -> None:
    assert "--install-completion" in RUNNER.invoke(cli.app, ["--help"], env={"COLUMNS": "120"}).stdout
