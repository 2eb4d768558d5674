"""Where an act was that names no place itself: "there", "the town", a common noun, its sentence, its paragraph, the lead."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

from msgspec.structs import replace

from dragoman.extract.arguments import clause_root, is_verb
from dragoman.model.annotations import Annotations
from dragoman.model.claim import Happening
from dragoman.model.text import Parse, Span, starting_in
from dragoman.model.world import Place

EVENTS = frozenset({"ASSAULT", "COERCE", "PROTEST", "AID", "RETREAT", "MOBILIZE"})
_FORCE = frozenset({"ASSAULT", "COERCE", "PROTEST"})
_IN = frozenset(
    {"in", "at", "near", "on", "along", "around", "outside", "inside", "across", "into", "over", "off", "from", "to", "toward",
     "towards", "within", "through", "against", "of", "beside", "behind"}
)  # fmt: skip
_SETTLEMENTS = frozenset(
    {"town", "village", "city", "settlement", "suburb", "neighbourhood", "neighborhood", "hamlet", "township"}
)
_SPOTS = frozenset({"area", "site", "location", "spot", "scene"})
_SITES = frozenset(
    {"canal", "port", "airport", "bridge", "hospital", "market", "camp", "school", "university", "mosque", "church", "prison",
     "station", "refinery", "plant", "mine", "square", "embassy", "barracks", "sawmill", "mill", "quarter", "district", "complex",
     "compound", "highway", "road", "checkpoint", "base", "airbase", "airfield", "harbour", "harbor", "river", "dam", "factory",
     "warehouse", "cathedral", "monastery", "stadium", "palace", "hotel", "crossing", "reservoir", "valley", "island", "coast"}
)  # fmt: skip
_DEFINITE = frozenset({"the", "this", "that", "its"})
_NARROW = frozenset({"settlement", "point", "district"})
_DASH = re.compile(r" (?:-{1,2}|[–—]) ?|-{2}|—")
_FILED = re.compile(
    r"[A-Z][^\W\d][\w'’ -]{1,30}(?:, [A-Z][\w ]{1,20})?,? "
    r"(?:\d{1,2} [A-Z][a-z]{2,8}|[A-Z][a-z]{2,8}\.? \d{1,2})(?:,? \d{4})?(?:[.:]|\Z|\n)"
)
"""A place and a day that open a paragraph: "PESHAWAR, Oct 9:", "Niamey, 13 February 2025."."""
_OLD = timedelta(days=7)
_DATELINE = 70
"""Characters within which the dash of a dateline stands."""


def carry_places(acts: Sequence[Happening], above: Sequence[tuple[Place, ...]], notes: Annotations) -> tuple[Happening, ...]:
    """Give acts without a place the one that the words around them give; never that of a dateline.

    Args:
        acts: acts with the places of their own clauses.
        above: for each act, the places of its clause or else of the clauses that hold it.
        notes: the document's layers.

    Returns:
        The acts in the same order. Of speech, only what points back to a place is filled.
    """
    known = [p for p in notes.places if p.span is not None and not is_dateline(p, notes)]
    spoken = [p for a in acts if a.type in EVENTS for p in a.places if p.span is not None and p.precision in _NARROW]
    spoken.sort(key=lambda p: p.span or (0, 0))
    found: list[Happening] = []
    for act in acts:
        found.append(_pointed(act, known, spoken, notes) if not act.places or _is_wide(act) else act)
        if not act.places and act.type in EVENTS:
            spoken.extend(p for p in found[-1].places if p.precision in _NARROW and _is_named(p))
    found = [a if a.places or not p else replace(a, places=p) for a, p in zip(found, above, strict=True)]
    found = [a if a.places else _of_sentence(a, found) for a in found]
    main = _main(found, known, notes)
    for number, act in enumerate(found):
        if not act.places and act.type in EVENTS:
            found[number] = _of_paragraph(act, found, main, notes)
    return tuple(replace(a, places=tuple(_as_written(p, notes) for p in a.places)) if a.places else a for a in found)


def _as_written(place: Place, notes: Annotations) -> Place:
    """The place under the name that the text gives it, where its own is quite another ("Idlib province")."""
    if place.span is None:
        return place
    written = notes.document.text[place.span[0] : place.span[1]]
    one, other = written.casefold(), place.name.casefold()
    return place if one in other or other in one else replace(place, name=written)


def is_dateline(place: Place, notes: Annotations) -> bool:
    """Whether a place stands in the words that say where a report was filed: "MAIDUGURI, Nigeria, March 15 - "."""
    if place.span is None:
        return False
    at = next((p for p in notes.passages if p.span[0] <= place.span[0] < p.span[1]), None)
    if at is None:
        return False
    if at.kind == "dateline":
        return True
    text = notes.document.text[at.span[0] : min(at.span[1], at.span[0] + _DATELINE)]
    filed = _FILED.match(text)
    if filed is not None and place.span[0] < at.span[0] + filed.end():
        return True
    first = text.split(",")[0].split(" ")[0]
    dash = _DASH.search(text)
    return len(first) > 2 and first.isupper() and dash is not None and place.span[0] < at.span[0] + dash.start()


def _pointed(act: Happening, known: Sequence[Place], spoken: Sequence[Place], notes: Annotations) -> Happening:
    """The place that "there", "the town" or "the capital" points to, or that a common noun names."""
    parse = notes.parses[act.sentence]
    if parse is None:
        return act
    clause = _clause_tokens(parse, act.token, act.type in EVENTS)
    before = [p for p in spoken if p.span is not None and p.span[0] < parse.span[0]]
    for token in clause:
        word = parse.lemmas[token].lower()
        there = parse.forms[token].lower() == "there" and parse.tags[token] == "RB"
        back = word in _SETTLEMENTS | _SPOTS and _definite(parse, token) and _locates(parse, token)
        if there or back:
            if act.places and not back:
                continue
            narrow = before or [p for p in known if p.precision in _NARROW and p.span is not None and p.span[0] < parse.span[0]]
            if narrow:
                return _with(act, narrow[-1:], "points back to")
        if not act.places and word == "capital" and _locates(parse, token):
            capital = _capital(parse, token, known, notes)
            if capital is not None:
                return _with(act, [capital], "the capital is")
    if act.places or notes.passages[notes.sentences[act.sentence].passage].kind == "title":
        return act  # the body says which bridge or market
    site = next((t for t in clause if _is_site(parse, t)), None)
    return act if site is None else replace(act, places=(_site(parse, site),))


def _is_wide(act: Happening) -> bool:
    """Whether only a province or country says where: "overran *the town* in Blue Nile state" says it better."""
    return act.type in EVENTS and all(p.precision in {"country", "province", "region"} and p.span is not None for p in act.places)


def _with(act: Happening, places: Sequence[Place], why: str) -> Happening:
    return replace(act, places=tuple(places), reasons=(*act.reasons, f"{why} {places[0].name}"))


def _clause_tokens(parse: Parse, act: int, deep: bool) -> list[int]:
    """The tokens of the clause of an act; with ``deep`` also of infinitives and participles that go on with it."""
    root = clause_root(parse, act)
    found, waiting = [], [root]
    while waiting:
        at = waiting.pop()
        found.append(at)
        waiting.extend(c for c in parse.children[at] if not is_verb(parse, c) or (deep and _same_clause(parse, c)))
    return sorted(found)


def _same_clause(parse: Parse, verb: int) -> bool:
    """Whether a verb below goes on with the clause: "fired tear gas *to clear* a bridge", "opened fire, *wounding* two"."""
    marked = parse.dependent(verb, "mark", "nsubj") is not None
    goes_on = parse.relations[verb] == "advcl" and parse.tags[verb] in {"VB", "VBG"} and not marked
    return parse.relations[verb] == "xcomp" or goes_on


def _definite(parse: Parse, token: int) -> bool:
    return any(parse.forms[c].lower() in _DEFINITE for c in parse.children[token])


def _locates(parse: Parse, token: int) -> bool:
    """Whether a noun stands behind a preposition of place, or is what is acted on."""
    relation, head = parse.relations[token], parse.heads[token]
    return relation in {"dobj", "nsubjpass"} or (relation == "pobj" and parse.forms[head].lower() in _IN)


def _is_site(parse: Parse, token: int) -> bool:
    """Whether a common noun says where: behind a preposition of place that hangs on a verb or on what is acted on."""
    if parse.lemmas[token].lower() not in _SITES or not parse.tags[token].startswith("NN"):
        return False
    if any(parse.tags[c].startswith("NNP") for c in parse.dependents(token, "compound")):
        return _locates(parse, token)  # "seized the Al Rahma hospital"
    if parse.relations[token] != "pobj":
        return False
    prep = parse.heads[token]
    above = parse.heads[prep]
    on_subject = parse.relations[above] == "nsubj"
    if not any(parse.relations[c] in {"det", "poss", "compound", "nummod", "amod"} for c in parse.children[token]):
        return False  # "in prison", "to hospital"
    return parse.forms[prep].lower() in _IN - {"of", "against"} and not on_subject


def _site(parse: Parse, token: int) -> Place:
    """The noun with the words of its name: "university quarter", "Al Salem hospital complex"."""
    first = token
    while first and parse.relations[first - 1] in {"compound", "nmod"} and token in parse.ancestors(first - 1):
        first -= 1
    span: Span = (parse.starts[first], parse.ends[token])
    return Place(span, " ".join(parse.forms[first : token + 1]), precision="point")


def _capital(parse: Parse, token: int, known: Sequence[Place], notes: Annotations) -> Place | None:
    """The place that the text names as capital of the country at hand: "the Ethiopian capital"."""
    near = (parse.starts[max(0, token - 2)], parse.starts[token])
    codes = {m.codes[0] for m in starting_in(notes.mentions, near) if m.kind in {"demonym", "state"}}
    cities = {m.span: m.codes[0] for m in notes.mentions if m.kind == "capital"}
    of = [p for p in known if p.span in cities and (not codes or cities[p.span] in codes)]
    if of:
        return of[0]
    towns = [p for p in known if p.precision == "settlement" and p.country is not None and (p.country in codes or not codes)]
    return towns[0] if len({p.name for p in towns}) == 1 else None


def _of_sentence(act: Happening, acts: Sequence[Happening]) -> Happening:
    """The place of another act of the same sentence that the same voice tells."""
    if act.type not in EVENTS:
        return act
    near = [a for a in acts if a.sentence == act.sentence and a.places and a.type in EVENTS and a.voice == act.voice]
    return act if not near else _with(act, min(near, key=lambda a: abs(a.token - act.token)).places, "of the same sentence:")


def _main(acts: Sequence[Happening], known: Sequence[Place], notes: Annotations) -> tuple[Place, ...]:
    """The one place that the beginning of the report is about: its first act's, where it "took place", or "the town of X"."""
    opening = _body(notes, 3)
    for act in acts:
        narrow = tuple(p for p in act.places if p.precision in _NARROW and p.name[:1].isupper())
        if narrow and act.sentence in opening and act.type in EVENTS and not act.nominal:
            return narrow
    took = _took_place(notes) or _in_title(known, notes)
    if took:
        return took
    for number in sorted(_body(notes, 2)):
        for place in starting_in(known, notes.sentences[number].span):
            start = (place.span or (0, 0))[0]
            words = notes.document.text[max(0, start - 24) : start].split()[-2:]
            if place.precision in _NARROW and len(words) == 2 and words[0] in _SETTLEMENTS and words[1] == "of":
                return (place,)
    return ()


