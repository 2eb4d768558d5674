"""A small store made by hand: five reports of three outlets on one week at a border, what they tell, and how it is grouped."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from dragoman.model.claim import NARRATOR, Actor, Claim, Quotation, Sighting, Voice
from dragoman.model.corpus import Carrier
from dragoman.model.event import Casualty, Framing, Plover, When
from dragoman.model.grouped import Copy, Figure, Followed, Grouping, Happened, Link, Reprint, Toll
from dragoman.model.incident import Account, Breach, Discrepancy, Failure, Incident, Reading
from dragoman.model.keys import content_key
from dragoman.model.text import Document, Mark, Span
from dragoman.model.world import Place
from dragoman.store.lake import Lake
from dragoman.store.rows import (
    Rows,
    carrier_row,
    claim_row,
    document_row,
    failure_row,
    grouping_tables,
    quotation_rows,
    run_row,
    sighting_rows,
)

TUESDAY, WEDNESDAY, THURSDAY = date(2022, 9, 13), date(2022, 9, 14), date(2022, 9, 15)
CODEBOOK = "3f2a91c04be7d5580c1e6d2b7a9f4410"

WIRE = """Armenia and Azerbaijan trade blame as border fighting enters second day

By Ana Tarrow

Armenia's defence ministry said on Tuesday that Azerbaijani forces had shelled positions near Sotk, killing 49 servicemen.

Azerbaijan's defence ministry denied that its forces had opened fire first and said 50 of its servicemen had been killed.

READ MORE: Who holds what on the border

Envoys of both sides are to meet in Prague on 6 October, a spokeswoman for the European Union said. In August the two \
governments had agreed not to use force along the border.
"""
HERALD = """Toll of Tuesday's shelling rises to 105

Armenia's prime minister said on Wednesday that 105 servicemen had been killed when Azerbaijani forces shelled Sotk.

The foreign ministry accused Azerbaijan of breaking the truce.
"""
COURIER = """Army repelled provocation near Kalbajar

Azerbaijan's defence ministry said on Wednesday that its units had repelled an attack by Armenian saboteurs near Kalbajar.
"""
TALKS = """Mediators host border talks in Brussels

