"""The tables are documented as they are."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from dragoman.store.lake.lake import _OWNER
from dragoman.store.tables import ABOUT, DERIVED, OBSERVED, RUN, TABLES, describe, describe_parts

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "store.md").read_text(encoding="utf-8")


def test_the_page_shows_every_table_and_every_column() -> None:
    assert describe() in PAGE
    assert describe_parts() in PAGE
    assert set(ABOUT) == set(TABLES) == {*OBSERVED, *DERIVED, "runs"}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_has_its_key_and_only_observed_ones_name_a_run(name: str) -> None:
    table = TABLES[name]

    assert set(table.key) <= set(table.schema.names)
    assert (RUN in table.schema.names) == (name in OBSERVED)
    assert table.derived == (name in DERIVED)
    assert not table.derived or _OWNER[name] in table.schema.names


def test_no_column_has_a_type_that_delta_lacks() -> None:
    def plain(kind: pa.DataType) -> list[pa.DataType]:
        if pa.types.is_list(kind):
            return plain(kind.value_type)
        return [part for field in kind for part in plain(field.type)] if pa.types.is_struct(kind) else [kind]

    kinds = {kind for table in TABLES.values() for field in table.schema for kind in plain(field.type)}
    assert not [kind for kind in kinds if pa.types.is_unsigned_integer(kind) or pa.types.is_large_string(kind)]
