"""Tells in which language a text is written, cheaply and only when sure."""

from __future__ import annotations

import bisect
import re
from collections import Counter
from functools import cache

from dragoman.codebook.furniture import tongues
from dragoman.codebook.shapes_furniture import Tongue

SUPPORTED = frozenset({"en"})
"""Codes of the languages that Dragoman reads."""

FEWEST_LETTERS = 200
"""A shorter text is taken as it is: too few words to be sure."""

_DENSE = frozenset({"han", "kana", "hangul"})
_LETTERS_OF_DENSE = 3
"""What one sign of a dense script is worth in letters: it stands for a syllable or a word."""

_SAMPLE = 30_000
_WORD = re.compile(r"[^\W\d_]+")


def foreign(text: str) -> str | None:
    """Name the language of a text that is surely in none we read ("Russian"), or return none.

    Decides by the share of scripts among the letters, then for Latin script by the commonest short words, over at
    most 30,000 characters from the beginning, the middle and the end.
    """
    sample = _sample(text)
    counts = _scripts(sample)
    total = sum(counts.values())
    if total < FEWEST_LETTERS:
        return None
    if counts["latin"] < 0.35 * total:
        return _by_script(sample, counts)
    return _by_words(sample)


def _sample(text: str) -> str:
    if len(text) <= _SAMPLE:
        return text
    third, middle = _SAMPLE // 3, len(text) // 2
    return " ".join((text[:third], text[middle : middle + third], text[-third:]))


@cache
def _ranges() -> tuple[tuple[int, int, str], ...]:
    scripts = tongues().scripts.items()
    return tuple(sorted((first, last, name) for name, ranges in scripts for first, last in ranges))


def _scripts(sample: str) -> Counter[str]:
    ranges = _ranges()
    firsts = [first for first, _, _ in ranges]
    counts: Counter[str] = Counter()
    for letter, times in Counter(sample).items():
        at = bisect.bisect_right(firsts, ord(letter)) - 1
        if at >= 0 and ord(letter) <= ranges[at][1]:
            name = ranges[at][2]
            counts[name] += times * (_LETTERS_OF_DENSE if name in _DENSE else 1)
    return counts


def _by_script(sample: str, counts: Counter[str]) -> str | None:
    script = max((name for name in counts if name != "latin"), key=lambda name: counts[name], default=None)
    if script == "han" and counts["kana"] > 0.1 * counts["han"]:
        script = "kana"
    candidates = [tongue for tongue in tongues().tongue if script is not None and tongue.script == script]
    if not candidates or script is None:
        return None
    telling = Counter(sample.lower())
    shares = [(sum(telling[letter] for letter in tongue.letters) / counts[script], tongue) for tongue in candidates]
    share, best = max(shares, key=lambda pair: pair[0])
    return best.name if share > 0.01 else candidates[0].name


def _by_words(sample: str) -> str | None:
    words = Counter(_WORD.findall(sample.lower()))
    total = sum(words.values())

    def share(tongue: Tongue) -> float:
        return sum(words[word] for word in tongue.words) / total

    known = [tongue for tongue in tongues().tongue if tongue.words]
    ours = max((share(tongue) for tongue in known if tongue.code in SUPPORTED), default=0.0)
    others = [(share(tongue), tongue.name) for tongue in known if tongue.code not in SUPPORTED]
    best, name = max(others, default=(0.0, ""))
    return name if best > 0.10 and best > 2.5 * ours else None
