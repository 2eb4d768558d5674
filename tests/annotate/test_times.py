"""Times: what is found, what it is worth, from which day it is counted, and what is no time at all."""

from __future__ import annotations

import importlib.util
import json
import time
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dragoman.codebook
from dragoman.annotate.times import find_times, published_bounds_from_dates
from dragoman.codebook.shapes_times import TimeWords
from dragoman.model.world import TimeExpression

DATA = Path(dragoman.codebook.__file__).parent / "data" / "languages" / "en" / "times.toml"
WORDS = msgspec.toml.decode(DATA.read_bytes(), type=TimeWords)
SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "bench" / "time"
MONDAY = date(2022, 11, 7)


def times(text: str, published: date | None = MONDAY, mode: Any = "news") -> dict[str, TimeExpression]:
    return {text[t.span[0] : t.span[1]]: t for t in find_times(text, published, WORDS, mode)}


def values(text: str, published: date | None = MONDAY, mode: Any = "news") -> list[tuple[str, str]]:
    return [(text[t.span[0] : t.span[1]], t.value) for t in find_times(text, published, WORDS, mode)]


def days(text: str, phrase: str, published: date | None = MONDAY) -> tuple[str | None, str | None]:
    found = times(text, published)[phrase]
    return (str(found.first) if found.first else None, str(found.last) if found.last else None)


# --- weekdays, by tense ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "phrase", "day"),
    [
        ("Troops entered the town on Friday.", "Friday", "2022-11-04"),
        ("On Monday, the ministry accused its neighbour of shelling.", "Monday", "2022-11-07"),
        ("Negotiators will meet in the capital on Friday.", "Friday", "2022-11-11"),
        ("On Friday, negotiators will meet in the capital.", "Friday", "2022-11-11"),
        ("The spokesman said on Thursday that the talks would resume.", "Thursday", "2022-11-03"),
        ("The spokesman said the talks would resume on Thursday.", "Thursday", "2022-11-10"),
        ("The talks will be held on Wednesday.", "Wednesday", "2022-11-09"),
        ("Prisoners are to be exchanged on Saturday.", "Saturday", "2022-11-12"),
        ("The sides agreed to meet next Monday.", "next Monday", "2022-11-14"),
        ("The convoy left last Monday.", "last Monday", "2022-10-31"),
        ("The ceasefire has held since Sunday morning.", "Sunday morning", "2022-11-06"),
    ],
)
def test_a_weekday_is_taken_by_tense(text: str, phrase: str, day: str) -> None:
    found = times(text)[phrase]
    assert str(found.first) == day
    assert found.relative
    assert found.anchor == MONDAY


def test_the_basis_of_a_weekday_says_how_it_was_counted() -> None:
    assert times("Troops entered the town on Friday.")["Friday"].basis == "weekday on or before 2022-11-07"


# --- relative expressions --------------------------------------------------------------------------------------------


def test_a_week_earlier_is_a_week_give_or_take_a_day() -> None:
    found = times("The leaders had met a week earlier.")["a week earlier"]
    assert (found.first, found.last, found.grain) == (date(2022, 10, 30), date(2022, 11, 1), "day")
    assert found.value == "2022-10-31"
    assert found.anchor == MONDAY


@pytest.mark.parametrize(
    ("text", "phrase", "first", "last"),
    [
        ("It rained yesterday.", "yesterday", "2022-11-06", "2022-11-06"),
        ("They arrive tomorrow.", "tomorrow", "2022-11-08", "2022-11-08"),
        ("Overnight, drones hit the port.", "Overnight", "2022-11-06", "2022-11-07"),
        ("The previous day, shells had hit the village.", "The previous day", "2022-11-06", "2022-11-06"),
        ("It began hours after a fresh shootout.", "hours", "2022-11-06", "2022-11-07"),
        ("Shelling resumed last week.", "last week", "2022-10-31", "2022-11-06"),
        ("It opened two years ago.", "two years ago", "2020-01-01", "2020-12-31"),
        ("It opened 15 months ago.", "15 months ago", "2021-08-01", "2021-08-31"),
        ("It opened three days ago.", "three days ago", "2022-11-04", "2022-11-04"),
        ("Fighting spread in the past three months.", "the past three months", "2022-08-07", "2022-11-07"),
        ("Hundreds died in recent months.", "recent months", None, "2022-11-07"),
        ("They leave by the end of the year.", "the end of the year", "2022-09-02", "2022-12-31"),
        ("Elections were held last month.", "last month", "2022-10-01", "2022-10-31"),
        ("They will vote next year.", "next year", "2023-01-01", "2023-12-31"),
        ("A bomb went off over the weekend.", "the weekend", "2022-11-05", "2022-11-06"),
        ("Tension rose over the past three days.", "the past three days", "2022-11-04", "2022-11-07"),
        ("It came the day before yesterday.", "the day before yesterday", "2022-11-05", "2022-11-05"),
    ],
)
def test_relative_expressions_count_from_publication(text: str, phrase: str, first: str, last: str) -> None:
    assert days(text, phrase) == (first, last)


