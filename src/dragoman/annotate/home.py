"""Whose a role noun is that the text leaves open: "the army", "residents", "prosecutors" of the land it speaks of.

A report on one country names that country a few times and then only its army, its police, its people. Where two
countries are about as prominent, only what the sentence around a noun makes clear is filled in.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from msgspec import Struct, structs

from dragoman.annotate.mentioned import UNKNOWN
from dragoman.codebook.load import load
from dragoman.codebook.shapes import WordClasses
from dragoman.model.text import Sentence, Span
from dragoman.model.world import Mention, Place

_CLEAR = 1.5
"""How many times the evidence of the second country the home country has."""
_ENOUGH = 2.0
"""The least evidence for a home country: named twice, or once in the title or first sentence."""
_LEAD = 2.0
"""What evidence in the title or first sentence weighs beside other evidence."""
_NAMED = frozenset({"state", "demonym", "capital", "organ", "people", "person"})
_BEFORE = 2
"""Words right before a role noun among which "our" or "foreign" says that it is not of the home country."""
_SIDES = frozenset({"REB", "OPP", "PRM", "CRM", ""})
"""Sectors that a country's name nearby says nothing of: whoever speaks of rebels is seldom their country."""


class _Evidence(Struct, frozen=True):
    """A country at an offset; ``place`` where the text is about what happens there."""

    at: int
    country: str
    place: bool
    weight: float


def settle_home(
    text: str,
    sentences: Sequence[Sentence],
    mentions: Sequence[Mention],
    places: Sequence[Place],
    *,
    words: WordClasses | None = None,
) -> tuple[Mention, ...]:
    """Fill in the country of role nouns for which the text gives none of their own.

    Args:
        text: the document's text.
        sentences: its sentences, in order.
        mentions: its actors in order, with ``UNK.<sector>`` where nothing says whose they are.
        places: its places in order.
        words: the word lists ``actor_words``; by default those of the codebook that comes with the package.

    Returns:
        The mentions, those filled in with the code ``<country>.<sector>``.
    """
    lists = words if words is not None else load().language("actor_words", WordClasses)
    found = _evidence(sentences, mentions, places)
    filler = _Filler(text, sentences, found, {key: frozenset(value) for key, value in lists.classes.items()})
    return tuple(filler.fill(mention) for mention in mentions)


def _evidence(sentences: Sequence[Sentence], mentions: Sequence[Mention], places: Sequence[Place]) -> list[_Evidence]:
    """What speaks for a country: its name, its organs and people, and the places that lie in it."""
    lead = sentences[0].span[1] if sentences else 0
    named = [m for m in mentions if m.kind in _NAMED and len(m.codes) == 1 and _country(m.codes[0])]
    found = {m.span[0]: _Evidence(m.span[0], _country(m.codes[0]), False, 1.0) for m in named}
    for place in places:
        if place.span is not None and place.country is not None:
            inner = next((m for m in named if m.span[0] <= place.span[0] < m.span[1]), None)
            if inner is None or inner.kind in {"state", "capital"}:
                found[place.span[0]] = _Evidence(place.span[0], place.country, True, 1.0)
    weighed = (structs.replace(item, weight=_LEAD) if item.at < lead else item for item in found.values())
    return sorted(weighed, key=lambda item: item.at)


def _country(code: str) -> str:
    """The country of a code, or nothing for groups, bodies and unknowns."""
    country = code.split(".")[0]
    return country if len(country) == 3 and country not in {UNKNOWN, "COA"} and country.isalpha() else ""


def home_of(evidence: Sequence[_Evidence]) -> str | None:
    """The country that a document is about, or none where two are about as prominent."""
    weights: dict[str, float] = {}
    for item in evidence:
        weights[item.country] = weights.get(item.country, 0.0) + item.weight
    ranked = sorted(weights.items(), key=lambda pair: -pair[1])
    if not ranked or ranked[0][1] < _ENOUGH:
        return None
    return None if len(ranked) > 1 and ranked[0][1] < _CLEAR * ranked[1][1] else ranked[0][0]


class _Filler:
    """Decides noun by noun.

    Args:
        text: the document's text.
        sentences: its sentences, in order.
        evidence: what speaks for a country, in order.
        lists: the word lists ``actor_words``.
    """

    def __init__(
        self, text: str, sentences: Sequence[Sentence], evidence: Sequence[_Evidence], lists: dict[str, frozenset[str]]
    ) -> None:
        self._text = text
        self._starts = [sentence.span[0] for sentence in sentences]
        self._lists = lists
        self._home = home_of(evidence)
        self._by_sentence: dict[int, list[_Evidence]] = {}
        for item in evidence:
            self._by_sentence.setdefault(self._sentence(item.at), []).append(item)

    def _sentence(self, at: int) -> int:
        return bisect_right(self._starts, at) - 1

    def fill(self, mention: Mention) -> Mention:
        """The mention with a country where one is clear."""
        code = mention.codes[0]
        if len(mention.codes) > 1 or code.split(".")[0] != UNKNOWN:
            return mention
        sector = code.partition(".")[2]
        span = mention.antecedent or mention.span
        if self._from_elsewhere(span, sector):
            return mention
        country = self._country(span, sector)
        if country is None:
            return mention
        return structs.replace(mention, codes=(f"{country}.{sector}" if sector else country,))

    def _from_elsewhere(self, span: Span, sector: str) -> bool:
        """Whether the words in or before a noun keep it open: "foreign journalists", "our men", "unidentified gunmen"."""
        written = self._text[span[0] : span[1]].lower().split()
        before = self._text[max(0, span[0] - 40) : span[0]].lower().split()[-_BEFORE:]
        nouns = self._lists.get("open_nouns", frozenset())
        if not written or written[-1] in nouns or " ".join(written[-2:]) in nouns:
            return True
        if not sector and self._lists.get("home_adjectives", frozenset()).isdisjoint([*written, *before[-1:]]):
            return True
        owner = self._lists.get("open_owners", frozenset())
        return before[-1:] != [] and before[-1] in owner or not self._lists.get("open_adjectives", frozenset()).isdisjoint(
            [*written, *before[-2:]]
        )

    def _country(self, span: Span, sector: str) -> str | None:
        """The land a noun belongs to: that of the place beside it, the home country, or the only one named nearby."""
        index = self._sentence(span[0])
        beside = self._by_sentence.get(index, [])
        local = {item.country for item in beside if item.place}
        of_a_land = sector in self._lists.get("local_sectors", frozenset())
        if of_a_land and len(local) == 1 and self._home not in {item.country for item in beside}:
            return next(iter(local))
        if self._home is not None:
            return self._home
        for group in (beside, self._by_sentence.get(index - 1, [])):
            places = {item.country for item in group if item.place}
            named = {item.country for item in group}
            if of_a_land and len(places) == 1:
                return next(iter(places))
            if named:
                return next(iter(named)) if len(named) == 1 and sector not in _SIDES else None
        return None
