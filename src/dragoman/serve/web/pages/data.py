"""Data: the states that the store went through, what changed between two of them, and exports of any filter."""

from __future__ import annotations

import io
import queue
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cache
from typing import Any, BinaryIO, cast

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import Response, StreamingResponse
from msgspec import Struct

from dragoman.analyse.selection import Selection
from dragoman.analyse.states import Changed, State, changed, open_state, states
from dragoman.codebook.crosswalk import Crosswalk
from dragoman.codebook.load import load
from dragoman.errors import InputError, StoreError
from dragoman.model.corpus import Judgement
from dragoman.serve.export import FORMATS
from dragoman.serve.export.records import Exporter, Record, Written, selected
from dragoman.serve.web.access import Reader
from dragoman.serve.web.desk import Now, View, desk_of
from dragoman.serve.web.filters import Asked, Filters
from dragoman.serve.web.logs import log_fault
from dragoman.serve.web.rendering import render
from dragoman.store.lake import Lake, Snapshot

router = APIRouter(include_in_schema=False)
_SHOWN = 40
_CHUNK, _CHUNKS = 64 * 1024, 8
"""Bytes that an export gathers before it sends them, and how many such pieces wait for a slow reader."""
KINDS = {
    "csv": "text/csv; charset=utf-8", "parquet": "application/vnd.apache.parquet", "jsonl": "application/x-ndjson",
    "geojson": "application/geo+json", "graphml": "application/graphml+xml",
}  # fmt: skip
WHAT = {
    "csv": "one row a claim, for spreadsheets", "parquet": "one row a claim, nested, for programs", "jsonl": "one JSON object a claim",
    "geojson": "acts on a map", "graphml": "who did what to whom as a network", "polecat": "events as POLECAT has them",
    "icews": "events as ICEWS has them", "gdelt": "events as GDELT 1.0 and 2.0 have them",
    "gdelt-mentions": "mentions as GDELT 2.0 has them",
}  # fmt: skip


class Offered(Struct, frozen=True):
    """A format as the page offers it."""

    name: str
    what: str
    cannot_hold: tuple[str, ...]


@router.get("/data")
def data(
    request: Request, now: Now, filters: Asked, who: Reader, before: str = Query("", max_length=20),
    after: str = Query("", max_length=20), count: str = Query("", max_length=20),
) -> Response:  # fmt: skip
    """The states of the store; ``before`` and ``after`` name two to compare, ``count`` a format whose losses to count."""
    found, missing = _states(request, now)
    chosen = [_named(found, name) for name in (before, after)] if before and after else []
    difference, gone = None, ""
    judged: tuple[Judgement, ...] = ()
    if chosen:
        first, last = sorted(chosen, key=lambda one: one.when)
        try:
            difference = now.ask(_difference, _Source(desk_of(request).source), first.name, last.name)
        except StoreError as error:
            log_fault(error, path=request.url.path)
            gone = "Files of one of these states were cleared away: it can no longer be compared."
        judged = _judged(request, first, last)
        chosen = [first, last]
    return render(
        request, "data.html", filters=filters, states=found[:_SHOWN], total=len(found), chosen=chosen, difference=difference,
        gone=gone, judged=judged, missing=missing, formats=[Offered(one.name, WHAT[one.name], one.cannot_hold) for one in FORMATS],
        odd=_odd(filters), counted=now.ask(_counted, count, filters.selection()) if count and not _odd(filters) else None, count=count,
    )  # fmt: skip


@router.get("/export/{name}")
def export(
    now: Now, filters: Asked, who: Reader, name: str, min_confidence: float = Query(0.0, ge=0.0, le=1.0)
) -> Response:
    """The claims that the filters ask for, in a format, sent while they are read."""
    exporter = _exporter(name)
    if _odd(filters):
        raise InputError(f"An export cannot be filtered by {', '.join(_odd(filters))}: ask without.")
    chosen = filters.selection()
    selection = Selection(
        chosen.since, chosen.until, chosen.dyad, chosen.types, chosen.statuses, min_confidence, chosen.background
    )
    kept = {"content-disposition": f'attachment; filename="dragoman-{exporter.name}{exporter.suffix}"'}
    kind = KINDS.get(exporter.name, "text/tab-separated-values")
    return StreamingResponse(_sent(now, exporter, selection), media_type=kind, headers=kept)


# --- states ------------------------------------------------------------------------------------------------------------


class _Source:
    """The store as an argument of a question: all of one desk are alike."""

    def __init__(self, lake: Any) -> None:
        self.lake = lake

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Source) and other.lake is self.lake

    def __hash__(self) -> int:
        return hash(id(self.lake))


