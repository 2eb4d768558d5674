"""Who "we" is where nobody is quoted: in a party's own release the text itself speaks for the party."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from dragoman.extract.arguments import conjuncts, is_verb
from dragoman.extract.participants import Participants
from dragoman.model.annotations import Annotations
from dragoman.model.claim import SPEAKER, Actor, Happening
from dragoman.model.text import overlaps

_LEAD_SENTENCES = 4


def speak_for_carrier(acts: Sequence[Happening], notes: Annotations) -> tuple[Happening, ...]:
    """Put the party whose release it is where the unquoted text says "we".

    The party is the document's carrier where that is known, else the one that the first sentence of the body has acting.
    """
    if not any(_is_we(a) for act in acts for a in (*act.actors, *act.recipients)):
        return tuple(acts)
    party = _party(notes)
    if party is None:
        return tuple(acts)
    return tuple(act if _quoted(act, notes) else _spoken(act, party) for act in acts)


def _is_we(actor: Actor) -> bool:
    return actor.code.split(".")[0] == SPEAKER


def _quoted(act: Happening, notes: Annotations) -> bool:
    return any(overlaps(act.span, c) for a in notes.attributions for c in a.content)


def _spoken(act: Happening, party: Actor) -> Happening:
    return replace(
        act,
        actors=tuple(replace(party, span=a.span) if _is_we(a) else a for a in act.actors),
        recipients=tuple(replace(party, span=a.span) if _is_we(a) else a for a in act.recipients),
    )


def _party(notes: Annotations) -> Actor | None:
    carrier = notes.document.carrier
    if carrier:
        return Actor(carrier, carrier)
    for index, sentence in enumerate(notes.sentences[: _LEAD_SENTENCES * 2]):
        parse = notes.parses[index]
        if parse is None or notes.passages[sentence.passage].kind != "body":
            continue
        people = Participants(parse, notes.mentions)
        subjects = [
            t for t, r in enumerate(parse.relations) if r in {"nsubj", "nsubjpass"} and is_verb(parse, parse.heads[t])
        ]  # fmt: skip
        for subject in subjects:
            named = [a for a in people.named(conjuncts(parse, subject)[:1]) if not a.code.startswith(("UNK", SPEAKER))]
            if named:
                return named[0]
    return None
