"""Each kind of fault is found in a folder laid over the codebook, and the codebook itself has none."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.codebook.check import Fault, check, check_examples
from dragoman.codebook.check_words import is_cameo
from dragoman.codebook.check_world import overlap
from dragoman.codebook.load import Codebook
from dragoman.codebook.shapes import EventType, Example, Role
from dragoman.errors import CodebookError
from dragoman.model.claim import NARRATOR, Actor, Claim
from dragoman.model.event import Reality
from dragoman.model.incident import Ledger
from dragoman.model.text import Document

ACTOR = """
[[actor]]
code = "{code}"
kind = "state"
name = "{name}"
names = ["{name}"]
"""
TESTLAND = ACTOR.format(code="ZZA", name="Testland")
OTHERLAND = ACTOR.format(code="ZZB", name="Otherland")
TERM = """
[[actor.roles]]
office = "{office}"
person = "{person}"
since = {since}
"""
EVENT = """
type = "RALLY"
definition = "A made-up type."
quad = {quad}
score = 1.0
cameo = "{cameo}"
recipient_required = false
[[modes]]
name = "loud"
definition = "With noise."
score = 1.0
cameo = "{mode_cameo}"
"""
RALLY = EVENT.format(quad=4, cameo="140", mode_cameo="141")
CUE = '[[cues.en]]\npattern = "verb"\nlemmas = ["yammer"]\n'
PLACE = '[[place]]\nname = "Testville"\n'
REPORTING = '[[cue]]\nlemmas = ["say"]\npatterns = ["clause"]\n'


def faults(folder: Path, name: str, content: str) -> list[str]:
    """Lay one file over the codebook and list what is wrong then."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return [str(fault) for fault in check([folder])]


def test_the_codebook_has_no_faults() -> None:
    assert [str(fault) for fault in check()] == []


ACTOR_FAULTS = [
    (TESTLAND + TESTLAND, "actors/zz.toml: ZZA: the code is used twice"),
    (
        TESTLAND + OTHERLAND.replace('["Otherland"]', '["Testland"]'),
        "actors/zz.toml: ZZA.names: “Testland” is also a strong name of ZZB (actors/zz.toml: names)",
    ),
    (TESTLAND + 'metonyms = ["the Kremlin"]\n', "“Kremlin” is also a strong name of ZZA (actors/zz.toml: metonyms)"),
    (ACTOR.format(code="FRA", name="France").replace('"state"', '"body"'), "FRA: is of kind"),
    (TESTLAND + 'parent = "QQQ"\n', "ZZA.parent: no actor has the code QQQ"),
    (TESTLAND + 'parent = "ZZA"\n', "ZZA.parent: is its own parent"),
    (TESTLAND + 'claimed_by = ["QQQ"]\n', "ZZA.claimed_by: no actor has the code QQQ"),
    (TESTLAND + 'members = ["FRA", "FRA.XYZ"]\n', "ZZA.members: no actor has the code FRA.XYZ"),
    (ACTOR.format(code="ZZA.ABC", name="Testland"), "ZZA.ABC: ABC is no sector"),
    (
        TESTLAND + '[[actor.organs]]\nnames = ["Testing Guard"]\nsector = "AID"\nkind = "force"\n',
        "ZZA.organs[0].sector: AID is no sector",
    ),
    (
        TESTLAND + TERM.format(office="head-of-state", person="A", since="2020-01-02") + "until = 2020-01-01\n",
        "ZZA.roles: A (2020-01-02–2020-01-01) ends before it begins",
    ),
    (
        TESTLAND
        + TERM.format(office="foreign-minister", person="A", since="2020-01-01")
        + TERM.format(office="foreign-minister", person="B", since="2021-01-01"),
        "ZZA.roles: foreign-minister: A (2020-01-01–) and B (2021-01-01–) overlap",
    ),
]


@pytest.mark.parametrize(("content", "complaint"), ACTOR_FAULTS)
def test_faults_of_actors(tmp_path: Path, content: str, complaint: str) -> None:
    found = faults(tmp_path, "actors/zz.toml", content)

    assert any(complaint in fault for fault in found), found
    assert len(found) == 1, found


