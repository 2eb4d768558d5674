"""Records to rows of the store's tables and back, and rows as bytes that cross from process to process."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import msgspec
import pyarrow as pa

from dragoman.errors import InputError
from dragoman.model.claim import Actor, Claim, Quotation, Sighting, Voice
from dragoman.model.corpus import Carrier, Unread
from dragoman.model.event import Casualty, Framing, Plover, When
from dragoman.model.grouped import Copy, Figure, Followed, Grouping, Happened, Link, Reprint, Toll
from dragoman.model.incident import Account, Breach, Discrepancy, Failure, Incident, Reading
from dragoman.model.keys import content_key
from dragoman.model.text import Bounds, Document, Mark
from dragoman.model.world import Place
from dragoman.store import tables as known
from dragoman.store.columns import Makers, read_column, write_column
from dragoman.store.tables import OBSERVED, TABLES

Row = tuple[Any, ...]
"""The values of a row in the order of its table's columns, without ``run``."""

_MAKERS: Makers = {
    known.ACTOR: Actor, known.VOICE: Voice, known.WHEN: When, known.PLACE: Place, known.CASUALTY: Casualty,
    known.PLOVER: Plover, known.FRAMING: Framing, known.BOUNDS: Bounds, known.MARK: Mark, known.FIGURE: Figure,
    known.TOLL: Toll, known.READING: Reading, known.DISCREPANCY: Discrepancy, known.LINK: Link, known.BREACH: Breach,
}  # fmt: skip
_HALF, _WHOLE = 2**63, 2**64


def signed(number: int) -> int:
    """The signed number with the same 64 bits."""
    return number - _WHOLE if number >= _HALF else number


def unsigned(number: int) -> int:
    """The unsigned number with the same 64 bits."""
    return number % _WHOLE


def kept_band(band: int) -> int:
    """What is kept of the key of a band: its lower 32 bits, as a signed number."""
    return (band + 2**31) % 2**32 - 2**31


# --- what was read -----------------------------------------------------------------------------------------------------


def document_row(document: Document, sketch: Sequence[int] = (), bands: Sequence[int] = ()) -> Row:
    """The row of a document.

    Args:
        document: what was read.
        sketch: its MinHash, unsigned 32-bit numbers.
        bands: the keys under which look-alikes meet, unsigned numbers; 32 bits of each are kept.

    Raises:
        InputError: its text or what is said of it holds half a surrogate pair, which is no text.
    """
    said = (document.title, document.outlet, document.carrier, document.language)
    _refuse_surrogates(document.text, *said)
    halves = [number - 2**32 if number >= 2**31 else number for number in sketch]
    return (
        document.key, *said, document.published, document.published_bounds, document.text, document.marks,
        len(document.text.split()), halves, [kept_band(band) for band in bands],
    )  # fmt: skip


def carrier_row(carrier: Carrier) -> Row:
    """The row of a printing.

    Raises:
        InputError: a field holds half a surrogate pair.
    """
    said = (carrier.where, carrier.url, carrier.title, carrier.outlet, carrier.code, carrier.author, carrier.agency, carrier.language)
    _refuse_surrogates(*said)
    return (carrier.key, carrier.document, *said, carrier.published, carrier.basis, carrier.guessed)


def claim_row(
    claim: Claim, document: str, words: str, sentence: str, blocks: Sequence[int], clause: str = ""
) -> Row:  # fmt: skip
    """The row of a claim; its sightings are rows of their own.

    Args:
        claim: what a voice says.
        document: the key of its document.
        words: the words of its span.
        sentence: the digest of the sentence of its act (``Told.sentence``).
        blocks: where it meets claims that may tell of the same happening, unsigned 64-bit numbers.
        clause: its act with what follows in its clause (``Told.words``).
    """
    return (
        claim.key, document, claim.type, claim.mode, claim.contexts, claim.plover, claim.actors, claim.recipients,
        claim.mediators, claim.voice, claim.stance, claim.reality, claim.background, claim.date, claim.places,
        claim.casualties, claim.framing, claim.span, claim.confidence, words, clause, sentence,
        [number - _WHOLE if number >= _HALF else number for number in blocks],
    )  # fmt: skip


def sighting_rows(claim: Claim, document: str) -> list[Row]:
    """One row for each sighting of a claim."""
    return [(claim.key, document, seen.coder, seen.codebook, seen.reasons) for seen in claim.sightings]


def quotation_rows(quotations: Iterable[Quotation], document: Document) -> list[Row]:
    """The rows of a document's quotations; a key covers where the words stand, and an ordinal among equals."""
    rows, met = [], Counter[str]()
    for quotation in quotations:
        place = content_key("quotation", document.key, quotation.kind, quotation.cue, quotation.spans, quotation.voice.span)
        key = content_key(place, met[place])
        met[place] += 1
        words = [document.text[start:end] for start, end in quotation.spans]
        rows.append((key, document.key, quotation.voice, quotation.kind, quotation.cue, quotation.spans, words))
    return rows


