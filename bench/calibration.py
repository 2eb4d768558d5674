"""How well a confidence says how often it is right."""

from __future__ import annotations

from collections.abc import Sequence

BINS = 10


def reliability(judged: Sequence[tuple[float, bool]]) -> list[tuple[float, float, int]]:
    """Mean confidence, share that was right and number of cases of each tenth of the scale that holds any."""
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for confidence, right in judged:
        bins[min(BINS - 1, int(confidence * BINS))].append((confidence, right))
    return [(sum(c for c, _ in b) / len(b), sum(r for _, r in b) / len(b), len(b)) for b in bins if b]


def calibration_error(judged: Sequence[tuple[float, bool]]) -> float:
    """Expected calibration error: the gap between confidence and share right, averaged over the cases; 0 is best."""
    return round(sum(abs(said - right) * n for said, right, n in reliability(judged)) / max(1, len(judged)), 3)
