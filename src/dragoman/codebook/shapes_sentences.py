"""The shape of ``languages/<code>/sentences.toml``: where sentences end, and how quotations are marked."""

from __future__ import annotations

from msgspec import Struct


class QuotationMarks(Struct, frozen=True, forbid_unknown_fields=True):
    """Quotation marks by what they do.

    ``opening`` and ``closing`` are pairs in the same order; ``both`` are marks that open and close alike. The
    ``single`` ones are also apostrophes. ``elisions`` are words that begin with an apostrophe ("'til"), without it.
    """

    opening: tuple[str, ...]
    closing: tuple[str, ...]
    both: tuple[str, ...]
    single_opening: tuple[str, ...]
    single_closing: tuple[str, ...]
    single_both: tuple[str, ...]
    elisions: tuple[str, ...] = ()


class Abbreviations(Struct, frozen=True, forbid_unknown_fields=True):
    """Words that may end in a full stop without ending a sentence; all lower-case, without the stop.

    ``before_name`` never end a sentence ("Gen."); ``before_number`` do not before a digit ("Dec."); ``anywhere``
    end one only before a word of ``starters`` ("Inc.", "a.m.").
    """

    before_name: tuple[str, ...]
    before_number: tuple[str, ...]
    anywhere: tuple[str, ...]


class SentenceSigns(Struct, frozen=True, forbid_unknown_fields=True):
    """``languages/<code>/sentences.toml``.

    ``starters`` are words that, capitalised, begin a sentence; ``bullets`` are list signs; ``askers`` are labels that
    open a question in a transcript; ``own`` are the words by which a speaker speaks of himself.
    """

    starters: tuple[str, ...]
    bullets: tuple[str, ...]
    abbreviations: Abbreviations
    quotation: QuotationMarks
    askers: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
