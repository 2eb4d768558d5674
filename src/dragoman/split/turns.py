"""Turns of a transcript: paragraphs that open with the label of whoever speaks, and the paragraphs that go on with them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from dragoman.codebook.shapes_sentences import SentenceSigns
from dragoman.model.text import Passage, Span

_LONGEST = 64
"""Characters of the longest label ("UNDER SECRETARY-GENERAL FOR PEACE OPERATIONS LACROIX:")."""
_MOST_WORDS = 8
_LABEL = re.compile(r"[*_#]{0,3}(?P<label>[^\W\d_][^\n:?!\"“”«»;]{0,63}?)[*_]{0,3}[ \t]{0,2}:[*_]{0,3}(?=\s|$)")
_LETTER = re.compile(r"(?P<label>Q|A)\.(?=\s{1,3}[\"“'‘A-Z])|(?P<bare>Q)(?=[ \t]{1,6}[\"“'‘A-Z])")
_STAMP = re.compile(
    r"[\[(*]{0,2}(?:[01]?\d|2[0-4])[:.h][0-5]\d(?:\s?[ap]\.?m\.?)?(?:\s?\(?(?:[A-Z]{2,5}|local time|local)\)?)?[\])*]{0,2}"
    r"\s{0,3}(?:[-–—:|•]{1,2}|\]|\n|(?=\*))\s{0,3}(?=\S)"
)
_JOINING = frozenset({"of", "the", "and", "for", "de", "al", "bin", "van", "von", "a", "to", "in"})
_SPOKEN = frozenset({"body", "heading"})
"""Kinds of passage that hold turns: a short question looks like a heading."""
_FEWEST = 3
"""Turns of a transcript without a label for questions; two may be headings of another kind."""


class _Turn(Struct, frozen=True):
    """A paragraph that may open with a label. ``name`` is the label as it is compared, ``end`` where its words begin."""

    passage: int
    label: Span
    end: int
    name: str
    bare: bool


def label_turns(text: str, passages: Sequence[Passage], signs: SentenceSigns) -> list[Passage]:
    """Say of each paragraph of a transcript whose words it holds; elsewhere give the paragraphs back as they are.

    A transcript has labels before its paragraphs, at least two different ones, of which one asks or one comes back.
    Paragraphs between two labels go on with the turn before them; those behind the last one only where other turns
    have several paragraphs too.
    """
    turns = _transcript(text, passages, [t for i, p in enumerate(passages) if (t := _turn(text, p, i))], signs)
    if not turns:
        return list(passages)
    asking = _asking(text, passages, turns, signs)
    ends = [*(t.passage for t in turns[1:]), len(passages)]
    long_turns = any(end - t.passage > 1 for t, end in zip(turns[:-1], ends, strict=False))
    found = list(passages)
    for turn, end in zip(turns, ends, strict=True):
        empty = passages[turn.passage].span[1] <= turn.end
        goes_on = end < len(passages) or (long_turns and turn.name not in asking)
        last = end if goes_on else turn.passage + 1 + empty
        for index in range(turn.passage, min(last, len(passages))):
            if passages[index].kind in _SPOKEN:
                found[index] = replace(passages[index], speaker=turn.label, asks=turn.name in asking)
    return found


def opening_of(text: str, passage: Passage) -> int:
    """Where the prose of a paragraph begins: behind the label of its speaker or the hour of an entry of a live report."""
    (start, end), speaker = passage.span, passage.speaker
    if speaker is not None and start <= speaker[0] < end:
        at = speaker[1]
        while at < end and not text[at].isalnum() and text[at] not in "\"“'‘«([":
            at += 1
        return at
    stamp = _STAMP.match(text, start, min(end, start + _LONGEST)) if passage.kind == "body" else None
    return stamp.end() if stamp is not None else start


def _turn(text: str, passage: Passage, index: int) -> _Turn | None:
    if passage.kind not in _SPOKEN:
        return None
    start, end = passage.span
    letter = _LETTER.match(text, start, end)
    if letter is not None:
        group = "label" if letter["label"] else "bare"
        return _Turn(index, letter.span(group), letter.end(), letter[group].casefold(), group == "bare")
    found = _LABEL.match(text, start, min(end, start + _LONGEST + 6))
    if found is None or len(found["label"].split()) > _MOST_WORDS:
        return None
    label = found["label"].strip(" *_")
    if ". " in re.sub(r"\b[A-Z][A-Za-z]{0,3}\. ", "", label):
        return None
    span = (found.start("label"), found.start("label") + len(label))
    return _Turn(index, span, found.end(), label.rstrip(".").casefold(), False)


def _transcript(text: str, passages: Sequence[Passage], turns: list[_Turn], signs: SentenceSigns) -> list[_Turn]:
    """The turns, if they are those of a transcript; else none."""
    askers = frozenset(signs.askers)
    often = Counter(t.name for t in turns)
    turns = [t for t in turns if t.name in askers or t.name == "a" or _names(text[slice(*t.label)], often[t.name])]
    counts = Counter(t.name for t in turns if not t.bare)
    marked = [t for t in turns if not t.bare]
    names = {t.name for t in turns}
    if counts and len(names) > 1 and askers & names and len(turns) >= (2 if names & {"q", "question"} else _FEWEST + 1):
        return turns
    if len(marked) < _FEWEST or len(counts) < 2 or max(counts.values()) < 2:
        return []
    repeated = [t for t in marked if counts[t.name] > 1 or text[slice(*t.label)].isupper()]
    asked = any(text[passages[t.passage].span[1] - 1] == "?" for t in marked)
    own = frozenset(signs.own)
    spoken = all(" " in text[slice(*t.label)] for t in repeated) and any(
        own & {w.strip(",.;'’\"“”").casefold() for w in text[t.end : passages[t.passage].span[1]].split()[:60]}
        for t in repeated
    )
    return repeated if asked or spoken else []


def _names(label: str, often: int) -> bool:
    """Whether a label can be a name or an office: in capitals, or each word with one; where it comes back, the first."""
    words = label.split()
    if label.upper() == label:
        return True
    small = sum(w[0].islower() and w not in _JOINING for w in words)
    return label[0].isupper() and (small == 0 or (often > 1 and len(words) <= 3))


def _asking(text: str, passages: Sequence[Passage], turns: list[_Turn], signs: SentenceSigns) -> frozenset[str]:
    """Names of those who ask: labels that say so, and the one whose turns mostly end with a question."""
    found = {t.name for t in turns if t.name in signs.askers}
    if found:
        return frozenset(found)
    questions = Counter(t.name for t in turns if text[passages[t.passage].span[1] - 1] == "?")
    counts = Counter(t.name for t in turns)
    asks = {name for name, number in questions.items() if number > 1 and 2 * number > counts[name]}
    return frozenset(asks if len(asks) < len(counts) else ())
