"""Commitments over all documents: who made one, what is told of it afterwards, and how it stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import combinations

from msgspec import Struct
from msgspec.structs import replace

from dragoman.model.grouped import Followed, State
from dragoman.model.incident import Breach
from dragoman.model.keys import content_key
from dragoman.reconcile.candidates import evidence_blocks, pair_name
from dragoman.reconcile.facts import SHORT, Facts

FORCE = ("ASSAULT", "COERCE")
KEEPING = ("RETREAT",)
HORIZON = 180
"""Days after which an act is no longer held against a commitment that names no end."""
MOST = 40
"""Claims of each sort that a commitment lists, the earliest first."""
_NUMBERS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "ten": 10}
_DAYS = {"hour": 1 / 24, "day": 1, "week": 7, "month": 30, "year": 365}
_TERM = re.compile(
    r"\b(?:([0-9]{1,3}|[a-z]{3,5})-"
    r"|(?:for|pause of|truce of|ceasefire of) (?:another |the next )?([0-9]{1,3}|[a-z]{1,5}) )(hour|day|week|month|year)s?\b"
)
"""A term in words: "a six-month truce", "for another two months", "a pause of three hours"; "after ten days of talks" is none."""
_ARMS = re.compile(
    r"\b(?:cease-?fires?|truces?|armistice|hostilities|fighting|attacks?|shelling|firing|fire|use of force|arms|guns|peace|"
    r"cessation|(?:humanitarian )?pauses?|de-?escalat\w+|withdr\w+|observe it|silence)\b", re.IGNORECASE,
)  # fmt: skip
"""What is promised when arms are to rest: only such a commitment is breached by an act of force."""


class Made(Struct, frozen=True):
    """A commitment as made, before what came of it."""

    followed: Followed
    bound: frozenset[str]
    first: int
    end: int

    @property
    def of_arms(self) -> bool:
        """Whether arms are to rest by it, as far as its words tell."""
        return not self.followed.what or _ARMS.search(self.followed.what) is not None

    def names(self, type_: str) -> list[str]:
        """Return what the blocks are named by in which acts of a type on this commitment stand."""
        if type_ in FORCE and not self.of_arms:
            return []
        if type_ in FORCE and len(self.bound) > 1:
            return [pair_name(a, b) for a, b in combinations(sorted(self.bound), 2)]
        return sorted(self.bound)

    def places(self) -> Iterator[tuple[int, int]]:
        """Yield the buckets and blocks in which acts that keep or breach it can stand."""
        for type_ in (*FORCE, *KEEPING):
            yield from evidence_blocks(type_, self.names(type_), self.first, self.end)


def commits(claim: Facts) -> bool:
    """Whether a claim says that somebody bound himself: a truce or deal concluded, one declared, a promise of some act."""
    if claim.stance != "asserts" or not claim.actors:
        return False
    if claim.type in {"AGREE", "CONCEDE"}:
        return claim.reality == "actual"
    return claim.reality == "promised" and claim.type in {"RETREAT", "AID", "CONSULT"}


def _what(clauses: Sequence[str]) -> str:
    """The words that say most of what is promised: those that speak of arms, else the first."""
    return next((words for words in clauses if _ARMS.search(words)), next(iter(clauses), ""))


def made(claims: Sequence[Facts], first: date | None) -> Made | None:
    """Return the commitment that the claims of one happening tell of, in their order; null where they tell of none.

    Args:
        claims: of one incident.
        first: the day of the incident.
    """
    making = [c for c in claims if commits(c)]
    if not making:
        return None
    bound = frozenset(p for c in making for p in c.actors)
    until = _until(making, first)
    followed = Followed(
        key=content_key("commitment", making[0].key),
        claims=tuple(c.key for c in making),
        parties=tuple(sorted(bound)),
        guarantors=tuple(sorted({m for c in making for m in c.mediators})),
        what=_what([c.clause for c in making if c.clause]),
        since=first,
        until=until,
        state="made",
        why="",
    )
    return of_record(followed)


def of_record(followed: Followed) -> Made:
    """Return a commitment that is known already, as made."""
    bare = replace(followed, state="made", why="", kept_by=(), breached_by=())
    start = followed.since.toordinal() if followed.since is not None else 0
    end = followed.until.toordinal() if followed.until is not None else start + HORIZON
    return Made(bare, frozenset(followed.parties), start, end if start else -1)


def _until(making: Sequence[Facts], first: date | None) -> date | None:
    """The last day that the claims give: of a span of days, or a term in the words of the act; of several the latest."""
    ends = [
        date.fromordinal(c.last) for c in making
        if c.said and c.last is not None and c.first is not None and c.last - c.first > SHORT and c.grain == "range"
    ]  # fmt: skip
    for claim in making:
        for hyphened, after_for, unit in _TERM.findall(claim.clause.casefold()):
            number = hyphened or after_for
            count = int(number) if number.isdigit() else _NUMBERS.get(number)
            if count and first is not None:
                ends.append(first + timedelta(days=max(1, round(count * _DAYS[unit]))))
    return max(ends, default=None)


# -- what came of it --------------------------------------------------------------------------------------------------------


def bears_on(commitment: Made, claim: Facts) -> bool:
    """Whether an act is told as done by a party, after the commitment was made and while it lasts, against another party."""
    if claim.reality != "actual" or claim.stance != "asserts" or claim.key in commitment.followed.claims:
        return False
    first = claim.first if claim.first is not None else claim.last
    if first is None or not commitment.first <= first <= commitment.end:
        return False
    doers, bound = claim.actors & commitment.bound, commitment.bound
    if not doers:
        return False
    if claim.type in KEEPING:
        return True
    if claim.type not in FORCE or not commitment.of_arms:
        return False
    if len(bound) < 2:
        return bool(claim.recipients - bound)
    return len(doers) > 1 or bool(claim.recipients & (bound - doers))


def with_evidence(commitment: Made, claims: Iterable[Facts]) -> Followed:
    """Return a commitment with the claims that keep it or allege its breach, the earliest first."""
    known = {c.key: c for c in claims if bears_on(commitment, c)}
    told = sorted(known.values(), key=lambda c: (c.first or c.last or 0, c.order))
    breaches = [Breach(c.key, v) for c in told if c.type in FORCE for v in sorted(c.speakers) or ["UNK"]]
    kept = [c.key for c in told if c.type in KEEPING]
    return replace(commitment.followed, kept_by=tuple(kept[:MOST]), breached_by=tuple(breaches[:MOST]))


def judged_states(commitments: Mapping[str, Followed], today: date | None) -> dict[str, Followed]:
    """Return the commitments, by key, with the state in which each stands on a day; their evidence must be there."""
    by_parties: dict[tuple[str, ...], list[Followed]] = {}
    for one in commitments.values():
        by_parties.setdefault(one.parties, []).append(one)
    return {key: _with_state(one, by_parties[one.parties], today) for key, one in commitments.items()}


def _with_state(one: Followed, others: Sequence[Followed], today: date | None) -> Followed:
    state, why = _state(one, others, today)
    return one if (state, why) == (one.state, one.why) else replace(one, state=state, why=why)


def _state(one: Followed, others: Sequence[Followed], today: date | None) -> tuple[State, str]:
    if one.until is not None and today is not None and one.until < today:
        renewed = [o for o in others if o.key != one.key and _renews(o, one)]
        if not renewed:
            return "lapsed", f"its last day was {one.until}; nobody tells of its renewal"
    if one.breached_by:
        by = ", ".join(sorted({b.alleged_by for b in one.breached_by}))
        return "breach alleged", f"alleged by {by} ({len(one.breached_by)} claims, first {one.breached_by[0].claim[:8]})"
    if one.kept_by:
        return "kept", f"told of as kept ({', '.join(key[:8] for key in one.kept_by[:3])})"
    return "made", "nobody tells what came of it"


def _renews(other: Followed, one: Followed) -> bool:
    if other.since is None or one.since is None or one.until is None or other.since <= one.since:
        return False
    return other.since <= one.until + timedelta(days=7) and (other.until is None or other.until > one.until)


def follow(found: Iterable[Made], near: Callable[[Made], Iterable[Facts]], today: date | None) -> tuple[Followed, ...]:
    """Follow commitments: their evidence, and how they stand on a day. Sorted by key.

    Args:
        found: the commitments as made.
        near: the claims of the blocks in which acts on a commitment can stand.
        today: the latest day of publication; nothing lapses by the clock.
    """
    known = {}
    for one in found:
        known[one.followed.key] = with_evidence(one, near(one))
    return tuple(one for _, one in sorted(judged_states(known, today).items()))
