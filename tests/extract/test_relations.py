"""The relation between two marked actors of a sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.extract.relations import NONE, standings, weigh
from dragoman.model.annotations import Annotations
from dragoman.model.relation import Blend, Relation, Standing
from dragoman.model.text import Document, Passage, Sentence, Span
from extract.sentences import document, reader

TYPES = ("ASSAULT", "AGREE", NONE)
BLEND = Blend("", TYPES, 1.0, {"both": 3.0, "doer": 2.0, "target": 1.0, "swapped": 0.5, "other": 0.1}, 1.0, 0.5)


def span(text: str, name: str | None) -> Span | None:
    return None if name is None else (text.index(name), text.index(name) + len(name))


def standing(text: str, source: str | None, target: str | None) -> dict[str, Standing]:
    notes = reader().sentence_notes(document(text))
    return standings(notes, span(text, source), span(text, target), reader().rules, reader().codebook.events)


@pytest.mark.parametrize(
    ("text", "source", "target", "expected"),
    [
        ("Fiji attacked Tonga.", "Fiji", "Tonga", {"ASSAULT": "both"}),
        ("Tonga was attacked by Fiji.", "Fiji", "Tonga", {"ASSAULT": "both"}),
        ("Fiji accused Tonga of cheating.", "Fiji", "Tonga", {"ACCUSE": "both"}),
        ("Fiji met Tonga on Monday.", "Fiji", "Tonga", {"CONSULT": "both"}),
        ("The Blue Army attacked the Red Guard.", "The Blue Army", "the Red Guard", {"ASSAULT": "both"}),
        ("Fiji will attack Tonga.", "Fiji", "Tonga", {"THREATEN": "both"}),
        ("Fiji will meet Tonga.", "Fiji", "Tonga", {"AGREE": "both"}),
        ("Fiji attacked Tonga in Samoa.", "Fiji", None, {"ASSAULT": "doer"}),
        ("Fiji attacked Tonga.", None, "Tonga", {"ASSAULT": "target"}),
        ("Fiji attacked Tonga.", "Tonga", "Fiji", {"ASSAULT": "swapped"}),
        ("Fiji lies west of Tonga.", "Fiji", "Tonga", {}),
    ],
)
def test_the_rules_say_what_is_done_and_where_it_has_the_two(
    text: str, source: str | None, target: str | None, expected: dict[str, Standing]
) -> None:
    assert standing(text, source, target) == expected


def test_a_sentence_without_grammar_tells_the_rules_nothing() -> None:
    notes = Annotations(Document("d", "Fiji attacked Tonga."), (Passage((0, 20)),), (Sentence((0, 20), 0),), parses=(None,))

    assert standings(notes, (0, 4), (14, 19), reader().rules, reader().codebook.events) == {}


def test_rules_and_classifier_are_added_up() -> None:
    doubtful = {"ASSAULT": 0.0, "AGREE": 0.4, NONE: 0.0}

    assert weigh(doubtful, {}, BLEND).type == NONE
    assert weigh(doubtful, {"ASSAULT": "other"}, BLEND).type == "AGREE"
    assert weigh(doubtful, {"ASSAULT": "both"}, BLEND).type == "ASSAULT"
    assert weigh({"ASSAULT": 0.0, "AGREE": 9.0, NONE: 0.0}, {"ASSAULT": "both"}, BLEND).type == "AGREE"


def test_a_close_call_is_told_with_its_abstention() -> None:
    assert weigh({"ASSAULT": 0.1, "AGREE": 0.0, NONE: -1.0}, {}, BLEND).abstained
    assert not weigh({"ASSAULT": 5.0, "AGREE": 0.0, NONE: 0.0}, {"ASSAULT": "both"}, BLEND).abstained


scores = st.fixed_dictionaries({t: st.floats(-30, 30) for t in TYPES})
found = st.dictionaries(st.sampled_from(["ASSAULT", "AGREE", "PROTEST"]), st.sampled_from(["both", "doer", "other"]))


@given(scores, found)
def test_probabilities_sum_to_one(given_scores: dict[str, float], given_found: dict[str, Standing]) -> None:
    relation = weigh(given_scores, given_found, BLEND)

    assert sum(relation.probabilities.values()) == pytest.approx(1.0, abs=1e-3)
    assert relation.probabilities[relation.type] == max(relation.probabilities.values())


@given(scores, st.sampled_from(["ASSAULT", "AGREE"]))
def test_the_surer_the_parties_the_likelier_the_type(given_scores: dict[str, float], kind: str) -> None:
    shares = [weigh(given_scores, {kind: s}, BLEND).probabilities[kind] for s in ("both", "doer", "target", "swapped", "other")]

    assert shares == sorted(shares, reverse=True)


@pytest.mark.parametrize(
    ("text", "source", "target", "expected"),
    [
        ("Fiji attacked Tonga.", "Fiji", "Tonga", "ASSAULT"),
        ("Soldiers from Fiji were freed by Tonga after three weeks.", "Tonga", "Soldiers from Fiji", "RETREAT"),
        ("Fiji's foreign minister held talks with Tonga's in Suva.", "Fiji's foreign minister", "Tonga", "CONSULT"),
        ("Fiji has cut off all aid to Tonga.", "Fiji", "Tonga", "SANCTION"),
    ],
)
def test_a_relation_is_typed(text: str, source: str, target: str, expected: str) -> None:
    found: Relation = reader().relation(document(text), span(text, source), span(text, target))

    assert found.type == expected
    assert 0 < found.probabilities[expected] <= 1
