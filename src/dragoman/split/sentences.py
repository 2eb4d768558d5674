"""Sentences of a passage by rule: full stops, what stands before them, and what follows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from msgspec import Struct

from dragoman.codebook.shapes_sentences import SentenceSigns
from dragoman.model.text import Quoted, Span

_STOP = re.compile(r"[.!?…。؟]+")
_BRACKETS_CLOSING = frozenset(")]}")
_BRACKETS_OPENING = frozenset("([{")
_LONGEST_WORD = 40
"""Characters looked at before a stop or after it; no abbreviation and no sentence opener is longer."""


class _Signs(Struct, frozen=True):
    """The sentence signs of a language as sets."""

    starters: frozenset[str]
    bullets: frozenset[str]
    before_name: frozenset[str]
    before_number: frozenset[str]
    anywhere: frozenset[str]


@lru_cache(maxsize=8)
def _compiled(signs: SentenceSigns) -> _Signs:
    short = signs.abbreviations
    return _Signs(
        frozenset(signs.starters),
        frozenset(signs.bullets),
        frozenset(short.before_name),
        frozenset(short.before_number),
        frozenset(short.anywhere),
    )


_LONGEST = 1_200
"""Code points of a sentence; a longer stretch is cut, so that no step over one sentence is ever asked for more."""


def sentence_spans(text: str, span: Span, quotes: Sequence[Quoted], signs: SentenceSigns) -> list[Span]:
    """Sentences of one passage, in order, without surrounding white space.

    Args:
        text: the document's text.
        span: the passage.
        quotes: its quoted stretches; closing marks after a full stop stay with the sentence they close.
        signs: abbreviations and the rest.
    """
    known = _compiled(signs)
    closers = {q.outer[1] - 1 for q in quotes if q.closed} | {q.inner[1] for q in quotes if q.closed}
    openers = {q.outer[0] for q in quotes}
    cuts = [span[0], *_cuts(text, span, closers, openers, known), span[1]]
    found = []
    for start, end in pairwise(cuts):
        for begin, stop in _bounded(text, start, end):
            stretch = text[begin:stop]
            first = begin + len(stretch) - len(stretch.lstrip())
            last = begin + len(stretch.rstrip())
            if first < last:
                found.append((first, last))
    return found


def _bounded(text: str, start: int, end: int) -> Iterator[Span]:
    """Cut what is longer than any sentence of prose, after a comma or blank where there is one."""
    while end - start > _LONGEST:
        window = range(start + _LONGEST, start + _LONGEST // 2, -1)
        cut = next((i for i in window if text[i - 1] in ",;:" and text[i].isspace()), None)
        cut = cut or next((i for i in window if text[i].isspace()), start + _LONGEST)
        yield (start, cut)
        start = cut
    yield (start, end)


def _cuts(text: str, span: Span, closers: set[int], openers: set[int], signs: _Signs) -> Iterator[int]:
    begin = span[0]
    for stop in _STOP.finditer(text, span[0], span[1]):
        end = stop.end()
        while end < span[1] and (end in closers or text[end] in _BRACKETS_CLOSING):
            end += 1
        if end < span[1] and _ends(text, (begin, span[1]), stop, end, openers, signs):
            yield end
            begin = end


def _ends(text: str, span: Span, stop: re.Match[str], end: int, openers: set[int], signs: _Signs) -> bool:
    """Whether a sentence ends with this stop, whose closing marks end at ``end``."""
    after = end
    while after < span[1] and text[after].isspace():
        after += 1
    spaced = after > end
    first = after
    while first < span[1] and (first in openers or text[first] in _BRACKETS_OPENING):
        first += 1
    if first >= span[1]:
        return False
    upcoming = text[first]
    if not spaced:
        return _clings(text, stop, end, first, openers)
    if upcoming.islower() or upcoming in ",;:)":
        return False
    plain = stop.group() == "." and end == stop.end()
    return not plain or not _abbreviates(text, span, stop.start(), first, signs)


def _clings(text: str, stop: re.Match[str], end: int, first: int, openers: set[int]) -> bool:
    """Whether a sentence ends although no blank follows: "clashes.Baku said"."""
    if end in openers and stop.group() != "…":
        return text[stop.start() - 1 : stop.start()].islower()
    word = _word_before(text, stop.start())
    before = word[-2:].isalpha() and word[-1:].islower() and not {"/", "@"} & set(word) and "www" not in word
    glued = end > stop.end() or before
    return glued and text[first].isupper() and text[first + 1 : first + 2].islower() and len(stop.group()) <= 3


def _abbreviates(text: str, span: Span, dot: int, first: int, signs: _Signs) -> bool:
    """Whether the word before the full stop at ``dot`` is an abbreviation that goes on at ``first``."""
    word = _word_before(text, dot).lstrip("([{\"'“‘«")
    low = word.casefold()
    if not low:
        return False
    if word.isdigit():
        return dot - len(word) <= span[0] + 2 and text[span[0] : dot].strip() == word
    if low in signs.before_name:
        return True
    if low in signs.before_number:
        return text[first].isdigit() or (
            low not in {"no", "sun", "sat", "mar", "art", "est", "c", "p"}
            and (_next_word(text, first) not in signs.starters)
        )
    initial = len(word) == 1 and word.isupper()
    if initial or low in signs.anywhere or ("." in word and all(len(part) <= 2 for part in word.split("."))):
        return _next_word(text, first) not in signs.starters or (initial and low != "i" and text[first] in "A")
    return False


def _word_before(text: str, dot: int) -> str:
    start = dot
    while start > 0 and dot - start < _LONGEST_WORD and not text[start - 1].isspace():
        start -= 1
    return text[start:dot]


def _next_word(text: str, first: int) -> str:
    end = first
    while end < len(text) and end - first < _LONGEST_WORD and text[end].isalpha():
        end += 1
    return text[first:end].casefold()
