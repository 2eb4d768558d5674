"""What the layers found in one document, handed on together."""

from __future__ import annotations

from msgspec import Struct

from dragoman.model.claim import Attribution
from dragoman.model.text import Document, Parse, Passage, Quoted, Sentence
from dragoman.model.world import Mention, Place, TimeExpression


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
