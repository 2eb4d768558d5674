"""Paragraphs as the layout shows them, and the plain questions about one paragraph that the rules ask."""

from __future__ import annotations

import re
from functools import cached_property

from msgspec import Struct

from dragoman.model.text import Span

LONG = 2_000
"""A paragraph of more characters is body, whatever it begins with: furniture is short."""

_LINE = re.compile(r"[^\n\r\v\f\u2028\u2029]+")
_WORD = re.compile(r"[^\W_]+(?:['’.&/-][^\W_]+)*")
_STOPS = ".!?…"
_CLOSERS = "\"'”’»)]*_"
_WRAPPED_FROM, _WRAPPED_TO = 45, 130


class Unit(Struct, frozen=True, dict=True):
    """One paragraph: its span without surrounding white space, its words as written, and the layout around it.

    ``gap`` is true where an empty line (or the end of the text) follows.
    """

    span: Span
    text: str
    gap: bool

    @cached_property
    def folded(self) -> str:
        """The text in lower case with straight apostrophes and single spaces."""
        return " ".join(self.text[:LONG].casefold().replace("’", "'").split())

    @cached_property
    def bare(self) -> str:
        """``folded`` without brackets, bullets, colons and stops around it."""
        return self.folded.strip(" .:;!|*•·–—-_()[]<>»«›‹→►▶\"'")

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words of the first 2,000 characters, as written."""
        return tuple(_WORD.findall(self.text[:LONG]))

    @property
    def long(self) -> bool:
        """Whether it is too long for anything but body."""
        return len(self.text) > LONG

    @cached_property
    def stopped(self) -> bool:
        """Whether it ends like a sentence."""
        end = self.text[-12:].rstrip().rstrip(_CLOSERS).rstrip()
        return end.endswith(tuple(_STOPS))

    @cached_property
    def full_stop(self) -> bool:
        """Whether it ends with a full stop, and not just with a question or exclamation mark."""
        end = self.text[-12:].rstrip().rstrip(_CLOSERS).rstrip()
        return end.endswith((".", "…"))


def units(text: str) -> list[Unit]:
    """Part a text into paragraphs: lines, but lines that a narrow page broke off are put together again."""
    lines = [
        (start, end) for start, end in (_trim(text, found.span()) for found in _LINE.finditer(text)) if start < end
    ]
    joined: list[Span] = []
    last: Span | None = None
    for line in lines:
        if last is not None and _continues(text, last, line):
            joined[-1] = (joined[-1][0], line[1])
        else:
            joined.append(line)
        last = line
    found = []
    for i, (start, end) in enumerate(joined):
        after = joined[i + 1][0] if i + 1 < len(joined) else None
        found.append(Unit((start, end), text[start:end], after is None or text.count("\n", end, after) > 1))
    return found


def _trim(text: str, span: Span) -> Span:
    start, end = span
    stretch = text[start:end]
    return (end - len(stretch.lstrip()), start + len(stretch.rstrip())) if stretch.strip() else (start, start)


def _continues(text: str, last: Span, line: Span) -> bool:
    """Whether a line goes on where the one before was broken off for width."""
    between = text[last[1] : line[0]]
    if between.count("\n") != 1 or not _WRAPPED_FROM <= last[1] - last[0] <= _WRAPPED_TO:
        return False
    end, start = text[last[1] - 1], text[line[0]]
    return end not in _STOPS + ":" + _CLOSERS and (start.islower() or end == ",")