def test_the_next_day_follows_a_day_that_was_spoken_of() -> None:
    text = "On Dec. 6th the brigade seized the hospital. The following day it withdrew, and two days later it returned."
    found = times(text, date(2016, 12, 12))
    assert found["Dec. 6th"].value == "2016-12-06"
    assert found["The following day"].value == "2016-12-07"
    assert found["two days later"].value == "2016-12-09"


def test_without_publication_nothing_relative_is_dated() -> None:
    text = (
        "On Friday, a week earlier, on 5 May, in June, yesterday, last year, hours after it, at 5 p.m., in recent days."
    )
    found = find_times(text, None, WORDS, "news")
    assert len(found) >= 8
    assert all(t.first is None and t.last is None for t in found)
    assert dict(values(text, None))["5 May"] == "XXXX-05-05"
    assert dict(values(text, None))["Friday"] == "XXXX-WXX-5"


def test_without_publication_explicit_years_are_dated() -> None:
    assert days("It was signed on 10 November 2020.", "10 November 2020", None) == ("2020-11-10", "2020-11-10")


# --- dates, seasons, years -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on September 1, 1939, at dawn", ("September 1, 1939", "1939-09-01")),
        ("on the 5th of May 2020", ("the 5th of May 2020", "2020-05-05")),
        ("on Monday, 6 September 2021, they met", ("Monday, 6 September 2021", "2021-09-06")),
        ("dated 2020-05-03.", ("2020-05-03", "2020-05-03")),
        ("dated 2020/05/03.", ("2020/05/03", "2020-05-03")),
        ("in the first quarter of next year", ("the first quarter of next year", "2023-Q1")),
        ("those who signed on Nov. 9, 2020, will meet in December", ("December", "2022-12")),
        ("between 2 a.m. and 4 a.m. on Tuesday", ("2 a.m.", "2022-11-01T02:00")),
        ("in early October they left", ("early October", "2022-10")),
        ("in mid-March they left", ("mid-March", "2022-03")),
        ("at the end of May 1943", ("the end of May 1943", "1943-05")),
        ("in the fall of 2020, they fought", ("the fall of 2020", "2020-FA")),
        ("in the early 1990s they fought", ("the early 1990s", "199")),
        ("in the 20th century", ("the 20th century", "19")),
        ("in the third quarter of 2020", ("the third quarter of 2020", "2020-Q3")),
        ("in the second half of 2008", ("the second half of 2008", "2008-H2")),
        ("the March elections were late", ("March", "2022-03")),
        ("in 490 BC", ("490 BC", "BC0490")),
        ("for 44 days", ("44 days", "P44D")),
        ("for three weeks", ("three weeks", "P3W")),
        ("for six years", ("six years", "P6Y")),
        ("a 24-hour deadline", ("24-hour", "PT24H")),
        ("for two and a half years", ("two and a half years", "P2.5Y")),
        ("for three consecutive days", ("three consecutive days", "P3D")),
        ("shelled every week", ("every week", "P1W")),
        ("prayers every Friday", ("every Friday", "XXXX-WXX-5")),
        ("at 5 p.m. it ended", ("5 p.m.", "2022-11-07T17:00")),
        ("at 08:30 local time it ended", ("08:30 local time", "2022-11-07T08:30")),
        ("at 1400 GMT it ended", ("1400 GMT", "2022-11-07T14:00Z")),
        ("they recently met", ("recently", "PAST_REF")),
        ("they now meet", ("now", "PRESENT_REF")),
    ],
)
def test_one_expression(text: str, expected: tuple[str, str]) -> None:
    assert expected in values(text)


