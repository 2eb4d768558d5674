"""Which of the places that share a name is meant: containment in words, the document's countries, neighbours, and people.

Every name has one sense in a document, but where the words beside a mention say otherwise ("Paris, Texas").
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from dragoman.resolve.gazetteer import NONE, Candidate, PlaceIndex, fold
from dragoman.resolve.place_names import Name, Scan, importance

MOST_CANDIDATES = 16
"""Per name, the weightiest; further namesakes are hamlets that nothing but containment could choose."""
MOST_ANCHORS = 40
"""Neighbours that a candidate is compared with: keeps the work linear in the number of names."""
_CONTAINS = frozenset({", ", " in ", " (", ", in ", " in the ", ", in the ", " of ", ", ("})
_WIDER = {"country": 4, "region": 3, "province": 3, "district": 2, "settlement": 1, "point": 0, "border": 0}


@dataclass(slots=True)
class Setting:
    """What a document tells of where it plays."""

    countries: dict[str, float] = field(default_factory=dict)
    """Share of each country, by ISO alpha-3."""
    provinces: set[int] = field(default_factory=set)
    """Positions of first-level divisions that the document names."""
    province_names: set[tuple[str | None, str]] = field(default_factory=set)
    anchors: list[Candidate] = field(default_factory=list)


def kilometres(one: Candidate, other: Candidate) -> float:
    """Distance of two places, by the great circle; infinite where a coordinate is missing."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return math.inf
    a, b = math.radians(one.lat), math.radians(other.lat)
    lon = math.radians(other.lon - one.lon)
    h = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(lon / 2) ** 2
    return 12742 * math.asin(min(1.0, math.sqrt(h)))


def choose(text: str, found: Scan, index: PlaceIndex) -> list[Candidate | None]:
    """The place that each accepted name of ``found.names`` means, in order; None for a name that no gazetteer has."""
    names = [n for n in found.names if n.accepted]
    setting = survey(names, found)
    parents = containment(text, names, found, index)
    by_key: dict[tuple[str, str], list[int]] = defaultdict(list)
    for i, name in enumerate(names):
        by_key[(name.key, name.wants if name.wants in ("county", "state", "province") else "")].append(i)
    chosen: list[Candidate | None] = [None] * len(names)
    for _ in range(2):
        for positions in by_key.values():
            held = [p for p in positions if parents.get(p)]
            sense = pick(names[positions[0]], [w for p in held[:6] for w in parents[p]], setting, index)
            for p in positions:
                chosen[p] = sense
            for p in held:
                chosen[p] = pick(names[p], parents[p], setting, index)
        anchors = {c.record: c for c in chosen if c is not None and _WIDER[c.precision] <= 3}
        setting.anchors = sorted(anchors.values(), key=lambda c: -importance(c))[:MOST_ANCHORS]
        for anchor in setting.anchors:
            if anchor.country and anchor.country not in setting.countries:
                setting.countries[anchor.country] = 0.1
    for p, wider in parents.items():
        if chosen[p] is None and wider:
            chosen[p] = None if not wider else _inside(wider, setting, index)
    return chosen


def _inside(wider: tuple[Candidate, ...], setting: Setting, index: PlaceIndex) -> Candidate | None:
    """The wider place that stands in for an unknown one, if it is no larger than a province."""
    best = max(wider, key=lambda c: score(c, setting, index))
    return best if best.precision in ("province", "district", "settlement") else None


def survey(names: list[Name], found: Scan) -> Setting:
    """Count the countries and provinces that the names and demonyms of a document speak of."""
    counts: Counter[str] = Counter()
    for code, times in found.demonyms.items():
        counts[code] += times
    setting = Setting()
    for name in names:
        if not name.candidates:
            continue
        best = max(name.candidates, key=importance)
        sure = len(name.candidates) == 1 or importance(best) >= 9 or best.precision == "country"
        namesakes = {c.country for c in name.candidates if importance(c) >= 5.5}
        if best.country and (sure or len(namesakes) <= 1):
            counts[best.country] += 2 if best.precision == "country" and len(namesakes) <= 1 else 1
        for candidate in name.candidates:
            if candidate.precision == "province" and (candidate.main or candidate.record < 0):
                if candidate.record >= 0:
                    setting.provinces.add(candidate.record)
                setting.province_names.add((candidate.country, fold(candidate.name)))
    total = sum(counts.values())
    setting.countries = {code: n / total for code, n in counts.items()} if total else {}
    return setting


