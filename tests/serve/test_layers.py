"""The layers alone: each with the whole codebook behind it, and no heavier than it must be."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from typing import Any

import pytest

from dragoman.config import Config
from dragoman.serve import layers as layers_module
from dragoman.serve.layers import Layers, annotate


@pytest.fixture(scope="module")
def layers() -> Layers:
    return Layers(Config())


def items(layers: Layers, layer: str, text: str, **fields: object) -> list[dict[str, Any]]:
    (line,) = annotate([json.dumps({"id": 7, "text": text, **fields}).encode()], layer, layers)
    answer = json.loads(line)
    assert "error" not in answer
    assert answer["id"] == 7
    found: list[dict[str, Any]] = answer["items"]
    return found


def test_places_know_what_the_codebook_adds_to_the_gazetteer(layers: Layers) -> None:
    text = "Fighting spread from Nagorno-Karabakh to the Strait of Hormuz and across Iran."
    found = {text[one["start"] : one["end"]]: one for one in items(layers, "places", text)}

    assert set(found) == {"Nagorno-Karabakh", "Strait of Hormuz", "Iran"}
    assert found["Nagorno-Karabakh"]["country"] == "AZE"
    assert abs(found["Strait of Hormuz"]["lat"] - 26.5) < 1
    assert found["Iran"]["country"] == "IRN"


def test_an_attribution_inside_anothers_words_is_left_out(layers: Layers) -> None:
    text = "The minister said that rebels had claimed that the town had fallen."
    found = items(layers, "attributions", text)

    assert [text[slice(*one["cue"])] for one in found] == ["said"]
    assert [text[slice(*one["source"])] for one in found] == ["The minister"]


def test_a_relation_is_what_the_source_does_to_the_target(layers: Layers) -> None:
    text = "Rebels shelled the army, and the president thanked the mediators."

    assert items(layers, "relations", text, source=[0, 6], target=[15, 23])[0]["type"] == "ASSAULT"


@pytest.mark.parametrize(("layer", "opened"), [("times", False), ("places", False), ("attributions", True)])
def test_only_layers_that_need_grammar_open_spacy(layer: str, opened: bool) -> None:
    code = (
        "import sys; from dragoman.config import Config; from dragoman.serve.layers import Layers, annotate; "
        f"list(annotate([b'{{\"text\": \"On Tuesday shells hit Goris.\"}}'], {layer!r}, Layers(Config()))); "
        "print('spacy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=True)

    assert done.stdout.strip() == str(opened)


ASKED = [
    {"id": 1, "text": "Rebels shelled the army.", "source": [0, 6], "target": [15, 23]},
    {"id": "two", "text": "The president thanked the mediators.", "source": [0, 13], "target": [22, 35]},
    {"id": 3, "text": "Short.", "source": [0, 60], "target": None},
    {"id": 4, "text": "Unions protested against the ministry on Monday. Nobody was hurt.", "source": [0, 6]},
]


def test_lines_together_are_answered_as_each_alone(layers: Layers) -> None:
    lines = [json.dumps(one).encode() + b"\n" for one in ASKED] * 40
    alone = [answer for line in lines for answer in annotate([line], "relations", layers)]
    sound = [line for line in lines if b"Short." not in line]

    assert list(annotate(lines, "relations", layers)) == alone
    assert list(annotate(io.BytesIO(b"\n\n".join(lines)), "relations", layers)) == alone
    assert list(annotate(io.BytesIO(b"".join(sound).rstrip()), "relations", layers)) == [
        answer for answer in alone if b"error" not in answer
    ]
    assert b"outside" in alone[2]


def test_a_line_longer_than_a_block_is_one_line(layers: Layers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layers_module, "_BLOCK", 16)
    lines = b"".join(json.dumps(one).encode() + b"\n" for one in ASKED)

    answers = [json.loads(answer) for answer in annotate(io.BytesIO(lines), "relations", layers)]
    assert [answer["id"] for answer in answers] == [1, "two", 3, 4]


def test_a_pipe_is_answered_line_by_line(layers: Layers) -> None:
    out, into = os.pipe()
    with os.fdopen(out, "rb") as stream, os.fdopen(into, "wb", buffering=0) as writer:
        answers = annotate(stream, "relations", layers)
        for one in ASKED:
            writer.write(json.dumps(one).encode() + b"\n")
            assert json.loads(next(answers))["id"] == one["id"]
