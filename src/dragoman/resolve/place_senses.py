"""Which of the places that share a name is meant: containment, the document's countries, neighbours, and people.

Every name has one sense in a document, but where the words beside a mention say otherwise ("Paris, Texas").
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from dragoman.resolve.gazetteer import NONE, Candidate, PlaceIndex, fold
from dragoman.resolve.place_matching import importance
from dragoman.resolve.place_tokens import Name, Scan

MOST_CANDIDATES = 16
"""Per name, the weightiest; further namesakes are hamlets that nothing but containment could choose."""
MOST_ANCHORS = 40
"""Neighbours that a candidate is compared with: keeps the work linear in the number of names."""
_CONTAINS = frozenset({", ", " in ", " (", ", in ", " in the ", ", in the ", " of ", ", ("})
_NEIGHBOURS = frozenset({"settlement", "district", "point", "province"})
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
    """Choose the place that each accepted name of ``found.names`` means, in order; None where nothing is known."""
    names = [n for n in found.names if n.accepted]
    chooser = _Chooser(names, containment(text, names, found, index), survey(names, found), index)
    for _ in range(2):
        chooser.assign()
        chooser.learn()
    chooser.settle_parents()
    chooser.stand_in()
    return chooser.chosen


class _Chooser:
    """Gives every name of a document its sense."""

    def __init__(
        self, names: list[Name], parents: dict[int, tuple[Candidate, ...]], setting: Setting, index: PlaceIndex
    ) -> None:
        self.names, self.parents, self.setting, self.index = names, parents, setting, index
        self.chosen: list[Candidate | None] = [None] * len(names)
        self.by_key: dict[tuple[str, str], list[int]] = defaultdict(list)
        for i, name in enumerate(names):
            self.by_key[(name.key, name.wants if name.wants in ("county", "state", "province") else "")].append(i)

    def assign(self) -> None:
        """Give all mentions of a name one sense, and those with a containment of their own the sense inside it."""
        for positions in self.by_key.values():
            held = [p for p in positions if self.parents.get(p)]
            wider = [w for p in held[:6] for w in self.parents[p]]
            sense = pick(self.names[positions[0]], wider, self.setting, self.index)
            for p in positions:
                self.chosen[p] = sense
            known: dict[tuple[int, ...], Candidate | None] = {}
            for p in held:
                beside = tuple(w.record for w in self.parents[p])
                if beside not in known:
                    known[beside] = pick(self.names[p], self.parents[p], self.setting, self.index)
                self.chosen[p] = known[beside]

    def learn(self) -> None:
        """Take the weightiest places chosen so far as neighbours for the next round."""
        anchors = {c.record: c for c in self.chosen if c is not None and _WIDER[c.precision] <= 3}
        self.setting.anchors = sorted(anchors.values(), key=lambda c: -importance(c))[:MOST_ANCHORS]
        for anchor in self.setting.anchors:
            if anchor.country:
                self.setting.countries.setdefault(anchor.country, 0.1)

    def settle_parents(self) -> None:
        """Give the wider place of a containment the sense that contains; a province speaks for its other mentions."""
        for positions in self.by_key.values():
            senses: list[Candidate] = []
            for p in positions:
                child = self.chosen[p - 1] if p and p - 1 in self.parents else None
                if child is None or self.parents[p - 1] != _wide(self.names[p]):
                    continue
                fits = [w for w in self.parents[p - 1] if within(child, w, self.index)]
                if fits:
                    senses.append(max(fits, key=lambda c: score(c, self.setting, self.index)))
                    self.chosen[p] = senses[-1]
            if senses and senses[0].precision == "province":
                for p in positions:
                    sense = self.chosen[p]
                    self.chosen[p] = senses[0] if sense is not None and sense.precision == "country" else sense

    def stand_in(self) -> None:
        """Give names that no gazetteer has the place spelt alike in the document's countries, or their province."""
        alike: dict[str, Candidate | None] = {}
        for p, name in enumerate(self.names):
            if name.candidates or self.chosen[p] is not None:
                continue
            if name.key not in alike:
                alike[name.key] = self.alike(name)
            self.chosen[p] = alike[name.key]
            wider = self.parents.get(p)
            if self.chosen[p] is None and wider:
                best = max(wider, key=lambda c: score(c, self.setting, self.index))
                self.chosen[p] = best if best.precision in ("province", "district", "settlement") else None

    def alike(self, name: Name) -> Candidate | None:
        """The place of another spelling ("Tel Tamer", "Tall Tamr") in a country that the document speaks of."""
        shares = self.setting.countries
        found = [c for c in self.index.find_alike(name.key) if shares.get(c.country or "", 0.0) >= 0.2]
        if not found:
            return None
        anchors = [a for a in self.setting.anchors if a.precision in _NEIGHBOURS]
        return max(found, key=lambda c: (score(c, self.setting, self.index, anchors), -c.record))


