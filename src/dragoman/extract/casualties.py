"""Tolls: how many people were killed, wounded, captured or displaced, whose they were, and by which act.

Ranges follow the coding guide in ``docs/words.md``: "a few" 2-5, "several" 3-9, "dozens" 24-99, "hundreds" 200-999,
"at least N" open above, "nearly N" from 0.9 N, "no casualties" zero killed and zero wounded.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from dragoman.extract.arguments import is_passive, is_verb, prepositional, surface_objects, surface_subjects
from dragoman.extract.harm import (
    bare_count,
    by_weapon,
    came_to_light,
    counted_ones,
    from_home,
    in_the_body,
    of_life,
    undergoers,
)
from dragoman.extract.numbers import figure, quantity_tokens
from dragoman.extract.participants import Participants
from dragoman.model.annotations import Annotations
from dragoman.model.claim import Happening, Voice
from dragoman.model.event import Casualty, CasualtyKind
from dragoman.model.text import Parse

VERBS: dict[str, tuple[CasualtyKind, ...]] = {
    "kill": ("killed",), "die": ("killed",), "slay": ("killed",), "perish": ("killed",), "martyr": ("killed",),
    "wound": ("wounded",), "injure": ("wounded",), "hurt": ("wounded",), "maim": ("wounded",),
    "displace": ("displaced",), "uproot": ("displaced",), "capture": ("captured",), "abduct": ("captured",),
    "kidnap": ("captured",), "massacre": ("killed",),
    "murder": ("killed",), "assassinate": ("killed",), "slaughter": ("killed",),
    "execute": ("killed",), "behead": ("killed",), "drown": ("killed",), "lose": ("killed",), "bury": ("killed",),
    "neutralise": ("killed",), "neutralize": ("killed",), "eliminate": ("killed",),
}  # fmt: skip
_WARS = frozenset(
    {"conflict", "war", "fighting", "violence", "unrest", "insurgency", "crisis", "hostility", "feud", "dispute"}
)
_REPLACING = frozenset({"revise", "raise", "correct", "lower", "update", "replace", "increase", "reduce"})
"""Verbs whose object is the older figure: "revising a toll of 49 to 105"."""
_STATING = frozenset({"put", "estimate", "place", "give", "revise", "raise", "lower", "set", "state"})
_KILLINGS = frozenset({"killing", "murder", "massacre", "slaughter", "execution", "slaying", "death", "beheading"})
_BODIES = frozenset({"body", "corpse"})
_AMONG: dict[str, CasualtyKind] = {
    "dead": "killed", "wounded": "wounded", "injured": "wounded", "victim": "killed", "fatality": "killed", "wound": "wounded",
    "injure": "wounded",
}  # fmt: skip
_MORTUARY = frozenset({"morgue", "mortuary"})
_COUNTS = frozenset({"toll", "number", "count", "tally", "loss", "casualty", "fatality"})
NOUNS: dict[str, tuple[CasualtyKind, ...]] = {
    "casualty": ("killed", "wounded"), "death": ("killed",), "fatality": ("killed",), "injury": ("wounded",),
    "dead": ("killed",), "wounded": ("wounded",), "injured": ("wounded",), "loss": ("killed",), "life": ("killed",),
}  # fmt: skip


class Toll(Struct, frozen=True):
    """Casualties found at one token. ``phrase`` heads the noun phrase of those harmed."""

    token: int
    phrase: int | None
    casualties: tuple[Casualty, ...]


def find_tolls(parse: Parse, people: Participants) -> list[Toll]:
    """Every toll of a sentence, in the order of its words."""
    found: list[Toll] = []
    for token in range(len(parse)):
        lemma = parse.lemmas[token].lower()
        if is_verb(parse, token):
            found.extend(_told_by_verb(parse, people, token, lemma))
        elif lemma == "dead" and token and parse.tags[token - 1] == "CD" and parse.relations[token] != "oprd":
            found.extend(_toll(parse, people, token, token - 1, ("killed",)))
        else:
            found.extend(_told_by_noun(parse, people, token, lemma))
    return found


def _told_by_verb(parse: Parse, people: Participants, token: int, lemma: str) -> list[Toll]:
    if lemma in {"lose", "succumb"} and of_life(parse, token):
        return [t for h in surface_subjects(parse, token) for t in _toll(parse, people, token, h, ("killed",))]
    if lemma in {"drive", "force"} and from_home(parse, token):
        return [t for h in undergoers(parse, token) for t in _toll(parse, people, token, h, ("displaced",))]
    if lemma in {"hit", "shoot", "strike"} and in_the_body(parse, token):
        return [t for h in undergoers(parse, token) for t in _toll(parse, people, token, h, ("wounded",))]
    counted = counted_ones(parse, token) if lemma in VERBS else None
    if counted is not None:
        return _toll(parse, people, token, counted, VERBS[lemma])
    if lemma in _AMONG and parse.relations[token] == "pobj":
        return _among_toll(parse, people, token)
    if lemma in VERBS or lemma == "leave":
        return _verb_toll(parse, people, token, lemma)
    return _verb_toll(parse, people, token, "kill") if _to_death(parse, token) else []


def _told_by_noun(parse: Parse, people: Participants, token: int, lemma: str) -> list[Toll]:
    if lemma == "wound" and parse.relations[token] == "pobj" and by_weapon(parse, token):
        return _wounds_toll(parse, people, token)
    if lemma in _AMONG and parse.relations[token] == "pobj" and parse.forms[parse.heads[token]].lower() == "among":
        return _among_toll(parse, people, token)
    if lemma in _BODIES and came_to_light(parse, token):
        return _body_toll(parse, people, token)
    if lemma in _COUNTS:
        return _count_toll(parse, people, token)
    if lemma in _KILLINGS and parse.tags[token] == "NN":
        return [t for h in prepositional(parse, token, "of") for t in _toll(parse, people, token, h, ("killed",))]
    if lemma in NOUNS and parse.tags[token] in {"NN", "NNS", "JJ", "VBN", "CD"}:
        return _noun_toll(parse, people, token, lemma)
    return []


def _body_toll(parse: Parse, people: Participants, noun: int) -> list[Toll]:
    """“the bodies of nine men were found”, "counted 17 bodies"."""
    whose = prepositional(parse, noun, "of")
    counted = [noun] if figure(parse, noun) is not None else whose
    return [t for h in counted[:1] for t in _toll(parse, people, noun, h, ("killed",))]


def _wounds_toll(parse: Parse, people: Participants, noun: int) -> list[Toll]:
    """“30 people were brought in with bullet wounds”: wounded, and dead where a morgue took them in."""
    at = parse.heads[parse.heads[noun]]
    harmed = undergoers(parse, at) if is_verb(parse, at) else [at]
    kind: CasualtyKind = "killed" if any(lemma.lower() in _MORTUARY for lemma in parse.lemmas) else "wounded"
    return [t for h in harmed for t in _toll(parse, people, noun, h, (kind,))]


def _among_toll(parse: Parse, people: Participants, noun: int) -> list[Toll]:
    """“two soldiers were among the dead”."""
    among = parse.heads[noun]
    verb = parse.heads[among]
    kind = _AMONG[parse.lemmas[noun].lower()]
    if parse.forms[among].lower() != "among" or parse.lemmas[verb] != "be":
        return []
    return [t for h in parse.dependents(verb, "nsubj") for t in _toll(parse, people, noun, h, (kind,))]


def _to_death(parse: Parse, verb: int) -> bool:
    """“shot dead”, "beaten to death"; whom a court sentences to death still lives."""
    if parse.lemmas[verb].lower() in {"sentence", "condemn"}:
        return False
    if any(parse.forms[c].lower() == "dead" for c in (*parse.children[verb], verb + 1) if verb < c < len(parse)):
        return True
    return any(parse.lemmas[h] == "death" for h in prepositional(parse, verb, "to"))


def _verb_toll(parse: Parse, people: Participants, verb: int, lemma: str) -> list[Toll]:
    if lemma == "leave":
        return _left_dead(parse, people, verb)
    harmed = (
        surface_subjects(parse, verb)
        if is_passive(parse, verb) or lemma in {"die", "perish", "drown"}
        else surface_objects(parse, verb)
    )
    harmed = harmed or bare_count(parse, verb)
    if not harmed and "wounded" in VERBS[lemma]:
        harmed = [h for h in surface_subjects(parse, verb) if figure(parse, h) == (0, 0)]
    kinds = list(VERBS[lemma])
    for other in parse.dependents(verb, "conj"):
        if not parse.dependents(other, "dobj", "nsubjpass", "nsubj"):
            kinds.extend(VERBS.get(parse.lemmas[other].lower(), ()))
    head = parse.heads[verb]
    if parse.relations[verb] == "conj" and parse.lemmas[head].lower() in VERBS and not parse.dependents(head, "dobj", "nsubjpass"):
        kinds = [*VERBS[parse.lemmas[head].lower()], *kinds]
    if "captured" in kinds:
        harmed = [h for h in harmed if people.mention_at(h) is not None]
    if lemma in {"lose", "bury"} and not any(
        parse.lemmas[h] in {"soldier", "serviceman", "troop", "man", "fighter"} for h in harmed
    ):
        return []
    return [t for h in harmed for t in _toll(parse, people, verb, h, tuple(dict.fromkeys(kinds)))]


def _count_toll(parse: Parse, people: Participants, noun: int) -> list[Toll]:
    """“put the death toll at 12”, "the number of dead rose to 23", "a toll of 9"."""
    words = {parse.lemmas[t].lower() for t in parse.subtree(noun)}
    if parse.lemmas[noun].lower() in NOUNS and parse.lemmas[parse.heads[noun]] not in _STATING:
        return _noun_toll(parse, people, noun, parse.lemmas[noun].lower())
    dead, hurt = words & {"dead", "death", "kill", "killed"}, words & {"wounded", "injured", "wound", "injure"}
    if not (dead or hurt or words & {"loss", "toll", "fatality", "casualty", "victim"}):
        return []
    kinds: tuple[CasualtyKind, ...] = ("wounded",) if hurt and not dead else ("killed",)
    verb = parse.heads[noun]
    replaced = parse.relations[noun] == "dobj" and parse.lemmas[verb] in _REPLACING
    anchors = [verb] if replaced else [noun, verb] if is_verb(parse, verb) else [noun]
    for anchor in anchors:
        for preposition in ("at", "to", "of"):
            for head in prepositional(parse, anchor, preposition):
                value = figure(parse, head)
                if value is not None and (parse.tags[head] == "CD" or parse.dependent(head, "nummod") is not None):
                    span = (parse.starts[head], parse.ends[head])
                    whose = tuple(a.code for a in people.named(parse.dependents(noun, "poss")))
                    return [Toll(noun, None, tuple(Casualty(k, value[0], value[1], whose, None, span) for k in kinds))]
    return []


def _left_dead(parse: Parse, people: Participants, verb: int) -> list[Toll]:
    """“left three dead”, "left hundreds wounded"."""
    states = [c for c in parse.children[verb] if parse.lemmas[c].lower() in NOUNS or parse.lemmas[c].lower() in VERBS]
    if not states:
        return []
    lemma = parse.lemmas[states[0]].lower()
    kinds = NOUNS.get(lemma) or VERBS[lemma]
    harmed = [o for o in parse.dependents(verb, "dobj", "nsubj") if o > verb] or list(
        parse.dependents(states[0], "nsubj", "npadvmod")
    )
    return [t for h in harmed[:1] for t in _toll(parse, people, verb, h, kinds)]


def _noun_toll(parse: Parse, people: Participants, noun: int, lemma: str) -> list[Toll]:
    if parse.relations[noun] in {"compound", "amod", "oprd", "acomp"} and lemma != "casualty":
        return []
    if lemma == "life" and parse.lemmas[parse.heads[noun]] not in {"claim", "take", "cost", "lose"}:
        return []
    return _toll(parse, people, noun, noun, NOUNS[lemma])


def _toll(parse: Parse, people: Participants, token: int, phrase: int, kinds: tuple[CasualtyKind, ...]) -> list[Toll]:
    found = figure(parse, phrase)
    if found is None:
        return []
    if found == (0, 0) and set(kinds) <= {"killed", "wounded"}:
        kinds = ("killed", "wounded")
    elif set(kinds) == {"killed", "wounded"}:
        kinds = ("harmed",)
    whose = tuple(a.code for a in people.named([phrase], receiving=False))
    span = (parse.starts[min(quantity_tokens(parse, phrase) or [phrase])], parse.ends[phrase])
    span = (min(span), max(span))
    casualties = tuple(Casualty(kind, found[0], found[1], whose, None, span) for kind in kinds)
    return [Toll(token, phrase, casualties)]


def attach_tolls(
    acts: Sequence[Happening], notes: Annotations, voices: Sequence[Voice], disasters: frozenset[str]
) -> tuple[Happening, ...]:
    """Give each toll to the act that caused it; a toll without an act becomes an assault of its own.

    Args:
        acts: the acts found so far.
        notes: the document's layers.
        voices: the voice of each attribution: a toll goes to an act of an earlier sentence only if the same voice tells it.
        disasters: lemmas of causes that are no use of force (earthquake, crash, disease).
    """
    speakers = _Speakers(notes, voices)
    found = [
        a for a in acts if not _absence(a, notes) and not _sum_of_war(a, notes) and not _of_accident(a, notes, disasters)
    ]  # fmt: skip
    for index, parse in enumerate(notes.parses):
        if parse is None:
            continue
        people = Participants(parse, notes.mentions)
        for toll in find_tolls(parse, people):
            if _by_accident(parse, disasters) and not _by_force(found, index, parse):
                continue
            at = _cause(found, notes, index, parse, toll, speakers)
            if at is not None:
                found[at] = replace(found[at], casualties=_joined(found[at], toll))
            elif any(c.high != 0 for c in toll.casualties):
                found.append(_own_act(parse, index, toll, people))
    return tuple(sorted((_counted(a, notes) for a in found), key=lambda h: h.span))


def _counted(act: Happening, notes: Annotations) -> Happening:
    """An abduction by whatever verb with the number of those carried off: "seized about 50 aid workers", "taken six prisoner"."""
    parse = notes.parses[act.sentence]
    if parse is None or act.mode != "abduct" or not is_verb(parse, act.token) or any(c.kind == "captured" for c in act.casualties):
        return act
    people = Participants(parse, notes.mentions)
    tolls = [t for h in undergoers(parse, act.token) for t in _toll(parse, people, act.token, h, ("captured",))]
    told = [c for t in tolls for c in t.casualties if c.high != 0]
    return replace(act, casualties=(*told, *act.casualties)) if told else act


def _absence(act: Happening, notes: Annotations) -> bool:
    """Whether the act is only "no casualties": that belongs to the act it qualifies."""
    parse = notes.parses[act.sentence]
    if parse is None or act.reality != "negated" or act.type != "ASSAULT":
        return False
    lemma = parse.lemmas[act.token].lower()
    return (act.nominal and lemma in NOUNS) or (lemma in VERBS and not act.actors and is_passive(parse, act.token))


def _of_accident(act: Happening, notes: Annotations, disasters: frozenset[str]) -> bool:
    """Whether the act is only people harmed where the sentence names a cause that is no use of force."""
    parse = notes.parses[act.sentence]
    if parse is None or act.type != "ASSAULT" or parse.lemmas[act.token].lower() not in VERBS:
        return False
    known = any(not a.code.startswith("UNK") for a in act.actors)
    return not known and _by_accident(parse, disasters)


def _sum_of_war(act: Happening, notes: Annotations) -> bool:
    """Whether the act is only the verb of a war's toll ("a conflict which has left hundreds dead"): the toll says it."""
    parse = notes.parses[act.sentence]
    return parse is not None and act.type == "ASSAULT" and caused_by_war(parse, act.token)


