"""Words for both sides of a document: "the two countries", "both", "the latter", "the enemy"."""

from __future__ import annotations

from dragoman.annotate.mentioned import Memory, Seen, stand_in
from dragoman.annotate.parties import Parties
from dragoman.model.text import Parse, Span
from dragoman.model.world import Mention

_DEFINITE = frozenset({"the", "this", "that", "these", "those"})


class Pairs:
    """Resolves words for two against the sides of the document."""

    def __init__(self, memory: Memory, parties: Parties) -> None:
        self._memory = memory
        self._parties = parties
        words = memory.words
        self._openers = words("pair_openers") | words("pair_distributives") | _DEFINITE
        self._nouns = words("pair_nouns") | words("pair_persons") | words("pair_forces")

    def pair(self, index: int, parse: Parse, i: int, limit: int) -> Mention | None:
        """Read "both countries", "the two sides", "the warring parties", "the neighbours" from token i on.

        Args:
            index: the number of the sentence.
            parse: the sentence.
            i: where the phrase may begin.
            limit: the offset that it may not reach.
        """
        return self._phrase(parse, i, limit) or self._ordinal(parse, i) or self._bare_both(index, parse, i)

    def _phrase(self, parse: Parse, i: int, limit: int) -> Mention | None:
        words = self._memory.words
        j = i
        while j < len(parse) and j - i < 4 and parse.forms[j].lower() in self._openers:
            j += 1
        if j == i or j >= len(parse) or parse.starts[j] >= limit:
            return None
        end = self._pair_end(parse, j)
        if end is None:
            return None
        before = [form.lower() for form in parse.forms[i:j]]
        lemma = " ".join(word.lower() for word in parse.lemmas[j : end + 1])
        if not self._opens(before, lemma, parse.tags[end]) or self._of_a_line(parse, end):
            return None
        first = i + 1 if before[0] in _DEFINITE and j - i > 1 else i
        sector = "GOV" if lemma in words("pair_persons") else "MIL" if lemma in words("pair_forces") else ""
        return self.two((parse.starts[first], parse.ends[end]), sector, self._outside(parse, end))

    def _outside(self, parse: Parse, noun: int) -> frozenset[str]:
        """The side that does something to both ("Peru urged both armies ..."): the subject of the verb they are object of."""
        at = noun
        if parse.relations[at] == "pobj":
            at = parse.heads[at]
        verb = parse.heads[at]
        asking = parse.lemmas[verb].lower() in self._memory.words("asking")
        if not asking or parse.relations[at] not in {"dobj", "dative", "prep", "nsubj"}:
            return frozenset()
        subjects = parse.dependents(verb, "nsubj")
        while not subjects and parse.relations[verb] == "conj":  # "Peru condemned it and urged both armies ..."
            verb = parse.heads[verb]
            subjects = parse.dependents(verb, "nsubj")
        doers = [item for item in self._memory.now if item.head in subjects and item.head != noun]
        return frozenset(p for item in doers for c in item.mention.codes if (p := self._parties.party(c)) is not None)

    def _opens(self, before: list[str], lemma: str, tag: str) -> bool:
        """Whether the words before a noun make it a known pair: "both", "neither", "the two", "the rival", "the"."""
        if tag in {"NNS", "NNPS"}:
            definite = before[0] in _DEFINITE and (len(before) > 1 or lemma in self._memory.words("pair_alone"))
            return definite or "both" in before or "all" in before
        return before[-1] in self._memory.words("pair_distributives")

    def _of_a_line(self, parse: Parse, end: int) -> bool:
        """Whether the sides are those of a border, road or river."""
        behind = [lemma.lower() for lemma in parse.lemmas[end + 1 : end + 4]]
        return behind[:1] == ["of"] and not self._memory.words("lines").isdisjoint(behind)

    def _pair_end(self, parse: Parse, j: int) -> int | None:
        """The last token of a pair noun of one or two words from j on."""
        if j + 1 < len(parse) and f"{parse.lemmas[j]} {parse.lemmas[j + 1]}".lower() in self._nouns:
            return j + 1
        if parse.lemmas[j].lower() not in self._nouns or not parse.tags[j].startswith("NN"):
            return None
        followed = j + 1 < len(parse) and parse.tags[j + 1].startswith("NN")
        return None if followed else j

    def _bare_both(self, index: int, parse: Parse, i: int) -> Mention | None:
        """Read "Both denied it"."""
        subject = parse.relations[i] in {"nsubj", "nsubjpass"} and not parse.children[i]
        if not subject or parse.forms[i].lower() != "both":
            return None
        span = (parse.starts[i], parse.ends[i])
        counted = [item for items in self._memory.earlier(index, 1) for item in items if self._counted(item)]
        return stand_in(span, counted[-1].mention) if counted else self.two(span, "")

    def _counted(self, item: Seen) -> bool:
        """Whether the words are "two soldiers": "both" then speaks of these."""
        before = self._memory.text[max(0, item.mention.span[0] - 24) : item.mention.span[1]].lower().split()
        return item.plural and item.subject and "two" in before[-4:]

    def _ordinal(self, parse: Parse, i: int) -> Mention | None:
        """Read "the former", "the latter": of the two that were last named together."""
        if parse.forms[i].lower() != "the" or i + 1 >= len(parse) or self._parties.pair is None:
            return None
        word = parse.forms[i + 1].lower()
        if word not in {"former", "latter"} or (i + 2 < len(parse) and parse.tags[i + 2].startswith(("NN", "JJ"))):
            return None
        chosen = self._parties.pair[word == "latter"]
        return stand_in((parse.starts[i], parse.ends[i + 1]), chosen)

    def two(self, span: Span, sector: str, but: frozenset[str] = frozenset()) -> Mention | None:
        """An anaphor for the two sides of the document, each with the sector; none of them is one of ``but``."""
        sides = self._parties.two(but)
        if sides is None:
            return None
        one, other = sides
        codes = (self._parties.code(one, sector, other), self._parties.code(other, sector, one))
        first, second = self._parties.last(one), self._parties.last(other)
        return Mention(span, codes, f"{first.name} / {second.name}", "anaphor", None, first.span)

    def enemy(self, index: int, parse: Parse, i: int) -> Mention | None:
        """Read "the enemy": the other side, where there are two and the sentence's subject is one of them."""
        if parse.lemmas[i].lower() not in self._memory.words("enemy_nouns") or not parse.tags[i].startswith("NN"):
            return None
        if i == 0 or parse.forms[i - 1].lower() != "the" or parse.relations[i] == "compound":
            return None
        found = self.opponent(index, parse, i)
        if found is None:
            return None
        last = self._parties.last(found)
        return Mention((parse.starts[i], parse.ends[i]), (found,), last.name, "anaphor", None, last.span)

    def opponent(self, index: int, parse: Parse, i: int) -> str | None:
        """The other side, as seen by the subject of the sentence; none unless there are exactly two sides."""
        sides = self._parties.only_two()
        if sides is None:
            return None
        before = [item for item in self._memory.before(index, i, parse) if item.subject]
        subjects = before or [item for item in self._memory.now if item.subject]
        speakers = {self._parties.party(code) for item in subjects for code in item.mention.codes} & set(sides)
        if len(speakers) != 1:
            return None
        return sides[1] if sides[0] in speakers else sides[0]
