"""Whether two claims of different reports tell of one happening: small weighted features, and what forbids it outright.

Every feature gives a value from -1 (speaks against) to 1 (speaks for), times its weight; their sum is the score. The tables
in ``docs/incidents.md`` are written from ``FEATURES`` and ``VETOES``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from math import cos, hypot, radians

from msgspec import Struct

from dragoman.model.grouped import Link
from dragoman.reconcile.facts import SHORT, Facts, Figures, exact, window
from dragoman.reconcile.likeness import NARRATOR

LINKED = 2.4
"""Score from which two claims are taken for accounts of one happening: two things that agree, or one and several hints."""
NEAR = 12.0
"""Kilometres between two names of one place: a village, the town it belongs to, the crossing beside it."""
_BESIDE, _CLOSE, _SAME_STORY = 150, 300, 600
"""Characters between accounts in one report: the same sentence, the next, the next paragraph."""
_A_FEW = 4
"""People killed or wounded of whom any two reports may happen to tell."""
FORCE = frozenset({"ASSAULT", "COERCE", "MOBILIZE"})
_TALKS = frozenset({"CONSULT", "AGREE", "COOPERATE"})
_SPEECH = frozenset({"ACCUSE", "REQUEST", "REJECT", "THREATEN"})
_KINDS = frozenset({"COERCE", "RETREAT", "SANCTION"})
"""Types whose modes are different acts: to seize a town is not to close a road."""
_APART = frozenset({"abduct", "phone"})
"""Modes that no other mode of their type is another word for."""


_DOERS = {1: 0.7, 0: 0.1, -1: -0.5}
_VICTIMS = {1: 0.3, 0: 0.1, -1: -0.4}
"""What a side counts that has somebody in common, is left open by one, or is named otherwise."""


_SHARED_WORDS = (0.0, 0.4, 0.7, 1.0)
_FREQUENT = frozenset({"ASSAULT", "ACCUSE", "REQUEST", "REJECT", "THREATEN"})


class Feature(Struct, frozen=True):
    """Something that speaks for or against one happening: its weight, and how it is said."""

    name: str
    weight: float
    value: Callable[[Facts, Facts], float]
    speaks_for: str
    against: str = ""


class Veto(Struct, frozen=True):
    """Something that forbids one happening, and how it is said."""

    name: str
    forbids: Callable[[Facts, Facts], bool]
    words: str


# -- vetoes -----------------------------------------------------------------------------------------------------------------


def _other_act(one: Facts, other: Facts) -> bool:
    return one.type != other.type


def _other_standing(one: Facts, other: Facts) -> bool:
    return one.standing != other.standing


def _other_days(one: Facts, other: Facts) -> bool:
    a, b = window(one), window(other)
    if a is None or b is None:
        return one.document != other.document
    if one.document == other.document and one.denial != other.denial and not (one.said and other.said):
        return False
    return max(a[0], b[0]) > min(a[1], b[1]) or (exact(one) and exact(other) and one.first != other.first)


def _other_town(one: Facts, other: Facts) -> bool:
    """Different towns that both texts name beside the act."""
    if one.type not in FORCE or not (one.sure and other.sure) or not one.spots or not other.spots:
        return False
    return one.spots.isdisjoint(other.spots) and parted(one.points, other.points)


def _other_parties(one: Facts, other: Facts) -> bool:
    if not one.camps or not other.camps or not one.camps.isdisjoint(other.camps) or not one.sides.isdisjoint(other.sides):
        return False
    return not (one.denial or other.denial) and one.spots.isdisjoint(other.spots)


def _other_mode(one: Facts, other: Facts) -> bool:
    if not one.mode or not other.mode or one.mode == other.mode:
        return False
    return one.type in _KINDS or one.mode in _APART or other.mode in _APART


def _other_speech(one: Facts, other: Facts) -> bool:
    """A speech act is the same where the same party says it to the same one on the same day."""
    if one.type not in _SPEECH:
        return False
    to = not one.bore or not other.bore or not one.bore.isdisjoint(other.bore)
    return one.did != other.did or not one.did or not to or (bool(one.mode and other.mode) and one.mode != other.mode)


VETOES: tuple[Veto, ...] = (
    Veto("type", _other_act, "another type of act"),
    Veto("reality", _other_standing, "one has happened, the other is only to come or wished for"),
    Veto("day", _other_days, "no day on which both can lie, or another day as both texts give it"),
    Veto("town", _other_town, "force in another town, as both texts name it"),
    Veto("nobody", _other_parties, "no party and no place in common"),
    Veto("mode", _other_mode, "another way that is another act"),
    Veto("speech", _other_speech, "other words by, or to, somebody else"),
)


# -- features ---------------------------------------------------------------------------------------------------------------


def _day(one: Facts, other: Facts) -> float:
    """1 for one day that both texts give, less the wider the windows."""
    a, b = window(one), window(other)
    if a is None or b is None:
        return 0.0
    if one.said and other.said and a == b:
        return 1.0
    widest = max(a[1] - a[0], b[1] - b[0])
    if widest > SHORT:
        return 0.1
    if exact(one) or exact(other):
        day = a[0] if exact(one) else b[0]
        late = other.last if exact(one) else one.last
        return 0.6 if late is None or late - day <= 1 else 0.2
    shared = min(a[1], b[1]) - max(a[0], b[0]) + 1
    return 0.5 if shared == widest + 1 else 0.35 if shared > 1 else 0.1


def _parties(one: Facts, other: Facts) -> float:
    """Who did it says most; the same victims say little, since both sides are struck on one day by many acts."""
    if one.type in _TALKS:
        return _participants(one, other)
    did, bore = _side(one.did, other.did), _side(one.bore, other.bore)
    if did < 0 and one.speakers != other.speakers and one.did == other.bore and one.bore == other.did:
        return 0.2
    return _DOERS[did] + _VICTIMS[bore]


def _side(one: frozenset[str], other: frozenset[str]) -> int:
    """1 where a side has somebody in common, 0 where one leaves it open, -1 where the two name others."""
    if not one or not other:
        return 0
    return 1 if one & other else -1


def _participants(one: Facts, other: Facts) -> float:
    """Talks and agreements: who takes part, whichever side the text puts them on, hosts and mediators included."""
    a, b = one.camps, other.camps
    if not a or not b:
        return 0.0
    if a == b:
        return 1.0
    if a <= b or b <= a:
        return 0.6
    if a <= b | other.mediators or b <= a | one.mediators:
        return 0.5
    return 0.1 if a & b else -1.0


def _place(one: Facts, other: Facts) -> float:
    """Towns count in full where both texts name them beside the act; what was carried over from elsewhere is a hint."""
    if one.spots and other.spots:
        sure = one.sure + other.sure
        if one.spots & other.spots or distance(one.points, other.points) <= NEAR:
            return (0.3, 0.5, 1.0)[sure]
        return (-0.2, -0.3, -0.8)[sure] if parted(one.points, other.points) else -0.2
    if one.areas and other.areas:
        return 0.4 if one.areas & other.areas else -0.2
    if one.countries and other.countries and not one.countries & other.countries:
        return -0.2
    return 0.0


def distance(some: Iterable[tuple[float, float]], others: Collection[tuple[float, float]]) -> float:
    """Return the kilometres between the nearest of two sets of points (degrees); infinite where one is empty."""
    return min((_between(p, q) for p in some for q in others), default=float("inf"))


def parted(some: Collection[tuple[float, float]], others: Collection[tuple[float, float]]) -> bool:
    """Whether spots of different names are different towns; where the gazetteer knows only one of the two, nobody can say."""
    return bool(some) == bool(others) and distance(some, others) > NEAR


def _between(one: tuple[float, float], other: tuple[float, float]) -> float:
    east = abs(one[1] - other[1])
    return 111.2 * hypot(one[0] - other[0], min(east, 360 - east) * cos(radians((one[0] + other[0]) / 2)))


def _mode(one: Facts, other: Facts) -> float:
    """The same means; other means say little, since each report names those that it has heard of."""
    if not one.mode or not other.mode:
        return 0.0
    return 1.0 if one.mode == other.mode else -0.2


def _toll(one: Facts, other: Facts) -> float:
    """The best agreement of two figures of one kind, or how far they are from each other."""
    best, apart = 0.0, False
    for a in one.figures:
        for b in other.figures:
            if a.kind != b.kind or (a.whose and b.whose and not a.whose & b.whose):
                continue
            alike = _alike(a, b)
            best = max(best, alike)
            apart = apart or alike < 0
    if best or not apart:
        return best
    return -0.2 if one.published != other.published or one.speakers != other.speakers else -0.8


def _alike(one: Figures, other: Figures) -> float:
    """1 for one figure of more than a few people, less for a few and for ranges that overlap, -1 for ranges that do not."""
    if (one.low, one.high) == (other.low, other.high):
        most = one.low or one.high or 0
        return 1.0 if most > _A_FEW else 0.7 if most else 0.0
    if (one.high is not None and (other.low or 0) > one.high) or (other.high is not None and (one.low or 0) > other.high):
        return -1.0
    return 0.3


def _denial(one: Facts, other: Facts) -> float:
    if one.denial == other.denial or one.speakers == other.speakers:
        return 0.0
    denier, told = (one, other) if one.denial else (other, one)
    accused = bool(denier.speakers & told.did) or not told.did
    return 1.0 if accused else 0.4 if denier.did == told.did else 0.0


def _voice(one: Facts, other: Facts) -> float:
    """The same party says the same in two reports."""
    same = one.speakers == other.speakers and one.stance == other.stance and one.document != other.document
    return 1.0 if same and one.speakers and NARRATOR not in one.speakers else 0.0


def _published(one: Facts, other: Facts) -> float:
    if one.published is None or other.published is None or one.document == other.document:
        return 0.0
    apart = abs(one.published - other.published)
    if apart <= 1:
        return 1.0
    if apart <= 3:
        return 0.5
    return -1.0 if apart > 10 and not (one.background or other.background) else 0.0


def _background(one: Facts, other: Facts) -> float:
    """What is recalled without its day is seldom what another report has as its news."""
    if one.background == other.background:
        return 0.6 if one.background and one.document != other.document else 0.0
    recalled = one if one.background else other
    return 0.0 if recalled.said else -1.0


def _words(one: Facts, other: Facts) -> float:
    """Words that the two clauses share: one may be chance, three are the same thing told twice."""
    return _SHARED_WORDS[min(3, sum(word in other.words for word in one.words))]


def _seldom(one: Facts, other: Facts) -> float:
    """Of force there is much on one day; two meetings, truces or exchanges of the same parties there seldom are."""
    return 0.0 if one.type in _FREQUENT else 1.0


def _mediators(one: Facts, other: Facts) -> float:
    if not one.mediators or not other.mediators:
        return 0.0
    return 1.0 if one.mediators & other.mediators else -0.5


def _beside(one: Facts, other: Facts) -> float:
    """Two voices side by side in one report."""
    if one.document != other.document:
        return 0.0
    apart = abs(one.begins - other.begins)
    near = 1.0 if apart <= _BESIDE else 0.6 if apart <= _CLOSE else 0.3 if apart <= _SAME_STORY else -0.2
    return near - (0.5 if one.speakers == other.speakers and one.denial == other.denial else 0.0)


FEATURES: tuple[Feature, ...] = (
    Feature("day", 1.6, _day, "the same day"),
    Feature("parties", 2.0, _parties, "the same parties", "other parties"),
    Feature("place", 2.0, _place, "the same place", "another place"),
    Feature("toll", 1.2, _toll, "figures that agree", "figures that do not agree"),
    Feature("mode", 1.0, _mode, "the same means", "other means"),
    Feature("words", 1.0, _words, "told in the same words"),
    Feature("seldom", 0.8, _seldom, "an act of which there are seldom two"),
    Feature("denial", 0.6, _denial, "one denies what the other says"),
    Feature("mediators", 1.0, _mediators, "the same mediator", "another mediator"),
    Feature("voice", 0.2, _voice, "the same party says so"),
    Feature("published", 0.6, _published, "published within days", "published long apart"),
    Feature("background", 0.8, _background, "both recall it", "recalled without a day, and news elsewhere"),
    Feature("beside", 1.2, _beside, "told side by side in one report", "told apart, or by one voice, in one report"),
)


def score(one: Facts, other: Facts) -> float | None:
    """Return how much speaks for one happening, the same in either order; null where something forbids it."""
    for veto in VETOES:
        if veto.forbids(one, other):
            return None
    return sum(feature.weight * feature.value(one, other) for feature in FEATURES)


def link(one: Facts, other: Facts) -> Link:
    """Say why a claim stands with another: every feature that counted, in words."""
    vetoes = tuple(v.words for v in VETOES if v.forbids(one, other))
    if vetoes:
        return Link(one.key, other.key, 0.0, vetoes)
    reasons, total = [], 0.0
    for feature in FEATURES:
        points = feature.weight * feature.value(one, other)
        total += points
        words = feature.speaks_for if points > 0 else feature.against
        if points and words:
            reasons.append(f"{words} ({points:+.1f})")
    return Link(one.key, other.key, round(total, 3), tuple(reasons))
