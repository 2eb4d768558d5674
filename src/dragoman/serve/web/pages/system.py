"""What every desk has besides its pages: whether it lives, the way in with a token, and the way out."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

import dragoman
from dragoman.errors import StoreError
from dragoman.serve.web.access import TOKEN_COOKIE, cookie
from dragoman.serve.web.desk import desk_of
from dragoman.serve.web.rendering import render

router = APIRouter(include_in_schema=False)
_DAYS = 30 * 24 * 3600


@router.get("/healthz")
def health(request: Request) -> Response:
    """Whether the desk lives and its store can be read; nothing of what is in it."""
    try:
        desk_of(request).now()
    except StoreError:
        return JSONResponse({"status": "the store cannot be read", "version": dragoman.__version__}, 503)
    return JSONResponse({"status": "ok", "version": dragoman.__version__}, headers={"cache-control": "no-store"})


@router.get("/robots.txt")
def robots() -> Response:
    """Nothing here is for crawlers."""
    return Response("User-agent: *\nDisallow: /\n", media_type="text/plain")


@router.get("/enter")
def enter(request: Request, to: str = "/") -> Response:
    """The page that asks for a token."""
    return render(request, "enter.html", to=_inside(to), wrong=False)


@router.post("/enter")
def entering(
    request: Request, token: Annotated[str, Form(max_length=200)], to: Annotated[str, Form(max_length=2000)] = "/"
) -> Response:
    """Take a token into a cookie, if it is a good one."""
    gate = request.app.state.gate()
    if gate.access.keys is None:
        return RedirectResponse(_inside(to), 303)
    if not gate.tried(request.client.host if request.client else ""):
        raise HTTPException(429, "Too many tokens tried in a short time: wait a minute.")
    if gate.holder(token.strip()) is None:
        return render(request, "enter.html", status=403, to=_inside(to), wrong=True)
    kept = cookie(TOKEN_COOKIE, token.strip(), secure=gate.access.secure, site="Lax", age=_DAYS)
    return RedirectResponse(_inside(to), 303, {"set-cookie": kept})


@router.post("/leave")
def leave(request: Request) -> Response:
    """Forget the token."""
    gone = cookie(TOKEN_COOKIE, "", secure=request.app.state.gate().access.secure, site="Lax", age=0)
    return RedirectResponse("/enter", 303, {"set-cookie": gone})


def _inside(address: str) -> str:
    """An address of this desk, else its first page."""
    fine = address.startswith("/") and not address.startswith(("//", "/\\")) and address.isascii() and address.isprintable()
    return address if fine and "\\" not in address else "/"
