"""Codes of other datasets, against what their own lists say."""

from __future__ import annotations

import pytest

from dragoman.codebook import crosswalk
from dragoman.codebook.crosswalk import Cameo, Crosswalk, State, cameo_text, fips, goldstein, states
from dragoman.codebook.load import load
from dragoman.errors import CodebookError

CROSSWALK = Crosswalk(load())


def test_fips_differs_from_iso_where_it_is_known_to() -> None:
    known = {
        "ARM": "AM", "AZE": "AJ", "GEO": "GG", "RUS": "RS", "UKR": "UP", "TUR": "TU", "DEU": "GM", "GBR": "UK", "CHN": "CH",
        "CHE": "SZ", "AUS": "AS", "AUT": "AU", "IRQ": "IZ", "ISR": "IS", "LBN": "LE", "SDN": "SU", "SSD": "OD", "SRB": "RI",
        "KOR": "KS", "PRK": "KN", "JPN": "JA", "PHL": "RP", "ZAF": "SF", "ESP": "SP", "SWE": "SW", "BLR": "BO", "NGA": "NI",
        "NER": "NG", "TCD": "CD", "COD": "CG", "COG": "CF", "CAF": "CT", "DZA": "AG", "MAR": "MO", "MMR": "BM", "XKX": "KV",
    }  # fmt: skip

    assert {iso3: states()[iso3].fips for iso3 in known} == known


def test_the_gaza_strip_and_the_west_bank_have_codes_of_their_own() -> None:
    assert (fips("PSE", 34.45), fips("PSE", 35.2), fips("PSE", None)) == ("GZ", "WE", "WE")
    assert (fips("ARM", 34.0), fips(None, 1.0), fips("XXX", 1.0)) == ("AM", None, None)


def test_correlates_of_war_numbers() -> None:
    known = {
        "USA": 2, "CAN": 20, "MEX": 70, "COL": 100, "BRA": 140, "ARG": 160, "GBR": 200, "FRA": 220, "ESP": 230, "POL": 290,
        "AUT": 305, "ITA": 325, "SRB": 345, "XKX": 347, "GRC": 350, "RUS": 365, "UKR": 369, "ARM": 371, "GEO": 372, "AZE": 373,
        "NGA": 475, "COD": 490, "ETH": 530, "ZAF": 560, "SDN": 625, "SSD": 626, "IRN": 630, "TUR": 640, "IRQ": 645, "EGY": 651,
        "SYR": 652, "LBN": 660, "ISR": 666, "SAU": 670, "AFG": 700, "CHN": 710, "JPN": 740, "IND": 750, "PAK": 770, "AUS": 900,
    }  # fmt: skip

    assert {iso3: states()[iso3].cow_number for iso3 in known} == known
    letters = {"KOR": "ROK", "GEO": "GRG", "TWN": "TAW", "DEU": "GMY", "GBR": "UKG", "NER": "NIR", "NGA": "NIG", "AUT": "AUS"}
    assert {iso3: states()[iso3].cow for iso3 in letters} == letters
    assert (states()["PSE"].cow_number, states()["GRL"].cow_number) == (None, None)


def test_gleditsch_and_ward_number_a_few_otherwise() -> None:
    assert {iso3: states()[iso3].gw_number for iso3 in ("DEU", "YEM", "SRB", "ARM")} == {"DEU": 260, "YEM": 678, "SRB": 340, "ARM": 371}


@pytest.mark.parametrize("field", ["iso2", "numeric", "fips", "cow", "cow_number", "gw_number", "cameo"])
def test_no_two_states_share_a_code(field: str) -> None:
    values = [value for state in states().values() if (value := getattr(state, field)) is not None]

    assert len(values) > 190
    assert len(values) == len(set(values))


def test_codes_are_text_with_their_zeros() -> None:
    assert (states()["AFG"].numeric, states()["ALB"].numeric, states()["XKX"].numeric) == ("004", "008", None)
    assert all(state.numeric is None or (len(state.numeric), state.numeric.isdigit()) == (3, True) for state in states().values())


def test_every_state_of_the_codebook_is_there() -> None:
    of_the_codebook = {actor.code for actor in load().actors if actor.kind == "state"}

    assert len(of_the_codebook) > 190
    assert of_the_codebook <= states().keys()


