"""One claim per voice and happening."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_claims import claim, days, since, toll, town
from msgspec.structs import replace

from dragoman.model.claim import Claim
from dragoman.model.event import Framing
from dragoman.reconcile.merge import merge, parties, same


def test_a_state_and_its_organs_are_one_party_and_its_rebels_another() -> None:
    codes = ["ARM.MIL", "ARM.GOV", "ARM", "IGO:UN", "UNK", "HAMAS.REB", "SYR.CVL", "SYR.REB"]

    assert parties(codes) == {"ARM", "IGO:UN", "HAMAS.REB", "SYR.CVL", "SYR.REB"}


def test_a_headline_and_its_body_are_one_claim_at_the_place_that_says_most() -> None:
    headline = claim(0, who="ARM", whom="AZE")
    body = claim(90, who="ARM.MIL", whom="AZE.MIL", mode="firearms", places=town("Kelbajar"))

    (merged,) = merge([headline, body])

    assert merged.key == body.key
    assert merged.span == body.span
    assert merged.mode == "firearms"


def test_a_headline_that_says_more_keeps_its_place_and_takes_what_only_the_body_says() -> None:
    headline = claim(0, who="ARM", whom="AZE", mode="drone", places=town("Lachin"), date=days("2021-03-05"))
    body = claim(90, who="ARM", whom="AZE", casualties=(toll("wounded", 2, 2, "AZE"),))

    (merged,) = merge([headline, body])

    assert merged.key == headline.key
    assert [(c.kind, c.low) for c in merged.casualties] == [("wounded", 2)]


def test_between_equals_the_later_one_which_is_the_bodys_is_kept() -> None:
    (merged,) = merge([claim(0, who="ARM", whom="AZE"), claim(50, who="ARM", whom="AZE")])

    assert merged.span == (50, 55)


def test_a_day_that_the_text_gives_wins_over_the_day_of_the_report() -> None:
    told = claim(0, who="ARM", whom="AZE", date=days("2021-03-05"))
    undated = claim(
        50, who="ARM", whom="AZE", places=town("Lachin"), mode="drone",
        date=days("2021-03-04", "2021-03-05", said=False),
    )  # fmt: skip

    (merged,) = merge([told, undated])

    assert merged.key == undated.key
    assert merged.date == told.date


def test_framings_of_both_are_kept() -> None:
    one = replace(claim(0, "COERCE", "AZE", "ARM"), framing=(Framing("liberated", (0, 9)),))
    other = replace(claim(50, "COERCE", "AZE", "ARM"), framing=(Framing("occupied", (50, 58)),))

    (merged,) = merge([one, other])

    assert {f.word for f in merged.framing} == {"liberated", "occupied"}


BASE = claim(0, who="ARM", whom="AZE", mode="firearms", date=days("2021-03-05"), places=town("Lachin"))


@pytest.mark.parametrize(
    "change",
    [
        {"type": "COERCE"},
        {"stance": "denies"},
        {"reality": "planned"},
        {"background": True},
        {"mode": "aerial"},
        {"voice": claim(0, says="AZE.MIL").voice},
        {"actors": claim(0, who="TUR").actors},
        {"recipients": claim(0, who="GEO").actors},
        {"date": days("2021-03-06")},
        {"places": town("Shusha")},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_slot_that_contradicts_keeps_claims_apart(change: dict[str, object]) -> None:
    other = replace(BASE, key="other", span=(60, 65), **change)

    assert not same(BASE, other)
    assert len(merge([BASE, other])) == 2


@pytest.mark.parametrize(
    "change",
    [
        {"mode": None},
        {"recipients": ()},
        {"date": None},
        {"date": days("2021-03-04", "2021-03-06", grain="range")},
        {"date": since("2021-03-01")},
        {"places": ()},
        {"places": town("LACHIN")},
        {"actors": claim(0, who="ARM.MIL").actors},
        {"actors": claim(0, who="UNK").actors},
        {"casualties": (toll("killed", 3, 3, "AZE"),)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_slot_that_one_leaves_open_unifies(change: dict[str, object]) -> None:
    other = replace(BASE, key="other", span=(60, 65), **change)

    assert same(BASE, other)
    assert len(merge([BASE, other])) == 1


def test_different_numbers_of_the_same_people_are_two_claims() -> None:
    three = claim(0, who="ARM", whom="AZE", casualties=(toll("killed", 3, 3, "AZE"),))
    twelve = claim(50, who="ARM", whom="AZE", casualties=(toll("killed", 12, 12, "AZE"),))
    wounded = claim(90, who="ARM", whom="AZE", casualties=(toll("wounded", 12, 12, "AZE"),))

    assert not same(three, twelve)
    assert same(three, wounded)


def test_voices_of_one_state_are_one_voice() -> None:
    assert same(claim(0, who="AZE", says="ARM.MIL"), claim(9, who="AZE", says="ARM.GOV"))
    assert not same(claim(0, who="AZE", says="ARM.MIL"), claim(9, who="AZE", says="ARM.MIL AZE.MIL"))


@pytest.mark.parametrize("one", ["SYR.REB", "SYR.OPP", "SYR.CVL"])
def test_a_state_and_those_who_are_not_its_organs_are_different(one: str) -> None:
    assert not same(claim(0, who="TUR", says="SYR.MIL"), claim(9, who="TUR", says=one))
    assert not same(claim(0, who="SYR.MIL"), claim(9, who=one))


def test_an_empty_list_merges_to_nothing() -> None:
    assert merge([]) == ()


# --- properties -------------------------------------------------------------------------------------------------------

CODES = st.sampled_from(["", "ARM", "AZE", "ARM AZE", "RUS"])


@st.composite
def claims(draw: st.DrawFn) -> list[Claim]:
    number = draw(st.integers(0, 7))
    return [
        claim(
            100 * at,
            draw(st.sampled_from(["ASSAULT", "CONSULT"])),
            draw(CODES),
            draw(CODES),
            draw(st.sampled_from(["narrator", "ARM", "AZE"])),
            mode=draw(st.sampled_from([None, "aerial", "drone"])),
            places=draw(st.sampled_from([(), town("Lachin"), town("Shusha")])),
        )
        for at in range(number)
    ]


@given(claims())
def test_merging_invents_nothing_and_stands_in_the_order_of_the_text(found: list[Claim]) -> None:
    merged = merge(found)

    assert {c.key for c in merged} <= {c.key for c in found}
    assert [c.span for c in merged] == sorted(c.span for c in merged)
    assert {(c.type, c.voice) for c in merged} == {(c.type, c.voice) for c in found}
    for slot in ("places", "mode"):
        said = {getattr(c, slot) for c in found}
        assert {getattr(c, slot) for c in merged} <= said


@given(st.data())
def test_two_claims_merge_alike_in_either_order(data: st.DataObject) -> None:
    found = data.draw(claims())[:2]

    assert merge(found) == merge(found[::-1])


@given(claims())
def test_being_the_same_is_mutual(found: list[Claim]) -> None:
    for one, other in itertools.combinations(found, 2):
        assert same(one, other) is same(other, one)
    assert all(same(c, c) for c in found)
