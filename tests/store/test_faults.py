"""A store after its writer was killed or its disk was full: as it was before, or as it is after; never between."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from deltalake import DeltaTable

from dragoman.errors import StoreError
from dragoman.store.judgements import Decisions
from dragoman.store.lake import Lake
from dragoman.store.lake.folder import LocalFolder
from dragoman.store.locks import file_lock
from store.made_readings import DAY, document, grouped, happened, joined, reading

FIRST = joined(reading(document(1)), reading(document(2)))
SECOND = joined(reading(document(1, DAY.replace(day=5), "Zeitung"), many=1), reading(document(3)), reading(document(2, None)))
Act = Callable[[Lake], Any]
WRITING = [(LocalFolder, name) for name in ("write", "sink", "move", "remove", "settle")] + [(DeltaTable, "create_write_transaction")]


class Faulty:
    """Lets so many calls that write pass, then fails every one: the disk is full, or the process as good as dead."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, passing: int, late: bool) -> None:
        self.calls, self.passing, self.late = 0, passing, late
        for owner, name in WRITING:
            monkeypatch.setattr(owner, name, self._wrapped(getattr(owner, name)))

    def _wrapped(self, method: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any, **named: Any) -> Any:
            self.calls += 1
            if self.calls <= self.passing:
                return method(*given, **named)
            if self.late and self.calls == self.passing + 1:
                done = method(*given, **named)
                if hasattr(done, "__enter__"):
                    with done as sink:
                        sink.write(b"half")
            raise OSError(errno.ENOSPC, "No space left on device")

        return call


def commit(lake: Lake) -> None:
    lake.commit("second", SECOND)


def replace(lake: Lake) -> None:
    lake.replace(grouped(happened("c", "c"), happened("d", "d")), gone={"incidents": ["a"], "accounts": ["a"]})


def compact(lake: Lake) -> None:
    lake.compact()


def said(lake: Lake) -> list[dict[str, Any]]:
    """What the tables hold, in short: a cheap stand-in for the digest."""
    columns = "SELECT 'claims' AS name, key, document FROM claims UNION ALL SELECT 'documents', key, outlet FROM documents"
    return lake.sql(f"{columns} UNION ALL SELECT 'incidents', key, status FROM incidents ORDER BY ALL").to_pylist()


def prepared(path: Path) -> Lake:
    lake = Lake.create(path)
    lake.commit("first", FIRST)
    lake.replace(grouped(happened("a", "a"), happened("b", "b")))
    return lake


@pytest.mark.parametrize("late", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(("act", "step"), [(commit, 1), (replace, 1), (compact, 4)])
def test_a_full_disk_at_any_write_leaves_all_or_nothing(
    act: Act, step: int, late: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    undisturbed = prepared(tmp_path / "undisturbed")
    shutil.copytree(tmp_path / "undisturbed", tmp_path / "first")
    said_before = said(undisturbed)
    act(undisturbed)
    said_after, after = said(undisturbed), undisturbed.digest()
    for passing in range(0, 200, step):
        shutil.copytree(tmp_path / "first", tmp_path / str(passing))
        lake = Lake.open(tmp_path / str(passing))
        with monkeypatch.context() as patch:
            Faulty(patch, passing, late)
            try:
                act(lake)
                failed = False
            except StoreError as error:
                assert "No space left on device" in str(error)
                failed = True
        assert said(lake) in (said_before, said_after)
        if not failed:
            break
        recovered = Lake.open(tmp_path / str(passing))
        recovered.recover()
        assert said(recovered) in (said_before, said_after)
        act(recovered)
        assert recovered.digest() == after
        assert not list((tmp_path / str(passing) / "staged").glob("*"))
    assert not failed
    assert passing > 10
    assert lake.digest() == after


def test_a_folder_that_cannot_be_written_is_named_and_still_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lake = prepared(tmp_path / "store")
    before = lake.digest()

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(LocalFolder, "sink", refuse)
    with pytest.raises(StoreError, match=r"store: .*Read-only file system.*readers see the store as it was"):
        commit(lake)
    with pytest.raises(StoreError, match="Read-only file system"):
        compact(lake)
    assert Lake.open(tmp_path / "store").digest() == before


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of two megabytes; only root may mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    try:
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", place], capture_output=True, check=False, timeout=20)
    except OSError:
        pytest.skip("there is no mount command")
    if done.returncode:
        pytest.skip("file systems cannot be mounted here")
    yield place
    subprocess.run(["umount", "-l", place], check=True, timeout=20)


def test_a_disk_that_is_really_full_and_one_that_is_read_only(small_disk: Path) -> None:
    lake = prepared(small_disk / "store")
    before = lake.digest()
    with Decisions.open(small_disk / "store" / "state.sqlite") as decisions:
        made = decisions.judge("accept", ["a"], "Ana")
    with (small_disk / "filling").open("wb", buffering=0) as file, pytest.raises(OSError, match="No space"):
        while True:
            file.write(b"x" * 4096)
    with pytest.raises(StoreError, match=r"No space left|full"):
        commit(lake)
    assert Lake.open(small_disk / "store").digest() == before
    (small_disk / "filling").unlink()
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True, timeout=20)
    with pytest.raises(StoreError, match=r"Read-only|readonly|read-only|unable to open"):
        commit(Lake.open(small_disk / "store"))
    assert Lake.open(small_disk / "store").digest() == before
    with Decisions.open(small_disk / "store" / "state.sqlite") as decisions:
        assert decisions.current() == (made,)
        with pytest.raises(StoreError, match=r"readonly|read-only"):
            decisions.judge("accept", ["b"], "Ana")
    subprocess.run(["mount", "-o", "remount,rw", small_disk], check=True, timeout=20)
    commit(lake)
    assert lake.digest() != before


WRITER = """
    import sys
    sys.path.insert(0, sys.argv[2])
    from dragoman.store.lake import Lake
    from store.made_readings import document, grouped, happened, joined, reading
    lake = Lake.open(sys.argv[1])
    print("ready", flush=True)
    for number in range(12):
        lake.commit(str(number), joined(*(reading(document(10 * number + part)) for part in range(3))))
        lake.replace(grouped(happened(f"{number:02}", str(number))), gone={})
        print(number, flush=True)
"""


def write_in_a_process(path: Path) -> subprocess.Popen[str]:
    tests = str(Path(__file__).resolve().parents[1])
    command = [sys.executable, "-c", textwrap.dedent(WRITER), str(path), tests]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)


