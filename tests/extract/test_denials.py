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
