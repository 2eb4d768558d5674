"""Mends what a small statistical parser gets wrong around verbs of saying. Pure functions on ``Parse``, called by ``repair``."""

from __future__ import annotations

from dragoman.model.text import Parse

_TELLING = frozenset(
    {"say", "tell", "announce", "state", "warn", "inform", "declare", "add", "write", "report", "assure", "remind", "claim", "testify"}
)  # fmt: skip
_FRAME = frozenset({"dobj", "dative", "pobj", "prep", "npadvmod", "advmod", "pcomp", "appos"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "expl", "csubj"})
_COMPLEMENTS = frozenset({"dobj", "attr", "ccomp", "xcomp", "acomp"})
_NAMES = frozenset({"NN", "NNS", "NNP", "NNPS"})


def that_clause_of_its_verb(parse: Parse, heads: list[int], relations: list[str]) -> None:
    """In "told the court during the trial that soldiers had fired" the clause is what is told, not a clause about the trial."""
    for clause, relation in enumerate(relations):
        if relation not in {"acl", "relcl", "ccomp"} or parse.tags[heads[clause]] not in _NAMES or heads[clause] > clause:
            continue
        verb = _telling_above(parse, heads[clause])
        if verb is None or any(relations[c] == "ccomp" and c > verb for c in parse.children[verb]):
            continue
        opener = parse.subtree(clause)[0]
        own = next((c for c in parse.children[clause] if relations[c] in _SUBJECTS), None)
        if parse.forms[opener].lower() != "that" or own is None or own == opener or not _is_whole(parse, clause, opener):
            continue
        heads[clause], relations[clause] = verb, "ccomp"
        heads[opener], relations[opener] = clause, "mark"


def _telling_above(parse: Parse, noun: int) -> int | None:
    """The telling verb in whose frame a noun stands, or none."""
    at = noun
    for _ in range(6):
        if parse.relations[at] not in _FRAME:
            return None
        above = parse.heads[at]
        if parse.tags[above].startswith("VB"):
            return above if above < noun and parse.lemmas[above].lower() in _TELLING else None
        at = above
    return None


def _is_whole(parse: Parse, clause: int, opener: int) -> bool:
    """Whether the clause lacks no object that "that" could stand for."""
    if parse.heads[opener] == clause and parse.relations[opener] in {"dobj", "pobj", "attr"}:
        others = (parse.relations[c] for c in parse.children[clause] if c != opener)
        return bool(_COMPLEMENTS & set(others)) or parse.dependent(clause, "auxpass") is not None
    return parse.relations[opener] in {"mark", "det"} or parse.tags[opener] == "IN"


def subject_taken_by_a_participle(parse: Parse, heads: list[int], relations: list[str]) -> None:
    """In "In a message posted on Monday the group's leader promised ..." the noun before the verb is its subject."""
    verb = parse.root()
    if verb is None or verb == 0 or parse.tags[verb] not in {"VBD", "VBZ"}:
        return
    below = parse.children[verb]
    if any(relations[c] in _SUBJECTS or relations[c] == "auxpass" for c in below):
        return
    noun = verb - 1
    above = heads[noun]
    if parse.tags[noun] not in _NAMES or relations[noun] != "dobj" or not parse.tags[above].startswith("VB") or above > noun:
        return
    if relations[above] != "acl" or parse.tags[above] != "VBN" or parse.subtree(noun)[-1] != noun:
        return
    heads[noun], relations[noun] = verb, "nsubj"


def joined_at_an_abbreviation(parse: Parse, heads: list[int], relations: list[str]) -> None:
    """In "Rebels fled, army spokesman Capt. N. Okri said" the point ends no sentence: what stands before it is what is said."""
    roots = [t for t, head in enumerate(parse.heads) if head == t]
    if len(roots) != 2 or parse.tags[roots[1]] not in {"VBD", "VBZ"} or parse.lemmas[roots[1]].lower() not in _TELLING:
        return
    first, verb = roots
    name = parse.subtree(verb)[0]
    if name < 2 or parse.forms[name - 1] != "." or not parse.tags[name - 2].startswith("NNP") or parse.tags[name] != "NNP":
        return
    if any(relations[c] == "ccomp" for c in parse.children[verb]):
        return
    own = next((c for c in parse.children[verb] if relations[c] == "nsubj"), None)
    if parse.tags[first].startswith("VB"):
        heads[first], relations[first] = verb, "ccomp"
    elif own is not None and parse.tags[first] in _NAMES:
        for child in parse.children[first]:
            if relations[child] == "ccomp":
                heads[child] = verb
        heads[first], relations[first] = own, "compound"
