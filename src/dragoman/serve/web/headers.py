"""What every response carries: a policy that lets a page reach nothing but this desk, and tags by which nothing is sent twice."""

from __future__ import annotations

from collections.abc import Callable

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dragoman.model.keys import content_key

POLICY = "; ".join([
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "connect-src 'self'",
    "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'",
])  # fmt: skip
"""No script and no style within a page, nothing from elsewhere, no frame around it."""

_ALWAYS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()",
    "x-robots-tag": "noindex, nofollow",
}


class SafeHeaders:
    """Puts the headers of safety on every response, and answers ``HEAD`` as ``GET`` without the body."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and add the headers to what comes back."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        bare = scope["method"] == "HEAD"

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _ALWAYS.items():
                    headers[name] = value
                headers.setdefault("cache-control", "private, no-cache")
            elif bare and message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self.app({**scope, "method": "GET"} if bare else scope, receive, sending)


class Tags:
    """Gives pages a tag that changes with the store, the decisions and the visitor, and answers a known tag with 304.

    A page follows from what the tag covers: nothing here depends on the clock.

    Args:
        app: what makes the pages.
        version: the version of what a request is shown.
        salt: what else pages depend on, the same for all workers of one start.
    """

    def __init__(self, app: ASGIApp, version: Callable[[Scope], str | None], salt: str) -> None:
        self.app, self._version, self._salt = app, version, salt

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from the visitor's own copy where it is good, else pass on and tag what comes back."""
        version = self._version(scope) if scope["type"] == "http" and scope["method"] == "GET" else None
        if version is None:
            await self.app(scope, receive, send)
            return
        state = scope["state"]
        person = state["person"]
        who = (person.name, person.role) if person is not None else None
        target = (scope["path"], scope["query_string"].decode("latin-1"))
        tag = f'"{content_key(version, target, who, state["nonce"], Headers(scope=scope).get("accept"), self._salt)}"'
        if tag in {one.strip().removeprefix("W/") for one in Headers(scope=scope).get("if-none-match", "").split(",")}:
            await send({"type": "http.response.start", "status": 304, "headers": [(b"etag", tag.encode())]})
            await send({"type": "http.response.body", "body": b""})
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200:
                headers = MutableHeaders(scope=message)
                headers.setdefault("etag", tag)
            await send(message)

        await self.app(scope, receive, sending)
