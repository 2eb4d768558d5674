"""Files that were made to break a reader: each gives an item or a reason, in bounded time, and never an exception."""

from __future__ import annotations

import gzip
import io
import json
import random
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from dragoman.config import Config
from dragoman.errors import InputError
from dragoman.intake.limits import Limits
from dragoman.intake.receive import receive
from dragoman.intake.sources import open_items
from dragoman.model.corpus import Unread

ARTICLE = "<p>Envoys of the two governments opened talks in the capital on Thursday, officials said.</p>" * 5
HEAD = "<head><title>Talks</title><meta name='date' content='2021-03-04'></head>"
PAGE = f"<!DOCTYPE html><html lang='en'>{HEAD}<body><article>{ARTICLE}</article></body></html>"
LIMITS = Limits(item_bytes=1_000_000, ratio=20, ratio_free=1_000_000, feed_bytes=1_000_000)
CONFIG = Config(max_bytes=1_000_000)
BOUND = 20.0
"""Seconds for one file; most take a hundredth of one."""


def outcome(path: Path) -> tuple[int, int]:
    """How many documents and how many reasons a file gives."""
    unread: list[Unread] = []
    documents = refused = 0
    began = time.perf_counter()
    for item in open_items(str(path), None, LIMITS, unread.append):
        try:
            receive(item, CONFIG)
            documents += 1
        except InputError as error:
            assert str(error)
            refused += 1
    assert time.perf_counter() - began < BOUND
    assert all(one.reason and "\n" not in one.reason for one in unread)
    return documents, refused + len(unread)


def warc() -> bytes:
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE.encode()
    head = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/1\r\nWARC-Date: 2021-03-04T10:00:00Z\r\n"
    head += b"WARC-Record-ID: <urn:uuid:0>\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n" % len(
        http
    )
    return (head + http + b"\r\n\r\n") * 3


def archive(*members: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as one:
        for name, data in members:
            one.writestr(name, data)
    return out.getvalue()


def table() -> bytes:
    out = io.BytesIO()
    parquet.write_table(pyarrow.table({"text": ["Mali left.", "Togo left."] * 20, "date": ["2021-03-04"] * 40}), out)
    return out.getvalue()


LINES = b"".join(json.dumps({"text": f"Report {n}: Mali left.", "published": "2021-03-04"}).encode() + b"\n" for n in range(20))
ROWS = b"text,date\n" + b'"Mali left, then ""Togo"".",2021-03-04\n' * 20
FEED = b"<?xml version='1.0'?><rss version='2.0'><channel>" + b"<item><title>T</title><link>https://a.example/1</link><description>" * 1
FEED += b"&lt;p&gt;Mali left.&lt;/p&gt;" * 40 + b"</description></item></channel></rss>"
GOOD: dict[str, bytes] = {
    "a.txt": b"Mali left the talks on Friday. " * 10, "a.html": PAGE.encode(), "a.jsonl": LINES, "a.csv": ROWS,
    "a.tsv": b"text\tdate\n" + b"Mali left.\t2021-03-04\n" * 20,
    "a.parquet": table(), "a.warc": warc(), "a.zip": archive(("a.txt", b"Mali left."), ("b.jsonl", LINES)), "a.xml": FEED,
    "a.jsonl.gz": gzip.compress(LINES), "a.warc.gz": gzip.compress(warc()), "a.html.gz": gzip.compress(PAGE.encode()),
    "a": PAGE.encode(),
}  # fmt: skip


@pytest.mark.parametrize("name", GOOD)
def test_the_files_are_good_before_they_are_spoilt(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(GOOD[name])
    documents, reasons = outcome(tmp_path / name)
    assert documents and not reasons


def flip(data: bytes, dice: random.Random) -> bytes:
    spoilt = bytearray(data)
    for _ in range(dice.choice((1, 5, 50))):
        spoilt[dice.randrange(len(spoilt))] = dice.randrange(256)
    return bytes(spoilt)


def splice(data: bytes, dice: random.Random) -> bytes:
    first, second = sorted((dice.randrange(len(data)), dice.randrange(len(data))))
    return data[:first] + data[first:second] * dice.choice((0, 2, 40)) + data[second:]


def insert(data: bytes, dice: random.Random) -> bytes:
    at = dice.randrange(len(data))
    words = (
        b"\x00" * 9,
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"<",
        b'"',
        b"\n",
        b"&x;",
        b"<!ENTITY a 'b'>",
        b"\x1f\x8b\x08",
        b"9" * 30,
        b"[" * 3_000,
        b"<b>" * 3_000,
        b"\xed\xa0\x80",
    )
    return data[:at] + dice.choice(words) + data[at:]


SPOIL: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    flip, splice, insert, lambda data, dice: data[: dice.randrange(len(data))], lambda data, dice: data[dice.randrange(len(data)) :],
    lambda data, dice: data.decode("latin-1").encode(dice.choice(("utf-16", "utf-16-be", "utf-32", "utf-7"))),
    lambda data, dice: gzip.compress(data)[: dice.randrange(20, 60)],
)  # fmt: skip


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(sorted(GOOD)), how=st.lists(st.sampled_from(SPOIL), min_size=1, max_size=3), seed=st.integers(0, 2**32))
def test_spoilt_files_give_an_item_or_a_reason(
    tmp_path: Path, name: str, how: list[Callable[[bytes, random.Random], bytes]], seed: int
) -> None:
    dice, data = random.Random(seed), GOOD[name]
    for one in how:
        data = one(data, dice) or b" "
    path = tmp_path / name
    path.write_bytes(data)
    assert sum(outcome(path)) > 0


