"""Claims, voices, attributions and quotations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from dragoman.model.event import Casualty, Framing, Plover, Reality, Stance, When
from dragoman.model.text import Span
from dragoman.model.world import Place


class Attribution(Struct, frozen=True):
    """Words that the text ascribes to a source: what the attribution layer finds, before anybody is resolved.

    ``source`` is the span of the noun phrase that says it (null where nobody is named: "reportedly"), ``cue`` the
    verb, "according to" or noun that marks it, ``content`` the stretches ascribed (inside the marks for a direct or
    mixed quotation). ``stance`` and ``reality`` say what the cue does to its content: *denied that* denies,
    *urged X to* makes it requested, *threatened to* threatened. ``addressee`` is the object of the cue ("accused X
    of ..."). ``channel`` is how it was said (statement, Telegram, briefing). ``chain`` are outer sources, the
    outermost first ("the agency quoted the minister as saying" has the agency). ``carried`` is true where the
    speaker comes from an earlier sentence.
    """

    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    kind: Literal["direct", "mixed", "indirect"]
    stance: Stance = "asserts"
    reality: Reality = "actual"
    lemma: str = ""
    addressee: Span | None = None
    channel: str | None = None
    chain: tuple[Span, ...] = ()
    carried: bool = False
    clausal: bool = True
    """Whether the content is a clause; a reported noun phrase ("reported a violation") is no quotation."""


class Actor(Struct, frozen=True):
    """A party to an act. ``span`` is null where it is not said ("each other")."""

    code: str
    name: str
    person: str | None = None
    span: Span | None = None


class Voice(Struct, frozen=True):
    """Who says it: ``("narrator",)`` or codes. ``chain`` runs from the outermost voice to the innermost."""

    codes: tuple[str, ...]
    chain: tuple[str, ...] = ()
    person: str | None = None
    anonymous: bool = False
    channel: str | None = None
    span: Span | None = None


APART = frozenset({"REB", "OPP", "CVL", "PRM", "CRM", "REF", "UAF", "SEP"})
"""Sectors that are no organ of their state: a country's rebels and civilians are parties of their own."""


def party_of(code: str) -> str:
    """The party a code belongs to.

    A state and its organs (``ARM``, ``ARM.GOV``, ``ARM.MIL``) are one party, ``ARM``; its rebels, opposition and civilians are
    others (``SYR.REB``), and so is every group.
    """
    return code if code.partition(".")[2] in APART else code.split(".", maxsplit=1)[0]


NARRATOR = Voice(("narrator",), ("narrator",))

_PRIVATE = frozenset({"MED", "PTY", "JRN", "EDU", "BUS", "REL", "LAB", "SOC", "NGO"})
"""Sectors whose members belong to a country but do not speak for it."""


UNARMED = frozenset({"CVL", "JRN", "EDU", "LAB", "MED", "REF"})
"""Sectors of people without arms and without office."""


def speaking_parties(codes: Sequence[str]) -> frozenset[str]:
    """Who speaks, counted as parties: ``ARM`` for ``ARM.MIL``, but a doctor (``ARM.MED``) is none of its organs.

    ``UNK`` alone is nobody; unnamed rebels (``UNK.REB``) are somebody.
    """
    private = {code for code in codes if code.partition(".")[2] in _PRIVATE}
    return frozenset(code if code in private else party_of(code) for code in codes) - {"UNK"}


SPEAKER = "@speaker"
"""The code of "we" and "I" until it is known who speaks."""

HEARER = "@hearer"
"""The code of "you" in a question until it is known who is asked."""

ASKING = "ask"
"""The lemma of an attribution that is a question of an interview: it takes for granted what the one who answers may deny."""


class Happening(Struct, frozen=True):
    """An act found in a sentence, before it has a voice and a date.

    ``sentence`` and ``token`` say where its predicate stands; ``span`` covers the predicate's words. ``each`` are the
    parties that "each other" distributes over: on the side ``recipients`` each does it to the others, on the side
    ``actors`` each says that the others did it. ``presupposed`` acts are named in passing ("after the shelling").
    """

    type: str
    mode: str | None
    cameo: str | None
    contexts: tuple[str, ...]
    span: Span
    sentence: int
    token: int
    actors: tuple[Actor, ...]
    recipients: tuple[Actor, ...]
    mediators: tuple[Actor, ...]
    reality: Reality
    reasons: tuple[str, ...]
    voice: Voice = NARRATOR
    stance: Stance = "asserts"
    presupposed: bool = False
    nominal: bool = False
    mutual: bool = False
    each: tuple[Actor, ...] = ()
    each_side: Literal["recipients", "actors"] = "recipients"
    casualties: tuple[Casualty, ...] = ()
    framing: tuple[Framing, ...] = ()
    places: tuple[Place, ...] = ()
    date: When | None = None
    background: bool = False


class Sighting(Struct, frozen=True):
    """Which coder and which codebook found a claim, with its reasons in words."""

    coder: str
    codebook: str
    reasons: tuple[str, ...] = ()


class Claim(Struct, frozen=True):
    """One voice saying one thing about one happening, at one place in one document."""

    key: str
    type: str
    mode: str | None
    contexts: tuple[str, ...]
    plover: Plover | None
    actors: tuple[Actor, ...]
    recipients: tuple[Actor, ...]
    mediators: tuple[Actor, ...]
    voice: Voice
    stance: Stance
    reality: Reality
    background: bool
    date: When | None
    places: tuple[Place, ...]
    casualties: tuple[Casualty, ...]
    framing: tuple[Framing, ...]
    span: Span
    confidence: dict[str, float] | None = None
    sightings: tuple[Sighting, ...] = ()


class Quotation(Struct, frozen=True):
    """Words given to a voice: inside the marks (direct, mixed), or the reported clause (indirect)."""

    voice: Voice
    kind: Literal["direct", "mixed", "indirect"]
    cue: Span | None
    spans: tuple[Span, ...]
