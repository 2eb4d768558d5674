"""Keys: no two different lists of parts share one."""

from __future__ import annotations

import hashlib
import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.model.keys import content_key

TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=6)  # JSON holds no lone surrogates
PARTS = st.lists(
    st.recursive(st.none() | st.integers(-9, 9) | TEXT, lambda inner: st.lists(inner, max_size=3), max_leaves=6),
    max_size=4,
)


def test_a_key_is_32_hexadecimal_digits() -> None:
    assert re.fullmatch(r"[0-9a-f]{32}", content_key())
    assert re.fullmatch(r"[0-9a-f]{32}", content_key("text", None, [1, 2], "ü\u202e\x00"))


def test_a_key_is_the_same_everywhere() -> None:
    """The digest is part of stored ledgers: another one would orphan every judgement."""
    written = hashlib.blake2b(b'["a",1,null,[2,3]]', digest_size=16).hexdigest()

    assert content_key("a", 1, None, (2, 3)) == content_key("a", 1, None, [2, 3]) == written


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("ab", "c"), ("a", "bc")),
        (("a", "b"), ("a,b",)),
        (("a", "b"), ('a","b',)),
        (("a", "b"), ('["a","b"]',)),
        (("a", ""), ("a",)),
        (("",), ()),
        ((None,), ("null",)),
        ((None,), ()),
        ((1,), ("1",)),
        ((1,), (True,)),
        ((1, 23), (12, 3)),
        (([1], [2]), ([1, 2], [])),
        (([1, 2],), (1, 2)),
        (("a|b", "c"), ("a", "b|c")),
        (("a\x00", "b"), ("a", "\x00b")),
        (("a\n", "b"), ("a", "\nb")),
        (("\\",), ("\\\\",)),
        (("é",), ("e\u0301",)),
        (("a", "b"), ("b", "a")),
    ],
)
def test_parts_that_a_separator_would_confuse(one: tuple[object, ...], other: tuple[object, ...]) -> None:
    assert content_key(*one) != content_key(*other)


@given(st.lists(PARTS, min_size=2, max_size=5))
def test_different_parts_have_different_keys(lists: list[list[object]]) -> None:
    for one, other in itertools.combinations(lists, 2):
        assert (content_key(*one) == content_key(*other)) is (one == other)
