"""A document and what the first stages find in it. All offsets count code points of ``Document.text``."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date
from operator import attrgetter
from typing import Any, Literal, TypeVar

from msgspec import Struct

_T = TypeVar("_T")
_SPAN = attrgetter("span")
"""A span is not before ``(n,)`` exactly where it begins at n or later."""

Span = tuple[int, int]
"""First and one past the last code point of a stretch of ``Document.text``."""

MarkKind = Literal[
    "title", "standfirst", "dateline", "heading", "caption",
    "related-link", "navigation", "credit", "byline", "repeat", "advertisement",
]  # fmt: skip
STRUCTURAL = frozenset({"title", "standfirst", "dateline", "heading", "caption"})
"""Kinds of mark that are coded like the body; every other kind is set aside and never coded."""


class Mark(Struct, frozen=True):
    """A labelled stretch of a document; nothing is ever cut."""

    kind: MarkKind
    span: Span

    @property
    def set_aside(self) -> bool:
        """Whether the stretch is never coded."""
        return self.kind not in STRUCTURAL


class Bounds(Struct, frozen=True):
    """What a text itself says of its publication date: not before ``first``, not after ``last``; null where open."""

    first: date | None
    last: date | None
    basis: tuple[str, ...] = ()


class Document(Struct, frozen=True):
    """A report as published. ``text`` is never cut, only marked."""

    key: str
    text: str
    title: str | None = None
    outlet: str | None = None
    carrier: str | None = None
    published: date | None = None
    published_bounds: Bounds | None = None
    language: str = "en"
    marks: tuple[Mark, ...] = ()


class Passage(Struct, frozen=True):
    """A paragraph or a structural stretch of the text. ``kind`` is ``body`` or the kind of its structural mark.

    In a transcript ``speaker`` is the label of the turn that the paragraph belongs to ("Spokesman"), and ``asks`` tells
    whether that turn is one of those who ask.
    """

    span: Span
    kind: str = "body"
    speaker: Span | None = None
    asks: bool = False


class Sentence(Struct, frozen=True):
    """A sentence: its span without surrounding white space, and the index of its passage."""

    span: Span
    passage: int


class Quoted(Struct, frozen=True):
    """A stretch between quotation marks: ``outer`` with its marks, ``inner`` without.

    ``closed`` is false where the closing mark is missing and the stretch ends with its paragraph
    (a quotation that runs on: the next paragraph opens with a mark again). ``depth`` is 0 for an
    outermost stretch. ``scare`` is true for one or two words that are quoted as a term.
    """

    inner: Span
    outer: Span
    closed: bool = True
    depth: int = 0
    scare: bool = False


class Parse(Struct, frozen=True):
    """The grammar of one sentence, free of the parser that made it.

    Tokens are numbered from 0. ``heads[i]`` is the head of token i, the root's head is itself.
    ``tags`` are Penn Treebank tags, ``relations`` are ClearNLP labels (nsubj, nsubjpass, dobj, dative, agent, prep,
    pobj, pcomp, ccomp, xcomp, advcl, relcl, acl, conj, cc, poss, compound, amod, appos, aux, auxpass, neg, mark, prt,
    parataxis ...). ``starts`` and ``ends`` are offsets in the document's text.
    """

    span: Span
    forms: tuple[str, ...]
    lemmas: tuple[str, ...]
    tags: tuple[str, ...]
    heads: tuple[int, ...]
    relations: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    children: tuple[tuple[int, ...], ...]
    """The dependents of each token, from left to right."""

    def __len__(self) -> int:
        return len(self.forms)

    def root(self) -> int | None:
        """The token that heads the sentence, or none in a sentence without tokens."""
        return next((i for i, head in enumerate(self.heads) if head == i), None)

    def dependents(self, token: int, *relations: str) -> tuple[int, ...]:
        """Dependents of ``token`` whose relation is one of ``relations`` (all of them without)."""
        if not relations:
            return self.children[token]
        children = self.children[token]
        if not children:
            return ()
        named, found = self.relations, []
        for i in children:  # asked more often than anything else, and a comprehension costs a call
            if named[i] in relations:
                found.append(i)
        return tuple(found)

    def dependent(self, token: int, *relations: str) -> int | None:
        """The first dependent with one of the relations, or none."""
        for i in self.children[token]:
            if self.relations[i] in relations:
                return i
        return None

    def subtree(self, token: int) -> list[int]:
        """``token`` and all below it, sorted. Never recurses, so depth is bounded only by the sentence."""
        found, waiting = [], [token]
        while waiting:
            at = waiting.pop()
            found.append(at)
            waiting.extend(self.children[at])
        return sorted(found)

    def ancestors(self, token: int) -> list[int]:
        """The heads above ``token``, nearest first, without itself."""
        found: list[int] = []
        while self.heads[token] != token and len(found) <= len(self.heads):
            token = self.heads[token]
            found.append(token)
        return found

    def cover(self, tokens: list[int] | tuple[int, ...]) -> Span:
        """The span from the first to the last of the tokens."""
        return (self.starts[min(tokens)], self.ends[max(tokens)])

    def token_at(self, offset: int) -> int | None:
        """The token that covers the offset, or none."""
        at = bisect_right(self.starts, offset) - 1
        return at if at >= 0 and offset < self.ends[at] else None

    def tokens_in(self, span: Span) -> list[int]:
        """Tokens that lie at least partly inside the span."""
        return list(range(bisect_right(self.ends, span[0]), bisect_left(self.starts, span[1])))


def make_parse(
    span: Span,
    forms: tuple[str, ...],
    lemmas: tuple[str, ...],
    tags: tuple[str, ...],
    heads: tuple[int, ...],
    relations: tuple[str, ...],
    starts: tuple[int, ...],
    ends: tuple[int, ...],
) -> Parse:
    """Build a ``Parse``, filling in the dependents of each token."""
    children: list[list[int]] = [[] for _ in forms]
    for i, head in enumerate(heads):
        if head != i:
            children[head].append(i)
    return Parse(span, forms, lemmas, tags, heads, relations, starts, ends, tuple(map(tuple, children)))


def overlaps(one: Span, other: Span) -> bool:
    """Whether the two spans share a code point."""
    return one[0] < other[1] and other[0] < one[1]


def inside(inner: Span, outer: Span) -> bool:
    """Whether ``inner`` lies within ``outer``."""
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def starting_in(items: Sequence[_T], span: Span) -> Sequence[_T]:
    """Those of ``items`` whose ``span`` begins within ``span``; the items are sorted by their spans."""
    return items[bisect_left(items, (span[0],), key=_SPAN) : bisect_left(items, (span[1],), key=_SPAN)]


def index_at(items: Sequence[Any], offset: int) -> int | None:
    """The index of the item whose ``span`` covers the offset; the items are sorted and do not overlap."""
    at = bisect_left(items, (offset + 1,), key=_SPAN) - 1
    return at if at >= 0 and offset < items[at].span[1] else None
