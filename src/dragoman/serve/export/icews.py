"""The 20 columns of ICEWS, tab-separated with a header, as its users load them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, BinaryIO

from dragoman.codebook.crosswalk import Crosswalk, cameo_text, goldstein, states
from dragoman.serve.export.records import Record, Tally, Written, place_of, sector_of
from dragoman.serve.export.tabular import LIMITS, Event, TabSeparated, events, first_day

COLUMNS = (
    "Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code", "Intensity",
    "Target Name", "Target Sectors", "Target Country", "Story ID", "Sentence Number", "Publisher", "City", "District",
    "Province", "Country", "Latitude", "Longitude",
)  # fmt: skip
SECTORS = {
    "AGR": "Agricultural", "BUS": "Business", "COP": "Police,Government", "CRM": "Criminals / Gangs",
    "CVL": "General Population / Civilian / Social", "EDU": "Education", "ELI": "Elite", "GOV": "Government",
    "IGO": "International Government Organization", "JRN": "News Media,Media", "JUD": "Judicial,Government", "LAB": "Labor",
    "LEG": "Legislative / Parliamentary,Government", "MED": "Medical / Health", "MIL": "Military,Government",
    "NGO": "Nongovernmental Organization (International)", "OPP": "Opposition", "PRM": "Unidentified Forces", "PTY": "Parties",
    "REB": "Rebel,Dissident", "REF": "Refugees / Displaced", "REL": "Religious", "SOC": "Social", "SPY": "Intelligence,Government",
    "UAF": "Unidentified Forces",
}  # fmt: skip
"""ICEWS's words for PLOVER's sectors, the narrower first."""


class Icews:
    """An act once for each pair of parties, code and day; what several do together is written both ways, as ICEWS does."""

    name, suffix = "icews", ".tsv"
    cannot_hold = (*LIMITS, "the number of the sentence (left empty)", "contexts and PLOVER's type (CAMEO's code and text stand)")

    def write(self, records: Iterable[Record], out: BinaryIO, crosswalk: Crosswalk) -> Written:
        """Write all records."""
        tally, rows = Tally(), TabSeparated(COLUMNS, out, header=True)
        for event in events(records, tally):
            rows.write(_row(event, crosswalk))
        return tally.done()


def _row(event: Event, crosswalk: Crosswalk) -> dict[str, Any]:
    record, cameo = event.record, event.record["plover"]["cameo"]
    place = place_of(record) or {}
    country = states().get(place.get("country") or "")
    precision = place.get("precision")
    return {
        "Event ID": event.id, "Event Date": first_day(record).isoformat(), **_party("Source", event.actor, crosswalk),
        "Event Text": cameo_text(cameo), "CAMEO Code": cameo, "Intensity": goldstein(cameo),
        **_party("Target", event.recipient, crosswalk), "Story ID": record["document"], "Publisher": record["outlet"],
        "City": place.get("name") if precision in {"settlement", "point"} else None,
        "District": place.get("name") if precision == "district" else None,
        "Province": place.get("name") if precision == "province" else None,
        "Country": country.name if country else place.get("country"), "Latitude": place.get("lat"), "Longitude": place.get("lon"),
    }  # fmt: skip


def _party(side: str, actor: Record | None, crosswalk: Crosswalk) -> dict[str, Any]:
    """A party as "Armenia", "Armenian forces (Armenia)" or, where the text names one, by the person."""
    if actor is None:
        return {}
    state, sector = crosswalk.state(actor["code"]), sector_of(actor["code"])
    country, name = state.name if state is not None else None, actor["person"] or actor["name"]
    role = country is not None and sector is not None and not actor["person"] and name != country
    return {
        f"{side} Name": f"{name} ({country})" if role else name,
        f"{side} Sectors": SECTORS.get(sector or "", sector), f"{side} Country": country,
    }  # fmt: skip
