"""Direct speech that stands beside its speaker without a verb of saying: "...," the old man laughs; 'We stay': army chief."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.extract.attribution.phrases import Scene, is_word
from dragoman.model.text import Parse, Quoted, Span

_NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS", "PRP"})
_PHRASE = _NOUNS | {"DT", "JJ", "JJR", "JJS", "CD", "PRP$", "POS", "HYPH", "IN", "CC", "RB", "WP", "VBN"}
"""Tags of what may stand in a noun phrase that names a speaker."""
_FINITE = frozenset({"VBD", "VBZ"})
_LONGEST = 14
"""Tokens of the longest speaker; a headline has fewer."""
_LABEL = 6
_FEWEST = 3
"""Words of the shortest quotation in a headline; shorter ones are terms."""


def unlisted(text: str, quote: Quoted, scenes: Sequence[Scene]) -> tuple[Span, Span] | None:
    """The verb and the speaker of ``"...," the old man laughs`` and ``"...," sobs a nurse``: a comma gives the words to them."""
    end = quote.outer[1]
    if not quote.closed or text[quote.inner[1] - 1 : quote.inner[1]] not in {",", "?", "!"}:
        return None
    scene = next((s for s in scenes if s.parse.span[0] <= quote.inner[1] - 1 and end < s.parse.span[1]), None)
    if scene is None or text[end : end + 1] != " " or not text[end + 1 : end + 2].isalpha():
        return None
    parse = scene.parse
    first = next((t for t in range(len(parse)) if parse.starts[t] > end), len(parse))
    last = next((t for t in range(first, len(parse)) if not is_word(parse, t) and parse.tags[t] != "HYPH"), len(parse))
    if first >= last:
        return None
    verb = next((t for t in range(first, min(last, first + _LONGEST)) if parse.tags[t] in _FINITE), None)
    if verb is None and parse.tags[last - 1] == "NNS" and last - first > 1 and parse.tags[first] in {"DT", "PRP"}:
        verb = last - 1  # "the old man laughs": taken for a noun
    if verb is None:
        return None
    before, after = range(first, verb), range(verb + 1, last)
    named = before if verb > first else _phrase(parse, after)
    if not named or not all(parse.tags[t] in _PHRASE for t in named) or not any(parse.tags[t] in _NOUNS for t in named):
        return None
    if parse.tags[named[0]] in {"IN", "CC", "RB", "WP"} or any(parse.relations[t] == "dobj" for t in after if verb > first):
        return None
    return (parse.starts[verb], parse.ends[verb]), parse.cover(list(named))


def _phrase(parse: Parse, tokens: range) -> list[int]:
    """The noun phrase that the tokens begin with."""
    found: list[int] = []
    for token in tokens:
        if parse.tags[token] not in _PHRASE or (found and parse.tags[token] == "IN" and parse.forms[token] != "of"):
            break
        found.append(token)
    return found


def headed(text: str, quote: Quoted, passage: Span, scenes: Sequence[Scene]) -> tuple[Span, Span] | None:
    """The colon and the speaker of a headline: ``Army chief: "We stay where we are"`` or ``'We stay where we are': army chief``."""
    start, end = quote.outer
    if quote.depth or passage[1] - passage[0] > 160 or len(text[slice(*quote.inner)].split()) < _FEWEST:
        return None
    if not text[passage[0] : start].strip() and text.startswith(":", end):
        return _label(scenes, (end, passage[1]), (end, end + 1))
    before = text[passage[0] : start].rstrip()
    if before.endswith(":") and end >= passage[1] - 1:
        colon = passage[0] + len(before) - 1
        return _label(scenes, (passage[0], colon), (colon, colon + 1))
    return None


def _label(scenes: Sequence[Scene], within: Span, colon: Span) -> tuple[Span, Span] | None:
    """The noun phrase next to the colon of a headline, up to its first comma."""
    parse = next((s.parse for s in scenes if s.parse.span[0] <= within[0] and within[1] <= s.parse.span[1]), None)
    if parse is None:
        return None
    tokens = [t for t in parse.tokens_in(within) if parse.starts[t] >= within[0] and parse.forms[t] != ":"]
    comma = next((i for i, t in enumerate(tokens) if parse.forms[t] == ","), len(tokens))
    tokens = tokens[:comma]
    if not tokens or len(tokens) > _LABEL or not all(parse.tags[t] in _PHRASE for t in tokens):
        return None
    if parse.tags[tokens[0]] in {"IN", "WP", "RB"} or not any(parse.tags[t] in _NOUNS for t in tokens):
        return None
    return colon, parse.cover(tokens)
