"""Claims made by hand: codes are parted by blanks, days are ISO days, keys follow from where the claim stands."""

from __future__ import annotations

from datetime import date

from dragoman.model.claim import Actor, Claim, Voice
from dragoman.model.event import Casualty, Reality, Stance, When
from dragoman.model.keys import content_key
from dragoman.model.world import Place


def actors(codes: str) -> tuple[Actor, ...]:
    return tuple(Actor(code, code, None, (0, 1)) for code in codes.split())


def voice(codes: str, *, anonymous: bool = False) -> Voice:
    parts = tuple(codes.split())
    return Voice(parts, parts, anonymous=anonymous)


def days(first: str | None, last: str | None = None, *, said: bool = True, grain: str = "day") -> When:
    """From ``first`` to ``last`` (one day without); ``said`` is false for a day that the text does not give."""
    one = None if first is None else date.fromisoformat(first)
    other = one if last is None else date.fromisoformat(last)
    return When(one, other, grain, (0, 1) if said else None, "made by hand")


def since(first: str) -> When:
    return When(date.fromisoformat(first), None, "open", (0, 1), "made by hand")


def town(*names: str) -> tuple[Place, ...]:
    return tuple(Place((0, 1), name) for name in names)


def toll(kind: str, low: int | None, high: int | None, whose: str = "") -> Casualty:
    return Casualty(kind, low, high, tuple(whose.split()))  # type: ignore[arg-type]  # the tests name real kinds


def claim(
    at: int,
    type_: str = "ASSAULT",
    who: str = "",
    whom: str = "",
    says: str = "narrator",
    *,
    mediators: str = "",
    mode: str | None = None,
    stance: Stance = "asserts",
    reality: Reality = "actual",
    background: bool = False,
    anonymous: bool = False,
    date: When | None = None,
    places: tuple[Place, ...] = (),
    casualties: tuple[Casualty, ...] = (),
    length: int = 5,
) -> Claim:
    """A claim whose predicate starts at code point ``at``."""
    return Claim(
        key=content_key("made", at, says),
        type=type_,
        mode=mode,
        contexts=(),
        plover=None,
        actors=actors(who),
        recipients=actors(whom),
        mediators=actors(mediators),
        voice=voice(says, anonymous=anonymous),
        stance=stance,
        reality=reality,
        background=background,
        date=date,
        places=places,
        casualties=casualties,
        framing=(),
        span=(at, at + length),
    )
