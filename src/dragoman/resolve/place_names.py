"""Which capitalised names of a text are names of places: a gazetteer, the words around a name, and no statistics.

A name is weighed by what it could mean (a country weighs much, a hamlet little), by what else the word is (a common
word, a given name, a surname) and by the words beside it. A name accepted once is accepted wherever nothing speaks
against it.
"""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.model.text import Span
from dragoman.resolve.gazetteer import COMMON, GIVEN, SURNAME, Candidate, PlaceIndex
from dragoman.resolve.place_matching import importance
from dragoman.resolve.place_strangers import Strangers
from dragoman.resolve.place_tokens import Name, Scan, tokenise

ENOUGH = 5.0
"""The weight from which a name is taken for a place: that of a town of 100,000 people, without a context."""
_DESCRIBED = 5
"""Words of an apposition within which its noun stands: "a small fishing and trading village"."""


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


class _Reader(Strangers):
    """Reads the names of one text from left to right."""

    def __init__(self, text: str, index: PlaceIndex, found: Scan) -> None:
        super().__init__(text, index, found)
        words = index.words
        empty: frozenset[str] = frozenset()
        self.local, self.reports = words.get("local-nouns", empty), words.get("person-verbs", empty)
        self.physical, self.plural = words.get("physical-nouns", empty), words.get("plural-nouns", empty)
        self.vague, self.sure_heads = words.get("vague-nouns", empty), words.get("sure-heads", empty)
        self.sites = words.get("site-nouns", empty)
        self.division_nouns = words.get("division-nouns", empty)
        self.settlements, self.workers = words.get("settlement-nouns", empty), words.get("workers", empty)
        self.placing_verbs = words.get("placing-verbs", empty)

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
        if match is None or self.hyphened(match):
            return self.unknown(at)
        last, key, candidates = match
        if at == last and key in self.heads | self.articles and self.right(at) is not None:
            return self.unknown(at)
        if not candidates:
            return self.unknown(at) if at == last and key in self.heads | self.directions | self.articles else last + 1
        name = self.weigh(at, last, key, candidates)
        if not name.accepted and name.key not in self.found.people and self.right(name.last) is not None:
            known = len(self.found.names)
            beyond = self.unknown(at)  # a hamlet's name may begin a longer one that no gazetteer has
            if len(self.found.names) > known and self.found.names[-1].accepted:
                return beyond
            del self.found.names[known:]
        self.found.names.append(name)
        self.hand_on(at)
        return self.found.names[-1].last + 1

    def weigh(self, first: int, last: int, key: str, candidates: tuple[Candidate, ...]) -> Name:
        """Decide whether a name of the gazetteer is meant as a place here."""
        wants, extended = self.noun_beside(first, last)
        span = (self.begin(first), self.tokens[extended].end)
        name = Name(first, extended, span, key, candidates, 0.0, False, wants=wants)
        if last > first and self.tokens[last].key in self.name_nouns and not wants:
            wants = name.wants = self.tokens[last].key
        worth = self.worth(key, candidates)
        before = self.left(first)
        kind = self.left_kind(first, before) if before is not None and not self.tokens[first].first else ""
        if kind == "person":
            self.found.people.add(key)
        other = self.organisation(first, extended, candidates) or self.part_of_other(first, extended)
        name.refused = other or kind == "person" or (kind == "name" and worth < 6.5)
        if name.refused:
            return name
        after = self.right(extended)
        if (
            after is not None
            and worth < 5.5
            and not wants
            and after.key not in self.titles
            and not self.index.flags(after.key) & COMMON
        ):
            worth -= 1.5
        name.weight = worth + self.evidence(first, extended, wants) - self.doubt(first, last, key, candidates)
        name.accepted = name.weight >= ENOUGH
        return name

    def begin(self, first: int) -> int:
        """Where a name begins, a small article with a hyphen included ("al-Hasakah")."""
        before = self.tokens[first - 1]
        if first and self.tokens[first].gap == "-" and not before.cap and before.key in self.articles:
            return before.start
        return self.tokens[first].start

    def evidence(self, first: int, last: int, wants: str) -> float:
        """How far the words around a name speak for a place."""
        told = 0.0
        word = self.before(first)
        if word in self.strong:
            told += 3.3
        elif word in self.motion:
            told += 1.5
        elif word in self.weak:
            told += 1.0
        if wants:
            told += 3.0
        return told + self.evidence_around(first, last, wants)

    def evidence_around(self, first: int, last: int, wants: str) -> float:
        """How far an accepted place in front and the words behind speak for a place."""
        told = 0.0
        names = self.found.names
        if names and names[-1].accepted and first - names[-1].last <= 2:
            gap = self.text[names[-1].span[1] : self.tokens[first].start]
            if gap in (", ", " and ", " or ", ", and ", " to ", " – ", "-", "/", " ("):
                told += 2.0
        if last + 1 < len(self.tokens):
            after = self.tokens[last + 1]
            if after.gap == ", " and after.cap:
                told += self.containment(last + 1, first)
            elif after.key in self.reports and not wants:
                told -= 1.0
            elif after.gap in (" ", "-") and after.key in self.local:
                told += 2.0
            elif after.gap in (" (", " — ", " – ", " - ") and self.tokens[first].upper and self.tokens[first].first:
                told += 3.0
        return told

    def doubt(self, first: int, last: int, key: str, candidates: tuple[Candidate, ...]) -> float:
        """How far the word itself speaks against a place."""
        if first != last:
            return 0.0 if any(c.main for c in candidates) else 0.5
        best = max(candidates, key=importance)
        if best.record < -1 or best.precision == "country":
            return 0.0
        flags, told = self.index.flags(key), 0.0
        scale = 1.0 if importance(best) < 6.0 else 0.4  # a name of millions of people stands for them first
        told += 2.2 * scale * bool(flags & COMMON) + scale * bool(flags & GIVEN) + scale * bool(flags & SURNAME)
        if self.tokens[first].first:
            told += 0.7
        if len(key) <= 3:
            told += 1.5
        if not best.main:
            told += 0.8
        return told

    def unknown(self, at: int) -> int:
        """Look at a capitalised name that the gazetteer does not have; the words around it may make it a place."""
        last = self.unknown_end(at)
        words = self.tokens[at : last + 1]
        if len(words[0].key) < 2 or any(t.upper or t.key in self.organisations or t.key in self.titles for t in words):
            return at + 1
        wants, _ = self.noun_beside(at, last)
        headed = self.headed(at, last, wants)
        accepted = headed or self.located(at, last, wants)
        if not accepted and (words[0].first or last - at > 3):
            return at + 1
        key = " ".join(t.key for t in words)
        wants = wants or (words[-1].key if headed else "")
        span = (words[0].start, words[-1].end)
        self.found.names.append(Name(at, last, span, key, (), ENOUGH, accepted, wants=wants))
        if not accepted:
            return at + 1  # another mention of the same words may yet make them a place
        self.hand_on(at)
        return last + 1

    def unknown_end(self, at: int) -> int:
        """The last word of the unknown name that begins at a word: of five words at most, no well-known place in it."""
        end = at + 1
        while end < min(at + 5, len(self.tokens)) and self.goes_on(end):
            open_head = self.tokens[end - 1].key in self.heads or self.tokens[end].key in self.name_nouns
            if not open_head and self.longest_place(end):
                break
            end += 1
        while end > at + 1 and not self.tokens[end - 1].cap:
            end -= 1  # an article goes with the name behind it
        return end - 1

    def headed(self, at: int, last: int, wants: str) -> bool:
        """Whether a word within an unknown name makes it a place: "Qarbel River", "Lake Qarbel", "Tell Qarbel"."""
        token = self.tokens[at]
        if token.first or last == at:
            return False
        named = self.tokens[last].key in self.name_nouns - self.vague
        if token.key in self.heads and not named:
            sure = token.key in self.sure_heads or bool(wants) or self.before(at) in self.strong | self.motion
            return sure and last <= at + 3
        if named and any(self.index.flags(t.key) & COMMON or t.key in self.never for t in self.tokens[at:last]):
            return self.tokens[last].key in self.physical and self.left(at) is None
        return named

    def located(self, at: int, last: int, wants: str) -> bool:
        """Whether the words around an unknown name make it a place: "the village of Qarbel", "near Qarbel"."""
        token, words = self.tokens[at], self.tokens[at : last + 1]
        arabic = token.key in self.articles and last > at
        flags = self.index.flags(token.key)
        if self.named_by_noun(at) and token.key not in self.never:
            return last - at <= 3
        if token.key not in self.never and last - at <= 3 and self.described(last):
            return True
        rare = last == at + 1 and not flags & GIVEN and token.key not in self.never and not self.index.flags(words[-1].key)
        if rare and not token.first and self.before(at) in ("near", "outside"):
            return True
        plain = (arabic or (not flags and token.key not in self.never)) and (not token.first or last > at)
        if not plain or last - at > 3:
            return False
        if wants in self.division_nouns or self.listed(at):
            return True
        if self.before(at) in self.placing_verbs:
            return last == at or all(not self.index.flags(t.key) & GIVEN for t in words)
        if self.before(at) == "at":
            if not self.at_work(at) and last - at <= 1:
                return True
            comma = last + 1 < len(self.tokens) and self.tokens[last + 1].gap == ", "
            inside = comma and self.containment(last + 1 + (self.tokens[last + 1].key == "in"), at) >= 3
            return inside or self.at_site(at)
        if self.before(at) not in ("in", "near", "outside", "around"):
            return False
        comma = last + 1 < len(self.tokens) and self.tokens[last + 1].gap == ", " and self.tokens[last + 1].cap
        if comma and self.containment(last + 1, at) >= 3:
            return True
        short = sum(t.cap for t in words) <= 2 and (arabic or len(token.key) > 2)
        if short and self.before(at) in ("near", "outside"):
            return True
        return short and all(t.key in self.articles or not self.index.flags(t.key) for t in words)

    def named_by_noun(self, at: int) -> bool:
        """Whether "the village of" or the like stands right before a name, and so names a place whatever the words are."""
        return at >= 2 and self.tokens[at - 1].key == "of" and self.tokens[at - 2].key in self.division_nouns

    def described(self, last: int) -> bool:
        """Whether an apposition says that the name is a settlement's: "on Qarbel, a fishing village in ..."."""
        at = last + 1
        if at >= len(self.tokens) or self.tokens[at].gap != ", " or self.tokens[at].key not in ("a", "an", "the"):
            return False
        for number in range(at + 1, min(at + _DESCRIBED, len(self.tokens))):
            token = self.tokens[number]
            if token.cap or token.gap not in (" ", "-"):
                return False
            if token.key in self.settlements:
                after = self.tokens[number + 1 : number + 2]
                return not after or after[0].gap != " " or after[0].key in self.strong | self.weak  # not "a village head"
        return False

    def at_work(self, at: int) -> bool:
        """Whether "at" says for whom somebody works: "an analyst at X"."""
        return at >= 2 and self.tokens[at - 2].key in self.workers

    def at_site(self, at: int) -> bool:
        """Whether "at" puts something there that stands or fights in a place: "positions at X", "villagers at X"."""
        return at >= 2 and self.tokens[at - 1].key == "at" and self.tokens[at - 2].key in self.sites

    def goes_on(self, at: int) -> bool:
        """Whether a word goes on with the unknown name before it: a capitalised word, or an article in front of one."""
        token = self.tokens[at]
        if token.cap:
            return (
                token.gap == "-"
                or self.right(at - 1) is not None
                or (token.gap in "- " and self.tokens[at - 1].key in self.articles)
            )
        article = token.gap in (" ", "-") and token.key in self.articles and at + 1 < len(self.tokens)
        return article and self.tokens[at + 1].cap and self.tokens[at + 1].gap == "-"

    def listed(self, at: int) -> bool:
        """Whether a name goes on a list of villages or the like: "the villages of X, Y and Z"."""
        if self.found.names and self.found.names[-1].accepted and at - self.found.names[-1].last <= 2:
            before = self.found.names[-1]
            gap = self.text[before.span[1] : self.tokens[at].start]
            return gap in (", ", " and ", ", and ") and before.wants in self.plural
        return at >= 2 and self.tokens[at - 1].key == "of" and self.tokens[at - 2].key in self.plural

    def hand_on(self, at: int) -> None:
        """Let the plural noun before a list go with every name of the list."""
        names = self.found.names
        if len(names) < 2 or names[-2].wants not in self.plural or names[-1].wants:
            return
        if self.text[names[-2].span[1] : self.tokens[at].start] in (", ", " and ", ", and "):
            names[-1].wants = names[-2].wants


