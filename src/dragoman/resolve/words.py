"""Words of a text as the gazetteer sees them, and sentences as the phrase rules see them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from dragoman.model.text import Parse, Span

_WORD = re.compile(r"[^\W_]+|[^\w\s]|_")
_APOSTROPHES = {"’": "'", "‘": "'", "ʼ": "'", "`": "'", "‑": "-", "‐": "-", "–": "-"}
NOMINAL_TAGS = ("NN", "JJ", "CD", "POS", "HYPH")
"""Beginnings of the Penn tags of words that may stand inside a noun phrase."""


class Word(Struct, frozen=True):
    """A run of letters or digits, or one other mark. ``form`` has its apostrophes and hyphens made plain."""

    form: str
    start: int
    end: int


def words_of(text: str) -> list[Word]:
    """Cut a text into words, in linear time."""
    return [
        Word(_APOSTROPHES.get(found.group(), found.group()), found.start(), found.end())
        for found in _WORD.finditer(text)
    ]


class Row(Struct, frozen=True):
    """One sentence, by token: lower-cased forms, lemmas, Penn tags and offsets in the document's text.

    ``heads`` and ``relations`` are empty where no grammar is at hand; tags are then guessed from capitals alone.
    ``headline`` is true where nearly all words are capitalised, so that capitals say nothing.
    """

    forms: tuple[str, ...]
    lowers: tuple[str, ...]
    lemmas: tuple[str, ...]
    tags: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    heads: tuple[int, ...]
    relations: tuple[str, ...]
    headline: bool

    def __len__(self) -> int:
        return len(self.forms)

    def nominal(self, i: int) -> bool:
        """Whether token i may stand inside a noun phrase."""
        if self.forms[i].isalpha() or self.tags[i] in {"POS", "HYPH"} or self.forms[i] in {"-", "–"}:
            if self.tags[i].startswith(NOMINAL_TAGS):
                return True
            modifying = bool(self.relations) and self.relations[i] in {"amod", "compound", "nmod"}
            return (modifying and self.tags[i] in {"VBN", "VBG", "RB", "AFX"}) or self.forms[i] in {"-", "–"}
        return self.tags[i].startswith(NOMINAL_TAGS) and self.forms[i] not in {",", ".", ";", ":"}

    def name_word(self, i: int) -> bool:
        """Whether token i looks like a word of a personal name."""
        form = self.forms[i]
        if not form[:1].isupper() or not self.tags[i].startswith("NNP"):
            return False
        return form.replace("-", "").replace("'", "").replace("’", "").replace(".", "").isalpha()


def row_of(parse: Parse) -> Row:
    """The row of a parsed sentence."""
    return Row(
        parse.forms, tuple(form.lower() for form in parse.forms), tuple(lemma.lower() for lemma in parse.lemmas),
        parse.tags, parse.starts, parse.ends, parse.heads, parse.relations, _is_headline(parse.forms),
    )  # fmt: skip


def guessed_row(words: Sequence[Word], nominal: frozenset[str]) -> Row:
    """The row of words without grammar: capitals are taken for names, listed words for parts of noun phrases."""
    forms = tuple(word.form for word in words)
    tags = tuple(
        "POS" if _possessive(forms, i) else "NNP" if form[:1].isupper() else "NN" if known else "XX"
        for i, form in enumerate(forms)
        for known in (_singular(form.lower()) in nominal,)
    )
    return Row(
        forms, tuple(form.lower() for form in forms), tuple(_singular(form.lower()) for form in forms), tags,
        tuple(word.start for word in words), tuple(word.end for word in words), (), (), _is_headline(forms),
    )  # fmt: skip


def _possessive(forms: Sequence[str], i: int) -> bool:
    """Whether word i is the apostrophe or the letter of "'s"."""
    if forms[i] == "'":
        return i + 1 < len(forms) and forms[i + 1] == "s"
    return forms[i] == "s" and i > 0 and forms[i - 1] == "'"


def unparsed(text: str, parses: Sequence[Parse | None]) -> list[Span]:
    """Stretches of the text that no parse covers, cut at line ends."""
    stretches, at = [], 0
    for start, end in sorted(parse.span for parse in parses if parse is not None):
        if start > at:
            stretches.append((at, start))
        at = max(at, end)
    if at < len(text):
        stretches.append((at, len(text)))
    return [line for stretch in stretches for line in _lines(text, stretch)]


def _lines(text: str, stretch: Span) -> list[Span]:
    lines, at = [], stretch[0]
    for line in text[stretch[0] : stretch[1]].splitlines(keepends=True):
        if line.strip():
            lines.append((at, at + len(line)))
        at += len(line)
    return lines


def _singular(lower: str) -> str:
    """A crude singular, good enough to look role nouns up."""
    if lower.endswith("ies") and len(lower) > 4:
        return lower[:-3] + "y"
    if lower.endswith("s") and not lower.endswith(("ss", "us")) and len(lower) > 3:
        return lower[:-1]
    return lower


def _is_headline(forms: Sequence[str]) -> bool:
    """Whether nearly all of the longer words are capitalised (one in ten may slip through)."""
    long = [form for form in forms if len(form) > 3 and form.isalpha()]
    return len(long) >= 4 and sum(form[0].islower() for form in long) <= 0.1 * len(long)
