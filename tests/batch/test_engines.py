"""Every engine gives the same rows, and outlives workers that die."""

from __future__ import annotations

import os
import signal
import sys
import threading
from pathlib import Path

import pytest
from made_items import CONFIG, items

from dragoman.batch import engines
from dragoman.batch.engines import Engine, InProcess, Processes, RayEngine, open_engine
from dragoman.batch.ingest import Ingest
from dragoman.batch.shards import Shard, ShardReader
from dragoman.errors import ConfigError
from dragoman.model.corpus import Item
from dragoman.store.lake import Lake
from dragoman.store.rows import unpack

DEADLY = b"this text kills its reader"


class Mortal(ShardReader):
    """A shard reader that its process does not survive where a text says so."""

    def read(self, shard: bytes) -> bytes:
        if DEADLY in shard:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().read(shard)


def digest(engine: Engine, folder: Path, made: list[Item]) -> dict[str, str]:
    lake = Lake.create(folder)
    run = Ingest(lake, engine, "codebook", 5, "test")
    run.add(made)
    run.finish()
    return lake.digest()


def test_worker_processes_give_the_same_store(engine: InProcess, tmp_path: Path) -> None:
    assert digest(Processes(CONFIG, 2), tmp_path / "two", items()) == digest(engine, tmp_path / "one", items())


def test_a_document_that_kills_its_worker_fails_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "_open", _open_mortal)
    bad = Item("deadly", DEADLY)
    shards = [Shard(0, (items()[0], bad, items()[1])), Shard(1, (items()[2],))]
    rows = [unpack(one) for one in Processes(CONFIG, 1).read(shards)]

    assert sum(one["documents"].num_rows for one in rows if "documents" in one) == 3
    failures = [row for one in rows if "failures" in one for row in one["failures"].to_pylist()]
    assert [(row["where"], row["stage"]) for row in failures] == [("deadly", "read")]
    assert "worker died" in failures[0]["reason"]


def _open_mortal(config: object) -> None:
    engines._READER[:] = [Mortal(CONFIG)]


@pytest.mark.filterwarnings("ignore:.*is deprecated:DeprecationWarning:ray")
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_ray_gives_the_same_store_even_when_a_worker_is_killed(engine: InProcess, tmp_path: Path) -> None:
    ray = pytest.importorskip("ray", reason="the extra dragoman[ray] is not installed")
    killed: list[int] = []
    ended = threading.Event()
    killer = threading.Thread(target=_kill_a_worker_of_ray, args=(killed, ended), daemon=True)
    killer.start()
    try:
        found = digest(RayEngine(CONFIG, 1), tmp_path / "ray", items())
    finally:
        ended.set()
        ray.shutdown()
    assert len(killed) == 1
    assert found == digest(engine, tmp_path / "one", items())


def _kill_a_worker_of_ray(killed: list[int], ended: threading.Event) -> None:
    """Kill the first actor of this run that appears, once it has begun to load what it needs."""
    session = os.getsid(0)
    while not killed and not ended.wait(0.2):
        for entry in Path("/proc").iterdir():
            try:
                title = (entry / "cmdline").read_bytes()
                mine = entry.name.isdigit() and os.getsid(int(entry.name)) == session and _is_of_us(int(entry.name))
            except (OSError, ValueError):
                continue
            if mine and title.startswith(b"ray::") and b"RayWorker" in title:
                os.kill(int(entry.name), signal.SIGKILL)
                killed.append(int(entry.name))
                return


def _is_of_us(pid: int) -> bool:
    """Whether a process descends from this one."""
    while pid > 1:
        if pid == os.getpid():
            return True
        pid = int((Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[1])
    return False


def test_an_engine_is_opened_by_its_name() -> None:
    assert isinstance(open_engine("local", CONFIG, 2), Processes)


def test_ray_that_is_not_installed_is_asked_for_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(ConfigError, match=r"dragoman\[ray\]"):
        open_engine("ray", CONFIG, 2)
