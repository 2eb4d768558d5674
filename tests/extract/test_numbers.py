"""Spelled numbers, and the ranges that noun phrases count."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.extract.numbers import figure, number
from dragoman.model.text import Parse, make_parse
from extract.sentences import at, parse_of

# --- numbers ----------------------------------------------------------------------------------------------------------

ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def spelled(n: int) -> list[str]:
    """The words of a whole number below a thousand million, as a reporter writes them."""
    for scale, word in ((1_000_000, "million"), (1_000, "thousand"), (100, "hundred")):
        if n >= scale:
            rest = ["and"] * (word == "hundred" and n % scale > 0) + (spelled(n % scale) if n % scale else [])
            return [*spelled(n // scale), word, *rest]
    if n < 20:
        return [ONES[n]]
    return [TENS[n // 10 - 2], *(["-", ONES[n % 10]] if n % 10 else [])]


@given(st.integers(0, 99_999_999))
def test_a_spelled_number_is_read_back(n: int) -> None:
    assert number(spelled(n)) == n


@given(st.integers(0, 99_999_999))
def test_digits_are_read_with_and_without_commas(n: int) -> None:
    assert number([str(n)]) == number([f"{n:,}"]) == n


@given(st.integers(1, 999), st.sampled_from([(1_000, "thousand"), (1_000_000, "million")]))
def test_digits_and_scales_are_multiplied(n: int, scale: tuple[int, str]) -> None:
    expected = n * scale[0]

    assert number([str(n), scale[1]]) == (expected if expected <= 100_000_000 else None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a hundred", 100), ("Twenty - Five", 25), ("two hundred and six thousand and one", 206_001), ("12", 12),
        ("", None), ("and", None), ("soldiers", None), ("twelve soldiers", None), ("1.5 million", 1_500_000), ("1.5.2", None),
        ("٣", None),
        ("1234567890", None), ("900 million", None), ("²", None),
    ],
)  # fmt: skip
def test_only_whole_numbers_of_a_sane_size_are_numbers(text: str, expected: int | None) -> None:
    assert number(text.split()) == expected


@given(st.lists(st.one_of(st.text(max_size=6), st.sampled_from(["million", "thousand", "nine", "99", "-"])), max_size=12))
def test_any_words_are_survived(tokens: list[str]) -> None:
    value = number(tokens)

    assert value is None or 0 <= value <= 100_000_000


# --- figures ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "head", "expected"),
    [
        ("At least 12 soldiers died.", "soldiers", (12, None)),
        ("More than 1,200 people died.", "people", (1201, None)),
        ("Nearly 300 people fled.", "people", (270, 300)),
        ("About 25 men died.", "men", (22, 28)),
        ("Up to 40 men died.", "men", (None, 40)),
        ("Fewer than 10 men died.", "men", (None, 9)),
        ("Between 30 and 50 men died.", "men", (30, 50)),
        ("30 to 50 men died.", "men", (30, 50)),
        ("Dozens of people died.", "Dozens", (24, 99)),
        ("Hundreds of people died.", "Hundreds", (200, 999)),
        ("Several men died.", "men", (3, 9)),
        ("A few men died.", "men", (2, 5)),
        ("Two dozen men died.", "men", (24, 24)),
        ("Twenty-five men died.", "men", (25, 25)),
        ("Three hundred and five men died.", "men", (305, 305)),
        ("12 died.", "12", (12, 12)),
        ("No soldiers died.", "soldiers", (0, 0)),
        ("The men died.", "men", None),
        ("Many men died.", "men", None),
        ("The army lost 14 soldiers.", "army", None),
    ],
)
def test_a_noun_phrase_counts_a_range(text: str, head: str, expected: tuple[int | None, int | None] | None) -> None:
    parse = parse_of(text)

    assert figure(parse, at(parse, head)) == expected


COUNTING = ("at", "least", "more", "than", "over", "nearly", "about", "some", "up", "to", "fewer", "between", "12", "30",
            "1,000", "three", "dozen", "dozens", "hundreds", "few", "a", "no", "both", "many", "and", "or")  # fmt: skip


@st.composite
def any_phrase(draw: st.DrawFn) -> Parse:
    """A noun with words of number and doubt before it, grammar and all in any order."""
    before = draw(st.lists(st.sampled_from(COUNTING), max_size=7))
    forms = (*before, draw(st.sampled_from(["soldiers", "man", "dozen", "hundreds", "12"])))
    noun = len(before)
    tags = (*(draw(st.sampled_from(["CD", "JJ", "DT", "RB", "IN"])) for _ in before), draw(st.sampled_from(["NNS", "NN", "CD"])))
    relations = (*(draw(st.sampled_from(["nummod", "det", "amod", "quantmod", "advmod"])) for _ in before), "ROOT")
    heads = (*(draw(st.integers(i + 1, noun)) for i in range(noun)), noun)
    starts = tuple(sum(len(f) + 1 for f in forms[:i]) for i in range(len(forms)))
    ends = tuple(s + len(f) for s, f in zip(starts, forms, strict=True))
    return make_parse((0, ends[-1]), forms, forms, tags, heads, relations, starts, ends)


@settings(max_examples=400, deadline=None)
@given(any_phrase())
def test_any_phrase_has_an_ordered_range_or_none(phrase: Parse) -> None:
    found = figure(phrase, len(phrase) - 1)

    assert found is None or found != (None, None)
    if found is not None and None not in found:
        assert 0 <= found[0] <= found[1]  # type: ignore[operator]
