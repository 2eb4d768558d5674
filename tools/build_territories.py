"""Builds ``src/dragoman/codebook/data/built/territories.json`` from the package rigour (MIT) and the table below.

Run it in a throw-away environment that has rigour and msgspec (rigour needs ICU headers, so it is never a dependency):

    python tools/build_territories.py

The file holds every state and territory with its ISO codes, its short and formal English names, its parent and who
else claims it. Demonyms, capitals, palaces and organs are hand-made: ``codebook/data/actors/*.toml``.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

OUT = Path(__file__).parent.parent / "src" / "dragoman" / "codebook" / "data" / "built" / "territories.json"
SOURCE = "rigour (MIT)"

CODES = {
    "az-nk": "NKR", "xk": "XKX", "iq-kr": "IRQ-KRG", "ge-ab": "ABK", "x-so": "OST", "md-pmr": "PMR",
    "so-som": "SOM-SOL", "cy-trnc": "CYP-TRNC", "ua-dpr": "UKR-DPR", "ua-lpr": "UKR-LPR", "ba-srp": "BIH-SRP",
}  # fmt: skip
"""Territories without an ISO code that the codebook calls actors, by rigour's code."""

DE_FACTO = frozenset(CODES.values())
FORMAL = re.compile(
    r"(?:the )?(?:(?:[A-Z][a-z]+(?:'s)? ){0,3}(?:Republic|Kingdom|State|Sultanate|Principality|Commonwealth|Union|"
    r"Emirate|Grand Duchy|Federation) of (?:the )?[A-Z][A-Za-z' ]{2,40}|[A-Z][a-z]+ Republic)"
)
"""Formal English names among rigour's weak ones."""

REPLACED = {
    "az-nk": ("Nagorno-Karabakh", ()), "ge-ab": ("Abkhazia", ("ru",)), "x-so": ("South Ossetia", ("ru",)),
    "ua-dpr": ("Donetsk People's Republic", ("ru",)), "ua-lpr": ("Luhansk People's Republic", ("ru",)),
    "iq-kr": ("Kurdistan Regional Government", ()), "nr": ("Nauru", ()), "va": ("Holy See", ()),
    "hk": ("Hong Kong", ()), "mo": ("Macau", ()), "tr": ("Turkey", ()), "ci": ("Ivory Coast", ()),
    "tl": ("Timor-Leste", ()), "cd": ("Democratic Republic of the Congo", ()),
}  # fmt: skip
"""Names that news English does not write as rigour does, with claims."""

PARENTS = {"az-nk": "AZE", "xk": "SRB"}
"""The state that a territory belongs to under international law or by its own claim, where rigour names none."""

UNNAMED = frozenset({"cyb", "umi", "cpt", "dga", "crq"})
"""ISO-like codes of things that are nobody's actor (cyberspace, uninhabited islands)."""

AMBIGUOUS = frozenset({"Kurdistan", "Artsakh", "Union of Soviet Socialist Republics"})
"""Names that the hand-made files treat themselves."""


def main() -> None:
    """Write the file."""
    from rigour._core import territories_jsonl  # only here: the tool documents itself without it

    rows = {row["code"]: row for line in territories_jsonl().splitlines() if line.strip() for row in [json.loads(line)]}
    actors = [entry for code in sorted(rows) if (entry := _entry(code, rows)) is not None]
    OUT.parent.mkdir(parents=True, exist_ok=True)
    text = ",\n".join(json.dumps(entry, ensure_ascii=False, sort_keys=True) for entry in actors)
    OUT.write_text(f'{{"actor": [\n{text}\n]}}\n', encoding="utf-8")
    print(f"{len(actors)} territories, {OUT.stat().st_size} bytes: {OUT}")


def _entry(code: str, rows: dict[str, dict[str, Any]]) -> dict[str, Any] | None:
    row = rows[code]
    alpha3 = row.get("alpha3")
    ours = CODES.get(code) or (alpha3.upper() if alpha3 and alpha3 not in UNNAMED else None)
    if ours is None or (row.get("is_historical") and code not in CODES):
        return None
    name, claims = REPLACED.get(code, (row["name"], tuple(row.get("claims", ()))))
    names = [name] if ours not in DE_FACTO else []
    names += [full for full in _formal_names(row) if full not in names]
    entry = {
        "code": ours,
        "kind": "de-facto" if ours in DE_FACTO else "state" if row.get("is_country") else "territory",
        "name": name,
        "names": names,
        "claimed_by": [found for claim in claims if (found := _alpha3(claim, rows))],
        "parent": PARENTS.get(code) or _alpha3(row.get("parent"), rows),
        "iso2": code.upper() if len(code) == 2 else None,
        "source": SOURCE,
    }
    return {key: value for key, value in entry.items() if key == "names" or value not in (None, [])}


def _formal_names(row: dict[str, Any]) -> list[str]:
    """The long English name and "Republic of ..." forms, without "the"."""
    candidates = [row.get("full_name", ""), *row.get("names_strong", ()), *row.get("names_weak", ())]
    found = []
    for name in candidates:
        plain = name.strip().removeprefix("the ").removeprefix("The ")
        if plain not in AMBIGUOUS and plain.isascii() and FORMAL.fullmatch(plain) and plain not in found:
            found.append(plain)
    return found


def _alpha3(code: str | None, rows: dict[str, dict[str, Any]]) -> str | None:
    alpha3 = rows.get(code or "", {}).get("alpha3")
    return alpha3.upper() if alpha3 else None


if __name__ == "__main__":
    main()
