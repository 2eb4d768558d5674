"""Which capitalised names of a text are names of places: a gazetteer, the words around a name, and no statistics.

A name is weighed by what it could mean (a country weighs much, a hamlet little), by what else the word is (a common word, a
given name, a surname) and by the words beside it. A name accepted once is accepted wherever nothing speaks against it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from dragoman.model.text import Span
from dragoman.resolve.gazetteer import COMMON, GIVEN, SURNAME, Candidate, PlaceIndex, fold

_WORD = re.compile(r"(?:[A-Z]\.){2,5}|[^\W_]+(?:['’ʻʼ‘`][^\W\d_]+)*")
_ARTICLES = frozenset({"al", "el", "ad", "ar", "as", "at", "az", "an", "ash", "esh", "es", "et", "ez"})
_INSIDE = frozenset({"of", "the", "de", "del", "la", "el", "al", "da", "do", "dos", "du", "des", "di", "y", "and", "ul", "es", "le", "les", "en", "sur", "upon", "am", "an", "ez"})  # fmt: skip
_LONGEST = 6
_REPORTS = frozenset({"says", "said", "told", "added", "explained", "thinks", "believes", "noted", "commented", "who", "himself", "herself", "testified", "stated"})
_DISTRICT_NOUNS = frozenset({
    "province", "district", "governorate", "oblast", "raion", "rayon", "county", "village", "town", "prefecture", "municipality", "township", "commune", "suburb", "neighbourhood", "neighborhood",
    "peninsula", "island", "islands", "valley", "slum", "hamlet", "subcounty", "parish", "canton", "tehsil", "upazila", "woreda", "river", "region", "crossing", "checkpoint", "settlement", "city", "mountains", "airport", "airbase",
})  # fmt: skip


@dataclass(slots=True)
class Token:
    """A word: its span without a possessive ending, its folded form, and how it stands in the text."""

    start: int
    end: int
    key: str
    raw_key: str
    cap: bool
    first: bool
    """Whether it begins a sentence, a line or a quotation."""
    gap: str
    """What stands between it and the word before."""
    possessive: bool
    upper: bool


@dataclass(slots=True)
class Name:
    """A name that was weighed: words ``first`` to ``last`` (inclusive), what it may mean, and whether it is a place."""

    first: int
    last: int
    span: Span
    key: str
    candidates: tuple[Candidate, ...]
    weight: float
    accepted: bool
    refused: bool = False
    """Refused for what it is part of (a person, an organisation): no other mention can save it."""
    wants: str = ""
    """The common noun beside it ("province"), folded."""
    parent: int | None = None


@dataclass(slots=True)
class Scan:
    """What the names of one text were taken for."""

    tokens: list[Token]
    names: list[Name] = field(default_factory=list)
    people: set[str] = field(default_factory=set)
    """Folded surnames and given names seen in names of people."""
    demonyms: dict[str, int] = field(default_factory=dict)
    """How often the people or language of a country is named, by ISO alpha-3."""


def tokenise(text: str) -> list[Token]:
    """Cut a text into words, in time linear in its length."""
    tokens: list[Token] = []
    before = 0
    for match in _WORD.finditer(text):
        start, end = match.span()
        word = match.group()
        gap = text[before:start] if start - before < 12 else "\n"
        bare, possessive = word, False
        if len(word) > 2 and word[-2] in "'’‘`ʼ" and word[-1] in "sS":
            bare, possessive = word[:-2], True
        cap = bare[0].isupper()
        first = not tokens or not gap.isspace() and gap[:1] not in ",-('" and any(c in ".!?:\n\"“”*•" for c in gap) or "\n" in gap
        if first and tokens and gap == ". " and (before - tokens[-1].start <= 1 or tokens[-1].raw_key in ("saint", "mount", "fort", "dr", "mr", "mrs", "gen", "gov", "sen", "rep", "lt", "col")):
            first = False
        if cap or not word.isascii():
            key = fold(bare)
            raw = fold(word) if possessive else key
        else:
            key = raw = bare
        tokens.append(Token(start, start + len(bare), key, raw, cap, first, gap, possessive, len(bare) > 1 and bare.isupper()))
        before = end
    return tokens


def scan(text: str, index: PlaceIndex, closed: Sequence[Span] = ()) -> Scan:
    """Weigh every capitalised name of the text.

    Args:
        text: the document's text.
        index: the places and word classes.
        closed: stretches where nothing is looked for (names of people and bodies that are known already), sorted.
    """
    tokens = tokenise(text)
    found = Scan(tokens)
    reader = _Reader(text, index, found)
    at, shut = 0, 0
    while at < len(tokens):
        token = tokens[at]
        while shut < len(closed) and closed[shut][1] <= token.start:
            shut += 1
        if not token.cap or (shut < len(closed) and closed[shut][0] < token.end):
            at += 1
            continue
        at = reader.read(at)
    _settle(found, index)
    return found


class _Reader:
    """Reads the names of one text from left to right."""

    def __init__(self, text: str, index: PlaceIndex, found: Scan) -> None:
        self.text, self.index, self.found, self.tokens = text, index, found, found.tokens
        words = index.words
        empty: frozenset[str] = frozenset()
        self.titles, self.organisations = words.get("titles", empty), words.get("organisations", empty)
        self.organs, self.of_organisations = words.get("organs", empty), words.get("of-organisations", empty)
        self.nouns, self.name_nouns = words.get("place-nouns", empty), words.get("name-nouns", empty)
        self.heads, self.directions = words.get("name-heads", empty), words.get("directions", empty)
        self.strong, self.weak = words.get("strong-prepositions", empty), words.get("weak-prepositions", empty)
        self.never = words.get("never", empty)
        self.demonyms = {w.rsplit(" ", 1)[0]: w.rsplit(" ", 1)[1].upper() for w in words.get("demonyms", empty)}

    # --- neighbours ---------------------------------------------------------------------------------------------------

    def right(self, at: int) -> Token | None:
        """The capitalised word that goes on with the same name, or none."""
        if at + 1 < len(self.tokens) and not self.tokens[at].possessive:
            after = self.tokens[at + 1]
            if after.cap and (after.gap == " " or (after.gap == ". " and at and len(self.tokens[at].key) == 1)):
                return after
        return None

    def left(self, at: int) -> Token | None:
        """The capitalised word that the name goes on from, or none."""
        if at == 0:
            return None
        before = self.tokens[at - 1]
        glued = self.tokens[at].gap == " " or (self.tokens[at].gap == ". " and not self.tokens[at].first)
        return before if before.cap and glued and not before.possessive else None

    def before(self, at: int) -> str:
        """The small word before a name, articles and directions skipped; nothing at the start of a sentence."""
        for back in range(at - 1, max(-1, at - 4), -1):
            if self.tokens[back + 1].first or self.tokens[back + 1].gap not in (" ", "-"):
                return ""
            word = self.tokens[back].key
            if word not in ("the", "both", "nearby") and not (self.tokens[back].cap and word in self.directions):
                return word if not self.tokens[back].cap or self.tokens[back].first else ""
        return ""

    # --- matching -----------------------------------------------------------------------------------------------------

    def longest(self, at: int) -> tuple[int, str, tuple[Candidate, ...]] | None:
        """The longest name of the gazetteer that begins at a word: its last word, its folded form, its candidates."""
        ends, parts = [], []
        for last in range(at, min(at + _LONGEST, len(self.tokens))):
            token = self.tokens[last]
            if last > at:
                gap = token.gap
                dotted = gap == ". " and self.tokens[last - 1].key in ("saint", "sainte", "mount", "fort")
                if not (gap in (" ", "-", "–") or dotted) or not (token.cap or token.key in _INSIDE):
                    break
            if token.cap:
                ends.append((last, " ".join([*parts, token.key])))
            parts.append(token.raw_key)
        article = at and not self.tokens[at - 1].cap and self.tokens[at - 1].key in _ARTICLES and self.tokens[at].gap in "- "
        for last, key in reversed(ends):
            if article:
                found = self.index.find(f"{self.tokens[at - 1].key} {key}")
                if found:
                    return last, key, found
            if key in self.never or (last > at and key in self.demonyms):
                return last, key, ()
            found = self.fitting(at, last, self.index.find(key))
            if found:
                return last, key, found
        return None

    def fitting(self, first: int, last: int, found: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
        """Candidates whose way of writing fits: initials stand for initials, capitals of a heading for anything."""
        if first != last or not found:
            return found
        token = self.tokens[first]
        written = self.text[token.start : token.end]
        letters = written.replace(".", "")
        if token.upper and len(letters) <= 4:
            if len(letters) == 4:
                big = [c for c in found if c.acronym or c.precision == "country" or c.people > 5e5]
                return tuple(big)
            return tuple(c for c in found if c.acronym)
        return tuple(c for c in found if not c.acronym or "." in written)

    def read(self, at: int) -> int:
        """Weigh the name that begins at a capitalised word and return the word after it."""
        token = self.tokens[at]
        if token.key in self.demonyms and not self.right_forms_name(at):
            code = self.demonyms[token.key]
            self.found.demonyms[code] = self.found.demonyms.get(code, 0) + 1
            return at + 1
        person = self.person(at)
        if person > at:
            return person
        match = self.longest(at)
        if match is None:
            return self.unknown(at)
        last, key, candidates = match
        if not candidates:
            return self.unknown(at) if at == last and key in self.heads | self.directions else last + 1
        self.found.names.append(self.weigh(at, last, key, candidates))
        return self.found.names[-1].last + 1

    def right_forms_name(self, at: int) -> bool:
        """Whether the gazetteer has a longer name that begins with this demonym ("American Samoa", "French Guiana")."""
        after = self.right(at)
        return after is not None and any(
            c.precision in ("country", "region", "province") for c in self.index.find(f"{self.tokens[at].raw_key} {after.key}")
        )

    # --- people and organisations -------------------------------------------------------------------------------------

    def person(self, at: int) -> int:
        """The word after the name of a person that begins here, or ``at`` where none does."""
        token, after = self.tokens[at], self.right(at)
        if after is None or token.upper and len(token.key) > 1:
            return at
        titled = token.key in self.titles
        if titled:
            end = self.name_end(at + 1)
            return self.titled(at, end)
        if len(token.key) < 2 or not self.index.flags(token.key) & GIVEN:
            return at
        match = self.longest(at)
        if match is not None and match[0] > at and match[2]:
            return at  # San Jose, Santiago del Estero: a longer name of a place
        if self.index.flags(token.key) & COMMON and token.first:
            return at
        if after.key in self.organisations or after.key in self.name_nouns or after.key in self.never or after.key in self.titles or after.upper:
            return at
        beyond = self.longest(at + 1)
        own = match is not None and any(c.precision in ("country", "province") or c.people > 2e6 for c in match[2])
        flags = self.index.flags(after.key)
        if own and (not flags & SURNAME or flags & COMMON or beyond is not None and any(c.precision == "country" for c in beyond[2])):
            return at
        end = self.name_end(at + 1)
        self.found.people.update(t.key for t in self.tokens[at:end] if len(t.key) > 1 and t.cap)
        return end

    def titled(self, at: int, end: int) -> int:
        """The word after a person named behind a title; a place behind an office ("Governor of") is left alone."""
        match = self.longest(at + 1)
        if match is not None and match[2] and (match[0] > at + 1 or match[2][0].precision == "country"):
            given = self.index.flags(self.tokens[at + 1].key) & GIVEN
            if not (given and self.right(at + 1)):
                return at
        whole = self.longest(at)
        if whole is not None and whole[0] > at and whole[2]:
            return at  # Prince George, King William's Town
        if any(t.key in self.organisations or t.key in self.name_nouns for t in self.tokens[at + 1 : end]):
            return at
        self.found.people.update(t.key for t in self.tokens[at + 1 : end] if len(t.key) > 1 and t.cap and t.key not in self.titles)
        return end

    def name_end(self, at: int) -> int:
        """The word after a run of at most four capitalised words that begins at ``at``."""
        end = at + 1
        while end < min(at + 4, len(self.tokens)) and self.right(end - 1) is not None:
            end += 1
        return end

    def organisation(self, first: int, last: int, candidates: tuple[Candidate, ...]) -> bool:
        """Whether the name is part of the name of an organisation."""
        country = any(c.precision == "country" for c in candidates)
        at, steps = last, 0
        while steps < 5 and (after := self.right(at)) is not None:
            if after.key in self.organisations:
                after_match = self.tokens[last + 1].key
                return not (country and (after_match in self.organs or after_match in self.titles))
            if after.key in self.titles:
                break
            at, steps = at + 1, steps + 1
        back = first - 1
        if back > 0 and self.tokens[back].key == "the":
            back -= 1
        if back > 0 and self.tokens[back].key == "of" and self.tokens[back].gap == " ":
            head = self.tokens[back - 1]
            return head.cap and (head.key in self.of_organisations or head.key in self.organisations and not country)
        return False

    # --- weighing -----------------------------------------------------------------------------------------------------

    def weigh(self, first: int, last: int, key: str, candidates: tuple[Candidate, ...]) -> Name:
        """Decide whether a name of the gazetteer is meant as a place here."""
        wants, extended = self.noun_beside(first, last)
        span = (self.tokens[first].start, self.tokens[extended].end)
        name = Name(first, extended, span, key, candidates, 0.0, False, wants=wants)
        before = self.left(first)
        if self.organisation(first, extended, candidates):
            name.refused = True
            return name
        worth = max(map(importance, candidates))
        if before is not None and not self.tokens[first].first:
            kind = self.left_kind(first, before)
            if kind == "person":
                name.refused = True
                self.found.people.add(key)
                return name
            if kind == "name" and worth < 6.5:
                name.refused = True
                return name
        after = self.right(extended)
        if after is not None and worth < 5.5 and not wants and after.key not in self.titles and not self.index.flags(after.key) & COMMON:
            worth -= 1.5
        name.weight = worth + self.evidence(first, extended, wants) - self.doubt(first, last, key, candidates)
        name.accepted = name.weight >= 5.0
        return name

    def noun_beside(self, first: int, last: int) -> tuple[str, int]:
        """The common noun that goes with the name, and the last word of the name with it if it is capitalised."""
        after = self.right(last)
        if after is not None and after.key in self.name_nouns:
            beyond = self.right(last + 1)
            if beyond is None or beyond.key not in self.organisations:
                return after.key, last + 1
        if after is None and last + 1 < len(self.tokens) and not self.tokens[last].possessive:
            word = self.tokens[last + 1]
            if word.gap == " " and not word.cap and word.key in self.nouns:
                return word.key, last
        if first >= 2 and self.tokens[first - 1].key == "of" and self.tokens[first - 2].key in self.nouns:
            return self.tokens[first - 2].key, last
        if first >= 1 and self.tokens[first].gap == " " and not self.tokens[first - 1].cap and self.tokens[first - 1].key in self.nouns:
            return self.tokens[first - 1].key, last
        return "", last

    def left_kind(self, first: int, before: Token) -> str:
        """What the capitalised word before a name makes of it: ``person``, ``name`` (a longer unknown name) or nothing."""
        if before.key in self.titles or len(before.key) == 1:
            return "person" if self.tokens[first - 1].gap == " " or len(before.key) == 1 else ""
        known = self.found.names[-1] if self.found.names else None
        if known is not None and known.last == first - 1:
            return "" if known.accepted else "name"
        if before.key in self.directions or before.key in self.heads or before.key in self.demonyms:
            return ""
        flags = self.index.flags(before.key)
        if flags & GIVEN and not flags & COMMON:
            return "person"
        return "" if before.first and flags & COMMON else "name"

    def evidence(self, first: int, last: int, wants: str) -> float:
        """How far the words around a name speak for a place."""
        told = 0.0
        word = self.before(first)
        if word in self.strong:
            told += 3.0
        elif word in self.weak:
            told += 1.0
        if wants:
            told += 3.0
        names = self.found.names
        if names and names[-1].accepted and first - names[-1].last <= 2:
            gap = self.text[names[-1].span[1] : self.tokens[first].start]
            if gap in (", ", " and ", " or ", ", and ", " to ", " – ", "-", "/", " ("):
                told += 2.0
        if last + 1 < len(self.tokens):
            after = self.tokens[last + 1]
            if after.gap == ", " and after.cap:
                told += self.containment(last + 1, first)
            elif after.key in _REPORTS and not wants:
                told -= 1.0
            elif after.gap in (" (", " — ", " – ", " - ") and self.tokens[first].upper and self.tokens[first].first:
                told += 3.0
        return told

    def containment(self, at: int, first: int) -> float:
        """How far a name behind a comma looks like the wider place of the name before."""
        match = self.longest(at)
        if match is None or not match[2]:
            postal = self.index.postal.get(self.text[self.tokens[at].start : self.tokens[at].end])
            return 4.0 if postal else 0.0
        wide = [c for c in match[2] if c.precision in ("country", "province", "region", "district")]
        if not wide:
            return 0.5
        return 4.0 if any(c.precision in ("country", "province") and c.main for c in wide) else 1.5

    def doubt(self, first: int, last: int, key: str, candidates: tuple[Candidate, ...]) -> float:
        """How far the word itself speaks against a place."""
        if first != last:
            return 0.0 if any(c.main for c in candidates) else 0.5
        best = max(candidates, key=importance)
        if best.record < -1 or best.precision == "country":
            return 0.0
        flags, told = self.index.flags(key), 0.0
        if flags & COMMON:
            told += 2.5
        if flags & GIVEN:
            told += 1.0
        if flags & SURNAME:
            told += 1.0
        if self.tokens[first].first:
            told += 0.7
        if len(key) <= 3:
            told += 1.5
        if not best.main:
            told += 0.8
        return told

    # --- names that no gazetteer has ----------------------------------------------------------------------------------

    def unknown(self, at: int) -> int:
        """Look at a capitalised name that the gazetteer does not have; the words around it may make it a place."""
        end = at + 1
        while end < min(at + 5, len(self.tokens)) and (self.tokens[end].gap == "-" and self.tokens[end].cap or self.right(end - 1) is not None):
            if self.tokens[end - 1].key not in self.heads and self.tokens[end].key not in self.name_nouns and self.longest_place(end):
                break
            end += 1
        last = end - 1
        token = self.tokens[at]
        if any(t.upper or t.key in self.organisations or t.key in self.titles for t in self.tokens[at:end]) or len(token.key) < 2:
            return at + 1
        headed = last > at and (self.tokens[last].key in self.name_nouns or (token.key in self.heads and last == at + 1))
        if last > at and self.tokens[last].key in ("city", "state", "park", "border", "territory", "camp", "region", "pass", "highway", "airport"):
            headed = not token.first and last - at <= 2
        wants, _ = self.noun_beside(at, last)
        flags = self.index.flags(token.key)
        plain = not flags and token.key not in self.never and (not token.first or last > at)
        word = self.before(at)
        sure = headed and not token.first and token.key not in ("the",)
        if not sure and plain and last - at <= 2:
            comma = last + 1 < len(self.tokens) and self.tokens[last + 1].gap == ", " and self.tokens[last + 1].cap
            within = comma and self.containment(last + 1, at) >= 3
            sure = wants in _DISTRICT_NOUNS or (word in ("in", "near", "outside", "around") and (within or last == at and len(token.key) > 3))
        if sure:
            key = " ".join(t.key for t in self.tokens[at:end])
            self.found.names.append(Name(at, last, (token.start, self.tokens[last].end), key, (), 5.0, True, wants=wants or self.tokens[last].key))
            return end
        return at + 1 if last == at or self.longest_place(at + 1) else at + 1

    def longest_place(self, at: int) -> bool:
        """Whether a well-known place begins at a word."""
        match = self.longest(at)
        return match is not None and any(importance(c) >= 6 for c in match[2])


def importance(candidate: Candidate) -> float:
    """What a place weighs before anything is known of the text: 10 for a country, the logarithm of its people for a town."""
    if candidate.record < -1:
        return {"country": 10.0, "province": 8.0}.get(candidate.precision, 7.5)
    size = math.log10(candidate.people) if candidate.people >= 10 else 2.5
    if candidate.precision == "province":
        size = max(size, 5.5) if candidate.main else 5.0
    elif candidate.precision == "district":
        size = min(size, 4.5) - 0.3
    return size if candidate.main else min(size, 6.0) - 0.7


def _settle(found: Scan, index: PlaceIndex) -> None:
    """Let accepted mentions speak for others of the same name, and names of people against them."""
    sure = {n.key for n in found.names if n.accepted and n.key not in found.people}
    for name in found.names:
        if name.refused:
            continue
        single = name.first == name.last
        if name.accepted and single and name.key in found.people:
            best = max((importance(c) for c in name.candidates), default=0.0)
            name.accepted = best >= 7.5 or name.weight >= 8.0
        elif not name.accepted and name.key in sure:
            doubtful = single and index.flags(name.key) & COMMON and found.tokens[name.first].first
            name.accepted = not doubtful
