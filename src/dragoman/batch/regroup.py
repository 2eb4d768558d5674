"""Brings incidents, commitments and copies of a store up to date with its claims and with people's judgements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import msgspec
import pyarrow as pa
from msgspec import Struct

from dragoman.clean.duplicates import bands, find_copies
from dragoman.model.corpus import Judgement, Told
from dragoman.model.grouped import Changed, Copy, Grouping
from dragoman.reconcile.corpus import group
from dragoman.reconcile.update import Known, update
from dragoman.store.lake import Lake, Snapshot
from dragoman.store.lake.fetching import Sketched, commitments, copies, sketches
from dragoman.store.rows import grouping_tables

_RECORD = "grouped.json"
_MOSTLY = 0.25
"""Share of documents that changed from which everything is grouped anew: it is then the quicker way."""


class _Record(Struct, frozen=True):
    """What the grouping in a store was made with, besides its claims."""

    judgements: tuple[Judgement, ...]
    today: date | None


def interrupted(lake: Lake) -> bool:
    """Whether a run was killed before it had grouped what it read: some printing names a run that never ended."""
    query = "SELECT count(*) AS open FROM (SELECT DISTINCT run FROM carriers) c ANTI JOIN runs r ON r.key = c.run"
    return bool(lake.snapshot().query(query).column("open")[0].as_py())


def regroup(
    lake: Lake,
    judgements: Sequence[Judgement],
    changed: Sequence[str] = (),
    retired: Sequence[Told] = (),
    *,
    whole: bool = False,
) -> int:
    """Group again, and return how many incidents the store holds then.

    What is brought up to date equals what grouping everything anew would give.

    Args:
        lake: the store, opened for writing.
        judgements: people's decisions.
        changed: keys of documents that are new or were read anew.
        retired: the claims that documents read anew had before.
        whole: group everything, whatever changed.

    Raises:
        StoreError: the store cannot be read or written.
    """
    snapshot = lake.snapshot()
    documents, today = _extent(snapshot)
    record = _read(lake)
    if whole or record is None or len(changed) > _MOSTLY * documents:
        found = find_copies({one.document: (one.published, one.outlet, one.sketch) for one in sketches(snapshot)})
        lake.replace(grouping_tables(group(lake.told(), judgements, found, today), found), batch="group")
    elif changed or retired or tuple(judgements) != record.judgements or today != record.today:
        before = tuple(copies(snapshot))
        renewed, settled = _renewed(snapshot, before, changed)
        after = tuple(sorted([*(copy for copy in before if copy.document not in settled), *renewed], key=lambda c: c.document))
        known, now = Known(record.judgements, before, record.today), Known(tuple(judgements), after, today)
        found_changes = update(
            known, now, list(lake.told(documents=changed)), list(retired), _judged(lake, (*record.judgements, *judgements)),
            commitments(snapshot), lambda blocks: lake.told(blocks=blocks),
        )  # fmt: skip
        _apply(lake, found_changes, renewed, settled)
    lake.folder.write(_RECORD, msgspec.json.encode(_Record(tuple(judgements), today)))
    return int(lake.snapshot().query("SELECT count(*) AS n FROM incidents").column("n")[0].as_py())


def _read(lake: Lake) -> _Record | None:
    data = lake.folder.read(_RECORD)
    try:
        return None if data is None else msgspec.json.decode(data, type=_Record)
    except msgspec.DecodeError:
        return None


def _extent(snapshot: Snapshot) -> tuple[int, date | None]:
    """How many documents there are, and the latest day of publication."""
    found = snapshot.query("SELECT count(*) AS n, max(published) AS latest FROM documents").to_pylist()[0]
    return found["n"], found["latest"]


def _renewed(snapshot: Snapshot, before: Iterable[Copy], changed: Sequence[str]) -> tuple[tuple[Copy, ...], set[str]]:
    """Copies among the documents that changed and all that share a band or a text with them, and which documents these are."""
    own = sketches(snapshot, documents=changed)
    near = {one.document: one for one in sketches(snapshot, bands={band for one in own for band in bands(one.sketch)})}
    families: dict[str, set[str]] = {}
    original = {copy.document: copy.original for copy in before}
    for document, of in original.items():
        families.setdefault(of, {of}).add(document)
    kin = {member for document in near for member in families.get(original.get(document, document), ())} - near.keys()
    near |= {one.document: one for one in sketches(snapshot, documents=sorted(kin))}
    return find_copies({key: _sketched(one) for key, one in near.items()}), set(near)


def _sketched(one: Sketched) -> tuple[date | None, str | None, tuple[int, ...]]:
    return one.published, one.outlet, one.sketch


def _judged(lake: Lake, judgements: Iterable[Judgement]) -> list[Told]:
    keys = {key for judgement in judgements for key in judgement.claims}
    if not keys:
        return []
    asked = pa.table({"key": pa.array(sorted(keys), pa.string())})
    found = lake.snapshot().query("SELECT DISTINCT document FROM claims SEMI JOIN asked USING (key)", asked=asked)
    return [told for told in lake.told(documents=found.column("document").to_pylist()) if told.claim.key in keys]


def _apply(lake: Lake, changed: Changed, renewed: tuple[Copy, ...], settled: set[str]) -> None:
    tables = grouping_tables(Grouping(changed.incidents, changed.commitments, changed.reprints), renewed)
    gone = {
        "incidents": sorted(changed.gone), "accounts": sorted(changed.gone), "commitments": sorted(changed.commitments_gone),
        "reprints": sorted(changed.reprints_gone), "copies": sorted(settled),
    }  # fmt: skip
    lake.replace(tables, gone, batch="group")
