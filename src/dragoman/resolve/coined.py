"""Armed groups that no list knows, where the text introduces them by name and abbreviation: "the Lion Liberation Army (LLA)".

Such a group goes by its abbreviation, as the listed ones do: ``LLA.REB``.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence

from dragoman.resolve.names import Hit, Name
from dragoman.resolve.words import Word

_SHORT = re.compile(r"\(([A-Z][A-Z0-9]{1,7}(?:-[A-Z0-9]{1,6})?)\)")
_MOST_WORDS = 9
"""Words of the longest name."""
_CONTEXT = 70
"""Characters before a name within which the text may call it armed."""
_JOINING = frozenset({"of", "for", "the", "and", "in", "al", "de", "des", "du", "la", "le", "da", "-", "'", "s"})


def coined(text: str, words: Sequence[Word], hits: Sequence[Hit], lists: Mapping[str, frozenset[str]]) -> list[Hit]:
    """The hits with those of the groups that the text itself introduces.

    Args:
        text: the document's text.
        words: its words, in order.
        hits: the names that the codebook knows, in order and apart.
        lists: the word lists ``actor_words``: ``armed_names`` make a name one of an armed group by themselves, ``group_names``
            where the words before call it armed (``armed_before``).
    """
    starts = [word.start for word in words]
    found: list[Hit] = []
    for short in _SHORT.finditer(text):
        inner = [hit for hit in hits if short.start() <= hit.start < short.end()]
        first, last = _name(words, bisect_left(starts, short.start()))
        if inner or last - first < 2 or not _armed(text, words[first:last], lists):
            continue
        within = [hit for hit in hits if words[first].start <= hit.start < short.start()]
        whole = any(hit.start <= words[first].start and hit.end >= words[last - 1].end for hit in within)
        if whole or any(hit.name.kind in {"demonym", "state", "organ"} for hit in within[:1]) or not _fits(short[1], words[first:last]):
            continue
        called = text[words[first].start : words[last - 1].end]
        for form in (called, short[1]):
            found += _everywhere(text, form, f"{short[1].replace('-', '')}.REB", called)
    taken = {(hit.start, hit.end) for hit in found}
    kept = [hit for hit in hits if not any(start < hit.end and hit.start < end for start, end in taken)]
    return sorted([*kept, *_apart(found)], key=lambda hit: hit.start)


def _name(words: Sequence[Word], end: int) -> tuple[int, int]:
    """The capitalised words right before ``end``, with the small ones that join them."""
    first = end
    while first > 0 and end - first < _MOST_WORDS:
        before = words[first - 1].form
        if not before[:1].isupper() and before.lower() not in _JOINING:
            break
        first -= 1
    while first < end and not words[first].form[:1].isupper():
        first += 1
    if first < end and words[first].form == "The":
        first += 1
    return first, end


def _armed(text: str, name: Sequence[Word], lists: Mapping[str, frozenset[str]]) -> bool:
    parts = {word.form.lower() for word in name}
    if not parts.isdisjoint(lists.get("armed_names", frozenset())):
        return True
    before = text[max(0, name[0].start - _CONTEXT) : name[0].start].rpartition(".")[2].lower().split()
    called = not lists.get("armed_before", frozenset()).isdisjoint(before)
    return called and not parts.isdisjoint(lists.get("group_names", frozenset()))


def _fits(short: str, name: Sequence[Word]) -> bool:
    """Whether most letters of the abbreviation begin words of the name; it may stand for the name in another language."""
    initials = {word.form[0].upper() for word in name}
    letters = [letter for letter in short if letter.isalpha()]
    return sum(letter in initials for letter in letters) * 2 > len(letters)


def _everywhere(text: str, form: str, code: str, called: str) -> list[Hit]:
    name = Name(code, "group", called, tuple(form.split()))
    return [Hit(at.start(), at.end(), name) for at in re.finditer(rf"(?<!\w){re.escape(form)}(?!\w)", text)]


def _apart(hits: Sequence[Hit]) -> list[Hit]:
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda h: (h.start, -h.end)):
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return kept
