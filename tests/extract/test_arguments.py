"""Subjects, objects and prepositions, also where another clause supplies them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.extract.arguments import (
    antecedent,
    clause_root,
    conjuncts,
    interposed,
    is_passive,
    is_verb,
    particle,
    prepositional,
    surface_objects,
    surface_subjects,
)
from dragoman.model.text import Parse, make_parse
from extract.sentences import at, parse_of, tree


def forms(parse: Parse, tokens: list[int]) -> list[str]:
    return [parse.forms[t] for t in tokens]


@pytest.mark.parametrize(
    ("text", "verb", "expected"),
    [
        ("The truce was broken.", "broken", True),
        ("A truce brokered by Oman held.", "brokered", True),
        ("Soldiers entered the occupied town.", "occupied", True),
        ("The base was shelled and burned.", "burned", True),
        ("Shelled for days, Aleppo fell.", "Shelled", True),
        ("The men killed in Gao were soldiers.", "killed", True),
        ("Rebels have attacked Gao.", "attacked", False),
        ("Rebels have shelled and burned Gao.", "burned", False),
        ("Soldiers entered the occupied town.", "entered", False),
        ("He left, his leg wounded.", "wounded", False),
        ("The troops who fled returned.", "returned", False),
    ],
)
def test_a_passive_is_known_with_and_without_its_auxiliary(text: str, verb: str, expected: bool) -> None:
    parse = parse_of(text)

    assert is_passive(parse, at(parse, verb)) is expected


def test_a_participle_beside_an_adjective_is_no_passive() -> None:
    parse = tree("Tired/tired/JJ/amod/3 and/and/CC/cc/0 wounded/wound/VBN/conj/0 men/man/NNS/ROOT/3")

    assert not is_passive(parse, 2)


@pytest.mark.parametrize(
    ("text", "head", "expected"),
    [
        ("Chad attacked Niger and Mali and fled.", "Niger", ["Niger", "Mali"]),
        ("Chad attacked Niger and Mali and fled.", "attacked", ["attacked", "fled"]),
        ("Three hundred and five men died.", "hundred", ["hundred", "five"]),
        ("Chad attacked Niger and Mali and fled.", "Mali", ["Mali"]),
        ("Chad met Niger.", "Niger", ["Niger"]),
    ],
)
def test_a_coordination_is_opened_below_its_first_member(text: str, head: str, expected: list[str]) -> None:
    parse = parse_of(text)

    assert forms(parse, conjuncts(parse, at(parse, head))) == expected


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("The troops who fled returned.", "who", "troops"),
        ("The troops that Chad sent left.", "that", "troops"),
        ("The town which rebels attacked burned.", "which", "town"),
        ("It was Chad, he said, who left.", "who", "Chad"),
        ("Chad said that troops left.", "that", None),
        ("The troops who fled returned.", "troops", None),
        ("Chad met Niger.", "Niger", None),
    ],
)
def test_a_relative_pronoun_stands_for_the_noun_before_it(text: str, word: str, expected: str | None) -> None:
    parse = parse_of(text)

    noun = antecedent(parse, at(parse, word))

    assert (None if noun is None else parse.forms[noun]) == expected


@pytest.mark.parametrize(
    ("text", "verb", "expected"),
    [
        ("Chad met Niger.", "met", ["Chad"]),
        ("The truce was broken.", "broken", ["truce"]),
        ("The troops who fled returned.", "fled", ["troops"]),
        ("There were clashes in Goma.", "were", ["clashes"]),
        ("Rebels shelled and burned the town.", "burned", ["Rebels"]),
        ("Chad said Niger fired and it left.", "left", ["it"]),
        # who is to do it: the one that promises, but the one that is urged, called on, or said to be wanted to
        ("Chad promised Niger to withdraw.", "withdraw", ["Chad"]),
        ("Chad urged Niger to withdraw.", "withdraw", ["Niger"]),
        ("Chad called on Niger to withdraw.", "withdraw", ["Niger"]),
        ("Chad wants Niger to leave.", "leave", ["Niger"]),
        ("Rebels failed to attack Gao.", "attack", ["Rebels"]),
        ("Rebels are believed to attack Gao.", "attack", ["Rebels"]),
        ("The army is ready to attack.", "attack", ["army"]),
        ("It was Chad, he said, who left.", "left", ["Chad"]),
        ("Chad has a plan to attack Gao.", "attack", ["Chad"]),
        ("The men killed in Gao were soldiers.", "killed", ["men"]),
        # gerunds behind a preposition
        ("Chad accused Niger of shelling Gao.", "shelling", ["Niger"]),
        ("Niger was accused of shelling Gao.", "shelling", ["Niger"]),
        ("Niger was accused by the army of shelling Gao.", "shelling", ["Niger"]),
        ("After shelling Gao, rebels fled.", "shelling", ["rebels"]),
        ("Rebels fled after shelling Gao.", "shelling", ["Rebels"]),
        ("Niger denied allegations of shelling Gao.", "shelling", ["Niger"]),
        ("Allegations of shelling Gao grew.", "shelling", []),
        ("The habit of shelling towns spread.", "shelling", ["habit"]),
        ("The general got a medal for shelling Gao.", "shelling", []),
        # a participle goes on with the clause that it follows, across its source
        ("Troops opened fire, wounding one man.", "wounding", ["Troops"]),
        ("Troops opened fire, the ministry said, wounding one man.", "wounding", ["Troops"]),
        ("Shelled for days, Aleppo fell.", "Shelled", ["Aleppo"]),
        ("Peace at last.", "Peace", []),
    ],
)
def test_the_subject_of_a_verb_is_found_where_grammar_leaves_it_out(text: str, verb: str, expected: list[str]) -> None:
    parse = parse_of(text)

    assert forms(parse, surface_subjects(parse, at(parse, verb))) == expected


def test_the_verb_below_a_predicate_noun_takes_the_subject_of_its_clause() -> None:
    parse = tree(
        "Rebels/rebel/NNS/nsubj/1 are/be/VBP/ROOT/1 afraid/afraid/JJ/acomp/1 and/and/CC/cc/2 wanting/want/VBG/conj/2 "
        "to/to/TO/aux/6 leave/leave/VB/xcomp/4"
    )

    assert forms(parse, surface_subjects(parse, 6)) == ["Rebels"]


@pytest.mark.parametrize(
    ("text", "verb", "expected"),
    [
        ("Chad met Niger.", "met", ["Niger"]),
        ("The town which rebels attacked burned.", "attacked", ["town"]),
        ("The rebels who attacked burned the town.", "burned", ["town"]),
        ("The rebels who attacked burned the town.", "attacked", []),
        ("Rebels struck and burned the town.", "burned", ["town"]),
        ("Rebels never left, attacking Gao.", "left", []),
        ("Chad attacked Niger and Mali and fled.", "fled", []),
        ("The base was shelled and burned.", "burned", []),
    ],
)
def test_objects_are_found_in_relative_clauses_and_behind_a_coordination(
    text: str, verb: str, expected: list[str]
) -> None:
    parse = parse_of(text)

    assert forms(parse, surface_objects(parse, at(parse, verb))) == expected


@pytest.mark.parametrize(
    ("text", "head", "preposition", "expected"),
    [
        ("Chad, along with Niger, left.", "left", "along with", ["Niger"]),
        ("Chad, along with Niger, left.", "left", "along to", []),
        ("Talks with Niger failed.", "Talks", "with", ["Niger"]),
        ("Talks with Niger failed.", "failed", "with", []),
        ("A truce brokered by Oman held.", "brokered", "by", ["Oman"]),
    ],
)
def test_the_noun_behind_a_preposition_hangs_on_its_word(
    text: str, head: str, preposition: str, expected: list[str]
) -> None:
    parse = parse_of(text)

    assert forms(parse, prepositional(parse, at(parse, head), preposition)) == expected


def test_a_phrasal_verb_gives_its_particle() -> None:
    raid, meeting = parse_of("Chad carried out a raid."), parse_of("Chad met Niger.")

    assert particle(raid, at(raid, "carried")) == "out"
    assert particle(meeting, at(meeting, "met")) is None


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("Chad condemned the killing of aid workers.", "killing", "condemned"),
        ("Chad accused Niger of shelling Gao.", "Gao", "shelling"),
        ("Soldiers entered the occupied town.", "occupied", "entered"),
        ("Chad met Niger.", "met", "met"),
        ("Peace at last.", "last", "Peace"),
    ],
)
def test_the_clause_of_a_word_is_headed_by_the_nearest_verb(text: str, word: str, expected: str) -> None:
    parse = parse_of(text)

    assert parse.forms[clause_root(parse, at(parse, word))] == expected


@pytest.mark.parametrize(
    ("text", "verb", "expected"),
    [
        ("Troops opened fire, the ministry said, wounding one man.", "wounding", "opened"),
        ("Troops opened fire, wounding one man.", "wounding", None),
        ("Shelled for days, Aleppo fell.", "Shelled", None),
        ("Chad said that troops left.", "left", None),
    ],
)
def test_only_a_participle_behind_an_inserted_source_is_interposed(text: str, verb: str, expected: str | None) -> None:
    parse = parse_of(text)

    told = interposed(parse, at(parse, verb))

    assert (None if told is None else parse.forms[told]) == expected


WORDS = ("that", "who", "army", "shell", "of", "to", "be", "call", "on", "by", "along", "with", "not", "deny", "allegation")
TAGS = ("VB", "VBD", "VBG", "VBN", "NN", "NNP", "IN", "WDT", "TO", "JJ")
RELATIONS = ("nsubj", "dobj", "prep", "pobj", "pcomp", "acl", "advcl", "xcomp", "ccomp", "conj", "relcl", "agent", "expl",
             "attr", "acomp", "aux", "auxpass", "dative", "prt", "dep")  # fmt: skip


@st.composite
def any_tree(draw: st.DrawFn) -> Parse:
    """A tree of any shape, also such as no grammar makes."""
    size = draw(st.integers(1, 9))
    forms = tuple(draw(st.sampled_from(WORDS)) for _ in range(size))
    tags = tuple(draw(st.sampled_from(TAGS)) for _ in range(size))
    root = draw(st.integers(0, size - 1))
    order = draw(st.permutations(range(size)))
    rank = {token: i for i, token in enumerate([root, *(t for t in order if t != root)])}
    below = sorted(rank, key=lambda t: rank[t])
    heads = [root if t == root else below[draw(st.integers(0, rank[t] - 1))] for t in range(size)]
    relations = tuple("ROOT" if t == root else draw(st.sampled_from(RELATIONS)) for t in range(size))
    starts = tuple(sum(len(f) + 1 for f in forms[:i]) for i in range(size))
    ends = tuple(s + len(f) for s, f in zip(starts, forms, strict=True))
    return make_parse((0, ends[-1]), forms, forms, tags, tuple(heads), relations, starts, ends)


@settings(max_examples=150, deadline=None)
@given(any_tree())
def test_any_tree_is_survived_and_only_its_tokens_are_named(parse: Parse) -> None:
    tokens = range(len(parse))
    for token in tokens:
        found = [
            *surface_subjects(parse, token), *surface_objects(parse, token), *conjuncts(parse, token),
            *prepositional(parse, token, "along with"), clause_root(parse, token),
        ]  # fmt: skip
        assert set(found) <= set(tokens)
        assert token in conjuncts(parse, token)
        assert isinstance(is_passive(parse, token), bool)
        assert particle(parse, token) in {None, *parse.forms}
        assert antecedent(parse, token) in {None, *tokens}


@settings(max_examples=100, deadline=None)
@given(any_tree())
def test_a_verb_below_a_clause_heads_its_own(parse: Parse) -> None:
    for token in range(len(parse)):
        root = clause_root(parse, token)
        assert root == token or root in parse.ancestors(token) or root == parse.root()
        if is_verb(parse, token) and parse.relations[token] not in {"aux", "auxpass", "amod", "compound"}:
            assert root == token