def failure_row(failure: Failure, document: str, where: str, item: str | None = None) -> Row:
    """The row of a stage that failed on a document; the same whichever printing of the document was read."""
    key = content_key("failure", document, failure.stage, failure.reason, failure.span)
    return (key, item, document, where, failure.stage, failure.reason, failure.span)


def unread_row(unread: Unread) -> Row:
    """The row of an item that could not be read."""
    where, reason = (text.encode("utf-8", "replace").decode() for text in (unread.where, unread.reason))
    return (content_key("unread", unread.key, unread.stage, reason), unread.key, None, where, unread.stage, reason, None)


def run_row(
    key: str, command: str, version: str, codebook: str, settings: str, begun: datetime, ended: datetime | None,
    documents: int, carriers: int, claims: int, failures: int, seconds: float,
) -> Row:  # fmt: skip
    """The row of a run: what was called, with which codebook and settings, and what came of it."""
    return (key, command, version, codebook, settings, begun, ended, documents, carriers, claims, failures, seconds)


def _refuse_surrogates(*texts: str | None) -> None:
    try:
        for text in texts:
            if text is not None:
                text.encode()
    except UnicodeEncodeError as error:
        raise InputError(f"half a surrogate pair at character {error.start}: this is no text") from error


# --- what follows from it ----------------------------------------------------------------------------------------------


def incident_rows(happened: Iterable[Happened]) -> dict[str, list[Row]]:
    """The rows of ``incidents`` and of ``accounts``."""
    rows: dict[str, list[Row]] = {"incidents": [], "accounts": []}
    for one in happened:
        it = one.incident
        rows["incidents"].append((
            it.key, it.status, it.why, one.type, one.background, one.first, one.last, one.parties, one.places, one.countries,
            one.texts, it.claims, it.discrepancies, one.tolls, one.links,
        ))  # fmt: skip
        rows["accounts"] += [(it.key, account.party, account.claims) for account in it.accounts]
    return rows


def commitment_rows(followed: Iterable[Followed]) -> list[Row]:
    """The rows of ``commitments``."""
    return [
        (
            one.key, one.claims, one.parties, one.guarantors, one.what, one.since, one.until, one.state, one.why, one.kept_by,
            one.breached_by,
        )
        for one in followed
    ]  # fmt: skip


def grouping_tables(grouping: Grouping, copies: Iterable[Copy] = ()) -> dict[str, pa.Table]:
    """The derived tables, for ``Lake.replace``, which adds ``members`` by itself."""
    rows = {
        **incident_rows(grouping.incidents),
        "commitments": commitment_rows(grouping.commitments),
        "copies": [(copy.document, copy.original, copy.likeness) for copy in copies],
        "reprints": [(reprint.claim, reprint.of) for reprint in grouping.reprints],
    }
    return {name: to_table(name, some) for name, some in rows.items()}


# --- rows of a batch ---------------------------------------------------------------------------------------------------

_RANKED = tuple(TABLES["documents"].schema.names.index(name) for name in ("published", "outlet", "title", "carrier", "language"))


def rank(published: date | None, *said: str | None) -> tuple[Any, ...]:
    """Which reading of one text stands: the least. Earliest published, then smallest outlet, title, carrier, language."""
    return tuple((value is None, value) for value in (published, *said))


class Rows:
    """Rows of a batch. Of two readings of one text only the one of the lesser rank is kept, whichever comes first.

    Args:
        run: the key of the run, in the column ``run`` of every observed table.
    """

    def __init__(self, run: str | None = None) -> None:
        self.run = run
        self._read: dict[str, tuple[tuple[Any, ...], Row, dict[str, list[Row]]]] = {}
        self._loose: dict[str, list[Row]] = {}

    def add(self, table: str, rows: Iterable[Row]) -> None:
        """Add rows that hang on no document: carriers, failures of items, runs."""
        self._loose.setdefault(table, []).extend(rows)

    def add_document(self, document: Row, hanging: Mapping[str, Iterable[Row]]) -> None:
        """Add a reading: the document's row, and by table all rows that hang on it (claims, sightings, quotations, failures)."""
        place = rank(*(document[column] for column in _RANKED))
        there = self._read.get(document[0])
        if there is None or place < there[0]:
            self._read[document[0]] = place, document, {name: list(rows) for name, rows in hanging.items()}

    def __len__(self) -> int:
        """How many rows there are in all."""
        loose = sum(map(len, self._loose.values()))
        return loose + sum(1 + sum(map(len, hanging.values())) for _, _, hanging in self._read.values())

    def tables(self) -> dict[str, pa.Table]:
        """The rows as Arrow tables, only those that have any."""
        rows = {name: list(some) for name, some in self._loose.items()}
        for _, document, hanging in self._read.values():
            rows.setdefault("documents", []).append(document)
            for name, some in hanging.items():
                rows.setdefault(name, []).extend(some)
        return {name: to_table(name, rows[name], self.run) for name in TABLES if rows.get(name)}


