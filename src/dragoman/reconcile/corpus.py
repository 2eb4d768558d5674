"""Claims of many documents grouped: a pure function of claims, copies and judgements, in any order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from dragoman.model.corpus import Judgement, Told
from dragoman.model.grouped import Copy, Grouping, Happened
from dragoman.reconcile.facts import Facts
from dragoman.reconcile.followed import Made, follow, made
from dragoman.reconcile.gathered import Gathered
from dragoman.reconcile.judged import Decided
from dragoman.reconcile.reprints import Families


def group(
    told: Iterable[Told], judgements: Iterable[Judgement] = (), copies: Iterable[Copy] = (), today: date | None = None
) -> Grouping:
    """Group the claims of many documents into incidents and commitments.

    The result is the same for any order of what is given, and the same as bringing it together bit by bit
    (``dragoman.reconcile.update``).

    Args:
        told: every claim once, with its document.
        judgements: people's decisions; those taken back may be among them.
        copies: which documents print another's text.
        today: the day on which a commitment's term is looked at; by default the latest day of publication among the claims.

    Raises:
        InputError: a judgement corrects a field to what it cannot be.
    """
    gathered = Gathered(Decided(judgements), Families(copies))
    latest = None
    for one in told:
        gathered.add(one)
        if one.published is not None and (latest is None or one.published > latest):
            latest = one.published
    reprints = gathered.settle()
    edges, _ = gathered.link_all()
    incidents: list[Happened] = []
    commitments: list[Made] = []
    for happened, claims in gathered.incidents(edges):
        if happened is not None:
            incidents.append(happened)
        commitments += commitment_of(happened, claims)
    followed = follow(commitments, lambda one: evidence(one, gathered), today or latest)
    return Grouping(tuple(sorted(incidents, key=lambda h: h.incident.key)), followed, reprints)


def commitment_of(happened: Happened | None, claims: list[Facts]) -> Iterator[Made]:
    """Yield the commitment that a happening is the making of, if it is one."""
    if happened is not None and (found := made(claims, happened.first)) is not None:
        yield found


def evidence(commitment: Made, gathered: Gathered) -> Iterator[Facts]:
    """Yield the claims of the blocks in which acts that keep or breach a commitment can stand."""
    for bucket, number in commitment.places():
        for i in gathered.buckets.get(bucket, {}).get(number, ()):
            yield gathered.facts[i]
