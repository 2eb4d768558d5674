"""Commands that read one report: ``read`` and ``annotate``."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import Annotated

import typer

from dragoman.serve.cli.terminal import Format, day_of, refusing, surer, write_ledger


class Layer(StrEnum):
    """A layer that is of use alone."""

    times = "times"
    places = "places"
    attributions = "attributions"
    relations = "relations"


@refusing
def read(
    report: Annotated[str, typer.Argument(help="A text or HTML file, or - for standard input.")],
    *,
    published: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="Day of publication, as 2021-03-05. Relative dates count from it."),
    ] = None,
    outlet: Annotated[str | None, typer.Option(metavar="NAME", help="Who published it.")] = None,
    title: Annotated[str | None, typer.Option(metavar="WORDS", help="Its headline, where the text lacks it.")] = None,
    format_: Annotated[Format, typer.Option("--format", "-f", help="How to write the ledger.")] = Format.text,
    min_confidence: Annotated[
        float | None,
        typer.Option(metavar="P", min=0.0, max=1.0, help="Leave out claims whose overall confidence is lower."),
    ] = None,
    limit: Annotated[int | None, typer.Option(metavar="BYTES", help="Read reports of up to this size.", min=1)] = None,
) -> None:
    """Read one report: who did what to whom, according to whom, and who disputes it."""
    from dragoman.config import load_config
    from dragoman.intake.files import open_report

    config = surer(load_config(), min_confidence)
    day = day_of(published)
    document = open_report(report, day, outlet, limit or config.max_bytes, title=title, folders=config.codebook)
    from dragoman.pipeline import Reader

    write_ledger(Reader.open(config).read(document), format_)


@refusing
def annotate(
    layer: Annotated[Layer, typer.Option(help="The layer to run.")],
) -> None:
    """Run one layer over lines of JSON from standard input: {"id": ..., "text": ..., "published": ...}."""
    from dragoman.config import load_config
    from dragoman.serve.layers import Layers
    from dragoman.serve.layers import annotate as run

    for line in run(sys.stdin.buffer, layer.value, Layers(load_config())):
        sys.stdout.buffer.write(line)
        sys.stdout.buffer.flush()
