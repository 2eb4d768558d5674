"""GeoJSON and GraphML: points where acts were, edges between those who did them."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from exporting import HOSTILE, corpus, write

from corpus_store import ASSAULT, CONSULT, Corpus, actor
from dragoman.analyse.selection import Selection
from dragoman.serve.export.drawn import GeoJson, GraphMl
from dragoman.store.lake import Lake

ML = "{http://graphml.graphdrawing.org/xmlns}"


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    return corpus().save(tmp_path_factory.mktemp("export") / "store")


def test_geojson_has_a_point_for_each_place_with_coordinates(lake: Lake) -> None:
    data, written = write(lake, GeoJson(), Selection(background=True))
    drawn = json.loads(data)

    assert drawn["type"] == "FeatureCollection"
    assert written.rows == len(drawn["features"]) == 4
    points = [(one["properties"]["place"], one["geometry"]["coordinates"]) for one in drawn["features"]]
    assert points == [("Sotk", [45.86, 40.2])] * 3 + [("Brussels", [4.35, 50.85])]  # longitude first
    assert written.left_out == {"acts without coordinates": 5}
    assert written.cut == {"places without coordinates": 3}
    assert HOSTILE in {one["properties"]["outlet"] for one in drawn["features"]}
    first = drawn["features"][0]["properties"]
    assert (first["status"], first["actors"], first["voice"], first["first"]) == ("contested", ["AZE.MIL"], ["ARM.GOV"], "2022-09-13")


def test_geojson_without_any_place_is_still_geojson(lake: Lake) -> None:
    data, written = write(lake, GeoJson(), Selection(types=("PROTEST",)))

    assert json.loads(data)["features"] == []
    assert written.rows == 0


def edges(data: bytes) -> dict[tuple[str, str, str], dict[str, str]]:
    graph = ET.fromstring(data).find(f"{ML}graph")
    assert graph is not None
    found = {}
    for edge in graph.findall(f"{ML}edge"):
        values = {one.attrib["key"]: one.text or "" for one in edge}
        found[edge.attrib["source"], edge.attrib["target"], values.pop("quad")] = values
    return found


def test_graphml_counts_acts_between_parties(lake: Lake) -> None:
    data, written = write(lake, GraphMl())

    found = edges(data)
    assert found["AZE", "ARM", "4"] == {"acts": "1", "contested": "1", "score": "-9.5"}  # told by two, printed by four
    assert found["ARM", "AZE", "3"] == {"acts": "1", "contested": "0", "score": "-3.5"}
    assert found["IGO:EU", "AZE", "1"] == {"acts": "1", "contested": "0", "score": "2.5"}
    assert written.rows == len(found)
    graph = ET.fromstring(data)
    assert {node.attrib["id"]: node[0].text for node in graph.iter(f"{ML}node")} == {
        "ARM": "Armenia", "AZE": "Azerbaijan", "IGO:EU": "European Union",
    }  # fmt: skip


def test_hostile_codes_break_no_markup(tmp_path: Path) -> None:
    made = Corpus()
    document = made.document("Shells fell. They met.")
    made.claim(document, "Shells fell", [actor('X"><evil/>\x01&.REB', "x")], [actor("ARM", "<b>")], ASSAULT)
    made.claim(document, "They met", ["ARM"], [], CONSULT)
    data, written = write(made.save(tmp_path / "store"), GraphMl())

    assert list(edges(data)) == [('X"><evil/> &.REB', "ARM", "4")]
    assert written.left_out == {"acts that name one party only": 1}
