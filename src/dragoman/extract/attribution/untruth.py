"""Denials that use no verb of denying: "called the charge a lie", "said the claim was baseless", "said it was not behind it"."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.extract.attribution.cues import ReportingLexicon, VerbCue
from dragoman.extract.attribution.patterns import Content
from dragoman.extract.attribution.phrases import subject
from dragoman.model.event import Stance
from dragoman.model.text import Parse

_DISOWNED = frozenset({"part", "role", "hand", "involvement", "responsibility", "connection", "link"})


def implied_stance(
    parse: Parse, cue: VerbCue, content: Content, speaker: int | None, lexicon: ReportingLexicon
) -> Stance | None:
    """What the words make of their content beyond what the verb does, or none.

    Args:
        parse: the sentence.
        cue: the reporting verb.
        content: what it ascribes.
        speaker: the head of its source.
        lexicon: the reporting cues of the language.
    """
    tops = [t for t in content.tokens if parse.heads[t] not in content.tokens or parse.heads[t] == t]
    if content.entry.stance == "denies":
        cited = speaker is not None and _lemma(parse, speaker) in lexicon.speech.evidence
        return "doubts" if cited else None
    if content.entry.stance != "asserts":
        return None
    if content.clausal:
        untrue = any(
            _untrue(parse, top, lexicon) or _disowns(parse, top) or _nothing_such(parse, top) for top in tops
        )
        return "denies" if untrue else None
    if not any(_lemma(parse, top) in lexicon.speech.allegations for top in tops):
        return None
    scorned = cue.lemma in lexicon.speech.scorn and content.entry.act in {"ACCUSE", "REJECT"}
    return "denies" if scorned or _called_false(parse, content.tokens, lexicon) else None


def calls_untrue(parse: Parse, verb: int, lexicon: ReportingLexicon) -> bool:
    """Whether a clause denies what was said before it: "that is a lie", "it is not true", "we did nothing of the sort"."""
    return _untrue(parse, verb, lexicon) or _nothing_such(parse, verb)


def _lemma(parse: Parse, token: int) -> str:
    return parse.lemmas[token].casefold()


def _called_false(parse: Parse, tokens: Sequence[int], lexicon: ReportingLexicon) -> bool:
    words = set(lexicon.speech.falsehoods)
    return any(parse.lemmas[t].casefold() in words or parse.forms[t].casefold() in words for t in tokens)


def _untrue(parse: Parse, verb: int, lexicon: ReportingLexicon) -> bool:
    """Whether a clause says of an allegation, a report, "it" or "this" that it is false or without foundation."""
    own = subject(parse, verb)
    if own is None or parse.lemmas[verb].casefold() not in {"be", "have", "lack"}:
        return False
    about = _lemma(parse, own) in lexicon.speech.allegations
    if not about and parse.forms[own].casefold() not in {"it", "this", "that", "these", "those", "all"}:
        return False
    said = [t for child in parse.children[verb] if child > verb for t in parse.subtree(child) if t not in parse.subtree(own)]
    negated = parse.dependent(verb, "neg") is not None
    truthful = any(parse.lemmas[t].casefold() in {"true", "correct", "accurate"} for t in said)
    if negated:
        return truthful
    return len(said) <= 8 and _called_false(parse, said, lexicon)


def _disowns(parse: Parse, verb: int) -> bool:
    """Whether a speaker says of itself that it was not behind something, or had no part in it."""
    own = subject(parse, verb)
    if own is None or (parse.forms[own].casefold() not in {"it", "they", "he", "she", "we"} and not _possessed(parse, own)):
        return False
    negated = parse.dependent(verb, "neg") is not None
    if parse.lemmas[verb].casefold() == "be":
        behind = any(parse.forms[p].casefold() == "behind" for p in parse.dependents(verb, "prep"))
        involved = any(parse.lemmas[c].casefold() == "responsible" for c in parse.dependents(verb, "acomp"))
        return negated and (behind or involved)
    if negated and parse.lemmas[verb].casefold() == "involve":
        return True
    for noun in parse.dependents(verb, "dobj"):
        none = any(parse.forms[d].casefold() in {"no", "any"} for d in parse.dependents(noun, "det"))
        if _lemma(parse, noun) in _DISOWNED and (none or negated):
            return True
        if _lemma(parse, noun) == "nothing" and _lemma(parse, verb) == "have":
            return any(parse.forms[t].casefold() == "with" for t in parse.subtree(noun))
    return False


def _possessed(parse: Parse, noun: int) -> bool:
    return any(parse.tags[p] == "PRP$" for p in parse.dependents(noun, "poss"))


def _nothing_such(parse: Parse, verb: int) -> bool:
    """Whether a speaker says that it did "nothing of the sort", or "no such thing"."""
    own = subject(parse, verb)
    if own is None or parse.tags[own] != "PRP":
        return False
    words = [parse.forms[t].casefold() for t in parse.subtree(verb) if t > verb]
    return words[:3] in (["nothing", "of", "the"], ["nothing", "of", "that"]) or words[:2] == ["no", "such"]