@pytest.mark.parametrize(
    "content",
    [
        TESTLAND + OTHERLAND,
        TESTLAND + OTHERLAND.replace('["Otherland"]', '["Testland"]\nweak = ["Testland"]'),
        TESTLAND + "until = 1990-12-31\n" + OTHERLAND.replace('["Otherland"]', '["Testland"]\nsince = 1991-01-01'),
        TESTLAND + 'parent = "FRA"\nmembers = ["FRA.MIL"]\n',
        TESTLAND
        + TERM.format(office="leader", person="A", since="2020-01-01")
        + TERM.format(office="leader", person="B", since="2020-01-01"),
    ],
    ids=["two actors", "a weak name", "one after the other", "known codes", "an office of several"],
)
def test_what_is_no_fault(tmp_path: Path, content: str) -> None:
    assert faults(tmp_path, "actors/zz.toml", content) == []


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("lat = 91.0\nlon = 0.0\n", "lat: 91.0 is no latitude"),
        ("lat = 0.0\nlon = -180.5\n", "lon: -180.5 is no longitude"),
        ("lat = 10.0\n", "lat, lon: one stands without the other"),
        ('country = "QQQ"\n', "country: no actor has the code QQQ"),
        ('claimed_by = ["QQQ"]\n', "claimed_by: no actor has the code QQQ"),
        ('borders = ["FRA", "QQQ"]\n', "borders: no actor has the code QQQ"),
        ('parent = "Nowhere at All"\n', "parent: no place is called Nowhere at All"),
    ],
)
def test_faults_of_places(tmp_path: Path, content: str, complaint: str) -> None:
    assert faults(tmp_path, "places/zz.toml", PLACE + content) == [f"places/zz.toml: place[0] Testville: {complaint}"]


def test_faults_of_outlets(tmp_path: Path) -> None:
    assert faults(tmp_path, "outlets/zz.toml", 'name = "Testland Times"\ncarrier = "QQQ.GOV"\n') == [
        "outlets/zz.toml: carrier: no actor has the code QQQ.GOV"
    ]
    assert faults(tmp_path, "outlets/zz.toml", 'name = "Reuters"\ncarrier = "FRA.GOV"\n') == [
        "outlets/zz.toml: names: “Reuters” is also the name of outlets/reuters.com.toml"
    ]


EVENT_FAULTS = [
    (EVENT.format(quad=5, cameo="140", mode_cameo="141"), "quad: 5 is no quad class"),
    (EVENT.format(quad=4, cameo="210", mode_cameo="141"), "cameo: 210 is no CAMEO code"),
    (EVENT.format(quad=4, cameo="140", mode_cameo="1415"), "modes[0].cameo: 1415 is no CAMEO code"),
    (RALLY + CUE + 'cameo = "14"\n', "cues.en[0].cameo: 14 is no CAMEO code"),
    (RALLY + CUE + 'mode = "quiet"\n', "cues.en[0].mode: RALLY has no mode quiet"),
    (RALLY + CUE + 'objects = ["@nothing"]\n', "cues.en[0].objects: there is no class @nothing"),
    (RALLY + CUE + 'unless = ["@nothing"]\n', "cues.en[0].unless: there is no class @nothing"),
    (RALLY + CUE.replace("yammer", "Yammer"), "cues.en[0].lemmas: “Yammer” is not in lower case with single spaces"),
    (RALLY + CUE.replace('"yammer"', '"yammer", "yammer"'), "cues.en[0].lemmas: “yammer” stands twice"),
    (RALLY + CUE.replace('"yammer"', ""), "cues.en[0].lemmas: is empty"),
    (RALLY + '[[examples.en]]\ntext = " "\n', "examples.en[0].text: is empty"),
    (RALLY + '[[examples.en]]\ntext = "A."\nmode = "quiet"\n', "examples.en[0].mode: RALLY has no mode quiet"),
    (RALLY + '[[examples.en]]\ntext = "A."\nactors = ["QQQ.MIL"]\n', "examples.en[0].actors: no actor has the code"),
    (RALLY + CUE.replace("yammer", "accuse"), "cues.en[0]: verb “accuse” is also a cue of ACCUSE"),
]


@pytest.mark.parametrize(("content", "complaint"), EVENT_FAULTS)
def test_faults_of_event_types(tmp_path: Path, content: str, complaint: str) -> None:
    found = faults(tmp_path, "events/RALLY.toml", content)

    assert len(found) == 1, found
    assert found[0].startswith(f"events/RALLY.toml: {complaint}")


