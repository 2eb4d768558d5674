"""What a check across the codebook's files complains of, and the files by name, which it needs to say where."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct

from dragoman.codebook.load import ACTOR_FOLDERS, DATA, codebook_files
from dragoman.codebook.shapes import (
    ActorEntry,
    ActorFile,
    Embedding,
    EventType,
    PlaceEntry,
    PlaceFile,
    ReportingFile,
    RoleFile,
    WordClasses,
)
from dragoman.codebook.shapes_furniture import Outlet
from dragoman.errors import CodebookError

_T = TypeVar("_T")

SECTORS = frozenset({
    "COP", "GOV", "JUD", "LEG", "MIL", "PRM", "PTY", "REB", "SPY", "UAF", "UNK", "AGR", "BUS", "CRM", "CVL", "EDU",
    "ELI", "JRN", "LAB", "MED", "REF", "OPP", "PRE", "REL", "SOC",
})  # fmt: skip
"""PLOVER's sectors."""


class Fault(Struct, frozen=True):
    """One thing that is wrong: ``file`` under ``data/``, ``where`` in it (a key, an actor's code), and what."""

    file: str
    where: str
    what: str

    def __str__(self) -> str:
        """One line: file, key, complaint."""
        return f"{self.file}: {self.where}: {self.what}"


class Files(Struct, frozen=True):
    """The decoded files by their names under ``data/``; the words of a language by the file they stand in."""

    events: dict[str, EventType]
    actors: dict[str, tuple[ActorEntry, ...]]
    places: dict[str, tuple[PlaceEntry, ...]]
    outlets: dict[str, Outlet]
    reporting: dict[str, ReportingFile]
    roles: dict[str, RoleFile]
    classes: dict[str, WordClasses]
    embedding: dict[str, Embedding]


def read_files(folders: Sequence[Path], language: str) -> Files:
    """Decode the files of our codebook with the folders laid over it, each by itself.

    Raises:
        CodebookError: a folder is missing, or a file cannot be decoded; names the file and the key.
    """
    paths = codebook_files((DATA, *folders))

    def each(shape: type[_T], *starts: str) -> dict[str, _T]:
        chosen = (name for name in sorted(paths) if name.startswith(starts))
        return {name: _decoded(paths[name], shape) for name in chosen}

    folder = f"languages/{language}"
    actor_files = each(ActorFile, "built/territories.json", *(f"{name}/" for name in ACTOR_FOLDERS))
    return Files(
        events=each(EventType, "events/"),
        actors={name: file.actor for name, file in actor_files.items()},
        places={name: file.place for name, file in each(PlaceFile, "places/").items()},
        outlets=each(Outlet, "outlets/"),
        reporting=each(ReportingFile, f"{folder}/reporting.toml"),
        roles=each(RoleFile, f"{folder}/roles.toml"),
        classes=each(WordClasses, f"{folder}/classes.toml"),
        embedding=each(Embedding, f"{folder}/embedding.toml"),
    )


def _decoded(path: Path, shape: type[_T]) -> _T:
    decode = msgspec.json.decode if path.suffix == ".json" else msgspec.toml.decode
    try:
        return decode(path.read_bytes(), type=shape)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise CodebookError(f"{path}: {error}") from error
    except OSError as error:
        raise CodebookError(f"{path}: {error.strerror}") from error
