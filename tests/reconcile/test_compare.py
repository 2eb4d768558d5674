"""Features and vetoes: each one fires where it should, says so in words, and is the same in either order."""

from __future__ import annotations

import random
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_claims import claim, days, toll
from made_corpus import corpus, place, told

from dragoman.model.claim import Claim
from dragoman.model.event import When
from dragoman.reconcile.compare import FEATURES, LINKED, VETOES, link, score
from dragoman.reconcile.facts import Facts, Pool, told_facts

DAY = days("2024-03-05")
UNSAID = days("2024-03-04", "2024-03-05", said=False)


def facts(made: Claim, document: str, published: str = "2024-03-05", words: str = "") -> Facts:
    return told_facts(told(made, document, published, words=words), Pool())


def shelling(*, at: int = 10, says: str = "narrator", when: When | None = DAY, **more: object) -> Claim:
    more.setdefault("who", "ARM")
    more.setdefault("whom", "AZE")
    return claim(at, says=says, date=when, **more)  # type: ignore[arg-type]  # keywords of made_claims.claim


def value(name: str, one: Facts, other: Facts) -> float:
    (feature,) = [f for f in FEATURES if f.name == name]
    assert feature.value(one, other) == feature.value(other, one)
    return feature.value(one, other)


def vetoes(one: Facts, other: Facts) -> set[str]:
    found = {v.name for v in VETOES if v.forbids(one, other)}
    assert found == {v.name for v in VETOES if v.forbids(other, one)}
    return found


# --- what speaks for one happening ------------------------------------------------------------------------------------


def test_two_reports_that_agree_in_day_parties_and_place_are_linked() -> None:
    one = facts(shelling(places=(place("Brae", at=10),)), "a")
    other = facts(shelling(places=(place("Brae", at=10),)), "b", "2024-03-06")

    assert vetoes(one, other) == set()
    points = score(one, other)
    assert points is not None
    assert points >= LINKED
    assert link(one, other).reasons[:3] == ("the same day (+1.6)", "the same parties (+2.0)", "the same place (+2.0)")


def test_two_reports_that_share_a_vague_day_and_the_victims_only_are_not() -> None:
    one = facts(shelling(who="", when=UNSAID), "a")
    other = facts(shelling(who="", when=UNSAID), "b")

    points = score(one, other)
    assert points is not None
    assert points < LINKED


