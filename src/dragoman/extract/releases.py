"""A party's own release: what its unquoted text says the party says there is the text's own word."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from dragoman.extract.voices import country
from dragoman.model.annotations import Annotations
from dragoman.model.claim import NARRATOR, Happening, Voice
from dragoman.model.text import starting_in

_TITLE = re.compile(
    r"\s{0,4}(?:(?:joint|press|media|official|public|presidential|ministerial) )?"
    r"(?:statement|communiqu[eé]|release|declaration|message|note|announcement|address|bulletin)"
    r"(?: (?:issued|released|made|published|adopted))? (?:of|by|from|on behalf of) ",
    re.IGNORECASE,
)
_TITLE_REACH = 300


def own_party(notes: Annotations) -> str | None:
    """The country, body or group whose release the text is, or none: its carrier, or whom the title names as speaking."""
    if notes.document.carrier:
        return country(notes.document.carrier)
    if not notes.passages:
        return None
    start, end = notes.passages[0].span
    end = min(end, start + _TITLE_REACH)
    title = _TITLE.match(notes.document.text, start, end)
    named = starting_in(notes.mentions, (title.end() - 1, end)) if title is not None else ()
    party = country(named[0].codes[0]) if named else "UNK"
    return party if party != "UNK" else None


def is_own(voice: Voice, party: str | None) -> bool:
    """Whether the voice is the party that the text itself speaks for."""
    return party is not None and {country(code) for code in voice.codes} == {party}


def in_own_words(acts: Sequence[Happening], notes: Annotations) -> tuple[Happening, ...]:
    """Give the narrator what the party of the release says in reported speech; its direct quotations stay its own."""
    party = own_party(notes)
    if party is None:
        return tuple(acts)
    reported = {a.source for a in notes.attributions if a.kind == "indirect" and a.source is not None}
    return tuple(
        replace(act, voice=NARRATOR, reasons=(*act.reasons, "in the party's own release"))
        if is_own(act.voice, party) and act.voice.span in reported else act
        for act in acts
    )  # fmt: skip
