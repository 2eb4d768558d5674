"""Ledgers against gold records that lie beside the checkout, where they do."""

from __future__ import annotations

import importlib.util
import json
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

from dragoman.intake.files import make_document
from dragoman.model.incident import Ledger
from dragoman.pipeline import Reader
from dragoman.serve.json import to_json

SHARED = Path(__file__).resolve().parents[2] / "shared"
SCORER = SHARED / "tools" / "score_ledger.py"

pytestmark = pytest.mark.skipif(not SCORER.is_file(), reason="no gold records beside the checkout (../shared)")


@pytest.fixture(scope="module")
def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_ledger", SCORER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader.open()


def gold(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


def score(scorer: ModuleType, reader: Reader, record: Path, article: Path) -> dict[str, Any]:
    wanted, text = gold(record), article.read_text(encoding="utf-8")
    ledger = reader.read(make_document(text, published=wanted["document"]["published"]))
    found: dict[str, Any] = scorer.score([(wanted, text, json.loads(to_json(ledger)))])
    return found


@pytest.fixture(scope="module")
def seed(scorer: ModuleType, reader: Reader) -> dict[str, Any]:
    return score(scorer, reader, SHARED / "seed" / "ledger.yaml", SHARED / "seed" / "article.txt")


@pytest.mark.parametrize(("figure", "floor"), [("pair", 88), ("triple", 78), ("ledger", 75), ("quotes", 85)])
def test_the_seed_is_read(seed: dict[str, Any], figure: str, floor: float) -> None:
    assert seed[figure]["F1"] >= floor


@pytest.mark.parametrize("field", ["voice", "date", "background"])
def test_fields_of_the_seed(seed: dict[str, Any], field: str) -> None:
    assert seed["fields"][field] >= 90


def test_the_dispute_of_the_seed_is_found_and_no_trap_sprung(seed: dict[str, Any]) -> None:
    assert seed["contested"] == "1 of 1"
    assert seed["false_current"].startswith("0 of ")


def records() -> list[Path]:
    return sorted((SHARED / "gold").glob("*.yaml"))


@pytest.mark.parametrize("record", records(), ids=lambda path: path.stem)
def test_other_records_spring_no_trap(scorer: ModuleType, reader: Reader, record: Path) -> None:
    found = score(scorer, reader, record, record.with_suffix(".txt"))

    assert found["predicted"] > 0
    assert found["false_current"].startswith("0 of ")


# --- without a publication date ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def undated(reader: Reader) -> Ledger:
    return reader.read(make_document((SHARED / "seed" / "article.txt").read_text(encoding="utf-8")))


def test_nothing_relative_is_dated_by_the_clock(undated: Ledger) -> None:
    text = undated.document.text
    dated = [c for c in undated.claims if c.date is not None]

    assert dated
    for claim in dated:
        assert claim.date is not None
        assert claim.date.span is not None, claim.date.basis
        words = text[slice(*claim.date.span)]
        assert any(year in words for year in ("1991", "2020")), words
    assert {c.type for c in undated.claims if c.date is None} >= {"CONSULT", "ACCUSE", "ASSAULT", "REQUEST", "AGREE"}


def test_the_text_bounds_its_own_date(undated: Ledger) -> None:
    bounds = undated.document.published_bounds

    assert bounds is not None
    assert (bounds.first, bounds.last) == (date(2021, 1, 26), date(2025, 1, 20))
    reasons = " ".join(bounds.basis)
    assert "2020" in reasons
    assert "2018-05-08" in reasons
