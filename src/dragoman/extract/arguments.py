"""Who stands where around a predicate: subjects, objects and prepositions, also where another clause supplies them.

Everything here reads ``Parse`` alone. Tokens are returned as heads of noun phrases; ``conjuncts`` opens coordinations.
"""

from __future__ import annotations

from dragoman.model.text import Parse

RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})
_SUBJECT_CONTROL = frozenset(
    {"promise", "threaten", "vow", "pledge", "agree", "refuse", "decline", "offer", "plan", "intend", "attempt", "try"}
)
_ALLEGATIONS = frozenset({"allegation", "accusation", "claim", "charge", "report", "suspicion", "suggestion"})
_FACING = frozenset({"deny", "reject", "dismiss", "refute", "face", "dispute", "rebut", "contest", "admit"})
_PREDICATE_LINKS = frozenset({"acomp", "conj", "advcl", "xcomp", "ccomp", "pcomp", "acl", "relcl", "dep"})


def is_verb(parse: Parse, token: int) -> bool:
    """Whether the token is tagged as a verb."""
    return parse.tags[token].startswith("VB")


def is_passive(parse: Parse, verb: int) -> bool:
    """Whether the verb is passive, as a finite clause or as a bare participle ("a truce brokered by Moscow")."""
    if parse.dependent(verb, "nsubjpass", "auxpass", "csubjpass") is not None:
        return True
    if parse.tags[verb] != "VBN":
        return False
    relation = parse.relations[verb]
    has_have = any(parse.lemmas[c] == "have" and parse.relations[c] == "aux" for c in parse.children[verb])
    if relation in {"acl", "amod"}:
        return not has_have
    if relation == "conj" and not has_have:
        return is_passive(parse, parse.heads[verb]) if is_verb(parse, parse.heads[verb]) else False
    return relation == "advcl" and not has_have and parse.dependent(verb, "nsubj", "dobj") is None


def conjuncts(parse: Parse, token: int) -> list[int]:
    """The token and all that is coordinated with it, from left to right."""
    found = [token]
    if not parse.children[token]:
        return found
    waiting = [token]
    while waiting:
        for child in parse.dependents(waiting.pop(), "conj"):
            found.append(child)
            waiting.append(child)
    return sorted(found)


def antecedent(parse: Parse, token: int) -> int | None:
    """The noun that a relative pronoun stands for, or none."""
    if parse.forms[token].lower() not in RELATIVE or parse.tags[token] not in {"WDT", "WP", "WP$", "IN", "DT"}:
        return None
    for above in parse.ancestors(token):
        if parse.relations[above] == "relcl":
            return parse.heads[above]
    return _cleft(parse, token)


def _cleft(parse: Parse, token: int) -> int | None:
    """The noun of "It was *the rebels*, he said, who had shelled the town"."""
    for at, lemma in enumerate(parse.lemmas[:token]):
        if lemma == "be" and any(parse.forms[c].lower() == "it" for c in parse.dependents(at, "nsubj")):
            nouns = [c for c in parse.dependents(at, "attr") if c < token]
            if nouns and parse.tags[token] == "WP":
                return nouns[-1]
    return None


def _resolved(parse: Parse, tokens: tuple[int, ...]) -> list[int]:
    found = []
    for token in tokens:
        noun = antecedent(parse, token)
        found.append(token if noun is None else noun)
    return found


def surface_subjects(parse: Parse, verb: int) -> list[int]:
    """The subject that grammar gives the verb, active or passive; found in a governing clause where it is not said."""
    own = parse.dependents(verb, "nsubj", "nsubjpass")
    if own:
        return _resolved(parse, own)
    if parse.dependent(verb, "expl") is not None:
        return list(parse.dependents(verb, "attr"))
    if parse.dependent(verb, "csubj", "csubjpass") is not None:
        return []  # "shelling near the border *killed* two"
    return _borrowed_subject(parse, verb, 0)


def _borrowed_subject(parse: Parse, verb: int, depth: int) -> list[int]:
    relation, head = parse.relations[verb], parse.heads[verb]
    if relation not in _PREDICATE_LINKS or depth > 8 or head == verb:
        return []
    if relation in {"acl", "relcl"}:
        if parse.tags[verb] == "VB" and is_verb(parse, parse.heads[head]):
            return _subject_of(parse, parse.heads[head], depth)
        return [head]
    if relation == "pcomp":
        return _gerund_subject(parse, verb, depth)
    if relation == "advcl" and parse.tags[verb] == "VBG":
        told = interposed(parse, verb)
        if told is not None:
            return _subject_of(parse, told, depth)
    if not is_verb(parse, head):
        return _subject_of(parse, head, depth) if relation in {"conj", "xcomp", "ccomp"} else []
    if relation in {"xcomp", "ccomp"}:
        controllers = parse.dependents(head, "dobj", "dative")
        if controllers and parse.lemmas[head] not in _SUBJECT_CONTROL:
            return _resolved(parse, controllers[-1:])
        addressee = _addressee(parse, head)
        if addressee and parse.tags[verb] == "VB":
            return addressee
    return _subject_of(parse, head, depth)


