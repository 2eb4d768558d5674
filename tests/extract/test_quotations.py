"""Quotations with their speakers."""

from __future__ import annotations

import pytest

from extract.sentences import document, read, reader


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chad said Niger had attacked its base.", [("indirect", "TCD", "Niger had attacked its base")]),
        ('"We left Gao," said the Chadian army.', [("direct", "TCD", "We left Gao,")]),
        ('Chad said its army would "never leave" Gao.', [("mixed", "TCD", "never leave")]),
        ("Chad said its army would “never leave” Gao and “never fight” in Bol.",
         [("mixed", "TCD", "never leave … never fight")]),
        ("The attack in Gao, Chad said, was a crime.", [("indirect", "TCD", "The attack in Gao … was a crime")]),
        ("According to Chad, Niger left Gao.", [("indirect", "TCD", "Niger left Gao")]),
        ("Chad said that Niger had left.", [("indirect", "TCD", "Niger had left")]),
        ("Chad said that was a lie.", [("indirect", "TCD", "that was a lie")]),
        ("“Leave now,” Chad told Niger.", [("direct", "TCD", "Leave now,")]),
        # a chain is the innermost speaker's
        ("The agency reported that Chad had said Niger had left.", [("indirect", "TCD", "Niger had left")]),
        # what is promised, denied, believed, or claimed by a noun is no quotation
        ("Chad promised to leave Gao.", []),
        ("Chad denied that Niger had left.", []),
        ("The claim by Chad that Niger had left was false.", []),
        # an accusation, a reported noun and a demand are no quotation
        ("Chad accused Niger of attacking its base.", []),
        ("Chad reported a violation of the truce.", []),
        ("Chad attacked Niger.", []),
        # what is said inside a quotation is quoted already
        ('"Niger said it would leave Gao," said the Chadian army.', [("direct", "TCD", "Niger said it would leave Gao,")]),
    ],
)  # fmt: skip
def test_quotations_are_full_clauses_given_to_somebody(text: str, expected: list[tuple[str, str, str]]) -> None:
    found = [
        (q.kind, q.voice.codes[0].split(".")[0], " … ".join(text[slice(*s)] for s in q.spans)) for q in read(text).quotations
    ]

    assert found == expected


def test_quotations_stand_in_the_order_of_the_text_with_the_cue_of_their_attribution() -> None:
    text = "Chad said Niger had left. Niger said it had stayed. Mali said nothing."
    notes, found = reader().annotate(document(text)), read(text).quotations

    assert [q.voice.codes for q in found] == [("TCD",), ("NER",)]
    assert [q.spans for q in found] == sorted(q.spans for q in found)
    assert {q.cue for q in found} <= {a.cue for a in notes.attributions}
