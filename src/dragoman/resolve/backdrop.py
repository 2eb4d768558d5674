"""What is background: recap and context, sums over a whole war, and what lies more than a week before the report."""

from __future__ import annotations

from datetime import date, timedelta

from dragoman.model.annotations import Annotations
from dragoman.model.claim import Happening
from dragoman.model.event import When
from dragoman.model.text import Parse
from dragoman.model.world import TimeExpression
from dragoman.resolve.date_choice import chain_head, is_past_perfect, is_perfect, is_verb

RECENT = timedelta(days=7)
"""Acts that lie more than this before publication are background (coding guide)."""
_NEW = timedelta(days=21)
"""The lead may report as new what came to light this long after it happened."""
_LONG = timedelta(days=25)
_LEAD_SENTENCES = 2
_WARS = frozenset(
    {"war", "insurgency", "conflict", "uprising", "rebellion", "campaign", "crisis", "revolt", "insurrection", "violence"}
)
_OFTEN = frozenset({"repeatedly", "previously", "long", "traditionally", "historically", "often", "frequently", "consistently"})
_SUMS = frozenset({"since", "already"})
_MANY = frozenset({"dozen", "hundred", "thousand", "score", "dozens", "hundreds", "thousands", "scores", "million", "billion"})
_BEFORE_NOW = frozenset({"previously", "formerly"})
"""Adverbs that put a past perfect before what the report is about."""
_RECALLING = frozenset({"recall", "remember"})
_JUDGED = frozenset({"convict", "sentence", "jail", "imprison", "acquit", "indict", "guilty", "trial", "verdict", "conviction", "try"})
_DEPTH = 6
"""Words between an act and the judgement it stands under."""
_LENGTHS = frozenset({"year", "month", "decade", "week", "generation", "century"})
_EARLIER = frozenset({"earlier", "previous", "past", "similar"})


def lead_sentences(notes: Annotations) -> frozenset[int]:
    """The sentences that tell what is new: headings, standfirst, and the first two of the body."""
    found: set[int] = set()
    body = 0
    for number, sentence in enumerate(notes.sentences):
        kind = notes.passages[sentence.passage].kind
        if kind == "body":
            body += 1
            if body > _LEAD_SENTENCES:
                break
        if kind != "caption":
            found.add(number)
    return frozenset(found)


def is_background(
    act: Happening, when: When | None, expression: TimeExpression | None, lead: frozenset[int], notes: Annotations
) -> bool:
    """Whether an act is told as recap or context, or lies more than a week back.

    Args:
        act: the act; what is background already stays so.
        when: its days.
        expression: the words of time that gave them, if any.
        lead: the sentences that tell what is new.
        notes: the document's layers.
    """
    if act.background:
        return True
    parse = notes.parses[act.sentence]
    undated = when is None or when.span is None
    if undated and parse is not None and act.type not in {"SANCTION", "ACCUSE"} and _is_judged(act, parse):
        return True
    new = act.sentence in lead and notes.document.published is not None and _is_told(act, parse)
    reference = notes.document.published or _latest(notes)
    if when is not None and when.span is not None and reference is not None and is_old(when, reference):
        return not (new and when.last is not None and reference - when.last <= _NEW)
    if parse is not None and not new and _is_context(act, parse):
        return True
    return expression is not None and expression.value in {"PAST_REF"} and act.sentence not in lead


def is_old(when: When, reference: date) -> bool:
    """Whether days lie more than a week before a day, or began before that and go on."""
    if when.last is None:
        return when.first is not None and reference - when.first > RECENT
    if reference - when.last > RECENT:
        return True
    long = when.first is not None and when.last - when.first > (RECENT if "goes on" in when.basis else _LONG)
    return long and when.first is not None and when.first < reference - RECENT


def _is_told(act: Happening, parse: Parse | None) -> bool:
    """Whether the act is what its sentence tells, not a noun or a relative clause in it; "Mayor jailed" is a whole headline."""
    root = parse.root() if parse is not None else None
    if parse is not None and parse.relations[act.token] == "acl" and parse.heads[act.token] == root and parse.forms[-1] != ".":
        return not act.nominal
    return not act.nominal and (parse is None or parse.relations[act.token] not in {"relcl", "acl", "amod"})


