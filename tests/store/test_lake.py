"""The tables of a store: what a commit takes in, what readers see, what can be looked up."""

from __future__ import annotations

import itertools
import json
import random
import tempfile
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from dragoman.errors import StoreError
from dragoman.model.claim import Claim
from dragoman.model.corpus import Unread
from dragoman.store.lake import Lake, arrivals, making, upkeep
from dragoman.store.lake.folder import LocalFolder
from dragoman.store.locks import file_lock
from dragoman.store.rows import Rows, to_table, unread_row
from dragoman.store.tables import OBSERVED, TABLES
from store.made_readings import DAY, carrier, claims, document, grouped, happened, joined, reading


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake.create(tmp_path / "store", "0.1.0")


def count(lake: Lake, table: str) -> int:
    return int(lake.sql(f"SELECT count(*) AS n FROM {table}").column("n")[0].as_py())


# --- making and opening ------------------------------------------------------------------------------------------------


def test_a_new_store_has_every_table_and_says_what_it_is(lake: Lake, tmp_path: Path) -> None:
    marker = json.loads((tmp_path / "store" / "dragoman.json").read_text(encoding="utf-8"))

    assert (marker["tables"], marker["made_by"]) == (1, "0.1.0")
    for name, table in TABLES.items():
        assert count(lake, name) == 0
        assert lake.sql(f"DESCRIBE {name}").column("column_name").to_pylist() == table.schema.names


