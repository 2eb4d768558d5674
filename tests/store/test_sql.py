"""A query that anybody hands in reads the tables and can do nothing else."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from dragoman.errors import StoreError
from dragoman.store.lake import Lake
from store.made_readings import document, reading


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    made = Lake.create(tmp_path_factory.mktemp("sql") / "store")
    made.commit("a", reading(document(1)))
    (root(made) / "secret.txt").write_text("secret", encoding="utf-8")
    return made


def root(lake: Lake) -> Path:
    assert lake.folder.root is not None
    return lake.folder.root


@pytest.mark.parametrize(
    "query",
    [
        "SELECT count(*) FROM claims",
        "FROM claims;",
        "WITH mine AS (SELECT * FROM claims) SELECT key FROM mine -- a remark",
        "VALUES (1), (2)",
        "DESCRIBE claims",
        "SUMMARIZE carriers",
        "SHOW TABLES",
        "EXPLAIN SELECT * FROM claims",
        "explain /* why */ analyze SELECT * FROM claims",
        "EXPLAIN (FORMAT json) SELECT 1",
        "SELECT 'COPY claims TO x', 'a;b'",
    ],
)
def test_what_reads_is_run(lake: Lake, query: str) -> None:
    assert lake.sql(query).num_rows > 0


@pytest.mark.parametrize(
    "query",
    [
        "COPY claims TO '{root}/tables/claims/out.csv'",
        "WITH x AS (COPY claims TO '{root}/tables/claims/out.csv') SELECT 1",
        "SELECT (WITH x AS (COPY claims TO '{root}/tables/claims/out.csv') SELECT 1)",
        "EXPLAIN ANALYZE COPY claims TO '{root}/tables/claims/out.csv'",
        "EXPLAIN ANALYZE WITH x AS (COPY claims TO '{root}/tables/claims/out.csv') SELECT 1",
        "EXPLAIN (ANALYZE) COPY claims TO '{root}/tables/claims/out.csv'",
        "EXPLAIN /* SELECT */ ANALYZE -- SELECT\n COPY claims TO '{root}/tables/claims/out.csv'",
        "SELECT 1; COPY claims TO '{root}/tables/claims/out.csv'",
        "WITH x AS (INSERT INTO runs SELECT * FROM runs RETURNING *) SELECT * FROM x",
        "WITH x AS (DELETE FROM runs RETURNING *) SELECT * FROM x",
        "DROP VIEW claims",
        "EXPLAIN ANALYZE DROP VIEW claims",
        "CREATE TABLE mine (n INT)",
        "INSERT INTO runs SELECT * FROM runs",
        "SET memory_limit = '100GB'",
        "RESET enable_external_access",
        "PRAGMA enable_external_access",
        "CALL pragma_version()",
        "ATTACH '{root}/lock.sqlite'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "EXPORT DATABASE '{root}/tables/out'",
        "PREPARE it AS SELECT 1",
        "BEGIN",
        "CHECKPOINT",
        "USE memory",
        "SELECT * FROM read_text('{root}/secret.txt')",
        "SELECT * FROM '{root}/secret.txt'",
        "SELECT * FROM read_csv('{root}/tables/../secret.txt')",
        "SELECT * FROM glob('{root}/*')",
        "SELECT * FROM read_blob('/etc/passwd')",
        "SELECT * FROM read_csv('http://127.0.0.1/x.csv')",
        "SELECT * FROM read_parquet('s3://bucket/x.parquet')",
        "SELECT * FROM duckdb_secrets()",
        "SELECT * FROM query('COPY claims TO ''{root}/tables/out.csv''')",
        "SELECT * FROM lake",
        "SELECT * FROM no_such_table",
        "SELECT key FROM claims WHERE",
        "SELECT * FROM (SELECT 1) x) y",
        "",
        "-- nothing",
        "SELECT '\ud800'",
    ],
)
def test_everything_else_is_refused_and_does_nothing(lake: Lake, query: str) -> None:
    before = sorted(root(lake).rglob("*"))
    with pytest.raises(StoreError):
        lake.sql(query.replace("{root}", str(root(lake))))

    assert sorted(root(lake).rglob("*")) == before
    assert lake.sql("SELECT count(*) AS n FROM claims").column("n").to_pylist() == [3]


def test_a_refusal_quotes_what_duckdb_says(lake: Lake) -> None:
    with pytest.raises(StoreError, match='column "keey" not found'):
        lake.sql("SELECT keey FROM claims")
    with pytest.raises(StoreError, match=r"only statements that read are run.*not DROP"):
        lake.sql("DROP VIEW claims")
    with pytest.raises(StoreError, match="one statement is wanted, not 2"):
        lake.sql("SELECT 1; SELECT 2")


def test_values_come_in_by_placeholders(lake: Lake) -> None:
    assert lake.sql("SELECT count(*) AS n FROM claims WHERE document = ?", [document(1).key]).column("n").to_pylist() == [3]
    assert lake.sql("SELECT count(*) AS n FROM claims WHERE type = $t", {"t": "' OR 1=1"}).column("n").to_pylist() == [0]
    with pytest.raises(StoreError, match="parameter"):
        lake.sql("SELECT ?")


def test_time_memory_and_rows_are_bounded(lake: Lake) -> None:
    begin = time.monotonic()
    with pytest.raises(StoreError, match="took too long"):
        lake.sql("SELECT sum(hash(a.range * b.range)) FROM range(1000000) a, range(1000000) b", seconds=0.5)
    assert time.monotonic() - begin < 30
    with pytest.raises(StoreError, match="more than 100 rows"):
        lake.sql("SELECT * FROM range(101)", rows=100)
    assert lake.sql("SELECT * FROM range(100)", rows=100).num_rows == 100
    small = Lake.open(root(lake), memory="40MB")
    with pytest.raises(StoreError, match=r"too much memory|cannot be run"):
        small.sql("SELECT list(range::VARCHAR || 'some padding for each') FROM range(3000000)")


def test_what_needs_more_memory_is_written_aside_and_goes_again(lake: Lake) -> None:
    small = Lake.open(root(lake), memory="60MB").snapshot()
    words = "SELECT md5(range::VARCHAR) || repeat('x', 50) AS s FROM range(1500000)"
    in_order = f"SELECT s, row_number() OVER (ORDER BY s) AS place FROM ({words})"
    found = small.sql(f"SELECT count(*) AS n FROM ({in_order}) WHERE place % 2 = 0 AND length(s) = 82").column("n").to_pylist()
    aside = list(root(lake).glob("spilled-*"))
    small.close()

    assert found == [750_000]
    assert len(aside) == 1
    assert list(root(lake).glob("spilled-*")) == []
