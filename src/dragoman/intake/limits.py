"""How much is read of what strangers wrote: every bound of intake in one record."""

from __future__ import annotations

from msgspec import Struct


class Limits(Struct, frozen=True):
    """Bounds. Bytes are counted after unpacking unless said otherwise; times are seconds."""

    item_bytes: int = 5_000_000
    """Most bytes of one report (a page, a row, a member of an archive)."""
    unpacked_bytes: int = 50_000_000_000
    """Most bytes that one packed file may grow to."""
    ratio: int = 200
    """Most bytes out of one packed byte; text packs to a fifth, seldom to a fiftieth."""
    ratio_free: int = 10_000_000
    """The ratio is not looked at before that many bytes have come out: small files may pack well."""
    members: int = 100_000
    """Most members of a zip archive."""
    feed_bytes: int = 10_000_000
    """Most bytes of a feed or sitemap."""
    entries: int = 10_000
    """Most entries of a feed or sitemap."""
    sitemaps: int = 50
    """Most sitemaps that are followed from one index."""
    redirects: int = 5
    """Most redirects that one fetch follows."""
    connect_seconds: float = 10.0
    """Longest wait for a name to resolve, and again for a connection."""
    total_seconds: float = 30.0
    """Longest time of one request from its connection to its last byte."""
    pace_seconds: float = 1.0
    """Shortest time between two requests to one host; robots.txt can make it longer."""
    patience_seconds: float = 120.0
    """Longest wait that a fetch sits out for a host; a host that asks for more is refused until then."""
    tries: int = 3
    """Most requests for one address when a host answers 429 or 5xx."""
    robots_bytes: int = 512_000
    """Most bytes of a robots.txt; what follows is not looked at."""
