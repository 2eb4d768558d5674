"""Blocks and pairs: who meets whom, that it stays bounded, and that no order changes it."""

from __future__ import annotations

import random
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_claims import claim, days, toll
from made_corpus import corpus, place, told

from dragoman.model.claim import Claim
from dragoman.model.corpus import Told
from dragoman.reconcile.candidates import CROWD, DOCUMENT, MOST, REACH, WEEK, YEARS, blocks, document_block, pairs, places_in
from dragoman.reconcile.facts import Facts, Pool, told_facts

DAY = days("2024-03-05")


def meet(one: Told, other: Told) -> bool:
    return not set(blocks(one)).isdisjoint(blocks(other))


def shot(who: str = "ARM", whom: str = "AZE", at: int = 10, **more: object) -> Claim:
    more.setdefault("date", DAY)
    return claim(at, who=who, whom=whom, **more)  # type: ignore[arg-type]  # keywords of made_claims.claim


def facts_of(claims: list[Told]) -> list[Facts]:
    pool = Pool()
    return [told_facts(one, pool) for one in claims]


def compared(facts: list[Facts]) -> set[tuple[str, str]]:
    """The pairs of all blocks, by key."""
    by_place: dict[tuple[int, int], list[int]] = {}
    for i, one in enumerate(facts):
        for found in places_in(one):
            by_place.setdefault(found, []).append(i)
    found = set()
    for (bucket, _), members in by_place.items():
        for one, other in pairs(members, facts, bucket):
            found.add(tuple(sorted((facts[one].key, facts[other].key))))
    return found  # type: ignore[return-value]  # pairs of two


# --- blocks -----------------------------------------------------------------------------------------------------------


def test_numbers_of_64_bits_sorted_and_the_same_every_time() -> None:
    one = told(shot(places=(place("Brae"),)))

    assert list(blocks(one)) == sorted(set(blocks(one)))
    assert all(0 <= number < 2**64 for number in blocks(one))
    assert blocks(one) == blocks(told(shot(places=(place("Brae"),))))
    assert document_block("a") in blocks(one)


def test_a_claim_has_few_blocks() -> None:
    """They are stored with every claim: two parties in one place stand in one pair, two parties, two names of a place."""
    assert len(blocks(told(shot(places=(place("Brae"),))))) == 6


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (shot(), shot("AZE", "ARM")),
        (shot(), shot(whom="")),
        (shot(), shot("", "AZE.CVL")),
        (shot(), claim(10, says="ARM", stance="denies", date=DAY)),
        (shot(places=(place("Brae"),)), shot("SYR", "", places=(place("Brae"),))),
        (shot(date=days("2024-03-05")), shot(date=days("2024-03-06", "2024-03-07", said=False))),
        (shot(date=days("2024-03-05")), shot(date=days("2024-03-01", "2024-03-31", grain="month"))),
        (claim(1, "AGREE", "ARM AZE", date=DAY), claim(1, "AGREE", "", mediators="ARM", date=DAY)),
        (claim(1, "COERCE", "", says="ARM", date=DAY), claim(1, "COERCE", "", says="ARM.GOV", date=DAY)),
    ],
)
def test_what_meets(one: Claim, other: Claim) -> None:
    assert meet(told(one, "a"), told(other, "b"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (shot(), shot("SYR", "SYR.REB")),
        (shot(), shot(date=days("2024-03-19"))),
        (shot(), shot(date=None)),
        (shot(), claim(10, "COERCE", "ARM", "AZE", date=DAY)),
        (shot(), shot(date=days("2024-01-01", "2024-12-31", grain="year"))),
    ],
)
def test_what_never_meets(one: Claim, other: Claim) -> None:
    assert not meet(told(one, "a"), told(other, "b"))


def test_claims_of_one_report_always_meet() -> None:
    assert meet(told(shot()), told(claim(90, date=None)))


def test_a_list_of_ten_towns_gives_no_more_blocks_than_four() -> None:
    towns = tuple(place(f"Town {letter}{letter}{letter}") for letter in "bcdfghjklm")

    assert len(blocks(told(shot(places=towns)))) <= 1 + 3 + 2 * MOST


