"""A grouping brought up to date: only what new documents, copies and judgements can touch is looked at again.

New claims can change the links between claims of their own blocks, no others. So the claims of those blocks are linked anew,
with everything that links tie to them, whole components, which are then parted as a rebuild would part them: a component's
incidents depend on its own claims only. Every step fetches whole blocks, since what is compared in a block depends on all of
its claims.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from msgspec import Struct

from dragoman.model.corpus import Judgement, Told
from dragoman.model.grouped import Changed, Copy, Followed, Grouping, Happened, Reprint
from dragoman.model.keys import content_key
from dragoman.reconcile.candidates import document_block, places_in
from dragoman.reconcile.clusters import Edges, link_blocks
from dragoman.reconcile.corpus import commitment_of, evidence
from dragoman.reconcile.facts import Facts, Pool, told_facts
from dragoman.reconcile.followed import Made, judged_states, of_record, with_evidence
from dragoman.reconcile.gathered import Gathered
from dragoman.reconcile.judged import Decided
from dragoman.reconcile.reprints import Families
from dragoman.reconcile.status import incident_key

Fetch = Callable[[Sequence[int]], Iterable[Told]]
"""Gives every claim that stands in one of these blocks (``candidates.blocks``), each at least once, in any order."""


class Known(Struct, frozen=True):
    """What a grouping was made with, besides the claims: judgements, copies, and the day its terms were looked at."""

    judgements: tuple[Judgement, ...] = ()
    copies: tuple[Copy, ...] = ()
    today: date | None = None


def update(
    before: Known, after: Known, new: Sequence[Told], retired: Sequence[Told], judged: Sequence[Told],
    commitments: Iterable[Followed], fetch: Fetch,
) -> Changed:  # fmt: skip
    """Say what changes in a grouping; with ``applied`` it becomes what ``group`` makes of all claims together.

    Args:
        before: what the grouping was made with.
        after: what holds now. ``today`` must be given, as to ``group``: the latest day of publication in the corpus.
        new: claims of documents that came or were read anew, as they are now.
        retired: the same documents' claims as they were, and those of documents that went.
        judged: every claim that a judgement speaks of, before or after, as read.
        commitments: all commitments of the grouping.
        fetch: gives the claims of blocks as they are now: new ones among them, retired ones not.

    Raises:
        InputError: a judgement corrects a field to what it cannot be.
    """
    return _Update(before, after, judged, fetch).run(new, retired, tuple(commitments))


def applied(grouping: Grouping, changed: Changed) -> Grouping:
    """Return a grouping with what changed in it."""
    incidents = [h for h in grouping.incidents if h.incident.key not in changed.gone]
    commitments = [f for f in grouping.commitments if f.key not in changed.commitments_gone]
    reprints = [r for r in grouping.reprints if r.claim not in changed.reprints_gone]
    return Grouping(
        tuple(sorted((*incidents, *changed.incidents), key=lambda h: h.incident.key)),
        tuple(sorted((*commitments, *changed.commitments), key=lambda f: f.key)),
        tuple(sorted((*reprints, *changed.reprints), key=lambda r: r.claim)),
    )


class _Update:
    """One bringing up to date: what has been fetched so far, and the links found in it."""

    def __init__(self, before: Known, after: Known, judged: Sequence[Told], fetch: Fetch) -> None:
        self.fetch, self.today = fetch, after.today
        self.judged = {told.claim.key: told for told in judged}
        self.once, self.families_once = Decided(before.judgements), Families(before.copies)
        self.now, self.families = Decided(after.judgements), Families(after.copies)
        self.gathered = Gathered(self.now, self.families)
        self.reprints: tuple[Reprint, ...] = ()
        self.edges = Edges()
        self._pool = Pool()
        self._fetched: set[int] = set()
        self._linked: set[int] = set()
        self._seen: set[int] = set()
        self._next: dict[int, set[int]] = {}
        self._edges_read = 0

    def run(self, new: Sequence[Told], retired: Sequence[Told], commitments: Sequence[Followed]) -> Changed:
        documents = self._documents({told.document for told in (*new, *retired)})
        touched = {told.claim.key: told for told in (*self._rejudged(), *self._printed(documents), *new)}
        touched |= {told.claim.key: told for told in self._tied_to({*touched, *(t.claim.key for t in retired)})}
        self._take(self.judged.values())
        for one, other in self.gathered.ties():
            self._tie(one, other)
        places = {p for told in (*touched.values(), *retired) for f in self._both(told) for p in places_in(f)}
        self._link(places)
        start = {i for bucket, number in places for i in self._members(bucket, number)}
        start |= {i for key in touched if (i := self.gathered.at.get(self.gathered.reprinted.get(key, key))) is not None}
        closed = self._closure(start)
        incidents: list[Happened] = []
        found: list[Made] = []
        for happened, claims in self.gathered.incidents(self.edges, sorted(closed)):
            if happened is not None:
                incidents.append(happened)
            found += commitment_of(happened, claims)
        keys = {*touched, *(told.claim.key for told in retired), *(self.gathered.facts[i].key for i in closed)}
        gone = frozenset(content_key("commitment", key) for key in keys)
        followed_gone, followed = self._followed(found, places, {f.key: f for f in commitments}, gone)
        return Changed(
            gone=frozenset(incident_key([key]) for key in keys),
            incidents=tuple(sorted(incidents, key=lambda h: h.incident.key)),
            commitments_gone=followed_gone,
            commitments=followed,
            reprints_gone=frozenset({*touched, *(told.claim.key for told in retired)}),
            reprints=tuple(r for r in self.reprints if r.claim in touched),
        )

    # -- what is touched ----------------------------------------------------------------------------------------------------

    def _documents(self, given: set[str]) -> set[str]:
        """Documents that are new, gone or another's copy now, and the copies of any that is new or gone."""
        was, is_ = self.families_once.original, self.families.original
        changed = {d for d in was.keys() | is_.keys() if was.get(d) != is_.get(d)}
        return given | changed | {d for d in was.keys() | is_.keys() if was.get(d) in given or is_.get(d) in given}

    def _printed(self, documents: set[str]) -> list[Told]:
        told = self.fetch([document_block(document) for document in sorted(documents)]) if documents else ()
        return [one for one in told if one.document in documents]

    def _rejudged(self) -> list[Told]:
        """Claims of which people's decisions now say something else."""
        return [told for key, told in self.judged.items() if _said_of(self.once, key) != _said_of(self.now, key)]

    def _tied_to(self, keys: set[str]) -> list[Told]:
        """Claims that were or are judged the same as one of these."""
        found = []
        for decided in (self.once, self.now):
            chiefs = {decided.chief(key) for key in keys if key in decided.same}
            found += [told for key, told in self.judged.items() if key in decided.same and decided.chief(key) in chiefs]
        return found

    def _both(self, told: Told) -> tuple[Facts, Facts]:
        """A claim's facts as it was corrected before and as it is now."""
        return told_facts(self.once.applied(told), self._pool), told_facts(self.now.applied(told), self._pool)

    # -- what hangs on it ---------------------------------------------------------------------------------------------------

    def _take(self, told: Iterable[Told]) -> None:
        """Add claims; a text that several documents print comes whole and with its original."""
        printed: set[str] = set()
        for one in told:
            if self.families.concerns(one.document):
                printed |= {one.document, self.families.source(one.document)}
            self.gathered.add(one)
        while more := sorted(b for d in printed if (b := document_block(d)) not in self._fetched):
            self._fetched.update(more)
            for one in self.fetch(more):
                self.gathered.add(one)
        self.reprints = self.gathered.settle()

    def _get(self, places: Iterable[tuple[int, int]]) -> None:
        """Fetch the blocks that are not there yet."""
        missing = sorted({number for _, number in places} - self._fetched)
        if missing:
            self._fetched.update(missing)
            self._take(self.fetch(missing))

    def _members(self, bucket: int, number: int) -> Sequence[int]:
        return self.gathered.buckets.get(bucket, {}).get(number, ())

    def _link(self, places: Iterable[tuple[int, int]]) -> None:
        """Link the claims of whole blocks."""
        wanted = sorted(p for p in places if p[1] not in self._linked)
        self._get(wanted)
        for bucket, number in wanted:
            self._linked.add(number)
            link_blocks([self._members(bucket, number)], self.gathered.facts, bucket, self.edges, self._seen)
        for at in range(self._edges_read, len(self.edges)):
            self._tie(self.edges.one[at], self.edges.other[at])
        self._edges_read = len(self.edges)

    def _tie(self, one: int, other: int) -> None:
        self._next.setdefault(one, set()).add(other)
        self._next.setdefault(other, set()).add(one)

    def _closure(self, start: set[int]) -> set[int]:
        """The claims to which any chain of links leads; all blocks of each are whole."""
        closed: set[int] = set()
        reached = start
        while reached:
            self._link({place for i in reached for place in places_in(self.gathered.facts[i])})
            closed |= reached
            reached = {k for i in reached for k in self._next.get(i, ())} - closed
        return closed

    # -- commitments --------------------------------------------------------------------------------------------------------

    def _followed(
        self, found: Sequence[Made], places: set[tuple[int, int]], before: dict[str, Followed], gone: frozenset[str]
    ) -> tuple[frozenset[str], tuple[Followed, ...]]:
        """Which commitments go, and which come: made anew, with new evidence, or in another state."""
        standing = {key: followed for key, followed in before.items() if key not in gone}
        made = {one.followed.key: one for one in found}
        for key, followed in standing.items():
            old = of_record(followed)
            if not places.isdisjoint(old.places()):
                made[key] = old
        self._get({place for one in made.values() for place in one.places()})
        now = {**standing, **{key: with_evidence(one, evidence(one, self.gathered)) for key, one in made.items()}}
        states = judged_states(now, self.today)
        changed = {key: one for key, one in states.items() if before.get(key) != one}
        dropped = frozenset(key for key in before if key in gone and key not in states)
        return dropped | frozenset(changed), tuple(one for _, one in sorted(changed.items()))


def _said_of(decided: Decided, key: str) -> tuple[object, ...]:
    chief = decided.chief(key)
    apart = frozenset(pair for pair in decided.different if chief in pair)
    return chief, tuple(decided.corrections.get(key, ())), apart
