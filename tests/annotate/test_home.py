"""Role nouns without a country, in sentences of our own: filled where the text makes one clear, else left open."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.annotate.home import settle_home
from dragoman.model.text import Mark
from dragoman.model.world import Mention, MentionKind, Place, Precision
from dragoman.split.passages import split

STATES = {"Peru": "PER", "Peruvian": "PER", "Lima": "PER", "Chile": "CHL", "Chilean": "CHL", "Togo": "TGO", "France": "FRA"}
ROLES = {
    "army": "MIL", "artillery": "MIL", "troops": "MIL", "rebels": "REB", "police": "COP", "villagers": "CVL",
    "residents": "CVL", "government": "GOV", "analysts": "SOC", "diplomats": "GOV", "ministry": "GOV", "gunmen": "REB",
    "administration": "GOV", "editors": "JRN", "peacekeepers": "MIL",
}  # fmt: skip
PLACES: dict[str, tuple[str, Precision]] = {
    "Cusco": ("PER", "settlement"), "Puno": ("PER", "settlement"), "Tacna": ("PER", "settlement"), "Arica": ("CHL", "settlement"),
}  # fmt: skip


def spot(text: str) -> tuple[list[Mention], list[Place]]:
    mentions, places = [], []
    at = 0
    for word in text.split(" "):
        bare = word.strip('.,"').removesuffix("'s")
        start = at + word.find(bare) if bare else at
        span = (start, start + len(bare))
        if bare in STATES:
            kind: MentionKind = "capital" if bare == "Lima" else "demonym" if bare.endswith("an") else "state"
            mentions.append(Mention(span, (STATES[bare],), bare, kind))
        elif bare in {"UN", "AU"}:
            mentions.append(Mention(span, (f"IGO:{bare}",), bare, "body"))
        elif bare in ROLES:
            mentions.append(Mention(span, (f"UNK.{ROLES[bare]}",), bare, "organ"))
        elif bare in PLACES:
            places.append(Place(span, bare, 0.0, 0.0, 1, *PLACES[bare]))
        at += len(word) + 1
    return mentions, places


def settle(text: str, dateline: str = "") -> dict[str, tuple[str, ...]]:
    """The codes of each mention by its words; the last one counts."""
    marks = (Mark("dateline", (0, len(dateline))),) if dateline else ()
    passages, sentences, _ = split(text, marks)
    mentions, places = spot(text)
    found = settle_home(text, passages, sentences, mentions, places)
    return {text[m.span[0] : m.span[1]]: m.codes for m in found}


@pytest.mark.parametrize(
    ("text", "word", "code"),
    [
        ("Peru mourned. Peruvian flags flew. Then the army fired.", "army", "PER.MIL"),
        ("A blast shook Cusco. It killed residents as rebels fled.", "residents", "PER.CVL"),
        ("A blast shook Cusco. It killed residents as rebels fled.", "rebels", "PER.REB"),
        ("Peru voted. Chile sent aid. Peru thanked it. Later Peru slept. The foreign ministry called.", "ministry", "PER.GOV"),
        ("Peru bled. Peru fell. Arica shook. Chile wept. Chile fell. Near Tacna the police ran.", "police", "PER.COP"),
        ("Peru mourned. Lima burned. State editors wept.", "editors", "PER.JRN"),
        ("Peru and Chile fought. Chile accused Peru. The regional administration in Cusco left.", "administration", "PER.GOV"),
    ],
)  # fmt: skip
def test_filled(text: str, word: str, code: str) -> None:
    assert settle(text)[word] == (code,)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Peru and Chile fought. The army fired.", "army"),
        ("Peru mourned. Peru wept. Then analysts spoke.", "analysts"),
        ("Peru mourned. Peru wept. Our troops answered.", "troops"),
        ("Peru mourned. Peru wept. Some foreign troops came.", "troops"),
        ("Peru mourned. Peru wept. Then gunmen came.", "gunmen"),
        ("Peru mourned. Peru wept. Then editors wrote.", "editors"),
        ("Nobody spoke. The army fired.", "army"),
        ("It rained. Peru watched. The army fired and rebels fled.", "rebels"),
    ],
)
def test_left_open(text: str, word: str) -> None:
    assert settle(text)[word][0].startswith("UNK.")


def test_a_dateline_is_no_home() -> None:
    assert settle("Lima\n\nRain fell. The army fired.", "Lima")["army"] == ("UNK.MIL",)
    assert settle("Rain fell in Lima. The army fired.")["army"] == ("PER.MIL",)


def test_what_happens_far_away_harms_those_who_live_there() -> None:
    told = "Chile regrets it. Chile mourns. Chile grieves. Chile protests. Chile prays. "
    text = told + "Fire hit Cusco, Puno and Tacna. Then villagers fled and the army knelt."
    found = settle(text)
    assert found["villagers"] == ("PER.CVL",)
    assert found["army"] == ("CHL.MIL",)


def test_of_two_that_are_named_as_often_the_land_of_the_lead_is_home() -> None:
    rest = "Lima was silent. Peru and Chile replied. The army fired."
    assert settle("Rain fell in Arica in Chile. Peru waited. " + rest)["army"] == ("CHL.MIL",)
    assert settle("Chile met Peru. " + rest)["army"] == ("UNK.MIL",)


def test_in_a_war_the_nearest_country_before_owns_the_next_ministry() -> None:
    text = "Peru and Chile fought. Chile accused Peru. Lima denied it. The foreign ministry called in the Chilean consul."
    assert settle(text)["ministry"] == ("PER.GOV",)


def test_the_country_is_the_home_country() -> None:
    text = "Peru mourned. Peru wept. Many left the country at once."
    assert settle(text)["the country"] == ("PER",)
    assert "the country" not in settle("Peru and Chile fought. Many left the country at once.")


WORDS = st.sampled_from(["Peru", "army", "the country", "Cusco", "Chile", "a", '"', ".", "\n\n", "our", ". ", "troops"])


@given(st.lists(WORDS, max_size=20).map(" ".join))
def test_any_text_is_survived_and_spans_stay_exact(text: str) -> None:
    passages, sentences, _ = split(text, ())
    mentions, places = spot(text)
    found = settle_home(text, passages, sentences, mentions, places)
    assert {m.span for m in mentions} <= {m.span for m in found}
    assert [m.span for m in found] == sorted(m.span for m in found)
    assert all(0 <= m.span[0] < m.span[1] <= len(text) for m in found)


def test_peacekeepers_are_those_of_the_one_body_that_keeps_the_peace() -> None:
    assert settle("Peru bled. Peru wept. The UN met. Then peacekeepers fired.")["peacekeepers"] == ("IGO:UN",)
    assert settle("Peru bled. The AU left. The UN met. Then peacekeepers fired.")["peacekeepers"] == ("UNK.MIL",)
    assert settle("Peru bled. Peru wept. Then peacekeepers fired.")["peacekeepers"] == ("UNK.MIL",)
