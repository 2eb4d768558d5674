"""When each act was: the time expression that its clause carries, or the day of the report; and what is background.

Nothing is dated by the clock. Without a publication date an undated act stays undated.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from msgspec.structs import replace

from dragoman.model.annotations import Annotations
from dragoman.model.claim import Happening
from dragoman.model.event import When
from dragoman.model.text import Parse, starting_in
from dragoman.model.world import TimeExpression
from dragoman.resolve.backdrop import RECENT, is_background, lead_sentences
from dragoman.resolve.date_choice import Choice, choose_expression, is_perfect, is_present, is_verb
from dragoman.resolve.date_spans import lasting, since_clause, years_after
from dragoman.resolve.followups import date_followups
from dragoman.resolve.history import FORCE, is_undated, told_in_court, told_on

__all__ = ["RECENT", "date_acts"]

_FUTURE = frozenset({"planned", "promised", "requested", "threatened", "hypothetical"})
_AHEAD = frozenset({"planned", "promised", "requested", "threatened"})
_DAY = timedelta(days=1)


def date_acts(acts: Sequence[Happening], notes: Annotations) -> tuple[Happening, ...]:
    """Give each act its days, how they follow, and whether it is background."""
    lead = lead_sentences(notes)
    dated: list[Happening] = []
    crimes: set[int] = set()
    for act in acts:
        parse = notes.parses[act.sentence]
        choice = Choice(None) if parse is None else choose_expression(act, parse, notes)
        when = None if parse is None else years_after(act, parse, notes)
        if when is None and choice.court:
            crimes.add(len(dated))
        elif when is None:
            when = _when(choice, act, parse, notes)
        background = is_background(act, when, choice.expression, lead, notes)
        if background:
            when = _open(when, act, notes)
        dated.append(replace(act, date=when, background=background))
    carried = told_on(_carried(told_in_court(dated, crimes, lead, notes), notes), lead, notes)
    return _of_the_lead(date_followups(carried, notes), lead, notes)


def _when(choice: Choice, act: Happening, parse: Parse | None, notes: Annotations) -> When | None:
    published = notes.document.published
    expression = choice.expression
    if expression is not None and _is_ahead(expression, act, published):
        expression = None
    if expression is None:
        since = None if parse is None else since_clause(act, parse, notes) or lasting(act, parse, notes)
        return since or _current(published, act)
    if choice.told:
        return _as_told(expression, act, published)
    if expression.first is None and expression.last is None:
        return None
    if act.reality in _AHEAD and expression.rule == "weekday" and _lies_behind(expression, published):
        return _next_week(expression)
    last, basis = expression.last, expression.basis
    if last is None and published is not None and _reaches_now(parse, act.token):
        last, basis = published, f"{basis}; it still goes on on {published}"
    return When(expression.first, last, expression.grain, expression.span, basis)


def _lies_behind(expression: TimeExpression, published: date | None) -> bool:
    return published is not None and expression.relative and expression.last is not None and expression.last < published


def _next_week(expression: TimeExpression) -> When:
    """The weekday to come of an act that lies ahead: "to meet on Thursday" in a report of a Wednesday."""
    days = [None if d is None else d + 7 * _DAY for d in (expression.first, expression.last)]
    return When(days[0], days[1], expression.grain, expression.span, f"weekday after {expression.anchor}, as the act lies ahead")


def _open(when: When | None, act: Happening, notes: Annotations) -> When | None:
    """Background without a day of its own was some time before the report, not on the eve of it."""
    if when is None or when.span is not None or act.reality in _FUTURE:
        return when
    return When(None, when.last, "open", None, f"undated background, before {when.last}")


def _reaches_now(parse: Parse | None, token: int) -> bool:
    """Whether what is told goes on until the report: "has held the town since May"."""
    return parse is not None and is_verb(parse, token) and is_perfect(parse, token)


def _is_ahead(expression: TimeExpression, act: Happening, published: date | None) -> bool:
    """A day to come is not the day of what has happened."""
    return published is not None and act.reality == "actual" and expression.first is not None and expression.first > published


def _current(published: date | None, act: Happening) -> When | None:
    if published is None or act.reality in _FUTURE:
        return None
    return When(published - _DAY, published, "day", None, f"undated, told as current on {published}")


def _as_told(expression: TimeExpression, act: Happening, published: date | None) -> When | None:
    """The act lies on or before the day on which it was told: "said on Friday that it had captured the town"."""
    told = expression.last or expression.first
    if told is None or act.reality in _FUTURE:
        return None
    if expression.grain != "day":
        return When(expression.first, expression.last, expression.grain, expression.span, f"{expression.basis}, when it was told")
    if published is not None and told >= published - _DAY:
        return When(told - _DAY, told, "day", None, f"undated, told on {told}")
    return When(told - _DAY, told, "day", expression.span, f"{expression.basis}, when it was told")


def _carried(acts: Sequence[Happening], notes: Annotations) -> list[Happening]:
    """In a paragraph of history an undated act stands in the time of the sentence before."""
    by_sentence: dict[int, list[int]] = {}
    found = list(acts)
    for number, act in enumerate(acts):
        by_sentence.setdefault(act.sentence, []).append(number)
    for sentence in sorted(by_sentence):
        before = [found[n] for n in by_sentence.get(sentence - 1, ())]
        if not before or not all(b.background for b in before) or _tells_of_now(sentence - 1, notes):
            continue
        source = next((b for b in reversed(before) if b.date is not None and _leads(b, notes)), None)
        for number in by_sentence[sentence]:
            if source is not None and _goes_on(source, found[number], notes):
                found[number] = _in_time_of(source, found[number], notes)
    return [_in_old_clause(a, [found[n] for n in by_sentence[a.sentence]], notes) for a in found]


def _in_old_clause(act: Happening, beside: Sequence[Happening], notes: Annotations) -> Happening:
    """A relative clause without a day of its own, beside or below what is history, tells of the same time.

    "a truce signed in May, *under which rebels left two towns*".
    """
    parse = notes.parses[act.sentence]
    if parse is None or act.background or not is_undated(act) or act.reality not in {"actual", "negated"}:
        return act
    above = [act.token, *parse.ancestors(act.token)]
    clause = next((t for t in above if parse.relations[t] in {"relcl", "acl"} and is_verb(parse, t)), None)
    if clause is None or is_present(parse, act.token) or is_perfect(parse, act.token):
        return act
    noun = parse.heads[clause]
    for other in beside:
        if other.background and other.date is not None and not is_undated(other) and other.date.last is not None:
            above_it = other.token == noun or other.token in parse.ancestors(noun)
            if above_it or (parse.heads[other.token] == noun and parse.relations[other.token] in {"acl", "relcl"}):
                return _in_time_of(other, act, notes)
    return act


def _tells_of_now(sentence: int, notes: Annotations) -> bool:
    """Whether a sentence gives a day of the week before the report, so that not all of it is history."""
    published = notes.document.published
    if published is None:
        return False
    days = [t.last for t in starting_in(notes.times, notes.sentences[sentence].span) if t.kind in {"DATE", "TIME"} and t.last]
    return any(published - RECENT <= d <= published + _DAY for d in days)


def _leads(act: Happening, notes: Annotations) -> bool:
    """Whether the act is what its sentence tells: not in a clause that only says since when or who."""
    parse = notes.parses[act.sentence]
    if parse is None:
        return True
    above = [act.token, *parse.ancestors(act.token)]
    return not any(parse.relations[t] in {"advcl", "relcl"} for t in above if is_verb(parse, t))


def _goes_on(before: Happening, act: Happening, notes: Annotations) -> bool:
    """Whether an undated act tells on what the sentence before began, in the same paragraph and not in the present."""
    parse = notes.parses[act.sentence]
    if not is_undated(act) or act.background or act.reality not in {"actual", "negated"}:
        return False
    if parse is not None and is_verb(parse, act.token) and is_present(parse, act.token) and not is_perfect(parse, act.token):
        return False
    return notes.sentences[before.sentence].passage == notes.sentences[act.sentence].passage


def _in_time_of(before: Happening, act: Happening, notes: Annotations) -> Happening:
    when, parse, published = before.date, notes.parses[act.sentence], notes.document.published
    if when is None:
        return replace(act, background=True)
    last = when.last
    if published is not None and _reaches_now(parse, act.token):
        last = published
    return replace(act, background=True, date=replace(when, last=last, basis=when.basis + ", carried on"))


def _is_vague(act: Happening) -> bool:
    """Whether an act has only the days that stand for none: those of the report."""
    return act.date is not None and act.date.span is None and act.date.basis.startswith("undated")


def _of_the_lead(acts: Sequence[Happening], lead: frozenset[int], notes: Annotations) -> tuple[Happening, ...]:
    """Details of a use of force that the lead dates earlier in the week are not before that day; nor need they be later."""
    published = notes.document.published
    days = [
        a.date.first for a in acts
        if a.sentence in lead and a.type in FORCE and not a.background and a.reality == "actual" and not is_undated(a)
        and a.date is not None and a.date.first is not None and a.date.last is not None
    ]  # fmt: skip
    if published is None or not days or not published - RECENT <= min(days) < published - _DAY:
        return tuple(acts)
    first = min(days)
    basis = f"undated, told with what happened on {first}, before {published}"
    wide = When(first, published, "range", None, basis)
    return tuple(
        replace(a, date=wide) if a.type in FORCE and not a.background and _is_vague(a) else a
        for a in acts
    )
