"""An act and its consequence are one: "a bomb exploded, killing twelve", "five died in the shelling"."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from dragoman.extract.arguments import interposed
from dragoman.extract.casualties import NOUNS, VERBS, caused_by_war
from dragoman.model.annotations import Annotations
from dragoman.model.claim import Actor, Happening
from dragoman.model.text import Parse

_HARM = frozenset(VERBS) | frozenset(NOUNS) | {"leave", "claim", "cost", "damage", "destroy"}
_LINKS = frozenset(
    {
        "advcl",
        "acl",
        "relcl",
        "conj",
        "xcomp",
        "nsubj",
        "nsubjpass",
        "csubj",
        "prep",
        "pobj",
        "agent",
        "dobj",
        "pcomp",
        "ccomp",
        "amod",
        "oprd",
        "npadvmod",
    }
)
_FIGHTING = frozenset({"MIL", "COP", "REB", "PRM"})
"""Sectors of those who are a side of a clash that costs their lives."""
_APART = frozenset({"after", "before", "since", "despite", "until", "than"})


def join_consequences(acts: Sequence[Happening], notes: Annotations) -> tuple[Happening, ...]:
    """Join each assault told by its harm alone with the assault that caused it in the same sentence."""
    kept: dict[int, list[Happening]] = {}
    for act in acts:
        parse, here = notes.parses[act.sentence], kept.setdefault(act.sentence, [])
        at = next((i for i, other in enumerate(here) if parse is not None and _one_act(other, act, parse)), None)
        if at is None:
            here.append(act)
        else:
            here[at] = _joined(here[at], act, parse)
    return tuple(a for index in sorted(kept) for a in kept[index])


def _one_act(one: Happening, other: Happening, parse: Parse) -> bool:
    if (
        one.sentence != other.sentence
        or one.type != "ASSAULT"
        or other.type != "ASSAULT"
        or one.reality != other.reality
    ):
        return False
    if not (_is_harm(one, parse) or _is_harm(other, parse)):
        return False
    if one.mode and other.mode and one.mode != other.mode and "destroy" not in {one.mode, other.mode}:
        return False
    if caused_by_war(parse, one.token) or caused_by_war(parse, other.token):
        return False
    linked = _linked(parse, one.token, other.token) or _linked(parse, other.token, one.token)
    return linked and _agree(one.actors, other.actors) and _agree_victims(one, other)


def _is_harm(act: Happening, parse: Parse) -> bool:
    return parse.lemmas[act.token].lower() in _HARM


def _linked(parse: Parse, above: int, below: int) -> bool:
    """Whether a path of arguments and adjuncts leads from ``below`` up to ``above``."""
    if interposed(parse, below) is not None:
        return _linked(parse, above, interposed(parse, below) or above) or interposed(parse, below) == above
    at = below
    for _ in range(len(parse)):
        if at == above:
            return True
        if parse.relations[at] == "conj" and parse.dependent(at, "nsubj", "nsubjpass") is not None and not _is_gapped(parse, at):
            return False
        if parse.relations[at] not in _LINKS or parse.forms[at].lower() in _APART or parse.heads[at] == at:
            return False
        at = parse.heads[at]
    return False


def _is_gapped(parse: Parse, verb: int) -> bool:
    """"three were killed and 50 injured": the second subject is only a number."""
    return all(parse.tags[s] == "CD" for s in parse.dependents(verb, "nsubj", "nsubjpass"))


def _agree(one: tuple[Actor, ...], other: tuple[Actor, ...]) -> bool:
    a, b = ({x.code.split(".")[0] for x in side} - {"UNK"} for side in (one, other))
    return a <= b or b <= a


def _agree_victims(one: Happening, other: Happening) -> bool:
    if not one.recipients or not other.recipients:
        return True
    return _agree(one.recipients, other.recipients)


def _joined(one: Happening, other: Happening, parse: Parse | None) -> Happening:
    """The cause with what its consequence adds."""
    harm_first = parse is not None and _is_harm(one, parse) and not _is_harm(other, parse)
    cause, effect = (other, one) if harm_first else (one, other)
    have = {(c.kind, c.whose) for c in cause.casualties}
    if cause.mutual and not cause.actors and any(r.code.partition(".")[2] in _FIGHTING for r in effect.recipients):
        cause = replace(cause, actors=(*effect.actors, *effect.recipients))  # "three soldiers killed in clash"
    return replace(
        cause,
        mode=effect.mode if cause.mode in {None, "destroy"} and effect.mode else cause.mode,
        actors=_known(cause.actors, effect.actors),
        recipients=cause.recipients if cause.mutual else _known(cause.recipients, effect.recipients),
        places=cause.places or effect.places,
        casualties=(*cause.casualties, *(c for c in effect.casualties if (c.kind, c.whose) not in have)),
        presupposed=cause.presupposed and effect.presupposed,
        reasons=(*cause.reasons, *effect.reasons),
    )


def _known(first: tuple[Actor, ...], second: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """The first side that names somebody, else whatever there is."""
    named = [side for side in (first, second) if any(not a.code.startswith("UNK") for a in side)]
    return named[0] if named else first or second
