"""Commitments: what counts as one, what would breach it, what keeps it."""

from __future__ import annotations

from datetime import date

import pytest
from made_claims import claim, days

from dragoman.model.claim import Claim
from dragoman.model.event import Reality, When
from dragoman.model.incident import Breach, Commitment
from dragoman.reconcile.commitments import find_commitments

TRUCE = claim(0, "AGREE", "AZE.GOV ARM.GOV", mediators="RUS.GOV", date=days("2021-03-01"), length=6)
TEXT = "agreed not to use force on their border, they said." + " " * 200


def only(*claims: Claim, text: str = TEXT) -> Commitment:
    found = find_commitments(claims, text)
    assert len(found) == 1, found
    return found[0]


def test_a_truce_with_its_parties_guarantors_and_first_day() -> None:
    assert only(TRUCE) == Commitment(
        TRUCE.key,
        ("AZE.GOV", "ARM.GOV"),
        ("RUS.GOV",),
        "agreed not to use force on their border",
        date(2021, 3, 1),
        None,
    )


@pytest.mark.parametrize(
    ("type_", "reality", "commits"),
    [
        ("AGREE", "actual", True),
        ("CONCEDE", "actual", True),
        ("RETREAT", "promised", True),
        ("AID", "promised", True),
        ("CONSULT", "promised", True),
        ("AGREE", "negated", False),
        ("AGREE", "promised", False),
        ("AGREE", "planned", False),
        ("AGREE", "requested", False),
        ("AGREE", "hypothetical", False),
        ("CONCEDE", "negated", False),
        ("RETREAT", "actual", False),
        ("RETREAT", "requested", False),
        ("ASSAULT", "promised", False),
        ("ASSAULT", "actual", False),
        ("REQUEST", "actual", False),
    ],
)
def test_what_is_a_commitment(type_: str, reality: Reality, commits: bool) -> None:
    assert bool(find_commitments([claim(0, type_, "ARM", "AZE", reality=reality)], TEXT)) is commits


def test_what_is_denied_doubted_or_nobodys_binds_nobody() -> None:
    assert find_commitments([claim(0, "AGREE", "ARM AZE", stance="denies")], TEXT) == ()
    assert find_commitments([claim(0, "AGREE", "ARM AZE", stance="doubts")], TEXT) == ()
    assert find_commitments([claim(0, "AGREE")], TEXT) == ()


def test_an_undated_promise_starts_on_no_day() -> None:
    assert only(claim(0, "CONCEDE", "ARM")).since is None


# --- breaches ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("says", "by"), [("AZE.MIL", "AZE"), ("narrator", "narrator"), ("UNK", "UNK")])
def test_force_between_the_parties_is_a_breach_that_somebody_alleges(says: str, by: str) -> None:
    shots = claim(90, who="ARM.MIL", whom="AZE.MIL", says=says, date=days("2021-03-05"))

    assert only(TRUCE, shots).breached_by == (Breach(shots.key, by),)


def test_mirrored_accusations_are_breaches_alleged_by_each() -> None:
    one = claim(90, who="ARM", whom="AZE", says="AZE", date=days("2021-03-05"))
    other = claim(150, who="AZE", whom="ARM", says="ARM", date=days("2021-03-05"))

    assert set(only(TRUCE, one, other).breached_by) == {Breach(one.key, "AZE"), Breach(other.key, "ARM")}


def test_a_joint_voice_alleges_for_each() -> None:
    shots = claim(90, "COERCE", who="ARM", whom="AZE", says="AZE.MIL RUS.MIL", date=days("2021-03-05"))

    assert [b.alleged_by for b in only(TRUCE, shots).breached_by] == ["AZE", "RUS"]


@pytest.mark.parametrize("when", [None, days("2021-03-01"), days("2021-02-20", "2021-03-03", grain="range")])
def test_force_that_can_lie_on_or_after_the_day_counts(when: When | None) -> None:
    assert len(only(TRUCE, claim(90, who="ARM", whom="AZE", date=when)).breached_by) == 1