def _joined(act: Happening, toll: Toll) -> tuple[Casualty, ...]:
    """The act's casualties with the toll's; a kind that both have keeps the first."""
    have = {(c.kind, c.whose) for c in act.casualties}
    zero = all(c.high == 0 for c in toll.casualties)
    fill = tuple(dict.fromkeys(a.code for a in act.recipients)) if zero else ()
    new = [replace(c, whose=c.whose or fill) for c in toll.casualties]
    return (*act.casualties, *(c for c in new if (c.kind, c.whose) not in have))


class _Speakers:
    """Who tells what stands at a place of the text: the codes of its innermost voice."""

    def __init__(self, notes: Annotations, voices: Sequence[Voice]) -> None:
        self._held = [(c, v.codes) for a, v in zip(notes.attributions, voices, strict=True) for c in a.content]

    def at(self, offset: int) -> tuple[str, ...]:
        """Codes of the innermost voice at the offset; empty for the narrator."""
        around = [(c[1] - c[0], codes) for c, codes in self._held if c[0] <= offset < c[1]]
        return min(around)[1] if around else ()


def _by_accident(parse: Parse, disasters: frozenset[str]) -> bool:
    """Whether the sentence names a cause that is no use of force."""
    lemmas = [lemma.lower() for lemma in parse.lemmas]
    return any(lemma in disasters for lemma in lemmas) or any(
        word.startswith(("non-combat", "noncombat")) or lemmas[i : i + 3] == ["non", "-", "combat"]
        for i, word in enumerate(lemmas)
    )


