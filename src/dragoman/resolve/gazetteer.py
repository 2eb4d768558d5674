"""The index of places: one file, mapped into memory, and the codebook's places laid over it.

Layout of ``codebook/data/built/places.bin`` (little endian; written by ``tools/build_places.py``):

    header      magic, then the sizes in bytes of the five parts that follow
    records     one ``RECORD`` for each place: latitude, longitude, GeoNames number, place and length of its name,
                kind, country, people (8 x log2, plus 1; 0 is unknown), positions of its first and second level division
    offsets     where each of ``BUCKETS`` hash buckets begins, in entries, and the end
    entries     finger print of a folded name, and what it names: a record, with ``ALTERNATE`` set where it is not the
                place's main name; for a word (folded name behind a NUL) its flags (``COMMON``, ``GIVEN`` ...);
                a name of a country with another script stands there by its consonants too, behind a U+0001
    texts       the names, UTF-8
    countries   JSON: alpha-2 and alpha-3 codes, by number
"""

from __future__ import annotations

import mmap
import struct
import unicodedata
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

import msgspec

from dragoman.codebook.shapes import PlaceEntry
from dragoman.errors import CodebookError
from dragoman.model.world import Precision

MAGIC = b"DRPL0001"
HEADER = struct.Struct("<8s5I")
RECORD = struct.Struct("<ffIIBBBBHH")
BUCKETS = 1 << 17
ALTERNATE = 1 << 31
NONE = 0xFFFF
KIND_ADMIN1, KIND_ADMIN2, KIND_SETTLEMENT = 1, 2, 3
COMMON, GIVEN, SURNAME, FREQUENT = 1, 2, 4, 8

BUILT = Path(__file__).resolve().parent.parent / "codebook" / "data" / "built" / "places.bin"
"""The index that comes with the package."""

_NAMESAKES = 100
"""Of settlements and divisions with one name, the largest are offered."""
_PRECISION: dict[int, Precision] = {KIND_ADMIN1: "province", KIND_ADMIN2: "district", KIND_SETTLEMENT: "settlement"}
_DROP = {ord(c): None for c in "'’‘`´ʻʼʿʾ.′"} | {ord(c): " " for c in "-‐‑–_"} | {ord("ı"): "i"}
_EXPAND = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}
_ARTICLES = frozenset({"al", "el", "ad", "ar", "as", "at", "az", "an", "ash", "esh", "es", "et", "ez", "ul"})
_CONSONANTS = str.maketrans({"q": "k", "c": "k", "v": "b", "p": "b", "z": "s", "x": "s"})
_DIGRAPHS = (("kh", "k"), ("gh", "g"), ("dh", "d"), ("th", "t"), ("sh", "s"), ("dj", "j"), ("tj", "j"))
_PEOPLE: dict[str, float] = {"country": 2e7, "region": 5e6, "province": 1e6, "district": 2e5, "border": 1e6}


def fold(name: str) -> str:
    """Spell a name as the index does: small letters, no accents, no apostrophes or full stops, hyphens as spaces."""
    low = name.lower().translate(_DROP)
    if not low.isascii():
        low = "".join(c for c in unicodedata.normalize("NFKD", low) if not unicodedata.combining(c))
    words = low.split()
    if words and words[0] in _EXPAND:
        words[0] = _EXPAND[words[0]]
    return " ".join(words)


def skeleton(key: str) -> str:
    """Keep the consonants of a folded name without its articles, so that transliterations meet; empty if too few."""
    words = [w for w in key.split() if w not in _ARTICLES]
    bare = "".join(words).translate(_CONSONANTS)
    for pair, single in _DIGRAPHS:
        bare = bare.replace(pair, single)
    first = "a" if words and words[0][0] in "aeiouy" else ""
    kept = [c for i, c in enumerate(bare) if c not in "aeiouyhw" and (not i or bare[i - 1] != c)]
    return first + "".join(kept) if len(kept) >= 3 else ""


def hash_name(key: str) -> tuple[int, int]:
    """Bucket and finger print of a folded name."""
    number = int.from_bytes(blake2b(key.encode("utf8"), digest_size=8).digest(), "little")
    return number % BUCKETS, number >> 32


class Candidate(NamedTuple):
    """A place that a name may mean.

    ``people`` is 0 where unknown; ``main`` is false where the name is not its main one; ``record`` is its position,
    below -1 for a place of the codebook; ``admin1`` and ``admin2`` are positions of its divisions, or ``NONE``.
    """

    name: str
    lat: float | None
    lon: float | None
    geonameid: int | None
    country: str | None
    precision: Precision
    people: float
    main: bool
    admin1: int
    admin2: int
    record: int
    claimed_by: tuple[str, ...] = ()
    parent: str | None = None
    acronym: bool = False
    """Whether the name that led here is written in capitals throughout (UAE)."""