@pytest.mark.parametrize(
    ("name", "one", "other", "expected"),
    [
        ("day", {"when": DAY}, {"when": DAY}, 1.0),
        ("day", {"when": DAY}, {"when": UNSAID}, 0.6),
        ("day", {"when": UNSAID}, {"when": UNSAID}, 0.5),
        ("day", {"when": DAY}, {"when": days("2024-03-01", "2024-03-31", grain="month")}, 0.1),
        ("day", {"when": None}, {"when": DAY}, 0.0),
        ("parties", {"whom": "AZE"}, {"whom": "AZE.CVL"}, 1.0),
        ("parties", {}, {"whom": ""}, 0.8),
        ("parties", {"who": ""}, {}, 0.4),
        ("parties", {"says": "AZE"}, {"who": "AZE", "whom": "ARM", "says": "ARM"}, 0.2),
        ("parties", {}, {"who": "NKR"}, -0.2),
        ("place", {"places": (place("Brae", at=10),)}, {"places": (place("Brae", at=10),)}, 1.0),
        ("place", {"places": (place("Brae", at=10),)}, {"places": (place("Harrow", at=10),)}, 1.0),  # six kilometres apart
        ("place", {"places": (place("Brae", at=10),)}, {"places": (place("Brae", at=900),)}, 0.5),
        ("place", {"places": (place("Brae", at=900),)}, {"places": (place("Tarn", at=10),)}, -0.3),
        ("place", {"places": (place("Golovnaya", at=10),)}, {"places": (place("Golovnoi", at=10),)}, 1.0),
        ("toll", {"casualties": (toll("killed", 13, 13),)}, {"casualties": (toll("killed", 13, 13),)}, 1.0),
        ("toll", {"casualties": (toll("killed", 2, 2),)}, {"casualties": (toll("killed", 2, 2),)}, 0.7),
        ("toll", {"casualties": (toll("killed", 13, None),)}, {"casualties": (toll("killed", 15, 15),)}, 0.3),
        ("toll", {"casualties": (toll("killed", 3, 3),)}, {"casualties": (toll("killed", 30, 30),)}, -0.8),
        ("toll", {"casualties": (toll("killed", 0, 0),)}, {"casualties": (toll("killed", 0, 0),)}, 0.0),
        ("toll", {"casualties": (toll("killed", 3, 3, "ARM"),)}, {"casualties": (toll("killed", 3, 3, "AZE"),)}, 0.0),
        ("mode", {"mode": "drone"}, {"mode": "drone"}, 1.0),
        ("mode", {"mode": "drone"}, {"mode": "aerial"}, -0.2),
        ("mode", {"mode": "drone"}, {}, 0.0),
        ("denial", {"says": "AZE"}, {"says": "ARM", "stance": "denies"}, 1.0),
        ("denial", {"says": "ARM"}, {"says": "ARM", "stance": "denies"}, 0.0),
        ("denial", {"says": "AZE"}, {"says": "AZE"}, 0.0),
        ("voice", {"says": "AZE.MIL"}, {"says": "AZE"}, 1.0),
        ("voice", {}, {}, 0.0),
        ("background", {"background": True}, {"background": True}, 0.6),
        ("background", {"background": True, "when": UNSAID}, {}, -1.0),
        ("background", {"background": True}, {}, 0.0),
    ],
)  # fmt: skip
def test_a_feature(name: str, one: dict[str, object], other: dict[str, object], expected: float) -> None:
    a, b = facts(shelling(**one), "a"), facts(shelling(**other), "b")  # type: ignore[arg-type]  # keywords of made_claims.claim

    assert value(name, a, b) == pytest.approx(expected)


def test_talks_are_compared_by_who_takes_part_hosts_included() -> None:
    def meeting(who: str, mediators: str = "") -> Facts:
        return facts(claim(10, "CONSULT", who, mediators=mediators, date=DAY), f"{who} {mediators}")

    assert value("parties", meeting("ARM AZE"), meeting("AZE ARM")) == 1.0
    assert value("parties", meeting("ARM AZE"), meeting("ARM")) == 0.6
    assert value("parties", meeting("ARM AZE RUS"), meeting("ARM AZE", "RUS")) == 0.6
    assert value("parties", meeting("RUS NKR"), meeting("NKR AZE", "RUS")) == 0.5
    assert value("parties", meeting("ARM AZE"), meeting("SYR USA")) == -1.0
    assert value("mediators", meeting("ARM AZE", "RUS"), meeting("AZE ARM", "RUS.GOV")) == 1.0
    assert value("mediators", meeting("ARM AZE", "RUS"), meeting("AZE ARM", "USA")) == -0.5
    assert value("seldom", meeting("ARM AZE"), meeting("ARM AZE")) == 1.0


def test_words_of_the_clauses_that_are_alike() -> None:
    one = facts(shelling(), "a", words="shelled the maternity hospital of the town")
    other = facts(shelling(), "b", words="Shelling damaged a maternity hospital")
    third = facts(shelling(), "c", words="fired at a convoy near Tarn")

    assert value("words", one, other) == 0.7
    assert value("words", one, third) == 0.0


def test_published_close_together_or_long_apart() -> None:
    def at(day: str, *, background: bool = False) -> Facts:
        return facts(shelling(background=background), day, day)

    assert value("published", at("2024-03-05"), at("2024-03-06")) == 1.0
    assert value("published", at("2024-03-05"), at("2024-03-08")) == 0.5
    assert value("published", at("2024-03-05"), at("2024-03-28")) == -1.0
    assert value("published", at("2024-03-05"), at("2024-03-28", background=True)) == 0.0


