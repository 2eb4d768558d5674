"""The pages of the desk, one module each with a ``router``; the one place where a page is added."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec

from fastapi import APIRouter
from msgspec import Struct


class Entry(Struct, frozen=True):
    """A page in the navigation: its name and address, and the beginnings of the paths that belong to it."""

    name: str
    path: str
    below: tuple[str, ...] = ()

    def covers(self, path: str) -> bool:
        """Whether an address belongs to this entry."""
        return path == self.path or any(path == one or path.startswith(f"{one}/") for one in (*self.below, self.path) if one != "/")


MODULES: dict[str, Entry | None] = {
    "system": None,
    "today": Entry("Today", "/"),
    "map": Entry("Map", "/map"),
    "incidents": Entry("Incidents", "/incidents", ("/incident",)),
    "dyad": Entry("Dyads", "/dyads", ("/dyad",)),
    "talks": Entry("Talks", "/talks", ("/commitment", "/commitments")),
    "actors": Entry("Actors", "/actors", ("/actor",)),
    "search": Entry("Search", "/search"),
    "review": Entry("Review", "/review"),
    "data": Entry("Data", "/data"),
    "reports": None,
    "feed": None,
    "api": None,
}
"""Modules of this folder in the order of the navigation; those without an entry are reached from other pages."""


def _there() -> list[str]:
    return [name for name in MODULES if find_spec(f"{__name__}.{name}") is not None]


def routers() -> Iterator[APIRouter]:
    """The router of each page."""
    for name in _there():
        router: APIRouter = import_module(f"{__name__}.{name}").router
        yield router


def navigation() -> tuple[Entry, ...]:
    """The entries of the navigation."""
    return tuple(entry for name in _there() if (entry := MODULES[name]) is not None)
