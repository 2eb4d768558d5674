"""Which network addresses may be fetched from: public ones only, looked up once and then held to."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from dragoman.errors import InputError

Resolver = Callable[[str, int], Sequence[str]]
"""Gives the addresses of a host, as text, for a port; raises OSError where there are none."""

_EMBEDDING = tuple(map(ip_network, ("::ffff:0:0/96", "::/96", "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "fec0::/10")))
"""IPv6 networks whose addresses stand for IPv4 ones, or for a site: none is needed to reach a public host."""


def resolve(host: str, port: int) -> Sequence[str]:
    """Ask the system for the addresses of a host."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def is_public(address: str) -> bool:
    """Whether an address is one of the public internet.

    Not public: private, shared, loopback, link-local, multicast, reserved, documentation, unspecified addresses, and
    IPv6 addresses that stand for IPv4 ones.
    """
    try:
        found: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, IPv6Address) and any(found in network for network in _EMBEDDING):
        return False
    refused = found.is_multicast or found.is_reserved or found.is_unspecified or found.is_loopback or found.is_link_local
    return found.is_global and not refused


def checked_addresses(host: str, port: int, resolver: Resolver, seconds: float, *, allow_private: bool) -> list[str]:
    """Look up a host once and return its addresses, all of which may be fetched from.

    Args:
        host: a name or an address.
        port: the port.
        resolver: looks names up.
        seconds: longest wait.
        allow_private: whether addresses that are not public may pass.

    Raises:
        InputError: the name is unknown or slow to look up, or one of its addresses is not public.
    """
    found = _within(lambda: resolver(host, port), host, seconds)
    unique = list(dict.fromkeys(found))[:16]
    if not unique:
        raise InputError(f"{host}: the name has no address")
    if not allow_private:
        for address in unique:
            if not is_public(address):
                raise InputError(f"{host}: its address {address[:60]} is not one of the public internet")
    return unique


def _within(look_up: Callable[[], Sequence[str]], host: str, seconds: float) -> Sequence[str]:
    """Run a look-up that cannot be told to stop beside us, and leave it when it takes too long."""
    answer: list[Sequence[str]] = []
    failure: list[Exception] = []

    def run() -> None:
        try:
            answer.append(look_up())
        except (OSError, UnicodeError, ValueError) as error:
            failure.append(error)

    thread = threading.Thread(target=run, daemon=True, name=f"look up {host[:60]}")
    thread.start()
    thread.join(seconds)
    if failure:
        raise InputError(f"{host}: the name cannot be looked up ({failure[0]})") from failure[0]
    if not answer:
        raise InputError(f"{host}: looking up the name took longer than {seconds:g} seconds")
    return answer[0]
