"""Opens a desk over a store, in this process or in several workers that share its secrets."""

from __future__ import annotations

import ipaddress
import secrets
import socket
from contextlib import ExitStack
from functools import partial
from typing import Any

from fastapi import FastAPI
from msgspec import Struct

from dragoman.codebook.load import load
from dragoman.config import Config
from dragoman.errors import InputError
from dragoman.serve.cli.stores import open_store
from dragoman.serve.web.access import LOOPBACK, Access
from dragoman.serve.web.app import Options, create_app
from dragoman.serve.web.desk import Desk
from dragoman.serve.web.logs import to_standard_error
from dragoman.serve.web.names import Names
from dragoman.store.judgements import Decisions

_PATIENCE = 120
"""Seconds within which a worker must answer its parent: on a busy machine it takes a while to open the store and gather."""
_HEADERS = 32_000
"""Most bytes of a request's line and headers."""


class Opening(Struct, frozen=True):
    """What each worker needs to open the same desk.

    ``hosts`` are the names under which the desk may be called (none: any),
    ``guarded`` whether tokens are asked for, ``secure`` whether it is reached by HTTPS.
    """

    store: str
    config: Config
    hosts: frozenset[str]
    guarded: bool
    secure: bool
    secret: bytes
    salt: str


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address."""
    if host.casefold() in LOOPBACK:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def opening(
    store: str, decisions: Decisions, config: Config, host: str, names: tuple[str, ...] = (), *, secure: bool = False
) -> Opening:
    """How a desk at this address is opened: on loopback without tokens, anywhere else with them.

    Args:
        store: its folder or address.
        decisions: its decisions and tokens.
        config: the settings.
        host: the address to listen at.
        names: further names under which it may be called.
        secure: whether it is reached by HTTPS.

    Raises:
        InputError: tokens are needed and none was made.
    """
    alone = is_loopback(host) and not names
    if not alone and all(token.revoked is not None for token in decisions.tokens.list()):
        command = f"dragoman token make NAME --role admin --store {store}"
        raise InputError(f"{host}: others can reach this address, so a token is needed first: {command}")
    wide = host in {"0.0.0.0", "::", ""} and not names
    hosts = frozenset() if wide else LOOPBACK | {host.casefold(), *(name.casefold() for name in names)}
    return Opening(store, config, hosts, not alone, secure, secrets.token_bytes(32), secrets.token_hex(8))


def open_app(chosen: Opening) -> FastAPI:
    """The application of one worker.

    Raises:
        StoreError: the store or its database cannot be opened.
    """
    to_standard_error()
    held = ExitStack()
    lake, decisions = held.enter_context(open_store(chosen.store, chosen.config))
    desk = Desk(lake, Names(load(chosen.config.codebook)), decisions, lambda: str(len(decisions.history())))
    access = Access(chosen.hosts, decisions.tokens if chosen.guarded else None, chosen.secret, chosen.secure)
    app = create_app(desk, Options(access, chosen.salt))
    app.state.held = held  # the database stays open as long as the application is there
    return app


def run(chosen: Opening, host: str, port: int, workers: int = 1) -> None:
    """Serve until stopped.

    Raises:
        StoreError: the store or its database cannot be opened.
        InputError: the address cannot be listened at.
    """
    import uvicorn
    from uvicorn.supervisors import Multiprocess

    try:
        listening = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET, backlog=2048)
    except (OSError, OverflowError) as error:
        raise InputError(f"{host}:{port}: the desk cannot listen there ({error}); choose another --port") from error
    app: Any = open_app(chosen) if workers == 1 else partial(open_app, chosen)
    config = uvicorn.Config(
        app, host, port, factory=workers > 1, workers=workers, log_config=None, access_log=False, server_header=False,
        proxy_headers=False, ws="none", lifespan="off", timeout_keep_alive=15, timeout_worker_healthcheck=_PATIENCE,
        h11_max_incomplete_event_size=_HEADERS, http="h11",
    )  # fmt: skip
    with listening:
        listening.set_inheritable(True)
        if workers > 1:
            Multiprocess(config, [listening]).run()
        else:
            uvicorn.Server(config).run([listening])


