"""What a fetch is asked and what it answers."""

from __future__ import annotations

from typing import Protocol
from urllib.parse import urlsplit

from msgspec import Struct


def host_of(url: str | None) -> str | None:
    """Return the host of an address without ``www.``, or none."""
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return host.casefold().removeprefix("www.") or None if host else None


class Conditions(Struct, frozen=True):
    """What the last answer said of its version; sent again, a page that has not changed is not sent anew."""

    etag: str | None = None
    modified: str | None = None


class Fetched(Struct, frozen=True):
    """An answer. ``url`` is the address after redirects; ``unchanged`` says that the page is as it was, without its bytes."""

    url: str
    data: bytes = b""
    kind: str = ""
    """The type of its content, small letters, without parameters."""
    charset: str | None = None
    conditions: Conditions = Conditions()
    unchanged: bool = False


class Fetching(Protocol):
    """Something that fetches: the polite fetcher, or a stand-in."""

    def fetch(self, url: str, conditions: Conditions | None = None, most: int | None = None) -> Fetched:
        """Fetch an address; raises InputError with the reason."""
        ...
