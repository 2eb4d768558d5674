"""Content keys: blake2b over a JSON array, so that no two different lists of parts share a key."""

from __future__ import annotations

import hashlib

import msgspec

_ENCODER = msgspec.json.Encoder()


def content_key(*parts: object) -> str:
    """Return 32 hexadecimal digits that depend on every part and on the order of the parts.

    Args:
        parts: anything JSON can hold: text, numbers, null, lists of these.
    """
    return hashlib.blake2b(_ENCODER.encode(parts), digest_size=16).hexdigest()


def digest(data: bytes) -> str:
    """Return 32 hexadecimal digits that depend on every byte."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()
