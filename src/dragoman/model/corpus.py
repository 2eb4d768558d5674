"""Many documents: what was handed in, where a text was printed, who decided what, and claims with their document."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from msgspec import Struct

from dragoman.model.claim import Claim
from dragoman.model.keys import content_key, digest

DateBasis = Literal["given", "metadata", "json-ld", "page", "feed", "header", "address"]
"""Where a day of publication comes from, the surest first: the user's own field or flag, a page's metadata, its JSON-LD,
its ``time`` element, the feed's entry, a WARC or HTTP header, the day in an address (the last two are guesses)."""
GUESSED: frozenset[DateBasis] = frozenset({"header", "address"})


class Item(Struct, frozen=True):
    """Something to read, before anybody has looked into it: its bytes, where they stood, what its container says of it.

    ``kind`` says how the bytes are to be taken; ``auto`` leaves it to them. ``basis`` is where ``published`` comes from.
    """

    where: str
    data: bytes
    kind: Literal["text", "html", "auto"] = "auto"
    url: str | None = None
    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    agency: str | None = None
    language: str | None = None
    published: date | None = None
    basis: DateBasis | None = None

    def key(self) -> str:
        """The content key: it covers the bytes, where they stood and what was said of them."""
        said = (self.url, self.title, self.outlet, self.author, self.agency, self.language)
        day = self.published.isoformat() if self.published is not None else None
        return content_key("item", self.where, digest(self.data), self.kind, said, day, self.basis)


class Carrier(Struct, frozen=True):
    """One printing of a text: where it stood and what its page says of itself. ``key`` is the key of its item.

    ``code`` is the actor that the outlet speaks for (a ministry's site), null for the press.
    """

    key: str
    document: str
    where: str
    url: str | None = None
    title: str | None = None
    outlet: str | None = None
    code: str | None = None
    author: str | None = None
    agency: str | None = None
    language: str | None = None
    published: date | None = None
    basis: DateBasis | None = None

    @property
    def guessed(self) -> bool:
        """Whether the day of publication is only a guess."""
        return self.basis in GUESSED


class Unread(Struct, frozen=True):
    """An item that could not be read, or a part of a source that could not even be cut into items."""

    key: str
    where: str
    stage: str
    reason: str


class Told(Struct, frozen=True):
    """A claim with what reconciliation needs to know of its document.

    ``sentence`` is a digest of the sentence of its act (letter case, marks and white space left out): in a reprint the
    same sentence carries the same claim. ``outlets`` printed the text; ``carrier`` is the actor that it speaks for, null for
    the press. ``words`` are those of the act with what follows in its clause, at most twelve.
    """

    claim: Claim
    document: str
    published: date | None
    outlets: tuple[str, ...]
    sentence: str
    carrier: str | None = None
    words: str = ""


Verdict = Literal["accept", "correct", "same", "different", "background"]


class Judgement(Struct, frozen=True):
    """A person's decision about claims; never overwritten, only superseded by a later one or taken back.

    ``accept`` confirms one claim; ``correct`` gives the ``field`` of one claim a new ``value`` (JSON); ``same`` and
    ``different`` speak of two or more claims; ``background`` makes one claim background. ``undoes`` names the judgement
    that this one takes back.
    """

    key: str
    verdict: Verdict
    claims: tuple[str, ...]
    author: str
    made: datetime
    field: str | None = None
    value: str | None = None
    note: str | None = None
    undoes: str | None = None
