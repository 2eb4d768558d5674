"""What courts tell of is history, whatever the day of the verdict."""

from __future__ import annotations

from datetime import date

import pytest

import dragoman


def backgrounds(text: str, kind: str) -> set[bool]:
    return {c.background for c in dragoman.read(text, published=date(2021, 3, 3)).claims if c.type == kind}


@pytest.mark.parametrize(
    "text",
    [
        "A court in Accra convicted two officers of killing protesters.",
        "Two men were found guilty of attempting to bomb the embassy of France in Accra.",
        "The general is on trial for shelling Goma.",
    ],
)
def test_what_somebody_is_judged_for_is_history(text: str) -> None:
    assert backgrounds(text, "ASSAULT") == {True}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("A court in Accra convicted two officers of killing protesters.", "SANCTION"),
        ("Rebels shelled Goma on Monday and were convicted of nothing.", "ASSAULT"),
        ("Soldiers killed a man who had been convicted of theft.", "ASSAULT"),
    ],
)
def test_the_judgement_and_what_stands_beside_it_are_not(text: str, kind: str) -> None:
    assert backgrounds(text, kind) == {False}
