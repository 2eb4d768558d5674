"""Attributions: who says what, by which words, with which force."""

from __future__ import annotations

import importlib.util
import json
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.annotate.grammar import Grammar
from dragoman.codebook.files import reporting_cues, speech_words
from dragoman.extract.attribution import (
    ReportingLexicon,
    antecedent,
    find_attributions,
    outermost,
    reporting_lexicon,
)
from dragoman.model.claim import Attribution
from dragoman.model.text import Mark, Parse, make_parse
from dragoman.split.passages import split

BENCH = Path(__file__).parents[3] / "shared" / "bench" / "attribution"


@cache
def grammar() -> Grammar:
    return Grammar.load()


def found_in(text: str, *marks: Mark) -> tuple[Attribution, ...]:
    passages, sentences, quotes = split(text, marks)
    parses = grammar().parse(text, sentences)
    return find_attributions(text, passages, sentences, quotes, parses, reporting_lexicon())


Row = tuple[str | None, str | None, str]


def rows(text: str, *marks: Mark) -> list[Row]:
    def words(span: tuple[int, int] | None) -> str | None:
        return None if span is None else text[slice(*span)]

    return [
        (words(a.source), words(a.cue), " | ".join(text[slice(*c)] for c in a.content)) for a in found_in(text, *marks)
    ]


def only(text: str) -> Attribution:
    (one,) = found_in(text)
    return one


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The ministry said that troops had left Kidal.", ("The ministry", "said", "that troops had left Kidal")),
        ("Troops had left Kidal, the ministry said.", ("the ministry", "said", "Troops had left Kidal")),
        ("Two soldiers, Manila said, died near the reef.", ("Manila", "said", "Two soldiers | died near the reef")),
        ("In May, the army said, two soldiers died.", ("the army", "said", "In May | two soldiers died")),
        ('"We will not leave," said the governor of Goma.', ("the governor of Goma", "said", "We will not leave,")),
        ("“We will not leave,” the governor said.", ("the governor", "said", "We will not leave,")),
        ('The governor said: "We will not leave."', ("The governor", "said", "We will not leave.")),
        (
            '"We are ready," said the envoy, "to sign in Lomé."',
            ("the envoy", "said", "We are ready, | to sign in Lomé."),
        ),
        ('"We came," he said. "We left."', ("he", "said", "We came, | We left.")),
        ("According to the UN, 12 people died in Bor.", ("the UN", "According to", "12 people died in Bor")),
        ("Twelve people died in Bor, according to the UN.", ("the UN", "according to", "Twelve people died in Bor")),
        ("Chad's army reportedly took the town.", (None, "reportedly", "Chad's army | took the town")),
        ("It was reported that six men were captured.", (None, "was reported", "that six men were captured")),
        ("The general is said to have fled to Rabat.", (None, "is said", "The general | to have fled to Rabat")),
        ("Turkey condemned the attack on the mosque.", ("Turkey", "condemned", "the attack on the mosque")),
        ("Ethiopia called for a ceasefire.", ("Ethiopia", "called for", "a ceasefire")),
        ("The army put the death toll at 12.", ("The army", "put", "the death toll at 12")),
        ("The police chief described the march as a riot.", ("The police chief", "described", "the march as a riot")),
        (
            "Peru's claim that it won the case surprised nobody.",
            ("Peru's", "claim", "that it won the case"),
        ),
    ],
)
def test_source_cue_and_content(text: str, expected: Row) -> None:
    assert rows(text) == [expected]


@pytest.mark.parametrize(
    ("text", "stance", "reality"),
    [
        ("Delhi said that the troops had fired.", "asserts", "actual"),
        ("Delhi denied that its troops had fired.", "denies", "actual"),
        ("Iraq has denied harbouring the group.", "denies", "actual"),
        ("Delhi denied the allegation.", "denies", "actual"),
        ("The army rejected the accusation as baseless.", "denies", "actual"),
        ("The army rejected the ceasefire offer.", "asserts", "negated"),
        ("The envoy doubts that the truce will hold.", "doubts", "actual"),
        ("Kenya urged both sides to disarm.", "asserts", "requested"),
        ("The mediator asked the rebels to free the hostages.", "asserts", "requested"),
        ("The rebels vowed to retake the town.", "asserts", "promised"),
        ("Seoul promised to send doctors.", "asserts", "promised"),
        ("The militia threatened to shell the port.", "asserts", "threatened"),
        ("Oman plans to host the talks.", "asserts", "planned"),
        ("The parties are expected to sign on Friday.", "asserts", "planned"),
        ("The premier hopes to visit Dili.", "asserts", "hypothetical"),
        ("The ministry did not say whether police would leave.", "doubts", "hypothetical"),
    ],
)
def test_what_the_cue_does_to_its_content(text: str, stance: str, reality: str) -> None:
    one = only(text)

    assert (one.stance, one.reality) == (stance, reality)


