"""Which time expression of a sentence belongs to an act: its own clause's, never that of a noun or a clause beside it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from dragoman.model.annotations import Annotations
from dragoman.model.claim import Attribution, Happening
from dragoman.model.text import Parse, Span, starting_in
from dragoman.model.world import TimeExpression

_CLOCKS = frozenset({"clock", "part_of_day", "bare_part"})
_LINKS = frozenset({"prep", "pobj", "advmod", "npadvmod", "mark", "pcomp"})
_SAME_TIME = frozenset({"when", "as", "while"})
COURT = frozenset({"sentence", "convict", "jail", "imprison", "acquit", "indict", "try", "prosecute"})
"""Lemmas of what courts do: the crime that it is done for lies before it."""
_JUDGING = COURT | {"charge", "accuse", "suspect", "blame", "guilty", "wanted", "trial"}
_OFFENCES = frozenset({"with", "of", "for", "over"})
_TO_COME = ("on or after", "weekday on or after", "weekday after", "the next after")
_UNDERTAKING = frozenset({"AGREE", "THREATEN", "ACCUSE", "SUPPORT", "REQUEST"})
_SPEECH = _UNDERTAKING | {"REJECT"}
_DEADLINES = {"by": _SPEECH, "until": _SPEECH | {"COERCE", "SANCTION"}, "till": _SPEECH | {"COERCE", "SANCTION"}, "within": _SPEECH}
"""Prepositions of a day by which something is due, and the types of acts that do not themselves happen by then."""
_COARSE = frozenset({"year", "season"})


class Choice(NamedTuple):
    """The expression of an act, and whether it is only the day on which the act was told ("said on Friday that ...")."""

    expression: TimeExpression | None
    told: bool = False
    court: bool = False
    """Whether the act is the crime that a court deals with, whose day is not the court's."""


def choose_expression(act: Happening, parse: Parse, notes: Annotations) -> Choice:
    """The time expression that belongs to the act: nearest in its own clause, else in the clauses above it."""
    future = act.reality not in {"actual", "negated"}
    here = [t for t in starting_in(notes.times, parse.span) if _usable(t, future, notes) and not _compares(parse, t)]
    here = [t for t in here if not _behind_ago(t, notes)]
    if act.type in _UNDERTAKING and act.reality == "actual":
        here = [t for t in here if not _of_undertaken(parse, t, act.token)]
    if act.reality == "actual":
        here = [t for t in here if act.type not in _DEADLINES.get(_word_before(parse, t), ())]
    anchors = {t.span: anchor(parse, t) for t in here}
    cues = _cues(parse, notes)
    level, link, told = act.token, "", False
    for _ in range(len(parse) + 1):
        below = [t for t in here if _hangs(parse, t, anchors[t.span], level, link) and _fits(parse, t, level, act)]
        if below:
            return Choice(min(below, key=lambda t: (_rank(t), abs(t.span[0] - act.span[0]))), told)
        if level == act.token:
            own = _inner(act, parse, here, anchors)
            if own is not None:
                return Choice(own)
        head = parse.heads[level]
        if head == level or _shut(parse, level):
            break
        told = told or head in cues
        link, level = parse.relations[level], head
        if parse.lemmas[level].lower() in COURT and is_verb(parse, level):
            return Choice(None, court=True)
    return Choice(None)


def _behind_ago(expression: TimeExpression, notes: Annotations) -> bool:
    """Whether "this week" or "on Sunday" only says on which day of the year it was: "ten years ago this week"."""
    before = notes.document.text[max(0, expression.span[0] - 8) : expression.span[0]].rstrip()
    return before.removesuffix(" on").endswith(" ago")


def _of_undertaken(parse: Parse, expression: TimeExpression, token: int) -> bool:
    """Whether a day stands behind the infinitive of what is promised or threatened: "promised to send food on Friday"."""
    verbs = [c for v in (token, *parse.dependents(token, "conj")) for c in parse.dependents(v, "xcomp")]
    return any(
        parse.starts[v] < expression.span[0] and any(parse.tags[c] == "TO" for c in parse.dependents(v, "aux"))
        for v in verbs
    )


def _word_before(parse: Parse, expression: TimeExpression) -> str:
    tokens = parse.tokens_in(expression.span)
    return parse.forms[tokens[0] - 1].lower() if tokens and tokens[0] else ""


def _hangs(parse: Parse, expression: TimeExpression, at: int, level: int, link: str) -> bool:
    """Whether an expression hangs on a word on the way up from the act, and dates what comes from there.

    A day before a noun is the noun's own ("Friday's talks on the truce"), unless a clause of the noun holds the act.
    What a subject is due to do dates the subject ("talks are due to open on Friday"), as the aim of an object dates the
    object ("began the operation to isolate the town on Friday"), and clauses side by side at one
    noun share their day ("a truce signed in January collapsed within days").
    """
    if at == level:
        own = not link or is_verb(parse, level) or link in {"relcl", "acl"}
        return own or expression.span[0] > parse.starts[level]
    if link in {"nsubj", "nsubjpass", "dobj"}:
        while parse.relations[at] in {"xcomp", "acomp", "oprd"} and at != level:
            at = parse.heads[at]
        return at == level
    return link == "acl" and parse.heads[at] == level and parse.relations[at] == "acl" and parse.starts[at] < expression.span[0]


