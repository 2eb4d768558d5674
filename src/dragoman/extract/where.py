"""Where each act was: places named in its clause, and common nouns of place such as *border* or *front line*."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from dragoman.extract.arguments import clause_root, is_verb
from dragoman.extract.where_named import with_named_places
from dragoman.extract.where_told import EVENTS, carry_places, is_dateline
from dragoman.model.annotations import Annotations
from dragoman.model.claim import Actor, Happening
from dragoman.model.text import Parse, Span, inside, starting_in
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


_BEHIND_NOUN = frozenset({"of", "from"})
_SUBJECT_PLACES = frozenset({"ASSAULT", "COERCE", "RETREAT"})
_BEHIND_SITE = 3
"""Steps that the name of a town stands behind the common noun of a spot in it."""
_FAR = 6
"""Steps that a place in an apposition is farther off than it stands."""


def place_acts(acts: Sequence[Happening], notes: Annotations) -> tuple[Happening, ...]:
    """Give each act the places of its clause, the most specific alone; else those that the text around it gives."""
    notes = with_named_places(acts, notes)
    found: list[Happening] = []
    above: list[tuple[Place, ...]] = []
    tokens: dict[int, dict[int, str]] = {}
    for act in acts:
        tokens.setdefault(act.sentence, {})[act.token] = act.type
    for act in acts:
        parse = notes.parses[act.sentence]
        candidates = [] if parse is None else _candidates(act, parse, notes, tokens[act.sentence])
        places = _chosen([c for c in candidates if c[0] == 0])
        found.append(replace(act, places=places) if places else act)
        above.append(_chosen(candidates))
    return carry_places(found, above, notes)


def _candidates(act: Happening, parse: Parse, notes: Annotations, acts: dict[int, str]) -> list[tuple[int, int, Place]]:
    """The places that may be the act's: clauses between, steps between, place."""
    taken = {a.span for a in (*act.actors, *act.mediators) if a.span is not None}
    taken |= {m.span for m in starting_in(notes.mentions, parse.span) if m.kind not in {"state", "capital", "group", "anaphor"}}
    candidates: list[tuple[int, int, Place]] = []
    others = {t: kind for t, kind in acts.items() if t != act.token}
    spoken = any(others.get(t, "ASSAULT") not in EVENTS for t in _governors(parse, act.token))
    for place in starting_in(notes.places, parse.span):
        tokens = parse.tokens_in(place.span or (0, 0))
        if not tokens or is_dateline(place, notes):
            continue
        inside = any(t[0] <= (place.span or (0, 0))[0] < t[1] for t in taken)
        if inside and not _located(parse, tokens[-1]) and not _hosts(parse, tokens[-1]):
            continue
        far = _distance(parse, act, tokens[-1], others)
        if far is not None:
            candidates.append((*far, place))
        elif not spoken and _is_frame(parse, tokens[0]):
            candidates.append((2, len(parse), place))
    for token in range(len(parse)):
        generic = _generic(parse, token)
        far = None if generic is None else _distance(parse, act, token, others)
        if generic is not None and far is not None:
            candidates.append((*far, generic))
    return candidates


def _is_frame(parse: Parse, first: int) -> bool:
    """Whether a place opens the sentence and so holds for all of it: "Near Tall Shahin, ...", "In Goma ..."."""
    before = [parse.forms[t].lower() for t in range(max(0, first - 3), first) if parse.tags[t] not in {":", ",", "DT"}]
    return first <= 3 and bool(before) and before[-1] in _PLACING - _BEHIND_NOUN


def _hosts(parse: Parse, token: int) -> bool:
    return parse.relations[token] == "nsubj" and parse.lemmas[parse.heads[token]].lower() == "host"


def _located(parse: Parse, token: int) -> bool:
    """Whether the name stands behind a preposition of place, even inside the words for an actor ("demonstrators in Minsk")."""
    return parse.relations[token] == "pobj" and parse.forms[parse.heads[token]].lower() in _PLACING - {"of", "from", "between"}


def _chosen(candidates: list[tuple[int, int, Place]]) -> tuple[Place, ...]:
    """The nearest places, of which the particular ones leave out the wider ones, whose part they are."""
    if not candidates:
        return ()
    clauses = min(c for c, _, _ in candidates)
    own = sorted(((d, p) for c, d, p in candidates if c == clauses), key=lambda c: c[0])
    narrow = [(d, p) for d, p in own if p.precision not in {"country", "region", "province", "border"}]
    named = [(d, p) for d, p in narrow if p.name[:1].isupper()]
    if named and own[0][1].name[:1].islower() and named[0][0] - own[0][0] <= _BEHIND_SITE:
        narrow = named  # "at a checkpoint near Loikaw"
    for kept in (narrow, [(d, p) for d, p in own if p.precision != "country"], own):
        if kept:
            nearest = kept[0][0]
            return tuple(dict.fromkeys(p for d, p in kept if d <= nearest + 1))[:6]
    return ()


