"""Marks what in a document is title, standfirst, dateline, heading or caption, and what is no part of the report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dragoman.clean.lines import credit_at_end, is_bare_link, kind_of
from dragoman.clean.repeats import repeats
from dragoman.clean.units import Unit, units
from dragoman.codebook.shapes_furniture import Furniture
from dragoman.model.text import STRUCTURAL, Mark, MarkKind, overlaps

_TITLE_WORDS = 30
_STANDFIRST_WORDS = 60
_HEADING_WORDS = 10
_FRAGMENT_WORDS = 4
_DATELINE_REACH = 90
_DASH = re.compile(r"\s?[—–]\s?|\s--?\s|--")
_WORD = re.compile(r"[^\W_]+")
_COUNTRY_WORDS = 3
"""Words of the longest country behind a place in a dateline ("Papua New Guinea")."""
_BULLETS = ("-", "*", "•", "·", "–", "—", "●", "▪", "o ")

Kinds = list[MarkKind | None]


def mark(text: str, words: Furniture, title: str | None = None, known: tuple[Mark, ...] = ()) -> tuple[Mark, ...]:
    """Label the stretches of a document that are not plain body; nothing is cut.

    Structural marks (title, standfirst, dateline, heading, caption) are coded like the body. Set-aside marks
    (related-link, navigation, credit, byline, repeat, advertisement) are not, so they need a clear sign: a known line
    or opener, a name alone on its line, the same paragraph elsewhere.

    Args:
        text: the document's text.
        words: the furniture lines of its language, with those of its outlet.
        title: the headline where it is known from elsewhere.
        known: marks that the page itself gives; they are kept.

    Returns:
        Marks in order of the text, none overlapping another, without white space at their ends.
    """
    found = units(text)
    if not found:
        return ()
    kinds: Kinds = [kind_of(unit, words) for unit in found]
    for i, unit in enumerate(found):
        for given in known:
            if given.span == unit.span:
                kinds[i] = given.kind
    _mark_title(found, kinds, words, title)
    _mark_captions(found, kinds, words)
    _mark_links(found, kinds, words)
    _mark_standfirst(found, kinds, words)
    _mark_headings(found, kinds)
    _mark_fragments(found, kinds)
    for i in repeats(found, list(kinds), frozenset(words.fillers)):
        kinds[i] = "repeat"
    marks = list(_spans(found, kinds, words))
    marks += [given for given in known if not any(overlaps(given.span, own.span) for own in marks)]
    return tuple(sorted(marks, key=lambda one: one.span))


def _spans(found: list[Unit], kinds: Kinds, words: Furniture) -> Iterator[Mark]:
    opened = _opened(found, kinds, words)
    for i, unit in enumerate(found):
        kind, (start, end) = kinds[i], unit.span
        credit = credit_at_end(unit, words) if kind is None or kind == "caption" else None
        if credit is not None:
            yield Mark("credit", credit[0])
            end = start + len(unit.text[: credit[0][0] - start].rstrip())
        if kind is not None and end > start:
            yield Mark(kind, (start, end))
        elif i == opened:
            yield Mark("dateline", (start, start + _dateline(unit, words)))


def _opened(found: list[Unit], kinds: Kinds, words: Furniture) -> int:
    """The paragraph that begins with a dateline: the first of the body, or the one behind a list of what is new; else -1."""
    for i, unit in enumerate(found):
        if kinds[i] is not None:
            continue
        if _dateline(unit, words):
            return i
        if not unit.text.startswith(_BULLETS):
            break
    return -1


def _mark_title(found: list[Unit], kinds: Kinds, words: Furniture, title: str | None) -> None:
    """Mark as title the line that the user or the page gave, or the first line if it does not end like a sentence."""
    if title is not None:
        wanted = _bag(title)
        for i in range(min(5, len(found))):
            if wanted and not found[i].long and _bag(found[i].text) == wanted:
                kinds[i] = "title"
                return
        return
    first = next((i for i, kind in enumerate(kinds[:6]) if kind is None), None)
    if first is None or first + 1 >= len(found):
        return
    unit, body = found[first], any(later.full_stop for later in found[first + 1 :])
    if not body or unit.full_stop or len(unit.words) > _TITLE_WORDS or unit.text.endswith((":", ",", ";")):
        return
    if _dateline(unit, words) or credit_at_end(unit, words) is not None:
        return
    following = next((j for j in range(first + 1, len(found)) if kinds[j] is None), None)
    longer = following is not None and len(found[following].text) > len(unit.text)
    if (unit.gap or longer) and unit.words and not unit.text.startswith(_BULLETS):
        kinds[first] = "title"


def _bag(text: str) -> list[str]:
    return _WORD.findall(text[:1_000].casefold())


def _mark_captions(found: list[Unit], kinds: Kinds, words: Furniture) -> None:
    """Mark as caption what stands right above a credit or ends with a picture's credit, while body follows."""
    last = max((i for i, kind in enumerate(kinds) if kind is None), default=-1)
    for i, unit in enumerate(found):
        if kinds[i] is not None or i >= last:
            continue
        if i + 1 < len(found) and kinds[i + 1] == "credit" and not unit.gap and len(unit.words) <= _STANDFIRST_WORDS:
            kinds[i] = "caption"
        credit = credit_at_end(unit, words)
        if credit is not None and credit[1] and len(unit.words) <= _STANDFIRST_WORDS:
            kinds[i] = "caption"


