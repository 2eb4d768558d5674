"""Who the sides of a document are: what "both countries" and "the enemy" stand for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from dragoman.annotate.mentioned import UNKNOWN, Seen
from dragoman.model.text import Parse
from dragoman.model.world import Mention

_FADE = 0.9
"""What a mention still weighs one sentence later."""
_LEAD = 2.0
"""What a mention in the title or first sentence weighs beside one elsewhere."""
_JOINED = 2.0
"""What being named together with another side adds ("between A and B", "A accused B")."""
_CLEAR = 1.25
"""By how much the second side must outweigh the third."""


_ARMY = f"{UNKNOWN}.MIL"
"""Plain "the army" of a text that names no state: one side of a war at home."""


class Parties:
    """The sides of a document, weighed sentence by sentence."""

    def __init__(self, sectors: frozenset[str]) -> None:
        self._sectors = sectors
        self._weights: dict[str, float] = {}
        self._codes: dict[str, dict[str, int]] = {}
        self._last: dict[str, Mention] = {}
        self.pair: tuple[Mention, Mention] | None = None
        """The two mentions that were last named together."""

    def fade(self) -> None:
        """A new sentence begins."""
        for party in self._weights:
            self._weights[party] *= _FADE

    def party(self, code: str) -> str | None:
        """The side a code belongs to: the state for its organs, a group for itself; none for bodies and civilians."""
        country, _, sector = code.partition(".")
        if code in {f"{UNKNOWN}.REB", f"{UNKNOWN}.OPP", _ARMY}:
            return code
        if ":" in code or country == UNKNOWN or (sector and sector not in self._sectors):
            return None
        return code if sector in {"REB", "OPP", "PRM"} else country

    def add(self, mention: Mention, leading: bool, joined: bool = False, between: bool = False) -> None:
        """Weigh a mention; one that names two ("the presidents of A and B") names them together.

        Those ``between`` the sides, mediators and witnesses, are not named together as sides.
        """
        joined = joined or (len(mention.codes) == 2 and not between)
        for code in mention.codes:
            party = self.party(self._own(code))
            if party is None:
                continue
            weight = (_LEAD if leading else 1.0) + (_JOINED if joined else 0.0)
            self._weights[party] = self._weights.get(party, 0.0) + weight
            counts = self._codes.setdefault(party, {})
            counts[code] = counts.get(code, 0) + 1
            self._last[party] = mention

    def _own(self, code: str) -> str:
        """Plain "the army", "the government": of the one country that has come up as a side so far."""
        country, _, sector = code.partition(".")
        states = [party for party in self._weights if "." not in party]
        if country != UNKNOWN or sector not in {"GOV", "MIL", "COP", "LEG"} or not states:
            return code
        states.sort(key=lambda party: -self._weights[party])
        clear = len(states) == 1 or self._weights[states[0]] >= _LEAD * self._weights[states[1]]
        return f"{states[0]}.{sector}" if clear else code

    def join(self, one: Mention, other: Mention) -> None:
        """Two mentions are named together."""
        sides = {self.party(self._own(one.codes[0])), self.party(self._own(other.codes[0]))}
        if None in sides or len(sides) != 2 or len(one.codes) + len(other.codes) != 2:
            return
        self.pair = (one, other)
        for mention in self.pair:
            self.add(mention, False, True)

    def two(self, but: frozenset[str] = frozenset()) -> tuple[str, str] | None:
        """The two sides that stand out, in the order in which they were named first, or none; ``but`` are left out."""
        named = any(party.endswith((".REB", ".OPP")) and not party.startswith(UNKNOWN) for party in self._weights)
        states = any("." not in party and party not in but for party in self._weights)
        sides = [
            party for party in self._weights
            if party not in but and not (party == _ARMY and states)
            and not (named and party.startswith(UNKNOWN) and party != _ARMY)
        ]  # fmt: skip
        ranked = sorted(sides, key=lambda party: -self._weights[party])
        if len(ranked) < 2:
            return None
        if len(ranked) > 2 and self._weights[ranked[1]] < _CLEAR * self._weights[ranked[2]]:
            return None
        first, second = sorted(ranked[:2], key=list(self._weights).index)
        return first, second

    def only_two(self) -> tuple[str, str] | None:
        """The sides where the document so far names exactly two."""
        return self.two() if len(self._weights) == 2 else None

    def last(self, party: str) -> Mention:
        """The latest mention of a side."""
        return self._last[party]

    def code(self, party: str, sector: str, versus: str) -> str:
        """The code of a side. Against a group within a country, a state is the organ that does the fighting."""
        if "." in party:
            return party
        if sector:
            return f"{party}.{sector}"
        if "." in versus:
            counts = self._codes.get(party, {})
            most = max(counts, key=lambda code: counts[code], default=party)
            return most if most.endswith(".MIL") else party
        return party


def joined_pairs(parse: Parse, seen: Sequence[Seen]) -> list[tuple[Seen, Seen]]:
    """Mentions of one sentence that it names together: coordinated, or subject and object of one verb."""
    by_head = {item.head: item for item in seen if item.head is not None}
    pairs = []
    first = {token: _first_of(parse, token) for token in by_head if token is not None}
    size = Counter(first.values())
    for token, item in by_head.items():
        if token is None:
            continue
        above = parse.heads[token]
        if parse.relations[token] == "conj" and above in by_head and above != token:
            if size[first[token]] == 2 and not _in_a_list(parse, by_head[above], seen):
                pairs.append((by_head[above], item))
        elif parse.relations[token] in {"dobj", "dative"}:
            subject = parse.dependent(above, "nsubj")
            if subject is not None and subject in by_head:
                pairs.append((by_head[subject], item))
    return sorted(pairs, key=lambda pair: pair[1].mention.span[0])


def _first_of(parse: Parse, token: int) -> int:
    """The first of the coordinated tokens that ``token`` is one of."""
    steps = 0
    while parse.relations[token] == "conj" and steps < len(parse):
        token, steps = parse.heads[token], steps + 1
    return token


def _in_a_list(parse: Parse, item: Seen, seen: Sequence[Seen]) -> bool:
    """Whether a comma and another mention stand right before: the two are the end of a longer list."""
    tokens = parse.tokens_in(item.mention.span)
    comma = tokens[0] - 1 if tokens else -1
    if comma < 1 or parse.forms[comma] != ",":
        return False
    return any(other.mention.span[1] == parse.ends[comma - 1] for other in seen)
