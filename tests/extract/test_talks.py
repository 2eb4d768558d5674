"""Who hosted or brokered talks and truces, and which two sides they were between."""

from __future__ import annotations

import pytest

from extract.sentences import acts, claims, codes


@pytest.mark.parametrize(
    ("text", "kind", "actors", "mediators"),
    [
        ("A Moscow-brokered truce between Armenia and Azerbaijan took effect on Monday.", "RETREAT", ["ARM", "AZE"], ["RUS"]),
        ("Ethiopia and Eritrea signed a peace deal brokered by the African Union.", "AGREE", ["ERI", "ETH"], ["IGO:AU"]),
        ("Colombia's government and the ELN agreed a ceasefire under the auspices of Norway.", "AGREE", ["COL", "ELN"], ["NOR"]),
        ("Qatar mediated talks between Chad and the rebels.", "CONSULT", ["TCD", "UNK"], ["QAT"]),
        ("Under UN mediation, Cyprus and Turkey resumed talks.", "CONSULT", ["CYP", "TUR"], ["IGO:UN"]),
        ("Kenya hosted the foreign ministers of Sudan and Chad.", "CONSULT", ["SDN", "TCD"], ["KEN"]),
    ],
)
def test_hosts_and_brokers_are_no_parties(text: str, kind: str, actors: list[str], mediators: list[str]) -> None:
    (claim,) = claims(text, kind)

    assert (codes(claim.actors), codes(claim.recipients), codes(claim.mediators)) == (actors, [], mediators)


@pytest.mark.parametrize(
    ("text", "mode", "actors", "recipients"),
    [
        ("Turkey hosted the president of Serbia.", "visit", ["SRB"], ["TUR"]),
        ("Kenya hosted the foreign ministers of Sudan and Chad.", "third-party", ["SDN", "TCD"], []),
        ("The Kenyan president visited Uganda on Friday.", "visit", ["KEN"], ["UGA"]),
    ],
)
def test_a_host_of_one_receives_a_visit_and_of_two_brings_them_together(
    text: str, mode: str, actors: list[str], recipients: list[str]
) -> None:
    (claim,) = claims(text, "CONSULT")

    assert (claim.mode, codes(claim.actors), codes(claim.recipients)) == (mode, actors, recipients)


@pytest.mark.parametrize(
    "text",
    [
        "The foreign ministers of Peru and Chile met in Lima on Tuesday.",
        "Peru and Chile signed a peace deal in Lima.",
        "Peru and Chile signed a peace deal drafted by lawyers in Brazil.",
    ],
)
def test_where_nobody_brokered_there_is_no_mediator(text: str) -> None:
    (claim,) = claims(text, "CONSULT", "AGREE")

    assert (codes(claim.actors), claim.mediators) == (["CHL", "PER"], ())


def test_force_has_no_mediator() -> None:
    (act,) = acts("Troops backed by Uganda attacked rebels in Bunia.", "ASSAULT")

    assert act.mediators == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Azerbaijan and Armenia fought for a week. The ceasefire took effect on Monday.", ["ARM", "AZE"]),
        ("Ethiopia told Eritrea that the ceasefire took effect on Monday.", ["ERI", "ETH"]),
        # the broker is no side of the truce that it brokered
        ("Azerbaijan and Armenia fought for a week. A Moscow-brokered ceasefire took effect on Monday.", ["ARM", "AZE"]),
        # a third name leaves it open who is meant
        ("Azerbaijan, Iran and Armenia sent envoys. The ceasefire took effect on Monday.", []),
        # and so does a distance of two sentences
        ("Azerbaijan and Armenia fought. It rained for days. The ceasefire took effect on Monday.", []),
    ],
)
def test_a_truce_without_parties_is_between_the_two_that_the_passage_names(text: str, expected: list[str]) -> None:
    (act,) = acts(text, "RETREAT")

    assert codes(act.actors) == expected


def test_a_body_is_no_side_of_a_truce() -> None:
    (act,) = acts("The United Nations and Armenia spoke. The ceasefire took effect on Monday.", "RETREAT")

    assert "IGO:UN" not in codes(act.actors)
