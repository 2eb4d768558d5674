"""Templates: everything escaped, every control character made visible, links only to where a reader may safely go."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import quote, urlsplit

from fastapi import Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.datastructures import URL

from dragoman.serve.html import Piece
from dragoman.serve.web.assets import Assets
from dragoman.serve.web.filters import STATUSES, Filters
from dragoman.serve.web.names import ACTS, MARKS, QUADS, STATUS_MEANS, Names, act_name
from dragoman.serve.web.telling import field_name, reading
from dragoman.serve.words import GLYPHS, SET_ASIDE, STANCES, act, day, glyph, visible, when, where

_MOST_LINK = 2_000


def environment(names: Names, assets: Assets) -> Environment:
    """The templates of the desk, with what all of them can say."""
    made = Environment(
        loader=PackageLoader("dragoman.serve.web"), autoescape=True, finalize=_shown, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, auto_reload=False,
    )  # fmt: skip
    for function in (act, day, glyph, visible, when, where, outside, segment, number, signed, long_day, capitalize_first, layers):
        made.filters[function.__name__] = function
    made.filters["field_name"] = lambda field: field_name(field, names)
    made.filters["reading"] = lambda value: reading(value, names)
    made.globals.update(
        name=names.name, listed=names.listed, static=assets.address, act_name=act_name, ACTS=ACTS, MARKS=MARKS, QUADS=QUADS,
        STATUSES=STATUSES, STATUS_CHOICES=tuple((one, one) for one in STATUSES), STATUS_MEANS=STATUS_MEANS, GLYPHS=GLYPHS,
        SET_ASIDE=SET_ASIDE, STANCES=STANCES,
    )  # fmt: skip
    return made


def _shown(value: Any) -> Any:
    """Make control characters visible in every string that a template puts out and has not put out before."""
    return visible(value) if type(value) is str else value


def outside(address: str | None) -> str | None:
    """An address that a reader may be sent to, or none: only http and https, no user names, no odd characters."""
    if not address or len(address) > _MOST_LINK or any(ord(char) < 33 or ord(char) == 127 for char in address):
        return None
    try:
        parts = urlsplit(address)
        fine = parts.scheme in {"http", "https"} and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return None
    return address if fine and visible(address) == address else None


def segment(value: str) -> str:
    """A value as one segment of a path."""
    return quote(value, safe="")


def long_day(value: date) -> str:
    """A day as a heading has it: "Tuesday 13 September 2022"."""
    return f"{value:%A} {value.day} {value:%B} {value.year}"


def capitalize_first(text: str) -> str:
    """The text with its first letter large and the others as they are."""
    return text[:1].upper() + text[1:]


def layers(piece: Piece) -> str:
    """The classes of a stretch of a report: what it is marked as."""
    return " ".join(f"l-{layer}" for layer in piece.layers)


def number(value: float | None, most: int = 1) -> str:
    """A number with thin spaces between thousands and at most so many decimals, or a dash."""
    if value is None:
        return "–"
    text = f"{value:,.{most}f}" if isinstance(value, float) else f"{value:,}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace("-", "−").replace(",", "\u202f")


def signed(value: float | None, most: int = 1) -> str:
    """A number with its sign, as a change is written."""
    text = number(value, most)
    return f"+{text}" if value is not None and value > 0 else text


def render(request: Request, template: str, *, status: int = 200, headers: Mapping[str, str] | None = None, **context: Any) -> Response:
    """A page.

    Args:
        request: what it answers. The template also sees ``person``, ``form_token``, ``here`` (path with query), ``path``,
            ``nav`` and, unless the context has its own, ``filters``.
        template: its file in ``templates/``.
        status: of the response.
        headers: further ones.
        context: what the template shows; it may hold hostile text, never markup.
    """
    state = request.scope["state"]
    made: Environment = request.app.state.templates
    url = URL(scope=request.scope)
    shared = {
        "person": state.get("person"), "form_token": state.get("form_token", ""), "path": url.path,
        "here": f"{url.path}?{url.query}" if url.query else url.path, "nav": request.app.state.nav,
        "guarded": request.app.state.guarded, "filters": Filters(), "view": state.get("view"),
    }  # fmt: skip
    text = made.get_template(template).render({**shared, **context})
    return HTMLResponse(text, status, dict(headers or {}))


TITLES = {
    400: "This address cannot be read", 401: "A token is needed", 403: "Not allowed", 404: "Not found", 405: "Not possible here",
    413: "Too large", 414: "The address is too long", 415: "Not readable", 421: "Not here", 422: "Not readable",
    429: "Too many requests", 500: "Something went wrong", 503: "The store cannot be read",
}  # fmt: skip


def show_problem(request: Request, status: int, reason: str, headers: Mapping[str, str] | None = None) -> Response:
    """A refusal or fault: as JSON below ``/api/``, else as a page."""
    title = TITLES.get(status, "Not possible")
    if request.url.path.startswith("/api/"):
        said = {"error": {"status": status, "title": title, "detail": visible(reason)}}
        return JSONResponse(said, status, dict(headers or {}), media_type="application/problem+json")
    return render(request, "error.html", status=status, headers=headers, title=title, reason=reason, code=status)
