"""Sources cut into items: every format, in order, one bad part never stopping the rest."""

from __future__ import annotations

import csv
import gzip
import io
import os
import random
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow
import pytest
from pyarrow import parquet

from dragoman.errors import InputError
from dragoman.intake.limits import Limits
from dragoman.intake.sources import READERS, Columns, open_items
from dragoman.intake.web import Fetcher
from dragoman.model.corpus import Item, Unread

SMALL = Limits(item_bytes=2_000, ratio_free=20_000)
ROWS = [
    {
        "Headline": "Talks",
        "body": 'Mali met Benin, "twice".\nThen it left.',
        "Source": "Example Wire",
        "date": "2021-03-04",
        "LINK": "https://a.example/1",
    },
    {"Headline": "", "body": "", "Source": "", "date": "", "LINK": ""},
    {"Headline": "Left", "body": "Togo left.", "Source": "", "date": "not a day", "LINK": ""},
    {"Headline": "Late", "body": "Niger spoke.", "Source": "None", "date": "NaN", "LINK": ""},
]


def read(source: Any, columns: Columns | None = None, limits: Limits = SMALL, fetch: Any = None) -> tuple[list[Item], list[Unread]]:
    unread: list[Unread] = []
    return list(open_items(str(source), columns, limits, unread.append, fetch)), unread


def separated(delimiter: str) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(ROWS[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(ROWS)
    return out.getvalue().encode()


def lines() -> bytes:
    import json

    return b"".join(json.dumps(row).encode() + b"\n" for row in ROWS)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.jsonl", lines()), ("a.jsonl.gz", gzip.compress(lines())), ("a.csv", separated(",")), ("a.csv", separated(";")),
        ("a.csv", b"\xef\xbb\xbf" + separated(",")), ("a.csv", separated(",").decode().encode("utf-16")),
        ("a.tsv", separated("\t")), ("a.csv.gz", gzip.compress(separated(","))), ("a.parquet", None),
    ],
)  # fmt: skip
def test_tables_with_the_usual_names_of_columns(tmp_path: Path, name: str, data: bytes | None) -> None:
    path = tmp_path / name
    if data is None:
        parquet.write_table(pyarrow.Table.from_pylist(ROWS), path)
    else:
        path.write_bytes(data)
    items, unread = read(path)

    assert [one.data for one in items] == [b'Mali met Benin, "twice".\nThen it left.', b"Niger spoke."]
    first = items[0]
    assert (first.title, first.outlet, first.url, first.kind) == ("Talks", "Example Wire", "https://a.example/1", "text")
    assert (first.published, first.basis) == (date(2021, 3, 4), "given")
    assert (items[1].outlet, items[1].published, items[1].basis) == (None, None, None)
    assert [one.reason for one in unread] == [
        "there is no text",
        "the day 'not a day' cannot be read for certain; write it as 2021-03-05",
    ]
    assert all(one.where.startswith(f"{path}:") and one.stage == "intake" for one in unread)


