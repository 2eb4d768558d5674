"""Counter-claims in apposition: "..., a charge S denied", "..., which S denies", "X and Y exchanged ..., both deny"."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from dragoman.extract.attribution.cues import ReportingLexicon, VerbCue
from dragoman.extract.attribution.patterns import Content
from dragoman.extract.attribution.phrases import Scene, is_nominal
from dragoman.model.claim import Attribution
from dragoman.model.text import Parse, Span

_TAIL = 25
"""Characters that may follow a remark in apposition ("..., a step S welcomed on Friday") before the sentence goes on."""


def counter_claim(scene: Scene, cue: VerbCue, lexicon: ReportingLexicon) -> tuple[Content, Span, Span] | None:
    """Read ", a charge S denied" from the words, since parsers take the charge for the subject.

    Returns:
        The content, the span of S and the span of the noun that stands for what is denied; none for other grammar.
    """
    parse, verb = scene.parse, cue.token
    entry = cue.entry("object")
    if entry is None or parse.tags[min(verb + 1, len(parse) - 1)][:2] in {"NN", "DT", "IN"}:
        return None
    comma = next((t for t in range(verb - 1, max(-1, verb - 16), -1) if parse.forms[t] in {",", "—", "–"}), None)
    if comma is None or comma + 2 >= verb or parse.tags[comma + 1] not in {"DT", "PRP$", "NN", "NNS"}:
        return None
    nouns = range(comma + 1, min(comma + 5, verb))
    noun = next((t for t in nouns if parse.lemmas[t].casefold() in lexicon.speech.propositions), None)
    if noun is None or not all(parse.tags[t] in {"DT", "JJ", "PRP$", "NN", "VBN"} for t in range(comma + 1, noun)):
        return None
    first = noun + 1
    if parse.forms[first].casefold() in lexicon.speech.relative:
        first += 1
    last = verb
    while last > first and (parse.tags[last - 1] in {"RB", "MD"} or parse.relations[last - 1] in {"aux", "neg"}):
        last -= 1
    if first >= last or not any(is_nominal(parse, t) for t in range(first, last)):
        return None
    if any(parse.tags[t].startswith("VB") or parse.forms[t] == "," for t in range(first, last)):
        return None
    content = Content(tuple(range(comma + 1, noun + 1)), entry, None, False)
    return content, (parse.starts[first], parse.ends[last - 1]), (parse.starts[comma + 1], parse.ends[noun])


def without_counter_claims(found: Sequence[Attribution], text: str) -> list[Attribution]:
    """Cut counter-claims in apposition off the contents before them ("..., an allegation the Kremlin denied")."""
    counters = [one for one in found if one.source and one.cue and one.content[-1][1] <= one.source[0] and one.lemma]
    trimmed = []
    for one in found:
        start, end = one.content[-1]
        for other in counters:
            noun = other.content[0][0]
            inside = start < noun and other.cue is not None and other.cue[1] <= end
            counters_it = other.stance != "asserts" or other.reality == "negated"
            if other.cue is not None and not counters_it and end - other.cue[1] > _TAIL:
                continue  # "the minister, whose role S praised, will travel to T": what is said goes on
            if other is not one and inside and text[:noun].rstrip().endswith((",", "—", "–")) and not other.clausal:
                end = start + len(text[start:noun].rstrip(" ,—–"))
        trimmed.append(msgspec.structs.replace(one, content=(*one.content[:-1], (start, end))) if start < end else one)
    return trimmed


def clause_denied(parse: Parse, made: Attribution, cue: VerbCue, earlier: Sequence[Attribution]) -> Attribution:
    """Give ", which S denied" the words of the accusation or report that "which" stands for.

    Args:
        parse: the sentence.
        made: the attribution of the denial, with the noun before "which" as its content.
        cue: the denial.
        earlier: attributions of the same sentence that stand before it.
    """
    pronoun = parse.dependent(cue.token, "dobj", "nsubjpass")
    if pronoun is None or parse.tags[pronoun] != "WDT" or pronoun == 0 or parse.forms[pronoun - 1] != ",":
        return made
    start = parse.starts[pronoun]
    for one in reversed(earlier):
        ends = one.content[-1][1]
        if one.clausal and one.cue is not None and one.cue[1] <= start and start - 3 <= ends <= start:
            return msgspec.structs.replace(made, content=one.content, clausal=True)
    return made