def _settle(found: Scan, index: PlaceIndex) -> None:
    """Let accepted mentions speak for others of the same name, and names of people against them."""
    sure = {n.key for n in found.names if n.accepted and n.key not in found.people}
    taken = {t for n in found.names if n.accepted or n.candidates for t in range(n.first, n.last + 1)}
    for number, name in enumerate(found.names):
        if not name.candidates and not name.accepted and taken.intersection(range(name.first, name.last + 1)):
            name.refused = not (name.key in sure and _covers(name, found.names[max(0, number - 6) : number + 7]))
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
    _part(found.names)


def _part(names: Sequence[Name]) -> None:
    """Of accepted names that share a word, keep the one that a gazetteer knows, else the longer, else the first."""
    kept: Name | None = None
    for name in sorted((n for n in names if n.accepted), key=lambda n: (n.span[0], -n.span[1])):
        if kept is None or name.span[0] >= kept.span[1]:
            kept = name
        elif name.candidates and not kept.candidates:
            kept.accepted, kept = False, name
        else:
            name.accepted = False


def _covers(name: Name, near: Sequence[Name]) -> bool:
    """Whether an unknown name that is known for a place elsewhere takes the place of lesser names inside it."""
    inside = [n for n in near if n is not name and n.first <= name.last and name.first <= n.last]
    if any(n.accepted for n in inside):
        return False
    for other in inside:
        other.refused = True
    return True
