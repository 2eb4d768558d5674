"""Force that is only spoken of: aimed at, practised, taught, or named in a definition."""

from __future__ import annotations

from dragoman.extract.arguments import is_verb
from dragoman.model.text import Parse

_TEACHING = frozenset(
    {"teach", "learn", "practise", "practice", "train", "rehearse", "design", "equip", "qualify", "instruct", "trainer"}
)
_SERVING = frozenset(
    {"commit", "committed", "dedicate", "devote", "assist", "advise", "work", "partner", "determine", "determined", "cooperate",
     "collaborate", "campaign", "mission", "goal", "aim", "objective", "strategy", "resolve"}
)  # fmt: skip
_LASTING = frozenset({"continue", "keep", "strive", "remain"})
_ENDING = frozenset({"eliminate", "degrade", "defeat", "annihilate", "eradicate", "exterminate", "wipe", "destroy"})
_DEFINING = frozenset({"define", "classify", "constitute", "denote"})
_PRACTICE = frozenset(
    {"exercise", "drill", "manoeuvre", "maneuver", "wargame", "simulation", "rehearsal", "range", "training", "course", "practice"}
)
_SHOOTING = frozenset({"fire", "shoot", "launch", "discharge", "detonate", "bomb", "shell", "strafe", "drop", "use"})
_IN_PRACTICE = frozenset({"in", "during", "at", "on", "before", "for", "as", "of", "after"})
_STEPS = frozenset({"conj", "xcomp", "ccomp", "pcomp", "prep", "advcl", "acl", "relcl"})


def spoken_of(parse: Parse, token: int, harmed: bool) -> bool:
    """Whether a word of force tells no act, because it is aimed at, taught, practised, or part of a definition.

    Args:
        parse: the sentence.
        token: the verb or nominal.
        harmed: whether the sentence says whom it hit; then it was no practice.
    """
    if any(parse.lemmas[a].lower() in _DEFINING for a in (token, *parse.ancestors(token))):
        return True
    if not harmed and parse.lemmas[token].lower() in _SHOOTING and _in_practice(parse, token):
        return True
    return is_verb(parse, token) and _aimed_at(parse, token)


def _in_practice(parse: Parse, token: int) -> bool:
    """“fired at targets during the drill”: an adverbial of the act's clause, or of one above it, names an exercise."""
    for at in (token, *parse.ancestors(token)):
        for prep in parse.dependents(at, "prep"):
            if parse.forms[prep].lower() in _IN_PRACTICE and any(
                parse.lemmas[h].lower() in _PRACTICE for h in parse.dependents(prep, "pobj")
            ):
                return True
        for noun in parse.dependents(at, "dobj"):
            if parse.lemmas[noun].lower() == "target" and any(
                parse.forms[c].lower() in {"mock", "dummy", "simulated"} for c in parse.children[noun]
            ):
                return True
    return False


def _aimed_at(parse: Parse, token: int) -> bool:
    """“committed to destroying the group", "taught them to attack", "continue to put pressure on and eliminate"."""
    if parse.tags[token] not in {"VB", "VBG"}:
        return False
    ending = parse.lemmas[token].lower() in _ENDING
    at = token
    while parse.relations[at] in _STEPS and parse.heads[at] != at:
        head = parse.heads[at]
        lemma = parse.lemmas[head].lower()
        below = parse.relations[at] != "conj" and (parse.relations[at] != "advcl" or parse.tags[at] == "VB")
        if below and parse.relations[at] != "prep" and _governs(parse, at, lemma, ending):
            return True
        if parse.relations[at] == "prep" and parse.forms[at].lower() in {"to", "at"} and lemma in _SERVING:
            return True
        if is_verb(parse, head) and parse.tags[head] not in {"VB", "VBG"}:
            return False
        at = head
    return False


def _governs(parse: Parse, at: int, lemma: str, ending: bool) -> bool:
    """Whether the word above only teaches the act, serves it, or goes on towards it."""
    if lemma in _TEACHING:
        return True
    infinitive = parse.tags[at] == "VB"
    return infinitive and (lemma in _SERVING or (ending and lemma in _LASTING))
