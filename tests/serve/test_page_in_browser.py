"""The page in a browser: filters without scripts, links both ways, nothing fetched, colours that can be read."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sample_ledger import LEDGER

import dragoman.serve
from dragoman.serve.html import to_html

CSS = (Path(dragoman.serve.__file__).parent / "templates" / "report.css").read_text()


@pytest.fixture
def page(browser: Any, tmp_path: Path) -> Iterator[Any]:
    path = tmp_path / "ledger.html"
    path.write_text(to_html(LEDGER))
    context = browser.new_context(java_script_enabled=True, viewport={"width": 1300, "height": 900})
    tab = context.new_page()
    tab.asked = []
    tab.on("request", lambda request: tab.asked.append(request.url))
    tab.on("console", lambda message: tab.asked.append(message.text))
    tab.goto(path.as_uri())
    yield tab
    assert tab.asked == [path.as_uri()], "nothing is fetched and nothing is complained of"
    context.close()


def test_filters_work_without_scripts(page: Any) -> None:
    shown = page.locator(".card:visible")
    assert shown.count() == 12
    page.locator("label", has_text="background").locator("input").uncheck()
    assert shown.count() == 10
    page.locator("#reality-threatened").uncheck()
    assert shown.count() == 9
    page.locator("#voice-0").uncheck()
    assert shown.count() < 9
    page.locator("#voice-0").check()
    page.locator("#only-contested").check()
    assert shown.count() == 3


def test_a_claim_lights_its_words_and_the_words_lead_back(page: Any) -> None:
    plain = page.locator("main .l-act.c2").evaluate("e => getComputedStyle(e).boxShadow")
    page.locator("#claim-2 a.no").click()
    page.mouse.move(0, 0)
    assert page.url.endswith("#words-2")
    assert page.locator("main .l-act.c2").evaluate("e => getComputedStyle(e).boxShadow") != plain
    assert page.locator("main .l-act.c5").evaluate("e => getComputedStyle(e).boxShadow") == plain
    page.locator("main .l-act.c5").click()
    assert page.url.endswith("#claim-5")
    assert page.locator("#claim-5").evaluate("e => getComputedStyle(e).outlineStyle") == "solid"


@pytest.mark.parametrize("width", [320, 700, 1300])
def test_nothing_is_wider_than_the_window(page: Any, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})

    assert page.evaluate("document.documentElement.scrollWidth") <= width


def variables(dark: bool) -> dict[str, str]:
    light, rest = CSS.split("@media (prefers-color-scheme:dark)", 1)
    found = dict(re.findall(r"--([a-z-]+):(#[0-9a-f]{3,6})", light))
    return found | dict(re.findall(r"--([a-z-]+):(#[0-9a-f]{3,6})", rest.split("}}", 1)[0])) if dark else found


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("dark", [False, True])
def test_colours_keep_the_contrast_that_wcag_asks_for(dark: bool) -> None:
    colours = variables(dark)

    for ink in ("ink", "soft", "link", "alarm", "good", "source", "cue", "actor"):
        for paper in ("page", "sheet"):
            assert contrast(colours[ink], colours[paper]) >= 4.5, (ink, paper)
    assert contrast(colours["act-ink"], colours["act"]) >= 4.5
    assert contrast(colours["ink"], colours["quote"]) >= 4.5
    assert contrast(colours["act-ink"], colours["lit-back"]) >= 4.5
    for line in ("actor", "source", "cue", "date", "place", "framing", "lit"):
        assert contrast(colours[line], colours["sheet"]) >= 3, line
