"""What a report tells of the past: the crimes a court deals with, what an anniversary recalls, paragraphs of history.

Nothing here dates news: an act with a day of its own in the last week stays what it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from msgspec.structs import replace

from dragoman.model.annotations import Annotations
from dragoman.model.claim import NARRATOR, Happening
from dragoman.model.event import When
from dragoman.model.text import Parse, starting_in
from dragoman.model.world import TimeExpression
from dragoman.resolve.backdrop import RECENT
from dragoman.resolve.date_choice import anchor, is_past_perfect, is_perfect, is_present, is_verb
from dragoman.resolve.date_spans import anniversary

FORCE = frozenset({"ASSAULT", "COERCE", "PROTEST"})
_SPEECH = frozenset({"ACCUSE", "REQUEST", "REJECT", "THREATEN", "AGREE", "SUPPORT", "CONCEDE"})
_TOLD = frozenset({"actual", "negated"})
_DEFINITE = frozenset({"the", "this", "that", "these", "those"})
_PAST = timedelta(days=60)
_DAY = timedelta(days=1)
_COURT = re.compile(
    r"\b(?:on trial|trial of|opens? trial|sentenced? |convict(?:s|ed)\b|acquit(?:s|ted)\b|found guilty|jailed? (?:for|over)"
    r"|pleaded (?:not )?guilty|verdict|life in prison|in the dock)"
)
"""Words of a lead that tells of a court's doings."""
_MEMORY = re.compile(
    r"\b(?:anniversar(?:y|ies)|years (?:on|after|since)|remember(?:s|ed|ing)? |commemorat|mourns? |memorial|in memory of"
    r"|pa(?:y|ys|id) tribute|obituary|dies (?:at|aged)\b)"
)
"""Words of a lead that looks back."""
_RECALLING = ("recall", "remember", "recount", "describe", "testify", "relate", "narrate", "write")
_OFFICIAL = frozenset({"GOV", "MIL", "COP", "SPY", "LEG", "JUD"})
"""Sectors of those who tell news even on an anniversary; others remember."""
_BACK = re.compile(r"\b(?:earlier|later|before|after|next|following|same|that)\b", re.IGNORECASE)
_FROM_NOW = re.compile(r"\b(?:this|last|ago)\b", re.IGNORECASE)
_OPEN = re.compile(r"\b(?:by|until|till|since|before)(?: the end of)? $")
"""What stands before a day that does not say when something was."""
_WORDS = 24
"""Characters before a day in which such a word stands."""
_REMEMBERED = frozenset({"remember", "commemorate", "anniversary", "memorial", "remembrance", "commemoration"})
_DEPTH = 8
"""Words between an act and the memory it stands under."""
_THEN = frozenset({"then", "first", "later", "initially", "subsequently", "eventually"})
_CLAUSES_ASIDE = frozenset({"relcl", "acl", "appos", "advcl"})


def told_in_court(acts: Sequence[Happening], crimes: set[int], lead: frozenset[int], notes: Annotations) -> list[Happening]:
    """The crimes that a court deals with, and what an anniversary recalls: of the day that the report gives them, else of none.

    Args:
        acts: the dated acts.
        crimes: indexes of acts that stand below a judgement and have no day of their own.
        lead: the sentences that tell what is new.
        notes: the document's layers.
    """
    in_court = any(acts[c].sentence in lead for c in crimes) or _leads_with(_COURT, acts, lead, notes)
    memorial = not in_court and _leads_with(_MEMORY, acts, lead, notes)
    history = _history(lead, notes) if in_court or memorial else None
    found = []
    for number, act in enumerate(acts):
        parse = notes.parses[act.sentence]
        if parse is not None and act.reality in _TOLD and is_undated(act) and not act.background and _below_memory(act, parse):
            found.append(replace(act, background=True, date=history))
            continue
        crime = number in crimes or ((in_court or memorial) and _is_crime(act, notes, lead, memorial=memorial))
        found.append(replace(act, background=True, date=history) if crime else act)
    return found


