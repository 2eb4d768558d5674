"""The layers alone: each with the whole codebook behind it, and no heavier than it must be."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from dragoman.config import Config
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