def _states(request: Request, now: View) -> tuple[tuple[State, ...], str]:
    lake = desk_of(request).source
    if not isinstance(lake, Lake):
        return (), "This desk cannot see the history of its store."
    try:
        return now.ask(_history, _Source(lake)), ""
    except StoreError as error:
        log_fault(error, path=request.url.path)
        return (), "The history of the store cannot be read."


def _history(view: View, source: _Source) -> tuple[State, ...]:
    return states(source.lake.history())


def _named(found: Sequence[State], name: str) -> State:
    for one in found:
        if one.name == name:
            return one
    raise HTTPException(404, "The store has no such state, or its log no longer tells of it.")


def _difference(view: View, source: _Source, before: str, after: str) -> Changed:
    found = _history(view, source)
    first, last = (open_state(source.lake, _named(found, name)) for name in (before, after))
    try:
        return changed(first, last)
    finally:
        first.close()
        last.close()


def _judged(request: Request, first: State, last: State) -> tuple[Judgement, ...]:
    """Judgements made after the one state and up to the other; grouping by a judgement follows it."""
    decisions = desk_of(request).decisions
    history: tuple[Judgement, ...] = decisions.history() if decisions is not None else ()
    return tuple(one for one in history if first.when < one.made <= last.when)


# --- exports -----------------------------------------------------------------------------------------------------------


def _exporter(name: str) -> Exporter:
    for one in FORMATS:
        if one.name == name:
            return one
    raise HTTPException(404, f"There is no such format; there are {', '.join(one.name for one in FORMATS)}.")


def _odd(filters: Filters) -> tuple[str, ...]:
    """Filters that an export does not know."""
    return tuple(name for name, value in (("party", filters.party), ("place", filters.place), ("words", filters.q)) if value)


@cache
def _crosswalk() -> Crosswalk:
    return Crosswalk(load())


def _records(view: View, selection: Selection) -> Iterator[Record]:
    def rows(sql: str, values: Sequence[object]) -> Iterator[Record]:
        if isinstance(view.state, Snapshot):
            for batch in view.state.stream(sql, values):
                yield from batch.to_pylist()
        else:
            yield from view.query(sql, values).to_pylist()

    return selected(rows, selection)


def _counted(view: View, name: str, selection: Selection) -> Written:
    """What a format would write and leave out."""
    return _exporter(name).write(_records(view, selection), cast(BinaryIO, _Nowhere()), _crosswalk())


def _sent(view: View, exporter: Exporter, selection: Selection) -> Iterator[bytes]:
    """The bytes of an export while it is written: one thread writes, this one sends; whoever leaves stops both."""
    pipe = _Pipe()

    def write() -> None:
        whole = False
        with suppress(_LeftError):
            try:
                exporter.write(_records(view, selection), cast(BinaryIO, pipe), _crosswalk())
                pipe.flush()
                whole = True
            finally:
                pipe.put(None if whole else StoreError(f"the export as {exporter.name} broke off"))

    thread = threading.Thread(target=write, name="export", daemon=True)
    thread.start()
    try:
        while (piece := pipe.pieces.get()) is not None:
            if isinstance(piece, StoreError):
                raise piece
            yield piece
    finally:
        pipe.left.set()


class _LeftError(Exception):
    """Nobody reads any more."""


class _Nowhere(io.RawIOBase):
    """Takes bytes and keeps none."""

    def writable(self) -> bool:
        """It is written to."""
        return True

    def write(self, data: Any) -> int:
        """Count the bytes."""
        return memoryview(data).nbytes


class _Pipe(io.RawIOBase):
    """A file whose bytes another thread takes."""

    def __init__(self) -> None:
        self.pieces: queue.Queue[bytes | StoreError | None] = queue.Queue(_CHUNKS)
        self.left = threading.Event()
        self._held, self._at = bytearray(), 0

    def writable(self) -> bool:
        """It is written to."""
        return True

    def tell(self) -> int:
        """How many bytes were written."""
        return self._at

    def write(self, data: Any) -> int:
        """Hold the bytes until there are enough to send."""
        piece = memoryview(data).cast("B")
        self._held += piece
        self._at += piece.nbytes
        if len(self._held) >= _CHUNK:
            self.flush()
        return piece.nbytes

    def flush(self) -> None:
        """Send what is held."""
        if getattr(self, "_held", None):
            held, self._held = bytes(self._held), bytearray()
            self.put(held)

    def put(self, piece: bytes | StoreError | None) -> None:
        """Hand a piece over; waits for a slow reader and stops when there is none."""
        while not self.left.is_set():
            try:
                self.pieces.put(piece, timeout=0.5)
            except queue.Full:
                continue
            return
        raise _LeftError