def _below_memory(act: Happening, parse: Parse) -> bool:
    """Whether an act is what is remembered: "to remember those killed when troops crushed the protest"."""
    below, above = act.token, parse.ancestors(act.token)
    for token in above[:_DEPTH]:
        if parse.lemmas[token].lower() in _REMEMBERED:
            return parse.relations[below] not in {"nsubj", "nsubjpass", "conj", "ccomp", "xcomp"} and below > token
        below = token
    return False


def _leads_with(words: re.Pattern[str], acts: Sequence[Happening], lead: frozenset[int], notes: Annotations) -> bool:
    """Whether the lead has the words, and no use of force is its news."""
    found = {s: m.start() for s in lead if (m := words.search(notes.document.text, *notes.sentences[s].span)) is not None}
    if not found:
        return False
    arrests = words is _MEMORY
    before = (a for a in acts if a.sentence in lead and a.span[0] < found.get(a.sentence, a.span[1]))
    return not any(_is_news(a, notes, arrests=arrests) for a in before)


def _is_news(act: Happening, notes: Annotations, *, arrests: bool) -> bool:
    """Whether the narrator tells a use of force as the main thing of a sentence, of no day long past; courts have men arrested."""
    parse = notes.parses[act.sentence]
    if parse is None or act.type not in FORCE - {"PROTEST"} or act.background or act.nominal or act.reality != "actual":
        return False
    if act.mode == "arrest" and not arrests:
        return False
    return act.voice.codes == NARRATOR.codes and parse.relations[act.token] == "ROOT" and is_verb(parse, act.token)


def _history(lead: frozenset[int], notes: Annotations) -> When | None:
    """The narrowest past days that the lead gives, so long before the report as it says or as they are written."""
    published = notes.document.published
    found: list[When] = []
    for number in lead:
        for time in starting_in(notes.times, notes.sentences[number].span):
            back = anniversary(time, notes)
            if back is not None:
                found.append(back)
            elif published is not None and time.kind == "DATE" and time.first and time.last and published - time.last > _PAST:
                found.append(When(time.first, time.last, time.grain, time.span, time.basis))
    return min(found, key=lambda w: ((w.last or date.max) - (w.first or date.min), w.span or (0, 0)), default=None)


def _is_crime(act: Happening, notes: Annotations, lead: frozenset[int], *, memorial: bool) -> bool:
    """Force told in the past perfect, by the court or a witness, by a definite noun ("the massacre") or as what is recalled.

    Where the report looks back, killings that it tells itself without a day are those it looks back on.
    """
    parse = notes.parses[act.sentence]
    if parse is None or act.type not in FORCE or act.background or act.reality not in _TOLD:
        return False
    if not is_undated(act):
        return act.sentence in lead and _describes_somebody(act, parse)
    if act.mode == "arrest" or _gives_recent_day(act.sentence, notes):
        return False
    if _all_past(notes.sentences[act.sentence].passage, notes) and not is_present(parse, act.token):
        return True
    if act.nominal:
        return any(parse.forms[c].lower() in _DEFINITE for c in parse.dependents(act.token, "det"))
    if parse.relations[act.token] == "amod" or (act.sentence in lead and parse.relations[act.token] in {"acl", "relcl"}):
        return True
    recalled = _MEMORY.search(notes.document.text, notes.sentences[act.sentence].span[0], act.span[0])
    if recalled is not None and act.sentence in lead and notes.passages[notes.sentences[act.sentence].passage].kind != "body":
        return parse.relations[act.token] != "conj"
    if is_past_perfect(parse, act.token) or not _is_past(parse, act.token):
        return is_past_perfect(parse, act.token)
    if act.voice.codes != NARRATOR.codes:
        official = any(":" in code or code.partition(".")[2] in _OFFICIAL for code in act.voice.codes)
        return not memorial or not official or any(f"“{cue}”" in reason for reason in act.reasons for cue in _RECALLING)
    days = starting_in(notes.times, notes.passage_of(act.sentence).span)
    published = notes.document.published
    undated = published is not None and not any(_is_recent(t, published) for t in days)
    return memorial and act.type == "ASSAULT" and act.sentence not in lead and undated