def test_columns_that_the_user_names(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("text,story,when\nno,Mali left.,2021-03-04\n")

    assert [one.data for one in read(path, Columns(text="story", published="when"))[0]] == [b"Mali left."]
    assert "there is no column 'tale' (there are: story, text, when)" in read(path, Columns(text="tale"))[1][0].reason
    path.write_text("a,b\n1,2\n")
    assert "no column holds a text" in read(path)[1][0].reason


def test_native_days_of_parquet_and_html(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    table = {
        "html": ["<p>Mali", "<p>Togo"],
        "published": [datetime(2021, 3, 4, 23, 30), None],
        "authors": [["A. Body", "B. Writer"], []],
    }
    parquet.write_table(pyarrow.table(table), path)
    items, unread = read(path)

    assert not unread
    assert [(one.data, one.kind, one.published, one.author) for one in items] == [
        (b"\xef\xbb\xbf<p>Mali", "html", date(2021, 3, 4), "A. Body, B. Writer"),
        (b"\xef\xbb\xbf<p>Togo", "html", None, None),
    ]


def test_a_folder_in_the_order_of_its_names(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "2.txt").write_text("two")
    (tmp_path / "b" / "1.html").write_text("<html>one</html>")
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(b"zero"))
    (tmp_path / "c.jsonl").write_text('{"text": "three"}\n')
    (tmp_path / "d").write_text('{"text": "four"}\n')
    (tmp_path / "notes.md").write_text("not a report")
    (tmp_path / ".hidden.txt").write_text("hidden")
    (tmp_path / "loop").symlink_to(tmp_path)
    items, unread = read(tmp_path)

    assert [one.data for one in items] == [b"zero", b"<html>one</html>", b"two", b"three", b"four"]
    assert [one.kind for one in items] == ["auto", "html", "auto", "text", "text"]
    assert not unread


def test_names_that_are_no_text_do_no_harm(tmp_path: Path) -> None:
    with (Path(os.fsdecode(os.fsencode(tmp_path) + b"/a\xff.txt"))).open("wb") as file:
        file.write(b"Mali left.")
    with (Path(os.fsdecode(os.fsencode(tmp_path) + b"/b\xff.zip"))).open("wb") as file:
        file.write(b"PK\x03\x04")
    items, unread = read(tmp_path)

    assert [one.where for one in items] == [f"{tmp_path}/a\ufffd.txt"] and items[0].key()
    assert [one.where for one in unread] == [f"{tmp_path}/b\ufffd.zip"] and unread[0].where in f"{unread[0].where}: x"


def test_what_is_not_there_is_refused_at_once() -> None:
    for source in ("/no/such/place", "a\x00b", "x" * 5_000):
        with pytest.raises(InputError, match="no such file or folder"):
            open_items(source)


def warc(*responses: tuple[str, str, bytes, str]) -> bytes:
    out = b""
    for url, kind, body, more in responses:
        http = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n{more}\r\n".encode() + body
        head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2021-03-04T10:00:00Z\r\n"
        head += (
            f"WARC-Record-ID: <urn:uuid:0>\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
        )
        out += head.encode() + http + b"\r\n\r\n"
    return out


RESPONSES = (
    ("https://a.example/1", "text/html; charset=iso-8859-1", "<p>Liège".encode("latin-1"), ""),
    ("https://a.example/2", "image/png", b"\x89PNG", ""),
    ("https://a.example/3", "text/plain", gzip.compress(b"Mali left."), "Content-Encoding: gzip\r\n"),
    ("https://a.example/4", "text/html", b"5\r\n<p>To\r\n2\r\ngo\r\n0\r\n\r\n", "Transfer-Encoding: chunked\r\n"),
    ("https://a.example/5", "text/html", b"x" * 3_000, ""),
    ("https://a.example/6", "text/html", gzip.compress(bytes(1_000_000)), "Content-Encoding: gzip\r\n"),
    ("https://a.example/7", "text/html", b"<p>last", ""),
)


@pytest.mark.parametrize("packed", ["no", "whole", "members"])
def test_warc(tmp_path: Path, packed: str) -> None:
    path = tmp_path / "crawl.warc"
    records = [warc(one) for one in RESPONSES]
    path.write_bytes(b"".join(map(gzip.compress, records)) if packed == "members" else b"".join(records))
    if packed == "whole":
        path.write_bytes(gzip.compress(path.read_bytes()))
    items, unread = read(path)

    assert [(one.url, one.data) for one in items] == [
        ("https://a.example/1", "\ufeff<p>Liège".encode()),
        ("https://a.example/3", b"Mali left."),
        ("https://a.example/4", b"<p>Togo"),
        ("https://a.example/7", b"<p>last"),
    ]
    assert {(one.published, one.basis) for one in items} == {(date(2021, 3, 4), "header")}
    assert [one.reason for one in unread] == ["longer than 2,000 bytes"] * 2


def test_large_records_of_a_warc_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "crawl.warc.gz"
    noise = ("https://a.example/noise", "video/mp4", random.Random(1).randbytes(1_000_000), "")
    path.write_bytes(gzip.compress(warc(noise, noise, RESPONSES[6])))

    assert [one.url for one in read(path)[0]] == ["https://a.example/7"]


def test_a_damaged_warc_keeps_what_came_before(tmp_path: Path) -> None:
    path = tmp_path / "crawl.warc.gz"
    path.write_bytes((gzip.compress(warc(RESPONSES[0])) + gzip.compress(warc(RESPONSES[6])))[:-20])
    items, unread = read(path)

    assert items[0].url == "https://a.example/1"
    assert len(unread) == 1 and "ends in the middle" in unread[0].reason


def test_zip_archives_are_read_without_leaving_them(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("x.txt", "nested")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("b/lines.jsonl", '{"text": "two"}\n{"text": 3}\n')
        archive.writestr("a.txt", "one")
        archive.writestr("../../etc/passwd.txt", "out")
        archive.writestr("/abs.txt", "out")
        archive.writestr("inner.zip", inner.getvalue())
        archive.writestr("packed.txt.gz", gzip.compress(b"nested"))
        archive.writestr("long.txt", "x" * 3_000)
        archive.writestr("bomb.jsonl", "\n" * 30_000_000)
        archive.writestr("picture.png", b"\x89PNG")
        archive.writestr("z.txt", "last")
        archive.writestr("lzma.txt", "x", zipfile.ZIP_LZMA)
    items, unread = read(path)

    assert [one.data for one in items] == [b"one", b"two", b"last"]
    assert [one.where for one in items] == [f"{path}!a.txt", f"{path}!b/lines.jsonl:1", f"{path}!z.txt"]
    assert {one.where.partition("!")[2]: one.reason.partition(";")[0] for one in unread} == {
        "../../etc/passwd.txt": "its name leads out of the archive",
        "/abs.txt": "its name leads out of the archive",
        "b/lines.jsonl:2": "the text is int, not text",
        "bomb.jsonl": "unpacks to more than 200 times its size, as no text does",
        "inner.zip": "an archive inside another is not opened",
        "long.txt": "longer than 2,000 bytes",
        "lzma.txt": "packed in a way that is not read",
        "packed.txt.gz": "an archive inside another is not opened",
    }


def test_bounds_of_archives(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(5):
            archive.writestr(f"{number}.txt", "x" * 1_000)

    assert "more than 4 members" in read(path, limits=Limits(members=4))[1][0].reason
    items, unread = read(path, limits=Limits(unpacked_bytes=2_500))
    assert len(items) < 5 and "unpacks to more than 2,500 bytes" in unread[-1].reason
    path.write_bytes(path.read_bytes()[:-30])
    assert "damaged" in read(path)[1][0].reason


def test_a_damaged_member_fails_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "Mali left.")
        archive.writestr("b.txt", "Togo left.")
    path.write_bytes(path.read_bytes().replace(b"Mali left.", b"Mali lost.", 1))
    items, unread = read(path)

    assert [one.data for one in items] == [b"Togo left."]
    assert unread[0].where == f"{path}!a.txt" and "CRC" in unread[0].reason


def test_gzip_that_ends_or_bursts(tmp_path: Path) -> None:
    whole = gzip.compress(b"".join(b'{"text": "report %d %s"}\n' % (n, bytes([97 + n % 26]) * 40) for n in range(3_000)))
    cut, bomb, two = tmp_path / "a.jsonl.gz", tmp_path / "b.jsonl.gz", tmp_path / "c.txt.gz"
    cut.write_bytes(whole[: len(whole) // 2])
    bomb.write_bytes(gzip.compress(b'{"text": "before"}\n' + b"\n" * 50_000_000))
    two.write_bytes(gzip.compress(b"one, ") + gzip.compress(b"two") + bytes(100))

    items, unread = read(cut)
    assert 500 < len(items) < 2_500 and [one.reason for one in unread] == ["the gzip stream ends in the middle"]
    items, unread = read(bomb)
    assert len(items) == 1 and "200 times its size" in unread[0].reason
    assert read(two)[0][0].data == b"one, two"


def test_lines_that_are_too_long_or_never_end(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(
        b'{"text": "one"}\n{"text": "' + b"x" * 9_000 + b'"}\n{"text": "two"}\n' + b"y" * 200_000 + b'\n{"text": "never"}\n'
    )
    items, unread = read(path)

    assert [one.data for one in items] == [b"one", b"two"]
    assert [one.reason for one in unread][:2] == ["a line longer than 4,000 bytes"] * 2
    assert "does not end" in unread[2].reason


def test_bad_lines_and_rows_fail_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    deep = b'{"text": "deep", "title": ' + b"[" * 1_900 + b"]" * 1_900 + b"}\n"
    path.write_bytes(
        b'\xef\xbb\xbf{"text": "one"}\nnothing\n[1]\n{"text": "\xff"}\n{"text": "\\ud800"}\n' + deep + b'{"body": "two"}\n'
    )
    items, unread = read(path)

    assert [one.data for one in items][-1] == b"two" and items[0].data == b"one"
    assert len(items) + len(unread) == 7 and len(unread) >= 4
    table = tmp_path / "a.csv"
    table.write_bytes(b'text,date\none,2021-03-04\nfour,fields,are,too many\nna\xefve \xff\xfe,\n"open ' + b"x" * 6_000 + b"\nthree,\n")
    items, unread = read(table)
    assert items[0].data == b"one" and items[1].data == b"na\xefve \xff\xfe"
    assert any("4 fields for 2 columns" in one.reason for one in unread) and any("not a row" in one.reason for one in unread)


def test_parquet_that_is_damaged_or_bursts(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    parquet.write_table(pyarrow.table({"text": ["the same words over and over again" * 20] * 200_000}), path)
    items, unread = read(path)
    assert len(items) < 20_000 and "200 times its size" in unread[-1].reason
    data = path.read_bytes()
    for broken in (data[:-50], data[:10], b"PAR1" + bytes(100) + b"PAR1", data[:4] + b"\xff" * 60 + data[64:]):
        path.write_bytes(broken)
        assert read(path)[1], "one reason at least"


def test_a_saved_feed_gives_the_entries_that_bring_their_report_along(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_text(
        """<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Wire</title>
        <item><title>One &amp; all</title><link>https://a.example/1</link><pubDate>Thu, 04 Mar 2021 23:30:00 -0500</pubDate>
        <content:encoded><![CDATA[<p>Mali left.</p>]]></content:encoded></item>
        <item><title>Two</title><link>https://a.example/2</link><description>Only this.</description></item></channel></rss>"""
    )
    items, unread = read(path, limits=Limits())

    assert [(one.url, one.title, one.published, one.basis, one.kind) for one in items] == [
        ("https://a.example/1", "One & all", date(2021, 3, 4), "feed", "html")
    ]
    assert b"<h1>One &amp; all</h1><p>Mali left.</p>" in items[0].data
    assert [one.where for one in unread] == [f"{path}#2"] and "only a summary" in unread[0].reason


def test_a_page_by_its_address(site: Any, reply: Any) -> None:
    site.pages["/a"] = reply(body="<p>Mali", Last_Modified="Thu, 04 Mar 2021 10:00:00 GMT")
    site.pages["/p"] = reply(body=b"%PDF", kind="application/pdf")
    fetcher = Fetcher(Limits(pace_seconds=0), allow_private=True)
    items, _ = read(f"{site.url}/a", fetch=fetcher)

    assert [(one.where, one.url, one.kind, one.published, one.basis) for one in items] == [
        (f"{site.url}/a", f"{site.url}/a", "html", date(2021, 3, 4), "header")
    ]
    assert "application/pdf" in read(f"{site.url}/p", fetch=fetcher)[1][0].reason
    assert "answered 404" in read(f"{site.url}/none", fetch=fetcher)[1][0].reason
    assert "not one of the public internet" in read(f"{site.url}/a")[1][0].reason, "by default nothing private is fetched"


def test_every_reader_has_a_name_of_its_own() -> None:
    suffixes = [suffix for one in READERS for suffix in one.suffixes]
    assert len(suffixes) == len(set(suffixes)) and len({one.name for one in READERS}) == len(READERS)


def test_items_are_read_one_at_a_time(tmp_path: Path) -> None:
    """A source of a gigabyte must not be read before its first item is asked for."""
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"text": "one"}\n' * 100_000)
    items = open_items(str(path), None, SMALL)
    assert next(items).where == f"{path}:1"
    path.write_bytes(b"")
    assert sum(1 for _ in items) < 20_000, "the rest was not in memory"
