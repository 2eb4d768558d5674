"""The application: pages behind the gate, each request with its own view of the store."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from msgspec import Struct
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Receive, Scope, Send

import dragoman
from dragoman.errors import InputError, StoreError
from dragoman.serve.web import assets
from dragoman.serve.web.access import Access, Gate
from dragoman.serve.web.desk import Desk
from dragoman.serve.web.headers import SafeHeaders, Tags
from dragoman.serve.web.logs import Logs, log_fault
from dragoman.serve.web.pages import navigation, routers
from dragoman.serve.web.rendering import environment, show_problem

_WITHOUT_VIEW = ("/static/", "/healthz", "/enter", "/leave", "/robots.txt")


class Options(Struct, frozen=True):
    """How a desk is served: who may come in, and what is shared by all workers of one start."""

    access: Access = Access()
    salt: str = ""


def create_app(desk: Desk, options: Options | None = None) -> FastAPI:
    """The desk as an ASGI application.

    Args:
        desk: what the pages ask.
        options: how it is guarded; by default as on loopback, without tokens.
    """
    chosen = options or Options()
    access = chosen.access
    if not access.secret:
        access = Access(access.hosts, access.keys, secrets.token_bytes(32), access.secure, access.limits)
    shared = assets.Assets()
    app = FastAPI(
        title="Dragoman", version=dragoman.__version__, docs_url=None, redoc_url=None, openapi_url="/api/v1/openapi.json",
        redirect_slashes=False,
        description="Who did what to whom, according to whom, and who disputes it.",
    )  # fmt: skip
    app.state.desk, app.state.assets = desk, shared
    app.state.templates = environment(desk.names, shared)
    app.state.nav, app.state.guarded = navigation(), access.keys is not None
    app.include_router(assets.router)
    for router in routers():
        app.include_router(router)
    _handle_problems(app)
    gates: list[Gate] = []

    def gate(inner: ASGIApp) -> Gate:
        gates.append(Gate(inner, access, _refusal(app)))
        return gates[-1]

    # the last one added stands outermost
    app.add_middleware(Tags, version=_version, salt=chosen.salt or secrets.token_hex(8))
    app.add_middleware(Views, desk=desk, refuse=_refusal(app))
    app.add_middleware(gate)
    app.add_middleware(SafeHeaders)
    app.add_middleware(Logs)
    app.state.gate = lambda: gates[-1]
    return app


Refuse = Callable[[Scope, Receive, Send, int, str], Awaitable[None]]


class Views:
    """Gives each request the newest state of the store, without which a page cannot be made."""

    def __init__(self, app: ASGIApp, desk: Desk, refuse: Refuse) -> None:
        self.app, self._desk, self._refuse = app, desk, refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on with its view."""
        if scope["type"] == "http" and not scope["path"].startswith(_WITHOUT_VIEW):
            try:
                scope["state"]["view"] = self._desk.peek() or await run_in_threadpool(self._desk.now)
            except StoreError as error:
                log_fault(error)
                await self._refuse(scope, receive, send, 503, "The store cannot be read just now.")
                return
        await self.app(scope, receive, send)


def _version(scope: Scope) -> str | None:
    view = scope["state"].get("view")
    return view.version if view is not None else None


def _refusal(app: FastAPI) -> Refuse:
    async def refuse(scope: Scope, receive: Receive, send: Send, status: int, reason: str) -> None:
        scope["app"] = app
        request = Request(scope)
        response: Response
        if status == 401 and request.method == "GET" and not request.url.path.startswith("/api/"):
            query = f"?{request.url.query}" if request.url.query else ""
            response = RedirectResponse(f"/enter?to={quote(request.url.path + query, safe='')}", 303)
        else:
            response = show_problem(request, status, reason, {"www-authenticate": "Bearer"} if status == 401 else None)
        await response(scope, receive, send)

    return refuse


def _handle_problems(app: FastAPI) -> None:
    async def http(request: Request, error: Any) -> Response:
        reason = error.detail if isinstance(error.detail, str) else ""
        known = {404: "There is nothing under this address.", 405: "The desk does not do this at this address."}
        plain = reason in {"Not Found", "Method Not Allowed", ""}
        return show_problem(request, error.status_code, known.get(error.status_code, reason) if plain else reason, error.headers)

    async def wrong(request: Request, error: Any) -> Response:
        return show_problem(request, 400, str(error))

    async def unreadable(request: Request, error: Any) -> Response:
        first = error.errors()[0] if error.errors() else {"loc": (), "msg": "not readable"}
        return show_problem(request, 422, f"{'.'.join(map(str, first['loc'][1:]))}: {first['msg']}")

    async def store(request: Request, error: Any) -> Response:
        log_fault(error, path=request.url.path)
        return show_problem(request, 503, "The store cannot be read just now.")

    async def fault(request: Request, error: Any) -> Response:
        log_fault(error, path=request.url.path)
        return show_problem(request, 500, "The fault was written down; the other pages still work.")

    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(InputError, wrong)
    app.add_exception_handler(RequestValidationError, unreadable)
    app.add_exception_handler(StoreError, store)
    app.add_exception_handler(Exception, fault)
