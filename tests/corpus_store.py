"""Stores made by hand: claims that say what a test wants them to say, grouped as a test says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from dragoman.model.claim import Actor, Claim, Sighting, Voice
from dragoman.model.corpus import Carrier
from dragoman.model.event import Casualty, Plover, When
from dragoman.model.grouped import Followed, Grouping, Happened, Link, Reprint, Toll
from dragoman.model.incident import Account, Discrepancy, Incident, Status
from dragoman.model.keys import content_key
from dragoman.model.text import Document
from dragoman.model.world import Place
from dragoman.store.lake import Lake
from dragoman.store.rows import carrier_row, claim_row, document_row, grouping_tables, sighting_rows, to_table

DAY = date(2022, 9, 13)
ASSAULT = Plover("ASSAULT", "heavy-weapons", 4, -9.5, "194")
CONSULT = Plover("CONSULT", None, 1, 2.5, "040")
ACCUSE = Plover("ACCUSE", "allege", 3, -3.5, "112")
AID = Plover("AID", None, 2, 10.0, "070")
SOTK = Place(None, "Sotk", 40.2, 45.86, 616052, "ARM", "settlement")


def actor(code: str, name: str | None = None, person: str | None = None, start: int | None = None) -> Actor:
    span = None if start is None else (start, start + len(name or code))
    return Actor(code, name or code, person, span)


def when(first: date | None = DAY, last: date | None = None, grain: str = "day") -> When:
    return When(first, last or first, grain, None, "the text says so")


THAT_DAY = when()


class Corpus:
    """Collects documents, claims and what is derived from them; ``save`` makes a store of it."""

    def __init__(self) -> None:
        self.documents: list[Document] = []
        self.carriers: list[Carrier] = []
        self.claims: list[tuple[Claim, Document]] = []
        self.incidents: list[Happened] = []
        self.commitments: list[Followed] = []
        self.reprints: list[Reprint] = []

    def document(
        self, text: str, outlet: str | None = "Northern Post", published: date | None = DAY, title: str | None = None
    ) -> Document:
        document = Document(content_key("document", text), text, title, outlet, None, published)
        self.documents.append(document)
        self.carrier(document, outlet, published)
        return document

    def carrier(self, document: Document, outlet: str | None, published: date | None, url: str | None = None) -> Carrier:
        where = url or f"reports/{len(self.carriers)}.txt"
        carrier = Carrier(
            content_key("item", where, outlet), document.key, where, url, document.title, outlet, published=published,
            basis="given" if published else None,
        )  # fmt: skip
        self.carriers.append(carrier)
        return carrier

    def claim(
        self, document: Document, words: str, actors: Sequence[Actor | str], recipients: Sequence[Actor | str] = (),
        plover: Plover | None = ASSAULT, date: When | None = THAT_DAY, voice: Voice | str = "narrator", **fields: Any,
    ) -> Claim:  # fmt: skip
        start = document.text.index(words)
        said = voice if isinstance(voice, Voice) else Voice((voice,), (voice,))
        type_ = fields.pop("type", plover.type if plover else "ASSAULT")
        claim = Claim(
            key=content_key("claim", document.key, start, len(self.claims)), type=type_,
            mode=fields.pop("mode", plover.mode if plover else None), contexts=fields.pop("contexts", ("military",)), plover=plover,
            actors=_actors(actors), recipients=_actors(recipients), mediators=_actors(fields.pop("mediators", ())), voice=said,
            stance=fields.pop("stance", "asserts"), reality=fields.pop("reality", "actual"),
            background=fields.pop("background", False), date=date, places=fields.pop("places", ()),
            casualties=fields.pop("casualties", ()), framing=(), span=(start, start + len(words)),
            confidence=fields.pop("confidence", None), sightings=(Sighting("events.v1", "0" * 32, ("the verb",)),),
        )  # fmt: skip
        assert not fields
        self.claims.append((claim, document))
        return claim

    def incident(
        self, claims: Sequence[Claim], status: Status = "uncontested", background: bool = False, why: str = "",
        accounts: Sequence[Account] = (), discrepancies: Sequence[Discrepancy] = (), tolls: Sequence[Toll] = (),
        links: Sequence[Link] = (),
    ) -> Happened:  # fmt: skip
        keys = tuple(claim.key for claim in claims)
        voices = sorted({claim.voice.codes[0] for claim in claims})
        told = accounts or [Account(voice, tuple(c.key for c in claims if voice in c.voice.codes)) for voice in voices]
        key, reason = content_key("incident", min(keys)), why or f"claim {keys[0][:8]} says so"
        incident = Incident(key, status, reason, keys, tuple(told), tuple(discrepancies))
        days = [claim.date for claim in claims if claim.date is not None]
        places = [place for claim in claims for place in claim.places]
        parties = {one.code.partition(".")[0] for claim in claims for one in (*claim.actors, *claim.recipients)}
        happened = Happened(
            incident, claims[0].type, background, min((d.first for d in days if d.first), default=None),
            max((d.last for d in days if d.last), default=None), tuple(sorted(parties)), tuple(sorted({p.name for p in places})),
            tuple(sorted({p.country for p in places if p.country})), len({d.key for c, d in self.claims if c.key in keys}),
            tuple(tolls), tuple(links),
        )  # fmt: skip
        self.incidents.append(happened)
        return happened

    def save(self, path: Path) -> Lake:
        lake = Lake.create(path, "test")
        rows = {
            "documents": [document_row(one) for one in self.documents],
            "carriers": [carrier_row(one) for one in self.carriers],
            "claims": [
                claim_row(claim, document.key, document.text[slice(*claim.span)], content_key(claim.key), ())
                for claim, document in self.claims
            ],
            "sightings": [row for claim, document in self.claims for row in sighting_rows(claim, document.key)],
        }
        lake.commit("made", {name: to_table(name, some) for name, some in rows.items()})
        grouping = Grouping(tuple(self.incidents), tuple(self.commitments), tuple(self.reprints))
        lake.replace(grouping_tables(grouping))
        return lake


def killed(low: int | None, high: int | None, *whose: str) -> Casualty:
    return Casualty("killed", low, high, whose)


def days_after(days: int) -> date:
    return DAY + timedelta(days)


def _actors(actors: Iterable[Actor | str]) -> tuple[Actor, ...]:
    return tuple(actor(one) if isinstance(one, str) else one for one in actors)
