"""A side that a sentence leaves open, filled from the text around it."""

from __future__ import annotations

from itertools import permutations

import pytest

import dragoman
from dragoman.extract.sides import fill_opponents
from dragoman.model.claim import Actor, Happening
from extract.sentences import acts, codes
from extract.test_voices import act_at, notes_of

TEXT = "Chad shelled Niger ; guns fired ; Mali slept"


def act(actors: str, recipients: str, **more: object) -> Happening:
    def side(names: str) -> tuple[Actor, ...]:
        return tuple(Actor(code, code) for code in names.split())

    return act_at(TEXT, "fired", 5, actors=side(actors), recipients=side(recipients), **more)


def filled(*found: Happening, names: tuple[str, ...] = ("Chad", "Niger", "Mali")) -> list[tuple[list[str], list[str]]]:
    known = {"Chad": "TCD", "Niger": "NER.MIL", "Mali": "MLI"}
    notes = notes_of(None, TEXT, names={n: known[n] for n in names})
    return [(codes(a.actors), codes(a.recipients)) for a in fill_opponents(found, notes)]


FIGHT = act("TCD", "NER")


def test_a_side_that_fights_one_opponent_fights_it_here_too() -> None:
    assert filled(FIGHT, act("TCD.MIL", ""))[1] == (["TCD"], ["NER"])
    assert filled(FIGHT, act("", "NER"))[1] == (["TCD"], ["NER"])
    assert filled(FIGHT, act("TCD", "UNK.REB"))[1] == (["TCD"], ["NER"])


@pytest.mark.parametrize(
    "open_",
    [
        act("TCD", "", type="COERCE"),
        act("TCD", "", mutual=True),
        act("TCD NER", ""),
        act("", "NER", presupposed=True),
        act("TCD", "UNK.CVL"),
        act("MLI", ""),
    ],
)
def test_other_acts_stay_as_they_are(open_: Happening) -> None:
    assert filled(FIGHT, open_)[1] == (codes(open_.actors), codes(open_.recipients))


def test_two_opponents_leave_the_side_open() -> None:
    assert filled(FIGHT, act("TCD", "MLI"), act("TCD", ""))[2] == (["TCD"], [])


def test_an_opponent_that_is_not_named_nearby_is_not_filled_in() -> None:
    assert filled(FIGHT, act("TCD", ""), names=("Chad", "Mali"))[1] == (["TCD"], [])


def test_a_denied_fight_sets_nobody_against_anybody() -> None:
    assert filled(act("TCD", "NER", stance="denies"), act("TCD", ""))[1] == (["TCD"], [])


def test_two_that_fight_each_other_are_opponents() -> None:
    assert filled(act("TCD NER", "", mutual=True), act("TCD", ""))[1] == (["TCD"], ["NER"])


def test_the_order_of_the_acts_does_not_matter() -> None:
    three = (FIGHT, act("TCD.MIL", ""), act("", "NER.MIL"))

    found = {tuple(sorted(map(str, filled(*order)))) for order in permutations(three)}

    assert len(found) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ukraine and Russia fought near Bakhmut. Ukraine's army shelled positions near Soledar.", ["RUS"]),
        ("Ukraine's army shelled positions.", []),
    ],
)
def test_the_opponent_is_taken_from_the_text_alone(text: str, expected: list[str]) -> None:
    assert codes(acts(text, "ASSAULT")[-1].recipients) == expected


def struck(text: str, kind: str) -> list[str]:
    """Whom the last act of the kind befalls, in a whole reading."""
    return codes([c for c in dragoman.read(text).claims if c.type == kind][-1].recipients)


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        (
            "The coalition supports the Peshmerga with training. The Peshmerga attacked Islamic State near Kirkuk. "
            "The coalition conducted 20 strikes around Kirkuk.", "ASSAULT", ["ISIL"],
        ),
        (
            "Hezbollah fought the rebels of Syria near Qusayr. Hezbollah captured Yabroud on Friday.", "COERCE", ["SYR"],
        ),
        (
            "Islamic State attacked the Peshmerga near Makhmur. Norway welcomed the talks. "
            "The coalition carried out strikes around Mosul.", "ASSAULT", [],
        ),
        (
            "Al-Shabaab attacked Kenyan troops near Dhobley. Ethiopia sent weapons to Kenya. "
            "Ethiopian jets bombed Jilib on Monday.", "ASSAULT", [],
        ),
    ],
)  # fmt: skip
def test_force_abroad_is_used_on_the_only_group_that_its_doer_or_a_friend_fights(
    text: str, kind: str, expected: list[str]
) -> None:
    assert struck(text, kind) == expected
