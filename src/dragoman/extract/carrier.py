"""Who "we" is where nobody is quoted: in a party's own release the text itself speaks for the party."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from dragoman.extract.arguments import conjuncts, is_verb
from dragoman.extract.participants import Participants
from dragoman.model.annotations import Annotations
from dragoman.model.claim import SPEAKER, Actor, Attribution, Happening
from dragoman.model.text import Span, inside, overlaps

_FIRST_PERSON = frozenset({"i", "we"})
_LEAD_SENTENCES = 4
_CLOSE = 12
"""Code points between "by" and the one who speaks."""
_BY = re.compile(
    r"(?:joint |press |opening |closing |written |video )?(?:statement|remarks|speech|address|message|declaration|comments|letter)"
    r"(?: to the (?:press|nation|media))? (?:by|of|from|made by|delivered by) (?:the |h\.?e\.? )?",
    re.IGNORECASE,
)


def speak_for_carrier(acts: Sequence[Happening], notes: Annotations) -> tuple[Happening, ...]:
    """Put the party whose release it is where the unquoted text says "we".

    The party is the document's carrier where that is known, else the one that the first sentence of the body has acting.
    """
    if not any(_says_we(act) for act in acts):
        return tuple(acts)
    party = _party(notes)
    if party is None:
        return tuple(acts)
    heard = [c for a in notes.attributions if not in_own_name(a, notes) for c in a.content]
    return tuple(_spoken(act, party) if _says_we(act) and not _quoted(act, heard) else act for act in acts)


def _is_we(actor: Actor) -> bool:
    return actor.code.split(".")[0] == SPEAKER


def _says_we(act: Happening) -> bool:
    return any(_is_we(a) for a in (*act.actors, *act.recipients))


def _quoted(act: Happening, heard: Sequence[Span]) -> bool:
    return any(overlaps(act.span, c) for c in heard)


def in_own_name(attribution: Attribution, notes: Annotations) -> bool:
    """Whether the text itself says "I" or "we", outside anybody's words: then nobody is quoted."""
    source = attribution.source
    if source is None or notes.document.text[slice(*source)].lower() not in _FIRST_PERSON:
        return False
    return not any(inside(source, c) for a in notes.attributions if a is not attribution for c in a.content)


def _spoken(act: Happening, party: Actor) -> Happening:
    return replace(
        act,
        actors=tuple(replace(party, span=a.span) if _is_we(a) else a for a in act.actors),
        recipients=tuple(replace(party, span=a.span) if _is_we(a) else a for a in act.recipients),
    )


def signed(notes: Annotations) -> Actor | None:
    """Whose statement a title says that it is: "Statement by the Foreign Minister of Chad on ..."."""
    for passage in notes.passages[:2]:
        by = _BY.match(notes.document.text, passage.span[0], passage.span[1])
        if by is not None:
            named = [m for m in notes.mentions if by.end() <= m.span[0] < by.end() + _CLOSE and m.span[1] <= passage.span[1]]
            known = [m for m in named if not m.codes[0].startswith("UNK")]
            if known:
                return Actor(known[0].codes[0], known[0].name, known[0].person)
    return None


def _party(notes: Annotations) -> Actor | None:
    carrier = notes.document.carrier
    if carrier:
        return Actor(carrier, carrier)
    named = signed(notes)
    if named is not None:
        return named
    for index, sentence in enumerate(notes.sentences[: _LEAD_SENTENCES * 2]):
        parse = notes.parses[index]
        if parse is None or notes.passages[sentence.passage].kind != "body":
            continue
        people = Participants(parse, notes.mentions)
        subjects = [
            t for t, r in enumerate(parse.relations) if r in {"nsubj", "nsubjpass"} and is_verb(parse, parse.heads[t])
        ]  # fmt: skip
        for subject in subjects:
            found = [a for a in people.named(conjuncts(parse, subject)[:1]) if not a.code.startswith(("UNK", SPEAKER))]
            if found:
                return found[0]
    return None