@pytest.mark.parametrize(
    "shots",
    [
        claim(90, who="ARM", whom="AZE", date=days("2021-02-28")),
        claim(90, who="ARM", whom="AZE", background=True),
        claim(90, who="ARM", whom="AZE", date=days("2021-03-05"), stance="denies"),
        claim(90, who="ARM", whom="AZE", date=days("2021-03-05"), stance="doubts"),
        claim(90, who="ARM", whom="AZE", reality="threatened"),
        claim(90, who="ARM", whom="AZE", reality="negated", date=days("2021-03-05")),
        claim(90, who="TUR", whom="SYR", date=days("2021-03-05")),
        claim(90, who="TUR", whom="ARM", date=days("2021-03-05")),
        claim(90, who="ARM", whom="GEO", date=days("2021-03-05")),
        claim(90, "MOBILIZE", "ARM", "AZE", date=days("2021-03-05")),
    ],
    ids=[
        "before",
        "background",
        "denied",
        "doubted",
        "threatened",
        "negated",
        "strangers",
        "by a stranger",
        "against a stranger",
        "no force",
    ],
)
def test_what_breaches_nothing(shots: Claim) -> None:
    assert only(TRUCE, shots).breached_by == ()


def test_fighting_of_both_parties_is_a_breach_without_a_recipient() -> None:
    clash = claim(90, who="ARM AZE", date=days("2021-03-05"))

    assert only(TRUCE, clash).breached_by == (Breach(clash.key, "narrator"),)


def test_a_truce_of_a_state_with_its_own_rebels_can_be_breached() -> None:
    truce = claim(0, "AGREE", "SYR.GOV SYR.REB", date=days("2021-03-01"))
    shots = claim(90, who="SYR.MIL", whom="SYR.REB", says="SYR.REB", date=days("2021-03-05"))
    strangers = claim(150, who="SYR.MIL", whom="TUR.MIL", date=days("2021-03-05"))

    assert [b.claim for b in only(truce, shots, strangers).breached_by] == [shots.key]


def test_a_party_bound_alone_breaches_by_its_own_force_only() -> None:
    declared = claim(0, "CONCEDE", "RUS.MIL", date=days("2021-03-01"))
    own = claim(90, who="RUS", whom="UKR", says="UKR", date=days("2021-03-02"))
    others = claim(150, who="UKR", whom="RUS", says="RUS", date=days("2021-03-02"))

    assert only(declared, own, others).breached_by == (Breach(own.key, "UKR"),)


def test_background_breaches_a_background_truce_only_after_it() -> None:
    old = claim(0, "AGREE", "ARM AZE", background=True, date=days("1994-05-12"))
    war = claim(90, who="ARM", whom="AZE", background=True, date=days("1992-05-08"))
    later = claim(150, who="AZE", whom="ARM", background=True, date=days("2016-04-02"))

    assert [b.claim for b in only(old, war, later).breached_by] == [later.key]


# --- keeping ----------------------------------------------------------------------------------------------------------


def test_a_withdrawal_keeps_it() -> None:
    left = claim(90, "RETREAT", "ARM", mode="withdraw", date=days("2021-03-05"))

    assert only(TRUCE, left).kept_by == (left.key,)
    assert only(TRUCE, left).breached_by == ()


@pytest.mark.parametrize(
    "left",
    [
        claim(90, "RETREAT", "ARM", reality="negated", date=days("2021-03-05")),
        claim(90, "RETREAT", "ARM", reality="planned", date=days("2021-03-05")),
        claim(90, "RETREAT", "TUR", date=days("2021-03-05")),
        claim(90, "RETREAT", "ARM", date=days("2021-02-05")),
    ],
    ids=["negated", "planned", "a stranger's", "before"],
)
def test_what_keeps_nothing(left: Claim) -> None:
    assert only(TRUCE, left).kept_by == ()


@pytest.mark.parametrize("stance", ["denies", "doubts"])
def test_a_withdrawal_that_is_denied_keeps_nothing(stance: str) -> None:
    left = claim(90, "RETREAT", "ARM", says="AZE", stance=stance, date=days("2021-03-05"))  # type: ignore[arg-type]  # one of the literals

    assert only(TRUCE, left).kept_by == ()


# --- its words --------------------------------------------------------------------------------------------------------


def test_its_words_stop_with_the_clause_and_after_twelve_words() -> None:
    assert only(TRUCE).what == "agreed not to use force on their border"
    long = "agreed " + " ".join(f"w{n}" for n in range(40))
    assert only(TRUCE, text=long).what == "agreed " + " ".join(f"w{n}" for n in range(11))


@pytest.mark.parametrize("stop", [".", ";", "”", '"', "\n", ","])
def test_every_mark_that_ends_its_words(stop: str) -> None:
    assert only(TRUCE, text=f"agreed on a truce{stop} and more{stop} and more").what == "agreed on a truce"


def test_its_words_are_those_of_its_place() -> None:
    text = "Yesterday they signed a pact. " + TEXT
    signed = claim(15, "AGREE", "ARM AZE", length=6)

    assert only(signed, text=text).what == "signed a pact"