def test_two_voices_side_by_side_in_one_report_and_one_voice_that_tells_two_things() -> None:
    def stands(at: int, says: str) -> Facts:
        return facts(shelling(at=at, says=says), "one report")

    assert value("beside", stands(10, "AZE"), stands(90, "ARM")) == 1.0
    assert value("beside", stands(10, "AZE"), stands(500, "ARM")) == pytest.approx(0.3)
    assert value("beside", stands(10, "AZE"), stands(90, "AZE")) == 0.5
    assert value("beside", stands(10, "AZE"), stands(900, "AZE")) == pytest.approx(-0.7)


# --- what forbids it --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "one", "other"),
    [
        ("type", {}, {"type_": "COERCE"}),
        ("reality", {}, {"reality": "planned"}),
        ("day", {}, {"when": days("2024-03-04")}),
        ("day", {"when": days("2024-02-20")}, {"when": UNSAID}),
        ("day", {}, {"when": None}),
        ("town", {"places": (place("Brae", at=10),)}, {"places": (place("Tarn", at=10),)}),
        ("nobody", {}, {"who": "SYR", "whom": "SYR.REB"}),
        ("mode", {"type_": "COERCE", "mode": "seize"}, {"type_": "COERCE", "mode": "restrict"}),
        ("mode", {"mode": "abduct"}, {"mode": "firearms"}),
        ("speech", {"type_": "ACCUSE"}, {"type_": "ACCUSE", "who": "AZE", "whom": "ARM"}),
        ("speech", {"type_": "REQUEST"}, {"type_": "REQUEST", "whom": "RUS"}),
    ],
)
def test_a_veto(name: str, one: dict[str, object], other: dict[str, object]) -> None:
    a, b = facts(shelling(**one), "a"), facts(shelling(**other), "b")  # type: ignore[arg-type]  # keywords of made_claims.claim

    assert name in vetoes(a, b)
    assert score(a, b) is None
    assert link(a, b).reasons == tuple(v.words for v in VETOES if v.name in vetoes(a, b))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"when": UNSAID}, {"when": days("2024-03-03")}),  # the evening before goes without saying
        ({"places": (place("Brae", at=10),)}, {"places": (place("Tarn", at=900),)}),  # carried over from elsewhere
        ({"places": (place("Brae", at=10),)}, {"places": (place("Ak-Sai", at=10),)}),  # no gazetteer has it
        ({"type_": "CONSULT", "places": (place("Brae", at=10),)}, {"type_": "CONSULT", "places": (place("Tarn", at=10),)}),
        ({}, {"who": "NKR"}),
        ({"mode": "drone"}, {"mode": "aerial"}),
        ({"type_": "ACCUSE"}, {"type_": "ACCUSE", "whom": ""}),
        ({}, {"who": "SYR", "whom": "", "says": "SYR", "stance": "denies"}),
    ],
)
def test_what_is_no_veto(one: dict[str, object], other: dict[str, object]) -> None:
    a, b = facts(shelling(**one), "a"), facts(shelling(**other), "b")  # type: ignore[arg-type]  # keywords of made_claims.claim

    assert vetoes(a, b) == set()


def test_a_denial_in_the_same_report_need_not_say_the_day_again() -> None:
    asserted = facts(shelling(when=days("2024-02-20"), says="AZE"), "one report")
    denied = facts(shelling(at=90, when=UNSAID, says="ARM", stance="denies"), "one report")

    assert vetoes(asserted, denied) == set()


# --- together ---------------------------------------------------------------------------------------------------------


@settings(max_examples=20, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_score_is_the_same_in_either_order_and_is_the_sum_of_its_reasons(chance: random.Random) -> None:
    claims, _ = corpus(chance)
    pool = Pool()
    for one, other in combinations([told_facts(c, pool) for c in claims], 2):
        assert score(one, other) == score(other, one)
        if (points := score(one, other)) is not None:
            assert link(one, other).score == pytest.approx(points, abs=0.001)


def test_every_feature_has_words_and_a_weight_and_names_are_no_two_the_same() -> None:
    assert len({f.name for f in FEATURES}) == len(FEATURES)
    assert all(f.weight > 0 and (f.speaks_for or f.against) for f in FEATURES)
    assert all(v.words for v in VETOES)
