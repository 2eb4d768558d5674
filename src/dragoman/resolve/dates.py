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

RECENT = timedelta(days=7)
"""Acts that lie more than this before publication are background (coding guide)."""
_LEAD_SENTENCES = 2
_FUTURE = frozenset({"planned", "promised", "requested", "threatened", "hypothetical"})


def date_acts(acts: Sequence[Happening], notes: Annotations) -> tuple[Happening, ...]:
    """Give each act its days, how they follow, and whether it is background."""
    dated: list[Happening] = []
    for act in acts:
        parse = notes.parses[act.sentence]
        expression = None if parse is None else _expression(act, parse, notes)
        when = _when(expression, act, notes)
        background = _is_background(act, when, expression, notes)
        dated.append(replace(act, date=when, background=background))
    return _carried(dated, notes)


def _expression(act: Happening, parse: Parse, notes: Annotations) -> TimeExpression | None:
    """The time expression that belongs to the act: nearest in its own clause, else in the clauses above it."""
    here = [t for t in starting_in(notes.times, parse.span) if _dates(t)]
    if not here:
        return None
    anchors = {t.span: _anchor(parse, t) for t in here}
    level: int | None = act.token
    seen = 0
    while level is not None and seen <= len(parse):
        below = [t for t in here if anchors[t.span] == level]
        if below:
            return min(below, key=lambda t: (_kind_rank(t), abs(t.span[0] - act.span[0])))
        head = parse.heads[level]
        if head == level:
            break
        level, seen = head, seen + 1
    below_act = set(parse.subtree(act.token))
    inner = [t for t in here if anchors[t.span] in below_act]
    return inner[0] if inner else None


def _dates(expression: TimeExpression) -> bool:
    return expression.kind in {"DATE", "TIME"} or expression.first is not None


def _kind_rank(expression: TimeExpression) -> int:
    return (expression.kind != "DATE") + 2 * (expression.first is None and expression.last is None)


def _anchor(parse: Parse, expression: TimeExpression) -> int:
    """The verb or noun that the expression hangs on."""
    tokens = parse.tokens_in(expression.span)
    if not tokens:
        return 0
    inside = set(tokens)
    top = next((t for t in tokens if parse.heads[t] not in inside), tokens[0])
    at = parse.heads[top]
    while parse.relations[at] in {"prep", "pobj", "advmod", "npadvmod", "mark", "pcomp"} and parse.heads[at] != at:
        if parse.tags[at].startswith("VB") or (parse.relations[at] == "pobj" and parse.tags[at].startswith("NN")):
            break
        at = parse.heads[at]
    return at


def _when(expression: TimeExpression | None, act: Happening, notes: Annotations) -> When | None:
    published = notes.document.published
    if expression is not None:
        if expression.first is None and expression.last is None:
            return None
        return When(expression.first, expression.last, expression.grain, expression.span, expression.basis)
    if published is None or act.reality in _FUTURE:
        return None
    basis = f"undated, told as current on {published}"
    return When(published - timedelta(days=1), published, "day", None, basis)


def _is_background(act: Happening, when: When | None, expression: TimeExpression | None, notes: Annotations) -> bool:
    if act.background:
        return True
    reference = notes.document.published or _latest(notes)
    if when is not None and when.span is not None and reference is not None:
        edge = when.last if when.last is not None else when.first
        if when.last is None and when.first is not None and reference - when.first > RECENT:
            return True
        if edge is not None and reference - edge > RECENT:
            return True
        if when.first is not None and when.last is not None and when.last - when.first > timedelta(days=25):
            return when.first < reference - RECENT
    return expression is not None and expression.value in {"PAST_REF"} and act.sentence >= _LEAD_SENTENCES


def _latest(notes: Annotations) -> date | None:
    """The latest day that the text itself fixes, for reports without a publication date."""
    days = [t.last or t.first for t in notes.times if not t.relative]
    return max((d for d in days if d is not None), default=None)


def _carried(acts: Sequence[Happening], notes: Annotations) -> tuple[Happening, ...]:
    """In a paragraph of history an undated act stands in the time of the sentence before."""
    by_sentence: dict[int, list[Happening]] = {}
    for act in acts:
        by_sentence.setdefault(act.sentence, []).append(act)
    found: list[Happening] = []
    last: dict[int, Happening] = {}
    for act in acts:
        before = last.get(act.sentence - 1)
        undated = act.date is None or act.date.span is None
        if before is not None and undated and act.reality in {"actual", "negated"} and _one_passage(before, act, notes):
            current = [o for o in by_sentence.get(act.sentence - 1, ()) if not o.background and not _recap(o, last)]
            if not current:
                when = before.date
                act = replace(act, background=True, date=when and replace(when, basis=when.basis + ", carried on"))  # noqa: PLW2901 - the act as carried on
        if act.background and act.date is not None:
            last[act.sentence] = act
        found.append(act)
    return tuple(found)


def _one_passage(one: Happening, other: Happening, notes: Annotations) -> bool:
    return notes.sentences[one.sentence].passage == notes.sentences[other.sentence].passage


def _recap(act: Happening, last: dict[int, Happening]) -> bool:
    """Whether an act of the sentence before was itself carried into the past."""
    return act.sentence in last and act.span == last[act.sentence].span
