"""What one worker does with one shard, the same under every engine: items in, rows for the store out."""

from __future__ import annotations

import signal
import threading
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from types import FrameType

import msgspec
from msgspec import Struct

from dragoman.clean.duplicates import bands, sketch
from dragoman.config import Config
from dragoman.errors import InputError
from dragoman.intake.receive import receive
from dragoman.model.corpus import Carrier, Item, Told, Unread
from dragoman.model.incident import Ledger
from dragoman.model.keys import content_key
from dragoman.model.text import Document
from dragoman.pipeline import Reader
from dragoman.reconcile.candidates import blocks
from dragoman.reconcile.commitments import clause
from dragoman.split.passages import split
from dragoman.store.rows import (
    Rows,
    carrier_row,
    claim_row,
    document_row,
    failure_row,
    pack,
    quotation_rows,
    sighting_rows,
    unread_row,
)  # fmt: skip

ITEMS, BYTES = 32, 2_000_000
"""Most items and bytes of a shard (one item may be larger)."""
SECONDS = 30.0
"""Most seconds of one document, or of the documents of a shard together; the longest that we read takes about five."""


class Shard(Struct, frozen=True):
    """Some items that one worker reads at a time; ``number`` is their place in the order of the sources."""

    number: int
    items: tuple[Item, ...]


class _TooLongError(BaseException):
    """The time of one document is up. No ``Exception``: nothing on the way may take it for a fault of its own."""


def shards(items: Iterable[Item], first: int = 0) -> Iterator[Shard]:
    """Cut a stream of items into shards, numbered from ``first``."""
    waiting: list[Item] = []
    size = 0
    for item in items:
        if waiting and (len(waiting) == ITEMS or size + len(item.data) > BYTES):
            yield Shard(first, tuple(waiting))
            waiting, size, first = [], 0, first + 1
        waiting.append(item)
        size += len(item.data)
    if waiting:
        yield Shard(first, tuple(waiting))


class ShardReader:
    """A worker's own reader; opening it takes a second or two and loads the models once.

    Raises:
        ConfigError: a setting is wrong.
        CodebookError: the codebook does not load.
    """

    def __init__(self, config: Config) -> None:
        self.config = config
        self.reader = Reader.open(config)

    def read(self, shard: bytes) -> bytes:
        """Read an encoded shard into packed rows; whatever is wrong with one item is a row in ``failures``."""
        rows = Rows()
        printed: dict[str, list[tuple[Document, Carrier]]] = {}
        for item in decode(shard).items:
            try:
                with _within(SECONDS):
                    document, carrier = receive(item, self.config)
            except InputError as error:
                _lose(rows, item.key(), item.where, "intake", str(error))
            except _TooLongError:
                _lose(rows, item.key(), item.where, "intake", f"not opened within {SECONDS:.0f} seconds")
            else:
                printed.setdefault(document.key, []).append((document, carrier))
        documents = [min(copies, key=lambda pair: earliest(pair[0]))[0] for copies in printed.values()]
        for ledger, copies in zip(self._ledgers(documents), printed.values(), strict=True):
            if ledger is None:
                for _, carrier in copies:
                    _lose(rows, carrier.key, carrier.where, "read", f"not read within {SECONDS:.0f} seconds")
            else:
                _add(rows, ledger, copies)
        return pack(rows)

    def _ledgers(self, documents: Sequence[Document]) -> list[Ledger | None]:
        """Read documents together, which is cheaper; where that takes too long, one by one, and none for those that do."""
        try:
            with _within(SECONDS):
                return list(self.reader.read_many(documents))
        except _TooLongError:
            return [self._ledger(document) for document in documents]

    def _ledger(self, document: Document) -> Ledger | None:
        try:
            with _within(SECONDS):
                return self.reader.read(document)
        except _TooLongError:
            return None


def _add(rows: Rows, ledger: Ledger, copies: Sequence[tuple[Document, Carrier]]) -> None:
    """Add what was read of a text, and everybody who carries it."""
    document, where = ledger.document, min(copies, key=lambda pair: earliest(pair[0]))[1].where
    marked = sketch(document.text)
    told = list(tell(ledger, tuple(sorted({carrier.outlet for _, carrier in copies if carrier.outlet}))))
    hanging = {
        "claims": [
            claim_row(one.claim, document.key, document.text[slice(*one.claim.span)], one.sentence, blocks(one), one.words)
            for one in told
        ],
        "sightings": [row for claim in ledger.claims for row in sighting_rows(claim, document.key)],
        "quotations": quotation_rows(ledger.quotations, document),
        "failures": [failure_row(failure, document.key, where) for failure in ledger.failures],
    }
    rows.add_document(document_row(document, marked, bands(marked)), hanging)
    rows.add("carriers", [carrier_row(carrier) for _, carrier in copies])


def _lose(rows: Rows, key: str, where: str, stage: str, reason: str) -> None:
    rows.add("failures", [unread_row(Unread(key, where, stage, reason))])


def tell(ledger: Ledger, outlets: tuple[str, ...]) -> Iterator[Told]:
    """Yield the claims of a ledger with what reconciliation needs of their document."""
    document = ledger.document
    _, sentences, _ = split(document.text, document.marks)
    begins = [sentence.span[0] for sentence in sentences]
    for claim in ledger.claims:
        at = max(bisect_right(begins, claim.span[0]) - 1, 0)
        start, end = sentences[at].span if sentences else (0, len(document.text))
        words = "".join(filter(str.isalnum, document.text[start:end])).casefold()
        yield Told(
            claim, document.key, document.published, outlets, content_key(words), document.carrier, clause(claim, document.text)
        )


def earliest(document: Document) -> tuple[str, str]:
    """Orders printings of one text: the earliest first, undated ones last, then by outlet."""
    return (document.published.isoformat() if document.published else "9999", document.outlet or "")


def encode(shard: Shard) -> bytes:
    """Encode a shard for its way to a worker."""
    return msgspec.msgpack.encode(shard)


def decode(data: bytes) -> Shard:
    """Decode a shard."""
    return msgspec.msgpack.decode(data, type=Shard)


@contextmanager
def _within(seconds: float) -> Iterator[None]:
    """Interrupt what runs longer; only the main thread of a process can be, and workers run in theirs."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, _stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _stop(number: int, frame: FrameType | None) -> None:
    raise _TooLongError
