"""The parts of a ledger in words: what the text view and the page both say."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import cached_property

from msgspec import Struct

from dragoman.model.claim import Actor, Claim, Voice
from dragoman.model.event import Casualty, When
from dragoman.model.incident import Account, Incident, Ledger
from dragoman.model.text import Span

GLYPHS = {
    "actual": "●", "negated": "✗", "planned": "◷", "promised": "◇", "requested": "◁", "threatened": "▲",
    "hypothetical": "?",
}  # fmt: skip
"""One sign for each reality: what is told as having happened is the only full dot."""

DENIED, DOUBTED = "⊘", "≈"
"""Signs of a claim that denies or doubts its act: they go before the sign of its reality."""

STANCES = {"asserts": "says", "denies": "denies", "doubts": "doubts"}

SET_ASIDE = {
    "related-link": "a link to another story",
    "navigation": "left over from the page",
    "credit": "whose report or picture it is",
    "byline": "who wrote it",
    "repeat": "the same paragraph stands elsewhere in the report",
    "advertisement": "the outlet speaks for itself",
}
"""Why each kind of mark is set aside."""

_CONTEXT = 60
_MOST_SHOWN = 600
"""Characters of a stretch of the report that a view repeats."""

_SPACES = re.compile(r"\s+")
_SENTENCE_END = re.compile(r"[a-z0-9)][.!?][\"”’']?\s(?=[\"“‘'A-Z0-9])")
_KEY = re.compile(r"\b[0-9a-f]{8}(?:[0-9a-f]{24})?\b")
_CONTROLS = {code: f"‹U+{code:04X}›" for code in (*range(9), 11, 12, 13, *range(14, 32), *range(127, 160))}
_CONTROLS |= {
    code: f"‹U+{code:04X}›" for code in (0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF)
}


class Book(Struct, frozen=True, dict=True):
    """A ledger with its claims numbered from 1 in the order of the text."""

    ledger: Ledger

    @property
    def title(self) -> str:
        """The report's title: as its document has it, or as it is marked in the text."""
        document = self.ledger.document
        marked = next((self.words(one.span) for one in document.marks if one.kind == "title"), None)
        return visible(document.title or marked or "A report without a title")

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """The claims in the order of the text."""
        return tuple(sorted(self.ledger.claims, key=lambda claim: (claim.span, claim.key)))

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each claim by its key."""
        return {claim.key: number for number, claim in enumerate(self.claims, 1)}

    @cached_property
    def by_key(self) -> dict[str, Claim]:
        """The claims by key."""
        return {claim.key: claim for claim in self.ledger.claims}

    @cached_property
    def names(self) -> dict[str, str]:
        """What each code is called: the first name that a claim gives it without a person or a span."""
        names: dict[str, str] = {}
        for claim in self.claims:
            for actor in (*claim.actors, *claim.recipients, *claim.mediators):
                names.setdefault(actor.code, actor.name)
        return names

    def name(self, code: str) -> str:
        """Return what a code is called, or the code itself."""
        return {"narrator": "the report itself", "UNK": "not named"}.get(code) or visible(self.names.get(code, code))

    def explained(self, why: str) -> str:
        """Return an explanation with every key of a claim in it, or its first 8 digits, replaced by its number."""
        short = {key[:8]: f"claim {number}" for key, number in self.numbers.items()}
        return visible(_KEY.sub(lambda found: short.get(found[0][:8], found[0]), why))

    def accounts(self, incident: Incident) -> list[Account]:
        """Return the accounts of an incident, the report's own words last."""
        return sorted(incident.accounts, key=lambda account: account.party == "narrator")

    def words(self, span: Span, most: int = _MOST_SHOWN) -> str:
        """Return the words of a span on one line, with control characters made visible, cut after ``most``."""
        cut = "…" if span[1] - span[0] > most else ""
        stretch = self.ledger.document.text[span[0] : min(span[1], span[0] + most)]
        return visible(_SPACES.sub(" ", stretch).strip()) + cut

    def context(self, span: Span, reach: int = _CONTEXT) -> tuple[str, str, str]:
        """Return the words before, in and after a span, within its paragraph and a few words on both sides."""
        text = self.ledger.document.text
        before = _before(text[max(0, span[0] - reach) : span[0]], span[0] <= reach)
        after = _after(text[span[1] : span[1] + reach], span[1] + reach >= len(text))
        return visible(before), self.words(span), visible(after)

    def actor(self, actor: Actor) -> str:
        """Name an actor by person, or by its words in the text, or by name."""
        return visible(actor.person or actor.name or actor.code)

    def actors(self, actors: Iterable[Actor]) -> str:
        """Name actors, parted by commas and "and"."""
        return _listed([self.actor(actor) for actor in actors])

    def parties(self, claim: Claim) -> str:
        """Say who to whom: "Sudland's troops → Norland", with those between them."""
        doers, others = self.actors(claim.actors), self.actors(claim.recipients)
        line = f"{doers or 'someone'} → {others}" if others else doers or "someone"
        return f"{line} (with {self.actors(claim.mediators)})" if claim.mediators else line

    def voice(self, voice: Voice) -> str:
        """Say who says it: the report itself, a person, the words of the text, or a name."""
        if voice.codes == ("narrator",):
            return "the report itself"
        said = visible(voice.person) if voice.person else self.words(voice.span) if voice.span is not None else ""
        name = said or _listed([self.name(code) for code in voice.codes]) or "not named"
        outer = [self.name(code) for code in voice.chain[:-1] if code not in ("narrator", *voice.codes)]
        return f"{name}, as quoted by {_listed(outer)}" if outer else name

    def toll(self, casualty: Casualty) -> str:
        """Write a range of people ("at least 5 killed", "200–999 killed", "nobody wounded (Norland)")."""
        low, high = casualty.low, casualty.high
        whose = f" ({_listed([self.name(code) for code in casualty.whose])})" if casualty.whose else ""
        if low == 0 and high == 0:
            return f"nobody {casualty.kind}{whose}"
        if low is None or high is None:
            number = f"at least {low}" if low is not None else f"at most {high}" if high is not None else "some"
        else:
            number = f"{low}" if low == high else f"{low}–{high}"
        return f"{number} {casualty.kind}{whose}"


