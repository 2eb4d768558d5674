"""What the accounts of an incident agree on: the fields that all who speak of them give alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct

from dragoman.model.claim import Actor, Claim, party_of


class Agreed(Struct, frozen=True):
    """A field on which nobody differs: its values, and the claims that give them.

    ``field`` is initiator, target, day or place; ``values`` are parties, one ISO day, or names of places.
    """

    field: str
    values: tuple[str, ...]
    claims: tuple[str, ...]


def agreed(claims: Sequence[Claim], disputed: Iterable[str] = ()) -> tuple[Agreed, ...]:
    """The fields that at least two claims give and all of those give alike.

    Args:
        claims: of one incident, in the order in which they are to be named.
        disputed: fields on which its accounts differ.
    """
    apart = set(disputed)
    fields: tuple[tuple[str, Callable[[Claim], tuple[str, ...]]], ...] = (
        ("initiator", lambda claim: _parties(claim.actors)),
        ("target", lambda claim: _parties(claim.recipients)),
        ("day", _day),
        ("place", lambda claim: tuple(sorted({place.name for place in claim.places}))),
    )
    found = []
    for name, value in fields:
        given = {claim.key: said for claim in claims if (said := value(claim))}
        if name not in apart and len(given) > 1 and len(set(given.values())) == 1:
            found.append(Agreed(name, next(iter(given.values())), tuple(given)))
    return tuple(found)


def _parties(actors: Iterable[Actor]) -> tuple[str, ...]:
    return tuple(sorted({party_of(actor.code) for actor in actors} - {"UNK"}))


def _day(claim: Claim) -> tuple[str, ...]:
    when = claim.date
    return (when.first.isoformat(),) if when is not None and when.first is not None and when.first == when.last else ()