def containment(text: str, names: list[Name], found: Scan, index: PlaceIndex) -> dict[int, tuple[Candidate, ...]]:
    """For names followed by a wider place ("Pandi, Bulacan"), what that wider place may be, by position."""
    parents: dict[int, tuple[Candidate, ...]] = {}
    for i, name in enumerate(names):
        if i + 1 < len(names):
            after = names[i + 1]
            gap = text[name.span[1] : after.span[0]] if after.span[0] - name.span[1] < 12 else ""
            wide = tuple(c for c in after.candidates if _WIDER[c.precision] >= 2)
            if gap in _CONTAINS and wide and any(within(c, w, index) for c in name.candidates for w in wide):
                parents[i] = wide
                continue
            if gap in _CONTAINS and wide and not name.candidates:
                parents[i] = wide
                continue
        if name.last + 1 < len(found.tokens):
            code = found.tokens[name.last + 1]
            state = index.postal.get(text[code.start : code.end]) if code.gap in (", ", " (") else None
            if state:
                parents[i] = tuple(c for c in index.find(state) if c.precision == "province")
    return parents


def within(one: Candidate, wider: Candidate, index: PlaceIndex) -> bool:
    """Whether a place lies in another one, as far as divisions, countries and distances tell."""
    if one.record == wider.record or _WIDER[one.precision] > _WIDER[wider.precision]:
        return False
    if wider.precision == "country":
        return one.country == wider.country and one.precision != "country"
    if wider.record >= 0 and one.record >= 0:
        return wider.record in (one.admin1, one.admin2)
    if wider.country and one.country and wider.country != one.country:
        return False
    if one.record >= 0 and one.admin1 != NONE and wider.precision == "province":
        around = index.record(one.admin1)
        if fold(around.name) == fold(wider.name):
            return True
        return kilometres(around, wider) < 120
    if one.precision == "country":
        return False
    return kilometres(one, wider) < (600 if wider.precision == "region" else 250)


def pick(name: Name, wider: tuple[Candidate, ...] | list[Candidate], setting: Setting, index: PlaceIndex) -> Candidate | None:
    """The likeliest candidate of a name, given what is said to contain it."""
    candidates = name.candidates
    if not candidates:
        return None
    if wider:
        inside = [c for c in candidates if any(within(c, w, index) for w in wider)]
        if inside:
            return max(inside, key=lambda c: (score(c, setting, index) + wanted(c, name), -c.record))
    ranked = sorted(candidates, key=importance, reverse=True)[:MOST_CANDIDATES]
    return max(ranked, key=lambda c: (score(c, setting, index) + wanted(c, name), -c.record))


def wanted(candidate: Candidate, name: Name) -> float:
    """How well the kind of a place suits the common noun beside its name ("province", "county", "city")."""
    noun = name.wants
    if not noun:
        return 0.0
    if noun in ("province", "oblast", "governorate", "state", "region", "emirate"):
        return 2.5 if candidate.precision == "province" else -1.0 if candidate.precision == "country" else 0.0
    if noun in ("county", "district", "raion", "rayon", "prefecture", "woreda"):
        return 2.5 if candidate.precision == "district" else 0.5 if candidate.precision == "province" else 0.0
    if noun in ("city", "town", "village", "municipality"):
        return 2.0 if candidate.precision == "settlement" else 0.0
    return 0.0


def score(candidate: Candidate, setting: Setting, index: PlaceIndex) -> float:
    """How likely a candidate is: what it weighs, whether the document speaks of its country and province, its neighbours."""
    told = importance(candidate)
    share = setting.countries.get(candidate.country or "", 0.0)
    if share:
        told += 1.0 + 2.0 * share
    if candidate.admin1 != NONE and candidate.precision != "province":
        around = index.record(candidate.admin1)
        if candidate.admin1 in setting.provinces or (around.country, fold(around.name)) in setting.province_names:
            told += 1.5
    others = [a for a in setting.anchors if a.name != candidate.name and a.precision in ("settlement", "district", "point", "province")]
    if others:
        near = min(kilometres(candidate, a) for a in others)
        told += 1.5 if near < 60 else 1.0 if near < 200 else 0.4 if near < 500 else 0.0
    return told
