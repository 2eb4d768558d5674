"""What a corpus says that the codebook does not know."""

from __future__ import annotations

import functools

from dragoman.analyse.coverage import Coverage
from dragoman.intake.files import make_document
from dragoman.pipeline import Reader

reader = functools.cache(Reader.open)


def gaps(*texts: str) -> Coverage:
    found = Coverage(reader().known_verbs())
    for text in texts:
        found.add(reader().annotate(make_document(text)))
    return found


def test_names_that_resolve_to_nobody_are_counted() -> None:
    found = gaps(
        "The Zorvan Brigades shelled Niamey on Monday. Chad condemned the Zorvan Brigades.",
        "Chad accused the Zorvan Brigades of looting.",
    )

    assert [(g.words, g.times, g.documents) for g in found.names(1)] == [("Zorvan Brigades", 3, 2)]
    assert "shelled Niamey" in found.names(1)[0].example
    assert found.documents == 2


def test_known_actors_places_and_days_are_no_gaps() -> None:
    assert gaps("Chad's army shelled Niamey on Monday, the United Nations said in March.").names(9) == []


def test_a_verb_with_an_actor_that_no_list_explains_is_a_gap() -> None:
    assert [g.words for g in gaps("Chad outwitted Niger. Chad attacked Niger. Chad said nothing.").verbs(9)] == ["outwit"]


def test_verbs_without_an_actor_are_passed_over() -> None:
    assert gaps("The gardener outwitted the rabbit.").verbs(9) == []


def test_the_most_frequent_gaps_come_first() -> None:
    found = gaps("Chad met the Zorvan Brigades. Chad met Tarn Front. Tarn Front left.")

    assert [g.words for g in found.names(5)] == ["Tarn Front", "Zorvan Brigades"]
