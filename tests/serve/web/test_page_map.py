"""The map: marks where reports are exact, areas beside it where they are not, moves by address and by wheel."""

from __future__ import annotations

import re
from typing import Any

import pytest
from made_store import INCIDENTS
from starlette.testclient import TestClient

from dragoman.analyse.located import Located, Spot
from dragoman.serve.web.marking import NEAR, marks_of
from dragoman.serve.web.outlines import HEIGHT, LEVELS, WIDTH, WORLD, Frame, fit, outlines

FEW = Frame(40.2, 45.9, 10)


def spot(name: str, lat: float | None, lon: float | None, *incidents: int, precision: str = "settlement") -> Spot:
    return Spot(name, precision, lat, lon, "ARM", (), incidents)


def located(*pins: Spot, contested: tuple[int, ...] = ()) -> Located:
    return Located(tuple("abcdef"), 6, frozenset(contested), pins, (), 0)


def test_near_places_are_one_mark_that_counts_each_incident_once() -> None:
    found = located(spot("Sotk", 40.2, 45.9, 0, 1), spot("Vardenis", 40.21, 45.91, 1, 2), spot("Goris", 39.5, 46.34, 3), contested=(1,))
    together, alone = marks_of(found, Frame(40.0, 46.0, 6))[0], marks_of(found, Frame(40.0, 46.0, 12))

    assert together.names[:2] == ("Sotk", "Vardenis")
    assert together.count == 4
    assert together.contested == 1
    assert together.nearer is not None
    assert together.nearer.level > 6
    assert {mark.names[0] for mark in alone} == {"Sotk", "Goris"}


def test_a_mark_of_one_place_leads_to_no_nearer_frame() -> None:
    assert marks_of(located(spot("Sotk", 40.2, 45.9, 0, 1)), FEW)[0].nearer is None


@pytest.mark.parametrize("places", [[(40.2, 45.9)], [(40.2, 45.9), (50.1, 14.4)], [(-54.0, -68.0), (68.0, 170.0)]])
def test_the_fitting_frame_holds_every_place(places: list[tuple[float, float]]) -> None:
    frame = fit(places)

    assert all(frame.holds(frame.place(*place)) for place in places)
    assert 0 <= frame.level <= LEVELS
    assert fit([]) == WORLD


def test_moving_there_and_back_ends_where_it_began() -> None:
    back = FEW.shifted(0.4, 0.3).shifted(-0.4, -0.3)

    assert back.lat == pytest.approx(FEW.lat, abs=0.001)
    assert back.lon == pytest.approx(FEW.lon, abs=0.001)
    assert FEW.place(FEW.lat, FEW.lon) == (WIDTH / 2, HEIGHT / 2)


def test_outlines_stay_near_the_frame_and_never_run_across_the_world() -> None:
    for frame in (WORLD, FEW, Frame(-17.0, 179.0, 6)):
        for code, path in outlines(frame):
            for ring in path.split("M")[1:]:
                steps = [float(one) for one in re.findall(r"-?[0-9.]+(?:e-?[0-9]+)?", ring)]
                xs = [sum(steps[0 : at + 1 : 2]) for at in range(0, len(steps), 2)]
                assert min(xs) >= -WIDTH / 2 - 1, code
                assert max(xs) <= 1.5 * WIDTH + 1, code
    fiji = dict(outlines(WORLD))["FJI"]
    assert all(abs(float(step)) < WIDTH / 2 for ring in fiji.split("l")[1:] for step in re.findall(r"-?[0-9.]+", ring.split("z")[0]))
    assert {code for code, _ in outlines(FEW)} >= {"ARM", "AZE", "GEO", "IRN"}


def test_the_page_marks_what_is_exact_and_lists_the_same_incidents(client: TestClient) -> None:
    page = client.get("/map").text
    listed = set(re.findall(r'<h3><a href="/incident/([0-9a-f]{32})"', page))

    assert {name for name, one in INCIDENTS.items() if one.incident.key in listed} == {"shelling", "repelled", "talks", "due"}
    assert "Brussels" in page
    assert "2 without any place" in page
    assert "contested" in re.findall(r'data-tip="([^"]*Sotk[^"]*)"', page)[0]


def test_filters_and_moves_are_in_the_addresses(client: TestClient) -> None:
    page = client.get("/map?status=contested&at=40.2,45.9&z=12").text

    assert re.search(r'class="mark one contested"', page)
    assert 'href="/map?status=contested&amp;at=40.2,45.9&amp;z=14" title="Nearer"' in page
    assert 'href="/map?status=contested">Fit to all</a>' in page
    assert "None has a place here" in client.get("/map?at=0,0&z=12").text


@pytest.mark.parametrize("query", ["at=x&z=3", "at=91,0&z=3", "at=40,181&z=3", "at=40,45&z=17", "at=40,45&z=-1", "z=3", "at=40,45"])
def test_what_is_no_frame_is_refused(client: TestClient, query: str) -> None:
    assert client.get(f"/map?{query}").status_code == 400


def test_the_first_view_is_light(client: TestClient) -> None:
    assert len(client.get("/map?at=25,10&z=0").content) < 300_000
    assert NEAR > 24


def test_the_wheel_goes_nearer_and_the_address_follows(tab: Any) -> None:
    tab.goto("/map")
    before = int(tab.get_attribute("#map-view", "data-level"))
    box = tab.locator("svg.map").bounding_box()
    tab.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    tab.mouse.wheel(0, -120)
    tab.wait_for_url("**/map?*z=*")

    assert int(tab.get_attribute("#map-view", "data-level")) > before
    assert tab.locator(".areas, .empty").count() > 0
