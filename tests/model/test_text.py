"""Spans, marks, and finding one's way in a parse."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.model.text import STRUCTURAL, Mark, Parse, Sentence, index_at, inside, make_parse, overlaps, starting_in

# The ministry said that its troops had left .
#  0     1       2    3    4    5     6    7   8
WORDS = ["The", "ministry", "said", "that", "its", "troops", "had", "left", "."]
HEADS = (1, 2, 2, 7, 5, 7, 7, 2, 2)
RELATIONS = ("det", "nsubj", "ROOT", "mark", "poss", "nsubj", "aux", "ccomp", "punct")


def parse_of(words: list[str], heads: tuple[int, ...], relations: tuple[str, ...], offset: int = 0) -> Parse:
    starts, ends, at = [], [], offset
    for word in words:
        starts.append(at)
        ends.append(at + len(word))
        at += len(word) + 1
    return make_parse(
        (offset, at - 1), tuple(words), tuple(w.lower() for w in words), ("NN",) * len(words), heads, relations,
        tuple(starts), tuple(ends),
    )  # fmt: skip


PARSE = parse_of(WORDS, HEADS, RELATIONS, offset=100)
EMPTY = make_parse((0, 0), (), (), (), (), (), (), ())


def test_children_are_the_inverse_of_heads_from_left_to_right() -> None:
    assert PARSE.children == ((), (0,), (1, 7, 8), (), (), (4,), (), (3, 5, 6), ())


def test_root_and_length() -> None:
    assert PARSE.root() == 2
    assert len(PARSE) == 9
    assert EMPTY.root() is None
    assert len(EMPTY) == 0


def test_dependents_by_relation() -> None:
    assert PARSE.dependents(7) == (3, 5, 6)
    assert PARSE.dependents(7, "aux", "nsubj") == (5, 6)
    assert PARSE.dependents(7, "dobj") == ()
    assert PARSE.dependent(7, "aux", "nsubj") == 5
    assert PARSE.dependent(7, "dobj") is None


def test_subtree_and_ancestors() -> None:
    assert PARSE.subtree(7) == [3, 4, 5, 6, 7]
    assert PARSE.subtree(4) == [4]
    assert PARSE.ancestors(4) == [5, 7, 2]
    assert PARSE.ancestors(2) == []


def test_cover_and_what_covers_an_offset() -> None:
    text = " " * 100 + " ".join(WORDS)
    start, end = PARSE.cover([7, 5])

    assert text[start:end] == "troops had left"
    assert PARSE.token_at(text.index("troops") + 2) == 5
    assert PARSE.token_at(text.index("troops") - 1) is None
    assert PARSE.token_at(0) is None
    assert PARSE.token_at(10_000) is None


def test_tokens_at_least_partly_in_a_span() -> None:
    text = " " * 100 + " ".join(WORDS)
    at = text.index("troops")

    assert PARSE.tokens_in((at, at + 6)) == [5]
    assert PARSE.tokens_in((at + 3, at + 8)) == [5, 6]
    assert PARSE.tokens_in((0, 50)) == []
    assert PARSE.tokens_in((0, 10_000)) == list(range(9))


@given(st.integers(90, 160), st.integers(90, 160))
def test_looking_up_agrees_with_looking_at_every_token(one: int, other: int) -> None:
    first, last = sorted((one, other))
    covering = [i for i in range(9) if PARSE.starts[i] <= first < PARSE.ends[i]]

    assert PARSE.token_at(first) == (covering[0] if covering else None)
    if first < last:
        assert PARSE.tokens_in((first, last)) == [
            i for i in range(9) if overlaps((PARSE.starts[i], PARSE.ends[i]), (first, last))
        ]


def test_a_tree_as_deep_as_its_sentence_needs_no_recursion() -> None:
    n = 50_000
    deep = parse_of(["w"] * n, tuple(max(0, i - 1) for i in range(n)), ("ROOT", *["dep"] * (n - 1)))
    begun = time.process_time()

    assert deep.subtree(0) == list(range(n))
    assert deep.ancestors(n - 1) == list(range(n - 2, -1, -1))
    assert deep.root() == 0
    assert time.process_time() - begun < 2


def test_heads_that_run_in_a_circle_end() -> None:
    circle = parse_of(["a", "b", "c"], (1, 2, 0), ("dep", "dep", "dep"))

    assert len(circle.ancestors(0)) <= 4
    assert circle.root() is None


@pytest.mark.parametrize(
    ("one", "other", "meet", "within"),
    [
        ((0, 5), (5, 9), False, False),
        ((0, 6), (5, 9), True, False),
        ((6, 7), (5, 9), True, True),
        ((5, 9), (5, 9), True, True),
        ((5, 10), (5, 9), True, False),
        ((5, 5), (5, 9), False, True),
    ],
)
def test_overlaps_and_inside(one: tuple[int, int], other: tuple[int, int], meet: bool, within: bool) -> None:
    assert overlaps(one, other) is meet
    assert overlaps(other, one) is meet
    assert inside(one, other) is within


SENTENCES = (Sentence((2, 5), 0), Sentence((6, 9), 0), Sentence((9, 12), 1))


@given(st.integers(0, 15), st.integers(0, 15))
def test_items_found_by_halving_are_those_found_by_looking(one: int, other: int) -> None:
    first, last = sorted((one, other))

    covering = [i for i, s in enumerate(SENTENCES) if s.span[0] <= first < s.span[1]]
    assert index_at(SENTENCES, first) == (covering[0] if covering else None)
    assert list(starting_in(SENTENCES, (first, last))) == [s for s in SENTENCES if first <= s.span[0] < last]


def test_structural_marks_are_coded_and_all_others_set_aside() -> None:
    assert {"title", "standfirst", "dateline", "heading", "caption"} == STRUCTURAL
    assert not any(Mark(kind, (0, 1)).set_aside for kind in STRUCTURAL)  # type: ignore[arg-type]  # the kinds themselves
    aside = ("related-link", "navigation", "credit", "byline", "repeat", "advertisement")
    assert all(Mark(kind, (0, 1)).set_aside for kind in aside)  # type: ignore[arg-type]  # as above
