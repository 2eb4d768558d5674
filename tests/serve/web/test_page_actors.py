"""Actors: the matrix, and a party with its deeds, its voices, its offices and the words of outlets."""

from __future__ import annotations

import re

import pytest
from made_store import INCIDENTS
from starlette.testclient import TestClient

from dragoman.analyse.actors import deeds, disputes, matrix, speeches, wordings
from dragoman.analyse.selection import Selection
from dragoman.store.lake import Lake

ALL = Selection()


def test_an_act_counts_once_however_many_tell_it_and_talks_count_both_ways(lake: Lake) -> None:
    found = {(one.source, one.target): one for one in deeds(lake.snapshot(), ALL)}

    assert found["AZE", "ARM"].quads[3] == 1
    assert found["AZE", "ARM"].contested == 1
    assert found["ARM", "AZE"].quads[0] == found["AZE", "ARM"].quads[0] > 0
    assert found["ARM", "AZE"].quads[2] == 1


def test_the_matrix_has_the_most_active_first_and_counts_the_rest(lake: Lake) -> None:
    found = matrix(lake.snapshot(), ALL, most=1)

    assert len(found.parties) == 1
    assert found.deeds == {}
    assert found.more == 1


def test_its_own_denial_stands_beside_what_others_assert(lake: Lake) -> None:
    snapshot = lake.snapshot()
    voices = {one.voice: one for one in speeches(snapshot, ALL, "AZE")}
    (own,) = disputes(snapshot, ALL, "AZE")

    assert voices["AZE"].denies == 1
    assert voices["ARM"].asserts == 3
    assert voices["ARM"].denies == 0
    assert own[0].stance == "denies"
    assert own[0].voices == ("AZE",)
    assert own[0].parts[1] == "opened fire"
    assert {one.voices for one in own[1:]} == {("ARM",)}
    assert own[0].incident == INCIDENTS["shelling"].incident.key


def test_slanted_words_are_told_by_outlet(lake: Lake) -> None:
    (one,) = wordings(lake.snapshot(), ALL, "ARM")

    assert (one.outlet, one.framing, one.voices) == ("Baku Courier", ("provocation",), ("AZE",))


def test_the_matrix_page_leads_to_dyads_and_actors(client: TestClient) -> None:
    page = client.get("/actors?since=2022-09-01").text

    assert 'href="/dyad?since=2022-09-01&amp;dyad=AZE,ARM"' in page
    assert 'href="/actor?since=2022-09-01&amp;party=ARM"' in page
    assert "verbal cooperation" in page
    assert "No act of one party" in client.get("/actors?since=1999-01-01&until=1999-01-02").text


def test_the_page_of_a_party_has_its_offices_in_the_days_of_the_reports(client: TestClient) -> None:
    page = client.get("/actor?party=ARM.GOV").text
    terms = page.split('class="terms"', 1)[1].split("</ul>", 1)[0]

    assert "Nikol Pashinyan" in terms
    assert "Robert Kocharyan" not in terms
    assert "provocation" in page
    assert re.search(r"<h1>.*Armenia", page)


@pytest.mark.parametrize(("path", "status"), [("/actor", 307), ("/actor?party=QQQ", 404), ("/actor?party=<script>", 400)])
def test_what_is_no_party_is_refused(client: TestClient, path: str, status: int) -> None:
    assert client.get(path, follow_redirects=False).status_code == status
