"""Who may come in, and what may come in: hosts, tokens, roles, forged forms, rates and sizes.

On loopback nobody needs a token. Any other address asks for one: in the ``Authorization`` header, or in a cookie that the page
``/enter`` sets. Each form carries a token of its own, signed over the visitor's cookie.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from http.cookies import CookieError, SimpleCookie
from typing import Annotated, Any, Literal, Protocol
from urllib.parse import parse_qs, urlsplit

from fastapi import Depends, HTTPException, Request
from msgspec import Struct
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

Role = Literal["reader", "reviewer", "admin"]
ROLES: tuple[Role, ...] = ("reader", "reviewer", "admin")
"""What a token allows, the least first: look; judge; also make tokens and see all of them."""

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
TOKEN_COOKIE, FORM_COOKIE = "dragoman_token", "dragoman_form"
FORM_FIELD, FORM_HEADER = "csrf", "x-csrf-token"
OPEN_PATHS = ("/static/", "/healthz", "/enter")
"""What is shown without a token: the sign-in page, what it looks like, and whether we live."""
_SAFE = frozenset({"GET", "HEAD"})
_METHODS = _SAFE | {"POST", "DELETE", "PUT", "PATCH"}
_MOST_TARGET = 8_000
_MOST_CLIENTS = 10_000
_MOST_KNOWN, _KNOWN_FOR = 1_000, 2.0
"""Good tokens that are remembered, and for how many seconds, so that not every request asks the database."""


class Person(Struct, frozen=True):
    """Who asks: the name that judgements are signed with, and what they may do."""

    name: str
    role: Role

    def may(self, role: Role) -> bool:
        """Whether the role is theirs, or less than theirs."""
        return ROLES.index(role) <= ROLES.index(self.role)


LOCAL = Person("local", "admin")
"""Whoever sits at this machine, where no tokens are asked for."""


class Holder(Protocol):
    """What a good token belongs to."""

    @property
    def name(self) -> str:
        """Who holds it."""

    @property
    def role(self) -> Any:
        """What it allows."""


class Keys(Protocol):
    """The tokens of a store."""

    def check(self, secret: str) -> Holder | None:
        """Who holds this token, or none if it was never made or is revoked."""


class Limits(Struct, frozen=True):
    """Bounds on requests: bytes of a body, requests in a second with a burst, and the same for changes and for tokens tried."""

    body: int = 256_000
    rate: float = 200.0
    burst: int = 400
    changes: float = 10.0
    changes_burst: int = 60
    tries: float = 0.2
    tries_burst: int = 10


class Access(Struct, frozen=True):
    """How the desk is guarded.

    ``hosts`` are the names under which it may be called, none where any will do; ``keys`` are asked for tokens, none where no
    token is needed; ``secret`` signs forms, shared by all workers; ``secure`` marks cookies for HTTPS only.
    """

    hosts: frozenset[str] = LOOPBACK
    keys: Any = None
    secret: bytes = b""
    secure: bool = False
    limits: Limits = Limits()


class Buckets:
    """How often each client has come of late: a bucket that fills with time."""

    def __init__(self, rate: float, burst: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate, self._burst, self._clock = rate, burst, clock
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, client: str) -> bool:
        """Whether the client may come once more now."""
        now = self._clock()
        level, before = self._levels.pop(client, (float(self._burst), now))
        level = min(float(self._burst), level + (now - before) * self._rate)
        allowed = level >= 1
        self._levels[client] = (level - 1 if allowed else level, now)
        if len(self._levels) > _MOST_CLIENTS:
            self._levels.popitem(last=False)
        return allowed


class RefusedError(Exception):
    """A request that is not let in.

    Args:
        status: the HTTP status.
        reason: one sentence for whoever asked.
    """

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status, self.reason = status, reason


class Gate:
    """Lets requests in, with who asks in ``scope["state"]["person"]`` and the token for their forms in ``["form_token"]``.

    Args:
        app: what stands behind it.
        access: how it is guarded.
        refuse: shows a refusal.
    """

    def __init__(
        self, app: ASGIApp, access: Access, refuse: Callable[[Scope, Receive, Send, int, str], Awaitable[None]]
    ) -> None:
        self.app, self.access, self._refuse = app, access, refuse
        limits = access.limits
        self._visits = Buckets(limits.rate, limits.burst)
        self._changes = Buckets(limits.changes, limits.changes_burst)
        self._tries = Buckets(limits.tries, limits.tries_burst)
        self._known: OrderedDict[bytes, tuple[float, Person]] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in or refuse it."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        state = scope.setdefault("state", {})
        headers, cookies = Headers(scope=scope), _cookies(scope)
        nonce = cookies.get(FORM_COOKIE, "")
        fresh = len(nonce) != 32 or not nonce.isalnum()
        if fresh:
            nonce = secrets.token_hex(16)
        state.update(person=None, nonce=nonce, form_token="", view=None)
        try:
            client = self._let_in(scope, headers)
            person, by_header = await self._recognise(headers, cookies, client)
            state["person"] = person
            state["form_token"] = self._sign(nonce, person)
            if scope["method"] not in _SAFE:
                if not self._changes.take(client):
                    raise RefusedError(429, "Too many changes in a short time: wait a moment.")
                receive = await self._checked_body(scope, receive, headers, by_header=by_header)
            if person is None and not scope["path"].startswith(OPEN_PATHS):
                raise RefusedError(401, "This desk asks for a token.")
        except RefusedError as refused:
            await self._refuse(scope, receive, send, refused.status, refused.reason)
            return
        await self.app(scope, receive, _with_cookie(send, self._form_cookie(nonce)) if fresh else send)

    def _let_in(self, scope: Scope, headers: Headers) -> str:
        """Check rate, method, target and host; returns the client's address."""
        client = str((scope.get("client") or ("", 0))[0])
        if not self._visits.take(client):
            raise RefusedError(429, "Too many requests in a short time: wait a moment.")
        if scope["method"] not in _METHODS:
            raise RefusedError(405, "The desk does not know this method.")
        if len(scope.get("raw_path") or b"") + len(scope.get("query_string") or b"") > _MOST_TARGET:
            raise RefusedError(414, "The address is too long.")
        if self.access.hosts and _host(headers.get("host", "")) not in self.access.hosts:
            raise RefusedError(421, "The desk is not known under this name.")
        return client

    async def _recognise(self, headers: Headers, cookies: dict[str, str], client: str) -> tuple[Person | None, bool]:
        """Who asks, and whether a header says so rather than a cookie."""
        if self.access.keys is None:
            return LOCAL, False
        scheme, _, given = headers.get("authorization", "").partition(" ")
        by_header = scheme.casefold() == "bearer"
        secret = given.strip() if by_header else cookies.get(TOKEN_COOKIE, "")
        if not secret:
            return None, False
        person = self._remembered(secret) or await run_in_threadpool(self.holder, secret)
        if person is None and not self._tries.take(client):
            raise RefusedError(429, "Too many wrong tokens: wait a minute.")
        if person is None and by_header:
            raise RefusedError(401, "This token is not known, or was revoked.")
        return person, by_header

    def holder(self, secret: str) -> Person | None:
        """Who holds a token, or none."""
        if self.access.keys is None or not 0 < len(secret) <= 200 or not secret.isascii():
            return None
        held = self.access.keys.check(secret)
        if held is None:
            return None
        person = Person(held.name, held.role)
        self._known[_digest(secret)] = (time.monotonic(), person)
        while len(self._known) > _MOST_KNOWN:
            self._known.popitem(last=False)
        return person

    def _remembered(self, secret: str) -> Person | None:
        """Who held the token a moment ago; a revoked one still opens for as long, and no longer."""
        found = self._known.get(_digest(secret))
        return found[1] if found is not None and time.monotonic() - found[0] < _KNOWN_FOR else None

    def tried(self, client: str) -> bool:
        """Take down that a client tries a token; whether it may."""
        return self._tries.take(client)

    def _sign(self, nonce: str, person: Person | None) -> str:
        said = f"{nonce}\0{person.name if person is not None else ''}"
        return hmac.new(self.access.secret, said.encode(), hashlib.sha256).hexdigest()

    async def _checked_body(self, scope: Scope, receive: Receive, headers: Headers, *, by_header: bool) -> Receive:
        """Read the body, within bounds, and refuse it if another site may have sent it."""
        body = await _read(receive, headers, self.access.limits.body)
        _refuse_strangers(headers)
        kind = headers.get("content-type", "").partition(";")[0].strip().casefold()
        # Another site's form can send neither a header of its own nor JSON without asking first, which is never granted.
        told = by_header or kind == "application/json"
        if not told:
            given = headers.get(FORM_HEADER, "")
            if kind == "application/x-www-form-urlencoded" and not given:
                given = parse_qs(body.decode("utf-8", "replace"), max_num_fields=500).get(FORM_FIELD, [""])[0]
            if not hmac.compare_digest(given.encode(), scope["state"]["form_token"].encode()):
                raise RefusedError(403, "The form is not one of this desk, or is too old: load the page anew and send it again.")
        return _replay(body)

    def _form_cookie(self, nonce: str) -> str:
        return cookie(FORM_COOKIE, nonce, secure=self.access.secure, site="Strict")


