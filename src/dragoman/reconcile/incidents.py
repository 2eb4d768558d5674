"""Claims about the same happening side by side: accounts per party, what they differ in, and the status that follows."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.model.claim import Claim
from dragoman.model.incident import Incident
from dragoman.model.text import Span
from dragoman.reconcile.facts import facts_of
from dragoman.reconcile.likeness import is_denial, likeness
from dragoman.reconcile.status import incident

GROUPED = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "CONSULT", "RETREAT", "AID", "PROTEST", "SANCTION", "COOPERATE"})
VERBAL = frozenset({"AGREE", "CONCEDE", "SUPPORT"})


def find_incidents(claims: Sequence[Claim]) -> tuple[Incident, ...]:
    """Group the claims of one report into incidents.

    Each claim joins the incident with the claim most like it; denials come last, when what they can deny is known. Acts that
    are only planned, requested or threatened stand in no incident with actual ones, and speech acts in none unless disputed.
    """
    groups: list[list[Claim]] = []
    disputed = {c.type for c in claims if c.stance == "denies"}
    grouped = [c for c in claims if c.type in GROUPED | VERBAL | disputed]
    for claim in sorted(grouped, key=lambda c: (is_denial(c), c.span, c.key)):
        home, best = None, 0
        for group in groups:
            closest = max(likeness(claim, other) for other in group)
            if closest > best:
                home, best = group, closest
        if home is None:
            groups.append([claim])
        else:
            home.append(claim)
    ordered = [sorted(group, key=_in_text) for group in groups]
    return tuple(incident([facts_of(c) for c in g]) for g in sorted(ordered, key=lambda g: _in_text(g[0])))


def _in_text(claim: Claim) -> tuple[Span, str]:
    return (claim.span, claim.key)
