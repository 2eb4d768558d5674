"""The status of an incident that many documents tell of."""

from __future__ import annotations

import pytest
from made_claims import claim, days, toll
from made_corpus import place, told

from dragoman.model.claim import Claim
from dragoman.model.incident import Incident
from dragoman.reconcile.facts import Facts, Pool, told_facts
from dragoman.reconcile.verdicts import weigh

DAY = days("2024-03-05")


def shelling(says: str = "narrator", **more: object) -> Claim:
    more.setdefault("who", "ARM")
    more.setdefault("whom", "AZE")
    return claim(10, says=says, date=DAY, **more)  # type: ignore[arg-type]  # keywords of made_claims.claim


def facts(made: Claim, document: str, published: str = "2024-03-05", *, carrier: str | None = None, source: str | None = None) -> Facts:
    return told_facts(told(made, document, published, carrier=carrier), Pool(), source)


def weighed(*claims: Facts) -> Incident:
    return weigh(sorted(claims, key=lambda c: c.order))


# --- contested --------------------------------------------------------------------------------------------------------


def test_asserted_in_one_report_and_denied_in_another() -> None:
    asserted, denied = facts(shelling("AZE"), "a"), facts(shelling("ARM", stance="denies"), "b")

    found = weighed(asserted, denied)

    assert found.status == "contested"
    assert asserted.key[:8] in found.why
    assert denied.key[:8] in found.why


def test_each_says_that_the_other_did_it() -> None:
    found = weighed(facts(shelling("AZE"), "a"), facts(shelling("ARM", who="AZE", whom="ARM"), "b"))

    assert found.status == "contested"
    assert found.why.startswith("initiator")


def test_more_or_fewer_of_the_same_side_contradict_nobody() -> None:
    found = weighed(facts(shelling("AZE"), "a"), facts(shelling(who="ARM NKR"), "b"))

    assert found.status != "contested"


def test_more_or_fewer_towns_contradict_nobody_and_other_towns_only_between_parties() -> None:
    two = facts(shelling("AZE", places=(place("Brae"), place("Tarn"))), "a")
    one = facts(shelling("ARM", places=(place("Brae"),)), "b")
    elsewhere = facts(shelling("ARM", places=(place("Marrow"),)), "c")
    narrated = facts(shelling(places=(place("Marrow"),)), "d")

    assert weighed(two, one).status == "corroborated"
    assert weighed(two, elsewhere).status == "contested"
    assert weighed(two, narrated).status != "contested"


def test_tolls_that_do_not_overlap_between_party_and_narrator() -> None:
    found = weighed(
        facts(shelling("AZE", casualties=(toll("killed", 3, 3, "AZE"),)), "a"),
        facts(shelling(casualties=(toll("killed", 9, 9, "AZE"),)), "b"),
    )

    assert found.status == "contested"
    assert found.why.startswith("killed AZE")


def test_a_toll_that_was_revised_contradicts_nobody() -> None:
    found = weighed(
        facts(shelling("AZE", casualties=(toll("killed", 3, 3, "AZE"),)), "a", "2024-03-05"),
        facts(shelling(casualties=(toll("killed", 3, 3, "AZE"),)), "b", "2024-03-05"),
        facts(shelling("AZE", casualties=(toll("killed", 9, 9, "AZE"),)), "c", "2024-03-06"),
    )

    assert found.status != "contested"
    assert {d.field for d in found.discrepancies} == {"killed AZE"}  # it is shown all the same


def test_two_narrators_alone_contest_nothing() -> None:
    found = weighed(facts(shelling(casualties=(toll("killed", 3, 3),)), "a"), facts(shelling(casualties=(toll("killed", 9, 9),)), "b"))

    assert found.status == "uncontested"


# --- corroborated, one-sided, unverified, uncontested -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("voices", "status"),
    [
        (("AZE", "ARM"), "corroborated"),
        (("AZE", "IGO:UN"), "corroborated"),
        (("AZE", "RUS"), "corroborated"),
        (("AZE", "AZE.MIL"), "one-sided"),
        (("AZE",), "one-sided"),
        (("UNK",), "unverified"),
        (("RUS",), "unverified"),
        (("narrator",), "uncontested"),
        (("narrator", "narrator"), "uncontested"),
        (("AZE", "narrator"), "corroborated"),
    ],
)
def test_who_asserts_it(voices: tuple[str, ...], status: str) -> None:
    assert weighed(*(facts(shelling(says), f"d{i}") for i, says in enumerate(voices))).status == status


def test_the_narrator_of_the_text_in_which_the_party_says_so_is_no_other_voice() -> None:
    assert weighed(facts(shelling("AZE"), "a"), facts(shelling(), "a")).status == "uncontested"


def test_nor_is_the_narrator_of_a_copy_of_that_text() -> None:
    assert weighed(facts(shelling("AZE"), "a"), facts(shelling(), "b", source="a")).status == "uncontested"


def test_in_a_partys_own_release_the_narrator_is_that_party() -> None:
    own = facts(shelling(), "a", carrier="AZE.MIL")

    assert own.speakers == {"AZE"}
    assert weighed(own).status == "one-sided"
    assert weighed(own, facts(shelling("ARM"), "b")).status == "corroborated"
    assert [a.party for a in weighed(own).accounts] == ["AZE"]


def test_anonymous_and_doubted() -> None:
    assert weighed(facts(shelling("AZE", anonymous=True), "a")).status == "unverified"
    assert weighed(facts(shelling(stance="doubts"), "a")).status == "unverified"
    assert weighed(facts(shelling("ARM", stance="denies"), "a")).status == "unverified"


def test_an_act_without_parties_that_one_state_tells() -> None:
    closed = claim(10, "COERCE", says="ARM", date=DAY)

    assert weighed(facts(closed, "a")).status == "one-sided"


def test_why_names_at_most_six_claims() -> None:
    found = weighed(*(facts(shelling(), f"d{i:02}") for i in range(20)))

    assert found.why.endswith("and 14 more)")
