"""Acts whose verb no cue explains, typed by the classifier."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from dragoman.extract.events import find_events
from dragoman.model.claim import Happening
from dragoman.model.text import Span
from extract.sentences import document, reader


class Typist:
    """Answers always the same, and remembers what it was asked."""

    def __init__(self, **chances: float) -> None:
        self.chances = chances
        self.asked: list[tuple[Span, Span]] = []

    def __call__(self, source: Span, target: Span) -> Mapping[str, float]:
        self.asked.append((source, target))
        return self.chances


def acts(text: str, typist: Typist) -> tuple[Happening, ...]:
    return find_events(reader().annotate(document(text)), reader().rules, typist)


def test_a_sure_answer_makes_an_act_of_a_verb_that_nobody_knows() -> None:
    typist = Typist(COERCE=0.95, NONE=0.05)

    (act,) = acts("Chad outwitted Niger.", typist)

    assert (act.type, [a.code for a in act.actors], [r.code for r in act.recipients]) == ("COERCE", ["TCD"], ["NER"])
    assert "classifier" in act.reasons[0]
    assert "0.95" in act.reasons[0]
    assert typist.asked == [((0, 4), (15, 20))]


def test_the_other_party_may_stand_behind_a_preposition() -> None:
    (act,) = acts("Chad sided against Niger.", Typist(COERCE=0.9))

    assert [r.code for r in act.recipients] == ["NER"]


@pytest.mark.parametrize("chances", [{"COERCE": 0.5, "NONE": 0.5}, {"NONE": 0.99, "COERCE": 0.01}])
def test_an_unsure_answer_makes_none(chances: dict[str, float]) -> None:
    assert acts("Chad outwitted Niger.", Typist(**chances)) == ()


@pytest.mark.parametrize(
    "text", ["Chad attacked Niger.", "Chad outwitted the rest.", "The rest outwitted Niger.", "Chad outwitted itself."]
)
def test_it_is_not_asked_where_a_cue_is_plain_or_a_party_is_missing(text: str) -> None:
    typist = Typist(COERCE=0.99)

    acts(text, typist)

    assert typist.asked == []


def test_without_a_classifier_such_verbs_are_left_alone() -> None:
    assert find_events(reader().annotate(document("Chad outwitted Niger.")), reader().rules) == ()
