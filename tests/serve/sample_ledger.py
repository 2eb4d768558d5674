"""A ledger made by hand over a text of our own: what the views are shown with."""

from __future__ import annotations

from datetime import date

from dragoman.model.claim import NARRATOR, Actor, Claim, Quotation, Sighting, Voice
from dragoman.model.event import Casualty, Framing, Plover, When
from dragoman.model.incident import Account, Breach, Commitment, Discrepancy, Failure, Incident, Ledger, Reading
from dragoman.model.keys import content_key
from dragoman.model.text import Document, Mark, Span
from dragoman.model.world import Place

TEXT = """Norland and Sudland trade fire as envoys meet in Ostport

The two neighbours blame each other for shooting across the Vell river on Friday.

By Ana Tarrow

Norland's defence ministry said on Friday that Sudland's troops had opened fire on a guard post near the Vell \
crossing, wounding two soldiers.

A Sudland army spokeswoman denied it. "Our soldiers did not fire a single shot," she told reporters, adding \
that Norland's artillery had shelled the village of Brae.

READ MORE: Sudland votes on longer military service

Calls for calm

Envoys of both countries met in Ostport on Friday at talks hosted by the Maritime Union. Its mediator urged the \
two sides to pull back their guns.

"We have had a useful day," the mediator said after the meeting.

A week earlier the two governments had agreed not to use force along the river, a promise that the Maritime \
Union guarantees. The envoys are to meet again on 12 March.

An official who asked not to be named warned that Norland would close the crossing if the shelling went on.

The dispute goes back to the autumn of 2019, when Sudland's army captured the eastern bank, which Sudland calls \
liberated. Hundreds of people were killed in six weeks of fighting.

Reuters"""
FRIDAY = date(2021, 3, 5)


def at(words: str, after: str = "") -> Span:
    """The span of the words, the first after the other words."""
    start = TEXT.index(words, TEXT.index(after) if after else 0)
    return (start, start + len(words))


NOR_MIL = Voice(("NOR.MIL",), ("NOR.MIL",), channel=None, span=at("Norland's defence ministry"))
SUD_MIL = Voice(("SUD.MIL",), ("SUD.MIL",), channel="told reporters", span=at("A Sudland army spokeswoman"))
SOURCE = Voice(("UNK",), ("UNK",), anonymous=True, span=at("An official who asked not to be named"))
UNION = Voice(("IGO:MARU",), ("IGO:MARU",), span=at("the mediator", "useful"))
NOR = Actor("NOR", "Norland")
SUD = Actor("SUD", "Sudland")
TODAY = When(FRIDAY, FRIDAY, "day", at("Friday", "said on"), "weekday on or before 2021-03-05")
WEEK_EARLIER = When(date(2021, 2, 25), date(2021, 2, 27), "week", at("A week earlier"), "one week before 2021-03-05")
AUTUMN = When(date(2019, 9, 1), date(2019, 12, 21), "season", at("the autumn of 2019"), "the season of the year 2019")
RIVER = Place(at("Vell river"), "Vell", None, None, None, None, "border")
CROSSING = Place(at("Vell crossing"), "Vell crossing", 51.2, 7.1, None, "NOR", "point")
SEEN = (
    Sighting("events.v1", "3f2a91c04be7d5580c1e6d2b7a9f4410", ("verb cue 'open fire'", "accusation as embedded event")),
)


def claim(name: str, type_: str, span: Span, voice: Voice = NARRATOR, **more: object) -> Claim:
    fields: dict[str, object] = {
        "mode": None, "contexts": (), "plover": None, "actors": (), "recipients": (), "mediators": (),
        "stance": "asserts",
        "reality": "actual", "background": False, "date": TODAY, "places": (), "casualties": (), "framing": (),
        "confidence": None, "sightings": SEEN,
    }  # fmt: skip
    return Claim(key=content_key(name), type=type_, span=span, voice=voice, **(fields | more))  # type: ignore[arg-type]


