"""The ledger as JSON: one object (``dragoman/ledger/1``), or one line per claim."""

from __future__ import annotations

import msgspec

from dragoman.model.incident import Ledger

_ENCODER = msgspec.json.Encoder()


def to_json(ledger: Ledger) -> bytes:
    """Return the ledger as one indented JSON object, its schema first; UTF-8, with a line feed at the end."""
    fields = msgspec.to_builtins(ledger, builtin_types=())
    ordered = {"schema": fields.pop("schema"), **fields}
    return msgspec.json.format(_ENCODER.encode(ordered), indent=2) + b"\n"


def to_jsonl(ledger: Ledger) -> bytes:
    """Return one line of JSON per claim, each with its document's key; UTF-8."""
    key = ledger.document.key
    lines = (_ENCODER.encode({"document": key, **msgspec.to_builtins(claim)}) + b"\n" for claim in ledger.claims)
    return b"".join(lines)
