"""What a reporting verb ascribes, by the grammar it stands in."""

from __future__ import annotations

from msgspec import Struct

from dragoman.codebook.shapes import Reporting
from dragoman.extract.attribution.cues import ReportingLexicon, VerbCue
from dragoman.extract.attribution.phrases import (
    antecedent,
    by_agent,
    has_to,
    noun_phrase,
    subject,
    subtree_without,
)
from dragoman.extract.attribution.sources import speaking_verb_above
from dragoman.model.text import Parse

_FENCES = frozenset({",", "—", "–", "--"})
_ACCUSES = frozenset({"of", "with", "for", "over"})


class Content(Struct, frozen=True):
    """What a cue ascribes, before it becomes a record."""

    tokens: tuple[int, ...]
    entry: Reporting
    addressee: int | None = None
    clausal: bool = True


def active_content(parse: Parse, cue: VerbCue, lexicon: ReportingLexicon) -> Content | None:
    """What an active verb ascribes, by the first pattern of its meanings that the grammar satisfies."""
    for reader in (_accusation, _relayed, _clause, _infinitive, _as, _behind_preposition, _around, _object):
        content = reader(parse, cue)
        if content is not None:
            tokens = _without_continuations(parse, content.tokens, cue, lexicon)
            return Content(tokens, content.entry, content.addressee, content.clausal)
    return None


def _accusation(parse: Parse, cue: VerbCue) -> Content | None:
    entry = cue.entry("accuse", "blame")
    if entry is None:
        return None
    target = parse.dependent(cue.token, "dobj")
    if target is None:
        return None
    for prep in parse.dependents(cue.token, "prep"):
        word = parse.forms[prep].casefold()
        if prep > target and word in (_ACCUSES if "accuse" in entry.patterns else {"for", "on", "over"}):
            below = parse.dependent(prep, "pcomp") is not None
            tokens = (*parse.subtree(target), *parse.subtree(prep))
            blamed = parse.dependent(prep, "pobj") if word == "on" else target
            return Content(tuple(sorted(tokens)), entry, blamed, below or "accuse" in entry.patterns)
    inner = next((p for p in parse.dependents(target, "prep") if parse.forms[p].casefold() in _ACCUSES), None)
    if "accuse" in entry.patterns and inner is not None:
        return Content(tuple(parse.subtree(target)), entry, target, True)
    if cue.lemma in {"accuse", "blame"}:
        return Content(tuple(parse.subtree(target)), entry, target, False)
    return None


def _relayed(parse: Parse, cue: VerbCue) -> Content | None:
    """"quoted the minister as saying": the words belong to the object."""
    entry = cue.entry("quote-as")
    if entry is None:
        return None
    for prep in parse.dependents(cue.token, "prep"):
        said = parse.dependent(prep, "pcomp")
        if said is not None:
            tokens = [t for t in parse.subtree(said) if t > said]
            return Content(tuple(tokens), entry) if tokens else None
    return None


def _clause(parse: Parse, cue: VerbCue) -> Content | None:
    for below in sorted(parse.dependents(cue.token, "ccomp"), key=lambda token: (token < cue.token, token)):
        infinitive = parse.tags[below] in {"VB", "VBG"} and has_to(parse, below)
        if infinitive:
            entry = cue.entry("object-infinitive", "infinitive", "clause")
            target = parse.dependent(below, "nsubj", "nsubjpass")
        else:
            entry, target = cue.entry("clause", "clause-to"), parse.dependent(cue.token, "dobj", "dative")
            if entry is None:
                entry = cue.entry("gerund", "object", "as")
        if entry is not None:
            tokens = set(parse.subtree(below))
            return Content(tuple(sorted(tokens)), entry, target, True)
    return None


def _infinitive(parse: Parse, cue: VerbCue) -> Content | None:
    below = parse.dependent(cue.token, "xcomp")
    if below is None:
        return None
    target = parse.dependent(cue.token, "dobj", "dative")
    if target is None and cue.particle is not None:
        target = parse.dependent(cue.particle, "pobj")
    if has_to(parse, below):
        entry = cue.entry("object-infinitive") if target is not None else cue.entry("infinitive", "object-infinitive")
        tokens = parse.subtree(below)
        if entry is not None and target is not None:
            tokens = [*parse.subtree(target), *tokens]
        return Content(tuple(sorted(set(tokens))), entry, target) if entry is not None else None
    entry = cue.entry("gerund") if parse.tags[below] == "VBG" else cue.entry("object", "clause")
    return Content(tuple(parse.subtree(below)), entry, None, parse.tags[below].startswith("VB")) if entry is not None else None


def _as(parse: Parse, cue: VerbCue) -> Content | None:
    entry, target = cue.entry("as"), parse.dependent(cue.token, "dobj")
    if entry is None or target is None:
        return None
    for prep in parse.dependents(cue.token, "prep"):
        if parse.forms[prep].casefold() == "as" and prep > target:
            return Content(tuple(sorted({*parse.subtree(target), *parse.subtree(prep)})), entry, None, False)
    return None


def _behind_preposition(parse: Parse, cue: VerbCue) -> Content | None:
    entry = cue.entry("object")
    if cue.particle is None or entry is None:
        return None
    below = parse.dependent(cue.particle, "pobj", "pcomp")
    if below is None:
        below = parse.dependent(cue.token, "dobj") if parse.relations[cue.particle] == "prt" else None
    if below is None:
        return None
    return Content(tuple(parse.subtree(below)), entry, None, parse.relations[below] == "pcomp")