@pytest.mark.parametrize(
    ("code", "state"),
    [
        ("ARM", "ARM"), ("ARM.MIL", "ARM"), ("SYR.REB", "SYR"), ("XKX.GOV", "XKX"), ("PSE.GOV", "PSE"), ("HAMAS.REB", "PSE"),
        ("HOUTHI.REB", "YEM"), ("TALIBAN.GOV", "AFG"), ("BRN.REB", "THA"), ("BRN.GOV", "BRN"), ("NKR", None), ("NKR.MIL", None),
        ("IRQ-KRG.GOV", None), ("ABK", None), ("IGO:UN", None), ("COA.MIL", None), ("UNK", None), ("UNK.REB", None), ("", None),
        (None, None),
    ],
)  # fmt: skip
def test_the_state_of_an_actor(code: str | None, state: str | None) -> None:
    found = CROSSWALK.state(code)

    assert (found.iso3 if found else None) == state


@pytest.mark.parametrize(
    ("code", "cameo"),
    [
        ("ARM", Cameo("ARM", "ARM")),
        ("ARM.MIL", Cameo("ARMMIL", "ARM", types=("MIL",))),
        ("ROU.GOV", Cameo("ROMGOV", "ROM", types=("GOV",))),
        ("XKX.GOV", Cameo("KSVGOV", "KSV", types=("GOV",))),
        ("TLS", Cameo("TMP", "TMP")),
        ("PSE", Cameo("PSE", "PSE")),
        ("USA.MED", Cameo("USAHLH", "USA", types=("HLH",))),  # medicine, not media
        ("USA.JRN", Cameo("USAMED", "USA", types=("MED",))),
        ("SDN.PRM", Cameo("SDNUAF", "SDN", types=("UAF",))),
        ("IGO:UN", Cameo("IGOUNO", None, "UNO", types=("IGO",))),
        ("IGO:UN.MIL", Cameo("IGOUNOMIL", None, "UNO", types=("IGO", "MIL"))),
        ("IGO:EU", Cameo("IGOEUREEC", "EUR", "EEC", types=("IGO",))),
        ("IGO:NATO", Cameo("IGOWSTNAT", "WST", "NAT", types=("IGO",))),
        ("IGO:QUAD", Cameo("IGO", types=("IGO",))),
        ("NGO:ICRC", Cameo("NGOHLHCRC", None, "CRC", types=("NGO", "HLH"))),
        ("HAMAS.REB", Cameo("PSEREBHMS", "PSE", "HMS", types=("REB",))),
        ("TALIBAN.GOV", Cameo("AFGGOVTAL", "AFG", "TAL", types=("GOV",))),
        ("ALQAEDA.REB", Cameo("IMGMOSALQ", None, "ALQ", "MOS", ("IMG",))),
        ("HOUTHI.REB", Cameo("YEMREB", "YEM", types=("REB",))),
        ("NKR", Cameo()),
        ("NKR.MIL", Cameo("MIL", types=("MIL",))),
        ("IRQ-KRG.GOV", Cameo("GOV", types=("GOV",))),
        ("UNK", Cameo()),
        (None, Cameo()),
    ],
)
def test_actors_as_cameo_writes_them(code: str | None, cameo: Cameo) -> None:
    assert CROSSWALK.cameo(code) == cameo


def test_every_actor_of_the_codebook_is_written_in_parts_of_three_letters() -> None:
    codes = [CROSSWALK.cameo(actor.code).code for actor in load().actors]

    assert len(codes) > 500
    assert all(len(code) % 3 == 0 and (not code or code.isupper()) for code in codes)


def test_acts_have_goldsteins_weight_and_a_text() -> None:
    weights = {"040": 1.0, "0871": 9.0, "190": -10.0, "1823": -10.0, "112": -2.0}
    assert {code: goldstein(code) for code in weights} == weights
    assert (cameo_text("040"), cameo_text("0871")) == ("Consult", "Declare truce, ceasefire")
    assert cameo_text("0834") == "Accede to requests or demands for political reform"  # a special case of 083
    assert (goldstein("999"), cameo_text("999")) == (None, None)


def test_every_code_that_the_codebook_gives_has_both() -> None:
    events = load().events.values()
    given = {event.cameo for event in events} | {mode.cameo for event in events for mode in event.modes}

    assert len(given) > 60
    assert [code for code in sorted(given) if goldstein(code) is None or cameo_text(code) is None] == []


def test_a_damaged_list_is_named(tmp_path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "crosswalk.json").write_text('[{"iso3": "ARM"}]')
    monkeypatch.setattr(crosswalk, "BUILT", tmp_path)

    with pytest.raises(CodebookError, match=r"crosswalk\.json"):
        crosswalk._read("crosswalk.json", tuple[State, ...])
