"""The store of ``made_store`` grouped by reconciliation itself, with a database of decisions, for pages that write."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from made_store import CLAIMS, DOCUMENTS, carriers
from starlette.testclient import TestClient
from visitors import LOCAL

from dragoman.batch.regroup import regroup
from dragoman.batch.shards import tell
from dragoman.codebook.load import load
from dragoman.model.incident import Ledger
from dragoman.reconcile.candidates import blocks
from dragoman.serve.web.access import Access
from dragoman.serve.web.app import Options, create_app
from dragoman.serve.web.desk import Desk
from dragoman.serve.web.names import Names
from dragoman.store.judgements import Decisions
from dragoman.store.lake import Lake
from dragoman.store.rows import Rows, carrier_row, claim_row, document_row, sighting_rows


def grouped_store(folder: Path) -> Lake:
    """Make the store in a new folder."""
    rows = Rows("made")
    for name, document in DOCUMENTS.items():
        own = tuple(claim for owner, claim in CLAIMS.values() if owner == name)
        told = list(tell(Ledger(document, own), (document.outlet or "",)))
        rows.add_document(document_row(document), {
            "claims": [
                claim_row(
                    one.claim, document.key, document.text[slice(*one.claim.span)], one.sentence, blocks(one), one.words
                )
                for one in told
            ],
            "sightings": [row for one in own for row in sighting_rows(one, document.key)],
        })  # fmt: skip
    rows.add("carriers", [carrier_row(one) for one in carriers()])
    lake = Lake.create(folder, "made by hand")
    lake.commit("made", rows.tables())
    regroup(lake, (), whole=True)
    return lake


class Judging:
    """A desk that takes judgements: its store, its decisions and a visitor."""

    def __init__(self, lake: Lake, decisions: Decisions, *, guarded: bool = False) -> None:
        self.lake, self.decisions = lake, decisions
        self.desk = Desk(lake, Names(load()), decisions, lambda: str(len(decisions.history())))
        options = Options(Access(keys=decisions.tokens)) if guarded else None
        self.app = create_app(self.desk, options)
        self.client = TestClient(self.app, base_url=LOCAL)

    def said(self) -> dict[str, str]:
        """What the derived tables say."""
        digest = self.lake.digest()
        return {name: digest[name] for name in ("incidents", "accounts", "members", "commitments", "reprints")}


@contextmanager
def judging(folder: Path, *, guarded: bool = False) -> Iterator[Judging]:
    """A desk of its own over a store of its own."""
    lake = grouped_store(folder / "store")
    with Decisions.open(folder / "state.sqlite") as decisions:
        yield Judging(lake, decisions, guarded=guarded)
