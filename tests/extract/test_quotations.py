"""Which attributions are quotations, and with which words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.sentences import read, words

Row = tuple[str, str, list[str]]


def quoted(text: str) -> list[Row]:
    """Kind, country and words of each quotation."""
    return [
        (q.kind, "+".join(c.split(".")[0] for c in q.voice.codes), [words(text, s) or "" for s in q.spans])
        for q in read(text).quotations
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chad said that rebels had attacked Zouar.", [("indirect", "TCD", ["rebels had attacked Zouar"])]),
        ("Rebels had attacked Zouar, according to Chad.", [("indirect", "TCD", ["Rebels had attacked Zouar"])]),
        ("Rebels attacked Zouar on Monday, Chad said.", [("indirect", "TCD", ["Rebels attacked Zouar on Monday"])]),
        (
            'Chad said its army had killed 12 "terrorists" near Zouar on Monday.',
            [("mixed", "TCD", ["terrorists"])],
        ),
        # a dateline opens no quotation
        (
            "ZOUAR, Chad, March 4 - Rebels attacked the market on Monday, Chad said.",
            [("indirect", "TCD", ["Rebels attacked the market on Monday"])],
        ),
        # nor do a few words before the source that only say when
        (
            "On Monday, according to Chad, rebels burned the market of Zouar.",
            [("indirect", "TCD", ["rebels burned the market of Zouar"])],
        ),
        # a relative clause into which its source breaks
        (
            "Chad has opened a camp at Zouar, where, its army says, rebels were trained.",
            [("indirect", "TCD", ["rebels were trained"])],
        ),
        # what follows behind a semicolon is not what the source said before it
        (
            "Gunmen seized four drivers on Monday, Chad's army said; one was let go in the evening.",
            [("indirect", "TCD", ["Gunmen seized four drivers on Monday"])],
        ),
        # the second half of a sentence stays with its speaker, whoever speaks next
        (
            '"Such raids," the Chadian minister said, "are meant to empty villages." He rejected it.',
            [("direct", "TCD", ["Such raids,", "are meant to empty villages."])],
        ),
        # a verb inside the marks quotes nobody anew
        (
            'Chad said its men were staying "as long as mothers want to sleep at night".',
            [("mixed", "TCD", ["as long as mothers want to sleep at night"])],
        ),
        # a chain is one quotation, the inner speaker's
        ("Niger said that Chad had said the bridge was closed.", [("indirect", "TCD", ["the bridge was closed"])]),
        # what another says beside it is not part of it
        (
            "Chad said rebels had attacked Zouar, while Niger said three soldiers had been wounded.",
            [
                ("indirect", "TCD", ["rebels had attacked Zouar"]),
                ("indirect", "NER", ["three soldiers had been wounded"]),
            ],
        ),
        # verbs on no list, where a comma gives the words to somebody
        (
            '"We sleep in the fields," the Chadian farmer laughs. "It is cooler there."',
            [("direct", "TCD", ["We sleep in the fields,", "It is cooler there."])],
        ),
        (
            '"Peace," the Chadian minister sighs, "is when the mill turns."',
            [("direct", "TCD", ["Peace,", "is when the mill turns."])],
        ),
        # headlines
        ('Chad army chief: "We will not leave the river"', [("direct", "TCD", ["We will not leave the river"])]),
        ("'We will not leave the river': Chad", [("direct", "TCD", ["We will not leave the river"])]),
        # a full stop ends a speech; who replies to it did not speak it
        (
            '"We have no bread," said the Chadian minister. "We have no salt." Niger replied: "We have none either."',
            [
                ("direct", "TCD", ["We have no bread,", "We have no salt."]),
                ("direct", "NER", ["We have none either."]),
            ],
        ),
        # judged by whatever verb, or put so
        (
            'Chad mourned him as "a father of orphans".',
            [("mixed", "TCD", ["a father of orphans"])],
        ),
        (
            'The camps hold "more people than wells", as Chad put it.',
            [("mixed", "TCD", ["more people than wells"])],
        ),
        # what is told stands behind a frame
        (
            "Chad told the council during the debate that rebels had burned the mill.",
            [("indirect", "TCD", ["rebels had burned the mill"])],
        ),
        # a remark about somebody does not cut off what is said of him
        (
            "The rebel leader, whose letter was welcomed by Niger, will come to Zouar in May, Chad said.",
            [("indirect", "TCD", ["The rebel leader, whose letter was welcomed by Niger, will come to Zouar in May"])],
        ),
        # a report finds in writing, a court in passing
        ("A report by Chad found that rebels dug the gold.", [("indirect", "TCD", ["rebels dug the gold"])]),
        ("Rebels had sold the gold, a court in Chad found.", [("indirect", "TCD", ["Rebels had sold the gold"])]),
    ],
)
def test_what_is_quoted(text: str, expected: list[Row]) -> None:
    assert quoted(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Chad denied that its army had attacked Zouar.",
        "Chad threatened to punish villages that had sheltered rebels.",
        "Chad vowed to rebuild the town that rebels had burned.",
        "Chad believes that rebels attacked Zouar.",
        "Chad reported an attack that killed two soldiers.",
        "Chad accused Niger of sheltering rebels who had attacked Zouar.",
        "A court in Chad found that rebels had attacked Zouar.",
        "Chad has seen posts alleging that its soldiers fired on villagers.",
        "Police break up sit-in, two reported dead",
        "Chad published what it said was a letter of the rebels.",
        'Chad dropped the plan, known as "The Long Wall", in May.',
        '"The Long Wall": what Chad plans',
        "A farmer in Chad found that rebels had burned the mill.",
    ],
)
def test_what_is_no_quotation(text: str) -> None:
    assert quoted(text) == []


def test_a_release_quotes_only_direct_speech() -> None:
    text = (
        "Statement of the Foreign Ministry of Chad on the attack in Zouar\n\n"
        'Chad reiterates that rebels attacked Zouar. "We shall rebuild the town," the foreign minister of Chad said.'
    )

    assert [kind for kind, _, _ in quoted(text)] == ["direct"]


def test_a_speech_over_several_paragraphs_is_one_quotation() -> None:
    text = (
        'The Chadian minister said: "The river has risen for a week. We have asked for boats.\n\n'
        '"The road to Zouar is cut. We have asked for planes.\n\n"Nobody has answered us in all these days."\n\nRain is expected.'
    )

    assert [(kind, land, len(spans)) for kind, land, spans in quoted(text)] == [("direct", "TCD", 3)]


@settings(max_examples=15, deadline=None)
@given(st.text(alphabet='Chad said that "it", not.\n', max_size=80))
def test_any_text_is_survived_with_exact_spans(text: str) -> None:
    ledger = read(text)

    assert all(0 <= a < b <= len(text) for q in ledger.quotations for a, b in q.spans)
