"""Claims of many documents in memory: their facts, and the blocks that they stand in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from dragoman.model.corpus import Told
from dragoman.model.grouped import Happened, Reprint
from dragoman.reconcile.candidates import places_in
from dragoman.reconcile.clusters import Edges, components, link_blocks, part
from dragoman.reconcile.facts import Facts, Pool, told_facts
from dragoman.reconcile.happened import happened, stands
from dragoman.reconcile.judged import Decided
from dragoman.reconcile.reprints import Families, Line, find_reprints, line


class Gathered:
    """Facts of claims by index, and by bucket and block the claims that stand there; reprints are kept apart.

    Args:
        decided: people's decisions; corrections are applied to every claim.
        families: which documents print one text.
    """

    def __init__(self, decided: Decided, families: Families) -> None:
        self.decided, self.families = decided, families
        self.facts: list[Facts] = []
        self.at: dict[str, int] = {}
        self.buckets: dict[int, dict[int, list[int]]] = {}
        self.reprinted: dict[str, str] = {}
        self._pool = Pool()
        self._printed: dict[str, list[Line]] = {}
        self._waiting: dict[str, Facts] = {}

    def add(self, told: Told) -> None:
        """Add a claim once; one of a text that several documents print waits until ``settle``."""
        key = told.claim.key
        if key in self.at or key in self._waiting or key in self.reprinted:
            return
        if self.families.concerns(told.document):
            self._printed.setdefault(told.document, []).append(line(told))
            self._waiting[key] = self.facts_for(told)
        else:
            self._keep(self.facts_for(told))

    def settle(self) -> tuple[Reprint, ...]:
        """Add the claims that wait, but for reprints; return all reprints so far. Whole documents must wait, with their originals."""
        found = find_reprints(self._printed, self.families)
        self.reprinted = {reprint.claim: reprint.of for reprint in found}
        for key, facts in self._waiting.items():
            if key not in self.reprinted:
                self._keep(facts)
        self._waiting = {}
        return found

    def facts_for(self, told: Told) -> Facts:
        """Return the facts of a claim as people have corrected it."""
        return told_facts(self.decided.applied(told), self._pool, self.families.source(told.document))

    def _keep(self, facts: Facts) -> None:
        i = self.at[facts.key] = len(self.facts)
        self.facts.append(facts)
        for bucket, number in places_in(facts):
            self.buckets.setdefault(bucket, {}).setdefault(number, []).append(i)

    def ties(self, among: Callable[[int], bool] = lambda _: True) -> Iterator[tuple[int, int]]:
        """Yield pairs of claims that were judged the same, which hold together all that were."""
        first: dict[str, int] = {}
        for claim in sorted(self.decided.same):
            i = self.at.get(self.reprinted.get(claim, claim))
            if i is not None and among(i):
                kept = first.setdefault(self.decided.chief(claim), i)
                if kept != i:
                    yield kept, i

    def link_all(self) -> tuple[Edges, int]:
        """Compare all claims that share a block, bucket by bucket; return the links and how many pairs were compared."""
        edges, compared = Edges(), 0
        for bucket in sorted(self.buckets):
            compared += link_blocks(self.buckets[bucket].values(), self.facts, bucket, edges)
        return edges, compared

    def incidents(self, edges: Edges, among: Sequence[int] | None = None) -> Iterator[tuple[Happened | None, list[Facts]]]:
        """Yield each happening with its claims in order; null for a speech act that makes no incident.

        Args:
            edges: links between claims.
            among: the only claims to look at; they must hold whole components.
        """
        wanted = None if among is None else set(among)
        ties = list(self.ties(lambda i: wanted is None or i in wanted))
        for members, links in components(len(self.facts), edges, ties):
            if wanted is not None and members[0] not in wanted:
                continue
            if len(members) == 1:
                yield self._incident(members, {})
                continue
            for found in part(members, links, self.facts, self.decided):
                inside = set(found)
                yield self._incident(found, _joined(links, inside, self.facts))

    def _incident(self, found: Iterable[int], joined: Mapping[int, int]) -> tuple[Happened | None, list[Facts]]:
        ordered = sorted(found, key=lambda i: self.facts[i].order)
        claims = [self.facts[i] for i in ordered]
        ties = [(self.facts[i], self.facts[joined[i]]) for i in ordered if i in joined]
        return (happened(claims, ties) if stands(claims) else None), claims


def _joined(links: Sequence[tuple[float, int, int]], inside: set[int], facts: Sequence[Facts]) -> dict[int, int]:
    """For each claim of a happening the one that it is most like: of equals that with the smaller key."""
    best: dict[int, tuple[float, str, int]] = {}
    for points, one, other in links:
        if one in inside and other in inside:
            for i, k in ((one, other), (other, one)):
                here = best.get(i)
                if here is None or (-points, facts[k].key) < here[:2]:
                    best[i] = (-points, facts[k].key, k)
    return {i: k for i, (_, _, k) in best.items()}
