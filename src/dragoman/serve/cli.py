"""The command line. What is heavy is imported inside the commands, so that ``--help`` is instant."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import wraps
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer
from msgspec.structs import replace

import dragoman
from dragoman.errors import DragomanError, InputError
from dragoman.serve.words import visible

if TYPE_CHECKING:
    from rich.console import Console

    from dragoman.codebook.load import Codebook
    from dragoman.config import Config
    from dragoman.model.incident import Ledger

app = typer.Typer(
    name="dragoman",
    help="Reads news reports about armed conflict and keeps a ledger of who says who did what to whom.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
codebook_app = typer.Typer(help="Check the codebook, or show an entry of it.", no_args_is_help=True)
app.add_typer(codebook_app, name="codebook")

_Command = TypeVar("_Command", bound=Callable[..., Any])
_REFUSED = 2
"""Exit status where the input, a setting or the codebook is wrong."""


class Format(StrEnum):
    """How a ledger is written."""

    text = "text"
    json = "json"
    jsonl = "jsonl"
    html = "html"


class Layer(StrEnum):
    """A layer that is of use alone."""

    times = "times"
    places = "places"
    attributions = "attributions"
    relations = "relations"


def main() -> None:
    """Run the command line."""
    try:
        app()
    except BrokenPipeError:  # the reader of the pipe has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


def _refusing(command: _Command) -> _Command:
    """Turn the errors raised on purpose into one sentence on standard error and exit status 2."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except DragomanError as error:
            _complain(str(error))
            raise typer.Exit(_REFUSED) from error

    return run  # type: ignore[return-value]  # a wrapper has its command's signature, which mypy cannot see


def _complain(message: str) -> None:
    print(f"dragoman: {visible(' '.join(message.split()))}", file=sys.stderr)


@app.callback(invoke_without_command=True)
def _options(
    version: Annotated[bool, typer.Option("--version", help="Say which version this is, and exit.")] = False,
) -> None:
    if version:
        print(f"dragoman {dragoman.__version__}")
        raise typer.Exit


@app.command()
@_refusing
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

    config = _surer(load_config(), min_confidence)
    day = _day(published)
    document = open_report(report, day, outlet, limit or config.max_bytes, title=title, folders=config.codebook)
    from dragoman.pipeline import Reader

    _write(Reader.open(config).read(document), format_)


@app.command()
@_refusing
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


@app.command()
@_refusing
def demo(
    name: Annotated[str | None, typer.Argument(help="A sample report; without it, the one that shows most.")] = None,
    list_: Annotated[bool, typer.Option("--list", help="List the sample reports.")] = False,
    format_: Annotated[Format, typer.Option("--format", "-f", help="How to write the ledger.")] = Format.text,
    min_confidence: Annotated[
        float | None,
        typer.Option(metavar="P", min=0.0, max=1.0, help="Leave out claims whose overall confidence is lower."),
    ] = None,
) -> None:
    """Read a sample report that ships with Dragoman."""
    from dragoman.serve.samples import names, sample

    if list_:
        for known in names():
            one = sample(known)
            print(f"{known:<28} {one.published.isoformat()}  {one.outlet or ''}  {one.title or ''}".rstrip())
        return
    from dragoman.config import load_config
    from dragoman.intake.files import make_document
    from dragoman.pipeline import Reader

    chosen = sample(name)
    document = make_document(
        chosen.text, chosen.outlet or "the sample", chosen.published, chosen.outlet, title=chosen.title
    )
    if format_ is Format.text:
        print(chosen.text.strip(), end="\n\n")
    _write(Reader.open(_surer(load_config(), min_confidence)).read(document), format_)
    if format_ is Format.text:
        print(f"\nThis report was written for Dragoman. {chosen.rests_on}".rstrip())
        print("More of them: dragoman demo --list. Your own: dragoman read REPORT --published DATE")


@codebook_app.command("check")
@_refusing
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
        _complain(f"the codebook has {len(problems)} {'faults' if len(problems) > 1 else 'fault'}")
        raise typer.Exit(1)
    terms = [role for actor in codebook.actors for role in actor.roles]
    checked = sum(bool(role.checked) for role in terms)
    print(
        f"codebook {codebook.digest[:8]}: {len(codebook.events)} event types, {len(codebook.actors)} actors, "
        f"{len(terms)} terms of office ({checked} looked up in a second source), {len(codebook.places)} places, no faults"
    )


@codebook_app.command("coverage")
@_refusing
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
    for document in open_corpus(corpus, config.max_bytes, _complain):
        gaps.add(reader.annotate(document))
    console = _console()
    console.print(gaps_view("names that resolve to nobody", gaps.names(most)), highlight=False)
    console.print(gaps_view("verbs of actors that nothing explains", gaps.verbs(most)), highlight=False)
    console.print(f"{gaps.documents:,} documents", highlight=False)


@codebook_app.command("show")
@_refusing
def show(entry: Annotated[str, typer.Argument(metavar="TYPE|CODE", help="An event type or an actor's code.")]) -> None:
    """Show an event type (ASSAULT) or an actor (ARM, IGO:UN) as the codebook has it."""
    from dragoman.serve.entries import actor_view, event_view, nearest

    codebook = _codebook()
    event = codebook.events.get(entry.upper())
    actor = codebook.actor(entry) or codebook.actor(entry.upper())
    if event is None and actor is None:
        near = nearest(entry, codebook)
        raise InputError(f"{entry}: no event type or actor of this name{f' (near: {near})' if near else ''}")
    console = _console()
    if event is not None:
        console.print(event_view(event), highlight=False)
    if actor is not None:
        console.print(actor_view(actor), highlight=False)


def _surer(config: Config, least: float | None) -> Config:
    """The settings, with the least confidence that the command line asks for."""
    return config if least is None else replace(config, min_confidence=least)


def _day(value: str | None) -> date | None:
    if value is None:
        return None
    try:
        day = date.fromisoformat(value.strip())
    except ValueError as error:
        raise InputError(f"--published {value!r}: not a date; write it as 2021-03-05") from error
    if day > datetime.now(UTC).date():
        _complain(f"warning: --published {day.isoformat()} lies in the future")
    return day


def _codebook() -> Codebook:
    from dragoman.codebook.load import load
    from dragoman.config import load_config

    return load(load_config().codebook)


def _console() -> Console:
    from rich.console import Console

    return Console(soft_wrap=False, emoji=False, markup=False)


def _write(ledger: Ledger, format_: Format) -> None:
    """Write a ledger to standard output; always UTF-8 but for the text view, which the terminal decides."""
    if format_ is Format.text:
        from dragoman.serve.text import show as show_text

        console = _console()
        if console.is_terminal:
            show_text(ledger, console)
            return
        with console.capture() as captured:
            show_text(ledger, console)
        data = "".join(f"{line.rstrip()}\n" for line in captured.get().split("\n")).rstrip("\n").encode() + b"\n"
    elif format_ is Format.html:
        from dragoman.serve.html import to_html

        data = to_html(ledger).encode()
    else:
        from dragoman.serve.json import to_json, to_jsonl

        data = to_json(ledger) if format_ is Format.json else to_jsonl(ledger)
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
