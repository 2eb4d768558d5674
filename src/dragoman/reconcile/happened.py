"""An incident of many documents: its claims with what they agree on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from dragoman.model.grouped import Happened
from dragoman.reconcile.compare import link
from dragoman.reconcile.facts import Facts, window
from dragoman.reconcile.incidents import GROUPED, VERBAL
from dragoman.reconcile.tolls import tolls
from dragoman.reconcile.verdicts import weigh

_MOST_PLACES = 12
"""Places that an incident is shown with: those that most claims name."""


def stands(claims: Sequence[Facts]) -> bool:
    """Whether claims make an incident: acts do, speech acts only where several claims tell of one or somebody denies it."""
    return len(claims) > 1 or claims[0].denial or claims[0].type in GROUPED | VERBAL


def happened(claims: Sequence[Facts], ties: Sequence[tuple[Facts, Facts]]) -> Happened:
    """Make an incident of claims in the order of publication; ``ties`` are the claims that each of them was joined to."""
    first, last = _days(claims)
    return Happened(
        incident=weigh(claims),
        type=claims[0].type,
        background=all(c.background for c in claims),
        first=first,
        last=last,
        parties=tuple(sorted({p for c in claims for p in c.parties})),
        places=_places(claims),
        countries=tuple(sorted({land for c in claims for land in c.countries})),
        texts=len({c.source for c in claims}),
        tolls=tolls(claims),
        links=tuple(link(one, other) for one, other in ties),
    )


def _days(claims: Sequence[Facts]) -> tuple[date | None, date | None]:
    """The days that all claims can share, those that give a day first; where judged ones share none, from first to last."""
    dated = [c for c in claims if c.first is not None or c.last is not None]
    if not dated:
        return None, None
    told = [c for c in dated if c.said] or dated
    spans = [_span(c) for c in told]
    for windows in (spans, [window(c) or _span(c) for c in told]):
        first, last = max(a for a, _ in windows), min(b for _, b in windows)
        if first <= last:
            return date.fromordinal(first), date.fromordinal(last)
    return date.fromordinal(min(a for a, _ in spans)), date.fromordinal(max(b for _, b in spans))


def _span(claim: Facts) -> tuple[int, int]:
    """First and last day as read; an open end is the day of the other."""
    first = claim.last if claim.first is None else claim.first
    last = first if claim.last is None or claim.grain == "open" else claim.last
    return first or 0, last or 0


def _places(claims: Sequence[Facts]) -> tuple[str, ...]:
    """The names that most claims give; a place named beside the act goes before one that was carried over."""
    count: Counter[str] = Counter()
    for claim in claims:
        count.update({name: 2 if claim.sure else 1 for name in claim.places})
    ranked = sorted(count, key=lambda name: (-count[name], name))
    return tuple(ranked[:_MOST_PLACES])