Envoys of Armenia and Azerbaijan met in Brussels on Wednesday at talks hosted by the European Union.
"""
REPRINT = WIRE.replace("enters second day", "goes on")

OUTLETS = {"wire": "Caucasus Wire", "herald": "Yerevan Herald", "courier": "Baku Courier", "talks": "Northern Broadcasting"}


def spot(text: str, words: str, after: str = "") -> Span:
    """Where the words stand, the first after the other words."""
    start = text.index(words, text.index(after) if after else 0)
    return start, start + len(words)


def make_document(text: str, outlet: str, published: date | None, *marks: Mark) -> Document:
    title = text.split("\n", 1)[0]
    first = Mark("title", (0, len(title)))
    return Document(content_key("document", text), text, title, outlet, None, published, None, "en", (first, *marks))


DOCUMENTS = {
    "wire": make_document(
        WIRE, OUTLETS["wire"], TUESDAY, Mark("byline", spot(WIRE, "By Ana Tarrow")),
        Mark("related-link", spot(WIRE, "READ MORE: Who holds what on the border")),
    ),
    "herald": make_document(HERALD, OUTLETS["herald"], WEDNESDAY),
    "courier": make_document(COURIER, OUTLETS["courier"], WEDNESDAY),
    "talks": make_document(TALKS, OUTLETS["talks"], THURSDAY),
    "reprint": make_document(REPRINT, "Morning Reprint", WEDNESDAY),
}  # fmt: skip

ARM, AZE = Actor("ARM", "Armenia"), Actor("AZE", "Azerbaijan")


def said(text: str, words: str, code: str, person: str | None = None) -> Voice:
    return Voice((code,), (code,), person, span=spot(text, words))


def day(value: date, text: str, words: str) -> When:
    return When(value, value, "day", spot(text, words), f"weekday on or before {value.isoformat()}")


def place(text: str, name: str, lat: float, lon: float, country: str, after: str = "") -> Place:
    return Place(spot(text, name, after), name, lat, lon, None, country)


def claim(name: str, type_: str, text: str, words: str, voice: Voice = NARRATOR, **more: Any) -> Claim:
    fields: dict[str, Any] = {
        "mode": None, "contexts": (), "plover": None, "actors": (), "recipients": (), "mediators": (), "stance": "asserts",
        "reality": "actual", "background": False, "date": None, "places": (), "casualties": (), "framing": (),
        "confidence": {"type": 0.9, "actors": 0.8, "voice": 0.95, "date": 0.85, "place": 0.7, "overall": 0.62},
        "sightings": (Sighting("events.v1", CODEBOOK, ("verb cue 'shell'", "accusation as embedded event")),),
    }  # fmt: skip
    after = more.pop("after", "")
    return Claim(content_key("claim", name), type_, span=spot(text, words, after), voice=voice, **(fields | more))


HEAVY = Plover("ASSAULT", "heavy-weapons", 4, -10.0, "194")
CLAIMS: dict[str, tuple[str, Claim]] = {
    "shelled": ("wire", claim(
        "shelled", "ASSAULT", WIRE, "shelled", said(WIRE, "Armenia's defence ministry", "ARM.MIL"), mode="heavy-weapons",
        plover=HEAVY, actors=(Actor("AZE.MIL", "Azerbaijani forces", None, spot(WIRE, "Azerbaijani forces")),),
        recipients=(Actor("ARM.MIL", "Armenian forces", None, spot(WIRE, "positions")),), date=day(TUESDAY, WIRE, "on Tuesday"),
        places=(place(WIRE, "Sotk", 40.2, 45.9, "ARM"),),
        casualties=(Casualty("killed", 49, 49, ("ARM.MIL",), TUESDAY, spot(WIRE, "49 servicemen")),),
    )),
    "denied": ("wire", claim(
        "denied", "ASSAULT", WIRE, "opened fire", said(WIRE, "Azerbaijan's defence ministry", "AZE.MIL"), stance="denies",
        actors=(Actor("AZE.MIL", "Azerbaijani forces", None, spot(WIRE, "its forces")),),
        recipients=(Actor("ARM.MIL", "Armenian forces"),),
        date=day(TUESDAY, WIRE, "on Tuesday"),
        casualties=(Casualty("killed", 50, 50, ("AZE.MIL",), TUESDAY, spot(WIRE, "50 of its servicemen")),),
    )),
    "toll": ("herald", claim(
        "toll", "ASSAULT", HERALD, "shelled", said(HERALD, "Armenia's prime minister", "ARM.GOV"), mode="heavy-weapons",
        actors=(Actor("AZE.MIL", "Azerbaijani forces", None, spot(HERALD, "Azerbaijani forces")),), plover=HEAVY,
        recipients=(Actor("ARM.MIL", "Armenian forces"),),
        date=day(TUESDAY, HERALD, "Tuesday"), places=(place(HERALD, "Sotk", 40.2, 45.9, "ARM"),),
        casualties=(Casualty("killed", 105, 105, ("ARM.MIL",), WEDNESDAY, spot(HERALD, "105 servicemen")),),
    )),
    "accused": ("herald", claim(
        "accused", "ACCUSE", HERALD, "accused", plover=Plover("ACCUSE", None, 3, -2.0, "112"), mode="allege",
        actors=(Actor("ARM.GOV", "Armenian government", None, spot(HERALD, "The foreign ministry")),),
        recipients=(Actor("AZE", "Azerbaijan", None, spot(HERALD, "Azerbaijan", "accused")),),
        date=day(WEDNESDAY, HERALD, "Wednesday"),
    )),
    "breach": ("herald", claim(
        "breach", "ASSAULT", HERALD, "breaking the truce", said(HERALD, "The foreign ministry", "ARM.GOV"), actors=(AZE,),
        recipients=(ARM,),
    )),
    "repelled": ("courier", claim(
        "repelled", "ASSAULT", COURIER, "attack", said(COURIER, "Azerbaijan's defence ministry", "AZE.MIL"), plover=HEAVY,
        actors=(Actor("ARM.MIL", "Armenian forces", None, spot(COURIER, "Armenian saboteurs")),),
        recipients=(Actor("AZE.MIL", "Azerbaijani forces"),),
        date=day(WEDNESDAY, COURIER, "Wednesday"), places=(place(COURIER, "Kalbajar", 40.1, 46.0, "AZE", "repelled an"),),
        framing=(Framing("provocation", spot(COURIER, "provocation")),),
    )),
    "met": ("talks", claim(
        "met", "CONSULT", TALKS, "met", mode="third-party", plover=Plover("CONSULT", "third-party", 1, 3.0, "046"),
        actors=(
            Actor("ARM.GOV", "Armenian government", None, spot(TALKS, "Envoys of Armenia")), Actor("AZE.GOV", "Azerbaijani government"),
        ),
        mediators=(Actor("IGO:EU", "European Union", None, spot(TALKS, "European Union")),), date=day(WEDNESDAY, TALKS, "Wednesday"),
        places=(place(TALKS, "Brussels", 50.8, 4.3, "BEL", "met"),),
    )),
    "due": ("wire", claim(
        "due", "CONSULT", WIRE, "meet", said(WIRE, "a spokeswoman for the European Union", "IGO:EU"), reality="planned",
        plover=Plover("AGREE", None, 1, 2.0, "036"),
        actors=(Actor("ARM.GOV", "Armenian government"), Actor("AZE.GOV", "Azerbaijani government")),
        date=When(date(2022, 10, 6), date(2022, 10, 6), "day", spot(WIRE, "6 October"), "day and month after 2022-09-13"),
        places=(place(WIRE, "Prague", 50.1, 14.4, "CZE"),),
    )),
    "promised": ("wire", claim(
        "promised", "AGREE", WIRE, "agreed", plover=Plover("AGREE", None, 1, 5.0, "0871"), background=True, mode="ceasefire",
        actors=(Actor("ARM.GOV", "Armenian government"), Actor("AZE.GOV", "Azerbaijani government")),
        date=When(date(2022, 8, 1), date(2022, 8, 31), "month", spot(WIRE, "In August"), "month before 2022-09-13"),
    )),
    "copied": ("reprint", claim(
        "copied", "ASSAULT", REPRINT, "shelled", said(REPRINT, "Armenia's defence ministry", "ARM.MIL"), mode="heavy-weapons",
        plover=HEAVY, actors=(Actor("AZE.MIL", "Azerbaijani forces", None, spot(REPRINT, "Azerbaijani forces")),),
        recipients=(Actor("ARM.MIL", "Armenian forces", None, spot(REPRINT, "positions")),), date=day(TUESDAY, REPRINT, "on Tuesday"),
        places=(place(REPRINT, "Sotk", 40.2, 45.9, "ARM"),),
    )),
}  # fmt: skip


def key(name: str) -> str:
    """The key of a claim by its name here."""
    return CLAIMS[name][1].key


def _incident(names: Sequence[str], status: Any, why: str, accounts: dict[str, Sequence[str]], **more: Any) -> Happened:
    keys = tuple(key(name) for name in names)
    found = Incident(
        content_key("incident", min(keys)), status, why, keys,
        tuple(Account(party, tuple(map(key, own))) for party, own in accounts.items()),
        more.pop("discrepancies", ()),
    )  # fmt: skip
    fields: dict[str, Any] = {
        "type": CLAIMS[names[0]][1].type, "background": False, "first": None, "last": None, "parties": ("ARM", "AZE"), "places": (),
        "countries": (), "texts": len({CLAIMS[name][0] for name in names}), "tolls": (), "links": (),
    }  # fmt: skip
    return Happened(found, **(fields | more))


INCIDENTS: dict[str, Happened] = {
    "shelling": _incident(
        ("shelled", "denied", "toll"), "contested",
        f"occurrence: ARM says asserted ({key('shelled')[:8]}, {key('toll')[:8]}); AZE says denied ({key('denied')[:8]})",
        {"ARM": ("shelled", "toll"), "AZE": ("denied",)}, first=TUESDAY, last=TUESDAY, places=("Sotk",), countries=("ARM",),
        discrepancies=(
            Discrepancy("occurrence", (Reading("asserted", (key("shelled"), key("toll"))), Reading("denied", (key("denied"),)))),
            Discrepancy("killed ARM", (Reading("49-49", (key("shelled"),)), Reading("105-105", (key("toll"),)))),
        ),
        tolls=(Toll("killed", ("ARM",), 105, 49, 105, "the latest figure of the side that counts its own", (
            Figure(key("shelled"), "ARM", 49, 49, TUESDAY, key("toll")), Figure(key("toll"), "ARM", 105, 105, WEDNESDAY, None),
        )),),
        links=(Link(key("toll"), key("shelled"), 7.25, ("same day 2022-09-13", "same place Sotk")),
               Link(key("denied"), key("shelled"), 5.5, ("a denial of the same act",))),
    ),
    "accusation": _incident(
        ("accused",), "uncontested", "the report asserts it", {"narrator": ("accused",)}, first=WEDNESDAY, last=WEDNESDAY,
    ),
    "breaking": _incident(("breach",), "one-sided", f"asserted only by ARM ({key('breach')[:8]})", {"ARM": ("breach",)}),
    "repelled": _incident(
        ("repelled",), "one-sided", f"asserted only by AZE ({key('repelled')[:8]})", {"AZE": ("repelled",)}, first=WEDNESDAY,
        last=WEDNESDAY, places=("Kalbajar",), countries=("AZE",),
    ),
    "talks": _incident(("met",), "uncontested", "the report asserts it", {"narrator": ("met",)}, first=WEDNESDAY, last=WEDNESDAY,
                       parties=("ARM", "AZE", "IGO:EU"), places=("Brussels",), countries=("BEL",)),
    "due": _incident(
        ("due",), "unverified", "a meeting that is planned", {"IGO:EU": ("due",)}, first=date(2022, 10, 6), last=date(2022, 10, 6),
        places=("Prague",),
    ),
    "promise": _incident(("promised",), "uncontested", "the report asserts it", {"narrator": ("promised",)}, background=True,
                         first=date(2022, 8, 1), last=date(2022, 8, 31)),
}  # fmt: skip
COMMITMENT = Followed(
    key("promised"), (key("promised"),), ("ARM", "AZE"), ("IGO:EU",), "no use of force along the border", date(2022, 8, 1), None,
    "breach alleged", f"ARM alleges a breach ({key('breach')[:8]})", (), (Breach(key("breach"), "ARM"),),
)  # fmt: skip
GROUPING = Grouping(tuple(INCIDENTS.values()), (COMMITMENT,), (Reprint(key("copied"), key("shelled")),))
COPIES = (Copy(DOCUMENTS["reprint"].key, DOCUMENTS["wire"].key, 0.97),)

QUOTATIONS = {
    "wire": (Quotation(said(WIRE, "Armenia's defence ministry", "ARM.MIL"), "indirect", spot(WIRE, "said"), (
        spot(WIRE, "Azerbaijani forces had shelled positions near Sotk, killing 49 servicemen"),)),),
}  # fmt: skip


def carriers() -> list[Carrier]:
    made = []
    for name, document in DOCUMENTS.items():
        where = f"reports/{name}.txt"
        made.append(Carrier(
            content_key("item", where), document.key, where, f"https://{name}.example/stories/1", document.title, document.outlet, None,
            None, None, "en", document.published, "given" if name != "reprint" else "header",
        ))  # fmt: skip
    return made


def make_store(folder: Path, documents: dict[str, Document] | None = None, claims: dict[str, tuple[str, Claim]] | None = None,
               grouping: Grouping = GROUPING) -> Lake:
    """Make the store in a new folder.

    Args:
        folder: where.
        documents: by name; ours without it.
        claims: by name, with the name of their document; ours without it.
        grouping: what follows from them.
    """
    documents, claims = documents or DOCUMENTS, claims or CLAIMS
    run = content_key("run", "made")
    rows = Rows(run)
    for name, document in documents.items():
        own = [claim for owner, claim in claims.values() if owner == name]
        quotations = QUOTATIONS.get(name, ()) if documents is DOCUMENTS else ()
        rows.add_document(document_row(document), {
            "claims": [
                claim_row(one, document.key, document.text[slice(*one.span)], content_key("sentence", one.key), ()) for one in own
            ],
            "sightings": [row for one in own for row in sighting_rows(one, document.key)],
            "quotations": quotation_rows(quotations, document),
            "failures": [failure_row(Failure("classify", "no sentence to ask about"), document.key, "x")] if name == "courier" else [],
        })  # fmt: skip
    rows.add("carriers", [carrier_row(one) for one in carriers() if documents is DOCUMENTS])
    now = datetime(2022, 9, 16, 8, tzinfo=UTC)
    rows.add("runs", [run_row(run, "made by hand", "0", CODEBOOK, "{}", now, now, len(documents), 5, len(claims), 0, 1.0)])
    lake = Lake.create(folder, "made by hand")
    lake.commit("made", rows.tables())
    lake.replace(grouping_tables(grouping, COPIES if documents is DOCUMENTS else ()))
    return lake
