"""Turns of a transcript: what stands behind a speaker's label is that speaker's, up to the next label."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from dragoman.model.claim import ASKING, Attribution
from dragoman.model.text import Passage, Sentence, Span


def turn_attributions(passages: Sequence[Passage], sentences: Sequence[Sentence]) -> list[Attribution]:
    """One direct attribution per turn, its source the label; the lemma of a question is ``ASKING``.

    A question is put to whoever speaks next, an answer is given to whoever asked before it.

    Args:
        passages: the paragraphs, each with the label of its turn.
        sentences: the sentences, each with the index of its passage; a label is a sentence of its own.
    """
    if all(p.speaker is None for p in passages):
        return []
    held: dict[int, list[Sentence]] = {}
    for sentence in sentences:
        held.setdefault(sentence.passage, []).append(sentence)
    turns = []
    for label, group in groupby((i for i, p in enumerate(passages)), key=lambda i: passages[i].speaker):
        if label is None:
            continue
        indexes = list(group)
        content = tuple(
            span for i in indexes if (span := _prose(passages[i], held.get(i, []), label)) is not None
        )  # fmt: skip
        if content:
            turns.append((label, passages[indexes[0]].asks, content))
    return [
        Attribution(label, None, content, "direct", lemma=ASKING if asks else "", addressee=_other(turns, at))
        for at, (label, asks, content) in enumerate(turns)
    ]  # fmt: skip


def _prose(passage: Passage, sentences: Sequence[Sentence], label: Span) -> Span | None:
    """The paragraph without the label, or none where it holds nothing else."""
    start = next((s.span[0] for s in sentences if s.span[0] >= label[1]), None)
    return (start, passage.span[1]) if start is not None else None


def _other(turns: Sequence[tuple[Span, bool, tuple[Span, ...]]], at: int) -> Span | None:
    """The label of whoever the turn speaks to: the next one who answers, or the last one who asked."""
    asks = turns[at][1]
    near = turns[at + 1 : at + 3] if asks else turns[max(0, at - 2) : at][::-1]
    return next((label for label, asking, _ in near if asking != asks), None)
