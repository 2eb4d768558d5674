"""Grammar: parses with offsets of the document, whatever the text."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.annotate.grammar import DEFAULT_MODEL, Grammar
from dragoman.errors import ConfigError
from dragoman.model.text import Parse, Sentence

TEXT = "  The ministry said\n\n its troops  had come under fire.\tNobody was hurt in Goma.  "
SENTENCES = (Sentence((2, 53), 0), Sentence((54, 79), 0))


@pytest.fixture(scope="module")
def grammar() -> Grammar:
    return Grammar.load()


def words(text: str, parse: Parse) -> list[str]:
    return [text[start:end] for start, end in zip(parse.starts, parse.ends, strict=True)]


def test_offsets_address_the_document(grammar: Grammar) -> None:
    first, second = grammar.parse(TEXT, SENTENCES)

    assert first is not None
    assert second is not None
    assert words(TEXT, first) == list(first.forms)
    assert words(TEXT, second) == ["Nobody", "was", "hurt", "in", "Goma", "."]
    assert first.span == (2, 53)


def test_white_space_is_no_token_and_does_not_part_a_clause(grammar: Grammar) -> None:
    (parse,) = grammar.parse(TEXT, SENTENCES[:1])

    assert parse is not None
    assert not any(form.isspace() for form in parse.forms)
    said = parse.forms.index("said")
    assert parse.root() == said
    assert parse.heads[parse.forms.index("ministry")] == said
    assert parse.relations[parse.forms.index("come")] == "ccomp"
    assert parse.lemmas[parse.forms.index("troops")] == "troop"


def test_children_are_the_inverse_of_heads(grammar: Grammar) -> None:
    for parse in grammar.parse(TEXT, SENTENCES):
        assert parse is not None
        for token, head in enumerate(parse.heads):
            assert token == head or token in parse.children[head]


def test_a_sentence_without_a_token_has_no_parse(grammar: Grammar) -> None:
    assert grammar.parse(" \n ", (Sentence((0, 3), 0),)) == (None,)
    assert grammar.parse("", ()) == ()


def test_fast_and_slow_agree() -> None:
    assert Grammar.load(fast=False).parse(TEXT, SENTENCES) == Grammar.load(fast=True).parse(TEXT, SENTENCES)


def test_one_grammar_serves_many_documents(grammar: Grammar) -> None:
    before = grammar.parse(TEXT, SENTENCES)
    grammar.parse("Lima and Quito signed the treaty.", (Sentence((0, 33), 0),))

    assert grammar.parse(TEXT, SENTENCES) == before


def test_order_in_a_batch_does_not_matter(grammar: Grammar) -> None:
    assert grammar.parse(TEXT, SENTENCES[::-1]) == grammar.parse(TEXT, SENTENCES)[::-1]


@pytest.mark.parametrize("text", ["word " * 1500, "x" * 9000, "said, " * 1200, "“" * 5000])
def test_endless_sentences_are_parsed_in_stretches(grammar: Grammar, text: str) -> None:
    (parse,) = grammar.parse(text, (Sentence((0, len(text.rstrip())), 0),))

    assert parse is not None
    assert "".join(words(text, parse)) == "".join(text.split())


def test_an_unknown_pipeline_is_a_setting_error() -> None:
    with pytest.raises(ConfigError, match="no_such_pipeline"):
        Grammar.load("no_such_pipeline")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=120))
def test_any_text_is_survived_with_exact_tokens(grammar: Grammar, text: str) -> None:
    (parse,) = grammar.parse(text, (Sentence((0, len(text)), 0),))

    if parse is None:
        assert not text.strip()
    else:
        assert words(text, parse) == list(parse.forms)
        assert list(parse.starts) == sorted(parse.starts)
        assert all(0 <= head < len(parse) for head in parse.heads)


SAID = (
    "There were talks. They're gonna leave, y'all. I ain't sure he'd seen what's left; let's go. The wounded were "
    "being evacuated as shells hit two hospitals. Clashes worsened. Got ta see those mice. He was found better off."
)


def test_lemmas_are_those_of_the_whole_pipeline(grammar: Grammar) -> None:
    import spacy

    whole = spacy.load(DEFAULT_MODEL, exclude=["ner"])
    for text in (SAID, *SAID.split(". "), SAID):
        (parse,) = grammar.parse(text, (Sentence((0, len(text)), 0),))
        assert parse is not None
        assert list(parse.lemmas) == [token.lemma_ for token in whole(text)]


def test_what_is_kept_of_words_is_bounded(grammar: Grammar, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dragoman.annotate.grammar._MOST_LEMMAS", 3)
    for text in ("One small step was taken.", "Another giant leap follows."):
        grammar.parse(text, (Sentence((0, len(text)), 0),))

    assert len(grammar._lemmas.known) <= 5
