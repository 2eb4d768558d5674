"""How sure a claim is."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dragoman
from dragoman.config import Config
from dragoman.extract.confidence import FIELDS, signs, weigh_claims
from dragoman.intake.files import make_document
from dragoman.pipeline import Reader
from extract.sentences import reader

TEXT = "Chad's army shelled Bol on Monday, killing two. Rebels denied that they had attacked Chad's soldiers."


def test_every_claim_has_a_confidence_in_each_field_that_it_has() -> None:
    ledger = dragoman.read(TEXT, published=date(2021, 3, 3))

    assert ledger.claims
    for claim in ledger.claims:
        assert claim.confidence is not None
        assert set(claim.confidence) == {
            f for f in FIELDS if (f != "date" or claim.date is not None) and (f != "place" or claim.places)
        }
        assert all(0 < p < 1 for p in claim.confidence.values())


def test_the_weights_of_the_signs_add_up() -> None:
    ledger = dragoman.read(TEXT, published=date(2021, 3, 3))
    notes = reader().annotate(ledger.document)
    claim = ledger.claims[0]
    flat = {field: {"bias": 0.0} for field in FIELDS}

    plain = weigh_claims([claim], notes, flat)[0].confidence
    surer = weigh_claims([claim], notes, {**flat, "type": {"bias": 0.0, claim.type: 2.0}})[0].confidence

    assert plain is not None
    assert surer is not None
    assert plain["type"] == pytest.approx(0.5)
    assert surer["type"] == pytest.approx(0.881, abs=1e-3)
    assert surer["voice"] == plain["voice"]


def test_signs_name_what_is_known_of_a_claim() -> None:
    ledger = dragoman.read(TEXT, published=date(2021, 3, 3))
    notes = reader().annotate(ledger.document)
    spans = [c.span for c in ledger.claims]
    first, denied = ledger.claims[0], next(c for c in ledger.claims if c.stance == "denies")

    assert {"ASSAULT", "actual", "asserts", "told by the narrator", "with a toll"} <= set(signs(first, notes, spans))
    assert "denies" in set(signs(denied, notes, spans))
    assert "told by the narrator" not in set(signs(denied, notes, spans))


@settings(deadline=None)
@given(st.floats(0, 1))
def test_what_is_less_sure_than_asked_is_left_out(least: float) -> None:
    document = make_document(TEXT, published=date(2021, 3, 3))
    known = reader()
    whole = known.read(document)
    asked = Reader(Config(min_confidence=least), known.codebook, known.grammar, known.places).read(document)

    assert [c.key for c in asked.claims] == [c.key for c in whole.claims if c.confidence and c.confidence["overall"] >= least]
    assert {k for i in asked.incidents for k in i.claims} <= {c.key for c in asked.claims}
