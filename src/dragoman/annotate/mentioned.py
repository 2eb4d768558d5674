"""What a document has named so far, with its place in the grammar."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from dragoman.model.text import Parse, Span
from dragoman.model.world import Mention

UNKNOWN = "UNK"
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
_MASS = frozenset(
    {"police", "militia", "public", "crowd", "population", "community", "opposition", "insurgency", "family",
     "newspaper", "agency", "channel", "broadcaster", "television", "station", "radio", "press", "media", "magazine", "website",
     "party", "court", "company", "union", "organisation", "organization"}
)  # fmt: skip
"""Nouns in the singular that stand for many people or none: no "he" is one of them."""


class Seen(Struct, frozen=True):
    """A mention with its place in the grammar: sentence, head token, and whether it is a subject."""

    mention: Mention
    sentence: int
    head: int | None = None
    subject: bool = False
    plural: bool = False
    singular: bool = False
    """Whether a common noun in the singular heads it: "a doctor", not "the police"."""


def head_of(parse: Parse, mention: Mention) -> int | None:
    """The token that heads a mention: the first whose own head lies outside."""
    tokens = parse.tokens_in(mention.span)
    inner = set(tokens)
    return next((i for i in tokens if parse.heads[i] not in inner or parse.heads[i] == i), None)


def is_subject(parse: Parse, token: int) -> bool:
    """Whether a token is a subject, alone or as one of several."""
    steps = 0
    while parse.relations[token] == "conj" and steps < 20:
        token, steps = parse.heads[token], steps + 1
    return parse.relations[token] in _SUBJECTS


def see(parse: Parse | None, sentence: int, mention: Mention) -> Seen:
    """Place a mention in its sentence."""
    head = head_of(parse, mention) if parse is not None else None
    if parse is None or head is None:
        return Seen(mention, sentence)
    plural = parse.tags[head] in {"NNS", "NNPS"} and mention.kind not in {"state", "capital", "body"}
    counted = parse.tags[head] == "NN" and parse.lemmas[head].lower() not in _MASS
    return Seen(mention, sentence, head, is_subject(parse, head), plural, counted)


def is_place(parse: Parse, mention: Mention, prepositions: frozenset[str]) -> bool:
    """Whether a capital or country is where something is ("in Paris"), and not who does it."""
    if mention.kind not in {"capital", "state"}:
        return False
    head = head_of(parse, mention)
    if head is None or parse.relations[head] != "pobj":
        return False
    return parse.forms[parse.heads[head]].lower() in prepositions


def agreed(items: Sequence[Seen]) -> Mention | None:
    """The last of the mentions where all mean the same actor."""
    if not items:
        return None
    meant = {(item.mention.codes, item.mention.person or "") for item in items}
    codes = {codes for codes, _ in meant}
    people = {person for _, person in meant if person}
    return items[-1].mention if len(codes) == 1 and len(people) <= 1 else None


def stand_in(span: Span, meant: Mention | None) -> Mention | None:
    """An anaphor for a mention."""
    if meant is None or (meant.codes[0] == UNKNOWN and not meant.anonymous):
        return None
    antecedent = meant.antecedent if meant.kind == "anaphor" else meant.span
    return Mention(span, meant.codes, meant.name, "anaphor", meant.person, antecedent, meant.anonymous)


def pair_mention(span: Span, meant: Sequence[Mention]) -> Mention:
    """Make an anaphor for several mentions together."""
    codes = tuple(dict.fromkeys(code for mention in meant for code in mention.codes))
    name = " / ".join(dict.fromkeys(mention.name for mention in meant))
    return Mention(span, codes, name, "anaphor", None, meant[0].span)


def coordinated(parse: Parse | None, subjects: Sequence[Seen]) -> list[Seen]:
    """Subjects that share a verb: "Armenia and Azerbaijan said they ..."."""
    if parse is None or len(subjects) < 2:
        return []
    heads = {item.head for item in subjects}
    joined = [item for item in subjects if item.head is not None and parse.relations[item.head] == "conj"]
    if not joined or parse.heads[joined[-1].head or 0] not in heads:
        return []
    return [item for item in subjects if item in joined or item.head == parse.heads[joined[0].head or 0]]


class Memory:
    """The mentions of a document up to where it is being read.

    Args:
        text: the document's text.
        lists: the word lists ``actor_words``.
    """

    def __init__(self, text: str, lists: dict[str, frozenset[str]]) -> None:
        self.text = text
        self.lists = lists
        self.seen: list[Seen] = []
        self.now: list[Seen] = []
        """All mentions of the sentence being read, those still ahead included."""

    def words(self, name: str) -> frozenset[str]:
        """A word list; empty where the language has none of the name."""
        return self.lists.get(name, frozenset())

    def written(self, mention: Mention) -> str:
        """A mention as the text writes it, in lower case."""
        return self.text[mention.span[0] : mention.span[1]].lower()

    def before(self, index: int, i: int, parse: Parse) -> list[Seen]:
        """What was seen before token i in sentence ``index``."""
        return [item for item in self._of(index) if item.mention.span[1] <= parse.starts[i]]

    def earlier(self, index: int, reach: int) -> list[list[Seen]]:
        """What was seen in the sentences before, the nearest sentence first."""
        return [self._of(k) for k in range(index - 1, max(-1, index - 1 - reach), -1)]

    def _of(self, sentence: int) -> list[Seen]:
        found = []
        for item in reversed(self.seen):
            if item.sentence < sentence:
                break
            if item.sentence == sentence:
                found.append(item)
        return found[::-1]
