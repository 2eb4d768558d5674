"""What pronouns and other words that refer back stand for.

Rules over grammar, in the order of the text. Where two readings are about as good none is taken: a wrong actor is worse
than none.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import structs

from dragoman.annotate.mentioned import UNKNOWN, Memory, Seen, is_place, see
from dragoman.annotate.nouns import DEFINITE, MEMORY, REACH, Nouns, with_sector
from dragoman.annotate.pairs import Pairs
from dragoman.annotate.parties import Parties, joined_pairs
from dragoman.annotate.pronouns import Pronouns
from dragoman.codebook.load import load
from dragoman.codebook.shapes import WordClasses
from dragoman.model.text import Parse, Passage, Sentence, Span
from dragoman.model.world import Mention

_BEFORE_COUNTED = frozenset({"DT", "CD", "JJ", "VBN", "VBG", "NN", "NNS", "NNP"})
"""Tags before a role noun that make it a new one ("three soldiers")."""
_OF_THE_COUNTRY = frozenset({"MIL", "COP", "GOV", "LEG"})
"""Sectors of which a text that speaks of one country needs no other word for whose."""
_COLLECTIVE = frozenset({"UNK.COP", "UNK.REB", "UNK.MIL"})
"""Role nouns that refer back without an article: police, rebels, troops."""
_OF_REBELS = frozenset({"GOV", "MIL", "CVL"})
"""What rebels have as well as a state: their leader, their troops, their men."""
_ADJECTIVES = 16
"""Letters between an owner and what it owns: "its last soldiers"."""
_OPENING, _CLOSING = frozenset("“«„"), frozenset("”»")


def resolve_anaphora(
    text: str,
    passages: Sequence[Passage],
    sentences: Sequence[Sentence],
    parses: Sequence[Parse | None],
    mentions: Sequence[Mention],
    *,
    words: WordClasses | None = None,
) -> tuple[Mention, ...]:
    """Resolve what refers back.

    Args:
        text: the document's text.
        passages: its paragraphs and headings, which sentences point to.
        sentences: its sentences, in order.
        parses: the grammar of each sentence, or none.
        mentions: the actors that it names; role nouns without a country have ``UNK`` codes.
        words: the word lists ``actor_words``; by default those of the codebook that comes with the package.

    Returns:
        All mentions in order: those given, with ``UNK`` filled where the text says whose, and anaphors beside them.
        An anaphor's ``antecedent`` is the span it stands for (of a pair, the span of its first member).
    """
    lists = words if words is not None else load().language("actor_words", WordClasses)
    resolver = _Resolver(text, {key: frozenset(value) for key, value in lists.classes.items()})
    by_sentence = _by_sentence(sentences, mentions)
    covered: set[Span] = set()
    passage = -1
    for index, sentence in enumerate(sentences):
        parse = parses[index] if index < len(parses) else None
        kind = passages[sentence.passage].kind if sentence.passage < len(passages) else "body"
        inside = by_sentence[index]
        covered |= {mention.span for mention in inside}
        if sentence.passage != passage:
            passage, resolver.in_quotation = sentence.passage, False
        resolver.read(index, parse, inside, index == 0 or kind in {"title", "standfirst"}, kind)
    rest = [mention for mention in mentions if mention.span not in covered]
    return tuple(sorted([*resolver.resolved, *rest], key=lambda mention: mention.span))


def _by_sentence(sentences: Sequence[Sentence], mentions: Sequence[Mention]) -> list[list[Mention]]:
    found: list[list[Mention]] = [[] for _ in sentences]
    ordered = sorted(mentions, key=lambda mention: mention.span)
    at = 0
    for index, sentence in enumerate(sentences):
        while at < len(ordered) and ordered[at].span[0] < sentence.span[1]:
            if ordered[at].span[0] >= sentence.span[0]:
                found[index].append(ordered[at])
            at += 1
    return found


_NEVER_REFERRING = frozenset(
    {".", ",", ":", "``", "''", "POS", "HYPH", "TO", "MD", "VB", "VBD", "VBZ", "VBP", "VBN", "RB", "WDT", "WP"}
)  # fmt: skip
"""Tags of words that open no phrase that refers back."""


class _Resolver:
    """Reads a document sentence by sentence and remembers who was named."""

    def __init__(self, text: str, lists: dict[str, frozenset[str]]) -> None:
        self._memory = Memory(text, lists)
        self._parties = Parties(self._memory.words("party_sectors"))
        self._pairs = Pairs(self._memory, self._parties)
        self._pronouns = Pronouns(self._memory)
        self._nouns = Nouns(self._memory)
        self.resolved: list[Mention] = []
        self.in_quotation = False
        """Whether a quotation of the same passage is still open."""

    def read(self, index: int, parse: Parse | None, mentions: Sequence[Mention], leading: bool, kind: str) -> None:
        """Resolve one sentence."""
        self._memory.now = [see(parse, index, mention) for mention in mentions]
        self._weigh(parse, mentions, leading, kind)
        if parse is None:
            for item in self._memory.now:
                self._keep(item)
            return
        waiting = list(mentions)
        quoted, self.in_quotation = _quoted(parse, self.in_quotation)
        read = 0
        for i, (tag, start) in enumerate(zip(parse.tags, parse.starts, strict=True)):
            if start < read:
                continue
            found = None if tag in _NEVER_REFERRING else self._referring(index, parse, i, waiting)
            if found is None and waiting and waiting[0].span[0] <= start:
                found = self._fill(index, parse, i, waiting.pop(0))
            if found is None and not quoted[i] and tag in {"PRP", "PRP$"}:
                found = self._pronouns.resolve(index, parse, i)
            if found is not None:
                self._keep(see(parse, index, found))
                read = found.span[1]
        for mention in waiting:
            self._keep(see(parse, index, mention))

    def _weigh(self, parse: Parse | None, mentions: Sequence[Mention], leading: bool, kind: str) -> None:
        """Count the sentence's mentions towards the sides of the document; a place ("in Paris") does not count."""
        if kind == "dateline":
            return
        self._parties.fade()
        places = self._memory.words("locative")
        for mention in mentions:
            if parse is None or not is_place(parse, mention, places):
                self._parties.add(mention, leading, between=self._nouns.head_noun(mention) in self._memory.words("third_nouns"))
        if parse is not None:
            for one, other in joined_pairs(parse, self._memory.now):
                self._parties.join(one.mention, other.mention)

    def _keep(self, item: Seen) -> None:
        self._memory.seen.append(item)
        self.resolved.append(item.mention)

    def _referring(self, index: int, parse: Parse, i: int, waiting: list[Mention]) -> Mention | None:
        """A phrase at token i that refers back ("both countries", "the enemy", "the country").

        It may take the place of a role noun of nobody yet named ("the two leaders"), but of no other mention.
        """
        named = [mention for mention in waiting[:4] if not mention.codes[0].startswith(UNKNOWN) or mention.person]
        limit = named[0].span[0] if named else parse.span[1] + 1
        if parse.starts[i] >= limit:
            return None
        for found in (
            self._pairs.pair(index, parse, i, limit), self._pairs.enemy(index, parse, i), self._nouns.noun(index, parse, i)
        ):  # fmt: skip
            if found is not None and found.span[1] <= limit:
                while waiting and waiting[0].span[0] < found.span[1]:
                    waiting.pop(0)
                return found
        bare = i + 2 < len(parse) and parse.tags[i + 1] == "NN" and not parse.tags[i + 2].startswith("NN")
        if bare and not any(mention.span[0] < parse.ends[i + 1] for mention in waiting[:1]):
            return self._nouns.organ_named(index, parse, i)
        return None

    # --- role nouns ---------------------------------------------------------------------------------------------------

    def _fill(self, index: int, parse: Parse, i: int, mention: Mention) -> Mention:
        """Say whose "the army", "its army", "the minister" is, where the text does."""
        if not mention.codes[0].startswith(f"{UNKNOWN}.") or mention.person is not None or len(mention.codes) > 1:
            return mention
        sector = mention.codes[0].split(".", 1)[1]
        tokens = parse.tokens_in(mention.span) or [i]
        first = tokens[0]
        if first > 1 and parse.forms[first - 1].lower() == "own":
            first -= 1
        if self._stranger(parse, tokens):
            return structs.replace(mention, codes=(UNKNOWN,))
        before, tag = (parse.forms[first - 1].lower(), parse.tags[first - 1]) if first else ("", "")
        adjective = first > 1 and tag == "JJ" and parse.tags[first - 2] in {"PRP$", "POS"}
        if tag in {"PRP$", "POS"} or adjective:
            return self._owned(mention, sector)
        if before in self._memory.words("enemy_nouns"):
            found = self._pairs.opponent(index, parse, first)
            return structs.replace(mention, codes=(self._parties.code(found, sector, ""),)) if found else mention
        if before == "two" and first > 1 and parse.forms[first - 2].lower() == "the" and sector == "GOV":
            both = self._pairs.two(mention.span, sector)
            return mention if both is None else structs.replace(both, kind=mention.kind)
        body = self._nouns.of_a_body(index, parse, tokens, mention)
        if body is not None:
            return body
        inner = next((k for k in tokens if parse.forms[k].lower() in {"of", "from"}), tokens[-1] + 1)
        behind = self._of_both(index, parse, inner, mention, sector)
        if behind is not None:
            return behind
        if before not in DEFINITE:
            own = self._sent(index, parse, tokens, mention) if sector in {"MIL", "COP", "REB"} else None
            if own is not None:
                return own
            new = tag in _BEFORE_COUNTED or mention.kind == "person" or mention.anonymous
            new = new or self._memory.written(mention).split()[-1] in self._memory.words("open_rebels")
            if new or mention.codes[0] not in _COLLECTIVE:
                return mention
            if not self._only_one(sector):
                return mention
        return self._same_noun(index, mention, sector, see(parse, index, mention).plural)

    def _stranger(self, parse: Parse, tokens: list[int]) -> bool:
        """Whether the words are "two men", "armed people" who do harm: nobody says whose they are."""
        head = tokens[-1]
        verb = parse.heads[head]
        if parse.lemmas[head].lower() not in self._memory.words("strangers") or parse.relations[head] != "nsubj":
            return False
        if parse.lemmas[verb].lower() not in self._memory.words("hostile"):
            return False
        known = self._memory.words("district_adjectives") | {"the", "these", "those"}
        return known.isdisjoint(parse.forms[c].lower() for c in parse.children[head]) and parse.dependent(head, "poss") is None

    def _sent(self, index: int, parse: Parse, tokens: list[int], mention: Mention) -> Mention | None:
        """Read "Peru will send troops": they are the subject's own."""
        head = next((k for k in tokens if parse.relations[k] == "dobj"), None)
        if head is None or parse.lemmas[parse.heads[head]].lower() not in self._memory.words("own_forces"):
            return None
        subject = self._pronouns.clause_subject(parse, head, self._memory.before(index, head, parse))
        country = subject.mention.codes[0].split(".")[0] if subject is not None else UNKNOWN
        if subject is None or country == UNKNOWN or ":" in country or len(subject.mention.codes) > 1:
            return None
        sector = mention.codes[0].split(".", 1)[1]
        return structs.replace(mention, codes=(with_sector(subject.mention.codes[0], sector),))

    def _only_one(self, sector: str) -> bool:
        """Whether all that was named of a sector is one actor, so that plain "police" or "troops" are its."""
        codes = {code for item in self._memory.seen[-MEMORY:] for code in item.mention.codes}
        return len({code for code in codes if code.endswith(f".{sector}")} - {f"{UNKNOWN}.{sector}"}) == 1

    def _of_both(self, index: int, parse: Parse, after: int, mention: Mention, sector: str) -> Mention | None:
        """Read "the foreign ministers of the two countries", "representatives from both sides"."""
        if after + 1 >= len(parse) or parse.forms[after].lower() not in {"of", "from", "for", "in", "on"}:
            return None
        pair = self._pairs.pair(index, parse, after + 1, parse.span[1] + 1)
        if pair is None and parse.forms[after].lower() in {"in", "on"}:
            return None
        if pair is None:
            # Whose they are stands behind them, even where it is not clear: nobody named before is meant.
            return mention
        codes = tuple(code if "." in code else f"{code}.{sector}" for code in pair.codes)
        return structs.replace(mention, codes=codes, name=pair.name, antecedent=pair.antecedent)

    def _owned(self, mention: Mention, sector: str) -> Mention:
        """Read "its army", "the country's army": whose is the pronoun or noun right before."""
        owners = [item.mention for item in self._memory.seen[-3:]]
        owners = [owner for owner in owners if 0 <= mention.span[0] - owner.span[1] <= _ADJECTIVES]
        if not owners:
            return mention
        owner = owners[-1]
        forces = owner.codes[0].endswith((".MIL", ".COP"))
        if owner.codes[0] == f"{UNKNOWN}.REB" and sector in _OF_REBELS:
            return structs.replace(mention, codes=owner.codes, antecedent=owner.antecedent or owner.span)
        if owner.codes[0].startswith(f"{UNKNOWN}.") and not (forces and sector == "CVL"):
            return structs.replace(mention, antecedent=owner.antecedent or owner.span)
        if owner.codes[0].startswith(UNKNOWN) and not (forces and sector == "CVL"):
            return mention
        between = self._memory.text[owner.span[1] : mention.span[0]].strip()
        if between not in {"", "'s", "’s", "'", "’", "own"} and not (between.isalpha() and between.islower()):
            return mention
        # "its men" are the army's where "it" is an army.
        own = sector == "CVL" and forces
        codes = owner.codes if own else tuple(dict.fromkeys(with_sector(code, sector) for code in owner.codes))
        return structs.replace(mention, codes=codes, antecedent=owner.antecedent or owner.span)

    def _same_noun(self, index: int, mention: Mention, sector: str, plural: bool) -> Mention:
        """Read "the ministry": the last with the same noun; else the only one of its sector, or of the only country."""
        noun = self._nouns.head_noun(mention)
        known = [item for item in self._memory.seen[-MEMORY:] if not item.mention.codes[0].startswith(UNKNOWN)]
        written = self._memory.text[mention.span[0] : mention.span[1]]
        reach = REACH // 2 if mention.kind == "person" else MEMORY if written[:1].isupper() else REACH
        same = [item for item in known if index - item.sentence <= reach and self._nouns.head_noun(item.mention) == noun]
        same = [item for item in same if item.plural == plural and _fits(item.mention.codes[0], sector)]
        if same:
            rivals = {item.mention.codes for item in same if item.sentence == same[-1].sentence}
            return mention if len(rivals) > 1 else _filled(mention, same[-1].mention, same[-1].mention.codes)
        known = [item for item in known if len(item.mention.codes) == 1]
        if mention.kind == "person" or sector not in self._memory.words("organ_sectors") | {"REB"}:
            return mention
        of_sector = [item for item in known if item.mention.codes[0].endswith(f".{sector}")]
        if sector == "REB" and self._nouns.before_the_name(noun, of_sector):
            return mention
        codes = {item.mention.codes[0] for item in of_sector}
        open_ones = any(item.mention.codes == (f"{UNKNOWN}.{sector}",) for item in self._memory.seen[-MEMORY:])
        if codes and open_ones and sector != "REB" and of_sector[-1].sentence < index - 1:
            return mention
        if len(codes) == 1 and not (plural and mention.kind == "people" and sector == "GOV"):
            return _filled(mention, of_sector[-1].mention, of_sector[-1].mention.codes)
        countries = {item.mention.codes[0].split(".")[0] for item in known if ":" not in item.mention.codes[0]}
        if not codes and len(countries) == 1 and sector in _OF_THE_COUNTRY and mention.kind == "organ":
            return _filled(mention, known[-1].mention, (f"{next(iter(countries))}.{sector}",))
        return mention



def _fits(code: str, sector: str) -> bool:
    """Whether a noun of the sector can speak of the code: no "army" of a state is a group named an army."""
    return ":" in code or code.partition(".")[2] in {"", sector} or sector not in {"MIL", "REB"}


def _filled(mention: Mention, meant: Mention, codes: tuple[str, ...]) -> Mention:
    name = meant.name if meant.person is None else mention.name
    person = meant.person if mention.kind == "person" else None
    anonymous = meant.anonymous if mention.kind == "person" else mention.anonymous
    return structs.replace(mention, codes=codes, name=name, person=person, antecedent=meant.span, anonymous=anonymous)


def _quoted(parse: Parse, inside: bool) -> tuple[list[bool], bool]:
    """For each token whether it stands inside quotation marks, and whether a quotation stays open at the end."""
    found = []
    for form in parse.forms:
        if form in _OPENING or form == "``":
            inside = True
        elif form in _CLOSING or form == "''":
            inside = False
        elif form == '"':
            inside = not inside
        found.append(inside)
    return found, inside
