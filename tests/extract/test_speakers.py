"""Whose voice a source is."""

from __future__ import annotations

import pytest

from dragoman.extract.speakers import speaking_voices
from extract.sentences import document, reader, words


def voices(text: str) -> dict[str, list[str]]:
    """Countries of each source."""
    notes = reader().annotate(document(text))
    return {
        words(text, a.source) or "": [c.split(".")[0] for c in v.codes]
        for a, v in zip(notes.attributions, speaking_voices(notes), strict=True)
    }


@pytest.mark.parametrize(
    ("text", "source", "codes"),
    [
        ("Chad and Niger swapped prisoners, officials in both countries said.", "officials in both countries", ["TCD", "NER"]),
        ("A hospital in Idlib said six people had died.", "A hospital in Idlib", ["SYR"]),
        ("Chad's border service said rebels had fled. Two had died, the service said.", "the service", ["TCD"]),
        ("Hamas claimed the attack. In a message it said its men had fired rockets.", "it", ["HAMAS"]),
        ("Chad's army spokesman said rebels had fled. On Sunday, he added, two had died.", "he", ["TCD"]),
        (
            'The truce was brokered by the east African bloc IGAD. "They signed at dawn," a mediator from the bloc said.',
            "a mediator from the bloc", ["IGO:IGAD"],
        ),
    ],
)  # fmt: skip
def test_a_source_is_somebody(text: str, source: str, codes: list[str]) -> None:
    assert voices(text)[source] == codes


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("A resident said six people had died.", "A resident"),
        # too far back, and not the same number
        ("Chad's border service said rebels had fled. It rained. It snowed. Nobody came. She said two had died.", "She"),
        ("The service said two had died. Chad's border service said rebels had fled.", "The service"),
        ("Shops in Chad and Niger closed. A hospital on the road from Chad to Niger said two had died.", "A resident"),
    ],
)
def test_nobody_is_guessed(text: str, source: str) -> None:
    assert voices(text).get(source, ["UNK"]) == ["UNK"]
