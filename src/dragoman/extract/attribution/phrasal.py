"""Attributions without a verb of their own: "according to", "citing", adverbs, and nouns such as claim."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from dragoman.extract.attribution.cues import ReportingLexicon
from dragoman.extract.attribution.phrases import (
    Scene,
    clause_head,
    fragments,
    has_to,
    noun_phrase,
    subtree_without,
    widened,
)
from dragoman.model.claim import Attribution
from dragoman.model.text import Parse, Span

_SOURCE_AHEAD = 4
"""Words that a headline's source has at most before the colon."""


def phrasal_attributions(scene: Scene, lexicon: ReportingLexicon) -> Iterator[Attribution]:
    """Attributions of one sentence by phrase, adverb, noun and the colon of a headline."""
    parse = scene.parse
    for token, (tag, relation) in enumerate(zip(parse.tags, parse.relations, strict=True)):
        found = (
            _according(scene, token, lexicon) if tag in {"VBG", "IN", "VBN"} else None,
            _headline(scene, token) if 0 < token <= _SOURCE_AHEAD else None,
            _adverb(scene, token, lexicon) if relation == "advmod" else None,
            _noun(scene, token, lexicon) if tag in {"NN", "NNS"} else None,
        )
        for one in found:
            if one is not None:
                yield one


def _kind(scene: Scene, spans: tuple[Span, ...]) -> Literal["mixed", "indirect"]:
    quoted = any(q.outer[0] < end and start < q.outer[1] for start, end in spans for q in scene.quotes)
    return "mixed" if quoted else "indirect"


def _according(scene: Scene, first: int, lexicon: ReportingLexicon) -> Attribution | None:
    parse = scene.parse
    opening = parse.forms[first].casefold()
    if not any(words[0] == opening for words in lexicon.according):
        return None
    longest = max(map(len, lexicon.according), default=0)
    ahead = tuple(form.casefold() for form in parse.forms[first : first + longest])
    words = next((words for words in lexicon.according if ahead[: len(words)] == words), None)
    if words is None:
        return None
    last = first + len(words) - 1
    noun = parse.dependent(last, "pobj")
    source = noun_phrase(parse, noun) if noun is not None else []
    tokens: list[int] = []
    if parse.heads[first] == first or not source:
        source = list(range(last + 1, _stop(parse, last + 1)))
        after = range(_stop(parse, last + 1), len(parse))
        tokens = list(after) if first <= 1 else list(range(first))
    else:
        head = _reported_clause(parse, first)
        phrase = set(parse.subtree(first)) | set(range(first, last + 1)) | set(source)
        tokens = [t for t in parse.subtree(head) if t not in phrase] if head is not None else []
    spans = fragments(parse, tokens)
    if not spans or not source or not any(parse.tags[t][:2] in {"NN", "PR"} for t in source):
        return None
    spans = widened(scene, spans)
    return Attribution(
        parse.cover(source), parse.cover([first, last]), spans, _kind(scene, spans), lemma=" ".join(words)
    )


def _stop(parse: Parse, first: int) -> int:
    """The first punctuation from ``first`` on, or the end."""
    return next((t for t in range(first, len(parse)) if parse.forms[t] in {",", ".", ";", ":", ")"}), len(parse))


def _reported_clause(parse: Parse, first: int) -> int | None:
    """The clause that "according to" comments on: the whole sentence when it stands in front, else the nearest."""
    if first <= 1:
        return next((t for t in reversed(parse.ancestors(first)) if parse.heads[t] == t), None)
    return clause_head(parse, first)


def _headline(scene: Scene, colon: int) -> Attribution | None:
    """Read "Baku: Two Soldiers Wounded at Border": a headline that names its source before a colon."""
    parse = scene.parse
    if parse.forms[colon] not in {":", "--"} or parse.span != scene.passage:
        return None
    if colon + 1 >= len(parse) or not all(parse.tags[t] in {"NNP", "NNPS", "POS"} for t in range(colon)):
        return None
    rest = range(colon + 1, len(parse))
    finite = any(parse.tags[t] in {"VBZ", "VBP", "VBD", "MD"} for t in rest)
    says = finite and any(parse.relations[t] == "nsubj" for t in rest)
    spans = fragments(parse, rest)
    if not says or not spans or parse.forms[colon + 1][0].islower():
        return None
    return Attribution(parse.cover(list(range(colon))), parse.cover([colon]), spans, _kind(scene, spans), lemma=":")


def _adverb(scene: Scene, token: int, lexicon: ReportingLexicon) -> Attribution | None:
    parse = scene.parse
    if parse.forms[token].casefold() not in lexicon.adverbs:
        return None
    head = clause_head(parse, token)
    if head is None:
        return None
    above = parse.heads[token]
    head = above if parse.tags[above].startswith("VB") else head
    spans = fragments(parse, subtree_without(parse, head, {token}))
    if not spans:
        return None
    entry = lexicon.adverbs[parse.forms[token].casefold()]
    return Attribution(
        None, parse.cover([token]), spans, _kind(scene, spans), stance=entry.stance, lemma=parse.forms[token].casefold()
    )


def _noun(scene: Scene, token: int, lexicon: ReportingLexicon) -> Attribution | None:
    """Read "the ministry's claim that ...", "a promise by Baku to ..."."""
    parse = scene.parse
    entry = lexicon.nouns.get(parse.lemmas[token].casefold())
    if entry is None:
        return None
    clauses = parse.dependents(token, "acl", "ccomp", "relcl")
    above = parse.heads[token]
    if parse.relations[token] == "nsubj" and parse.lemmas[above] == "be":
        clauses = (*clauses, *parse.dependents(above, "ccomp"))
    below = next((c for c in clauses if c > token and _complement(parse, c)), None)
    owner = _owner(parse, token, lexicon)
    if below is None or _is_channel(parse, token, lexicon):
        return None
    spans = fragments(parse, parse.subtree(below))
    if not spans:
        return None
    source = parse.cover(noun_phrase(parse, owner, [token])) if owner is not None else None
    return Attribution(
        source, parse.cover([token]), spans, _kind(scene, spans), stance=entry.stance, reality=entry.reality,
        lemma=parse.lemmas[token].casefold(),
    )  # fmt: skip


def _is_channel(parse: Parse, noun: int, lexicon: ReportingLexicon) -> bool:
    """Whether the noun only says how a verb's words were given: "said in a statement that"."""
    if parse.relations[noun] != "pobj":
        return False
    above = lexicon.verb(parse, parse.heads[parse.heads[noun]])
    return above is not None and above.entry("clause", "clause-to") is not None


def _complement(parse: Parse, verb: int) -> bool:
    """Whether a clause below a noun says what the noun is ("claim that ..."), and is no relative clause."""
    if parse.dependent(verb, "mark") is not None:
        return True
    return parse.relations[verb] == "acl" and has_to(parse, verb)


def _owner(parse: Parse, noun: int, lexicon: ReportingLexicon) -> int | None:
    """Whose word the noun is: the possessive before it, "by" or "from" behind it, or the subject of a light verb."""
    possessive = parse.dependent(noun, "poss")
    if possessive is not None:
        return possessive
    for prep in parse.dependents(noun, "prep"):
        if parse.forms[prep].casefold() in {"by", "from", "among", "of"}:
            return parse.dependent(prep, "pobj")
    named = [t for t in parse.dependents(noun, "amod", "compound") if parse.forms[t][0].isupper()]
    if named:
        return named[-1]
    above = parse.heads[noun]
    if parse.relations[noun] == "dobj" and parse.lemmas[above].casefold() in lexicon.speech.light:
        return parse.dependent(above, "nsubj")
    return None
