"""GDELT 2.0: the 61 columns of Events and the 16 of Mentions, tab-separated without a header, as its users load them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, BinaryIO

from dragoman.codebook.crosswalk import Cameo, Crosswalk, fips, goldstein, states
from dragoman.model.keys import content_key
from dragoman.serve.export.records import Record, Tally, Written, place_of
from dragoman.serve.export.tabular import LIMITS, Event, TabSeparated, events, first_day

_PARTY = (
    "Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code", "Type1Code", "Type2Code",
    "Type3Code",
)  # fmt: skip
_GEO = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
EVENTS = (
    "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate", *(f"Actor1{name}" for name in _PARTY),
    *(f"Actor2{name}" for name in _PARTY), "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass",
    "GoldsteinScale", "NumMentions", "NumSources", "NumArticles", "AvgTone",
    *(f"{place}Geo_{name}" for place in ("Actor1", "Actor2", "Action") for name in _GEO), "DATEADDED", "SOURCEURL",
)  # fmt: skip
MENTIONS = (
    "GLOBALEVENTID", "EventTimeDate", "MentionTimeDate", "MentionType", "MentionSourceName", "MentionIdentifier", "SentenceID",
    "Actor1CharOffset", "Actor2CharOffset", "ActionCharOffset", "InRawText", "Confidence", "MentionDocLen", "MentionDocTone",
    "MentionDocTranslationInfo", "Extras",
)  # fmt: skip
_WEB, _CITATION = 1, 2
"""MentionType: an address on the web, or a name only."""
_COUNTRY, _CITY, _PROVINCE = 1, 4, 5
"""Geo_Type: a country, a city of the world, a first-level division; cities and states of the USA have 3 and 2."""
_OF_THE_USA = {_CITY: 3, _PROVINCE: 2}
_KINDS = {"country": _COUNTRY, "settlement": _CITY, "point": _CITY}
_EARLY = 4
"""An act told in the first quarter of a text stands for GDELT's act of the lead paragraph."""
_GROUPS = "groups and authorities that CAMEO has no code for: their role and name stand"


class GdeltEvents:
    """An act once for each pair of parties, code and day, with the number of its mentions, outlets and articles."""

    name, suffix = "gdelt", ".export.CSV"
    cannot_hold = (
        *LIMITS, _GROUPS, "tone, places of the actors, first- and second-level divisions (left empty)",
        "PLOVER's type and score (CAMEO's code and Goldstein's weight stand)",
    )  # fmt: skip

    def write(self, records: Iterable[Record], out: BinaryIO, crosswalk: Crosswalk) -> Written:
        """Write all records."""
        tally, rows = Tally(), TabSeparated(EVENTS, out, header=False)
        for event in events(records, tally):
            for party in (event.actor, event.recipient):
                if party is not None and party["code"] != "UNK" and not _written(crosswalk.cameo(party["code"])):
                    tally.cut(f"which party is meant by {party['code']}: CAMEO has no code for it")
            rows.write(_event(event, crosswalk))
        return tally.done()


class GdeltMentions:
    """One row for each claim that tells a row of ``gdelt`` and each printing of it, reprints included."""

    name, suffix = "gdelt-mentions", ".mentions.CSV"
    cannot_hold = (
        *(limit for limit in LIMITS if not limit.startswith("where")), "the number of the sentence and tone (left empty)",
        "hours: times are midnight UTC",
    )  # fmt: skip

    def write(self, records: Iterable[Record], out: BinaryIO, crosswalk: Crosswalk) -> Written:
        """Write all records."""
        tally, rows, inner = Tally(), TabSeparated(MENTIONS, out, header=False), Tally()
        for event in events(records, inner):
            for record in event.told:
                for carrier in record["carriers"] or ():
                    rows.write(_mention(event, record, carrier))
                    tally.rows += 1
        merged = {reason for reason in inner.left_out if "they count with" in reason}  # here they have rows of their own
        tally.left_out = {reason: claims for reason, claims in inner.left_out.items() if reason not in merged}
        tally.lost = inner.lost
        return tally.done()


def _number(event: Event) -> int:
    """GLOBALEVENTID: the same in both files, below 2 to the power of 60."""
    return int(content_key(event.record["key"], event.number)[:15], 16)


