"""The sample reports that ship with Dragoman: one text file each, and an index that says what each rests on."""

from __future__ import annotations

from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Literal

import msgspec
from msgspec import Struct

from dragoman.errors import InputError

FOLDER: Traversable = files("dragoman.serve") / "samples"
INDEX = "index.toml"
SHOWN_FIRST = "showcase"
"""The report that shows most at once."""

Kind = Literal[
    "wire", "ministry", "press", "mediator", "broadcaster", "live-blog", "translated", "background", "reprint"
]  # fmt: skip


class Entry(Struct, frozen=True, forbid_unknown_fields=True):
    """What the index says of a report. The outlet is invented; ``rests_on`` is the public record behind the words.

    ``side`` is the code of the party whose view a ministry or a newspaper takes.
    """

    file: str
    title: str
    outlet: str
    kind: Kind
    published: date
    rests_on: str
    note: str
    side: str | None = None

    @property
    def name(self) -> str:
        """The file's name without its number and ending."""
        return self.file.removesuffix(".txt").partition("-")[2]


class Index(Struct, frozen=True, forbid_unknown_fields=True):
    """The file ``index.toml``."""

    report: tuple[Entry, ...]


class Sample(Struct, frozen=True):
    """A report written for Dragoman: its text as published, title line first, with what the index says of it."""

    name: str
    text: str
    title: str
    outlet: str
    kind: Kind
    published: date
    rests_on: str
    note: str


def names() -> list[str]:
    """List the samples by name in the order of the index, the one to show first at the head.

    Raises:
        InputError: the index is missing or does not have the shape it should have.
    """
    found = [entry.name for entry in _index()]
    return sorted(found, key=lambda name: name != SHOWN_FIRST)


def sample(name: str | None = None) -> Sample:
    """Return a sample by name, or the one to show first.

    Raises:
        InputError: there is no such sample, or it cannot be read.
    """
    entries = {entry.name: entry for entry in _index()}
    wanted = name or names()[0]
    if wanted not in entries:
        raise InputError(f"{wanted}: no such sample (there are {', '.join(names())})")
    return _read(entries[wanted])


def sample_reports() -> tuple[Sample, ...]:
    """Return all samples in the order of the index.

    Raises:
        InputError: the index or a report cannot be read.
    """
    return tuple(_read(entry) for entry in _index())


def showcase() -> Sample:
    """Return the report that shows most at once.

    Raises:
        InputError: it cannot be read.
    """
    return sample(SHOWN_FIRST)


def _index() -> tuple[Entry, ...]:
    path = FOLDER / INDEX
    try:
        found = msgspec.toml.decode(path.read_bytes(), type=Index).report
    except (msgspec.DecodeError, OSError) as error:
        raise InputError(f"{path}: {error}") from error
    if len(found) == 0:
        raise InputError(f"{path}: no sample reports are installed")
    return found


def _read(entry: Entry) -> Sample:
    path = FOLDER / entry.file
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: {error}") from error
    return Sample(entry.name, text, entry.title, entry.outlet, entry.kind, entry.published, entry.rests_on, entry.note)
