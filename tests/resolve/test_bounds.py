"""What a text without a publication date says of that date itself."""

from __future__ import annotations

from datetime import date

import pytest

import dragoman
from dragoman.codebook.shapes import ActorEntry, Role
from dragoman.intake.files import make_document
from dragoman.model.annotations import Annotations
from dragoman.model.text import Bounds, Document
from dragoman.model.world import Mention, TimeExpression
from dragoman.pipeline import Reader
from dragoman.resolve.bounds import published_bounds


def entry(code: str, *roles: Role) -> ActorEntry:
    return ActorEntry(code, "state", code, (code,), roles=roles)


NORLAND = entry(
    "NOR",
    Role("head-of-state", "Ada Rell", date(2010, 5, 1), date(2015, 4, 30)),
    Role("head-of-government", "Bo Tann", date(2012, 1, 1)),
    Role("foreign-minister", "Cy Vey", date(2016, 2, 2), date(2018, 3, 3), "month"),
    Role("head-of-state", "Di Oss", date(2001, 1, 1), date(2004, 1, 1)),
    Role("head-of-state", "Di Oss", date(2019, 1, 1), date(2022, 1, 1)),
)


def explicit(year: int, month: int, day: int, **other: object) -> TimeExpression:
    when = date(year, month, day)
    fields: dict[str, object] = {"span": (0, 1), "kind": "DATE", "value": when.isoformat(), "first": when, "last": when,
                                 "grain": "day", "rule": "made", "basis": "as written"}  # fmt: skip
    return TimeExpression(**{**fields, **other})  # type: ignore[arg-type]  # fields of the record


def bounds(text: str, people: dict[str, str] | None = None, *times: TimeExpression) -> Bounds | None:
    """The bounds of a text in which ``people`` (their words, their full names) are mentioned."""
    mentions = tuple(
        Mention((text.index(words), text.index(words) + len(words)), ("NOR.GOV",), words, "person", person)
        for words, person in (people or {}).items()
    )
    return published_bounds(Annotations(Document("key", text), mentions=mentions, times=times), [NORLAND])


def test_a_text_that_fixes_nothing_has_none() -> None:
    assert bounds("Troops left.") is None


def test_the_latest_explicit_day_is_the_first_possible_one() -> None:
    found = bounds("", None, explicit(2016, 1, 2), explicit(2020, 9, 1), explicit(2018, 1, 1))

    assert found == Bounds(date(2020, 9, 1), None, ("the text tells of 2020-09-01",))


@pytest.mark.parametrize(
    "useless",
    [
        explicit(2030, 1, 1, relative=True),
        explicit(2030, 1, 1, kind="DURATION"),
        explicit(2030, 1, 1, kind="SET"),
        explicit(2030, 1, 1, first=None),
    ],
    ids=["relative", "duration", "set", "open"],
)
def test_what_is_no_explicit_day_bounds_nothing(useless: TimeExpression) -> None:
    assert bounds("", None, useless) is None


def test_a_term_of_office_bounds_both_sides() -> None:
    found = bounds("President Ada Rell left.", {"President Ada Rell": "Ada Rell"})

    assert found is not None
    assert (found.first, found.last) == (date(2010, 5, 1), date(2015, 4, 30))
    assert found.basis == ("Ada Rell as head-of-state: 2010-05-01 to 2015-04-30 (day)",)


def test_a_term_that_goes_on_has_no_last_day() -> None:
    found = bounds("Prime Minister Bo Tann left.", {"Prime Minister Bo Tann": "Bo Tann"})

    assert found is not None
    assert (found.first, found.last) == (date(2012, 1, 1), None)
    assert "today" in found.basis[0]


def test_terms_narrow_each_other_and_the_days_of_the_text() -> None:
    text = "President Ada Rell met Prime Minister Bo Tann."
    people = {"President Ada Rell": "Ada Rell", "Prime Minister Bo Tann": "Bo Tann"}
    found = bounds(text, people, explicit(2013, 6, 7))

    assert found is not None
    assert (found.first, found.last) == (date(2013, 6, 7), date(2015, 4, 30))
    assert len(found.basis) == 3


def test_offices_that_were_never_held_together_leave_the_last_day_open() -> None:
    text = "President Ada Rell met Foreign Minister Cy Vey."
    found = bounds(text, {"President Ada Rell": "Ada Rell", "Foreign Minister Cy Vey": "Cy Vey"})

    assert found is not None
    assert found.last is None
    assert found.first == date(2016, 2, 2)
    assert any("not held at one time" in reason for reason in found.basis)


@pytest.mark.parametrize("past", ["former ", "Former ", "ex-", "late ", "then-"])
def test_an_office_of_the_past_bounds_nothing(past: str) -> None:
    assert bounds(f"The {past}President Ada Rell left.", {"President Ada Rell": "Ada Rell"}) is None


def test_a_name_without_its_office_or_with_another_bounds_nothing() -> None:
    assert bounds("Ada Rell left.", {"Ada Rell": "Ada Rell"}) is None
    assert bounds("Prime Minister Ada Rell left.", {"Prime Minister Ada Rell": "Ada Rell"}) is None


def test_an_office_held_twice_bounds_nothing() -> None:
    assert bounds("President Di Oss left.", {"President Di Oss": "Di Oss"}) is None


def test_an_unknown_person_bounds_nothing() -> None:
    assert bounds("President Em Pax left.", {"President Em Pax": "Em Pax"}) is None


def test_reasons_are_given_once() -> None:
    text = "President Ada Rell left. President Rell spoke."
    found = bounds(text, {"President Ada Rell": "Ada Rell", "President Rell": "Ada Rell"})

    assert found is not None
    assert len(found.basis) == 1


# --- whole texts ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader.open()


def test_only_an_undated_report_is_bounded(reader: Reader) -> None:
    text = "Armenian forces left Lachin on 1 December 2020. Talks resumed on Monday."

    undated = reader.read(make_document(text)).document
    dated = reader.read(make_document(text, published=date(2020, 12, 9))).document

    assert undated.published is None
    assert undated.published_bounds == Bounds(date(2020, 12, 1), None, ("the text tells of 2020-12-01",))
    assert dated.published_bounds is None


def test_offices_of_the_codebook_bound_a_text(reader: Reader) -> None:
    text = "US Secretary of State Antony Blinken arrived in Brussels. Talks are to resume on Monday."
    found = reader.read(make_document(text)).document.published_bounds

    assert found is not None
    assert (found.first, found.last) == (date(2021, 1, 26), date(2025, 1, 20))


@pytest.mark.parametrize("limit", ["The lease runs until ", "Troops must leave by ", "The mandate expires on "])
def test_a_limit_need_not_be_past(limit: str) -> None:
    ahead = explicit(2040, 12, 31, span=(len(limit), len(limit) + 16))

    assert bounds(limit + "31 December 2040.", None, ahead) is None


def test_a_day_that_is_told_of_is_no_limit() -> None:
    words = "Villagers stood by. On "
    told = explicit(2019, 3, 4, span=(len(words), len(words) + 12))

    assert bounds(words + "4 March 2019 shells fell.", None, told) == Bounds(date(2019, 3, 4), None, ("the text tells of 2019-03-04",))


def test_news_before_a_far_limit_stays_news() -> None:
    ledger = dragoman.read("Kenya signed a truce with Somalia. The truce stays in force until 31 December 2040.")

    assert ledger.claims
    assert not any(claim.background for claim in ledger.claims)
