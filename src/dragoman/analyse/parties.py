"""Codes of parties as somebody types them, held against the codebook and the store."""

from __future__ import annotations

import difflib
from collections.abc import Collection

from dragoman.analyse.selection import Query
from dragoman.codebook.faults import SECTORS
from dragoman.codebook.load import Codebook
from dragoman.errors import InputError

_NEAR = 4


def party_code(code: str, codebook: Codebook, query: Query) -> str:
    """Return a code as the store writes it; letter case does not matter.

    Known are the actors of the codebook, with or without a sector (``ARM``, ``ARM.MIL``, ``IGO:UN``, ``HAMAS.REB``), and
    every code that a claim of the store names.

    Raises:
        InputError: nobody has this code; names near ones.
    """
    wanted = code.strip().upper()
    actors = {actor.code for actor in codebook.actors}
    base, _, sector = wanted.partition(".")
    if wanted in actors or (base in actors and sector in SECTORS):
        return wanted
    told = _told(query)
    if wanted in told:
        return wanted
    near = near_codes(code, codebook, told)
    raise InputError(f"{code}: no actor of this code, in the codebook or the store{f' (near: {near})' if near else ''}")


def near_codes(code: str, codebook: Codebook, told: Collection[str] = ()) -> str:
    """List codes of actors who are called so, that begin so, or that are spelt much like it; those of ``told`` too."""
    wanted, name = code.strip().upper(), code.strip().casefold()
    known = sorted({*(actor.code for actor in codebook.actors), *told})
    named = ((actor.code, (actor.name, *actor.names, *actor.demonyms)) for actor in codebook.actors)
    called = [one for one, names in named if name in {known.casefold() for known in names}]
    base = wanted.partition(".")[0]
    begun = [one for one in known if one.partition(".")[0] == base or one.partition(":")[2] == base] if base else []
    found = dict.fromkeys([*called, *begun, *difflib.get_close_matches(wanted, known, _NEAR, 0.7)])
    return ", ".join(list(found)[:_NEAR])


def _told(query: Query) -> frozenset[str]:
    """Every code that a claim of the store names."""
    sides = " UNION ALL ".join(f"SELECT unnest({side}).code AS code FROM claims" for side in ("actors", "recipients", "mediators"))
    return frozenset(query(f"SELECT DISTINCT code FROM ({sides}) WHERE code IS NOT NULL", ()).column("code").to_pylist())