def test_a_type_stands_in_the_file_of_its_name(tmp_path: Path) -> None:
    assert faults(tmp_path, "events/zz.toml", RALLY) == [
        "events/zz.toml: type: RALLY belongs into events/RALLY.toml"
    ]


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("reporting.toml", REPORTING + 'act = "SING"\n', "cue[0].act: there is no event type SING"),
        ("reporting.toml", REPORTING.replace("say", "Say"), "cue[0].lemmas: “Say” is not in lower case"),
        ("roles.toml", '[[role]]\nlemmas = ["tester"]\nsector = "XYZ"\n', "role[0].sector: XYZ is no sector"),
        ("roles.toml", '[[role]]\nlemmas = ["a", "a"]\nsector = "MIL"\n', "role[0].lemmas: “a” stands twice"),
    ],
)
def test_faults_of_a_languages_words(tmp_path: Path, name: str, content: str, complaint: str) -> None:
    found = faults(tmp_path, f"languages/en/{name}", content)

    assert len(found) == 1, found
    assert complaint in found[0]


def test_classes_that_cues_name_must_be_there(tmp_path: Path) -> None:
    found = faults(tmp_path, "languages/en/classes.toml", '[classes]\nplace = ["town", "town"]\n')

    assert "languages/en/classes.toml: place: “town” stands twice" in found
    assert any("there is no class @truce" in fault for fault in found)


def test_what_cannot_be_decoded_stops_the_check(tmp_path: Path) -> None:
    with pytest.raises(CodebookError, match=r"zz\.toml.*colour"):
        faults(tmp_path, "outlets/zz.toml", 'name = "A"\ncolour = "red"\n')
    with pytest.raises(CodebookError, match="no such folder"):
        check([tmp_path / "nowhere"])


# --- rules of their own -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["010", "0256", "043", "112", "1125", "175", "1823", "190", "2042"])
def test_codes_of_cameo(code: str) -> None:
    assert is_cameo(code)


@pytest.mark.parametrize("code", ["", "19", "000", "211", "049", "197", "1901", "0250", "0257", "18311", "O10", "٠١٠"])
def test_what_is_no_code_of_cameo(code: str) -> None:
    assert not is_cameo(code)


DAYS = st.dates(date(1990, 1, 1), date(1992, 12, 31))


@given(DAYS, st.none() | DAYS, DAYS, st.none() | DAYS, st.sampled_from(["day", "month", "year"]))
def test_terms_overlap_alike_from_both_sides(
    a: date, b: date | None, c: date, d: date | None, grain: str
) -> None:
    one = Role("head-of-state", "A", a, None if b is None else max(a, b), grain)  # type: ignore[arg-type]  # sampled
    other = Role("head-of-state", "B", c, None if d is None else max(c, d))

    assert overlap(one, other) is overlap(other, one)
    if one.until is not None and one.until <= other.since:
        assert not overlap(one, other)


# --- examples ---------------------------------------------------------------------------------------------------------


def claim(reality: Reality = "actual") -> Claim:
    return Claim(
        key="k", type="RALLY", mode="loud", contexts=(), plover=None, actors=(Actor("FRA.OPP", "crowds"),),
        recipients=(Actor("ITA", "Italy"),), mediators=(), voice=NARRATOR, stance="asserts", reality=reality,
        background=False, date=None, places=(), casualties=(), framing=(), span=(0, 1),
    )  # fmt: skip


def examined(example: Example, *claims: Claim) -> tuple[Fault, ...]:
    event = EventType("RALLY", "A made-up type.", 4, 1.0, "140", False, examples={"en": (example,)})
    codebook = Codebook("", {"RALLY": event})
    return check_examples(codebook, lambda text: Ledger(Document("d", text), claims))


@pytest.mark.parametrize(
    "example",
    [
        Example("A.", mode="loud"),
        Example("A.", actors=("FRA.CVL",), recipients=("ITA.GOV", "UNK")),
        Example("A.", match=False, mode="quiet"),
        Example("A.", match=False, reality="planned"),
    ],
)
def test_an_example_is_read_as_it_says(example: Example) -> None:
    assert examined(example, claim()) == ()


@pytest.mark.parametrize(
    "example",
    [
        Example("A.", mode="quiet"),
        Example("A.", actors=("ITA",)),
        Example("A.", actors=("FRA", "ITA")),
        Example("A.", recipients=("FRA",)),
        Example("A.", mediators=("FRA",)),
        Example("A.", reality="planned"),
        Example("A.", match=False),
        Example("A.", match=False, mode="loud"),
    ],
)
def test_an_example_is_not_read_as_it_says(example: Example) -> None:
    (fault,) = examined(example, claim())

    assert str(fault) == "events/RALLY.toml: examples.en[0]: “A.”: read as RALLY/loud, actual, FRA.OPP → ITA"


def test_an_example_in_which_nothing_is_found() -> None:
    (fault,) = examined(Example("A."))

    assert fault.what == "“A.”: not read as RALLY"
    assert examined(Example("A.", match=False)) == ()
