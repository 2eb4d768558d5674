"""The measures of ``bench/grouping.py`` on a textbook example (Luo 2005), and how mentions are matched with claims."""

from __future__ import annotations

import itertools
import random
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench"))

import grouping  # found in bench/

GOLD = {i: "A" if i < 6 else "B" if i < 8 else "C" for i in range(1, 13)}
JOINED = {i: "x" if i < 6 else "y" for i in range(1, 13)}


def test_b_cubed_muc_and_ceaf_of_two_groups_taken_for_one() -> None:
    assert grouping.b_cubed(GOLD, JOINED) == pytest.approx((0.762, 1.0, 0.865), abs=0.001)
    assert grouping.muc(GOLD, JOINED) == pytest.approx((0.9, 1.0, 0.947), abs=0.001)
    assert grouping.ceaf_e(GOLD, JOINED) == pytest.approx((0.917, 0.611, 0.733), abs=0.001)


@pytest.mark.parametrize("measure", ["B3", "MUC", "CEAF-e"])
def test_a_perfect_grouping_scores_one(measure: str) -> None:
    assert grouping.MEASURES[measure](GOLD, {i: name.lower() for i, name in GOLD.items()}) == (1.0, 1.0, 1.0)


def test_the_best_alignment_is_the_best_of_all() -> None:
    chance = random.Random(5)
    for rows, columns in ((1, 1), (2, 4), (4, 2), (4, 4)):
        alike = [[chance.random() for _ in range(columns)] for _ in range(rows)]
        few, many = (alike, columns) if rows <= columns else ([list(c) for c in zip(*alike, strict=True)], rows)
        best = max(sum(row[c] for row, c in zip(few, way, strict=True)) for way in itertools.permutations(range(many), len(few)))
        assert grouping.best_alignment(alike) == pytest.approx(best)
