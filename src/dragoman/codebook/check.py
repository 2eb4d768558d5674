"""The second gate of the codebook: a check across its files; and the third: every example is read and compared.

The first gate is the typed decode (``load``). Examples are read by the whole pipeline, which lies above this package,
so the reader is handed in as a function.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from dragoman.codebook.check_words import word_faults
from dragoman.codebook.check_world import world_faults
from dragoman.codebook.faults import Fault, read_files
from dragoman.codebook.load import Codebook
from dragoman.codebook.shapes import Example
from dragoman.model.claim import Actor, Claim
from dragoman.model.incident import Ledger

__all__ = ["Fault", "check", "check_examples"]


def check(folders: Iterable[str | Path] = (), language: str = "en") -> tuple[Fault, ...]:
    """Check our codebook with the folders laid over it; what is wrong, in the order of the files' names.

    Args:
        folders: a user's folders, as ``load`` takes them.
        language: the folder of ``languages/`` to check.

    Raises:
        CodebookError: a folder is missing, or a file cannot be decoded.
    """
    files = read_files(tuple(Path(folder) for folder in folders), language)
    found = dict.fromkeys((*world_faults(files), *word_faults(files)))
    return tuple(sorted(found, key=lambda fault: fault.file))


def check_examples(codebook: Codebook, reader: Callable[[str], Ledger], language: str = "en") -> tuple[Fault, ...]:
    """Read every example of every event type; one fault for each that is not read as it says.

    An example that matches must give a claim of the type with its reality and, where it names them, its mode and
    parties; parties compare by what stands before the dot of their codes. One that does not match must give no claim of
    the type with its reality and, where it names one, its mode.

    Args:
        codebook: whose examples to read.
        reader: reads a text into its ledger.
        language: the language of the examples.
    """
    found = []
    for name, event in sorted(codebook.events.items()):
        for i, example in enumerate(event.examples.get(language, ())):
            wrong = _complaint(example, name, reader(example.text).claims)
            if wrong:
                found.append(Fault(f"events/{name}.toml", f"examples.{language}[{i}]", f"“{example.text}”: {wrong}"))
    return tuple(found)


def _complaint(example: Example, name: str, claims: Iterable[Claim]) -> str | None:
    """Say what is wrong with the claims found in the example, or nothing."""
    own = [claim for claim in claims if claim.type == name]
    alike = [c for c in own if example.mode in (None, c.mode) and c.reality == example.reality]
    if not example.match:
        return f"read as {_shown(alike[0])}" if alike else None
    if any(_same_parties(example, claim) for claim in alike):
        return None
    return f"read as {'; '.join(map(_shown, own))}" if own else f"not read as {name}"


def _same_parties(example: Example, claim: Claim) -> bool:
    pairs = (
        (example.actors, claim.actors), (example.recipients, claim.recipients), (example.mediators, claim.mediators),
    )  # fmt: skip
    return all(not codes or _sides(codes) == _sides(a.code for a in actors) for codes, actors in pairs)


def _sides(codes: Iterable[str]) -> frozenset[str]:
    return frozenset(code.partition(".")[0] for code in codes) - {"UNK"}


def _shown(claim: Claim) -> str:
    kind = claim.type if claim.mode is None else f"{claim.type}/{claim.mode}"
    return f"{kind}, {claim.reality}, {_listed(claim.actors)} → {_listed(claim.recipients)}"


def _listed(actors: Iterable[Actor]) -> str:
    return "+".join(actor.code for actor in actors) or "nobody"
