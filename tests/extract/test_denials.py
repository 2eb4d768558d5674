"""Denials and doubts of what was said before."""

from __future__ import annotations

import pytest

from dragoman.model.claim import Claim
from extract.sentences import claims, codes, words


def stances(found: list[Claim]) -> list[tuple[tuple[str, ...], str]]:
    return [(c.voice.codes, c.stance) for c in found]


@pytest.mark.parametrize(
    "text",
    [
        "Congo said Rwandan troops had attacked Goma, a charge Kigali denied.",
        "Congo accused Rwanda of attacking Goma. Rwanda denied the allegation.",
        "Congo said Rwanda shelled Goma. Kigali rejected the allegations.",
        "Congo said Rwanda shelled Goma. Kigali denied it.",
    ],
)
def test_a_denial_says_the_act_again_with_its_stance_turned(text: str) -> None:
    found = claims(text, "ASSAULT")

    assert stances(found) == [(("COD",), "asserts"), (("RWA",), "denies")]
    assert codes(found[0].actors) == codes(found[1].actors) == ["RWA"]
    assert words(text, found[1].span) in {"denied", "rejected"}


@pytest.mark.parametrize("text", ["Rwanda denied that its troops had attacked Goma.", "Rwanda denied attacking Goma."])
def test_a_denial_that_says_the_act_itself_is_one_claim(text: str) -> None:
    assert stances(claims(text, "ASSAULT")) == [(("RWA",), "denies")]


def test_the_denied_act_is_the_last_one_that_the_denier_is_said_to_have_done() -> None:
    text = "Congo said Rwanda had shelled Goma. Congo said rebels had attacked Bunia. Rwanda denied the allegations."
    denied = [c for c in claims(text, "ASSAULT") if c.stance == "denies"]

    assert [(codes(c.actors), c.mode) for c in denied] == [(["RWA"], "heavy-weapons")]


@pytest.mark.parametrize(
    "text",
    [
        "Rwanda denied the allegation.",
        "Congo praised Rwanda. Kigali denied the reports.",
        # nothing is denied but what another voice told
        "Rwanda said its army had attacked Goma. Rwanda denied the reports.",
        # too far back
        "Congo said Rwanda shelled Goma. It rained. It snowed. It was hot. It was cold. Kigali denied the allegation.",
        "Congo said Rwanda shelled Goma. Kigali denied the boy his wish.",
    ],
)
def test_where_nothing_is_spoken_of_nothing_is_denied(text: str) -> None:
    assert [c for c in claims(text, "ASSAULT") if c.stance == "denies"] == []


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("Congo said Rwanda shelled Goma. The claim could not be independently verified.", "verif"),
        ("Congo said Rwanda shelled Goma. The agency could not immediately verify the report.", "verify"),
        ("Congo said Rwanda shelled Goma. There was no independent confirmation.", "independent confirmation"),
    ],
)
def test_what_could_not_be_verified_is_doubted_by_the_narrator(text: str, on: str) -> None:
    found = claims(text, "ASSAULT")

    assert stances(found) == [(("COD",), "asserts"), (("narrator",), "doubts")]
    assert on in (words(text, found[1].span) or "")
    assert text[found[1].span[1]] in " ."


@pytest.mark.parametrize(
    "text",
    [
        "The results could not be independently verified.",
        "Rwanda shelled Goma. The numbers could not be independently verified.",
        "Congo said Rwanda shelled Goma. The report was verified.",
    ],
)
def test_only_what_another_said_is_doubted(text: str) -> None:
    assert [c for c in claims(text) if c.stance == "doubts"] == []


def test_a_condemnation_is_no_denial() -> None:
    assert stances(claims("Rwanda shelled Goma, which Congo condemned.", "ASSAULT")) == [(("narrator",), "asserts")]


