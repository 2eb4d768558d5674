"""Personal and possessive pronouns: whom "he", "its" and "they" stand for."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import structs

from dragoman.annotate.mentioned import UNKNOWN, Memory, Seen, agreed, coordinated, pair_mention, stand_in
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
        nearby = (self._memory.before(index, i, parse), *self._memory.earlier(index, _REACH))
        for distance, group in enumerate(nearby):
            people = [item for item in group if self._is_person(item, gendered)]
            # A subject outranks the others only from the sentence before; from farther away all must be one person.
            subjects = [item for item in people if item.subject and distance < 2]
            chosen = agreed(subjects or people)
            if chosen is not None:
                return chosen
            if people:
                return None
        return None

    def _is_person(self, item: Seen, excluded: frozenset[str]) -> bool:
        mention = item.mention
        singular = mention.kind == "people" and item.singular
        if not (mention.kind in {"person", "anaphor"} or singular) or item.plural or len(mention.codes) != 1:
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
        nearest = self.clause_subject(parse, i, self._memory.before(index, i, parse))
        if nearest is not None and possessive and nearest.mention.kind == "person":
            return _country_of(nearest.mention)
        if nearest is not None:
            clear = self._singular(nearest) and not self._rival(parse, i, nearest, before)
            return nearest.mention if clear else None
        if not (possessive or speaks):
            return None
        subjects = [item for item in before if item.subject and self._singular(item)]
        if subjects:
            return agreed(subjects)
        if possessive and self._other_subject(parse, i):
            return None
        for group in self._memory.earlier(index, 1):
            return agreed([*(item for item in group if item.subject and self._singular(item)), *before])
        return None

    def _other_subject(self, parse: Parse, i: int) -> bool:
        """Whether a singular noun that is no actor is a subject before token i: "its" may well be that noun's."""
        return any(parse.relations[k] in {"nsubj", "nsubjpass"} and parse.tags[k] == "NN" for k in range(i))

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

    def clause_subject(self, parse: Parse, i: int, before: Sequence[Seen]) -> Seen | None:
        """The mention that is the subject of a clause around token i, the innermost first.

        Whom somebody is asked to do a thing is its subject ("called on A to free its ..."). Nobody is the victim of
        their own attack: in "A said B had shelled its ...", the outer subject is meant.
        """
        by_head = {item.head: item for item in before if item.head is not None}
        hostile = self._memory.words("hostile")
        for verb in parse.ancestors(i):
            asked = self._asked(parse, verb, i, by_head)
            if asked is not None:
                return asked
            subject = parse.dependent(verb, "nsubj", "nsubjpass")
            if subject is None or subject >= i:
                continue
            harmed = parse.tags[i] == "PRP$" and parse.lemmas[verb].lower() in hostile
            if not (harmed and parse.relations[subject] == "nsubj" and self._has_outer(parse, verb, by_head)):
                return by_head.get(subject)
        return None

    def _asked(self, parse: Parse, verb: int, i: int, by_head: dict[int, Seen]) -> Seen | None:
        """The object of the verb above an infinitive."""
        above = parse.heads[verb]
        asking = parse.relations[verb] == "advcl" and parse.lemmas[above].lower() in self._memory.words("asking")
        if above == verb or not (asking or parse.relations[verb] == "xcomp"):
            return None
        prepositions = parse.dependents(above, "prep")
        objects = [*parse.dependents(above, "dobj", "dative"), *(p for k in prepositions for p in parse.children[k])]
        return next((by_head[token] for token in objects if token in by_head and token < min(i, verb)), None)

    def _has_outer(self, parse: Parse, verb: int, by_head: dict[int, Seen]) -> bool:
        """Whether a clause around the verb has a mention as its subject."""
        for above in parse.ancestors(verb):
            if any(token in by_head for token in parse.dependents(above, "nsubj", "nsubjpass") if token < verb):
                return True
        return False

    def _rival(self, parse: Parse, i: int, subject: Seen, before: Sequence[Seen]) -> bool:
        """Whether another actor, object of another verb in between, may as well be meant."""
        verb = next((k for k in parse.ancestors(i) if parse.tags[k].startswith("VB")), None)
        for item in before:
            head = item.head
            if head is None or item.mention.span[0] < subject.mention.span[1] or item.mention.kind == "demonym":
                continue
            if item.mention.codes == subject.mention.codes or parse.relations[head] != "dobj" or item.plural:
                continue
            if parse.heads[head] != verb:
                return True
        return False

    def _many(self, index: int, parse: Parse, i: int, span: Span) -> Mention | None:
        """Read "they" and "their": a plural or a body of people, or several subjects together."""
        before = self._memory.before(index, i, parse)
        if parse.relations[i] not in {"nsubj", "nsubjpass", "poss"}:
            return stand_in(span, self._object(index, parse, i))
        for group in (before, *self._memory.earlier(index, 1)):
            subjects = [item for item in group if item.subject and item.mention.kind not in {"demonym"}]
            several = coordinated(parse if group is before else None, subjects)
            if several:
                return pair_mention(span, [item.mention for item in several])
            many = [item for item in subjects if self._can_be_many(item)]
            if many or subjects:
                return stand_in(span, agreed(many)) if len(many) == len(subjects) else None
        return None

    def _object(self, index: int, parse: Parse, i: int) -> Mention | None:
        """Read "drove them out": who is not the clause's own subject, of this sentence or else of the one before."""
        behind = parse.forms[parse.heads[i]].lower()
        if parse.relations[i] not in {"dobj", "dative", "pobj"} or behind in {"of", "among", "between", "for"}:
            return None
        before = self._memory.before(index, i, parse)
        heads = {item.head for item in before}
        if any(parse.tags[k] == "NNS" and k not in heads and parse.relations[k] != "compound" for k in range(i)):
            return None
        own = self.clause_subject(parse, i, before)
        for group in (before, *self._memory.earlier(index, 1)):
            many = [item for item in group if self._can_be_many(item) and item.mention.kind != "demonym"]
            others = [item for item in many if own is None or item.mention.codes != own.mention.codes]
            if others:
                return agreed(others) or agreed([item for item in others if item.subject])
        return None

    def _can_be_many(self, item: Seen) -> bool:
        mention = item.mention
        if item.plural or len(mention.codes) > 1:
            return True
        if mention.kind == "anaphor":
            return self._memory.written(mention) in self._memory.words("pronouns_many")
        forces = mention.kind == "organ" and mention.codes[0].endswith((".MIL", ".COP"))
        return forces or mention.kind in {"people", "group"}


def _country_of(person: Mention) -> Mention | None:
    """The country that a minister speaks for: "Peru's minister said its forces ..."."""
    country, _, sector = person.codes[0].partition(".")
    if len(person.codes) > 1 or len(country) != 3 or not sector or country == UNKNOWN:
        return None
    return structs.replace(person, codes=(country,), person=None, anonymous=False)