def _usable(expression: TimeExpression, future: bool, notes: Annotations) -> bool:
    """Whether an expression can date an act: no bare hour of an unsaid day, no *now*, no length of time."""
    if expression.kind not in {"DATE", "TIME"} and expression.first is None:
        return False
    if expression.value == "PRESENT_REF" or _word(expression, notes) == "now":
        return False
    published = notes.document.published
    if expression.kind == "TIME" and expression.rule in _CLOCKS and published is not None:
        return expression.first is not None and (future or expression.first != published)
    return True


def _word(expression: TimeExpression, notes: Annotations) -> str:
    return notes.document.text[expression.span[0] : expression.span[1]].lower()


def _rank(expression: TimeExpression) -> int:
    return 4 * (expression.first is None and expression.last is None) + 2 * (expression.kind not in {"DATE", "TIME"}) + (
        expression.grain in _COARSE
    )


def is_verb(parse: Parse, token: int) -> bool:
    """Whether a token is a verb, but no auxiliary, and no participle that stands before a noun."""
    relation = parse.relations[token]
    return parse.tags[token].startswith("VB") and relation not in {"aux", "auxpass", "amod", "compound"}


def anchor(parse: Parse, expression: TimeExpression) -> int:
    """The verb or noun that the expression hangs on."""
    tokens = parse.tokens_in(expression.span)
    if not tokens:
        return 0
    inside = set(tokens)
    clause = _bare_preposition(parse, tokens[0] - 1)
    if clause is not None:
        return clause
    top = next((t for t in tokens if parse.heads[t] not in inside), tokens[0])
    at = parse.heads[top]
    while parse.relations[at] in _LINKS and parse.heads[at] != at:
        if parse.tags[at].startswith("VB") or (parse.relations[at] == "pobj" and parse.tags[at].startswith("NN")):
            break
        at = parse.heads[at]
    return _clause_of(parse, at) if at > tokens[-1] and _opens_clause(parse, top) else at


def _bare_preposition(parse: Parse, before: int) -> int | None:
    """The verb of "that *on* 10 May Greek guards detained ...", where the day is read as the guards' and not the preposition's."""
    if before < 0 or parse.forms[before].lower() not in {"on", "in"} or parse.dependents(before, "pobj"):
        return None
    return parse.heads[before] if is_verb(parse, parse.heads[before]) else None


def _opens_clause(parse: Parse, token: int) -> bool:
    """Whether a preposition before the expression opens a sentence or a that-clause: "that *in May* Chadian troops ..."."""
    first = min(token, parse.heads[token])
    if parse.relations[first] != "prep" or token == first:
        return False
    return first == 0 or parse.relations[first - 1] == "mark"


def _clause_of(parse: Parse, noun: int) -> int:
    """The verb whose subject the noun belongs to, else the noun itself."""
    at = noun
    while parse.relations[at] in {"amod", "compound", "nmod", "conj", "nummod"} and parse.heads[at] != at and not is_verb(parse, at):
        at = parse.heads[at]
    return parse.heads[at] if parse.relations[at] in {"nsubj", "nsubjpass"} else noun


def _fits(parse: Parse, expression: TimeExpression, level: int, act: Happening) -> bool:
    """*Since 2014* dates what goes on, not the noun that it compares or the act of a past clause above it."""
    if expression.grain != "open" or expression.last is not None:
        return True
    return level == act.token or (is_verb(parse, level) and is_perfect(parse, level))


def _compares(parse: Parse, expression: TimeExpression) -> bool:
    """Whether the expression only says among what something is first or largest: "one of the deadliest raids this year"."""
    if expression.grain == "day" or not parse.tokens_in(expression.span):
        return False
    first = parse.tokens_in(expression.span)[0]
    if first and parse.forms[first - 1].lower() in {"in", "on", "at", "by", "during"}:
        return False
    for token in range(first - 1, max(-1, first - 8), -1):
        if parse.tags[token] in {"JJS", "RBS"} or parse.forms[token].lower() == "first":
            return True
        if parse.tags[token][:2] == "VB" or parse.tags[token] in {",", ":", "."}:
            return False
    return False


def _shut(parse: Parse, token: int) -> bool:
    """Whether a clause keeps the time of the clause above it out: a relative clause in another tense."""
    if parse.relations[token] != "relcl" or not is_verb(parse, token):
        return False
    return is_perfect(parse, token) or is_present(parse, token)


def is_perfect(parse: Parse, verb: int) -> bool:
    """Whether the clause is in the present perfect: what it tells reaches to the day of the report."""
    first = chain_head(parse, verb)
    return any(parse.forms[c].lower() in {"has", "have", "'ve"} for c in parse.dependents(first, "aux"))


