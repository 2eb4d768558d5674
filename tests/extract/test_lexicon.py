"""The compiled event cues."""

from __future__ import annotations

from itertools import permutations

import pytest

from dragoman.codebook.shapes import Cue, EventType
from dragoman.extract.lexicon import compile_cues

CLASSES = {"place": ("town", "village"), "game": ("match",)}


def event(name: str, *cues: Cue) -> EventType:
    return EventType(name, "A test.", 1, 1.0, "01", False, (), {"en": cues})


RAID = event(
    "ASSAULT",
    Cue("verb", ("raid", "carry out"), objects=("@place", "camp"), unless=("@game",)),
    Cue("verb", ("raid",)),
    Cue("noun", ("raid", "air raid")),
    Cue("adjective", ("raided",)),
)


def test_a_cue_is_anchored_at_its_verb_or_at_the_last_word_of_its_noun() -> None:
    cues = compile_cues({"ASSAULT": RAID}, CLASSES)

    assert cues.words() == {"raid", "carry", "raided"}
    assert [e.words for e in cues.verbs["carry"]] == [("carry", "out")]
    assert {e.words for e in cues.nouns["raid"]} == {("raid",), ("air", "raid")}
    assert cues.adjectives["raided"][0].type == "ASSAULT"


def test_what_asks_for_more_comes_first() -> None:
    cues = compile_cues({"ASSAULT": RAID}, CLASSES)

    assert [bool(e.objects) for e in cues.verbs["raid"]] == [True, False]
    assert [e.words for e in cues.nouns["raid"]] == [("air", "raid"), ("raid",)]


@pytest.mark.parametrize(
    ("cue", "weight"),
    [
        (Cue("verb", ("go",)), 1),
        (Cue("verb", ("go on",)), 2),
        (Cue("verb", ("go",), complement="infinitive"), 2),
        (Cue("verb", ("go",), preposition="to"), 3),
        (Cue("verb", ("go",), objects=("town",), preposition="to"), 7),
    ],
)
def test_objects_weigh_most_and_words_least(cue: Cue, weight: int) -> None:
    (entry,) = compile_cues({"X": event("X", cue)}, {}).verbs["go"]

    assert entry.specificity == weight


def test_classes_are_opened_in_objects_and_in_what_blocks() -> None:
    entry = compile_cues({"ASSAULT": RAID}, CLASSES).verbs["raid"][0]

    assert entry.objects == {"town", "village", "camp"}
    assert entry.classes == {"place"}
    assert entry.unless == {"match"}


def test_a_class_that_is_not_there_opens_to_nothing() -> None:
    (entry,) = compile_cues({"X": event("X", Cue("verb", ("go",), objects=("@nowhere",)))}, {}).verbs["go"]

    assert entry.objects == frozenset()
    assert entry.classes == {"nowhere"}


def test_another_language_has_cues_of_its_own() -> None:
    assert compile_cues({"ASSAULT": RAID}, CLASSES, "fr").words() == frozenset()


def test_a_lemma_belongs_to_a_class_or_not() -> None:
    cues = compile_cues({}, CLASSES)

    assert cues.is_a("town", "place")
    assert not cues.is_a("match", "place")
    assert not cues.is_a("town", "nowhere")


def test_the_order_of_the_event_types_does_not_matter() -> None:
    types = {"A": event("A", Cue("verb", ("go",))), "B": event("B", Cue("verb", ("go",))), "C": RAID}

    compiled = [compile_cues(dict(order), CLASSES) for order in permutations(types.items())]

    assert all(c == compiled[0] for c in compiled)
