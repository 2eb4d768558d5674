"""Dragoman reads news reports about armed conflict and peace talks and keeps an auditable ledger of who says what."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from dragoman.errors import DragomanError
from dragoman.model.incident import Ledger

if TYPE_CHECKING:
    from dragoman.pipeline import Reader

__all__ = ["DragomanError", "Ledger", "__version__", "read"]
__version__ = "0.1.0"

_READERS: dict[str, Reader] = {}


def read(text: str, published: date | None = None, *, outlet: str | None = None, title: str | None = None) -> Ledger:
    """Read one report into its ledger.

    Args:
        text: the report, as published. Offsets in the ledger count its code points.
        published: the day of publication; without it nothing is dated by the clock.
        outlet: who printed it.
        title: the headline, where it is not the text's first line.

    Raises:
        InputError: the text is empty, binary, too long or in a language that is not supported.
        ConfigError: a setting is wrong, or the spaCy pipeline is not installed.
        CodebookError: the codebook does not load.
    """
    from dragoman.config import load_config
    from dragoman.intake.files import make_document
    from dragoman.pipeline import Reader

    reader = _READERS.get("default")
    if reader is None:
        reader = _READERS["default"] = Reader.open(load_config())
    return reader.read(make_document(text, published=published, outlet=outlet, title=title))
