"""Who stands behind the labels of a transcript: the one whom the rest of the text names by the same word."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from dragoman.model.text import Passage, Span, inside, starting_in
from dragoman.model.world import Mention

_NEAR = 40
"""Characters between a name and the office that is told with it ("spokesman Ned Price", "Ned Price, a spokesman")."""
_FAR = 1.5
"""How many times as often as any other a land must be named in a transcript for its host to be its own."""
_SPOKESMAN = re.compile(r"\bspokes(?:person|man|woman)\b", re.IGNORECASE)
_ANSWER = frozenset({"a", "answer"})
_JOURNALIST = "UNK.JRN"


def outside_labels(passages: Sequence[Passage], mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """The mentions that are no labels: a label is nobody's antecedent."""
    labels = _labels(passages)
    return tuple(m for m in mentions if not _label_of(m, labels)) if labels else tuple(mentions)


def name_speakers(
    text: str, passages: Sequence[Passage], named: Sequence[Mention], mentions: Sequence[Mention]
) -> tuple[Mention, ...]:
    """Add one mention per label of a transcript, with the codes of whoever it stands for.

    Args:
        text: the document's text.
        passages: its paragraphs with the labels of their turns.
        named: the mentions as they were found, those of labels with what the codebook knows of them.
        mentions: the mentions outside labels, settled.
    """
    labels = _labels(passages)
    if not labels:
        return tuple(mentions)
    asking = {p.speaker for p in passages if p.asks}
    known: dict[str, tuple[tuple[str, ...], str | None]] = {}
    found = list(mentions)
    for label in labels:
        words = text[slice(*label)]
        if label in asking:
            found.append(Mention(label, (_JOURNALIST,), words, "person"))
            continue
        if words not in known:
            own = next((m for m in named if inside(m.span, label) and not m.codes[0].startswith("UNK")), None)
            if words.strip(".").casefold() in _ANSWER:
                own = _host(text, passages, mentions, labels[0]) or _introduced(text, mentions, labels[0])
            known[words] = (own.codes, own.person) if own is not None else (_elsewhere(text, words, mentions), None)
        codes, person = known[words]
        found.append(Mention(label, codes or ("UNK",), words, "person", person))
    return tuple(sorted(found, key=lambda m: m.span))


def _labels(passages: Sequence[Passage]) -> list[Span]:
    return list(dict.fromkeys(p.speaker for p in passages if p.speaker is not None))


def _label_of(mention: Mention, labels: Sequence[Span]) -> bool:
    return any(inside(mention.span, label) for label in labels)


def _introduced(text: str, mentions: Sequence[Mention], before: Span) -> Mention | None:
    """The person whom the lines before the first question introduce, one with a name or body rather than a bare office."""
    people = [
        m for m in mentions
        if m.kind == "person" and m.span[1] <= before[0] and not m.codes[0].startswith("UNK") and m.antecedent is None
    ]  # fmt: skip
    named = [m for m in people if any(w[:1].isupper() for w in text[slice(*m.span)].split()[1:])]
    return next(iter([*named, *people]), None)


def _host(text: str, passages: Sequence[Passage], mentions: Sequence[Mention], before: Span) -> Mention | None:
    """The spokesman of a title that names no land ("Foreign Ministry Spokesperson's Press Conference").

    His land is the one that the turns speak of most, by far.
    """
    start, end = passages[0].span
    found = _SPOKESMAN.search(text, start, min(end, before[0]))
    if found is None or any(not m.codes[0].startswith("UNK") for m in starting_in(mentions, (start, end))):
        return None
    counts = Counter(c.split(".")[0] for m in mentions if m.span[0] > before[0] for c in m.codes if ":" not in c)
    counts.pop("UNK", None)
    ranked = counts.most_common(2)
    clear = bool(ranked) and (len(ranked) < 2 or ranked[0][1] >= _FAR * ranked[1][1])
    return Mention(found.span(), (f"{ranked[0][0]}.GOV",), found.group(), "person", anonymous=True) if clear else None


def _elsewhere(text: str, label: str, mentions: Sequence[Mention]) -> tuple[str, ...]:
    """Codes of the first one in the text that is called by the last word of the label, or stands beside it."""
    word = label.rsplit(maxsplit=1)[-1].strip(".*_").casefold()
    if len(word) < 2:
        return ()
    settled = [m for m in mentions if not m.codes[0].startswith("UNK") and m.antecedent is None]
    alone: tuple[str, ...] = ()
    for mention in settled:
        words = text[slice(*mention.span)].casefold().split()
        if word in (w.strip(",.;:()’'\"") for w in words):
            if len(words) > 1 or (mention.kind == "person" and mention.person):
                return mention.codes
            alone = alone or mention.codes
    low = text.casefold() if len(text.casefold()) == len(text) else text
    for mention in settled:
        after = text[mention.span[1] : mention.span[1] + _NEAR]
        name = _names_at_start(after)
        before = low[max(0, mention.span[0] - _NEAR) : mention.span[0]]
        if word in (w.casefold() for w in name) or _ends_with_name(before, word):
            return mention.codes
    return alone


def _names_at_start(text: str) -> list[str]:
    """The capitalised words that follow an office at once ("spokesman Ned Price told")."""
    names = []
    for word in text.split():
        bare = word.strip(",.;:()’'\"")
        if not bare[:1].isupper():
            break
        names.append(bare)
        if bare != word:
            break
    return names


def _ends_with_name(before: str, word: str) -> bool:
    """Whether an office follows the name in apposition ("Ned Price, the department's spokesman")."""
    head, comma, tail = before.rpartition(",")
    words = head.split()
    return bool(comma) and len(tail.split()) <= 3 and bool(words) and words[-1] == word
