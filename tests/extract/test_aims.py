"""Force that is only spoken of: aims, practice, definitions; and the accidents that are no force at all."""

from __future__ import annotations

import pytest

from extract.sentences import claims


@pytest.mark.parametrize(
    "text",
    [
        "Chadian soldiers continue to put pressure on and eliminate the terrorists.",
        "The German trainers taught Malian soldiers to fire the new missile.",
        "Soldiers fired at targets during the exercise in Latvia.",
        "During the drill, Romanian gunners fired rockets at mock targets.",
        '"We got to shoot with them," a Polish soldier said of the Danish troops after the exercise.',
        "Soldiers learned reacting to fire while fighting in their masks.",
        "More Nigerian tribes will join the fight, the colonel said.",
        "The fight against Boko Haram will take years, the Nigerian general said.",
        "Kenya is committed to destroying the group in Somalia.",
        "The French jets are designed to attack ground targets.",
    ],
)
def test_what_is_aimed_at_taught_or_practised_is_no_assault(text: str) -> None:
    assert [c for c in claims(text, "ASSAULT") if c.reality == "actual"] == []


@pytest.mark.parametrize(
    "text",
    [
        "Chadian soldiers continued to attack rebel positions near Bol.",
        "Rebels fired at Malian soldiers during an exercise in Mali.",
        "Nigerian troops destroyed a rebel camp in Borno.",
        "The coalition conducted 12 strikes in Iraq on Monday, destroying two mortar systems.",
    ],
)
def test_what_took_place_stays(text: str) -> None:
    assert claims(text, "ASSAULT")


@pytest.mark.parametrize(
    "text",
    [
        "A British airman died on Monday in a non-combat incident in Jordan.",
        "Two Kenyan soldiers were killed when their truck overturned.",
    ],
)
def test_an_accident_is_no_assault(text: str) -> None:
    assert claims(text, "ASSAULT") == []


def test_what_collapses_under_fire_was_hit() -> None:
    (one,) = claims("The school collapsed after Russian jets bombed it, killing five people in Sumy.", "ASSAULT")
    assert [(c.kind, c.low) for c in one.casualties] == [("killed", 5)]
