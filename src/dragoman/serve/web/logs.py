"""One line of JSON for each request, and for each fault of our own, on standard error."""

from __future__ import annotations

import logging
import time
import traceback
from datetime import UTC, datetime
from typing import Any

import msgspec
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOGGER = logging.getLogger("dragoman.desk")
_MOST = 500


def log(event: str, **fields: Any) -> None:
    """Write one line: when, what, and the fields; long text is cut."""
    said = {name: value[:_MOST] if isinstance(value, str) else value for name, value in fields.items()}
    line = {"time": datetime.now(UTC).isoformat(timespec="milliseconds"), "event": event, **said}
    LOGGER.info(msgspec.json.encode(line).decode())


def log_fault(error: BaseException, **fields: Any) -> None:
    """Write down a fault of our own with where it happened; nobody is shown this."""
    where = [f"{frame.filename.rpartition('dragoman/')[2]}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)]
    log("fault", kind=type(error).__name__, message=str(error), where=where[-6:], **fields)


class Logs:
    """Writes down each request: method, path, status, milliseconds, bytes, who. What was searched for is not written down."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and write down what came of it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun, status, size = time.perf_counter(), 0, 0

        async def sending(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
            elif message["type"] == "http.response.body":
                size += len(message.get("body", b""))
            await send(message)

        scope.setdefault("state", {})
        try:
            await self.app(scope, receive, sending)
        finally:
            person = scope["state"].get("person")
            log(
                "request", method=scope["method"], path=scope["path"], status=status, bytes=size,
                ms=round((time.perf_counter() - begun) * 1000, 1), who=person.name if person is not None else None,
                client=str((scope.get("client") or ("",))[0]),
            )  # fmt: skip


def to_standard_error() -> None:
    """Have the lines written to standard error, bare."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(message)s"))
    LOGGER.handlers[:] = [handler]
    LOGGER.setLevel(logging.INFO)
    LOGGER.propagate = False
