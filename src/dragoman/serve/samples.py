"""The sample reports that ship with Dragoman, each a TOML file in ``dragoman/samples``."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec
from msgspec import Struct

from dragoman.errors import InputError

FOLDER = Path(__file__).parent.parent / "samples"
SHOWN_FIRST = "showcase"
"""The report that shows most at once."""


class Sample(Struct, frozen=True, forbid_unknown_fields=True):
    """A report written for Dragoman, with what it rests on."""

    text: str
    published: date
    title: str | None = None
    outlet: str | None = None
    rests_on: str = ""
    written: str = ""


def names() -> list[str]:
    """List the samples by name, the one to show first at the head."""
    found = sorted(path.stem for path in FOLDER.glob("*.toml"))
    return sorted(found, key=lambda name: name != SHOWN_FIRST)


def sample(name: str | None = None) -> Sample:
    """Return a sample by name, or the one to show first.

    Raises:
        InputError: there is no such sample.
    """
    known = names()
    if not known:
        raise InputError(f"{FOLDER}: no sample reports are installed")
    if name is not None and name not in known:
        raise InputError(f"{name}: no such sample (there are {', '.join(known)})")
    path = FOLDER / f"{name or known[0]}.toml"
    try:
        return msgspec.toml.decode(path.read_bytes(), type=Sample)
    except (msgspec.DecodeError, OSError) as error:
        raise InputError(f"{path}: {error}") from error
