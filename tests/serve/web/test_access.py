"""Who and what is let in: hosts, tokens, roles, forms of other sites, rates, sizes, paths."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import Depends
from starlette.testclient import TestClient
from visitors import LOCAL, form_token, open_client

from dragoman.codebook.load import load
from dragoman.serve.web.access import ROLES, Access, Buckets, Limits, needs
from dragoman.serve.web.app import Options, create_app
from dragoman.serve.web.desk import Desk
from dragoman.serve.web.names import Names
from dragoman.store.judgements import Decisions
from dragoman.store.lake import Lake

WIDE = Limits(tries=0.0, tries_burst=6)


@pytest.fixture(scope="module")
def decisions(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Decisions]:
    with Decisions.open(tmp_path_factory.mktemp("tokens") / "state.sqlite") as opened:
        yield opened


@pytest.fixture(scope="module")
def secret(decisions: Decisions) -> str:
    """The secret of a reader."""
    return decisions.tokens.make("ana", "reader")


@pytest.fixture
def guarded(lake: Lake, decisions: Decisions) -> Iterator[TestClient]:
    """A desk that asks for tokens."""
    with open_client(lake, Options(Access(keys=decisions.tokens, limits=WIDE)), decisions, follow_redirects=False) as client:
        yield client


# --- hosts, methods, sizes, rates -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "evil.example:80", "", "a@127.0.0.1", "127.0.0.1/x"])
def test_a_desk_on_loopback_answers_to_no_other_name(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 421


@pytest.mark.parametrize("host", ["127.0.0.1:8765", "localhost", "LOCALHOST:9", "[::1]:8765"])
def test_its_own_names_are_fine(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 200


def test_odd_methods_and_long_addresses_are_refused(client: TestClient) -> None:
    assert client.request("TRACE", "/").status_code == 405
    assert client.request("OPTIONS", "/").status_code == 405
    assert client.get("/incidents?q=" + "x" * 9_000).status_code == 414


def test_a_body_beyond_the_limit_is_refused_whatever_it_says_of_itself(client: TestClient) -> None:
    assert client.post("/leave", content=b"x" * 300_000).status_code == 413
    assert client.post("/leave", content=(b"x" * 100_000 for _ in range(4))).status_code == 413
    assert client.post("/leave", headers={"content-length": "-5"}, content=b"").status_code == 413


def test_a_bucket_fills_with_time() -> None:
    now = [0.0]
    bucket = Buckets(2.0, 3, lambda: now[0])

    assert [bucket.take("a") for _ in range(4)] == [True, True, True, False]
    assert bucket.take("b"), "each client has its own"
    now[0] = 0.5
    assert bucket.take("a")
    assert not bucket.take("a")


def test_too_many_requests_are_refused(lake: Lake) -> None:
    with open_client(lake, Options(Access(limits=Limits(rate=0.0, burst=3)))) as client:
        assert [client.get("/healthz").status_code for _ in range(4)] == [200, 200, 200, 429]


# --- tokens -----------------------------------------------------------------------------------------------------------------


def test_without_a_token_nothing_is_shown(guarded: TestClient) -> None:
    for path in ("/", "/incidents?status=contested", "/report/x"):
        found = guarded.get(path)
        assert found.status_code == 303
        assert found.headers["location"].startswith("/enter?to=%2F")
    assert guarded.get("/api/v1/claims").status_code == 401
    assert guarded.get("/api/v1/claims").headers["www-authenticate"] == "Bearer"
    assert guarded.get("/healthz").status_code == 200
    assert guarded.get("/enter").status_code == 200
    assert "Sotk" not in guarded.get("/enter").text


def test_a_token_in_the_header_opens_and_a_wrong_one_does_not(guarded: TestClient, secret: str) -> None:
    assert guarded.get("/", headers={"authorization": f"Bearer {secret}"}).status_code == 200
    assert guarded.get("/", headers={"authorization": f"bearer {secret}"}).status_code == 200
    assert guarded.get("/api/v1/x", headers={"authorization": f"Bearer {secret}x"}).status_code == 401
    assert guarded.get("/api/v1/x", headers={"authorization": f"Basic {secret}"}).status_code == 401


def test_entering_sets_a_cookie_that_scripts_cannot_read(guarded: TestClient, secret: str) -> None:
    page = guarded.get("/enter?to=/incidents").text
    wrong = guarded.post("/enter", data={"token": "dragoman_no", "csrf": form_token(page)})
    assert wrong.status_code == 403
    assert "not known" in wrong.text
    entered = guarded.post("/enter", data={"token": secret, "to": "/incidents", "csrf": form_token(page)})

    assert entered.status_code == 303
    assert entered.headers["location"] == "/incidents"
    assert "HttpOnly" in entered.headers["set-cookie"]
    assert "SameSite=Lax" in entered.headers["set-cookie"]
    shown = guarded.get("/incidents")
    assert shown.status_code == 200
    guarded.post("/leave", data={"csrf": form_token(shown.text)})
    assert guarded.get("/incidents").status_code == 303


@pytest.mark.parametrize("to", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "evil", "/a\nb"])
def test_entering_leads_nowhere_else(guarded: TestClient, secret: str, to: str) -> None:
    token = form_token(guarded.get("/enter").text)

    assert guarded.post("/enter", data={"token": secret, "to": to, "csrf": token}).headers["location"] == "/"


def test_a_revoked_token_opens_nothing(lake: Lake, decisions: Decisions) -> None:
    secret = decisions.tokens.make("gone", "admin")
    decisions.tokens.revoke("gone")
    with open_client(lake, Options(Access(keys=decisions.tokens))) as client:
        assert client.get("/api/v1/x", headers={"authorization": f"Bearer {secret}"}).status_code == 401


def test_guessing_is_slowed_down(lake: Lake, decisions: Decisions) -> None:
    limits = Limits(tries=0.0, tries_burst=2)
    with open_client(lake, Options(Access(keys=decisions.tokens, limits=limits))) as client:
        tried = [client.get("/api/v1/x", headers={"authorization": f"Bearer dragoman_{i}"}).status_code for i in range(4)]
    assert tried == [401, 401, 429, 429]


def test_a_role_may_do_what_it_covers_and_no_more(lake: Lake, decisions: Decisions, secret: str) -> None:
    app = create_app(Desk(lake, Names(load())), Options(Access(keys=decisions.tokens)))
    for role in ROLES:
        app.post(f"/try/{role}", dependencies=[Depends(needs(role))])(lambda: "done")
    secrets = {"reader": secret, "reviewer": decisions.tokens.make("rita", "reviewer"), "admin": decisions.tokens.make("ada", "admin")}
    with TestClient(app, base_url=LOCAL) as client:
        allowed = {
            holder: [client.post(f"/try/{role}", headers={"authorization": f"Bearer {own}"}).status_code for role in ROLES]
            for holder, own in secrets.items()
        }

    assert allowed == {"reader": [200, 403, 403], "reviewer": [200, 200, 403], "admin": [200, 200, 200]}


# --- forms of other sites ---------------------------------------------------------------------------------------------------


def test_a_form_without_its_token_is_refused(client: TestClient) -> None:
    client.get("/")

    assert client.post("/leave").status_code == 403
    assert client.post("/leave", data={"csrf": "0" * 64}).status_code == 403
    assert client.post("/leave", data={"csrf": ""}, headers={b"x-csrf-token": b"\xe9"}).status_code == 403
    assert client.post("/leave", content=b"csrf=x", headers={"content-type": "text/plain"}).status_code == 403
    assert client.post("/leave", files={"csrf": b"x"}).status_code == 403


def test_a_token_of_another_visitor_is_refused(client: TestClient) -> None:
    token = form_token(client.get("/enter").text)
    assert client.post("/leave", data={"csrf": token}, follow_redirects=False).status_code == 303
    client.cookies.clear()
    client.get("/enter")

    assert client.post("/leave", data={"csrf": token}, follow_redirects=False).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [{"origin": "https://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}],
)
def test_a_form_sent_by_another_site_is_refused_even_with_the_token(client: TestClient, headers: dict[str, str]) -> None:
    token = form_token(client.get("/enter").text)

    assert client.post("/leave", data={"csrf": token}, headers=headers).status_code == 403
    json = client.post("/leave", json={}, headers=headers)
    assert json.status_code == 403


def test_nothing_is_granted_to_other_origins(client: TestClient) -> None:
    found = client.get("/", headers={"origin": "https://evil.example"})

    assert "access-control-allow-origin" not in found.headers


# --- paths ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py", "/static/..%2fapp.py", "/static/%2e%2e/app.py", "/static/....//app.py", "/static//etc/passwd",
        "/static/desk.css%00.svg", "/report/..%2f..%2fetc%2fpasswd", "/incident/%2e%2e%2f", "/../../etc/passwd", "/static/",
        "/static/app.py",
    ],
)  # fmt: skip
def test_no_path_reaches_the_file_system(client: TestClient, path: str) -> None:
    found = client.get(path)

    assert found.status_code == 404
    assert "root:" not in found.text
    assert "import" not in found.text


def test_the_store_lies_nowhere_below_the_desk(client: TestClient, lake: Lake) -> None:
    assert isinstance(lake.folder.root, Path)
    for name in ("dragoman.json", "versions.json", "state.sqlite"):
        assert client.get(f"/{name}").status_code == 404
    assert str(lake.folder.root) not in client.get("/").text
