"""Whose spokesman, adviser or statement it is where the words beside it do not say: whoever was told of just before."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from dragoman.extract.named import BODIES, SourceWords, head_of, is_known, source_codes
from dragoman.model.annotations import Annotations
from dragoman.model.claim import Attribution, Voice
from dragoman.model.text import Parse, Span, index_at, inside, starting_in

_FOR = re.compile(r",? (?:also )?speaking (?:for|on behalf of) (?:the )?")
_BARE = 2
"""Words of a source that names nobody: "a spokesman", but not "a government spokesman"."""
_PRESIDENT = 4
"""Sentences that "a presidential adviser" looks back for the president."""
_PARTS = 200
"""Mentions and attributions looked through for a longer form of a name."""
_SHORTEST = 4
"""Letters of the shortest part of a name that can stand for the whole."""
_NAMES = frozenset({"NNP", "NNPS"})


def spoken_for(source: Span, notes: Annotations) -> tuple[str, ...]:
    """The codes of whom a speaker speaks for: "the delegate of Peru, speaking for the bloc, said"."""
    found = _FOR.match(notes.document.text, source[1])
    if found is None:
        return ()
    meant = next((m for m in starting_in(notes.mentions, (found.end(), found.end() + 1))), None)
    return meant.codes if meant is not None and is_known(meant.codes) else ()


def of_the_capital(source: Span, notes: Annotations) -> tuple[str, ...]:
    """Whose "the defence ministry" is behind "Baku denies this": that of the land whose answer the paragraph opens with."""
    at = index_at(notes.sentences, source[0])
    office = next((m for m in starting_in(notes.mentions, source) if inside(m.span, source)), None)
    if at is None or at == 0 or office is None or office.antecedent is None or len(office.codes) != 1:
        return ()
    passage = notes.sentences[at].passage
    if notes.sentences[at - 1].passage != passage or office.antecedent[0] >= notes.passage_of(at).span[0]:
        return ()
    topic = _subject_of(at - 1, notes)
    land = next((m for m in starting_in(notes.mentions, topic) if m.span == topic), None) if topic is not None else None
    if land is None or land.kind not in {"state", "capital"} or len(land.codes) != 1:
        return ()
    owner, _, sector = office.codes[0].partition(".")
    if office.kind != "organ" or not sector or ":" in owner or owner == land.codes[0]:
        return ()
    return (f"{land.codes[0]}.{sector}",)


def _subject_of(at: int, notes: Annotations) -> Span | None:
    """The words of the subject of a sentence."""
    parse = notes.parses[at]
    root = parse.root() if parse is not None else None
    topic = parse.dependent(root, "nsubj", "nsubjpass") if parse is not None and root is not None else None
    return parse.cover(parse.subtree(topic)) if parse is not None and topic is not None else None


def told_of(
    attribution: Attribution, notes: Annotations, earlier: Sequence[Voice], words: SourceWords
) -> tuple[str, ...]:
    """The codes of a source that names nobody itself: of a longer name, of the body told of before."""
    source = attribution.source
    at = index_at(notes.sentences, source[0]) if source is not None else None
    parse = notes.parses[at] if at is not None else None
    if source is None or parse is None:
        return ()
    return _by_a_part(source, parse, notes, earlier) or of_the_body(source, notes, words)


def _by_a_part(source: Span, parse: Parse, notes: Annotations, earlier: Sequence[Voice]) -> tuple[str, ...]:
    """Who "a Guards general" is of when the Revolutionary Guards were named, and who "Okri" is when N. Okri spoke."""
    text = notes.document.text
    tokens = [t for t in parse.tokens_in(source) if parse.tags[t] in _NAMES and len(parse.forms[t]) >= _SHORTEST]
    parts = {parse.forms[t] for t in tokens}
    if not parts:
        return ()
    before = bisect_left(notes.mentions, source[0], key=lambda m: m.span[0])
    for mention in reversed(notes.mentions[max(0, before - _PARTS) : before]):
        named = text[slice(*mention.span)].split()
        if mention.kind in BODIES and len(named) > 1 and named[-1] in parts and is_known(mention.codes):
            return mention.codes
    last = parse.forms[tokens[-1]]
    first = max(0, len(earlier) - _PARTS)
    for other, voice in reversed(list(zip(notes.attributions[first:], earlier[first:], strict=False))):
        spoken = other.source
        if spoken is None or spoken[0] >= source[0] or not is_known(voice.codes):
            continue
        words = re.findall(r"[\w-]+", text[slice(*spoken)])
        if last in words and len(words) > 1:
            return voice.codes
    return ()


def of_the_president(source: Span, notes: Annotations) -> tuple[str, ...]:
    """The country of "a presidential adviser" that no other words place: that of the president told of last."""
    text, at = notes.document.text, index_at(notes.sentences, source[0])
    written = text[slice(*source)].partition(",")[0]
    if at is None or "presidential " not in written or any(w[0].isupper() for w in written.split()[1:]):
        return ()
    since = notes.sentences[max(0, at - _PRESIDENT)].span[0]
    for mention in reversed(starting_in(notes.mentions, (since, source[0]))):
        if "president" in text[slice(*mention.span)].casefold().split() and is_known(mention.codes) and len(mention.codes) == 1:
            return mention.codes
    return ()


def of_the_body(source: Span, notes: Annotations, words: SourceWords) -> tuple[str, ...]:
    """The body that the sentence before in the same paragraph is about: "The front denied it. "...," a spokesman said"."""
    at = index_at(notes.sentences, source[0])
    parse = notes.parses[at] if at is not None else None
    head = head_of(parse, source) if parse is not None else None
    if at is None or parse is None or head is None:
        return ()
    spoken = notes.document.text[slice(*source)].partition(",")[0].split()
    bare = len(spoken) <= _BARE and not any(w[0].isupper() for w in spoken[1:]) and not parse.dependents(head, "poss", "prep")
    if not bare or parse.lemmas[head].casefold() not in words.mouths or at == 0:
        return ()
    if notes.sentences[at - 1].passage != notes.sentences[at].passage:
        return ()
    span = _subject_of(at - 1, notes)
    if span is None:
        return ()
    near = [m for m in starting_in(notes.mentions, span) if inside(m.span, span)]
    codes = source_codes(span, notes)[0]
    body = any(m.kind in BODIES or m.kind == "anaphor" for m in near[:1])
    return codes if body and is_known(codes) and len(codes) == 1 else ()