def _body(notes: Annotations, count: int) -> set[int]:
    body = [n for n, s in enumerate(notes.sentences) if notes.passages[s.passage].kind == "body"]
    titles = [n for n, s in enumerate(notes.sentences) if notes.passages[s.passage].kind == "title"]
    return {*titles, *body[:count]}


def _in_title(known: Sequence[Place], notes: Annotations) -> tuple[Place, ...]:
    """The only town that the headings name: "Police hold 27 after Kohat bus station bombing"."""
    spans = [p.span for p in notes.passages if p.kind == "title"]
    towns = [p for p in known if p.precision == "settlement" and any(s[0] <= (p.span or (0, 0))[0] < s[1] for s in spans)]
    return tuple(towns[:1]) if len({p.name for p in towns}) == 1 else ()


def _took_place(notes: Annotations) -> tuple[Place, ...]:
    """Where the text says that something definite took place: "The handover took place in Sumy region"."""
    for parse in notes.parses:
        root = None if parse is None else parse.root()
        if parse is None or root is None:
            continue
        taken = any(parse.lemmas[c] == "place" for c in parse.dependents(root, "dobj"))
        happened = parse.lemmas[root] in {"happen", "occur"} or (parse.lemmas[root] == "take" and taken)
        if happened and any(_definite(parse, s) for s in parse.dependents(root, "nsubj")):
            places = [p for p in starting_in(notes.places, parse.span) if p.precision != "country" and not is_dateline(p, notes)]
            if places:
                return tuple(places[:1])
    return ()


