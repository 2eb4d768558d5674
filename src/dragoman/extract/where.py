"""Where each act was: places named in its clause, and common nouns of place such as *border* or *front line*."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from dragoman.extract.arguments import clause_root
from dragoman.model.annotations import Annotations
from dragoman.model.claim import Actor, Happening
from dragoman.model.text import Parse, starting_in
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
    here = starting_in(notes.places, parse.span)
    taken = {a.span for a in (*act.actors, *act.mediators) if a.span is not None}
    taken |= {m.span for m in starting_in(notes.mentions, parse.span) if m.kind not in {"state", "capital", "group", "anaphor"}}
    candidates: list[tuple[int, Place]] = []
    for place in here:
        tokens = parse.tokens_in(place.span or (0, 0))
        if not tokens or (any(t[0] <= (place.span or (0, 0))[0] < t[1] for t in taken) and not _located(parse, tokens[-1])):
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


def _located(parse: Parse, token: int) -> bool:
    """Whether the name stands behind a preposition of place, even inside the words for an actor ("demonstrators in Minsk")."""
    return parse.relations[token] == "pobj" and parse.forms[parse.heads[token]].lower() in _PLACING - {"of", "from", "between"}


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
    top = _phrase_top(parse, token)
    if top is None:
        return None
    path, at = 0, top
    placed = parse.relations[top] in {"dobj", "nsubjpass"}
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


def _phrase_top(parse: Parse, token: int) -> int | None:
    """The head of the phrase a place names: "Karabakh" of "the Karabakh territory"; none inside "Moscow-brokered"."""
    at = token
    for _ in range(len(parse)):
        if parse.relations[at] not in {"conj", "appos", "compound", "nmod", "npadvmod", "amod"}:
            return at
        if parse.relations[at] in {"npadvmod", "amod"} or not parse.tags[parse.heads[at]].startswith("NN"):
            return None
        at = parse.heads[at]
    return at


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


def fill_owners(acts: Sequence[Happening], notes: Annotations) -> tuple[Happening, ...]:
    """Where force is used on a place and nobody is named as its target, it is used against the state that holds the place.

    Only where the same or a neighbouring sentence names that state: world knowledge alone fills nothing.
    """
    return tuple(_against_owner(_as_place(a), notes) for a in acts)


def _as_place(act: Happening) -> Happening:
    """A territory taken is no party to it: "occupied Karabakh"."""
    if act.type != "COERCE" or act.mode != "seize":
        return act
    lands = {p.span for p in act.places if p.country is not None}
    kept = tuple(r for r in act.recipients if r.span not in lands or _is_state(r, act))
    return act if len(kept) == len(act.recipients) else replace(act, recipients=kept)


def _is_state(actor: Actor, act: Happening) -> bool:
    return any(p.span == actor.span and p.country == actor.code for p in act.places)


def _against_owner(act: Happening, notes: Annotations) -> Happening:
    if act.type not in {"ASSAULT", "COERCE"} or act.recipients or act.mutual or not act.actors:
        return act
    doers = {a.code.split(".")[0] for a in act.actors}
    low = notes.sentences[max(0, act.sentence - 1)].span[0]
    high = notes.sentences[min(len(notes.sentences) - 1, act.sentence + 1)].span[1]
    near = {c.split(".")[0] for m in starting_in(notes.mentions, (low, high)) for c in m.codes}
    for place in act.places:
        owner = place.country
        if owner is not None and owner in near and owner not in doers and "UNK" not in doers:
            actor = Actor(owner, owner, None, None)
            return replace(act, recipients=(actor,), reasons=(*act.reasons, f"{place.name} is held to be {owner}'s"))
    return act
