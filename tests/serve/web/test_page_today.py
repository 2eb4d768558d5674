"""Today: the day's reports, what stands open, and the way through the store by days."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from made_store import COMMITMENT, INCIDENTS, make_document, make_store
from starlette.testclient import TestClient
from visitors import open_client

from dragoman.model.grouped import Grouping
from dragoman.store.lake import Lake


def section(page: str, heading: str) -> str:
    """The part of a page from a heading to the next of its kind."""
    return page.split(f'id="{heading}"', 1)[1].split("<h2", 1)[0]


def key(name: str) -> str:
    return INCIDENTS[name].incident.key


def test_it_opens_on_the_latest_day_of_publication_and_not_on_the_clocks(client: TestClient) -> None:
    page = client.get("/").text

    assert "Thursday 15 September 2022" in page
    assert "1 report published by 1 outlet, the latest day in the store" in page
    assert key("talks") in section(page, "h-new")
    assert 'href="/?day=2022-09-14"' in page


def test_what_was_told_before_stands_apart_from_what_is_new(client: TestClient) -> None:
    page = client.get("/?day=2022-09-14").text

    assert "3 reports published by 3 outlets" in page
    assert key("repelled") in section(page, "h-new")
    assert key("shelling") in section(page, "h-followed")
    assert key("shelling") not in section(page, "h-new")
    assert key("promise") not in page, "history is nothing new"


def test_nothing_told_later_shows_on_an_earlier_day(client: TestClient) -> None:
    page = client.get("/?day=2022-09-13").text

    assert key("shelling") in section(page, "h-new")
    assert key("repelled") not in page
    assert COMMITMENT.what not in page, "the breach is alleged on the next day only"
    assert 'rel="next" href="/?day=2022-09-14"' in page
    assert 'rel="prev"' not in page


def test_talks_commitments_and_movers_stand_beside(client: TestClient) -> None:
    page = client.get("/").text

    assert key("shelling") in section(page, "h-contested")
    assert "1 breach alleged by" in section(page, "h-strain")
    assert COMMITMENT.what in section(page, "h-strain")
    talks = section(page, "h-talks")
    due, held = talks.split("Held", 1)
    assert key("due") in due
    assert "Prague" in due
    assert key("talks") in held
    assert "/dyad?dyad=AZE,ARM" in section(page, "h-movers")


def test_a_day_without_reports_says_so(client: TestClient) -> None:
    page = client.get("/?day=2022-09-20").text

    assert "No report in the store was published on this day" in page
    assert "Nothing that was not told before" in page


def test_a_day_that_is_none_is_refused(client: TestClient) -> None:
    found = client.get("/?day=2022-09-31")

    assert found.status_code == 400
    assert "day: not a date" in found.text


def test_an_empty_store_and_an_undated_one_say_what_to_do(tmp_path: Path) -> None:
    with open_client(Lake.create(tmp_path / "empty")) as client:
        assert "dragoman ingest" in client.get("/").text
        assert "No incident fits" in client.get("/incidents").text
    undated = make_document("Somebody met somebody\n\nNobody says when.\n", "Wire", None)
    with open_client(make_store(tmp_path / "undated", {"one": undated}, {}, Grouping())) as client:
        assert "None of the 1 reports" in client.get("/").text
        assert client.get("/", params={"day": date(2022, 9, 1).isoformat()}).status_code == 200