def cookie(name: str, value: str, *, secure: bool, site: Literal["Strict", "Lax"], age: int | None = None) -> str:
    """A ``Set-Cookie`` value that no script can read."""
    parts = [f"{name}={value}", "Path=/", "HttpOnly", f"SameSite={site}"]
    return "; ".join([*parts, *(["Secure"] if secure else []), *([f"Max-Age={age}"] if age is not None else [])])


def needs(role: Role) -> Callable[[Request], Person]:
    """A dependency that lets in only whoever may do what the role may, and gives who it is."""

    def person(request: Request) -> Person:
        who: Person | None = request.scope["state"]["person"]
        if who is None or not who.may(role):
            raise HTTPException(403, f"This needs a token of the role {role}.")
        return who

    return person


Reader = Annotated[Person, Depends(needs("reader"))]
Reviewer = Annotated[Person, Depends(needs("reviewer"))]
Admin = Annotated[Person, Depends(needs("admin"))]


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()


def _cookies(scope: Scope) -> dict[str, str]:
    try:
        parsed: SimpleCookie = SimpleCookie(Headers(scope=scope).get("cookie", "")[:4_000])
    except CookieError:
        return {}
    return {name: morsel.value for name, morsel in parsed.items()}


def _host(value: str) -> str:
    """The host of a ``Host`` header without its port, in small letters."""
    try:
        return (urlsplit(f"//{value}").hostname or "") if "@" not in value and "/" not in value else ""
    except ValueError:
        return ""


def _refuse_strangers(headers: Headers) -> None:
    if headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        raise RefusedError(403, "The request comes from another site.")
    origin = headers.get("origin")
    if origin is not None and urlsplit(origin).netloc.casefold() != headers.get("host", "").casefold():
        raise RefusedError(403, "The request comes from another site.")


async def _read(receive: Receive, headers: Headers, most: int) -> bytes:
    stated = headers.get("content-length", "0")
    if not stated.isdigit() or int(stated) > most:
        raise RefusedError(413, f"At most {most} bytes can be sent.")
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise RefusedError(400, "The request broke off.")
        body += message.get("body", b"")
        if len(body) > most:
            raise RefusedError(413, f"At most {most} bytes can be sent.")
        if not message.get("more_body", False):
            return bytes(body)


def _replay(body: bytes) -> Receive:
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Message:
        return waiting.pop() if waiting else {"type": "http.disconnect"}

    return receive


def _with_cookie(send: Send, value: str) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", []), (b"set-cookie", value.encode())]
        await send(message)

    return sending
