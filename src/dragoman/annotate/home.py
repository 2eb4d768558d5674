"""Whose a role noun is that the text leaves open: "the army", "residents", "prosecutors" of the land it speaks of.

A report on one country names that country a few times and then only its army, its police, its people. Where two
countries are about as prominent, only what the sentence around a noun makes clear is filled in.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence

from msgspec import Struct, structs

from dragoman.annotate.mentioned import UNKNOWN
from dragoman.codebook.load import load
from dragoman.codebook.shapes import WordClasses
from dragoman.model.text import Passage, Sentence, Span, index_at, overlaps
from dragoman.model.world import Mention, Place

_CLEAR = 1.5
"""How many times the evidence of the second country the home country has."""
_CLEAR_OF_FORCES = 2.5
"""The same where the second country has forces in the text."""
_ENOUGH = 2.0
"""The least evidence for a home country: named twice, or once in the title or first sentence."""
_LEAD = 2.0
"""What evidence in the title or first sentence weighs beside other evidence."""
_NAMED = frozenset({"state", "demonym", "capital", "organ", "people", "person"})
_RIVALS = 2
"""The country of the lead is at home if no more than this many others weigh as much."""
_BEFORE = 2
"""Words right before a role noun among which "our" or "foreign" says that it is not of the home country."""
_MANY = 3
"""Forces of another party that are named more often than this may be meant by "artillery" or "troops"."""
_FEW = 2
"""With more places than these, the country of most of them is where things happen, whoever tells of it."""
_SIDES = frozenset({"REB", "OPP", "PRM", "CRM", ""})
"""Sectors that a country's name nearby says nothing of: whoever speaks of rebels is seldom their country."""
_COUNTRY = re.compile(r"\b[Tt]h(?:e|is) (?:country|nation)\b(?! of)")
_LOCATED = re.compile(
    r"\b(?:in|near|at|into|inside|across|from|to|through|within|around)\s(?:the\s)?(?:[a-z-]{4,14}\s)?$", re.IGNORECASE
)
"""What stands before a country where something happens ("in northern Mali")."""
_CAPITALISED = re.compile(r"\b([A-Z][a-z]+(?:-[A-Z]?[a-z]+)?) $")
_NAME = 30
"""Characters of the longest name of a people that is looked for before its men."""


class _Evidence(Struct, frozen=True):
    """A country at an offset.

    ``place`` where something is there, ``fine`` where the place is smaller than a country, ``lead`` in the title or the
    first sentence of the body.
    """

    at: int
    country: str
    place: bool
    fine: bool
    weight: float
    lead: bool = False


def settle_home(
    text: str,
    passages: Sequence[Passage],
    sentences: Sequence[Sentence],
    mentions: Sequence[Mention],
    places: Sequence[Place],
    *,
    words: WordClasses | None = None,
) -> tuple[Mention, ...]:
    """Fill in the country of role nouns for which the text gives none of their own.

    Args:
        text: the document's text.
        passages: its paragraphs; a dateline says where a report was written, not what it is about.
        sentences: its sentences, in order.
        mentions: its actors in order, with ``UNK.<sector>`` where nothing says whose they are.
        places: its places in order.
        words: the word lists ``actor_words``; by default those of the codebook that comes with the package.

    Returns:
        The mentions, those filled in with the code ``<country>.<sector>``.
    """
    lists = words if words is not None else load().language("actor_words", WordClasses)
    closed = [passage.span for passage in passages if passage.kind == "dateline"]
    found = _evidence(text, passages, sentences, mentions, places, closed)
    filler = _Filler(text, sentences, found, _armed(mentions), {key: frozenset(value) for key, value in lists.classes.items()})
    filler.count_forces(mentions)
    filled = [filler.fill(mention) for mention in mentions]
    return tuple(sorted([*filled, *filler.countries(filled)], key=lambda mention: mention.span))


def find_home(
    text: str,
    passages: Sequence[Passage],
    sentences: Sequence[Sentence],
    mentions: Sequence[Mention],
    places: Sequence[Place],
) -> str | None:
    """The country whose people and things a document speaks of where it names no other, by its ISO code.

    That is the home country, or where all that is placed lies elsewhere the country of those places; none where two are
    about as prominent. The arguments are those of :func:`settle_home`.
    """
    closed = [passage.span for passage in passages if passage.kind == "dateline"]
    found = _evidence(text, passages, sentences, mentions, places, closed)
    armed = _armed(mentions)
    home = _of_document(found, armed)
    if home is None and len(armed) > 1:
        return None
    scene = [item for item in found if item.fine and item.place and item.weight]
    if scene and not any(item.country == home for item in scene):
        return home_of(scene)
    return home


