"""Noun phrases, subjects and clauses of a parse, as token lists and spans."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from dragoman.model.text import Parse, Quoted, Span, make_parse

SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
_TITLE = 10
"""Tokens of the longest title before a name."""
_NOMINAL = frozenset(
    {"NN", "NNS", "NNP", "NNPS", "PRP", "DT", "CD", "WP", "WDT", "WP$", "PRP$", "JJ", "JJS", "EX", "$"}
)


class Scene(Struct, frozen=True):
    """One sentence with what surrounds it: the quoted stretches of its passage, outermost ones only."""

    text: str
    parse: Parse
    quotes: tuple[Quoted, ...]
    passage: Span

    def quoted(self, token: int) -> bool:
        """Whether the token stands inside a quotation (a term in scare quotes is none)."""
        at = self.parse.starts[token]
        return any(q.outer[0] <= at < q.outer[1] for q in self.quotes if not q.scare)


def widened(scene: Scene, spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """The spans, the last one drawn out to the end of a quotation that goes on in the next sentences."""
    start, end = spans[-1]
    close = next((q for q in scene.quotes if q.outer[0] < end <= q.inner[1] and start <= q.inner[0]), None)
    if close is None or close.inner[1] <= scene.parse.span[1]:
        return spans
    return (*spans[:-1], (start, close.inner[1]))


def is_word(parse: Parse, token: int) -> bool:
    """Whether the token is more than punctuation."""
    return any(char.isalnum() for char in parse.forms[token]) or parse.forms[token] in {"$", "%", "€", "£"}


def trimmed(parse: Parse, tokens: Iterable[int]) -> list[int]:
    """The tokens in order, without punctuation and conjunctions at the edges."""
    kept = sorted(tokens)
    while (
        kept
        and (not is_word(parse, kept[-1]) or parse.tags[kept[-1]] == "CC")
        and parse.forms[kept[-1]] not in {")", "]"}
    ):
        kept.pop()
    while (
        kept
        and (not is_word(parse, kept[0]) or parse.tags[kept[0]] == "CC")
        and parse.forms[kept[0]] not in {"(", "[", "#"}
    ):
        kept.pop(0)
    return kept


def fragments(parse: Parse, tokens: Iterable[int]) -> tuple[Span, ...]:
    """Spans of the tokens; only missing words part two fragments, missing punctuation does not."""
    kept = trimmed(parse, tokens)
    spans: list[Span] = []
    last = -1
    for token in kept:
        gap = any(is_word(parse, between) for between in range(last + 1, token))
        if spans and not gap:
            spans[-1] = (spans[-1][0], parse.ends[token])
        elif is_word(parse, token) or not spans:
            spans.append((parse.starts[token], parse.ends[token]))
        else:
            continue
        last = token
    return tuple(spans)


def noun_phrase(parse: Parse, head: int, without: Iterable[int] = ()) -> list[int]:
    """The noun phrase of ``head`` with its appositions and clauses, without what stands apart from it."""
    barred = set(without) | _asides(parse, head) | _openers(parse, head)
    below = set(subtree_without(parse, head, barred))
    kept = {head}
    for step in (-1, 1):
        at = head + step
        while 0 <= at < len(parse) and (at in below or (not is_word(parse, at) and at not in barred)):
            if at in below:
                kept.add(at)
            at += step
    return trimmed(parse, kept) or [head]


def with_title(parse: Parse, tokens: list[int]) -> list[int]:
    """The words of a speaker with a title of several nouns that the parser hung elsewhere ("harbour school warden Col. N. Okri")."""
    if not tokens or parse.tags[tokens[0]] != "NNP" or any(not is_word(parse, t) for t in tokens):
        return tokens
    first, titled = tokens[0], False
    while first > 0 and _in_a_title(parse, first - 1):
        first -= 1
        titled = titled or parse.tags[first] == "NN"
    while first < tokens[0] and not parse.tags[first].startswith(("NN", "JJ")):
        first += 1
    if not titled or parse.relations[first] == "pobj" or not 1 < tokens[0] - first <= _TITLE:
        return tokens
    return [*range(first, tokens[0]), *tokens]


def _in_a_title(parse: Parse, token: int) -> bool:
    """Whether the token may stand in a title: a noun, an adjective, or the point of an abbreviation."""
    if parse.forms[token] == ".":
        return token > 0 and parse.tags[token - 1] == "NNP"
    if parse.relations[token] in {"npadvmod", "pobj", "dobj", "nsubj"}:
        return False
    return parse.tags[token] in {"NN", "NNP", "NNPS", "NNS", "JJ"}


def _asides(parse: Parse, head: int) -> set[int]:
    """Participles and prepositional phrases set off by a comma behind the noun: they say when or how, not who."""
    return {
        child
        for child in parse.children[head]
        if child > head
        and parse.forms[child - 1] == ","
        and (
            parse.relations[child] in {"prep", "advcl"}
            or (parse.relations[child] == "acl" and parse.tags[child] == "VBG")
        )
    }


def _openers(parse: Parse, head: int) -> set[int]:
    """Adverbs and prepositional phrases set off by a comma before the noun: they belong to the sentence."""
    found = set()
    for child in parse.children[head]:
        if child < head and parse.relations[child] in {"advmod", "prep", "npadvmod", "mark"}:
            last = max(t for t in parse.subtree(child) if t < head)
            if "," in parse.forms[last:head]:
                found.add(child)
    return found


def subtree_without(parse: Parse, token: int, barred: set[int]) -> list[int]:
    """``token`` and all below it, leaving out barred tokens with all below those."""
    found, waiting = [], [token]
    while waiting:
        at = waiting.pop()
        if at not in barred:
            found.append(at)
            waiting.extend(parse.children[at])
    return sorted(found)


def subject(parse: Parse, verb: int) -> int | None:
    """The token that heads the verb's own subject, or none; of several the one right before the verb."""
    found = parse.dependents(verb, "nsubj", "nsubjpass", "csubj", "csubjpass")
    before = [token for token in found if token < verb]
    return before[-1] if len(before) > 1 else parse.dependent(verb, "nsubj", "nsubjpass", "csubj", "csubjpass")


