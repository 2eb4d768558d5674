"""People's decisions about claims, as reconciliation follows them: what a claim is corrected to, what is the same, what is not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import combinations, pairwise
from typing import Any

import msgspec
from msgspec.structs import replace

from dragoman.errors import InputError
from dragoman.model.claim import Actor, Claim, Voice
from dragoman.model.corpus import Judgement, Told
from dragoman.model.event import Casualty, Reality, Stance, When
from dragoman.model.world import Place

Pair = tuple[str, str]


class Decided:
    """What the judgements that stand say, the later one winning over an earlier one that it contradicts.

    ``same`` maps a claim to the smallest claim that it was tied to, directly or by others; ``different`` are pairs of such
    smallest claims that stay apart.
    """

    def __init__(self, judgements: Iterable[Judgement]) -> None:
        standing = in_force(judgements)
        self.corrections: dict[str, list[tuple[str, str, str]]] = {}
        self._tied: dict[str, str] = {}
        self._apart: set[Pair] = set()
        for judgement in reversed(standing):
            if judgement.verdict == "same":
                self._tie(judgement.claims)
            elif judgement.verdict == "different":
                self._part(judgement.claims)
        for judgement in standing:
            if judgement.verdict == "correct":
                self._correct(judgement, judgement.field or "", judgement.value or "null")
            elif judgement.verdict == "background":
                self._correct(judgement, "background", "true")
        self.same = {claim: self._chief(claim) for claim in self._tied}
        self.different = frozenset(_ordered(self._chief(a), self._chief(b)) for a, b in self._apart)

    def applied(self, told: Told) -> Told:
        """Return a claim with what people have corrected in it.

        Raises:
            InputError: a correction is none of that field.
        """
        changes = self.corrections.get(told.claim.key)
        if not changes:
            return told
        claim = told.claim
        for field, value, key in changes:
            try:
                claim = corrected(claim, field, value)
            except InputError as error:
                raise InputError(f"judgement {key[:8]}: {error}") from error
        return replace(told, claim=claim)

    def chief(self, claim: str) -> str:
        """Return the claim that stands for all that were judged the same."""
        return self.same.get(claim, claim)

    def _correct(self, judgement: Judgement, field: str, value: str) -> None:
        for claim in judgement.claims:
            self.corrections.setdefault(claim, []).append((field, value, judgement.key))

    def _tie(self, claims: Sequence[str]) -> None:
        for one, other in pairwise(claims):
            a, b = self._chief(one), self._chief(other)
            if a != b and _ordered(a, b) not in self._apart:
                self._tied[max(a, b)] = self._tied[min(a, b)] = min(a, b)
                self._apart = {_ordered(self._chief(x), self._chief(y)) for x, y in self._apart}

    def _part(self, claims: Sequence[str]) -> None:
        for one, other in combinations(claims, 2):
            a, b = self._chief(one), self._chief(other)
            if a != b:
                self._apart.add(_ordered(a, b))

    def _chief(self, claim: str) -> str:
        while self._tied.get(claim, claim) != claim:
            claim = self._tied[claim]
        return claim


def in_force(judgements: Iterable[Judgement]) -> list[Judgement]:
    """Return the judgements that nobody took back, the earliest first."""
    ordered = sorted(judgements, key=lambda j: (j.made, j.key))
    undone = {j.undoes for j in ordered if j.undoes}
    return [j for j in ordered if j.key not in undone and not j.undoes]


def corrected(claim: Claim, field: str, value: str) -> Claim:
    """Return a claim with another value of a field.

    Args:
        claim: as read.
        field: one of ``CORRECTABLE``.
        value: JSON as in a ledger; actors, recipients and mediators may be a list of codes, a voice a code, places a list of
            names, a date one day or a list of the first and the last.

    Raises:
        InputError: there is no such field to correct, or the value is none of it.
    """
    read = CORRECTABLE.get(field)
    if read is None:
        raise InputError(f"{field!r} is no field that can be corrected (these are: {', '.join(sorted(CORRECTABLE))})")
    try:
        changed: dict[str, Any] = {field: read(msgspec.json.decode(value))}
    except (msgspec.DecodeError, TypeError, ValueError) as error:
        raise InputError(f"{value} is no {field} ({error})") from error
    return replace(claim, **changed)


def _actors(value: Any) -> tuple[Actor, ...]:
    return msgspec.convert([_named(v, "code", name=v) for v in value], tuple[Actor, ...])


def _places(value: Any) -> tuple[Place, ...]:
    return msgspec.convert([_named(v, "name") for v in value], tuple[Place, ...]) if value else ()


def _named(value: Any, field: str, **more: Any) -> Any:
    if not isinstance(value, str):
        return value
    return {"span": None, field: value, **more}


def _voice(value: Any) -> Voice:
    if isinstance(value, str):
        return Voice((value,), (value,))
    return msgspec.convert(value, Voice)


def _date(value: Any) -> When | None:
    """The day or days that a person gives count as given by the text."""
    if value is None or isinstance(value, dict):
        return msgspec.convert(value, When | None)
    first, last = msgspec.convert([value, value] if isinstance(value, str) else value, tuple[date | None, date | None])
    return When(first, last, "day" if first == last else "range", (0, 0), "judged")


def _one_of(kind: Any) -> Callable[[Any], Any]:
    return lambda value: msgspec.convert(value, kind)


TYPES = (
    "ACCUSE", "AGREE", "AID", "ASSAULT", "COERCE", "CONCEDE", "CONSULT", "COOPERATE", "MOBILIZE", "PROTEST", "REJECT",
    "REQUEST", "RETREAT", "SANCTION", "SUPPORT", "THREATEN",
)  # fmt: skip


def _type(value: Any) -> str:
    if value not in TYPES:
        raise ValueError(f"types are {', '.join(TYPES)}")
    return str(value)


CORRECTABLE: Mapping[str, Callable[[Any], Any]] = {
    "type": _type,
    "mode": _one_of(str | None),
    "actors": _actors,
    "recipients": _actors,
    "mediators": _actors,
    "voice": _voice,
    "stance": _one_of(Stance),
    "reality": _one_of(Reality),
    "background": _one_of(bool),
    "date": _date,
    "places": _places,
    "casualties": _one_of(tuple[Casualty, ...]),
}
"""The fields that a person may correct, with what reads their JSON."""


def _ordered(one: str, other: str) -> Pair:
    return (one, other) if one <= other else (other, one)
