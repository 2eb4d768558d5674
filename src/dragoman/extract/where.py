"""Where each act was: places named in its clause, and common nouns of place such as *border* or *front line*."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from dragoman.extract.arguments import clause_root
from dragoman.model.annotations import Annotations
from dragoman.model.claim import Happening
from dragoman.model.text import Parse
from dragoman.model.world import Place, Precision

_GENERIC: dict[str, Precision] = {
    "border": "border", "frontier": "border", "boundary": "border", "line": "border", "front": "border",
    "frontline": "border", "crossing": "point", "checkpoint": "point",
}  # fmt: skip
_LINES = frozenset({"front line", "contact line", "line of contact", "ceasefire line", "border line", "front lines"})
_PLACING = frozenset(
    {"in", "at", "near", "on", "along", "around", "outside", "inside", "across", "into", "over", "off", "from", "to", "toward",
     "towards", "within", "between", "through", "above", "north", "south", "east", "west", "of"}
)  # fmt: skip


def place_acts(acts: Sequence[Happening], notes: Annotations) -> tuple[Happening, ...]:
    """Give each act the places of its clause; of several, the most specific first and the country only alone."""
    found = []
    for act in acts:
        parse = notes.parses[act.sentence]
        places = () if parse is None else _places(act, parse, notes)
        found.append(replace(act, places=places) if places else act)
    return tuple(found)


def _places(act: Happening, parse: Parse, notes: Annotations) -> tuple[Place, ...]:
    here = [p for p in notes.places if p.span is not None and parse.span[0] <= p.span[0] < parse.span[1]]
    taken = {a.span for a in (*act.actors, *act.mediators) if a.span is not None}
    candidates: list[tuple[int, Place]] = []
    for place in here:
        tokens = parse.tokens_in(place.span or (0, 0))
        if not tokens or any(t[0] <= (place.span or (0, 0))[0] < t[1] for t in taken):
            continue
        distance = _distance(parse, act.token, tokens[-1])
        if distance is not None:
            candidates.append((distance, place))
    for token in range(len(parse)):
        generic = _generic(parse, token)
        if generic is not None:
            distance = _distance(parse, act.token, token)
            if distance is not None:
                candidates.append((distance, generic))
    return _chosen(candidates)


def _chosen(candidates: list[tuple[int, Place]]) -> tuple[Place, ...]:
    if not candidates:
        return ()
    nearest = min(d for d, _ in candidates)
    near = [p for d, p in sorted(candidates, key=lambda c: c[0]) if d <= nearest + 1]
    specific = [p for p in near if p.precision not in {"country", "region", "border"}] or [
        p for p in near if p.precision != "country"
    ]
    return tuple(dict.fromkeys(specific or near))[:6]


def _distance(parse: Parse, act: int, token: int) -> int | None:
    """Steps from the place up to the act or to a clause that holds the act; none where the place belongs elsewhere."""
    path, at = 0, token
    placed = parse.relations[token] in {"dobj", "nsubjpass", "nsubj", "conj", "appos", "compound", "poss"}
    above = {act, *_governors(parse, act)}
    while path <= len(parse):
        head = parse.heads[at]
        if parse.relations[at] == "pobj" and parse.forms[head].lower() in _PLACING:
            placed = True
        if at in above:
            return path + (0 if at == act else 2) if placed else None
        if head == at:
            return None
        at, path = head, path + 1
    return None


def _governors(parse: Parse, act: int) -> list[int]:
    """The clause that holds a nominal act, and clauses above a complement without a place of its own."""
    found = [clause_root(parse, act)]
    at = found[0]
    while parse.relations[at] in {"xcomp", "ccomp", "pcomp", "advcl", "conj", "acl"} and len(found) < 6:
        at = clause_root(parse, parse.heads[at]) if parse.heads[at] != at else at
        found.append(at)
    return found


def _generic(parse: Parse, token: int) -> Place | None:
    lemma = parse.lemmas[token].lower()
    if lemma not in _GENERIC or not parse.tags[token].startswith("NN"):
        return None
    words = [parse.forms[c] for c in parse.children[token] if c < token and parse.relations[c] in {"compound", "amod"}]
    phrase = " ".join([*words[-1:], parse.forms[token]]).lower()
    after = [c for c in parse.dependents(token, "prep") if parse.forms[c].lower() == "of"]
    if lemma in {"line", "front"} and phrase not in _LINES and not (after and "contact" in _below(parse, after[0])):
        return None
    start = parse.starts[token]
    if phrase in _LINES:
        start = parse.starts[token - 1]
    end = parse.ends[after[0] + 1] if lemma == "line" and after and after[0] + 1 < len(parse) else parse.ends[token]
    name = "line of contact" if lemma == "line" and after else (phrase if phrase in _LINES else lemma)
    return Place((start, end), name, precision=_GENERIC[lemma])


def _below(parse: Parse, token: int) -> set[str]:
    return {parse.lemmas[t].lower() for t in parse.subtree(token)}
