"""Whether a store holds together: every file is there and readable, keys are keys, every row has what it hangs on."""

from __future__ import annotations

from collections.abc import Iterator

from deltalake.exceptions import DeltaError
from msgspec import Struct

from dragoman.errors import StoreError
from dragoman.store.lake.folder import Folder
from dragoman.store.lake.snapshot import Snapshot
from dragoman.store.lake.units import STAGED
from dragoman.store.lake.upkeep import table_digest
from dragoman.store.tables import TABLES

_SHOWN = 3
"""Keys that a fault names as examples."""

_HANGING = {
    "a claim of a document that is not there": "SELECT key FROM claims ANTI JOIN documents d ON document = d.key",
    "a printing of a document that is not there": "SELECT key FROM carriers ANTI JOIN documents d ON document = d.key",
    "a quotation of a document that is not there": "SELECT key FROM quotations ANTI JOIN documents d ON document = d.key",
    "a sighting of a claim that is not there": "SELECT claim FROM sightings ANTI JOIN claims c ON claim = c.key",
    "a claim whose span is not inside its text": (
        "SELECT c.key FROM claims c JOIN (SELECT key, length(text) AS size FROM documents) d ON d.key = c.document "
        'WHERE c.span.start < 0 OR c.span."end" < c.span.start OR c.span."end" > d.size'
    ),
    "an incident of a claim that is not there": (
        "SELECT key FROM (SELECT key, unnest(claims) AS claim FROM incidents) i ANTI JOIN claims c ON claim = c.key"
    ),
    "an account of an incident that is not there": "SELECT incident FROM accounts ANTI JOIN incidents i ON incident = i.key",
    "a member of an incident that is not there": "SELECT claim FROM members ANTI JOIN incidents i ON incident = i.key",
    "a claim of an incident that is not among the members": (
        "SELECT claim FROM (SELECT key AS incident, unnest(claims) AS claim FROM incidents) ANTI JOIN members USING (claim, incident)"
    ),
    "a commitment of a claim that is not there": (
        "SELECT key FROM (SELECT key, unnest(claims) AS claim FROM commitments) i ANTI JOIN claims c ON claim = c.key"
    ),
    "a copy of a document that is not there": "SELECT document FROM copies ANTI JOIN documents d ON original = d.key",
    "a reprint of a claim that is not there": "SELECT claim FROM reprints ANTI JOIN claims c ON of = c.key",
}


class Checked(Struct, frozen=True):
    """What a check found: rows and digest by table, what is wrong, and what waits to be finished (which is no fault)."""

    sequence: int
    rows: dict[str, int]
    digests: dict[str, str]
    faults: tuple[str, ...]
    waiting: tuple[str, ...]

    def lines(self) -> Iterator[str]:
        """Yield what was found, for people to read."""
        yield f"state {self.sequence:,}"
        for name, rows in self.rows.items():
            yield f"{rows:>14,}  {name:<12} {self.digests.get(name, '')}".rstrip()
        for name in self.waiting:
            yield f"waiting: {name} (the next writer finishes or removes it)"
        for fault in self.faults:
            yield f"fault: {fault}"


def check(folder: Folder, snapshot: Snapshot) -> Checked:
    """Read every row of every table and see whether they fit together."""
    rows, digests, faults = dict[str, int](), dict[str, str](), list[str]()
    for name, table in TABLES.items():
        try:
            rows[name] = snapshot.query(f"SELECT count(*) AS n FROM {name}").column("n")[0].as_py()
            digests[name] = table_digest(snapshot, name)
            key = ", ".join(table.key)
            twice = f"SELECT {key} FROM {name} GROUP BY ALL HAVING count(*) > 1"
            faults += _found(snapshot, f"{name}: a key that is there twice", twice)
        except (StoreError, OSError, DeltaError, KeyError) as error:
            faults.append(f"{name}: cannot be read ({error})")
    if not faults:
        for what, query in _HANGING.items():
            faults += _found(snapshot, what, query)
    waiting = sorted({"/".join(name.split("/")[:2]) for name in folder.names(STAGED)})
    return Checked(snapshot.versions.sequence, rows, digests, tuple(faults), tuple(waiting))


def _found(snapshot: Snapshot, what: str, query: str) -> list[str]:
    rows = snapshot.query(f"SELECT *, count(*) OVER () AS n FROM ({query}) ORDER BY ALL LIMIT {_SHOWN}").to_pylist()
    if not rows:
        return []
    examples = ", ".join("/".join(str(value) for name, value in row.items() if name != "n") for row in rows)
    return [f"{what}: {rows[0]['n']:,}, such as {examples}"]
