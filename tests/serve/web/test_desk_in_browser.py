"""The frame, Today, an incident and a report in Chromium: journeys without scripts, contrast and labels, narrow screens, weight."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from made_store import DOCUMENTS, INCIDENTS
from made_store import key as claim_key

WIRE = f"/report/{DOCUMENTS['wire'].key}"
PAGES = {
    "today": "/?day=2022-09-14",
    "incidents": "/incidents",
    "incident": f"/incident/{INCIDENTS['shelling'].incident.key}",
    "report": WIRE,
    "chosen": f"{WIRE}?claim={claim_key('shelled')}&show=act&show=place&show=date&show=actor&show=source&show=aside",
    "lost": "/nowhere",
}


@pytest.fixture
def still(browser: Any, served: str) -> Iterator[Any]:
    """A tab in which no script runs."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900}, base_url=served)
    yield context.new_page()
    context.close()


def test_from_today_to_the_words_of_a_contested_claim_in_three_clicks_without_scripts(still: Any) -> None:
    still.goto("/")
    contested = still.locator("section", has=still.locator("#h-contested"))
    contested.locator("article a").first.click()
    still.locator(".claim-words a", has_text="shelled").first.click()

    assert still.url.endswith(f"#w-{claim_key('shelled')}")
    assert still.locator(".text .lit", has_text="shelled").count() == 1
    assert still.locator("#claim").is_visible()


def test_the_day_is_moved_and_the_list_filtered_by_forms_without_scripts(still: Any) -> None:
    still.goto("/")
    still.get_by_label("Show the day").fill("2022-09-13")
    still.get_by_role("button", name="Go").click()
    assert still.get_by_role("heading", level=1).inner_text() == "Tuesday 13 September 2022"
    still.get_by_role("link", name="Incidents", exact=True).click()
    still.get_by_label("Status").select_option("contested")
    still.get_by_label("From").fill("2022-09-01")
    still.get_by_role("button", name="Show").click()

    assert "status=contested" in still.url
    assert still.locator("article.brief").count() == 1
    still.get_by_role("link", name="Clear").click()
    assert still.url.endswith("/incidents")


def test_marks_of_a_report_are_switched_without_scripts(still: Any) -> None:
    still.goto(WIRE)
    act = still.locator(".text .l-act").first
    before = act.evaluate("e => getComputedStyle(e).backgroundColor")
    still.locator("#show-act").uncheck()
    assert act.evaluate("e => getComputedStyle(e).backgroundColor") != before
    assert still.locator(".text .p-aside").first.is_visible()
    still.locator("#show-aside").uncheck()
    assert not still.locator(".text .p-aside").first.is_visible()
    still.get_by_role("button", name="Keep in the address").click()
    assert "show=act" not in still.url
    assert not still.locator("#show-act").is_checked()


def test_scripts_leave_empty_fields_out_of_the_address_and_open_the_search(tab: Any) -> None:
    tab.goto("/incidents")
    tab.get_by_label("Place").fill("Sotk")
    tab.get_by_role("button", name="Show").click()
    assert tab.url.endswith("/incidents?place=Sotk")
    tab.wait_for_load_state("networkidle")
    tab.keyboard.press("/")
    assert tab.evaluate("document.activeElement.name") == "since"


def test_the_keyboard_meets_the_way_past_the_navigation_first(tab: Any) -> None:
    tab.goto("/")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "skip"
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_has_nothing_serious_to_say(browser: Any, served: str, name: str, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    context = browser.new_context(color_scheme=scheme, viewport={"width": 1280, "height": 900}, base_url=served)
    page = context.new_page()
    page.goto(PAGES[name])
    found = [
        (one["id"], [node["html"][:160] for node in one["nodes"][:3]])
        for one in axe.run(page).response["violations"]
        if one["impact"] in {"serious", "critical", "moderate"}
    ]
    context.close()

    assert found == []


@pytest.mark.parametrize("width", [320, 390, 768])
@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_wider_than_the_window(tab: Any, name: str, width: int) -> None:
    tab.set_viewport_size({"width": width, "height": 800})
    if name == "lost":
        pytest.skip("a page that is not there is complained of by the browser itself")
    tab.goto(PAGES[name])

    assert tab.evaluate("document.documentElement.scrollWidth") <= width


def test_the_first_view_is_light_and_asks_nothing_of_another_host(tab: Any) -> None:
    sizes: list[int] = []
    tab.on("response", lambda response: sizes.append(len(response.body())))
    tab.goto("/", wait_until="networkidle")

    assert 3 <= len(sizes) <= 6
    assert sum(sizes) <= 350_000


def test_a_page_prints_without_its_controls(tab: Any) -> None:
    tab.goto(PAGES["incidents"])
    tab.emulate_media(media="print")

    assert not tab.locator(".filters").is_visible()
    assert not tab.locator("nav.nav").is_visible()
    assert tab.locator("article.brief").first.is_visible()
