"""Commands of the desk: ``serve`` and ``token``."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from dragoman.serve.cli.terminal import console, refusing
from dragoman.serve.words import visible

token_app = typer.Typer(help="Make, list and revoke the tokens that a desk asks for.", no_args_is_help=True)
StoreOption = Annotated[str | None, typer.Option("--store", metavar="DIR", help="Folder of the store.")]


class Role(StrEnum):
    """What a token allows."""

    reader = "reader"
    reviewer = "reviewer"
    admin = "admin"


@refusing
def serve(
    *,
    store: StoreOption = None,
    host: Annotated[str, typer.Option(metavar="HOST", help="Where to listen; beyond this machine it asks for tokens.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(metavar="N", min=0, max=65535, help="At which port.")] = 8765,
    workers: Annotated[int, typer.Option(metavar="N", min=1, max=64, help="Processes that answer.")] = 1,
    name: Annotated[list[str] | None, typer.Option(metavar="HOST", help="A name under which others call it. Repeatable.")] = None,
    https: Annotated[bool, typer.Option("--https", help="It is reached by HTTPS (something before it speaks TLS).")] = False,
) -> None:
    """Open the analysts' desk over a store as a web page, until stopped (Ctrl-C)."""
    from dragoman.config import load_config
    from dragoman.serve.cli.stores import open_store
    from dragoman.serve.web.start import opening, run

    config = load_config()
    path = store or config.store
    with open_store(store, config) as (_, decisions):
        chosen = opening(path, decisions, config, host, tuple(name or ()), secure=https)
    shown = f"[{host}]" if ":" in host else host
    print(f"Dragoman's desk over {visible(path)}: http{'s' if https else ''}://{shown}:{port}/ (Ctrl-C stops it)", flush=True)
    run(chosen, host, port, workers)


@token_app.command("make")
@refusing
def make_token(
    name: Annotated[str, typer.Argument(help="Who will hold it; judgements are signed with this name.")],
    *,
    role: Annotated[Role, typer.Option(help="What it allows: to look, to judge as well, or everything.")] = Role.reader,
    store: StoreOption = None,
) -> None:
    """Make a token and show its secret, once."""
    from dragoman.config import load_config
    from dragoman.serve.cli.stores import open_store

    with open_store(store, load_config()) as (_, decisions):
        print(decisions.tokens.make(name, role.value))


@token_app.command("list")
@refusing
def list_tokens(*, store: StoreOption = None) -> None:
    """List the tokens, without their secrets."""
    from rich import box
    from rich.table import Table

    from dragoman.config import load_config
    from dragoman.serve.cli.stores import open_store

    with open_store(store, load_config()) as (_, decisions):
        tokens = decisions.tokens.list()
    table = Table("name", "role", "made", "revoked", box=box.SIMPLE_HEAD, pad_edge=False)
    for one in tokens:
        revoked = f"{one.revoked:%Y-%m-%d %H:%M}" if one.revoked is not None else ""
        table.add_row(visible(one.name), one.role, f"{one.made:%Y-%m-%d %H:%M}", revoked)
    console().print(table)


@token_app.command("revoke")
@refusing
def revoke_token(name: Annotated[str, typer.Argument(help="Whose token it is.")], *, store: StoreOption = None) -> None:
    """Make a token worthless for ever."""
    from dragoman.config import load_config
    from dragoman.serve.cli.stores import open_store

    with open_store(store, load_config()) as (_, decisions):
        decisions.tokens.revoke(name)
    print(f"{visible(name)}: revoked")