def _of_paragraph(act: Happening, acts: Sequence[Happening], main: tuple[Place, ...], notes: Annotations) -> Happening:
    """The place of the sentence before in the same paragraph, else of the lead, where the sentence speaks of no other."""
    sentence = notes.sentences[act.sentence]
    if act.reality not in {"actual", "negated"} or act.background or _elsewhere(sentence.span, act, notes):
        return act
    for back in range(1, 3):
        before = [a for a in acts if a.sentence == act.sentence - back and a.places and a.type in EVENTS and not a.background]
        if before and notes.sentences[before[-1].sentence].passage == sentence.passage:
            narrow = [p for b in reversed(before) for p in b.places if p.precision != "country" and _is_named(p)]
            if narrow:
                return _with(act, narrow[:1], "of the sentence before:")
    return _with(act, main, "told with what happened at") if main and act.type in _FORCE | {"RETREAT"} else act


def _is_named(place: Place) -> bool:
    """Whether a place has a name or is a line that a whole passage can be about, not "the bridge" of one act."""
    return place.name[:1].isupper() or place.precision == "border"


def _elsewhere(span: Span, act: Happening, notes: Annotations) -> bool:
    """Whether the sentence names another place, or a day long before the report."""
    published = notes.document.published
    old = any(t.last and published and published - t.last > _OLD for t in starting_in(notes.times, span))
    people = {(m.span[0], m.span[1]) for m in starting_in(notes.mentions, span)}
    here = [p for p in starting_in(notes.places, span) if p.precision != "country" and p.span not in people]
    return old or any(not is_dateline(p, notes) for p in here)
