"""Which actors a noun phrase names, by the mentions inside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dragoman.extract.arguments import antecedent, conjuncts
from dragoman.model.claim import HEARER, SPEAKER, Actor
from dragoman.model.text import Parse, Span, starting_in
from dragoman.model.world import Mention

_LOCATIVE = frozenset(
    {"in", "at", "near", "inside", "along", "around", "to", "into", "from", "outside", "across", "within"}
)
_NAMING = (("amod", "compound", "nmod", "nummod"), ("poss",))
_FIRST_PERSON = frozenset({"we", "us", "our", "ours", "i", "my", "me"})
_SECOND_PERSON = frozenset({"you", "your", "yours"})
_RECIPROCAL = frozenset({"each other", "one another"})


class Participants:
    """The mentions of one sentence, looked up by token.

    Args:
        parse: the sentence.
        mentions: the document's mentions in the order of the text; those outside the sentence are left out.
        eventive: lemmas of nouns that name acts: what stands behind "of" there is no actor of theirs.
        reported: spans of reported speech: "its troops" and "they" there are the speaker's where nothing else is known.
        asked: whether the sentence is put to somebody: "you" there is whoever answers.
    """

    def __init__(
        self,
        parse: Parse,
        mentions: Sequence[Mention],
        eventive: frozenset[str] = frozenset(),
        reported: Sequence[Span] = (),
        asked: bool = False,
    ) -> None:
        self.parse = parse
        self._reported = reported
        self._asked = asked
        self._eventive = eventive
        self._at: dict[int, Mention] = {}
        for mention in starting_in(mentions, parse.span):
            for token in parse.tokens_in(mention.span):
                self._at.setdefault(token, mention)

    def mention_at(self, token: int) -> Mention | None:
        """The mention that covers the token, or none."""
        return self._at.get(token)

    def reciprocal(self, token: int) -> bool:
        """Whether the noun phrase is "each other" or "one another"."""
        pairs = ((token - 1, token), (token, token + 1))
        forms = self.parse.forms
        if forms[token].lower() == "other" and token and forms[token - 1].lower() == "the":
            verbs = [v for v in self.parse.ancestors(token) if self.parse.dependent(v, "nsubj") is not None]
            subjects = [s for v in verbs[:1] for s in self.parse.dependents(v, "nsubj")]
            return any(self.parse.forms[t].lower() == "each" for s in subjects for t in self.parse.subtree(s))
        return any(a >= 0 and b < len(forms) and f"{forms[a]} {forms[b]}".lower() in _RECIPROCAL for a, b in pairs)

    def named(self, heads: Iterable[int], receiving: bool = False) -> tuple[Actor, ...]:
        """The actors that the noun phrases name, coordination opened, each code once.

        Args:
            heads: heads of noun phrases.
            receiving: whether what stands "in" or "at" the phrase counts ("villages in Armenia" as a target).
        """
        return self._named(heads, receiving, 0)

    def _named(self, heads: Iterable[int], receiving: bool, depth: int) -> tuple[Actor, ...]:
        found: dict[str, Actor] = {}
        for head in heads:
            shared: tuple[Actor, ...] = ()
            for token in conjuncts(self.parse, head):
                actors = self._phrase(token, receiving, depth)
                for actor in actors or shared:
                    found.setdefault(actor.code, actor)
                shared = shared or actors
        return tuple(found.values())

    def _phrase(self, token: int, receiving: bool, depth: int) -> tuple[Actor, ...]:
        if depth > 6:
            return ()
        mention = self._at.get(token)
        if mention is not None:
            return self._owned(token, mention, depth)
        if self.parse.forms[token].lower() in _FIRST_PERSON or self._speaks_of_itself(token):
            return (Actor(SPEAKER, self.parse.forms[token], None, (self.parse.starts[token], self.parse.ends[token])),)
        if self.parse.forms[token].lower() in _SECOND_PERSON and self._asked:
            return (Actor(HEARER, self.parse.forms[token], None, (self.parse.starts[token], self.parse.ends[token])),)
        noun = antecedent(self.parse, token)
        if noun is not None and noun != token:
            return self._phrase(noun, receiving, depth + 1)
        for relations in _NAMING:
            for child in self.parse.dependents(token, *relations):
                found = self._modifier(child, receiving, depth)
                if found:
                    return found
        return self._behind_prepositions(token, receiving, depth) or self._apposition(token, receiving, depth)

    def _speaks_of_itself(self, token: int) -> bool:
        """Whether the word is "its", "their", or a subject "it", "they" of reported speech that nothing else explains."""
        word, relation = self.parse.forms[token].lower(), self.parse.relations[token]
        if not (word in {"its", "their"} or (word in {"it", "they"} and relation in {"nsubj", "nsubjpass"})):
            return False
        at = self.parse.starts[token]
        return any(c[0] <= at < c[1] for c in self._reported) and token <= self._first_subject(token)

    def _first_subject(self, token: int) -> int:
        """The first subject of the reported stretch: a later pronoun may stand for what was named in between."""
        at = self.parse.starts[token]
        inner = [c for c in self._reported if c[0] <= at < c[1]]
        start = max((c[0] for c in inner), default=at)
        subjects = [
            t for t, r in enumerate(self.parse.relations)
            if r in {"nsubj", "nsubjpass"} and self.parse.starts[t] >= start
        ]  # fmt: skip
        return subjects[0] if subjects else token

    def _owned(self, token: int, mention: Mention, depth: int) -> tuple[Actor, ...]:
        """The actors of a mention; forces of nobody yet named are those of "our" or "whose"."""
        named = self._called(token, mention)
        if named:
            return named
        if not mention.codes[0].startswith("UNK"):
            return (*self._coordinated_owners(token, mention), *actors_of(mention))
        sector = mention.codes[0].partition(".")[2]
        for owner in self.parse.dependents(token, "poss"):
            found = self._phrase(owner, False, depth + 1)
            if found and not found[0].code.startswith("UNK"):
                return tuple(_with_sector(a, sector, mention.span) for a in found)
        supposed = self._supposed(token, depth)
        if supposed:
            return supposed
        behind = self._behind_prepositions(token, False, depth + 1)
        if behind and not behind[0].code.startswith("UNK"):
            return tuple(_with_sector(a, sector or a.code.partition(".")[2], mention.span) for a in behind)
        return actors_of(mention)

    def _called(self, token: int, mention: Mention) -> tuple[Actor, ...]:
        """The group that a name right behind says it is: "the militant group Al-Shabaab"."""
        if mention.kind != "people" or not mention.codes[0].endswith((".REB", ".OPP", ".PRM")):
            return ()
        names = (self._at.get(t) for t in self.parse.dependents(token, "appos"))
        return next((actors_of(m) for m in names if m is not None and m.kind == "group"), ())

    def _supposed(self, token: int, depth: int) -> tuple[Actor, ...]:
        """Who unknown people are held to be: "gunmen suspected to be herders"."""
        verbs = [t for t in self.parse.dependents(token, "acl", "relcl") if self.parse.tags[t] == "VBN"]
        below = [b for v in verbs for b in self.parse.dependents(v, "xcomp") if self.parse.lemmas[b] == "be"]
        found = (self._phrase(o, False, depth + 1) for b in below for o in self.parse.dependents(b, "attr"))
        return next((actors for actors in found if actors and not actors[0].code.startswith("UNK")), ())

    def _coordinated_names(self, token: int, mention: Mention) -> tuple[Actor, ...]:
        """The first of "the Taliban and Islamic State", where the parser hangs it on the last as a modifier."""
        found: list[Actor] = []
        for child in self.parse.dependents(token, "nmod", "compound"):
            other = self._at.get(child)
            if other is not None and other is not mention and self.parse.dependent(child, "cc") is not None:
                found.extend(actors_of(other))
        return tuple(found)

    def _coordinated_owners(self, token: int, mention: Mention) -> tuple[Actor, ...]:
        """The other owners of "Ethiopian and Eritrean troops": the mention covers the last of them.

        So are those of "delegates of Mali and of Niger" beside the first.
        """
        if mention.kind not in {"organ", "people"}:
            return self._coordinated_names(token, mention)
        sector = mention.codes[0].partition(".")[2]
        found: list[Actor] = []
        for child in self.parse.dependents(token, "amod", "compound", "nmod", "poss"):
            for owner in conjuncts(self.parse, child):
                other = self._at.get(owner)
                if (
                    other is not None
                    and other is not mention
                    and other.kind in {"demonym", "state", "group", "organ", "people"}
                ):
                    found.extend(_with_sector(a, sector, other.span) for a in actors_of(other))
        found.extend(a for a in self._owners_behind(token, mention, sector) if a.code not in mention.codes)
        return tuple(found)

    def _owners_behind(self, token: int, mention: Mention, sector: str) -> list[Actor]:
        """The owners behind a second "of", where two are joined: "of the rebels and of the government"."""
        behind = [p for p in self.parse.dependents(token, "prep") if self.parse.forms[p].lower() in {"of", "from"}]
        joined = [p for first in behind for p in conjuncts(self.parse, first)]
        if len(set(joined)) < 2 or not any(self.parse.dependent(p, "cc") is not None for p in (token, *joined)):
            return []
        others = (self._at.get(o) for p in dict.fromkeys(joined) for o in self.parse.dependents(p, "pobj"))
        return [
            _with_sector(a, a.code.partition(".")[2] or sector, other.span) if ":" not in a.code else a
            for other in others if other is not None and other is not mention
            for a in actors_of(other)
        ]  # fmt: skip

    def _modifier(self, child: int, receiving: bool, depth: int) -> tuple[Actor, ...]:
        mention = self._at.get(child)
        if mention is not None:
            found = dict.fromkeys(actors_of(mention))
            for other in conjuncts(self.parse, child)[1:]:
                found.update(dict.fromkeys(actors_of(self._at[other]) if other in self._at else ()))
            return tuple(found)
        return self._phrase(child, receiving, depth + 1)

    def _behind_prepositions(self, token: int, receiving: bool, depth: int) -> tuple[Actor, ...]:
        eventive = self.parse.lemmas[token] in self._eventive
        for prep in self.parse.dependents(token, "prep"):
            word = self.parse.forms[prep].lower()
            wanted = (word == "of" and (receiving or not eventive)) or (word in {"from", "for"} and not eventive)
            objects = self.parse.dependents(prep, "pobj")
            if wanted and depth < 4:
                found = self._named(objects, receiving, depth + 1)
            elif receiving and word in _LOCATIVE and self.parse.tags[token] != "CD":
                found = tuple(a for o in objects for a in self._held_by(o))
            else:
                continue
            if found:
                return found
        return ()

    def standing_at(self, heads: Iterable[int]) -> tuple[Actor, ...]:
        """The states and groups that phrases of place name themselves ("in Libya"), not what they only contain."""
        found = {a.code: a for h in heads for t in conjuncts(self.parse, h) for a in self._held_by(t)}
        return tuple(found.values())

    def _held_by(self, token: int) -> tuple[Actor, ...]:
        """The state or group in whose land a target lies, where the text names it there itself."""
        mention = self._at.get(token)
        return actors_of(mention) if mention is not None and mention.kind in {"state", "group"} else ()

    def _apposition(self, token: int, receiving: bool, depth: int) -> tuple[Actor, ...]:
        for child in self.parse.dependents(token, "appos"):
            found = self._phrase(child, receiving, depth + 1)
            if found:
                return found
        return ()

    def locative(self, token: int) -> bool:
        """Whether the phrase stands behind a preposition of place ("in Yerevan")."""
        head = self.parse.heads[token]
        return self.parse.relations[token] == "pobj" and self.parse.forms[head].lower() in _LOCATIVE


def _with_sector(actor: Actor, sector: str, span: Span) -> Actor:
    """The owner's forces, officials or people: its code with the sector of the noun."""
    owner = actor.code.split(".")[0]
    return Actor(f"{owner}.{sector}" if sector else owner, actor.name, None, span)


def actors_of(mention: Mention) -> tuple[Actor, ...]:
    """One actor per code of the mention; "both sides" is nobody's name, each then goes by its code."""
    several = len(mention.codes) > 1
    span = None if mention.kind == "anaphor" and several else mention.span
    return tuple(Actor(code, code if several else mention.name, mention.person, span) for code in mention.codes)
