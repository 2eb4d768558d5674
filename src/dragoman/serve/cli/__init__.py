"""The command line. What is heavy is imported inside the commands, so that ``--help`` is instant."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

import dragoman
from dragoman.serve.cli import corpus, demo, desk, reports, results, storing, watching
from dragoman.serve.cli.codebook import codebook_app

app = typer.Typer(
    name="dragoman",
    help="Reads news reports about armed conflict and keeps a ledger of who says who did what to whom.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in (
    demo.demo, reports.read, corpus.ingest, watching.watch, desk.serve, results.incidents, results.incident, results.commitments,
    results.dyad, results.export, storing.sql, reports.annotate,
):  # fmt: skip
    app.command()(command)
app.add_typer(storing.store_app, name="store")
app.add_typer(desk.token_app, name="token")
app.add_typer(codebook_app, name="codebook")


def main() -> None:
    """Run the command line."""
    try:
        app()
    except BrokenPipeError:  # the reader of the pipe has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


@app.callback(invoke_without_command=True)
def _options(
    version: Annotated[bool, typer.Option("--version", help="Say which version this is, and exit.")] = False,
) -> None:
    if version:
        print(f"dragoman {dragoman.__version__}")
        raise typer.Exit
