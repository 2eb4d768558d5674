"""The command that shows what Dragoman does, on reports that ship with it: ``demo``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer
from msgspec.structs import replace

from dragoman.serve.cli.terminal import Format, console, refusing, surer, write_ledger

if TYPE_CHECKING:
    from dragoman.config import Config
    from dragoman.model.corpus import Item
    from dragoman.store.lake import Snapshot

_STORE = "dragoman-demo"
_SHOWN = 6
"""Incidents and commitments that the demo shows of each kind."""


@refusing
def demo(
    name: Annotated[str | None, typer.Argument(help="One sample report, with its ledger; without it, all as a corpus.")] = None,
    *,
    list_: Annotated[bool, typer.Option("--list", help="List the sample reports.")] = False,
    store: Annotated[str, typer.Option("--store", metavar="DIR", help="Folder for the store of the sample corpus.")] = _STORE,
    serve: Annotated[bool, typer.Option("--serve", help="Then open the desk on it.")] = False,
    format_: Annotated[Format, typer.Option("--format", "-f", help="How to write the ledger of one report.")] = Format.text,
    min_confidence: Annotated[
        float | None,
        typer.Option(metavar="P", min=0.0, max=1.0, help="Leave out claims whose overall confidence is lower."),
    ] = None,
) -> None:
    """Read the sample reports into a store and show what is contested and what was promised; or read one of them."""
    from dragoman.config import load_config

    config = surer(load_config(), min_confidence)
    if list_:
        _list()
    elif name is not None:
        _one(name, format_, config)
    else:
        _corpus(store, config)
        if serve:
            from dragoman.serve.cli import desk

            desk.serve(store=store)


def _list() -> None:
    from dragoman.serve.samples import sample_reports

    for one in sample_reports():
        print(f"{one.name:<30} {one.published.isoformat()}  {one.outlet}: {one.title}")


def _one(name: str, format_: Format, config: Config) -> None:
    """Show one sample report and its ledger."""
    from dragoman.intake.files import make_document
    from dragoman.pipeline import Reader
    from dragoman.serve.samples import sample

    chosen = sample(name)
    document = make_document(chosen.text, chosen.outlet or "the sample", chosen.published, chosen.outlet, title=chosen.title)
    if format_ is Format.text:
        print(chosen.text.strip(), end="\n\n")
    write_ledger(Reader.open(config).read(document), format_)
    if format_ is Format.text:
        print(f"\nThis report was written for Dragoman. {chosen.rests_on}".rstrip())
        print("More of them: dragoman demo --list. Your own: dragoman read REPORT --published DATE")


def _corpus(store: str, config: Config) -> None:
    """Read all sample reports into a store, and show what is contested and what was promised."""
    from dragoman.analyse.incidents import list_commitments, list_incidents
    from dragoman.analyse.selection import Selection
    from dragoman.codebook.load import load
    from dragoman.serve.cli.corpus import EngineName, running
    from dragoman.serve.cli.stores import open_lake
    from dragoman.serve.corpus_text import show_commitments, show_incidents

    print("Eighty reports on eight conflicts, by outlets that tell the same happenings differently, written for Dragoman:\n")
    with running(config, store, None, EngineName.local, None, "demo", False, None) as run:
        run.add(_items())
    snapshot, screen = open_lake(store, config).snapshot(), console()
    names = {actor.code: actor.name for actor in load(config.codebook).actors}
    print("\nContested: who says what against whom\n")
    show_incidents(list_incidents(snapshot, Selection(statuses=("contested",)), "texts", _SHOWN), screen)
    print("\nPromised, and breached as somebody says\n")
    breached = list_commitments(snapshot, "breach alleged")
    show_commitments(replace(breached, followed=breached.followed[:_SHOWN]), names, screen)
    at = "" if store == config.store else f" --store {store}"
    print("\nGo on with")
    for command, what in (
        (f"dragoman incident {_most_told(snapshot)}{at}", "one incident, account by account"),
        (f"dragoman dyad ARM AZE --by month{at}", "what two parties did to each other over time"),
        (f"dragoman commitments{at}", "every promise, and what became of it"),
        (f"dragoman export polecat --out events.tsv{at}", "the columns that event data has"),
        (f"dragoman serve{at}", "the same as pages to click through"),
        ("dragoman demo showcase", "one report and its ledger"),
        ("dragoman ingest SOURCE --store DIR", "your own reports"),
    ):
        print(f"  {command:<64} {what}")


def _most_told(snapshot: Snapshot) -> str:
    """The beginning of a key of the contested incident that most claims tell of; any incident's where none is contested."""
    query = "SELECT claims[1] AS key FROM incidents ORDER BY status <> 'contested', len(claims) DESC, key LIMIT 1"
    found = snapshot.query(query).to_pylist()
    return found[0]["key"][:8] if found else "KEY"


def _items() -> Iterator[Item]:
    from dragoman.model.corpus import Item
    from dragoman.serve.samples import sample_reports

    for one in sample_reports():
        yield Item(
            f"sample:{one.name}", one.text.encode(), "text", title=one.title, outlet=one.outlet, published=one.published,
            basis="given",
        )  # fmt: skip