# --- pairs ------------------------------------------------------------------------------------------------------------


def test_claims_on_different_days_of_one_week_are_not_compared() -> None:
    facts = facts_of([told(shot(date=days("2024-03-05")), "a"), told(shot(date=days("2024-03-07")), "b")])

    assert compared(facts) == set()


def test_what_has_happened_is_not_compared_with_what_is_to_come() -> None:
    meetings = [claim(1, "CONSULT", "ARM AZE", date=DAY), claim(1, "CONSULT", "ARM AZE", date=DAY, reality="planned")]
    facts = facts_of([told(one, name) for one, name in zip(meetings, "ab", strict=True)])

    assert compared(facts) == set()


def test_a_pair_comes_from_one_bucket_only() -> None:
    """Two claims whose days lie over a Sunday stand together in two weeks."""
    over = days("2024-03-09", "2024-03-11", grain="range")
    facts = facts_of([told(shot(date=over), "a"), told(shot(date=over), "b")])
    buckets = {bucket for bucket, _ in places_in(facts[0])} - {DOCUMENT}
    giving = [bucket for bucket in buckets if list(pairs([0, 1], facts, bucket))]

    assert len(buckets) == 2
    assert giving == [min(buckets)]
    assert min(buckets) == (facts[0].first or 0) // WEEK


def test_years_meet_equal_years_only() -> None:
    year = days("2020-01-01", "2020-12-31", grain="year")
    facts = facts_of([told(shot(date=year), "a"), told(shot(date=year), "b"), told(shot(), "c")])

    assert {bucket for bucket, _ in places_in(facts[0])} == {DOCUMENT, YEARS}
    assert len(compared(facts)) == 1


@pytest.mark.parametrize("spread", ["all alike", "towns", "tolls"])
def test_pairs_stay_bounded_in_a_huge_block(spread: str) -> None:
    count = 1500
    made = []
    for i in range(count):
        places = (place(f"Place {chr(98 + i % 20)}{chr(98 + i // 20 % 20)}z"),) if spread == "towns" else ()
        harmed = (toll("killed", i % 300, i % 300),) if spread == "tolls" else ()
        made.append(told(shot(places=places, casualties=harmed), f"d{i}"))
    facts = facts_of(made)

    assert len(compared(facts)) <= count * (CROWD + 3 * REACH)


def test_in_a_huge_block_those_of_one_spot_still_meet() -> None:
    crowd = [told(shot(who="ARM", whom="AZE"), f"d{i}") for i in range(300)]
    here = [told(shot(places=(place("Brae", at=10),)), name) for name in ("x", "y")]
    facts = facts_of([*crowd, *here])

    assert tuple(sorted(one.key for one in facts[-2:])) in compared(facts)


@settings(max_examples=30, deadline=None)
@given(st.randoms(use_true_random=False))
def test_neither_the_order_nor_the_number_of_claims_elsewhere_changes_the_pairs(chance: random.Random) -> None:
    claims, _ = corpus(chance, documents=30)
    expected = compared(facts_of(claims))
    chance.shuffle(claims)

    assert compared(facts_of(claims)) == expected


@settings(max_examples=30, deadline=None)
@given(st.randoms(use_true_random=False))
def test_pairs_that_are_compared_share_a_stored_block(chance: random.Random) -> None:
    claims, _ = corpus(chance, documents=10)
    of_key = {one.claim.key: set(blocks(one)) for one in claims}

    for one, other in compared(facts_of(claims)):
        assert not of_key[one].isdisjoint(of_key[other])


@settings(max_examples=20, deadline=None)
@given(st.randoms(use_true_random=False))
def test_a_few_claims_of_a_block_all_meet(chance: random.Random) -> None:
    """In a small corpus no pair is left out that shares a day, a standing and a block."""
    claims, _ = corpus(chance, documents=5, most=2)
    facts = facts_of(claims)
    found = compared(facts)
    for one, other in combinations(facts, 2):
        same = one.type == other.type and one.standing == other.standing and one.first is not None
        if same and one.said and other.said and (one.first, one.last) == (other.first, other.last) and one.camps & other.camps:
            assert tuple(sorted((one.key, other.key))) in found
