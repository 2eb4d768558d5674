"""Mends of a small parser's known faults: each fires where it should, and nowhere else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dragoman.annotate.repair import repair
from dragoman.model.text import Parse, make_parse

RELATIONS = (
    "ccomp",
    "auxpass",
    "nsubj",
    "dobj",
    "prep",
    "pobj",
    "acl",
    "relcl",
    "punct",
    "advmod",
    "npadvmod",
    "dep",
    "appos",
    "nmod",
    "conj",
)
TAGS = ("NN", "NNS", "CD", "MD", "WP", "NNP", "NNPS", "VBD", "VBZ", "VBN", "IN", ",")


def parse_of(*rows: tuple[str, str, int, str]) -> Parse:
    """Rows of form, tag, head and relation, set with single blanks."""
    forms, tags, heads, relations = zip(*rows, strict=True)
    starts = tuple(sum(len(f) + 1 for f in forms[:i]) for i in range(len(forms)))
    ends = tuple(s + len(f) for s, f in zip(starts, forms, strict=True))
    return make_parse((0, ends[-1]), forms, tuple(f.lower() for f in forms), tags, heads, relations, starts, ends)


def test_a_finite_verb_below_the_noun_that_is_its_subject_heads_the_sentence() -> None:
    faulty = parse_of(
        ("Troops", "NNS", 0, "ROOT"),
        ("in", "IN", 0, "prep"),
        ("Goma", "NNP", 1, "pobj"),
        ("shelled", "VBD", 0, "acl"),
        ("camps", "NNS", 3, "dobj"),
        (".", ".", 0, "punct"),
    )

    mended = repair(faulty)

    assert mended.root() == 3
    assert (mended.heads[0], mended.relations[0]) == (3, "nsubj")
    assert mended.heads[4] == 3
    assert mended.heads[5] == 3
    assert mended.dependents(3, "nsubj") == (0,)


def test_a_participle_or_a_clause_with_its_own_subject_stays_below_its_noun() -> None:
    participle = parse_of(("Camps", "NNS", 0, "ROOT"), ("shelled", "VBN", 0, "acl"), ("yesterday", "NN", 1, "npadvmod"))
    own_subject = parse_of(("Camps", "NNS", 0, "ROOT"), ("troops", "NNS", 2, "nsubj"), ("shelled", "VBD", 0, "relcl"))
    verb_root = parse_of(("Shell", "VB", 0, "ROOT"), ("left", "VBD", 0, "acl"))

    for sound in (participle, own_subject, verb_root):
        assert repair(sound) is sound


def test_two_objects_side_by_side_are_a_modifier_and_its_noun() -> None:
    faulty = parse_of(
        ("They", "PRP", 1, "nsubj"), ("hold", "VBP", 1, "ROOT"), ("peace", "NN", 1, "dobj"), ("talks", "NNS", 1, "dobj")
    )

    mended = repair(faulty)

    assert (mended.heads[2], mended.relations[2]) == (3, "compound")
    assert mended.dependents(1, "dobj") == (3,)


def test_objects_of_different_verbs_or_apart_stay() -> None:
    apart = parse_of(("give", "VB", 0, "ROOT"), ("arms", "NNS", 0, "dobj"), ("and", "CC", 1, "cc"), ("money", "NN", 0, "dobj"))
    different = parse_of(
        ("saw", "VBD", 0, "ROOT"),
        ("them", "PRP", 0, "dobj"),
        ("arms", "NNS", 3, "dobj"),
        ("selling", "VBG", 0, "xcomp"),
    )

    assert repair(apart) is apart
    assert repair(different) is different


def test_a_headline_joins_its_subjects_with_a_comma() -> None:
    faulty = parse_of(
        ("Mali", "NNP", 3, "npadvmod"),
        (",", ",", 3, "punct"),
        ("Niger", "NNP", 3, "nsubj"),
        ("hold", "VBP", 3, "ROOT"),
        ("talks", "NNS", 3, "dobj"),
    )

    mended = repair(faulty)

    assert (mended.heads[0], mended.relations[0]) == (3, "nsubj")
    assert (mended.heads[2], mended.relations[2]) == (0, "conj")


def test_other_commas_join_no_subjects() -> None:
    day = parse_of(
        ("Monday", "NN", 3, "npadvmod"),
        (",", ",", 3, "punct"),
        ("Niger", "NNP", 3, "nsubj"),
        ("left", "VBD", 3, "ROOT"),
    )
    no_comma = parse_of(("Mali", "NNP", 2, "npadvmod"), ("Niger", "NNP", 2, "nsubj"), ("left", "VBD", 2, "ROOT"))
    late = parse_of(
        ("There", "RB", 1, "advmod"),
        ("was", "VBD", 1, "ROOT"),
        ("in", "IN", 1, "prep"),
        ("Mali", "NNP", 1, "npadvmod"),
        (",", ",", 1, "punct"),
        ("Niger", "NNP", 1, "nsubj"),
    )

    for sound in (day, no_comma, late):
        assert repair(sound) is sound


def test_an_object_before_a_finite_clause_without_a_subject_is_its_subject() -> None:
    rows = [
        ("Police", "NNS", 1, "nsubj"),
        ("said", "VBD", 1, "ROOT"),
        ("civilians", "NNS", 1, "dobj"),
        ("had", "VBD", 5, "aux"),
        ("been", "VBN", 5, "auxpass"),
        ("hurt", "VBN", 1, "ccomp"),
    ]
    passive, active = parse_of(*rows), parse_of(*rows[:3], ("fled", "VBD", 1, "ccomp"))

    assert [(repair(passive).heads[2], repair(passive).relations[2])] == [(5, "nsubjpass")]
    assert [(repair(active).heads[2], repair(active).relations[2])] == [(3, "nsubj")]


def test_an_object_before_a_clause_that_needs_no_subject_stays() -> None:
    told = [("He", "PRP", 1, "nsubj"), ("told", "VBD", 1, "ROOT"), ("troops", "NNS", 1, "dobj")]
    infinitive = parse_of(*told, ("to", "TO", 4, "aux"), ("leave", "VB", 1, "ccomp"))
    own_subject = parse_of(*told, ("they", "PRP", 4, "nsubj"), ("left", "VBD", 1, "ccomp"))
    question = parse_of(*told, ("what", "WP", 4, "dobj"), ("happened", "VBD", 1, "ccomp"))

    for sound in (infinitive, own_subject, question):
        assert repair(sound) is sound


def test_a_noun_with_a_subject_and_a_clause_before_it_is_a_verb() -> None:
    faulty = parse_of(
        ("Thousands", "NNS", 1, "nsubj"),
        ("fled", "VBD", 4, "ccomp"),
        (",", ",", 4, "punct"),
        ("police", "NN", 4, "nsubj"),
        ("estimates", "NNS", 4, "ROOT"),
    )
    noun = parse_of(("Police", "NN", 1, "nsubj"), ("estimates", "NNS", 1, "ROOT"))

    assert repair(faulty).tags[4] == "VBZ"
    assert repair(faulty).heads == faulty.heads
    assert repair(noun) is noun


def test_an_empty_sentence_is_left_alone() -> None:
    empty = make_parse((0, 0), (), (), (), (), (), (), ())

    assert repair(empty) is empty


@st.composite
def trees(draw: st.DrawFn) -> Parse:
    """Any tree: each token hangs on one drawn before it, in a drawn order; roots are labelled so."""
    n = draw(st.integers(1, 9))
    order = draw(st.permutations(range(n)))
    heads = list(range(n))
    for at in range(1, n):
        heads[order[at]] = order[draw(st.integers(0, at - 1))]
    rows = []
    for i in range(n):
        relation = "ROOT" if heads[i] == i else draw(st.sampled_from(RELATIONS))
        rows.append((draw(st.sampled_from(["Mali", "left", ","])), draw(st.sampled_from(TAGS)), heads[i], relation))
    return parse_of(*rows)


@given(trees())
def test_a_mended_tree_is_a_tree_over_the_same_words(parse: Parse) -> None:
    mended = repair(parse)

    assert (mended.forms, mended.starts, mended.ends) == (parse.forms, parse.starts, parse.ends)
    assert sum(head == i for i, head in enumerate(mended.heads)) == 1
    root = mended.root()
    assert root is not None
    assert mended.relations[root] == "ROOT"
    assert mended.subtree(root) == list(range(len(mended)))


def test_a_clause_behind_the_frame_of_a_telling_verb_is_what_is_told() -> None:
    faulty = parse_of(
        ("They", "PRP", 1, "nsubj"), ("tell", "VBD", 1, "ROOT"), ("judges", "NNS", 1, "dobj"), ("that", "IN", 5, "mark"),
        ("gunmen", "NNS", 5, "nsubj"), ("fled", "VBD", 2, "acl"),
    )  # fmt: skip

    mended = repair(faulty)

    assert (mended.heads[5], mended.relations[5]) == (1, "ccomp")


def test_a_relative_clause_stays_with_its_noun() -> None:
    right = parse_of(
        ("They", "PRP", 1, "nsubj"), ("tell", "VBD", 1, "ROOT"), ("judges", "NNS", 1, "dobj"), ("that", "WDT", 5, "dobj"),
        ("gunmen", "NNS", 5, "nsubj"), ("fear", "VBP", 2, "relcl"),
    )  # fmt: skip

    assert repair(right) is right


def test_the_noun_before_a_verb_is_its_subject_and_no_object_of_a_participle() -> None:
    faulty = parse_of(
        ("In", "IN", 5, "prep"), ("letters", "NNS", 0, "pobj"), ("posted", "VBN", 1, "acl"), ("Monday", "NNP", 2, "npadvmod"),
        ("rebels", "NNS", 2, "dobj"), ("promised", "VBD", 5, "ROOT"), ("peace", "NN", 5, "dobj"),
    )  # fmt: skip

    mended = repair(faulty)

    assert (mended.heads[4], mended.relations[4]) == (5, "nsubj")


def test_the_point_of_an_abbreviated_title_ends_no_sentence() -> None:
    faulty = parse_of(
        ("Rebels", "NNS", 1, "nsubj"), ("fled", "VBD", 1, "ROOT"), (",", ",", 1, "punct"), ("Capt", "NNP", 1, "npadvmod"),
        (".", ".", 1, "punct"), ("Okri", "NNP", 6, "nsubj"), ("say", "VBD", 6, "ROOT"),
    )  # fmt: skip

    mended = repair(faulty)

    assert (mended.heads[1], mended.relations[1]) == (6, "ccomp")
    assert mended.root() == 6
