"""POLECAT, ICEWS and GDELT: their exact columns, and every cell against the claim it came from, read back by DuckDB."""

from __future__ import annotations

from pathlib import Path

import pytest
from exporting import corpus, load_back, write

from corpus_store import CONSULT, DAY, Corpus, actor, days_after
from dragoman.analyse.selection import Selection
from dragoman.serve.export.gdelt import EVENTS, MENTIONS, GdeltEvents, GdeltMentions
from dragoman.serve.export.icews import COLUMNS as ICEWS
from dragoman.serve.export.icews import Icews
from dragoman.serve.export.polecat import COLUMNS as POLECAT
from dragoman.serve.export.polecat import Polecat
from dragoman.serve.export.records import Exporter
from dragoman.store.lake import Lake

FORMATS = (
    (Polecat(), POLECAT, True), (Icews(), ICEWS, True), (GdeltEvents(), EVENTS, False), (GdeltMentions(), MENTIONS, False),
)  # fmt: skip
NAMES = {
    "polecat": (
        "Event ID, Event Date, Event Type, Event Mode, Intensity, Quad Code, Contexts, Actor Name, Actor Country, Actor COW, "
        "Primary Actor Sector, Actor Sectors, Actor Title, Actor Name Raw, Wikipedia Actor ID, Recipient Name, Recipient Country, "
        "Recipient COW, Primary Recipient Sector, Recipient Sectors, Recipient Title, Recipient Name Raw, Wikipedia Recipient ID, "
        "Placename, City, District, Province, Country, Latitude, Longitude, GeoNames ID, Raw Placename, Feature Type, Source, "
        "Publication Date, Story People, Story Organizations, Story Locations, Language, Version"
    ),
    "icews": (
        "Event ID, Event Date, Source Name, Source Sectors, Source Country, Event Text, CAMEO Code, Intensity, Target Name, "
        "Target Sectors, Target Country, Story ID, Sentence Number, Publisher, City, District, Province, Country, Latitude, Longitude"
    ),
    "gdelt": (
        "GLOBALEVENTID, SQLDATE, MonthYear, Year, FractionDate, Actor1Code, Actor1Name, Actor1CountryCode, Actor1KnownGroupCode, "
        "Actor1EthnicCode, Actor1Religion1Code, Actor1Religion2Code, Actor1Type1Code, Actor1Type2Code, Actor1Type3Code, "
        "Actor2Code, Actor2Name, Actor2CountryCode, Actor2KnownGroupCode, Actor2EthnicCode, Actor2Religion1Code, "
        "Actor2Religion2Code, Actor2Type1Code, Actor2Type2Code, Actor2Type3Code, IsRootEvent, EventCode, EventBaseCode, "
        "EventRootCode, QuadClass, GoldsteinScale, NumMentions, NumSources, NumArticles, AvgTone, Actor1Geo_Type, "
        "Actor1Geo_FullName, Actor1Geo_CountryCode, Actor1Geo_ADM1Code, Actor1Geo_ADM2Code, Actor1Geo_Lat, Actor1Geo_Long, "
        "Actor1Geo_FeatureID, Actor2Geo_Type, Actor2Geo_FullName, Actor2Geo_CountryCode, Actor2Geo_ADM1Code, Actor2Geo_ADM2Code, "
        "Actor2Geo_Lat, Actor2Geo_Long, Actor2Geo_FeatureID, ActionGeo_Type, ActionGeo_FullName, ActionGeo_CountryCode, "
        "ActionGeo_ADM1Code, ActionGeo_ADM2Code, ActionGeo_Lat, ActionGeo_Long, ActionGeo_FeatureID, DATEADDED, SOURCEURL"
    ),
    "gdelt-mentions": (
        "GLOBALEVENTID, EventTimeDate, MentionTimeDate, MentionType, MentionSourceName, MentionIdentifier, SentenceID, "
        "Actor1CharOffset, Actor2CharOffset, ActionCharOffset, InRawText, Confidence, MentionDocLen, MentionDocTone, "
        "MentionDocTranslationInfo, Extras"
    ),
}  # as the four datasets' own files name them


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    return corpus().save(tmp_path_factory.mktemp("export") / "store")


