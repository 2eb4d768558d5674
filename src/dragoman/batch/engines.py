"""Who runs the shards: this process, worker processes, or Ray. Every engine gives the same rows in the same order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from itertools import islice
from typing import Any, Literal, Protocol

from dragoman.batch.shards import SECONDS, Shard, ShardReader, encode
from dragoman.config import Config
from dragoman.errors import ConfigError
from dragoman.model.corpus import Unread
from dragoman.store.rows import Rows, pack, unread_row

EngineName = Literal["local", "ray"]
_AHEAD = 3
"""Shards that wait for each worker, so that none is ever idle and memory stays bounded."""
_RAY_WINDOW = 256
"""Shards handed to Ray Data at a time."""
_SLACK = 60.0
"""Seconds beyond the documents' own that a worker may take before it is ended: the first shard opens the models."""


class Engine(Protocol):
    """Reads shards; their rows come back in the order of the shards."""

    def read(self, shards: Iterable[Shard]) -> Iterator[bytes]:
        """Yield packed rows in the order of the shards."""


def open_engine(name: EngineName, config: Config, workers: int, address: str | None = None) -> Engine:
    """Return the engine of this name with so many workers.

    Raises:
        ConfigError: Ray is asked for and not installed.
    """
    if name == "ray":
        return RayEngine(config, workers, address)
    return InProcess(config) if workers == 1 else Processes(config, workers)


class InProcess:
    """Reads in this process: no start-up, nothing to hand over, and no protection from a document that kills it."""

    def __init__(self, config: Config) -> None:
        self.reader = ShardReader(config)

    def read(self, shards: Iterable[Shard]) -> Iterator[bytes]:
        """Yield packed rows in the order of the shards."""
        for shard in shards:
            yield self.reader.read(encode(shard))


class Processes:
    """Reads in worker processes. One that dies or hangs is replaced, and its shard is tried again item by item."""

    def __init__(self, config: Config, workers: int) -> None:
        self.config = config
        self.workers = workers

    def read(self, shards: Iterable[Shard]) -> Iterator[bytes]:
        """Yield packed rows in the order of the shards."""
        from multiprocessing import get_context

        from pebble import ProcessPool

        with ProcessPool(self.workers, initializer=_open, initargs=(self.config,), context=get_context("spawn")) as pool:
            running: deque[tuple[Shard, Future[bytes]]] = deque()
            ended = False
            try:
                for shard in shards:
                    running.append((shard, _scheduled(pool, shard)))
                    if len(running) > self.workers * _AHEAD:
                        yield from _settled(pool, *running.popleft())
                while running:
                    yield from _settled(pool, *running.popleft())
                ended = True
            finally:
                if not ended:
                    pool.stop()  # type: ignore[no-untyped-call]  # pebble leaves this one untyped


_READER: list[ShardReader] = []
"""The reader of this worker process."""


def _open(config: Config) -> None:
    _READER[:] = [ShardReader(config)]


def _work(shard: bytes) -> bytes:
    return _READER[0].read(shard)


def _scheduled(pool: Any, shard: Shard) -> Future[bytes]:
    limit = _SLACK + SECONDS * len(shard.items)
    future: Future[bytes] = pool.schedule(_work, args=(encode(shard),), timeout=limit)
    return future


def _settled(pool: Any, shard: Shard, future: Future[bytes]) -> Iterator[bytes]:
    """Wait for a shard; where its worker died or hung, find out which item did it."""
    reason = _reason(future)
    if reason is None:
        yield future.result()
    elif len(shard.items) == 1:
        item, rows = shard.items[0], Rows()
        rows.add("failures", [unread_row(Unread(item.key(), item.where, "read", reason))])
        yield pack(rows)
    else:
        for item in shard.items:
            alone = Shard(shard.number, (item,))
            yield from _settled(pool, alone, _scheduled(pool, alone))


def _reason(future: Future[bytes]) -> str | None:
    from pebble import ProcessExpired

    try:
        future.result()
    except ProcessExpired as error:
        return f"its worker died (exit status {error.exitcode})"
    except TimeoutError:
        return "its worker did not come back in time"
    return None


class RayEngine:
    """Reads on a Ray cluster with Ray Data, or with a Ray of its own on this machine.

    Raises:
        ConfigError: Ray is not installed.
    """

    def __init__(self, config: Config, workers: int, address: str | None = None) -> None:
        try:
            import ray
        except ImportError as error:
            raise ConfigError("--engine ray needs the extra: pip install 'dragoman[ray]'") from error
        self.config = config
        self.workers = workers
        if not ray.is_initialized():
            ray.init(address=address or "local", log_to_driver=False, include_dashboard=False, configure_logging=False)

    def read(self, shards: Iterable[Shard]) -> Iterator[bytes]:
        """Yield packed rows in the order of the shards."""
        import ray

        context = ray.data.DataContext.get_current()
        context.enable_progress_bars = False
        context.execution_options.preserve_order = True
        waiting = iter(shards)
        while window := list(islice(waiting, _RAY_WINDOW)):
            rows = [{"number": shard.number, "shard": encode(shard)} for shard in window]
            done = ray.data.from_items(rows, override_num_blocks=len(rows)).map_batches(
                RayWorker, fn_constructor_args=(self.config,), batch_size=1, num_cpus=0.5,
                compute=ray.data.ActorPoolStrategy(size=self.workers),
            )  # fmt: skip
            found = {int(row["number"]): bytes(row["rows"]) for row in done.iter_rows()}
            yield from (found[shard.number] for shard in window)


class RayWorker:
    """An actor of Ray Data: the same shard reader."""

    def __init__(self, config: Config, open_: Callable[[Config], ShardReader] = ShardReader) -> None:
        self.reader = open_(config)

    def __call__(self, batch: dict[str, Any]) -> dict[str, Any]:
        """Read the shards of a batch."""
        return {"number": batch["number"], "rows": [self.reader.read(bytes(shard)) for shard in batch["shard"]]}