def _wide(name: Name) -> tuple[Candidate, ...]:
    return tuple(c for c in name.candidates if _WIDER[c.precision] >= 2)


def _inside(wider: tuple[Candidate, ...], setting: Setting, index: PlaceIndex) -> Candidate | None:
    """The wider place that stands in for an unknown one, if it is no larger than a province."""
    best = max(wider, key=lambda c: score(c, setting, index))
    return best if best.precision in ("province", "district", "settlement") else None


def survey(names: list[Name], found: Scan) -> Setting:
    """Count the countries and provinces that the names and demonyms of a document speak of."""
    counts: Counter[str] = Counter()
    for code, number in found.demonyms.items():
        counts[code] += number
    setting = Setting()
    times = Counter(n.key for n in names)
    for name in {n.key: n for n in names if n.candidates}.values():
        best = max(name.candidates, key=importance)
        namesakes = {c.country for c in name.candidates if importance(c) >= importance(best) - 2.5}
        if best.country and len(namesakes) <= 1:
            counts[best.country] += times[name.key] * (2 if best.precision == "country" else 1)
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
            wide = _wide(after)
            if gap in _CONTAINS and wide and any(within(c, w, index) for c in name.candidates for w in wide):
                parents[i] = wide
                continue
            if gap in _CONTAINS and wide and not name.candidates:
                parents[i] = wide
                continue
        if name.last + 1 < len(found.tokens):
            code = found.tokens[name.last + 1]
            state = index.postal.get(text[code.start : code.end].replace(".", "")) if code.gap in (", ", " (") else None
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


def pick(
    name: Name, wider: tuple[Candidate, ...] | list[Candidate], setting: Setting, index: PlaceIndex
) -> Candidate | None:
    """The likeliest candidate of a name, given what is said to contain it."""
    candidates = name.candidates
    if not candidates:
        return None
    own = {c.record for c in candidates}
    anchors = [a for a in setting.anchors if a.record not in own and a.precision in _NEIGHBOURS]
    if wider:
        if any(c.precision == "country" for c in candidates):  # "China, Japan" is a list; "Lebanon, Tennessee" is not
            wider = [w for w in wider if w.precision != "country"]
        inside = [c for c in candidates if any(within(c, w, index) for w in wider)]
        if inside:
            return max(inside, key=lambda c: (score(c, setting, index, anchors) + wanted(c, name), -c.record))
    ranked = sorted(candidates, key=importance, reverse=True)[:MOST_CANDIDATES]
    return max(ranked, key=lambda c: (score(c, setting, index, anchors) + wanted(c, name), -c.record))


def wanted(candidate: Candidate, name: Name) -> float:
    """How well the kind of a place suits the common noun beside its name ("province", "county", "city")."""
    noun = name.wants
    if not noun:
        return 0.0
    if noun in ("province", "oblast", "governorate", "state", "region", "emirate"):
        return 2.5 if candidate.precision == "province" else 0.0
    if noun in ("county", "district", "raion", "rayon", "prefecture", "woreda"):
        return 2.5 if candidate.precision == "district" else 0.5 if candidate.precision == "province" else 0.0
    if noun in ("city", "town", "village", "municipality"):
        return 2.0 if candidate.precision == "settlement" else 0.0
    return 0.0


def score(candidate: Candidate, setting: Setting, index: PlaceIndex, anchors: Sequence[Candidate] = ()) -> float:
    """How likely a candidate is: its weight, whether the document names its country and province, its neighbours."""
    told = importance(candidate)
    share = setting.countries.get(candidate.country or "", 0.0)
    if candidate.record < -1 and candidate.country is None:
        told += 2.0  # a sea or a region of several states cannot gain by its country
    if share:
        told += 1.5 + 2.0 * share
    if candidate.admin1 != NONE and candidate.precision != "province":
        around = index.record(candidate.admin1)
        if candidate.admin1 in setting.provinces or (around.country, fold(around.name)) in setting.province_names:
            told += 1.5
    if anchors:
        near = min(kilometres(candidate, a) for a in anchors)
        told += 1.5 if near < 60 else 1.0 if near < 200 else 0.4 if near < 500 else 0.0
    return told
