"""The commands that show what a store holds, from the command line to what they print."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import typer
from typer.testing import CliRunner, Result

from corpus_store import ACCUSE, CONSULT, DAY, SOTK, Corpus, actor, days_after, killed, when
from dragoman.model.grouped import Figure, Followed, Link, Reprint, Toll
from dragoman.model.incident import Account, Breach, Discrepancy, Reading
from dragoman.serve.cli import results
from dragoman.serve.export import FORMATS

APP = typer.Typer()
for command in (results.export, results.dyad, results.incidents, results.incident, results.commitments):
    APP.command()(command)
EVIL = 'Evil\x1b[31m\n"Post\u202e'
TEXT = "Azerbaijani shells fell on Sotk, killing three. Baku denied that it shelled the town. They met in Brussels."


class Store:
    """A contested act told by three, one of them a reprint, talks, a truce with an alleged breach."""

    def __init__(self, folder: Path) -> None:
        corpus = Corpus()
        first, second = corpus.document(TEXT, "Northern Post"), corpus.document(TEXT + " More.", EVIL, days_after(1))
        copy = corpus.document(TEXT + " Copied.", "Copying Post", days_after(2))
        forces = actor("AZE.MIL", "Azerbaijani forces")
        self.told = corpus.claim(
            first, "shells fell", [forces], [actor("ARM", "Armenia")], voice="ARM.GOV", places=(SOTK,), casualties=(killed(3, 3),)
        )
        self.again = corpus.claim(second, "shells fell", [forces], [actor("ARM", "Armenia")], places=(SOTK,))
        corpus.reprints.append(Reprint(corpus.claim(copy, "shells fell", [forces], ["ARM"]).key, self.told.key))
        self.denied = corpus.claim(first, "shelled the town", [forces], ["ARM"], voice="AZE.MIL", stance="denies")
        told, again, denied = self.told.key, self.again.key, self.denied.key
        figures = (Figure(told, "ARM", 3, 3, None, again), Figure(again, "narrator", 2, None, DAY))
        corpus.incident(
            [self.told, self.again, self.denied], "contested", why=f"{told[:8]} asserts what {denied[:8]} denies",
            accounts=[Account("ARM", (told,)), Account("AZE", (denied,)), Account("narrator", (again,))],
            discrepancies=[Discrepancy("occurrence", (Reading("happened", (told, again)), Reading("did not happen", (denied,))))],
            tolls=[Toll("killed", (), 2, 2, None, "the latest counts", figures)],
            links=[Link(again, told, 4.25, ("the same day (+2.0)",))],
        )  # fmt: skip
        self.talks = corpus.claim(second, "met in Brussels", ["ARM", "AZE"], [], CONSULT, when(days_after(40)))
        self.accused = corpus.claim(second, "Baku denied", ["ARM"], ["AZE"], ACCUSE, None)
        corpus.incident([self.talks], "uncontested")
        corpus.commitments.append(
            Followed(
                "c" * 32, (told,), ("ARM", "AZE.GOV"), ("RUS",), "ceasefire", DAY, days_after(9), "breach alleged", "", (denied,),
                (Breach(again, "ARM.GOV"),),
            )
        )  # fmt: skip
        self.path = folder / "store"
        corpus.save(self.path)

    def run(self, *arguments: str, width: int = 80) -> Result:
        return CliRunner().invoke(APP, [*arguments, "--store", str(self.path)], env={"COLUMNS": str(width)})


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return Store(tmp_path_factory.mktemp("results"))


def lines(result: Result) -> list[str]:
    assert result.exit_code == 0, result.stderr or result.exception
    return result.stdout.splitlines()


# --- export --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [exporter.name for exporter in FORMATS])
def test_every_format_is_written_and_says_what_it_cannot_hold(store: Store, tmp_path: Path, name: str) -> None:
    out = tmp_path / "export"
    result = store.run("export", name, "--out", str(out))

    assert result.exit_code == 0, result.stderr
    assert out.stat().st_size > 0
    assert result.stdout == ""
    assert f"dragoman: {name}: " in result.stderr
    assert f"dragoman: {name} cannot hold: " in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["export"]


def test_an_export_goes_to_standard_output_and_its_account_to_standard_error(store: Store) -> None:
    result = store.run("export", "icews", "--type", "assault", "--status", "contested", "--dyad", "ARM", "AZE")

    assert [line.split("\t")[6] for line in lines(result)] == ["CAMEO Code", "194"]
    assert "icews: 1 row\n" in result.stderr
    assert "left out: 1 of denials and doubts" in result.stderr
    assert "left out: 1 of reprints: they count with their original" in result.stderr
    assert "not shown: casualties, of 1" in result.stderr


def test_parquet_can_be_piped(store: Store) -> None:
    result = store.run("export", "parquet", "--since", "2022-10-01")

    assert pq.read_table(io.BytesIO(result.stdout_bytes)).column("type").to_pylist() == ["CONSULT"]


def test_an_export_that_cannot_be_written_leaves_nothing(store: Store, tmp_path: Path) -> None:
    result = store.run("export", "csv", "--out", str(tmp_path / "no" / "file.csv"))

    assert result.exit_code == 2
    assert "cannot be written (No such file or directory)" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("export", "acled"), "acled: no such format; there are csv, parquet, jsonl"),
        (("export", "csv", "--since", "yesterday"), "--since 'yesterday': not a date"),
        (("export", "csv", "--since", "2022-10-02", "--until", "2022-10-01"), "--since 2022-10-02 lies after --until 2022-10-01"),
        (("export", "csv", "--type", "ASAULT"), "--type ASAULT: no event type of this name (near: ASSAULT)"),
        (("export", "csv", "--dyad", "ARM", "HAMAS"), "HAMAS: no actor of this code, in the codebook or the store (near: HAMAS.REB)"),
        (("dyad", "ARM", "Azerbaijan"), "Azerbaijan: no actor of this code, in the codebook or the store (near: AZE)"),
        (("incident", "zz"), "zz: not a key of a claim"),
        (("incident", "000000"), "000000: no claim has a key that begins so"),
    ],
)
def test_wrong_input_is_one_sentence_and_status_2(store: Store, arguments: tuple[str, ...], words: str) -> None:
    result = store.run(*arguments)

    assert result.exit_code == 2
    assert result.stderr.startswith(f"dragoman: {words}")
    assert result.stderr.count("\n") == 1


def test_a_missing_store_is_one_sentence(tmp_path: Path) -> None:
    result = CliRunner().invoke(APP, ["incidents", "--store", str(tmp_path / "none")])

    assert result.exit_code == 2
    assert "there is no store" in result.stderr


# --- dyad ----------------------------------------------------------------------------------------------------------------


def test_a_dyad_as_a_table(store: Store) -> None:
    shown = lines(store.run("dyad", "arm", "aze", "--by", "month"))

    assert "ARM (Armenia) → AZE (Azerbaijan)" in shown
    assert "AZE (Azerbaijan) → ARM (Armenia)" in shown
    september = next(line.split() for line in shown if "2022-09" in line)
    assert september[:6] == ["2022-09", "·", "·", "·", "≠1", "-9.5"]
    assert sum("2022-10" in line for line in shown) == 2
    assert max(map(len, shown)) <= 80
    assert "Not counted — acts without a month: 1; claims repeated by reprints: 1; claims that" in " ".join(shown)


def test_a_dyad_as_values_and_as_a_drawing(store: Store, tmp_path: Path) -> None:
    values = store.run("dyad", "ARM", "AZE", "--format", "csv", "--by", "day")
    assert lines(values)[1:] == [
        "2022-09-13,AZE,ARM,0,0,0,0,0,0,0,1,-9.5", "2022-10-23,ARM,AZE,1,0,0,0,0,0,0,0,2.5", "2022-10-23,AZE,ARM,1,0,0,0,0,0,0,0,2.5",
    ]  # fmt: skip
    assert "not counted: acts without a day: 1" in values.stderr

    out = tmp_path / "dyad.svg"
    assert store.run("dyad", "ARM", "AZE", "--format", "svg", "--dark", "--out", str(out)).exit_code == 0
    assert ET.parse(out).getroot().tag.endswith("svg")
    assert "#16191d" in out.read_text()


def test_a_dyad_without_acts_is_a_sentence(store: Store) -> None:
    shown = " ".join(lines(store.run("dyad", "USA", "FRA")))
    assert shown == "Nothing is told of what United States and France did to each other in any one week."


def test_a_table_can_go_to_a_file(store: Store, tmp_path: Path) -> None:
    out = tmp_path / "table.txt"

    assert lines(store.run("dyad", "ARM", "AZE", "--out", str(out))) == []
    assert "ARM (Armenia) → AZE (Azerbaijan)" in out.read_text()


# --- incidents -----------------------------------------------------------------------------------------------------------


def test_incidents_are_listed_contested_first(store: Store) -> None:
    shown = lines(store.run("incidents", width=120))

    assert shown[0] == f"≠ contested  {store.told.key[:8]}  ASSAULT  ARM, AZE · Tue 13 Sep 2022 · Sotk · 3 claims in 2 texts"
    assert shown[1].strip() == f"{store.told.key[:8]} asserts what {store.denied.key[:8]} denies"
    assert shown[2].startswith(f"· uncontested  {store.talks.key[:8]}  CONSULT")
    assert shown[-1].startswith("2 incidents.")
    assert lines(store.run("incidents", "--sort", "day", "--most", "1", width=120))[-1].startswith("2 incidents, 1 more not shown")


def test_no_incident_is_a_sentence(store: Store) -> None:
    assert lines(store.run("incidents", "--type", "PROTEST")) == ["No incident answers to this."]


@pytest.mark.parametrize("width", [60, 80, 130])
def test_an_incident_shows_each_account_in_its_words(store: Store, width: int) -> None:
    shown = lines(store.run("incident", store.again.key[:7], width=width))
    flat = " ".join(" ".join(shown).split())

    assert max(map(len, shown)) <= width
    assert "≠ contested" in flat
    assert "ARMENIA SAYS" in flat
    assert "THE REPORTS THEMSELVES SAY" in flat
    assert "Differ in occurrence: happened (1, 3) | did not happen (2)" in flat
    assert "Why contested: claim 1 asserts what claim 2 denies" in flat
    assert "killed: 2 low 2, high open" in flat
    assert "Armenia: 3 (1) superseded by (3)" in flat
    assert "the report itself: 2–open, as of Tue 13 Sep 2022 (3)" in flat
    assert "(3) with (1), score 4.2: the same day (+2.0)" in flat
    assert "Copying" in flat and "(2" in flat


def test_an_incident_quotes_exactly(store: Store) -> None:
    flat = " ".join(" ".join(lines(store.run("incident", store.told.key, width=400))).split())

    assert "“Azerbaijani shells fell on Sotk, killing three.”" in flat
    assert "Northern Post, Tue 13 Sep 2022; also Copying Post (2 printings)" in flat
    assert '‹U+001B›[31m "Post‹U+202E›' in flat
    assert "[denies]" in flat


def test_a_claim_in_no_incident_is_shown_alone(store: Store) -> None:
    shown = " ".join(lines(store.run("incident", store.accused.key)))

    assert shown.startswith("This claim stands in no incident.")
    assert "ACCUSE" in shown


@pytest.mark.parametrize("arguments", [("incidents",), ("commitments",), ("dyad", "ARM", "AZE")])
def test_hostile_text_never_reaches_the_terminal(store: Store, arguments: tuple[str, ...]) -> None:
    shown = store.run(*arguments).stdout + store.run("incident", store.told.key).stdout

    assert "\x1b" not in shown and "\u202e" not in shown


def test_commitments_name_breaches_and_who_alleges_them(store: Store) -> None:
    shown = lines(store.run("commitments", width=200))

    assert shown[0] == (
        "✗ breach alleged  ceasefire — Armenia, Azerbaijan (GOV); guaranteed or brokered by Russia; "
        "from Tue 13 Sep 2022 until Thu 22 Sep 2022"
    )
    assert shown[2].strip().startswith("✗ breach alleged by Armenia (GOV): “shells fell”, Tue 13 Sep 2022 (Evil‹U+001B›[31m")
    assert shown[3].strip().startswith("✓ kept: “shelled the town”")
    assert shown[-1].startswith("1 commitment, 1 with alleged breaches.")
    assert lines(store.run("commitments", "--state", "lapsed")) == ["No commitment answers to this."]
    assert len(lines(store.run("commitments", "--party", "arm"))) > 3
