"""The 40 columns of POLECAT, tab-separated with a header, as its users load them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, BinaryIO

import dragoman
from dragoman.codebook.crosswalk import Crosswalk
from dragoman.serve.export.records import Record, Tally, Written, place_of, sector_of
from dragoman.serve.export.tabular import LIMITS, Event, TabSeparated, events, first_day

COLUMNS = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts", "Actor Name", "Actor Country",
    "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title", "Actor Name Raw", "Wikipedia Actor ID",
    "Recipient Name", "Recipient Country", "Recipient COW", "Primary Recipient Sector", "Recipient Sectors",
    "Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID", "Placename", "City", "District", "Province",
    "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename", "Feature Type", "Source", "Publication Date",
    "Story People", "Story Organizations", "Story Locations", "Language", "Version",
)  # fmt: skip
QUADS = {1: "VERBAL COOPERATION", 2: "MATERIAL COOPERATION", 3: "VERBAL CONFLICT", 4: "MATERIAL CONFLICT"}
FEATURES = {"settlement": "PPL", "district": "ADM2", "province": "ADM1", "country": "PCLI", "region": "RGN"}
"""GeoNames' feature by how precise a place is."""
_MISSING = "None"
_PARTED = ";"


class Polecat:
    """An act once for each pair of parties, code and day, as PLOVER reads it; what is missing is the word ``None``."""

    name, suffix = "polecat", ".tsv"
    cannot_hold = (*LIMITS, "mediators but for their names", "titles and Wikipedia's identifiers (left ``None``)")

    def write(self, records: Iterable[Record], out: BinaryIO, crosswalk: Crosswalk) -> Written:
        """Write all records."""
        tally, rows = Tally(), TabSeparated(COLUMNS, out, header=True)
        for event in events(records, tally):
            found = _row(event, crosswalk)
            rows.write({name: _MISSING if found.get(name) in {None, ""} else found[name] for name in COLUMNS})
        return tally.done()


def _row(event: Event, crosswalk: Crosswalk) -> dict[str, Any]:
    record = event.record
    plover, published = record["plover"], record["published"]
    everybody = [*(record["actors"] or ()), *(record["recipients"] or ()), *(record["mediators"] or ())]
    return {
        "Event ID": event.id, "Event Date": first_day(record).isoformat(), "Event Type": plover["type"],
        "Event Mode": plover["mode"], "Intensity": plover["score"], "Quad Code": QUADS[plover["quad"]],
        "Contexts": _listed(record["contexts"]), **_party("Actor", event.actor, crosswalk),
        **_party("Recipient", event.recipient, crosswalk), **_place(record), "Source": record["outlet"],
        "Publication Date": published.isoformat() if published else None,
        "Story People": _listed(sorted({one["person"] for one in everybody if one["person"]})),
        "Story Organizations": _listed(sorted({one["name"] for one in everybody if not one["person"]})),
        "Story Locations": _listed(sorted({place["name"] for place in record["places"] or ()})),
        "Language": record["language"], "Version": f"dragoman {dragoman.__version__}",
    }  # fmt: skip


def _listed(values: Iterable[str] | None) -> str:
    """Several values in one cell; a semicolon inside one becomes a comma."""
    return _PARTED.join(value.replace(_PARTED, ",") for value in values or ())


def _party(side: str, actor: Record | None, crosswalk: Crosswalk) -> dict[str, Any]:
    if actor is None:
        return {}
    state, sector = crosswalk.state(actor["code"]), sector_of(actor["code"])
    return {
        f"{side} Name": actor["person"] or actor["name"], f"{side} Country": state.iso3 if state else None,
        f"{side} COW": state.cow_number if state else None, f"Primary {side} Sector": sector, f"{side} Sectors": sector,
        f"{side} Name Raw": actor["name"],
    }  # fmt: skip


def _place(record: Record) -> dict[str, Any]:
    place = place_of(record)
    if place is None:
        return {}
    name, precision = place["name"], place["precision"]
    return {
        "Placename": name, "City": name if precision in {"settlement", "point"} else None,
        "District": name if precision == "district" else None, "Province": name if precision == "province" else None,
        "Country": place["country"], "Latitude": place["lat"], "Longitude": place["lon"], "GeoNames ID": place["geonameid"],
        "Raw Placename": name, "Feature Type": FEATURES.get(precision),
    }  # fmt: skip
