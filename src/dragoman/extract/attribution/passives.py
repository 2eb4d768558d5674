"""What a passive reporting verb ascribes, by the grammar it stands in."""

from __future__ import annotations

from dragoman.extract.attribution.cues import VerbCue
from dragoman.extract.attribution.patterns import ACCUSES, Content, relayed
from dragoman.extract.attribution.phrases import by_agent, governing_subject, has_to, noun_phrase, subject
from dragoman.model.text import Parse


def passive_content(parse: Parse, cue: VerbCue) -> Content | None:
    """What a passive verb ascribes: "was accused of", "is said to", "it was reported that", "was condemned by"."""
    verb = cue.token
    own = subject(parse, verb)
    handed = relayed(parse, cue)
    if handed is not None:
        return handed
    meant = governing_subject(parse, verb) if own is None and parse.relations[verb] == "advcl" else own
    accused = _accused(parse, cue, meant) if meant is not None else None
    if accused is not None:
        return accused
    below = parse.dependent(verb, "ccomp", "xcomp")
    if below is not None and (has_to(parse, below) or parse.tags[below] != "VBN" or subject(parse, below) is not None):
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


def _accused(parse: Parse, cue: VerbCue, own: int) -> Content | None:
    """Read "was accused of V-ing", "was blamed on NP"."""
    entry = cue.entry("accuse", "blame")
    if entry is None:
        return None
    agent = by_agent(parse, cue.token)
    preps = [*parse.dependents(cue.token, "prep"), *(parse.dependents(agent, "prep") if agent is not None else ())]
    for prep in preps:
        word = parse.forms[prep].casefold()
        inner = parse.dependent(prep, "pcomp") is None
        if parse.heads[prep] == agent and inner:
            continue
        if word in ACCUSES or (word == "on" and "blame" in entry.patterns):
            blamed = parse.dependent(prep, "pobj") if word == "on" else own
            clausal = parse.dependent(prep, "pcomp") is not None
            return Content(tuple(sorted({*parse.subtree(own), *parse.subtree(prep)})), entry, blamed, clausal)
    return None
