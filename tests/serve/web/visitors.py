"""Visitors of a desk: without a browser, and what their forms carry."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from starlette.testclient import TestClient

from dragoman.codebook.load import load
from dragoman.serve.web.app import Options, create_app
from dragoman.serve.web.desk import Desk
from dragoman.serve.web.names import Names
from dragoman.store.lake import Lake

LOCAL = "http://127.0.0.1"


def open_client(lake: Lake, options: Options | None = None, decisions: Any = None, **more: Any) -> TestClient:
    """A visitor on loopback of a desk over this store."""
    return TestClient(create_app(Desk(lake, Names(load()), decisions), options), base_url=LOCAL, **more)


def form_token(page: str) -> str:
    """The token that the first form of a page carries."""
    found = re.search(r'name="csrf" value="([0-9a-f]{64})"', page)
    assert found is not None, "the page has a form with a token"
    return found[1]


@contextmanager
def serving(lake: Lake, options: Options | None = None, decisions: Any = None) -> Iterator[str]:
    """The address of a desk that a browser can reach, for as long as the context lasts."""
    import uvicorn

    app = create_app(Desk(lake, Names(load()), decisions), options)
    server = uvicorn.Server(uvicorn.Config(app, "127.0.0.1", 0, log_config=None, lifespan="off", ws="none", server_header=False))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + 20
    while not server.started and time.monotonic() < until:
        time.sleep(0.02)
    try:
        yield f"{LOCAL}:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)
