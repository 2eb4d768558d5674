"""What a reporting verb ascribes, by the grammar it stands in."""

from __future__ import annotations

from collections.abc import Collection

import msgspec
from msgspec import Struct

from dragoman.codebook.shapes import Reporting
from dragoman.extract.attribution.cues import ReportingLexicon, VerbCue
from dragoman.extract.attribution.phrases import (
    antecedent,
    has_to,
    noun_phrase,
    subject,
    subtree_without,
)
from dragoman.extract.attribution.sources import speaking_verb_above
from dragoman.model.text import Parse

_FENCES = frozenset({",", "—", "–", "--"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_FRAME = 25
"""Words between a verb and the colon behind which it gives what is said."""
ACCUSES = frozenset({"of", "with", "for", "over"})


class Content(Struct, frozen=True):
    """What a cue ascribes, before it becomes a record.

    ``speaker`` overrides the subject of the cue ("quoted the minister as saying"), which then goes before it into the
    chain. ``target`` are the words of the addressee where the parser took them apart.
    """

    tokens: tuple[int, ...]
    entry: Reporting
    addressee: int | None = None
    clausal: bool = True
    speaker: int | None = None
    target: tuple[int, ...] = ()


def active_content(parse: Parse, cue: VerbCue, lexicon: ReportingLexicon) -> Content | None:
    """What an active verb ascribes, by the first pattern of its meanings that the grammar satisfies."""
    content = _accusation(parse, cue) or relayed(parse, cue) or _clause(parse, cue, lexicon)
    if content is None and cue.lemma not in lexicon.speech.unquoted:
        content = _behind_colon(parse, cue, lexicon)
    for reader in (_infinitive, _figure, _as, _behind_preposition, _around, _object):
        content = content or reader(parse, cue)
    if content is None:
        return None
    tokens = _of_own_sentence(parse, content.tokens, cue.token)
    return msgspec.structs.replace(content, tokens=_without_continuations(parse, tokens, cue, lexicon))


def _of_own_sentence(parse: Parse, tokens: tuple[int, ...], verb: int) -> tuple[int, ...]:
    """What stands before "..., X said" without the sentence that a semicolon parts from it ("A fell; B held, X said")."""
    if not tokens or tokens[0] > verb:
        return tokens
    own = subject(parse, verb)
    end = verb if own is None else min(verb, own)
    begin = next((t + 1 for t in range(end - 1, tokens[0], -1) if parse.forms[t] == ";"), 0)
    kept = tuple(t for t in tokens if t >= begin)
    return kept if _has_clause(parse, [t for t in kept if t < end]) else tokens


def _accusation(parse: Parse, cue: VerbCue) -> Content | None:
    entry = cue.entry("accuse", "blame")
    if entry is None:
        return None
    target = parse.dependent(cue.token, "dobj")
    if target is None:
        return None
    if target < cue.token:
        return None
    for prep in parse.dependents(cue.token, "prep"):
        word = parse.forms[prep].casefold()
        if prep > target and word in (ACCUSES if "accuse" in entry.patterns else {"for", "on", "over"}):
            below = parse.dependent(prep, "pcomp") is not None
            tokens = (*parse.subtree(target), *parse.subtree(prep))
            blamed = parse.dependent(prep, "pobj") if word == "on" else target
            return Content(tuple(sorted(tokens)), entry, blamed, below or "accuse" in entry.patterns)
    inner = next((p for p in parse.dependents(target, "prep") if parse.forms[p].casefold() in ACCUSES), None)
    if "accuse" in entry.patterns and inner is not None:
        return Content(tuple(parse.subtree(target)), entry, target, True)
    if "accuse" in entry.patterns and (gerund := _accused_of_doing(parse, cue.token)) is not None:
        target_words = tuple(range(cue.token + 1, gerund[0] + 1))
        return Content(tuple(range(cue.token + 1, gerund[1])), entry, gerund[0], target=target_words)
    if cue.lemma in {"accuse", "blame"}:
        return Content(tuple(parse.subtree(target)), entry, target, False)
    return None


def _accused_of_doing(parse: Parse, verb: int) -> tuple[int, int] | None:
    """Read "accused NP of V-ing" from the words where the parser took it apart: the last word of NP, and the end."""
    of = next((t for t in range(verb + 2, min(verb + 16, len(parse) - 1)) if parse.forms[t].casefold() == "of"), None)
    if of is None or parse.tags[of + 1] != "VBG" or "," in parse.forms[verb + 1 : of]:
        return None
    end = next((t for t in range(of, len(parse)) if parse.forms[t] in {",", ".", ";", "—"}), len(parse))
    return of - 1, end


def relayed(parse: Parse, cue: VerbCue) -> Content | None:
    """Read "quoted the minister as saying": the words belong to the object."""
    entry = cue.entry("quote-as")
    if entry is None:
        return None
    for prep in parse.dependents(cue.token, "prep"):
        said = parse.dependent(prep, "pcomp")
        if said is not None:
            own = {t for child in parse.dependents(said, "agent", "prep") for t in parse.subtree(child)}
            tokens = [t for t in parse.subtree(said) if t > said and t not in own]
            return Content(tuple(tokens), entry, speaker=parse.dependent(cue.token, "dobj")) if tokens else None
    return None


def _behind_colon(parse: Parse, cue: VerbCue, lexicon: ReportingLexicon) -> Content | None:
    """Read "told the radio on Monday: S": without marks the rest of the sentence is what is said.

    In "read out a statement of the ministry: S" the statement's author says it.
    """
    entry = cue.entry("clause", "clause-to")
    last = min(cue.token + _FRAME, len(parse) - 1)
    colon = next((t for t in range(cue.token + 1, last) if parse.forms[t] == ":"), None)
    if entry is None or colon is None or subject(parse, cue.token) is None:
        return None
    frame, rest = range(cue.token + 1, colon), list(range(colon + 1, len(parse)))
    if any(parse.tags[t] in _FINITE or parse.forms[t] == ";" for t in frame) or not _has_clause(parse, rest):
        return None
    if not any(parse.relations[t] in {"nsubj", "nsubjpass", "expl"} for t in rest):
        return None
    read = parse.dependent(cue.token, "dobj")
    letter = read is not None and read < colon and parse.lemmas[read].casefold() in lexicon.channels
    return Content(tuple(rest), entry, speaker=_author(parse, read) if letter and read is not None else None)


def _author(parse: Parse, noun: int) -> int | None:
    """Whose a statement or letter is: "of", "by" or "from" whom."""
    owners = (parse.dependent(p, "pobj") for p in parse.dependents(noun, "prep") if parse.forms[p] in {"of", "by", "from"})
    return next((owner for owner in owners if owner is not None), None)


def _clause(parse: Parse, cue: VerbCue, lexicon: ReportingLexicon) -> Content | None:
    clauses = sorted(parse.dependents(cue.token, "ccomp"), key=lambda token: (token < cue.token, token))
    if len(clauses) > 1 and parse.forms[cue.token + 1 : cue.token + 2] == (";",):
        # "A fell, X said; B held": what stands before the source is what it says.
        clauses = sorted(clauses)
    for below in clauses or _clause_behind_channel(parse, cue, lexicon):
        if below < cue.token and (_parted(parse, below, cue.token) or _only_describes(parse, cue.token)):
            continue
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


def _parted(parse: Parse, below: int, verb: int) -> bool:
    """Whether a clause before the verb is a sentence of its own: a semicolon or colon parts them."""
    if ";" in parse.forms[below:verb]:
        return True
    return ":" in parse.forms[max(t for t in parse.subtree(below) if t < verb) + 1 : verb]


def _clause_behind_channel(parse: Parse, cue: VerbCue, lexicon: ReportingLexicon) -> list[int]:
    """Read "said in a statement that S", where the parser hangs S on the statement."""
    found = []
    for prep in parse.dependents(cue.token, "prep"):
        noun = parse.dependent(prep, "pobj")
        if noun is None or prep < cue.token or parse.lemmas[noun].casefold() not in lexicon.channels:
            continue
        for below in parse.dependents(noun, "acl", "ccomp", "relcl"):
            opens = parse.forms[min(parse.subtree(below))].casefold() == "that"
            own = subject(parse, below)
            if opens and own is not None and parse.forms[own].casefold() != "that":
                found.append(below)
    return found


def _infinitive_behind(parse: Parse, verb: int, noun: int) -> int | None:
    """The infinitive with "to" that the parser hung below the noun that is asked to do it, or beside it, or none."""
    places = [*parse.subtree(noun), *parse.dependents(verb, "advcl")]
    return next((t for t in places if t > noun and parse.tags[t] == "VB" and has_to(parse, t)), None)


def _figure(parse: Parse, cue: VerbCue) -> Content | None:
    """Read "put the toll at 12", "said three"."""
    entry, target = cue.entry("figure"), parse.dependent(cue.token, "dobj")
    if entry is not None and target is not None and target > cue.token:
        for prep in parse.dependents(cue.token, "prep"):
            number = parse.dependent(prep, "pobj") if parse.forms[prep].casefold() == "at" else None
            if number is not None and any(parse.tags[t] == "CD" for t in parse.subtree(number)):
                return Content(tuple(sorted({*parse.subtree(target), *parse.subtree(prep)})), entry, None, False)
    said = cue.entry("clause")
    number = next((c for c in parse.children[cue.token] if c > cue.token and parse.tags[c] == "CD"), None)
    if said is not None and number == cue.token + 1:
        return Content(tuple(parse.subtree(number)), said, None, False)
    return None


def _infinitive(parse: Parse, cue: VerbCue) -> Content | None:
    below = parse.dependent(cue.token, "xcomp")
    target = parse.dependent(cue.token, "dobj", "dative")
    if target is None and cue.particle is not None:
        target = parse.dependent(cue.particle, "pobj")
    if below is None and target is not None and cue.entry("object-infinitive") is not None:
        below = _infinitive_behind(parse, cue.token, target)
    if below is None:
        return None
    if has_to(parse, below):
        entry = cue.entry("object-infinitive") if target is not None else cue.entry("infinitive", "object-infinitive")
        tokens = parse.subtree(below)
        if entry is not None and target is not None:
            tokens = [*parse.subtree(target), *tokens]
        return Content(tuple(sorted(set(tokens))), entry, target) if entry is not None else None
    entry = cue.entry("gerund") if parse.tags[below] == "VBG" else cue.entry("object", "clause")
    return (
        Content(tuple(parse.subtree(below)), entry, None, parse.tags[below].startswith("VB"))
        if entry is not None
        else None
    )


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
    """Read "X, he said, is Y": a reporting clause between commas, or behind one, reports what is around it."""
    entry, own = cue.entry("clause"), subject(parse, cue.token)
    if entry is None or own is None:
        return None
    first = min(cue.token, *parse.subtree(own))
    if first == 0 or parse.forms[first - 1] not in _FENCES:
        return None
    last = next((t for t in range(max(cue.token, own) + 1, len(parse)) if parse.forms[t] in {*_FENCES, ".", ";"}), None)
    if last is None or last - max(cue.token, own) > 8 or has_complement(parse, cue.token):
        return None
    if _only_describes(parse, cue.token):
        return None
    begin = next((t + 1 for t in range(first - 1, -1, -1) if parse.forms[t] in {";", ":"}), 0)
    begin = _opened_relative(parse, begin, first - 1)
    end = next((t for t in range(last, len(parse)) if parse.forms[t] == ";"), len(parse))
    before, after = list(range(begin, first - 1)), list(range(last + 1, end))
    if after and (parse.tags[after[0]] in {"VBG", "CC"} or parse.forms[after[0]].casefold() == "while"):
        after = []
    if parse.relations[cue.token] != "parataxis" and not _has_clause(parse, before):
        return None
    if before and _relative(parse, before[-1]):
        return Content(tuple(after), entry) if _has_clause(parse, after) else None
    return Content((*before, *after), entry) if before else None


def _opened_relative(parse: Parse, begin: int, end: int) -> int:
    """Where a relative clause begins into which the source breaks at once (", who, its spokesman said, had planted it")."""
    pronoun = end - 1
    if pronoun <= begin or not _relative(parse, pronoun):
        return begin
    return pronoun - 1 if parse.tags[pronoun - 1] == "IN" else pronoun


def _relative(parse: Parse, token: int) -> bool:
    return parse.tags[token] in {"WP", "WDT", "WRB", "WP$"}


def has_complement(parse: Parse, verb: int, without: Collection[int] = ()) -> bool:
    """Whether the verb has a clause or an object of its own on its right, other than the tokens ``without``."""
    relations = {"ccomp", "xcomp", "dobj"}
    return any(c > verb and parse.relations[c] in relations and c not in without for c in parse.children[verb])


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
    """Read "a charge S denied": the object of the cue is the noun before it."""
    entry = cue.entry("object")
    if entry is None or parse.relations[cue.token] != "relcl" or subject(parse, cue.token) is None:
        return None
    own = subject(parse, cue.token)
    if own is None or parse.tags[own] in {"WDT", "WP"} or parse.forms[own].casefold() == "that":
        return None
    noun = parse.heads[cue.token]
    return Content(tuple(noun_phrase(parse, noun, [cue.token])), entry, None, False)


def _without_continuations(
    parse: Parse, tokens: tuple[int, ...], cue: VerbCue, lexicon: ReportingLexicon
) -> tuple[int, ...]:
    """Take out participles that carry the same speaker on (", adding that ..."), and "according to" phrases."""
    barred: set[int] = set()
    for token in tokens:
        goes_on = parse.tags[token] == "VBG" and token > cue.token and _tells(lexicon.verb(parse, token))
        if goes_on and speaking_verb_above(parse, token, lexicon) == cue.token:
            barred |= set(parse.subtree(token))
        if parse.relations[token] == "relcl" and _counters(parse, token, lexicon):
            barred |= set(parse.subtree(token))
        if parse.forms[token].casefold() == "according" and parse.relations[token] == "prep":
            barred |= set(parse.subtree(token))
        if token > cue.token and _contrasts(parse, token, lexicon):
            barred |= set(parse.subtree(token))
    return tuple(t for t in tokens if t not in barred)


def _counters(parse: Parse, verb: int, lexicon: ReportingLexicon) -> bool:
    """Whether a relative clause behind a comma denies what stands before it (", which Baku denied")."""
    cue = lexicon.verb(parse, verb)
    first = min(parse.subtree(verb))
    fenced = first > 0 and parse.forms[first - 1] == ","
    return (
        fenced and cue is not None and any(entry.stance == "denies" or entry.act == "REJECT" for entry in cue.entries)
    )


def _only_describes(parse: Parse, verb: int) -> bool:
    """Whether a participle tells how somebody was found ("..., two reported dead"): nobody speaks."""
    return parse.tags[verb] in {"VBD", "VBN"} and parse.dependent(verb, "acomp", "oprd") is not None


def _tells(cue: VerbCue | None) -> bool:
    """Whether the verb gives words to somebody, not only a figure ("putting the toll at 12", but "setting it ablaze")."""
    return cue is not None and any(set(entry.patterns) - {"figure"} for entry in cue.entries)


def _contrasts(parse: Parse, verb: int, lexicon: ReportingLexicon) -> bool:
    """Whether a clause sets what another says beside it (", while B said T"): it is no part of what the first says."""
    if parse.relations[verb] != "advcl" or (cue := lexicon.verb(parse, verb)) is None or cue.entry("clause") is None:
        return False
    mark, own = parse.dependent(verb, "mark"), subject(parse, verb)
    if mark is None or own is None or parse.tags[own] == "PRP" or parse.dependent(verb, "ccomp") is None:
        return False
    return parse.forms[mark].casefold() in {"while", "whereas"} and mark > 0 and parse.forms[mark - 1] in _FENCES
