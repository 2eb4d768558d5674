"""Passages, sentences and quoted stretches: exact, complete, and right on the hard cases."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.model.text import Mark
from dragoman.split.passages import split


def sentences(text: str) -> list[str]:
    return [text[slice(*s.span)] for s in split(text)[1]]


def passages(text: str, *marks: Mark) -> list[tuple[str, str]]:
    return [(p.kind, text[slice(*p.span)]) for p in split(text, marks)[0]]


def quotes(text: str) -> list[str]:
    return [text[slice(*q.inner)] for q in split(text)[2]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("There were clashes.Baku said no.", ["There were clashes.", "Baku said no."]),
        (
            "Mr. Okello met Gen. Diaz and Lt. Col. Rao. They spoke.",
            ["Mr. Okello met Gen. Diaz and Lt. Col. Rao.", "They spoke."],
        ),
        (
            "J. R. Silva left on Dec. 5 at 5 a.m. for St. Louis.",
            ["J. R. Silva left on Dec. 5 at 5 a.m. for St. Louis."],
        ),
        ("He left the U.S. The army stayed.", ["He left the U.S.", "The army stayed."]),
        ("The U.S. Navy fired.", ["The U.S. Navy fired."]),
        ("It rose 3.5 percent. No. 7 was hit.", ["It rose 3.5 percent.", "No. 7 was hit."]),
        ("Was it them? No! They left.", ["Was it them?", "No!", "They left."]),
        ('"We stay." Then she left.', ['"We stay."', "Then she left."]),
        ('"They fired. We answered," said Kofi.', ['"They fired.', 'We answered," said Kofi.']),
        ('"Why now?" he asked.', ['"Why now?" he asked.']),
        ("Well... nothing came. (He left.) She stayed.", ["Well... nothing came.", "(He left.)", "She stayed."]),
        ("He said no... Then he left.", ["He said no...", "Then he left."]),
        ("See www.example.Com or a@b.Net today.", ["See www.example.Com or a@b.Net today."]),
        ("1. The first point.", ["1. The first point."]),
        ("It ended in 2019. It began in 2014.", ["It ended in 2019.", "It began in 2014."]),
        ("Troops came at 6 p.m. They left.", ["Troops came at 6 p.m.", "They left."]),
        ("The firm, Delta Inc. of Chad, closed.", ["The firm, Delta Inc. of Chad, closed."]),
        (
            "Kenya’s minister left “for good.” Nobody followed.",
            ["Kenya’s minister left “for good.”", "Nobody followed."],
        ),
    ],
)
def test_sentences_end_where_they_end(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"We go," he said. "Now."', ["We go,", "Now."]),
        ("“We go,” he said.", ["We go,"]),
        ("« Oui », dit-il.", [" Oui "]),
        ("„Ja“, sagte er.", ["Ja"]),
        ("''Peace,'' she said.", ["Peace,"]),
        ("‘We go,’ he said.", ["We go,"]),
        ("He said: 'We go home.'", ["We go home."]),
        ("The soldiers' tents burned and the girls' school too.", []),
        ("It was Mali's army, not Niger's.", []),
        ("It’s the troops’ turn; they don’t know.", []),
        ("Rock 'n' roll of the '90s.", []),
        ("'The enemies' tents are gone,' he said.", ["The enemies' tents are gone,"]),
        ("“He told us ‘no’ again,” she said.", ["He told us ‘no’ again,", "no"]),
        ('A 5" shell fell.', []),
        ("“It runs on\n\n“and on.”", ["It runs on", "and on."]),
        ('He said "no" and "yes".', ["no", "yes"]),
    ],
)
def test_quotation_marks_are_told_from_apostrophes(text: str, expected: list[str]) -> None:
    assert quotes(text) == expected


def test_depth_scare_and_closed_are_told() -> None:
    text = 'The “so-called ‘pact’ of Lomé,” he said, was a "farce".\n“Nobody kept it'
    found = {text[slice(*q.inner)]: (q.depth, q.scare, q.closed) for q in split(text)[2]}

    assert found == {
        "so-called ‘pact’ of Lomé,": (0, False, True),
        "pact": (1, True, True),
        "farce": (0, True, True),
        "Nobody kept it": (0, False, False),
    }


def test_blank_lines_and_paragraph_lines_part_passages() -> None:
    text = "Shelling resumes in Donetsk\n\nOne died. Two fled.\nThe mayor spoke.\n"

    assert [p for _, p in passages(text)] == ["Shelling resumes in Donetsk", "One died. Two fled.", "The mayor spoke."]


def test_wrapped_lines_are_joined_and_list_items_are_not() -> None:
    wrapped = (
        "The ministry of defence said on Monday that its troops had come\n"
        "under fire from across the river and that nobody had been hurt in\n"
        "the incident, which lasted for about an hour before it died down.\n"
        "- a truce from Friday\n"
        "- the release of prisoners\n"
    )

    found = [p for _, p in passages(wrapped)]

    assert len(found) == 3
    assert found[0].startswith("The ministry") and found[0].endswith("died down.")


def test_marks_make_passages_of_their_own() -> None:
    text = "LAGOS (AP) — Troops left. READ MORE: Floods in Kano. They returned."
    marks = (Mark("dateline", (0, 11)), Mark("related-link", (26, 52)), Mark("caption", (40, 52)))

    assert passages(text, *marks) == [
        ("dateline", "LAGOS (AP)"[:11]),
        ("body", "— Troops left."),
        ("related-link", "READ MORE: Floods in Kano."[:14]),
        ("related-link", "READ MORE: Floods in Kano."[14:].strip()),
        ("body", "They returned."),
    ]


@pytest.mark.parametrize(
    "mark", ['"a ', "“a ", "'a ", "’a ", "‘a ", ". ", "a.B", "\n", " ", '"', "''", "a b.)", "(", "s' "]
)
def test_hostile_text_takes_linear_time(mark: str) -> None:
    def seconds(times: int) -> float:
        began = time.process_time()
        split(mark * times)
        return time.process_time() - began

    seconds(1000)
    assert seconds(40_000) < 40 * max(seconds(4_000), 0.005)


ALPHABET = st.sampled_from([*"ab .!?\n\"'“”‘’«»()-…A1,", "Mr. ", "U.S. ", "''", "said ", "\u00a0", "\u2028"])
TEXTS = st.one_of(st.text(max_size=200), st.lists(ALPHABET, max_size=80).map("".join))
MARKS = st.lists(
    st.builds(
        lambda kind, start, length: Mark(kind, (start, start + length)),
        st.sampled_from(["title", "caption", "related-link", "credit"]),
        st.integers(0, 60),
        st.integers(0, 60),
    ),
    max_size=4,
)


@settings(max_examples=300, deadline=None)
@given(TEXTS, MARKS)
def test_everything_lies_in_one_passage_and_one_sentence(text: str, marks: list[Mark]) -> None:
    found, sentences_, quoted = split(text, marks)

    for spans in ([p.span for p in found], [s.span for s in sentences_]):
        covered = [at for start, end in spans for at in range(start, end)]
        assert covered == sorted(set(covered))
        assert {at for at, char in enumerate(text) if not char.isspace()} <= set(covered)
        assert all(start < end and text[start:end] == text[start:end].strip() for start, end in spans)
    for sentence in sentences_:
        passage = found[sentence.passage].span
        assert passage[0] <= sentence.span[0] < sentence.span[1] <= passage[1]
    for quote in quoted:
        assert quote.outer[0] < quote.inner[0] < quote.inner[1] <= quote.outer[1]
        assert sum(p.span[0] <= quote.outer[0] and quote.outer[1] <= p.span[1] for p in found) == 1
        assert quote.closed == (quote.inner[1] < quote.outer[1])
    assert [q.outer[0] for q in quoted] == sorted(q.outer[0] for q in quoted)


@given(TEXTS, MARKS)
@settings(max_examples=100, deadline=None)
def test_what_is_set_aside_shares_no_passage_with_the_body(text: str, marks: list[Mark]) -> None:
    aside = {at for mark in marks if mark.set_aside for at in range(*mark.span)}

    for passage in split(text, marks)[0]:
        inside = {at in aside for at in range(*passage.span)}
        assert len(inside) == 1