def is_passive(parse: Parse, verb: int) -> bool:
    """Whether the verb is a passive participle."""
    if parse.tags[verb] != "VBN":
        return False
    if parse.dependent(verb, "auxpass", "nsubjpass") is not None:
        return True
    return parse.relations[verb] in {"acl", "advcl"} and parse.dependent(verb, "nsubj", "aux", "dobj") is None


def governing_subject(parse: Parse, verb: int) -> int | None:
    """The subject of the verb, or the one it takes over from the verbs above it, or none.

    A participle after a noun ("a letter saying") has that noun as its subject; an infinitive after one ("took to the
    air to say") has the subject of the verb above.
    """
    at = verb
    for _ in range(8):
        own = subject(parse, at)
        if own is not None:
            return own
        above, relation = parse.heads[at], parse.relations[at]
        if above == at:
            return None
        modifies = relation == "relcl" or (relation == "acl" and not has_to(parse, at))
        if modifies and not parse.tags[above].startswith("VB"):
            return above
        if relation == "xcomp" and parse.dependent(above, "dobj") is not None:
            return parse.dependent(above, "dobj")
        at = above
    return None


def has_to(parse: Parse, verb: int) -> bool:
    """Whether the verb is an infinitive with "to"."""
    return any(parse.forms[child].casefold() == "to" for child in parse.dependents(verb, "aux"))


def mended(parse: Parse) -> Parse:
    """The parse with finite verbs lifted that the parser joined to an infinitive ("said he would go and warned").

    A verb in the past or present tense cannot be coordinated with a bare infinitive; it belongs to the nearest finite
    verb above. Returns the same object where there is nothing to mend.
    """
    heads = list(parse.heads)
    _lift_clauses(parse, heads)
    for token, relation in enumerate(parse.relations):
        if relation != "conj" or parse.tags[token] not in {"VBD", "VBZ"}:
            continue
        joined = parse.tags[heads[token]]
        contrast = any(parse.forms[t].casefold() == "but" for t in range(heads[token], token))
        if joined != "VB" and not (joined == "VBN" and contrast):
            continue
        if subject(parse, token) is not None:
            continue
        above = next((t for t in parse.ancestors(token) if parse.tags[t] == parse.tags[token]), None)
        if above is not None:
            heads[token] = above
    if tuple(heads) == parse.heads:
        return parse
    return make_parse(
        parse.span, parse.forms, parse.lemmas, parse.tags, tuple(heads), parse.relations, parse.starts, parse.ends
    )


def _lift_clauses(parse: Parse, heads: list[int]) -> None:
    """Give ", that S" behind an inserted participle back to the verb above: "reported, citing X, that S"."""
    for token, relation in enumerate(parse.relations):
        above = heads[token]
        if relation != "ccomp" or parse.relations[above] != "advcl" or parse.dependent(above, "dobj") is None:
            continue
        first = min(parse.subtree(token))
        if first > above and parse.forms[first].casefold() == "that" and parse.forms[first - 1] == ",":
            heads[token] = heads[above]


def by_agent(parse: Parse, verb: int) -> int | None:
    """Who stands behind "by" in a passive, or none."""
    for child in parse.children[verb]:
        if parse.relations[child] == "agent" or (
            parse.relations[child] == "prep" and parse.forms[child].casefold() == "by"
        ):
            return parse.dependent(child, "pobj")
    return None


def antecedent(parse: Parse, token: int) -> int | None:
    """The noun that a relative pronoun stands for: the one its relative clause modifies; none for other tokens.

    Args:
        parse: the sentence.
        token: a token such as "who" or "which".
    """
    if parse.tags[token] not in {"WP", "WDT", "WP$"} and parse.forms[token].casefold() != "that":
        return None
    for above in parse.ancestors(token):
        if parse.relations[above] == "relcl":
            return parse.heads[above]
    return None


def is_nominal(parse: Parse, token: int) -> bool:
    """Whether the token can head a noun phrase."""
    return parse.tags[token] in _NOMINAL


def clause_head(parse: Parse, token: int) -> int | None:
    """The finite verb (or root) of the clause that the token stands in."""
    for above in parse.ancestors(token):
        tag = parse.tags[above]
        finite = tag in {"VBD", "VBZ", "VBP", "MD"} or parse.dependent(above, "nsubj", "nsubjpass", "expl") is not None
        if (finite and (tag.startswith("VB") or tag == "MD")) or parse.heads[above] == above:
            return above
    return None


def said_below(parse: Parse, verb: int) -> list[int]:
    """The verbs behind "as" in "quoted as saying"."""
    return [said for prep in parse.dependents(verb, "prep") for said in parse.dependents(prep, "pcomp")]
