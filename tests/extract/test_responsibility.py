"""Who is said to have done a nominal act."""

from __future__ import annotations

import pytest

from dragoman.extract.participants import Participants
from dragoman.extract.responsibility import Responsibility, responsibility
from extract.sentences import at, claims, codes, mention, parse_of

ACCUSING = frozenset({"blame", "accuse"})


def held(text: str, word: str = "attack") -> Responsibility | None:
    """Who is held responsible for the act at the word."""
    parse = parse_of(text)
    known = (("Rebels", "MLI.REB"), ("Chad", "TCD"), ("Niger", "NER"))
    people = Participants(parse, [mention(text, name, code) for name, code in known if name in text])
    return responsibility(parse, at(parse, word), people, ACCUSING.__contains__)


@pytest.mark.parametrize(
    ("text", "doers", "said_by", "stance"),
    [
        ("Rebels claimed responsibility for the attack.", ["MLI"], ["MLI"], "asserts"),
        ("Rebels denied responsibility for the attack.", ["MLI"], ["MLI"], "denies"),
        ("Rebels denied involvement in the attack.", ["MLI"], ["MLI"], "denies"),
        ("No one claimed responsibility for the attack.", [], None, "asserts"),
        ("Responsibility was claimed for the attack.", [], None, "asserts"),
        ("Rebels were behind the attack.", ["MLI"], None, "asserts"),
        ("Chad blamed Niger for the attack.", ["NER"], None, "asserts"),
        ("Niger was blamed for the attack.", ["NER"], None, "asserts"),
        ("Chad blamed the attack on Niger.", ["NER"], None, "asserts"),
    ],
)
def test_the_doer_is_whom_the_words_around_the_act_name(
    text: str, doers: list[str], said_by: list[str] | None, stance: str
) -> None:
    found = held(text)

    assert found is not None
    assert codes(found.actors) == doers
    assert (None if found.said_by is None else codes(found.said_by)) == said_by
    assert found.stance == stance


def test_a_gerund_is_owned_like_a_noun() -> None:
    found = held("Chad accepted responsibility for shelling Gao.", "shelling")

    assert found is not None and codes(found.actors) == ["TCD"]


@pytest.mark.parametrize(
    "text",
    [
        "The attack failed.",
        "Chad praised Niger for the attack.",
        "Chad saw the attack on Niger.",
        "Rebels hid behind the attack.",
        "Rebels read of the attack.",
        "Chad had a part in the attack.",
        "Chad blamed someone for the attack.",
        "There was an attack on Gao.",
    ],
)
def test_other_words_hold_nobody_responsible(text: str) -> None:
    assert held(text) is None


def test_what_is_blamed_on_nobody_known_has_no_doer() -> None:
    text = "Chad blamed the attack on Niger."
    parse = parse_of(text)

    assert responsibility(parse, at(parse, "attack"), Participants(parse, []), ACCUSING.__contains__) is None
    assert responsibility(parse, at(parse, "attack"), Participants(parse, []), {"accuse"}.__contains__) is None


@pytest.mark.parametrize(
    ("text", "actors", "voice", "stance"),
    [
        ("The ELN claimed responsibility for the attack on the pipeline in Arauca.", ["ELN"], "ELN.REB", "asserts"),
        ("Hezbollah denied responsibility for the attack on Haifa.", ["HEZBOLLAH"], "HEZBOLLAH.REB", "denies"),
        ("Algeria denied involvement in the attack on Rabat.", ["DZA"], "DZA", "denies"),
        ("ISIL was behind the attack on the mosque in Kabul.", ["ISIL"], "narrator", "asserts"),
        ("Turkey blamed the attack on the PKK.", ["PKK"], "TUR", "asserts"),
        ("Turkey blamed the PKK for the attack in Ankara.", ["PKK"], "TUR", "asserts"),
    ],
)
def test_claims_say_who_did_it_and_who_says_so(text: str, actors: list[str], voice: str, stance: str) -> None:
    (claim,) = claims(text, "ASSAULT")

    assert (codes(claim.actors), claim.voice.codes, claim.stance) == (actors, (voice,), stance)


def test_an_attack_that_nobody_has_claimed_is_told_by_the_narrator_and_done_by_nobody_known() -> None:
    (claim,) = claims("No one has claimed responsibility for the bombing in Kabul.", "ASSAULT")

    assert (codes(claim.actors), claim.voice.codes, claim.reality) == (["UNK"], ("narrator",), "actual")


@pytest.mark.parametrize(
    "text",
    ["The company took responsibility for the delay.", "Officials blamed the rise in prices on the war in Yemen."],
)
def test_responsibility_for_what_is_no_act_is_no_claim_of_force(text: str) -> None:
    assert claims(text, "ASSAULT") == []
