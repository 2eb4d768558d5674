"""Charts of a series: what is drawn where, in which colours, with which words beside it."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.analyse.series import Series, Step
from dragoman.serve import charts
from dragoman.serve.charts import COLOURS, DARK, LIGHT, QUADS, Theme, series_spec, series_svg

STEPS = (
    Step(date(2022, 9, 1), "ARM", "AZE", (1, 0, 2, 3), (0, 0, 0, 2), -5.5),
    Step(date(2022, 9, 1), "AZE", "ARM", (0, 2, 0, 0), (1, 0, 1, 0), 4.0),
    Step(date(2022, 11, 1), "AZE", "ARM", (0, 0, 0, 4), (0, 0, 0, 0), -9.0),
)
SERIES = Series("ARM", "AZE", "month", STEPS, {})


def texts(svg: str) -> list[str]:
    return [node.text or "" for node in ET.fromstring(svg).iter() if node.tag.endswith("text")]


def test_the_chart_has_titles_axes_and_a_legend() -> None:
    shown = texts(series_svg(SERIES))

    for words in ("ARM → AZE", "AZE → ARM", "filled: asserted; hollow: contested", "mean PLOVER score (line)", *QUADS):
        assert words in shown
    assert shown.count("conflict ← acts → cooperation") == 2
    assert shown.count("month in which the act began") == 2
    assert "Sep 2022" in shown


def test_cooperation_stands_above_zero_and_conflict_below_contested_outermost() -> None:
    bars = charts._bars(SERIES)

    assert all((bar["to"] > 0) == (bar["quad"] in QUADS[:2]) for bar in bars)
    south = [bar for bar in bars if bar["source"] == "ARM" and bar["to"] < 0]
    assert [(bar["quad"], bar["contested"], bar["from"], bar["to"]) for bar in south] == [
        ("verbal conflict", False, 0, -2), ("material conflict", False, -2, -5), ("material conflict", True, -5, -7),
    ]  # fmt: skip


@given(st.lists(st.tuples(*[st.integers(0, 50)] * 8), min_size=1, max_size=4))
def test_bars_are_as_long_as_the_counts(counts: list[tuple[int, ...]]) -> None:
    steps = tuple(
        Step(date(2022, 1, number + 1), "A", "B", told[:4], told[4:], 0.0)  # type: ignore[arg-type]
        for number, told in enumerate(counts)
    )
    bars = charts._bars(Series("A", "B", "day", steps, {}))

    for contested, quads in ((False, slice(0, 4)), (True, slice(4, 8))):
        drawn = sum(abs(bar["to"] - bar["from"]) for bar in bars if bar["contested"] is contested)
        assert drawn == sum(sum(told[quads]) for told in counts)


def test_contested_acts_are_drawn_hollow() -> None:
    spec = series_spec(SERIES)

    marks = [layer["mark"] for layer in _layers(spec) if layer.get("mark", {}).get("type") == "bar"]
    assert [mark.get("filled", True) for mark in marks] == [True, False] * 2
    assert all(mark["strokeDash"] for mark in marks if not mark.get("filled", True))


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_ink_and_line_stand_out_from_the_background(theme: Theme) -> None:
    assert _contrast(theme.ink, theme.background) >= 7
    assert _contrast(theme.line, theme.background) >= 7
    assert all(_contrast(colour, theme.background) >= 2 for colour in COLOURS)
    assert f'fill="{theme.background}"' in series_svg(SERIES, theme)


@pytest.mark.parametrize("by", ["day", "week", "month"])
def test_one_step_and_none_are_drawn_too(by: Any) -> None:
    one = texts(series_svg(Series("ARM", "AZE", by, STEPS[:1], {})))
    assert "nothing told" in one
    ticks = [words for words in one if words.endswith("2022")]
    assert len(ticks) == 2 * len(set(ticks)) > 0  # both directions, and no day twice

    none = texts(series_svg(Series("ARM", "AZE", by, (), {})))
    assert none.count("nothing told") == 2


def test_hostile_codes_break_no_markup() -> None:
    step = Step(date(2022, 1, 1), '"><script>', "B&", (1, 0, 0, 0), (0, 0, 0, 0), 1.0)
    shown = texts(series_svg(Series('"><script>', "B&", "day", (step,), {})))

    assert '"><script> → B&' in shown


def test_the_same_series_is_drawn_the_same() -> None:
    assert series_svg(SERIES) == series_svg(SERIES)


def _layers(spec: Any) -> list[dict[str, Any]]:
    if isinstance(spec, dict):
        inside = [layer for key in ("vconcat", "layer") for one in spec.get(key, []) for layer in _layers(one)]
        return inside or [spec]
    return []


def _contrast(one: str, other: str) -> float:
    """WCAG's contrast of two colours, 1 to 21."""

    def light(colour: str) -> float:
        parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)
