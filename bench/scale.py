"""Measure an ingest of many reports: processor time per word against spaCy, two workers over one, growth, memory, disk.

    python bench/scale.py [--reports 20000] [--growth 1000,4000,16000,50000] [--words 60]

Every ingest is the command that users run, in a process of its own, into an empty store, grouping included. All figures are
ratios within one run. The reports are made from the samples (``bench/made_reports.py``) with other names, towns, figures
and days, so that copies do not collapse. ``--growth`` reads reports cut to ``--words`` words, so that it ends in an hour.
"""

from __future__ import annotations

import argparse
import gc
import json
import math
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from made_reports import make_reports

RATIO, SPEEDUP, EXPONENT = 0.7, 1.6, 1.05
_SPACY_SAMPLE = 400


class Taken(NamedTuple):
    """What one ingest took: wall clock and processor seconds, largest process in megabytes, bytes of the store, its summary."""

    wall: float
    processor: float
    megabytes: float
    stored: int
    summary: dict[str, float]


def main() -> int:
    """Print the tables; the exit status is 1 where a floor is missed."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--reports", type=int, default=20_000)
    asked.add_argument("--growth", default="1000,4000,16000,50000")
    asked.add_argument("--words", type=int, default=60)
    options = asked.parse_args()
    missed = 0
    with tempfile.TemporaryDirectory(prefix="dragoman-scale-") as folder:
        if options.reports:
            missed += throughput(Path(folder), options.reports)
        sizes = [int(size) for size in options.growth.split(",") if size]
        if sizes:
            missed += growth(Path(folder), sizes, options.words)
    return int(missed > 0)


def throughput(folder: Path, reports: int) -> int:
    """Whole reports: one worker and two, against spaCy before and after."""
    source = folder / "reports.jsonl"
    words = write(source, reports, None)
    before = spacy_seconds_per_word(source)
    one = ingest(source, folder / "one", 1)
    two = ingest(source, folder / "two", 2)
    spacy = (before + spacy_seconds_per_word(source)) / 2
    ratio = two.processor / words / spacy
    speedup = one.wall / two.wall
    print(f"\n{reports:,} reports, {words:,} words, {one.summary['claims']:,.0f} claims, {one.summary['incidents']:,.0f} incidents")
    print(f"{'':<26}{'one worker':>14}{'two workers':>14}")
    rows = (
        ("wall clock, s", one.wall, two.wall), ("processor, s", one.processor, two.processor),
        ("reports a second", reports / one.wall, reports / two.wall), ("largest process, MB", one.megabytes, two.megabytes),
        ("store, MB", one.stored / 1e6, two.stored / 1e6),
    )  # fmt: skip
    for name, first, second in rows:
        print(f"{name:<26}{first:>14,.1f}{second:>14,.1f}")
    print(f"processor per word against spaCy's: {ratio:.2f} (one worker {one.processor / words / spacy:.2f}; at most {RATIO})")
    print(f"two workers over one: {speedup:.2f} (at least {SPEEDUP})")
    return (ratio > RATIO) + (speedup < SPEEDUP)


def growth(folder: Path, sizes: list[int], words: int) -> int:
    """Short reports, more and more of them: the exponent of time against number."""
    print(f"\n{'reports':>10}{'wall s':>10}{'cpu s':>10}{'MB':>8}{'claims':>10}{'incidents':>11}{'ms each':>9}")
    points = []
    for size in sizes:
        source = folder / f"{size}.jsonl"
        write(source, size, words)
        taken = ingest(source, folder / f"store-{size}", 2)
        points.append((math.log(size), math.log(taken.processor)))
        claims, incidents = taken.summary["claims"], taken.summary["incidents"]
        print(
            f"{size:>10,}{taken.wall:>10.1f}{taken.processor:>10.1f}{taken.megabytes:>8.0f}{claims:>10,.0f}{incidents:>11,.0f}"
            f"{1000 * taken.processor / size:>9.1f}",
            flush=True,
        )
    if len(points) < 2:
        return 0
    exponent = slope(points)
    print(f"exponent of processor time against number of reports: {exponent:.3f} (at most {EXPONENT})")
    return int(exponent > EXPONENT)


def slope(points: list[tuple[float, float]]) -> float:
    """The least-squares slope of the points."""
    x, y = (sum(values) / len(points) for values in zip(*points, strict=True))
    return sum((a - x) * (b - y) for a, b in points) / sum((a - x) ** 2 for a, _ in points)


def write(path: Path, reports: int, words: int | None) -> int:
    """Write made reports; returns their words."""
    count = 0
    with path.open("w", encoding="utf-8") as file:
        for report in make_reports(reports, words=words):
            count += len(report["text"].split())
            file.write(json.dumps(report, ensure_ascii=False) + "\n")
    return count


def ingest(source: Path, store: Path, workers: int) -> Taken:
    """Run the command and measure it with all its workers."""
    command = [
        sys.executable, "-m", "dragoman", "ingest", str(source), "--store", str(store), "--workers", str(workers), "--json",
    ]  # fmt: skip
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True, timeout=7_200)
    wall, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    stored = sum(path.stat().st_size for path in store.rglob("*") if path.is_file())
    summary = json.loads(done.stdout.splitlines()[-1])["summary"]
    return Taken(wall, processor, after.ru_maxrss / 1024, stored, summary)


def spacy_seconds_per_word(source: Path) -> float:
    """Processor time per word of spaCy's pipeline as it comes, over some of the reports, on one thread as the workers are."""
    code = (
        "import sys, json, time, spacy, dragoman.config as c\n"
        "texts = [json.loads(line)['text'] for line in open(sys.argv[1]).readlines()[:int(sys.argv[2])]]\n"
        "nlp = spacy.load(c.load_config().model); list(nlp.pipe(texts[:40])); begun = time.process_time()\n"
        "[None for _ in nlp.pipe(texts)]\n"
        "print((time.process_time() - begun) / sum(len(t.split()) for t in texts))"
    )
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code, str(source), str(_SPACY_SAMPLE)], capture_output=True, text=True, check=True,
        timeout=600, env=environment,
    )  # fmt: skip
    gc.collect()
    return float(done.stdout)


if __name__ == "__main__":
    sys.exit(main())