def _is_context(act: Happening, parse: Parse) -> bool:
    """Sums over a whole war, what was done time and again, and what came before by its own words."""
    verb = _clause(parse, act.token)
    first = chain_head(parse, verb)
    subjects = parse.dependents(first, "nsubj", "nsubjpass")
    adverbs = {parse.forms[c].lower() for v in (first, verb) for c in parse.dependents(v, "advmod")}
    since = any(parse.forms[c].lower() == "since" for c in parse.dependents(first, "prep"))
    if (since and _is_sum(parse, verb)) or _is_recalled(parse, first) or _was_long_ago(parse, verb, first):
        return True
    if is_past_perfect(parse, verb) and (adverbs & _BEFORE_NOW or _stands_before(parse, first)):
        return True
    if is_perfect(parse, verb):
        wars = any(parse.lemmas[s].lower() in _WARS for s in subjects)
        if wars or adverbs & _OFTEN or (adverbs & _SUMS and _is_sum(parse, verb)):
            return True
    if parse.relations[verb] == "relcl" and parse.tags[verb] in {"VBZ", "VBP"} and not parse.dependents(verb, "aux", "auxpass"):
        return True  # "a militia that fights alongside the army": what somebody is or does as a rule
    if parse.relations[verb] == "acl":
        subjects = (parse.heads[verb],)
    earlier = {parse.forms[c].lower() for s in subjects[-1:] for c in parse.dependents(s, "amod")}
    return bool(earlier & _EARLIER) and not act.nominal and parse.tags[verb] in {"VBD", "VBN"}


def _is_judged(act: Happening, parse: Parse) -> bool:
    """Whether a court tells of it: "convicted of shelling the town", "on trial for the killing of prisoners"."""
    above = parse.ancestors(act.token)[:_DEPTH]
    below = [act.token, *above]
    steps = zip(below, above, strict=False)
    return any(parse.lemmas[t].lower() in _JUDGED and parse.relations[b] in {"prep", "xcomp", "advcl"} for b, t in steps)


def _is_recalled(parse: Parse, verb: int) -> bool:
    """"It would be recalled that farmers and herders fought there": the report itself says that this is history."""
    above = parse.heads[verb]
    if parse.relations[verb] != "ccomp" or parse.lemmas[above].lower() not in _RECALLING:
        return False
    return any(parse.forms[c].lower() == "it" for c in parse.dependents(above, "nsubjpass"))


def _was_long_ago(parse: Parse, verb: int, first: int) -> bool:
    """"in the past", "over the years", and with a perfect "for decades"."""
    for prep in (c for v in (first, verb) for c in parse.dependents(v, "prep")):
        word = parse.forms[prep].lower()
        for noun in parse.dependents(prep, "pobj"):
            definite = any(parse.forms[c].lower() == "the" for c in parse.dependents(noun, "det"))
            if word == "in" and definite and parse.lemmas[noun].lower() == "past":
                return True
            length = parse.tags[noun] == "NNS" and parse.lemmas[noun].lower() in _LENGTHS and len(parse.subtree(noun)) <= 2
            if length and ((word == "for" and not definite and _is_any_perfect(parse, verb)) or (word == "over" and definite)):
                return True
    return False


def _is_any_perfect(parse: Parse, verb: int) -> bool:
    return is_perfect(parse, verb) or is_past_perfect(parse, verb)


def _stands_before(parse: Parse, verb: int) -> bool:
    """"Before the truce broke down, prisoners had been exchanged": what went before what the report tells."""
    return any(
        parse.forms[m].lower() == "before" for c in parse.dependents(verb, "advcl") for m in parse.dependents(c, "mark")
    )


def _is_sum(parse: Parse, verb: int) -> bool:
    """Whether the object is a large number, or the act has gone on since: "has already freed dozens of villages"."""
    words = {parse.lemmas[t].lower() for o in parse.dependents(verb, "dobj", "nsubjpass") for t in parse.subtree(o)}
    figures = (w.replace(",", "") for w in words if len(w) < 12)
    return bool(words & _MANY) or any(f.isdecimal() and int(f) >= 50 for f in figures)


def _clause(parse: Parse, token: int) -> int:
    """The verb whose clause holds the token; the token itself where there is none."""
    if is_verb(parse, token):
        return token
    return next((above for above in parse.ancestors(token) if is_verb(parse, above)), token)


def _latest(notes: Annotations) -> date | None:
    """The latest day that the text itself fixes, for reports without a publication date."""
    days = [t.last or t.first for t in notes.times if not t.relative]
    return max((d for d in days if d is not None), default=None)
