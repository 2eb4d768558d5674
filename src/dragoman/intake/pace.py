"""How often a host may be asked: one request at a time, so many seconds apart, and longer when it says so."""

from __future__ import annotations

import time
from collections import OrderedDict
from email.utils import parsedate_to_datetime
from typing import Protocol

from dragoman.errors import InputError
from dragoman.intake.limits import Limits

_MOST_HOSTS = 20_000
_LONGEST_HOLD = 86_400.0
_FIRST_BACK_OFF = 2.0


class Clock(Protocol):
    """Time as fetching sees it."""

    def now(self) -> float:
        """Seconds on a clock that only goes forward."""
        ...

    def today(self) -> float:
        """Seconds since 1970, for what a host writes as a date."""
        ...

    def sleep(self, seconds: float) -> None:
        """Wait."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> float:
        """Seconds on a clock that only goes forward."""
        return time.monotonic()

    def today(self) -> float:
        """Seconds since 1970."""
        return time.time()

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)


class Pace:
    """Keeps for each origin the moment from which it may be asked again."""

    def __init__(self, limits: Limits, clock: Clock) -> None:
        self._limits = limits
        self._clock = clock
        self._from: OrderedDict[str, float] = OrderedDict()

    def wait(self, origin: str, delay: float) -> None:
        """Wait until the origin may be asked, and count the request that follows.

        Args:
            origin: scheme, host and port.
            delay: seconds between two requests that the host asks for.

        Raises:
            InputError: that moment is further away than we have patience for.
        """
        missing = self._from.get(origin, 0.0) - self._clock.now()
        if missing > self._limits.patience_seconds:
            raise InputError(f"{origin}: the host asks to wait {missing:,.0f} seconds more")
        if missing > 0:
            self._clock.sleep(missing)
        self._set(origin, self._clock.now() + max(self._limits.pace_seconds, delay))

    def hold(self, origin: str, seconds: float) -> None:
        """Leave an origin alone for some time, a day at the most."""
        self._set(origin, max(self._from.get(origin, 0.0), self._clock.now() + min(seconds, _LONGEST_HOLD)))

    def back_off(self, retry_after: str | None, attempt: int) -> float:
        """Return how many seconds to leave a host alone that answered 429 or 5xx.

        Args:
            retry_after: the header, seconds or a date.
            attempt: 0 for the first answer of that kind; each one doubles the wait.
        """
        own = _FIRST_BACK_OFF * 2.0**attempt
        asked = (retry_after or "").strip()[:60]
        if asked.isascii() and asked.isdigit():
            return max(own, min(float(asked), _LONGEST_HOLD))
        try:
            return max(own, min(parsedate_to_datetime(asked).timestamp() - self._clock.today(), _LONGEST_HOLD)) if asked else own
        except (ValueError, TypeError, OverflowError):
            return own

    def _set(self, origin: str, moment: float) -> None:
        self._from[origin] = moment
        self._from.move_to_end(origin)
        while len(self._from) > _MOST_HOSTS:
            self._from.popitem(last=False)
