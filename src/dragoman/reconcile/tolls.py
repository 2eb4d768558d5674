"""People harmed in an incident: every claimant's figure, which later one takes its place, and the best, least and most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from dragoman.model.grouped import Figure, Toll
from dragoman.reconcile.facts import Facts, Figures
from dragoman.reconcile.status import named_sides, side_of

RULE = (
    "A claimant's later figure takes the place of its earlier ones. Of the figures that stand, best is the one that most "
    "claimants give, of equally many the latest, then the lowest; low and high are the least and the most that anybody "
    'stands by, high open where the most is an "at least".'
)
"""How best, low and high follow from the figures, as every toll says."""


class Stated(NamedTuple):
    """A figure with its claim and the day that it speaks of: as of, else the day of publication."""

    day: int
    claim: Facts
    figure: Figures


def tolls(claims: Sequence[Facts]) -> tuple[Toll, ...]:
    """Return the tolls of an incident by kind and side; only claims that assert the act as it happened count."""
    found = []
    for (kind, whose), stated in sorted(by_side(claims).items()):
        replaced = superseded(stated)
        standing = [s for at, s in enumerate(stated) if at not in replaced]
        low, high = _bounds([s.figure for s in standing])
        figures = tuple(
            Figure(s.claim.key, _voice(s.claim), s.figure.low, s.figure.high, _day(s.figure.as_of), replaced.get(at))
            for at, s in enumerate(stated)
        )
        found.append(Toll(kind, whose, _best(standing), low, high, RULE, figures))  # type: ignore[arg-type]  # kinds are checked on reading
    return tuple(found)


def by_side(claims: Iterable[Facts]) -> dict[tuple[str, tuple[str, ...]], list[Stated]]:
    """Return the figures that are asserted, by kind and side, each list in the order in which they were given."""
    asserted = [c for c in claims if c.stance == "asserts" and c.reality == "actual"]
    named = named_sides(asserted)
    found: dict[tuple[str, tuple[str, ...]], list[Stated]] = {}
    for claim in asserted:
        for figure in claim.figures:
            day = figure.as_of or claim.published or 0
            found.setdefault((figure.kind, side_of(figure, named)), []).append(Stated(day, claim, figure))
    for stated in found.values():
        stated.sort(key=lambda s: (s.day, s.claim.order))
    return found


def superseded(stated: Sequence[Stated]) -> dict[int, str]:
    """Return, by their place in the list, the figures that no longer stand, with the claim whose figure took theirs.

    A claimant's later and different figure takes the place of its earlier ones. Another claimant's figure that only repeats
    one which its author has since replaced, and is older than the new one, does not stand either.
    """
    latest = {one.claim.speakers: one for one in stated}
    replaced: dict[int, str] = {}
    given_up: dict[tuple[int | None, int | None], Stated] = {}
    for at, one in enumerate(stated):
        last = latest[one.claim.speakers]
        if last.day > one.day and _range(last) != _range(one):
            replaced[at] = last.claim.key
            known = given_up.get(_range(one))
            if known is None or known.day < last.day:
                given_up[_range(one)] = last
    for at, one in enumerate(stated):
        later = given_up.get(_range(one))
        if at not in replaced and later is not None and one.day < later.day:
            replaced[at] = later.claim.key
    return replaced


def _range(stated: Stated) -> tuple[int | None, int | None]:
    return (stated.figure.low, stated.figure.high)


def _best(standing: Sequence[Stated]) -> int | None:
    """The number that most claimants give; a range counts as its lower end, an open one as its known end."""
    numbers: dict[int, set[frozenset[str]]] = {}
    latest: Counter[int] = Counter()
    for one in standing:
        number = one.figure.low if one.figure.low is not None else one.figure.high
        if number is not None:
            numbers.setdefault(number, set()).add(one.claim.speakers)
            latest[number] = max(latest[number], one.day)
    if not numbers:
        return None
    return max(numbers, key=lambda n: (len(numbers[n]), latest[n], -n))


def _bounds(figures: Sequence[Figures]) -> tuple[int | None, int | None]:
    lows = [f.low if f.low is not None else 0 for f in figures]
    if not lows:
        return None, None
    closed = [f.high for f in figures if f.high is not None]
    most_open = max((f.low or 0 for f in figures if f.high is None), default=None)
    if most_open is None:
        return min(lows), max(closed)
    return min(lows), (max(closed) if closed and max(closed) >= most_open else None)


def _voice(claim: Facts) -> str:
    return ", ".join(sorted(claim.speakers)) or "UNK"


def _day(ordinal: int | None) -> date | None:
    return None if ordinal is None else date.fromordinal(ordinal)
