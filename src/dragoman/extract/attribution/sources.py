"""Whose words a reporting verb carries: its subject, or the speaker it takes over."""

from __future__ import annotations

from dragoman.extract.attribution.cues import ReportingLexicon, VerbCue
from dragoman.extract.attribution.phrases import antecedent, by_agent, governing_subject, is_passive, subject
from dragoman.model.text import Parse

_BEFORE_VERB = frozenset({"aux", "auxpass", "neg", "advmod"})


def source_of(parse: Parse, cue: VerbCue, lexicon: ReportingLexicon) -> int | None:
    """The token that heads the source of the cue, or none."""
    verb = cue.token
    if is_passive(parse, verb):
        if cue.entry("quote-as") is not None and parse.dependent(verb, "prep") is not None:
            return subject(parse, verb)
        return by_agent(parse, verb)
    own = subject(parse, verb)
    if own is None and parse.relations[verb] == "acl" and parse.tags[verb] == "VBG":
        above = _behind_channel(parse, verb, lexicon)
        if above is not None:
            return governing_subject(parse, above)
    if (
        own is None
        and parse.tags[verb] == "VBG"
        and parse.relations[verb] in {"advcl", "xcomp", "dep", "acl", "conj", "ccomp"}
    ):
        above = speaking_verb_above(parse, verb, lexicon)
        if above is not None:
            return governing_subject(parse, above)
    found = own if own is not None else governing_subject(parse, verb)
    if found is not None and parse.forms[found].casefold() == "that" and parse.tags[found] in {"WDT", "DT", "IN"}:
        noun = antecedent(parse, found)
        found = noun if noun is not None else found
    if found is None or found == verb or parse.relations[found] == "expl":
        return None
    return found


def nobody(parse: Parse, speaker: int, lexicon: ReportingLexicon) -> bool:
    """Whether the subject says that nobody speaks ("No one has claimed responsibility")."""
    first = next((t for t in parse.subtree(speaker) if t <= speaker), speaker)
    return parse.forms[first].casefold() in lexicon.speech.absent


def speaking_verb_above(parse: Parse, verb: int, lexicon: ReportingLexicon) -> int | None:
    """For a participle after a comma ("..., adding that"), the reporting verb whose speaker goes on, or none."""
    if verb == 0 or parse.forms[verb - 1] not in {",", "and", "while", "—", "–", "also"}:
        return None
    for above in parse.ancestors(verb):
        cue = lexicon.verb(parse, above)
        if (
            cue is not None
            and above < verb
            and cue.entry("clause", "clause-to", "accuse")
            and not is_passive(parse, above)
        ):
            return above
    return None


def _behind_channel(parse: Parse, verb: int, lexicon: ReportingLexicon) -> int | None:
    """For "at a news conference announcing that", the verb at which the channel stands, or none."""
    noun = parse.heads[verb]
    prep = parse.heads[noun]
    if parse.lemmas[noun].casefold() not in lexicon.channels or parse.relations[noun] != "pobj":
        return None
    above = parse.heads[prep]
    spoken = parse.forms[prep].casefold() in lexicon.speech.prepositions
    return above if spoken and parse.tags[above].startswith("VB") else None


def is_silent(parse: Parse, cue: VerbCue, lexicon: ReportingLexicon) -> bool:
    """Whether the cue reports that nothing was said ("declined to comment", "neither confirmed nor denied")."""
    silence = lexicon.speech.silence
    if cue.lemma in {"decline", "refuse"} and parse.dependent(cue.token, "xcomp") is not None:
        below = parse.dependent(cue.token, "xcomp")
        return below is not None and parse.lemmas[below].casefold() in silence
    above = lexicon.verb(parse, parse.heads[cue.token]) if parse.relations[cue.token] == "xcomp" else None
    if above is not None and above.lemma in {"decline", "refuse"} and cue.lemma.split()[0] in silence:
        return True
    if _introduced(parse, cue, lexicon):
        return True
    around = [cue.token, parse.heads[cue.token]]
    joined = [
        cue.token,
        *parse.dependents(cue.token, "conj"),
        *([around[1]] if parse.relations[cue.token] == "conj" else []),
    ]
    forms = {parse.forms[child].casefold() for token in joined for child in parse.children[token]}
    return bool(forms & {"neither", "nor"}) and len(joined) > 1


def _introduced(parse: Parse, cue: VerbCue, lexicon: ReportingLexicon) -> bool:
    """Whether the verb only completes another cue: "quoted as saying", "said, citing"."""
    above = parse.heads[cue.token]
    if parse.relations[cue.token] == "pcomp":
        quoting = lexicon.verb(parse, parse.heads[above])
        return parse.forms[above].casefold() == "as" and quoting is not None and quoting.entry("quote-as") is not None
    if cited_source(parse, cue.token, lexicon) is None:
        return False
    verbs = (lexicon.verb(parse, token) for token in parse.ancestors(cue.token))
    return any(verb is not None and verb.entry("clause") is not None for verb in verbs)


def cited_source(parse: Parse, verb: int, lexicon: ReportingLexicon) -> int | None:
    """Whom "citing" names: its object, when that can speak ("citing police", but not "citing security concerns")."""
    cue = lexicon.verb(parse, verb)
    if cue is None or cue.entry("quote-as") is None or parse.tags[verb] != "VBG":
        return None
    noun = parse.dependent(verb, "dobj")
    if noun is None or not (
        parse.tags[noun] in {"NNP", "NNPS"} or parse.lemmas[noun].casefold() in lexicon.speech.sources
    ):
        return None
    return noun


def cue_tokens(parse: Parse, cue: VerbCue) -> list[int]:
    """The tokens of the cue: verb, particle, and the auxiliaries and negation right before the verb."""
    found = [cue.token, *(t for t in (cue.particle, cue.noun) if t is not None and t - cue.token <= 6)]
    before = cue.token - 1
    while before >= 0 and parse.heads[before] == cue.token and parse.relations[before] in _BEFORE_VERB:
        if parse.relations[before] != "advmod":
            found.append(before)
        before -= 1
    return sorted(found)
