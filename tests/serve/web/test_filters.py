"""The filters of an address: read strictly, written back in one way."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import InputError
from dragoman.serve.web.filters import STATUSES, Filters, parse_filters

days = st.dates(date(1900, 1, 1), date(2100, 1, 1))
codes = st.from_regex(r"[A-Z]{3}(\.[A-Z]{3})?", fullmatch=True)
words = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=40).map(str.strip)


@st.composite
def filters(draw: st.DrawFn) -> Filters:
    one, other = sorted((draw(days), draw(days)))
    return Filters(
        draw(st.sampled_from((one, None))), draw(st.sampled_from((other, None))), draw(st.none() | st.tuples(codes, codes)),
        tuple(sorted(draw(st.sets(st.from_regex(r"[A-Z]{3,8}", fullmatch=True), max_size=3)))),
        tuple(s for s in STATUSES if s in draw(st.sets(st.sampled_from(STATUSES)))),
        draw(st.just("") | codes), draw(words), draw(words), draw(st.booleans()), draw(st.integers(1, 999)),
    )  # fmt: skip


@given(filters())
def test_what_is_written_into_an_address_is_read_out_of_it_again(asked: Filters) -> None:
    assert parse_filters(parse_qsl(asked.query(), keep_blank_values=True)) == asked


@given(filters())
def test_the_same_filters_have_one_address(asked: Filters) -> None:
    pairs = parse_qsl(asked.query())

    assert parse_filters(reversed(pairs)).query() == asked.query()


def test_changing_a_filter_goes_back_to_the_first_page() -> None:
    asked = Filters(party="ARM", page=7)

    assert asked.address("/incidents", place="Sotk") == "/incidents?party=ARM&place=Sotk"
    assert asked.address("/incidents", page=8) == "/incidents?party=ARM&page=8"
    assert asked.address("/incidents") == "/incidents?party=ARM&page=7"
    assert Filters().address("/incidents") == "/incidents"


def test_empty_fields_of_a_form_ask_for_nothing() -> None:
    assert parse_filters([("since", ""), ("dyad", " "), ("type", ""), ("q", ""), ("other", "x")]) == Filters()
    assert not parse_filters([("page", "3")]).any


def test_a_dyad_is_one_field_or_two() -> None:
    assert parse_filters([("dyad", "ARM,AZE")]).dyad == ("ARM", "AZE")
    assert parse_filters([("dyad", "ARM"), ("dyad", "AZE")]).dyad == ("ARM", "AZE")
    assert parse_filters([("dyad", "IGO:UN,IRQ-KRG.GOV")]).dyad == ("IGO:UN", "IRQ-KRG.GOV")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("since", "yesterday"), ("since", "2022-13-01"), ("until", "20220901"), ("since", "2022-W10-1"), ("dyad", "ARM"),
        ("dyad", "A,B,C"), ("dyad", "<b>,AZE"), ("type", "assault"), ("type", "A;DROP"), ("status", "true"), ("party", "../x"),
        ("page", "0"), ("page", "-1"), ("page", "1e9"), ("page", "9999999"), ("page", "٣"), ("q", "x" * 201), ("place", "a\0b"),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_is_refused_by_name(field: str, value: str) -> None:
    with pytest.raises(InputError, match=f"^{field}: "):
        parse_filters([(field, value)])


def test_days_the_wrong_way_round_and_floods_are_refused() -> None:
    with pytest.raises(InputError, match="since"):
        parse_filters([("since", "2022-09-14"), ("until", "2022-09-13")])
    with pytest.raises(InputError, match="too often"):
        parse_filters([("type", "ASSAULT")] * 31)
