"""The reporting lexicon, compiled for look-up by verb, noun and adverb."""

from __future__ import annotations

from functools import cache

from msgspec import Struct

from dragoman.codebook.files import reporting_cues, speech_words
from dragoman.codebook.shapes import Reporting, ReportingFile
from dragoman.codebook.shapes_speech import Speech
from dragoman.model.text import Parse

_ENDINGS = (("s", ""), ("es", ""), ("ies", "y"), ("ed", "e"), ("ed", ""), ("ied", "y"), ("ing", ""), ("ing", "e"))
"""Endings of regular verb forms, and what the base form has instead."""
_PARTICLES = ("prt", "prep", "advmod", "dative", "agent")


class VerbCue(Struct, frozen=True):
    """A verb found in a sentence, with its meanings.

    ``particle`` is its preposition or adverb and ``noun`` the noun before that ("cast doubt on"), where it has them.
    """

    token: int
    lemma: str
    entries: tuple[Reporting, ...]
    particle: int | None = None
    noun: int | None = None

    def entry(self, *patterns: str) -> Reporting | None:
        """The first meaning of the verb that may stand in one of these patterns."""
        return next((e for pattern in patterns for e in self.entries if pattern in e.patterns), None)


class ReportingLexicon(Struct, frozen=True):
    """Reporting cues by lemma. ``phrases`` are verbs of several words, by the first, longest first."""

    verbs: dict[str, tuple[Reporting, ...]]
    phrases: dict[str, tuple[tuple[tuple[str, ...], tuple[Reporting, ...]], ...]]
    nouns: dict[str, Reporting]
    adverbs: dict[str, Reporting]
    according: frozenset[tuple[str, ...]]
    speech: Speech
    channels: dict[str, str]

    def words(self) -> frozenset[str]:
        """Every lemma that begins a cue: what a sentence must hold for an attribution to be found in it."""
        phrases = (words[0] for words in self.according)
        return frozenset((*self.verbs, *self.phrases, *self.nouns, *self.adverbs, *phrases))

    def _base(self, form: str) -> str | None:
        """The lemma of a regular form that the lemmatizer missed ("hopes" as "hop"), or none."""
        bases = [form[: -len(end)] + more for end, more in _ENDINGS if form.endswith(end)]
        return next((base for base in bases if base in self.verbs), None)

    def verb(self, parse: Parse, token: int) -> VerbCue | None:
        """The reporting verb that this token is, with its particle or preposition, or none."""
        if not parse.tags[token].startswith("VB"):
            return None
        lemma = parse.lemmas[token].casefold()
        if lemma not in self.verbs and lemma not in self.phrases:
            lemma = self._base(parse.forms[token].casefold()) or lemma
        entries = self.verbs.get(lemma, ())
        for words, meanings in self.phrases.get(lemma, ()):
            rest = _rest(parse, token, words[1:])
            if rest is not None and not self._dates(parse, token, rest[-1]):
                noun = rest[0] if len(rest) > 1 else None
                return VerbCue(token, " ".join(words), meanings, rest[-1], noun)
        if parse.dependent(token, "prt") is not None:
            return None
        return VerbCue(token, lemma, entries) if entries else None

    def _dates(self, parse: Parse, verb: int, word: int) -> bool:
        """Whether the preposition only says when ("called on Friday"), or stands behind an object of its own."""
        if parse.relations[word] != "prep" or parse.heads[word] != verb:
            return False
        noun = parse.dependent(word, "pobj")
        when = noun is not None and parse.lemmas[noun].casefold() in self.speech.days
        target = parse.dependent(verb, "dobj")
        return when or (target is not None and verb < target < word)


def _rest(parse: Parse, verb: int, words: tuple[str, ...]) -> tuple[int, ...] | None:
    """The dependents of ``verb`` that are its further words, or none."""
    found: list[int] = []
    above = [verb]
    for word in words:
        token = next(
            (
                child
                for head in above
                for child in parse.children[head]
                if child > verb and parse.forms[child].casefold() == word and child - above[-1] <= 4
            ),
            None,
        )
        if token is None or (not found and len(words) == 1 and parse.relations[token] not in _PARTICLES):
            return None
        found.append(token)
        above.append(token)
    return tuple(found)


def compile_reporting(file: ReportingFile, speech: Speech) -> ReportingLexicon:
    """Sort the reporting cues of a language into tables."""
    verbs: dict[str, list[Reporting]] = {}
    phrases: dict[tuple[str, ...], list[Reporting]] = {}
    nouns: dict[str, Reporting] = {}
    adverbs: dict[str, Reporting] = {}
    according: set[tuple[str, ...]] = set()
    for cue in file.cue:
        for lemma in cue.lemmas:
            words = tuple(lemma.split())
            if "noun" in cue.patterns:
                nouns.setdefault(lemma, cue)
            elif "adverb" in cue.patterns:
                adverbs.setdefault(lemma, cue)
            elif cue.patterns == ("according",):
                according.add(words)
            elif len(words) > 1:
                phrases.setdefault(words, []).append(cue)
            else:
                verbs.setdefault(lemma, []).append(cue)
    first: dict[str, list[tuple[tuple[str, ...], tuple[Reporting, ...]]]] = {}
    for words, cues in sorted(phrases.items(), key=lambda item: -len(item[0])):
        first.setdefault(words[0], []).append((words, tuple(cues)))
    channels = {noun: name for name, lemmas in speech.channels.items() for noun in lemmas}
    return ReportingLexicon(
        {lemma: tuple(cues) for lemma, cues in verbs.items()},
        {lemma: tuple(cues) for lemma, cues in first.items()},
        nouns,
        adverbs,
        frozenset(according),
        speech,
        channels,
    )


@cache
def reporting_lexicon(language: str = "en", folders: tuple[str, ...] = ()) -> ReportingLexicon:
    """The reporting lexicon of a language, compiled once.

    Args:
        language: the language's code.
        folders: a user's own codebook folders, laid over ours.
    """
    return compile_reporting(reporting_cues(language, folders), speech_words(language, folders))
