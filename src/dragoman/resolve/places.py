"""Places named in a text, with coordinates: found without a statistical model, in time linear in the text's length."""

from __future__ import annotations

from collections.abc import Iterable

from dragoman.model.text import Span
from dragoman.model.world import Mention, Place
from dragoman.resolve.gazetteer import PlaceIndex
from dragoman.resolve.place_names import scan
from dragoman.resolve.place_senses import choose

__all__ = ["PlaceIndex", "find_places"]

_CLOSED = frozenset({"person", "body", "group"})


def find_places(text: str, index: PlaceIndex, mentions: Iterable[Mention] = ()) -> tuple[Place, ...]:
    """Find the names of places in a text, and what they mean.

    Demonyms are no places, nor are places inside names of people and organisations. A name that the words around it
    make a place ("the village of X") is given without coordinates, or with those of the province said to contain it.

    Args:
        text: the document's text.
        index: an open ``PlaceIndex``.
        mentions: actors that are known already; names of people, bodies and groups among them hide no places.

    Returns:
        Places in the order of the text. Spans do not overlap and leave out a possessive ending.
    """
    closed: list[Span] = sorted(m.span for m in mentions if m.kind in _CLOSED)
    found = scan(text, index, closed)
    names = [n for n in found.names if n.accepted]
    places = []
    for name, sense in zip(names, choose(text, found, index), strict=True):
        written = text[name.span[0] : name.span[1]]
        if sense is None:
            places.append(Place(name.span, written, precision="settlement"))
        elif not name.candidates:
            places.append(Place(name.span, written, sense.lat, sense.lon, None, sense.country, "settlement"))
        else:
            places.append(
                Place(
                    name.span,
                    sense.name,
                    sense.lat,
                    sense.lon,
                    sense.geonameid,
                    sense.country,
                    sense.precision,
                    sense.claimed_by,
                )
            )
    return tuple(places)
