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
        for a, v in zip(notes.attributions, speaking_voices(notes, reader().sources), strict=True)
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
        # who speaks in a clause about somebody, and whoever is "one of" them or the other of two
        ("Kenya's police shot two men in Nairobi. Their lawyers, who say they were asleep, will appeal.", "who", ["KEN"]),
        ('Two Kenyan officials denied it. "It rained," one of them said. The other added that nobody had asked.', "The other", ["KEN"]),
        ("A group of Kenyan nurses thanked the judge. One of them, holding a child, said that he was fair.", "One of them", ["KEN"]),
        # a firm by its seat, and by "the company" behind it
        (
            "Yemen's Houthi movement has seized a tanker, its Oslo-based manager said. It was on its way to Suez, the company said.",
            "the company", ["NOR"],
        ),
        # what the sentence before is about comes before who spoke earlier
        (
            "Ankara's note said the talks had failed. The White House took its time over it. It said nobody had left.",
            "It", ["USA"],
        ),
        # the head of a body, and his spokesman again
        (
            "The United Nations has sent a team to Juba. Two of its men were hurt, the spokesman for the Secretary-General said. "
            "They would stay, the spokesman said.",
            "the spokesman", ["IGO:UN"],
        ),
        # a title of several nouns, and the surname alone behind it
        (
            '"The grain is dry," Kremlin archive warden Col. Nele Okri said in Lima. Chile sent tents to Peru, Okri said.',
            "Okri", ["RUS"],
        ),
        # what the sentence before is about, whoever spoke before it; and a man is no spokeswoman
        (
            "Peru's foreign ministry spokeswoman says it will rain. \"We are ready,\" she adds.\n\n"
            "The EU's foreign policy chief has called Lima. In a note he wrote: \"Keep calm.\"",
            "he", ["IGO:EU"],
        ),
        # no man is a newspaper
        ("Kenya's general was asked by an Omani newspaper in May whether he slept; he said he did.", "he", ["KEN"]),
        # the report of a body, one of many, and another
        (
            "Two men had died, according to a United Nations team. Its report, sent in May, said both were young.",
            "Its report, sent in May", ["IGO:UN"],
        ),
        ('Kenyan nurses said they had waited too long. "Twelve days," said one.', "one", ["KEN"]),
        ('"It is late," wrote one Kenyan nurse. Another replied: "It is never late."', "Another", ["KEN"]),
        # whoever speaks for others
        ("The delegate of Peru, speaking for the African Union, said the talks had begun.", "The delegate of Peru", ["IGO:AU"]),
        # the president's adviser, the spokesman of those told of before, the ministry of whoever answers
        (
            "Residents in Lima said it rained. Egypt's president, who had praised the truce, will come, a presidential adviser said.",
            "a presidential adviser", ["EGY"],
        ),
        ('Police in Kenya said it was quiet. Hamas denied having left. "We stay," a spokesman said.', "a spokesman", ["HAMAS"]),
        (
            "Hamas denied it. The army of Kenya has left, a government spokesman in Nairobi said.",
            "a government spokesman in Nairobi", ["KEN"],
        ),
        (
            "Peru's defence ministry says Chilean troops fired at dawn.\n\n"
            "Santiago denies this. Nobody fired, the defence ministry said.",
            "the defence ministry", ["CHL"],
        ),
        # a name by its last word
        (
            "Iran's Islamic Revolutionary Guards sent boats to Oman. They left at noon. \"We saw them,\" a Guards officer said.",
            "a Guards officer", ["IRN"],
        ),
    ],
)  # fmt: skip
def test_a_source_is_somebody(text: str, source: str, codes: list[str]) -> None:
    assert voices(text)[source] == codes


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("A resident said six people had died.", "A resident"),
        # guests speak for another land than the one they are in
        ("The vote is on Friday, two diplomats in New York said.", "two diplomats in New York"),
        # nobody was one of two
        ("Rain fell on Oslo. The other said that it had been worse.", "The other"),
        # too far back, and not the same number
        ("Chad's border service said rebels had fled. It rained. It snowed. Nobody came. She said two had died.", "She"),
        ("The service said two had died. Chad's border service said rebels had fled.", "The service"),
        ("Shops in Chad and Niger closed. A hospital on the road from Chad to Niger said two had died.", "A resident"),
    ],
)
def test_nobody_is_guessed(text: str, source: str) -> None:
    assert voices(text).get(source, ["UNK"]) == ["UNK"]
