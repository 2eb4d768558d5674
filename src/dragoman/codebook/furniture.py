"""Reads the furniture of pages and the tell-tale words of languages from the codebook's files."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TypeVar

import msgspec

from dragoman.codebook.shapes_furniture import Furniture, Outlet, Tongues
from dragoman.errors import CodebookError

Shape = TypeVar("Shape")
DATA = Path(__file__).parent / "data"
"""The folder of the codebook that ships with the package."""


@cache
def furniture(language: str = "en", outlet: str | None = None, folders: tuple[str, ...] = ()) -> Furniture:
    """Return the furniture lines of a language, with those of the outlet laid over them.

    Args:
        language: the language's code, as its folder is called.
        outlet: an outlet's domain or one of its names; an unknown one adds nothing.
        folders: a user's own codebook folders; a file there replaces ours of the same name.

    Raises:
        CodebookError: a file does not have the shape it should have.
    """
    path = _latest(f"languages/{language}/furniture.toml", folders)
    words = _decode(path, Furniture) if path is not None else Furniture()
    found = find_outlet(outlet, folders) if outlet else None
    return found.furniture.over(words) if found is not None else words


def find_outlet(name: str, folders: tuple[str, ...] = ()) -> Outlet | None:
    """Return the outlet that goes by a domain or a name, or none."""
    wanted = name.strip().casefold().removeprefix("www.")
    for domain, outlet in outlets(folders).items():
        if wanted == domain or wanted.endswith("." + domain):
            return outlet
        if wanted in {known.casefold() for known in (outlet.name, *outlet.names)}:
            return outlet
    return None


@cache
def outlets(folders: tuple[str, ...] = ()) -> dict[str, Outlet]:
    """Return all outlets by domain."""
    paths = {path.stem: path for root in _roots(folders) for path in sorted((root / "outlets").glob("*.toml"))}
    return {domain: _decode(path, Outlet) for domain, path in sorted(paths.items())}


@cache
def tongues(folders: tuple[str, ...] = ()) -> Tongues:
    """Return what tells languages apart."""
    path = _latest("detect/languages.toml", folders)
    return _decode(path, Tongues) if path is not None else Tongues({}, ())


def _roots(folders: tuple[str, ...]) -> list[Path]:
    return [DATA, *map(Path, folders)]


def _latest(name: str, folders: tuple[str, ...]) -> Path | None:
    return next((root / name for root in reversed(_roots(folders)) if (root / name).is_file()), None)


def _decode(path: Path, shape: type[Shape]) -> Shape:
    try:
        return msgspec.toml.decode(path.read_bytes(), type=shape)
    except (msgspec.DecodeError, OSError) as error:
        raise CodebookError(f"{path}: {error}") from error
