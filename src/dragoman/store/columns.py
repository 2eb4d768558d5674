"""Records as columns: model objects to Arrow arrays and back, a whole column at a time, led by the Arrow type."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate, chain, pairwise
from typing import Any

import pyarrow as pa
from msgspec import Struct

_MOST = 2**63
_SPAN = ("start", "end")


def write_column(kind: pa.DataType, values: Sequence[Any]) -> pa.Array:
    """One Arrow array of the type ``kind``.

    Args:
        kind: a plain type, a list, or a struct, nested to any depth.
        values: Python values; for a struct objects with its fields as attributes, mappings, or pairs for spans. ``None`` is
            null. A whole number beyond 64 bits is null too: no count of people is that large.
    """
    if pa.types.is_struct(kind):
        return _write_struct(kind, values)
    if pa.types.is_list(kind):
        lengths = [0 if value is None else len(value) for value in values]
        offsets = pa.array([0, *accumulate(lengths)], pa.int32())
        flat = list(chain.from_iterable(value for value in values if value is not None))
        absent = [value is None for value in values]
        mask = pa.array(absent, pa.bool_()) if any(absent) else None
        return pa.ListArray.from_arrays(offsets, write_column(kind.value_type, flat), type=kind, mask=mask)
    if pa.types.is_integer(kind):
        try:
            return pa.array(values, kind)
        except (OverflowError, pa.ArrowInvalid):
            return pa.array([None if value is None or not -_MOST <= value < _MOST else value for value in values], kind)
    return pa.array(values, kind)


def _write_struct(kind: pa.StructType, values: Sequence[Any]) -> pa.Array:
    names = tuple(field.name for field in kind)
    first = next((value for value in values if value is not None), None)
    if first is None:
        return pa.nulls(len(values), kind)
    parts: list[Sequence[Any]]
    if names == _SPAN and isinstance(first, tuple):
        parts = [[value and value[place] for value in values] for place in (0, 1)]
    elif isinstance(first, dict):
        parts = [[None if value is None else value.get(name) for value in values] for name in names]
    else:
        parts = [[getattr(value, name, None) for value in values] for name in names]
    absent = [value is None for value in values]
    mask = pa.array(absent, pa.bool_()) if any(absent) else None
    children = [write_column(field.type, part) for field, part in zip(kind, parts, strict=True)]
    return pa.StructArray.from_arrays(children, fields=list(kind), mask=mask)


Makers = dict[pa.DataType, type[Struct]]
"""Which record a struct type becomes."""


def read_column(kind: pa.DataType, array: pa.Array | pa.ChunkedArray, makers: Makers) -> list[Any]:
    """The values of an Arrow array as Python objects: lists as tuples, spans as pairs, structs by ``makers`` or as dicts.

    Args:
        kind: the type as ``TABLES`` has it; the array's own may name the members of lists otherwise.
        array: the column.
        makers: the record for each struct type; its field names are those of the struct.
    """
    if isinstance(array, pa.ChunkedArray):
        if array.num_chunks != 1:
            return [value for chunk in array.chunks for value in read_column(kind, chunk, makers)]
        array = array.chunk(0)
    if pa.types.is_struct(kind):
        return _read_struct(kind, array, makers)
    if pa.types.is_list(kind):
        offsets = array.offsets.to_pylist()
        first = offsets[0] if offsets else 0
        flat = read_column(kind.value_type, array.values.slice(first, (offsets[-1] if offsets else 0) - first), makers)
        if not flat:
            return [()] * len(array)
        return [tuple(flat[start - first : end - first]) for start, end in pairwise(offsets)]
    values: list[Any] = array.to_pylist()
    return values


def _read_struct(kind: pa.StructType, array: pa.StructArray, makers: Makers) -> list[Any]:
    names = [field.name for field in kind]
    parts = {field.name: read_column(field.type, array.field(field.name), makers) for field in kind}
    made: Iterable[Any]
    maker = makers.get(kind)
    if tuple(names) == _SPAN:
        made = zip(parts["start"], parts["end"], strict=True)
    elif maker is None:
        rows = zip(*parts.values(), strict=True)
        made = ({name: part for name, part in zip(names, row, strict=True) if part is not None} for row in rows)
    else:
        made = map(maker, *(parts[name] for name in maker.__struct_fields__))
    if not array.null_count:
        return list(made)
    present = array.is_valid().to_pylist()
    return [value if there else None for value, there in zip(made, present, strict=True)]