def _around(parse: Parse, cue: VerbCue) -> Content | None:
    """"X, he said, is Y": the reporting clause stands between commas, or behind one, and reports what is around it."""
    entry, own = cue.entry("clause"), subject(parse, cue.token)
    if entry is None or own is None:
        return None
    first = min(cue.token, *parse.subtree(own))
    if first == 0 or parse.forms[first - 1] not in _FENCES:
        return None
    last = next((t for t in range(max(cue.token, own) + 1, len(parse)) if parse.forms[t] in {*_FENCES, ".", ";"}), None)
    if last is None or last - max(cue.token, own) > 8 or has_complement(parse, cue.token):
        return None
    before, after = list(range(first - 1)), list(range(last + 1, len(parse)))
    if after and (parse.tags[after[0]] in {"VBG", "CC"} or parse.forms[after[0]].casefold() == "while"):
        after = []
    if parse.relations[cue.token] != "parataxis" and not _has_clause(parse, before):
        return None
    return Content((*before, *after), entry) if before else None


def has_complement(parse: Parse, verb: int, told: bool = False) -> bool:
    """Whether the verb has a clause or an object (unless it is who is ``told``) of its own on its right."""
    relations = {"ccomp", "xcomp"} if told else {"ccomp", "xcomp", "dobj"}
    return any(c > verb + 1 and parse.relations[c] in relations for c in parse.children[verb])


def _has_clause(parse: Parse, tokens: list[int]) -> bool:
    return any(parse.tags[t] in {"VBD", "VBZ", "VBP", "MD"} for t in tokens)


def _object(parse: Parse, cue: VerbCue) -> Content | None:
    entry = cue.entry("object")
    target = parse.dependent(cue.token, "dobj")
    if entry is None or target is None:
        return _antecedent_content(parse, cue)
    if target < cue.token and parse.tags[target] not in {"WDT", "WP"}:
        return None
    if parse.tags[target] in {"WDT", "WP"} or parse.forms[target].casefold() == "that":
        noun = antecedent(parse, target)
        if noun is not None:
            return Content(tuple(noun_phrase(parse, noun, [cue.token])), entry, None, False)
    tokens = set(subtree_without(parse, target, _comments(parse, target)))
    for child in parse.children[cue.token]:
        small = parse.relations[child] in {"oprd", "acomp"}
        reason = parse.relations[child] == "prep" and parse.forms[child].casefold() in {"for", "as"}
        if child > target and (small or reason):
            tokens |= set(parse.subtree(child))
    return Content(tuple(sorted(tokens)), entry, None, False)


def _comments(parse: Parse, noun: int) -> set[int]:
    """Relative clauses behind a comma: what the writer adds about the noun."""
    return {c for c in parse.dependents(noun, "relcl") if any(parse.forms[t] == "," for t in range(noun, c))}


def _antecedent_content(parse: Parse, cue: VerbCue) -> Content | None:
    """"a charge S denied": the object of the cue is the noun before it."""
    entry = cue.entry("object")
    if entry is None or parse.relations[cue.token] != "relcl" or subject(parse, cue.token) is None:
        return None
    own = subject(parse, cue.token)
    if own is None or parse.tags[own] in {"WDT", "WP"} or parse.forms[own].casefold() == "that":
        return None
    noun = parse.heads[cue.token]
    return Content(tuple(noun_phrase(parse, noun, [cue.token])), entry, None, False)


def passive_content(parse: Parse, cue: VerbCue) -> Content | None:
    """What a passive verb ascribes: "was accused of", "is said to", "it was reported that", "was condemned by"."""
    verb = cue.token
    own = subject(parse, verb)
    relayed = _relayed(parse, cue)
    if relayed is not None:
        return relayed
    accused = cue.entry("accuse", "blame")
    if accused is not None and own is not None:
        for prep in parse.dependents(verb, "prep"):
            if parse.forms[prep].casefold() in _ACCUSES:
                return Content(tuple(sorted({*parse.subtree(own), *parse.subtree(prep)})), accused, own, True)
    below = parse.dependent(verb, "ccomp", "xcomp")
    if below is not None and parse.tags[below] != "VBN" or below is not None and parse.dependent(below, "nsubj") is not None:
        entry = cue.entry("clause", "object-infinitive", "infinitive", "object")
        if entry is None:
            return None
        tokens = set(parse.subtree(below))
        told = cue.entry("clause-to") is not None
        if own is not None and not told and parse.forms[own].casefold() != "it" and parse.relations[below] == "xcomp":
            tokens |= set(parse.subtree(own))
        return Content(tuple(sorted(tokens)), entry, own if told else None, True)
    entry = cue.entry("object")
    if entry is not None and by_agent(parse, verb) is not None:
        if own is None and parse.relations[verb] == "acl":
            noun = parse.heads[verb]
            return Content(tuple(noun_phrase(parse, noun, [verb])), entry, None, False)
        if own is not None:
            return Content(tuple(parse.subtree(own)), entry, None, False)
    return None


def _without_continuations(
    parse: Parse, tokens: tuple[int, ...], cue: VerbCue, lexicon: ReportingLexicon
) -> tuple[int, ...]:
    """Take out participles that carry the same speaker on (", adding that ..."), and "according to" phrases."""
    barred: set[int] = set()
    for token in tokens:
        if parse.tags[token] == "VBG" and token > cue.token and lexicon.verb(parse, token) is not None:
            if speaking_verb_above(parse, token, lexicon) == cue.token:
                barred |= set(parse.subtree(token))
        if parse.forms[token].casefold() == "according" and parse.relations[token] == "prep":
            barred |= set(parse.subtree(token))
    return tuple(t for t in tokens if t not in barred)
