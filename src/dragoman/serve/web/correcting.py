"""Fields of a claim as a person writes them in a form, and back as the JSON of a judgement."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, get_args

import msgspec

from dragoman.errors import InputError
from dragoman.model.claim import Actor, Claim
from dragoman.model.event import CasualtyKind, Reality, Stance
from dragoman.model.world import Place
from dragoman.reconcile.judged import TYPES, corrected
from dragoman.serve.web.names import ACTS

FIELDS: Mapping[str, str] = {
    "type": "What was done", "mode": "In which way", "stance": "What the voice does", "reality": "How real", "background": "Background",
    "voice": "Who says it", "actors": "Who did it", "recipients": "To whom", "mediators": "With the help of", "date": "When",
    "places": "Where", "casualties": "People harmed",
}  # fmt: skip
"""The fields that can be corrected, in the order of the form, with their labels."""
CHOICES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "type": tuple((one, ACTS[one]) for one in TYPES),
    "stance": tuple((one, one) for one in get_args(Stance)),
    "reality": tuple((one, one) for one in get_args(Reality)),
    "background": (("no", "no"), ("yes", "yes: history or recap")),
}
"""Fields of a few values, with what these are called."""
HINTS: Mapping[str, str] = {
    "mode": "heavy-weapons", "voice": "narrator, or codes: ARM.MIL", "actors": "codes: AZE.MIL, RUS", "recipients": "codes",
    "mediators": "codes", "places": "names, parted by ;", "casualties": "killed 40-49 ARM.MIL",
}  # fmt: skip
_CODE = re.compile(r"narrator|[A-Z0-9][A-Z0-9:.\-]{0,39}")
_MODE = re.compile(r"[a-z][a-z\-]{0,39}")
_SUM = re.compile(r"(\d{1,9}|\?)(?:\s*[-–]\s*(\d{1,9}|\?))?")
_MOST = 4_000
_MOST_PARTS = 40


class Known:
    """What a correction may name: codes and places.

    Args:
        is_code: whether somebody has this code.
        place: a place by its name, or none.
    """

    def __init__(self, is_code: Callable[[str], bool], place: Callable[[str], Place | None]) -> None:
        self.is_code, self.place = is_code, place


def text_of(claim: Claim, field: str) -> str:
    """What a form shows of a field."""
    value = getattr(claim, field)
    if field in {"actors", "recipients", "mediators"}:
        return ", ".join(one.code for one in value)
    if field == "voice":
        return ", ".join(value.codes)
    if field == "date":
        return "/".join(end.isoformat() if end else "" for end in (value.first, value.last)) if value else "/"
    if field == "places":
        return "; ".join(one.name for one in value)
    if field == "casualties":
        return "\n".join(_sum_text(one.kind, one.low, one.high, one.whose) for one in value)
    if field == "background":
        return "yes" if value else "no"
    return value or ""


def told_text(claim: Claim, field: str, value: str) -> str:
    """What a judgement's value says, as a form would show it; the value itself where it cannot be read."""
    try:
        text = text_of(corrected(claim, field, value), field)
    except InputError:
        return value
    first, slash, last = text.partition("/") if field == "date" else (text, "", "")
    return f"{first or '?'} to {last or '?'}" if slash and first != last else first


def changes(claim: Claim, sent: Mapping[str, str], known: Known) -> dict[str, str]:
    """The fields that a person changed in a form, with their new values as JSON, each fit for the claim.

    Args:
        claim: as the judgements that stand have it.
        sent: the form: each field and, as ``was-FIELD``, what it showed; ``first`` and ``last`` for the date.
        known: what may be named.

    Raises:
        InputError: a field has a value that it cannot have.
    """
    found = {}
    for field in FIELDS:
        text = f"{sent.get('first', '')}/{sent.get('last', '')}" if field == "date" else sent.get(field)
        if text is None or (field == "date" and "first" not in sent):
            continue
        text, was = (one.replace("\r\n", "\n").strip() for one in (text, sent.get(f"was-{field}", text_of(claim, field))))
        if text == was:
            continue
        if len(text) > _MOST:
            raise InputError(f"{field}: at most {_MOST} characters")
        value = msgspec.json.encode(_READ[field](claim, field, text, known)).decode()
        corrected(claim, field, value)
        found[field] = value
    return found


