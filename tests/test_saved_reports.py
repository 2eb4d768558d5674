"""Three whole reports: their ledgers are as they were saved (``python tools/save_reports.py`` saves them anew)."""

from __future__ import annotations

import difflib
import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

from dragoman.pipeline import Reader

ROOT = Path(__file__).resolve().parents[1]
REPORTS = sorted((ROOT / "tests" / "reports").glob("*.txt"))


@pytest.fixture(scope="module")
def saving() -> ModuleType:
    spec = importlib.util.spec_from_file_location("save_reports", ROOT / "tools" / "save_reports.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader.open()


def test_every_report_is_saved(saving: ModuleType) -> None:
    assert {path.stem for path in REPORTS} == set(saving.PUBLISHED)
    assert len(REPORTS) == 3
    for path in REPORTS:
        ledger = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        assert ledger["schema"] == "dragoman/ledger/1"
        assert len(ledger["claims"]) >= 5
        assert ledger["failures"] == []


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_a_report_is_read_as_it_was_saved(saving: ModuleType, reader: Reader, path: Path) -> None:
    saved = path.with_suffix(".json").read_text(encoding="utf-8")
    now = saving.written(saving.read(path.stem, reader))
    changed = list(difflib.unified_diff(saved.splitlines(), now.splitlines(), "saved", "read now", n=2, lineterm=""))

    if changed:
        pytest.fail("\n".join([f"{path.name} is read differently:", *changed]), pytrace=False)