def is_past_perfect(parse: Parse, verb: int) -> bool:
    """Whether the clause is in the past perfect ("had ordered"), its first conjunct speaking for the others."""
    first = chain_head(parse, verb)
    return any(parse.forms[c].lower() in {"had", "'d"} for c in parse.dependents(first, "aux"))


def chain_head(parse: Parse, verb: int) -> int:
    """The first of coordinated verbs, whose auxiliaries count for those that have none of their own."""
    at = verb
    for _ in range(len(parse)):
        head = parse.heads[at]
        if parse.dependents(at, "aux", "auxpass", "nsubj") or parse.relations[at] != "conj" or not is_verb(parse, head):
            return at
        at = head
    return at


def is_present(parse: Parse, verb: int) -> bool:
    """Whether the clause is in the present tense without an auxiliary of the past."""
    aux = {parse.tags[c] for c in parse.dependents(verb, "aux", "auxpass")}
    return parse.tags[verb] in {"VBZ", "VBP"} or (parse.tags[verb] in {"VBG", "VBN"} and bool(aux & {"VBZ", "VBP"}))


def _inner(
    act: Happening, parse: Parse, here: Sequence[TimeExpression], anchors: dict[Span, int]
) -> TimeExpression | None:
    """An expression below the act: with its object, in a clause of the same time, or behind the last of joined verbs."""
    found = []
    for expression in here:
        at = anchors[expression.span]
        if expression.grain == "open" or not _reaches(parse, expression, at, act):
            continue
        found.append(expression)
    return min(found, key=lambda t: (_rank(t), abs(t.span[0] - act.span[0])), default=None)


def _reaches(parse: Parse, expression: TimeExpression, at: int, act: Happening) -> bool:
    """Whether nothing but objects, clauses of the same time and joined verbs lie between the expression and the act."""
    if not is_verb(parse, at) and expression.span[0] < parse.starts[at] and not (act.casualties and _is_subject(parse, at)):
        return False  # "the 2015 truce", "Friday's attack": the noun's own day
    token, steps = at, 0
    while token != act.token and steps <= len(parse):
        relation, head = parse.relations[token], parse.heads[token]
        within = relation == "relcl" and act.nominal and head == act.token
        if head == token or (relation in {"relcl", "ccomp", "parataxis", "appos"} and not within):
            return False
        if relation in {"acl", "xcomp"} and parse.tags[token] == "VB" and _is_over(expression, act):
            token, steps = head, steps + 1  # "began the operation to take the town on May 5": a purpose is not past
            continue
        if relation == "xcomp":
            return False
        if relation == "acl" and head != act.token and not _subject_of(parse, head, act.token):
            return False
        if relation == "advcl" and not _same_time(parse, token):
            return False
        if relation == "conj" and is_verb(parse, token) and not _shared(parse, expression, token):
            return False
        if relation == "prep" and parse.lemmas[head].lower() in _JUDGING and parse.forms[token].lower() in _OFFENCES:
            return False  # "charged with ordering the raid in 2003", "jailed for a murder in 1999": the crime's own day
        if relation == "prep" and parse.forms[token].lower() in {"of", "after", "before", "since", "following", "until"}:
            return False
        token, steps = head, steps + 1
    return token == act.token


def _is_over(expression: TimeExpression, act: Happening) -> bool:
    """Whether the day is said to lie on or before the report, and the act is said to have happened."""
    return act.reality == "actual" and expression.last is not None and not expression.basis.startswith(_TO_COME)


def _is_subject(parse: Parse, noun: int) -> bool:
    """"*Friday's attack* killed 20", "the 1992-95 war claimed many lives": a toll is of the day of what took it."""
    return parse.relations[noun] == "nsubj" and is_verb(parse, parse.heads[noun])


def _subject_of(parse: Parse, noun: int, verb: int) -> bool:
    """"An earlier ceasefire, *signed in January 2014*, unravelled": the time of the subject is the verb's."""
    return parse.heads[noun] == verb and parse.relations[noun] in {"nsubj", "nsubjpass"}


def _same_time(parse: Parse, verb: int) -> bool:
    marks = {parse.forms[c].lower() for c in parse.dependents(verb, "mark", "advmod", "prep")}
    return bool(marks & _SAME_TIME) or (parse.tags[verb] in {"VBG", "VBN"} and not marks)


def _shared(parse: Parse, expression: TimeExpression, verb: int) -> bool:
    """A day behind the last of joined verbs with one subject is the day of all: "overran a post and burnt a market on Sunday"."""
    alone = parse.dependent(verb, "nsubj", "nsubjpass", "aux", "auxpass") is None
    return alone and expression.span[0] > parse.starts[verb] and expression.grain == "day"


def _cues(parse: Parse, notes: Annotations) -> set[int]:
    """The tokens by which the sentence gives words to somebody."""
    first, last = (bisect_left(notes.attributions, at, key=_told_at) for at in parse.span)
    cues = [a.cue for a in notes.attributions[first:last] if a.cue is not None]
    return {token for cue in cues for token in parse.tokens_in(cue)}


def _told_at(attribution: Attribution) -> int:
    """What attributions are sorted by: where their cue begins, or their words where there is none."""
    return (attribution.cue or attribution.content[0])[0]
