"""Bringing a grouping up to date: any order and any split of a corpus gives what a rebuild gives."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_corpus import FIRST, corpus, fetching, judgements
from msgspec.structs import replace

from dragoman.model.corpus import Judgement, Told
from dragoman.model.grouped import Copy, Grouping
from dragoman.reconcile.corpus import group
from dragoman.reconcile.update import Known, applied, update

CHANCE = st.randoms(use_true_random=False)


def latest(claims: Sequence[Told]) -> Known:
    return Known(today=max((one.published for one in claims if one.published), default=None))


def judged(claims: Sequence[Told], *decisions: Sequence[Judgement]) -> list[Told]:
    named = {claim for some in decisions for judgement in some for claim in judgement.claims}
    return [one for one in claims if one.claim.key in named]


def among(copies: Sequence[Copy], claims: Sequence[Told]) -> tuple[Copy, ...]:
    """The copies known so far: both texts are there."""
    there = {one.document for one in claims}
    return tuple(c for c in copies if c.document in there and c.original in there)


@settings(max_examples=60, deadline=None)
@given(CHANCE)
def test_the_order_of_claims_makes_no_difference(chance: random.Random) -> None:
    claims, copies = corpus(chance)
    decisions = judgements(chance, claims)
    expected = group(claims, decisions, copies)
    chance.shuffle(claims)
    chance.shuffle(copies)
    chance.shuffle(decisions)

    assert group(claims, decisions, copies) == expected


@settings(max_examples=120, deadline=None)
@given(CHANCE)
def test_any_split_into_batches_gives_what_a_rebuild_gives(chance: random.Random) -> None:
    claims, copies = corpus(chance, documents=chance.randint(2, 16))
    documents = sorted({one.document for one in claims})
    chance.shuffle(documents)
    there: list[Told] = []
    known, grouping = Known(), Grouping()
    decisions: list[Judgement] = []
    while documents:
        batch, documents = documents[:4], documents[4:]
        new = [one for one in claims if one.document in batch]
        there += new
        before, decisions = decisions, (judgements(chance, there, chance.randint(0, 4)) if chance.random() < 0.5 else decisions)
        after = replace(latest(there), judgements=tuple(decisions), copies=among(copies, there))
        changed = update(known, after, new, (), judged(there, before, decisions), grouping.commitments, fetching(there))
        grouping, known = applied(grouping, changed), after

        assert grouping == group(there, decisions, after.copies, after.today)


@settings(max_examples=60, deadline=None)
@given(CHANCE)
def test_documents_that_are_dated_anew_or_go(chance: random.Random) -> None:
    claims, copies = corpus(chance)
    known = replace(latest(claims), copies=tuple(copies))
    grouping = group(claims, (), copies, known.today)
    gone, moved = chance.sample(sorted({one.document for one in claims}), 2)
    retired = [one for one in claims if one.document in {gone, moved}]
    new = [replace(one, published=FIRST, claim=replace(one.claim, date=None)) for one in claims if one.document == moved]
    there = [one for one in claims if one.document not in {gone, moved}] + new
    after = replace(latest(there), copies=among(copies, there))

    changed = update(known, after, new, retired, (), grouping.commitments, fetching(there))

    assert applied(grouping, changed) == group(there, (), after.copies, after.today)


def test_nothing_new_changes_nothing() -> None:
    claims, copies = corpus(random.Random(3))
    known = replace(latest(claims), copies=tuple(copies))
    grouping = group(claims, (), copies, known.today)

    changed = update(known, known, (), (), (), grouping.commitments, fetching(claims))

    assert not changed.gone
    assert not changed.incidents
    assert not changed.commitments


@pytest.mark.parametrize("seed", range(5))
def test_a_small_batch_fetches_only_its_neighbourhood(seed: int) -> None:
    """Claims of another year are never asked for."""
    claims, _ = corpus(random.Random(seed), documents=20)
    old = [replace(one, document="old " + one.document, claim=_a_year_before(one)) for one in claims]
    new = [one for one in claims if one.document == "d0"]
    asked: list[Told] = []
    store = fetching([*claims, *old])

    def counted(wanted: Sequence[int]) -> list[Told]:
        found = store(wanted)
        asked.extend(found)
        return found

    before = group([one for one in (*claims, *old) if one.document != "d0"])
    update(latest(claims), latest(claims), new, (), (), before.commitments, counted)

    assert asked
    assert not [one for one in asked if one.document.startswith("old ")]


def _a_year_before(one: Told):  # type: ignore[no-untyped-def]  # a claim
    when = one.claim.date
    moved = None if when is None else replace(when, first=when.first.replace(year=2020), last=when.last.replace(year=2020))
    return replace(one.claim, key="old" + one.claim.key, date=moved)
