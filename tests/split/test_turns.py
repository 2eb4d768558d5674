"""Turns of a transcript, the hours of a live report, and what only looks like either."""

from __future__ import annotations

import pytest

from dragoman.split.passages import split


def speakers(text: str) -> list[str | None]:
    passages, _, _ = split(text)
    return [None if p.speaker is None else text[slice(*p.speaker)] for p in passages]


def sentences(text: str) -> list[str]:
    return [text[slice(*s.span)] for s in split(text)[1]]


def test_questions_and_answers_are_turns() -> None:
    text = "Fiji's envoy spoke to us.\n\nQ: Who fired?\n\nEnvoy: Nobody did.\n\nQ: Then?\n\nEnvoy: We left.\n\nHe was going home."
    assert speakers(text) == [None, "Q", "Envoy", "Q", "Envoy", None]
    assert [p.asks for p in split(text)[0]] == [False, True, False, True, False, False]
    assert "Nobody did." in sentences(text)
    assert "Envoy:" in sentences(text)


def test_paragraphs_between_labels_go_on_with_the_turn() -> None:
    text = "MR. TAMA: We met.\n\nIt went well.\n\nQUESTION: Where?\n\nMR. TAMA: In Suva."
    assert speakers(text) == ["MR. TAMA", "MR. TAMA", "QUESTION", "MR. TAMA"]


def test_letters_with_a_stop_are_labels() -> None:
    assert speakers("Q. Did they shell you?\n\nA. They did.\n\nQ. When?\n\nA. On Monday.") == ["Q", "A", "Q", "A"]


def test_the_one_who_mostly_asks_is_the_journalist() -> None:
    text = "Ana Roko: Who shot?\n\nBen Tala: They shot at us.\n\nAna Roko: Why?\n\nBen Tala: We do not know."
    assert [p.asks for p in split(text)[0]] == [True, False, True, False]


@pytest.mark.parametrize(
    "text",
    [
        "Fiji: Two strikes hit a depot.\n\nTonga: One strike hit a boat.\n\nFiji: Our planes hit a truck.",
        "Note: This is a summary.\n\nThe army moved on Monday.",
        "Venue: Suva.\n\nHost: Fiji.\n\nThe talks begin on Monday.",
        "The minister said: it is over.\n\nThe army said: it goes on.",
    ],
)
def test_headings_before_a_colon_are_no_turns(text: str) -> None:
    assert set(speakers(text)) == {None}


@pytest.mark.parametrize("stamp", ["14:05 -", "14.05 GMT:", "[14:05]", "2:05 p.m. |"])
def test_the_hour_of_an_entry_stands_apart(stamp: str) -> None:
    text = f"{stamp} The army shelled Suva."
    assert sentences(text) == [stamp, "The army shelled Suva."]


def test_an_hour_inside_the_prose_does_not() -> None:
    assert sentences("14:05 was the hour of the blast.") == ["14:05 was the hour of the blast."]
