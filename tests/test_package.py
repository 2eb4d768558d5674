"""What ``import dragoman`` gives."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import dragoman
from dragoman.errors import CodebookError, ConfigError, DragomanError, InputError, StageError, StoreError
from dragoman.pipeline import Reader

TEXT = "Armenian forces shelled Azerbaijani positions on Monday."


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that has read nothing yet."""
    monkeypatch.setattr(dragoman, "_READERS", {})


def test_a_report_is_read_in_one_call() -> None:
    ledger = dragoman.read(TEXT, date(2021, 3, 10), outlet="Example Wire", title="Shelling on the border")

    assert isinstance(ledger, dragoman.Ledger)
    assert ledger.document.text == TEXT
    assert ledger.document.outlet == "Example Wire"
    assert ledger.document.title == "Shelling on the border"
    assert ledger.document.published == date(2021, 3, 10)
    assert [(c.type, TEXT[slice(*c.span)]) for c in ledger.claims] == [("ASSAULT", "shelled")]


def test_the_models_are_opened_once(fresh: None, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[object] = []
    whole = Reader.open

    def counted(config: object = None) -> Reader:
        opened.append(config)
        return whole(config)  # type: ignore[arg-type]  # handed through

    monkeypatch.setattr(Reader, "open", counted)
    assert dragoman.read(TEXT) == dragoman.read(TEXT)
    assert len(opened) == 1


@pytest.mark.parametrize("text", ["", "\n\n", "\x00binary", "a \ud800 surrogate"])
def test_what_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        dragoman.read(text)


def test_a_wrong_setting_is_refused_before_anything_is_opened(
    fresh: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DRAGOMAN_COLOUR", "red")
    with pytest.raises(ConfigError, match="DRAGOMAN_COLOUR"):
        dragoman.read(TEXT)


def test_a_missing_pipeline_is_refused(fresh: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DRAGOMAN_MODEL", "no_such_pipeline")
    with pytest.raises(ConfigError, match="no_such_pipeline"):
        dragoman.read(TEXT)


@pytest.mark.parametrize("error", [InputError, ConfigError, CodebookError, StoreError, StageError])
def test_every_error_raised_on_purpose_has_one_base(error: type[Exception]) -> None:
    assert issubclass(error, DragomanError)
    assert error.__name__ in (dragoman.errors.__doc__ or "")


def test_a_failed_stage_says_where_and_why() -> None:
    error = StageError("places", "the index is broken")

    assert (error.stage, error.reason) == ("places", "the index is broken")
    assert str(error) == "places: the index is broken"
