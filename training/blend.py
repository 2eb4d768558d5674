"""Weigh the classifier against the rules, on sentences that the classifier had not seen.

    python training/blend.py [--out FOLDER]

Reads ``training/held_out.json`` (written by ``train.py --held-out``), runs the rules over the same sentences, and fits the few
weights of ``dragoman.model.relation.Blend`` by maximum likelihood; prints how much the rules add. Writes ``relations.json``.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import get_args

import numpy as np
from scipy.optimize import minimize

from dragoman.annotate.classify import digest_of
from dragoman.extract.relations import standings
from dragoman.model.keys import content_key
from dragoman.model.relation import Standing
from dragoman.model.text import Document
from dragoman.pipeline import Reader
from sentences import TYPES, read_sentences, unmarked

HERE = Path(__file__).parent
STANDINGS = get_args(Standing)
KEPT = 0.7
"""Share of sentences on which the blend should answer without abstaining."""


def main() -> int:
    """Fit and write the weights."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--out", type=Path, default=HERE.parent / "src/dragoman/codebook/data/built")
    out = ask.parse_args().out
    held_out = json.loads((HERE / "held_out.json").read_text())
    every = read_sentences()
    sentences = [every[i] for i in held_out["sentences"]]
    scores = np.array(held_out["scores"], dtype=np.float64)
    found = ruled([s.marked for s in sentences])
    wanted = np.array([TYPES.index(s.type) for s in sentences])
    fitted = fit(scores, found, wanted)
    chances = blended(fitted, scores, found)
    for name, guess in (("classifier alone", scores.argmax(1)), ("with the rules", chances.argmax(1))):
        print(f"{name}: accuracy {100 * (guess == wanted).mean():.1f} over {len(wanted):,} held-out sentences")
    weights = [round(float(x), 3) for x in fitted]
    model = digest_of((out / "relations.onnx").read_bytes(), (out / "relations.tokens.json").read_bytes())
    blend = {
        "model": model, "types": TYPES, "sharpness": weights[0], "standings": dict(zip(STANDINGS, weights[1:-1], strict=True)),
        "silent": weights[-1], "abstain": round(float(np.quantile(chances.max(1), 1 - KEPT)), 3),
    }  # fmt: skip
    (out / "relations.json").write_text(json.dumps(blend) + "\n")
    print(json.dumps({k: v for k, v in blend.items() if k != "types"}))
    return 0


def ruled(marked: list[str]) -> np.ndarray:
    """What the rules find: (sentences, types, standings), 1 where a type has the standing; all 0 where they are silent."""
    reader = Reader.open()
    table = np.zeros((len(marked), len(TYPES), len(STANDINGS)))
    for n, one in enumerate(marked):
        text, spans = unmarked(one)
        notes = reader.sentence_notes(Document(content_key(text), text))
        for kind, standing in standings(notes, spans["s"], spans["t"], reader.rules, reader.codebook.events).items():
            table[n, TYPES.index(kind), STANDINGS.index(standing)] = 1.0
    return table


def evidence(weights: np.ndarray, scores: np.ndarray, found: np.ndarray) -> np.ndarray:
    """The evidence for each type of each sentence, as ``dragoman.extract.relations.weigh`` adds it up."""
    total = weights[0] * scores + found @ weights[1:-1]
    total[:, TYPES.index("NONE")] += weights[-1] * (found.sum((1, 2)) == 0)
    return total


def blended(weights: np.ndarray, scores: np.ndarray, found: np.ndarray) -> np.ndarray:
    """Probabilities of the types."""
    total = evidence(weights, scores, found)
    shares = np.exp(total - total.max(1, keepdims=True))
    return shares / shares.sum(1, keepdims=True)


def fit(scores: np.ndarray, found: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """The weights under which the labels are likeliest."""

    def loss(weights: np.ndarray) -> float:
        return float(-np.log(blended(weights, scores, found)[np.arange(len(wanted)), wanted] + 1e-9).mean())

    start = np.array([1.0, *[0.5] * len(STANDINGS), 0.0])
    return np.asarray(minimize(loss, start, method="L-BFGS-B").x)


if __name__ == "__main__":
    sys.exit(main())