def test_an_accusation_names_whom_it_accuses() -> None:
    text = "The defence ministry of Norland accused Southland's forces of shelling a border post."
    one = only(text)

    assert one.lemma == "accuse"
    assert one.addressee is not None
    assert text[slice(*one.addressee)] == "Southland's forces"
    assert [text[slice(*c)] for c in one.content] == ["Southland's forces of shelling a border post"]


@pytest.mark.parametrize(
    ("text", "denier", "denied"),
    [
        ("Norland accused Southland of shelling a town, a charge Southland denied.", "Southland", "a charge"),
        ("Mali said Niger had fired, a claim Niger's army rejected.", "Niger's army", "a claim"),
        ("Baku accused Yerevan of firing, an allegation that Yerevan denies.", "Yerevan", "an allegation"),
        ("Chad accused Sudan of arming rebels, which Khartoum denied.", "Khartoum", "Sudan of arming rebels"),
    ],
)
def test_a_counter_claim_belongs_to_the_one_who_denies(text: str, denier: str, denied: str) -> None:
    first, second = found_in(text)

    assert second.source is not None
    assert text[slice(*second.source)] == denier
    assert [text[slice(*c)] for c in second.content] == [denied]
    assert (first.stance, second.stance) == ("asserts", "denies")
    assert text[slice(*first.content[-1])].endswith(("town", "fired", "firing", "rebels"))


def test_a_participle_keeps_the_speaker() -> None:
    assert rows("The ministry said its troops had come under fire, adding there had been no casualties.") == [
        ("The ministry", "said", "its troops had come under fire"),
        ("The ministry", "adding", "there had been no casualties"),
    ]


def test_who_is_told_is_not_the_source() -> None:
    text = "The spokeswoman told reporters that the army had left."
    one = only(text)

    assert one.source is not None and one.addressee is not None
    assert (text[slice(*one.source)], text[slice(*one.addressee)]) == ("The spokeswoman", "reporters")
    assert one.channel is None


@pytest.mark.parametrize(
    ("text", "channel"),
    [
        ("The ministry said in a statement that troops had left.", "statement"),
        ('"We hold the bridge," the army wrote on Telegram.', "Telegram"),
        ("The minister told state television the army had left.", "television"),
        ("The mayor said during a briefing that nobody was hurt.", "briefing"),
        ("The mayor said in Accra that nobody was hurt.", None),
    ],
)
def test_the_channel_is_no_part_of_source_or_content(text: str, channel: str | None) -> None:
    one = only(text)

    assert one.channel == channel
    assert "statement" not in text[slice(*one.content[0])]


@pytest.mark.parametrize(
    ("text", "source", "chain", "content"),
    [
        (
            "The state agency quoted the minister as saying that talks would resume.",
            "the minister",
            ["The state agency"],
            "that talks would resume",
        ),
        (
            "The president was quoted as saying by state radio that the truce held.",
            "The president",
            ["state radio"],
            "that the truce held",
        ),
        (
            "Local media said, citing police sources, that four people had died.",
            "police sources",
            ["Local media"],
            "that four people had died",
        ),
    ],
)
def test_a_relayed_statement_keeps_its_chain(text: str, source: str, chain: list[str], content: str) -> None:
    one = only(text)

    assert one.source is not None
    assert text[slice(*one.source)] == source
    assert [text[slice(*c)] for c in one.chain] == chain
    assert [text[slice(*c)] for c in one.content] == [content]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Interfax reported, citing the ministry, that drones had hit Sevastopol.", ("the ministry", ["Interfax"])),
        ("Radio Ndeke, quoting the governor, said the bridge had fallen.", ("the governor", ["Radio Ndeke"])),
        ('"Ships fired at us," the agency quoted a spokesman as saying.', ("a spokesman", ["the agency"])),
    ],
)
def test_chains_in_other_orders(text: str, expected: tuple[str, list[str]]) -> None:
    one = only(text)

    assert one.source is not None
    assert (text[slice(*one.source)], [text[slice(*c)] for c in one.chain]) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rwanda admits its soldiers are there; the raid, it says, was not theirs.", 2),
        ("Turkey confirmed that its jets had bombed Kobani but denied killing civilians.", 2),
        ("No one has claimed responsibility for the bombing.", 0),
        ("The ship was denied entry to the port.", 0),
        ("The army had denied them access to the camps.", 0),
        ("Finland called up 3,000 reservists.", 0),
        ("Dark clouds threatened the harvest.", 0),
        ("Spain recalled its ambassador.", 0),
        ("The truce was called off.", 0),
    ],
)
def test_near_misses(text: str, expected: int) -> None:
    assert len(rows(text)) == expected


