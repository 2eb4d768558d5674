"""Dyads: the series with its marks, the table beneath, what is left out, and the drawing under an address of its own."""

from __future__ import annotations

import html
import re
from datetime import date
from xml.etree import ElementTree

import pytest
from made_store import COMMITMENT, INCIDENTS
from made_store import key as claim_key
from starlette.testclient import TestClient

from dragoman.analyse.briefs import Wanted
from dragoman.analyse.dyads import Change, Mark, dyad, level_changes, marks, pairs
from dragoman.analyse.selection import Selection
from dragoman.analyse.series import Series, Step
from dragoman.serve.charts import DARK, LIGHT
from dragoman.serve.web.dyad_drawing import marked_svg
from dragoman.store.lake import Lake

ADDRESS = "/dyad?dyad=ARM,AZE&by=month"
PAIR = ("ARM", "AZE")


def key(name: str) -> str:
    return INCIDENTS[name].incident.key


def section(page: str, heading: str) -> str:
    """The part of a page from a heading to the next of its kind."""
    return page.split(f'id="{heading}"', 1)[1].split("<h2", 1)[0]


def drawing(page: str, theme: str) -> str:
    """The address of the drawing that a page shows."""
    found = re.search(rf'(?:src|srcset)="(/dyad\.svg[^"]*theme={theme})"', page)
    assert found is not None
    return html.unescape(found[1])


def numbers(page: str) -> dict[tuple[str, str], list[str]]:
    """The table's cells by period and direction: four asserted, four contested, the score."""
    rows, period = {}, ""
    for row in re.findall(r"<tr.*?</tr>", section(page, "h-table").split("<tbody>")[1], re.DOTALL):
        header = re.search(r"<th[^>]*><a [^>]*>([^<]*)</a>", row)
        period = header[1] if header else period
        cells = [re.sub(r"<[^>]*>", "", cell).strip() for cell in re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)]
        rows[period, cells[0]] = cells[1:]
    return rows


def test_the_pairs_of_the_store_lead_to_their_pages(client: TestClient) -> None:
    page = client.get("/dyads").text

    assert 'href="/dyad?dyad=ARM,AZE"' in page
    assert page.count('name="dyad"') == 2
    assert '<option value="AZE">Azerbaijan</option>' in page


def test_without_parties_the_page_of_all_pairs_shows(client: TestClient) -> None:
    found = client.get("/dyad?dyad=&dyad=", follow_redirects=False)

    assert (found.status_code, found.headers["location"]) == (303, "/dyads")


def test_both_directions_are_counted_with_contested_acts_apart(client: TestClient) -> None:
    rows = numbers(client.get(ADDRESS).text)

    ways = ("Armenia → Azerbaijan", "Azerbaijan → Armenia")
    assert list(rows) == [(period, way) for period in ("September 2022", "October 2022") for way in ways]
    back = rows["September 2022", "Azerbaijan → Armenia"]
    assert back[7] == "≠1", "the shelling is material conflict and contested"
    assert back[3] == "·", "and it is not counted as asserted too"
    assert rows["September 2022", "Armenia → Azerbaijan"][0] == back[0] == "1", "talks count both ways"


def test_what_is_not_counted_is_told_and_history_stands_apart(client: TestClient) -> None:
    page = client.get(ADDRESS).text

    assert "1 claims that tell background" in section(page, "h-table")
    assert key("promise") in section(page, "h-background")
    assert key("promise") not in section(page, "h-incidents")
    counted = client.get(f"{ADDRESS}&background=1").text
    assert "claims that tell background" not in section(counted, "h-table")
    assert ("August 2022", "Armenia → Azerbaijan") in numbers(counted)


def test_talks_and_breaches_are_marked_with_who_alleges_what(client: TestClient) -> None:
    page = section(client.get(ADDRESS).text, "h-marks")

    talks, rest = page.split('class="m-agreement"')
    agreed, broken = rest.split('class="m-breach"')
    assert key("talks") in talks
    assert re.search(rf'{key("due")}.*?<span class="flag">planned</span>', talks, re.DOTALL)
    assert "None told" in agreed, "the truce of August is history"
    assert f'href="/commitment/{COMMITMENT.key}"' in broken
    assert "alleged by" in broken
    assert "Armenia" in broken.split("alleged by")[1]


def test_days_narrow_series_marks_and_incidents(client: TestClient) -> None:
    page = client.get("/dyad?dyad=AZE,ARM&by=day&since=2022-09-14&until=2022-09-14").text

    assert {period for period, _ in numbers(page)} == {"Wed 14 Sep 2022"}
    assert key("due") not in page
    assert key("shelling") not in section(page, "h-incidents")
    assert key("talks") in section(page, "h-incidents")
    assert "since=2022-09-14&amp;until=2022-09-14&amp;dyad=AZE,ARM" in section(page, "h-table")


def test_parties_of_whom_nothing_is_told_say_so(client: TestClient) -> None:
    page = client.get("/dyad?dyad=FRA,BRA").text

    assert "Nothing is told of what they did to each other" in page
    assert "dyad.svg" not in page


