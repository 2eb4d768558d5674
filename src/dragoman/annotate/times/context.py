"""What one run over a text knows: its tokens, its publication date, and the date that was spoken of last."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from dragoman.annotate.times.calendar import NOWHERE, Days, Point, of_day
from dragoman.annotate.times.tokens import Lexicon, Tokens
from dragoman.model.world import Grain, TimeExpression

Kind = Literal["DATE", "TIME", "DURATION", "SET"]
_WINDOW = 110
"""How many characters on each side are looked at for a tense."""
_PUNCTUATION = ',.;:!?()[]“”"'


@dataclass(slots=True)
class Run:
    """One pass over a text, from its beginning to its end.

    ``last`` is the date spoken of last (carried on in narratives), ``last_token`` the token behind it, ``said_year``
    whether it was written with its year. ``dated`` is the last one that had a month, or a year that opened a sentence.
    """

    text: str
    tokens: Tokens
    lexicon: Lexicon
    published: date | None
    narrative: bool
    last: Point | None = None
    last_token: int = 0
    said_year: bool = False
    dated: Point | None = None
    rule: str = ""
    found: list[TimeExpression] = field(default_factory=list)

    def code(self, i: int) -> str:
        """Return the class of a token, or ``|`` outside the text."""
        return self.tokens.codes[i] if 0 <= i < len(self.tokens.codes) else "|"

    def word(self, i: int) -> str:
        """Return a token's words in lower case."""
        return self.text[self.tokens.starts[i] : self.tokens.ends[i]].lower()

    def before(self, i: int, length: int = 24) -> str:
        """Return the text just before a token."""
        start = self.tokens.starts[i]
        return self.text[max(0, start - length) : start]

    def behind(self, i: int, length: int = 24) -> str:
        """Return the text just behind a token."""
        end = self.tokens.ends[i]
        return self.text[end : end + length]

    def tight(self, i: int, j: int) -> bool:
        """Whether tokens ``i`` up to ``j`` stand together without spaces."""
        return all(self.tokens.ends[k] == self.tokens.starts[k + 1] for k in range(i, j - 1))

    def is_name(self, i: int) -> bool:
        """Whether token ``i`` ends a name (USA TODAY, the Daily): a capital behind a capital, and no heading."""
        capital = self.text[self.tokens.starts[i]].isupper()
        before, behind = self.before(i).split(), self.behind(i).split()
        return capital and bool(before) and before[-1][0].isupper() and not (behind and behind[0][0].isupper())

    def same_sentence(self, i: int) -> bool:
        """Whether the last date stands in the sentence of token ``i``."""
        return self.last is not None and "|" not in self.tokens.codes[max(self.last_token, i - 200) : i]

    def expression(
        self,
        i: int,
        j: int,
        kind: Kind,
        value: str,
        days: Days = NOWHERE,
        grain: Grain = "day",
        basis: str = "",
        anchor: date | None = None,
        relative: bool = False,
        rule: str | None = None,
    ) -> TimeExpression:
        """Return the expression of tokens ``i`` up to ``j`` (one past the last)."""
        span = (self.tokens.starts[i], self.tokens.ends[j - 1])
        return TimeExpression(span, kind, value, *days, grain, rule or self.rule, basis, anchor, relative)

    def speak_of(self, point: Point, j: int, said_year: bool = False, leads: bool = False) -> None:
        """Remember the date that was just spoken of; ``j`` is the token behind it."""
        if point.year is not None:
            self.last, self.last_token = point, j
            self.said_year = said_year and (point.month is not None or leads)
            if point.month is not None or self.dated is None or leads:
                self.dated = point

    def anchor(self, i: int, mention: bool) -> Point | None:
        """Return what a relative expression at token ``i`` counts from.

        In a narrative the date spoken of last. In news the publication date; with ``mention`` (the next day, two days
        later) a day spoken of before, where there is one. News without a publication date has no anchor.
        """
        if self.narrative:
            return self.last
        if self.published is None:
            return None
        if mention and self.last is not None and self.last.day is not None:
            return self.last
        return of_day(self.published)

    def is_future(self, i: int, j: int) -> bool:
        """Whether the clause around tokens ``i`` to ``j`` speaks of the future: the nearest cue before, else behind."""
        return bool(self._verdict(i, j))

    def is_past(self, i: int, j: int) -> bool:
        """Whether a word of the clause around tokens ``i`` to ``j`` says that it speaks of the past."""
        return self._verdict(i, j) is False

    def _verdict(self, i: int, j: int) -> bool | None:
        start, end = self.tokens.starts[i], self.tokens.ends[j - 1]
        verdict = self._tense(_clause(self.text[max(0, start - _WINDOW) : start], tail=True), first=False)
        if verdict is None:
            verdict = self._tense(_clause(self.text[end : end + _WINDOW], tail=False), first=True)
        return verdict

    def is_over(self, j: int) -> bool:
        """Whether the clause behind token ``j - 1`` goes on in the past: "planned for August *was called off*"."""
        end = self.tokens.ends[j - 1]
        return self._tense(_clause(self.text[end : end + _WINDOW], tail=False), first=True) is False

    def _tense(self, clause: str, first: bool) -> bool | None:
        """Whether the last cue in a clause (or the ``first``) is of the future; null without a cue."""
        known = self.lexicon
        words = clause.lower().replace("'", " '").replace("’", " '").split()
        verdict: bool | None = None
        linked = False  # whether only auxiliaries stand between here and a word of the future
        for word, following in zip(words, [*words, ""][1:], strict=True):
            bare = word.strip(_PUNCTUATION)
            if bare in known.future or f"{bare} {following.strip(_PUNCTUATION)}" in known.future:
                verdict = linked = True
            elif bare in known.past or (len(bare) > 3 and bare.endswith(known.past_endings)):
                if not linked or bare in known.said:
                    verdict = False
                linked = False
            elif bare not in known.auxiliaries:
                linked = False
            if first and verdict is not None:
                break
        return verdict


def _clause(text: str, tail: bool) -> str:
    """Return the part of ``text`` within the sentence: its end, or its beginning."""
    if tail:
        cut = max(text.rfind(mark) for mark in (". ", "\n", "? ", "! ", "; "))
        return text[cut + 1 :] if cut >= 0 else text
    cuts = [at for at in (text.find(mark) for mark in (". ", ".\n", "\n\n", "? ", "! ", "; ")) if at >= 0]
    return text[: min(cuts)] if cuts else text
