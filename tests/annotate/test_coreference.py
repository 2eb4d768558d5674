"""Words that refer back, in sentences of our own; where a reader would hesitate nothing may be resolved."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.annotate.coreference import resolve_anaphora
from dragoman.annotate.grammar import Grammar
from dragoman.model.text import Mark, Parse, overlaps
from dragoman.model.world import Mention, MentionKind
from dragoman.split.passages import split

COUNTRIES = {
    "Fiji": "FJI", "Tonga": "TON", "Peru": "PER", "Chile": "CHL", "Laos": "LAO", "Ghana": "GHA", "Togo": "TGO",
    "Fijian": "FJI", "Tongan": "TON", "Peruvian": "PER", "Chilean": "CHL",
}  # fmt: skip
OFFICES = {
    "army": "MIL", "navy": "MIL", "troops": "MIL", "forces": "MIL", "ministry": "GOV", "president": "GOV",
    "presidents": "GOV", "ministers": "GOV", "minister": "GOV", "police": "COP", "rebels": "REB", "government": "GOV",
    "spokesman": "GOV", "spokeswoman": "GOV", "leaders": "GOV", "official": "GOV",
}  # fmt: skip
PEOPLE = {"Amina Mfano": "GHA.GOV", "Pedro Muestra": "PER.GOV"}
PERSONS = frozenset({"president", "minister", "spokesman", "spokeswoman", "official"})


@cache
def grammar() -> Grammar:
    return Grammar.load()


def spot(text: str) -> list[Mention]:
    """A tiny gazetteer, so that these tests do not lean on the stage that finds names."""
    found = [
        Mention((at, at + len(name)), (code,), name, "person", name)
        for name, code in PEOPLE.items()
        for at in positions(text, name)
    ]
    words = [(at, word) for word in {**COUNTRIES, **OFFICES} for at in positions(text, word)]
    owner: tuple[int, int, str] | None = None
    for at, word in sorted(words):
        end = at + len(word)
        if word in COUNTRIES:
            owner = (at, end, COUNTRIES[word])
            following = text[end:].removeprefix("'s").lstrip().split(" ")[0].strip(".,")
            if following not in OFFICES:
                kind: MentionKind = "demonym" if word.endswith("n") else "state"
                found.append(Mention((at, end), (COUNTRIES[word],), word, kind))
                owner = None
        elif word in OFFICES:
            many = word in {"rebels", "ministers", "presidents"}
            kind = "person" if word in PERSONS else "people" if many else "organ"
            code, start = ("UNK", at) if owner is None else (owner[2], owner[0])
            found.append(Mention((start, end), (f"{code}.{OFFICES[word]}",), text[start:end], kind))
            owner = None
    return sorted(found, key=lambda mention: mention.span)


def positions(text: str, word: str) -> list[int]:
    found, at = [], text.find(word)
    while at >= 0:
        before, after = text[at - 1 : at], text[at + len(word) : at + len(word) + 1]
        if not before.isalpha() and not after.isalpha():
            found.append(at)
        at = text.find(word, at + 1)
    return found


def resolve(text: str, title: int = 0) -> tuple[Mention, ...]:
    marks = (Mark("title", (0, title)),) if title else ()
    passages, sentences, _ = split(text, marks)
    return resolve_anaphora(text, passages, sentences, grammar().parse(text, sentences), spot(text))


def meaning(text: str, words: str, title: int = 0) -> tuple[str, ...] | None:
    """The codes of the last mention written as ``words``, or none where there is none."""
    return next((m.codes for m in reversed(resolve(text, title)) if text[m.span[0] : m.span[1]] == words), None)


@pytest.mark.parametrize(
    ("text", "words", "codes"),
    [
        ("Fiji accused Tonga of shelling. Both countries denied it.", "Both countries", ("FJI", "TON")),
        ("Fiji accused Tonga of shelling. Talks between the two sides ended.", "two sides", ("FJI", "TON")),
        ("Fiji accused Tonga of shelling. The neighbours later met.", "The neighbours", ("FJI", "TON")),
        ("Fiji and Tonga met. Neither side gave way.", "Neither side", ("FJI", "TON")),
        ("Fiji and Tonga met. Peru urged the warring parties to talk.", "warring parties", ("FJI", "TON")),
        ("Fiji met Tonga in Peru. The two leaders shook hands.", "two leaders", ("FJI.GOV", "TON.GOV")),
        ("Fiji fought Tonga. The foreign ministers of both countries met.", "ministers", ("FJI.GOV", "TON.GOV")),
        ("Fiji fought Tonga. The latter lost two ships.", "The latter", ("TON",)),
        ("Fiji said it would withdraw.", "it", ("FJI",)),
        ("Fiji said its troops had left.", "troops", ("FJI.MIL",)),
        ("Fiji and Tonga said they had met.", "they", ("FJI", "TON")),
        ("Peruvian troops fled. They left their guns.", "They", ("PER.MIL",)),
        ("Amina Mfano said she would go.", "she", ("GHA.GOV",)),
        ("Amina Mfano spoke. Her spokesman confirmed it.", "spokesman", ("GHA.GOV",)),
        ("Peru's army attacked. Chile's navy replied. The navy lost a ship.", "navy", ("CHL.MIL",)),
        ("Peru mourned. The army said two men had died.", "army", ("PER.MIL",)),
        ("The Peruvian president spoke. The president left.", "president", ("PER.GOV",)),
        ("Peru voted on Sunday. The country has two parties.", "The country", ("PER",)),
        ("Fijian forces fought Tongan forces. Fijian troops said the enemy had fled.", "enemy", ("TON",)),
        ("Fiji called on Tonga to free its troops.", "its", ("TON",)),
        ("Fiji said Tonga had shelled its forces.", "forces", ("FJI.MIL",)),
        ("Fiji said Tonga had withdrawn its forces.", "forces", ("TON.MIL",)),
        ("Fiji accused Tonga of lying. The forces of both countries met.", "forces", ("FJI.MIL", "TON.MIL")),
        ("Police in the north of Peru fired. Police said so.", "Police", None),
        ("Fiji and Tonga fought. Ministers from the two countries met.", "Ministers", None),
        ("Fiji fought Tonga. The ministers in both countries wept.", "ministers", ("FJI.GOV", "TON.GOV")),
        ("Fiji fought Tonga. Ghana urged all sides to stop.", "all sides", ("FJI", "TON")),
        ("Peru sent its last troops. They left.", "troops", ("PER.MIL",)),
        ("Peru will send troops to Laos.", "troops", ("PER.MIL",)),
        ("Peru said troops had fired.", "troops", ("UNK.MIL",)),
        ("The Peruvian ministry spoke. Official of the ministry, he left.", "Official", None),
        ("Peruvian troops fled. Fijian police drove them out.", "them", ("PER.MIL",)),
        ("Peruvian troops and trucks of stone fled. Some of them burned.", "them", None),
        ("Peru bled. Ghana withdrew its troops from the country.", "the country", ("PER",)),
        ("The film opened; its stars left. Peru won.", "its", None),
        ("Peru won. A strike began in May; its leaders fled.", "its", None),
    ],
)  # fmt: skip
def test_resolved(text: str, words: str, codes: tuple[str, ...] | None) -> None:
    assert meaning(text, words) == codes


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Fiji, Tonga, Peru and Chile met. The two sides agreed.", "two sides"),
        ("Fiji mourned. Both sides agreed.", "Both sides"),
        ("Fiji fought Tonga on both sides of the border.", "both sides"),
        ("It was reported that Fiji had left. It is unclear why.", "It"),
        ("Fiji fell. “It will rise,” somebody said.", "It"),
        ("Amina Mfano met Pedro Muestra. The weather was fine. Nobody knew what he wanted.", "he"),
        ("Fiji, Tonga and Peru met. The country gained.", "The country"),
        ("Rain fell. They left.", "They"),
        ("Fiji said it would attack Tonga unless its forces left.", "its"),
        ("Fiji and Tonga met. Gunmen shot them.", "them"),
    ],
)
def test_left_alone_where_it_is_not_clear(text: str, words: str) -> None:
    assert meaning(text, words) is None


@pytest.mark.parametrize(
    "text",
    [
        "Peru's army and Chile's army met. The army fired.",
        "Three soldiers and two troops of the army came. Peru and Chile watched. The army fired.",
        "Peru and Chile talked. The ministers of the lakes region met.",
    ],
)
def test_role_nouns_of_several_countries_stay_unknown(text: str) -> None:
    last = resolve(text)[-1]
    assert last.codes[0].startswith("UNK.")


def test_the_title_counts() -> None:
    title = "Fiji, Tonga at war"
    text = f"{title}\n\nA truce between the two countries failed, Peru said."
    assert meaning(text, "two countries", len(title)) == ("FJI", "TON")


def test_pairs_look_ahead_in_their_sentence() -> None:
    assert meaning("After both sides fired, Fiji accused Tonga of lying.", "both sides") == ("FJI", "TON")


def test_third_persons_in_quotations_are_left_to_their_speaker() -> None:
    found = resolve("Fiji said: “Tonga lied. They fired first.”")
    assert all(m.kind != "anaphor" for m in found)


def test_antecedents_are_spans_of_the_text() -> None:
    text = "Amina Mfano spoke. She left, and her spokesman said she was ill."
    anaphors = [m for m in resolve(text) if m.kind == "anaphor"]
    assert len(anaphors) == 3
    assert {m.antecedent for m in anaphors} == {(0, len("Amina Mfano"))}
    assert {m.person for m in anaphors} == {"Amina Mfano"}


def test_gender_of_titles_is_heeded() -> None:
    text = "The Peruvian spokeswoman smiled. He left."
    assert meaning(text, "He") is None


WORDS = st.sampled_from(
    ["Fiji", "Tonga", "both", "the", "two", "sides", "countries", "it", "its", "they", "their", "he", "she", "her",
     "army", "ministers", "of", "and", "said", "met", "enemy", "former", "latter", ",", ".", "“", "”", '"', "\n\n",
     "country", "Fijian", "Amina Mfano", "police", "\U0001f600"]
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(st.lists(WORDS, max_size=40), st.booleans())
def test_spans_are_exact_apart_and_nothing_named_is_lost(parts: list[str], parsed: bool) -> None:
    text = " ".join(parts)
    passages, sentences, _ = split(text)
    parses: tuple[Parse | None, ...] = grammar().parse(text, sentences) if parsed else (None,) * len(sentences)
    given_mentions = spot(text)
    found = resolve_anaphora(text, passages, sentences, parses, given_mentions)
    for mention in found:
        assert 0 <= mention.span[0] < mention.span[1] <= len(text)
        assert mention.codes
        if mention.antecedent is not None:
            assert 0 <= mention.antecedent[0] < mention.antecedent[1] <= len(text)
    assert not any(overlaps(a.span, b.span) for a, b in pairwise(found))
    named = {m.span for m in given_mentions if not m.codes[0].startswith("UNK")}
    assert named <= {m.span for m in found}


def test_long_documents_take_time_in_proportion() -> None:
    text = "Fiji said its army fought Tonga. The army said both sides lost. " * 300
    assert len(resolve(text)) > 1_000
