"""Denials that a speaker makes in so many words: "That is a lie," the minister said."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from dragoman.extract.attribution.cues import ReportingLexicon
from dragoman.extract.attribution.phrases import is_word, subject
from dragoman.extract.attribution.untruth import calls_untrue
from dragoman.model.claim import ASKING, Attribution
from dragoman.model.text import Parse, inside

_BACK = frozenset({"that", "this", "it", "these", "those", "all", "we", "i"})
"""Subjects that take up what was said before."""


def flat_denials(
    found: Sequence[Attribution], parses: Sequence[Parse | None], lexicon: ReportingLexicon
) -> list[Attribution]:
    """One denial per clause of direct speech that calls what was said before it untrue; it quotes nobody anew.

    Args:
        found: the attributions of the document.
        parses: its sentences.
        lexicon: the reporting cues of the language.
    """
    read = [p for p in parses if p is not None]
    denials: dict[int, Attribution] = {}
    for one in found:
        if one.kind != "direct" or one.source is None or one.lemma == ASKING:
            continue
        for content in one.content:
            first = max(0, bisect_left(read, content[0], key=lambda p: p.span[1]))
            for parse in read[first:]:
                if parse.span[0] >= content[1]:
                    break
                for verb in parse.tokens_in(content):
                    own = subject(parse, verb) if parse.tags[verb] in {"VBZ", "VBD", "VBP"} else None
                    if own is None or parse.forms[own].casefold() not in _BACK or not calls_untrue(parse, verb, lexicon):
                        continue
                    cue = parse.cover([verb, *(t for t in parse.subtree(verb) if verb < t <= verb + 4 and is_word(parse, t))])
                    if inside(cue, content):
                        about = (parse.starts[own], parse.ends[own])
                        denial = Attribution(one.source, cue, (about,), "indirect", stance="denies", lemma="be", clausal=False)
                        denials.setdefault(cue[0], denial)
    return list(denials.values())
