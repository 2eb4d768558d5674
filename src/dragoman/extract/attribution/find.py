"""All attributions of a document, passage by passage."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from msgspec.structs import replace

from dragoman.extract.attribution.announced import Opening, announced, opening
from dragoman.extract.attribution.clauses import clause_attribution, find_cues
from dragoman.extract.attribution.counter import clause_denied, without_counter_claims
from dragoman.extract.attribution.cues import ReportingLexicon, VerbCue
from dragoman.extract.attribution.direct import Speech, SpokenCue, direct_speech, record, spoken_cues
from dragoman.extract.attribution.flat import flat_denials
from dragoman.extract.attribution.phrasal import phrasal_attributions
from dragoman.extract.attribution.phrases import Scene, mended
from dragoman.extract.attribution.turns import turn_attributions
from dragoman.extract.attribution.woven import woven
from dragoman.model.claim import Attribution
from dragoman.model.text import STRUCTURAL, Parse, Passage, Quoted, Sentence, Span

_LONGEST = 1_000
"""Tokens of the longest sentence that is read; anything longer is a table or an attack."""
_NEAR = 4
"""Characters before a quotation in which a colon that announces it stands."""


def find_attributions(
    text: str,
    passages: Sequence[Passage],
    sentences: Sequence[Sentence],
    quotes: Sequence[Quoted],
    parses: Sequence[Parse | None],
    lexicon: ReportingLexicon,
) -> tuple[Attribution, ...]:
    """Find what the text ascribes to whom.

    Attributions nest: the content of one may hold another. Passages that are set aside are skipped.

    Args:
        text: the document's text; all spans address it.
        passages: its paragraphs.
        sentences: its sentences, each with the index of its passage.
        quotes: its quoted stretches.
        parses: one entry per sentence, None where it was not parsed; one of more than 1,000 tokens is passed over.
        lexicon: the reporting cues of the language.

    Returns:
        Attributions in the order of their cues (of their content, where a speaker is carried over).
    """
    found = turn_attributions(passages, sentences)
    speaker: Span | None = None
    grouped = _by_passage(passages, sentences, parses)
    queue = _quotes_by_passage(passages, quotes)
    for index, passage in enumerate(passages):
        if passage.kind != "body" and passage.kind not in STRUCTURAL:
            continue
        here, speaker, opened = _passage(text, passage, grouped[index], queue[index], lexicon, speaker)
        found.extend(here)
        if opened is not None and (told := announced(text, passages, grouped, index, opened)) is not None:
            found.append(told)
    found.extend(flat_denials(found, parses, lexicon))
    return tuple(sorted(found, key=lambda a: (a.cue or a.content[0], a.content)))


def _passage(
    text: str,
    passage: Passage,
    parses: list[Parse],
    quotes: list[Quoted],
    lexicon: ReportingLexicon,
    before: Span | None,
) -> tuple[list[Attribution], Span | None, Opening | None]:
    """The attributions of one passage, the speaker it ends with, and whom its last words announce."""
    outer = tuple(q for q in quotes if not q.depth)
    scenes = [Scene(text, mended(p), _within(outer, p.span), passage.span) for p in parses if len(p) <= _LONGEST]
    cues = [(scene, list(find_cues(scene, lexicon))) for scene in scenes]
    spoken: list[SpokenCue] = [s for scene, verbs in cues for s in spoken_cues(scene, verbs, lexicon)]
    speeches = direct_speech(text, passage.span, outer, spoken, scenes)
    found = []
    last = before
    for speech in speeches:
        if speech.spoken is None and speech.source is None:
            speech.source = before
        if speech.source is not None or speech.spoken is not None:
            found.append(record(speech, lexicon))
        last = speech.source or last
    taken: dict[int, int] = {}
    for spoke in speeches:
        if spoke.spoken is not None:
            verb = spoke.spoken.scene.parse.starts[spoke.spoken.cue.token]
            taken[verb] = _until_colon(text, spoke)
    for scene, verbs in cues:
        found.extend(_sentence(scene, verbs, lexicon, taken))
    said = [c for one in found for c in one.content]
    for scene, verbs in cues:
        found.extend(woven(scene, verbs, said))
    opened = opening(*cues[-1], lexicon) if cues and text.startswith(":", passage.span[1] - 1) else None
    if opened is not None:
        return found, opened.source, opened
    return found, last if speeches else None, None


def _until_colon(text: str, speech: Speech) -> int:
    """Where the words end that the verb of a speech reports besides it ("said that S: "A""): at the colon, or nowhere."""
    start = speech.quotes[0].outer[0]
    before = text[: start].rstrip() if start < _NEAR else text[start - _NEAR : start].rstrip()
    return start - 1 if before.endswith(":") else 0


def _sentence(
    scene: Scene, cues: list[VerbCue], lexicon: ReportingLexicon, taken: dict[int, int]
) -> list[Attribution]:
    """The attributions of one sentence that are no direct speech.

    ``taken`` are the offsets of verbs that direct speech was given to, with where their own words end at the latest.
    """
    found: list[Attribution] = []
    for cue in cues:
        verb = scene.parse.starts[cue.token]
        if not taken.get(verb, 1):
            continue
        made = clause_attribution(scene, cue, lexicon)
        if made is not None and verb in taken:
            made = _before(made, taken[verb])
        if made is not None:
            found.append(clause_denied(scene.parse, made, cue, found))
    found.extend(one for one in phrasal_attributions(scene, lexicon) if not _denied_whole(one, found))
    return without_counter_claims(found, scene.text)


def _before(made: Attribution, end: int) -> Attribution | None:
    """The attribution with what stands before an offset, or none where nothing of it does or it is no clause or denial."""
    content = tuple((start, min(stop, end - 1)) for start, stop in made.content if start < end - 1)
    if not content or not (made.clausal or made.stance == "denies"):
        return None
    return replace(made, content=content, kind="indirect")


def _denied_whole(noun: Attribution, verbs: Sequence[Attribution]) -> bool:
    """Whether nobody's report or claim stands only to be denied ("denied reports that S")."""
    if noun.source is not None or noun.cue is None:
        return False
    start, end = noun.cue
    return any(
        one.stance != "asserts" and c[0] <= start and end <= c[1] and start - c[0] <= 30
        for one in verbs for c in one.content
    )  # fmt: skip