def _subject_of(parse: Parse, token: int, depth: int) -> list[int]:
    own = parse.dependents(token, "nsubj", "nsubjpass")
    return _resolved(parse, own) if own else _borrowed_subject(parse, token, depth + 1)


def interposed(parse: Parse, verb: int) -> int | None:
    """The clause that a participle goes on with across its source: "X opened fire, the ministry said, *wounding* one"."""
    head = parse.heads[verb]
    if parse.relations[verb] != "advcl" or verb < head:
        return None
    told = [c for c in parse.dependents(head, "ccomp") if c < head]
    return told[0] if told and parse.dependent(head, "dobj") is None else None


def _addressee(parse: Parse, verb: int) -> list[int]:
    """Whom "call on", "appeal to" speaks to: the understood subject of the infinitive that follows."""
    if parse.lemmas[verb] not in {"call", "appeal", "prevail"}:
        return []
    for prep in parse.dependents(verb, "prep"):
        if parse.lemmas[prep] in {"on", "upon", "to"}:
            return list(parse.dependents(prep, "pobj"))
    return []


def _gerund_subject(parse: Parse, verb: int, depth: int) -> list[int]:
    """The subject of a gerund behind a preposition: "accused X of shelling", "blamed X for", "after shelling"."""
    prep = parse.heads[verb]
    governor = parse.heads[prep]
    passive = _passive_above_agent(parse, governor)
    if passive is not None and parse.lemmas[prep] in {"of", "for"}:
        return surface_subjects(parse, passive)
    if parse.lemmas[prep] in {"of", "for", "from", "with"} and is_verb(parse, governor):
        if is_passive(parse, governor):
            return surface_subjects(parse, governor)
        objects = parse.dependents(governor, "dobj")
        if objects:
            return _resolved(parse, objects)
    if is_verb(parse, governor):
        return _subject_of(parse, governor, depth)
    if parse.lemmas[governor] in _ALLEGATIONS:
        verb = parse.heads[governor]
        faced = is_verb(parse, verb) and parse.lemmas[verb] in _FACING
        return _subject_of(parse, verb, depth) if faced else []
    return [governor] if parse.lemmas[prep] == "of" else []


def _passive_above_agent(parse: Parse, noun: int) -> int | None:
    """The passive verb whose agent the noun is: "was accused by the army of shelling" hangs *of* on the army."""
    if parse.relations[noun] != "pobj" or parse.relations[parse.heads[noun]] != "agent":
        return None
    return parse.heads[parse.heads[noun]]


def surface_objects(parse: Parse, verb: int) -> list[int]:
    """Direct objects of an active verb, with a relative pronoun or a reduced clause opened."""
    own = parse.dependents(verb, "dobj", "oprd")
    if own:
        return _resolved(parse, own)
    head = parse.heads[verb]
    if parse.relations[verb] == "relcl" and not _relative_subject(parse, verb) and not parse.dependents(verb, "dative"):
        return [head] if parse.dependent(verb, "nsubj") is not None else []
    if (
        parse.relations[verb] == "conj"
        and is_verb(parse, head)
        and not parse.dependents(verb, "prep", "ccomp", "xcomp")
    ):
        later = [o for o in parse.dependents(head, "dobj") if o > verb]
        return _resolved(parse, tuple(later))
    return []


def _relative_subject(parse: Parse, verb: int) -> bool:
    return any(parse.forms[c].lower() in RELATIVE for c in parse.dependents(verb, "nsubj", "nsubjpass"))


def prepositional(parse: Parse, token: int, preposition: str) -> list[int]:
    """Heads of noun phrases behind a preposition that hangs on the token; two-word ones as "along with" included."""
    found: list[int] = []
    hanging = parse.dependents(token, "prep", "agent", "dative", "prt")
    if not hanging:
        return found
    wanted = preposition.split()
    for prep in hanging:
        if parse.lemmas[prep] == wanted[0] or parse.forms[prep].lower() == wanted[0]:
            at = prep
            for word in wanted[1:]:
                at = next((c for c in parse.children[at] if parse.forms[c].lower() == word), -1)
                if at < 0:
                    break
            if at >= 0:
                found.extend(parse.dependents(at, "pobj"))
    return found


def particle(parse: Parse, verb: int) -> str | None:
    """The particle of a phrasal verb ("carry *out*"), or none."""
    at = parse.dependent(verb, "prt")
    return None if at is None else parse.forms[at].lower()


def clause_root(parse: Parse, token: int) -> int:
    """The verb that heads the smallest clause around the token (the token itself where it is a verb)."""
    if is_verb(parse, token) and parse.relations[token] not in {"aux", "auxpass", "amod", "compound"}:
        return token
    for above in parse.ancestors(token):
        if is_verb(parse, above) and parse.relations[above] not in {"amod", "compound"}:
            return above
    root = parse.root()
    return token if root is None else root
