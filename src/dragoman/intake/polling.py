"""Polls feeds politely and without end: what is new in them becomes items."""

from __future__ import annotations

import heapq
import re
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Protocol

import msgspec
from msgspec import Struct

from dragoman.errors import ConfigError, InputError
from dragoman.intake.feeds import Entry, Listing, entry_item, read_listing
from dragoman.intake.fetched import Conditions, Fetching
from dragoman.intake.limits import Limits
from dragoman.intake.opened import unread
from dragoman.intake.pace import Clock, SystemClock
from dragoman.model.corpus import Item, Unread

_EVERY = re.compile(r"(\d{1,5})\s?([smhd])")
_SECONDS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}
_SOONEST = 60.0
_LATEST = 86_400.0
"""The longest that back-off puts a feed off: a day."""
_REMEMBERED = 5_000
"""Entries of a feed that are remembered beyond those that it lists now."""
_TRIES = 3
"""Turns in which an entry's page is asked for before it is given up."""
_SLICE = 1.0
"""Longest sleep before the question whether to stop is asked again."""

Remembered = tuple[str | None, str | None, tuple[str, ...]]
"""What is kept of a feed: its ETag, its Last-Modified, and the keys of the entries that were handed out, oldest first."""


class Feed(Struct, frozen=True, forbid_unknown_fields=True):
    """One feed of ``FEEDS.toml``."""

    url: str
    every: str = "15m"
    """How often it is asked: ``90s``, ``15m``, ``2h``, ``1d``; not more often than once a minute."""
    outlet: str | None = None
    language: str | None = None

    def seconds(self) -> float:
        """How many seconds lie between two questions."""
        found = _EVERY.fullmatch(self.every.strip())
        return max(_SOONEST, float(found[1]) * _SECONDS[found[2]]) if found is not None else 0.0


class FeedsFile(Struct, frozen=True, forbid_unknown_fields=True):
    """``FEEDS.toml``: a list of feeds, ``[[feed]]`` each."""

    feed: tuple[Feed, ...] = ()


class FeedState(Protocol):
    """Keeps what is known of feeds between rounds and runs."""

    def get(self, url: str) -> Remembered:
        """Return what was put last, or ``(None, None, ())``."""
        ...

    def put(self, url: str, etag: str | None, modified: str | None, seen: tuple[str, ...]) -> None:
        """Keep it.

        Called once a feed's turn is over and its consumer has taken every item of it; one that stores items later than
        it takes them must hold this back until they are stored.
        """
        ...


class MemoryState:
    """Keeps the state of feeds for as long as the process lives."""

    def __init__(self) -> None:
        self._kept: dict[str, Remembered] = {}

    def get(self, url: str) -> Remembered:
        """Return what was put last, or ``(None, None, ())``."""
        return self._kept.get(url, (None, None, ()))

    def put(self, url: str, etag: str | None, modified: str | None, seen: tuple[str, ...]) -> None:
        """Keep it."""
        self._kept[url] = (etag, modified, seen)


def load_feeds(path: str | Path) -> FeedsFile:
    """Read a list of feeds.

    Raises:
        ConfigError: the file is missing or malformed, names no feed, one twice, or one that is no http(s) address.
    """
    try:
        found = msgspec.toml.decode(Path(path).read_bytes(), type=FeedsFile)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror})") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: {error}") from error
    if not found.feed:
        raise ConfigError(f'{path}: names no feed; write [[feed]] and url = "https://..."')
    urls = [feed.url for feed in found.feed]
    for feed in found.feed:
        if not feed.url.startswith(("http://", "https://")):
            raise ConfigError(f"{path}: {feed.url} is not an http(s) address")
        if not feed.seconds():
            raise ConfigError(f'{path}: every = "{feed.every}" is not a time such as 90s, 15m, 2h or 1d')
        if urls.count(feed.url) > 1:
            raise ConfigError(f"{path}: {feed.url} stands there twice")
    return found