def _event(event: Event, crosswalk: Crosswalk) -> dict[str, Any]:
    record, day, cameo = event.record, first_day(event.record), event.record["plover"]["cameo"]
    carriers = [(told["document"], carrier) for told in event.told for carrier in told["carriers"] or ()]
    articles = {(document, carrier["outlet"], carrier["url"]) for document, carrier in carriers}
    added = min((carrier["published"] for _, carrier in carriers if carrier["published"]), default=record["published"] or day)
    return {
        "GLOBALEVENTID": _number(event), "SQLDATE": f"{day:%Y%m%d}", "MonthYear": f"{day:%Y%m}", "Year": f"{day:%Y}",
        "FractionDate": f"{day.year + (day.timetuple().tm_yday - 1) / _days(day.year):.4f}",
        **_party("Actor1", event.actor, crosswalk), **_party("Actor2", event.recipient, crosswalk),
        "IsRootEvent": int(record["span"]["start"] * _EARLY < record["length"]), "EventCode": cameo, "EventBaseCode": cameo[:3],
        "EventRootCode": cameo[:2], "QuadClass": record["plover"]["quad"], "GoldsteinScale": goldstein(cameo),
        "NumMentions": len(carriers), "NumSources": len({carrier["outlet"] for _, carrier in carriers}),
        "NumArticles": len(articles), **_action(record), "DATEADDED": f"{added:%Y%m%d}000000",
        "SOURCEURL": record["carriers"][0]["url"] if record["carriers"] else None,
    }  # fmt: skip


def _days(year: int) -> int:
    return (date(year + 1, 1, 1) - date(year, 1, 1)).days


def _party(side: str, actor: Record | None, crosswalk: Crosswalk) -> dict[str, Any]:
    if actor is None or actor["code"] == "UNK":
        return {}
    found = crosswalk.cameo(actor["code"])
    types = {f"{side}Type{number}Code": part for number, part in enumerate(found.types, 1)}
    return {
        f"{side}Code": found.code, f"{side}Name": (actor["person"] or actor["name"]).upper(), f"{side}CountryCode": found.country,
        f"{side}KnownGroupCode": found.group, f"{side}Religion1Code": found.religion, **types,
    }  # fmt: skip


def _written(party: Cameo) -> bool:
    return party.country is not None or party.group is not None


def _action(record: Record) -> dict[str, Any]:
    place = place_of(record)
    if place is None:
        return {}
    state = states().get(place["country"] or "")
    kind = _KINDS.get(place["precision"], _PROVINCE)
    name = ", ".join(filter(None, (place["name"], state.name if state and state.name != place["name"] else None)))
    return {
        "ActionGeo_Type": _OF_THE_USA.get(kind, kind) if place["country"] == "USA" else kind, "ActionGeo_FullName": name,
        "ActionGeo_CountryCode": fips(place["country"], place["lon"]), "ActionGeo_Lat": place["lat"],
        "ActionGeo_Long": place["lon"], "ActionGeo_FeatureID": place["geonameid"],
    }  # fmt: skip


def _mention(event: Event, record: Record, carrier: Record) -> dict[str, Any]:
    day = first_day(event.record)
    printed = carrier["published"] or record["published"] or day
    address = carrier["url"] or ""
    web = address.startswith(("http://", "https://"))
    confidence = (record["confidence"] or {}).get("overall")
    return {
        "GLOBALEVENTID": _number(event), "EventTimeDate": f"{day:%Y%m%d}000000", "MentionTimeDate": f"{printed:%Y%m%d}000000",
        "MentionType": _WEB if web else _CITATION, "MentionSourceName": carrier["outlet"], "MentionIdentifier": address,
        "Actor1CharOffset": _offset(record, "actors", event.actor),
        "Actor2CharOffset": _offset(record, "recipients", event.recipient), "ActionCharOffset": record["span"]["start"],
        "InRawText": 1, "Confidence": None if confidence is None else round(100 * confidence), "MentionDocLen": record["length"],
    }  # fmt: skip


def _offset(record: Record, side: str, party: Record | None) -> int:
    """Where this claim names the party; -1 where it does not, as GDELT writes it."""
    code = party["code"] if party is not None else None
    named = [one["span"]["start"] for one in (*(record[side] or ()), *(record["actors"] or ())) if one["code"] == code and one["span"]]
    return named[0] if named else -1