def test_a_writer_that_is_killed_again_and_again_ends_in_the_same_store(tmp_path: Path) -> None:
    undisturbed = Lake.create(tmp_path / "undisturbed")
    Lake.create(tmp_path / "killed")
    with write_in_a_process(tmp_path / "undisturbed") as writer:
        assert writer.wait(timeout=240) == 0
    kills = 0
    for wait in (0.0, 0.05, 0.11, 0.19, 0.23, 0.31, 0.37, 0.43):
        with write_in_a_process(tmp_path / "killed") as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == "ready\n"
            time.sleep(wait)
            os.kill(writer.pid, signal.SIGKILL)
            kills += writer.wait(timeout=60) == -signal.SIGKILL
        seen = Lake.open(tmp_path / "killed").sql(ORPHANS).to_pylist()
        assert seen == [{"claims": 0, "carriers": 0}]
    with write_in_a_process(tmp_path / "killed") as writer:
        assert writer.wait(timeout=240) == 0

    assert kills >= 5
    assert Lake.open(tmp_path / "killed").digest() == undisturbed.digest()
    assert not list((tmp_path / "killed" / "staged").glob("*"))


ORPHANS = """
    SELECT (SELECT count(*) FROM claims ANTI JOIN documents ON claims.document = documents.key) AS claims,
           (SELECT count(*) FROM carriers ANTI JOIN documents ON carriers.document = documents.key) AS carriers
"""


def test_a_reader_never_sees_half_a_commit(tmp_path: Path) -> None:
    Lake.create(tmp_path / "store")
    seen = set()
    with write_in_a_process(tmp_path / "store") as writer:
        while writer.poll() is None:
            reader = Lake.open(tmp_path / "store").snapshot()
            counts = reader.sql("SELECT (SELECT count(*) FROM documents) AS d, (SELECT count(*) FROM claims) AS c").to_pylist()[0]
            assert counts["c"] == 3 * counts["d"]
            assert counts["d"] % 3 == 0
            assert reader.sql(ORPHANS).to_pylist() == [{"claims": 0, "carriers": 0}]
            seen.add(counts["d"])
            reader.close()
        assert writer.returncode == 0

    assert len(seen) > 3


def test_several_writers_wait_for_each_other(tmp_path: Path) -> None:
    Lake.create(tmp_path / "store")
    errors: list[BaseException] = []

    def write(first: int) -> None:
        try:
            lake = Lake.open(tmp_path / "store")
            for number in range(first, first + 4):
                lake.commit(str(number), reading(document(number)), reading(document(100 + number % 4)))
        except StoreError as error:
            errors.append(error)

    threads = [threading.Thread(target=write, args=(first,)) for first in (0, 4, 8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    found = Lake.open(tmp_path / "store").sql("SELECT count(*) AS n, count(DISTINCT key) AS k FROM claims").to_pylist()

    assert errors == []
    assert found == [{"n": 48, "k": 48}]


def test_the_lock_is_waited_for_only_so_long(tmp_path: Path) -> None:
    lock = file_lock(tmp_path / "lock", patience=0.1)
    with lock(), pytest.raises(StoreError, match="cannot be locked"), lock():
        pass
    with lock():
        pass