def poll(
    feeds: FeedsFile,
    state: FeedState,
    fetcher: Fetching,
    stop: Callable[[], bool],
    *,
    once: bool = False,
    clock: Clock | None = None,
    limits: Limits | None = None,
) -> Iterator[Item | Unread]:
    """Yield what is new in feeds, and what of it could not be read, until told to stop.

    Each feed has its turn when it is due, those due at once in the order of the file. A feed that fails is put off for
    twice as long each time, a day at the most. A page that cannot be had is asked for in three turns, then it is
    unread for good; with ``once`` it is unread at once, and asked for again in the next run.

    Args:
        feeds: the feeds.
        state: what is known of them from before.
        fetcher: fetches feeds and pages.
        stop: asked before every request and at least once a second.
        once: whether every feed gets one turn only.
        clock: the time, for tests.
        limits: bounds.
    """
    time = clock or SystemClock()
    round_ = _Round(state, fetcher, stop, limits or Limits(), once=once)
    due = [(time.now(), place) for place in range(len(feeds.feed))]
    failures = [0] * len(due)
    while due and not stop():
        moment, place = due[0]
        if moment > time.now():
            time.sleep(min(_SLICE, moment - time.now()))
            continue
        heapq.heappop(due)
        feed = feeds.feed[place]
        failed = yield from round_.turn(feed)
        failures[place] = failures[place] + 1 if failed else 0
        if not once:
            pause = feed.seconds() * 2.0 ** min(failures[place], 16)
            heapq.heappush(due, (time.now() + min(pause, max(_LATEST, feed.seconds())), place))


class _Round:
    """One turn of a feed after another, with what has to be remembered between them."""

    def __init__(self, state: FeedState, fetcher: Fetching, stop: Callable[[], bool], limits: Limits, *, once: bool) -> None:
        self._state = state
        self._fetcher = fetcher
        self._stop = stop
        self._limits = limits
        self._once = once
        self._failed: Counter[tuple[str, str]] = Counter()

    def turn(self, feed: Feed) -> Generator[Item | Unread, None, bool]:
        """Ask one feed and yield what is new; returns whether it failed."""
        etag, modified, seen = self._state.get(feed.url)
        try:
            page = self._fetcher.fetch(feed.url, Conditions(etag, modified), self._limits.feed_bytes)
            if page.unchanged:
                return False
            listing = read_listing(page.data, feed.url, self._limits, page.url)
            if listing.kind == "index":
                listing = _newest(listing, self._fetcher, self._limits)
        except InputError as error:
            yield unread(feed.url, str(error))
            return True
        known = frozenset(seen)
        done: list[str] = []
        whole = True
        for entry in listing.entries:
            if entry.key in known:
                continue
            if self._stop():
                whole = False
                break
            found = entry_item(entry, feed.url, self._fetcher, outlet=feed.outlet, language=feed.language)
            lost = not isinstance(found, Item) and self._is_lost(feed, entry)
            if isinstance(found, Item) or lost:
                yield found
            if isinstance(found, Item) or (lost and not self._once):
                done.append(entry.key)
            else:
                whole = False
        conditions = page.conditions if whole else Conditions(etag, modified)
        self._state.put(feed.url, conditions.etag, conditions.modified, _kept(seen, listing, done))
        return False

    def _is_lost(self, feed: Feed, entry: Entry) -> bool:
        """Whether an entry that could not be read was tried often enough."""
        self._failed[feed.url, entry.key] += 1
        if self._failed[feed.url, entry.key] < (1 if self._once else _TRIES):
            return False
        del self._failed[feed.url, entry.key]
        return True


def _kept(seen: tuple[str, ...], listing: Listing, done: list[str]) -> tuple[str, ...]:
    """What to remember: all that the feed lists and that was handed out, and the latest of what it no longer lists."""
    listed = {entry.key for entry in listing.entries}
    gone = [key for key in seen if key not in listed][-_REMEMBERED:]
    return (*gone, *(key for key in seen if key in listed), *done)


def _newest(listing: Listing, fetcher: Fetching, limits: Limits) -> Listing:
    """The entries of the sitemaps that an index names, in one list; the first of them that fail, fail the turn."""
    entries: dict[str, Entry] = {}
    for child in listing.entries[: limits.sitemaps]:
        answer = fetcher.fetch(child.url or child.key, None, limits.feed_bytes)
        inner = read_listing(answer.data, child.key, limits, answer.url)
        if inner.kind != "index":
            entries.update((one.key, one) for one in inner.entries)
        if len(entries) >= limits.entries:
            break
    return Listing("sitemap", tuple(entries.values())[: limits.entries], len(entries) > limits.entries)