def test_seasons_are_northern_and_say_so() -> None:
    found = times("In the fall of 2020, fighting broke out.")["the fall of 2020"]
    assert (found.first, found.last, found.grain) == (date(2020, 9, 1), date(2020, 12, 21), "season")
    assert "northern" in found.basis
    assert days("In the winter of 2020 it snowed.", "the winter of 2020") == ("2020-12-01", "2021-03-20")


def test_since_is_open() -> None:
    found = times("Relations have been tense since 1991.")["1991"]
    assert (found.first, found.last, found.grain) == (date(1991, 1, 1), None, "open")


def test_days_without_a_year_are_the_nearest_by_tense() -> None:
    assert days("They met on December 5.", "December 5") == ("2021-12-05", "2021-12-05")
    assert days("They will meet on December 5.", "December 5") == ("2022-12-05", "2022-12-05")


def test_a_year_is_carried_on_within_a_sentence() -> None:
    text = "Fighting broke out on 27 September 2020, and on 10 November a truce was signed."
    assert ("10 November", "2020-11-10") in values(text)


def test_a_clock_time_takes_the_day_beside_it() -> None:
    found = values("The truce took effect at 10 a.m. on Friday, and ended on Sunday at 23:15.")
    assert ("10 a.m.", "2022-11-04T10:00") in found
    assert ("23:15", "2022-11-06T23:15") in found


@pytest.mark.parametrize(
    ("text", "one", "two", "first", "last"),
    [
        ("held on October 25-26, 2016", "2016-10-25", "2016-10-26", "2016-10-25", "2016-10-26"),
        ("between 3 and 5 May", "2022-05-03", "2022-05-05", "2022-05-03", "2022-05-05"),
        ("from 1914 to 1918", "1914", "1918", "1914-01-01", "1918-12-31"),
        ("the war of 1914–18", "1914", "1918", "1914-01-01", "1918-12-31"),
        ("from September 27 to November 10, 2020", "2020-09-27", "2020-11-10", "2020-09-27", "2020-11-10"),
        ("between May 2020 and June 2021", "2020-05", "2021-06", "2020-05-01", "2021-06-30"),
        ("from Friday to Sunday", "2022-11-04", "2022-11-06", "2022-11-04", "2022-11-06"),
        ("from Monday to Wednesday", "2022-10-31", "2022-11-02", "2022-10-31", "2022-11-02"),
        ("from December to February 2021", "2020-12", "2021-02", "2020-12-01", "2021-02-28"),
    ],
)
def test_both_ends_of_a_range_know_the_whole(text: str, one: str, two: str, first: str, last: str) -> None:
    found = find_times(text, MONDAY, WORDS, "news")
    assert [t.value for t in found] == [one, two]
    assert {(str(t.first), str(t.last), t.grain) for t in found} == {(first, last, "range")}


# --- near misses -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Route 6 was closed and 25 people died.",
        "A 35-year-old man, aged 40, was hurt, as was a woman of 45 years of age.",
        "The troops may march on the capital.",
        "May they rest. March on! She came in second.",
        "The Sun and the bread; Jan and Mar were sisters.",
        "The council adopted Resolution 1325 after Flight 1549.",
        "About 2000 soldiers and 1500 tanks were counted, and 1999 people fled.",
        "The fall of the city shocked the Prague Spring veterans; prices fall.",
        "He was second to none, the third man, first among equals.",
        "They scored 3-5 and 1-1 at 10.5 percent.",
        "USA TODAY wrote about it.",
        "Operation Dawn went on.",
        "Bloody Sunday is remembered.",
        "Version 1.2.3 of 12:99.",
    ],
)
def test_near_misses_are_no_times(text: str) -> None:
    assert values(text) == []


def test_a_month_before_a_count_of_people_is_a_month() -> None:
    assert values("In June 5 soldiers were killed.") == [("June", "2022-06")]


# --- narratives ------------------------------------------------------------------------------------------------------


def test_a_narrative_carries_the_last_date_on() -> None:
    text = (
        "On September 1, 1939, the first army crossed the river. On September 17 a second came. Two days later a town "
        "fell. The next month it was rebuilt. In 1941 it fell again. In March the siege ended."
    )
    assert [v for _, v in values(text, None, "narrative")] == [
        "1939-09-01", "1939-09-17", "1939-09-19", "1939-10", "1941", "1941-03",
    ]  # fmt: skip


def test_a_narrative_goes_over_the_turn_of_the_year() -> None:
    assert values("In November 1941 it snowed. In January it thawed.", None, "narrative")[1] == ("January", "1942-01")


