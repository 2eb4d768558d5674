"""Paragraphs, quoted stretches and sentences of a document, as spans."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from dragoman.codebook.files import sentence_signs
from dragoman.codebook.shapes_sentences import SentenceSigns
from dragoman.model.text import Mark, Passage, Quoted, Sentence, Span
from dragoman.split.quotes import quoted_stretches
from dragoman.split.sentences import sentence_spans
from dragoman.split.turns import label_turns, opening_of

_LINE = re.compile(r"[^\n]+")
_FINAL = (".", "!", "?", ":", "…", '"', "”", "»", "'", "’", ")", "]", ";")


def split(
    text: str, marks: Sequence[Mark] = (), signs: SentenceSigns | None = None
) -> tuple[tuple[Passage, ...], tuple[Sentence, ...], tuple[Quoted, ...]]:
    """Split a document's text.

    Every character that is not white space lies in exactly one passage and in exactly one sentence. A marked stretch
    makes passages of its own, of its kind; elsewhere the kind is ``body``. Where marks overlap, one that sets aside
    wins. Quoted stretches never leave their passage. The label of a speaker and the hour of an entry are sentences of
    their own.

    Args:
        text: the document's text.
        marks: its labelled stretches.
        signs: abbreviations and quotation marks; those of English if left out.

    Returns:
        Passages, sentences and quoted stretches, each in the order of the text.
    """
    signs = sentence_signs() if signs is None else signs
    passages = label_turns(text, _passages(text, marks, frozenset(signs.bullets)), signs)
    sentences: list[Sentence] = []
    quotes: list[Quoted] = []
    for index, passage in enumerate(passages):
        stretches = quoted_stretches(text, passage.span, signs.quotation)
        quotes.extend(stretches)
        opening = opening_of(text, passage)
        label = text[passage.span[0] : opening].rstrip()
        if label and opening < passage.span[1]:
            sentences.append(Sentence((passage.span[0], passage.span[0] + len(label)), index))
        else:
            opening = passage.span[0]
        rest = (opening, passage.span[1])
        sentences.extend(Sentence(span, index) for span in sentence_spans(text, rest, stretches, signs))
    return tuple(passages), tuple(sentences), tuple(quotes)


def _passages(text: str, marks: Sequence[Mark], bullets: frozenset[str]) -> list[Passage]:
    passages = []
    for (start, end), kind in _marked(len(text), marks):
        for paragraph in _paragraphs(text, (start, end), bullets):
            passages.append(Passage(paragraph, kind))
    return passages


def _marked(length: int, marks: Sequence[Mark]) -> list[tuple[Span, str]]:
    """Cut the text at the edges of marks and say of each stretch what it is."""
    spans = [(max(0, m.span[0]), min(length, m.span[1]), m) for m in marks]
    edges = sorted({0, length, *(s for s, e, _ in spans if s < e), *(e for s, e, _ in spans if s < e)})
    kinds = ["body"] * (len(edges) - 1)
    for start, end, mark in sorted(spans, key=lambda item: item[2].set_aside):
        if start < end:
            first, last = bisect_left(edges, start), bisect_left(edges, end)
            kinds[first:last] = [mark.kind] * (last - first)
    return [((edges[i], edges[i + 1]), kind) for i, kind in enumerate(kinds)]


def _paragraphs(text: str, span: Span, bullets: frozenset[str]) -> list[Span]:
    """Paragraphs of a stretch, without surrounding white space.

    A blank line always parts them, and so does every line break, unless the text is wrapped: most lines break off in
    mid-sentence at about the same width. In wrapped text a list item or the line after a short finished one still
    begins a paragraph.
    """
    lines = [
        (line.start() + len(line.group()) - len(line.group().lstrip()), line.start() + len(line.group().rstrip()))
        for line in _LINE.finditer(text, span[0], span[1])
        if not line.group().isspace()
    ]
    joined = [text.count("\n", one[1], other[0]) == 1 for one, other in pairwise(lines)]
    plain = [line for line, goes_on in zip(lines, joined, strict=False) if goes_on and text[line[0]] not in bullets]
    width = _wrapped_at(text, plain)
    if width is None:
        return lines
    paragraphs = lines[:1]
    for before, line, goes_on in zip(lines, lines[1:], joined, strict=False):
        finished = text[before[1] - 1] in _FINAL and before[1] - before[0] < 0.8 * width
        item = text[line[0]] in bullets and text[line[0] + 1 : line[0] + 2].isspace()
        if goes_on and not finished and not item:
            paragraphs[-1] = (paragraphs[-1][0], line[1])
        else:
            paragraphs.append(line)
    return paragraphs


def _wrapped_at(text: str, lines: list[Span]) -> float | None:
    """The usual width of the lines if they are pieces of paragraphs, or none if each is a paragraph."""
    if not lines:
        return None
    broken = [end - start for start, end in lines if text[end - 1] not in _FINAL]
    width = median(end - start for start, end in lines)
    alike = sum(abs(length - width) <= 0.25 * width for length in broken)
    return width if 2 * alike > len(lines) and 35 <= width <= 140 else None
