"""What the tokens of one match say: month, day, year, part, unit, amount."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.annotate.times.context import Run


@dataclass(slots=True)
class Parts:
    """The readable pieces of a match. ``pointer`` holds the class letters of this, that, same, last, next."""

    month: int | None = None
    day: int | None = None
    day_two: int | None = None
    year: int | None = None
    part: str = ""
    weekday: int | None = None
    daypart: str = ""
    season: str = ""
    pointer: str = ""
    unit: str = ""
    offset: tuple[int, str] | None = None
    definite: bool = False


_NUMBERS = frozenset("YDdn")
_VALUED = {
    "p": "part",
    "P": "part",
    "Z": "daypart",
    "S": "season",
    "F": "season",
    "U": "unit",
    "V": "unit",
    "9": "unit",
}
"""Classes whose words have a TIMEX3 value, and the piece that it is."""


def read_parts(run: Run, i: int, j: int) -> Parts:
    """Return the pieces of tokens ``i`` up to ``j``."""
    found, lexicon = Parts(), run.lexicon
    for k in range(i, j):
        code = run.code(k)
        word = run.word(k)
        if code in "MAk":
            found.month = lexicon.month.get(word)
        elif code in _NUMBERS:
            _number(run, found, k, code)
        elif code in "tzmlhXx":
            found.pointer += code
        elif code in "Ww":
            found.weekday = lexicon.weekday.get(word)
        elif code == "R":
            found.offset = lexicon.offset.get(word)
        elif code == "T":
            found.definite = True
        elif code in _VALUED:
            setattr(found, _VALUED[code], lexicon.value.get(word, ""))
    return found


def _number(run: Run, found: Parts, k: int, code: str) -> None:
    word = run.word(k)
    if not word.rstrip("stndrh").isdecimal():
        return
    number = int(word.rstrip("stndrh"))
    christ = run.code(k + 1) == "("
    if code == "Y" or christ or run.code(k - 1) == ")":
        found.year = -number if christ else number
    elif code in "Dd" and found.day is None:
        found.day = number
    elif code in "Dd":
        found.day_two = number


@dataclass(slots=True)
class Amount:
    """How many units: ``number`` is null for a few; ``digits`` is the number in TIMEX3 (``3``, ``2.5``, ``X``)."""

    number: float | None
    digits: str
    unit: str

    @property
    def value(self) -> str:
        """The TIMEX3 value of the duration: ``P3W``, ``PT24H``."""
        count, unit = self.digits, self.unit
        if unit == "FN":
            count, unit = ("X" if self.number is None else f"{2 * self.number:g}"), "W"
        return f"PT{count}{unit[1:]}" if unit in {"TH", "TM", "TS"} else f"P{count}{unit}"


def read_amount(run: Run, i: int, j: int) -> Amount:
    """Return the amount and unit of tokens ``i`` up to ``j``."""
    total: float | None = None
    small = 0.0
    vague = False
    half = False
    unit = ""
    for k in range(i, j):
        code = run.code(k)
        word = run.word(k)
        if code in "UV9HI":
            unit = run.lexicon.value.get(word, "D")
            if total is None and not vague and code in "U9H":
                total = 1
        elif code in "q$":
            vague = True
        elif code == "Q":
            half = total is not None or bool(small)
        elif code in "N1":
            number = run.lexicon.number.get(word, 0)
            small = small * number if number >= 100 and small else small + number
            total = small
        elif code in "nDYd" and total is None:
            total = _decimal(word)
        elif code == "a" and total is None and not vague:
            total = 1 if run.code(k + 1) not in "q$N" else total
    if vague or total is None:
        return Amount(None, "X", unit)
    total += 0.5 * half
    return Amount(total, f"{total:.10g}", unit)


def _decimal(word: str) -> float | None:
    plain = word.replace(",", "").rstrip("stndrh")
    return float(plain) if plain.replace(".", "", 1).isdecimal() and plain.isascii() and len(plain) <= 12 else None
