"""Copies of one text: sketches of word shingles, and which documents are one text but for local edits."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby

from dragoman.model.grouped import Copy

SHINGLE = 5
"""Words in a shingle. A template with another figure every ten words keeps half of its shingles, a copy with a paragraph
less keeps all the others."""
PERMUTATIONS = 128
"""Values of a sketch; the Jaccard index read from it is off by 0.04 (one standard deviation) in the middle."""
ROWS = 4
"""Values in a band: 32 bands of 4 find 99 of 100 pairs of likeness 0.6 and 4 of 100 of likeness 0.2."""
THRESHOLD = 0.55
"""Least likeness of a copy: a report of 150 words that loses a quarter and gains a sentence has 0.6; see the tests."""
SAME_OUTLET = 0.85
"""The same between two texts of one outlet on different days: its daily communiqués come from one template."""
CROWD = 64
"""Texts in a band that are all compared with each other; in a larger band each meets only its neighbours."""
NEIGHBOURS = 8

ALIKE = 0.6
"""Least Jaccard index of the names and figures of two copies. Communiqués of one template, and one story told of other
towns, share most of their words but not these; the copies that we know share 0.66 or more."""
PARTICULARS = 256
"""Most names and figures of a text that are kept."""

_WORD = re.compile(r"[^\W_]+")
_PARTICULAR = re.compile(r"(?<![.!?] )(?<![.!?][”\"’'] )\b(?:[A-Z][^\W\d_]+|\d[\d.,]*)")
"""A word with a capital letter that begins no sentence, or a figure."""
_SEED = 20_220_913

Sketched = tuple[date | None, str | None, tuple[int, ...]]
"""What is known of a document: its day of publication, its outlet, its sketch."""


def sketch(text: str) -> tuple[int, ...]:
    """Return the sketch of a text: 128 numbers of its MinHash, then one for each name and figure, sorted; all of 32 bits.

    The same on every machine; empty for a text without words. Letter case, marks, accents' encoding and white space make
    no difference to the MinHash. A shingle with a figure counts twice: it is in figures that two reports from one template
    differ.
    """
    text = " ".join(unicodedata.normalize("NFKC", text).split())
    words = _WORD.findall(text.casefold())
    if not words:
        return ()
    from rensa import RMinHash

    shingles = sorted(set(_shingles(words)))
    (row,) = RMinHash.digest_matrix_from_token_hash_sets([shingles], PERMUTATIONS, _SEED).to_rows()
    particulars = {_number(found.rstrip(".,")) & 0xFFFFFFFF for found in _PARTICULAR.findall(text)}
    return (*(int(value) for value in row), *sorted(particulars)[:PARTICULARS])


def bands(sketch: Sequence[int]) -> tuple[int, ...]:
    """Return a key of 64 bits for each band of a sketch; texts that share none are no copies. Empty for an empty sketch."""
    return tuple(_band_key(at, tuple(sketch[at : at + ROWS])) for at in range(0, min(len(sketch), PERMUTATIONS), ROWS))


def likeness(one: Sequence[int], other: Sequence[int]) -> float:
    """Estimate the Jaccard index of two texts from their sketches, 0 to 1."""
    same = sum(a == b for a, b in zip(one[:PERMUTATIONS], other[:PERMUTATIONS], strict=True))
    return same / PERMUTATIONS if one else 0.0


def find_copies(sketches: Mapping[str, Sketched]) -> tuple[Copy, ...]:
    """Find the documents whose text is another's but for local edits, by key.

    Documents are tied where their likeness reaches ``THRESHOLD`` (``SAME_OUTLET`` between different days of one outlet)
    and they share their names and figures (``ALIKE``); of documents tied together, directly or by others, the one
    published first is the original, then the smallest key. The result does not depend on the order of the documents.
    Work stays bounded: equal sketches count as one text, and in a band of more than ``CROWD`` texts each is compared with
    the next ``NEIGHBOURS`` in the order of the rows that follow the band's own, where near-equal sketches stand side by
    side.

    Args:
        sketches: by document key: the day of publication, the outlet, and the sketch (``sketch``).
    """
    known = {key: sketches[key] for key in sorted(sketches) if sketches[key][2]}
    chief = {key: key for key in known}
    by_sketch = sorted(known, key=lambda key: (known[key][2], key))
    texts = []
    for _, equal in groupby(by_sketch, key=lambda key: known[key][2]):
        same = list(equal)
        texts.append(same[0])
        for key in same[1:]:
            chief[key] = same[0]
    for one, other in _compared(texts, known):
        a, b = _chief(chief, one), _chief(chief, other)
        if a != b and _one_text(known[one], known[other]):
            chief[max(a, b)] = min(a, b)
    return _copies(known, chief)


def _copies(known: Mapping[str, Sketched], chief: dict[str, str]) -> tuple[Copy, ...]:
    tied: dict[str, list[str]] = {}
    for key in known:
        tied.setdefault(_chief(chief, key), []).append(key)
    found = []
    for keys in tied.values():
        original = min(keys, key=lambda key: (known[key][0] or date.max, key))
        found += [Copy(k, original, likeness(known[k][2], known[original][2])) for k in keys if k != original]
    return tuple(sorted(found, key=lambda copy: copy.document))


def _compared(texts: Sequence[str], known: Mapping[str, Sketched]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of texts that share a band, each band's in turn."""
    for at in range(0, PERMUTATIONS, ROWS):
        by_band: dict[tuple[int, ...], list[str]] = {}
        for key in texts:
            by_band.setdefault(known[key][2][at : at + ROWS], []).append(key)
        for members in by_band.values():
            if len(members) < 2:
                continue
            reach = len(members)
            if len(members) > CROWD:
                reach = NEIGHBOURS
                members.sort(key=lambda key: (known[key][2][at + ROWS :], known[key][2][:at], key))
            for i, one in enumerate(members):
                for other in members[i + 1 : i + 1 + reach]:
                    yield one, other


def _one_text(one: Sketched, other: Sketched) -> bool:
    """Whether both the words and the names and figures of two texts are the same but for local edits."""
    if likeness(one[2], other[2]) < _least(one, other):
        return False
    a, b = set(one[2][PERMUTATIONS:]), set(other[2][PERMUTATIONS:])
    return len(a & b) >= ALIKE * len(a | b)


def _least(one: Sketched, other: Sketched) -> float:
    """The likeness from which two texts are one."""
    if one[1] is not None and one[1] == other[1] and one[0] != other[0]:
        return SAME_OUTLET
    return THRESHOLD


def _chief(chief: dict[str, str], key: str) -> str:
    while chief[key] != key:
        chief[key] = key = chief[chief[key]]
    return key


def _shingles(words: Sequence[str]) -> Iterator[int]:
    """Yield the shingles as numbers of 64 bits; a text shorter than one shingle is one shingle."""
    for at in range(max(1, len(words) - SHINGLE + 1)):
        part = words[at : at + SHINGLE]
        shingle = " ".join(part)
        yield _number(shingle)
        if any(word.isdecimal() for word in part):
            yield _number("figure " + shingle)


def _number(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def _band_key(at: int, rows: tuple[int, ...]) -> int:
    packed = b"".join(value.to_bytes(4, "big") for value in rows)
    return int.from_bytes(hashlib.blake2b(packed, digest_size=8, person=b"band%d" % (at // ROWS)).digest(), "big")