def _before(stretch: str, whole: bool) -> str:
    """Return the end of a stretch: from the last paragraph or sentence that begins in it, else from a whole word."""
    line = stretch.rpartition("\n")
    if line[1]:
        stretch, whole = line[2], True
    starts = [found.end() for found in _SENTENCE_END.finditer(stretch)]
    if starts:
        return _SPACES.sub(" ", stretch[starts[-1] :])
    return _SPACES.sub(" ", stretch if whole else "…" + (stretch.partition(" ")[2] if " " in stretch else stretch))


def _after(stretch: str, whole: bool) -> str:
    """Return the beginning of a stretch: to the first paragraph or sentence that ends in it, else to a whole word."""
    line = stretch.partition("\n")
    if line[1]:
        stretch, whole = line[0], True
    end = _SENTENCE_END.search(stretch)
    if end is not None:
        return _SPACES.sub(" ", stretch[: end.end()]).rstrip()
    return _SPACES.sub(" ", stretch if whole else (stretch.rpartition(" ")[0] if " " in stretch else stretch) + "…")


def glyph(claim: Claim) -> str:
    """Return the sign of a claim: a denial or doubt first, then its reality."""
    return {"denies": DENIED, "doubts": DOUBTED}.get(claim.stance) or GLYPHS[claim.reality]


def visible(text: str) -> str:
    """Return the text with control characters and bidirectional controls replaced by their code points."""
    return text.translate(_CONTROLS)


def day(value: date | None) -> str:
    """Write a day with its weekday ("Fri 5 Mar 2021"), or "?"."""
    return "?" if value is None else f"{value:%a} {value.day} {value:%b} {value.year}"


def when(value: When | None) -> str:
    """Write the days of an act as short as they allow."""
    if value is None or (value.first is None and value.last is None):
        return "undated"
    if value.first is None or value.last is None:
        return f"since {day(value.first)}" if value.first else f"until {day(value.last)}"
    if value.first == value.last:
        return day(value.first)
    if (value.first.year, value.first.month) == (value.last.year, value.last.month):
        return f"{value.first.day}–{value.last.day} {value.last:%b} {value.last.year}"
    if value.first.year == value.last.year:
        return f"{value.first.day} {value.first:%b} – {value.last.day} {value.last:%b} {value.last.year}"
    return f"{value.first.day} {value.first:%b} {value.first.year} – {value.last.day} {value.last:%b} {value.last.year}"


def where(claim: Claim) -> str:
    """Name the places of an act."""
    return _listed([visible(place.name) for place in claim.places])


def act(claim: Claim) -> str:
    """Name the type of an act with its mode ("ASSAULT / firearms")."""
    return visible(f"{claim.type} / {claim.mode}" if claim.mode else claim.type)


def _listed(names: list[str]) -> str:
    names = list(dict.fromkeys(names))
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""
