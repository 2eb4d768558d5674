"""A series at the terminal and as comma-separated values."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from dragoman.analyse.series import Period, Series, Step
from dragoman.serve.series_text import CSV_COLUMNS, _between, _lengths, series_csv, show_series

STEPS = (
    Step(date(2022, 9, 1), "ARM", "AZE", (1, 0, 2, 3), (0, 0, 0, 2), -5.5),
    Step(date(2022, 12, 1), "ARM", "AZE", (0, 0, 0, 0), (0, 0, 4, 0), -3.5),
    Step(date(2022, 9, 1), "AZE", "ARM", (0, 2, 0, 0), (0, 0, 0, 0), 10.0),
)
SERIES = Series("ARM", "AZE", "month", STEPS, {"claims that deny or doubt": 1204})


def screen(series: Series, width: int = 80, names: dict[str, str] | None = None) -> str:
    out = io.StringIO()
    show_series(series, names or {}, Console(file=out, width=width, emoji=False, markup=False))
    return out.getvalue()


def test_numbers_keep_asserted_and_contested_apart() -> None:
    rows = [line.split() for line in screen(SERIES).splitlines()]

    assert next(row for row in rows if row[:1] == ["2022-09"])[:7] == ["2022-09", "1", "·", "2", "3", "≠2", "-5.5"]
    assert next(row for row in rows if row[:1] == ["2022-12"])[:6] == ["2022-12", "·", "·", "≠4", "·", "-3.5"]
    assert ["⋯", "2"] in rows  # October and November


def test_bars_stand_on_their_side() -> None:
    shown = screen(SERIES)
    september = next(line for line in shown.splitlines() if "≠2" in line)
    december = next(line for line in shown.splitlines() if "2022-12" in line)
    cooperation = [line for line in shown.splitlines() if "2022-09" in line][1]

    left, _, right = september.rpartition("│")
    assert left.rstrip().endswith("█")
    assert "░" in left
    assert right.startswith("█")
    assert "█" not in december and "░" in december
    assert "██" in cooperation.rpartition("│")[2]
    assert "█" not in cooperation.rpartition("│")[0]


@pytest.mark.parametrize("width", [40, 60, 80, 200])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    many = tuple(
        Step(date(2022, month, 1), one, other, (120, 45, 300, 1200), (1, 99, 450, 1000), -9.5)
        for month in range(1, 13)
        for one, other in (("ARM", "AZE"), ("AZE", "ARM"))
    )

    assert max(map(len, screen(Series("ARM", "AZE", "month", many, {"acts without a month": 3}), width).splitlines())) <= width


def test_names_and_what_is_not_counted_are_said() -> None:
    shown = screen(SERIES, names={"ARM": "Armenia"})

    assert "ARM (Armenia) → AZE" in shown
    assert "claims that deny or doubt: 1,204" in shown


@pytest.mark.parametrize("by", ["day", "week", "month"])
def test_nothing_is_a_sentence(by: Period) -> None:
    shown = screen(Series("ARM", "AZE", by, (), {}), names={"ARM": "Armenia"})

    assert shown == f"Nothing is told of what Armenia and AZE did to each other in any one {by}.\n"


def test_hostile_codes_are_shown_by_their_code_points() -> None:
    shown = screen(Series("A\x1b[31m", "B\u202e", "day", (), {}))

    assert "\x1b" not in shown and "\u202e" not in shown
    assert "‹U+001B›" in shown


@given(st.tuples(*[st.integers(0, 10_000)] * 8), st.integers(5, 30))
def test_bars_fit_and_hide_no_act(counts: tuple[int, ...], half: int) -> None:
    asserted, contested = counts[:4], counts[4:]
    most = max(1, sum(counts))
    for quads in ((0, 1), (2, 3)):
        filled, hollow = _lengths(asserted, contested, quads, half, most)  # type: ignore[arg-type]
        assert filled + hollow <= half
        assert (filled > 0) == (sum(asserted[quad] for quad in quads) > 0)
        assert (hollow > 0) == (sum(contested[quad] for quad in quads) > 0)


def test_gaps_are_counted_in_periods() -> None:
    assert _between(None, date(2022, 1, 1), "day") == 0
    assert _between(date(2022, 1, 1), date(2022, 1, 2), "day") == 0
    assert _between(date(2022, 1, 1), date(2022, 1, 5), "day") == 3
    assert _between(date(2022, 1, 3), date(2022, 1, 17), "week") == 1
    assert _between(date(2021, 12, 1), date(2022, 2, 1), "month") == 1


def test_comma_separated_values_say_the_same() -> None:
    rows = list(csv.DictReader(io.StringIO(series_csv(SERIES).decode(), newline="")))

    assert tuple(rows[0]) == CSV_COLUMNS
    assert rows[0] == {
        "period": "2022-09-01", "source": "ARM", "target": "AZE", "verbal_cooperation": "1", "material_cooperation": "0",
        "verbal_conflict": "2", "material_conflict": "3", "contested_verbal_cooperation": "0",
        "contested_material_cooperation": "0", "contested_verbal_conflict": "0", "contested_material_conflict": "2", "score": "-5.5",
    }  # fmt: skip
    assert len(rows) == 3
    assert series_csv(Series("ARM", "AZE", "day", (), {})).decode() == ",".join(CSV_COLUMNS) + "\r\n"
