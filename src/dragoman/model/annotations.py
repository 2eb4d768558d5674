"""What the layers found in one document, handed on together."""

from __future__ import annotations

from msgspec import Struct

from dragoman.model.claim import Attribution
from dragoman.model.text import STRUCTURAL, Document, Parse, Passage, Quoted, Sentence
from dragoman.model.world import Mention, Place, TimeExpression


class Layout(Struct, frozen=True):
    """A document before its grammar; ``text`` is as much of its text as is read."""

    document: Document
    text: str
    passages: tuple[Passage, ...]
    sentences: tuple[Sentence, ...]
    quotes: tuple[Quoted, ...]

    def coded(self) -> list[int]:
        """The sentences that are coded, by their index; those of set-aside passages are not."""
        kinds = [passage.kind in STRUCTURAL or passage.kind == "body" for passage in self.passages]
        return [i for i, sentence in enumerate(self.sentences) if kinds[sentence.passage]]


class Annotations(Struct, frozen=True):
    """A document and its layers. ``parses`` has one entry per sentence, null where it has no token.

    ``home`` is the country that the document is about, null where none is clear.
    """

    document: Document
    passages: tuple[Passage, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    quotes: tuple[Quoted, ...] = ()
    parses: tuple[Parse | None, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    mentions: tuple[Mention, ...] = ()
    places: tuple[Place, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    home: str | None = None

    def passage_of(self, sentence: int) -> Passage:
        """The passage that the sentence with this index stands in."""
        return self.passages[self.sentences[sentence].passage]
