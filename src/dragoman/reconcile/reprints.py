"""Claims of a copy that its original makes in the same sentence: one claim with one more carrier."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from dragoman.model.claim import Actor
from dragoman.model.corpus import Told
from dragoman.model.grouped import Copy, Reprint
from dragoman.model.keys import content_key


class Families:
    """Which documents print one text: a document's original, and for an original its copies."""

    def __init__(self, copies: Iterable[Copy]) -> None:
        self.original = {copy.document: copy.original for copy in copies}
        self._originals = frozenset(self.original.values())

    def source(self, document: str) -> str:
        """Return the document whose text this one prints: its original, or itself."""
        return self.original.get(document, document)

    def concerns(self, document: str) -> bool:
        """Whether a document is a copy or has copies."""
        return document in self.original or document in self._originals


class Line(NamedTuple):
    """Where a claim of a printed text stands, and a digest of its sentence with its reading."""

    begins: int
    claim: str
    reading: str


def line(told: Told) -> Line:
    """Return the line of a claim.

    A reading is the digest of the act's sentence (letter case, marks and white space left out) with the claim's type, mode,
    parties, voice, stance, reality and figures; days are left out, since copies come out on other days.
    """
    claim = told.claim
    reading = content_key(
        told.sentence, claim.type, claim.mode, _codes(claim.actors), _codes(claim.recipients), _codes(claim.mediators),
        claim.voice.codes, claim.stance, claim.reality, [(c.kind, c.low, c.high, c.whose) for c in claim.casualties],
    )  # fmt: skip
    return Line(claim.span[0], claim.key, reading)


def find_reprints(lines: Mapping[str, Sequence[Line]], families: Families) -> tuple[Reprint, ...]:
    """Find the claims of copies that equal one of their original's, by key.

    Where several of one text are equal, the first is the first, the second the second. An edited sentence keeps its claims.

    Args:
        lines: by document, the claims of copies and of their originals, as read.
        families: which documents print one text.
    """
    found = []
    for document in lines:
        original = families.original.get(document)
        if original is None:
            continue
        first: dict[str, list[str]] = {}
        for one in sorted(lines.get(original, ())):
            first.setdefault(one.reading, []).append(one.claim)
        for one in sorted(lines[document]):
            if keys := first.get(one.reading):
                found.append(Reprint(one.claim, keys.pop(0)))
    return tuple(sorted(found, key=lambda reprint: reprint.claim))


def _codes(actors: Sequence[Actor]) -> list[str]:
    return [actor.code for actor in actors]
