"""Attributions without a verb of their own: "according to", "citing", adverbs, and nouns such as claim."""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.extract.attribution.cues import ReportingLexicon
from dragoman.extract.attribution.phrases import Scene, clause_head, fragments, noun_phrase, subtree_without, widened
from dragoman.model.claim import Attribution
from dragoman.model.text import Parse


def phrasal_attributions(scene: Scene, lexicon: ReportingLexicon) -> Iterator[Attribution]:
    """Attributions of one sentence by phrase, adverb and noun."""
    parse = scene.parse
    low = [form.casefold() for form in parse.forms]
    for token in range(len(parse)):
        for words in lexicon.according:
            if tuple(low[token : token + len(words)]) == words:
                found = _according(scene, token, token + len(words) - 1, " ".join(words))
                if found is not None:
                    yield found
        if low[token] in lexicon.adverbs and parse.relations[token] == "advmod":
            found = _adverb(scene, token, lexicon)
            if found is not None:
                yield found
        if parse.tags[token] in {"NN", "NNS"} and parse.lemmas[token].casefold() in lexicon.nouns:
            found = _noun(scene, token, lexicon)
            if found is not None:
                yield found


def _kind(scene: Scene, spans: tuple[tuple[int, int], ...]) -> bool:
    return any(q.outer[0] < end and start < q.outer[1] for start, end in spans for q in scene.quotes)


def _according(scene: Scene, first: int, last: int, lemma: str) -> Attribution | None:
    parse = scene.parse
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
    kind = "mixed" if _kind(scene, spans) else "indirect"
    return Attribution(parse.cover(source), parse.cover([first, last]), spans, kind, lemma=lemma)


def _stop(parse: Parse, first: int) -> int:
    """The first punctuation from ``first`` on, or the end."""
    return next((t for t in range(first, len(parse)) if parse.forms[t] in {",", ".", ";", ":", ")"}), len(parse))


def _reported_clause(parse: Parse, first: int) -> int | None:
    """The clause that "according to" comments on: the whole sentence when it stands in front, else the nearest."""
    if first <= 1:
        return next((t for t in reversed(parse.ancestors(first)) if parse.heads[t] == t), None)
    return clause_head(parse, first)


def _adverb(scene: Scene, token: int, lexicon: ReportingLexicon) -> Attribution | None:
    parse = scene.parse
    head = clause_head(parse, token)
    if head is None:
        return None
    above = parse.heads[token]
    head = above if parse.tags[above].startswith("VB") else head
    spans = fragments(parse, subtree_without(parse, head, {token}))
    if not spans:
        return None
    entry = lexicon.adverbs[parse.forms[token].casefold()]
    kind = "mixed" if _kind(scene, spans) else "indirect"
    return Attribution(
        None, parse.cover([token]), spans, kind, stance=entry.stance, lemma=parse.forms[token].casefold()
    )


def _noun(scene: Scene, token: int, lexicon: ReportingLexicon) -> Attribution | None:
    """"the ministry's claim that ...", "a promise by Baku to ..."."""
    parse = scene.parse
    entry = lexicon.nouns[parse.lemmas[token].casefold()]
    below = next((c for c in parse.dependents(token, "acl", "ccomp", "relcl") if c > token and _complement(parse, c)), None)
    owner = _owner(parse, token)
    if below is None:
        return None
    spans = fragments(parse, parse.subtree(below))
    if not spans:
        return None
    kind = "mixed" if _kind(scene, spans) else "indirect"
    source = parse.cover(noun_phrase(parse, owner, [token])) if owner is not None else None
    return Attribution(
        source, parse.cover([token]), spans, kind, stance=entry.stance, reality=entry.reality,
        lemma=parse.lemmas[token].casefold(),
    )  # fmt: skip


def _complement(parse: Parse, verb: int) -> bool:
    """Whether a clause below a noun says what the noun is ("claim that ..."), and is no relative clause."""
    if parse.dependent(verb, "mark") is not None:
        return True
    return parse.relations[verb] == "acl" and any(parse.forms[c].casefold() == "to" for c in parse.dependents(verb, "aux"))


def _owner(parse: Parse, noun: int) -> int | None:
    """Whose word the noun is: the possessive before it, "by" or "from" behind it, or the subject of a light verb."""
    possessive = parse.dependent(noun, "poss")
    if possessive is not None:
        return possessive
    for prep in parse.dependents(noun, "prep"):
        if parse.forms[prep].casefold() in {"by", "from", "among", "of"}:
            return parse.dependent(prep, "pobj")
    above = parse.heads[noun]
    if parse.relations[noun] == "dobj" and parse.tags[above].startswith("VB"):
        return parse.dependent(above, "nsubj")
    return None
