"""Quoted stretches of a passage: which quotation mark opens, which closes, and which is an apostrophe."""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct

from dragoman.codebook.shapes_sentences import QuotationMarks
from dragoman.model.text import Quoted, Span

_DEEPEST = 6
"""Quotations inside quotations that are followed; nobody nests deeper, and hostile text must not."""
_OPENS_AFTER = frozenset("([{-–—/:;,=")
_CLOSES_BEFORE = frozenset(")]}-–—/:;,.!?…")
_SENTENCE_POINTS = frozenset(",.!?…;")


class _Marks(Struct, frozen=True):
    """The marks of a language, ready to scan for. ``families`` tells which marks close which."""

    scan: re.Pattern[str]
    opening: frozenset[str]
    closing: frozenset[str]
    both: frozenset[str]
    single: frozenset[str]
    elisions: frozenset[str]


class _Open(Struct):
    """A mark that has opened and not closed yet."""

    start: int
    end: int
    single: bool
    mark: str


class _Sign(Struct, frozen=True):
    """One mark of the passage, with what its surroundings allow."""

    start: int
    end: int
    mark: str
    single: bool
    may_open: bool
    may_close: bool


@lru_cache(maxsize=8)
def _compiled(marks: QuotationMarks) -> _Marks:
    doubles = {*marks.opening, *marks.closing, *marks.both}
    singles = {*marks.single_opening, *marks.single_closing, *marks.single_both}
    pattern = "|".join(re.escape(mark) for mark in sorted(doubles | singles, key=len, reverse=True))
    return _Marks(
        re.compile(pattern),
        frozenset((*marks.opening, *marks.single_opening)),
        frozenset((*marks.closing, *marks.single_closing)),
        frozenset((*marks.both, *marks.single_both)),
        frozenset(singles),
        frozenset(marks.elisions),
    )


def quoted_stretches(text: str, span: Span, marks: QuotationMarks) -> list[Quoted]:
    """Find what stands between quotation marks in one passage, in order of the opening marks.

    A double mark without its partner runs to the end of the passage. A single mark without its partner is an
    apostrophe, unless it is the first character of the passage.

    Args:
        text: the document's text.
        span: the passage.
        marks: the language's quotation marks.
    """
    known = _compiled(marks)
    signs = [_sign(text, span, match, known) for match in known.scan.finditer(text, span[0], span[1])]
    if not signs:
        return []
    closable = _closers_to_come(text, signs)
    waiting: list[_Open] = []
    found: list[tuple[_Open, int, int, bool]] = []
    for sign, to_come in zip(signs, closable, strict=True):
        partner = _partner(text, sign, waiting, to_come)
        if partner is not None:
            for lost in waiting[partner + 1 :]:
                if not lost.single:
                    found.append((lost, sign.start, sign.start, False))
            found.append((waiting[partner], sign.start, sign.end, True))
            del waiting[partner:]
        elif _opens(sign, to_come, span):
            _begin(sign, waiting, found)
    for left in waiting:
        if not left.single or left.start == span[0]:
            found.append((left, span[1], span[1], False))
    return _nested(text, found)


def _sign(text: str, span: Span, match: re.Match[str], known: _Marks) -> _Sign:
    start, end, mark = match.start(), match.end(), match.group()
    before = text[start - 1] if start > span[0] else " "
    after = text[end] if end < span[1] else " "
    left = before.isspace() or before in _OPENS_AFTER or known.scan.match(before) is not None
    right = after.isspace() or after in _CLOSES_BEFORE or known.scan.match(after) is not None
    single = mark in known.single
    ambiguous = mark in known.both or (mark in known.opening and mark in known.closing)
    may_open = mark in known.opening or (ambiguous and (left or not single))
    may_close = mark in known.closing or (ambiguous and (right or not single))
    if single:
        between = before.isalnum() and after.isalnum()
        word = re.compile(r"[^\W\d_]{1,6}|\d{2}s?\b").match(text, end)
        elision = word is not None and (word.group().casefold() in known.elisions or word.group()[0].isdigit())
        may_open = may_open and not between and not after.isspace() and not (elision and mark not in known.opening)
        may_close = may_close and not between and not before.isspace()
    elif ambiguous:
        may_open = may_open and (left or not right) and not after.isspace()
        may_close = may_close and (right or not left)
    return _Sign(start, end, mark, single, may_open, may_close)


def _closers_to_come(text: str, signs: list[_Sign]) -> list[int]:
    """For each mark what closing single marks follow it.

    0: none; 1: some; 2: one after a point or comma, before another opens.
    """
    coming: list[int] = []
    level = 0
    for sign in reversed(signs):
        coming.append(level)
        if sign.single and sign.may_close:
            level = 2 if text[sign.start - 1] in _SENTENCE_POINTS else max(level, 1)
        elif sign.single and sign.may_open:
            level = min(level, 1)
    return coming[::-1]


def _partner(text: str, sign: _Sign, waiting: list[_Open], to_come: int) -> int | None:
    """The open mark that this one closes, or none."""
    if not sign.may_close:
        return None
    for place in range(len(waiting) - 1, -1, -1):
        one = waiting[place]
        if one.single != sign.single or one.end >= sign.start:
            continue
        if sign.mark == one.mark == "''" or one.mark != "''" or sign.mark in {"''", '"', "”"}:
            plural = sign.single and text[sign.start - 1] in "sS" and to_come == 2
            return None if plural else place
    return None


def _opens(sign: _Sign, to_come: int, span: Span) -> bool:
    if not sign.may_open:
        return False
    return not sign.single or to_come > 0 or sign.start == span[0]


def _begin(sign: _Sign, waiting: list[_Open], found: list[tuple[_Open, int, int, bool]]) -> None:
    """Open a stretch; a mark that looks the same both ways cannot nest, so an earlier one of its kind ends here."""
    same = next((i for i, one in enumerate(waiting) if one.mark == sign.mark and sign.may_close), None)
    if same is None:
        alike = [i for i, one in enumerate(waiting) if one.mark == sign.mark and sign.mark in {'"', "''", "'"}]
        same = alike[-1] if alike else None
    if same is not None:
        for lost in waiting[same:]:
            if not lost.single:
                found.append((lost, sign.start, sign.start, False))
        del waiting[same:]
    if len(waiting) < _DEEPEST:
        waiting.append(_Open(sign.start, sign.end, sign.single, sign.mark))


def _nested(text: str, found: list[tuple[_Open, int, int, bool]]) -> list[Quoted]:
    """Order the stretches, count how deep each lies, and trim white space at the end of unclosed ones."""
    stretches: list[Quoted] = []
    ends: list[int] = []
    for one, inner_end, outer_end, closed in sorted(found, key=lambda item: (item[0].start, -item[2])):
        while ends and ends[-1] <= one.start:
            ends.pop()
        inner = text[one.end : inner_end]
        if not inner.strip():
            continue
        shut = one.end + len(inner.rstrip())
        inner_span, outer_span = (one.end, inner_end), (one.start, outer_end)
        if not closed:
            inner_span, outer_span = (one.end, shut), (one.start, shut)
        scare = closed and len(inner.split()) <= 2 and inner[-1] not in _SENTENCE_POINTS
        stretches.append(Quoted(inner_span, outer_span, closed, len(ends), scare))
        ends.append(outer_span[1])
    return stretches
