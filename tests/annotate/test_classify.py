"""The learned classifier and what it is given to read."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.annotate.classify import BUILT, SOURCE, TARGET, Classifier, masked
from dragoman.errors import ConfigError


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return Classifier.open()


def test_both_parties_are_masked() -> None:
    text = "Peru's navy turned away two trawlers."

    assert masked(text, (0, 11), (24, 36)) == f"{SOURCE} turned away {TARGET}."
    assert masked(text, None, (24, 36)) == f"Peru's navy turned away {TARGET}."
    assert masked("Peru's navy", (0, 6), (0, 11)).count(TARGET) == 1


@given(st.text(max_size=60), st.data())
def test_masking_leaves_all_other_words(text: str, data: st.DataObject) -> None:
    ends = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 4)))
    made = masked(text, (ends[0], ends[1]), (ends[2], ends[3]))

    assert made.replace(SOURCE, "", 1).replace(TARGET, "", 1) == text[: ends[0]] + text[ends[1] : ends[2]] + text[ends[3] :]


def test_names_say_nothing_to_the_classifier(classifier: Classifier) -> None:
    one = classifier.scores("Chad shelled Niger.", (0, 4), (13, 18))
    other = classifier.scores("Ruritania shelled Freedonia.", (0, 9), (18, 27))

    assert one == other


def test_who_does_it_to_whom_matters(classifier: Classifier) -> None:
    text = "Rebels kidnapped the governor."
    right, reverse = classifier.scores(text, (0, 6), (17, 29)), classifier.scores(text, (17, 29), (0, 6))

    assert max(right, key=right.__getitem__) == "ASSAULT"
    assert right["ASSAULT"] > reverse["ASSAULT"]


def test_an_endless_sentence_is_read_in_bounds(classifier: Classifier) -> None:
    text = "word " * 200_000 + "Rebels kidnapped the governor." + " word" * 200_000

    assert set(classifier.scores(text, (1_000_000, 1_000_006), (1_000_017, 1_000_029))) == set(classifier.blend.types)


def test_a_missing_model_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be opened"):
        Classifier.open(tmp_path)


def test_files_that_do_not_belong_together_are_refused(tmp_path: Path) -> None:
    for name in ("relations.json", "relations.tokens.json"):
        (tmp_path / name).write_bytes((BUILT / name).read_bytes())
    (tmp_path / "relations.onnx").write_bytes(b"something else")

    with pytest.raises(ConfigError, match="do not belong together"):
        Classifier.open(tmp_path)


def test_the_model_is_small() -> None:
    assert (BUILT / "relations.onnx").stat().st_size <= 25_000_000
