"""Decisions: what they correct, what they tie and part, and which of two that contradict each other stands."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from made_claims import claim, days
from made_corpus import told

from dragoman.errors import InputError
from dragoman.model.corpus import Judgement, Verdict
from dragoman.reconcile.judged import CORRECTABLE, Decided, corrected, in_force

CLAIM = claim(10, who="ARM", whom="AZE", date=days("2024-03-05"))


def judged(
    number: int, verdict: Verdict, *claims: str, field: str | None = None, value: str | None = None, undoes: str | None = None
) -> Judgement:
    return Judgement(f"j{number}", verdict, claims, "ana", datetime(2024, 4, 1, number, tzinfo=UTC), field, value, None, undoes)


def tied(decided: Decided, *claims: str) -> bool:
    return len({decided.chief(claim) for claim in claims}) == 1


# --- same and different -----------------------------------------------------------------------------------------------


def test_what_is_the_same_is_the_same_transitively() -> None:
    decided = Decided([judged(1, "same", "a", "b"), judged(2, "same", "b", "c", "d")])

    assert tied(decided, "a", "b", "c", "d")
    assert decided.chief("d") == "a"
    assert decided.chief("x") == "x"


@pytest.mark.parametrize("later", ["same", "different"])
def test_the_later_of_two_that_contradict_each_other_wins(later: Verdict) -> None:
    earlier: Verdict = "different" if later == "same" else "same"
    decided = Decided([judged(2, later, "a", "b"), judged(1, earlier, "a", "b")])

    assert tied(decided, "a", "b") == (later == "same")
    assert bool(decided.different) == (later == "different")


def test_a_chain_that_an_even_later_decision_parts_is_not_closed() -> None:
    decided = Decided([judged(1, "same", "a", "b"), judged(2, "same", "b", "c"), judged(3, "different", "a", "c")])

    assert not tied(decided, "a", "c")
    assert tied(decided, "b", "c")


def test_parted_groups_stay_parted_when_they_grow() -> None:
    decided = Decided([judged(3, "different", "b", "c"), judged(2, "same", "b", "a"), judged(1, "same", "c", "a")])

    assert decided.different == {("a", "c")}


def test_what_is_taken_back_says_nothing() -> None:
    given = [judged(1, "same", "a", "b"), judged(2, "different", "a", "b"), judged(3, "accept", "a", undoes="j2")]

    assert [j.key for j in in_force(given)] == ["j1"]
    assert tied(Decided(given), "a", "b")


# --- corrections ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [
        ("type", '"COERCE"', "COERCE"),
        ("mode", '"drone"', "drone"),
        ("mode", "null", None),
        ("stance", '"denies"', "denies"),
        ("reality", '"planned"', "planned"),
        ("background", "true", True),
    ],
)
def test_a_plain_field(field: str, value: str, shown: object) -> None:
    assert getattr(corrected(CLAIM, field, value), field) == shown


def test_parties_places_and_days_in_short_or_as_in_a_ledger() -> None:
    assert [a.code for a in corrected(CLAIM, "actors", '["SYR.MIL", {"code": "RUS", "name": "Russia"}]').actors] == ["SYR.MIL", "RUS"]
    assert [p.name for p in corrected(CLAIM, "places", '["Brae", {"span": null, "name": "Tarn"}]').places] == ["Brae", "Tarn"]
    assert corrected(CLAIM, "voice", '"ARM.MIL"').voice.codes == ("ARM.MIL",)
    when = corrected(CLAIM, "date", '"2024-03-07"').date
    assert when is not None
    assert (when.first, when.last, when.grain) == (date(2024, 3, 7), date(2024, 3, 7), "day")
    assert corrected(CLAIM, "date", "null").date is None
    open_end = corrected(CLAIM, "date", '["2024-03-07", null]').date
    assert open_end is not None
    assert open_end.last is None
    assert corrected(CLAIM, "casualties", '[{"kind": "killed", "low": 3, "high": 3}]').casualties[0].low == 3


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("key", '"x"'),
        ("span", "[0, 1]"),
        ("type", '"WAR"'),
        ("stance", '"hopes"'),
        ("actors", "3"),
        ("actors", "[3]"),
        ("date", '"soon"'),
        ("date", '["2024-03-07"]'),
        ("background", '"yes"'),
        ("places", "not json"),
    ],
)
def test_what_is_no_value_of_a_field_is_refused(field: str, value: str) -> None:
    with pytest.raises(InputError):
        corrected(CLAIM, field, value)


def test_every_field_that_can_be_corrected_is_one_of_a_claim() -> None:
    assert set(CORRECTABLE) <= set(CLAIM.__struct_fields__)


def test_corrections_are_applied_in_the_order_in_which_they_were_made() -> None:
    one = told(CLAIM)
    key = one.claim.key
    decided = Decided([
        judged(2, "correct", key, field="mode", value='"drone"'),
        judged(1, "correct", key, field="mode", value='"aerial"'),
        judged(3, "background", key),
    ])  # fmt: skip

    assert decided.applied(one).claim.mode == "drone"
    assert decided.applied(one).claim.background
    assert decided.applied(told(CLAIM, "another")).claim.mode is None


def test_a_correction_that_cannot_be_names_its_judgement() -> None:
    one = told(CLAIM)
    decided = Decided([judged(1, "correct", one.claim.key, field="type", value='"WAR"')])

    with pytest.raises(InputError, match="judgement j1"):
        decided.applied(one)
