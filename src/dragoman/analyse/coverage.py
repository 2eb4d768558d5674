"""What a corpus says that the codebook does not know: names that resolve to nobody, verbs that explain nothing.

So that whoever extends the codebook begins where it pays most.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Set

from msgspec import Struct

from dragoman.model.annotations import Annotations
from dragoman.model.text import Parse, Span, overlaps, starting_in

_PARTY = frozenset({"nsubj", "nsubjpass", "dobj", "agent"})
_JOINING = frozenset({"of", "the", "for", "and", "de", "al", "-", "’s", "'s"})
_EMPTY = frozenset({"be", "have", "do", "get", "go", "come", "make", "take", "say"})
"""Verbs that tell nothing by themselves."""
_SHOWN = 40
"""Code points of an example on either side of its word."""


class Gap(Struct, frozen=True):
    """A word or name that the codebook lacks: how often, in how many documents, and where it was first met."""

    words: str
    times: int
    documents: int
    example: str


class Coverage:
    """Counts gaps over documents.

    Args:
        known: lemmas of verbs that are cues, reporting verbs or words with an effect on what depends on them.
    """

    def __init__(self, known: Set[str]) -> None:
        self._known = known
        self.documents = 0
        self._names: Counter[str] = Counter()
        self._verbs: Counter[str] = Counter()
        self._where: defaultdict[str, set[str]] = defaultdict(set)
        self._examples: dict[str, str] = {}

    def add(self, notes: Annotations) -> None:
        """Count the gaps of one document, read as far as its actors and places."""
        self.documents += 1
        taken = sorted([m.span for m in notes.mentions] + [p.span for p in notes.places if p.span is not None])
        timed = [t.span for t in notes.times]
        for parse in notes.parses:
            if parse is None:
                continue
            here = [s for s in taken if overlaps(s, parse.span)]
            for span, words in names(parse):
                if not any(overlaps(span, s) for s in (*here, *timed)):
                    self._count(self._names, words, notes, span)
            for token in self._unexplained(parse, notes):
                self._count(self._verbs, parse.lemmas[token].lower(), notes, (parse.starts[token], parse.ends[token]))

    def _unexplained(self, parse: Parse, notes: Annotations) -> Iterator[int]:
        """Verbs that no list knows and that an actor has a part in."""
        actors = {t for m in starting_in(notes.mentions, parse.span) for t in parse.tokens_in(m.span)}
        for token, tag in enumerate(parse.tags):
            lemma = parse.lemmas[token].lower()
            if not tag.startswith("VB") or lemma in self._known or lemma in _EMPTY or not lemma.isalpha():
                continue
            if parse.relations[token] not in {"aux", "auxpass"} and actors & set(parse.dependents(token, *_PARTY)):
                yield token

    def _count(self, table: Counter[str], words: str, notes: Annotations, span: Span) -> None:
        table[words] += 1
        self._where[words].add(notes.document.key)
        if words not in self._examples:
            self._examples[words] = _around(notes.document.text, span)

    def names(self, most: int) -> list[Gap]:
        """The most frequent names that resolve to nobody and nowhere."""
        return self._ranked(self._names, most)

    def verbs(self, most: int) -> list[Gap]:
        """The most frequent verbs with an actor that no cue, reporting verb or embedding word explains."""
        return self._ranked(self._verbs, most)

    def _ranked(self, table: Counter[str], most: int) -> list[Gap]:
        order = sorted(table, key=lambda w: (-table[w], -len(self._where[w]), w))
        return [Gap(w, table[w], len(self._where[w]), self._examples[w]) for w in order[:most]]


def _around(text: str, span: Span) -> str:
    """The span with some whole words on either side."""
    before = text[max(0, span[0] - _SHOWN) : span[0]].split(" ")
    after = text[span[1] : span[1] + _SHOWN].split(" ")
    return " ".join(" ".join([*before[1:-1], before[-1] + text[slice(*span)] + after[0], *after[1:-1]]).split())


def names(parse: Parse) -> Iterator[tuple[Span, str]]:
    """Runs of proper nouns, joined by "of" and its like, each with its words; a sentence's first word counts only in a run."""
    run: list[int] = []
    for token in range(len(parse) + 1):
        proper = token < len(parse) and parse.tags[token] in {"NNP", "NNPS"}
        joins = token < len(parse) and run and parse.forms[token].lower() in _JOINING
        if proper or joins:
            run.append(token)
            continue
        while run and parse.tags[run[-1]] not in {"NNP", "NNPS"}:
            run.pop()
        if run and (run != [0] or len(run) > 1) and any(c.isalpha() for c in parse.forms[run[0]]):
            yield parse.cover(run), " ".join(parse.forms[t] for t in run)
        run = []