def test_a_contrast_goes_back_to_the_speaker() -> None:
    text = "Turkey confirmed that its jets had bombed Kobani but denied killing civilians."

    assert [(row[0], row[2]) for row in rows(text)] == [
        ("Turkey", "that its jets had bombed Kobani"),
        ("Turkey", "killing civilians"),
    ]


def test_accused_in_the_passive() -> None:
    text = "The ELN was accused by Colombia's army of kidnapping two engineers."
    one = only(text)

    assert one.source is not None and one.addressee is not None
    assert text[slice(*one.source)] == "Colombia's army"
    assert text[slice(*one.addressee)] == "The ELN"
    assert text[slice(*one.content[-1])] == "of kidnapping two engineers"


def test_citing_a_reason_is_no_source() -> None:
    text = "Qatar said it would close the embassy, citing security concerns."

    assert all(not a.chain for a in found_in(text))
    assert rows(text)[0][0] == "Qatar"


def test_a_speaker_is_carried_over_paragraphs() -> None:
    text = (
        '"They attacked us first," the commander said.\n\n'
        '"There is no truce any more. The other side broke it yesterday evening."\n\n'
        "The town lies on the river.\n\n"
        '"Nobody came to help us in all these days," it says on a wall.'
    )
    carried = [a for a in found_in(text) if a.carried]

    assert len(carried) == 1
    assert carried[0].source is not None
    assert text[slice(*carried[0].source)] == "the commander"
    assert carried[0].cue is None
    assert text[slice(*carried[0].content[0])].startswith("There is no truce")


@pytest.mark.parametrize(
    "text",
    [
        "The ministry neither confirmed nor denied the report.",
        "The ministry declined to comment on the report.",
        "The airline refused to comment.",
        "Troops entered the town on Friday.",
        "The soldiers' barracks burned down.",
        "Shells hit the market and a school in Taiz.",
        "Rebels attacked the port and blasted a bridge.",
        "Police charged at the crowd.",
    ],
)
def test_no_attribution_where_nobody_says_anything(text: str) -> None:
    assert rows(text) == []


def test_what_is_set_aside_is_skipped() -> None:
    text = "Rabat said talks had ended.\n\nREAD MORE: Tunis says talks had failed."

    assert len(rows(text)) == 2
    assert [row[0] for row in rows(text, Mark("related-link", (29, len(text))))] == ["Rabat"]
    assert len(rows(text, Mark("caption", (29, len(text))))) == 2


def test_a_signed_quotation_and_a_headline_with_a_colon() -> None:
    assert rows("“We lost everything in the flood.” — Ana Prado") == [
        ("Ana Prado", "—", "We lost everything in the flood.")
    ]
    assert rows("Manila: Coastguard Boat Was Rammed Near Reef") == [
        ("Manila", ":", "Coastguard Boat Was Rammed Near Reef")
    ]
    assert rows("Timeline: a week of talks") == []


def test_outermost_keeps_neighbours_that_share_a_passage() -> None:
    text = "Chad said two died. Niger said three died. Mali denied that four died, adding that none was hurt."

    assert outermost(found_in(text)) == found_in(text)


def test_attributions_nest_and_the_outermost_can_be_asked_for() -> None:
    text = "He said she had told him the bridge was mined."
    found = found_in(text)

    assert rows(text) == [
        ("He", "said", "she had told him the bridge was mined"),
        ("she", "had told", "the bridge was mined"),
    ]
    assert outermost(found) == found[:1]


def test_a_quotation_of_several_sentences_is_reported_whole() -> None:
    text = 'The mayor said "the city is calm. The schools are open. Nobody need fear."'

    assert rows(text)[0][2].endswith("Nobody need fear.")


def test_words_hold_the_first_word_of_every_cue() -> None:
    words = reporting_lexicon().words()

    assert {"say", "call", "claim", "reportedly", "according"} <= words
    assert "on" not in words


def test_kinds_are_told_apart() -> None:
    assert only('"Go home," the mayor said.').kind == "direct"
    assert only('The mayor said the raid was "an act of cowardice" by thugs.').kind == "mixed"
    assert only("The mayor said the raid was cowardly.").kind == "indirect"


def test_a_reported_noun_phrase_is_no_clause() -> None:
    assert only("Kyiv reported a violation.").clausal is False
    assert only("Kyiv reported that it was shelled.").clausal is True


