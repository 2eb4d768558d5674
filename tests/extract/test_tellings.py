"""Acts that reports tell in plain or round-about words: each with a sentence on which the rule must not fire."""

from __future__ import annotations

import pytest

from extract.sentences import claims, codes

TOLD = [
    ("A pact between Chad and Libya, brokered by Niger in 2017, fell apart within weeks.", "RETREAT", "negated", ["LBY", "TCD"], []),
    ("Violence has grown since a truce between Peru and Chile broke down last November.", "RETREAT", "negated", ["CHL", "PER"], []),
    ("A ceasefire between Chad and Libya took hold on Monday.", "RETREAT", "actual", ["LBY", "TCD"], []),
    ("Kenyan paratroopers landed within days.", "MOBILIZE", "actual", ["KEN"], []),
    ("Peru said no Peruvian soldier had entered Chile.", "MOBILIZE", "negated", ["PER"], []),
    ("Chad's soldiers went home in March.", "RETREAT", "actual", ["TCD"], []),
    ("Italy is sending the frigate Calipso to the Red Sea.", "MOBILIZE", "actual", ["ITA"], []),
    ("Oman's coast guard boarded a Greek tanker.", "COERCE", "actual", ["OMN"], ["GRC"]),
    ("Norway withdrew its observers from Hebron.", "SANCTION", "actual", ["NOR"], []),
    ("Japan announced a suspension of aid to Mali.", "SANCTION", "actual", ["JPN"], ["MLI"]),
    ("Peru handed Chile a protest note.", "ACCUSE", "actual", ["PER"], ["CHL"]),
    ("Peru lodged solemn representations with Chile over the arrest.", "ACCUSE", "actual", ["PER"], ["CHL"]),
    ("Hezbollah is holding 40 Israelis as human shields.", "ASSAULT", "actual", ["HEZBOLLAH"], ["ISR"]),
    ("The strike of miners against the Bolivian government has entered its second week.", "PROTEST", "actual", ["BOL"], ["BOL"]),
    ("Teachers marched on the town hall in Nairobi.", "PROTEST", "actual", ["KEN"], ["KEN"]),
    ("Norway's government turned down an offer from Sweden.", "REJECT", "actual", ["NOR"], ["SWE"]),
    ("India delivered spare parts to Nepal in 2019.", "AID", "actual", ["IND"], ["NPL"]),
    ("Envoys of Peru and Chile are expected in Lima on June 18 for talks.", "CONSULT", "planned", ["CHL", "PER"], []),
    ("A youth movement accused Kenya of theft.", "ACCUSE", "actual", ["UNK"], ["KEN"]),
]


@pytest.mark.parametrize(("text", "kind", "reality", "actors", "recipients"), TOLD)
def test_told_in_round_about_words(text: str, kind: str, reality: str, actors: list[str], recipients: list[str]) -> None:
    found = [
        (c.reality, [a.partition(".")[0] for a in codes(c.actors)], [a.partition(".")[0] for a in codes(c.recipients)])
        for c in claims(text, kind)
    ]  # fmt: skip

    assert (reality, actors, recipients) in found


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The merger deal between the two banks fell apart.", "RETREAT"),
        ("The driver turned down a side street in Nairobi.", "REJECT"),
        ("A commando unit drove the mutineers of Togo out.", "RETREAT"),
        ("India has delivered parts to Nepal since March.", "PROTEST"),
        ("Sudan sentenced to death three rebels on Monday.", "ASSAULT"),
        ("Jets of Israel carried out a strike on teachers in Gaza.", "PROTEST"),
        ("The army marched on Khartoum.", "PROTEST"),
        ("The two patrolmen were acquitted by a court in Manila.", "CONCEDE"),
    ],
)
def test_not_told_by_words_that_look_alike(text: str, kind: str) -> None:
    assert claims(text, kind) == []


def test_what_is_demanded_of_somebody_is_for_them_to_do() -> None:
    (freed,) = claims("Norway demanded from Iran the release of two Norwegian sailors.", "RETREAT")

    assert (freed.reality, codes(freed.actors)) == ("requested", ["IRN"])


def test_rebels_and_a_government_sign_a_peace() -> None:
    found = {c.type for c in claims("Fighters of Hezbollah and the Syrian army signed an accord in Homs.")}

    assert found == {"AGREE"}


@pytest.mark.parametrize(
    ("text", "kind", "reality"),
    [
        ("The government of Mali, which accuses Algeria of meddling, did not comment.", "ACCUSE", "actual"),
        ("The envoy of Qatar said Chad would return, and urged Libya to come.", "REQUEST", "actual"),
        ("The UN demanded that all armed groups in Mali lay down their weapons.", "RETREAT", "requested"),
        ("The Malian army said it had flown no drone strikes in Kidal.", "ASSAULT", "negated"),
    ],
)
def test_what_negation_modals_and_demands_reach(text: str, kind: str, reality: str) -> None:
    assert [c.reality for c in claims(text, kind)] == [reality]
