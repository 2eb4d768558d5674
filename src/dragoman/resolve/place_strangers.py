"""Names that look like places and are not: people, organisations, amounts, diseases."""

from __future__ import annotations

from dragoman.resolve.gazetteer import COMMON, FREQUENT, GIVEN, SURNAME, Candidate, PlaceIndex
from dragoman.resolve.place_matching import Matcher, importance
from dragoman.resolve.place_tokens import Scan, Token


class Strangers(Matcher):
    """Recognises what only looks like a place."""

    def __init__(self, text: str, index: PlaceIndex, found: Scan) -> None:
        super().__init__(text, index, found)
        words = index.words
        empty: frozenset[str] = frozenset()
        self.titles, self.organs = words.get("titles", empty), words.get("organs", empty)
        self.of_organisations, self.eponyms = words.get("of-organisations", empty), words.get("eponyms", empty)
        self.generic = self.organisations | self.titles | self.name_nouns | self.directions | self.organs

    def person(self, at: int) -> int:
        """The word after the name of a person that begins here, or ``at`` where none does."""
        token, after = self.tokens[at], self.right(at)
        if after is None or (token.upper and len(token.key) > 1):
            return at
        if token.key in self.heads:
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
        if (
            after.key in self.organisations
            or after.key in self.name_nouns
            or after.key in self.never
            or after.key in self.titles
            or after.upper
        ):
            return at
        beyond = self.longest(at + 1)
        own = match is not None and any(importance(c) >= 6.3 for c in match[2]) and len(after.key) > 1
        flags = self.index.flags(after.key)
        surname = flags & FREQUENT or (flags & SURNAME and not flags & COMMON)
        if own and (not surname or (beyond is not None and any(c.precision == "country" for c in beyond[2]))):
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
        self.found.people.update(
            t.key for t in self.tokens[at + 1 : end] if len(t.key) > 1 and t.cap and t.key not in self.titles
        )
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
                beside = self.tokens[last + 1].key
                modifier = country and first == last  # "US Department", but "United States Department" is one name
                return not (modifier and (beside in self.organs or beside in self.titles))
            if after.key in self.titles:
                break
            at, steps = at + 1, steps + 1
        back = first - 1
        for _ in range(3):
            word = self.tokens[max(back, 0)]
            back -= word.key == "the" or (word.cap and word.key in self.directions)
        if back > 0 and self.tokens[back].key == "of" and self.tokens[back].gap in (" ", ". "):
            head = self.tokens[back - 1]
            state = country and head.key in self.organs
            return head.cap and (head.key in self.of_organisations or (head.key in self.organisations and not state))
        return False

    def part_of_other(self, first: int, last: int) -> bool:
        """Whether the name is part of something else: an amount, a code between strokes, a disease, a generic word."""
        start, end = self.tokens[first].start, self.tokens[last].end
        after = self.text[end : end + 1]
        if (
            after == "$"
            or self.text[max(0, start - 1) : start] == "$"
            or (after == "/" and self.text[start - 1 : start] == "/")
        ):
            return True
        if first == last and self.tokens[first].key in self.generic:
            return True
        if last + 1 < len(self.tokens) and self.tokens[last + 1].gap == " " and not self.tokens[last].possessive:
            return self.tokens[last + 1].key in self.eponyms
        return False

    def left_kind(self, first: int, before: Token) -> str:
        """What the capitalised word before a name makes it: ``person``, ``name`` (a longer unknown one) or nothing."""
        if before.key in self.titles or (len(before.key) == 1 and before.key not in "ai"):
            return "person"
        if len(before.key) == 1:
            return "person" if self.tokens[first].gap == ". " else ""
        known = self.found.names[-1] if self.found.names else None
        if known is not None and known.last == first - 1:
            return "" if known.accepted else "name"
        if before.key in self.directions or before.key in self.heads or before.key in self.demonyms:
            return ""
        flags = self.index.flags(before.key)
        if flags & GIVEN and not flags & COMMON:
            return "person"
        return "" if before.first and flags & COMMON else "name"
