"""Tolls: later figures of one claimant, and best, low and high by the stated rule."""

from __future__ import annotations

import pytest
from made_claims import claim, toll
from made_corpus import told
from msgspec.structs import replace

from dragoman.model.event import Casualty
from dragoman.model.grouped import Toll
from dragoman.reconcile.facts import Facts, Pool, told_facts
from dragoman.reconcile.tolls import RULE, tolls

POOL = Pool()


def counted(published: str, *harmed: Casualty, says: str = "narrator", at: int = 10, stance: str = "asserts") -> Facts:
    made = claim(at, who="ARM", whom="AZE", says=says, casualties=harmed, stance=stance)  # type: ignore[arg-type]  # a stance
    return told_facts(told(made, f"{published} {says} {at}", published), POOL)


def killed(*claims: Facts) -> Toll:
    ordered = sorted(claims, key=lambda c: c.order)
    (found,) = [t for t in tolls(ordered) if t.kind == "killed"]
    return found


def test_one_figure() -> None:
    found = killed(counted("2024-03-05", toll("killed", 3, 3, "AZE.MIL")))

    assert (found.whose, found.best, found.low, found.high) == (("AZE",), 3, 3, 3)
    assert found.rule == RULE


def test_a_later_figure_of_the_same_claimant_takes_the_place_of_the_earlier() -> None:
    first = counted("2024-03-05", toll("killed", 5, 5), says="AZE")
    revised = counted("2024-03-06", toll("killed", 2, 2), says="AZE.MIL")

    found = killed(first, revised)

    assert (found.best, found.low, found.high) == (2, 2, 2)
    assert {f.claim: f.superseded_by for f in found.figures} == {first.key: revised.key, revised.key: None}


def test_as_of_goes_before_the_day_of_publication() -> None:
    late_print = counted("2024-03-09", replace(toll("killed", 5, 5), as_of=__import__("datetime").date(2024, 3, 5)), says="AZE")
    newer = counted("2024-03-07", toll("killed", 8, 8), says="AZE")

    assert killed(late_print, newer).best == 8


def test_who_only_repeats_a_figure_that_its_author_has_replaced_does_not_stand() -> None:
    first = counted("2024-03-05", toll("killed", 5, 5), says="AZE")
    wire = counted("2024-03-05", toll("killed", 5, 5))
    revised = counted("2024-03-06", toll("killed", 2, 2), says="AZE")
    after = counted("2024-03-07", toll("killed", 5, 5), says="RUS")

    found = killed(first, wire, revised, after)

    assert {f.claim for f in found.figures if f.superseded_by is not None} == {first.key, wire.key}
    assert (found.low, found.high) == (2, 5)


def test_figures_of_two_claimants_stand_side_by_side() -> None:
    found = killed(counted("2024-03-05", toll("killed", 3, 3), says="AZE"), counted("2024-03-05", toll("killed", 9, 9), says="ARM"))

    assert (found.low, found.high) == (3, 9)
    assert {f.voice for f in found.figures} == {"AZE", "ARM"}


@pytest.mark.parametrize(
    ("numbers", "best"),
    [
        ((("narrator", 7), ("AZE", 7), ("ARM", 2)), 7),
        ((("AZE", 7), ("ARM", 2)), 2),
    ],
    ids=["most claimants", "the lowest of equals"],
)
def test_best_is_what_most_claimants_give(numbers: tuple[tuple[str, int], ...], best: int) -> None:
    assert killed(*(counted("2024-03-05", toll("killed", n, n), says=who) for who, n in numbers)).best == best


def test_of_equally_many_the_latest() -> None:
    early, late = counted("2024-03-05", toll("killed", 2, 2), says="ARM"), counted("2024-03-06", toll("killed", 7, 7), says="AZE")

    assert killed(early, late).best == 7


@pytest.mark.parametrize(
    ("ranges", "low", "high"),
    [
        (((13, None),), 13, None),
        (((13, None), (21, 21)), 13, 21),
        (((30, None), (21, 21)), 21, None),
        (((None, 5), (3, 3)), 0, 5),
    ],
)
def test_open_ends(ranges: tuple[tuple[int | None, int | None], ...], low: int, high: int | None) -> None:
    voices = ("AZE", "ARM")
    found = killed(*(counted("2024-03-05", toll("killed", a, b), says=v) for (a, b), v in zip(ranges, voices, strict=False)))

    assert (found.low, found.high) == (low, high)


def test_kinds_and_sides_are_counted_apart_and_an_unnamed_side_is_the_only_one_named() -> None:
    one = counted("2024-03-05", toll("killed", 3, 3, "AZE"), toll("wounded", 9, 9, "AZE"))
    other = counted("2024-03-05", toll("killed", 4, 4), says="RUS")

    found = {(t.kind, t.whose): len(t.figures) for t in tolls([one, other])}

    assert found == {("killed", ("AZE",)): 2, ("wounded", ("AZE",)): 1}
    both = tolls([one, other, counted("2024-03-05", toll("killed", 1, 1, "ARM"), says="ARM")])
    assert [(t.kind, t.whose) for t in both] == [("killed", ()), ("killed", ("ARM",)), ("killed", ("AZE",)), ("wounded", ("AZE",))]


def test_what_is_denied_or_doubted_counts_nobody() -> None:
    assert (
        tolls(
            [counted("2024-03-05", toll("killed", 3, 3), stance="denies"), counted("2024-03-05", toll("killed", 3, 3), stance="doubts")]
        )
        == ()
    )
