"""Paragraphs without marks that the one before announces: "The minister said:" and then his words."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from dragoman.extract.attribution.cues import ReportingLexicon, VerbCue
from dragoman.extract.attribution.direct import speaker, told_by
from dragoman.extract.attribution.phrases import Scene, is_passive
from dragoman.extract.attribution.sources import cue_tokens
from dragoman.model.claim import Attribution
from dragoman.model.text import Parse, Passage, Span

_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_OWN = frozenset({"i", "we", "us", "our", "ours", "my", "me"})
_LISTS = frozenset("-–—•·*▪●‣◦■")
_MARKS = frozenset("\"“”„«»‘")


class Opening(Struct, frozen=True):
    """Who is announced as speaking at the end of a paragraph, and the word that announces it."""

    source: Span
    cue: Span
    lemma: str


def opening(scene: Scene, cues: Sequence[VerbCue], lexicon: ReportingLexicon) -> Opening | None:
    """Read a last sentence that ends with a colon: "X said on Sunday:", "X issued the following statement:"."""
    parse = scene.parse
    if parse.forms[-1] != ":" or scene.quoted(len(parse) - 1):
        return None
    for cue in reversed(cues):
        if any(tag in _FINITE for tag in parse.tags[cue.token + 1 :]):
            break
        if cue.entry("clause", "clause-to") is None or cue.lemma in lexicon.speech.unquoted or is_passive(parse, cue.token):
            continue
        source = speaker(scene, cue)
        if source is not None and parse.tags[cue.token] in {"VBD", "VBZ", "VBP", "VBN"}:
            return Opening(source, parse.cover(cue_tokens(parse, cue)), cue.lemma)
    letters = [t for t, r in enumerate(parse.relations) if r in {"dobj", "pobj"} and parse.lemmas[t].casefold() in lexicon.channels]
    source = told_by(scene, parse.starts[-1]) if letters and letters[-1] >= len(parse) - 6 else None
    return Opening(source, (parse.starts[-1], parse.ends[-1]), "") if source is not None else None


def announced(
    text: str, passages: Sequence[Passage], parses: Sequence[Sequence[Parse]], after: int, found: Opening
) -> Attribution | None:
    """The paragraphs that a paragraph announces: the next one, and those behind it that go on as "we" or as a list.

    Args:
        text: the document's text.
        passages: its paragraphs.
        parses: the parsed sentences of each.
        after: the index of the paragraph that announces.
        found: who speaks.
    """
    content: list[Span] = []
    for index in range(after + 1, len(passages)):
        start, end = passages[index].span
        if passages[index].kind != "body" or passages[index].speaker is not None or text[start] in _MARKS:
            break
        listed = text[start] in _LISTS
        own = any(form.casefold() in _OWN for parse in parses[index] for form in parse.forms)
        if content and not listed and (not own or _MARKS & set(text[start:end])):
            break
        content.append((start, end))
    return Attribution(found.source, found.cue, tuple(content), "direct", lemma=found.lemma) if content else None
