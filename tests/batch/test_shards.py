"""One worker's work on one shard."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_items import item, items
from msgspec.structs import replace

from dragoman.batch import shards as module
from dragoman.batch.shards import BYTES, ITEMS, Shard, ShardReader, decode, encode, shards
from dragoman.model.corpus import Item
from dragoman.store.rows import unpack


@given(st.lists(st.integers(0, BYTES // 3), max_size=80))
def test_shards_hold_every_item_once_in_order_and_stay_bounded(sizes: list[int]) -> None:
    made = [Item(str(i), bytes(size)) for i, size in enumerate(sizes)]
    cut = list(shards(made))

    assert [one for shard in cut for one in shard.items] == made
    assert [shard.number for shard in cut] == list(range(len(cut)))
    assert all(1 <= len(shard.items) <= ITEMS for shard in cut)
    assert all(len(shard.items) == 1 or sum(len(one.data) for one in shard.items) <= BYTES for shard in cut)


def test_a_shard_crosses_to_a_worker_unchanged() -> None:
    shard = Shard(3, tuple(items()))

    assert decode(encode(shard)) == shard


def test_a_text_that_two_print_is_read_once_as_the_earlier_printed_it(reader: ShardReader) -> None:
    first = items()[0]
    later = replace(first, where="elsewhere", outlet="Echo", published=date(2031, 3, 6))
    rows = unpack(reader.read(encode(Shard(0, (later, first)))))

    assert rows["documents"].num_rows == 1
    assert rows["documents"].column("published").to_pylist() == [date(2031, 3, 4)]
    assert sorted(rows["carriers"].column("outlet").to_pylist()) == ["Agadez Wire", "Echo"]
    assert rows["claims"].num_rows == rows["sightings"].num_rows > 1


def test_the_words_of_a_claim_are_those_of_its_span(reader: ShardReader) -> None:
    rows = unpack(reader.read(encode(Shard(0, tuple(items())))))
    texts = dict(zip(rows["documents"].column("key").to_pylist(), rows["documents"].column("text").to_pylist(), strict=True))

    claims = rows["claims"].to_pylist()
    assert claims
    assert all(texts[one["document"]][one["span"]["start"] : one["span"]["end"]] == one["words"] for one in claims)


def test_what_cannot_be_read_is_a_row_and_the_rest_goes_on(reader: ShardReader) -> None:
    bad = Item("empty", b""), Item("binary", b"\x00\x01" * 50), Item("wrong", b"\xff\xfe\x00\xd8" * 9)
    rows = unpack(reader.read(encode(Shard(0, (*bad, *items())))))

    assert rows["documents"].num_rows == len(items())
    failures = rows["failures"].to_pylist()
    assert {one["where"] for one in failures} == {"empty", "binary", "wrong"}
    assert all(one["reason"] and one["stage"] == "intake" and one["item"] for one in failures)


@pytest.mark.parametrize("slow", ["receive", "read"])
def test_a_document_that_takes_too_long_is_given_up(slow: str, reader: ShardReader, monkeypatch: pytest.MonkeyPatch) -> None:
    def sleep(*_: object) -> None:
        time.sleep(20)

    monkeypatch.setattr(module, "SECONDS", 0.2)
    if slow == "receive":
        monkeypatch.setattr(module, "receive", sleep)
    else:
        monkeypatch.setattr(reader, "reader", type("Slow", (), {"read": sleep, "read_many": sleep})())
    begun = time.monotonic()
    rows = unpack(reader.read(encode(Shard(0, tuple(items()[:2])))))

    assert time.monotonic() - begun < 10
    assert "documents" not in rows
    assert [one["stage"] for one in rows["failures"].to_pylist()] == [{"receive": "intake", "read": "read"}[slow]] * 2
    assert all("within" in one["reason"] for one in rows["failures"].to_pylist())


def test_the_same_sentence_has_the_same_digest_whatever_its_case_and_marks(reader: ShardReader) -> None:
    told = "Chadian forces shelled Diffa on Tuesday."
    rows = unpack(reader.read(encode(Shard(0, (
        item("Guns", told, "One", date(2031, 3, 5)), item("Guns again", told.upper().replace(".", " ."), "Two", date(2031, 3, 5)),
    )))))  # fmt: skip
    digests: dict[str, set[str]] = {}
    for one in rows["claims"].to_pylist():
        digests.setdefault(one["document"], set()).add(one["sentence"])

    assert len(digests) == 2
    assert set.intersection(*digests.values())
