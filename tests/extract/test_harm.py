"""People harmed in other words than killed and wounded."""

from __future__ import annotations

import pytest

from extract.sentences import claims


@pytest.mark.parametrize(
    ("text", "kind", "low"),
    [
        ("Six people lost their lives in the village of Karamo in Niger on Monday.", "killed", 6),
        ("The bodies of nine men were found in a ditch outside Goma on Monday.", "killed", 9),
        ("A morgue official in Port-au-Prince said she had counted 23 bodies.", "killed", 23),
        ("Kenyan police said two officers had succumbed to their injuries after the ambush.", "killed", 2),
        ("Two Indonesian soldiers were among the dead.", "killed", 2),
        ("A nurse said seven wounded had been brought to the hospital in Gao.", "wounded", 7),
        ("The clinic in Gao raised its count on Friday to eight dead and more than 20 wounded.", "wounded", 21),
        ("A ricochet wounded a Senegalese peacekeeper in Gao.", "wounded", 1),
        ("A Senegalese corporal was hit in the shoulder near Gao.", "wounded", 1),
        ("Rebels seized about 50 aid workers in Chad.", "captured", 45),
        ("Chadian soldiers raided a camp near Bol, shooting dead two of the rebels.", "killed", 2),
        ("The raid has driven no fewer than 3,000 people from their homes in Chad.", "displaced", 3_000),
        ("Chadian police killed a 17-year-old street vendor in Bol.", "killed", 1),
        ("The hospital in Gao received 30 people with bullet wounds.", "wounded", 30),
        ("More than 40,000 people have been driven from their homes by the fighting in Sudan.", "displaced", 40_001),
    ],
)
def test_harm_in_other_words(text: str, kind: str, low: int) -> None:
    tolls = [(c.kind, c.low) for claim in claims(text, "ASSAULT") for c in claim.casualties]
    assert (kind, low) in tolls


@pytest.mark.parametrize(
    "text",
    [
        "Six people lost their lives when a ferry capsized off Zanzibar.",
        "Two hundred delegates from Norway brought home the cup.",
        "The team lost its life on the board in Peru.",
    ],
)
def test_no_harm_by_force(text: str) -> None:
    assert claims(text, "ASSAULT") == []


@pytest.mark.parametrize("whom", ["a family of herders", "a whole crowd", "the suspect"])
def test_a_family_is_not_one_person(whom: str) -> None:
    assert not [c for claim in claims(f"Chadian police killed {whom} in Bol.", "ASSAULT") for c in claim.casualties]


def test_those_carried_off_are_counted_apart_from_those_killed() -> None:
    found = claims("The governor of Bol said 12 herders had been killed in the camps, and five children had been abducted.", "ASSAULT")

    assert [[(c.kind, c.low) for c in claim.casualties] for claim in found] == [[("killed", 12)], [("captured", 5)]]
