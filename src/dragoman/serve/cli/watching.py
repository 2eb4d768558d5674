"""The command that follows feeds: ``watch``."""

from __future__ import annotations

import queue
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from dragoman.model.corpus import Item, Unread
from dragoman.serve.cli.corpus import Json, Private, Store
from dragoman.serve.cli.terminal import complain, refusing

if TYPE_CHECKING:
    from dragoman.intake.polling import Remembered
    from dragoman.store.judgements import FeedStates

_QUIET = 5.0
"""Seconds without anything new after which what has come is read and committed."""
_MOST = 500
"""Items after which it is in any case."""


class _Turn(msgspec.Struct, frozen=True):
    """A feed's turn is over: what to remember of it once its items are in the store."""

    url: str
    state: bytes


_Found = Item | Unread | _Turn | None
"""What the thread that polls hands over; null when it has ended."""


class StoredFeeds:
    """What is known of feeds, read from the database, and handed over to be written when the items are in the store."""

    def __init__(self, feeds: FeedStates, found: queue.Queue[_Found]) -> None:
        self._feeds, self._found = feeds, found
        self._pending: dict[str, bytes] = {}

    def get(self, url: str) -> Remembered:
        """Return what was put last, or nothing."""
        data = self._pending.get(url) or self._feeds.get(url)
        if data is None:
            return (None, None, ())
        return msgspec.json.decode(data, type=tuple[str | None, str | None, tuple[str, ...]])

    def put(self, url: str, etag: str | None, modified: str | None, seen: tuple[str, ...]) -> None:
        """Keep it."""
        self._pending[url] = msgspec.json.encode((etag, modified, seen))
        self._found.put(_Turn(url, self._pending[url]))


@refusing
def watch(
    feeds: Annotated[Path, typer.Argument(metavar="FEEDS.toml", help="A list of feeds: [[feed]] url, outlet, every.")],
    *,
    store: Store = None,
    once: Annotated[bool, typer.Option("--once", help="One round, then stop.")] = False,
    json: Json = False,
    allow_private: Private = False,
) -> None:
    """Poll feeds politely and read what is new into a store, until stopped (Ctrl-C)."""
    from dragoman.batch.engines import InProcess
    from dragoman.batch.ingest import Ingest
    from dragoman.codebook.load import load
    from dragoman.config import load_config
    from dragoman.intake.limits import Limits
    from dragoman.intake.polling import load_feeds, poll
    from dragoman.intake.web import Fetcher
    from dragoman.serve.cli.progress import summary_lines
    from dragoman.serve.cli.stores import open_store

    config, listed = load_config(), load_feeds(feeds)
    engine, digest = InProcess(config), load(config.codebook).digest
    found: queue.Queue[_Found] = queue.Queue(_MOST)
    with open_store(store, config, create=True) as (lake, decisions), _stopping() as stop, ThreadPoolExecutor(1) as threads:
        state = StoredFeeds(decisions.feeds, found)
        fetcher = Fetcher(Limits(item_bytes=config.max_bytes), allow_private)
        polled = poll(listed, state, fetcher, stop.is_set, once=once)
        polling = threads.submit(_hand_over, polled, found)
        for items, unread, turns in _rounds(found):
            if items or unread:
                run = Ingest(
                    lake, engine, digest, config.batch_claims, f"watch {feeds}", msgspec.json.encode(config).decode(),
                    decisions.current,
                )  # fmt: skip
                run.add(items)
                for one in unread:
                    run.note(one)
                for line in summary_lines(run.finish(), json, store or config.store):
                    print(line, flush=True)
            for turn in turns:
                decisions.feeds.put(turn.url, turn.state)
        polling.result()  # what ended it, if it did not end by itself
    if stop.is_set():
        complain("stopped; what was read is kept")


def _hand_over(polled: Iterator[Item | Unread], found: queue.Queue[_Found]) -> None:
    try:
        for one in polled:
            found.put(one)
    finally:
        found.put(None)


def _rounds(found: queue.Queue[_Found]) -> Iterator[tuple[list[Item], list[Unread], list[_Turn]]]:
    """Gather what comes until it is quiet for a while, round after round, until the polling has ended."""
    ended = False
    while not ended:
        gathered: list[_Found] = [found.get()]
        try:
            while gathered[-1] is not None and len(gathered) < _MOST:
                gathered.append(found.get(timeout=_QUIET))
        except queue.Empty:
            pass
        ended = gathered[-1] is None
        yield (
            [one for one in gathered if isinstance(one, Item)], [one for one in gathered if isinstance(one, Unread)],
            [one for one in gathered if isinstance(one, _Turn)],
        )  # fmt: skip


@contextmanager
def _stopping() -> Iterator[threading.Event]:
    """Let the first Ctrl-C or SIGTERM end the polling, so that what has come is still read and committed."""
    stop = threading.Event()

    def ask(number: int, frame: object) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
