"""Quotations: which attributions quote somebody, and with which words.

Direct and mixed speech is always quoted; reported speech is where a source says a full clause. Denials, demands, promises,
threats and beliefs are no quotations: what they say stands in the claims.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence

from msgspec.structs import replace

from dragoman.extract.named import head_of
from dragoman.extract.releases import is_own, own_party
from dragoman.model.annotations import Annotations
from dragoman.model.claim import ASKING, Attribution, Quotation, Voice
from dragoman.model.text import Parse, Span, index_at, inside

_ACCUSING = frozenset({"accuse", "blame", "charge", "condemn", "suspect"})
_AND_THAT = re.compile(r",?\s(?:and|but) that\s")
_FINDING = frozenset({"find", "rule", "conclude"})
_NAMING = frozenset({"call", "dub", "name", "label", "term", "brand", "style"})
_KEPT_AWAY = re.compile(r"[Ww]hat(?: (?:the )?[\w-]{1,20}){1,3} (?:said|says|called|calls|described|describes|claimed|claims) ")
_SETTING = 4
_ASIDE = frozenset({"prep", "advmod", "npadvmod"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})


def make_quotations(
    notes: Annotations, voices: Sequence[Voice], unquoted: Collection[str] = (), finders: Collection[str] = ()
) -> tuple[Quotation, ...]:
    """Direct, mixed and indirect quotations with their speakers, in the order of the text.

    A chain ("the agency reported that the minister said S") is one quotation, the innermost speaker's. In a party's own
    release only its direct speech is quoted.

    Args:
        notes: the document's layers.
        voices: the voice of each attribution.
        unquoted: lemmas of cues that tell what somebody thinks, finds, wants or denies rather than says.
        finders: nouns of those whose findings are published words ("the inquiry found that S").
    """
    marked = sorted(q.inner for q in notes.quotes if q.depth == 0)
    direct = sorted(c for a in notes.attributions if a.kind == "direct" and not _asks(a) for c in a.content)
    found: list[Quotation] = []
    party = own_party(notes)
    for attribution, voice in zip(notes.attributions, voices, strict=True):
        kind = attribution.kind
        if _asks(attribution) or _only_names(attribution, unquoted):
            continue
        if kind == "indirect" and (is_own(voice, party) or not _is_quotation(attribution, notes, unquoted, finders)):
            continue
        if kind != "direct" and attribution.cue is not None and _within(attribution.cue, direct if kind == "indirect" else marked):
            continue
        if kind == "mixed" and (plain := _unmarked(attribution, marked, notes)) is not None:
            found.append(Quotation(voice, "indirect", attribution.cue, (_without_opener(plain, notes),)))
        found.append(Quotation(voice, kind, attribution.cue, _words(attribution, marked, notes)))
    by_cue = sorted((q for q in found if q.cue is not None and q.kind != "direct"), key=lambda q: q.cue or (0, 0))
    by_words: dict[tuple[Span, ...], list[Quotation]] = {}
    for quotation in found:
        by_words.setdefault(quotation.spans, []).append(quotation)
    kept = [q for q in found if not _relays(q, by_cue, by_words[q.spans], notes)]
    return _joined(sorted(kept, key=lambda q: q.spans[0] if q.spans else (0, 0)), notes)


def _joined(found: Sequence[Quotation], notes: Annotations) -> tuple[Quotation, ...]:
    """The quotations with those made one that go on over paragraphs: each opens with a mark, only the last one is closed."""
    unclosed = {q.inner for q in notes.quotes if not q.closed}
    joined: list[Quotation] = []
    for one in found:
        last = joined[-1] if joined else None
        goes_on = last is not None and one.kind == last.kind == "direct" and last.spans[-1] in unclosed and one.cue is None
        if last is not None and goes_on and one.voice.codes == last.voice.codes and _next_to(last.spans[-1], one.spans[0], notes):
            joined[-1] = replace(last, spans=(*last.spans, *one.spans))
        else:
            joined.append(one)
    return tuple(joined)


def _next_to(one: Span, other: Span, notes: Annotations) -> bool:
    """Whether nothing but marks and blanks lies between two spans."""
    return not any(c.isalnum() for c in notes.document.text[one[1] : other[0]])


def _asks(attribution: Attribution) -> bool:
    """Whether the words are a question of an interview, which quotes nobody."""
    return attribution.lemma == ASKING and attribution.cue is None


def _only_names(attribution: Attribution, unquoted: Collection[str]) -> bool:
    """Whether nobody speaks: the words in marks are what something is known as or called."""
    nameless = attribution.kind == "direct" and attribution.source is None and attribution.cue is not None
    return nameless and (attribution.lemma in unquoted or attribution.lemma in _NAMING)


def _words(attribution: Attribution, marked: list[Span], notes: Annotations) -> tuple[Span, ...]:
    """The quoted words: inside the marks for a mixed quotation, without "that" for reported speech."""
    if attribution.kind == "direct":
        return attribution.content
    if attribution.kind == "indirect":
        spans = _without_setting(attribution.content, notes)
        return (_without_opener(spans[0], notes), *spans[1:])
    inner = tuple(
        marked[i] for c in attribution.content
        for i in range(bisect_left(marked, c), bisect_left(marked, (c[1], c[1]))) if inside(marked[i], c)
    )  # fmt: skip
    return inner or attribution.content


def _without_setting(content: tuple[Span, ...], notes: Annotations) -> tuple[Span, ...]:
    """The words without a few before the source that only set the scene ("On Friday, according to S, ...")."""
    first, rest = content[0], content[1:]
    short = len(notes.document.text[slice(*first)].split()) <= _SETTING
    at = index_at(notes.sentences, first[0])
    parse = notes.parses[at] if rest and short and at is not None else None
    head = head_of(parse, first) if parse is not None else None
    return rest if parse is not None and head is not None and parse.relations[head] in _ASIDE else content


def _unmarked(attribution: Attribution, marked: list[Span], notes: Annotations) -> Span | None:
    """The clause without marks that "and that" joins to one with marks ("said that S and that it was "a lie"")."""
    start, end = attribution.content[0]
    at = bisect_left(marked, (start, start))
    if at == len(marked) or not inside(marked[at], (start, end)) or attribution.source is None:
        return None
    joined = max((m.start() for m in _AND_THAT.finditer(notes.document.text, start, marked[at][0])), default=None)
    return (start, joined) if joined is not None and _is_clause((start, joined), notes) else None


def _without_opener(span: Span, notes: Annotations) -> Span:
    """The span without the complementiser that opens it."""
    text = notes.document.text
    opener = next((w for w in ("that ", "That ") if text.startswith(w, span[0], span[1])), None)
    at = index_at(notes.sentences, span[0])
    parse = notes.parses[at] if opener is not None and at is not None else None
    if opener is None or parse is None:
        return span
    tokens = parse.tokens_in((span[0], span[0] + 4))
    if tokens and (parse.relations[tokens[0]] == "mark" or parse.tags[tokens[0]] == "IN"):
        return (span[0] + len(opener), span[1])
    return span


def _is_quotation(
    attribution: Attribution, notes: Annotations, unquoted: Collection[str], finders: Collection[str]
) -> bool:
    """An indirect quotation is a full clause given to somebody: "X said that S did it", not "accused S of doing it"."""
    if not attribution.clausal or attribution.source is None or attribution.cue is None:
        return False
    if attribution.stance == "doubts" or attribution.reality != "actual" or not _says(attribution, notes, unquoted, finders):
        return False
    if attribution.addressee is not None and attribution.lemma in _ACCUSING:
        return False
    if _is_noun(attribution.cue, notes):
        return False
    first = attribution.content[0]
    if notes.document.text[slice(*first)] in {"what", "What"} or _KEPT_AWAY.match(notes.document.text, *first):
        return False  # "what it said was a message": the writer only keeps away from the word
    return any(_is_clause(c, notes) for c in attribution.content)


def _says(attribution: Attribution, notes: Annotations, unquoted: Collection[str], finders: Collection[str]) -> bool:
    """Whether the cue is one of saying: what a report finds is said, and what "the court later found"; a verdict is an act."""
    if attribution.lemma not in unquoted:
        return True
    if attribution.lemma not in _FINDING or attribution.source is None or attribution.cue is None:
        return False
    if attribution.content[0][0] < attribution.source[0]:
        return len(notes.document.text[slice(*attribution.source)].split()) > 1
    at = index_at(notes.sentences, attribution.source[0])
    parse = notes.parses[at] if at is not None else None
    head = head_of(parse, attribution.source) if parse is not None else None
    return parse is not None and head is not None and parse.lemmas[head].casefold() in finders


def _is_noun(cue: Span, notes: Annotations) -> bool:
    """Whether the cue is a noun ("the claim that") or a participle that only describes one ("posts alleging that")."""
    at = index_at(notes.sentences, cue[0])
    parse = notes.parses[at] if at is not None else None
    if parse is None:
        return False
    tokens = parse.tokens_in(cue)
    if len(tokens) != 1:
        return False
    token = tokens[0]
    if parse.tags[token] == "VBG" and parse.relations[token] == "acl" and token > 0 and parse.forms[token - 1] != ",":
        return True
    return parse.tags[token] in {"NN", "NNS"}


def _is_clause(content: Span, notes: Annotations) -> bool:
    """Whether the words are a finite clause themselves and do not only hold one ("to punish those who fled")."""
    at = index_at(notes.sentences, content[0])
    while at is not None and at < len(notes.parses) and notes.sentences[at].span[0] < content[1]:
        parse = notes.parses[at]
        if parse is not None and _finite_top(parse, parse.tokens_in(content)):
            return True
        at += 1
    return False


def _finite_top(parse: Parse, tokens: Sequence[int]) -> bool:
    """Whether one of the topmost tokens, or one that it is joined to, is a finite verb with a subject."""
    held = set(tokens)
    tops = [t for t in tokens if parse.heads[t] == t or parse.heads[t] not in held]
    for top in tops:
        if any(_finite(parse, t) for t in (top, *parse.dependents(top, "conj", "ccomp", "parataxis", "relcl")) if t in held):
            return True
    return False


def _finite(parse: Parse, verb: int) -> bool:
    helping = parse.dependents(verb, "aux", "auxpass")
    if all(parse.dependent(t, "nsubj", "nsubjpass", "expl", "csubj") is None for t in (verb, *helping)):
        return False
    return bool({parse.tags[verb], *(parse.tags[t] for t in helping)} & (_FINITE | {"VBN"}))


def _relays(outer: Quotation, by_cue: Sequence[Quotation], alike: Sequence[Quotation], notes: Annotations) -> bool:
    """Whether the quotation only hands on another: what it says is that somebody said something."""
    if outer.kind == "direct" or outer.cue is None or not outer.spans:
        return False
    if outer.kind == "mixed":
        return any(q is not outer and q.cue and _later(outer.cue, q) for q in alike)
    at = index_at(notes.sentences, outer.spans[0][0])
    parse = notes.parses[at] if at is not None else None
    if parse is None:
        return False
    held = set(parse.tokens_in(outer.spans[0]))
    tops = {t for t in held if parse.heads[t] == t or parse.heads[t] not in held}
    first = bisect_left(by_cue, outer.spans[0], key=lambda q: q.cue or (0, 0))
    last = bisect_left(by_cue, (outer.spans[0][1], 0), key=lambda q: q.cue or (0, 0))
    return any(q is not outer and q.cue and tops & set(parse.tokens_in(q.cue)) for q in by_cue[first:last])


def _later(cue: Span, other: Quotation) -> bool:
    """Whether the other quotation's cue stands nearer to the same words."""
    here, there = _distance(cue, other.spans[0]), _distance(other.cue or cue, other.spans[0])
    return there < here


def _distance(cue: Span, words: Span) -> int:
    return max(words[0] - cue[1], cue[0] - words[1], 0)


def _within(cue: Span, direct: list[Span]) -> bool:
    """Whether the cue stands inside a direct quotation: what is said there is quoted already."""
    at = bisect_right(direct, (cue[0], sys.maxsize)) - 1
    return at >= 0 and inside(cue, direct[at])
