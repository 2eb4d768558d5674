"""The page of a ledger: one file that asks nothing of any other place, and works without scripts.

Every piece of the report goes through the template's escaping; control characters and bidirectional controls are
shown as their code points, so that no text can reorder or hide what stands around it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Any

from msgspec import Struct

from dragoman.model.claim import Claim
from dragoman.model.incident import Ledger
from dragoman.model.text import Span
from dragoman.serve.words import GLYPHS, SET_ASIDE, STANCES, Book, act, day, glyph, visible, when, where

LAYERS = {
    "act": "act",
    "actor": "who does it or suffers it",
    "source": "source",
    "cue": "cue of the source",
    "quote": "quotation",
    "date": "date",
    "place": "place",
    "framing": "loaded word",
    "aside": "set aside",
}
"""What is highlighted, with its name in the legend."""

_MOST_LINKS = 400
"""Claims above this number are still linked, but hovering over one no longer lights its words (one rule each)."""


class Piece(Struct, frozen=True):
    """A stretch of the report that all the same highlights cover.

    ``begins`` are claims whose act begins here, ``ends`` those whose act ends here.
    """

    text: str
    layers: tuple[str, ...]
    claims: tuple[int, ...]
    acts: tuple[int, ...]
    begins: tuple[int, ...]
    ends: tuple[int, ...]

    @property
    def classes(self) -> str:
        """The CSS classes of the piece."""
        return " ".join([f"l-{layer}" for layer in self.layers] + [f"c{number}" for number in self.claims])


class Paragraph(Struct, frozen=True):
    """A line of the report; ``kind`` is its mark or ``body``."""

    kind: str
    pieces: tuple[Piece, ...]


def to_html(ledger: Ledger) -> str:
    """Return the page as HTML."""
    book = Book(ledger)
    voices = {claim.voice.codes: None for claim in book.claims}
    numbers = {codes: number for number, codes in enumerate(voices)}
    return str(
        _template().render(
            book=book,
            document=ledger.document,
            title=book.title,
            paragraphs=list(paragraphs(book)),
            voices=[(numbers[codes], _voice_name(book, codes)) for codes in voices],
            voice_numbers=numbers,
            contested=[one for one in ledger.incidents if one.status == "contested"],
            incident_of={key: one for one in ledger.incidents for key in one.claims},
            timeline=_timeline(book),
            layers=LAYERS,
            lit=range(1, min(len(book.claims), _MOST_LINKS) + 1),
            glyphs=GLYPHS,
            set_aside=SET_ASIDE,
            stances=STANCES,
        )
    )


def _shown(value: Any) -> Any:
    """Make control characters visible in every string that the template puts out and has not put out before."""
    return visible(value) if type(value) is str else value


@cache
def _template() -> Any:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("dragoman.serve"), autoescape=True, finalize=_shown, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    for function in (act, day, glyph, visible, when, where):
        environment.filters[function.__name__] = function
    return environment.get_template("report.html")


def _voice_name(book: Book, codes: tuple[str, ...]) -> str:
    return " and ".join(dict.fromkeys(book.name(code) for code in codes))


def _timeline(book: Book) -> list[tuple[bool, list[tuple[str, list[Claim]]]]]:
    """Group the dated claims by day, what the report is news of apart from background."""
    groups = []
    for background in (False, True):
        days: dict[tuple[str, str], list[Claim]] = defaultdict(list)
        for claim in book.claims:
            moment = claim.date and (claim.date.first or claim.date.last)
            if moment and claim.background is background:
                days[moment.isoformat(), when(claim.date)].append(claim)
        if days:
            groups.append((background, [(name, days[first, name]) for first, name in sorted(days)]))
    return groups


def paragraphs(book: Book) -> Iterator[Paragraph]:
    """Yield the lines of the report, each cut wherever a highlight begins or ends."""
    text = book.ledger.document.text
    spans = sorted(_highlights(book), key=lambda one: one[0])
    waiting, at = 0, 0
    open_spans: list[tuple[Span, str, int | None]] = []
    kinds = {one.span: one.kind for one in book.ledger.document.marks}
    for line in text.split("\n"):
        start, end = at, at + len(line)
        at = end + 1
        open_spans = [one for one in open_spans if one[0][1] > start]
        while waiting < len(spans) and spans[waiting][0][0] < end:
            if spans[waiting][0][1] > start:
                open_spans.append(spans[waiting])
            waiting += 1
        if line.strip():
            stripped = (start + len(line) - len(line.lstrip()), start + len(line.rstrip()))
            yield Paragraph(kinds.get(stripped, "body"), tuple(_pieces(text, (start, end), open_spans)))


def _pieces(text: str, line: Span, spans: list[tuple[Span, str, int | None]]) -> Iterator[Piece]:
    starts: dict[int, list[int]] = defaultdict(list)
    stops: dict[int, list[int]] = defaultdict(list)
    for i, (span, _, _) in enumerate(spans):
        starts[max(span[0], line[0])].append(i)
        stops[min(span[1], line[1])].append(i)
    cuts = sorted({*line, *starts, *stops})
    covering: dict[int, None] = {}
    for begin, end in pairwise(cuts):
        for i in stops[begin]:
            covering.pop(i, None)
        covering.update(dict.fromkeys(starts[begin]))
        layers = {spans[i][1] for i in covering}
        acts = [i for i in covering if spans[i][1] == "act"]
        yield Piece(
            visible(text[begin:end]),
            tuple(layer for layer in LAYERS if layer in layers),
            tuple(sorted({number for i in covering if (number := spans[i][2]) is not None})),
            tuple(sorted(number for i in acts if (number := spans[i][2]) is not None)),
            tuple(sorted(number for i in acts if spans[i][0][0] == begin and (number := spans[i][2]) is not None)),
            tuple(sorted(number for i in acts if spans[i][0][1] == end and (number := spans[i][2]) is not None)),
        )


def _highlights(book: Book) -> Iterator[tuple[Span, str, int | None]]:
    """Yield every span to show, with its layer and the number of the claim it belongs to."""
    length = len(book.ledger.document.text)
    found: list[tuple[Span | None, str, int | None]] = []
    for number, claim in enumerate(book.claims, 1):
        found.append((claim.span, "act", number))
        found += [(one.span, "actor", number) for one in (*claim.actors, *claim.recipients, *claim.mediators)]
        found += [(one.span, "place", number) for one in claim.places]
        found += [(one.span, "framing", number) for one in claim.framing]
        found.append((claim.voice.span, "source", number))
        found.append((claim.date.span if claim.date is not None else None, "date", number))
    for quotation in book.ledger.quotations:
        found += [(quotation.voice.span, "source", None), (quotation.cue, "cue", None)]
        found += [(span, "quote", None) for span in quotation.spans]
    found += [(one.span, "aside", None) for one in book.ledger.document.marks if one.set_aside]
    for span, layer, owner in dict.fromkeys(found):
        if span is not None and 0 <= span[0] < span[1] <= length:
            yield span, layer, owner
