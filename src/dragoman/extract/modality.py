"""Whether an act is told as real: negation, modal verbs, conditions, and the verbs that embed it.

What a verb does to its complement is data (``languages/en/embedding.toml``); how effects combine is here: whatever takes
an act out of the actual world, anywhere between it and the clause that is told, wins.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from msgspec import Struct

from dragoman.extract.arguments import is_passive, is_verb
from dragoman.model.event import Reality
from dragoman.model.text import Parse

_NEGATIVE_WORDS = frozenset({"no", "not", "never", "n't", "n’t", "nor", "neither", "none", "without"})
_FUTURE = frozenset({"will", "shall", "'ll", "’ll", "wo"})
_MAYBE = frozenset({"would", "could", "may", "might", "can", "'d", "’d", "ca"})
_DUTY = frozenset({"must", "should", "ought"})
_CONDITION = frozenset({"if", "unless", "whether", "should", "lest"})
_COMPLEMENT_PREPOSITIONS = frozenset({"to", "for", "of", "about", "on", "from", "against", "toward", "towards", "over"})
_UNDERTAKINGS = frozenset({"operation", "campaign", "offensive", "effort", "mission", "bid", "attempt", "push", "drive", "move", "war"})
_AHEAD = frozenset({"due", "set", "ready", "poised", "bound", "about", "likely", "certain", "sure"})
_PURPOSE_OK = frozenset({"only"})
_PAST_AUX = frozenset({"had", "has", "have", "was", "were", "'ve", "’ve", "'d"})
_OPEN_DETERMINERS = frozenset({"no", "any", "neither", "either", "every"})
_TELLING = frozenset({"requested", "promised", "threatened", "planned"})


class Modality(Struct, frozen=True):
    """``reality`` of an act and the words that made it so, innermost first; ``embedded_by`` is the deciding token."""

    reality: Reality
    reasons: tuple[str, ...] = ()
    embedded_by: int | None = None
    generic: bool = False
    """The act is named as a kind, not told ("planning of air strikes", "measures to reduce harm")."""


def modality(
    parse: Parse, token: int, embedding: Mapping[str, Reality | str], stop: frozenset[int] = frozenset()
) -> Modality:
    """Judge the act that ``token`` (a verb or a noun) stands for.

    Args:
        parse: the sentence.
        token: the predicate.
        embedding: lemma of an embedding verb or noun → what it does to its complement (``actual`` for implicatives such
            as *manage*, ``none`` where the complement is only talked about).
        stop: cue tokens of attributions: above them another voice speaks, so the climb ends below.
    """
    at, steps = token, 0
    result = _own(parse, token)
    while steps <= len(parse):
        if result.reality == "negated" and result.embedded_by is not None and _asked_above(parse, result.embedded_by, embedding):
            return Modality("actual", (*result.reasons, "only asked or planned"), result.embedded_by, generic=True)
        if result.reality != "actual" or result.generic:
            return result
        head = parse.heads[at]
        if parse.relations[at] in {"xcomp", "advcl"} and _aim_of_noun(parse, at, head):
            return Modality("hypothetical", ("the aim of what the object names",), head, generic=True)
        if head == at or (head in stop and parse.relations[at] != "conj"):
            return result
        if _is_told_apart(parse, at, head) or _is_told_as_fact(parse, at, head, embedding):
            return result
        result = _through(parse, at, head, embedding)
        if (
            result.reality == "actual"
            and not result.generic
            and is_verb(parse, head)
            and parse.relations[at] != "advcl"
        ):
            result = _own(parse, head) if _inherits(parse, at, head) else result
        at, steps = head, steps + 1
    return result


def _is_finite_past(parse: Parse, verb: int) -> bool:
    """Whether a clause is in a past or perfect tense of its own, without a modal verb."""
    aux = [c for c in parse.dependents(verb, "aux", "auxpass")]
    if any(parse.tags[c] in {"MD", "TO"} for c in aux):
        return False
    return parse.tags[verb] == "VBD" or any(parse.forms[c].lower() in _PAST_AUX for c in aux)


def _is_told_apart(parse: Parse, at: int, head: int) -> bool:
    """Whether a clause tells on its own of a noun, so that nothing said of the noun's part in the sentence touches it.

    "Chad, *which is said to have sent arms*, did not answer"; "has not freed the soldiers *captured in May*". Not where
    the noun is open: "no raid that killed anybody".
    """
    relation = parse.relations[at]
    if relation not in {"relcl", "acl"} or not is_verb(parse, at):
        return False
    words = {parse.forms[c].lower() for c in parse.dependents(head, "det", "poss", "neg", "preconj")}
    if words & _OPEN_DETERMINERS:
        return False
    name = parse.tags[head] in {"NNP", "NNPS"}
    if relation == "relcl":
        modal = any(parse.tags[c] in {"MD", "TO"} for c in parse.dependents(at, "aux", "auxpass"))
        apart = name or _set_off(parse, at)
        return _is_finite_past(parse, at) or (apart and not modal and parse.tags[at] != "VB")
    known = name or bool(words & {"the", "this", "these", "those", "his", "her", "its", "their"})
    return parse.tags[at] == "VBN" and (known or parse.relations[head] in {"nsubj", "nsubjpass"})


def _set_off(parse: Parse, clause: int) -> bool:
    """Whether a comma stands before the relative clause, which then tells something of its own."""
    first = parse.subtree(clause)[0]
    return first > 0 and parse.forms[first - 1] == "," and parse.forms[first].lower() in {"which", "who", "whose", "whom"}


def _is_told_as_fact(parse: Parse, at: int, head: int, embedding: Mapping[str, Reality | str]) -> bool:
    """Whether the token is the verb of a that-clause in the indicative, which tells and asks for nothing.

    "told us that a plane had struck the camp", "it would be recalled that rebels fought there"; but "told him to leave"
    and "demanded that he leave" ask.
    """
    if parse.relations[at] != "ccomp" or not is_verb(parse, at):
        return False
    if at < head and ";" in parse.forms[at:head]:
        return True  # two sentences in one
    aux = parse.dependents(at, "aux", "auxpass")
    if any(parse.tags[c] in {"MD", "TO"} for c in aux):
        return False
    effect = embedding.get(parse.lemmas[head].lower())
    if effect == "actual":
        recalled = is_passive(parse, head) and any(parse.tags[c] == "MD" for c in parse.dependents(head, "aux"))
        return recalled and _is_finite_past(parse, at)
    present = parse.tags[at] == "VBZ" or any(parse.tags[c] in {"VBZ", "VBP"} for c in aux)
    return effect in _TELLING and (present or _is_finite_past(parse, at))


def _asked_above(parse: Parse, token: int, embedding: Mapping[str, str]) -> bool:
    """Whether ending the act is itself only asked for, promised or planned ("urged India to stop shelling")."""
    if parse.tags[token] != "VB":
        return False
    head = parse.heads[token]
    return _has_to(parse, token) and embedding.get(parse.lemmas[head].lower()) in {"requested", "promised", "planned", "threatened"}


def _inherits(parse: Parse, at: int, head: int) -> bool:
    """Whether modals and negation of the head hold for the token below: arguments and complements, not adjuncts or relatives."""
    relation = parse.relations[at]
    if relation == "conj":
        own_tense = parse.tags[at] == "VBD" and parse.tags[head] == "VB"  # "said S would come, and *urged* them to"
        passive = parse.dependent(head, "auxpass") is not None  # "had not been asked, and *blamed* them"
        own_tense = own_tense or (passive and parse.tags[at] == "VBD" and parse.dependent(at, "dobj") is not None)
        return not own_tense and parse.dependent(at, "aux", "auxpass", "nsubj", "nsubjpass") is None
    return relation in {"dobj", "xcomp", "nsubj", "nsubjpass", "attr", "oprd", "pobj", "ccomp", "acomp"}


def _own(parse: Parse, token: int) -> Modality:
    """Negation and modal verbs on the token itself."""
    reality: Reality = "actual"
    reasons: list[str] = []
    for child in parse.children[token]:
        word, relation = parse.forms[child].lower(), parse.relations[child]
        if (
            relation == "neg" or (relation in {"det", "cc", "preconj", "advmod"} and word in _NEGATIVE_WORDS)
        ) and not _only(parse, child):
            reality, reasons = "negated", [f"negated by “{parse.forms[child]}”"]
        elif relation == "aux" and word in _FUTURE:
            reality, reasons = ("negated" if reality == "negated" else "planned"), [*reasons, f"future “{word}”"]
        elif relation == "aux" and word in _MAYBE and reality != "negated":
            reality, reasons = "hypothetical", [f"modal “{word}”"]
        elif relation == "aux" and word in _DUTY:
            reality, reasons = "requested", [f"modal “{word}”"]
        elif relation == "mark" and word in _CONDITION:
            return Modality("hypothetical", (f"condition “{word}”",), child)
        elif relation in {"nsubj", "nsubjpass", "attr", "dobj"} and _negative_phrase(parse, child):
            reality, reasons = "negated", ["negated by its argument"]
    if reality == "actual" and _imperative(parse, token):
        reality, reasons = "requested", ["an imperative"]
    if is_verb(parse, token) and reality == "actual" and _headline_plan(parse, token):
        reality, reasons = "planned", ["an infinitive as a headline's verb"]
    if _inverted(parse, token):
        return Modality("hypothetical", ("an inverted condition",))
    if is_verb(parse, token) and reality == "actual" and (_going_to(parse, token) or _is_to(parse, token)):
        reality, reasons = "planned", ["going to, is to"]
    return Modality(reality, tuple(reasons))


def _imperative(parse: Parse, token: int) -> bool:
    """Whether a bare verb without a subject opens a quotation: "“Lay down your guns,” the bishop told them"."""
    opens = token > 0 and parse.tags[token - 1] == "``"
    return opens and parse.tags[token] == "VB" and parse.dependent(token, "nsubj", "nsubjpass", "aux") is None


def _negative_phrase(parse: Parse, token: int) -> bool:
    words = {parse.forms[c].lower() for c in parse.dependents(token, "det", "preconj", "neg")} | {
        parse.forms[token].lower()
    }
    if words & {"no", "none", "nobody", "neither", "nothing"}:
        return True
    first = parse.subtree(token)[0]
    return parse.forms[first].lower() in {"not", "no"} and first < token


def _only(parse: Parse, negation: int) -> bool:
    """“not only ... but also” denies nothing."""
    return negation + 1 < len(parse) and parse.forms[negation + 1].lower() in {"only", "just", "merely"}


def _going_to(parse: Parse, token: int) -> bool:
    head = parse.heads[token]
    if parse.relations[token] not in {"xcomp", "ccomp", "attr", "acomp"}:
        return False
    if parse.forms[head].lower() == "going":
        return True
    return (
        parse.lemmas[head] == "be"
        and _has_to(parse, token)
        and parse.tags[head] != "VB"
        and parse.dependent(head, "expl") is None
    )


def _headline_plan(parse: Parse, token: int) -> bool:
    """“Security Council to meet on Thursday”: an infinitive where the sentence has no finite verb."""
    if parse.tags[token] != "VB" or not _has_to(parse, token):
        return False
    cuts = [-1, *(i for i, form in enumerate(parse.forms) if form == ";"), len(parse)]
    clause = next((a, b) for a, b in pairwise(cuts) if a < token < b)
    finite = any(t in {"VBD", "VBZ", "VBP", "MD"} for t in parse.tags[clause[0] + 1 : clause[1]])
    return not finite and (
        parse.relations[token] in {"ROOT", "acl", "relcl"} and parse.tags[parse.heads[token]][:1] in {"N", "V"}
    )


def is_conditional(parse: Parse, token: int) -> bool:
    """Whether a clause of condition hangs on the act: "*if one more shell falls*, our planes will strike"."""
    return any(
        parse.forms[m].lower() in {"if", "unless"}
        for clause in parse.dependents(token, "advcl")
        for m in parse.dependents(clause, "mark")
    )


def _inverted(parse: Parse, token: int) -> bool:
    """“Had they taken the town”, "were they to attack", "should it fail"."""
    if parse.forms[0].lower() in {"were", "had", "should"} and parse.forms[-1] != "?" and "," in parse.forms:
        return token < parse.forms.index(",")
    subjects = parse.dependents(token, "nsubj", "nsubjpass")
    aux = [c for c in parse.dependents(token, "aux", "auxpass") if parse.forms[c].lower() in {"had", "were", "should"}]
    return (
        bool(subjects and aux) and aux[0] < subjects[0] and parse.forms[-1] != "?" and parse.relations[token] != "ROOT"
    )


def _is_to(parse: Parse, token: int) -> bool:
    """“Talks are to resume”, "a truce is due to begin": a form of *be* whose complement lies ahead."""
    if parse.lemmas[token] != "be":
        return False
    below = [*parse.dependents(token, "xcomp", "acomp", "attr")]
    deeper = [c for b in below for c in parse.dependents(b, "xcomp")]
    infinitive = any(parse.tags[c] == "VB" and _has_to(parse, c) for c in (*below, *deeper))
    return infinitive and all(parse.tags[b] == "VB" or parse.lemmas[b] in _AHEAD for b in below)


def _has_to(parse: Parse, token: int) -> bool:
    return any(parse.tags[c] == "TO" for c in parse.dependents(token, "aux"))


def _through(parse: Parse, at: int, head: int, embedding: Mapping[str, Reality | str]) -> Modality:
    """What the step from a token to its head does to the act."""
    relation, lemma = parse.relations[at], parse.lemmas[head].lower()
    effect = embedding.get(lemma)
    if relation in {"xcomp", "ccomp", "dobj", "pobj", "pcomp", "acl", "attr", "oprd", "nsubjpass", "advcl"}:
        if effect == "none" and relation == "xcomp" and is_passive(parse, head):
            return Modality("actual", (f"hedged: “{parse.forms[head]}”",))
        if effect == "none" and relation != "advcl":
            return Modality("actual", (f"only spoken of in “{parse.forms[head]}”",), head, generic=True)
        if effect == "negated" and _own(parse, head).reality == "negated":
            return Modality("hypothetical", (f"not excluded by “{parse.forms[head]}”",), head)
        if effect is not None and effect != "actual" and _is_complement(parse, at, head):
            return Modality(_as_reality(effect), (f"embedded under “{parse.forms[head]}”",), head)
    if (
        relation == "prep"
        and effect is not None
        and effect != "actual"
        and parse.forms[at].lower() in _COMPLEMENT_PREPOSITIONS
    ):
        if effect == "none":
            return Modality("actual", (f"only spoken of in “{parse.forms[head]}”",), head, generic=True)
        return Modality(_as_reality(effect), (f"embedded under “{parse.forms[head]}”",), head)
    if relation in {"acl", "relcl"} and effect not in {None, "actual", "none"} and parse.tags[at] == "VB":
        return Modality(_as_reality(effect or "hypothetical"), (f"embedded under “{parse.forms[head]}”",), head)
    if relation in {"advcl", "acl", "relcl"} and _is_purpose(parse, at) and effect != "actual":
        return Modality("hypothetical", ("a purpose, not an act",), head, generic=True)
    if relation == "pcomp" and parse.forms[head].lower() == "without":
        return Modality("negated", ("without",), head)
    if relation == "pcomp" and parse.forms[head].lower() in {"for", "toward", "towards", "about", "against"}:
        governor = parse.heads[head]
        if (
            is_verb(parse, governor)
            and embedding.get(parse.lemmas[governor]) is None
            and parse.forms[head].lower() != "for"
        ):
            return Modality("actual", (f"only spoken of behind “{parse.forms[head]}”",), head, generic=True)
    return Modality("actual")


def _aim_of_noun(parse: Parse, at: int, head: int) -> bool:
    """Whether the infinitive is the aim of the object before it: "began the *operation* to isolate the city"."""
    if not _has_to(parse, at):
        return False
    objects = [o for o in parse.dependents(head, "dobj") if head < o < at]
    nouns = [t for o in objects for t in parse.subtree(o) if parse.lemmas[t].lower() in _UNDERTAKINGS]
    return bool(nouns)


def _is_complement(parse: Parse, at: int, head: int) -> bool:
    """Adverbial clauses are complements only as bare infinitives ("is set to meet"); a participle after a comma is not."""
    return parse.relations[at] != "advcl" or (
        parse.tags[at] == "VB" and at > head and parse.dependent(at, "mark") is None
    )


def _is_purpose(parse: Parse, at: int) -> bool:
    if parse.tags[at] != "VB":
        return False
    return _has_to(parse, at) and not any(parse.forms[c].lower() in _PURPOSE_OK for c in parse.children[at])


_REALITIES: dict[str, Reality] = {
    "negated": "negated", "planned": "planned", "promised": "promised", "requested": "requested",
    "threatened": "threatened", "hypothetical": "hypothetical",
}  # fmt: skip


def _as_reality(effect: str) -> Reality:
    return _REALITIES[effect]
