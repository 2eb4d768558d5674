"""From items to a grouped store: nothing twice, nothing lost, the same in any order and in any number of runs."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from made_items import Into, item, items
from msgspec.structs import replace

from dragoman.batch.engines import InProcess
from dragoman.batch.ingest import Ingest, Progress
from dragoman.batch.regroup import interrupted, regroup
from dragoman.errors import StoreError
from dragoman.model.corpus import Item, Judgement, Unread
from dragoman.store.lake import Lake


def digest(lake: Lake) -> dict[str, str]:
    return lake.digest()


def incidents(lake: Lake) -> list[dict[str, object]]:
    found: list[dict[str, object]] = lake.sql("SELECT * FROM incidents ORDER BY key").to_pylist()
    return found


def test_two_reports_of_one_happening_are_one_contested_incident(lake: Lake, into: Into) -> None:
    summary = into(lake, items())

    assert (summary.items, summary.documents, summary.failures) == (4, 4, 0)
    assaults = [one for one in incidents(lake) if one["type"] == "ASSAULT" and one["status"] == "contested"]
    assert len(assaults) == 1
    assert assaults[0]["texts"] == 3
    assert assaults[0]["first"] == date(2031, 3, 4)
    assert lake.sql("SELECT count(*) AS n FROM runs").column("n")[0].as_py() == 1


def test_what_is_there_is_passed_over(lake: Lake, into: Into) -> None:
    into(lake, items())
    before = digest(lake)
    again = into(lake, items())

    assert (again.skipped, again.items, again.documents, again.claims) == (4, 0, 0, 0)
    assert digest(lake) == before


def days(lake: Lake) -> list[date]:
    found: list[date] = lake.sql("SELECT first FROM incidents WHERE first IS NOT NULL").column("first").to_pylist()
    return found


@pytest.mark.parametrize("order", [slice(None, None, -1), slice(1, None)])
def test_the_order_and_number_of_runs_make_no_difference(order: slice, tmp_path: Path, into: Into) -> None:
    once, bit_by_bit = Lake.create(tmp_path / "once"), Lake.create(tmp_path / "bits")
    first = items()[0]
    more = [*items(), replace(first, where="copy", outlet="Echo", published=date(2031, 3, 3)), replace(first, where="x", outlet="Aaa")]
    into(once, more)
    for one in [*more[order], *more]:
        into(bit_by_bit, [one])

    assert digest(bit_by_bit) == digest(once)


def test_small_commits_give_the_same_store(tmp_path: Path, into: Into) -> None:
    large, small = Lake.create(tmp_path / "large"), Lake.create(tmp_path / "small")
    into(large, items())
    into(small, items(), batch_claims=1)

    assert digest(small) == digest(large)


def test_an_earlier_printing_dates_the_text_anew(lake: Lake, into: Into) -> None:
    first = items()[0]
    into(lake, [replace(first, published=date(2031, 3, 18), where="late")])
    assert min(days(lake)) > date(2031, 3, 14)
    into(lake, [first])

    assert lake.sql("SELECT published FROM documents").column("published").to_pylist() == [date(2031, 3, 4)]
    assert max(days(lake)) < date(2031, 3, 7)
    assert lake.sql("SELECT count(*) AS n FROM carriers").column("n")[0].as_py() == 2


def test_a_reprint_is_a_carrier_and_no_second_voice(lake: Lake, into: Into) -> None:
    wire = item("Guns over Diffa", "Chadian forces shelled Diffa on Tuesday, killing three soldiers.\n\n" + "".join(
        f"A trader in the market number {i} told of long queues for bread and water in the quarter. " for i in range(12)
    ), "Agadez Wire", date(2031, 3, 5))  # fmt: skip
    data = wire.data + b"\n\nSchools in the town stayed shut."
    copy = replace(wire, data=data, outlet="Echo", where="echo", published=date(2031, 3, 6))
    into(lake, [wire, copy])

    assert lake.sql("SELECT count(*) AS n FROM copies").column("n")[0].as_py() == 1
    assert lake.sql("SELECT count(*) AS n FROM reprints").column("n")[0].as_py() > 0
    assert {one["texts"] for one in incidents(lake)} == {1}


def test_a_run_that_was_killed_before_grouping_is_finished_by_the_next(
    lake: Lake, engine: InProcess, into: Into, tmp_path: Path
) -> None:
    killed = Ingest(lake, engine, "codebook", 1, "killed")
    killed.add(items()[:3])
    assert interrupted(lake)
    assert incidents(lake) == []

    into(lake, items())
    whole = Lake.create(tmp_path / "whole")
    into(whole, items())
    assert incidents(lake) == incidents(whole)


def test_what_cannot_be_cut_into_items_is_noted(lake: Lake, engine: InProcess) -> None:
    run = Ingest(lake, engine, "codebook", 100, "test")
    run.note(Unread("k", "reports.zip", "intake", "a bomb"))
    run.add([])
    summary = run.finish()

    assert summary.failures == 1
    assert lake.sql("SELECT stage, reason FROM failures").to_pylist() == [{"stage": "intake", "reason": "a bomb"}]


def test_progress_is_told(lake: Lake, engine: InProcess) -> None:
    told: list[Progress] = []
    run = Ingest(lake, engine, "codebook", 100, "test", on_progress=told.append)
    run.add(items())
    run.finish()

    assert told[-1].done
    assert told[-1].items == 4
    assert told[-1].bytes == sum(len(one.data) for one in items())
    assert [one.items for one in told] == sorted(one.items for one in told)


def test_a_judgement_changes_the_incidents_at_once_and_undoing_it_brings_them_back(lake: Lake, into: Into) -> None:
    into(lake, items())
    before = digest(lake)
    contested = next(one for one in incidents(lake) if one["status"] == "contested")
    keys = contested["claims"]
    assert isinstance(keys, list)
    apart = Judgement("j", "different", (keys[0], keys[-1]), "reader", datetime(2031, 4, 1, tzinfo=UTC))
    regroup(lake, [apart])

    assert all(not {keys[0], keys[-1]} <= set(one["claims"]) for one in incidents(lake))  # type: ignore[call-overload]  # a list
    regroup(lake, [])
    assert digest(lake) == before


def test_a_store_that_may_not_be_written_says_so_and_stays_readable(lake: Lake, into: Into, monkeypatch: pytest.MonkeyPatch) -> None:
    into(lake, items()[:1])
    before = digest(lake)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(type(lake.folder), "write", full)
    monkeypatch.setattr(type(lake.folder), "sink", full)
    with pytest.raises(StoreError, match="No space left"):
        into(lake, items())
    assert digest(lake) == before


def test_items_have_keys_of_their_own() -> None:
    one = items()[0]
    others = [replace(one, data=b"x"), replace(one, where="x"), replace(one, outlet="x"), replace(one, published=date(2031, 1, 1))]

    assert len({made.key() for made in [one, *others]}) == 5
    assert one.key() == Item(**{name: getattr(one, name) for name in Item.__struct_fields__}).key()