def test_the_mode_is_chosen_from_the_text() -> None:
    history = "".join(f"In {year} a war broke out. It ended in May. " for year in range(1801, 1812))
    assert ("May", "1805-05") in values(history, MONDAY, None)
    report = 'The ministry said on Friday it was true. "We saw it on Sunday," a spokesman said. It began in 1991.'
    assert ("Friday", "2022-11-04") in values(report, MONDAY, None)


# --- publication bounds ----------------------------------------------------------------------------------------------


def test_the_bounds_are_the_latest_explicit_day_that_is_not_to_come() -> None:
    text = (
        "It was signed on 3 May 2020, confirmed on June 4, 2020, and elections will be held on 1 March 2021. "
        "On Friday, on 9 July, in 2022."
    )
    assert published_bounds_from_dates(find_times(text, None, WORDS, "news")) == date(2020, 6, 4)
    assert published_bounds_from_dates(find_times("On Friday it rained.", MONDAY, WORDS, "news")) is None


# --- any text --------------------------------------------------------------------------------------------------------

_WORDS = """
on in the of a last next this that same early late mid- end since from to between and , . - – / : ' ( ) 1 3 31
45 1914 1918 2020 18 6th 1990s 5:30 17.45 2.5 2,000 3.5.2020 490 BC a.m. p.m. GMT o'clock May March Dec.
Sunday Fri. spring fall week weeks day days months year years century weekend hours two several dozen few
hundred first second latter quarter half yesterday overnight now ago earlier later before after every daily
morning night will said past coming previous following February 29 9999 0 00 2400 q3 １２ ²
"""
_PIECES = st.sampled_from([*_WORDS.split(), "\n", "\n\n"])
_TEXTS = st.one_of(
    st.text(max_size=120),
    st.lists(_PIECES, max_size=40).map(" ".join),
    st.lists(_PIECES, max_size=40).map("".join),
)
_MODES = st.sampled_from(["news", "narrative", None])
_DAYS = st.one_of(st.none(), st.dates())


@settings(max_examples=400, deadline=None)
@given(_TEXTS, _DAYS, _MODES)
def test_any_text_is_survived_and_spans_are_exact(text: str, published: date | None, mode: Any) -> None:
    found = find_times(text, published, WORDS, mode)
    end = 0
    for t in found:
        assert end <= t.span[0] < t.span[1] <= len(text)
        end = t.span[1]
        phrase = text[slice(*t.span)]
        assert phrase == phrase.strip()
        assert t.value
        assert t.rule
        assert t.first is None or t.last is None or t.first <= t.last
    assert find_times(text, published, WORDS, mode) == found


@settings(max_examples=200, deadline=None)
@given(_TEXTS)
def test_news_without_publication_dates_nothing_relative(text: str) -> None:
    for t in find_times(text, None, WORDS, "news"):
        if t.relative:
            assert t.first is None
            assert t.last is None


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        " ",
        "1-",
        "1 ",
        "1,",
        "\n",
        "\n ",
        "-",
        "the ",
        "two ",
        "one-",
        "a.m.",
        "1:",
        "x",
        '"',
        "the end of ",
        "B. C ",
    ],
)
def test_hostile_text_takes_linear_time(piece: str) -> None:
    text = piece * (250_000 // len(piece))
    start = time.process_time()
    find_times(text, MONDAY, WORDS)
    assert time.process_time() - start < 2.0


# --- the gold set beside the checkout --------------------------------------------------------------------------------


@pytest.mark.skipif(not (SHARED / "wikiwars_dev.jsonl").exists(), reason="no shared folder beside the checkout")
def test_narratives_of_war_reach_the_floor() -> None:
    spec = importlib.util.spec_from_file_location("time_score", SHARED / "score.py")
    assert spec is not None
    assert spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    gold = [json.loads(line) for line in (SHARED / "wikiwars_dev.jsonl").read_text("utf8").splitlines()]
    answers = []
    for row in gold:
        found = find_times(row["text"], date.fromisoformat(row["dct"]), WORDS)
        items = [{"start": t.span[0], "end": t.span[1], "type": t.kind, "value": t.value} for t in found]
        answers.append({"doc": row["doc"], "timexes": items})
    figures = scorer.score(gold, answers)
    assert figures["relaxed"]["F1"] >= 92
    assert figures["strict"]["F1"] >= 84
    assert figures["value"]["F1"] >= 82