@pytest.mark.parametrize(("exporter", "columns", "header"), FORMATS)
def test_the_columns_are_exactly_those_of_the_format(exporter: Exporter, columns: tuple[str, ...], header: bool) -> None:
    assert ", ".join(columns) == NAMES[exporter.name]
    assert len(columns) == {"polecat": 40, "icews": 20, "gdelt": 61, "gdelt-mentions": 16}[exporter.name]


@pytest.mark.parametrize(("exporter", "columns", "header"), FORMATS)
def test_hostile_text_breaks_no_row_whether_or_not_the_reader_knows_quotes(
    lake: Lake, tmp_path: Path, exporter: Exporter, columns: tuple[str, ...], header: bool
) -> None:
    data, written = write(lake, exporter)

    plain = load_back(data, tmp_path, columns, header=header)
    assert plain == load_back(data, tmp_path, columns, header=header, quote='"')
    assert len(plain) == written.rows == len(data.decode().split("\n")) - 1 - header
    assert not any(letter in data.decode() for letter in '\r\x07\u202e\u2066\x85"')
    assert not any(cell.startswith(("=", "+", "@")) for row in plain for cell in row.values())


@pytest.mark.parametrize(("exporter", "columns", "header"), FORMATS)
def test_two_exports_are_the_same_bytes(lake: Lake, exporter: Exporter, columns: tuple[str, ...], header: bool) -> None:
    assert write(lake, exporter, batch=1) == write(lake, exporter, batch=4096)


def test_polecat_says_what_the_claims_say(lake: Lake, tmp_path: Path) -> None:
    rows = load_back(write(lake, Polecat())[0], tmp_path, POLECAT, header=True)
    shells, accused = (next(row for row in rows if row["Event Type"] == name) for name in ("ASSAULT", "ACCUSE"))
    talks = [row for row in rows if row["Event Type"] == "CONSULT"]

    claim = next(c for c, _ in corpus().claims if c.voice.person)
    assert shells == {
        **dict.fromkeys(POLECAT, "None"), "Event ID": claim.key, "Event Date": "2022-09-13", "Event Type": "ASSAULT",
        "Event Mode": "heavy-weapons", "Intensity": "-9.5", "Quad Code": "MATERIAL CONFLICT", "Contexts": "military",
        "Actor Name": "Azerbaijani forces", "Actor Name Raw": "Azerbaijani forces", "Actor Country": "AZE", "Actor COW": "373",
        "Primary Actor Sector": "MIL", "Actor Sectors": "MIL", "Recipient Name": "ARM", "Recipient Name Raw": "ARM",
        "Recipient Country": "ARM", "Recipient COW": "371", "Placename": "Sotk", "Raw Placename": "Sotk", "City": "Sotk",
        "Country": "ARM", "Latitude": "40.2", "Longitude": "45.86", "GeoNames ID": "616052", "Feature Type": "PPL",
        "Source": "Northern Post", "Publication Date": "2022-09-13", "Story Organizations": "ARM;Azerbaijani forces",
        "Story Locations": "Sotk;the border", "Language": "en", "Version": shells["Version"],
    }  # fmt: skip
    assert (accused["Contexts"], accused["Actor Name"], accused["Event Mode"]) == ("military;territory", "Arman Testyan", "allege")
    assert accused["Actor Name Raw"].startswith("'=cmd|' /C calc'!A0 tab 'quoted line more ")
    assert {(row["Actor Country"], row["Recipient Country"]) for row in talks} == {
        ("ARM", "AZE"), ("AZE", "ARM"), ("ARM", "None"), ("AZE", "None"), ("None", "ARM"), ("None", "AZE"),
    }  # fmt: skip
    assert {row["Primary Recipient Sector"] for row in talks if row["Recipient Country"] == "None"} == {"IGO"}
    assert len({row["Event ID"] for row in rows}) == len(rows)