def _by_force(acts: Sequence[Happening], index: int, parse: Parse) -> bool:
    """Whether the sentence tells an attack besides the harm: then what collapsed or crashed was hit."""
    return any(
        a.sentence == index and a.type == "ASSAULT" and parse.lemmas[a.token].lower() not in {*VERBS, *NOUNS, "leave"}
        for a in acts
    )


def _cause(
    acts: Sequence[Happening], notes: Annotations, index: int, parse: Parse, toll: Toll, speakers: _Speakers
) -> int | None:
    """The index of the act that the toll belongs to, or none."""
    here = [i for i, a in enumerate(acts) if a.sentence == index and a.type in {"ASSAULT", "COERCE"}]
    exact = [i for i in here if acts[i].token == toll.token]
    if exact:
        return exact[0]
    if caused_by_war(parse, toll.token, toll.phrase):
        wars = surface_subjects(parse, toll.token)
        return next((i for i in here if acts[i].token in wars), None)
    chain = {toll.token, *parse.ancestors(toll.token)}
    below = set(parse.subtree(toll.token))
    linked = [i for i in here if acts[i].token in chain or acts[i].token in below]
    if linked:
        return min(linked, key=lambda i: abs(acts[i].token - toll.token))
    if _in_relative(parse, toll.token, {acts[i].token for i in here}):
        return None
    told = speakers.at(parse.starts[toll.token])
    beside = [i for i in here if speakers.at(acts[i].span[0]) == told]
    if beside:
        return min(beside, key=lambda i: abs(acts[i].token - toll.token))
    earlier = [
        i for i, a in enumerate(acts)
        if a.type == "ASSAULT" and index - 2 <= a.sentence < index and not a.casualties and speakers.at(a.span[0]) == told
    ]  # fmt: skip
    same = [i for i in earlier if notes.sentences[acts[i].sentence].passage == notes.sentences[index].passage]
    return same[-1] if same else None


