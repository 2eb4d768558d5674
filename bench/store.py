"""A store of a million made-up claims: how fast rows come in, how large it is, and how long one waits for an answer.

``python bench/store.py [CLAIMS] [--folder DIR]``
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa

from dragoman.model.claim import Actor, Claim, Sighting, Voice
from dragoman.model.corpus import Carrier
from dragoman.model.event import Casualty, Plover, When
from dragoman.model.grouped import Happened, Link
from dragoman.model.incident import Account, Incident
from dragoman.model.keys import content_key
from dragoman.model.text import Document
from dragoman.model.world import Place
from dragoman.store.lake import Lake
from dragoman.store.rows import Row, carrier_row, claim_row, document_row, incident_rows, sighting_rows, to_table

PER_DOCUMENT = 10 / 3
BATCH = 5_000
"""Documents of a commit: some 17,000 claims."""
STATES = ("ARM", "AZE", "RUS", "UKR", "SYR", "TUR", "ISR", "PSE", "SDN", "SSD", "ETH", "ERI", "MLI", "NER", "COD", "RWA", "YEM", "SAU")
SECTORS = ("", ".MIL", ".GOV", ".REB", ".CVL")
TYPES = {"ASSAULT": (4, -9.0), "COERCE": (4, -5.0), "ACCUSE": (3, -3.0), "REJECT": (3, -4.0), "CONSULT": (1, 1.5), "AGREE": (1, 3.0)}
FIRST = date(2015, 1, 1)
TALK = """the ministry said that forces of both sides had exchanged fire along border near village on Tuesday morning while talks about
a truce went on in capital and several soldiers were wounded by shelling from positions officials denied any attack had taken place
according to statement residents reported hearing artillery drones struck depot convoy brigade province"""
WORDS = TALK.split()
DYAD_SERIES = """
    SELECT date.first AS day, plover.quad AS quad, count(*) AS claims, avg(plover.score) AS score
    FROM claims
    WHERE list_contains(list_transform(actors, lambda a: split_part(a.code, '.', 1)), 'ARM')
      AND list_contains(list_transform(recipients, lambda a: split_part(a.code, '.', 1)), 'AZE')
      AND NOT background AND reality = 'actual' AND date.first IS NOT NULL
    GROUP BY ALL ORDER BY ALL
"""


def made(number: int, chance: random.Random) -> tuple[Document, list[Claim], list[list[int]]]:
    """A document of plausible length and its claims with their blocks."""
    day = FIRST + timedelta(days=chance.randrange(3650))
    text = " ".join(chance.choices(WORDS, k=chance.randrange(120, 420))) + f" {number}"
    key = content_key("document", number)
    document = Document(key, text, " ".join(chance.choices(WORDS, k=8)), f"outlet-{chance.randrange(400)}.example", None, day)
    left, right = chance.sample(STATES, 2)
    claims, blocks = [], []
    for at in range(chance.choice((2, 3, 3, 4, 5, 3))):
        town = chance.randrange(3000)
        kind = chance.choice(tuple(TYPES))
        quad, score = TYPES[kind]
        start = chance.randrange(len(text) - 60)
        who, whom = (chance.choice(SECTORS) for _ in range(2))
        voice = Voice((left + ".GOV",), (left + ".GOV",), span=(start, start + 8)) if at % 2 else Voice(("narrator",), ("narrator",))
        told = day - timedelta(days=chance.randrange(3))
        claims.append(Claim(
            content_key("claim", key, at), kind, chance.choice((None, "artillery", "drone")), ("military",),
            Plover(kind, None, quad, score, "190"), (Actor(left + who, f"forces of {left}", None, (start, start + 9)),),
            (Actor(right + whom, f"people of {right}", None, (start + 20, start + 30)),), (), voice, "asserts", "actual",
            chance.random() < 0.1, When(told, told, "day", (start, start + 7), "weekday on or before the day of publication"),
            (Place((start, start + 6), f"Town {town}", 40.5, 45.5, town * 7919, left, "settlement"),),
            (Casualty("killed", 2, 2, (left,), None, (start, start + 3)),) if at == 0 else (), (), (start, start + 9),
            {name: round(chance.random(), 1) for name in ("type", "actors", "voice", "date", "place", "overall")},
            (Sighting("events.v1", "3f2b8c", ("verb: shell",)),),
        ))  # fmt: skip
        met = (f"{told} {left} {right}", f"{told.isocalendar()[:2]} {left} {right}", f"{told} {kind}")
        blocks.append([int(content_key(one)[:16], 16) for one in met])
    return document, claims, blocks


def batches(claims: int, chance: random.Random) -> Iterator[dict[str, pa.Table]]:
    """Commits of a whole store."""
    documents = int(claims / PER_DOCUMENT)
    for first in range(0, documents, BATCH):
        rows: dict[str, list[Row]] = {"documents": [], "carriers": [], "claims": [], "sightings": []}
        for number in range(first, min(first + BATCH, documents)):
            document, told, blocks = made(number, chance)
            sketch = np.frombuffer(chance.randbytes(4 * SKETCH), np.uint32).tolist()
            rows["documents"].append(document_row(document, sketch, [chance.getrandbits(64) for _ in range(BANDS)]))
            printed = Carrier(content_key("carrier", number), document.key, f"{number}.html", outlet=document.outlet)
            rows["carriers"].append(carrier_row(printed))
            for claim, where in zip(told, blocks, strict=True):
                words = document.text[slice(*claim.span)]
                clause = " ".join(document.text[claim.span[0] :][:120].split()[:9])
                rows["claims"].append(claim_row(claim, document.key, words, content_key(document.key, claim.span), where, clause))
                rows["sightings"] += sighting_rows(claim, document.key)
        yield {name: to_table(name, some, "run") for name, some in rows.items()}


def incidents(keys: list[str], chance: random.Random) -> dict[str, pa.Table]:
    """Incidents of one to six claims over all of them."""
    chance.shuffle(keys)
    found, at = [], 0
    while at < len(keys):
        some = tuple(sorted(keys[at : at + chance.choice((1, 1, 1, 2, 3, 6))]))
        at += len(some)
        incident = Incident(some[0], "one-sided", f"asserted by ARM in {some[0]}", some, (Account("ARM", some),))
        links = tuple(Link(one, some[0], 4.5, ("same day", "same pair")) for one in some[1:])
        day = FIRST + timedelta(days=chance.randrange(3650))
        found.append(Happened(incident, "ASSAULT", False, day, day, ("ARM", "AZE"), ("Town",), ("AZE",), len(some), (), links))
    return {name: to_table(name, rows) for name, rows in incident_rows(found).items()}


SKETCH, BANDS = 128, 32
"""How many numbers the search for copies keeps for a document."""


def size(folder: Path) -> int:
    """Bytes of the tables."""
    return sum(path.stat().st_size for path in (folder / "tables").rglob("*") if path.is_file())


def memory() -> float:
    """The most memory that this process has had, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Make the store, measure it, print what was found."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("claims", type=int, nargs="?", default=1_000_000)
    asked.add_argument("--folder", type=Path)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as aside:
        measure(given.claims, (given.folder or Path(aside)) / "store")