SUD_TROOPS = Actor("SUD.MIL", "Sudland's troops", None, at("Sudland's troops"))
FIRE = claim(
    "fire", "ASSAULT", at("opened fire"), NOR_MIL, mode="firearms", contexts=("military",), actors=(SUD_TROOPS,),
    recipients=(Actor("NOR.MIL", "Norland armed forces", None, at("a guard post")),), places=(CROSSING,),
    casualties=(Casualty("wounded", 2, 2, ("NOR",), None, at("two soldiers")),),
    plover=Plover("ASSAULT", "firearms", 4, -9.0, "193"),
)  # fmt: skip
NO_FIRE = claim(
    "nofire", "ASSAULT", at("fire", "did not"), SUD_MIL, mode="firearms", stance="denies",
    actors=(Actor("SUD.MIL", "Sudland armed forces", None, at("Our soldiers")),),
    recipients=(Actor("NOR.MIL", "Norland armed forces"),),
)  # fmt: skip
SHELL = claim(
    "shell", "ASSAULT", at("shelled"), SUD_MIL, mode="heavy-weapons",
    actors=(Actor("NOR.MIL", "Norland's artillery", None, at("Norland's artillery")),),
    recipients=(Actor("SUD.CVL", "Sudland civilians", None, at("the village of Brae")),),
    places=(Place(at("Brae"), "Brae", 51.3, 7.2, None, "SUD", "settlement"),),
)  # fmt: skip
ACCUSE = claim(
    "accuse", "ACCUSE", at("blame"), mode="allege", actors=(NOR,), recipients=(SUD,), places=(RIVER,)
)  # fmt: skip
TALKS = claim(
    "talks", "CONSULT", at("met", "Envoys of both"), mode="third-party",
    actors=(Actor("NOR.GOV", "Norland government", None, at("Envoys of both countries")), Actor("SUD.GOV",
        "Sudland government")),
    mediators=(Actor("IGO:MARU", "Maritime Union", None, at("Maritime Union")),),
    places=(Place(at("Ostport", "Envoys of both"), "Ostport", 50.9, 7.0, None, "OST", "settlement"),),
)  # fmt: skip
APPEAL = claim(
    "appeal", "REQUEST", at("urged"), mode="yield", actors=(Actor("IGO:MARU", "Maritime Union", None,
    at("Its mediator")),),
    recipients=(NOR, SUD),
)  # fmt: skip
PULL_BACK = claim(
    "pullback", "RETREAT", at("pull back"), Voice(("IGO:MARU",), ("IGO:MARU",), span=at("Its mediator")),
    mode="withdraw",
    reality="requested", actors=(NOR, SUD), date=None,
)  # fmt: skip
PROMISE = claim(
    "promise", "AGREE", at("agreed"), actors=(Actor("NOR.GOV", "Norland government", None, at("the two governments")),
    Actor("SUD.GOV", "Sudland government")), mediators=(Actor("IGO:MARU", "Maritime Union", None, at("the "
        "Maritime Union", "promise")),),
    date=WEEK_EARLIER, places=(RIVER,),
)  # fmt: skip
NEXT = claim(
    "next", "CONSULT", at("meet again"), reality="planned", actors=(Actor("NOR.GOV", "Norland government", None,
    at("The envoys")),
    Actor("SUD.GOV", "Sudland government")),
    date=When(date(2021, 3, 12), date(2021, 3, 12), "day", at("12 March"), "day of the month after 2021-03-05"),
)  # fmt: skip
CLOSE = claim(
    "close", "SANCTION", at("close the crossing"), SOURCE, reality="threatened", actors=(NOR,), date=None,
    places=(CROSSING,)
)  # fmt: skip
CAPTURE = claim(
    "capture", "COERCE", at("captured"), mode="seize", background=True, recipients=(NOR,), date=AUTUMN,
    actors=(Actor("SUD.MIL", "Sudland's army", None, at("Sudland's army")),),
    framing=(Framing("liberated", at("liberated")),),
)  # fmt: skip
DEATHS = claim(
    "deaths", "ASSAULT", at("fighting", "six weeks"), background=True, actors=(NOR, SUD), date=AUTUMN,
    casualties=(Casualty("killed", 200, 999, (), None, at("Hundreds")),),
)  # fmt: skip
CLAIMS = (ACCUSE, FIRE, NO_FIRE, SHELL, TALKS, APPEAL, PULL_BACK, PROMISE, NEXT, CLOSE, CAPTURE, DEATHS)

LEDGER = Ledger(
    document=Document(
        content_key(TEXT),
        TEXT,
        "Norland and Sudland trade fire as envoys meet in Ostport",
        "Example Wire",
        None,
        FRIDAY,
        marks=(
            Mark("title", at("Norland and Sudland trade fire as envoys meet in Ostport")),
            Mark("standfirst", at("The two neighbours blame each other for shooting across the Vell river on Friday.")),
            Mark("byline", at("By Ana Tarrow")),
            Mark("related-link", at("READ MORE: Sudland votes on longer military service")),
            Mark("heading", at("Calls for calm")),
            Mark("credit", at("Reuters")),
        ),
    ),
    claims=CLAIMS,
    quotations=(
        Quotation(
            NOR_MIL,
            "indirect",
            at("said on Friday"),
            (at("Sudland's troops had opened fire on a guard post near the Vell crossing, wounding two soldiers"),),
        ),
        Quotation(SUD_MIL, "direct", at("told reporters"), (at("Our soldiers did not fire a single shot,"),)),
        Quotation(SUD_MIL, "indirect", at("adding"), (at("Norland's artillery had shelled the village of Brae"),)),
        Quotation(UNION, "direct", at("said", "useful day"), (at("We have had a useful day,"),)),
    ),
    incidents=(
        Incident(
            content_key("i1"),
            "contested",
            "Norland's defence ministry asserts what a Sudland army spokeswoman denies (claims 2 and 3)",
            (FIRE.key, NO_FIRE.key, SHELL.key),
            (Account("NOR", (FIRE.key,)), Account("SUD", (NO_FIRE.key, SHELL.key))),
            (
                Discrepancy("initiator", (Reading("SUD.MIL", (FIRE.key,)), Reading("NOR.MIL", (SHELL.key,)))),
                Discrepancy("occurrence", (Reading("asserted", (FIRE.key,)), Reading("denied", (NO_FIRE.key,)))),
            ),
        ),
        Incident(
            content_key("i2"),
            "uncontested",
            "told by the narrator and disputed by nobody",
            (TALKS.key,),
            (Account("narrator", (TALKS.key,)),),
        ),
        Incident(
            content_key("i3"),
            "unverified",
            "asserted only by an unnamed source",
            (CLOSE.key,),
            (Account("UNK", (CLOSE.key,)),),
        ),
    ),
    commitments=(
        Commitment(
            PROMISE.key,
            ("NOR.GOV", "SUD.GOV"),
            ("IGO:MARU",),
            "no use of force along the river",
            date(2021, 2, 26),
            None,
            (),
            (Breach(FIRE.key, "NOR"), Breach(SHELL.key, "SUD")),
        ),
    ),
    failures=(Failure("places", "the name Brae stands for more than one place", at("Brae")),),
)
