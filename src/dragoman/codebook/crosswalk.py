"""How other datasets call actors and weigh acts: ISO, FIPS 10-4, Correlates of War, Gleditsch-Ward, CAMEO, Goldstein."""

from __future__ import annotations

from functools import cache, cached_property
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct

from dragoman.codebook.load import Codebook
from dragoman.errors import CodebookError

BUILT = Path(__file__).parent / "data" / "built"
_T = TypeVar("_T")

ROLES = {
    "AGR": "AGR", "BUS": "BUS", "COP": "COP", "CRM": "CRM", "CVL": "CVL", "EDU": "EDU", "ELI": "ELI", "GOV": "GOV", "JRN": "MED",
    "JUD": "JUD", "LAB": "LAB", "LEG": "LEG", "MED": "HLH", "MIL": "MIL", "OPP": "OPP", "PRM": "UAF", "PTY": "PTY", "REB": "REB",
    "REF": "REF", "SOC": "CVL", "SPY": "SPY", "UAF": "UAF",
}  # fmt: skip
"""CAMEO's role by PLOVER's sector. Beware: ``MED`` is medicine in PLOVER and media in CAMEO."""
_TYPES = frozenset({*ROLES.values(), "DEV", "HRI", "IGO", "IMG", "NGO"})
_REGIONS = frozenset({"AFR", "CAF", "CAS", "EAF", "EUR", "MEA", "PGS", "SAF", "SAS", "SEA", "WAF", "WST"})
_RELIGIONS = frozenset({"MOS"})


class State(Struct, frozen=True, forbid_unknown_fields=True):
    """A state or territory with an ISO code. Codes are text with their leading zeros; null where a list has none.

    ``cow`` and ``cow_number`` are the Correlates of War abbreviation and number, ``gw_number`` is Gleditsch and Ward's,
    ``fips`` the FIPS 10-4 code, ``cameo`` the three letters that CAMEO uses.
    """

    iso3: str
    iso2: str
    numeric: str | None
    name: str
    fips: str | None
    cow: str | None
    cow_number: int | None
    gw_number: int | None
    cameo: str


class Cameo(Struct, frozen=True):
    """An actor as CAMEO writes it: ``code`` is made of three-letter parts, the other fields say which part is what."""

    code: str = ""
    country: str | None = None
    group: str | None = None
    religion: str | None = None
    types: tuple[str, ...] = ()


class _Lists(Struct, frozen=True, forbid_unknown_fields=True):
    """CAMEO's codes of bodies and groups by ours, and what it calls its codes of acts."""

    actors: dict[str, str]
    texts: dict[str, str]


class Crosswalk(Struct, frozen=True, dict=True):
    """Other datasets' codes of the actors of a codebook.

    A state's organs, rebels and civilians belong to the state, a named group to the country of its seat. De facto
    authorities without an ISO code (``NKR``, ``IRQ-KRG``) and international bodies belong to no state: they would fight
    themselves otherwise.
    """

    codebook: Codebook

    @cached_property
    def _seats(self) -> dict[str, str | None]:
        own = states()
        return {
            actor.code: actor.parent if actor.kind == "group" or "." in actor.code else actor.code if actor.code in own else None
            for actor in self.codebook.actors
        }

    def state(self, code: str | None) -> State | None:
        """The state that an actor belongs to, or none."""
        if not code:
            return None
        seat = self._seats[code] if code in self._seats else code.partition(".")[0]
        return states().get(seat) if seat else None

    def cameo(self, code: str | None) -> Cameo:
        """An actor as CAMEO writes it; empty where it has no way to write it."""
        if not code:
            return Cameo()
        base, _, sector = code.partition(".")
        known = _lists().actors
        if code in known:
            return _parted(known[code])
        role = ROLES.get(sector, "")
        if ":" in base:
            return _parted(known.get(base, base.partition(":")[0]) + role)
        state = self.state(code)
        return _parted(known.get(base, state.cameo if state is not None else "") + role)


@cache
def states() -> dict[str, State]:
    """All states and territories by their ISO 3166 alpha-3 code (``XKX`` for Kosovo).

    Raises:
        CodebookError: the built file is missing or damaged.
    """
    return {state.iso3: state for state in _read("crosswalk.json", tuple[State, ...])}


def fips(country: str | None, longitude: float | None) -> str | None:
    """The FIPS 10-4 code of a place's country, given as ISO 3166 alpha-3; the Gaza Strip has one of its own.

    Args:
        country: where the place lies.
        longitude: degrees east, if known.
    """
    if country == "PSE" and longitude is not None and longitude < _BETWEEN:
        return "GZ"
    state = states().get(country or "")
    return state.fips if state is not None else None


_BETWEEN = 34.7
"""Degrees east: the Gaza Strip ends at 34.6, the West Bank begins at 34.9."""


def goldstein(cameo: str) -> float | None:
    """Goldstein's weight, -10 to 10, of a CAMEO code, or of the code that it is a special case of.

    Source: Goldstein (1992) as carried over to CAMEO in the public code lists.

    Raises:
        CodebookError: the built file is missing or damaged.
    """
    scale = _goldstein()
    return next((scale[part] for part in _widening(cameo) if part in scale), None)


def cameo_text(cameo: str) -> str | None:
    """What CAMEO calls a code, or the code that it is a special case of.

    Raises:
        CodebookError: the built file is missing or damaged.
    """
    texts = _lists().texts
    return next((texts[part] for part in _widening(cameo) if part in texts), None)


def _widening(cameo: str) -> list[str]:
    """The code and the codes above it: 1823, 182, 18 and the general 180."""
    return [cameo, cameo[:3], cameo[:2], f"{cameo[:2]}0"]


def _parted(code: str) -> Cameo:
    parts = [code[start : start + 3] for start in range(0, len(code), 3)]
    countries = _countries()
    country = next((part for part in parts if part in _REGIONS or (part in countries and part not in _TYPES)), None)
    religion = next((part for part in parts if part in _RELIGIONS), None)
    types = tuple(part for part in parts if part in _TYPES)
    group = next((part for part in reversed(parts) if part not in {country, religion, *types}), None)
    return Cameo(code, country, group, religion, types[:3])


@cache
def _countries() -> frozenset[str]:
    return frozenset(state.cameo for state in states().values())


@cache
def _lists() -> _Lists:
    return _read("cameo.json", _Lists)


@cache
def _goldstein() -> dict[str, float]:
    return _read("goldstein.json", dict[str, float])


def _read(name: str, shape: type[_T]) -> _T:
    try:
        return msgspec.json.decode((BUILT / name).read_bytes(), type=shape)
    except (OSError, msgspec.DecodeError) as error:
        raise CodebookError(f"{BUILT / name}: {error}") from error
