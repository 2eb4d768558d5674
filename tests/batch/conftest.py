from __future__ import annotations

from pathlib import Path

import pytest
from made_items import CONFIG, Into

from dragoman.batch.engines import InProcess
from dragoman.batch.ingest import Ingest, Summary
from dragoman.batch.shards import ShardReader
from dragoman.model.corpus import Item, Judgement
from dragoman.store.lake import Lake


@pytest.fixture(scope="session")
def engine() -> InProcess:
    return InProcess(CONFIG)


@pytest.fixture(scope="session")
def reader(engine: InProcess) -> ShardReader:
    return engine.reader


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake.create(tmp_path / "store")


@pytest.fixture
def into(engine: InProcess) -> Into:
    """Read items into a store in one run."""

    def run(lake: Lake, items: list[Item], judgements: tuple[Judgement, ...] = (), batch_claims: int = 10_000) -> Summary:
        one = Ingest(lake, engine, "codebook", batch_claims, "test", "{}", lambda: judgements)
        one.add(items)
        return one.finish()

    return run
