"""The stylesheet and the scripts: read once when the desk opens, served from memory under an address that names their content."""

from __future__ import annotations

from importlib.resources import files

from fastapi import APIRouter, HTTPException, Request, Response

from dragoman.model.keys import digest

_KINDS = {".css": "text/css; charset=utf-8", ".mjs": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}
_FOR_EVER = "public, max-age=31536000, immutable"
router = APIRouter()


class Assets:
    """The files of ``static/`` by name; no request reaches the file system."""

    def __init__(self) -> None:
        found = (files("dragoman.serve.web") / "static").iterdir()
        self._files = {one.name: one.read_bytes() for one in found if one.is_file() and _kind(one.name) is not None}
        self._digests = {name: digest(data)[:12] for name, data in self._files.items()}

    @property
    def digest(self) -> str:
        """Changes when any of the files does."""
        return digest("".join(sorted(self._digests.values())).encode())

    def address(self, name: str) -> str:
        """The address of a file, with its content's digest.

        Raises:
            KeyError: there is no such file.
        """
        return f"/static/{name}?v={self._digests[name]}"

    def get(self, name: str) -> tuple[bytes, str, str] | None:
        """The bytes of a file, its kind and its digest, or none."""
        kind = _kind(name)
        return (self._files[name], kind, self._digests[name]) if name in self._files and kind is not None else None


def _kind(name: str) -> str | None:
    return _KINDS.get(name[name.rfind(".") :]) if "." in name else None


@router.get("/static/{name}", include_in_schema=False)
def static(name: str, request: Request) -> Response:
    """A stylesheet or script."""
    assets: Assets = request.app.state.assets
    found = assets.get(name)
    if found is None:
        raise HTTPException(404, "There is no such file.")
    data, kind, version = found
    lasting = _FOR_EVER if request.query_params.get("v") == version else "no-cache"
    return Response(data, media_type=kind, headers={"cache-control": lasting, "etag": f'"{version}"'})
