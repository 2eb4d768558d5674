"""Makes files that are damaged in many ways, for the faults bench and the tests of intake."""

from __future__ import annotations

import gzip
import io
import json
import random
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

_TEXT = (
    "Shells fell on the village on Tuesday, the ministry said.\n\nThe other side denied that its forces had opened fire "
    "and accused the army of breaking the truce that both had signed in March.\n\n"
)
Maker = Callable[[random.Random], tuple[str, bytes]]


def make_bad_files(folder: Path, number: int, seed: int = 0) -> list[str]:
    """Write so many damaged files in turn of the kinds, one file of 200 MB among them; returns the names of the kinds."""
    folder.mkdir(parents=True, exist_ok=True)
    for i in range(number):
        suffix, data = KINDS[i % len(KINDS)][1](random.Random(f"{seed}/{i}"))
        (folder / f"{i:05}{suffix}").write_bytes(data)
    with (folder / "huge.html").open("wb") as huge:
        huge.write(b"<html><body><article><p>")
        for _ in range(200):
            huge.write(b"Fighting went on. " * 58_000)
        huge.write(b"</p></article></body></html>")
    return [name for name, _ in KINDS]


def _mutated(luck: random.Random) -> tuple[str, bytes]:
    data = bytearray(_TEXT.encode() * 3)
    for _ in range(luck.randrange(1, 200)):
        data[luck.randrange(len(data))] = luck.randrange(256)
    return luck.choice((".txt", ".html", ".jsonl", ".csv", ".xml")), bytes(data)


def _cut_gzip(luck: random.Random) -> tuple[str, bytes]:
    lines = "".join(json.dumps({"text": f"{_TEXT} {i} {luck.random()}"}) + "\n" for i in range(20))
    data = gzip.compress(lines.encode())
    return ".jsonl.gz", data[: luck.randrange(5, len(data))]


def _wrong_encoding(luck: random.Random) -> tuple[str, bytes]:
    words = _TEXT + "Сообщается о взрывах. " * luck.randrange(1, 30)
    page = (
        f"<html><head><meta charset={luck.choice(('ascii', 'utf-8', 'koi8-r', 'nonsense'))}></head><body><p>{words}</p></body></html>"
    )
    return luck.choice((".html", ".txt")), page.encode(luck.choice(("utf-16-le", "cp1251", "koi8-r", "utf-32")))


def _gzip_bomb(luck: random.Random) -> tuple[str, bytes]:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = b"0" * 1_000_000
    data = b"".join(packer.compress(block) for _ in range(luck.randrange(20, 60)))
    return luck.choice((".txt.gz", ".jsonl.gz", ".csv.gz", ".warc.gz")), data + packer.flush()


def _zip_bomb(luck: random.Random) -> tuple[str, bytes]:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for i in range(luck.randrange(1, 6)):
            archive.writestr(f"../../{i}.txt", b"A" * luck.randrange(5_000_000, 20_000_000))
    return ".zip", out.getvalue()


def _deep(luck: random.Random) -> tuple[str, bytes]:
    depth = luck.randrange(1_000, 10_000)
    tag = luck.choice(("div", "b", "table", "blockquote"))
    return ".html", f"<html><body>{f'<{tag}>' * depth}{_TEXT}{f'</{tag}>' * depth}</body></html>".encode()


def _entities(luck: random.Random) -> tuple[str, bytes]:
    names = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10 if i else "ha"}">' for i in range(luck.randrange(5, 12)))
    return (
        ".xml",
        f'<?xml version="1.0"?><!DOCTYPE rss [{names}]><rss><channel><item><title>&a4;</title></item></channel></rss>'.encode(),
    )


def _nested_json(luck: random.Random) -> tuple[str, bytes]:
    depth = luck.randrange(500, 20_000)
    return ".jsonl", b'{"text": ' + b"[" * depth + b"]" * depth + b"}\n" + b'{"text": 5}\nnull\n"x"\n'


def _nothing(luck: random.Random) -> tuple[str, bytes]:
    return luck.choice((".txt", ".html", ".parquet", ".warc", ".zip", ".csv", ".gz")), luck.choice(
        (b"", b"\0" * 500, b" \n" * 50, luck.randbytes(700))
    )


def _long_line(luck: random.Random) -> tuple[str, bytes]:
    return luck.choice((".jsonl", ".csv", ".txt")), b'{"text": "' + b"word " * luck.randrange(100_000, 300_000)


KINDS: tuple[tuple[str, Maker], ...] = (
    ("mutated", _mutated), ("truncated gzip", _cut_gzip), ("wrong encoding", _wrong_encoding), ("gzip bomb", _gzip_bomb),
    ("zip bomb", _zip_bomb), ("deep HTML", _deep), ("entity bomb", _entities), ("nested JSON", _nested_json),
    ("nothing", _nothing), ("endless line", _long_line),
)  # fmt: skip
