"""Cells of tab-separated rows: one line and one cell each, whatever the text."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.serve.export.tabular import TabSeparated


def line(*values: object) -> str:
    out = io.BytesIO()
    columns = [f"c{number}" for number in range(len(values))]
    TabSeparated(columns, out, header=False).write(dict(zip(columns, values, strict=True)))
    return out.getvalue().decode()


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=4))
def test_a_row_is_one_line_of_as_many_cells_for_every_reader(values: list[str]) -> None:
    written = line(*values)

    assert written.endswith("\n")
    assert len(written.splitlines()) == 1
    assert written.count("\t") == len(values) - 1
    quoted = next(csv.reader(io.StringIO(written), delimiter="\t"), [""])
    plain = next(csv.reader(io.StringIO(written), delimiter="\t", quoting=csv.QUOTE_NONE), [""])
    assert quoted == plain or written == "\n"
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in plain)


@given(st.text(st.characters(categories=["L", "N"], include_characters=" '’.,()"), min_size=1))
def test_plain_words_stay_as_they_are(text: str) -> None:
    assert line(text) == " ".join(text.split()) + "\n"


def test_codes_keep_their_zeros_and_numbers_their_sign() -> None:
    assert line("040", -1, -9.5, 0.0, 2.0, None, 45.86) == "040\t-1\t-9.5\t0\t2\t\t45.86\n"


def test_a_column_that_the_format_lacks_is_a_mistake() -> None:
    with pytest.raises(KeyError, match="no such columns: \\['Actor'\\]"):
        TabSeparated(["Source"], io.BytesIO(), header=True).write({"Actor": "ARM"})
