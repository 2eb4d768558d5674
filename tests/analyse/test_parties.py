"""Codes as they are typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus_store import Corpus
from dragoman.analyse.parties import near_codes, party_code
from dragoman.analyse.selection import Query
from dragoman.codebook.load import load
from dragoman.errors import InputError

CODEBOOK = load()


@pytest.fixture(scope="module")
def query(tmp_path_factory: pytest.TempPathFactory) -> Query:
    corpus = Corpus()
    corpus.claim(corpus.document("Shells fell on the town."), "Shells fell", ["FRONT.REB"], ["ARM"], mediators=("SOMEBODY",))
    path: Path = tmp_path_factory.mktemp("parties") / "store"
    return corpus.save(path).snapshot().query


@pytest.mark.parametrize("code", ["ARM", "ARM.MIL", "IGO:UN", "HAMAS.REB", "NKR", "SYR.REB", "UKR-DPR.MIL", "FRONT.REB", "SOMEBODY"])
def test_actors_of_the_codebook_and_of_the_store_are_known_in_any_letter_case(query: Query, code: str) -> None:
    assert party_code(code, CODEBOOK, query) == code
    assert party_code(f" {code.lower()} ", CODEBOOK, query) == code


@pytest.mark.parametrize(
    ("code", "near"),
    [("HAMAS", "HAMAS.REB"), ("Armenia", "ARM"), ("Azerbaijani", "AZE"), ("UN", "IGO:UN"), ("FRONT", "FRONT.REB"), ("ARMM", "ARM")],
)
def test_a_wrong_code_is_refused_with_near_ones(query: Query, code: str, near: str) -> None:
    with pytest.raises(InputError, match=f"^{code}: no actor of this code") as refused:
        party_code(code, CODEBOOK, query)
    assert near in str(refused.value).partition("near: ")[2].rstrip(")").split(", ")


@pytest.mark.parametrize("code", ["", "QQQQQQQQ", "ARM.NOSECTOR", "' OR 1=1 --", "x" * 5000])
def test_what_is_no_code_at_all_is_refused(query: Query, code: str) -> None:
    with pytest.raises(InputError, match="no actor of this code"):
        party_code(code, CODEBOOK, query)


def test_near_codes_are_few() -> None:
    assert len(near_codes("IGO", CODEBOOK).split(", ")) <= 4
    assert near_codes("", CODEBOOK) == ""
