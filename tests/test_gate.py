"""The gate: the comparison behind its figures, its floors, and that none of them is broken."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "bench"))

import dragoman  # noqa: E402
import gate  # noqa: E402 - the scripts of bench/ are no package
from calibration import calibration_error, reliability  # noqa: E402
from ledgers import Report, compare, figures, reports  # noqa: E402
from sentence_sets import Typed, macro_figures  # noqa: E402
from sentences import unmarked  # noqa: E402

TEXT = "Chad's army shelled Bol on Monday. Rebels denied it. The town was quiet."
SHELLING = {"type": "ASSAULT", "actors": ["TCD.MIL"], "evidence": "shelled Bol", "date": [date(2021, 3, 1), date(2021, 3, 1)]}


def compared(*claims: dict[str, object], **record: object) -> dict[str, float]:
    report = Report("r", TEXT, {"document": {"id": "r", "published": date(2021, 3, 3)}, "claims": list(claims), **record})
    return dict(compare(report, dragoman.read(TEXT, published=date(2021, 3, 3))).counts)


def test_a_claim_that_is_found_counts_by_what_is_right_in_it() -> None:
    right, wrong = compared(SHELLING), compared({**SHELLING, "actors": ["NER"]})

    assert (right["pair"], right["triple"], right["right date"]) == (1, 1, 1)
    assert (wrong["pair"], wrong["triple"], wrong["ledger"]) == (1, 0, 0)


def test_an_optional_claim_costs_nothing_found_or_not() -> None:
    missed = compared(SHELLING, {"type": "PROTEST", "evidence": "quiet", "optional": True})
    found = compared({**SHELLING, "optional": True})

    assert missed == compared(SHELLING)
    assert (found["wanted"], found["found"]) == (0, compared(SHELLING)["found"] - 1)


def test_a_passage_that_tells_nothing_current_is_a_trap() -> None:
    assert compared(not_events=["shelled Bol"])["false current"] == 1
    assert compared(not_events=["The town was quiet"])["false current"] == 0


def test_figures_are_shares_of_the_counts() -> None:
    from collections import Counter

    found = figures(Counter({"wanted": 4, "found": 6, "pair": 4, "triple": 2, "asked voice": 4, "right voice": 3}))

    assert (found["pair"], found["triple"], found["ledger"], found["voice"]) == (80.0, 40.0, 0.0, 75.0)


def test_calibration_is_the_gap_between_what_is_said_and_what_is_right() -> None:
    assert calibration_error([(0.8, True)] * 8 + [(0.8, False)] * 2) == 0.0
    assert calibration_error([(0.95, False)] * 4) == 0.95
    assert reliability([(0.05, False), (0.95, True)]) == [(0.05, 0.0, 1), (0.95, 1.0, 1)]


def test_marks_give_their_spans() -> None:
    text, spans = unmarked("<s>Chad</s> met <t>Niger</t>.")

    assert text == "Chad met Niger."
    assert {k: text[a:b] for k, (a, b) in spans.items()} == {"s": "Chad", "t": "Niger"}


def test_macro_figures_weigh_every_type_alike() -> None:
    rows = [Typed(str(n), "AID", "AID", 0.9) for n in range(9)] + [Typed("x", "REJECT", "AID", 0.1)]

    found = macro_figures(rows)

    assert found["accuracy"] == 90.0
    assert found["macro F1"] == pytest.approx(100 * (18 / 19) / 2, abs=0.1)
    assert found["accuracy at 70"] == 100.0


def test_a_floor_is_broken_only_on_its_wrong_side() -> None:
    assert gate.worse("pair", 79.9, 80.0)
    assert not gate.worse("pair", 80.4, 80.0)
    assert gate.worse("type ece", 0.2, 0.05)
    assert not gate.worse("false current", 0, 2)


def test_records_quote_their_texts_once() -> None:
    faults = [
        (report.name, claim["evidence"])
        for folder in ("development", "locked") for report in reports(ROOT / "gold" / folder)
        for claim in (*report.record["claims"], *(report.record.get("quotations") or []))
        if report.text.count(claim["evidence"]) != 1 or len(claim["evidence"].split()) > 8
    ]  # fmt: skip

    assert faults == []


def test_locked_results_keep_no_case() -> None:
    import json

    assert json.loads((ROOT / "bench/frozen/locked.json").read_text("utf-8"))["cases"] == {}


def test_every_lowered_floor_has_its_reason() -> None:
    pinned = tomllib.loads((ROOT / "bench/floors.toml").read_text("utf-8"))

    assert set(pinned["layers"]) == {"development", "locked", "phenomena", "relations"}
    assert all(entry["why"].strip() for entry in pinned.get("lowered", []))


def test_no_figure_is_below_its_floor() -> None:
    done = subprocess.run(
        [sys.executable, "bench/gate.py"], cwd=ROOT, capture_output=True, text=True, timeout=600, check=False
    )

    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
