"""Incidents: which claims stand side by side, what they differ in, and the status that follows."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_claims import claim, days, toll, town
from msgspec.structs import replace

import dragoman
from dragoman.model.claim import Claim
from dragoman.model.incident import Incident
from dragoman.reconcile.incidents import find_incidents

SHOTS = (
    claim(10, who="ARM.MIL", whom="AZE.MIL", says="AZE.MIL"),
    claim(90, who="AZE.MIL", whom="ARM.MIL", says="ARM.MIL"),
)


def only(*claims: Claim) -> Incident:
    found = find_incidents(claims)
    assert len(found) == 1, [i.claims for i in found]
    return found[0]


def fields(incident: Incident) -> set[str]:
    return {d.field for d in incident.discrepancies}


# --- contested --------------------------------------------------------------------------------------------------------


def test_each_says_that_the_other_began() -> None:
    incident = only(*SHOTS)

    assert incident.status == "contested"
    assert {a.party: a.claims for a in incident.accounts} == {"AZE": (SHOTS[0].key,), "ARM": (SHOTS[1].key,)}
    (initiator,) = [d for d in incident.discrepancies if d.field == "initiator"]
    assert {r.value: r.claims for r in initiator.values} == {"ARM": (SHOTS[0].key,), "AZE": (SHOTS[1].key,)}


def test_one_asserts_what_the_other_denies() -> None:
    asserted = claim(10, who="ARM", whom="AZE", says="AZE")
    denied = claim(90, who="ARM", whom="AZE", says="ARM", stance="denies")

    incident = only(asserted, denied)

    assert incident.status == "contested"
    assert fields(incident) == {"occurrence"}


def test_a_negated_act_contradicts_it_as_a_denial_does() -> None:
    incident = only(claim(10, "RETREAT", "ARM", says="ARM"), claim(90, "RETREAT", "ARM", says="AZE", reality="negated"))

    assert incident.status == "contested"


@pytest.mark.parametrize(
    ("one", "other", "field"),
    [
        ({"places": town("Lachin")}, {"places": town("Shusha")}, "target"),
        ({"date": days("2021-03-05")}, {"date": days("2021-03-06")}, "day"),
        (
            {"casualties": (toll("killed", 3, 3, "ARM"),)},
            {"casualties": (toll("killed", 12, 12, "ARM"),)},
            "killed ARM",
        ),
        ({"casualties": (toll("killed", 0, 0),)}, {"casualties": (toll("killed", 1, None),)}, "killed"),
    ],
    ids=["target", "day", "toll", "no casualties"],
)
@pytest.mark.parametrize("other_voice", ["ARM", "narrator"])
def test_a_slot_on_which_parties_or_party_and_narrator_differ(
    one: dict[str, object], other: dict[str, object], field: str, other_voice: str
) -> None:
    first = claim(10, who="AZE", whom="ARM", says="AZE", **one)  # type: ignore[arg-type]  # keywords of made_claims.claim
    second = claim(90, who="AZE", whom="ARM", says=other_voice, **other)  # type: ignore[arg-type]  # as above

    incident = only(first, second)

    assert incident.status == "contested"
    assert fields(incident) == {field}
    assert first.key[:8] in incident.why
    assert second.key[:8] in incident.why


def test_why_names_field_voices_and_claims() -> None:
    why = only(*SHOTS).why

    assert why.startswith("initiator")
    assert "ARM" in why
    assert "AZE" in why
    assert all(c.key[:8] in why for c in SHOTS)


def test_the_sides_of_a_civil_war_are_two_parties() -> None:
    incident = only(
        claim(10, who="SYR.REB", whom="SYR.MIL", says="SYR.MIL"),
        claim(90, who="SYR.MIL", whom="SYR.REB", says="SYR.REB"),
    )

    assert incident.status == "contested"
    assert len(incident.accounts) == 2


def test_residents_are_not_their_government() -> None:
    incident = only(claim(10, who="SDN.MIL", says="SDN.CVL"), claim(90, who="SDN.MIL", says="SDN.MIL", stance="denies"))

    assert incident.status == "contested"


def test_a_voice_that_differs_from_itself_contests_nothing_but_shows_the_difference() -> None:
    incident = only(
        claim(10, who="AZE", whom="ARM", places=town("Lachin")), claim(90, who="AZE", whom="ARM", places=town("Shusha"))
    )

    assert incident.status == "uncontested"
    assert fields(incident) == {"target"}


def test_ranges_that_overlap_contradict_nobody() -> None:
    incident = only(
        claim(10, who="AZE", whom="ARM", says="AZE", casualties=(toll("killed", 3, 9, "ARM"),)),
        claim(90, who="AZE", whom="ARM", says="ARM", casualties=(toll("killed", 9, None, "ARM"),)),
    )

    assert incident.discrepancies == ()
    assert incident.status == "corroborated"


def test_a_slot_left_open_contradicts_nobody() -> None:
    incident = only(
        claim(10, who="AZE", whom="ARM", says="AZE", places=town("Lachin"), date=days("2021-03-05")),
        claim(90, who="AZE", whom="ARM", says="ARM"),
    )

    assert incident.status == "corroborated"


def test_a_day_that_the_text_does_not_give_is_no_reading_of_the_day() -> None:
    incident = only(
        claim(10, who="AZE", whom="ARM", says="AZE", date=days("2021-03-05", said=False)),
        claim(90, who="AZE", whom="ARM", says="ARM", date=days("2021-03-04")),
    )

    assert "day" not in fields(incident)


def test_a_wide_range_is_not_drawn_into_the_quarrel_of_a_voice_with_itself() -> None:
    incident = only(
        claim(10, who="AZE", whom="ARM", casualties=(toll("killed", 1, 20, "ARM"),)),
        claim(50, who="AZE", whom="ARM", says="ARM", casualties=(toll("killed", 2, 2, "ARM"),)),
        claim(90, who="AZE", whom="ARM", says="ARM", casualties=(toll("killed", 12, 12, "ARM"),)),
    )

    assert incident.status != "contested"


def test_each_says_that_the_other_fired_first_without_saying_at_whom() -> None:
    assert only(claim(10, who="ARM", says="AZE"), claim(90, who="AZE", says="ARM")).status == "contested"


def test_tolls_of_nobody_named_side_by_side_are_tolls_of_one_happening() -> None:
    near = only(
        claim(10, says="AZE", casualties=(toll("killed", 12, 12),)), claim(90, says="ARM", casualties=(toll("killed", 3, 3),))
    )
    far = find_incidents(
        [claim(10, says="AZE", casualties=(toll("killed", 12, 12),)), claim(900, says="ARM", casualties=(toll("killed", 3, 3),))]
    )

    assert near.status == "contested"
    assert len(far) == 2


def test_an_undated_denial_stands_with_what_it_denies() -> None:
    told = claim(10, who="ARM", whom="AZE", says="AZE", date=days("2021-03-05"))
    denial = claim(90, who="ARM", whom="AZE", says="ARM", stance="denies", date=days("2021-03-09", said=False))

    assert only(told, denial).status == "contested"
    assert len(find_incidents([told, replace(denial, date=days("2021-03-09"))])) == 2


def test_somebody_unnamed_who_is_denied_contests() -> None:
    assert only(claim(10, who="IDN", says="UNK"), claim(90, who="IDN", stance="denies")).status == "contested"


def test_opposite_initiators_meet_though_one_names_soldiers_and_the_other_farmers() -> None:
    incident = only(claim(10, who="KGZ.MIL", whom="TJK.CVL", says="TJK"), claim(90, who="TJK.MIL", whom="KGZ.CVL", says="KGZ"))

    assert incident.status == "contested"
    assert "initiator" in fields(incident)


def test_fighters_to_one_voice_and_civilians_to_the_other() -> None:
    army = claim(10, who="MLI.MIL", whom="JNIM.REB", says="MLI.MIL", mode="drone")
    herders = claim(90, who="MLI.MIL", whom="MLI.CVL", says="MLI.CVL", casualties=(toll("killed", 7, 7),))

    assert only(army, herders).status == "contested"
    assert fields(only(army, herders)) == {"target"}
    assert len(find_incidents([army, replace(herders, span=(2000, 2005))])) == 2
    assert len(find_incidents([replace(army, places=town("Kidal")), replace(herders, places=town("Mopti"))])) == 2


def test_the_same_town_and_day_though_one_names_only_the_doer_and_the_other_only_the_victim() -> None:
    one = claim(10, who="TUR.MIL", says="TUR.MIL", places=town("Dohuk"), date=days("2022-07-20"))
    other = claim(90, whom="IRQ.CVL", says="IRQ.GOV", places=town("Dohuk"), date=days("2022-07-20"))

    assert len(find_incidents([one, other])) == 1
    assert len(find_incidents([one, replace(other, places=town("Erbil"))])) == 2


def test_another_count_of_the_dead_of_one_land_stands_with_the_act_it_counts() -> None:
    army = claim(10, who="BOKOHARAM.REB", whom="NER.MIL", says="NER.MIL", casualties=(toll("killed", 5, 5),))
    nurse = claim(500, whom="NER.CVL", says="NER.MED", casualties=(toll("killed", 19, 19),))

    assert only(army, nurse).status == "contested"
    assert len(find_incidents([army, replace(nurse, span=(3000, 3005))])) == 2


def test_a_denial_stands_with_the_act_most_like_it() -> None:
    raid = claim(10, who="SDN.MIL", whom="SDN.CVL", says="SDN.CVL", places=town("Kutum"), mode="firearms")
    bomb = claim(60, who="SDN.MIL", whom="SDN.CVL", says="SDN.REB", places=town("Nyala"), mode="aerial")
    denial = claim(120, who="SDN.MIL", whom="SDN.CVL", says="SDN.MIL", places=town("Nyala"), mode="aerial", stance="denies")
    of_denial = next(i for i in find_incidents([raid, bomb, denial]) if denial.key in i.claims)

    assert bomb.key in of_denial.claims
    assert of_denial.status == "contested"


def test_a_threat_that_is_denied_is_contested() -> None:
    threat = claim(10, "THREATEN", "TUR", "SWE", says="SWE")

    assert find_incidents([threat]) == ()
    assert only(threat, claim(90, "THREATEN", "TUR", "SWE", says="TUR", stance="denies")).status == "contested"


# --- the other statuses, and the order of the rules -------------------------------------------------------------------


def test_corroborated_by_both_parties() -> None:
    assert only(claim(10, who="AZE", whom="ARM", says="AZE"), claim(90, who="AZE", whom="ARM", says="ARM")).status == (
        "corroborated"
    )


@pytest.mark.parametrize("independent", ["RUS", "IGO:OSCE", "NGO:ICRC"])
def test_corroborated_by_a_party_and_an_independent_voice(independent: str) -> None:
    incident = only(claim(10, who="AZE", whom="ARM", says="ARM"), claim(90, who="AZE", whom="ARM", says=independent))

    assert incident.status == "corroborated"
    assert independent in incident.why


def test_organs_of_one_state_do_not_corroborate_each_other() -> None:
    incident = only(
        claim(10, who="AZE", whom="ARM", says="ARM.MIL", mode="drone"), claim(90, who="AZE", whom="ARM", says="ARM.GOV")
    )

    assert incident.status == "one-sided"
    assert [a.party for a in incident.accounts] == ["ARM"]


def test_an_anonymous_voice_corroborates_nothing() -> None:
    incident = only(
        claim(10, who="AZE", whom="ARM", says="ARM"),
        claim(90, who="AZE", whom="ARM", says="USA.GOV", anonymous=True),
    )

    assert incident.status == "one-sided"


def test_one_sided_names_the_party() -> None:
    incident = only(claim(10, who="AZE", whom="ARM", says="ARM.MIL"))

    assert incident.status == "one-sided"
    assert "ARM" in incident.why


@pytest.mark.parametrize(
    "hedged",
    [
        claim(10, who="AZE", whom="ARM", says="UNK"),
        claim(10, who="AZE", whom="ARM", says="USA.GOV", anonymous=True),
        claim(10, who="AZE", whom="ARM", says="ARM.GOV", anonymous=True),
    ],
    ids=["reportedly", "unnamed official", "unnamed official of a party"],
)
def test_unverified_where_only_unnamed_voices_assert(hedged: Claim) -> None:
    incident = only(hedged)

    assert incident.status == "unverified"
    assert hedged.key[:8] in incident.why


def test_unverified_where_the_narrator_doubts_what_an_outsider_says() -> None:
    incident = only(claim(10, who="AZE", whom="ARM", says="USA"), claim(90, who="AZE", whom="ARM", stance="doubts"))

    assert incident.status == "unverified"


def test_one_sided_comes_before_unverified() -> None:
    incident = only(claim(10, who="AZE", whom="ARM", says="ARM"), claim(90, who="AZE", whom="ARM", stance="doubts"))

    assert incident.status == "one-sided"


def test_uncontested_where_the_narrator_asserts() -> None:
    assert only(claim(10, who="AZE", whom="ARM")).status == "uncontested"


def test_contested_comes_before_corroborated() -> None:
    both = (claim(10, who="AZE", whom="ARM", says="AZE"), claim(50, who="AZE", whom="ARM", says="ARM"))
    denial = claim(90, who="AZE", whom="ARM", says="RUS", stance="denies")

    assert only(*both).status == "corroborated"
    assert only(*both, denial).status == "contested"


def test_corroborated_comes_before_unverified() -> None:
    incident = only(
        claim(10, who="AZE", whom="ARM", says="ARM"),
        claim(50, who="AZE", whom="ARM", says="RUS"),
        claim(90, who="AZE", whom="ARM", stance="doubts"),
    )

    assert incident.status == "corroborated"


def test_a_denial_alone_is_not_asserted_by_the_report() -> None:
    incident = only(claim(10, who="ARM", whom="AZE", says="ARM", stance="denies"))

    assert "the report asserts it" not in incident.why
    assert incident.status != "uncontested"


# --- which claims stand together --------------------------------------------------------------------------------------

BASE = claim(10, who="ARM", whom="AZE", mode="firearms", date=days("2021-03-05"))


@pytest.mark.parametrize(
    "change",
    [
        {"type": "COERCE"},
        {"background": True},
        {"reality": "planned"},
        {"reality": "threatened"},
        {"date": days("2021-03-12")},
        {"actors": claim(0, who="RUS").actors, "recipients": claim(0, who="UKR").actors},
        {"mode": "aerial"},
    ],
    ids=lambda change: "-".join(f"{k}" for k in change),
)
def test_what_excludes_each_other_stands_apart(change: dict[str, object]) -> None:
    assert len(find_incidents([BASE, replace(BASE, key="other", span=(60, 65), **change)])) == 2


@pytest.mark.parametrize(
    "change",
    [
        {"date": None},
        {"date": days("2021-03-06")},
        {"recipients": ()},
        {"actors": BASE.recipients, "recipients": BASE.actors},
        {"mode": None},
        {"reality": "negated"},
        {"stance": "denies"},
        {"mode": "aerial", "voice": claim(0, says="AZE").voice},
    ],
    ids=lambda change: "-".join(f"{k}" for k in change),
)
def test_what_can_be_the_same_happening_stands_together(change: dict[str, object]) -> None:
    assert len(find_incidents([BASE, replace(BASE, key="other", span=(60, 65), **change)])) == 1


@pytest.mark.parametrize("type_", ["ACCUSE", "REQUEST", "REJECT", "THREATEN"])
def test_speech_acts_are_no_incidents(type_: str) -> None:
    assert find_incidents([claim(10, type_, "ARM", "AZE")]) == ()


@pytest.mark.parametrize("type_", ["ASSAULT", "COERCE", "MOBILIZE", "CONSULT", "RETREAT", "AID", "PROTEST", "SANCTION",
                                   "COOPERATE", "AGREE", "CONCEDE", "SUPPORT"])  # fmt: skip
def test_everything_else_is(type_: str) -> None:
    assert len(find_incidents([claim(10, type_, "ARM", "AZE")])) == 1


def test_a_joint_voice_has_an_account_of_each_party() -> None:
    incident = only(claim(10, "AGREE", "ARM AZE", says="ARM.GOV AZE.GOV"))

    assert {a.party for a in incident.accounts} == {"ARM", "AZE"}
    assert incident.status == "corroborated"


def test_no_claims_no_incidents() -> None:
    assert find_incidents([]) == ()


# --- keys and order ---------------------------------------------------------------------------------------------------

MANY = (
    *SHOTS,
    claim(150, who="ARM", whom="AZE", places=town("Lachin")),
    claim(200, "CONSULT", "ARM AZE", mediators="USA"),
    claim(250, "CONSULT", "ARM AZE", reality="planned"),
    claim(300, who="RUS", whom="UKR", says="UKR", casualties=(toll("killed", 3, 3, "UKR"),)),
    claim(350, who="RUS", whom="UKR", says="RUS", stance="denies"),
    claim(400, who="ARM", whom="AZE", background=True, date=days("1992-05-08")),
)


def outline(incidents: tuple[Incident, ...]) -> set[tuple[object, ...]]:
    """Incidents without any order."""
    return {
        (
            i.key,
            i.status,
            frozenset(i.claims),
            frozenset((a.party, frozenset(a.claims)) for a in i.accounts),
            frozenset((d.field, frozenset((r.value, frozenset(r.claims)) for r in d.values)) for d in i.discrepancies),
        )
        for i in incidents
    }


@given(st.permutations(MANY))
def test_the_order_of_the_claims_does_not_matter(order: list[Claim]) -> None:
    assert outline(find_incidents(order)) == outline(find_incidents(MANY))


def test_why_gives_no_party_the_words_of_an_unnamed_voice() -> None:
    unnamed = claim(10, who="AZE", whom="ARM", says="UNK")
    incident = only(
        unnamed,
        claim(50, who="AZE", whom="ARM", says="ARM"),
        claim(90, who="AZE", whom="ARM", says="AZE", stance="denies"),
    )

    assert incident.status == "contested"
    assert f"ARM says asserted ({unnamed.key[:8]}" not in incident.why


@given(st.lists(st.tuples(*[st.sampled_from(["", "ARM", "AZE", "RUS"])] * 3), max_size=6))
def test_every_claim_of_a_grouped_type_stands_in_exactly_one_incident(rows: list[tuple[str, str, str]]) -> None:
    claims = [claim(10 * at, who=a, whom=b, says=v or "narrator") for at, (a, b, v) in enumerate(rows)]
    held = [key for i in find_incidents(claims) for key in i.claims]

    assert sorted(held) == sorted(c.key for c in claims)
    for incident in find_incidents(claims):
        told = {key for a in incident.accounts for key in a.claims}
        assert told == set(incident.claims)
        assert incident.why


def test_a_key_is_made_of_claims_alone() -> None:
    key = only(*SHOTS).key

    assert re.fullmatch(r"[0-9a-f]{32}", key)
    assert only(*(replace(c, mode="aerial", background=True) for c in SHOTS)).key == key
    assert only(SHOTS[0]).key != only(SHOTS[1]).key


def test_a_truce_of_two_sides_and_what_one_promised_the_other_are_two_things() -> None:
    text = (
        "Chad and Niger agreed on a ceasefire on Monday, Chad said. "
        "Niger agreed on Monday to hand over the bodies of six soldiers to Chad."
    )

    assert [i for i in dragoman.read(text).incidents if i.status == "contested"] == []
