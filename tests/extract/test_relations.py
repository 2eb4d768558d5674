"""The relation between two marked actors of a sentence."""

from __future__ import annotations

import pytest

from dragoman.extract.relations import Relation, find_relation
from dragoman.model.annotations import Annotations
from dragoman.model.text import Document, Passage, Sentence, Span
from extract.sentences import document, reader


def between(text: str, source: str | None, target: str | None) -> Relation:
    def span(name: str | None) -> Span | None:
        return None if name is None else (text.index(name), text.index(name) + len(name))

    notes = reader().annotate(document(text))
    return find_relation(notes, span(source), span(target), reader().rules, reader().codebook.events)


@pytest.mark.parametrize(
    ("text", "source", "target", "expected"),
    [
        ("Fiji attacked Tonga.", "Fiji", "Tonga", "ASSAULT"),
        ("Tonga was attacked by Fiji.", "Fiji", "Tonga", "ASSAULT"),
        ("Fiji accused Tonga of cheating.", "Fiji", "Tonga", "ACCUSE"),
        ("Fiji met Tonga on Monday.", "Fiji", "Tonga", "CONSULT"),
        ("The Blue Army attacked the Red Guard.", "The Blue Army", "the Red Guard", "ASSAULT"),
    ],
)
def test_the_act_of_the_one_on_the_other_is_found(text: str, source: str, target: str, expected: str) -> None:
    found = between(text, source, target)

    assert (found.type, found.abstained) == (expected, False)
    assert max(found.probabilities, key=lambda t: found.probabilities[t]) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("Fiji will attack Tonga.", "THREATEN"), ("Fiji will meet Tonga.", "AGREE")]
)
def test_what_lies_ahead_is_read_as_plover_reads_it(text: str, expected: str) -> None:
    assert between(text, "Fiji", "Tonga").type == expected


@pytest.mark.parametrize("text", ["Fiji lies west of Tonga.", "Fiji and Tonga are islands."])
def test_without_an_act_there_is_no_relation(text: str) -> None:
    assert between(text, "Fiji", "Tonga") == Relation("NONE", {"NONE": 1.0}, True)


@pytest.mark.parametrize(
    ("text", "source", "target"),
    [
        ("Fiji attacked Tonga.", "Fiji", "Tonga"),
        ("Fiji accused Tonga of attacking Samoa.", "Fiji", "Tonga"),
        ("Fiji accused Tonga of attacking Samoa and met Tuvalu.", "Tonga", "Samoa"),
        ("Fiji attacked Tonga.", None, "Tonga"),
        ("Fiji attacked Tonga.", "Fiji", None),
        ("Fiji attacked Tonga.", None, None),
        ("Tonga attacked Fiji.", "Fiji", "Tonga"),
    ],
)
def test_the_weights_sum_to_one(text: str, source: str | None, target: str | None) -> None:
    found = between(text, source, target)

    assert sum(found.probabilities.values()) == pytest.approx(1.0, abs=1e-3)
    assert all(-1e-9 <= p <= 1.0 for p in found.probabilities.values())


def test_the_surer_the_parties_the_greater_the_weight() -> None:
    text = "Fiji attacked Tonga in Samoa."
    right, half, reverse, none = (
        between(text, *pair).probabilities["ASSAULT"]
        for pair in (("Fiji", "Tonga"), ("Fiji", None), ("Tonga", "Fiji"), (None, None))
    )

    assert right > half > reverse > none


def test_the_one_that_only_undergoes_is_no_sure_doer() -> None:
    assert between("Fiji attacked Tonga.", "Tonga", "Fiji").abstained
    assert not between("Fiji attacked Tonga.", "Fiji", "Tonga").abstained


def test_marked_words_take_the_place_of_the_names_they_cover() -> None:
    assert between("Fiji's army attacked Tonga.", "Fiji's army", "Tonga").type == "ASSAULT"
    assert between("Fiji's army attacked Tonga.", "army", "Tonga").type == "ASSAULT"


def test_a_sentence_without_grammar_has_no_relation() -> None:
    text = "Fiji attacked Tonga."
    notes = Annotations(Document("d", text), (Passage((0, 20)),), (Sentence((0, 20), 0),), parses=(None,))

    assert find_relation(notes, (0, 4), (14, 19), reader().rules, reader().codebook.events).abstained
