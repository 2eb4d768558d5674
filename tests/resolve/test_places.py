"""Places: what is one, which one is meant, and the index that knows them."""

from __future__ import annotations

import importlib.util
import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.codebook.load import load
from dragoman.codebook.shapes import WordClasses
from dragoman.errors import CodebookError
from dragoman.model.world import Mention, Place
from dragoman.resolve.gazetteer import BUILT, fold
from dragoman.resolve.places import PlaceIndex, find_places

SHARED = Path(__file__).resolve().parents[3] / "shared"
BOOK = load()
INDEX = PlaceIndex.open(None, BOOK.places, BOOK.language("place_words", WordClasses).classes)


def places(text: str) -> dict[str, Place]:
    return {text[p.span[0] : p.span[1]]: p for p in find_places(text, INDEX) if p.span is not None}


def names(text: str) -> list[str]:
    return [text[p.span[0] : p.span[1]] for p in find_places(text, INDEX) if p.span is not None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Shells fell on Kharkiv and the village of Vilkhivka.", ["Kharkiv", "Vilkhivka"]),
        ("KYIV, Ukraine (AP) — Two drones were shot down.", ["KYIV", "Ukraine"]),
        ("The Rafah crossing between Gaza and Egypt was shut.", ["Rafah crossing", "Gaza", "Egypt"]),
        ("Troops near the Line of Control in Kashmir held fire.", ["Line of Control", "Kashmir"]),
        ("In al-Hasakah, drones hit a base.", ["al-Hasakah"]),
        ("Near Palmyra, two trucks burned.", ["Palmyra"]),
        ("Nigeria's army left Maiduguri's outskirts.", ["Nigeria", "Maiduguri"]),
        ("A US-led force landed in Port-au-Prince.", ["US", "Port-au-Prince"]),
        ("Militia took the town of Qarbelo-Sefti in North Kivu.", ["Qarbelo-Sefti", "North Kivu"]),
        ("Fighting spread to the villages of Zorvana, Kelmiso and Dubrany.", ["Zorvana", "Kelmiso", "Dubrany"]),
        ("Flooding hit Monroe County and Lake Chad.", ["Monroe County", "Lake Chad"]),
        ("RUSSIA STRIKES KHARKIV AS TALKS STALL IN GENEVA", ["RUSSIA", "KHARKIV", "GENEVA"]),
        ("Strikes hit the town of Tel Tamer in Syria.", ["Tel Tamer", "Syria"]),
    ],
)
def test_names_of_places_are_found(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Jordan Smith met Paris Hilton.",
        "Mr Lincoln and Dr London agreed with Georgia Baker.",
        "The Bank of England lent to the University of Oxford.",
        "The Boston Globe and the Washington Post printed it.",
        "Armenian troops, Azeris and a Russian envoy spoke French.",
        "Reading the report took March and a Nice Sunday.",
        "The army paid US$50 for it and told us so.",
        "West Nile virus and Lassa fever spread.",
        "The Islamic State of Iraq and the Levant claimed it.",
        "Reuters, Hamas and the Taliban would not comment.",
        "It was split in most places; the bar was open.",
    ],
)
def test_what_only_looks_like_a_place_is_none(text: str) -> None:
    assert names(text) == []


@pytest.mark.parametrize(
    ("text", "name", "country", "lat", "lon"),
    [
        ("A storm hit Paris, Texas.", "Paris", "USA", 33.66, -95.56),
        ("The talks in Paris failed.", "Paris", "FRA", 48.85, 2.35),
        ("He fled to Springfield, Illinois.", "Springfield", "USA", 39.8, -89.64),
        ("Two men were held in Atlanta, Georgia.", "Georgia", "USA", 32.7, -83.4),
        ("Russia and Georgia traded fire near Tskhinvali.", "Georgia", "GEO", 42.0, 43.5),
        ("The fire began in Portland, ME.", "Portland", "USA", 43.66, -70.25),
        ("Syria said aid reached Madaya.", "Madaya", "SYR", 33.69, 36.1),
        ("Ontario police searched London and Toronto.", "London", "CAN", 42.98, -81.23),
        ("Washington said it would send aid.", "Washington", "USA", 38.9, -77.04),
        ("It rained in Seattle, Washington.", "Washington", "USA", 47.4, -120.4),
        ("The governor of Khankendi spoke.", "Khankendi", "AZE", 39.82, 46.75),
    ],
)
def test_the_place_that_is_meant(text: str, name: str, country: str, lat: float, lon: float) -> None:
    place = places(text)[name]
    assert place.country == country
    assert place.lat == pytest.approx(lat, abs=0.6)
    assert place.lon == pytest.approx(lon, abs=0.6)


def test_one_sense_per_document() -> None:
    found = [p for p in find_places("Police in Birmingham, Alabama, shot a man. Birmingham was calm.", INDEX)]
    assert [p.country for p in found if p.name == "Birmingham"] == ["USA", "USA"]
    assert len({p.geonameid for p in found if p.name == "Birmingham"}) == 1


def test_precision_and_claims_are_told() -> None:
    found = places("Crimea, Ukraine, Donetsk, the Durand Line, the Sahel and the Kerem Shalom crossing.")
    assert {k: v.precision for k, v in found.items()} == {
        "Crimea": "province",
        "Ukraine": "country",
        "Donetsk": "settlement",
        "Durand Line": "border",
        "Sahel": "region",
        "Kerem Shalom crossing": "point",
    }
    assert found["Crimea"].country == "UKR"
    assert found["Crimea"].claimed_by == ("RUS",)
    assert found["Durand Line"].country is None


