"""The desk: one state of the store at a time, refreshed when there is a newer one, with the answers that it has given."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from typing import Annotated, Any, Concatenate, ParamSpec, Protocol, TypeVar

import pyarrow as pa
from fastapi import Depends, Request

from dragoman.analyse.digest import Digest, gather
from dragoman.errors import StoreError
from dragoman.serve.web.logs import log_fault
from dragoman.serve.web.names import Names

_CHECK_EVERY = 1.0
"""Seconds between two looks whether the store has a newer version."""
_QUICK = 0.5
"""Seconds within which a newer state is taken in while the request waits; a larger store is taken in beside."""
_REST = 5
"""How many times as long as it took to take in a state the next one waits."""
_MOST_ANSWERS = 512
"""Answers that are kept; the one asked for longest ago goes first."""

_Given = ParamSpec("_Given")
_Answer = TypeVar("_Answer")


class State(Protocol):
    """One state of a store, as ``store.lake.Snapshot`` is."""

    @property
    def versions(self) -> Any:
        """Its versions; ``sequence`` is the store's number."""

    def query(self, query: str, parameters: Sequence[Any] = (), **given: pa.Table) -> pa.Table:
        """The result of a query."""


class Source(Protocol):
    """Where states come from, as ``store.lake.Lake`` gives them."""

    def snapshot(self) -> Any:
        """The store as it is now."""


class View:
    """The store as one request sees it: nothing changes in it while the page is made.

    Args:
        state: a snapshot of the store.
        names: what codes are called.
        decided: the version of the database of decisions.
        answers: what was answered before, over all states.
    """

    def __init__(self, state: State, names: Names, decided: str, answers: Answers) -> None:
        self.state, self.names, self.decided = state, names, decided
        self.sequence: int = state.versions.sequence
        self._answers = answers
        self._digest: Digest | None = None
        self._gathering = threading.Lock()

    @property
    def digest(self) -> Digest:
        """What was gathered of this state, once; the functions of ``analyse`` find it here."""
        return self._digest or self.gather()

    def gather(self) -> Digest:
        """Gather it, unless that was done."""
        with self._gathering:
            if self._digest is None:
                self._digest = gather(self.state)
            return self._digest

    def over(self, decided: str) -> View:
        """The same state with another version of the decisions."""
        view = View(self.state, self.names, decided, self._answers)
        view._digest = self._digest
        return view

    @property
    def version(self) -> str:
        """Changes whenever what pages show may change."""
        return f"{self.sequence}.{self.decided}"

    def query(self, query: str, parameters: Sequence[Any] = (), **given: pa.Table) -> pa.Table:
        """The result of a query as Arrow; SQL stands in ``analyse`` only."""
        return self.state.query(query, parameters, **given)

    def rows(self, query: str, parameters: Sequence[Any] = ()) -> list[dict[str, Any]]:
        """The result of a query as mappings, for the functions of ``analyse`` that take such a callable."""
        rows: list[dict[str, Any]] = self.query(query, parameters).to_pylist()
        return rows

    def ask(
        self, question: Callable[Concatenate[View, _Given], _Answer], *args: _Given.args, **kwargs: _Given.kwargs
    ) -> _Answer:
        """The answer of a function of this view and of arguments that can be keys; asked once for each version of the store.

        The answer is shared by requests: it must not be changed.
        """
        key = (self.version, question.__module__, question.__qualname__, args, tuple(sorted(kwargs.items())))
        return self._answers.get(key, lambda: question(self, *args, **kwargs))

    def name(self, code: str) -> str:
        """What a code is called."""
        return self.names.name(code)


class Answers:
    """Answers by question, bounded; a question that two threads ask at once is answered once."""

    def __init__(self, most: int = _MOST_ANSWERS) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._asking: dict[Hashable, threading.Lock] = {}
        self._lock = threading.Lock()

    def get(self, key: Hashable, find: Callable[[], _Answer]) -> _Answer:
        """The answer kept under the key, or what ``find`` gives, which is kept."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                kept: _Answer = self._kept[key]
                return kept
            asking = self._asking.setdefault(key, threading.Lock())
        with asking:
            with self._lock:
                if key in self._kept:
                    again: _Answer = self._kept[key]
                    return again
            try:
                found = find()
            finally:
                with self._lock:
                    self._asking.pop(key, None)
            with self._lock:
                self._kept[key] = found
                while len(self._kept) > self._most:
                    self._kept.popitem(last=False)
        return found


class Desk:
    """What the pages ask.

    Args:
        source: the store.
        names: what codes are called.
        decisions: the database of decisions and tokens, or none.
        decided: gives the version of the database of decisions.
    """

    def __init__(
        self, source: Source, names: Names, decisions: Any = None, decided: Callable[[], str] = lambda: ""
    ) -> None:
        self.source, self.names, self.decisions = source, names, decisions
        self._decided, self._answers = decided, Answers()
        self._lock, self._placing = threading.Lock(), threading.Lock()
        self._checked = 0.0
        self._view: View | None = None
        self._taking, self._taken, self._busy = 0.0, 0.0, False

    def now(self, *, fresh: bool = False) -> View:
        """The newest state; the store is asked for a newer one at most once a second, or at once if ``fresh``.

        Where a newer state takes long to take in, the one at hand is given until that is done, and for a while after a state was
        taken in no newer one is: a store that grows all the time leaves time for answers.

        Raises:
            StoreError: the store cannot be read.
        """
        if not self._lock.acquire(blocking=fresh or self._view is None):
            assert self._view is not None
            return self._view
        try:
            return self._newest(fresh=fresh)
        finally:
            self._lock.release()

    def _newest(self, *, fresh: bool) -> View:
        view, moment = self._view, time.monotonic()
        if view is not None and not fresh and moment - self._checked < _CHECK_EVERY:
            return view
        state, decided = self.source.snapshot(), self._decided()
        self._checked = moment
        if view is not None and view.state is state:
            view = self._view = view if view.decided == decided else view.over(decided)
            return view
        newer = View(state, self.names, decided, self._answers)
        if view is None or fresh or self._taking < _QUICK:
            return self._take(newer)
        if not self._busy and moment - self._taken > self._taking * _REST:
            self._busy = True
            threading.Thread(target=self._take_aside, args=(newer,), daemon=True).start()
        return view

    def _take(self, view: View) -> View:
        """Gather what pages ask of a state, and show it from now on, unless a newer one is shown by then."""
        begun = time.monotonic()
        view.gather()
        with self._placing:
            self._taken = time.monotonic()
            self._taking = self._taken - begun
            if self._view is None or self._view.sequence <= view.sequence:
                self._view = view
            return self._view

    def _take_aside(self, view: View) -> None:
        try:
            self._take(view)
        except StoreError as error:
            log_fault(error)
        finally:
            self._busy = False

    def peek(self) -> View | None:
        """The state at hand if the store was looked at within the last second, without waiting for anything."""
        return self._view if time.monotonic() - self._checked < _CHECK_EVERY else None

    def changed(self) -> None:
        """Take in the newest state now: a judgement was made here, and the next page must show it."""
        self.now(fresh=True)


def desk_of(request: Request) -> Desk:
    """The desk of the application."""
    desk: Desk = request.app.state.desk
    return desk


def view_of(request: Request) -> View:
    """The view that a request was given when it came in."""
    view: View = request.scope["state"]["view"]
    return view


Now = Annotated[View, Depends(view_of)]
"""The store as the request sees it, as an argument of a page."""