def _scene(evidence: Sequence[_Evidence], home: str | None) -> str | None:
    """The country where a text from afar has things happen: that of most places, none of them in the home country."""
    scene = [item for item in evidence if item.fine and item.place and item.weight]
    told_from_afar = home is not None and not any(item.country == home for item in scene)
    return home_of(scene) if told_from_afar and len(scene) > _FEW else None


def _armed(mentions: Sequence[Mention]) -> frozenset[str]:
    """Countries whose forces are named: two of them make a war, and then no country is at home."""
    codes = {code for mention in mentions for code in mention.codes if mention.kind != "anaphor"}
    return frozenset(code.split(".")[0] for code in codes if code.endswith(".MIL"))


def _evidence(
    text: str, passages: Sequence[Passage], sentences: Sequence[Sentence],
    mentions: Sequence[Mention], places: Sequence[Place], datelines: Sequence[Span],
) -> list[_Evidence]:  # fmt: skip
    """What speaks for a country: its name, its organs and people, and each place that lies in it, counted once."""
    lead = _lead(passages, sentences)
    named = [m for m in mentions if m.kind in _NAMED and len(m.codes) == 1 and _country(m.codes[0])]
    found = {m.span[0]: _Evidence(m.span[0], _country(m.codes[0]), False, False, 1.0) for m in named}
    seen: set[str] = set()
    for place in places:
        if place.span is None or place.country is None:
            continue
        around = index_at(named, place.span[0])
        inner = None if around is None else named[around]
        if inner is None or inner.kind in {"state", "capital"}:
            again = place.name in seen and place.precision != "country"
            seen.add(place.name)
            fine = place.precision != "country"
            actor = not fine or (inner is not None and inner.kind == "capital")
            there = not actor or _LOCATED.search(text, max(0, place.span[0] - 24), place.span[0]) is not None
            found[place.span[0]] = _Evidence(place.span[0], place.country, there, fine, 0.0 if again else 1.0)
    outside = [item for item in found.values() if not any(line[0] <= item.at < line[1] for line in datelines)]
    weighed = (structs.replace(item, weight=item.weight * _LEAD, lead=True) if item.at < lead else item for item in outside)
    return sorted(weighed, key=lambda item: item.at)


def _lead(passages: Sequence[Passage], sentences: Sequence[Sentence]) -> int:
    """Where the lead ends: the title, whatever stands below it, and the first sentence of the body."""
    return next((s.span[1] for s in sentences if passages[s.passage].kind == "body"), 0)


def _of_document(evidence: Sequence[_Evidence], armed: frozenset[str]) -> str | None:
    """The country that a document is about: the most prominent one by far, or else the one that its lead speaks of.

    A lead says where the news is; whoever is named as often further down takes part in it.
    """
    clear = home_of(evidence, armed)
    if clear is not None:
        return clear
    weights = _weigh(evidence)
    ranked = sorted(weights, key=lambda country: -weights[country])[:_RIVALS]
    told = [item for item in evidence if item.lead and item.weight]
    for those in (told, [item for item in told if item.place]):
        lands = {item.country for item in those}
        only = next(iter(lands), None)
        if only is not None and len(lands) == 1 and only in ranked and weights[only] >= _ENOUGH:
            return only
    return None


def _country(code: str) -> str:
    """The country of a code, or nothing for groups, bodies and unknowns."""
    country = code.split(".", maxsplit=1)[0]
    return country if len(country) == 3 and country not in {UNKNOWN, "COA"} and country.isalpha() else ""


def _weigh(evidence: Sequence[_Evidence]) -> dict[str, float]:
    weights: dict[str, float] = {}
    for item in evidence:
        weights[item.country] = weights.get(item.country, 0.0) + item.weight
    return weights


