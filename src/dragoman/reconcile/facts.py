"""A claim cut down to what reconciliation compares, made once per claim: parties, days, spots, figures."""

from __future__ import annotations

import unicodedata
from collections.abc import Hashable, Sequence
from datetime import date
from typing import Literal, NamedTuple, TypeVar

from msgspec import Struct

from dragoman.model.claim import UNARMED, Actor, Claim, party_of
from dragoman.model.corpus import Told
from dragoman.model.world import Place
from dragoman.reconcile.likeness import NARRATOR, is_denial, parties, speakers, suffered_by, with_speaker
from dragoman.reconcile.merge import parties as parties_of
from dragoman.reconcile.merge import told_recipients

Standing = Literal["happened", "ahead", "open"]
"""What an act is put as: something that did or did not happen, something to come, or neither."""
_AHEAD = frozenset({"planned", "promised"})
_SPOTS = frozenset({"point", "settlement"})
_AREAS = frozenset({"district", "province", "region"})
_CONSONANTS = 3
_SAID_NEAR = 160
"""Characters between an act and the place it is told with: a clause or a sentence; farther off it was carried over."""
SHORT = 3
"""Days of a window that is still one happening's: a night and the days around it."""
_LAST = date.max.toordinal()
_KEEPS_WORDS = frozenset({"AGREE", "CONCEDE", "RETREAT", "AID", "CONSULT"})
"""Types whose words a commitment is shown with."""
_STEM = 5
"""Letters that the forms of one word share ("shelled", "shelling"); shorter words are mostly grammar, and names are compared
as parties and places."""
LONGEST = 62
"""Days of a window that can still be that of one happening told without its day ("in November", "last month")."""

_T = TypeVar("_T", bound=Hashable)


class Figures(Struct, frozen=True, gc=False):
    """A count of people harmed: ``whose`` are parties; ``named`` are the codes as told."""

    kind: str
    low: int | None
    high: int | None
    whose: frozenset[str]
    named: tuple[str, ...]
    as_of: int | None


class Facts(Struct, frozen=True, gc=False):
    """What two claims are compared by. Days are proleptic ordinals; sets of names hold parties.

    ``source`` is the document whose text it is (a copy's original). ``sides`` are the parties on either side with, for an
    act without a target, the party that tells it; ``did`` and ``bore`` are the camps on either side, a country's civilians
    counted under the country. ``spots`` are towns and points, only those named beside the act where there are any (``sure``),
    by what they are known by; ``points`` are their degrees of latitude and longitude. ``said`` tells whether the text gives
    the day. ``words`` are the stems of the act's clause, ``clause`` its words where a commitment may need them.
    """

    key: str
    document: str
    source: str
    type: str
    mode: str
    stance: str
    reality: str
    standing: Standing
    denial: bool
    background: bool
    actors: frozenset[str]
    recipients: frozenset[str]
    parties: frozenset[str]
    sides: frozenset[str]
    did: frozenset[str]
    bore: frozenset[str]
    camps: frozenset[str]
    mediators: frozenset[str]
    targeted: bool
    suffered: str
    voices: tuple[str, ...]
    speakers: frozenset[str]
    anonymous: bool
    first: int | None
    last: int | None
    said: bool
    grain: str
    published: int | None
    begins: int
    spots: frozenset[str]
    towns: tuple[str, ...]
    places: tuple[str, ...]
    points: tuple[tuple[float, float], ...]
    areas: frozenset[str]
    countries: frozenset[str]
    sure: bool
    figures: tuple[Figures, ...]
    words: tuple[str, ...]
    clause: str

    @property
    def order(self) -> tuple[int, str, int, str]:
        """Orders the claims of an incident: by day of publication (undated last), document and place in its text."""
        return (_LAST if self.published is None else self.published, self.document, self.begins, self.key)


