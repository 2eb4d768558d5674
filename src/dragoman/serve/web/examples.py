"""One example of each answer of the interface for programs, as its description shows them."""

from __future__ import annotations

from datetime import UTC, date, datetime

from dragoman.analyse.briefs import Brief, Sum
from dragoman.analyse.listing import ClaimEntry, DocumentEntry, DocumentWhole, IncidentWhole
from dragoman.analyse.search import Facets, FoundClaim, Hit, Part, Searched
from dragoman.analyse.series import Series, Step
from dragoman.model.claim import Actor, Claim, Quotation, Sighting, Voice
from dragoman.model.corpus import Carrier, Judgement
from dragoman.model.event import Casualty, Plover, When
from dragoman.model.grouped import Figure, Followed, Happened, Link, Toll
from dragoman.model.incident import Account, Breach, Discrepancy, Incident, Reading
from dragoman.model.text import Document, Mark
from dragoman.model.world import Place
from dragoman.serve.answers import (
    ActorPage,
    ClaimPage,
    CommitmentPage,
    DocumentPage,
    IncidentPage,
    JudgementPage,
    MadeJudgement,
    NamedActor,
    StoreState,
)

INCIDENT_KEY = "2f0c6c9d4f1b8a7e5d3c2b1a09f8e7d6"
CLAIM_KEY, DENIAL_KEY = "0a1b2c3d4e5f60718293a4b5c6d7e8f9", "1b2c3d4e5f60718293a4b5c6d7e8f90a"
DOCUMENT_KEY, COMMITMENT_KEY, JUDGEMENT_KEY = (
    "8c7b6a5948372615f0e1d2c3b4a59687", "77aa88bb99cc00dd11ee22ff33445566", "5a4b3c2d1e0f9a8b7c6d5e4f3a2b1c0d",
)  # fmt: skip
CURSOR = "WyJjM2Q0ZTVmNiIsIjIwMjItMDktMTMiLCIyZjBjIl0"
_DAY, _NEXT = date(2022, 9, 13), date(2022, 9, 14)
_TEXT = "Shelling at Sotk\n\n" + (
    "Armenia's defence ministry said that Azerbaijani forces had shelled Sotk on Tuesday, killing 49 servicemen."
)

_CLAIM = Claim(
    CLAIM_KEY, "ASSAULT", "heavy-weapons", ("military",), Plover("ASSAULT", "heavy-weapons", 4, -10.0, "194"),
    (Actor("AZE.MIL", "Azerbaijani forces", None, (54, 72)),), (Actor("ARM.MIL", "Armenian forces"),), (),
    Voice(("ARM.MIL",), ("ARM.MIL",), span=(18, 44)), "asserts", "actual", False, When(_DAY, _DAY, "day", (90, 97), "weekday"),
    (Place((85, 89), "Sotk", 40.2, 45.9, 174731, "ARM"),), (Casualty("killed", 49, 49, ("ARM.MIL",), _DAY, (107, 120)),), (), (77, 84),
    {"type": 0.9, "actors": 0.8, "voice": 0.95, "date": 0.85, "place": 0.7, "overall": 0.62},
    (Sighting("events.v1", "3f2a91c04be7d5580c1e6d2b7a9f4410", ("verb cue 'shell'",)),),
)  # fmt: skip
CLAIM = ClaimEntry(_CLAIM, "shelled", DOCUMENT_KEY, "Shelling at Sotk", "Caucasus Wire", _DAY, INCIDENT_KEY, "contested", None)
_HAPPENED = Happened(
    Incident(
        INCIDENT_KEY, "contested", "occurrence: ARM says asserted (0a1b2c3d); AZE says denied (1b2c3d4e)", (CLAIM_KEY, DENIAL_KEY),
        (Account("ARM", (CLAIM_KEY,)), Account("AZE", (DENIAL_KEY,))),
        (Discrepancy("occurrence", (Reading("asserted", (CLAIM_KEY,)), Reading("denied", (DENIAL_KEY,)))),),
    ),
    "ASSAULT", False, _DAY, _DAY, ("ARM", "AZE"), ("Sotk",), ("ARM",), 2,
    (Toll("killed", ("ARM",), 105, 49, 105, "the latest figure of the side that counts its own",
          (Figure(CLAIM_KEY, "ARM", 49, 49, _DAY, None),)),),
    (Link(DENIAL_KEY, CLAIM_KEY, 5.5, ("a denial of the same act",)),),
)  # fmt: skip
_BRIEF = Brief(
    INCIDENT_KEY, "contested", "ASSAULT", "heavy-weapons", False, _DAY, _DAY, ("AZE.MIL",), ("ARM.MIL",), (), "asserts", "actual",
    ("Sotk",), 2, 3, (Sum("killed", ("ARM",), 105, 105),), ("occurrence",),
)  # fmt: skip
_DOCUMENT = Document(
    DOCUMENT_KEY, _TEXT, "Shelling at Sotk", "Caucasus Wire", None, _DAY, None, "en", (Mark("title", (0, 16)),)
)

