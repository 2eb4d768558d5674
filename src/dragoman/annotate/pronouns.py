"""Personal and possessive pronouns: whom "he", "its" and "they" stand for."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.annotate.mentioned import Memory, Seen, agreed, coordinated, pair_mention, stand_in
from dragoman.model.text import Parse, Span
from dragoman.model.world import Mention

_REACH = 3
"""Sentences that "he" and "she" may look back; "it" and "they" look back one."""
_SINGULAR_KINDS = frozenset({"state", "capital", "organ", "body", "group"})


class Pronouns:
    """Resolves pronouns against what was named before."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def resolve(self, index: int, parse: Parse, i: int) -> Mention | None:
        """Resolve the pronoun at token i of sentence ``index``; none where it is not clear."""
        lower = parse.forms[i].lower()
        span = (parse.starts[i], parse.ends[i])
        if lower in self._memory.words("pronouns_person"):
            return stand_in(span, self._person(index, parse, i, lower))
        if lower in self._memory.words("pronouns_thing"):
            return stand_in(span, self._thing(index, parse, i))
        if lower in self._memory.words("pronouns_many"):
            return self._many(index, parse, i, span)
        return None

    def _person(self, index: int, parse: Parse, i: int, lower: str) -> Mention | None:
        """The nearest person: a subject of this sentence, then the people of the sentences before."""
        gendered = self._memory.words("masculine" if lower.startswith(("s", "her")) else "feminine")
        for group in (self._memory.before(index, i, parse), *self._memory.earlier(index, _REACH)):
            people = [item for item in group if self._is_person(item, gendered)]
            subjects = [item for item in people if item.subject]
            chosen = agreed(subjects or people)
            if chosen is not None:
                return chosen
            if people:
                return None
        return None

    def _is_person(self, item: Seen, excluded: frozenset[str]) -> bool:
        mention = item.mention
        if mention.kind not in {"person", "anaphor"} or item.plural or len(mention.codes) != 1:
            return False
        written = self._memory.written(mention)
        pronoun = written in self._memory.words("pronouns_person")
        if mention.kind == "anaphor" and mention.person is None and not pronoun:
            return False
        return excluded.isdisjoint(written.split())

    def _thing(self, index: int, parse: Parse, i: int) -> Mention | None:
        """Read "it" and "its": the subject of the clause or of the sentence before. Objects ("hit it") are left."""
        possessive = parse.tags[i] == "PRP$"
        verb = parse.lemmas[parse.heads[i]].lower()
        speaks = verb in self._memory.words("speaking")
        empty = verb in self._memory.words("expletive") and not speaks
        if not possessive and (parse.relations[i] != "nsubj" or empty):
            return None
        before = [item for item in self._memory.before(index, i, parse) if item.mention.kind != "person"]
        nearest = self._clause_subject(parse, i, before)
        if nearest is not None:
            return nearest.mention if self._singular(nearest) else None
        if not (possessive or speaks):
            return None
        subjects = [item for item in before if item.subject and self._singular(item)]
        if subjects or before:
            return agreed(subjects)
        for group in self._memory.earlier(index, 1):
            return agreed([item for item in group if item.subject and self._singular(item)])
        return None

    def _singular(self, item: Seen) -> bool:
        mention = item.mention
        kinds = _SINGULAR_KINDS | {"anaphor"}
        written = self._memory.written(mention)
        return (
            mention.kind in kinds
            and not item.plural
            and len(mention.codes) == 1
            and written not in self._memory.words("pronouns_person") | self._memory.words("pronouns_many")
            and mention.person is None
        )

    def _clause_subject(self, parse: Parse, i: int, before: Sequence[Seen]) -> Seen | None:
        """The mention that is the subject of a clause around token i, the innermost first."""
        by_head = {item.head: item for item in before if item.head is not None}
        for verb in parse.ancestors(i):
            subject = parse.dependent(verb, "nsubj", "nsubjpass")
            if subject is not None and subject != i and subject < i:
                return by_head.get(subject)
        return None

    def _many(self, index: int, parse: Parse, i: int, span: Span) -> Mention | None:
        """Read "they" and "their": a plural or a body of people, or several subjects together."""
        before = self._memory.before(index, i, parse)
        groups = [before]
        if parse.relations[i] in {"nsubj", "nsubjpass", "poss"}:
            groups += self._memory.earlier(index, 1)
        for group in groups:
            subjects = [item for item in group if item.subject and item.mention.kind not in {"demonym"}]
            several = coordinated(parse if group is before else None, subjects)
            if several:
                return pair_mention(span, [item.mention for item in several])
            many = [item for item in subjects if self._can_be_many(item)]
            if many or subjects:
                return stand_in(span, agreed(many)) if len(many) == len(subjects) else None
        return None

    def _can_be_many(self, item: Seen) -> bool:
        mention = item.mention
        if item.plural or len(mention.codes) > 1:
            return True
        if mention.kind == "anaphor":
            return self._memory.written(mention) in self._memory.words("pronouns_many")
        forces = mention.kind == "organ" and mention.codes[0].endswith((".MIL", ".COP"))
        return forces or mention.kind in {"people", "group"}
