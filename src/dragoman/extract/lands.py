"""Whose land those belong to that no list knows: "a youth movement", "the administrator of the territory"."""

from __future__ import annotations

from collections import Counter

from dragoman.model.annotations import Annotations
from dragoman.model.text import Parse, Span, index_at, starting_in

_FEWEST = 3
"""Places that a land must have in a text without a home for its people to be meant; two may be passed through."""
_CLEAR = 2
"""How many times the places of the second land it must have."""


def is_somebody(parse: Parse, head: int, things: frozenset[str]) -> bool:
    """Whether a noun phrase is people or an office of their own country, as far as its words say."""
    if not parse.tags[head].startswith("NN") or parse.lemmas[head].lower() in things:
        return False
    behind = (t for p in parse.dependents(head, "prep") if parse.forms[p] in {"of", "for", "from"} for t in parse.dependents(p, "pobj"))
    beside = (*parse.dependents(head, "amod", "compound", "nmod"), *(t for t in behind if parse.tags[t] == "NNS"))
    return not any(parse.forms[t].lower() in things or parse.lemmas[t].lower() in things for t in beside)


class Lands:
    """The lands that a document's people may belong to; the one of most places is counted when first asked for."""

    def __init__(self, notes: Annotations) -> None:
        self._notes = notes
        self._counted: list[str | None] = []

    def of(self, span: Span, sentence: int) -> str | None:
        """The home country, the one in which the places lie that the paragraph names up to the span, or that of most places."""
        notes = self._notes
        if notes.home is not None:
            return notes.home
        within = (notes.passage_of(sentence).span[0], span[1])
        lands = {p.country for p in starting_in(notes.places, within) if p.country}
        if len(lands) == 1:
            return next(iter(lands))
        return None if lands else self._leading() or self._last(within[0])

    def _last(self, before: int) -> str | None:
        """The land of the places smaller than a country that the paragraph before names, where it is one."""
        notes = self._notes
        at = index_at(notes.sentences, before)
        if at is None or at == 0:
            return None
        near = starting_in(notes.places, (notes.passage_of(at - 1).span[0], before))
        lands = {p.country for p in near if p.country and p.precision != "country"}
        return next(iter(lands)) if len(lands) == 1 else None

    def _leading(self) -> str | None:
        if not self._counted:
            self._counted.append(_leading(self._notes))
        return self._counted[0]


def _leading(notes: Annotations) -> str | None:
    """The land that is named most by far, as long as most of what is smaller than a country lies in it too."""
    named = [p for p in notes.places if p.country and p.span]
    ranked = Counter(p.country for p in named).most_common(2)
    second = ranked[1][1] if len(ranked) > 1 else 0
    if not ranked or ranked[0][1] < max(_FEWEST, _CLEAR * second):
        return None
    # A country or a capital is as often who acts as where something is.
    acting = {m.span[0] for m in notes.mentions if m.kind in {"state", "capital"}}
    there = Counter(p.country for p in named if p.precision != "country" and p.span and p.span[0] not in acting).most_common(2)
    leads = bool(there) and there[0][0] == ranked[0][0] and (len(there) < 2 or there[0][1] > there[1][1])
    return ranked[0][0] if leads else None
