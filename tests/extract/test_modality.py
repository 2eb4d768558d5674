"""Whether an act is told as real."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.extract.modality import modality
from dragoman.model.text import Parse
from extract.sentences import at, claims, parse_of, reader, tree
from extract.test_arguments import any_tree

EFFECTS = {
    "fail": "negated", "refuse": "negated", "manage": "actual", "plan": "planned", "warn": "threatened",
    "threat": "threatened", "discuss": "none", "believe": "none", "vital": "requested", "speak": "none", "urge": "requested",
}  # fmt: skip
REALITIES = {"actual", "negated", "planned", "promised", "requested", "threatened", "hypothetical"}


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("Rebels have attacked Gao.", "attacked", "actual"),
        ("Rebels did not attack Gao.", "attack", "negated"),
        ("No rebels attacked Gao.", "attacked", "negated"),
        ("Neither side attacked.", "attacked", "negated"),
        ("Not a shot was fired.", "fired", "negated"),
        ("Not only did rebels attack Gao but they burned it.", "attack", "actual"),
        ("Not only did rebels attack Gao but they burned it.", "burned", "actual"),
        ("Rebels will attack Gao.", "attack", "planned"),
        ("Rebels will not attack Gao.", "attack", "negated"),
        ("Rebels may attack Gao.", "attack", "hypothetical"),
        ("Rebels may not attack Gao.", "attack", "negated"),
        ("Rebels must leave Gao.", "leave", "requested"),
        ("If rebels attack Gao, we leave.", "attack", "hypothetical"),
        ("If rebels attack Gao, we leave.", "leave", "actual"),
        ("Had they attacked Gao, we would leave.", "attacked", "hypothetical"),
        ("Rebels are going to attack Gao.", "attack", "planned"),
        ("Talks are to resume.", "resume", "planned"),
        ("Talks are due to resume.", "resume", "planned"),
        # what a verb or noun does to the act below it
        ("Rebels failed to attack Gao.", "attack", "negated"),
        ("Rebels refused to attack Gao.", "attack", "negated"),
        ("Rebels managed to attack Gao.", "attack", "actual"),
        ("Rebels plan an attack on Gao.", "attack", "planned"),
        ("Rebels warned of an attack on Gao.", "attack", "threatened"),
        ("The threat of an attack grew.", "attack", "threatened"),
        ("A plan to attack Gao failed.", "attack", "planned"),
        ("It is vital that troops leave.", "leave", "requested"),
        ("Rebels failed in an attack.", "attack", "actual"),
        ("Rebels are believed to attack Gao.", "attack", "actual"),
        ("Chad said rebels did not attack Gao.", "attack", "negated"),
        ("Rebels left without attacking Gao.", "attacking", "negated"),
        # a negated clause says nothing of the participle beside it, but of what is coordinated with its verb
        ("Rebels never left, attacking Gao.", "attacking", "actual"),
        ("Rebels never attacked or burned Gao.", "burned", "negated"),
    ],
)
def test_the_reality_of_an_act_follows_from_the_words_above_it(text: str, word: str, expected: str) -> None:
    parse = parse_of(text)

    found = modality(parse, at(parse, word), EFFECTS)

    assert found.reality == expected
    assert bool(found.reasons) >= (expected != "actual")


@pytest.mark.parametrize(
    ("text", "word", "generic"),
    [
        ("Rebels discussed an attack on Gao.", "attack", True),
        ("Rebels spoke about attacking Gao.", "attacking", True),
        ("Rebels worked toward attacking Gao.", "attacking", True),
        ("Rebels left Gao to attack Bamako.", "attack", True),
        ("Rebels worked for attacking Gao.", "attacking", False),
        ("Rebels are believed to attack Gao.", "attack", False),
        ("Rebels managed to attack Gao.", "attack", False),
        ("Rebels plan an attack on Gao.", "attack", False),
    ],
)
def test_what_is_only_a_topic_or_a_purpose_is_no_act(text: str, word: str, generic: bool) -> None:
    parse = parse_of(text)

    assert modality(parse, at(parse, word), EFFECTS).generic is generic


def test_the_deciding_word_is_named() -> None:
    parse = parse_of("Rebels failed to attack Gao.")

    found = modality(parse, at(parse, "attack"), EFFECTS)

    assert found.embedded_by == at(parse, "failed")
    assert "failed" in found.reasons[0]


def test_above_the_cue_of_an_attribution_another_voice_speaks() -> None:
    parse = parse_of("Rebels warned of an attack on Gao.")
    word, cue = at(parse, "attack"), at(parse, "warned")

    assert modality(parse, word, EFFECTS).reality == "threatened"
    assert modality(parse, word, EFFECTS, frozenset({cue, at(parse, "of")})).reality == "actual"


@pytest.mark.parametrize(
    ("rows", "token", "expected"),
    [
        # a relative clause in the infinitive below a noun that looks ahead
        ("A/a/DT/det/1 plan/plan/NN/ROOT/1 to/to/TO/aux/3 attack/attack/VB/relcl/1", 3, "planned"),
        # "only to lose it again" tells what came
        ("They/they/PRP/nsubj/1 came/come/VBD/ROOT/1 only/only/RB/advmod/4 to/to/TO/aux/4 lose/lose/VB/advcl/1", 4, "actual"),
        ("They/they/PRP/nsubj/1 came/come/VBD/ROOT/1 to/to/TO/aux/3 lose/lose/VB/advcl/1", 3, "hypothetical"),
        # a participle with "set to" is a complement, one with a conjunction is not
        ("They/they/PRP/nsubj/1 plan/plan/VBP/ROOT/1 attack/attack/VB/advcl/1", 2, "planned"),
        ("They/they/PRP/nsubj/1 plan/plan/VBP/ROOT/1 as/as/IN/mark/3 attack/attack/VB/advcl/1", 3, "actual"),
        ("They/they/PRP/nsubj/2 should/should/MD/aux/2 fail/fail/VB/advcl/4 we/we/PRP/nsubj/4 "
         "leave/leave/VBP/ROOT/4", 2, "requested"),
        ("Should/should/MD/aux/2 they/they/PRP/nsubj/2 fail/fail/VB/advcl/4 we/we/PRP/nsubj/4 "
         "leave/leave/VBP/ROOT/4", 2, "hypothetical"),
        ("Should/should/MD/aux/2 they/they/PRP/nsubj/2 leave/leave/VB/ROOT/2 ?/?/./punct/2", 2, "requested"),
        # a negated phrase
        ("Not/not/RB/advmod/1 all/all/DT/nsubj/2 left/leave/VBD/ROOT/2", 2, "negated"),
        ("All/all/DT/nsubj/1 left/leave/VBD/ROOT/1", 1, "actual"),
        ("Chad/Chad/NNP/nsubj/1 saw/see/VBD/ROOT/1 nothing/nothing/NN/dobj/1", 1, "negated"),
    ],
)  # fmt: skip
def test_clauses_that_look_ahead_or_deny_are_told_from_those_that_tell(rows: str, token: int, expected: str) -> None:
    assert modality(tree(rows), token, EFFECTS).reality == expected


@pytest.mark.parametrize("head", ["be", "seem"])
def test_the_only_complement_of_be_that_lies_ahead_is_an_infinitive(head: str) -> None:
    parse = tree(f"Talks/talk/NNS/nsubj/1 were/{head}/VBD/ROOT/1 to/to/TO/aux/3 resume/resume/VB/xcomp/1")

    assert modality(parse, 3, {}).reality == ("planned" if head == "be" else "actual")


@settings(max_examples=150, deadline=None)
@given(
    any_tree(),
    st.dictionaries(st.sampled_from(["army", "shell", "call", "deny"]), st.sampled_from(sorted(REALITIES | {"none"}))),
)
def test_any_tree_is_judged(parse: Parse, effects: dict[str, str]) -> None:
    for token in range(len(parse)):
        found = modality(parse, token, effects)

        assert found.reality in REALITIES
        assert found.embedded_by is None or 0 <= found.embedded_by < len(parse)
        assert found == modality(parse, token, effects)


def test_every_effect_of_the_codebook_can_be_applied() -> None:
    assert set(reader().rules.embedding.values()) <= REALITIES | {"none"}


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("Kenyan troops attacked the base in Wajir.", "ASSAULT", "actual"),
        ("Kenyan troops did not attack the base in Wajir.", "ASSAULT", "negated"),
        ("Myanmar's army failed to capture Loikaw.", "COERCE", "negated"),
        ("Nigeria will hold talks with Niger in Abuja on Friday.", "CONSULT", "planned"),
        ("If Eritrea attacks Ethiopia, Sudan will close the border.", "ASSAULT", "hypothetical"),
        ("Peru plans to release ten Chilean soldiers.", "RETREAT", "planned"),
        ("Peruvian troops are to withdraw from Arica by the end of the year.", "RETREAT", "planned"),
        ("Fiji said that Tonga had agreed to release ten Fijian soldiers.", "RETREAT", "promised"),
        ("A driver told the court that Chadian troops had attacked Gao.", "ASSAULT", "actual"),
        ("Libya, which is said to have sent Chad rifles in 2019, did not answer.", "AID", "actual"),
        ("If one more shell falls, our planes will bomb Niamey, the Chadian army said.", "ASSAULT", "threatened"),
    ],
)
def test_claims_carry_the_reality_of_their_words(text: str, kind: str, expected: str) -> None:
    assert {c.reality for c in claims(text, kind)} == {expected}


@pytest.mark.parametrize(
    "text",
    ["Chad discussed the attack with Niger.", "Fears of an attack grew.", "The anniversary of the attack was marked."],
)
def test_what_is_only_spoken_of_is_no_claim(text: str) -> None:
    assert claims(text, "ASSAULT") == []
