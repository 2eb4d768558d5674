"""Finds and decodes one file of the codebook, a user's own folders laid over ours."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TypeVar

import msgspec

from dragoman.codebook.shapes import ReportingFile
from dragoman.codebook.shapes_sentences import SentenceSigns
from dragoman.codebook.shapes_speech import Speech
from dragoman.errors import CodebookError

Shape = TypeVar("Shape")
DATA = Path(__file__).parent / "data"
"""The folder of the codebook that ships with the package."""


@cache
def sentence_signs(language: str = "en", folders: tuple[str, ...] = ()) -> SentenceSigns:
    """Return the abbreviations and quotation marks of a language.

    Args:
        language: the language's code, as its folder is called.
        folders: a user's own codebook folders; a file in a later one replaces those of the same name.

    Raises:
        CodebookError: the file is missing or does not have the shape it should have.
    """
    return _read(f"languages/{language}/sentences.toml", folders, SentenceSigns)


@cache
def reporting_cues(language: str = "en", folders: tuple[str, ...] = ()) -> ReportingFile:
    """Return the verbs and nouns of a language that give words to a source.

    Args:
        language: the language's code, as its folder is called.
        folders: a user's own codebook folders; a file in a later one replaces those of the same name.

    Raises:
        CodebookError: the file is missing or does not have the shape it should have.
    """
    return _read(f"languages/{language}/reporting.toml", folders, ReportingFile)


@cache
def speech_words(language: str = "en", folders: tuple[str, ...] = ()) -> Speech:
    """Return the channels of speech of a language and the closed word lists around it.

    Args:
        language: the language's code, as its folder is called.
        folders: a user's own codebook folders; a file in a later one replaces those of the same name.

    Raises:
        CodebookError: the file is missing or does not have the shape it should have.
    """
    return _read(f"languages/{language}/speech.toml", folders, Speech)


def _read(name: str, folders: tuple[str, ...], shape: type[Shape]) -> Shape:
    roots = [DATA, *map(Path, folders)]
    path = next((root / name for root in reversed(roots) if (root / name).is_file()), DATA / name)
    try:
        return msgspec.toml.decode(path.read_bytes(), type=shape)
    except (msgspec.DecodeError, OSError) as error:
        raise CodebookError(f"{path}: {error}") from error