def test_contested_names_lead_to_one_place() -> None:
    one, other = places("Stepanakert was shelled.")["Stepanakert"], places("Khankendi was shelled.")["Khankendi"]
    assert (one.lat, one.lon, one.country, one.claimed_by) == (other.lat, other.lon, other.country, other.claimed_by)


def test_an_unknown_village_has_no_coordinates_or_those_of_its_province() -> None:
    assert places("They burned the village of Qarbelosk.")["Qarbelosk"].lat is None
    inside = places("They burned the village of Qarbelosk, North Kivu.")["Qarbelosk"]
    assert inside.country == "COD"
    assert inside.geonameid is None


def test_known_actors_hide_places() -> None:
    text = "Chelsea London spoke in Leeds."
    person = Mention((0, 14), ("UNK",), "Chelsea London", "person")
    assert [text[p.span[0] : p.span[1]] for p in find_places(text, INDEX, (person,)) if p.span] == ["Leeds"]


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=400))
def test_any_text_is_survived(text: str) -> None:
    last = 0
    for place in find_places(text, INDEX):
        assert place.span is not None
        assert last <= place.span[0] < place.span[1] <= len(text)
        last = place.span[1]


PIECES = [
    "Paris",
    "Texas",
    ", ",
    " ",
    "of ",
    "the ",
    "al-",
    "St. ",
    "Georgia",
    "’s ",
    "-",
    "\n",
    "Lake ",
    "U.S.",
    "$",
    "(",
    "New ",
    "York",
    "in ",
]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_spans_are_exact_on_texts_of_names(pieces: list[str]) -> None:
    text = "".join(pieces)
    last = 0
    for place in find_places(text, INDEX):
        assert place.span is not None
        start, end = place.span
        written = text[start:end]
        assert last <= start < end
        assert written == written.strip(" ,'’$(\n")
        last = end


@pytest.mark.parametrize(
    "piece", ["Springfield, Illinois, ", "Al-", "San Jose ", "A. ", "in the of ", "Xx-al-", "Lake "]
)
def test_time_is_linear_on_hostile_text(piece: str) -> None:
    def cost(times: int) -> float:
        begun = time.process_time()
        find_places(piece * times, INDEX)
        return time.process_time() - begun

    cost(1000)
    assert cost(16_000) < 12 * max(cost(4000), 0.02)


def test_the_index_is_small_and_opens_fast() -> None:
    assert BUILT.stat().st_size <= 20_000_000
    begun = time.perf_counter()
    PlaceIndex.open(BUILT)
    assert time.perf_counter() - begun < 0.5


def test_a_foreign_file_is_refused(tmp_path: Path) -> None:
    wrong = tmp_path / "places.bin"
    wrong.write_bytes(b"nothing of the kind")
    with pytest.raises(CodebookError):
        PlaceIndex.open(wrong)
    with pytest.raises(CodebookError):
        PlaceIndex.open(tmp_path / "missing.bin")


def test_spelling_is_folded() -> None:
    assert fold("Sa‘dah") == "sadah"
    assert fold("Şanlıurfa") == "sanliurfa"
    assert fold("St. Paul") == "saint paul"
    assert fold("Deir ez-Zor") == "deir ez zor"


def test_every_place_of_the_codebook_is_on_earth_and_unambiguous_in_kind() -> None:
    for entry in BOOK.places:
        if entry.lat is not None and entry.lon is not None:
            assert -90 <= entry.lat <= 90
            assert -180 <= entry.lon <= 180
        assert entry.country is None or len(entry.country) == 3
        assert entry.country not in entry.claimed_by


@pytest.mark.skipif(not (SHARED / "bench/place/geovirus.jsonl").exists(), reason="needs the shared folder")
def test_floors_on_news_with_places() -> None:
    spec = importlib.util.spec_from_file_location("place_score", SHARED / "bench/place/score.py")
    assert spec is not None
    assert spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    gold = [json.loads(line) for line in (SHARED / "bench/place/geovirus.jsonl").read_text("utf8").splitlines()]
    begun = time.process_time()
    found = [(g["doc"], find_places(g["text"], INDEX)) for g in gold]
    words = sum(len(g["text"].split()) for g in gold) / (time.process_time() - begun)
    keys = ("lat", "lon", "geonameid")
    rows = [
        {"doc": d, "toponyms": [{"start": p.span[0], "end": p.span[1]} | {k: getattr(p, k) for k in keys} for p in ps]}
        for d, ps in found
    ]
    figures = scorer.score(gold, rows)
    assert figures["overlap P/R/F1"][2] >= 89
    assert figures["resolution(matched)"]["acc@161"] >= 83
    assert figures["end2end@161 P/R/F1"][2] >= 72
    assert words >= 30_000


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("Shells fell on Artemivsk before dawn.", "Artemivsk", "UKR"),
        ("A tanker burned near Ras Isa.", "Ras Isa", "YEM"),
        ("Two boats collided at Whitsun Reef.", "Whitsun Reef", None),
        ("The patrol left Puerto Argentino at noon.", "Puerto Argentino", "GBR"),
        ("Drones flew over Incirlik Air Base.", "Incirlik Air Base", "TUR"),
        ("Families fled Rukban camp on foot.", "Rukban camp", "SYR"),
    ],
)
def test_places_of_conflicts_by_the_names_that_parties_use(text: str, name: str, country: str | None) -> None:
    assert places(text)[name].country == country
