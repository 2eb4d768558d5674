"""Many documents: incidents over them, reprints, judgements, and no incident that mixes days or towns."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from made_claims import claim, days, toll
from made_corpus import place, told

from dragoman.model.claim import Claim
from dragoman.model.corpus import Judgement, Told, Verdict
from dragoman.model.event import When
from dragoman.model.grouped import Copy, Grouping
from dragoman.model.keys import content_key
from dragoman.reconcile.corpus import group

DAY = days("2024-03-05")
BRAE, TARN = (place("Brae", at=10),), (place("Tarn", at=10),)


def shelling(at: int = 10, says: str = "narrator", when: When | None = DAY, **more: object) -> Claim:
    more.setdefault("who", "ARM")
    more.setdefault("whom", "AZE")
    return claim(at, says=says, date=when, **more)  # type: ignore[arg-type]  # keywords of made_claims.claim


def together(grouping: Grouping) -> set[frozenset[str]]:
    return {frozenset(h.incident.claims) for h in grouping.incidents}


def keys(*claims: Told) -> frozenset[str]:
    return frozenset(one.claim.key for one in claims)


def decision(number: int, verdict: Verdict, *claims: Told, field: str | None = None, value: str | None = None) -> Judgement:
    named = tuple(one.claim.key for one in claims)
    return Judgement(f"j{number}", verdict, named, "ana", datetime(2024, 4, 1, number, tzinfo=UTC), field, value)


# --- incidents --------------------------------------------------------------------------------------------------------


def test_one_shelling_told_by_three_reports_is_one_incident_with_its_reasons() -> None:
    a = told(shelling(places=BRAE, casualties=(toll("killed", 3, 3),)), "a")
    b = told(shelling(says="AZE", places=BRAE), "b")
    c = told(shelling(says="ARM", stance="denies", when=days("2024-03-05", "2024-03-06", said=False), whom=""), "c", "2024-03-06")

    (found,) = group([a, b, c]).incidents

    assert set(found.incident.claims) == keys(a, b, c)
    assert found.incident.status == "contested"
    assert (found.type, found.first, found.last, found.texts) == ("ASSAULT", date(2024, 3, 5), date(2024, 3, 5), 3)
    assert found.parties == ("ARM", "AZE")
    assert found.places == ("Brae",)
    assert found.incident.key == content_key("incident", min(keys(a, b, c)))
    assert {one.claim for one in found.links} == keys(a, b, c)
    assert all(one.reasons and one.score > 2 for one in found.links)
    assert [t.best for t in found.tolls] == [3]


def test_claims_stand_in_the_order_of_publication() -> None:
    late = told(shelling(places=BRAE), "a", "2024-03-07")
    early = told(shelling(places=BRAE), "z", "2024-03-05")
    undated = told(shelling(places=BRAE), "b", None)

    (found,) = group([late, undated, early]).incidents

    assert found.incident.claims == tuple(one.claim.key for one in (early, late, undated))


def test_two_like_shellings_a_day_apart_are_two() -> None:
    first = [told(shelling(places=BRAE), name) for name in "ab"]
    second = [told(shelling(places=BRAE, when=days("2024-03-06")), name, "2024-03-06") for name in "cd"]

    assert together(group([*first, *second])) == {keys(*first), keys(*second)}


def test_the_same_day_in_two_towns_is_two() -> None:
    here = [told(shelling(places=BRAE), name) for name in "ab"]
    there = [told(shelling(places=TARN), name) for name in "cd"]

    assert together(group([*here, *there])) == {keys(*here), keys(*there)}


def test_a_report_without_a_town_does_not_chain_two_towns_together() -> None:
    here, there = told(shelling(places=BRAE), "a"), told(shelling(places=TARN), "b")
    vague = told(shelling(), "c")

    found = together(group([here, there, vague]))

    assert len(found) == 2
    assert not any(keys(here, there) <= members for members in found)


def test_a_report_without_a_day_does_not_chain_two_days_together() -> None:
    first = told(shelling(places=BRAE), "a", "2024-03-06")
    second = told(shelling(places=BRAE, when=days("2024-03-06")), "b", "2024-03-06")
    vague = [told(shelling(places=BRAE, when=days("2024-03-05", "2024-03-06", said=False)), name, "2024-03-06") for name in "cdef"]

    found = together(group([first, second, *vague]))

    assert not any(keys(first, second) <= members for members in found)


def test_what_is_recalled_with_its_day_belongs_to_what_another_told_as_news() -> None:
    news = told(shelling(places=BRAE), "a")
    recalled = told(shelling(places=BRAE, background=True), "b", "2024-06-01")

    (found,) = group([news, recalled]).incidents

    assert not found.background
    assert found.texts == 2


def test_a_planned_meeting_is_not_the_meeting_held() -> None:
    held = told(claim(10, "CONSULT", "ARM AZE", date=DAY), "a")
    planned = told(claim(10, "CONSULT", "ARM AZE", date=DAY, reality="planned"), "b", "2024-03-03")

    assert together(group([held, planned])) == {keys(held), keys(planned)}


def test_a_speech_act_makes_an_incident_only_where_several_tell_of_it() -> None:
    alone = told(claim(10, "ACCUSE", "ARM", "AZE", date=DAY), "a")
    again = told(claim(10, "ACCUSE", "ARM", "AZE", date=DAY), "b")
    back = told(claim(10, "ACCUSE", "AZE", "ARM", date=DAY), "c")

    assert group([alone]).incidents == ()
    assert together(group([alone, again, back])) == {keys(alone, again)}


def test_no_claims_no_incidents() -> None:
    assert group([]) == Grouping()


# --- copies -----------------------------------------------------------------------------------------------------------


def test_a_claim_of_a_copy_is_a_reprint_and_an_edited_one_its_own() -> None:
    first = told(shelling(places=BRAE), "a", sentence="one")
    second = told(shelling(90, says="AZE", places=BRAE), "a", sentence="two")
    same = told(shelling(places=BRAE, when=days("2024-03-06")), "b", "2024-03-06", sentence="one")
    edited = told(shelling(90, says="AZE", places=BRAE), "b", "2024-03-06", sentence="two, cut short")

    grouping = group([first, second, same, edited], copies=[Copy("b", "a", 0.9)])

    assert [(r.claim, r.of) for r in grouping.reprints] == [(same.claim.key, first.claim.key)]
    (found,) = grouping.incidents
    assert set(found.incident.claims) == keys(first, second, edited)
    assert found.texts == 1  # a copy is no text of its own


def test_another_reading_of_the_same_sentence_is_no_reprint() -> None:
    first = told(shelling(places=BRAE), "a", sentence="one")
    other = told(shelling(who="AZE", whom="ARM", places=BRAE), "b", sentence="one")

    assert group([first, other], copies=[Copy("b", "a", 0.9)]).reprints == ()


def test_the_second_of_two_equal_claims_repeats_the_second() -> None:
    ours = [told(shelling(at), "a", sentence="one") for at in (10, 300)]
    theirs = [told(shelling(at), "b", sentence="one") for at in (20, 310)]

    found = group([*reversed(ours), *theirs], copies=[Copy("b", "a", 0.9)]).reprints

    assert {r.claim: r.of for r in found} == {t.claim.key: o.claim.key for o, t in zip(ours, theirs, strict=True)}


# --- judgements -------------------------------------------------------------------------------------------------------


def test_what_a_person_calls_the_same_is_one_incident_whatever_forbids_it() -> None:
    here, there = told(shelling(places=BRAE), "a"), told(shelling(places=TARN, when=days("2024-03-09")), "b", "2024-03-09")

    (found,) = group([here, there], [decision(1, "same", here, there)]).incidents

    assert set(found.incident.claims) == keys(here, there)
    assert (found.first, found.last) == (date(2024, 3, 5), date(2024, 3, 9))


def test_what_a_person_calls_different_stays_apart() -> None:
    one, other = told(shelling(places=BRAE), "a"), told(shelling(places=BRAE), "b")
    third = told(shelling(places=BRAE), "c")

    found = together(group([one, other, third], [decision(1, "different", one, other)]))

    assert len(found) == 2
    assert not any(keys(one, other) <= members for members in found)


def test_a_corrected_day_moves_a_claim() -> None:
    one, other = told(shelling(places=BRAE), "a"), told(shelling(places=BRAE, when=days("2024-03-12")), "b", "2024-03-12")

    assert len(group([one, other]).incidents) == 2
    assert len(group([one, other], [decision(1, "correct", other, field="date", value='"2024-03-05"')]).incidents) == 1


def test_background_by_judgement() -> None:
    one = told(shelling(places=BRAE), "a")

    (found,) = group([one], [decision(1, "background", one)]).incidents

    assert found.background


# --- a whole month ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("said", [True, False])
def test_daily_shelling_is_not_one_incident_of_a_month(said: bool) -> None:
    """Windows of two days overlap from day to day; a chain of links must not make them one."""
    claims = []
    for day in range(1, 29):
        first, last = f"2024-03-{day:02}", f"2024-03-{day + 1:02}"
        when = days(first) if said else days(first, last, said=False)
        claims += [told(shelling(when=when, places=BRAE), f"{name}{day}", last) for name in "ab"]

    found = group(claims).incidents

    assert all(h.first is not None and h.last is not None and (h.last - h.first).days <= 2 for h in found)
    assert len(found) >= (28 if said else 9)


def test_incidents_are_sorted_by_key() -> None:
    found = group([told(shelling(places=BRAE, when=days(f"2024-03-{d:02}")), f"d{d}") for d in range(1, 20)]).incidents

    assert all(a.incident.key < b.incident.key for a, b in pairwise(found))