def _distance(parse: Parse, act: Happening, token: int, others: dict[int, str]) -> tuple[int, int] | None:
    """Verbs and steps from the place up to the act or to a clause that holds it; none where the place belongs elsewhere."""
    top = _phrase_top(parse, token)
    if top is None:
        return None
    verbs, path, at = 0, 0, top
    relation = parse.relations[top]
    placed = relation in {"dobj", "nsubjpass"} or (relation == "nsubj" and _stands_for_place(parse, act, top))
    above = {act.token, *(t for t in _governors(parse, act.token) if others.get(t, "ASSAULT") in EVENTS)}
    noun = _antecedent(parse, act.token)
    while path <= len(parse):
        head = parse.heads[at]
        if parse.relations[at] == "pobj" and parse.forms[head].lower() in _PLACING:
            placed = placed or parse.forms[head].lower() not in _BEHIND_NOUN or not _of_subject(parse, head, act.token)
        if at == noun:
            return verbs, path + 1
        if at in above:
            other = at != act.token
            return (verbs + (other and is_verb(parse, act.token)), path + 2 * other) if placed else None
        if head == at or (at in others and act.type not in EVENTS and not _of_meeting(parse, at, act.token)):
            return None
        verbs += at in others or (is_verb(parse, at) and parse.relations[at] in {"advcl", "relcl", "acl", "ccomp"})
        path += _FAR if parse.relations[at] == "appos" else 1
        at = head
    return None


def _of_meeting(parse: Parse, verb: int, act: int) -> bool:
    """"The ministers, *meeting in Abuja*, condemned the raid": what the subject is doing meanwhile is where it acts."""
    subject = parse.heads[verb]
    return parse.relations[verb] == "acl" and parse.tags[verb] == "VBG" and subject in parse.dependents(act, "nsubj")


def _stands_for_place(parse: Parse, act: Happening, token: int) -> bool:
    """A place that falls or hosts: "Mosul fell to the rebels", "Abu Dhabi would host the talks"."""
    at = parse.starts[token]
    doer = any(a.span and a.span[0] <= at < a.span[1] for a in act.actors)
    return _hosts(parse, token) or (parse.heads[token] == act.token and not doer and act.type in _SUBJECT_PLACES)


def _antecedent(parse: Parse, act: int) -> int | None:
    """The noun that the act's relative clause is about: "the station at X, which fell in June"."""
    noun = parse.heads[act]
    return noun if parse.relations[act] in {"relcl", "acl"} and parse.tags[noun].startswith("NN") else None


def _of_subject(parse: Parse, prep: int, act: int) -> bool:
    """Whether "of" or "from" tells who a subject is: "officials of the Borno agency", "men from Goma"."""
    noun = parse.heads[prep]
    return noun != act and parse.tags[noun].startswith("NN") and any(
        parse.relations[t] == "nsubj" for t in (noun, *parse.ancestors(noun)[:2])
    )


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
    if lemma not in _GENERIC or not parse.tags[token].startswith("NN") or parse.relations[token] in {"compound", "nmod", "poss"}:
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


def _named(notes: Annotations, span: Span) -> set[str]:
    """The countries and bodies that a stretch names."""
    return {c.split(".")[0] for m in starting_in(notes.mentions, span) for c in m.codes}


def _against_owner(act: Happening, notes: Annotations) -> Happening:
    if act.type not in {"ASSAULT", "COERCE"} or act.recipients or act.mutual or not act.actors:
        return act
    doers = {a.code.split(".")[0] for a in act.actors}
    low = notes.sentences[max(0, act.sentence - 1)].span[0]
    high = notes.sentences[min(len(notes.sentences) - 1, act.sentence + 1)].span[1]
    near = _named(notes, (low, high))
    here = notes.sentences[act.sentence].span
    for place in act.places:
        owner = place.country
        if place.span is not None and not inside(place.span, here) and owner not in _named(notes, here):
            continue  # where something else happened says whose land it was, not whom this befell
        if owner is not None and owner in near and owner not in doers and "UNK" not in doers:
            actor = Actor(owner, owner, None, None)
            return replace(act, recipients=(actor,), reasons=(*act.reasons, f"{place.name} is held to be {owner}'s"))
    return act