def to_table(name: str, rows: Sequence[Row], run: str | None = None) -> pa.Table:
    """Rows of one table as Arrow; ``run`` fills the last column of an observed one."""
    schema = TABLES[name].schema
    columns: list[Sequence[Any]] = list(zip(*rows, strict=True)) if rows else [()] * (len(schema) - (name in OBSERVED))
    if name in OBSERVED:
        columns.append([run] * len(rows))
    arrays = [write_column(field.type, column) for field, column in zip(schema, columns, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def pack(rows: Rows) -> bytes:
    """A batch as bytes: MessagePack of Arrow IPC streams by table."""
    packed = {}
    for name, table in rows.tables().items():
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, table.schema) as writer:
            writer.write_table(table)
        packed[name] = sink.getvalue().to_pybytes()
    return msgspec.msgpack.encode(packed)


def unpack(data: bytes) -> dict[str, pa.Table]:
    """What ``pack`` packed."""
    packed = msgspec.msgpack.decode(data, type=dict[str, bytes])
    return {name: pa.ipc.open_stream(stream).read_all() for name, stream in packed.items()}


# --- and back ----------------------------------------------------------------------------------------------------------


def _columns(name: str, table: pa.Table, *wanted: str) -> list[list[Any]]:
    schema = TABLES[name].schema
    return [read_column(schema.field(column).type, table.column(column), _MAKERS) for column in wanted]


def sightings_from(table: pa.Table) -> dict[str, tuple[Sighting, ...]]:
    """Sightings by the key of their claim, in the order of coder and codebook."""
    found: dict[str, list[Sighting]] = {}
    for claim, *fields in sorted(zip(*_columns("sightings", table, "claim", "coder", "codebook", "reasons"), strict=True)):
        found.setdefault(claim, []).append(Sighting(*fields))
    return {claim: tuple(seen) for claim, seen in found.items()}


def claims_from(table: pa.Table, sightings: Mapping[str, tuple[Sighting, ...]] | None = None) -> list[Claim]:
    """The claims of rows of ``claims``, in their order; with ``sightings`` by claim where they are wanted."""
    columns = _columns("claims", table, *Claim.__struct_fields__[:-1])
    seen = sightings or {}
    return list(map(Claim, *columns, [seen.get(key, ()) for key in columns[0]]))


def claim_from(row: Mapping[str, Any], sightings: tuple[Sighting, ...] = ()) -> Claim:
    """The claim of one row, a mapping as ``pyarrow.Table.to_pylist`` gives it."""
    table = pa.Table.from_pylist([dict(row)], schema=TABLES["claims"].schema)
    return claims_from(table, {row["key"]: sightings})[0]


def documents_from(table: pa.Table) -> list[Document]:
    """The documents of rows of ``documents``, in their order."""
    names = ("bounds" if name == "published_bounds" else name for name in Document.__struct_fields__)
    return list(map(Document, *_columns("documents", table, *names)))


def document_from(row: Mapping[str, Any]) -> Document:
    """The document of one row, a mapping as ``pyarrow.Table.to_pylist`` gives it."""
    return documents_from(pa.Table.from_pylist([dict(row)], schema=TABLES["documents"].schema))[0]


def carriers_from(table: pa.Table) -> list[Carrier]:
    """The printings of rows of ``carriers``, in their order."""
    return list(map(Carrier, *_columns("carriers", table, *Carrier.__struct_fields__)))


def quotations_from(table: pa.Table) -> list[Quotation]:
    """The quotations of rows of ``quotations``, in their order."""
    return list(map(Quotation, *_columns("quotations", table, *Quotation.__struct_fields__)))


def incidents_from(incidents: pa.Table, accounts: pa.Table) -> list[Happened]:
    """The incidents of rows of ``incidents`` with those of ``accounts`` that are theirs, sorted by party."""
    parties: dict[str, list[Account]] = {}
    for key, party, claims in sorted(zip(*_columns("accounts", accounts, "incident", "party", "claims"), strict=True)):
        parties.setdefault(key, []).append(Account(party, claims))
    own = ("key", "status", "why", "claims", "discrepancies")
    shared = Happened.__struct_fields__[1:]
    columns = _columns("incidents", incidents, *own, *shared)
    found = []
    for row in zip(*columns, strict=True):
        key, status, why, claims, discrepancies = row[: len(own)]
        incident = Incident(key, status, why, claims, tuple(parties.get(key, ())), discrepancies)
        found.append(Happened(incident, *row[len(own) :]))
    return found


def commitments_from(table: pa.Table) -> list[Followed]:
    """The commitments of rows of ``commitments``, in their order."""
    return list(map(Followed, *_columns("commitments", table, *Followed.__struct_fields__)))


def copies_from(table: pa.Table) -> list[Copy]:
    """The copies of rows of ``copies``, in their order."""
    return list(map(Copy, *_columns("copies", table, *Copy.__struct_fields__)))


def reprints_from(table: pa.Table) -> list[Reprint]:
    """The reprints of rows of ``reprints``, in their order."""
    return list(map(Reprint, *_columns("reprints", table, *Reprint.__struct_fields__)))