A, Z = "<html><body><article>", f"{ARTICLE}</article></body></html>"
PAGES = {
    "deep": A + "<div>" * 10_000 + Z,
    "deep-closed": A + "<div>" * 10_000 + ARTICLE + "</div>" * 10_000 + Z,
    "deep-lists": A + "<ul><li>x" * 10_000 + Z,
    "deep-tables": A + "<table><tr><td>x" * 10_000 + Z,
    "deep-emphasis": A + "<b><i>" * 10_000 + Z,
    "many-emphases": A + "<p>" + "<i>a</i> " * 100_000 + Z,
    "many-links": A + "<p>" + "<a href=x>a</a>" * 50_000 + Z,
    "many-figures": A + "<figure><figcaption>x</figcaption></figure>" * 15_000 + Z,
    "many-elements": A + "<br>" * 200_000 + Z,
    "many-comments": A + "<!--x-->" * 100_000 + Z,
    "many-attributes": A + "<p " + " ".join(f"a{n}=1" for n in range(90_000)) + ">" + Z,
    "quoted-attributes": A + "<p " + "".join(f"a{n}='1'" for n in range(90_000)) + ">" + Z,
    "one-line": A + "<p>" + "word " * 190_000 + Z,
    "less-than": A + "<" * 900_000,
    "ampersands": A + "&" * 900_000,
    "entities": f"<!DOCTYPE html [<!ENTITY a '{'b' * 99}'>]>" + A + "&a;" * 90_000 + Z,
    "quotes": A + '<p a="' + "'" * 900_000,
    "meta": "<html><head>" + "<meta name=date content=2021-99-99>" * 25_000 + Z,
    "json": f"<html><head><script type='application/ld+json'>{'[' * 100_000}</script>" + Z,
    "json-wide": f"<html><head><script type='application/ld+json'>[{','.join(['{}'] * 300_000)}]</script>" + Z,
    "nul": A + "\x00" * 1_000 + Z,
    "charset": "<meta charset=utf-7>" + A + "+ADw-" + Z,
}


@pytest.mark.parametrize("name", PAGES)
def test_pages_made_to_break_extraction(tmp_path: Path, name: str) -> None:
    path = tmp_path / f"{name}.html"
    path.write_text(PAGES[name])
    assert sum(outcome(path)) == 1


FILES: dict[str, Callable[[], bytes]] = {
    "bomb.txt.gz": lambda: gzip.compress(bytes(100_000_000), 1),
    "bomb.jsonl.gz": lambda: gzip.compress(b"\n" * 100_000_000, 1),
    "bomb.csv.gz": lambda: gzip.compress(b"text\n" + b"\n" * 20_000_000),
    "bomb.warc.gz": lambda: gzip.compress(warc() + bytes(200_000_000)),
    "bomb.zip": lambda: archive(*((f"{n}.txt", bytes(20_000_000)) for n in range(5))),
    "bomb.parquet": table,
    "layers.txt.gz": lambda: gzip.compress(gzip.compress(gzip.compress(b"Mali left."))),
    "members.jsonl.gz": lambda: gzip.compress(b"") * 200_000,
    "empty.jsonl": lambda: b"",
    "empty.zip": archive,
    "blank.jsonl": lambda: b"\n" * 1_000_000,
    "line.jsonl": lambda: b'{"text": "' + b"x" * 60_000_000,
    "line.csv": lambda: b"text\n" + b"x" * 60_000_000,
    "quote.csv": lambda: b'text,date\n"' + b"x,y\n" * 600_000,
    "columns.csv": lambda: b"text," * 300_000,
    "fields.csv": lambda: b"text,b\n" + b"," * 20_000_000,
    "deep.jsonl": lambda: b'{"text": ' + b"[" * 900_000 + b"\n",
    "number.jsonl": lambda: b'{"text": "a", "published": ' + b"9" * 900_000 + b"}\n",
    "nul.jsonl": lambda: bytes(900_000),
    "nul.csv": lambda: bytes(900_000),
    "nul.txt": lambda: bytes(900_000),
    "entities.xml": lambda: b"<!DOCTYPE r [<!ENTITY a 'aaaa'>" + b"<!ENTITY b '&a;&a;'>" * 99 + b"]><rss>&b;</rss>",
    "deep.xml": lambda: b"<rss>" + b"<channel>" * 100_000,
    "wide.xml": lambda: b"<rss version='2.0'><channel>" + b"<item/>" * 110_000,
    "large.html": lambda: b"<html>" + b"x" * 200_000_000,
    "warc.warc": lambda: b"WARC/1.0\r\nContent-Length: 99999999999999999999\r\n\r\n",
    "header.warc": lambda: b"WARC/1.0\r\n" + b"x: y\r\n" * 500_000,
    "negative.warc": lambda: warc().replace(b"Content-Length: ", b"Content-Length: -"),
}


@pytest.mark.parametrize("name", FILES)
def test_files_made_to_break_a_reader(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(FILES[name]())
    assert sum(outcome(path)) > 0


def test_a_folder_of_bad_files_does_not_stop_at_one(tmp_path: Path) -> None:
    for name, data in GOOD.items():
        (tmp_path / f"bad-{name}").write_bytes(data[: len(data) // 3])
    (tmp_path / "z.txt").write_text("Mali left.")
    (tmp_path / "pipe.txt").mkdir()
    documents, reasons = outcome(tmp_path)
    assert documents >= 1 and reasons >= 3
