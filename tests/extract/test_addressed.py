"""Whom speech acts are meant for where their own clause does not say it."""

from __future__ import annotations

import pytest

from extract.sentences import claims, codes


def side(text: str, kind: str) -> list[tuple[list[str], list[str]]]:
    return [(codes(c.actors), codes(c.recipients)) for c in claims(text, kind)]


@pytest.mark.parametrize(
    ("text", "kind", "actor", "recipient"),
    [
        ("Chile shelled a Peruvian post on Monday. Peru recalled its ambassador.", "SANCTION", "PER", "CHL"),
        ("Kenya urged Uganda to close the camps on Monday. Uganda rejected the demand.", "REJECT", "UGA", "KEN"),
        ("Niger refused to hand two officers over to Chad.", "REJECT", "NER", "TCD"),
        ("In a letter to the African Union, Sudan demanded an inquiry.", "REQUEST", "SDN", "IGO:AU"),
        ("Egypt blamed the bombing on Hamas.", "ACCUSE", "EGY", "HAMAS"),
    ],
)
def test_the_other_side_is_found(text: str, kind: str, actor: str, recipient: str) -> None:
    assert ([actor], [recipient]) in side(text, kind)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Kenya demanded an inquiry.", "REQUEST"),
        ("Kenya accused Uganda of spying in May. A drought began. Rain fell. Crops failed. Kenya rejected the budget.", "REJECT"),
        ("Kenya demanded the extradition of two Ugandan officers.", "REQUEST"),
    ],
)
def test_nobody_is_found_where_nobody_is_spoken_to(text: str, kind: str) -> None:
    assert all(not recipients for _, recipients in side(text, kind))


def told(text: str) -> list[list[str]]:
    return [codes(c.actors) for c in claims(text, "ASSAULT")]


def test_another_voice_tells_of_the_same_doer() -> None:
    text = "Chile's army said its drones had struck a camp in Peru. Peru's foreign ministry said four Peruvian miners had been killed."
    assert told(text)[-1] == ["CHL"]


def test_where_two_do_harm_the_doer_stays_open() -> None:
    text = (
        "Chile's army said its drones had struck a camp in Peru. Bolivian troops shelled Peruvian villages. "
        "Peru's foreign ministry said four Peruvian miners had been killed."
    )
    assert told(text)[-1] != ["CHL"]