def _describes_somebody(act: Happening, parse: Parse) -> bool:
    """Whether a clause says who somebody is and the day is not its own: "who led the raid, died on Thursday"."""
    above = [act.token, *parse.ancestors(act.token)]
    clause = next((t for t in above if parse.relations[t] == "relcl" and is_verb(parse, t)), None)
    if clause is None or not _is_past(parse, clause) or act.date is None or act.date.span is None:
        return False
    who = any(parse.forms[c].lower() in {"who", "whose"} for c in parse.subtree(clause))
    below = parse.subtree(clause)
    return who and not any(t in below for t in parse.tokens_in(act.date.span))


def _all_past(passage: int, notes: Annotations) -> bool:
    """Whether a paragraph gives days, and all of them lie long before the report."""
    published = notes.document.published
    days = [t.last for t in starting_in(notes.times, notes.passages[passage].span) if t.kind == "DATE" and t.last is not None]
    return published is not None and bool(days) and all(published - d > _PAST for d in days)


def is_undated(act: Happening) -> bool:
    """Whether no words of time date the act."""
    return act.date is None or act.date.span is None


def _gives_recent_day(sentence: int, notes: Annotations) -> bool:
    published = notes.document.published
    times = starting_in(notes.times, notes.sentences[sentence].span)
    return published is not None and any(_is_recent(t, published) for t in times if t.value != "PRESENT_REF")


def _is_recent(time: TimeExpression, published: date) -> bool:
    now = time.value == "PRESENT_REF"
    return now or (time.kind in {"DATE", "TIME"} and time.last is not None and published - RECENT <= time.last <= published + _DAY)


def told_on(acts: Sequence[Happening], lead: frozenset[int], notes: Annotations) -> list[Happening]:
    """Undated acts in the past tense behind a day long past, in the same paragraph, are of that time.

    "In 1989 soldiers stormed the college *and shot* two priests. The army *had launched* a raid *five days earlier*." A day
    of the last week, the present tense and the perfect bring the paragraph back to now.
    """
    found = list(acts)
    published = notes.document.published
    if published is None:
        return found
    by_sentence: dict[int, list[int]] = {}
    for number, act in enumerate(found):
        by_sentence.setdefault(act.sentence, []).append(number)
    memorial = _leads_with(_MEMORY, found, lead, notes)
    then: When | None = None
    since, passage = 0, -1
    for sentence, one in enumerate(notes.sentences):
        if one.passage != passage:
            then, passage = None, one.passage
        parse = notes.parses[sentence]
        if parse is None or _back_to_now(sentence, notes, published):
            then = None
            continue
        own = _old_day(sentence, parse, notes, published)
        if sentence in lead and (own is None or not _opens(own, parse)):
            then = None
            continue
        if own is not None:
            then, since = own, sentence
        elif then is not None and not _tells_past(parse):
            then = None
        for number in by_sentence.get(sentence, ()) if then is not None else ():
            if then is not None and _is_of_then(found[number], then, parse, notes, near=memorial or sentence == since):
                when = replace(then, basis=f"{then.basis}, told on")
                found[number] = replace(found[number], background=True, date=when)
    return [_of_an_old_paper(act, notes, published) for act in found]


def _of_an_old_paper(act: Happening, notes: Annotations, published: date) -> Happening:
    """What "its report, published in 1993," said had happened by then."""
    span = act.voice.span
    if span is None or act.background or act.reality not in _TOLD or not is_undated(act):
        return act
    old = next((t for t in starting_in(notes.times, span) if t.kind == "DATE" and t.last and published - t.last > _PAST), None)
    if old is None:
        return act
    return replace(act, background=True, date=When(None, old.last, old.grain, old.span, f"{old.basis}, when it was told"))


