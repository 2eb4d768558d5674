"""Mends what a small statistical parser regularly gets wrong in news prose. Pure functions on ``Parse``.

Each mend is a rule about English grammar: a finite verb cannot modify the noun that is its own subject, two direct objects
side by side are one noun phrase, a headline joins its subjects with a comma.
"""

from __future__ import annotations

from dragoman.model.text import Parse, make_parse

_NOMINAL = frozenset({"NN", "NNS", "NNP", "NNPS", "PRP"})


def repair(parse: Parse) -> Parse:
    """Return the parse with the known faults mended (the same object where there were none)."""
    heads, relations = list(parse.heads), list(parse.relations)
    _finite_verb_below_its_subject(parse, heads, relations)
    _object_beside_object(parse, heads, relations)
    _headline_subjects(parse, heads, relations)
    if heads == list(parse.heads) and relations == list(parse.relations):
        return parse
    return make_parse(
        parse.span, parse.forms, parse.lemmas, parse.tags, tuple(heads), tuple(relations), parse.starts, parse.ends
    )


def _finite_verb_below_its_subject(parse: Parse, heads: list[int], relations: list[str]) -> None:
    """A noun root with a past-tense "participle" after it is the subject of a main clause."""
    root = parse.root()
    if root is None or parse.tags[root] not in _NOMINAL:
        return
    for child in parse.children[root]:
        if child > root and relations[child] in {"acl", "relcl"} and parse.tags[child] in {"VBD", "VBZ", "VBP"}:
            if any(relations[c] in {"nsubj", "nsubjpass"} for c in parse.children[child]):
                continue
            for other in parse.children[root]:
                if other != child and (relations[other] in {"punct", "advmod"} or other > child):
                    heads[other] = child
                elif other != child and other < root and relations[other] == "prep":
                    heads[other] = child
            heads[root], relations[root] = child, "nsubj"
            heads[child], relations[child] = child, "ROOT"
            return


def _object_beside_object(parse: Parse, heads: list[int], relations: list[str]) -> None:
    """Two adjacent words that are both direct objects are a modifier and its noun."""
    for token in range(len(parse) - 1):
        after = token + 1
        if relations[token] == relations[after] == "dobj" and heads[token] == heads[after]:
            heads[token], relations[token] = after, "compound"


def _headline_subjects(parse: Parse, heads: list[int], relations: list[str]) -> None:
    """In "A, B hold talks" the first name is a second subject, not an adverbial."""
    for token, relation in enumerate(relations):
        if relation not in {"npadvmod", "dep", "nmod", "appos"} or parse.tags[token] not in {"NNP", "NNPS"}:
            continue
        if token + 2 >= len(parse) or parse.forms[token + 1] != "," or token > 2:
            continue
        subject = token + 2
        if relations[subject] in {"nsubj", "nsubjpass"} and parse.tags[subject] in {"NNP", "NNPS"}:
            verb = heads[subject]
            if heads[token] not in {verb, subject}:
                continue
            heads[token], relations[token] = verb, relations[subject]
            heads[subject], relations[subject] = token, "conj"
