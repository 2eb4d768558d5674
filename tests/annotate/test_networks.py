"""The networks run our way find what spaCy finds with them, whatever stands together in a batch."""

from __future__ import annotations

from pathlib import Path

import pytest

import dragoman
from dragoman.annotate.grammar import Grammar
from dragoman.annotate.networks import Networks
from dragoman.model.text import Parse, Sentence

SAMPLES = Path(dragoman.__file__).parent / "serve" / "samples"
LINES = [line for name in ("01-showcase.txt", "15-sochi.txt") for line in (SAMPLES / name).read_text("utf-8").split("\n")]
TEXT = "\n".join(LINES)


def sentences() -> list[Sentence]:
    starts = [sum(len(line) + 1 for line in LINES[:n]) for n in range(len(LINES))]
    return [Sentence((start, start + len(line)), 0) for start, line in zip(starts, LINES, strict=True) if line.strip()]


@pytest.fixture(scope="module")
def fast() -> Grammar:
    return Grammar.load()


@pytest.fixture(scope="module")
def slow() -> tuple[Parse | None, ...]:
    return Grammar.load(fast=False).parse(TEXT, sentences())


def test_the_shipped_pipeline_is_run_our_way(fast: Grammar) -> None:
    assert isinstance(fast._networks, Networks)


@pytest.mark.parametrize("together", [1, 2, 7, 1000])
def test_parses_are_spacys_whatever_stands_together(
    fast: Grammar, slow: tuple[Parse | None, ...], together: int
) -> None:
    every = sentences()
    found = [p for n in range(0, len(every), together) for p in fast.parse(TEXT, every[n : n + together])]

    assert len(found) > 20
    assert tuple(found) == slow


def test_embedded_words_are_forgotten_when_there_are_too_many(
    slow: tuple[Parse | None, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dragoman.annotate.networks._MOST_LOOKS", 40)
    small = Grammar.load()
    every = sentences()
    found = [p for n in range(0, len(every), 3) for p in small.parse(TEXT, every[n : n + 3])]

    assert tuple(found) == slow
    assert small._networks is not None
    assert len(small._networks._looks._rows) <= 200
    assert small.parse(TEXT, every) == slow  # more words at once than are kept


def test_a_pipeline_of_another_build_runs_as_spacy_runs_it() -> None:
    import spacy

    assert Networks.of(spacy.blank("en")) is None