def test_a_store_is_not_made_twice(lake: Lake, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is a store already"):
        Lake.create(tmp_path / "store")


def test_a_store_that_lost_its_marker_is_not_emptied(lake: Lake, tmp_path: Path) -> None:
    marker = tmp_path / "store" / "dragoman.json"
    said = marker.read_bytes()
    marker.unlink()
    assert count(Lake.create(tmp_path / "store"), "claims") == 0
    lake.commit("a", reading(document(1)))
    marker.unlink()
    with pytest.raises(StoreError, match=r"without its dragoman\.json"):
        Lake.create(tmp_path / "store")
    marker.write_bytes(said)
    assert count(Lake.open(tmp_path / "store"), "claims") == 3


def test_what_is_no_store_is_not_opened(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no store"):
        Lake.open(tmp_path / "nowhere")
    (tmp_path / "dragoman.json").write_text("not JSON", encoding="utf-8")
    with pytest.raises(StoreError, match="cannot be read"):
        Lake.open(tmp_path)


def test_a_store_of_another_version_is_refused_with_what_to_do(lake: Lake, tmp_path: Path) -> None:
    marker = tmp_path / "store" / "dragoman.json"
    said = json.loads(marker.read_text(encoding="utf-8"))
    marker.write_text(json.dumps({**said, "tables": 0}), encoding="utf-8")
    with pytest.raises(StoreError, match=r"run `dragoman store migrate .*store`"):
        Lake.open(tmp_path / "store")
    marker.write_text(json.dumps({**said, "tables": 99}), encoding="utf-8")
    with pytest.raises(StoreError, match="made by a newer Dragoman"):
        Lake.open(tmp_path / "store")


# --- commits -----------------------------------------------------------------------------------------------------------


def test_a_commit_takes_in_a_batch_once(lake: Lake) -> None:
    batch = joined(reading(document(1)), reading(document(2)))
    first, before = lake.commit("a", batch), lake.digest()
    again = lake.commit("b", batch)

    assert first.rows == {"documents": 2, "carriers": 2, "claims": 6, "sightings": 6, "quotations": 2, "failures": 2}
    assert first.new == first.documents == tuple(sorted([document(1).key, document(2).key]))
    assert (again.known, again.documents, set(again.rows.values()), again.sequence) == (2, (), {0}, first.sequence)
    assert lake.digest() == before


def test_a_further_printing_adds_a_carrier_and_nothing_else(lake: Lake) -> None:
    lake.commit("a", reading(document(1)))
    done = lake.commit("b", reading(document(1, date(2022, 11, 9), "Courier")))

    assert (done.carried, done.new, done.replaced, done.known) == ((document(1).key,), (), (), 1)
    assert {name: rows for name, rows in done.rows.items() if rows} == {"carriers": 1}
    assert {one.outlets for one in lake.told()} == {("Courier", "Gazette")}


def test_an_earlier_printing_takes_the_place_of_a_later_one(lake: Lake) -> None:
    lake.commit("a", joined(reading(document(1)), reading(document(2))))
    earlier = document(1, date(2022, 11, 5), "Zeitung")
    done = lake.commit("b", reading(earlier, many=1))

    assert (done.replaced, done.new) == ((document(1).key,), ())
    assert set(done.gone) == {claim.key for claim in claims(document(1))}
    assert lake.texts([document(1).key])[document(1).key].published == date(2022, 11, 5)
    told = [one for one in lake.told() if one.document == document(1).key]
    assert [one.claim.date.first for one in told if one.claim.date] == [date(2022, 11, 5)]
    assert {name: count(lake, name) for name in OBSERVED} == {
        "documents": 2, "carriers": 3, "claims": 4, "sightings": 4, "quotations": 2, "failures": 2,
    }  # fmt: skip


printings = [
    document(number, published, outlet)
    for number, published, outlet in itertools.product((1, 2), (None, DAY, date(2022, 11, 5)), ("Abend", None))
]


@given(st.permutations(range(len(printings))), st.lists(st.integers(1, 5), min_size=1, max_size=12), st.booleans())
@settings(max_examples=6, deadline=None)
def test_the_store_does_not_depend_on_order_or_batches(order: Sequence[int], sizes: Sequence[int], tidy: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        one, other = Lake.create(Path(folder) / "one"), Lake.create(Path(folder) / "other")
        one.commit("all", *(reading(text, many=3 + place) for place, text in enumerate(printings)))
        left = [(place, printings[place]) for place in order]
        for number, size in enumerate(itertools.cycle(sizes)):
            batch, left = left[:size], left[size:]
            other.commit(str(number), *(reading(text, many=3 + place, run=f"run {number}") for place, text in batch))
            if not left:
                break
        if tidy:
            other.compact()

        assert one.digest() == other.digest()


def test_a_batch_that_contradicts_itself_is_refused_and_leaves_nothing(lake: Lake, tmp_path: Path) -> None:
    before = lake.digest()
    twice = joined(reading(document(1)), reading(document(1, None)))
    with pytest.raises(StoreError, match="holds a document twice"):
        lake.commit("a", twice)
    with pytest.raises(StoreError, match="rows of claims without their document"):
        lake.commit("a", {"claims": reading(document(1))["claims"]})
    with pytest.raises(StoreError, match="cannot bring rows of incidents"):
        lake.commit("a", {"incidents": TABLES["incidents"].schema.empty_table()})
    with pytest.raises(StoreError, match="other columns"):
        lake.commit("a", {"carriers": reading(document(1))["carriers"].drop_columns("run")})

    assert lake.digest() == before
    assert not any((tmp_path / "store" / "staged").glob("*"))


def test_failures_of_items_are_taken_once_and_known(lake: Lake) -> None:
    rows = Rows("run")
    rows.add("failures", [unread_row(Unread("item", "a.gz", "intake", "truncated"))])
    lake.commit("a", reading(document(1)), rows.tables(), rows.tables())
    lake.commit("b", rows.tables())

    assert count(lake, "failures") == 2
    assert lake.known_items(["item", "other", carrier(document(1)).key]) == {"item", carrier(document(1)).key}


def test_a_run_is_noted_once_and_its_last_note_stands(lake: Lake) -> None:
    now = datetime(2022, 11, 7, tzinfo=UTC)
    for ended, documents in ((None, 0), (now, 3)):
        lake.log_run("run", "ingest", "0.1.0", "book", now, ended, documents, 0, 0, 0, 0.5)

    assert lake.sql("SELECT key, documents, ended FROM runs").to_pylist() == [{"key": "run", "documents": 3, "ended": now}]


def test_many_small_commits_leave_few_files(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upkeep, "SMALL_FILES", 4)
    monkeypatch.setattr(upkeep, "TIDY_EVERY", 2)
    for number in range(18):
        lake.commit(str(number), reading(document(number), many=1))

    assert count(lake, "claims") == 18
    assert max(len(lake.snapshot().files(name)) for name in OBSERVED) < 7
    assert {entry.what for entry in lake.history()} >= {"create", "commit", "tidy"}


# --- what follows from it ----------------------------------------------------------------------------------------------


def test_derived_rows_are_replaced_as_a_whole(lake: Lake) -> None:
    lake.replace(grouped(happened("a", "a", "b"), happened("c", "c")))
    lake.replace(grouped(happened("d", "d")))

    assert lake.sql("SELECT key FROM incidents").column("key").to_pylist() == ["d"]
    assert lake.sql("SELECT incident FROM accounts").column("incident").to_pylist() == ["d"]


def test_derived_rows_are_replaced_one_by_one(lake: Lake) -> None:
    lake.replace(grouped(happened("a", "a", "b"), happened("c", "c"), happened("e", "e")))
    lake.replace(grouped(happened("a", "a"), happened("b", "b")), gone={"incidents": ["c"], "accounts": ["c"]})

    assert lake.sql("SELECT key, claims FROM incidents ORDER BY key").to_pylist() == [
        {"key": "a", "claims": ["a"]}, {"key": "b", "claims": ["b"]}, {"key": "e", "claims": ["e"]},
    ]  # fmt: skip
    assert lake.sql("SELECT incident FROM accounts ORDER BY 1").column("incident").to_pylist() == ["a", "b", "e"]


def test_observed_rows_are_never_replaced(lake: Lake) -> None:
    with pytest.raises(StoreError, match="not a derived table: claims"):
        lake.replace({"claims": TABLES["claims"].schema.empty_table()})


# --- reading -----------------------------------------------------------------------------------------------------------


def test_claims_are_told_by_document_and_by_block(lake: Lake) -> None:
    lake.commit("a", reading(document(1), blocks=(1, 2**64 - 1)), reading(document(2), blocks=(2,)), reading(document(3), blocks=()))
    by_document = list(lake.told(documents=[document(2).key, document(3).key]))
    by_block = list(lake.told(blocks=[2**64 - 1, 77]))

    assert len(list(lake.told())) == 9
    assert {one.document for one in by_document} == {document(2).key, document(3).key}
    assert {one.document for one in by_block} == {document(1).key}
    assert sorted((one.claim for one in by_block), key=lambda claim: claim.span) == bare(claims(document(1)))
    assert {(one.published, one.outlets, one.sentence) for one in by_block} == {(DAY, ("Gazette",), "sentence")}
    assert list(lake.told(documents=[])) == list(lake.told(blocks=[])) == []


def bare(some: Sequence[Claim]) -> list[Claim]:
    return [replace(one, sightings=()) for one in some]


def test_an_incident_is_found_by_any_of_its_claims_and_by_reprints(lake: Lake) -> None:
    lake.commit("a", joined(reading(document(1)), reading(document(2)), reading(document(3))))
    lake.commit("b", reading(document(1, date(2022, 11, 8), "Courier")))
    one, two, other = claims(document(1)), claims(document(2)), claims(document(3))
    wanted = happened(one[0].key, one[0].key, two[1].key)
    lake.replace(
        {**grouped(wanted, happened(other[0].key, other[0].key)), "reprints": to_table("reprints", [(other[2].key, two[1].key)])}
    )
    for key in (one[0].key, two[1].key, other[2].key):
        found = lake.incident(key)
        assert found is not None
        assert found.happened == wanted
        assert found.claims == (one[0], two[1])
        assert [text.key for text in found.documents] == sorted([document(1).key, document(2).key])
        assert sorted(printed.outlet or "" for printed in found.carriers) == ["Courier", "Gazette", "Gazette"]
    assert lake.incident(one[1].key) is None
    assert lake.incident("nothing") is None


def test_a_snapshot_stays_as_it_was(lake: Lake) -> None:
    lake.commit("a", reading(document(1)))
    before = lake.snapshot()
    lake.commit("b", reading(document(2)))
    lake.compact()

    assert before.sql("SELECT count(*) AS n FROM claims").column("n").to_pylist() == [3]
    assert count(lake, "claims") == 6


def test_the_digest_sees_every_value_and_no_filing(lake: Lake, tmp_path: Path) -> None:
    lake.commit("a", joined(reading(document(1), run="one"), reading(document(2), run="one")))
    other = Lake.create(tmp_path / "other")
    for number in (2, 1):
        other.commit(str(number), reading(document(number), run="two"))
    same = other.digest()
    other.replace(grouped(happened("a", "a")))
    third = Lake.create(tmp_path / "third")
    third.commit("a", joined(reading(document(1), blocks=(1, 2)), reading(document(2))))

    assert lake.digest() == same
    assert {name for name, said in other.digest().items() if said != same[name]} == {"incidents", "accounts", "members"}
    assert {name for name, said in third.digest().items() if said != same[name]} == {"claims"}


def test_upkeep_changes_files_and_not_what_is_said(lake: Lake, tmp_path: Path) -> None:
    shuffled = list(range(20))
    random.Random(1).shuffle(shuffled)
    for number in shuffled:
        lake.commit(str(number), reading(document(number)))
    before = lake.digest()
    lake.compact()
    removed = lake.vacuum(hours=0)
    owners = lake.sql("SELECT document FROM claims").column("document").to_pylist()

    assert lake.digest() == before
    assert removed >= 20
    assert owners == sorted(owners)
    assert len(list((tmp_path / "store" / "tables" / "claims").glob("*.parquet"))) == 1
    assert Lake.open(tmp_path / "store").commit("again", reading(document(3))).known == 1


def test_the_history_says_what_when_and_how_much(lake: Lake) -> None:
    lake.commit("the first", reading(document(1)))
    entry = next(entry for entry in lake.history() if entry.table == "claims" and entry.what == "commit")

    assert (entry.version, entry.batch, entry.rows) == (1, "the first", 3)


# --- checking and migrating --------------------------------------------------------------------------------------------


def grouped_store(lake: Lake) -> None:
    lake.commit("a", joined(reading(document(1)), reading(document(2))))
    one, two = claims(document(1)), claims(document(2))
    lake.replace({
        **grouped(happened(one[0].key, one[0].key, two[1].key), happened(one[1].key, one[1].key)),
        "copies": to_table("copies", [(document(2).key, document(1).key, 0.9)]),
        "reprints": to_table("reprints", [(two[2].key, one[2].key)]),
    })  # fmt: skip


def test_a_sound_store_has_no_faults(lake: Lake) -> None:
    grouped_store(lake)
    found = lake.check()

    assert (found.faults, found.waiting) == ((), ())
    assert found.rows["claims"] == 6
    assert {name: said for name, said in found.digests.items() if name != "runs"} == lake.digest()
    assert any(line.strip().startswith("6  claims") for line in found.lines())


@pytest.mark.parametrize(
    ("derived", "fault"),
    [
        ({"incidents": [happened("x", "no such claim")]}, "an incident of a claim that is not there: 1, such as x"),
        ({"copies": [("no such document", "nor this", 1.0)]}, "a copy of a document that is not there"),
        ({"reprints": [("one", "other")]}, "a reprint of a claim that is not there"),
        ({"copies": [("a", "b", 1.0), ("a", "c", 1.0)]}, "copies: a key that is there twice: 1, such as a"),
    ],
)
def test_a_check_names_rows_that_hang_on_nothing(lake: Lake, derived: dict[str, list[Any]], fault: str) -> None:
    grouped_store(lake)
    for name, rows in derived.items():
        lake.replace(grouped(*rows) if name == "incidents" else {name: to_table(name, rows)})

    assert any(fault in line for line in lake.check().faults)


def test_a_check_finds_spans_outside_their_text_and_lost_documents(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    part = reading(document(1))
    span = pa.array([{"start": 1, "end": 999}] * 3, TABLES["claims"].schema.field("span").type)
    part["claims"] = part["claims"].set_column(part["claims"].schema.get_field_index("span"), "span", span)
    lake.commit("a", part)
    assert any("whose span is not inside its text: 3" in line for line in lake.check().faults)
    monkeypatch.setattr(arrivals, "_check", lambda part: None)
    stray = reading(document(2))
    lake.commit("b", {name: table for name, table in stray.items() if name == "carriers"})
    assert any("a printing of a document that is not there: 1" in line for line in lake.check().faults)


def test_a_check_names_tables_whose_files_are_lost_or_spoilt(lake: Lake, tmp_path: Path) -> None:
    grouped_store(lake)
    file = next((tmp_path / "store" / "tables" / "claims").glob("*.parquet"))
    whole = file.read_bytes()
    file.write_bytes(whole[:400] + bytes(400) + whole[800:])
    assert any(line.startswith("claims: cannot be read") for line in Lake.open(tmp_path / "store").check().faults)
    file.unlink()
    assert any(line.startswith("claims: cannot be read") for line in Lake.open(tmp_path / "store").check().faults)


def test_a_check_tells_what_waits_to_be_finished(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    def die(*_: object) -> None:
        raise OSError("the disk is gone")

    with monkeypatch.context() as patch, pytest.raises(StoreError, match="the disk is gone"):
        patch.setattr(LocalFolder, "move", die)
        lake.commit("a", reading(document(1)))
    assert lake.check().waiting == ("staged/000000000001",)
    assert lake.recover() == 1
    assert (lake.check().waiting, count(lake, "claims")) == ((), 3)


def test_an_older_store_is_migrated_step_by_step(lake: Lake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    marker = tmp_path / "store" / "dragoman.json"
    said = json.loads(marker.read_text(encoding="utf-8"))
    assert Lake.migrate(tmp_path / "store") == "tables version 1: nothing to do"
    marker.write_text(json.dumps({**said, "tables": -1}), encoding="utf-8")
    with pytest.raises(StoreError, match="no way from tables version -1"):
        Lake.migrate(tmp_path / "store")
    done: list[int] = []
    monkeypatch.setattr(making, "STEPS", {-1: lambda folder: done.append(-1), 0: lambda folder: done.append(0)})

    assert Lake.migrate(tmp_path / "store") == "tables version -1 became 1"
    assert done == [-1, 0]
    assert Lake.open(tmp_path / "store").commit("a", reading(document(1))).rows["claims"] == 3
    assert json.loads(marker.read_text(encoding="utf-8")) == said


def test_a_store_on_object_storage_works_as_far_as_deltalake_carries_it(tmp_path: Path) -> None:
    for name in TABLES:
        (tmp_path / "remote" / "tables" / name).mkdir(parents=True)
    url = f"file://{tmp_path}/remote"
    with pytest.raises(StoreError, match="name a database"):
        Lake.create(url)
    lake = Lake.create(url, lock=file_lock(tmp_path / "lock"))
    local = Lake.create(tmp_path / "local")
    for store in (lake, local):
        grouped_store(store)
        store.commit("earlier", reading(document(1, date(2022, 11, 5), "Zeitung"), many=1))
        store.compact()

    assert lake.digest() == local.digest()
    assert len(list(lake.told())) == 4
    assert lake.recover() == 0
    with pytest.raises(StoreError):
        lake.sql(f"SELECT * FROM read_text('{tmp_path}/lock')")
