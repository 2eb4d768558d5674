"""Parties that a later mention leaves open, because the text has told them."""

from __future__ import annotations

import pytest

import dragoman
from dragoman.model.claim import Claim
from extract.sentences import codes

RAID = "Niger's army raided the village of Bol on Monday, killing six. "
BOMBING = "Chad bombed Geneina on Sunday. "


def last(text: str, kind: str, stance: str = "asserts") -> Claim:
    return [c for c in dragoman.read(text).claims if (c.type, c.stance) == (kind, stance)][-1]


@pytest.mark.parametrize(
    ("text", "kind", "recipients"),
    [
        (RAID + "Benin condemned the raid.", "ACCUSE", ["NER"]),
        ("Rebels of Libya seized two Maltese engineers. Malta demanded the release of the engineers.", "REQUEST", ["LBY"]),
    ],
)
def test_a_speech_act_about_an_act_is_meant_for_its_doer(text: str, kind: str, recipients: list[str]) -> None:
    assert codes(last(text, kind).recipients) == recipients


@pytest.mark.parametrize(
    "text",
    [
        RAID + "Benin condemned a raid in Togo.",
        "The raid was over. Benin condemned the raid.",
        BOMBING + "Benin condemned the flood.",
    ],
)
def test_another_act_or_one_of_nobody_gives_no_addressee(text: str) -> None:
    assert [c for c in dragoman.read(text).claims if c.type == "ACCUSE" and c.recipients] == []


def test_who_denies_an_act_without_a_doer_denies_it_of_itself() -> None:
    denied = last("Sudan accused Chad of shelling Geneina. Chad denied that any town had been shelled.", "ASSAULT", "denies")

    assert (codes(denied.actors), codes(denied.recipients)) == (["TCD"], ["SDN"])


def test_whoever_was_struck_denies_what_another_did() -> None:
    denied = last("Chadian rebels attacked Garissa on Sunday. Kenya denied that Garissa had been attacked.", "ASSAULT", "denies")

    assert codes(denied.actors) == ["TCD"]


def test_a_body_that_denies_an_attack_is_not_its_doer() -> None:
    found = [
        c for c in dragoman.read("The Red Cross denied that any convoy had been attacked.").claims if c.stance == "denies"
    ]

    assert all(not a.code.startswith("NGO") for c in found for a in c.actors)


def test_a_mutual_fight_and_one_leg_of_it_are_one_claim_of_both() -> None:
    (fight,) = [
        c for c in dragoman.read("Israel fought Hezbollah near Khiam. Hezbollah fired rockets at Israel.").claims if c.type == "ASSAULT"
    ]

    assert (set(codes(fight.actors)), codes(fight.recipients)) == ({"ISR", "HEZBOLLAH"}, [])