def _in_relative(parse: Parse, token: int, acts: set[int]) -> bool:
    """Whether the toll is told of another happening: "a mutiny in which four died", where the mutiny is no act here."""
    above = [token, *parse.ancestors(token)]
    clause = next((t for t in above if parse.relations[t] == "relcl"), None)
    if clause is None or parse.heads[clause] in acts:
        return False
    return any(
        parse.forms[t].lower() == "which" and parse.relations[t] == "pobj" and parse.forms[parse.heads[t]].lower() in {"in", "during"}
        for t in parse.subtree(clause)
    )


def caused_by_war(parse: Parse, verb: int, phrase: int | None = None) -> bool:
    """Whether the verb of a toll has a war as its subject ("a conflict which has left hundreds dead"): a sum, no single act."""
    if (
        not is_verb(parse, verb)
        or is_passive(parse, verb)
        or parse.lemmas[verb] in {"die", "perish", "lose", "bury", "drown"}
    ):
        return False
    subjects = [s for s in surface_subjects(parse, verb) if s != phrase]
    return any(parse.tags[s].startswith("NN") and parse.lemmas[s].lower() in _WARS for s in subjects)


def _own_act(parse: Parse, index: int, toll: Toll, people: Participants) -> Happening:
    harmed = people.named([toll.phrase]) if toll.phrase is not None else ()
    return Happening(
        type="ASSAULT", mode=None, cameo=None, contexts=(), span=(parse.starts[toll.token], parse.ends[toll.token]),
        sentence=index, token=toll.token, actors=(), recipients=tuple(a for a in harmed if not a.code.startswith("UNK")),
        mediators=(), reality="actual", reasons=("a toll without an act of its own",), casualties=toll.casualties,
        background=caused_by_war(parse, toll.token, toll.phrase),
    )  # fmt: skip
