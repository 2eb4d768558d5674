"""Threats, and demands put as a duty."""

from __future__ import annotations

import pytest

from extract.sentences import acts, claims, codes, only, words


@pytest.mark.parametrize(
    ("text", "doer", "against"),
    [
        ("Iran vowed to attack Israel.", ["IRN"], ["ISR"]),
        ("Sudan warned that it would attack Chad.", ["SDN"], ["TCD"]),
        ("Chad's president promised that the army would attack Boko Haram.", ["TCD"], ["BOKOHARAM"]),
        ("Eritrea threatened to attack Ethiopia.", ["ERI"], ["ETH"]),
    ],
)
def test_a_vow_of_force_is_a_threat(text: str, doer: list[str], against: list[str]) -> None:
    threat = only(text, "THREATEN")

    assert (codes(threat.actors), codes(threat.recipients), threat.mode) == (doer, against, "violence")
    assert (threat.reality, threat.voice.codes) == ("actual", ("narrator",))
    assert claims(text, "AGREE") == []


@pytest.mark.parametrize(
    "text",
    [
        "Iran vowed to respect the deal.",
        "Peru promised to withdraw its troops from the border.",
        "Sudan warned that Chad would attack Niger.",
        "Sudan said it had attacked Chad.",
    ],
)
def test_other_vows_and_warnings_are_no_threat(text: str) -> None:
    assert claims(text, "THREATEN") == []


def test_a_promise_of_what_is_no_force_stays_an_agreement() -> None:
    assert codes(only("Peru promised to withdraw its troops from the border.", "AGREE").actors) == ["PER"]


@pytest.mark.parametrize(
    ("text", "doer", "of"),
    [
        ("The UN said that Israel must withdraw from Rafah.", ["IGO:UN"], ["ISR"]),
        ("Ukraine's government said Russia must withdraw from Kherson.", ["UKR"], ["RUS"]),
    ],
)
def test_a_duty_laid_on_somebody_is_a_demand(text: str, doer: list[str], of: list[str]) -> None:
    demand = only(text, "REQUEST")

    assert (codes(demand.actors), codes(demand.recipients), demand.mode) == (doer, of, "yield")
    assert words(text, demand.span) == "said"
    assert [a.reality for a in acts(text, "RETREAT")] == ["requested"]


@pytest.mark.parametrize(
    "text",
    ["The UN said that prices must fall.", "Israel must withdraw from Rafah.", "The UN said that Israel had left Rafah."],
)
def test_without_a_speaker_or_somebody_bound_there_is_no_demand(text: str) -> None:
    assert claims(text, "REQUEST") == []


def test_a_demand_with_a_verb_of_its_own_is_told_once() -> None:
    assert len(claims("France demanded that Mali must release the prisoners.", "REQUEST")) == 1


def test_a_refusal_is_meant_for_whom_the_act_ahead_names() -> None:
    refusal, _ = acts("Eritrea refused to attack Ethiopia.")

    assert (refusal.type, codes(refusal.recipients)) == ("REJECT", ["ETH"])
