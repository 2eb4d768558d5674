"""Fetches pages and feeds politely and within bounds. The only user of httpx.

Every connection goes to an address that was looked up once and found to be public; a redirect is a new fetch in this
respect. No cookies, no proxies, nothing is sent but GET.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import httpcore
import httpx
from msgspec import Struct

from dragoman.errors import InputError
from dragoman.intake.addresses import Resolver, checked_addresses, resolve
from dragoman.intake.fetched import Conditions, Fetched
from dragoman.intake.limits import Limits
from dragoman.intake.pace import Clock, Pace, SystemClock
from dragoman.intake.packed import Content
from dragoman.intake.robots import AGENT, Answer, Robots

USER_AGENT = f"{AGENT}/0.1 (+reads news reports for research; obeys robots.txt)"
_LONGEST_URL = 4_096
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_BUSY = frozenset({429, 500, 502, 503, 504})
_PORTS = {"http": 80, "https": 443}


class _Got(Struct, frozen=True):
    """One answer: its status, headers by small letters, and body (none but that of a success)."""

    status: int
    headers: dict[str, str]
    data: bytes = b""


class Fetcher:
    """Fetches one address after another; keeps robots.txt and the pace of every host.

    Args:
        limits: bounds on size, time and redirects.
        allow_private: whether addresses that are not public may be fetched from.
        clock: the time, for tests.
        resolver: looks names up, for tests.
    """

    def __init__(
        self, limits: Limits | None = None, allow_private: bool = False, *, clock: Clock | None = None, resolver: Resolver = resolve
    ) -> None:
        self.limits = limits or Limits()
        self.clock: Clock = clock or SystemClock()
        self._allow_private = allow_private
        self._resolver = resolver
        self._pace = Pace(self.limits, self.clock)
        self._robots = Robots(self._ask_robots, self.clock.now)
        self._tls: ssl.SSLContext | None = None

    def fetch(self, url: str, conditions: Conditions | None = None, most: int | None = None) -> Fetched:
        """Fetch an address.

        Args:
            url: an http or https address.
            conditions: what the last answer said of its version.
            most: most bytes of the body, unpacked; those of a report by default.

        Raises:
            InputError: the address is no such address or not public, robots.txt forbids it, the host does not answer in
                time, sends too much, redirects too often, asks to wait too long, or answers with an error.
        """
        target = _checked_url(url)
        for _ in range(self.limits.redirects + 1):
            self._robots.check(str(target), _origin(target))
            got = self._patiently(target, conditions, most or self.limits.item_bytes)
            if got.status not in _REDIRECTS:
                return _fetched(target, got)
            target = _redirected(target, got)
        raise InputError(f"{url}: more than {self.limits.redirects} redirects")

    def _patiently(self, target: httpx.URL, conditions: Conditions | None, most: int) -> _Got:
        """Ask, and ask again after a while where the host is busy."""
        origin = _origin(target)
        for attempt in range(self.limits.tries):
            self._pace.wait(origin, self._robots.delay(origin))
            got = self._ask(target, conditions, most)
            if got.status not in _BUSY:
                return got
            self._pace.hold(origin, self._pace.back_off(got.headers.get("retry-after"), attempt))
        raise InputError(f"{target}: the host answered {got.status} {self.limits.tries} times")

    def _ask_robots(self, origin: str) -> Answer:
        target = _checked_url(f"{origin}/robots.txt")
        for _ in range(self.limits.redirects + 1):
            self._pace.wait(_origin(target), 0.0)
            got = self._ask(target, None, self.limits.robots_bytes, cut=True)
            if got.status not in _REDIRECTS:
                return Answer(got.status, got.data)
            target = _redirected(target, got)
        return Answer(404)

    def _ask(self, target: httpx.URL, conditions: Conditions | None, most: int, *, cut: bool = False) -> _Got:
        """Send one request and read its answer.

        Args:
            target: the address.
            conditions: those of the last answer.
            most: most bytes of the body.
            cut: whether a longer body is cut instead of refused.
        """
        headers = {"User-Agent": USER_AGENT, "Accept-Encoding": "gzip, deflate", "Accept": "*/*"}
        if conditions is not None and conditions.etag:
            headers["If-None-Match"] = conditions.etag
        if conditions is not None and conditions.modified:
            headers["If-Modified-Since"] = conditions.modified
        where = str(target)
        try:
            with self._opened(target) as client, client.stream("GET", target, headers=headers) as response:
                said = {name.casefold(): value[:8_192] for name, value in response.headers.items()}
                if response.status_code not in range(200, 300):
                    return _Got(response.status_code, said)
                return _Got(response.status_code, said, _body(response, said, where, most, cut=cut))
        except httpx.InvalidURL as error:
            raise InputError(f"{where}: not an address that can be fetched") from error
        except (httpx.TimeoutException, httpcore.TimeoutException) as error:
            raise InputError(f"{where}: no whole answer within {self.limits.total_seconds:g} seconds") from error
        except (httpx.HTTPError, httpx.StreamError, *_BROKEN) as error:
            raise InputError(f"{where}: cannot be fetched ({str(error)[:200] or type(error).__name__})") from error

    @contextmanager
    def _opened(self, target: httpx.URL) -> Iterator[httpx.Client]:
        """A client for one request, bound to the addresses that were checked."""
        port = target.port or _PORTS[target.scheme]
        host = target.raw_host.decode("ascii")
        addresses = checked_addresses(host, port, self._resolver, self.limits.connect_seconds, allow_private=self._allow_private)
        if target.scheme == "https" and self._tls is None:
            self._tls = httpx.create_ssl_context(trust_env=False)
        network = _Network(addresses, self.clock.now() + self.limits.total_seconds, self.clock)
        timeout = httpx.Timeout(self.limits.total_seconds, connect=self.limits.connect_seconds)
        transport = _Transport(httpcore.ConnectionPool(self._tls, max_keepalive_connections=0, network_backend=network))
        with httpx.Client(transport=transport, trust_env=False, follow_redirects=False, timeout=timeout) as client:
            yield client


_BROKEN = (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol, ssl.SSLError, OSError, ValueError)


def _body(response: httpx.Response, said: dict[str, str], where: str, most: int, *, cut: bool) -> bytes:
    """Read the body, unpacked, up to ``most`` bytes."""
    length = said.get("content-length", "")
    if not cut and length.isdigit() and int(length[:18]) > most:
        raise InputError(f"{where}: longer than {most:,} bytes")
    content = Content(said.get("content-encoding"), where, most, cut=cut)
    for piece in response.iter_raw(1 << 14):
        content.add(piece)
        if content.full:
            break
    return content.close()


def _fetched(target: httpx.URL, got: _Got) -> Fetched:
    conditions = Conditions(got.headers.get("etag"), got.headers.get("last-modified"))
    if got.status == 304:
        return Fetched(str(target), conditions=conditions, unchanged=True)
    if got.status not in range(200, 300):
        raise InputError(f"{target}: the host answered {got.status}")
    kind, _, parameters = got.headers.get("content-type", "").partition(";")
    charset = next((part.partition("=")[2] for part in parameters.split(";") if part.strip().casefold().startswith("charset=")), None)
    return Fetched(str(target), got.data, kind.strip().casefold(), charset, conditions)


def _checked_url(url: str) -> httpx.URL:
    if len(url) > _LONGEST_URL or any(sign.isspace() or not sign.isprintable() for sign in url):
        raise InputError(f"{url[:200]}: not an address that can be fetched")
    try:
        target = httpx.URL(url).copy_with(fragment=None)
        port = target.port
    except (httpx.InvalidURL, ValueError) as error:
        raise InputError(f"{url[:200]}: not an address that can be fetched") from error
    if target.scheme not in _PORTS or not target.raw_host:
        raise InputError(f"{url[:200]}: only http and https addresses are fetched")
    if target.userinfo:
        raise InputError(f"{target.scheme}://{target.host}: an address with a name and password in it is not fetched")
    if port == 0:
        raise InputError(f"{url[:200]}: not an address that can be fetched")
    return target


def _redirected(target: httpx.URL, got: _Got) -> httpx.URL:
    location = got.headers.get("location", "")
    if not location:
        raise InputError(f"{target}: a redirect that leads nowhere")
    try:
        joined = str(target.join(location))
    except (httpx.InvalidURL, ValueError) as error:
        raise InputError(f"{target}: a redirect that leads nowhere") from error
    return _checked_url(joined)


def _origin(target: httpx.URL) -> str:
    host = target.raw_host.decode("ascii").casefold()
    host = f"[{host}]" if ":" in host else host
    port = target.port
    return f"{target.scheme}://{host}" + (f":{port}" if port is not None and port != _PORTS[target.scheme] else "")


class _Transport(httpx.BaseTransport):
    """Sends requests through a pool of connections of our own."""

    def __init__(self, pool: httpcore.ConnectionPool) -> None:
        self._pool = pool

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request."""
        url = request.url
        answer = self._pool.handle_request(
            httpcore.Request(
                request.method,
                httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=request.headers.raw,
                content=b"",
                extensions=request.extensions,
            )
        )
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer), extensions=answer.extensions)

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        stream = self._answer.stream
        assert isinstance(stream, Iterable)
        yield from stream

    def close(self) -> None:
        self._answer.close()


