"""Opening a desk from the command line: where it listens, what it asks for, its tokens, its workers."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
import typer
from made_store import make_store
from starlette.testclient import TestClient
from typer.testing import CliRunner
from visitors import LOCAL

from dragoman.config import Config
from dragoman.errors import InputError
from dragoman.serve.cli.desk import serve, token_app
from dragoman.serve.cli.stores import open_store
from dragoman.serve.web.start import Opening, is_loopback, open_app, opening

app = typer.Typer()
app.command("serve")(serve)
app.add_typer(token_app, name="token")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("start") / "store"
    make_store(folder)
    return str(folder)


def opened(store: str, host: str, *names: str) -> Opening:
    with open_store(store, Config()) as (_, decisions):
        return opening(store, decisions, Config(), host, names)


def called(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, list(arguments))
    return done.exit_code, done.output


@pytest.mark.parametrize(
    ("host", "alone"),
    [
        ("127.0.0.1", True), ("127.8.8.8", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("::", False),
        ("10.0.0.4", False), ("desk.example", False), ("", False),
    ],
)  # fmt: skip
def test_only_this_machine_is_loopback(host: str, alone: bool) -> None:
    assert is_loopback(host) is alone


def test_on_loopback_no_token_is_asked_for(store: str) -> None:
    chosen = opened(store, "127.0.0.1")
    with TestClient(open_app(chosen), base_url=LOCAL) as client:
        assert client.get("/").status_code == 200
        assert client.get("/", headers={"host": "desk.example"}).status_code == 421


def test_any_other_address_needs_a_token_that_was_made(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    make_store(folder)
    with pytest.raises(InputError, match="dragoman token make"):
        opened(str(folder), "0.0.0.0")
    status, said = called("serve", "--store", str(folder), "--host", "0.0.0.0")
    assert status == 2
    assert "dragoman token make" in said
    _, secret = called("token", "make", "ana", "--role", "reader", "--store", str(folder))
    chosen = opened(str(folder), "0.0.0.0")
    with TestClient(open_app(chosen), base_url="http://desk.example", follow_redirects=False) as client:
        assert client.get("/").status_code == 303
        assert client.get("/", headers={"authorization": f"Bearer {secret.strip()}"}).status_code == 200
    named = opened(str(folder), "0.0.0.0", "desk.example")
    with TestClient(open_app(named), base_url="http://other.example") as client:
        assert client.get("/healthz").status_code == 421
    called("token", "revoke", "ana", "--store", str(folder))
    with pytest.raises(InputError, match="token"):
        opened(str(folder), "0.0.0.0")


def test_a_name_on_loopback_means_that_others_reach_it(store: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="token"):
        opened(store, "127.0.0.1", "desk.example")


def test_tokens_are_made_shown_once_listed_and_revoked(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    make_store(folder)
    place = ("--store", str(folder))
    status, secret = called("token", "make", "rita", "--role", "reviewer", *place)
    assert status == 0
    assert secret.startswith("dragoman_")
    _, listed = called("token", "list", *place)
    assert "rita" in listed
    assert "reviewer" in listed
    assert secret.strip() not in listed
    assert called("token", "make", "rita", *place)[0] == 2
    assert called("token", "revoke", "rita", *place) == (0, "rita: revoked\n")
    assert called("token", "revoke", "rita", *place)[0] == 2
    assert secret.strip().encode() not in b"".join(path.read_bytes() for path in folder.glob("state.sqlite*"))


def test_a_store_that_is_none_is_refused_in_one_sentence(tmp_path: Path) -> None:
    status, said = called("serve", "--store", str(tmp_path / "none"))

    assert status == 2
    assert "there is no store" in said
    assert "Traceback" not in said


def test_a_port_that_is_taken_is_refused_in_one_sentence(store: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        status, said = called("serve", "--store", store, "--port", str(taken.getsockname()[1]))

    assert status == 2
    assert "choose another --port" in said


@pytest.mark.parametrize("workers", ["1", "2"])
def test_workers_answer_alike_and_stop_when_told(store: str, workers: str) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    code = f"""
import typer
from dragoman.serve.cli.desk import serve
if __name__ == "__main__":
    app = typer.Typer(); app.command()(serve); app(["--store", {store!r}, "--port", "{port}", "--workers", "{workers}"])
"""
    script = Path(store).parent / f"serve{workers}.py"
    script.write_text(code)
    process = subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert answered(port), f"the desk came up ({process.poll()})"
        forms = {tokens(port) for _ in range(8)}
        assert len(forms) == 1, "a form that one worker made is good for all"
    finally:
        process.terminate()
        said, logs = process.communicate(timeout=30)
    assert f"127.0.0.1:{port}/ (Ctrl-C stops it)" in said
    assert '"event":"request"' in logs
    assert "Traceback" not in logs, logs


def answered(port: int) -> bool:
    import httpx

    until = time.monotonic() + 120
    while time.monotonic() < until:
        try:
            if httpx.get(f"{LOCAL}:{port}/healthz", timeout=5).status_code == 200:
                return True
        except httpx.TransportError:
            time.sleep(0.2)
    return False


def tokens(port: int) -> str:
    import httpx
    from visitors import form_token

    return form_token(httpx.get(f"{LOCAL}:{port}/enter", cookies={"dragoman_form": "0" * 32}, timeout=20).text)
