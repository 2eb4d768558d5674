"""Sentences for the extractors: read by the real reader, or with a grammar written down by hand."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from dragoman.extract.voices import attribution_voices
from dragoman.model.annotations import Annotations
from dragoman.model.claim import Actor, Attribution, Claim, Happening
from dragoman.model.incident import Ledger
from dragoman.model.keys import content_key
from dragoman.model.text import Document, Parse, Passage, Sentence, Span, make_parse
from dragoman.model.world import Mention, MentionKind
from dragoman.pipeline import Reader

DAY = date(2023, 6, 8)


@cache
def reader() -> Reader:
    """One reader for all tests: it keeps nothing of what it reads."""
    return Reader.open()


def document(text: str, published: date | None = DAY) -> Document:
    return Document(content_key(text), text, published=published)


def read(text: str, published: date | None = DAY) -> Ledger:
    ledger = reader().read(document(text, published))
    assert ledger.failures == (), ledger.failures
    return ledger


def claims(text: str, *types: str, published: date | None = DAY) -> list[Claim]:
    """The claims of a text, of these types or of all."""
    return [c for c in read(text, published).claims if not types or c.type in types]


def acts(text: str, *types: str) -> list[Happening]:
    """The acts of a text with their voices, before any is left out."""
    notes = reader().annotate(document(text))
    return [a for a in reader().acts(notes, attribution_voices(notes)) if not types or a.type in types]


def only(text: str, *types: str) -> Claim:
    (one,) = claims(text, *types)
    return one


def codes(actors: tuple[Actor, ...]) -> list[str]:
    """The countries, bodies and groups of a side, without sectors."""
    return sorted(a.code.split(".")[0] for a in actors)


def words(text: str, span: Span | None) -> str | None:
    return None if span is None else text[slice(*span)]


# --- grammar by hand --------------------------------------------------------------------------------------------------

PARSES = Path(__file__).parent / "parses.txt"


def tree(rows: str, text: str | None = None) -> Parse:
    """A parse from ``form/lemma/tag/relation/head`` for each token, of this text or of the forms with blanks between."""
    forms, lemmas, tags, relations, heads = zip(*(row.rsplit("/", 4) for row in rows.split()), strict=True)
    text = " ".join(forms) if text is None else text
    starts, at = [], 0
    for form in forms:
        starts.append(text.index(form, at))
        at = starts[-1] + len(form)
    ends = tuple(start + len(form) for start, form in zip(starts, forms, strict=True))
    numbers = tuple(map(int, heads))
    return make_parse((0, len(text)), forms, lemmas, tags, numbers, relations, tuple(starts), ends)


@cache
def known_parses() -> dict[str, Parse]:
    """The sentences of ``parses.txt``."""
    lines = [line for line in PARSES.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return {text: tree(rows, text) for text, rows in zip(lines[::2], lines[1::2], strict=True)}


def parse_of(text: str) -> Parse:
    return known_parses()[text]


def at(parse: Parse, form: str) -> int:
    """The first token of this form."""
    return parse.forms.index(form)


def mention(text: str, name: str, code: str, kind: MentionKind = "state") -> Mention:
    """A mention where the name first stands in the text; several codes with commas between."""
    start = text.index(name)
    return Mention((start, start + len(name)), tuple(code.split(",")), name, kind)


def layers(text: str, *mentions: Mention, attributions: tuple[Attribution, ...] = ()) -> Annotations:
    """The layers of a document that is one sentence of ``parses.txt``."""
    whole = (0, len(text))
    return Annotations(
        Document("d", text), (Passage(whole),), (Sentence(whole, 0),), parses=(parse_of(text),), mentions=mentions,
        attributions=attributions,
    )  # fmt: skip
