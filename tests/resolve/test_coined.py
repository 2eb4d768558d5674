"""Armed groups that only the text itself introduces."""

from __future__ import annotations

import pytest

from extract.sentences import document, reader


def named(text: str) -> set[str]:
    return {code for mention in reader().annotate(document(text)).mentions for code in mention.codes}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The Lion Liberation Army (LLA) burned a bus in Peru. The LLA denied it.", "LLA.REB"),
        ("Rebels of the Highland People's Front (HPF) attacked a post in Peru.", "HPF.REB"),
    ],
)
def test_a_group_with_an_abbreviation_gets_a_code_of_its_own(text: str, code: str) -> None:
    assert code in named(text)


@pytest.mark.parametrize(
    "text",
    [
        "The Highland People's Front (HPF) won two seats in Peru.",
        "The Lion Breweries (LB) closed a plant in Peru.",
        "Troops of the Peruvian Army (PA) attacked a post.",
    ],
)
def test_parties_firms_and_armies_get_none(text: str) -> None:
    assert not any(code.endswith(".REB") for code in named(text))
