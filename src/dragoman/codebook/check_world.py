"""The check across actors, people, places and outlets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import combinations

from dragoman.codebook.faults import SECTORS, Fault, Files
from dragoman.codebook.shapes import ActorEntry, PlaceEntry, Role

EXCLUSIVE = frozenset({"head-of-state", "head-of-government", "foreign-minister", "defence-minister"})
"""Offices that one person holds at a time."""


def world_faults(files: Files) -> Iterator[Fault]:
    """Find what is wrong between actors, places and outlets."""
    codes = {entry.code for entries in files.actors.values() for entry in entries}
    yield from _repeated_codes(files)
    yield from _shared_names(files)
    for name, entries in files.actors.items():
        for entry in entries:
            yield from _dangling(name, entry, codes)
            yield from _wrong_sectors(name, entry)
    yield from _wrong_terms(files)
    yield from _wrong_places(files, codes)
    yield from _wrong_outlets(files, codes)


def is_known(code: str, codes: Iterable[str]) -> bool:
    """Whether the code is an actor's, or an actor's with a sector behind it."""
    base, _, sector = code.partition(".")
    return code in codes or (base in codes and sector in SECTORS)


# --- actors ---


def _repeated_codes(files: Files) -> Iterator[Fault]:
    """Find codes that stand twice in a file or mean different things in two; else entries of one code are merged."""
    defined: dict[str, tuple[str, str]] = {}
    for name, entries in files.actors.items():
        seen: set[str] = set()
        for entry in entries:
            own = (entry.kind, name)
            # Built files are raw material: of the kind, reviewed files have the say.
            kind, first = own if name.startswith("built/") else defined.setdefault(entry.code, own)
            if entry.code in seen:
                yield Fault(name, entry.code, "the code is used twice")
            elif kind != entry.kind:
                yield Fault(name, entry.code, f"is of kind {entry.kind} here and of kind {kind} in {first}")
            seen.add(entry.code)


def _shared_names(files: Files) -> Iterator[Fault]:
    """Find strong names of two actors that exist at the same time.

    A name that any file calls weak for an actor is weak for it.
    """
    weak: defaultdict[str, set[str]] = defaultdict(set)
    years: dict[str, tuple[date, date]] = {}
    for entries in files.actors.values():
        for entry in entries:
            weak[entry.code] |= {_bare(name) for name in entry.weak}
            since, until = years.get(entry.code, (date.min, date.max))
            years[entry.code] = (entry.since or since, entry.until or until)
    owners: dict[str, dict[str, tuple[str, str]]] = {}
    for file, entries in files.actors.items():
        for entry in entries:
            for key, name in _strong(entry):
                if _bare(name) not in weak[entry.code]:
                    owners.setdefault(_bare(name), {}).setdefault(entry.code, (file, key))
    for name, held in owners.items():
        for (one, (file, key)), (other, also) in combinations(held.items(), 2):
            if max(years[one][0], years[other][0]) <= min(years[one][1], years[other][1]):
                yield Fault(file, f"{one}.{key}", f"“{name}” is also a strong name of {other} ({': '.join(also)})")


def _strong(entry: ActorEntry) -> Iterator[tuple[str, str]]:
    for key in ("names", "demonyms", "capital", "metonyms"):
        for name in getattr(entry, key):
            yield key, name
    for organ in entry.organs:
        for name in organ.names:
            if name not in organ.weak:
                yield "organs", name


def _bare(name: str) -> str:
    return name.removeprefix("the ").removeprefix("The ")


def _dangling(file: str, entry: ActorEntry, codes: set[str]) -> Iterator[Fault]:
    parent = () if entry.parent is None else (entry.parent,)
    for key, named in (("parent", parent), ("claimed_by", entry.claimed_by), ("members", entry.members)):
        for code in named:
            if not is_known(code, codes):
                yield Fault(file, f"{entry.code}.{key}", f"no actor has the code {code}")
    if entry.parent == entry.code:
        yield Fault(file, f"{entry.code}.parent", "is its own parent")


def _wrong_sectors(file: str, entry: ActorEntry) -> Iterator[Fault]:
    sector = entry.code.partition(".")[2]
    if sector and sector not in SECTORS:
        yield Fault(file, entry.code, f"{sector} is no sector")
    for i, organ in enumerate(entry.organs):
        if organ.sector not in SECTORS:
            yield Fault(file, f"{entry.code}.organs[{i}].sector", f"{organ.sector} is no sector")


# --- terms of office ---


def _wrong_terms(files: Files) -> Iterator[Fault]:
    terms: defaultdict[tuple[str, str], list[tuple[str, Role]]] = defaultdict(list)
    for file, entries in files.actors.items():
        for entry in entries:
            for role in entry.roles:
                if role.until is not None and role.until < role.since:
                    yield Fault(file, f"{entry.code}.roles", f"{_term(role)} ends before it begins")
                known = terms[entry.code, role.office]
                if role.office in EXCLUSIVE and role not in (other for _, other in known):
                    known.append((file, role))
    for (code, office), held in terms.items():
        for (_, one), (file, other) in combinations(held, 2):
            if overlap(one, other):
                yield Fault(file, f"{code}.roles", f"{office}: {_term(one)} and {_term(other)} overlap")


def overlap(one: Role, other: Role) -> bool:
    """Whether two terms share more than the day, month or year (as the coarser grain has it) of a handover."""
    grain = max(one.grain, other.grain, key=["day", "month", "year"].index)
    first, last = sorted((one, other), key=lambda role: (role.since, role.until or date.max))
    return first.until is None or _cut(last.since, grain) < _cut(first.until, grain)


def _cut(day: date, grain: str) -> tuple[int, ...]:
    return (day.year, day.month, day.day)[: {"year": 1, "month": 2, "day": 3}[grain]]


def _term(role: Role) -> str:
    return f"{role.person} ({role.since}–{role.until or ''})"


# --- places and outlets ---


def _wrong_places(files: Files, codes: set[str]) -> Iterator[Fault]:
    known = {name for places in files.places.values() for place in places for name in (place.name, *place.names)}
    known |= {n for entries in files.actors.values() for e in entries for n in (e.name, *e.names, *e.weak)}
    for file, places in files.places.items():
        for i, place in enumerate(places):
            for key, what in _place_faults(place, known, codes):
                yield Fault(file, f"place[{i}] {place.name}: {key}", what)


def _place_faults(place: PlaceEntry, known: set[str], codes: set[str]) -> Iterator[tuple[str, str]]:
    if (place.lat is None) != (place.lon is None):
        yield "lat, lon", "one stands without the other"
    if place.lat is not None and not -90 <= place.lat <= 90:
        yield "lat", f"{place.lat} is no latitude"
    if place.lon is not None and not -180 <= place.lon <= 180:
        yield "lon", f"{place.lon} is no longitude"
    country = () if place.country is None else (place.country,)
    for key, named in (("country", country), ("claimed_by", place.claimed_by), ("borders", place.borders)):
        for code in named:
            if not is_known(code, codes):
                yield key, f"no actor has the code {code}"
    if place.parent is not None and place.parent not in known:
        yield "parent", f"no place is called {place.parent}"


def _wrong_outlets(files: Files, codes: set[str]) -> Iterator[Fault]:
    owners: dict[str, str] = {}
    for file, outlet in files.outlets.items():
        if outlet.carrier is not None and not is_known(outlet.carrier, codes):
            yield Fault(file, "carrier", f"no actor has the code {outlet.carrier}")
        for name in dict.fromkeys((outlet.name, *outlet.names)):
            first = owners.setdefault(name.casefold(), file)
            if first != file:
                yield Fault(file, "names", f"“{name}” is also the name of {first}")
