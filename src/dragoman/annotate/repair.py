"""Mends what a small statistical parser regularly gets wrong in news prose. Pure functions on ``Parse``.

Each mend is a rule about English grammar: a finite verb cannot modify the noun that is its own subject, two direct objects
side by side are one noun phrase, a headline joins its subjects with a comma, a finite clause needs a subject.
"""

from __future__ import annotations

from dragoman.annotate.repair_speech import joined_at_an_abbreviation, subject_taken_by_a_participle, that_clause_of_its_verb
from dragoman.model.text import Parse, make_parse

_BEFORE_GERUND = frozenset({"deny", "admit", "acknowledge", "stop", "begin", "continue", "avoid", "risk", "consider", "resume"})
_DONE_TO_SOMEBODY = frozenset(
    {"kill", "wound", "injure", "shoot", "arrest", "detain", "abduct", "kidnap", "free", "jail", "behead", "deport", "expel",
     "evacuate", "assassinate", "oust", "remand", "convict", "sentence", "rescue", "imprison", "hospitalise", "hospitalize",
     "rob", "displace", "murder", "massacre", "acquit", "indict", "overthrow", "topple"}
)  # fmt: skip
"""Verbs that always have somebody as their object: without one, their subject is the one it was done to."""
_CHARGING = frozenset(
    {"accuse", "suspect", "convict", "acquit", "blame", "criticise", "criticize", "condemn", "charge", "guilty", "ban", "bar",
     "stop", "prevent", "deter", "denounce", "clear"}
)  # fmt: skip
"""Words behind which "of" or "for" says what somebody did."""
_NOMINAL = frozenset({"NN", "NNS", "NNP", "NNPS", "PRP"})


def repair(parse: Parse) -> Parse:
    """Return the parse with the known faults mended (the same object where there were none)."""
    parse = _passives_without_be(_present_of_lay(_verbs_taken_for_nouns(parse)))
    heads, relations = list(parse.heads), list(parse.relations)
    _finite_verb_below_its_subject(parse, heads, relations)
    _object_beside_object(parse, heads, relations)
    _headline_subjects(parse, heads, relations)
    _gerund_before_its_object(parse, heads, relations)
    _gerund_of_a_charge(parse, heads, relations)
    _clause_taken_for_a_participle(parse, heads, relations)
    _object_before_its_verb(parse, heads, relations)
    _subject_taken_into_its_adverbial(parse, heads, relations)
    _subject_behind_its_conjunction(parse, heads, relations)
    joined_at_an_abbreviation(parse, heads, relations)
    that_clause_of_its_verb(parse, heads, relations)
    subject_taken_by_a_participle(parse, heads, relations)
    if heads == list(parse.heads) and relations == list(parse.relations):
        return parse
    return make_parse(
        parse.span, parse.forms, parse.lemmas, parse.tags, tuple(heads), tuple(relations), parse.starts, parse.ends
    )


def _present_of_lay(parse: Parse) -> Parse:
    """With an object "lay" is the bare or present form of *lay*, never the past of *lie*: "that all groups lay down their arms"."""
    wrong = [
        t for t, form in enumerate(parse.forms)
        if form.lower() == "lay" and parse.tags[t] == "VBD" and parse.dependent(t, "dobj") is not None
    ]  # fmt: skip
    if not wrong:
        return parse
    tags = tuple("VBP" if t in wrong else tag for t, tag in enumerate(parse.tags))
    lemmas = tuple("lay" if t in wrong else lemma for t, lemma in enumerate(parse.lemmas))
    return make_parse(
        parse.span, parse.forms, lemmas, tags, parse.heads, parse.relations, parse.starts, parse.ends
    )


def _passives_without_be(parse: Parse) -> Parse:
    """A headline leaves out *be*: "Two guards shot dead in raid", "Priest freed"; so does a second participle ("and remanded").

    Verbs that nobody does without doing it to somebody are passive where they have no object.
    """
    tags, relations = list(parse.tags), list(parse.relations)
    for verb, lemma in enumerate(parse.lemmas):
        if lemma.lower() not in _DONE_TO_SOMEBODY or tags[verb] not in {"VBD", "VBN"} or _has_object(parse, verb):
            continue
        subjects = parse.dependents(verb, "nsubj")
        if relations[verb] == "ROOT" and len(subjects) == 1 and tags[subjects[0]] in _NOMINAL | {"CD"}:
            tags[verb], relations[subjects[0]] = "VBN", "nsubjpass"
        elif relations[verb] == "conj" and not subjects and parse.dependent(parse.heads[verb], "auxpass") is not None:
            tags[verb] = "VBN"
    if tags == list(parse.tags) and relations == list(parse.relations):
        return parse
    return make_parse(
        parse.span, parse.forms, parse.lemmas, tuple(tags), parse.heads, tuple(relations), parse.starts, parse.ends
    )


