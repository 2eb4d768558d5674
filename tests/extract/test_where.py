"""Where each act was."""

from __future__ import annotations

import pytest

from dragoman.model.claim import Claim
from extract.sentences import claims, codes, only, words


def names(text: str, claim: Claim) -> list[str]:
    """The places of a claim in the words of the text."""
    return sorted(words(text, p.span) or p.name for p in claim.places)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kenyan forces attacked a convoy near Garissa.", ["Garissa"]),
        ("Russia shelled the city of Kherson in Ukraine.", ["Kherson"]),
        ("In Khartoum, the army shelled Bahri and Omdurman.", ["Bahri", "Khartoum", "Omdurman"]),
        ("Demonstrators in Minsk threw stones at police.", ["Minsk"]),
        ("Rebels were killed in an attack on the market of Bunia.", ["Bunia"]),
        ("Moscow-backed rebels attacked Kharkiv.", ["Kharkiv"]),
        ("Kenyan troops attacked a base in Somalia.", ["Somalia"]),
        ("Kenyan troops fought rebels.", []),
    ],
)
def test_places_of_the_clause_are_places_of_the_act(text: str, expected: list[str]) -> None:
    assert names(text, only(text, "ASSAULT")) == expected


@pytest.mark.parametrize(
    ("text", "expected", "precision"),
    [
        ("Fighting broke out along the border between Thailand and Cambodia.", "border", "border"),
        ("Clashes broke out on the front line.", "front line", "border"),
        ("Soldiers fired on the frontier with Niger.", "frontier", "border"),
        ("The Israeli army shot a man at a checkpoint.", "checkpoint", "point"),
        ("Clashes broke out along the line of contact.", "line of contact", "border"),
    ],
)
def test_common_nouns_of_place_are_places(text: str, expected: str, precision: str) -> None:
    (place,) = (p for p in only(text, "ASSAULT").places if p.geonameid is None)

    assert (place.name, place.precision, words(text, place.span)) == (expected, precision, expected)


@pytest.mark.parametrize(
    "text",
    [
        "They stood in line for bread and attacked the clerk.",
        "The front of the house was attacked by Chadian rebels.",
        "Chadian rebels attacked a production line.",
    ],
)
def test_a_line_or_front_of_another_sort_is_no_place(text: str) -> None:
    assert only(text, "ASSAULT").places == ()


def test_a_place_of_another_clause_is_not_the_acts() -> None:
    text = "Kenyan troops attacked Garissa after rebels had met in Mombasa."

    assert names(text, only(text, "ASSAULT")) == ["Garissa"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kenyan troops shot three men at Zanbourik.", ["Zanbourik"]),
        ("Kenyan troops shelled Zanbourik before dawn.", ["Zanbourik"]),
        ("Nine men died in an attack on Tul-Karib, a fishing village in Kenya.", ["Tul-Karib"]),
        ("Kenyan troops shot two men at a checkpoint near Garissa.", ["Garissa"]),
    ],
)
def test_a_village_that_no_gazetteer_has_is_a_place_by_its_name(text: str, expected: list[str]) -> None:
    assert names(text, only(text, "ASSAULT")) == expected


def test_whom_somebody_works_for_is_no_place() -> None:
    text = "An analyst at Zanbourik said Kenyan troops attacked Garissa."

    assert names(text, only(text, "ASSAULT")) == ["Garissa"]


def test_the_place_of_a_speaker_is_not_the_acts() -> None:
    text = "The Kherson governor said Chadian troops attacked."

    assert names(text, only(text, "ASSAULT")) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the owner of the place is the target where the text names it
        ("Russian forces captured Soledar on Monday, Ukraine's army said.", ["UKR"]),
        ("Congo said Rwanda shelled Goma.", ["COD"]),
        # world knowledge alone fills nothing
        ("Rwanda shelled Goma.", []),
    ],
)
def test_force_on_a_place_is_against_its_owner_if_the_text_names_it(text: str, expected: list[str]) -> None:
    assert codes(only(text, "ASSAULT", "COERCE").recipients) == expected


def test_a_territory_that_is_taken_is_no_party() -> None:
    text = "Azerbaijan occupied Karabakh."
    claim = only(text, "COERCE")

    assert (codes(claim.actors), codes(claim.recipients)) == (["AZE"], [])
    assert names(text, claim) == ["Karabakh"]


def test_a_state_that_is_occupied_stays_the_target() -> None:
    assert codes(only("Iraq occupied Kuwait.", "COERCE").recipients) == ["KWT"]


def test_talks_are_where_they_are_held() -> None:
    text = "The foreign ministers of Peru and Chile met in Lima on Tuesday."
    (lima,) = claims(text, "CONSULT")[0].places

    assert (words(text, lima.span), lima.country) == ("Lima", "PER")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # names that no gazetteer has, made places by the words beside them
        ("Rebels shelled the village of Dara-Kulo.", ["Dara-Kulo"]),
        ("Chadian rebels killed soldiers at positions at Wadar Temo, in Borno state.", ["Wadar Temo"]),
        ("Near Wadar Temo, Kenyan aircraft bombed a rebel camp.", ["Wadar Temo"]),
        # the most specific one, and not what it is described by
        ("Kenyan troops burned part of the market in Garissa, in Kenya.", ["Garissa"]),
        # common nouns with the words of their name; idioms and what guards a border are no places
        ("Kenyan forces stormed the Al Rahma hospital complex.", ["Al Rahma hospital complex"]),
        ("Kenyan police shot a man at the railway station.", ["railway station"]),
        ("Kenyan police shot two border guards.", []),
        # where a report was filed is not where it happened
        ("MAIDUGURI, Nigeria, March 9 - Chadian rebels attacked soldiers on Sunday.", []),
    ],
)
def test_places_that_only_the_words_around_them_make_places(text: str, expected: list[str]) -> None:
    assert names(text, only(text, "ASSAULT", "COERCE")) == expected


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        ("Kenyan soldiers later shot a trader there.", ["Garissa"]),
        ("Kenyan soldiers later shot a trader in the town.", ["Garissa"]),
        ("Kenyan soldiers also shot a trader.", ["Garissa"]),
        ("Kenyan soldiers also shot a trader in Mombasa.", ["Mombasa"]),
        ("Kenyan soldiers had shot a trader in May 2012.", []),
    ],
)
def test_a_happening_goes_on_where_the_sentence_before_was(second: str, expected: list[str]) -> None:
    text = f"Kenyan soldiers attacked Garissa. {second}"
    (shot,) = (c for c in claims(text, "ASSAULT") if words(text, c.span) == "shot")

    assert names(text, shot) == expected


def test_the_place_of_a_saying_is_not_the_place_of_what_is_said() -> None:
    text = "In Geneva, Chile accused Peruvian troops of attacking fishermen."

    assert names(text, only(text, "ASSAULT")) == []


def test_the_court_is_not_where_the_crime_was() -> None:
    text = "A court in Nairobi sentenced a Kenyan officer to ten years in prison for killing protesters."

    assert names(text, only(text, "ASSAULT")) == []


def test_a_place_keeps_the_name_that_the_text_gives_it() -> None:
    (place,) = only("Russian troops attacked a convoy in Sumy region.", "ASSAULT").places

    assert (place.name, place.country) == ("Sumy region", "UKR")