def _mark_links(found: list[Unit], kinds: Kinds, words: Furniture) -> None:
    """Let a bare "Read more" take the headline under it along; at the end of the text, all that are under it."""
    last = max((i for i, unit in enumerate(found) if kinds[i] is None and unit.full_stop), default=-1)
    for i, unit in enumerate(found):
        if kinds[i] != "related-link" or not is_bare_link(unit, words):
            continue
        for j in range(i + 1, len(found)):
            headline = kinds[j] is None and not found[j].full_stop and 3 <= len(found[j].words) <= 20
            if not headline or (j < last and (j > i + 1 or unit.gap)):
                break
            kinds[j] = "related-link"


def _mark_standfirst(found: list[Unit], kinds: Kinds, words: Furniture) -> None:
    """Mark the paragraph under the title that stands apart from the body, or that the body says over again."""
    if "title" not in kinds:
        return
    at = next((i for i in range(kinds.index("title") + 1, len(found)) if kinds[i] not in _HEAD), None)
    if at is None or kinds[at] is not None or len(found[at].words) > _STANDFIRST_WORDS or found[at].long:
        return
    unit, after = found[at], [i for i in range(at + 1, len(found)) if kinds[i] is None]
    if unit.text.endswith((":", ",", ";")) or _dateline(unit, words) or not any(found[i].full_stop for i in after):
        return
    apart = kinds[at + 1] in {"byline", "credit", "dateline", "caption", "navigation"} or _dateline(
        found[after[0]], words
    )
    if (
        apart
        or (not unit.stopped and len(unit.words) > 3 and len(after) > 1)
        or _told_again(unit, [found[i] for i in after[:4]])
    ):
        kinds[at] = "standfirst"


_HEAD = frozenset({"byline", "credit", "navigation", "dateline", "advertisement", "related-link"})


def _told_again(unit: Unit, body: list[Unit]) -> bool:
    """Whether the paragraphs below together hold most of its long words, being more than one."""
    wanted = {word.casefold()[:6] for word in unit.words if len(word) > 3}
    said = {word.casefold()[:6] for other in body for word in other.words}
    return len(body) > 1 and len(wanted) >= 5 and len(wanted & said) >= 0.7 * len(wanted)


def _mark_headings(found: list[Unit], kinds: Kinds) -> None:
    """Mark a short line without a stop, alone, with a paragraph of the body below it."""
    seen_body = False
    for i, unit in enumerate(found[:-1]):
        if kinds[i] is not None:
            continue
        short = not unit.long and 1 <= len(unit.words) <= _HEADING_WORDS and len(unit.text) <= 90
        below = next((j for j in range(i + 1, len(found)) if kinds[j] is None), None)
        plain = not unit.full_stop and unit.text[-1] not in ":;,\"”’'" and not unit.text.startswith(_BULLETS)
        capital = unit.text[0].isupper() or unit.text[0].isdigit()
        alone = i == 0 or found[i - 1].gap or found[i - 1].stopped or kinds[i - 1] is not None
        if short and plain and capital and alone and seen_body and below is not None and found[below].full_stop:
            kinds[i] = "heading"
        seen_body = seen_body or unit.full_stop


def _mark_fragments(found: list[Unit], kinds: Kinds) -> None:
    """Mark leftovers at the very end: at most four words, each capitalised or a number, no stop."""
    if not any(kind is None and unit.full_stop for unit, kind in zip(found, kinds, strict=True)):
        return
    for i in range(len(found) - 1, 0, -1):
        unit = found[i]
        if kinds[i] is not None and kinds[i] not in STRUCTURAL:
            continue
        names = all(word[0].isupper() or word[0].isdigit() for word in unit.words)
        if kinds[i] is not None or unit.stopped or unit.long or len(unit.words) > _FRAGMENT_WORDS or not names:
            return
        kinds[i] = "navigation"


def _dateline(unit: Unit, words: Furniture) -> int:
    """Return the length of the place, day and agency before the dash that opens a report, or 0.

    "KHORVAN, 4 March (Agency) —": capitals, or an agency in brackets right before the dash. Behind a place in capitals its
    country or province may stand in small letters, with a day or without ("KHORVAN, Estland, March 4 -", "KHORVAN, Estland -").
    """
    dash = _DASH.search(unit.text, 0, _DATELINE_REACH)
    if dash is None or dash.start() < 3:
        return 0
    head = unit.text[: dash.start()]
    tokens = _WORD.findall(head)
    if not tokens or len(tokens) > 12 or not head[0].isupper():
        return 0
    agency = head.rstrip().endswith(")") and head[head.rfind("(") + 1 :].strip(" )").casefold() in words.agencies
    months = frozenset(words.months)
    outside = _WORD.findall(head.split("(")[0])
    dated = all(token.isupper() or token.isdigit() or token.casefold() in months for token in outside)
    shouted = len(tokens[0]) > 2 and tokens[0].isupper() and (dated or _placed(outside, head, months))
    return len(unit.text[: dash.end()].rstrip()) if agency or shouted else 0


def _placed(tokens: Sequence[str], head: str, months: frozenset[str]) -> bool:
    """Whether a place in capitals, its country and perhaps a day are set off by commas."""
    parts = [_WORD.findall(part) for part in head.split("(", maxsplit=1)[0].split(",")]
    if len(parts) < 2 or not all(parts) or not all(token.isupper() for token in parts[0]):
        return False
    if len(parts) == 2:
        return len(parts[1]) <= _COUNTRY_WORDS and all(token[0].isupper() and token[1:].islower() for token in parts[1])
    day = any(token.casefold() in months for token in parts[-1]) and len(parts[-1]) <= 3
    return day and all(token[0].isupper() or token.isdigit() for token in tokens) and len(tokens) <= 8