def _has_object(parse: Parse, verb: int) -> bool:
    """Whether the verb has an auxiliary or an object, its own or one that it shares with a verb beside it.

    To shoot without an object is to fire; only "shot dead" has somebody shot.
    """
    if parse.lemmas[verb].lower() == "shoot" and not any(parse.forms[c].lower() == "dead" for c in parse.children[verb]):
        return True
    joined = [verb, *(c for c in parse.dependents(verb, "conj") if parse.tags[c] in {"VBD", "VBN"})]
    return parse.dependent(verb, "aux", "auxpass", "nsubjpass", "expl") is not None or any(
        parse.dependent(v, "dobj", "ccomp", "xcomp", "dative") is not None for v in joined
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
                if other == child:
                    continue
                if relations[other] in {"punct", "advmod"} or other > child or (other < root and relations[other] == "prep"):
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


def _gerund_before_its_object(parse: Parse, heads: list[int], relations: list[str]) -> None:
    """In "denied killing civilians" the gerund is what is denied, and the noun its object, not a noun it describes."""
    for token, relation in enumerate(relations):
        noun = heads[token]
        if relation != "amod" or parse.tags[token] != "VBG" or noun != token + 1 or relations[noun] != "dobj":
            continue
        verb = heads[noun]
        if verb == token - 1 and parse.lemmas[verb] in _BEFORE_GERUND:
            heads[token], relations[token] = verb, "xcomp"
            heads[noun], relations[noun] = token, "dobj"


def _gerund_of_a_charge(parse: Parse, heads: list[int], relations: list[str]) -> None:
    """In "accused them of killing civilians" the gerund is the charge, and the noun its object."""
    for token, relation in enumerate(relations):
        prep, noun = token - 1, heads[token]
        if relation != "amod" or parse.tags[token] != "VBG" or relations[noun] != "pobj" or heads[noun] != prep or noun < token:
            continue
        if parse.lemmas[heads[prep]].lower() in _CHARGING and parse.forms[prep].lower() in {"of", "for", "from", "with"}:
            heads[token], relations[token] = prep, "pcomp"
            heads[noun], relations[noun] = token, "dobj"


def _clause_taken_for_a_participle(parse: Parse, heads: list[int], relations: list[str]) -> None:
    """In "A drone strike killed two people, doctors said" the strike killed; a participle behind a noun has no object."""
    for verb, relation in enumerate(relations):
        noun = heads[verb]
        if relation != "acl" or parse.tags[verb] not in {"VBN", "VBD"} or relations[noun] not in {"nsubj", "nsubjpass"}:
            continue
        saying = heads[noun]
        own = [c for c in parse.children[saying] if relations[c] == "nsubj" and verb < c < saying]
        if len(own) == 1 and any(relations[c] == "dobj" and c > verb for c in parse.children[verb]):
            heads[verb], relations[verb] = saying, "ccomp"
            heads[noun], relations[noun] = verb, "nsubj"


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


def _object_before_its_verb(parse: Parse, heads: list[int], relations: list[str]) -> None:
    """In "said 11 civilians, four of them children, had been hurt" the object is the subject of the clause behind it."""
    for clause, relation in enumerate(relations):
        verb = heads[clause]
        if relation != "ccomp" or verb >= clause or not _is_finite(parse, clause):
            continue
        below = parse.children[clause]
        if any(relations[c] in {"nsubj", "nsubjpass", "expl", "csubj"} or parse.tags[c][:1] == "W" for c in below):
            continue
        between = [t for t in parse.children[verb] if relations[t] == "dobj" and verb < t < clause]
        if len(between) != 1 or parse.tags[between[0]] not in _NOMINAL | {"CD", "DT"}:
            continue
        passive = any(relations[c] == "auxpass" for c in below)
        heads[between[0]], relations[between[0]] = clause, "nsubjpass" if passive else "nsubj"


def _subject_behind_its_conjunction(parse: Parse, heads: list[int], relations: list[str]) -> None:
    """In "has grown since a truce between A and B broke down" the noun is the subject of a clause, not the object of *since*."""
    for prep, relation in enumerate(relations):
        if relation != "prep" or parse.lemmas[prep].lower() not in {"since", "after", "before", "until", "as"}:
            continue
        nouns = [c for c in parse.children[prep] if relations[c] == "pobj" and c > prep]
        span = heads[prep]  # "a day after A launched ..."
        verb = next((c for c in parse.children[span] if relations[c] == "advcl" and c > prep), None)
        if verb is None and relations[span] == "npadvmod" and heads[span] > prep:
            verb = heads[span]
        if len(nouns) != 1 or verb is None or parse.tags[verb] not in {"VBD", "VBZ", "VBP"}:
            continue
        last = parse.subtree(nouns[0])[-1]
        below = [c for c in parse.children[verb] if c != span]
        if any(relations[c] in {"nsubj", "nsubjpass", "expl", "csubj", "mark"} or c < last for c in below) or last + 1 != verb:
            continue
        passive = any(relations[c] == "auxpass" for c in below)
        heads[nouns[0]], relations[nouns[0]] = verb, "nsubjpass" if passive else "nsubj"
        heads[prep], relations[prep] = verb, "mark"


def _subject_taken_into_its_adverbial(parse: Parse, heads: list[int], relations: list[str]) -> None:
    """In "In December gunmen killed nine" and "In Lagos police arrested two" the common noun is the subject of the clause."""
    for prep in range(min(len(parse) - 3, 6)):
        name = prep + 1
        if relations[prep] != "prep" or not _opens_clause(parse, prep, relations) or parse.tags[name] not in {"NNP", "CD"}:
            continue
        if parse.tags[name] == "CD" and not (len(parse.forms[name]) == 4 and parse.forms[name].isdecimal()):
            continue
        noun, verb = heads[name], heads[prep]
        if parse.tags[noun] not in {"NN", "NNS"} or noun <= name or parse.tags[name + 1] == "NNP":
            continue
        if noun == verb or relations[name] not in {"compound", "nummod", "nmod"} or _ends_adverbial(parse, noun):
            continue
        subjects = [c for c in parse.children[verb] if relations[c] in {"nsubj", "nsubjpass", "expl", "csubj"}]
        taken = relations[noun] == "pobj" and heads[noun] == prep and not subjects and verb > noun and _is_finite(parse, verb)
        stranded = subjects == [noun] and not parse.children[prep]
        if taken:
            passive = any(relations[c] == "auxpass" for c in parse.children[verb])
            heads[noun], relations[noun] = verb, "nsubjpass" if passive else "nsubj"
        if taken or stranded:
            heads[name], relations[name] = prep, "pobj"


def _opens_clause(parse: Parse, token: int, relations: list[str]) -> bool:
    return token == 0 or relations[token - 1] == "mark" or parse.tags[token - 1] in {"``", "''", ":", "CC"}


def _ends_adverbial(parse: Parse, noun: int) -> bool:
    """Whether a comma closes the adverbial behind the noun: "In December talks, ministers agreed"."""
    return noun + 1 < len(parse) and parse.forms[noun + 1] == ","


def _is_finite(parse: Parse, verb: int) -> bool:
    """Whether the verb or its first auxiliary bears tense."""
    helping = [parse.tags[c] for c in parse.dependents(verb, "aux", "auxpass") if c < verb]
    return bool({parse.tags[verb], *helping} & {"VBD", "VBZ", "VBP", "MD"})


def _verbs_taken_for_nouns(parse: Parse) -> Parse:
    """A noun in -s that has a subject and a clause before it is a verb ("S, the agency estimates")."""
    tags = list(parse.tags)
    for token, tag in enumerate(tags):
        if tag != "NNS" or parse.relations[token] != "ROOT":
            continue
        subject, clause = parse.dependent(token, "nsubj"), parse.dependent(token, "ccomp")
        if clause is not None and subject is not None and clause < subject < token:
            tags[token] = "VBZ"
    if tags == list(parse.tags):
        return parse
    return make_parse(
        parse.span, parse.forms, parse.lemmas, tuple(tags), parse.heads, parse.relations, parse.starts, parse.ends
    )
