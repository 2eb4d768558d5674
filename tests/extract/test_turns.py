"""Whose words stand behind labels and colons, in answers, and in denials that name nothing."""

from __future__ import annotations

import pytest

from extract.sentences import claims, codes, read, words

INTERVIEW = """Kenya's foreign ministry spokesman answered our questions on the fighting in Congo.

Q: Rwanda says your troops shelled a village near Goma.

Spokesman: We deny that. Rwandan soldiers shelled it.

Q: Did they bomb a camp?

Spokesman: They did not. We arrested two gunmen in Goma."""

Row = tuple[str, str, str]


def quoted(text: str) -> list[Row]:
    """Kind, country and first words of each quotation."""
    return [
        (q.kind, "+".join(c.split(".")[0] for c in q.voice.codes), words(text, q.spans[0]) or "")
        for q in read(text).quotations
    ]


def test_an_answer_is_a_direct_quotation_and_a_question_none() -> None:
    assert quoted(INTERVIEW) == [
        ("indirect", "RWA", "your troops shelled a village near Goma"),
        ("direct", "KEN", "We deny that. Rwandan soldiers shelled it."),
        ("direct", "KEN", "They did not. We arrested two gunmen in Goma."),
    ]


def test_acts_of_an_answer_are_told_by_the_one_who_answers() -> None:
    told = claims(INTERVIEW, "COERCE")
    assert [(codes(c.actors)[0][:3], c.voice.codes[0][:3]) for c in told] == [("KEN", "KEN")]


def test_a_host_whose_title_names_no_land_is_of_the_land_that_is_spoken_of() -> None:
    text = (
        "Foreign Ministry Spokesperson's Press Conference\n\nQ: Does Kenya want war with Uganda?\n\nA: We do not. Kenya wants peace."
        "\n\nQ: Will Kenya send troops?\n\nA: No. Kenya will wait."
    )
    assert [row[:2] for row in quoted(text)] == [("direct", "KEN"), ("direct", "KEN")]


def test_you_is_whoever_is_asked_and_the_denial_is_his() -> None:
    shelled = [(codes(c.actors)[0][:3], c.voice.codes[0][:3], c.stance) for c in claims(INTERVIEW, "ASSAULT")]
    assert ("KEN", "RWA", "asserts") in shelled
    assert ("KEN", "KEN", "denies") in shelled
    assert ("RWA", "KEN", "asserts") in shelled


def test_a_question_claims_nothing() -> None:
    assert not [c for c in claims(INTERVIEW) if "JRN" in c.voice.codes[0]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Chad told the radio on Monday: rebels had burned the market of Zouar.",
            ("indirect", "TCD", "rebels had burned the market of Zouar"),
        ),
        (
            'Chad\'s army spokesman shrugged: "Our patrol shot two smugglers near Zouar."',
            ("direct", "TCD", "Our patrol shot two smugglers near Zouar."),
        ),
        (
            'A spokeswoman for Chad\'s police sent this newspaper a short message: "Officers arrested six men in Zouar."',
            ("direct", "TCD", "Officers arrested six men in Zouar."),
        ),
        (
            'Chad said rebels had held back fuel at the bridge: "They tore up the deal."',
            ("indirect", "TCD", "rebels had held back fuel at the bridge"),
        ),
        (
            "Niger condemned the raid; a joint force will be deployed along the border, Chad said.",
            ("indirect", "TCD", "a joint force will be deployed along the border"),
        ),
        (
            'Chad dismissed the account on Monday as "propaganda manufactured abroad".',
            ("mixed", "TCD", "propaganda manufactured abroad"),
        ),
    ],
)
def test_words_beside_a_colon_a_semicolon_or_marks(text: str, expected: Row) -> None:
    assert expected in quoted(text)


def test_paragraphs_after_an_announcement_are_the_speakers() -> None:
    text = "Chad's prime minister said after the talks:\n\nLibyan gunmen shot three herders.\n\nOur police arrested two men."
    assert [c.voice.codes[0][:3] for c in claims(text, "ASSAULT", "COERCE")] == ["TCD", "TCD"]
    assert quoted(text)[0][:2] == ("direct", "TCD")


@pytest.mark.parametrize("text", ["Chad listed the dead villages:\n\nZouar was burned by raiders."])
def test_a_list_is_nobodys_speech(text: str) -> None:
    assert not quoted(text)


def test_a_reminder_of_the_writer_is_his_own() -> None:
    assert not quoted("It would be recalled that Chad and Niger signed a pact in March.")


def test_a_nameless_source_is_of_the_place_it_speaks_at() -> None:
    text = "Azerbaijan's army shelled posts on Monday. A military spokesman in Yerevan said four posts had been hit."
    assert quoted(text)[0][1] == "ARM"