def test_icews_says_what_the_claims_say(lake: Lake, tmp_path: Path) -> None:
    rows = load_back(write(lake, Icews())[0], tmp_path, ICEWS, header=True)
    claim, document = next((c, d) for c, d in corpus().claims if c.voice.person)

    assert rows[0] == {
        "Event ID": claim.key, "Event Date": "2022-09-13", "Source Name": "Azerbaijani forces (Azerbaijan)",
        "Source Sectors": "Military,Government", "Source Country": "Azerbaijan", "Event Text": "Fight with artillery and tanks",
        "CAMEO Code": "194", "Intensity": "-10", "Target Name": "ARM", "Target Sectors": "", "Target Country": "Armenia",
        "Story ID": document.key, "Sentence Number": "", "Publisher": "Northern Post", "City": "Sotk", "District": "",
        "Province": "", "Country": "Armenia", "Latitude": "40.2", "Longitude": "45.86",
    }  # fmt: skip
    talks = [row for row in rows if row["Event Text"] == "Consult"]
    assert {row["CAMEO Code"] for row in talks} == {"040"}
    told = {(row["Source Name"], row["Target Name"]) for row in talks}
    assert len(told) == 6 and all((target, source) in told for source, target in told)


def test_gdelt_counts_the_printings_of_an_act(lake: Lake, tmp_path: Path) -> None:
    rows = load_back(write(lake, GdeltEvents())[0], tmp_path, EVENTS, header=False)
    mentions = load_back(write(lake, GdeltMentions())[0], tmp_path, MENTIONS, header=False)
    shells = next(row for row in rows if row["EventCode"] == "194")

    assert {name: shells[name] for name in EVENTS[1:5]} == {
        "SQLDATE": "20220913", "MonthYear": "202209", "Year": "2022", "FractionDate": "2022.6986",
    }  # fmt: skip
    assert [shells[f"Actor1{name}"] for name in ("Code", "Name", "CountryCode", "Type1Code", "KnownGroupCode")] == [
        "AZEMIL", "AZERBAIJANI FORCES", "AZE", "MIL", "",
    ]  # fmt: skip
    assert [shells[f"Actor2{name}"] for name in ("Code", "Name", "CountryCode", "Type1Code")] == ["ARM", "ARM", "ARM", ""]
    assert [shells[name] for name in ("EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale", "IsRootEvent")] == [
        "194", "19", "4", "-10", "1",
    ]  # fmt: skip
    # two original texts and a reprint, one text printed twice: four printings by four outlets
    assert [shells[name] for name in ("NumMentions", "NumSources", "NumArticles")] == ["4", "4", "4"]
    assert [shells[f"ActionGeo_{name}"] for name in ("Type", "FullName", "CountryCode", "Lat", "Long", "FeatureID")] == [
        "4", "Sotk, Armenia", "AM", "40.2", "45.86", "616052",
    ]  # fmt: skip
    assert (shells["DATEADDED"], shells["SOURCEURL"]) == ("20220913000000", "reports/0.txt")
    consult = [row for row in rows if row["EventCode"] == "040"]
    assert {row["Actor1Code"] for row in consult} == {"ARM", "AZE", "IGOEUREEC"}
    assert {row["EventBaseCode"] + row["EventRootCode"] for row in consult} == {"04004"}

    told = [row for row in mentions if row["GLOBALEVENTID"] == shells["GLOBALEVENTID"]]
    assert len(told) == int(shells["NumMentions"])
    assert {row["GLOBALEVENTID"] for row in mentions} == {row["GLOBALEVENTID"] for row in rows}
    assert [row["MentionType"] for row in told] == ["2", "1", "2", "2"]
    south = next(row for row in told if row["MentionSourceName"] == "Southern Post")
    claim, document = next((c, d) for c, d in corpus().claims if c.voice.person)
    assert south == {
        "GLOBALEVENTID": shells["GLOBALEVENTID"], "EventTimeDate": "20220913000000", "MentionTimeDate": "20220914000000",
        "MentionType": "1", "MentionSourceName": "Southern Post", "MentionIdentifier": "https://south.example/1",
        "SentenceID": "", "Actor1CharOffset": "0", "Actor2CharOffset": "-1", "ActionCharOffset": str(claim.span[0]),
        "InRawText": "1", "Confidence": "75", "MentionDocLen": str(len(document.text)), "MentionDocTone": "",
        "MentionDocTranslationInfo": "", "Extras": "",
    }  # fmt: skip


