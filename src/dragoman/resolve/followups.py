"""Undated acts that are told of a happening whose day the report gives elsewhere: "the attack", "had been hit", "they then"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from msgspec.structs import replace

from dragoman.model.annotations import Annotations
from dragoman.model.claim import Actor, Happening
from dragoman.model.event import When
from dragoman.model.text import Parse
from dragoman.resolve.date_choice import is_past_perfect, is_perfect, is_verb

FORCE = frozenset({"ASSAULT", "COERCE", "PROTEST"})
_TOLD = frozenset({"actual", "negated"})
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "its", "their", "any", "no"})
_DAY = timedelta(days=1)
_RECENT = timedelta(days=21)
_WIDEST = timedelta(days=3)


def date_followups(acts: Sequence[Happening], notes: Annotations) -> list[Happening]:
    """Give undated acts the days of the happening that they are told of.

    An act of the same type that looks back (past perfect, a definite noun, a denial) and whose parties and place do not
    contradict an earlier dated one is that happening; so is what goes on with the sentence before it in a paragraph,
    and what the report tells before "the attack took place on Friday".
    """
    found = list(acts)
    if notes.document.published is None:
        return found
    for number, act in enumerate(found):
        if not _open(act):
            continue
        of = _told_before(found, number, notes) or _goes_on(found, number, notes) or _named_later(found, number, notes)
        if of is not None and of.date is not None:
            basis = f"{of.date.basis}; told of what happened then"
            found[number] = replace(act, background=of.background, date=When(of.date.first, of.date.last, of.date.grain, None, basis))
    return found


def _open(act: Happening) -> bool:
    """Whether an act is told as having happened and nothing says when."""
    return act.reality in _TOLD and not act.background and (act.date is None or act.date.span is None)


def _is_dated(act: Happening, notes: Annotations) -> bool:
    """Whether an act of the last weeks has days of its own, few enough to stand for others."""
    when, published = act.date, notes.document.published
    if when is None or when.span is None or when.first is None or when.last is None or published is None:
        return False
    near = published - _RECENT <= when.last <= published
    return near and when.last - when.first <= _WIDEST and act.reality == "actual" and not act.background and "told" not in when.basis


def _told_before(acts: Sequence[Happening], number: int, notes: Annotations) -> Happening | None:
    """The first dated happening before an act that looks back at it."""
    act, parse = acts[number], notes.parses[acts[number].sentence]
    if act.type not in FORCE or not _looks_back(act, parse):
        return None
    return next((a for a in acts[:number] if _is_same(a, act) and (_is_dated(a, notes) or _is_there(a, act))), None)


def _is_there(one: Happening, other: Happening) -> bool:
    """Whether an older dated act was at the very place that the other names: both are one piece of history."""
    here, there = ({p.name for p in a.places if p.span is not None and p.precision == "settlement"} for a in (one, other))
    dated = one.date is not None and one.date.span is not None and one.date.grain == "day" and one.date.last is not None
    return dated and one.background and bool(here & there)


def _looks_back(act: Happening, parse: Parse | None) -> bool:
    """Whether the words presuppose the act: a denial, a definite noun, the past perfect, a toll without an act."""
    if act.stance == "denies" or parse is None:
        return act.stance == "denies"
    if is_verb(parse, act.token):
        return is_past_perfect(parse, act.token)
    toll = bool(act.casualties) and not act.actors
    return toll or any(parse.forms[c].lower() in _DEFINITE for c in parse.dependents(act.token, "det", "poss"))


def _goes_on(acts: Sequence[Happening], number: int, notes: Annotations) -> Happening | None:
    """The dated act of the sentence before in the same paragraph, or of this one, that an act in the past tense goes on from."""
    act, parse = acts[number], notes.parses[acts[number].sentence]
    if parse is None or not is_verb(parse, act.token) or not _is_plain_past(parse, act.token) or is_perfect(parse, act.token):
        return None
    passage = notes.sentences[act.sentence].passage
    for other in reversed(acts[:number]):
        if other.sentence < act.sentence - 1 or notes.sentences[other.sentence].passage != passage:
            return None
        if _is_dated(other, notes) and other.voice.codes == act.voice.codes and _is_told(other, notes):
            force = act.type in FORCE and other.type in FORCE
            return other if force or _owners(act.actors) & _owners(other.actors) else None
    return None


def _is_plain_past(parse: Parse, verb: int) -> bool:
    passive = any(parse.forms[c].lower() in {"was", "were"} for c in parse.dependents(verb, "auxpass"))
    joined = parse.relations[verb] == "conj" or parse.tags[verb] == "VBG"
    return parse.tags[verb] == "VBD" or passive or joined


def _is_told(act: Happening, notes: Annotations) -> bool:
    """Whether an act is what its sentence tells, not a noun or a clause that only says which or since when."""
    parse = notes.parses[act.sentence]
    if parse is None or not is_verb(parse, act.token):
        return False
    above = [act.token, *parse.ancestors(act.token)]
    return not any(parse.relations[t] in {"advcl", "relcl"} and parse.tags[t] != "VBG" for t in above if is_verb(parse, t))


def _named_later(acts: Sequence[Happening], number: int, notes: Annotations) -> Happening | None:
    """The happening whose day a later sentence gives by a definite noun: "Gunmen stormed ... . The attack on Friday ..."."""
    act = acts[number]
    if act.type not in FORCE or any(a.type in FORCE and _is_dated(a, notes) for a in acts[:number]):
        return None
    for other in acts[number + 1 :]:
        parse = notes.parses[other.sentence]
        if not _is_dated(other, notes) or other.type not in FORCE:
            continue
        definite = other.nominal and parse is not None and _looks_back(other, parse)
        return other if definite and other.sentence - act.sentence <= 6 and _is_same(other, act) else None
    return None


def _is_same(one: Happening, other: Happening) -> bool:
    """Whether type, parties and places of two acts can be those of one happening."""
    if one.type != other.type or one.mutual != other.mutual:
        return False
    for mine, theirs in ((one.actors, other.actors), (one.recipients, other.recipients)):
        a, b = _owners(mine), _owners(theirs)
        if a and b and not a & b:
            return False
    here, there = ({p.name for p in a.places if p.precision == "settlement"} for a in (one, other))
    return not here or not there or bool(here & there)


def _owners(parties: Sequence[Actor]) -> set[str]:
    codes = (p.code.partition(".")[0] for p in parties)
    return {c for c in codes if c and not c.startswith("UNK")}