def _parties(claim: Claim, field: str, text: str, known: Known) -> Any:
    now: dict[str, Actor] = {one.code: one for one in getattr(claim, field)}
    codes = _codes(field, text, known)
    return [msgspec.to_builtins(now[code]) if code in now else code for code in codes]


def _voice(claim: Claim, field: str, text: str, known: Known) -> Any:
    codes = _codes(field, text, known)
    if not codes:
        raise InputError("voice: somebody says it; write narrator for the report itself")
    return codes[0] if len(codes) == 1 else {"codes": codes, "chain": codes}


def _codes(field: str, text: str, known: Known) -> list[str]:
    codes = list(dict.fromkeys(part if part == "narrator" else part.upper() for part in re.split(r"[\s,;]+", text) if part))
    if len(codes) > _MOST_PARTS:
        raise InputError(f"{field}: at most {_MOST_PARTS} codes")
    for code in codes:
        if _CODE.fullmatch(code) is None or (code == "narrator" and field != "voice"):
            raise InputError(f"{field}: {code[:50]} is no code")
        if code not in {"narrator", "UNK"} and not known.is_code(code):
            raise InputError(f"{field}: nobody has the code {code}; codes are as ARM, ARM.MIL, IGO:UN (dragoman codebook lists them)")
    return codes


def _days(claim: Claim, field: str, text: str, known: Known) -> Any:
    first, _, last = text.partition("/")
    if not first and not last:
        return None
    if first and last and first > last:
        raise InputError("date: the first day comes after the last")
    return [first or None, last or None] if first != last else first


def _places(claim: Claim, field: str, text: str, known: Known) -> Any:
    now: dict[str, Place] = {one.name.casefold(): one for one in claim.places}
    names = list(dict.fromkeys(" ".join(part.split()) for part in re.split(r"[;\n]", text) if part.strip()))
    if len(names) > _MOST_PARTS:
        raise InputError(f"{field}: at most {_MOST_PARTS} places")
    found = ((name, now.get(name.casefold()) or known.place(name)) for name in names)
    return [name if place is None else msgspec.to_builtins(place) for name, place in found]


def _sums(claim: Claim, field: str, text: str, known: Known) -> Any:
    now = {_sum_text(one.kind, one.low, one.high, one.whose): one for one in claim.casualties}
    read = []
    for line in (" ".join(line.split()) for line in text.split("\n") if line.strip()):
        if line in now:
            read.append(msgspec.to_builtins(now[line]))
            continue
        kind, _, rest = line.partition(" ")
        amount = _SUM.match(rest)
        if kind not in get_args(CasualtyKind) or amount is None:
            kinds = ", ".join(get_args(CasualtyKind))
            raise InputError(f"people harmed: {line[:60]}: write a line as killed 40-49 ARM.MIL; ? is open; kinds are {kinds}")
        low, high = (None if end == "?" else int(end) for end in (amount[1], amount[2] or amount[1]))
        if low is not None and high is not None and low > high:
            raise InputError(f"people harmed: {line[:60]}: the range is the wrong way round")
        read.append({"kind": kind, "low": low, "high": high, "whose": _codes(field, rest[amount.end() :], known)})
    if len(read) > _MOST_PARTS:
        raise InputError(f"people harmed: at most {_MOST_PARTS} lines")
    return read


def _sum_text(kind: str, low: int | None, high: int | None, whose: tuple[str, ...]) -> str:
    ends = ["?" if end is None else str(end) for end in (low, high)]
    amount = ends[0] if ends[0] == ends[1] else "-".join(ends)
    return f"{kind} {amount} {', '.join(whose)}".strip()


def _mode(claim: Claim, field: str, text: str, known: Known) -> Any:
    if text and _MODE.fullmatch(text) is None:
        raise InputError("mode: a word in small letters, as heavy-weapons")
    return text or None


def _plain(claim: Claim, field: str, text: str, known: Known) -> Any:
    return text


def _yes(claim: Claim, field: str, text: str, known: Known) -> Any:
    if text not in {"yes", "no"}:
        raise InputError("background: yes or no")
    return text == "yes"


_READ: Mapping[str, Callable[[Claim, str, str, Known], Any]] = {
    "type": _plain, "mode": _mode, "stance": _plain, "reality": _plain, "background": _yes, "voice": _voice, "actors": _parties,
    "recipients": _parties, "mediators": _parties, "date": _days, "places": _places, "casualties": _sums,
}  # fmt: skip