def measure(claims: int, folder: Path) -> None:
    """Print the figures of a store of so many claims, made in ``folder``."""
    chance = random.Random(7)
    lake = Lake.create(folder)
    rows = commits = 0
    spent = slowest = 0.0
    for tables in batches(claims, chance):
        begin = time.perf_counter()
        done = lake.commit(str(commits), tables)
        took = time.perf_counter() - begin
        spent, slowest, commits, rows = spent + took, max(slowest, took), commits + 1, rows + sum(done.rows.values())
    print(f"appended {rows:,} rows in {commits} commits: {rows / spent:,.0f} rows/s, slowest commit {slowest:.2f} s, {memory():.0f} MB")
    keys = lake.sql("SELECT key FROM claims", rows=10**9).column("key").to_pylist()
    tables = incidents(list(keys), chance)
    begin = time.perf_counter()
    lake.replace(tables)
    took = time.perf_counter() - begin
    print(f"{tables['incidents'].num_rows:,} incidents replaced in {took:.1f} s; {size(folder) / 1e6:.0f} MB on disk")
    begin = time.perf_counter()
    lake.compact()
    lake.vacuum(0)
    print(f"compacted in {time.perf_counter() - begin:.1f} s: {size(folder) / 1e6:.0f} MB, {memory():.0f} MB of memory")
    for name in ("documents", "carriers", "claims", "sightings", "incidents", "accounts"):
        print(f"    {name} {sum(p.stat().st_size for p in (folder / 'tables' / name).glob('*.parquet')) / 1e6:.1f} MB")
    ask(lake, keys)


def ask(lake: Lake, keys: list[str]) -> None:
    """Print how long the usual questions take."""
    begin = time.perf_counter()
    days = lake.sql(DYAD_SERIES).num_rows
    first = time.perf_counter() - begin
    begin = time.perf_counter()
    lake.sql(DYAD_SERIES)
    print(f"dyad series: {days} rows, first {first:.2f} s, then {time.perf_counter() - begin:.2f} s")
    waits = []
    for key in random.Random(3).sample(keys, 50):
        begin = time.perf_counter()
        found = lake.incident(key)
        waits.append(time.perf_counter() - begin)
        assert found is not None
        assert found.documents
    median, worst = statistics.median(waits) * 1000, max(waits) * 1000
    print(f"an incident with its texts: median {median:.0f} ms, worst {worst:.0f} ms (the first {waits[0] * 1000:.0f} ms)")
    begin = time.perf_counter()
    told = sum(1 for _ in lake.told())
    print(f"told: {told:,} claims in {time.perf_counter() - begin:.1f} s")
    begin = time.perf_counter()
    lake.digest()
    print(f"digest in {time.perf_counter() - begin:.1f} s; most memory {memory():.0f} MB")


if __name__ == "__main__":
    main()
