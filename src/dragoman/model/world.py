"""What the text names in the world: actors, places, times. Spans address the document's text."""

from __future__ import annotations

from datetime import date
from typing import Literal

from msgspec import Struct

from dragoman.model.text import Span

MentionKind = Literal[
    "state",      # Armenia
    "demonym",    # Armenian (alone, before a noun that is no actor)
    "capital",    # Yerevan, the Kremlin: a government only where the sentence uses it so
    "organ",      # Armenia's defence ministry, Armenian forces, the Duma
    "person",     # Nikol Pashinyan, Prime Minister Pashinyan
    "body",       # the United Nations, the Red Cross
    "group",      # Hezbollah, the Syrian Democratic Forces, de facto entities
    "people",     # Armenian civilians, protesters, rebels of a country
    "anaphor",    # he, the ministry, both countries, each other
]  # fmt: skip


class Mention(Struct, frozen=True):
    """An actor named in the text.

    ``codes`` has one code (``ARM``, ``ARM.MIL``, ``IGO:UN``) but for plurals such as "the two sides", which carry
    one for each. ``name`` is how the codebook calls the actor (or the words of the text where it has none),
    ``person`` the full name of a person. ``antecedent`` is the span that an anaphor stands for.
    """

    span: Span
    codes: tuple[str, ...]
    name: str
    kind: MentionKind
    person: str | None = None
    antecedent: Span | None = None
    anonymous: bool = False


Precision = Literal["point", "settlement", "district", "province", "country", "border", "region"]


class Place(Struct, frozen=True):
    """A place named in the text. ``country`` is ISO 3166 alpha-3 or null; ``lat`` and ``lon`` are degrees, WGS 84."""

    span: Span | None
    name: str
    lat: float | None = None
    lon: float | None = None
    geonameid: int | None = None
    country: str | None = None
    precision: Precision = "settlement"
    claimed_by: tuple[str, ...] = ()


Grain = Literal["day", "week", "month", "season", "year", "range", "open"]


class TimeExpression(Struct, frozen=True):
    """A TIMEX3 expression. ``first`` and ``last`` are the first and last day it covers, null where open or unknown.

    ``kind`` is DATE, TIME, DURATION or SET; ``value`` the TIMEX3 value (with X where unresolved); ``rule`` the
    name of the rule that read it; ``basis`` says in words how the days follow ("weekday on or before 2022-11-07").
    ``anchor`` is the day that a relative expression was counted from. ``relative`` is true for an expression that
    needs the publication date or an earlier date of the text.
    """

    span: Span
    kind: Literal["DATE", "TIME", "DURATION", "SET"]
    value: str
    first: date | None
    last: date | None
    grain: Grain
    rule: str
    basis: str
    anchor: date | None = None
    relative: bool = False
