"""Readings made by hand: a document with claims, a quotation and a failure, and the printings that carry it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pyarrow as pa

from dragoman.model.claim import Actor, Claim, Quotation, Sighting, Voice
from dragoman.model.corpus import Carrier
from dragoman.model.event import Casualty, Plover, When
from dragoman.model.grouped import Happened
from dragoman.model.incident import Account, Failure, Incident
from dragoman.model.keys import content_key
from dragoman.model.text import Document, Mark
from dragoman.model.world import Place
from dragoman.store.rows import (
    Rows,
    carrier_row,
    claim_row,
    document_row,
    failure_row,
    incident_rows,
    quotation_rows,
    sighting_rows,
    to_table,
)

Tables = dict[str, pa.Table]
DAY = date(2022, 11, 7)


def document(number: int, published: date | None = DAY, outlet: str | None = "Gazette", title: str | None = None) -> Document:
    text = f"Report {number}. The ministry said that forces shelled the village. “We saw it,” a farmer said."
    return Document(content_key("document", text), text, title, outlet, None, published, marks=(Mark("title", (0, 8)),))


def claims(of: Document, many: int = 3) -> tuple[Claim, ...]:
    seen = (Sighting("events.v1", "book", ("a verb",)),)
    day = When(of.published, of.published, "day", None, "day of publication") if of.published else None
    return tuple(
        Claim(
            content_key("claim", of.key, at), "ASSAULT", "artillery", ("military",), Plover("ASSAULT", "artillery", 4, -9.0, "190"),
            (Actor("ARM.MIL", "forces", None, (40 + at, 46 + at)),), (Actor("AZE", "the village"),), (),
            Voice(("ARM.GOV",), ("ARM.GOV",), span=(11, 23)), "asserts", "actual", False, day,
            (Place((50, 57), "Karvan", 39.5, 46.5, None, "AZE"),), (Casualty("wounded", 1, None, ("AZE",), of.published),), (),
            (40 + at, 47 + at), {"overall": 0.5}, seen,
        )
        for at in range(many)
    )  # fmt: skip


def reading(of: Document, many: int = 3, run: str = "run", where: str | None = None, blocks: Sequence[int] = (1, 2**64 - 1)) -> Tables:
    """A reading with the printing that it was read from, as tables."""
    rows = Rows(run)
    told = claims(of, many)
    rows.add_document(
        document_row(of, (1, 2**32 - 1), (7, 2**63)),
        {
            "claims": [claim_row(one, of.key, of.text[slice(*one.span)], "sentence", blocks) for one in told],
            "sightings": [row for one in told for row in sighting_rows(one, of.key)],
            "quotations": quotation_rows([Quotation(Voice(("AZE.CVL",)), "direct", (79, 83), ((65, 74),))], of),
            "failures": [failure_row(Failure("places", "made to fail", (0, 3)), of.key, "anywhere")],
        },
    )
    rows.add("carriers", [carrier_row(carrier(of, where))])
    return rows.tables()


def carrier(of: Document, where: str | None = None) -> Carrier:
    place = where or f"{of.outlet}/{of.published}/{of.title}"
    return Carrier(content_key("carrier", of.key, place), of.key, place, outlet=of.outlet, published=of.published, basis="given")


def joined(*parts: Tables) -> Tables:
    """Parts with different documents as one."""
    names = {name for part in parts for name in part}
    return {name: pa.concat_tables([part[name] for part in parts if name in part]) for name in names}


def happened(key: str, *some: str, status: str = "uncontested") -> Happened:
    incident = Incident(key, status, "made by hand", some, (Account("ARM", some),))  # type: ignore[arg-type]  # tests name real ones
    return Happened(incident, "ASSAULT", False, DAY, DAY, ("ARM", "AZE"), ("Karvan",), ("AZE",), 1, (), ())


def grouped(*incidents: Happened) -> Tables:
    return {name: to_table(name, rows) for name, rows in incident_rows(incidents).items()}
