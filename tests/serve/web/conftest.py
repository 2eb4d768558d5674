"""One store, one desk, one browser for all tests of the desk."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from made_store import make_store
from starlette.testclient import TestClient
from visitors import open_client, serving

from dragoman.store.lake import Lake

CHROMIUM = shutil.which("chromium")


@pytest.fixture(scope="session")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    """The store of ``made_store``; it must not be written to."""
    return make_store(tmp_path_factory.mktemp("desk") / "store")


@pytest.fixture(scope="session")
def shared_client(lake: Lake) -> Iterator[TestClient]:
    with open_client(lake) as client:
        yield client


@pytest.fixture
def client(shared_client: TestClient) -> TestClient:
    """A visitor without cookies of earlier tests."""
    shared_client.cookies.clear()
    return shared_client


@pytest.fixture(scope="session")
def served(lake: Lake) -> Iterator[str]:
    """The address of a desk that a browser can reach."""
    with serving(lake) as address:
        yield address


@pytest.fixture
def tab(browser: Any, served: str) -> Iterator[Any]:
    """A tab that fails the test if a page asks anything of another host, or complains."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=served)
    page = context.new_page()
    strange: list[str] = []
    page.on("request", lambda request: None if request.url.startswith((served, "data:")) else strange.append(request.url))
    page.on("console", lambda message: strange.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: strange.append(str(error)))
    yield page
    context.close()
    assert strange == [], "nothing is fetched from elsewhere and nothing is complained of"
