"""Commitments over many documents: made, kept, alleged to be breached, lapsed, renewed."""

from __future__ import annotations

from datetime import date

import pytest
from made_claims import claim, days
from made_corpus import told

from dragoman.model.claim import Claim
from dragoman.model.corpus import Told
from dragoman.model.grouped import Followed
from dragoman.reconcile.corpus import group
from dragoman.reconcile.followed import HORIZON, MOST


def truce(
    document: str = "truce", day: str = "2024-03-05", *, words: str = "agreed a ceasefire", who: str = "ARM AZE", **more: object
) -> Told:
    more.setdefault("date", days(day))
    return told(claim(10, "AGREE", who, **more), document, day, words=words)  # type: ignore[arg-type]  # keywords of made_claims.claim


def act(type_: str, day: str, who: str = "ARM", whom: str = "AZE", says: str = "AZE", **more: object) -> Told:
    made: Claim = claim(10, type_, who, whom, says, date=days(day), **more)  # type: ignore[arg-type]  # keywords of made_claims.claim
    return told(made, f"{type_} {day} {who} {says}", day)


def only(*claims: Told, today: str | None = None) -> Followed:
    found = group(claims, today=None if today is None else date.fromisoformat(today)).commitments
    assert len(found) == 1, found
    return found[0]


def test_one_truce_told_by_many_is_one_commitment() -> None:
    first = truce("a", mediators="RUS.GOV")
    found = only(truce("b", "2024-03-05", words=""), first, truce("c", "2024-03-05"))

    assert len(found.claims) == 3
    assert (found.parties, found.guarantors, found.since, found.until) == (("ARM", "AZE"), ("RUS",), date(2024, 3, 5), None)
    assert found.what == "agreed a ceasefire"
    assert found.state == "made"
    assert found.why


def test_breaches_are_alleged_by_each_voice_and_nothing_is_taken_as_a_fact() -> None:
    shots = [act("ASSAULT", "2024-03-07"), act("ASSAULT", "2024-03-08", "AZE", "ARM", "ARM")]
    found = only(truce(), *shots)

    assert [(b.claim, b.alleged_by) for b in found.breached_by] == [(shots[0].claim.key, "AZE"), (shots[1].claim.key, "ARM")]
    assert found.state == "breach alleged"
    assert "ARM, AZE" in found.why


@pytest.mark.parametrize(
    "shot",
    [
        act("ASSAULT", "2024-03-04"),
        act("ASSAULT", "2025-01-01"),
        act("ASSAULT", "2024-03-07", whom="SYR"),
        act("ASSAULT", "2024-03-07", who="SYR"),
        act("ASSAULT", "2024-03-07", says="ARM", stance="denies"),
        act("ASSAULT", "2024-03-07", reality="threatened"),
        act("CONSULT", "2024-03-07"),
    ],
    ids=["before", "long after", "another victim", "another doer", "denied", "threatened", "no force"],
)
def test_what_breaches_nothing(shot: Told) -> None:
    assert only(truce(), shot).breached_by == ()


def test_a_withdrawal_keeps_it() -> None:
    left = act("RETREAT", "2024-03-09", whom="", says="narrator")
    found = only(truce(), left)

    assert found.kept_by == (left.claim.key,)
    assert found.state == "kept"


def test_a_commitment_by_one_is_breached_by_that_ones_force_only() -> None:
    declared = told(claim(10, "CONCEDE", "ARM", date=days("2024-03-05")), "a")

    assert only(declared, act("ASSAULT", "2024-03-07")).breached_by != ()
    assert only(declared, act("ASSAULT", "2024-03-07", "AZE", "ARM")).breached_by == ()


# --- terms ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "until"),
    [
        ("agreed a 72-hour ceasefire", "2024-03-08"),
        ("agreed a two-month truce", "2024-05-04"),
        ("extended the truce for another two weeks", "2024-03-19"),
        ("agreed to stop firing for a week", "2024-03-12"),
        ("signed it after ten days of talks", None),
        ("agreed a ceasefire", None),
    ],
)
def test_a_term_in_the_words(words: str, until: str | None) -> None:
    found = only(truce(words=words))

    assert found.until == (None if until is None else date.fromisoformat(until))


def test_a_term_in_the_dates() -> None:
    span = days("2024-03-05", "2024-03-20", grain="range")

    assert only(truce(date=span), today="2024-03-10").until == date(2024, 3, 20)


def test_it_lapses_when_its_last_day_has_passed_by_the_latest_publication() -> None:
    held = truce(words="agreed a two-week truce")
    later = told(claim(10, "PROTEST", "USA", date=days("2024-04-01")), "later", "2024-04-01")

    assert only(held).state == "made"
    assert only(held, later).state == "lapsed"
    assert only(held, today="2024-03-19").state == "made"
    assert only(held, today="2024-03-20").state == "lapsed"


def test_unless_it_is_renewed() -> None:
    found = group([truce("a", words="agreed a two-week truce"), truce("b", "2024-03-18")], today=date(2024, 5, 1)).commitments

    assert sorted(f.state for f in found) == ["made", "made"]


def test_what_comes_after_its_term_is_no_breach() -> None:
    held = truce(words="agreed a two-week truce")

    assert only(held, act("ASSAULT", "2024-03-25")).breached_by == ()
    assert only(held, act("ASSAULT", "2024-03-15")).state == "breach alleged"


def test_a_long_war_lists_only_the_first_breaches() -> None:
    shots = [act("ASSAULT", f"2024-{3 + d // 28:02}-{6 + d % 20:02}", says=f"X{d}") for d in range(100)]
    found = only(truce(), *shots)

    assert len(found.breached_by) == MOST < len(shots)
    assert HORIZON >= 150


def test_nobodys_and_denied_promises_bind_nobody() -> None:
    assert group([truce(who=""), truce("b", stance="denies"), truce("c", reality="negated")]).commitments == ()


@pytest.mark.parametrize(("words", "breached"), [
    ("agreed to a ceasefire from midnight", True), ("agreed to keep the truce", True), ("agreed to a pause of three hours", True),
    ("apologised by telephone to the other president", False), ("agreed to keep meeting in this format", False),
])  # fmt: skip
def test_only_what_lets_arms_rest_is_breached_by_force(words: str, breached: bool) -> None:
    promised = truce(words=words)

    assert bool(only(promised, act("ASSAULT", "2024-03-05")).breached_by) is breached
