"""Names of places that no gazetteer has, told by what is done to them: "captured Yabus", "Malkan had not been taken"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from dragoman.model.annotations import Annotations
from dragoman.model.claim import Happening
from dragoman.model.text import Parse, overlaps, starting_in
from dragoman.model.world import Place

_NAMES = frozenset({"NNP", "NNPS"})
_OBJECTS = frozenset({"dobj", "nsubjpass"})
_LONGEST = 3
"""Words of the longest name that is taken so."""


def with_named_places(acts: Sequence[Happening], notes: Annotations) -> Annotations:
    """Add to the places of a document the names of what is seized in it, wherever they stand.

    Args:
        acts: the acts found so far.
        notes: the document's layers.

    Returns:
        The layers with the new places among the others, sorted by span; the same object where there are none.
    """
    names: set[str] = set()
    for act in acts:
        parse = notes.parses[act.sentence]
        if parse is not None and act.type == "COERCE" and act.mode == "seize":
            names.update(_name(parse, t) for t in _taken(parse, act) if _is_free(parse, t, notes))
    found = [p for parse in notes.parses if names and parse is not None for p in _spoken_of(parse, names, notes)]
    if not found:
        return notes
    return replace(notes, places=tuple(sorted((*notes.places, *found), key=lambda p: p.span or (0, 0))))


def _taken(parse: Parse, act: Happening) -> Iterator[int]:
    """The names that are what the act takes: its object, the subject of its passive, what "the capture of" names."""
    below = [c for c in parse.children[act.token] if parse.relations[c] in _OBJECTS]
    below += [o for p in parse.dependents(act.token, "prep") if parse.forms[p].lower() == "of" for o in parse.dependents(p, "pobj")]
    for token in below:
        yield from (t for t in (token, *parse.dependents(token, "conj")) if parse.tags[t] in _NAMES)


def _name(parse: Parse, token: int) -> str:
    return " ".join(parse.forms[_first(parse, token) : token + 1])


def _first(parse: Parse, token: int) -> int:
    first = token
    while first and token - first < _LONGEST - 1 and parse.tags[first - 1] in _NAMES and parse.relations[first - 1] == "compound":
        first -= 1
    return first


def _is_free(parse: Parse, token: int, notes: Annotations) -> bool:
    """Whether a name is that of no place and no party yet, and is written as a name."""
    span = (parse.starts[_first(parse, token)], parse.ends[token])
    near = (max(0, span[0] - 80), span[1])
    spans = [p.span for p in starting_in(notes.places, near)] + [m.span for m in starting_in(notes.mentions, near)]
    taken = any(s is not None and overlaps(s, span) for s in spans)
    form = parse.forms[token]
    return not taken and form[:1].isupper() and not form.isupper() and form.isalpha()


def _spoken_of(parse: Parse, names: set[str], notes: Annotations) -> Iterator[Place]:
    for token in range(len(parse)):
        if parse.tags[token] in _NAMES and _name(parse, token) in names and _is_free(parse, token, notes):
            span = (parse.starts[_first(parse, token)], parse.ends[token])
            yield Place(span, _name(parse, token), precision="settlement")
