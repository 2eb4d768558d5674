"""Sentences with two marked parties, typed by the program and compared with their labels."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dragoman.model.keys import content_key
from dragoman.model.text import Document
from dragoman.pipeline import Reader

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "training"))
from sentences import read_sentences, unmarked

KEPT = 0.7
"""The share of sentences, the surest, whose accuracy is a figure of its own."""


@dataclass(frozen=True)
class Typed:
    """A sentence, its label, what was read and with which probability."""

    text: str
    wanted: str
    found: str
    surety: float


def measure_relations(reader: Reader, folder: Path) -> list[Typed]:
    """Type every sentence of the folder's ``*.tsv``: type, mode, tags, marked sentence."""
    rows = []
    for sentence in read_sentences(folder):
        text, spans = unmarked(sentence.marked)
        found = reader.relation(Document(content_key(text), text), spans["s"], spans["t"])
        rows.append(Typed(text, sentence.type, found.type, max(found.probabilities.values())))
    return rows


def macro_figures(rows: Sequence[Typed]) -> dict[str, float]:
    """Per cent: F1 averaged over the types, accuracy, and accuracy on the surest seven tenths."""
    kinds = {r.wanted for r in rows}
    f1 = []
    for kind in kinds:
        hit = sum(r.wanted == r.found == kind for r in rows)
        f1.append(2 * hit / (sum(r.wanted == kind for r in rows) + sum(r.found == kind for r in rows)))
    surest = sorted(rows, key=lambda r: -r.surety)[: round(KEPT * len(rows))]
    return {
        "macro F1": round(100 * sum(f1) / max(1, len(f1)), 1),
        "accuracy": round(100 * sum(r.wanted == r.found for r in rows) / max(1, len(rows)), 1),
        "accuracy at 70": round(100 * sum(r.wanted == r.found for r in surest) / max(1, len(surest)), 1),
    }
