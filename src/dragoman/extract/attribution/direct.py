"""Direct quotations: which stretches between marks are speech, and whose."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from msgspec import Struct

from dragoman.extract.attribution.beside import headed, unlisted
from dragoman.extract.attribution.clauses import channel_of, hearer
from dragoman.extract.attribution.cues import ReportingLexicon, VerbCue
from dragoman.extract.attribution.patterns import Content, has_complement
from dragoman.extract.attribution.phrases import Scene, is_word, noun_phrase, said_below, subject, with_title
from dragoman.extract.attribution.sources import cue_tokens
from dragoman.model.claim import Attribution
from dragoman.model.text import Parse, Quoted, Span

_POINTS = frozenset(",.!?…;-—–")
_STOPS = frozenset(".!?;")
_NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS", "PRP"})
_SIGNED = re.compile(r"\s{0,3}(?P<dash>[—–―]|--?)\s{0,3}(?P<name>[^\W\d_][^\n\"“”.!?]*[^\s\"“”.!?])\.?")
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_RELATIVE = frozenset({"WDT", "WP", "WP$", "EX"})
_FARTHEST = 200
"""Characters between a quotation and the verb that introduces it."""


class SpokenCue(Struct, frozen=True):
    """A reporting verb outside quotation marks, with its scene and the span of its source."""

    scene: Scene
    cue: VerbCue
    source: Span | None
    start: int
    end: int


class Speech(Struct):
    """A cue and the quotations given to it. ``carried`` speech has no cue of its own."""

    spoken: SpokenCue | None
    source: Span | None
    quotes: list[Quoted]
    dash: Span | None = None


def spoken_cues(scene: Scene, cues: Sequence[VerbCue], lexicon: ReportingLexicon) -> list[SpokenCue]:
    """The verbs of a sentence that may introduce direct speech."""
    found = []
    parse = scene.parse
    for cue in cues:
        if cue.entry("clause", "clause-to", "quote-as", "object", "accuse") is None or scene.quoted(cue.token):
            continue
        source = speaker(scene, cue)
        tokens = cue_tokens(parse, cue)
        found.append(SpokenCue(scene, cue, source, parse.starts[min(tokens)], parse.ends[max(tokens)]))
    return found


def speaker(scene: Scene, cue: VerbCue) -> Span | None:
    """The noun phrase outside the marks that says it: the subject, or what stands beside the verb."""
    parse, verb = scene.parse, cue.token
    own = subject(parse, verb)
    if own is None and parse.relations[verb] in {"conj", "advcl", "xcomp", "pcomp"}:
        own = subject(parse, parse.heads[verb])
    if own is None or scene.quoted(own):
        own = _beside(scene, verb)
    if own is None:
        return None
    inside = [t for t in range(len(parse)) if scene.quoted(t)]
    return parse.cover(with_title(parse, noun_phrase(parse, own, [verb, *inside])))


def _beside(scene: Scene, verb: int) -> int | None:
    """The head of the noun phrase right after or right before the verb, outside quotation marks."""
    parse = scene.parse
    for step, limit in ((1, 8), (-1, 6)):
        at = verb + step
        best: int | None = None
        while 0 <= at < len(parse) and abs(at - verb) <= limit and not scene.quoted(at):
            if parse.tags[at] in _NOUNS:
                best = at
                if step < 0 or at + 1 >= len(parse) or parse.tags[at + 1] not in _NOUNS | {"POS"}:
                    return best
            elif best is not None or not is_word(parse, at) or parse.tags[at][:2] in {"VB", "IN"}:
                break
            at += step
        if best is not None:
            return best
    return None


def direct_speech(
    text: str, passage: Span, quotes: Sequence[Quoted], cues: Sequence[SpokenCue], scenes: Sequence[Scene]
) -> list[Speech]:
    """Give the direct quotations of one passage to its reporting verbs.

    A quotation belongs to the verb right behind it (``"A," said X``), else to the one right before it (``X said: "A"``,
    and the second half of ``"A," said X, "B"``), else to the speaker of the quotation before it when nothing but that
    reporting clause lies between. Behind a colon without a reporting verb it is the subject's (``X shrugged: "A"``).
    """
    speeches: list[Speech] = []
    last: Speech | None = None
    cues = sorted(cues, key=lambda spoken: spoken.start)
    starts = sorted(scene.parse.span[0] for scene in scenes)
    position = passage[0]
    for quote in quotes:
        if quote.depth or not _is_speech(text, quote, passage):
            continue
        behind, before = _cue_behind(text, quote, cues), _cue_before(text, quote, cues, position)
        if behind is not None and before is not None and last is not None and before is last.spoken:
            behind = None if behind.scene is not before.scene else behind
        spoken = behind or before
        if spoken is not None:
            known = next((s for s in speeches[-2:] if s.spoken is spoken), None)
            if known is None:
                known = Speech(spoken, spoken.source, [])
                speeches.append(known)
            known.quotes.append(quote)
            last = known
        elif (told := _given_to(text, quote, passage, scenes)) is not None:
            last = Speech(None, told[1], [quote], told[0])
            speeches.append(last)
        elif last is not None and _continues(text, last, quote, passage, starts):
            last.quotes.append(quote)
        elif _begins_sentence(text, quote, passage) and quote.inner[1] - quote.inner[0] > 25:
            last = Speech(None, last.source if last is not None else _said_before(quote, cues, starts), [quote])
            speeches.append(last)
        position = quote.outer[1]
    return speeches


def _is_speech(text: str, quote: Quoted, passage: Span) -> bool:
    """Whether the words between the marks stand for themselves: not woven into the sentence around them."""
    words = text[quote.inner[0] : quote.inner[1]].split()
    if not words:
        return False
    last = words[-1].rstrip("\"'’”»") or words[-1]
    pointed = last[-1] in _POINTS or text[quote.outer[1] : quote.outer[1] + 1] in {",", ".", "?", "!"}
    before = text[max(passage[0], quote.outer[0] - 3) : quote.outer[0]].rstrip()
    opened = not before or before[-1] in ",:.!?—–-”\"’'…"
    capital = words[0][0].isupper() or words[0][0] in "[…“‘'\"." or words[0][0].isdigit()
    if not text[passage[0] : quote.outer[0]].strip() and text.startswith(":", quote.outer[1]):
        return len(words) >= 3
    if quote.scare:
        return pointed and _begins_sentence(text, quote, passage)
    announced = opened and (not quote.closed or before[-1:] == ":")
    return announced or (pointed and (opened or (capital and len(words) >= 3)))


def _cue_behind(text: str, quote: Quoted, cues: Sequence[SpokenCue]) -> SpokenCue | None:
    """The verb of a reporting clause that follows the closing mark at once."""
    end = quote.outer[1]
    for spoken in _between(cues, end, end + _FARTHEST):
        between = text[end : spoken.start]
        begins = spoken.scene.parse.span[0]
        if any(mark in between for mark in '"“”«»') or (begins >= end and text[end:begins].strip()):
            continue
        if begins >= end and text[quote.inner[1] - 1] == "." and text[spoken.end : spoken.end + 2].lstrip()[:1] == ":":
            return None  # "A." Another replied: "B."
        named = spoken.source is not None and spoken.source[0] >= end
        gap = text[end : min(spoken.source[0], spoken.start)] if named and spoken.source else between
        if any(char.isalnum() or char in ":;" for char in gap):
            return None
        if has_complement(spoken.scene.parse, spoken.cue.token, _aside(spoken)):
            return None
        return spoken if named or len(between.split()) <= 3 else None
    return None


def _between(cues: Sequence[SpokenCue], first: int, last: int) -> Sequence[SpokenCue]:
    """The cues that start from ``first`` to ``last``, of cues in order."""
    begin = bisect_left(cues, first, key=lambda spoken: spoken.start)
    return cues[begin : bisect_right(cues, last, key=lambda spoken: spoken.start)]


def _given_to(text: str, quote: Quoted, passage: Span, scenes: Sequence[Scene]) -> tuple[Span, Span] | None:
    """What gives a quotation to somebody without a reporting verb of the lists, and to whom; or none."""
    return (
        _signature(text, quote, passage) or _announced(text, quote, passage, scenes)
        or headed(text, quote, passage, scenes) or unlisted(text, quote, scenes)
    )  # fmt: skip


def _signature(text: str, quote: Quoted, passage: Span) -> tuple[Span, Span] | None:
    """The dash and the name that sign a quotation ("..." — the mayor of Odesa), or none."""
    found = _SIGNED.match(text, quote.outer[1], min(passage[1], quote.outer[1] + _FARTHEST))
    if found is None or found.end() < passage[1] or len(found["name"].split()) > 8:
        return None
    return found.span("dash"), found.span("name")


def _said_before(quote: Quoted, cues: Sequence[SpokenCue], starts: Sequence[int]) -> Span | None:
    """Who spoke in the sentence right before a quotation that has no verb of its own."""
    at = bisect_left(starts, quote.outer[0]) - 1
    if at < 0:
        return None
    near = [s for s in cues if s.source is not None and s.start >= starts[at] and s.end <= quote.outer[0]]
    return near[-1].source if near else None


def _announced(text: str, quote: Quoted, passage: Span, scenes: Sequence[Scene]) -> tuple[Span, Span] | None:
    """The colon before a quotation and whom the clause before it is about, or none."""
    colon = len(text[passage[0] : quote.outer[0]].rstrip()) + passage[0] - 1
    if colon < passage[0] or text[colon] != ":":
        return None
    scene = next((s for s in scenes if s.parse.span[0] <= colon < s.parse.span[1]), None)
    source = told_by(scene, colon) if scene is not None else None
    return ((colon, colon + 1), source) if source is not None else None


def told_by(scene: Scene, colon: int) -> Span | None:
    """The subject of the clause that ends with a colon: who says what follows where no verb tells it."""
    parse = scene.parse
    at = parse.token_at(colon)
    verbs = [] if at is None else [v for t in range(at) for v in (parse.heads[t],) if parse.relations[t] in _SUBJECTS and v < at]
    verb = min(verbs, key=lambda v: (len(parse.ancestors(v)), -v), default=None)
    own = subject(parse, verb) if verb is not None else None
    if own is None or verb is None or scene.quoted(own) or parse.relations[own] == "expl" or parse.tags[own] in _RELATIVE:
        return None
    inside = [t for t in range(len(parse)) if scene.quoted(t) or (at is not None and t >= at)]
    return parse.cover(noun_phrase(parse, own, [verb, *inside]))


def _aside(spoken: SpokenCue) -> list[int]:
    """Tokens that are no complement of the verb: quoted ones, its source, and who is told."""
    parse = spoken.scene.parse
    tokens = [t for t in range(len(parse)) if spoken.scene.quoted(t)]
    if spoken.source is not None:
        tokens += parse.tokens_in(spoken.source)
    if spoken.cue.entry("clause-to", "quote-as") is not None:
        tokens += parse.dependents(spoken.cue.token, "dobj")
    return tokens


def _cue_before(text: str, quote: Quoted, cues: Sequence[SpokenCue], position: int) -> SpokenCue | None:
    """The nearest verb before the opening mark, when nothing but its own frame lies between."""
    start = quote.outer[0]
    inner = text[quote.inner[0] : quote.inner[1]].lstrip("[(…. “‘'\"")
    for spoken in reversed(_between(cues, max(position, start - _FARTHEST), start)):
        if spoken.end > start:
            continue
        between = text[spoken.end : start].strip()
        inverted = spoken.source is not None and spoken.source[0] >= spoken.end and spoken.source[1] <= start
        if inverted and spoken.source is not None:
            between = text[spoken.source[1] : start].strip()
        colon, comma = between.endswith(":"), between.endswith((",", "—", "–", "-"))
        same = spoken.scene.parse.span[0] <= start < spoken.scene.parse.span[1]
        if not same and not colon:
            return None
        if colon or not between or (comma and (inverted or inner[:1].isupper())):
            return spoken
        if inner[:1].isupper() and len(inner.split()) >= 3 and len(between.split()) <= 6:
            return spoken
        return spoken if len(between.split()) <= 1 and comma else None
    return None


def _continues(text: str, last: Speech, quote: Quoted, passage: Span, starts: Sequence[int]) -> bool:
    """Whether the quotation goes on with the speech before it."""
    if last.spoken is not None and _same_sentence(last.spoken, last, quote):
        return True
    if last.dash is not None and last.quotes[-1].outer[1] <= last.dash[0] and not _STOPS & set(text[last.dash[1] : quote.outer[0]]):
        return True
    return _begins_sentence(text, quote, passage) and _goes_on(last, quote, starts)


def _same_sentence(spoken: SpokenCue, last: Speech, quote: Quoted) -> bool:
    """Whether the quotation goes on, after the reporting clause, in the same sentence as the quotation before."""
    span = spoken.scene.parse.span
    return last.quotes[-1].outer[1] <= spoken.start and span[0] <= spoken.start < quote.outer[0] < span[1]


def _begins_sentence(text: str, quote: Quoted, passage: Span) -> bool:
    before = text[max(passage[0], quote.outer[0] - 40) : quote.outer[0]].rstrip()[-2:]
    return not before or before[-1] in ".!?…:" or (before[-1] in "\"”’'" and before[0] in ".!?,")


def _goes_on(last: Speech, quote: Quoted, starts: Sequence[int]) -> bool:
    """Whether only the end of the reporting clause lies between the quotation before and this one."""
    end = last.quotes[-1].outer[1]
    if last.spoken is not None:
        end = max(end, last.spoken.end)
    between = bisect_left(starts, quote.outer[0]) - bisect_left(starts, end)
    return between == 0 and quote.outer[0] - end <= 2 * _FARTHEST


def record(speech: Speech, lexicon: ReportingLexicon) -> Attribution:
    """The attribution of a speech."""
    spans = tuple(q.inner for q in speech.quotes)
    spoken = speech.spoken
    if spoken is None:
        return Attribution(speech.source, speech.dash, spans, "direct", carried=speech.dash is None)
    parse: Parse = spoken.scene.parse
    relayed = parse.dependent(spoken.cue.token, "dobj") if said_below(parse, spoken.cue.token) else None
    source = speech.source
    chain: tuple[Span, ...] = ()
    if spoken.cue.entry("quote-as") is not None and relayed is not None and not spoken.scene.quoted(relayed):
        chain = (source,) if source is not None else ()
        source = parse.cover(noun_phrase(parse, relayed))
    entry = spoken.cue.entry("clause", "clause-to", "quote-as", "object", "accuse") or spoken.cue.entries[0]
    told = hearer(parse, spoken.cue, Content((), entry))
    return Attribution(
        source,
        (spoken.start, spoken.end),
        spans,
        "direct",
        lemma=spoken.cue.lemma,
        addressee=parse.cover(noun_phrase(parse, told)) if told is not None and not spoken.scene.quoted(told) else None,
        channel=channel_of(spoken.scene.text, parse, spoken.cue, lexicon),
        chain=chain,
    )
