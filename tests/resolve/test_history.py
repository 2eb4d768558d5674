"""Paragraphs of history, court reports and anniversaries: what is told of the past is background, the news is not."""

from __future__ import annotations

from datetime import date

import pytest

import dragoman

LEAD = "The president of Peru met the president of Chile in Lima.\n\nThey spoke at length.\n\nNobody else came.\n\n"


def claims(text: str) -> dict[str, bool]:
    """Whether each claim is background, by its words."""
    found = dragoman.read(text, published=date(2021, 3, 3)).claims
    return {text[slice(*c.span)]: c.background for c in found}


def flag(text: str, words: str) -> bool:
    """Whether the one claim whose words hold these is background."""
    (found,) = {background for said, background in claims(text).items() if words in said}
    return found


@pytest.mark.parametrize(
    ("text", "words"),
    [
        # one day for joined verbs, and for the sentences behind them
        ("In the night of 16 November 1989, Kenyan soldiers entered the hostel, beat the students and shot two priests.", "shot"),
        ("Rebels of the LRA burned Barlonyo in February 2004. They killed 300 villagers.", "killed"),
        # days counted from that day
        ("Rebels of the LRA burned Barlonyo in February 2004. Ugandan jets bombed their camps two days later.", "bombed"),
        # who was blamed then
        ("In 1989 Kenyan soldiers shot two priests. The army first blamed the rebels.", "blamed"),
        # a paper of those days
        ("A report published in 1993 said Kenyan troops had shelled Mogadishu.", "shelled"),
    ],
)
def test_behind_a_day_long_past_the_past_tense_is_history(text: str, words: str) -> None:
    assert flag(LEAD + text, words)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        # a day of the week brings it back, so does the present or the perfect
        ("Rebels of the LRA burned Barlonyo in February 2004. On Tuesday they killed nine villagers there.", "killed"),
        ("Rebels of the LRA burned Barlonyo in 2004. Now Ugandan jets are bombing their camps.", "bombing"),
        # a house of those days, a deadline, another paragraph
        ("The mosque, built in 1979, was closed. Kenyan troops shelled Mogadishu.", "shelled"),
        ("Rebels of the LRA burned Barlonyo in 2004.\n\nKenyan troops shelled Mogadishu.", "shelled"),
        # what officials say today
        ("In 2004 rebels burned Barlonyo. Ugandan police said Kenyan troops shelled Moroto.", "shelled"),
    ],
)
def test_news_behind_a_day_long_past_is_not(text: str, words: str) -> None:
    assert not flag(LEAD + text, words)


COURT = "A court in Nairobi sentenced a former colonel to life in prison on Tuesday for the killing of 40 farmers in 2011.\n\n"


@pytest.mark.parametrize(
    "text",
    [
        "The judges left early.\n\nProsecutors told the court during the trial that Kenyan soldiers shelled the farm.",
        "The judges left early.\n\nA witness testified that Kenyan soldiers shelled the farm.",
    ],
)
def test_what_is_told_in_court_is_history(text: str) -> None:
    assert flag(COURT + text, "shelled")


def test_the_sentence_of_a_former_officer_is_news() -> None:
    text = f"Former colonel jailed for life over farm killings\n\n{COURT}The judges left early."
    found = dragoman.read(text, published=date(2021, 3, 3)).claims

    assert {c.background for c in found if c.type == "SANCTION"} == {False}


def test_the_day_of_the_crime_is_not_that_of_the_charge() -> None:
    assert not flag("A Kenyan colonel was charged on Tuesday with ordering the shelling of Moroto in 2003.", "charged")


ANNIVERSARY = "Thousands of people marched through Kampala on Tuesday to mark 20 years since rebels burned Barlonyo.\n\nIt rained.\n\n"


@pytest.mark.parametrize(
    ("text", "background"),
    [
        ("Rebels of the LRA killed the men in the church.", True),
        ("Survivors recalled how rebels of the LRA killed the men in the church.", True),
        ("On Tuesday rebels of the LRA killed nine men near Gulu.", False),
        ("Police said rebels of the LRA killed nine men near Gulu.", False),
    ],
)
def test_an_anniversary_looks_back(text: str, background: bool) -> None:
    assert flag(ANNIVERSARY + text, "killed") is background


def test_what_happens_at_an_anniversary_is_news() -> None:
    text = (
        "Police in Kampala shot two men on Tuesday as a crowd gathered to remember those killed when rebels burned "
        "Barlonyo in 2004.\n\n"
        "It rained.\n\nThe police beat a reporter, witnesses said."
    )

    assert not flag(text, "shot")
    assert not flag(text, "beat")


def test_who_he_was_is_no_news_when_he_dies() -> None:
    text = "Marshal dies at 89\n\nThe Kenyan marshal who shelled Mogadishu died on Monday in Nairobi.\n\nHe had been ill."

    assert flag(text, "shelled")


def test_ten_years_ago_this_week_is_ten_years_ago() -> None:
    assert flag("Ten years ago this week, Kenyan troops shelled Mogadishu.", "shelled")
