"""Whether those whom an act befalls are those who do it: civilians may kill civilians, an army does not strike itself."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.model.claim import SPEAKER, Actor

_ONE_BODY = frozenset({"MIL", "REB", "PRM", ""})
"""Sectors whose members act as one: forces, and a code without a sector (a state, a body, a group)."""


def others(actors: Sequence[Actor], recipients: Sequence[Actor]) -> tuple[Actor, ...]:
    """The recipients other than the doers.

    A recipient with a doer's code stays where the text names two of that kind ("youths killed three traders", "the
    ombudsman called on the government"): both have words of their own, and no pronoun stands for the other.
    """
    return tuple(r for r in recipients if not any(r.code == a.code and _same(a, r) for a in actors))


def _same(actor: Actor, recipient: Actor) -> bool:
    country, _, sector = actor.code.partition(".")
    if country == SPEAKER or ":" in country or sector in _ONE_BODY:
        return True
    if actor.span == recipient.span:
        return True
    return actor.name.lower() == recipient.name.lower()
