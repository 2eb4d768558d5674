"""The shape of ``languages/<code>/times.toml``: the words that dates, durations and clock times are made of.

Every word is written in lower case; the reader of times adds the capitalised forms. All fields are tuples, so that a
``TimeWords`` can be hashed and what is compiled from it can be kept.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct


class Number(Struct, frozen=True, forbid_unknown_fields=True):
    """A word for a number: ``seven`` is 7, ``seventh`` is 7 among the ordinals."""

    word: str
    value: int


class Unit(Struct, frozen=True, forbid_unknown_fields=True):
    """A unit of time. ``code`` is its letter in TIMEX3 (``P3W``); hours, minutes and seconds stand behind a T."""

    code: Literal["TS", "TM", "TH", "D", "WE", "W", "FN", "M", "Y", "DE", "CE"]
    one: tuple[str, ...]
    many: tuple[str, ...]
    adverbs: tuple[str, ...] = ()
    """Words for "every such unit": daily, weekly."""


class Valued(Struct, frozen=True, forbid_unknown_fields=True):
    """Words that share a TIMEX3 value: ``SU`` for summer, ``PRESENT_REF`` for now, ``TMO`` for morning."""

    value: str
    words: tuple[str, ...]


class Offset(Struct, frozen=True, forbid_unknown_fields=True):
    """A word for a day counted from today: yesterday is -1. ``part`` is a part of that day (``TNI`` for tonight)."""

    word: str
    days: int
    part: str = ""


class Zone(Struct, frozen=True, forbid_unknown_fields=True):
    """A time zone. ``offset`` is what stands behind the clock time in TIMEX3 (``Z``, ``-05:00``), or empty."""

    names: tuple[str, ...]
    offset: str = ""


class Particles(Struct, frozen=True, forbid_unknown_fields=True):
    """Small words, by the part they play in an expression of time."""

    the: tuple[str, ...]
    a: tuple[str, ...]
    of: tuple[str, ...]
    that: tuple[str, ...]
    this: tuple[str, ...]
    same: tuple[str, ...]
    last: tuple[str, ...]
    past: tuple[str, ...]
    next: tuple[str, ...]
    recent: tuple[str, ...]
    coming: tuple[str, ...]
    every: tuple[str, ...]
    ago: tuple[str, ...]
    """Words that count back from today, whatever was said before."""
    earlier: tuple[str, ...]
    before: tuple[str, ...]
    later: tuple[str, ...]
    after: tuple[str, ...]
    early: tuple[str, ...]
    """Adjectives that take a part of a period: early, late, mid."""
    parts: tuple[str, ...]
    """Nouns for a part of a period: beginning, end."""
    at: tuple[str, ...]
    """Prepositions that a point or stretch of time follows: in, on, during."""
    since: tuple[str, ...]
    start: tuple[str, ...]
    """Words that open a range: from, between."""
    to: tuple[str, ...]
    and_: tuple[str, ...]
    about: tuple[str, ...]
    """Words that make an amount rough: about, nearly, more, than."""
    few: tuple[str, ...]
    dozens: tuple[str, ...]
    quarter: tuple[str, ...]
    half: tuple[str, ...]
    old: tuple[str, ...]
    """What behind "25 years" makes it an age."""
    oclock: tuple[str, ...]
    am: tuple[str, ...]
    pm: tuple[str, ...]
    hours_mark: tuple[str, ...]
    """What stands behind a clock time on 24 hours: hours, hrs."""
    before_christ: tuple[str, ...]
    anno_domini: tuple[str, ...]
    from_told: tuple[str, ...] = ()
    """Of the words for *last* and *next*, those that count from the day spoken of, not from today: the previous Friday."""


class TimeWords(Struct, frozen=True, forbid_unknown_fields=True):
    """``languages/<code>/times.toml``."""

    months: tuple[tuple[str, ...], ...]
    """Twelve lists of names, abbreviations among them."""
    ambiguous_months: tuple[str, ...]
    """Names of months that are other words too (may, march): alone they need a word before them."""
    weekdays: tuple[tuple[str, ...], ...]
    """Seven lists, Monday first."""
    weak_weekdays: tuple[str, ...]
    """Abbreviations of weekdays that count only before a date (sun, sat)."""
    named_days: tuple[str, ...]
    """Adjectives that make a name of a weekday, when written with a capital (Bloody Sunday)."""
    seasons: tuple[Valued, ...]
    ambiguous_seasons: tuple[str, ...]
    """Names of seasons that are other words too (fall)."""
    cardinals: tuple[Number, ...]
    ordinals: tuple[Number, ...]
    units: tuple[Unit, ...]
    dayparts: tuple[Valued, ...]
    part_values: tuple[Valued, ...]
    """Which of the words in ``particles.early`` and ``particles.parts`` mean START, MID and END."""
    quarters: tuple[str, ...]
    """Short names of the four quarters of a year."""
    offsets: tuple[Offset, ...]
    references: tuple[Valued, ...]
    """Vague words: now is PRESENT_REF, recently PAST_REF, soon FUTURE_REF."""
    narrative_references: tuple[Valued, ...]
    """Vague adjectives that are marked in narratives only (former)."""
    zones: tuple[Zone, ...]
    particles: Particles
    abbreviations: tuple[str, ...]
    """Words whose full stop ends no sentence."""
    numbered: tuple[str, ...]
    """Words that number a thing (route, resolution): a number behind them is no year."""
    counted: tuple[str, ...]
    """Plural nouns that are counted (people, troops): a number before them is no year and no day."""
    ambiguous_after: tuple[str, ...]
    """Words that show, behind an ambiguous month, that it is no month (May not, March on)."""
    future: tuple[str, ...]
    """Words and phrases that put a happening into the future: will, is expected to."""
    past: tuple[str, ...]
    """Words that put a happening into the past, besides the endings in ``past_endings``."""
    past_endings: tuple[str, ...]
    auxiliaries: tuple[str, ...]
    """Words between a word of the future and its participle: "will *be* held" is no past."""
    reporting: tuple[str, ...]
    """Words of reported speech: a text with many of them is news, not a narrative."""
