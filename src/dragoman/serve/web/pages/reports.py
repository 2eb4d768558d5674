"""A report as published, with what was read out of it; choosing a claim shows its fields and lights its words."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import Response
from msgspec import Struct
from msgspec.structs import replace

from dragoman.analyse.reports import Report, report
from dragoman.serve.html import LAYERS, Paragraph, Piece, paragraphs
from dragoman.serve.web.desk import Now, View
from dragoman.serve.web.rendering import render
from dragoman.serve.words import Book

router = APIRouter(include_in_schema=False)
PART = 60_000
"""Characters of a report that one page shows; longer ones are shown in parts."""
_MOST_SHOWN = 300
"""Claims listed beside a part."""
DEFAULT = ("act", "source", "quote", "aside")
"""Layers that are shown unless others are asked for: all of them at once hide the text."""


class Part(Struct, frozen=True):
    """A stretch of a report for one page, and the numbers of the claims whose act it shows."""

    paragraphs: tuple[Paragraph, ...]
    claims: frozenset[int]


@router.get("/report/{key}")
def one_report(
    request: Request, now: Now, key: str, claim: str = Query("", max_length=40), show: list[str] = Query([]),  # noqa: B008
    part: int = Query(0, ge=0, le=1_000_000),
) -> Response:  # fmt: skip
    """The report with this key; ``claim`` chooses one of its claims, ``show`` layers, ``part`` a part of a long one."""
    found = now.ask(report, key) if len(key) == 32 else None
    if found is None:
        raise HTTPException(404, "No report has this key.")
    book, parts = now.ask(_cut, key)
    number = book.numbers.get(claim, 0)
    if claim and not number:
        raise HTTPException(404, "This report has no claim with this key.")
    at = part or next((i for i, one in enumerate(parts, 1) if number in one.claims), 1)
    if at > len(parts):
        raise HTTPException(404, "This report has no such part.")
    shown = tuple(layer for layer in LAYERS if layer in show) or DEFAULT
    return render(
        request, "report.html", found=found, document=found.ledger.document, book=book, part=parts[at - 1], at=at, parts=len(parts),
        chosen=book.claims[number - 1] if number else None, number=number, layers=LAYERS, shown=shown,
        listed_claims=sorted(parts[at - 1].claims)[:_MOST_SHOWN], left=max(0, len(parts[at - 1].claims) - _MOST_SHOWN),
        keep=[*(("show", layer) for layer in shown if show), *([("part", str(part))] if part else [])], failures=found.ledger.failures,
    )  # fmt: skip


def _cut(view: View, key: str) -> tuple[Book, tuple[Part, ...]]:
    """The report's book and its parts, made once."""
    found: Report | None = view.ask(report, key)
    if found is None:
        raise HTTPException(404, "No report has this key.")
    book = Book(found.ledger)
    return book, tuple(_parts(book))


def _parts(book: Book) -> Iterator[Part]:
    waiting: list[Paragraph] = []
    acts: set[int] = set()
    size = 0
    for paragraph in _bounded(book):
        length = sum(len(piece.text) for piece in paragraph.pieces)
        if waiting and size + length > PART:
            yield Part(tuple(waiting), frozenset(acts))
            waiting, acts, size = [], set(), 0
        waiting.append(paragraph)
        acts |= {number for piece in paragraph.pieces for number in piece.begins}
        size += length
    yield Part(tuple(waiting), frozenset(acts))


def _bounded(book: Book) -> Iterator[Paragraph]:
    """The paragraphs, one longer than a part cut into several."""
    for paragraph in paragraphs(book):
        pieces: list[Piece] = []
        size = 0
        for piece in (shorter for whole in paragraph.pieces for shorter in _shorter(whole)):
            if pieces and size + len(piece.text) > PART:
                yield Paragraph(paragraph.kind, tuple(pieces))
                pieces, size = [], 0
            pieces.append(piece)
            size += len(piece.text)
        yield Paragraph(paragraph.kind, tuple(pieces))


def _shorter(piece: Piece) -> Iterator[Piece]:
    if len(piece.text) <= PART:
        yield piece
        return
    cuts = range(0, len(piece.text), PART)
    for cut in cuts:
        yield replace(
            piece, text=piece.text[cut : cut + PART], begins=piece.begins if cut == cuts[0] else (),
            ends=piece.ends if cut == cuts[-1] else (),
        )  # fmt: skip