def test_every_claim_is_a_row_or_counted_as_left_out(lake: Lake) -> None:
    written = write(lake, Polecat())[1]

    assert written.rows == 1 + 1 + 6
    assert written.left_out == {
        "acts that PLOVER has no type for": 1, "acts without a day": 1, "denials and doubts": 1,
        "reprints: they count with their original": 1,
        "further claims of an act: they count with the first that tells it": 1,
    }  # fmt: skip
    assert written.cut == {"casualties": 1, "further places": 1, "the contest over the act": 1, "the days after the first": 1}
    # eight claims are asked for (history is not): three are rows
    assert sum(written.left_out.values()) + 3 == 8
    everything = write(lake, Polecat(), Selection(background=True))[1]
    assert everything.rows == written.rows + 1


def test_mentions_leave_out_no_claim_that_only_repeats(lake: Lake) -> None:
    left = write(lake, GdeltMentions())[1].left_out

    assert left == {"acts that PLOVER has no type for": 1, "acts without a day": 1, "denials and doubts": 1}


def test_gdelt_says_which_parties_it_cannot_write(lake: Lake) -> None:
    written = write(lake, GdeltEvents(), Selection(background=True))[1]

    assert written.cut["which party is meant by NKR.MIL: CAMEO has no code for it"] == 1


def test_an_act_told_with_other_days_or_parties_is_a_row_of_its_own(tmp_path: Path) -> None:
    made = Corpus()
    document = made.document("Shells fell. It was shelled. They met.")
    mirrored = [
        made.claim(document, "Shells fell", ["AZE"], ["ARM"], voice="ARM"),
        made.claim(document, "shelled", ["ARM"], ["AZE"], voice="AZE"),
    ]
    made.incident(mirrored, "contested")
    lake = made.save(tmp_path / "store")

    rows = load_back(write(lake, Icews())[0], tmp_path, ICEWS, header=True)

    assert sorted((row["Source Name"], row["Target Name"]) for row in rows) == [("ARM", "AZE"), ("AZE", "ARM")]


def test_who_is_not_named_is_no_actor(tmp_path: Path) -> None:
    made = Corpus()
    made.claim(made.document("Shells fell."), "Shells fell", [actor("UNK", "unknown gunmen")], ["ARM.CVL"])
    made.claim(made.document("They met."), "met", [], [], CONSULT)
    lake = made.save(tmp_path / "store")

    rows = load_back(write(lake, GdeltEvents())[0], tmp_path, EVENTS, header=False)
    assert sorted((row["Actor1Code"], row["Actor1Name"], row["Actor2Code"]) for row in rows) == [("", "", ""), ("", "", "ARMCVL")]
    polecat = load_back(write(lake, Polecat())[0], tmp_path, POLECAT, header=True)
    named = {(row["Actor Name"], row["Actor Country"], row["Primary Actor Sector"]) for row in polecat}
    assert named == {("unknown gunmen", "None", "None"), ("None", "None", "None")}


@pytest.mark.parametrize(
    ("selection", "types"),
    [
        (Selection(types=("ACCUSE",)), {"ACCUSE"}),
        (Selection(statuses=("contested",)), {"ASSAULT"}),
        (Selection(since=days_after(1)), {"CONSULT"}),
        (Selection(until=DAY), {"ASSAULT", "ACCUSE"}),
        (Selection(min_confidence=0.5), {"ASSAULT"}),
        (Selection(dyad=("IGO:EU", "ARM")), {"CONSULT"}),
        (Selection(dyad=("ARM", "AZE.MIL")), {"ASSAULT"}),
    ],
)
def test_filters(lake: Lake, tmp_path: Path, selection: Selection, types: set[str]) -> None:
    rows = load_back(write(lake, Polecat(), selection)[0], tmp_path, POLECAT, header=True)

    assert {row["Event Type"] for row in rows} == types