def home_of(evidence: Sequence[_Evidence], armed: frozenset[str] = frozenset()) -> str | None:
    """The country that a document is about, or none where two are about as prominent.

    Args:
        evidence: what speaks for a country.
        armed: countries whose forces the document names; one of them is no bystander.
    """
    ranked = sorted(_weigh(evidence).items(), key=lambda pair: -pair[1])
    if not ranked or ranked[0][1] < _ENOUGH:
        return None
    clear = _CLEAR_OF_FORCES if len(ranked) > 1 and ranked[1][0] in armed else _CLEAR
    return None if len(ranked) > 1 and ranked[0][1] < clear * ranked[1][1] else ranked[0][0]


class _Filler:
    """Decides noun by noun.

    Args:
        text: the document's text.
        sentences: its sentences, in order.
        evidence: what speaks for a country, in order.
        armed: countries whose forces the document names.
        lists: the word lists ``actor_words``.
    """

    def __init__(
        self,
        text: str,
        sentences: Sequence[Sentence],
        evidence: Sequence[_Evidence],
        armed: frozenset[str],
        lists: dict[str, frozenset[str]],
    ) -> None:
        self._text = text
        self._forces: Counter[str] = Counter()
        self._keepers: set[str] = set()
        self._entity: str | None = None
        self._holders: list[tuple[frozenset[str], str]] = []
        self._starts = [sentence.span[0] for sentence in sentences]
        self._lists = lists
        self._home = _of_document(evidence, armed)
        scene = [item for item in evidence if item.fine and item.place and item.weight]
        self._scene = _scene(evidence, self._home)
        self._often = {country for country, times in Counter(item.country for item in scene).items() if times > 1}
        self._by_sentence: dict[int, list[_Evidence]] = {}
        for item in evidence:
            self._by_sentence.setdefault(self._sentence(item.at), []).append(item)

    def count_forces(self, mentions: Sequence[Mention]) -> None:
        """Note whose forces and which bodies that keep the peace the text names."""
        bodies = self._lists.get("peace_bodies", frozenset())
        known = self._lists.get("breakaway_entities", frozenset())
        entities = {code for m in mentions for code in (c.partition(".")[0] for c in m.codes) if code.lower() in known}
        self._entity = next(iter(entities)) if len(entities) == 1 else None
        people = [m for m in mentions if m.kind == "person" and m.person is not None and len(m.codes) == 1]
        self._holders = [
            (frozenset(self._text[m.span[0] : m.span[1]].lower().split()), m.codes[0]) for m in people if _country(m.codes[0])
        ]
        self._keepers = {code for mention in mentions for code in mention.codes if code.lower() in bodies}
        named = [mention for mention in mentions if mention.kind != "anaphor"]
        codes = [code for mention in named for code in mention.codes if code.endswith(".MIL")]
        self._forces = Counter(code for code in codes if not code.startswith(UNKNOWN))

    def countries(self, mentions: Sequence[Mention]) -> list[Mention]:
        """Read "the country" as the home country where nothing nearer made it another."""
        if self._home is None:
            return []
        known = [mention.span for mention in mentions]
        spans = [found.span() for found in _COUNTRY.finditer(self._text)]
        free = []
        for span in spans:
            at = bisect_right(known, span)
            if not any(overlaps(span, other) for other in known[max(at - 1, 0) : at + 1]):
                free.append(Mention(span, (self._home,), self._home, "anaphor"))
        return free

    def _sentence(self, at: int) -> int:
        return bisect_right(self._starts, at) - 1

    def fill(self, mention: Mention) -> Mention:
        """The mention with a country where one is clear."""
        codes = tuple(dict.fromkeys(self._filled(code, mention) for code in mention.codes))
        if codes == mention.codes:
            return mention
        country = _country(codes[0])
        if self._home is None and country and len(codes) == 1:
            item = _Evidence(mention.span[0], country, False, False, 0.0)
            self._by_sentence.setdefault(self._sentence(item.at), []).append(item)
        return structs.replace(mention, codes=codes)

    def _filled(self, code: str, mention: Mention) -> str:
        country, _, sector = code.partition(".")
        if country != UNKNOWN:
            return code
        span = mention.antecedent or mention.span
        if self._text[span[0] : span[1]].lower().endswith(("peacekeeper", "peacekeepers")):
            return next(iter(self._keepers)) if len(self._keepers) == 1 else code
        if self._entity is not None and sector in _SIDES and self._breaks_away(span):
            return self._entity
        found = None if self._from_elsewhere(span, sector) else self._country(span, sector)
        if mention.kind == "person" and found is not None:
            return self._same_office(span, found) or f"{found}.{sector}"
        if found is None or (sector == "MIL" and self._of_others(found)):
            return code
        return f"{found}.{sector}" if sector else found

    def _same_office(self, span: Span, country: str) -> str | None:
        """The one of another country who was named with the office, where nobody of the home country was: "the secretary"."""
        office = self._text[span[0] : span[1]].lower().split()[-1]
        held = {code for words, code in self._holders if office in words}
        lands = {code.partition(".")[0] for code in held}
        if len(lands) != 1 or any(code.startswith(country) for _, code in self._holders):
            return None
        return next(iter(held)) if len(held) == 1 else None

    def _breaks_away(self, span: Span) -> bool:
        """Whether the words are "separatists", "breakaway officials": of the one entity that the text names."""
        first = self._text[span[0] : span[1]].lower().split()[:1]
        return not self._lists.get("breakaway_words", frozenset()).isdisjoint(first)

    def _of_others(self, country: str) -> bool:
        """Whether most forces that the text names are not the country's: "artillery" may be theirs."""
        own = self._forces[f"{country}.MIL"]
        return any(times > _MANY and times > 2 * own for times in self._forces.values())

    def _from_elsewhere(self, span: Span, sector: str) -> bool:
        """Whether the words in or before a noun keep it open: "foreign journalists", "our men", "unidentified gunmen"."""
        written = self._text[span[0] : span[1]].lower().split()
        before = self._text[max(0, span[0] - 40) : span[0]].lower().split()[-_BEFORE:]
        nouns = self._lists.get("open_nouns", frozenset())
        if sector in {"REB", "OPP"}:
            nouns = nouns & self._lists.get("open_rebels", frozenset())
        if sector in {"REB", "OPP"} and self._of_a_people(span):
            return False
        if not written or written[-1] in nouns or " ".join(written[-2:]) in nouns:
            return True
        if sector == "JRN" and "state" not in [*written, *before[-1:]]:
            return True
        if not sector and self._lists.get("home_adjectives", frozenset()).isdisjoint([*written, *before[-1:]]):
            return True
        if not self._lists.get("foreign_offices", frozenset()).isdisjoint(written):
            written, before = ([word for word in part if word != "foreign"] for part in (written, before))
        owner = self._lists.get("open_owners", frozenset())
        return (before[-1:] != [] and before[-1] in owner) or not self._lists.get("open_adjectives", frozenset()).isdisjoint(
            [*written, *before[-2:]]
        )

    def _of_a_people(self, span: Span) -> bool:
        """Whether a people or clan that no list knows names armed men: "Tebu gunmen".

        At the head of a sentence a capital says nothing, unless the word has one elsewhere.
        """
        before = _CAPITALISED.search(self._text, max(0, span[0] - _NAME), span[0])
        if before is None or before[1].lower() in self._lists.get("days_and_months", frozenset()):
            return False
        if self._starts[self._sentence(span[0])] < before.start(1):
            return True
        return re.search(rf"[a-z,] {re.escape(before[1])}\b", self._text) is not None

    def _country(self, span: Span, sector: str) -> str | None:
        """The land a noun belongs to: that of the place beside it, the home country, or the only one named nearby."""
        index = self._sentence(span[0])
        beside = self._by_sentence.get(index, [])
        local = {item.country for item in beside if item.place}
        of_a_land = sector in self._lists.get("local_sectors", frozenset()) or self._of_a_district(span)
        if of_a_land and len(local) == 1 and {item.country for item in beside} == local:
            only = next(iter(local))
            if self._home is None or only in self._often:
                return only
        if of_a_land and self._scene is not None:
            return self._scene
        if self._home is not None:
            return self._home
        for group in (beside, self._by_sentence.get(index - 1, [])):
            named = {item.country for item in group if item.at < span[0]}
            if of_a_land and self._of_a_district(span):
                named = {item.country for item in group if item.place} or named
            if named:
                return next(iter(named)) if len(named) == 1 and sector not in _SIDES else None
        return None

    def _of_a_district(self, span: Span) -> bool:
        """Whether an adjective makes an organ one of the place: "the regional administration"."""
        written = self._text[max(0, span[0] - 14) : span[1]].lower().split()
        return not self._lists.get("district_adjectives", frozenset()).isdisjoint(written)
