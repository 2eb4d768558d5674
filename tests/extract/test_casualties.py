"""Tolls, and the acts that caused them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from dragoman.extract.casualties import NOUNS, VERBS, caused_by_war, find_tolls
from dragoman.extract.participants import Participants
from dragoman.model.claim import Claim
from dragoman.model.text import Parse
from extract.sentences import acts, claims, codes, known_parses, mention, parse_of, tree, words
from extract.test_arguments import any_tree

# --- tolls of a sentence ----------------------------------------------------------------------------------------------

Found = list[tuple[str, str, int | None, int | None]]


def tolls(parse: Parse) -> Found:
    """Each toll: the word it stands at, and what it counts."""
    found = find_tolls(parse, Participants(parse, ()))
    return [(parse.forms[t.token], c.kind, c.low, c.high) for t in found for c in t.casualties]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The shelling killed at least 12 soldiers.", [("killed", "killed", 12, None)]),
        ("Twenty-five men died.", [("died", "killed", 25, 25)]),
        ("Ten sailors drowned.", [("drowned", "killed", 10, 10)]),
        ("Ten sailors were drowned by pirates.", [("drowned", "killed", 10, 10)]),
        ("Two men were shot dead in Bor.", [("shot", "killed", 2, 2)]),
        ("Three men were beaten to death.", [("beaten", "killed", 3, 3)]),
        ("The raid left three people dead.", [("left", "killed", 3, 3)]),
        ("The raid left three wounded.", [("left", "wounded", 3, 3)]),
        # killed and wounded taken together are harmed; with numbers of their own they are not
        ("Three men were killed and wounded.", [("killed", "harmed", 3, 3)]),
        ("Three men were killed and four women arrived.", [("killed", "killed", 3, 3)]),
        ("Three men were killed and wounded four.", [("killed", "killed", 3, 3)]),
        ("The army lost 14 soldiers.", [("lost", "killed", 14, 14)]),
        ("Police put the death toll at 12.", [("toll", "killed", 12, 12)]),
        ("The number of wounded rose to 23.", [("number", "wounded", 23, 23)]),
        ("A toll of nine was reported.", [("toll", "killed", 9, 9)]),
        ("There were no casualties.", [("casualties", "killed", 0, 0), ("casualties", "wounded", 0, 0)]),
        ("There were 12 casualties.", [("casualties", "harmed", 12, 12)]),
        ("The bombing claimed 30 lives.", [("lives", "killed", 30, 30)]),
        ("Four deaths were reported.", [("deaths", "killed", 4, 4)]),
        ("No soldiers died.", [("died", "killed", 0, 0), ("died", "wounded", 0, 0)]),
    ],
)
def test_tolls_are_found_in_verbs_and_nouns_of_harm(text: str, expected: Found) -> None:
    found = tolls(parse_of(text))

    assert [f for f in found if f in expected] == expected
    assert len([f for f in found if f[0] == expected[0][0]]) == len([e for e in expected if e[0] == expected[0][0]])


@pytest.mark.parametrize(
    "text",
    [
        "The men died.", "The raid left the town.", "The club lost three matches.", "The number of ships rose to 23.",
        "The toll road was closed.", "Life claimed no rest.", "Death threats were sent.", "The dead man spoke.",
        "Troops carried sacks to Gao.", "Chad met Niger.",
    ],
)  # fmt: skip
def test_no_toll_is_found_where_nobody_is_counted(text: str) -> None:
    assert tolls(parse_of(text)) == []


def test_a_count_without_a_number_is_no_toll() -> None:
    parse = tree("The/the/DT/det/2 death/death/NN/compound/2 toll/toll/NN/nsubj/3 rose/rise/VBD/ROOT/3 "
                 "to/to/IN/prep/3 heights/height/NNS/pobj/4")

    assert tolls(parse) == []


def test_those_harmed_are_named() -> None:
    text = "The shelling killed at least 12 soldiers."
    parse = parse_of(text)

    (toll,) = find_tolls(parse, Participants(parse, [mention(text, "soldiers", "NER.MIL", "organ")]))

    assert toll.casualties[0].whose == ("NER.MIL",)
    assert words(text, toll.casualties[0].span) == "at least 12 soldiers"


@pytest.mark.parametrize("text", sorted(known_parses()))
def test_the_span_of_a_toll_is_words_of_the_sentence(text: str) -> None:
    parse = parse_of(text)
    for toll in find_tolls(parse, Participants(parse, ())):
        for casualty in toll.casualties:
            assert casualty.span is not None
            assert casualty.span[0] in parse.starts and casualty.span[1] in parse.ends
            assert casualty.span[0] < casualty.span[1]


@settings(max_examples=150, deadline=None)
@given(any_tree())
def test_any_tree_gives_tolls_in_the_order_of_its_words(parse: Parse) -> None:
    found = [t.token for t in find_tolls(parse, Participants(parse, ()))]

    assert found == sorted(found)


def test_every_verb_and_noun_of_harm_has_a_kind() -> None:
    assert all(VERBS.values()) and all(NOUNS.values())


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("The/the/DT/det/1 war/war/NN/nsubj/2 killed/kill/VBD/ROOT/2 12/12/CD/dobj/2", True),
        ("The/the/DT/det/1 blast/blast/NN/nsubj/2 killed/kill/VBD/ROOT/2 12/12/CD/dobj/2", False),
        ("12/12/CD/nsubjpass/2 were/be/VBD/auxpass/2 killed/kill/VBN/ROOT/2", False),
        ("The/the/DT/det/1 war/war/NN/nsubj/2 died/die/VBD/ROOT/2", False),
        ("The/the/DT/det/1 war/war/NN/nsubj/2 toll/toll/NN/ROOT/2", False),
    ],
)
def test_only_the_subject_of_an_active_verb_of_harm_is_a_war_that_caused_it(rows: str, expected: bool) -> None:
    assert caused_by_war(tree(rows), 2) is expected


# --- tolls and their acts ---------------------------------------------------------------------------------------------


def losses(found: list[Claim]) -> list[set[tuple[str, int | None, int | None]]]:
    return [{(c.kind, c.low, c.high) for c in claim.casualties} for claim in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("At least 12 soldiers were killed and 30 wounded.", {("killed", 12, None), ("wounded", 30, 30)}),
        ("An air strike hit the market in Taiz, wounding 20 civilians.", {("wounded", 20, 20)}),
        ("The army of Peru lost 14 soldiers in an ambush.", {("killed", 14, 14)}),
        ("The bombing claimed 30 lives in Quetta.", {("killed", 30, 30)}),
        ("The death toll rose to 23.", {("killed", 23, 23)}),
        ("There were no casualties after rebels attacked the Malian camp.", {("killed", 0, 0), ("wounded", 0, 0)}),
        ("No one was hurt in the attack on the Somali base.", {("killed", 0, 0), ("wounded", 0, 0)}),
        ("In days of clashes in Sidon, ten fighters died.", {("killed", 10, 10)}),
        ("Rebels attacked the camp in Bol. Six people died.", {("killed", 6, 6)}),
    ],
)
def test_a_toll_belongs_to_the_act_that_caused_it(text: str, expected: set[tuple[str, int | None, int | None]]) -> None:
    assert losses(claims(text, "ASSAULT")) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "An earthquake killed 40 people in Nepal.",
        "The floods claimed 30 lives in Pakistan.",
        "The club lost three matches in Lima.",
        "There were no casualties.",
        "The wedding claimed no lives.",
    ],
)
def test_accidents_and_bare_zeros_are_no_assault(text: str) -> None:
    assert claims(text, "ASSAULT") == []


def test_a_toll_without_an_act_is_an_assault_of_nobody_known() -> None:
    (claim,) = claims("Two Bolivian soldiers were killed.", "ASSAULT")

    assert codes(claim.actors) == ["UNK"]
    assert codes(claim.recipients) == ["BOL"]


def test_a_toll_of_another_voice_stays_apart() -> None:
    found = claims("Rebels attacked the camp in Bol. Niger said six people had died.", "ASSAULT")

    assert [bool(c.casualties) for c in found] == [False, True]
    assert [c.voice.codes for c in found] == [("narrator",), ("NER",)]


def test_a_toll_of_the_same_voice_goes_back_to_its_act() -> None:
    text = "Niger said rebels had attacked the camp in Bol. It said six people had died."

    assert losses(claims(text, "ASSAULT")) == [{("killed", 6, 6)}]


def test_a_toll_in_another_paragraph_is_an_act_of_its_own() -> None:
    text = "Rebels attacked the camp in Bol.\n\nSix people died."

    assert [bool(a.casualties) for a in acts(text, "ASSAULT")] == [False, True]
    assert [bool(a.casualties) for a in acts(text.replace("\n\n", " "), "ASSAULT")] == [True]
