"""From sources to a grouped store: skip what is there, read what is new, commit, group."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from itertools import chain

import pyarrow as pa
from msgspec import Struct

import dragoman
from dragoman.batch.engines import Engine
from dragoman.batch.regroup import interrupted, regroup
from dragoman.batch.shards import Shard, shards
from dragoman.model.corpus import Item, Judgement, Unread
from dragoman.model.keys import content_key
from dragoman.store.lake import Lake
from dragoman.store.lake.arrivals import Part
from dragoman.store.lake.fetching import told
from dragoman.store.rows import Rows, run_row, unpack, unread_row
from dragoman.store.tables import RUN

_WINDOW, _WINDOW_BYTES = 512, 64_000_000
"""Items and bytes that are looked up in the store at a time."""


class Progress(Struct, frozen=True):
    """How far an ingest has come. ``bytes`` are those of the items read so far."""

    items: int
    bytes: int
    skipped: int
    documents: int
    claims: int
    failures: int
    seconds: float
    done: bool = False


class Summary(Struct, frozen=True):
    """What an ingest did: counts of new rows, and what the grouping changed."""

    run: str
    items: int
    skipped: int
    documents: int
    carriers: int
    claims: int
    failures: int
    incidents: int
    seconds: float


class Ingest:
    """One run that reads items into a store.

    Args:
        lake: the store, opened for writing.
        engine: who reads.
        codebook: the digest of the codebook.
        batch_claims: claims that a commit waits for.
        command: what the user asked for, for the ``runs`` table.
        settings: the settings as JSON, likewise.
        judgements: people's decisions, which grouping follows.
        on_progress: told after each shard.
    """

    def __init__(
        self,
        lake: Lake,
        engine: Engine,
        codebook: str,
        batch_claims: int,
        command: str,
        settings: str = "{}",
        judgements: Callable[[], tuple[Judgement, ...]] = tuple,
        on_progress: Callable[[Progress], None] = lambda _: None,
    ) -> None:
        self.lake, self.engine, self.codebook, self.batch_claims, self.command = lake, engine, codebook, batch_claims, command
        self.settings = settings
        self.judgements, self.on_progress = judgements, on_progress
        self.begun, self.clock = datetime.now(UTC), time.monotonic()
        self.run = content_key("run", command, self.begun.isoformat(), time.monotonic_ns())
        self.items = self.bytes = self.skipped = self.documents = self.carriers = self.claims = self.failures = 0
        self.interrupted = interrupted(lake)
        self.unread: list[Unread] = []
        self.before = lake.snapshot()
        self.new: set[str] = set()
        self.touched: set[str] = set()

    def add(self, items: Iterable[Item]) -> None:
        """Read the items that the store does not have yet, and commit them."""
        waiting: list[Part] = []
        claims = 0
        for packed in self.engine.read(self._counted(shards(self._new(items)))):
            tables = unpack(packed)
            waiting.append(tables)
            claims += tables["claims"].num_rows if "claims" in tables else 0
            if claims >= self.batch_claims:
                self._commit(waiting)
                waiting, claims = [], 0
            self._report()
        self._commit(waiting)

    def note(self, unread: Unread) -> None:
        """Take down something that could not be cut into items."""
        self.unread.append(unread)

    def finish(self) -> Summary:
        """Group what is new with what was there, close the run, and say what it did."""
        self._commit([])
        touched = sorted(self.touched)
        retired = list(told(self.before, documents=touched)) if touched else []
        incidents = regroup(self.lake, self.judgements(), sorted({*self.new, *touched}), retired, whole=self.interrupted)
        seconds = time.monotonic() - self.clock
        summary = Summary(
            self.run, self.items, self.skipped, self.documents, self.carriers, self.claims, self.failures, incidents, seconds
        )
        log = Rows()
        log.add("runs", [run_row(
            self.run, self.command, dragoman.__version__, self.codebook, self.settings, self.begun, datetime.now(UTC),
            self.documents, self.carriers, self.claims, self.failures, seconds,
        )])  # fmt: skip
        self.lake.commit(self.run, log.tables())
        self._report(done=True)
        return summary

    def _new(self, items: Iterable[Item]) -> Iterator[Item]:
        """Yield the items whose text or failure is not in the store; they are looked up some hundred at a time."""
        waiting: list[Item] = []
        size = 0
        for item in chain(items, (None,)):
            if waiting and (item is None or len(waiting) == _WINDOW or size > _WINDOW_BYTES):
                known = self.lake.known_items([one.key() for one in waiting])
                self.skipped += sum(one.key() in known for one in waiting)
                yield from (one for one in waiting if one.key() not in known)
                waiting, size = [], 0
            if item is not None:
                waiting.append(item)
                size += len(item.data)

    def _counted(self, cut: Iterable[Shard]) -> Iterator[Shard]:
        for shard in cut:
            self.items += len(shard.items)
            self.bytes += sum(len(item.data) for item in shard.items)
            yield shard

    def _commit(self, waiting: list[Part]) -> None:
        if self.unread:
            rows = Rows()
            rows.add("failures", map(unread_row, self.unread))
            waiting, self.unread = [*waiting, rows.tables()], []
        if not waiting:
            return
        done = self.lake.commit(self.run, *(_of_run(part, self.run) for part in waiting))
        self.documents += len(done.new)
        self.carriers += done.rows.get("carriers", 0)
        self.claims += done.rows.get("claims", 0)
        self.failures += done.rows.get("failures", 0)
        self.new.update(done.new)
        printed = {key for part in waiting if "carriers" in part for key in part["carriers"].column("document").to_pylist()}
        self.touched |= {*printed, *done.replaced} - self.new

    def _report(self, *, done: bool = False) -> None:
        seconds = time.monotonic() - self.clock
        self.on_progress(Progress(self.items, self.bytes, self.skipped, self.documents, self.claims, self.failures, seconds, done))


def _of_run(part: Part, run: str) -> Part:
    """The tables of a part with the run's key in their last column."""
    named = {}
    for name, table in part.items():
        named[name] = table.set_column(table.num_columns - 1, RUN, pa.array([run] * table.num_rows, pa.string()))
    return named
