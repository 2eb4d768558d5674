"""Finds paragraphs that a page tells twice."""

from __future__ import annotations

import re

from dragoman.clean.units import Unit

FEWEST_WORDS = 6
"""A shorter paragraph may come twice and mean something each time ("He was released.")."""

_WORD = re.compile(r"[^\W_]+")
_PREFIX = 8
_MOST_CANDIDATES = 4


def repeats(found: list[Unit], kinds: list[str | None], fillers: frozenset[str]) -> set[int]:
    """Return the numbers of paragraphs that repeat another, all but the one that is kept.

    Two paragraphs are the same if they differ in nothing but case, punctuation and words that carry nothing; a number,
    a name or a negation more or less makes two of them. A paragraph that breaks off with an ellipsis repeats the one
    that it begins. Kept is the first in the body; else the first of the others. Titles are never set aside.

    Args:
        found: the paragraphs.
        kinds: the kind of mark that each carries so far; null for body.
        fillers: words that carry nothing, in lower case.
    """
    signatures = [_signature(unit, fillers) for unit in found]
    groups: dict[tuple[str, ...], list[int]] = {}
    for i, signature in enumerate(signatures):
        if len(_WORD.findall(found[i].text[:200])) >= FEWEST_WORDS and kinds[i] in {None, "standfirst", "caption"}:
            groups.setdefault(signature, []).append(i)
    twice: set[int] = set()
    for group in groups.values():
        kept = min(group, key=lambda i: ((None, "caption", "standfirst").index(kinds[i]), i))
        twice.update(i for i in group if i != kept)
    return twice | _broken_off(found, signatures, [i for group in groups.values() for i in group if i not in twice])


def _signature(unit: Unit, fillers: frozenset[str]) -> tuple[str, ...]:
    return tuple(word for word in _WORD.findall(unit.text.casefold()) if word not in fillers)


def _broken_off(found: list[Unit], signatures: list[tuple[str, ...]], eligible: list[int]) -> set[int]:
    by_start: dict[tuple[str, ...], list[int]] = {}
    for i in eligible:
        candidates = by_start.setdefault(signatures[i][:_PREFIX], [])
        if len(candidates) < _MOST_CANDIDATES and not _breaks_off(found[i]):
            candidates.append(i)
    broken = set()
    for i in eligible:
        if _breaks_off(found[i]) and len(signatures[i]) >= _PREFIX:
            whole = by_start.get(signatures[i][:_PREFIX], ())
            if any(signatures[j][: len(signatures[i])] == signatures[i] for j in whole):
                broken.add(i)
    return broken


def _breaks_off(unit: Unit) -> bool:
    return unit.text.endswith(("…", "..."))
