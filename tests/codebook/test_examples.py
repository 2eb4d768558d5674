"""Every example of the codebook is read by the whole pipeline.

``python tests/codebook/test_examples.py`` prints the examples that are not read as they say.
"""

from __future__ import annotations

import sys

import dragoman
from dragoman.codebook.check import Fault, check_examples
from dragoman.codebook.load import load

FLOOR = 0.96
"""The share of examples that must be read as they say."""


def failing() -> tuple[tuple[Fault, ...], int]:
    codebook = load()
    every = sum(len(event.examples["en"]) for event in codebook.events.values())
    return check_examples(codebook, dragoman.read), every


def report(faults: tuple[Fault, ...], every: int) -> str:
    return "\n".join([*map(str, faults), f"{every - len(faults)} of {every} examples are read as they say"])


def test_examples_are_read_as_they_say() -> None:
    faults, every = failing()
    sys.stdout.write(report(faults, every))

    assert every > 250
    assert len(faults) <= (1 - FLOOR) * every


if __name__ == "__main__":
    sys.stdout.write(report(*failing()) + "\n")
