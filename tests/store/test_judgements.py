"""Decisions, feeds and tokens; everything runs on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from dragoman.errors import ConfigError, InputError, StoreError
from dragoman.store.judgements import Decisions
from dragoman.store.lake import Lake
from store.made_readings import document, reading

NOW = datetime(2022, 11, 7, 12, tzinfo=UTC)


# --- a PostgreSQL of our own -------------------------------------------------------------------------------------------


def binaries() -> Path | None:
    """Where PostgreSQL's server is, none if it is not installed."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if found:
        return max(found, key=lambda path: int(path.parent.name))
    named = shutil.which("initdb")
    return Path(named).resolve().parent if named is not None and (Path(named).resolve().parent / "postgres").exists() else None


def as_postgres(command: list[str]) -> list[str]:
    """The command as a user that PostgreSQL runs under; it refuses to run as root."""
    if os.geteuid():
        return command
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", *command]


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of the server, without a database's name; the server ends with the tests."""
    where = binaries()
    if where is None:
        message = "PostgreSQL is not installed: install the Debian package 'postgresql'"
        pytest.fail(message) if os.geteuid() == 0 else pytest.skip(message)
    folder = Path(tempfile.mkdtemp(prefix="dragoman-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    data = folder / "data"
    made = [str(where / "initdb"), "-D", str(data), "-U", "dragoman", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
    subprocess.run(as_postgres(made), capture_output=True, check=True, timeout=120, cwd=folder)
    options = ["-k", str(folder), "-c", "listen_addresses=", "-c", "fsync=off", "-c", "max_connections=40"]
    served = as_postgres([str(where / "postgres"), "-D", str(data), *options])
    running = subprocess.Popen(served, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder)
    try:
        address = f"postgresql+psycopg://dragoman@/%s?host={folder}"
        wait_for(address % "postgres", running)
        yield address
    finally:
        running.send_signal(signal.SIGINT)
        running.wait(timeout=60)
        shutil.rmtree(folder, ignore_errors=True)


def wait_for(address: str, running: subprocess.Popen[bytes]) -> None:
    engine = sa.create_engine(address)
    for _ in range(300):
        assert running.poll() is None, "the PostgreSQL of the tests ended"
        try:
            engine.connect().close()
            break
        except sa.exc.OperationalError:
            time.sleep(0.1)
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database of its own for each test."""
    if request.param == "sqlite":
        yield str(tmp_path / "state.sqlite")
        return
    server = request.getfixturevalue("server")
    name = f"d{time.monotonic_ns()}"
    engine = sa.create_engine(server % "postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    yield server % name
    with engine.connect() as connection:
        connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()


@pytest.fixture
def decisions(url: str) -> Iterator[Decisions]:
    with Decisions.open(url) as found:
        yield found


# --- judgements --------------------------------------------------------------------------------------------------------


def test_a_judgement_is_kept_as_it_was_made(decisions: Decisions, url: str) -> None:
    made = decisions.judge("correct", ["c1"], "Ana", "type", '"ASSAULT"', "it says shelled: “обстрел”", NOW)
    same = decisions.judge("same", ["c2", "c1", "c2"], "Bo")

    assert (made.verdict, made.claims, made.field, made.value, made.made) == ("correct", ("c1",), "type", '"ASSAULT"', NOW)
    assert same.claims == ("c2", "c1")
    with Decisions.open(url) as again:
        assert again.current() == again.history() == (made, same)
        assert again.history("c2") == (same,)
        assert again.history("c9") == ()


def test_a_later_judgement_supersedes_an_earlier_one_on_the_same_matter(decisions: Decisions) -> None:
    decisions.judge("same", ["a", "b"], "Ana")
    kept = decisions.judge("correct", ["a"], "Ana", "date", "null")
    decisions.judge("correct", ["a"], "Ana", "type", '"AID"')
    other = decisions.judge("different", ["b", "a"], "Bo")
    third = decisions.judge("same", ["a", "b", "c"], "Bo")
    last = decisions.judge("correct", ["a"], "Bo", "type", '"ASSAULT"')

    assert decisions.current() == (kept, other, third, last)
    assert len(decisions.history()) == 6


def test_what_is_taken_back_lets_the_earlier_one_stand_again(decisions: Decisions) -> None:
    first = decisions.judge("same", ["a", "b"], "Ana")
    second = decisions.judge("different", ["a", "b"], "Bo")
    undone = decisions.undo(second.key, "Ana", "a slip")

    assert decisions.current() == (first,)
    assert (undone.undoes, undone.claims, undone.author, undone.note) == (second.key, ("a", "b"), "Ana", "a slip")
    decisions.undo(undone.key, "Bo")
    assert decisions.current() == (second,)
    assert len(decisions.history("a")) == 4
    with pytest.raises(InputError, match="taken back already"):
        decisions.undo(second.key, "Bo")
    with pytest.raises(InputError, match="there is none with the key"):
        decisions.undo("nothing", "Bo")


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        (("nonsense", ["a"], "Ana"), "no verdict"),
        (("accept", ["a", "b"], "Ana"), "speaks of one claim, not 2"),
        (("background", [], "Ana"), "speaks of one claim, not 0"),
        (("same", ["a", "a"], "Ana"), "two or more"),
        (("accept", ["a"], " "), "needs an author"),
        (("correct", ["a"], "Ana"), "a field with its value"),
        (("accept", ["a"], "Ana", "type", "1"), "a field with its value"),
        (("correct", ["a"], "Ana", "type", "{"), "no JSON"),
    ],
)
def test_a_judgement_that_makes_no_sense_is_refused(tmp_path: Path, given: tuple[object, ...], fault: str) -> None:
    with Decisions.open(tmp_path / "state.sqlite") as decisions:
        with pytest.raises(InputError, match=fault):
            decisions.judge(*given)  # type: ignore[arg-type]  # wrong on purpose
        assert decisions.history() == ()


@pytest.mark.parametrize("statement", ["UPDATE judgements SET author = 'nobody'", "DELETE FROM judgements", "DELETE FROM judged"])
def test_the_database_itself_lets_nobody_change_a_judgement(decisions: Decisions, statement: str) -> None:
    made = decisions.judge("accept", ["a"], "Ana")
    with pytest.raises(StoreError, match="can only be added"), decisions._database.writing() as connection:
        connection.execute(sa.text(statement))
    assert decisions.history("a") == (made,)


def test_many_hands_judge_at_once(url: str) -> None:
    Decisions.open(url).close()
    errors: list[Exception] = []

    def work(name: str) -> None:
        try:
            with Decisions.open(url) as mine:
                for number in range(10):
                    mine.judge("accept", [f"{name}{number}"], name)
        except StoreError as error:
            errors.append(error)

    hands = [threading.Thread(target=work, args=(name,)) for name in "abcd"]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join(timeout=60)
    with Decisions.open(url) as decisions:
        assert errors == []
        assert len(decisions.current()) == 40


# --- feeds and tokens --------------------------------------------------------------------------------------------------


def test_a_feed_is_remembered(decisions: Decisions, url: str) -> None:
    assert decisions.feeds.get("https://a.example/feed") is None
    decisions.feeds.put("https://a.example/feed", b'{"etag": "1"}')
    decisions.feeds.put("https://a.example/feed", '{"etag": "é"}'.encode())
    with Decisions.open(url) as again:
        assert again.feeds.get("https://a.example/feed") == '{"etag": "é"}'.encode()


def test_a_token_opens_until_it_is_revoked(decisions: Decisions) -> None:
    secret, other = decisions.tokens.make("desk", "reviewer"), decisions.tokens.make("reader", "reader")
    found = decisions.tokens.check(secret)

    assert found is not None
    assert (found.name, found.role, found.revoked) == ("desk", "reviewer", None)
    assert decisions.tokens.check(secret + "x") is decisions.tokens.check("") is decisions.tokens.check("\ud800") is None
    decisions.tokens.revoke("desk")
    assert decisions.tokens.check(secret) is None
    assert decisions.tokens.check(other) is not None
    assert [(token.name, token.revoked is None) for token in decisions.tokens.list()] == [("desk", False), ("reader", True)]
    with pytest.raises(InputError, match="there is none called desk"):
        decisions.tokens.revoke("desk")
    with pytest.raises(InputError, match="there was one called desk"):
        decisions.tokens.make("desk", "reader")
    with pytest.raises(InputError, match="no role"):
        decisions.tokens.make("x", "king")  # type: ignore[arg-type]  # wrong on purpose


def test_no_secret_is_kept(decisions: Decisions) -> None:
    secret = decisions.tokens.make("desk", "admin")
    with decisions._database.reading() as connection:
        rows = connection.execute(sa.text("SELECT * FROM tokens")).all()
    assert secret not in str(rows)
    assert secret.removeprefix("dragoman_") not in str(rows)
    assert len(secret) > 40


# --- the write lock ----------------------------------------------------------------------------------------------------


def test_a_store_is_written_under_the_lock_of_its_database(decisions: Decisions, tmp_path: Path) -> None:
    lake = Lake.create(tmp_path / "store", lock=decisions.lock)
    order: list[str] = []

    def hold() -> None:
        with decisions.lock():
            order.append("held")
            time.sleep(0.5)
            order.append("let go")

    holder = threading.Thread(target=hold)
    holder.start()
    while not order:
        time.sleep(0.01)
    lake.commit("a", reading(document(1)))
    order.append("written")
    holder.join(timeout=10)

    assert order == ["held", "let go", "written"]


HOLDER = """
import sys, time
from dragoman.store.judgements import Decisions
with Decisions.open(sys.argv[1]) as decisions, decisions.lock():
    print("held", flush=True)
    time.sleep(120)
"""


def test_the_lock_falls_free_when_its_holder_is_killed(url: str) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLDER, url], stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        holder.kill()
        holder.wait(timeout=30)
    begin = time.monotonic()
    with Decisions.open(url) as decisions, decisions.lock():
        pass
    assert time.monotonic() - begin < 30


# --- opening -----------------------------------------------------------------------------------------------------------


def test_several_may_open_a_new_database_at_once(url: str) -> None:
    errors: list[Exception] = []

    def work() -> None:
        try:
            Decisions.open(url).close()
        except StoreError as error:
            errors.append(error)

    hands = [threading.Thread(target=work) for _ in range(4)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join(timeout=60)
    assert errors == []


def test_a_database_of_a_newer_dragoman_is_refused(decisions: Decisions, url: str) -> None:
    with decisions._database.writing() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match="made by a newer Dragoman"):
        Decisions.open(url)


def test_an_address_that_is_none_is_a_wrong_setting(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="mysql is not supported"):
        Decisions.open("mysql://host/name")
    with pytest.raises(ConfigError, match="needs a file"):
        Decisions.open("sqlite://")
    with pytest.raises(StoreError):
        Decisions.open(tmp_path / "nowhere" / "state.sqlite")
    with pytest.raises(StoreError):
        Decisions.open(f"postgresql://nobody:secret@/none?host={tmp_path}")


def test_no_message_shows_a_password(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as raised:
        Decisions.open(f"postgresql://nobody:hidden-word@/none?host={tmp_path}")
    assert "hidden-word" not in str(raised.value)
