"""The ledger as JSON: one object (``dragoman/ledger/1``), or one line per claim."""

from __future__ import annotations

from typing import Any

import msgspec

from dragoman.model.claim import Claim
from dragoman.model.incident import Ledger

_ENCODER = msgspec.json.Encoder()
_DOCUMENT = ("key", "title", "outlet", "carrier", "published", "published_bounds", "language", "text", "marks")
_PLACE = ("name", "geonameid", "lat", "lon", "country", "precision", "span", "claimed_by")


def to_json(ledger: Ledger) -> bytes:
    """Return the ledger as one indented JSON object, its schema first; UTF-8, with a line feed at the end."""
    fields = msgspec.to_builtins(ledger)
    fields["document"] = {name: fields["document"][name] for name in _DOCUMENT}
    fields["claims"] = [_claim(claim) for claim in ledger.claims]
    return msgspec.json.format(_ENCODER.encode({"schema": fields.pop("schema"), **fields}), indent=2) + b"\n"


def to_jsonl(ledger: Ledger) -> bytes:
    """Return one line of JSON per claim, each with its document's key; UTF-8."""
    key = ledger.document.key
    return b"".join(_ENCODER.encode({"document": key, **_claim(claim)}) + b"\n" for claim in ledger.claims)


def _claim(claim: Claim) -> dict[str, Any]:
    fields: dict[str, Any] = msgspec.to_builtins(claim)
    fields["places"] = [{name: place[name] for name in _PLACE} for place in fields["places"]]
    return fields
