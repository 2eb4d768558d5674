"""Which claims are compared at all: blocks of claims that share a week, a type, and parties or a place.

Every claim stands in a few blocks, each a number of 64 bits that can be looked up. Inside a block only claims that can lie
on one day meet, and where too many do, each meets only those of its own spot, mode or figures and its next neighbours in a
fixed order. So the number of pairs grows with the number of claims, whatever the size of a block.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import combinations

from dragoman.model.corpus import Told
from dragoman.reconcile.facts import LONGEST, SHORT, Facts, Pool, told_facts, window
from dragoman.reconcile.likeness import NARRATOR

CROWD = 16
"""Claims that are all compared with each other; in a larger crowd it is those of one spot, mode or figure that are."""
REACH = 5
"""Neighbours that a claim of a crowd is compared with in each order."""
MOST = 4
"""Parties or spots of one claim that give it blocks; a list of ten towns says little of any of them."""
WEEK = 7
DOCUMENT, YEARS = -1, -2
"""Buckets that are no week: claims of one document, and claims told with longer spans only."""


def blocks(told: Told) -> tuple[int, ...]:
    """Return the numbers of the blocks in which a claim stands, each of 64 bits, sorted; two claims that share none never meet."""
    return tuple(sorted({number for _, number in places_in(told_facts(told, Pool()))}))


def document_block(document: str) -> int:
    """Return the block of all claims of one document."""
    return _number("document", 0, document)


def places_in(facts: Facts) -> list[tuple[int, int]]:
    """Return the buckets of a claim and in each the numbers of its blocks.

    A bucket is a week (ordinal // 7), ``DOCUMENT``, or ``YEARS`` for a span that is longer than two months.
    """
    found = [(DOCUMENT, document_block(facts.document))]
    span = window(facts)
    if span is None:
        return found
    shared = _shared(facts)
    if span[1] - span[0] > LONGEST:
        years = f"{facts.type} {span[0]} {span[1]}"
        return found + [(YEARS, _number(years, YEARS, name)) for name in shared]
    for week in range(span[0] // WEEK, span[1] // WEEK + 1):
        found += [(week, _number(facts.type, week, name)) for name in shared]
    return found


def evidence_blocks(type_: str, names: Iterable[str], first: int, last: int) -> Iterator[tuple[int, int]]:
    """Yield the buckets and blocks of acts of a type between two days (ordinals) in which parties or pairs of them stand."""
    for name in names:
        for week in range(first // WEEK, last // WEEK + 1):
            yield week, _number(type_, week, name)


def pair_name(one: str, other: str) -> str:
    """Return what names two parties, in either order."""
    return "|".join(sorted((one, other)))


def _shared(facts: Facts) -> list[str]:
    """What claims of one happening share: two camps, one where the other may be open, a spot; else an area or a country.

    Who denies something is often all that a denial names, and who tells or mediates it all that is known of an act whose
    parties are left open.
    """
    named = set(facts.camps)
    if facts.denial or not named:
        named |= facts.speakers - {NARRATOR}
    camps = sorted(named | facts.mediators if len(named) < MOST else named)[:MOST]
    names = [pair_name(a, b) for a, b in combinations(camps, 2)] + camps
    spots = sorted(facts.spots)[: 2 * MOST]
    if not spots and (facts.sure or len(camps) < 2):
        spots = sorted(facts.areas or facts.countries)[:MOST]
    return names + ["@" + spot for spot in spots]


@lru_cache(maxsize=1 << 16)
def _number(kind: str, bucket: int, name: str) -> int:
    data = f"{kind}\x1f{bucket}\x1f{name}".encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "big")


# -- pairs ------------------------------------------------------------------------------------------------------------------


def pairs(members: Sequence[int], facts: Sequence[Facts], bucket: int) -> Iterator[tuple[int, int]]:
    """Yield the pairs of a block that are worth comparing, as indexes into ``facts``, the smaller first.

    Args:
        members: indexes of the claims of the block, in any order.
        facts: of all claims.
        bucket: the block's. A pair is given in the bucket of the first day that both claims share, and a pair of one
            document in ``DOCUMENT`` only, so that no two buckets give the same pair.
    """
    for standing in ("happened", "ahead", "open"):
        alike = [i for i in members if facts[i].standing == standing]
        if len(alike) < 2:
            continue
        if bucket == DOCUMENT:
            yield from _in_document(alike, facts)
        elif bucket == YEARS:
            yield from _met(alike, facts)
        else:
            yield from _in_week(alike, facts, bucket)


def _in_document(members: Sequence[int], facts: Sequence[Facts]) -> Iterator[tuple[int, int]]:
    """All claims of a type in one report, or in a long one those that stand near each other."""
    of_type: dict[str, list[int]] = {}
    for i in sorted(members, key=lambda i: facts[i].order):
        of_type.setdefault(facts[i].type, []).append(i)
    for alike in of_type.values():
        reach = len(alike) if len(alike) <= CROWD else CROWD // 2
        for at, one in enumerate(alike):
            for other in alike[at + 1 : at + 1 + reach]:
                yield (one, other) if one < other else (other, one)


def _in_week(members: Sequence[int], facts: Sequence[Facts], week: int) -> Iterator[tuple[int, int]]:
    spans = {i: window(facts[i]) or (0, 0) for i in members}
    short = [i for i in members if spans[i][1] - spans[i][0] <= SHORT]
    long = [i for i in members if spans[i][1] - spans[i][0] > SHORT]
    for day in range(week * WEEK, week * WEEK + WEEK):
        on_it = [i for i in short if spans[i][0] <= day <= spans[i][1]]
        if len(on_it) > 1:
            yield from (p for p in _met(on_it, facts) if max(spans[p[0]][0], spans[p[1]][0]) == day)
    if long:
        wide = set(long)
        for one, other in _met([*long, *short], facts):
            (a, b), (c, d) = spans[one], spans[other]
            if (one in wide or other in wide) and max(a, c) <= min(b, d) and max(a, c) // WEEK == week:
                yield one, other


def _met(members: Sequence[int], facts: Sequence[Facts]) -> Iterator[tuple[int, int]]:
    """Pairs of claims of different documents: all of a few, of many those of one spot, mode or figure and neighbours."""
    if len(members) <= CROWD:
        for one, other in combinations(sorted(members), 2):
            if facts[one].document != facts[other].document:
                yield one, other
        return
    parts: dict[object, list[int]] = {}
    for i in members:
        for name in _parts(facts[i]):
            parts.setdefault(name, []).append(i)
    for part in parts.values():
        if len(part) < 2:
            continue
        reach = len(part)
        if reach > CROWD:
            part.sort(key=lambda i: _beside(facts[i]))
            reach = REACH
        for at, one in enumerate(part):
            for other in part[at + 1 : at + 1 + reach]:
                if facts[one].document != facts[other].document:
                    yield (one, other) if one < other else (other, one)


def _parts(facts: Facts) -> Iterator[object]:
    yield ""
    if facts.mode:
        yield facts.mode
    for spot in sorted(facts.spots)[:MOST]:
        yield "@" + spot
    for figure in facts.figures[:MOST]:
        yield (figure.kind, figure.low, figure.high)


def _beside(facts: Facts) -> tuple[object, ...]:
    """Puts the claims of a crowd beside those most like them; it depends on nothing but the claim."""
    return (
        sorted(facts.did), sorted(facts.bore), facts.mode, sorted(facts.spots), facts.denial,
        sorted(facts.speakers), facts.key,
    )  # fmt: skip
