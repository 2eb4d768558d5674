"""What a host's robots.txt allows, remembered for a day."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

from msgspec import Struct
from protego import Protego

from dragoman.errors import InputError

AGENT = "Dragoman"
"""The name by which robots.txt can speak of us."""
_DAY, _SOON = 86_400.0, 600.0
_MOST_HOSTS = 5_000
_LONGEST_DELAY = 3_600.0


class Answer(Struct, frozen=True):
    """What the request for a robots.txt gave: its status (0 where the host could not be reached) and its bytes."""

    status: int
    data: bytes = b""


class _Known(Struct, frozen=True):
    rules: Protego | None
    fault: str | None
    until: float


class Robots:
    """Remembers the rules of hosts.

    A robots.txt that is not there (4xx) allows everything; one that cannot be had (5xx, no connection) forbids
    everything for ten minutes, as RFC 9309 says.

    Args:
        ask: fetches the robots.txt of an origin (``https://host:port``).
        now: seconds on a clock that only goes forward.
    """

    def __init__(self, ask: Callable[[str], Answer], now: Callable[[], float]) -> None:
        self._ask = ask
        self._now = now
        self._known: OrderedDict[str, _Known] = OrderedDict()

    def check(self, url: str, origin: str) -> None:
        """Raise InputError where the host does not want the address to be fetched."""
        known = self._rules(origin)
        if known.fault is not None:
            raise InputError(f"{url}: not fetched, since {origin}/robots.txt cannot be had ({known.fault})")
        if known.rules is not None and not known.rules.can_fetch(url, AGENT):
            raise InputError(f"{url}: robots.txt of the host does not allow it")

    def delay(self, origin: str) -> float:
        """Return how many seconds the host wants between two requests, as far as that is known already."""
        known = self._known.get(origin)
        delay = known.rules.crawl_delay(AGENT) if known is not None and known.rules is not None else None
        return min(float(delay), _LONGEST_DELAY) if delay is not None and delay > 0 else 0.0

    def _rules(self, origin: str) -> _Known:
        known = self._known.get(origin)
        if known is None or known.until <= self._now():
            known = self._fresh(origin)
            self._known[origin] = known
            while len(self._known) > _MOST_HOSTS:
                self._known.popitem(last=False)
        self._known.move_to_end(origin)
        return known

    def _fresh(self, origin: str) -> _Known:
        try:
            answer = self._ask(origin)
        except InputError as error:
            return _Known(None, str(error)[:300], self._now() + _SOON)
        if 200 <= answer.status < 300:
            return _Known(Protego.parse(answer.data.decode("utf-8", "replace")), None, self._now() + _DAY)
        if 400 <= answer.status < 500 and answer.status != 429:
            return _Known(None, None, self._now() + _DAY)
        return _Known(None, f"status {answer.status}", self._now() + _SOON)