class Pool:
    """Keeps one copy of equal values, so that a million claims share their few thousand sets and codes."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, Hashable] = {}

    def one(self, value: _T) -> _T:
        """Return the copy that is kept of a value."""
        return self._kept.setdefault(value, value)  # type: ignore[return-value]  # equal values have one type here


def facts_of(claim: Claim) -> Facts:
    """Return the facts of a claim that stands alone or with those of its own report."""
    return _facts(claim, Pool(), document="", source="", published=None, carrier=None, words="")


def told_facts(told: Told, pool: Pool, source: str | None = None) -> Facts:
    """Return the facts of a claim of many documents; ``source`` is the original of a copy."""
    published = None if told.published is None else told.published.toordinal()
    return _facts(
        told.claim, pool, document=pool.one(told.document), source=pool.one(source or told.document), published=published,
        carrier=told.carrier, words=told.words,
    )  # fmt: skip


def _facts(
    claim: Claim, pool: Pool, *, document: str, source: str, published: int | None, carrier: str | None,
    words: str,
) -> Facts:  # fmt: skip
    first, last, said, grain = _days(claim)
    voices, says = _who_tells(claim, carrier)
    did, bore = _camps(claim.actors), _camps(claim.recipients)
    where, one = _where(claim), pool.one
    return Facts(
        key=claim.key,
        document=document,
        source=source,
        type=one(claim.type),
        mode=one(claim.mode or ""),
        stance=one(claim.stance),
        reality=one(claim.reality),
        standing="happened" if claim.reality in {"actual", "negated"} else "ahead" if claim.reality in _AHEAD else "open",
        denial=is_denial(claim),
        background=claim.background,
        actors=one(parties_of([a.code for a in claim.actors])),
        recipients=one(parties_of([a.code for a in told_recipients(claim)])),
        parties=one(parties(claim)),
        sides=one(with_speaker(claim)),
        did=one(did),
        bore=one(bore),
        camps=one(did | bore),
        mediators=one(parties_of([a.code for a in claim.mediators])),
        targeted=bool(claim.recipients),
        suffered=one(suffered_by(claim)),
        voices=one(voices),
        speakers=one(says),
        anonymous=claim.voice.anonymous,
        first=first, last=last, said=said, grain=one(grain), published=published,
        begins=claim.span[0],
        spots=one(where.spots), towns=one(where.towns), places=one(where.places), points=one(where.points),
        areas=one(where.areas), countries=one(where.countries), sure=where.sure,
        figures=one(tuple(_figures(claim))),
        words=tuple(one(stem) for stem in _stems(words)),
        clause=words if claim.type in _KEEPS_WORDS else "",
    )  # fmt: skip


class _Where(NamedTuple):
    spots: frozenset[str]
    towns: tuple[str, ...]
    places: tuple[str, ...]
    points: tuple[tuple[float, float], ...]
    areas: frozenset[str]
    countries: frozenset[str]
    sure: bool


def _where(claim: Claim) -> _Where:
    """The places of a claim: a common noun ("checkpoint") is no spot, and one named beside the act goes before all others."""
    places = claim.places
    spots = [p for p in places if p.precision in _SPOTS]
    named = [p for p in spots if not p.name[:1].islower()]
    beside = [p for p in named if _beside(claim, p)]
    best = beside or named
    return _Where(
        spots=frozenset(known for p in best for known in _known_by(p)),
        towns=tuple(sorted(p.name for p in spots)),
        places=tuple(sorted({p.name for p in places})),
        points=tuple(sorted({(p.lat, p.lon) for p in best if p.lat is not None and p.lon is not None})),
        areas=frozenset(p.name.casefold() for p in places if p.precision in _AREAS),
        countries=frozenset(p.country for p in places if p.country),
        sure=bool(beside),
    )


def _camps(actors: Sequence[Actor]) -> frozenset[str]:
    """The parties of a side with a country's unarmed people under its country: one tells of AZE, the other of AZE.CVL."""
    return frozenset(
        a.code.partition(".")[0] if a.code.partition(".")[2] in UNARMED else party_of(a.code)
        for a in actors if not a.code.startswith("UNK")
    )  # fmt: skip


def _known_by(place: Place) -> list[str]:
    """What a spot is known by: where it lies, to a kilometre, so that its names in two languages are one; and its consonants.

    Villages that no gazetteer has are spelt by ear ("Golovnaya", "Golovnoi"), mostly in their vowels and endings; and two
    reports' context may have placed one name in two countries.
    """
    name = unicodedata.normalize("NFKD", place.name).casefold()
    hard = [c for c in name if c.isalnum() and c not in "aeiouyw"]
    short = "".join(c for i, c in enumerate(hard) if i == 0 or c != hard[i - 1])
    found = [short if len(short) >= _CONSONANTS else place.name.casefold()]
    return found if place.lat is None or place.lon is None else [*found, f"{place.lat:.2f} {place.lon:.2f}"]


def _who_tells(claim: Claim, carrier: str | None) -> tuple[tuple[str, ...], frozenset[str]]:
    """The voice's codes and its parties; in a party's own release the narrator is that party."""
    if carrier is None or NARRATOR not in claim.voice.codes:
        return claim.voice.codes, speakers(claim)
    codes = tuple(carrier if code == NARRATOR else code for code in claim.voice.codes)
    return codes, frozenset(party_of(code) if code == carrier else code for code in codes if code != "UNK")


def _days(claim: Claim) -> tuple[int | None, int | None, bool, str]:
    when = claim.date
    if when is None:
        return None, None, False, ""
    return _ordinal(when.first), _ordinal(when.last), when.span is not None, when.grain


def _ordinal(day: date | None) -> int | None:
    return None if day is None else day.toordinal()


def _beside(claim: Claim, place: Place) -> bool:
    if place.span is None:
        return False
    return max(place.span[0] - claim.span[1], claim.span[0] - place.span[1]) <= _SAID_NEAR


def _figures(claim: Claim) -> list[Figures]:
    return [
        Figures(c.kind, c.low, c.high, parties_of(c.whose), c.whose, _ordinal(c.as_of)) for c in claim.casualties
    ]  # fmt: skip


def _stems(words: str) -> list[str]:
    """The stems of the words of a clause that are long enough to tell something, names left out; each once, sorted."""
    return sorted({w[:_STEM] for w in words.split() if len(w) >= _STEM and w[:_STEM].isalpha() and w.islower()})


def window(facts: Facts) -> tuple[int, int] | None:
    """First and last day on which the act can lie; null where nothing says.

    A day that the text does not give may be one day too late: reports take for granted what came the evening before.
    An open span is that of its beginning.
    """
    first, last = facts.first, facts.last
    if first is None:
        return None if last is None else (last, last)
    if last is None or facts.grain == "open":
        return first, first
    return (first if facts.said or last - first > SHORT else first - 1), last


def exact(facts: Facts) -> bool:
    """Whether the text itself gives one day."""
    return facts.said and facts.first is not None and facts.first == facts.last
