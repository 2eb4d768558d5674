"""An act and its consequence are one."""

from __future__ import annotations

from typing import Any

import pytest

from dragoman.extract.joins import join_consequences
from dragoman.model.claim import Actor
from extract.sentences import acts, claims, codes, document, parse_of, reader, tree
from extract.test_voices import act_at, notes_of


@pytest.mark.parametrize(
    ("text", "mode", "killed"),
    [
        ("A bomb exploded in Kabul, killing twelve people.", "explosives", 12),
        ("Kenyan police fired tear gas and killed two protesters in Kisumu.", "crowd-control", 2),
        ("The raid left three people dead.", None, 3),
        ("Five civilians died in the shelling of Taiz.", None, 5),
        ("The bombing claimed 30 lives in Quetta.", "explosives", 30),
    ],
)
def test_harm_and_its_cause_are_one_claim(text: str, mode: str | None, killed: int) -> None:
    (claim,) = claims(text, "ASSAULT")

    assert mode in (None, claim.mode)
    assert [c.low for c in claim.casualties if c.kind == "killed"] == [killed]


def test_the_sides_of_both_are_kept() -> None:
    (claim,) = claims("Houthi rebels attacked a convoy, killing four Saudi soldiers.", "ASSAULT")

    assert (codes(claim.actors), codes(claim.recipients)) == (["HOUTHI"], ["SAU"])


@pytest.mark.parametrize(
    "text",
    [
        # another sentence, another sort of act, and no harm at all
        "Rebels shelled Bunia. Soldiers attacked Goma.",
        "Chad's army attacked Niger and arrested two men.",
        "Chad's army shelled Niger and Mali's army bombed Gao.",
        # after something is not by it
        "Chad's army killed two Malian soldiers after Niger's army shelled a camp.",
        # killed by one weapon, wounded by another
        "Chad's army shot two men in Bol after a drone had killed a Malian soldier.",
    ],
)
def test_acts_side_by_side_stay_apart(text: str) -> None:
    assert len(acts(text)) >= 2


def test_without_grammar_nothing_is_joined() -> None:
    text = "Men attacked , killing two"
    one, other = act_at(text, "attacked", 1), act_at(text, "killing", 3)

    assert join_consequences((one, other), notes_of(None, text)) == (one, other)


ROWS = "Men/man/NNS/nsubj/1 attacked/attack/VBD/ROOT/1 ,/,/,/punct/1 killing/kill/VBG/advcl/1 two/two/CD/dobj/3"


def joined(first: dict[str, Any] | None = None, **more: Any) -> int:
    """How many acts are left of an attack and a killing below it."""
    parse = tree(ROWS)
    text = " ".join(parse.forms)
    one, other = act_at(text, "attacked", 1, **(first or {})), act_at(text, "killing", 3, **more)
    return len(join_consequences((one, other), notes_of(parse, text)))


def test_only_assaults_of_one_reality_and_one_mode_are_joined() -> None:
    assert joined() == 1
    assert joined(type="COERCE") == 2
    assert joined(reality="planned") == 2
    assert joined(actors=(Actor("TCD", "Chad"),)) == 1
    assert joined(mode="drone") == 1
    assert joined(first={"mode": "aerial"}, mode="drone") == 2
    assert joined(first={"actors": (Actor("NER", "Niger"),)}, actors=(Actor("TCD", "Chad"),)) == 2
    assert joined(first={"recipients": (Actor("NER", "Niger"),)}, recipients=(Actor("TCD", "Chad"),)) == 2
    assert joined(first={"recipients": (Actor("NER", "Niger"),)}, recipients=(Actor("NER.MIL", "Niger"),)) == 1


def test_the_cause_comes_first_whichever_is_told_first() -> None:
    parse = tree(
        "Two/two/CD/nsubj/1 died/die/VBD/ROOT/1 in/in/IN/prep/1 an/an/DT/det/4 attack/attack/NN/pobj/2"
    )
    text = " ".join(parse.forms)
    harm, cause = act_at(text, "died", 1), act_at(text, "attack", 4)

    (one,) = join_consequences((harm, cause), notes_of(parse, text))
    (other,) = join_consequences((cause, harm), notes_of(parse, text))

    assert one.span == other.span == cause.span


def test_a_participle_across_its_source_is_joined_with_the_clause_before() -> None:
    text = "Troops opened fire, the ministry said, wounding one man."
    parse = parse_of(text)
    opened, wounding = act_at(text, "opened", 1), act_at(text, "wounding", 8)

    (act,) = join_consequences((opened, wounding), notes_of(parse, text))

    assert act.span == opened.span


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("Men/man/NNS/nsubj/1 attacked/attack/VBD/ROOT/1 after/after/IN/prep/1 killing/kill/VBG/pcomp/2", 2),
        ("Men/man/NNS/nsubj/1 attacked/attack/VBD/ROOT/1 by/by/IN/prep/1 killing/kill/VBG/pcomp/2", 1),
        ("Men/man/NNS/nsubj/1 attacked/attack/VBD/ROOT/1 as/as/IN/mark/3 killing/kill/VBG/dep/1", 2),
    ],
)
def test_a_path_of_arguments_leads_from_the_harm_to_its_cause(rows: str, expected: int) -> None:
    parse = tree(rows)
    text = " ".join(parse.forms)

    found = join_consequences((act_at(text, "attacked", 1), act_at(text, "killing", 3)), notes_of(parse, text))

    assert len(found) == expected


def test_the_harm_of_a_war_is_a_sum_and_joined_with_no_single_act() -> None:
    parse = tree(
        "Raids/raid/NNS/nsubj/1 followed/follow/VBD/ROOT/1 the/the/DT/det/3 war/war/NN/dobj/1 which/which/WDT/nsubj/5 "
        "killed/kill/VBD/relcl/3 ten/ten/CD/dobj/5"
    )
    text = " ".join(parse.forms)
    raids, killed = act_at(text, "Raids", 0), act_at(text, "killed", 5)

    assert len(join_consequences((raids, killed), notes_of(parse, text))) == 2


def test_no_act_is_lost_or_made() -> None:
    text = "Chad's army shelled Niger, killing two men. A drone hit Gao."
    notes = reader().annotate(document(text))
    apart = acts(text)

    assert join_consequences(apart, notes) == tuple(apart)