def test_antecedent_of_a_relative_pronoun() -> None:
    text = "The envoy, who said that talks had failed, left."
    _, sentences, _ = split(text)
    (parse,) = grammar().parse(text, sentences)
    assert parse is not None
    who, noun = parse.forms.index("who"), parse.forms.index("envoy")

    assert antecedent(parse, who) == noun
    assert antecedent(parse, noun) is None


def test_the_lexicon_is_broad_and_consistent() -> None:
    cues = reporting_cues().cue
    verbs = {lemma for cue in cues for lemma in cue.lemmas if not {"noun", "adverb", "according"} & set(cue.patterns)}
    nouns = {lemma for cue in cues if "noun" in cue.patterns for lemma in cue.lemmas}

    assert len(verbs) >= 170
    assert len(nouns) >= 50
    assert all(len(set(cue.lemmas)) == len(cue.lemmas) for cue in cues)
    assert all(cue.stance == "denies" for cue in cues if {"deny", "denial"} & set(cue.lemmas))
    assert speech_words().channels["statement"]


LETTERS = st.sampled_from(
    ["say", "deny", "quote", "as", "that", "by", "accuse", "of", "he", "claim", ",", ":", "according", "to"]
)
TAGS = st.sampled_from(["VBD", "VBN", "VBG", "VB", "NN", "NNP", "IN", "WDT", ",", "CD", "DT", "CC"])
RELATIONS = st.sampled_from(
    [
        "ROOT",
        "nsubj",
        "nsubjpass",
        "dobj",
        "ccomp",
        "xcomp",
        "advcl",
        "acl",
        "relcl",
        "prep",
        "pobj",
        "pcomp",
        "aux",
        "conj",
        "neg",
        "agent",
        "parataxis",
        "punct",
        "mark",
        "poss",
    ]
)


@st.composite
def any_parse(draw: st.DrawFn) -> tuple[str, Parse]:
    """A sentence of cue words under any grammar at all, cycles of heads included."""
    size = draw(st.integers(1, 10))
    forms = tuple(draw(LETTERS) for _ in range(size))
    starts, at = [], 0
    for form in forms:
        starts.append(at)
        at += len(form) + 1
    text = " ".join(forms)
    heads = tuple(draw(st.integers(0, size - 1)) for _ in range(size))
    safe = tuple(head if head < token else token for token, head in enumerate(heads))
    tags = tuple(draw(TAGS) for _ in range(size))
    relations = tuple(draw(RELATIONS) for _ in range(size))
    ends = tuple(start + len(form) for start, form in zip(starts, forms, strict=True))
    return text, make_parse((0, len(text)), forms, forms, tags, safe, relations, tuple(starts), ends)


def check_spans(text: str, found: tuple[Attribution, ...]) -> None:
    for one in found:
        spans = [s for s in (one.source, one.cue, one.addressee, *one.content, *one.chain) if s is not None]
        assert one.content
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert all(before[1] <= after[0] for before, after in zip(one.content, one.content[1:], strict=False))


@settings(max_examples=400, deadline=None)
@given(any_parse())
def test_any_grammar_is_survived(case: tuple[str, Parse]) -> None:
    text, parse = case
    passages, sentences, quotes = split(text)
    parses = (parse, *([None] * (len(sentences) - 1))) if sentences else ()

    check_spans(text, find_attributions(text, passages, sentences, quotes, parses, reporting_lexicon()))


WORDS = st.sampled_from(
    [
        *("he said", "Lima", '"', "“", "”", "'", ", ", ". ", "\n", "denied", "a charge", "that troops left", "adding"),
        *("according to", "UN", "citing police", ": ", "—", "was quoted as saying", "U.S. "),
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.text(max_size=80), st.lists(WORDS, max_size=25).map(" ".join)))
def test_any_text_is_survived(text: str) -> None:
    check_spans(text, found_in(text))


def bench() -> ModuleType:
    spec = importlib.util.spec_from_file_location("polnear", BENCH / "polnear.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.skipif(not (BENCH / "polnear_dev.jsonl").is_file(), reason="the benchmark is not beside the checkout")
def test_floor_on_political_news() -> None:
    polnear = bench()
    lexicon: ReportingLexicon = reporting_lexicon()
    docs = [json.loads(line) for line in (BENCH / "polnear_dev.jsonl").read_text(encoding="utf8").splitlines()][::4]
    predicted = {}
    for doc in docs:
        passages, sentences, quotes = split(doc["text"])
        parses = grammar().parse(doc["text"], sentences)
        found = outermost(find_attributions(doc["text"], passages, sentences, quotes, parses, lexicon))
        predicted[doc["id"]] = [
            {"source": [a.source] if a.source else [], "cue": [a.cue] if a.cue else [], "content": list(a.content)}
            for a in found
        ]

    assert polnear.score(docs, predicted)["t_srccont_half"][2] >= 60
