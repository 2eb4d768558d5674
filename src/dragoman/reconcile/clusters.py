"""Claims that were linked, parted again where a chain of links would mix two happenings."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence

from dragoman.reconcile.candidates import pairs
from dragoman.reconcile.compare import FORCE, LINKED, parted, score
from dragoman.reconcile.facts import Facts, exact, window
from dragoman.reconcile.judged import Decided

TOGETHER = 1.4
"""Mean score between two groups from which they are one: below ``LINKED``, since what many tell in part never fits in all."""
FORBIDDEN = -4.0
"""What a pair that a veto forbids counts in that mean: more than any one agreement."""
CHOSEN = 5
"""Claims that speak for a group when it is compared with another: the first in the order of publication."""


class Edges:
    """Scored links between claims, by index: twelve bytes each."""

    def __init__(self) -> None:
        self.one, self.other, self.scores = array("I"), array("I"), array("d")

    def add(self, one: int, other: int, points: float) -> None:
        """Add a link."""
        self.one.append(one)
        self.other.append(other)
        self.scores.append(points)

    def __len__(self) -> int:
        return len(self.one)

    def __iter__(self) -> Iterator[tuple[int, int, float]]:
        return zip(self.one, self.other, self.scores, strict=True)


def link_blocks(
    blocks: Iterable[Sequence[int]], facts: Sequence[Facts], bucket: int, edges: Edges, seen: set[int] | None = None
) -> int:
    """Compare the claims of blocks of one bucket, each pair once, and add a link for each pair that reaches ``LINKED``.

    Args:
        blocks: indexes into ``facts``.
        facts: of all claims.
        bucket: of the blocks.
        edges: grows.
        seen: pairs compared before, which grows; without it those of these blocks only.

    Returns:
        how many pairs were compared.
    """
    seen = set() if seen is None else seen
    before = len(seen)
    for members in blocks:
        if len(members) < 2:
            continue
        for one, other in pairs(members, facts, bucket):
            at = one << 32 | other
            if at in seen:
                continue
            seen.add(at)
            points = score(facts[one], facts[other])
            if points is not None and points >= LINKED:
                edges.add(one, other, points)
    return len(seen) - before


def components(count: int, edges: Edges, tied: Iterable[tuple[int, int]]) -> Iterator[tuple[list[int], list[tuple[float, int, int]]]]:
    """Yield the claims that links or judgements tie together, directly or by others, and their links; each claim once."""
    chief = array("I", range(count))

    def find(i: int) -> int:
        while chief[i] != i:
            chief[i] = chief[chief[i]]
            i = chief[i]
        return i

    for one, other in (*zip(edges.one, edges.other, strict=True), *tied):
        a, b = find(one), find(other)
        if a != b:
            chief[max(a, b)] = min(a, b)
    members: dict[int, list[int]] = {}
    for i in range(count):
        members.setdefault(find(i), []).append(i)
    links: dict[int, list[tuple[float, int, int]]] = {}
    for one, other, points in edges:
        links.setdefault(find(one), []).append((points, one, other))
    for at, tied_together in members.items():
        yield tied_together, links.pop(at, [])


class _Group:
    """Claims taken for one happening so far, with what no further claim may contradict."""

    __slots__ = ("chiefs", "day", "first", "last", "members", "points", "spots")

    def __init__(self, i: int, facts: Facts, chief: str) -> None:
        self.members = [i]
        self.chiefs = {chief}
        span = window(facts)
        self.first, self.last = span or (0, 1 << 30)
        self.day = facts.first if exact(facts) else None
        sure = facts.sure and facts.type in FORCE
        self.spots = set(facts.spots) if sure else set()
        self.points = set(facts.points) if sure else set()

    def agrees(self, other: _Group) -> bool:
        """Whether all of both can lie on one day and, where they name towns, in one."""
        if self.day is not None and other.day is not None and self.day != other.day:
            return False
        if max(self.first, other.first) > min(self.last, other.last):
            return False
        if not self.spots or not other.spots or not self.spots.isdisjoint(other.spots):
            return True
        return not parted(self.points, other.points)

    def take(self, other: _Group) -> None:
        """Take in the claims of another group."""
        self.members += other.members
        self.chiefs |= other.chiefs
        self.first, self.last = max(self.first, other.first), min(self.last, other.last)
        self.day = other.day if self.day is None else self.day
        self.spots |= other.spots
        self.points |= other.points

    def take_judged(self, other: _Group) -> None:
        """Take in a claim that was judged the same: where the two contradict each other, both may be."""
        first, last = min(self.first, other.first), max(self.last, other.last)
        day = self.day if self.day == other.day else None
        self.take(other)
        self.first, self.last, self.day = first, last, day


def part(members: Sequence[int], links: Sequence[tuple[float, int, int]], facts: Sequence[Facts], decided: Decided) -> list[list[int]]:
    """Part a component into happenings: the strongest links first, two groups joined where they agree as a whole.

    Claims that were judged the same start together, whatever else they say; those judged different stay apart. The result
    depends on the claims only, not on the order in which they are given.
    """
    group: dict[int, _Group] = {}
    by_chief: dict[str, _Group] = {}
    for i in sorted(members, key=lambda i: facts[i].order):
        chief = decided.chief(facts[i].key)
        own = _Group(i, facts[i], chief)
        kept = by_chief.setdefault(chief, own)
        if kept is not own:
            kept.take_judged(own)
        group[i] = kept
    refused: set[tuple[int, int]] = set()
    for _, one, other in sorted((_named(e, facts) for e in links), key=lambda e: (-e[0], facts[e[1]].key, facts[e[2]].key)):
        a, b = group[one], group[other]
        if a is b or (id(a), id(b)) in refused:
            continue
        if not _apart(a, b, decided) and a.agrees(b) and _mean(a, b, facts) >= TOGETHER:
            if len(b.members) > len(a.members):
                a, b = b, a
            a.take(b)
            for i in b.members:
                group[i] = a
            a.members.sort(key=lambda i: facts[i].order)
        else:
            refused |= {(id(a), id(b)), (id(b), id(a))}
    found = {id(g): g.members for g in group.values()}
    return list(found.values())


def _named(edge: tuple[float, int, int], facts: Sequence[Facts]) -> tuple[float, int, int]:
    """A link with the smaller key first: whichever claim came first must make no difference."""
    points, one, other = edge
    return edge if facts[one].key < facts[other].key else (points, other, one)


def _apart(one: _Group, other: _Group, decided: Decided) -> bool:
    if not decided.different:
        return False
    return any(((a, b) if a <= b else (b, a)) in decided.different for a in one.chiefs for b in other.chiefs)


def _mean(one: _Group, other: _Group, facts: Sequence[Facts]) -> float:
    total = 0.0
    chosen, others = one.members[:CHOSEN], other.members[:CHOSEN]
    for i in chosen:
        for k in others:
            points = score(facts[i], facts[k])
            total += FORBIDDEN if points is None else points
    return total / (len(chosen) * len(others))
