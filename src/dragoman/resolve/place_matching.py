"""Names of the gazetteer in a row of words, and the words beside them."""

from __future__ import annotations

import math

from dragoman.resolve.gazetteer import Candidate, PlaceIndex
from dragoman.resolve.place_tokens import Scan, Token

_LONGEST = 7
"""Words of the longest name that is looked up."""


def importance(candidate: Candidate) -> float:
    """What a place weighs before anything is known of the text: 10 for a country, log10 of its people for a town."""
    if candidate.record < -1:
        return {"country": 10.0, "province": 8.0, "settlement": 8.3}.get(candidate.precision, 7.5)
    size = math.log10(candidate.people) if candidate.people >= 10 else 3.0
    if candidate.precision == "province":
        size = max(min(size, 7.8) - 0.8, 5.5) if candidate.main else 5.0
    elif candidate.precision == "district":
        size = min(size, 5.2) - 0.3
    return size if candidate.main else min(size, 6.0) - 0.7


class Matcher:
    """The words of one text and the names of places that stand in them."""

    def __init__(self, text: str, index: PlaceIndex, found: Scan) -> None:
        self.text, self.index, self.found, self.tokens = text, index, found, found.tokens
        words = index.words
        empty: frozenset[str] = frozenset()
        self.articles, self.inside = words.get("articles", empty), words.get("inside-names", empty)
        self.nouns, self.name_nouns = words.get("place-nouns", empty), words.get("name-nouns", empty)
        self.state_offices, self.directions = words.get("state-offices", empty), words.get("directions", empty)
        self.strong, self.weak = words.get("strong-prepositions", empty), words.get("weak-prepositions", empty)
        self.motion, self.heads = words.get("motion-prepositions", empty), words.get("name-heads", empty)
        self.organisations, self.never = words.get("organisations", empty), words.get("never", empty)
        self.worths: dict[str, float] = {}
        self.demonyms = {w.rsplit(" ", 1)[0]: w.rsplit(" ", 1)[1].upper() for w in words.get("demonyms", empty)}

    def worth(self, key: str, candidates: tuple[Candidate, ...]) -> float:
        """What the weightiest candidate of a name weighs, remembered for the text."""
        known = self.worths.get(key)
        if known is None:
            known = self.worths[key] = max(map(importance, candidates))
        return known

    def right(self, at: int) -> Token | None:
        """The capitalised word that goes on with the same name, or none."""
        if at + 1 < len(self.tokens) and not self.tokens[at].possessive:
            after = self.tokens[at + 1]
            if self.heading(self.tokens[at], after):
                return None
            if after.cap and (after.gap == " " or (after.gap == ". " and at and len(self.tokens[at].key) == 1)):
                return after
        return None

    def left(self, at: int) -> Token | None:
        """The capitalised word that the name goes on from, or none."""
        if at == 0:
            return None
        before = self.tokens[at - 1]
        if self.heading(before, self.tokens[at]):
            return None
        glued = self.tokens[at].gap == " " or (self.tokens[at].gap == ". " and not self.tokens[at].first)
        return before if before.cap and glued and not before.possessive else None

    @staticmethod
    def heading(one: Token, other: Token) -> bool:
        """Whether both words are in capitals throughout, as in a heading, where capitals join nothing."""
        return one.upper and other.upper and max(len(one.key), len(other.key)) > 3

    def before(self, at: int) -> str:
        """The small word before a name, articles and directions skipped; nothing at the start of a sentence."""
        for back in range(at - 1, max(-1, at - 4), -1):
            if self.tokens[back + 1].first or self.tokens[back + 1].gap not in (" ", "-"):
                return ""
            word = self.tokens[back].key
            if word == "of" and back and self.tokens[back - 1].key in self.strong:
                return self.tokens[back - 1].key
            if word not in ("the", "both", "nearby") and not (self.tokens[back].cap and word in self.directions):
                near = self.tokens[back]
                return word if not near.cap or near.first or (near.upper and self.tokens[at].upper) else ""
        return ""

    def longest(self, at: int) -> tuple[int, str, tuple[Candidate, ...]] | None:
        """The longest name of the gazetteer that begins at a word: its last word, its folded form, its candidates."""
        ends = self.spelt(at)
        noun = self.with_noun(ends)
        if noun is not None:
            return noun
        article = at and not self.tokens[at - 1].cap and self.tokens[at].gap in "- "
        prefix = self.tokens[at - 1].key if article and self.tokens[at - 1].key in self.articles else ""
        for last, key in reversed(ends):
            found = self.index.find(f"{prefix} {key}") if prefix else ()
            if found:
                return last, key, found
            if key in self.never or (last > at and key in self.demonyms):
                return last, key, ()
            found = self.fitting(at, last, self.index.find(key))
            if found:
                return last, key, found
        return None

    def spelt(self, at: int) -> list[tuple[int, str]]:
        """The names that could begin at a word, shortest first: their last word and folded form."""
        ends: list[tuple[int, str]] = []
        parts: list[str] = []
        for last in range(at, min(at + _LONGEST, len(self.tokens))):
            token = self.tokens[last]
            if last > at:
                gap = token.gap
                dotted = gap == ". " and self.tokens[last - 1].key in ("saint", "sainte", "mount", "fort")
                if not (gap in (" ", "-", "–") or dotted) or not (token.cap or token.key in self.inside):
                    break
            if token.cap:
                ends.append((last, " ".join([*parts, token.key])))
            parts.append(token.raw_key)
        return ends

    def with_noun(self, ends: list[tuple[int, str]]) -> tuple[int, str, tuple[Candidate, ...]] | None:
        """Match a name of the codebook that ends with a common noun: "Rafah crossing", "Kherson oblast"."""
        if not ends or ends[-1][0] + 1 >= len(self.tokens) or self.tokens[ends[-1][0]].possessive:
            return None
        noun = self.tokens[ends[-1][0] + 1]
        if noun.gap != " " or noun.key not in self.nouns:
            return None
        key = f"{ends[-1][1]} {noun.key}"
        found = tuple(c for c in self.index.find(key) if c.record < -1)
        return (ends[-1][0] + 1, key, found) if found else None

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

    def hyphened(self, match: tuple[int, str, tuple[Candidate, ...]]) -> bool:
        """Whether a lesser name goes on behind a hyphen with a word that is no place: part of a longer unknown name."""
        last, _, candidates = match
        if last + 1 >= len(self.tokens) or self.tokens[last + 1].gap != "-" or not self.tokens[last + 1].cap:
            return False
        return max(map(importance, candidates), default=9.0) < 6.5 and self.longest(last + 1) is None

    def right_forms_name(self, at: int) -> bool:
        """Whether the gazetteer has a longer name that begins with this demonym ("American Samoa", "French Guiana")."""
        after = self.right(at)
        return after is not None and any(
            c.precision in ("country", "region", "province")
            for c in self.index.find(f"{self.tokens[at].raw_key} {after.key}")
        )

    def noun_beside(self, first: int, last: int) -> tuple[str, int]:
        """The common noun that goes with the name, and the last word of the name with it if it is capitalised."""
        after = self.right(last)
        if (
            after is not None
            and after.key == "international"
            and last + 2 < len(self.tokens)
            and self.tokens[last + 2].key == "airport"
        ):
            return "airport", last + 2
        if after is not None and after.key in self.name_nouns:
            beyond = self.right(last + 1)
            if beyond is None or beyond.key not in self.organisations:
                return after.key, last + 1
        if after is not None and after.key in self.state_offices:
            return "state", last
        if after is None and last + 1 < len(self.tokens) and not self.tokens[last].possessive:
            word = self.tokens[last + 1]
            if word.gap == " " and not word.cap and word.key in self.nouns:
                return word.key, last
        if first >= 2 and self.tokens[first - 1].key == "of" and self.tokens[first - 2].key in self.nouns:
            return self.tokens[first - 2].key, last
        if (
            first >= 1
            and self.tokens[first].gap == " "
            and not self.tokens[first - 1].cap
            and self.tokens[first - 1].key in self.nouns
        ):
            return self.tokens[first - 1].key, last
        return "", last

    def longest_place(self, at: int) -> bool:
        """Whether a well-known place begins at a word."""
        match = self.longest(at)
        return match is not None and any(importance(c) >= 6 for c in match[2])

    def containment(self, at: int, first: int) -> float:
        """How far a name behind a comma looks like the wider place of the name before."""
        match = self.longest(at)
        if match is None or not match[2]:
            postal = self.index.postal.get(self.text[self.tokens[at].start : self.tokens[at].end].replace(".", ""))
            return 4.0 if postal else 0.0
        wide = [c for c in match[2] if c.precision in ("country", "province", "region", "district")]
        if not wide:
            return 0.5
        return 4.0 if any(c.precision in ("country", "province") and c.main for c in wide) else 1.5
