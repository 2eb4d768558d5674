"""Cut a text into tokens and give each a one-letter class, so that the rules are small patterns over letters.

A text becomes a string of codes, one per token: "the end of March 1944" is ``TPoAY``. The letters:

====  =====================================  ====  =====================================
M     month (A: ambiguous, k: and small)      W     weekday (w: abbreviation)
S     season (F: ambiguous)                   Z     part of a day
Y     number of four digits, a year maybe     D     number up to 31 (d: ordinal, "6th")
n     other number                            0     decade in digits ("1990s")
N     number word (1: "one")                  O     ordinal word
U V   unit of a day or more, one or many      H I   hour, minute, second, one or many
9     century                                 Q     quarter, half
R     yesterday, today                        v     vague word (now)
T a   the; a, an                              o     of
t z   that; this                              m     same
l h   last; past                              X x   next; coming
r e   recent; every                           %     daily, weekly
g b   ago; earlier                            B     before
f E   later; after                            p P   early, late; beginning, end
i j   in, on; since                           u y   from, between; to, until
& J   and; about, more than                   q $   few, several; dozens
C K   clock time; with am or pm               G c   am, pm; o'clock
L #   time zone; date in digits (3.5.2020)    ( )   BC; AD
, - / ' :  themselves                         |     end of a sentence
.     words without a class (a run of them is one token)   ;   any other mark
====  =====================================  ====  =====================================
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from dragoman.codebook.shapes_times import TimeWords

_TOKEN = re.compile(
    r"\n[^\S\n]*+\n"
    r"|\d++(?:[.,:]\d++)*+[^\W\d_]*+"
    r"|[AaPp]\.\s?[Mm]\b\.?|B\.\s?C\.?(?:\s?E\.?)?(?!\w)|A\.\s?D\b\.?"
    r"|[oO]['’]clock\b"
    r"|[^\W\d_]\w*+"
    r"|([^\w\s])\1*+"
    r"|_++"
)
_MARKS = {",": ",", "/": "/", "'": "'", "’": "'", "‘": "'", ":": ":", "-": "-", "–": "-", "—": "-", "−": "-", "‑": "-"}
_ENDS = frozenset(".!?")
_LONGEST = 40
"""No token of interest is longer; what is longer has no class."""


class Lexicon(NamedTuple):
    """``TimeWords`` turned inside out: what each written form means."""

    words: TimeWords
    codes: dict[str, str]
    """Class letter by written form ("May", "MAY", "may")."""
    month: dict[str, int]
    weekday: dict[str, int]
    value: dict[str, str]
    """TIMEX3 value of seasons, parts of days and vague words, unit letter of units; by lower-case word."""
    number: dict[str, int]
    quarter: dict[str, int]
    offset: dict[str, tuple[int, str]]
    zone: dict[str, str]
    abbreviations: frozenset[str]
    auxiliaries: frozenset[str]
    narrative_only: frozenset[str]
    zones: re.Pattern[str]
    future: frozenset[str]
    """Words, and pairs of words with a space, that speak of the future."""
    past: frozenset[str]
    past_endings: tuple[str, ...]
    said: frozenset[str]
    """Words of reporting, which are never participles of a future."""
    numbered: re.Pattern[str]
    counted: re.Pattern[str]
    not_month: re.Pattern[str]
    old: re.Pattern[str]
    reporting: re.Pattern[str]


class Tokens(NamedTuple):
    """A text in tokens: the string of codes, and first and one past the last offset of each."""

    codes: str
    starts: list[int]
    ends: list[int]


def _any(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", r"\s") for word in sorted(words, key=len, reverse=True))


def _put(codes: dict[str, str], words: tuple[str, ...], code: str, lower: str | None = None) -> None:
    """Give the written forms of ``words`` a class, where they have none yet; ``lower`` is that of small letters."""
    for word in words:
        codes.setdefault(word, lower or code)
        codes.setdefault(word[:1].upper() + word[1:], code)
        codes.setdefault(word.upper(), code)


def _particle_codes(codes: dict[str, str], words: TimeWords) -> None:
    particles = words.particles
    for field, code in (
        ("am", "G"), ("pm", "G"), ("oclock", "c"), ("before_christ", "("), ("anno_domini", ")"), ("the", "T"),
        ("a", "a"), ("of", "o"), ("that", "t"), ("this", "z"), ("same", "m"), ("last", "l"), ("past", "h"),
        ("next", "X"), ("coming", "x"), ("recent", "r"), ("every", "e"), ("ago", "g"), ("earlier", "b"),
        ("before", "B"), ("later", "f"), ("after", "E"), ("early", "p"), ("parts", "P"), ("since", "j"),
        ("start", "u"), ("to", "y"), ("and_", "&"), ("at", "i"), ("about", "J"), ("few", "q"), ("dozens", "$"),
        ("quarter", "Q"), ("half", "Q"),
    ):  # fmt: skip
        _put(codes, getattr(particles, field), code)


def _calendar_codes(codes: dict[str, str], words: TimeWords) -> None:
    for name, full in ((name, names[0]) for names in words.months for name in names):
        unsure = name in words.ambiguous_months
        code = "M" if not unsure else "A" if name == full else "k"
        _put(codes, (name,), code, "k" if unsure or name != full else None)
    for name in (name for names in words.weekdays for name in names):
        weak = name in words.weak_weekdays
        _put(codes, (name,), "w" if weak else "W", "." if weak else None)
    for name in (name for season in words.seasons for name in season.words):
        _put(codes, (name,), "F" if name in words.ambiguous_seasons else "S")
    for unit in words.units:
        clock = unit.code.startswith("T")
        _put(codes, unit.one, "9" if unit.code == "CE" else "H" if clock else "U")
        _put(codes, unit.many, "I" if clock else "V")
        _put(codes, unit.adverbs, "%")


def _codes(words: TimeWords) -> dict[str, str]:
    """Class letter by written form."""
    codes: dict[str, str] = {}
    _calendar_codes(codes, words)
    for number in words.cardinals:
        _put(codes, (number.word,), "1" if number.value == 1 else "N")
    _put(codes, tuple(number.word for number in words.ordinals), "O")
    _put(codes, tuple(word for part in words.dayparts for word in part.words), "Z")
    _put(codes, tuple(offset.word for offset in words.offsets), "R")
    vague = (word for group in (*words.references, *words.narrative_references) for word in group.words)
    _put(codes, tuple(word for word in vague if word not in words.particles.recent), "v")
    _put(codes, tuple(name for zone in words.zones for name in zone.names if " " not in name), "L", ".")
    _put(codes, words.quarters, "5")
    _particle_codes(codes, words)
    codes |= dict.fromkeys((*words.particles.am, *words.particles.pm), "G")
    return codes | dict.fromkeys(words.particles.before_christ, "(")


def _values(words: TimeWords) -> dict[str, str]:
    valued = (*words.seasons, *words.dayparts, *words.part_values, *words.references, *words.narrative_references)
    value = {word: group.value for group in valued for word in group.words}
    for unit in words.units:
        value |= dict.fromkeys((*unit.one, *unit.many, *unit.adverbs), unit.code)
    return value


def _zones(words: TimeWords) -> re.Pattern[str]:
    """Return what may stand behind a clock time: its zone, a word for hours, or both."""
    names = _any(tuple(name for zone in words.zones for name in zone.names))
    hours = rf"\s?(?:{_any(words.particles.hours_mark)})\b"
    return re.compile(rf"(?:{hours})?\s?({names})\b|{hours}", re.IGNORECASE)


@lru_cache(maxsize=4)
def lexicon(words: TimeWords) -> Lexicon:
    """Return what the words mean, by written form; compiled once for each ``TimeWords``."""
    return Lexicon(
        words=words,
        codes=_codes(words),
        month={name: i for i, names in enumerate(words.months, 1) for name in names},
        weekday={name: i for i, names in enumerate(words.weekdays) for name in names},
        value=_values(words),
        number={number.word: number.value for number in (*words.ordinals, *words.cardinals)},
        quarter={name: i for i, name in enumerate(words.quarters, 1)},
        offset={offset.word: (offset.days, offset.part) for offset in words.offsets},
        zone={name: zone.offset for zone in words.zones for name in zone.names},
        abbreviations=frozenset(words.abbreviations),
        auxiliaries=frozenset(words.auxiliaries),
        narrative_only=frozenset(word for group in words.narrative_references for word in group.words),
        zones=_zones(words),
        future=frozenset(words.future),
        past=frozenset(words.past),
        past_endings=words.past_endings,
        said=frozenset(words.reporting),
        numbered=re.compile(rf"(?<!\w)(?:{_any(words.numbered)})\.?\s?$|[$€£#№&]\s?$", re.IGNORECASE),
        counted=re.compile(rf"\s(?:{_any(words.counted)})\b|\s?%", re.IGNORECASE),
        not_month=re.compile(rf"\s(?:{_any(words.ambiguous_after)})\b"),
        old=re.compile(rf"[\s-](?:{_any(words.particles.old)})\b", re.IGNORECASE),
        reporting=re.compile(rf"\b(?:{_any(words.reporting)})\b|[“\"«]", re.IGNORECASE),
    )


@lru_cache(maxsize=4096)
def _number_code(form: str) -> str:
    """Return the class of a token that begins with a digit."""
    tail = form.lstrip("0123456789.,:")
    body = form[: len(form) - len(tail)] if tail else form
    if not body or not body.isascii():
        return "."
    if not body.isdecimal():
        return _mixed_code(body, tail.lower())
    if tail:
        return _tailed_code(body, tail.lower())
    if len(body) == 4 and "1000" <= body <= "2399":
        return "Y"
    return "D" if len(body) <= 2 and 1 <= int(body) <= 31 else "n" if len(body) <= 9 else "."


def _mixed_code(body: str, tail: str) -> str:
    """Return the class of digits with points, commas or colons: 5:30, 5.30pm, 3.5.2020, 2,000, 2.5."""
    if ":" in body:
        right = re.fullmatch(r"(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d)?", body)
        return "." if not right else "C" if not tail else "K" if tail in {"am", "pm", "hrs", "h"} else "."
    if re.fullmatch(r"[012]?\d\.[0-5]\d", body) and tail in {"", "am", "pm"}:
        return "K" if tail else "C"
    if tail:
        return "."
    if re.fullmatch(r"\d{1,2}\.\d{1,2}\.[12]\d{3}", body):
        return "#"
    return "n" if re.fullmatch(r"\d{1,3}(?:,\d{3})+|\d{1,4}\.\d{1,3}", body) else "."


def _tailed_code(body: str, tail: str) -> str:
    """Return the class of digits with letters behind: 6th, 1990s, 5pm."""
    if tail in {"st", "nd", "rd", "th"}:
        return "d" if len(body) <= 2 and 1 <= int(body) <= 31 else "."
    if tail == "s":
        return "0" if body[-1] == "0" and len(body) in {2, 3, 4} else "."
    return "K" if tail in {"am", "pm"} and len(body) <= 2 and 1 <= int(body) <= 12 else "."


def tokenise(text: str, lexicon: Lexicon) -> Tokens:
    """Cut ``text`` into tokens with their classes, in time linear in its length."""
    known, abbreviations = lexicon.codes, lexicon.abbreviations
    codes: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    last, last_start, last_end = "", 0, -1
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        first = text[start]
        if first.isalpha():
            code = known.get(match[0], ".") if end - start < _LONGEST else "."
        elif first.isdecimal():
            code = _number_code(match[0]) if end - start < _LONGEST else "."
        elif first in _ENDS:
            if start == last_end and text[last_start:start].lower() in abbreviations:
                continue
            code = "|"
        else:
            code = _MARKS.get(first, "|" if first == "\n" else ";")
        if code == "." == last:
            ends[-1] = last_end = end
            last_start = start
            continue
        codes.append(code)
        starts.append(start)
        ends.append(end)
        last, last_start, last_end = code, start, end
    return Tokens("".join(codes), starts, ends)
