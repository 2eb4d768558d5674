"""Which actors a noun phrase names."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.extract.participants import Participants, actors_of
from dragoman.model.claim import SPEAKER, Actor
from dragoman.model.text import Parse
from dragoman.model.world import Mention, MentionKind
from extract.sentences import at, codes, mention, parse_of
from extract.test_arguments import any_tree

CHAD, NIGER = "TCD", "NER"


def named(text: str, head: str, *mentions: Mention, receiving: bool = False) -> list[str]:
    """The codes that the phrase headed by the word names."""
    parse = parse_of(text)
    return [a.code for a in Participants(parse, mentions).named([at(parse, head)], receiving)]


def chad_and_niger(text: str) -> list[Mention]:
    return [mention(text, name, code) for name, code in (("Chad", CHAD), ("Niger", NIGER)) if name in text]


@pytest.mark.parametrize(
    ("text", "head", "expected"),
    [
        ("Chad met Niger.", "Niger", [NIGER]),
        ("Chad and Niger met each other.", "Chad", [CHAD, NIGER]),
        ("Troops of Chad and Niger left.", "Troops", [CHAD, NIGER]),
        ("Chad's army and navy left.", "army", [CHAD]),
        ("Chad's army and navy left.", "navy", []),
        ("A letter from Chad arrived.", "letter", [CHAD]),
        ("Talks for Chad failed.", "Talks", [CHAD]),
        ("The ministry, a body of Chad, spoke.", "ministry", [CHAD]),
        ("The troops that Chad sent left.", "that", []),
        # a place holds people, but does not send them
        ("Villages in Chad were shelled.", "Villages", []),
        ("Ten in Chad died.", "Ten", []),
        ("Talks with Niger failed.", "Talks", []),
        ("He sent a letter to the son of the friend of the brother of the aunt of the envoy of the king of Chad.",
         "envoy", [CHAD]),
    ],
)  # fmt: skip
def test_a_phrase_names_the_actors_that_own_it(text: str, head: str, expected: list[str]) -> None:
    assert named(text, head, *chad_and_niger(text)) == expected


@pytest.mark.parametrize(
    ("text", "head", "expected"),
    [("Villages in Chad were shelled.", "Villages", [CHAD]), ("Ten in Chad died.", "Ten", [])],
)
def test_a_target_belongs_to_the_state_it_lies_in_but_a_count_does_not(
    text: str, head: str, expected: list[str]
) -> None:
    assert named(text, head, mention(text, "Chad", CHAD), receiving=True) == expected


def test_a_person_holds_no_land() -> None:
    text = "Villages in Chad were shelled."

    assert named(text, "Villages", mention(text, "Chad", CHAD, "person"), receiving=True) == []


@pytest.mark.parametrize(("receiving", "expected"), [(False, []), (True, [CHAD])])
def test_what_stands_behind_of_is_no_doer_of_an_act(receiving: bool, expected: list[str]) -> None:
    text = "The attack of Chad failed."
    parse = parse_of(text)
    people = Participants(parse, [mention(text, "Chad", CHAD)], frozenset({"attack"}))

    assert [a.code for a in people.named([at(parse, "attack")], receiving)] == expected


def test_a_coordination_shares_the_owner_of_its_first_member() -> None:
    text = "Chad's army and navy left."
    parse = parse_of(text)

    assert named(text, "army", mention(text, "Chad", CHAD)) == [CHAD]
    assert [a.code for a in Participants(parse, [mention(text, "Chad's army", "TCD.MIL", "organ")]).named(
        [at(parse, "army")]
    )] == ["TCD.MIL"]  # fmt: skip


def test_both_owners_of_coordinated_troops_are_named() -> None:
    text = "Chadian and Nigerien troops left."
    owner, troops = mention(text, "Chadian", CHAD, "demonym"), mention(text, "Nigerien troops", "NER.MIL", "organ")

    assert sorted(named(text, "troops", owner, troops)) == ["NER.MIL", "TCD.MIL"]
    assert named(text, "troops", owner, mention(text, "Nigerien troops", "NER.MIL", "person")) == ["NER.MIL"]


def test_adjectives_of_states_before_a_noun_name_both() -> None:
    text = "Chadian and Nigerien troops left."
    both = (mention(text, "Chadian", CHAD, "demonym"), mention(text, "Nigerien", NIGER, "demonym"))

    assert named(text, "troops", *both) == [CHAD, NIGER]
    assert named(text, "troops", both[0]) == [CHAD]


def test_forces_of_nobody_yet_named_are_those_of_their_possessor() -> None:
    text = "Our troops left."

    assert named(text, "troops", mention(text, "troops", "UNK.MIL", "organ")) == [f"{SPEAKER}.MIL"]
    assert named(text, "troops") == [SPEAKER]
    assert named("Chad said its troops left.", "troops", mention("Chad said its troops left.", "troops", "UNK.MIL")) == [
        "UNK.MIL"
    ]


def test_forces_of_an_unknown_possessor_stay_unknown() -> None:
    text = "Chad's army and navy left."
    owner, army = mention(text, "Chad", "UNK.GOV"), mention(text, "army", "UNK.MIL", "organ")

    assert named(text, "army", owner, army) == ["UNK.MIL"]


def test_we_is_the_speaker() -> None:
    assert named("We left.", "We") == [SPEAKER]
    assert named("It left.", "It") == []


def spoken(text: str, head: str, said: str, *mentions: Mention) -> list[str]:
    """As ``named``, with the stretch ``said`` reported."""
    parse, start = parse_of(text), text.index(said)
    people = Participants(parse, mentions, frozenset(), [(start, start + len(said))])
    return [a.code for a in people.named([at(parse, head)])]


def test_its_in_reported_speech_is_the_speaker_until_somebody_else_is_named() -> None:
    assert spoken("Chad said its troops left.", "troops", "its troops left") == [SPEAKER]
    assert spoken("Chad said Niger fired and it left.", "it", "Niger fired and it left") == []
    assert spoken("Chad said Niger fired and it left.", "it", "it left") == [SPEAKER]
    assert spoken("It left.", "It", "left") == []


def test_each_other_is_known_from_either_word() -> None:
    parse = parse_of("Chad and Niger met each other.")
    people = Participants(parse, [])

    assert people.reciprocal(at(parse, "other")) and people.reciprocal(at(parse, "each"))
    assert not people.reciprocal(at(parse, "Chad"))


@pytest.mark.parametrize(("text", "expected"), [("Each side blamed the other.", True), ("Both blamed the other.", False)])
def test_each_the_other_is_each_other(text: str, expected: bool) -> None:
    parse = parse_of(text)

    assert Participants(parse, []).reciprocal(at(parse, "other")) is expected


def test_a_phrase_behind_a_preposition_of_place_is_locative() -> None:
    parse = parse_of("Villages in Chad were shelled.")
    people = Participants(parse, [])

    assert people.locative(at(parse, "Chad"))
    assert not people.locative(at(parse, "Villages"))
    assert not Participants(parse_of("Talks with Niger failed."), []).locative(2)


def test_only_mentions_of_the_sentence_are_kept() -> None:
    text = "Chad met Niger."
    people = Participants(parse_of(text), [mention(text, "Niger", NIGER), Mention((40, 44), (CHAD,), "Chad", "state")])

    assert people.mention_at(0) is None
    assert people.mention_at(2) == mention(text, "Niger", NIGER)


def test_of_two_names_that_are_one_actor_the_first_is_kept() -> None:
    text = "Chad and Niger met each other."
    people = Participants(parse_of(text), [mention(text, "Chad", CHAD), mention(text, "Niger", CHAD)])

    assert people.named([0]) == (Actor(CHAD, "Chad", None, (0, 4)),)


def test_standing_at_takes_states_and_groups_alone() -> None:
    text = "Chad and Niger met each other."

    def found(kind: MentionKind) -> list[str]:
        niger = mention(text, "Niger", NIGER, kind)
        return codes(Participants(parse_of(text), [mention(text, "Chad", CHAD), niger]).standing_at([0]))

    assert found("group") == [NIGER, CHAD]
    assert found("organ") == [CHAD]


def test_each_code_of_a_mention_is_an_actor_with_a_span_only_where_it_is_one() -> None:
    both = Mention((0, 9), (CHAD, NIGER), "both", "anaphor")

    assert actors_of(both) == (Actor(CHAD, CHAD), Actor(NIGER, NIGER))
    assert actors_of(Mention((0, 4), (CHAD,), "Chad", "anaphor")) == (Actor(CHAD, "Chad", None, (0, 4)),)
    assert actors_of(Mention((0, 4), (CHAD,), "Chad", "state", "P")) == (Actor(CHAD, "Chad", "P", (0, 4)),)


@pytest.mark.parametrize("text", ["Chad and Niger met each other.", "Troops of Chad and Niger left."])
def test_heads_are_named_in_the_order_they_are_asked_for(text: str) -> None:
    parse, mentions = parse_of(text), chad_and_niger(text)
    people = Participants(parse, mentions)

    assert [a.code for a in people.named([at(parse, "Niger"), at(parse, "Chad")])] == [NIGER, CHAD]


@settings(max_examples=80, deadline=None)
@given(any_tree(), st.data())
def test_any_tree_names_actors_once_with_spans_of_their_words(parse: Parse, data: st.DataObject) -> None:
    covered = data.draw(st.sets(st.integers(0, len(parse) - 1), max_size=3))
    mentions = [
        Mention((parse.starts[t], parse.ends[t]), (data.draw(st.sampled_from(["AAA", "BBB.MIL", "UNK.MIL"])),), "x", "organ")
        for t in sorted(covered)
    ]
    people = Participants(parse, mentions, frozenset({"shell"}), [parse.span])
    for receiving in (False, True):
        found = people.named(range(len(parse)), receiving)
        assert len({a.code for a in found}) == len(found)
        assert {a.span for a in found} <= {m.span for m in mentions} | {
            (s, e) for s, e in zip(parse.starts, parse.ends, strict=True)
        }
