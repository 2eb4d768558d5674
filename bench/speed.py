"""Measure how fast reports are read, and how much memory that takes, against spaCy reading the same texts.

    python bench/speed.py [REPORT.txt | REPORTS.jsonl ...]

Without arguments the sample reports are read. All figures come from one run over the same texts:

- cold: ``dragoman read`` of the first text as a process of its own, wall clock, median of three;
- warm: processor time of one read of that text by an open reader, median of fifteen;
- memory: the most that a process held which read all texts one after the other and together;
- ratio: processor time per word of the whole ledger, the texts read together (``Reader.read_many``), against
  ``spacy.load`` of the same pipeline as it comes (every component, ``nlp.pipe``) over the same texts, the two by turns,
  three times each, median of the three ratios.
"""

from __future__ import annotations

import gc
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import dragoman

SAMPLES = Path(dragoman.__file__).parent / "serve" / "samples"
COLD_SECONDS, WARM_MILLISECONDS, MEGABYTES, RATIO = 3.5, 80.0, 700.0, 0.6
WARM_WORDS = 430
"""The length of report that the warm budget is written for."""
_PYTHONS_OWN = gc.get_threshold()
_REPEATS = 3


def main() -> int:
    """Print the table; the exit status is 1 where a budget is exceeded."""
    texts = [text for path in _files(sys.argv[1:]) for text in _texts(path)]
    if not texts:
        print("no texts to read", file=sys.stderr)
        return 2
    words = sum(len(text.split()) for text in texts)
    cold = _cold(texts[0])
    read, warm, memory = _warm(texts)
    ours, theirs, ratio = _against_spacy(texts, read)
    length = len(texts[0].split())
    print(f"{len(texts)} texts, {words:,} words; the first has {length}\n")
    print(f"{'':<44}{'measured':>12}{'budget':>10}")
    rows = (
        (f"cold: dragoman read, {length} words, wall", cold, COLD_SECONDS, "s"),
        (f"warm: one read, {length} words, processor", warm, WARM_MILLISECONDS * length / WARM_WORDS, "ms"),
        ("memory of a process that read all", memory, MEGABYTES, "MB"),
        ("processor time per word against spaCy's", ratio, RATIO, "x"),
    )
    for name, value, budget, unit in rows:
        print(f"{name:<44}{value:>9.2f} {unit:<2}{budget:>7.1f} {unit:<2}{'' if value <= budget else '  over'}")
    print(f"\nledger: {1e6 * ours / words:.0f} µs a word ({words / ours:,.0f} words a second of one core)")
    print(f"spaCy:  {1e6 * theirs / words:.0f} µs a word ({words / theirs:,.0f} words a second of one core)")
    return int(any(value > budget for _, value, budget, _ in rows))


def _files(named: list[str]) -> list[Path]:
    return [Path(name) for name in named] or sorted(SAMPLES.glob("*.txt"))


def _texts(path: Path) -> Iterator[str]:
    """Yield the texts of a file: one per line of JSON lines, the whole of any other file."""
    content = path.read_text(encoding="utf-8")
    if path.suffix == ".jsonl":
        yield from (json.loads(line)["text"] for line in content.splitlines() if line.strip())
    elif path.suffix == ".toml":
        import tomllib

        yield tomllib.loads(content)["text"]
    else:
        yield content


def _cold(text: str) -> float:
    """Return seconds of wall clock from the command to the finished ledger."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.txt"
        report.write_text(text, encoding="utf-8")
        command = [sys.executable, "-m", "dragoman", "read", str(report), "--format", "json"]
        taken = []
        for _ in range(_REPEATS):
            begun = time.perf_counter()
            subprocess.run(command, stdout=subprocess.DEVNULL, check=True, timeout=120)
            taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def _warm(texts: list[str]) -> tuple[Callable[[], object], float, float]:
    """Return a run over all texts, milliseconds of processor time for the first text, and megabytes of this process."""
    from dragoman.config import load_config
    from dragoman.intake.files import make_document
    from dragoman.pipeline import Reader

    reader = Reader.open(load_config())
    documents = [make_document(text) for text in texts]

    def read() -> None:
        for _ in reader.read_many(documents):
            pass

    for document in documents:
        reader.read(document)
    read()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    single = [_processor(lambda: reader.read(documents[0])) for _ in range(15)]
    return read, 1000 * statistics.median(single), memory


def _against_spacy(texts: list[str], read: Callable[[], object]) -> tuple[float, float, float]:
    """Return median seconds of ours and of spaCy's, and the median of their ratios."""
    import spacy

    from dragoman.config import load_config

    nlp = spacy.load(load_config().model)

    def parse() -> None:
        """Run spaCy as it comes: also with the collector as Python sets it, which opening a reader changes."""
        ours = gc.get_threshold()
        gc.set_threshold(*_PYTHONS_OWN)
        try:
            _parse()
        finally:
            gc.set_threshold(*ours)

    def _parse() -> None:
        for _ in nlp.pipe(texts):
            pass

    parse()
    pairs = [(_processor(read), _processor(parse)) for _ in range(_REPEATS)]
    ours, theirs = zip(*pairs, strict=True)
    return statistics.median(ours), statistics.median(theirs), statistics.median(a / b for a, b in pairs)


def _processor(run: Callable[[], object]) -> float:
    begun = time.process_time()
    run()
    return time.process_time() - begun


if __name__ == "__main__":
    sys.exit(main())
