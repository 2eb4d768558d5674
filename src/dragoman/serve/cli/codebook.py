"""The codebook at the terminal: checked, shown, held against a corpus."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.errors import InputError
from dragoman.serve.cli.terminal import complain, console, refusing

if TYPE_CHECKING:
    from dragoman.codebook.load import Codebook

codebook_app = typer.Typer(help="Check the codebook, or show an entry of it.", no_args_is_help=True)


@codebook_app.command("check")
@refusing
def check() -> None:
    """Check the codebook: shapes, duplicates, dangling references, overlapping terms of office, examples."""
    from dragoman.codebook.check import check as check_files
    from dragoman.codebook.check import check_examples
    from dragoman.config import load_config
    from dragoman.intake.files import make_document
    from dragoman.pipeline import Reader

    config, codebook = load_config(), _codebook()
    reader = Reader.open(config)
    examples = check_examples(codebook, lambda text: reader.read(make_document(text)))
    problems = [*check_files(config.codebook), *examples]
    for problem in problems:
        print(problem)
    if problems:
        complain(f"the codebook has {len(problems)} {'faults' if len(problems) > 1 else 'fault'}")
        raise typer.Exit(1)
    terms = [role for actor in codebook.actors for role in actor.roles]
    checked = sum(bool(role.checked) for role in terms)
    print(
        f"codebook {codebook.digest[:8]}: {len(codebook.events)} event types, {len(codebook.actors)} actors, "
        f"{len(terms)} terms of office ({checked} looked up in a second source), {len(codebook.places)} places, no faults"
    )


@codebook_app.command("coverage")
@refusing
def coverage(
    corpus: Annotated[str, typer.Argument(help="A report, a folder of reports, or JSON lines with a text each.")],
    most: Annotated[int, typer.Option(help="Rows of each table.", min=1)] = 50,
) -> None:
    """List the most frequent names that resolve to nobody, and verbs of actors that nothing explains."""
    from dragoman.analyse.coverage import Coverage
    from dragoman.config import load_config
    from dragoman.intake.corpus import open_corpus
    from dragoman.pipeline import Reader
    from dragoman.serve.entries import gaps_view

    config = load_config()
    reader = Reader.open(config)
    gaps = Coverage(reader.known_verbs())
    for document in open_corpus(corpus, config.max_bytes, complain):
        gaps.add(reader.annotate(document))
    screen = console()
    screen.print(gaps_view("names that resolve to nobody", gaps.names(most)), highlight=False)
    screen.print(gaps_view("verbs of actors that nothing explains", gaps.verbs(most)), highlight=False)
    screen.print(f"{gaps.documents:,} documents", highlight=False)


@codebook_app.command("show")
@refusing
def show(entry: Annotated[str, typer.Argument(metavar="TYPE|CODE", help="An event type or an actor's code.")]) -> None:
    """Show an event type (ASSAULT) or an actor (ARM, IGO:UN) as the codebook has it."""
    from dragoman.serve.entries import actor_view, event_view, nearest

    codebook = _codebook()
    event = codebook.events.get(entry.upper())
    actor = codebook.actor(entry) or codebook.actor(entry.upper())
    if event is None and actor is None:
        near = nearest(entry, codebook)
        raise InputError(f"{entry}: no event type or actor of this name{f' (near: {near})' if near else ''}")
    screen = console()
    if event is not None:
        screen.print(event_view(event), highlight=False)
    if actor is not None:
        screen.print(actor_view(actor), highlight=False)


def _codebook() -> Codebook:
    from dragoman.codebook.load import load
    from dragoman.config import load_config

    return load(load_config().codebook)


