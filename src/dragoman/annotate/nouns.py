"""Nouns that stand for an actor named before: "the country", "the group", "the patrol", "officials of the ministry"."""

from __future__ import annotations

from msgspec import structs

from dragoman.annotate.mentioned import UNKNOWN, Memory, Seen, agreed, stand_in
from dragoman.model.text import Parse, Span
from dragoman.model.world import Mention

REACH = 6
"""Sentences that "the ministry" may look back to the last one; "the minister" looks back half as far."""
MEMORY = 400
"""Mentions that a role noun may look back over, so that time stays linear in the text."""
DEFINITE = frozenset({"the", "this", "that", "these", "those"})


class Nouns:
    """Resolves nouns that are no role nouns, and the organs that role nouns belong to."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def noun(self, index: int, parse: Parse, i: int) -> Mention | None:
        """Read "the country", "the group", "the bloc": the last one of its kind, where only one can be meant."""
        if parse.forms[i].lower() not in DEFINITE or i + 1 >= len(parse) or parse.tags[i + 1] != "NN":
            return None
        if i + 2 < len(parse) and parse.tags[i + 2].startswith("NN"):
            return None
        noun, span = parse.lemmas[i + 1].lower(), (parse.starts[i], parse.ends[i + 1])
        if noun in self._memory.words("country_nouns"):
            return self._country(index, parse, i, span)
        kinds: frozenset[str] = frozenset({"group"} if noun in self._memory.words("group_nouns") else ())
        kinds |= {"body"} if noun in self._memory.words("body_nouns") else frozenset()
        for nearby in (self._memory.before(index, i, parse), *self._memory.earlier(index, 2)):
            fitting = [item for item in nearby if _of_kind(item.mention, kinds) and len(item.mention.codes) == 1]
            if fitting:
                return stand_in(span, agreed(fitting))
        return None

    def _country(self, index: int, parse: Parse, i: int, span: Span) -> Mention | None:
        kinds = {"state", "capital", "organ", "demonym"}
        acted = parse.relations[i + 1] in {"pobj", "dobj"}
        for nearby in (self._memory.before(index, i, parse), *self._memory.earlier(index, 2)):
            doers = {item.mention.codes[0][:3] for item in nearby if item.sentence == index and item.subject and acted}
            there = [item for item in nearby if item.mention.codes[0][:3] not in doers]
            fitting = [item.mention for item in there if item.mention.kind in kinds and len(item.mention.codes) == 1]
            countries = {mention.codes[0].split(".")[0] for mention in fitting} - {UNKNOWN}
            if len(countries) == 1 and len(code := next(iter(countries))) == 3:
                last = fitting[-1]
                return Mention(span, (code,), last.name, "anaphor", None, last.span)
            if countries:
                return None
        return None

    def organ_named(self, index: int, parse: Parse, i: int) -> Mention | None:
        """The last organ whose noun "the ministry" repeats, where all of that noun agree."""
        if parse.forms[i].lower() not in DEFINITE or not parse.tags[i + 1].startswith("NN"):
            return None
        noun = parse.forms[i + 1].lower()
        recent = [item for item in self._memory.seen[-MEMORY:] if index - item.sentence <= REACH]
        same = [i for i in recent if i.mention.kind in {"organ", "body", "group"} and self.head_noun(i.mention) == noun]
        known = [item for item in same if not item.mention.codes[0].startswith(UNKNOWN)]
        return stand_in((parse.starts[i], parse.ends[i + 1]), agreed(known or same))

    def of_a_body(self, index: int, parse: Parse, tokens: list[int], mention: Mention) -> Mention | None:
        """Read "a mediator from the bloc", "officials of the ministry": whose they are is what "the bloc" stands for."""
        for k in (*tokens, tokens[-1] + 1 if tokens else 0):
            if 0 < k < len(parse) - 2 and parse.forms[k].lower() in {"of", "from", "for"} and parse.heads[k] in tokens:
                found = self.noun(index, parse, k + 1) or self.organ_named(index, parse, k + 1)
                if found is not None:
                    codes = tuple(with_sector(code, mention.codes[0].split(".", 1)[1]) for code in found.codes)
                    return structs.replace(mention, codes=codes, antecedent=found.antecedent)
        return None

    def head_noun(self, mention: Mention) -> str:
        """The office noun of a mention: its last lower-case word, or the one before "of" or a name."""
        words = self._memory.text[mention.span[0] : mention.span[1]].replace("’", "'").split()
        for stop, word in enumerate(words):
            if word in {"of", "for", "in"} and stop:
                return _plain(words[stop - 1])
        if mention.person is not None and len(words) > 1:
            name = set(mention.person.split())
            words = [word for word in words if word not in name] or words
        return _plain(words[-1]) if words else ""

    def before_the_name(self, noun: str, named: list[Seen]) -> bool:
        """Whether rebels were spoken of before a group was named, and nothing calls the group by their noun.

        What an unnamed source tells of "insurgents" is not what the group says that it did itself.
        """
        if any(self.head_noun(item.mention) == noun for item in named) or not named:
            return False
        unnamed = [item for item in self._memory.seen if item.mention.codes[0] == f"{UNKNOWN}.REB"]
        plain = [item for item in unnamed if item.sentence > 0]
        return bool(plain) and plain[0].mention.span < named[0].mention.span


def _of_kind(mention: Mention, kinds: frozenset[str]) -> bool:
    """Whether a mention is of the kinds; an organ of a body counts as a body ("UNICEF ... the agency")."""
    rebels = "group" in kinds and mention.kind == "people" and mention.codes[0].endswith(".REB")
    return mention.kind in kinds or rebels or ("body" in kinds and mention.codes[0].startswith("IGO:"))


def with_sector(code: str, sector: str) -> str:
    """A code with another sector; bodies and armed groups keep theirs."""
    if ":" in code or code.endswith((".REB", ".OPP", ".PRM")):
        return code
    return f"{code.split('.', maxsplit=1)[0]}.{sector}"


def _plain(word: str) -> str:
    return word.lower().strip(",.;:()").removesuffix("'s")
