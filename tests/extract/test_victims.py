"""Whom force befalls in reports on one country, and doers and victims of one kind."""

from __future__ import annotations

import pytest

from extract.sentences import claims, codes

LEAD = "Burundi's police are on alert in Gitega after days of unrest in Ngozi.\n\n"


def sides(text: str, kind: str) -> tuple[list[str], list[str]]:
    """The parties of the last claim of the kind."""
    claim = claims(text, kind)[-1]
    return codes(claim.actors), codes(claim.recipients)


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("Villagers of Ruyigi killed two teenagers over a stolen goat.", "ASSAULT", (["BDI"], ["BDI"])),
        ("The ombudsman called on the government to free the miners.", "REQUEST", (["BDI"], ["BDI"])),
        ("The police torched the house of a teacher in Ngozi.", "ASSAULT", (["BDI"], ["BDI"])),
        ("Soldiers arrested four of the gunmen near Ngozi.", "COERCE", (["BDI"], ["BDI"])),
        ("A grenade hit a bakery in Gitega on Monday.", "ASSAULT", (["UNK"], ["BDI"])),
        ("The army denied that any bakery had been hit.", "ASSAULT", (["BDI"], ["BDI"])),
    ],
)
def test_in_a_report_on_one_country_its_people_are_struck(text: str, kind: str, found: tuple[list[str], list[str]]) -> None:
    assert sides(LEAD + text, kind) == found


@pytest.mark.parametrize(
    "text",
    [
        "Kenyan forces attacked a convoy.",  # nothing says that it was in Kenya
        "Peruvian guards opened fire, and Bolivian guards answered.",
    ],
)
def test_where_two_lands_may_be_meant_nobody_is(text: str) -> None:
    assert all(not codes(claim.recipients) for claim in claims(text, "ASSAULT"))


def test_an_army_does_not_strike_itself() -> None:
    found = claims(LEAD + "Soldiers shelled their army.", "ASSAULT")
    assert all(r.code != "BDI.MIL" for c in found for r in c.recipients)


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("Two men on a bicycle shot a 40-year-old street vendor in Ngozi.", "ASSAULT", (["UNK"], ["BDI"])),
        ("Two men were shot in Ngozi.", "ASSAULT", (["UNK"], ["BDI"])),
        ("The village of Ruyigi was stormed by gunmen suspected to be herders.", "ASSAULT", (["BDI"], ["BDI"])),
        ("Relatives of the missing marched to the town hall of Ngozi.", "PROTEST", (["BDI"], ["BDI"])),
        ("Kenyan students marched in Ngozi.", "PROTEST", (["KEN"], [])),
        ("Rwandan envoys were refused entry on Monday.", "REJECT", (["UNK"], ["RWA"])),
    ],
)
def test_doers_and_victims_without_a_name(text: str, kind: str, found: tuple[list[str], list[str]]) -> None:
    assert sides(LEAD + text, kind) == found


def test_whoever_urges_both_armies_is_neither() -> None:
    text = "Chad's army and Nigerien troops fought near Diffa. Benin urged both armies to withdraw."
    assert sides(text, "REQUEST") == (["BEN"], ["NER", "TCD"])


def test_a_toll_befalls_those_whose_it_is() -> None:
    text = "Burundi and Rwanda fought near Ruhwa on Monday. Burundi's defence ministry put its own losses at nine soldiers."
    toll = next(c for c in claims(text, "ASSAULT") if c.casualties)

    assert all(r.code != "BDI.CVL" for r in toll.recipients)