@pytest.mark.parametrize("asked", ["dyad=ARM", "dyad=ARM,ARM", "dyad=ARM,AZE&by=year", "dyad=ARM,<b>", "dyad=ARM,AZE,RUS"])
def test_what_cannot_be_asked_is_refused(client: TestClient, asked: str) -> None:
    assert client.get(f"/dyad?{asked}").status_code == 400
    assert client.get(f"/dyad.svg?{asked}").status_code == 400


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_drawing_keeps_for_ever_under_the_address_of_its_content(client: TestClient, theme: str) -> None:
    address = drawing(client.get(ADDRESS).text, theme)

    named, other = client.get(address), client.get(re.sub("v=[0-9a-f]+", "v=0", address))

    assert named.headers["content-type"] == "image/svg+xml"
    assert "immutable" in named.headers["cache-control"]
    assert "immutable" not in other.headers["cache-control"]
    assert named.text == other.text
    assert "style=" not in named.text, "the policy lets no style of its own through"
    assert "<script" not in named.text


def test_the_drawing_differs_by_theme_and_refuses_others(client: TestClient) -> None:
    light, dark = (client.get(f"/dyad.svg?dyad=ARM,AZE&theme={theme}").text for theme in ("light", "dark"))

    assert f'<rect width="100%" height="100%" fill="{LIGHT.background}"/>' in light
    assert f'<rect width="100%" height="100%" fill="{DARK.background}"/>' in dark
    assert client.get("/dyad.svg?dyad=ARM,AZE&theme=red").status_code == 400


def series(*scores: float) -> Series:
    """Five acts a month, with these scores."""
    months = [date(2021, month, 1) for month in range(1, len(scores) + 1)]
    steps = [Step(month, "ARM", "AZE", (0, 2, 2, 0), (0, 0, 0, 1), score) for month, score in zip(months, scores, strict=True)]
    return Series("ARM", "AZE", "month", tuple(steps), {})


def test_signs_stand_at_their_days() -> None:
    told = series(*[1.0] * 12)
    days = (("talks", date(2021, 1, 1)), ("breach", date(2021, 12, 1)), ("talks", date(2030, 1, 1)))
    drawn = [Mark(kind, day, kind, None) for kind, day in days]

    root = ElementTree.fromstring(marked_svg(told, drawn, (Change("ARM", "AZE", date(2021, 6, 1), 1, 2, 3, 4),), LIGHT))

    space = "{http://www.w3.org/2000/svg}"
    circles = root.findall(f"{space}circle")
    assert len(circles) == 1, "what lies beyond the chart is not drawn"
    crosses = [path for path in root.findall(f"{space}path") if path.get("stroke-width") == "2.4"]
    left, right = float(circles[0].get("cx", "")), float((crosses[0].get("d") or "M0 ")[1:].split()[0])
    assert 128 < left < right < float(root.get("width", ""))
    assert any(line.get("stroke-dasharray") for line in root.findall(f"{space}line")), "the change of level is a broken line"
    labels = [text.text for text in root.findall(f"{space}text")]
    assert labels == ["talks (1)", "truces, agreements (0)", "alleged breaches (1)"]


def test_a_plain_change_of_level_is_found_and_noise_is_not() -> None:
    found = level_changes(series(2, 2.5, 2, 2.2, -5, -5.5, -5.2, -5))

    assert [(one.period, one.before, one.after, one.acts_before) for one in found] == [(date(2021, 5, 1), 2.17, -5.17, 20)]
    assert level_changes(series(2, -5, 2, -5, 2, -5, 2, -5)) == ()
    assert level_changes(series(2, 2, -5, -5)) == (), "two periods on a side are no level"
    assert level_changes(series(1, 1, 1, 1.2, 1.2, 1.2)) == (), "a plain change can still be a small one"
    assert level_changes(series(*[1.0] * 8)) == ()


def test_marks_leave_out_what_others_do_and_ask_the_right_days(lake: Lake) -> None:
    snapshot = lake.snapshot()

    found = marks(snapshot, Wanted(parties=PAIR))
    assert {(one.kind, one.key) for one in found} == {("talks", key("talks")), ("talks", key("due")), ("breach", key("breaking"))}
    assert next(one for one in found if one.kind == "breach").claim == claim_key("breach")
    assert marks(snapshot, Wanted(parties=("ARM", "IGO:EU"))) == (), "who is between two parties is none of them"
    assert {one.kind for one in marks(snapshot, Wanted(parties=PAIR, since=date(2022, 10, 1)))} == {"talks"}
    assert {one.key for one in marks(snapshot, Wanted(parties=PAIR, background=True))} >= {key("promise")}


def test_a_dyad_and_its_pair_agree(lake: Lake) -> None:
    snapshot = lake.snapshot()

    found = dyad(snapshot, *PAIR, "month", Selection())
    assert (found.in_background, [one.key for one in found.background]) == (1, [key("promise")])
    assert next(one for one in pairs(snapshot) if (one.one, one.other) == PAIR).incidents == 6