INCIDENTS = IncidentPage((_BRIEF,), CURSOR)
INCIDENT = IncidentWhole(_HAPPENED, (CLAIM,), 0)
CLAIMS = ClaimPage((CLAIM,), CURSOR)
DOCUMENTS = DocumentPage((DocumentEntry(DOCUMENT_KEY, "Shelling at Sotk", "Caucasus Wire", None, _DAY, "en", 19, 1),), CURSOR)
DOCUMENT = DocumentWhole(
    _DOCUMENT, (CLAIM,), (Quotation(Voice(("ARM.MIL",), ("ARM.MIL",)), "indirect", (45, 49), ((55, 121),)),),
    (Carrier("9f8e7d6c5b4a39281706f5e4d3c2b1a0", DOCUMENT_KEY, "reports/sotk.txt", "https://wire.example/sotk", "Shelling at Sotk",
             "Caucasus Wire", published=_DAY, basis="given"),),
    (), None, (),
)  # fmt: skip
SERIES = Series(
    "ARM", "AZE", "week", (Step(date(2022, 9, 12), "AZE", "ARM", (0, 0, 0, 3), (0, 0, 0, 1), -9.5),), {"claims that deny or doubt": 1}
)
COMMITMENT = Followed(
    COMMITMENT_KEY, (COMMITMENT_KEY,), ("ARM", "AZE"), ("IGO:EU",), "no use of force along the border", date(2022, 8, 1), None,
    "breach alleged", "ARM alleges a breach (0a1b2c3d)", (), (Breach(CLAIM_KEY, "ARM"),),
)  # fmt: skip
COMMITMENTS = CommitmentPage((COMMITMENT,), CURSOR)
ACTORS = ActorPage((NamedActor("ARM.MIL", "Armenia’s armed forces", 40, 62, 0, 35),), CURSOR)
MADE = MadeJudgement(
    Judgement(
        JUDGEMENT_KEY, "correct", (CLAIM_KEY,), "mira", datetime(2022, 9, 16, 8, 30, tzinfo=UTC), "type", '"ASSAULT"', "see the text"
    ),
    stands=True,
)
JUDGEMENTS = JudgementPage((MADE,), None)
STORE = StoreState("12.3", 12, {"documents": 80, "claims": 911, "incidents": 424}, 3, _NEXT, "0.1.0")
SEARCHED = Searched(
    (Hit(
        DOCUMENT_KEY, (Part("Shelling at Sotk"),), "Caucasus Wire", _DAY,
        (FoundClaim(CLAIM_KEY, "ASSAULT", "heavy-weapons", "asserts", "contested", ("AZE.MIL",), ("ARM.MIL",),
                    (Part("Azerbaijani forces had "), Part("shelled", found=True, told=True), Part(" Sotk"))),), 1, (), 0, (),
    ),), 1, 1, 0,
    Facets((("ASSAULT", 1),), (("contested", 1),), (("ARM", 1), ("AZE", 1)), (("Caucasus Wire", 1),), (("2022-09", 1),)), cut=False,
)  # fmt: skip
