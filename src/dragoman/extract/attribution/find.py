"""All attributions of a document, passage by passage."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.extract.attribution.clauses import clause_attribution, find_cues
from dragoman.extract.attribution.cues import ReportingLexicon
from dragoman.extract.attribution.direct import SpokenCue, direct_speech, record, spoken_cues
from dragoman.extract.attribution.phrasal import phrasal_attributions
from dragoman.extract.attribution.phrases import Scene, mended
from dragoman.model.claim import Attribution
from dragoman.model.text import STRUCTURAL, Parse, Passage, Quoted, Sentence, Span


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
        parses: one entry per sentence, None where it was not parsed.
        lexicon: the reporting cues of the language.

    Returns:
        Attributions in the order of their cues (of their content, where a speaker is carried over).
    """
    found: list[Attribution] = []
    speaker: Span | None = None
    grouped = _by_passage(passages, sentences, parses)
    queue = _quotes_by_passage(passages, quotes)
    for index, passage in enumerate(passages):
        if passage.kind != "body" and passage.kind not in STRUCTURAL:
            continue
        here, speaker = _passage(text, passage, grouped[index], queue[index], lexicon, speaker)
        found.extend(here)
    return tuple(sorted(found, key=lambda a: (a.cue or a.content[0], a.content)))


def _passage(
    text: str, passage: Passage, parses: list[Parse], quotes: list[Quoted], lexicon: ReportingLexicon, before: Span | None
) -> tuple[list[Attribution], Span | None]:
    """The attributions of one passage, and the speaker it ends with."""
    outer = tuple(q for q in quotes if not q.depth)
    scenes = [Scene(text, mended(parse), outer, passage.span) for parse in parses]
    cues = [(scene, list(find_cues(scene, lexicon))) for scene in scenes]
    spoken: list[SpokenCue] = [s for scene, verbs in cues for s in spoken_cues(scene, verbs, lexicon)]
    speeches = direct_speech(text, passage.span, outer, spoken, [parse.span[0] for parse in parses])
    found = []
    last = before
    for speech in speeches:
        if speech.spoken is None and speech.source is None:
            speech.source = before
        if speech.source is not None or speech.spoken is not None:
            found.append(record(speech, lexicon))
        last = speech.source or last
    taken = {s.spoken.start for s in speeches if s.spoken is not None}
    for scene, verbs in cues:
        for cue in verbs:
            token = scene.parse.starts[cue.token]
            if any(one.spoken is not None and one.spoken.start <= token < one.spoken.end for one in speeches):
                continue
            made = clause_attribution(scene, cue, lexicon)
            if made is not None:
                found.append(made)
        found.extend(phrasal_attributions(scene, lexicon))
    return found, last if speeches else None


def outermost(attributions: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """The attributions that no other one contains: those the text itself makes, without what its sources ascribe."""
    kept = []
    for one in attributions:
        at = one.cue if one.cue is not None else one.content[0]
        if not any(o is not one and any(start <= at[0] < end for start, end in o.content) for o in attributions):
            kept.append(one)
    return tuple(kept)


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
