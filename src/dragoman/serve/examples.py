"""Runs the codebook's examples: every sentence that an event type gives must be read as it says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dragoman.codebook.shapes import Example
from dragoman.model.claim import Claim
from dragoman.model.keys import content_key
from dragoman.model.text import Document

if TYPE_CHECKING:
    from dragoman.pipeline import Reader


def failing_examples(reader: Reader) -> Iterator[str]:
    """Read every example and say of each that fails what was expected and what was found."""
    for event in reader.codebook.events.values():
        for language, examples in sorted(event.examples.items()):
            for example in examples:
                ledger = reader.read(Document(content_key(example.text), example.text))
                claims = [claim for claim in ledger.claims if claim.type == event.type]
                fault = _fault(example, event.type, claims)
                if fault:
                    yield f"events/{event.type}.toml: examples.{language}: “{example.text}”: {fault}"


def _fault(example: Example, type_: str, claims: list[Claim]) -> str | None:
    """Say what is wrong with the claims of the example's type, or nothing."""
    if not example.match:
        return f"read as {type_}, which it is not" if claims else None
    if not claims:
        return f"not read as {type_}"
    if example.mode is not None and example.mode not in {claim.mode for claim in claims}:
        modes = ", ".join(sorted(claim.mode or "none" for claim in claims))
        return f"mode {example.mode} expected, {modes} found"
    if example.reality not in {claim.reality for claim in claims}:
        return f"{example.reality} expected, {', '.join(sorted({claim.reality for claim in claims}))} found"
    return None