def outermost(attributions: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """Leave out attributions that stand inside the content of another: what the sources themselves ascribe."""
    spans = sorted((start, end, owner) for owner, one in enumerate(attributions) for start, end in one.content)
    places = sorted(((one.cue or one.content[0])[0], index) for index, one in enumerate(attributions))
    nested: set[int] = set()
    farthest: list[tuple[int, int]] = []
    at = 0
    for place, index in places:
        while at < len(spans) and spans[at][0] <= place:
            farthest = _two_farthest(farthest, (spans[at][1], spans[at][2]))
            at += 1
        if any(end > place and owner != index for end, owner in farthest):
            nested.add(index)
    return tuple(one for index, one in enumerate(attributions) if index not in nested)


def _two_farthest(known: list[tuple[int, int]], new: tuple[int, int]) -> list[tuple[int, int]]:
    """The farthest ends of two different owners."""
    best = {owner: end for end, owner in sorted([*known, new])}
    return sorted(((end, owner) for owner, end in best.items()), reverse=True)[:2]


def _within(quotes: tuple[Quoted, ...], span: Span) -> tuple[Quoted, ...]:
    """Quotations that share a character with the sentence; outermost quotations never overlap each other."""
    first = bisect_left(quotes, span[0], key=lambda quote: quote.outer[1])
    last = bisect_left(quotes, span[1], key=lambda quote: quote.outer[0])
    return quotes[first:last]


def _by_passage(
    passages: Sequence[Passage], sentences: Sequence[Sentence], parses: Sequence[Parse | None]
) -> list[list[Parse]]:
    grouped: list[list[Parse]] = [[] for _ in passages]
    for sentence, parse in zip(sentences, parses, strict=True):
        if parse is not None:
            grouped[sentence.passage].append(parse)
    return grouped


def _quotes_by_passage(passages: Sequence[Passage], quotes: Sequence[Quoted]) -> list[list[Quoted]]:
    grouped: list[list[Quoted]] = [[] for _ in passages]
    index = 0
    for quote in sorted(quotes, key=lambda q: q.outer):
        while index < len(passages) - 1 and passages[index].span[1] <= quote.outer[0]:
            index += 1
        if passages:
            grouped[index].append(quote)
    return grouped