def test_a_charge_told_before_its_denial_in_one_sentence_is_denied_once() -> None:
    text = "Congo accused Rwanda of attacking Goma, which Kigali denied."
    found = claims(text, "ASSAULT")

    assert stances(found) == [(("COD",), "asserts"), (("RWA",), "denies")]


@pytest.mark.parametrize(
    "text",
    [
        "Congo said Rwanda had shelled Goma. Kigali called the charge a fairy tale.",
        "Congo said Rwanda had shelled Goma. Rwanda said the claim was baseless.",
        "Congo said Rwanda had shelled Goma; Kigali insists it did nothing of the sort.",
        "Rwanda, which denies the charge, was accused by Congo of shelling Goma.",
    ],
)
def test_a_denial_without_a_verb_of_denying(text: str) -> None:
    assert sorted(stances(claims(text, "ASSAULT"))) == [(("COD",), "asserts"), (("RWA",), "denies")]


@pytest.mark.parametrize(
    "text",
    [
        "The allegation that Rwandan troops shelled Goma is without foundation, Rwanda said.",
        "Rwanda slams claim that its army shelled Goma",
        "Rwanda called reports that its army had shelled Goma absurd.",
    ],
)
def test_what_is_called_false_is_denied_where_it_stands(text: str) -> None:
    assert all(stance == "denies" for _, stance in stances(claims(text, "ASSAULT")))


@pytest.mark.parametrize(
    "text",
    [
        "Congo said Rwanda had shelled Goma. Kigali called the attack a tragedy.",
        "Congo said Rwanda had shelled Goma. Uganda said the shelling was wrong.",
        "Congo said Rwanda had shelled Goma. Uganda said the report was accurate.",
    ],
)
def test_an_opinion_is_no_denial(text: str) -> None:
    assert [s for s in stances(claims(text, "ASSAULT")) if s[1] == "denies"] == []


def test_an_allegation_that_is_denied_belongs_to_those_who_made_it() -> None:
    text = "Nigeria's army denied that it had bombed the village, an allegation made by Cameroon."

    assert sorted(stances(claims(text, "ASSAULT"))) == [(("CMR",), "asserts"), (("NGA.MIL",), "denies")]


def test_residents_are_answered_by_their_own_army() -> None:
    text = "Residents of Chad said soldiers had attacked the market. Chad's army denied any role."
    found = stances(claims(text, "ASSAULT"))

    assert [s for _, s in found] == ["asserts", "denies"]


def test_footage_doubts_and_denies_nothing() -> None:
    text = "Nigeria's air force said its jets had bombed a camp. Footage from the scene contradicts the claim."

    assert {s for _, s in stances(claims(text, "ASSAULT"))} == {"asserts", "doubts"}


def test_in_its_own_release_a_party_denies_as_the_narrator() -> None:
    text = (
        "Statement of the Foreign Ministry of Chad on the events in Zouar\n\n"
        "Posts on social media allege that the army of Chad attacked the market. Chad denies these allegations."
    )

    assert (("narrator",), "denies") in stances(claims(text, "ASSAULT"))


@pytest.mark.parametrize(
    "denial",
    ["Tripoli dismissed that as idle talk.", "Tripoli insisted that it had not.", "Tripoli denied any part in it.",
     "Tripoli denied the bombardment."],
)  # fmt: skip
def test_what_was_told_is_denied_without_being_said_again(denial: str) -> None:
    text = f"Tunisia said Libyan jets had bombarded the border town of Dehiba. {denial}"
    found = claims(text, "ASSAULT")

    assert [s for _, s in stances(found)] == ["asserts", "denies"]
    assert not claims(text, "REJECT")


@pytest.mark.parametrize("other", ["Tripoli dismissed the plan as folly.", "Tripoli said it was raining.", "Tripoli denied the storm."])
def test_what_speaks_of_something_else_denies_nothing(other: str) -> None:
    text = f"Libyan jets bombarded the border town of Dehiba. {other}"

    assert "denies" not in {s for _, s in stances(claims(text, "ASSAULT"))}