class _Network(httpcore.NetworkBackend):
    """Connects to addresses that were checked, whatever the name resolves to by now, and until a moment in time."""

    def __init__(self, addresses: list[str], deadline: float, clock: Clock) -> None:
        self._addresses = addresses
        self._deadline = deadline
        self._clock = clock
        self._backend = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first of the addresses that answers."""
        failure: Exception | None = None
        for address in self._addresses:
            left = _left(self._deadline, self._clock, timeout)
            try:
                stream = self._backend.connect_tcp(address, port, left, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
                continue
            return _Stream(stream, self._deadline, self._clock)
        raise failure or httpcore.ConnectError("no address")


class _Stream(httpcore.NetworkStream):
    """A connection whose every step ends at a moment in time, so that no slow drip lasts longer."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float, clock: Clock) -> None:
        self._stream = stream
        self._deadline = deadline
        self._clock = clock

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read what has come."""
        return self._stream.read(max_bytes, _left(self._deadline, self._clock, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send."""
        self._stream.write(buffer, _left(self._deadline, self._clock, timeout))

    def close(self) -> None:
        """Close."""
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """Go on encrypted."""
        left = _left(self._deadline, self._clock, timeout)
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, left), self._deadline, self._clock)

    def get_extra_info(self, info: str) -> Any:
        """What the connection says of itself."""
        return self._stream.get_extra_info(info)


def _left(deadline: float, clock: Clock, timeout: float | None) -> float:
    left = deadline - clock.now()
    if left <= 0:
        raise httpcore.ReadTimeout("the time for one request is over")
    return left if timeout is None else min(left, timeout)
