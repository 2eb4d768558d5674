"""Whose a source is by its own words: the actors it names, the place it stands at, the two countries it speaks of."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from msgspec import Struct

from dragoman.extract.participants import Participants, actors_of
from dragoman.model.annotations import Annotations
from dragoman.model.text import Parse, Span, index_at, inside, starting_in
from dragoman.model.world import Mention

BODIES = frozenset({"body", "group", "organ", "state", "capital"})
"""Kinds of actors that "it" can stand for."""
_OFFICES = frozenset({"person", "organ", "people"})
_AT_A_PLACE = re.compile(r" (?:in|at|from) (?=[A-Z])")
_TERRITORY = re.compile(r"\b[Tt]h(?:e|is) (?:enclave|exclave|territory|strip|peninsula|island|archipelago)\b")


class SourceWords(Struct, frozen=True):
    """Word lists about sources.

    ``landless`` belong to no land because the text speaks of one, ``guests`` to another than the one where they are
    ("two diplomats in New York"); ``bodies`` are nouns that take up a body or firm ("the company"),
    ``chiefs`` offices that only bodies of several states have, as they are written; ``mouths`` are nouns of what speaks
    for another ("a spokesman", "a statement"); ``men`` and ``women`` tell whom "he" and "she" cannot be.
    """

    landless: frozenset[str] = frozenset()
    guests: frozenset[str] = frozenset()
    bodies: frozenset[str] = frozenset()
    chiefs: frozenset[str] = frozenset()
    mouths: frozenset[str] = frozenset()
    men: frozenset[str] = frozenset()
    women: frozenset[str] = frozenset()


NO_WORDS = SourceWords()


def head_of(parse: Parse, span: Span) -> int | None:
    """The token that heads the words of the span, or none where it holds no token."""
    tokens = parse.tokens_in(span)
    return next((t for t in tokens if parse.heads[t] not in tokens or parse.heads[t] == t), None)


def is_known(codes: Sequence[str]) -> bool:
    """Whether one of the codes is somebody's."""
    return any(not code.startswith("UNK") for code in codes)


def source_codes(
    source: Span, notes: Annotations, guests: frozenset[str] = frozenset()
) -> tuple[tuple[str, ...], str | None, bool]:
    """Codes, person and anonymity of a source's noun phrase; ``guests`` stand at places that are not theirs."""
    at = index_at(notes.sentences, source[0])
    parse = None if at is None else notes.parses[at]
    near = starting_in(notes.mentions, source)
    head = head_of(parse, source) if parse is not None else None
    if parse is not None and head is not None and parse.lemmas[head].lower() in guests:
        there = tuple(a.code for a in Participants(parse, notes.mentions).named((head,)))
        if not is_known(there):
            return there, None, any(m.anonymous for m in near) or not there
    several = _of_several(near, source, notes) or _posted(near, source, notes)
    if several:
        return several, None, any(m.anonymous for m in near)
    if parse is not None:
        actors = Participants(parse, notes.mentions).named(() if head is None else (head,))
        if actors:
            codes = tuple(a.code for a in actors)
            codes = codes if is_known(codes) else _titled(near, source, parse, head) or codes
            return _located(codes, source, notes), actors[0].person, any(m.anonymous for m in near)
    named = [m for m in near if inside(m.span, source)]
    if named:
        codes = tuple(a.code for a in actors_of(named[0]))
        return _located(codes, source, notes), named[0].person, named[0].anonymous
    return _located((), source, notes), None, True


def _titled(near: Sequence[Mention], source: Span, parse: Parse, head: int | None) -> tuple[str, ...]:
    """The codes of the body whose name opens the title of a nameless head: "Kremlin archive warden Col. Okri"."""
    first = next((m for m in near if m.span[0] == source[0]), None)
    if first is None or head is None or first.span[1] > parse.starts[head] or not is_known(first.codes):
        return ()
    between = range(parse.tokens_in(source)[0], head)
    plain = all(parse.tags[t].startswith(("NN", "JJ")) or parse.forms[t] == "." for t in between)
    return first.codes if plain and first.kind != "demonym" else ()


def _of_several(near: Sequence[Mention], source: Span, notes: Annotations) -> tuple[str, ...]:
    """The parties of "officials in both countries", each with the officials' sector."""
    pair = next((m for m in near if m.kind == "anaphor" and len(m.codes) > 1 and m.span[0] > source[0]), None)
    if pair is None or not _opened_by_both(pair, notes):
        return ()
    sector = near[0].codes[0].partition(".")[2] if near[0] is not pair else ""
    owners = dict.fromkeys(code.split(".")[0] for code in pair.codes)
    return tuple(f"{owner}.{sector}" if sector else owner for owner in owners)


def _posted(near: Sequence[Mention], source: Span, notes: Annotations) -> tuple[str, ...]:
    """The code of a nameless "military spokesman in Yerevan" or "health officials in the enclave", by the place."""
    text = notes.document.text
    head = next((m for m in near if m.kind in _OFFICES and m.antecedent is None), None)
    if head is None or len(head.codes) > 1 or ":" in head.codes[0] or any(w[0].isupper() for w in text[slice(*head.span)].split()):
        return ()
    land = None
    behind = _AT_A_PLACE.match(text, head.span[1], source[1])
    if _TERRITORY.search(text, source[0], source[1]) is not None:
        before = notes.places[: bisect_left(notes.places, source, key=lambda p: p.span or (0, 0))]
        land = before[-1].country if before else None
    elif behind is not None:
        lands = {p.country for p in starting_in(notes.places, (behind.end(), source[1])) if p.country}
        land = next(iter(lands)) if len(lands) == 1 else None
    sector = head.codes[0].partition(".")[2]
    return ((f"{land}.{sector}",) if sector else (land,)) if land else ()


def _opened_by_both(mention: Mention, notes: Annotations) -> bool:
    words = notes.document.text[slice(*mention.span)].casefold().split()
    return bool({"both", "two", "either", "each"} & set(words))


def _located(codes: tuple[str, ...], source: Span, notes: Annotations) -> tuple[str, ...]:
    """The codes, with the country of the place that the source stands at where nothing else says whose they are."""
    if is_known(codes):
        return codes
    lands = dict.fromkeys(p.country for p in starting_in(notes.places, source) if p.country)
    if len(lands) != 1:
        return codes
    land, sector = next(iter(lands)), codes[0].partition(".")[2] if codes else ""
    return (f"{land}.{sector}" if sector else land,)