def _opens(day: When, parse: Parse) -> bool:
    """Whether a sentence begins with the day: "In May 1989 soldiers stormed ..." tells history even in the lead."""
    return day.span is not None and day.span[0] - parse.span[0] <= _WORDS


def _back_to_now(sentence: int, notes: Annotations, published: date) -> bool:
    """Whether a sentence gives a day of the last week by itself, not counted from a day told before."""
    text = notes.document.text
    times = starting_in(notes.times, notes.sentences[sentence].span)
    return any(_is_recent(t, published) and not _counts_from_then(text[slice(*t.span)], t) for t in times)


def _counts_from_then(written: str, time: TimeExpression) -> bool:
    """Whether the words count from another day: "five days earlier", "the next day"."""
    return time.relative and _BACK.search(written) is not None and _FROM_NOW.search(written) is None


def _old_day(sentence: int, parse: Parse, notes: Annotations, published: date) -> When | None:
    """The day long past that a main clause of the sentence gives, or none."""
    for time in starting_in(notes.times, notes.sentences[sentence].span):
        if time.kind != "DATE" or time.last is None or time.first is None or published - time.last <= _PAST:
            continue
        if _OPEN.search(notes.document.text, max(0, time.span[0] - _WORDS), time.span[0]) is not None:
            continue
        at = anchor(parse, time)
        above = [at, *parse.ancestors(at)]
        verb = next((t for t in above if is_verb(parse, t)), None)
        if verb is None or any(parse.relations[t] in _CLAUSES_ASIDE for t in above) or not _is_past(parse, verb):
            continue
        if is_verb(parse, at) or parse.relations[at] in {"dobj", "pobj", "nsubj", "nsubjpass"}:
            return When(time.first, time.last, time.grain, time.span, time.basis)
    return None


def _is_past(parse: Parse, verb: int) -> bool:
    return not is_present(parse, verb) and not is_perfect(parse, verb)


def _tells_past(parse: Parse) -> bool:
    root = parse.root()
    return root is not None and is_verb(parse, root) and _is_past(parse, root)


def _is_of_then(act: Happening, then: When, parse: Parse, notes: Annotations, *, near: bool) -> bool:
    """Whether an act goes on with what was told of then."""
    if act.background or act.reality not in _TOLD or not (is_undated(act) or _dated_from_then(act, notes)):
        return False
    if is_verb(parse, act.token) and not _is_past(parse, act.token):
        return False
    here = then.span is not None and parse.span[0] <= then.span[0]
    if here and then.span is not None and act.span[0] < then.span[0] and not _same_clause(act, then, parse):
        return False
    if act.nominal and not any(parse.forms[c].lower() in _DEFINITE for c in parse.dependents(act.token, "det")):
        return near
    if act.voice.codes != NARRATOR.codes:
        return near and (is_past_perfect(parse, act.token) or not here)
    adverbs = {parse.forms[c].lower() for c in parse.dependents(act.token, "advmod")}
    return act.type not in _SPEECH or near or bool(adverbs & _THEN)


def _same_clause(act: Happening, then: When, parse: Parse) -> bool:
    """Whether the day stands in the clause of the act, or in one below it."""
    tokens = parse.tokens_in(then.span) if then.span is not None else []
    return bool(tokens) and act.token in [tokens[0], *parse.ancestors(tokens[0])]


def _dated_from_then(act: Happening, notes: Annotations) -> bool:
    span = act.date.span if act.date is not None else None
    time = next((t for t in starting_in(notes.times, span) if t.span == span), None) if span is not None else None
    return time is not None and _counts_from_then(notes.document.text[slice(*time.span)], time)