class PlaceIndex:
    """Names of places, to candidates. Open one with ``PlaceIndex.open`` and share it; lookups are remembered."""

    def __init__(
        self, blob: mmap.mmap | bytes, overlay: Iterable[PlaceEntry], words: Mapping[str, Iterable[str]]
    ) -> None:
        if len(blob) < HEADER.size or blob[:8] != MAGIC:
            raise CodebookError("the index of places is not of this version; build it with tools/build_places.py")
        _, records, offsets, entries, texts, countries = HEADER.unpack(blob[: HEADER.size])
        at = HEADER.size
        view = memoryview(blob)
        self._records = view[at : (at := at + records)]
        self._offsets = view[at : (at := at + offsets)].cast("I")
        self._entries = view[at : (at := at + entries)].cast("I")
        self._texts = view[at : (at := at + texts)]
        table = msgspec.json.decode(bytes(view[at : at + countries]), type=list[tuple[str, str]])
        self._iso3 = [pair[1] for pair in table]
        self._found: dict[str, tuple[Candidate, ...]] = {}
        self._flags: dict[str, int] = {}
        self.words: dict[str, frozenset[str]] = {k: frozenset(fold(w) for w in v) for k, v in words.items()}
        self.postal = {w.split(" ", 1)[0]: fold(w.split(" ", 1)[1]) for w in words.get("postal", ())}
        """Codes of states, as written behind a comma, to the folded names of the states."""
        self._overlay: dict[str, list[Candidate]] = {}
        for number, entry in enumerate(overlay):
            self._add(entry, -2 - number)

    @classmethod
    def open(
        cls,
        path: Path | None = None,
        overlay: Iterable[PlaceEntry] = (),
        words: Mapping[str, Iterable[str]] | None = None,
    ) -> PlaceIndex:
        """Open the index.

        Args:
            path: the built file; the package's own without.
            overlay: places of the codebook (``Codebook.places``), countries and seas among them.
            words: classes of words by name (``languages/en/place_words.toml``): titles, heads of organisations ...

        Raises:
            CodebookError: the file is missing or of another version.
        """
        try:
            with (path or BUILT).open("rb") as file:
                blob = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            raise CodebookError(f"the index of places cannot be opened: {error}") from error
        return cls(blob, overlay, words or {})

    def _add(self, entry: PlaceEntry, record: int) -> None:
        people = _PEOPLE.get(entry.precision, 2e5)
        for name in dict.fromkeys((entry.name, *entry.names)):
            found = Candidate(
                entry.name, entry.lat, entry.lon, entry.geonameid, entry.country, entry.precision, people, True,
                NONE, NONE, record, entry.claimed_by, entry.parent, len(name) <= 6 and name.isupper(),
            )  # fmt: skip
            self._overlay.setdefault(fold(name), []).append(found)

    def _values(self, key: str) -> list[int]:
        bucket, finger = hash_name(key)
        entries = self._entries
        return [
            entries[2 * i + 1]
            for i in range(self._offsets[bucket], self._offsets[bucket + 1])
            if entries[2 * i] == finger
        ]

    def record(self, number: int, main: bool = True) -> Candidate:
        """The place at a position of the index."""
        lat, lon, gid, at, length, kind, country, size, admin1, admin2 = RECORD.unpack_from(
            self._records, number * RECORD.size
        )
        people = 2 ** ((size - 1) / 8) if size else 0.0
        name = bytes(self._texts[at : at + length]).decode("utf8")
        return Candidate(
            name,
            round(lat, 5),
            round(lon, 5),
            gid,
            self._iso3[country],
            _PRECISION[kind],
            people,
            main,
            admin1,
            admin2,
            number,
        )

    def find(self, key: str) -> tuple[Candidate, ...]:
        """Everything that a folded name may mean, the codebook's own places first."""
        known = self._found.get(key)
        if known is None:
            if len(self._found) > 200_000:
                self._found.clear()
            built = [self.record(v & ~ALTERNATE, not v & ALTERNATE) for v in self._values(key)] if len(key) < 80 else []
            built.sort(key=lambda c: (-c.main, -c.people, c.record))
            known = self._found[key] = (*self._overlay.get(key, ()), *built[:_NAMESAKES])
        return known

    def find_alike(self, key: str) -> tuple[Candidate, ...]:
        """Settlements of countries with other scripts whose names have the consonants of a folded name."""
        bones = skeleton(key) if len(key) < 80 else ""
        return tuple(self.record(v & ~ALTERNATE) for v in self._values("\x01" + bones)[:_NAMESAKES]) if bones else ()

    def flags(self, word: str) -> int:
        """What else a word in small letters is: flags ``COMMON``, ``GIVEN``, ``SURNAME``, ``FREQUENT`` (of many)."""
        known = self._flags.get(word)
        if known is None:
            if len(self._flags) > 200_000:
                self._flags.clear()
            known = 0
            for value in self._values("\x00" + word) if len(word) < 40 else ():
                known |= value
            self._flags[word] = known = known | (GIVEN if word in self.words.get("given-names", ()) else 0)
        return known
