"""Records survive the way into Arrow and back."""

from __future__ import annotations

import functools
import time
from datetime import date
from typing import Any, get_args

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from dragoman.errors import InputError
from dragoman.model import event, grouped, incident
from dragoman.model.claim import Actor, Claim, Quotation, Sighting, Voice
from dragoman.model.corpus import Carrier, DateBasis, Unread
from dragoman.model.text import Bounds, Document, Mark, MarkKind
from dragoman.model.world import Place, Precision
from dragoman.store import rows as r
from dragoman.store.tables import DERIVED, TABLES
from store.made_readings import DAY, carrier, claims, document, reading

words = st.text(st.characters(codec="utf-8"), max_size=12)
maybe = st.none() | words
some = st.lists(words, max_size=3).map(tuple)
spans = st.tuples(st.integers(0, 2**31 - 1), st.integers(0, 2**31 - 1))
days = st.none() | st.dates()
counts = st.none() | st.integers(0, 2**63 - 1)
floats = st.floats(allow_nan=False)


def tuples(of: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(of, max_size=3).map(tuple)


actors = tuples(st.builds(Actor, words, words, maybe, st.none() | spans))
voices = st.builds(Voice, some, some, maybe, st.booleans(), maybe, st.none() | spans)
whens = st.builds(event.When, days, days, words, st.none() | spans, words)
places = st.builds(
    Place, st.none() | spans, words, st.none() | floats, st.none() | floats, counts, maybe, st.sampled_from(get_args(Precision)), some,
)  # fmt: skip
casualties = st.builds(event.Casualty, st.sampled_from(get_args(event.CasualtyKind)), counts, counts, some, days, st.none() | spans)
sightings = st.lists(st.builds(Sighting, words, words, some), max_size=3, unique_by=lambda one: (one.coder, one.codebook)).map(
    lambda found: tuple(sorted(found, key=lambda one: (one.coder, one.codebook)))
)
confidences = st.none() | st.dictionaries(st.sampled_from(["type", "actors", "voice", "date", "place", "overall"]), floats)
plovers = st.builds(event.Plover, words, maybe, st.integers(1, 4), floats, words)
told = st.builds(
    Claim, words, words, maybe, some, st.none() | plovers, actors, actors, actors, voices,
    st.sampled_from(get_args(event.Stance)), st.sampled_from(get_args(event.Reality)), st.booleans(), st.none() | whens,
    tuples(places), tuples(casualties), tuples(st.builds(event.Framing, words, spans)), spans, confidences, sightings,
)  # fmt: skip
bounds = st.none() | st.builds(Bounds, days, days, some)
documents = st.builds(
    Document, words, words, maybe, maybe, maybe, days, bounds, words,
    tuples(st.builds(Mark, st.sampled_from(get_args(MarkKind)), spans)),
)  # fmt: skip
prints = st.builds(
    Carrier, words, words, words, maybe, maybe, maybe, maybe, maybe, maybe, maybe, days,
    st.none() | st.sampled_from(get_args(DateBasis)),
)  # fmt: skip


@given(st.lists(told, max_size=4, unique_by=lambda one: one.key), st.lists(st.integers(0, 2**64 - 1), max_size=3))
@settings(max_examples=150, deadline=None)
def test_claims_come_back_as_they_went(made: list[Claim], blocks: list[int]) -> None:
    table = r.to_table("claims", [r.claim_row(one, "document", "words", "sentence", blocks) for one in made], "run")
    seen = r.to_table("sightings", [row for one in made for row in r.sighting_rows(one, "document")], "run")

    assert r.claims_from(table, r.sightings_from(seen)) == made
    assert [[r.unsigned(bits) for bits in row] for row in table.column("blocks").to_pylist()] == [blocks] * len(made)


@given(st.lists(told, min_size=5, max_size=5), st.integers(0, 4), st.integers(0, 5))
@settings(max_examples=30, deadline=None)
def test_a_slice_of_a_table_gives_its_own_rows(made: list[Claim], first: int, length: int) -> None:
    table = r.to_table("claims", [r.claim_row(one, "document", "words", "sentence", ()) for one in made])
    wanted = [one.span for one in made][first : first + length]

    assert [one.span for one in r.claims_from(table.slice(first, length))] == wanted
    assert [one.actors for one in r.claims_from(table.slice(first, length))] == [one.actors for one in made][first : first + length]


@given(st.lists(documents, max_size=4), st.lists(prints, max_size=4))
@settings(max_examples=100, deadline=None)
def test_documents_and_printings_come_back_as_they_went(texts: list[Document], printed: list[Carrier]) -> None:
    assert r.documents_from(r.to_table("documents", [r.document_row(one) for one in texts])) == texts
    assert r.carriers_from(r.to_table("carriers", [r.carrier_row(one) for one in printed])) == printed


def test_one_row_comes_back_too() -> None:
    text = document(1)
    made = claims(text)[0]
    table = r.to_table("claims", [r.claim_row(made, text.key, "", "", (3,))])

    assert r.claim_from(table.to_pylist()[0], made.sightings) == made
    assert r.document_from(r.to_table("documents", [r.document_row(text)]).to_pylist()[0]) == text


def test_a_count_beyond_64_bits_is_open() -> None:
    made = replace(claims(document(1))[0], casualties=(event.Casualty("killed", 3, 10**30),))
    back = r.claims_from(r.to_table("claims", [r.claim_row(made, "d", "", "", ())]))[0]

    assert back.casualties == (event.Casualty("killed", 3, None),)


def test_half_a_surrogate_pair_is_refused_with_its_place() -> None:
    with pytest.raises(InputError, match="character 3"):
        r.document_row(Document("key", "abc\ud800"))
    with pytest.raises(InputError, match="surrogate"):
        r.carrier_row(Carrier("key", "document", "where", title="\udfff"))
    assert r.unread_row(Unread("key", "where\udfff", "intake", "why\ud800"))[3] == "where?"


def test_quotations_of_one_place_have_keys_of_their_own() -> None:
    text = document(1)
    quotations = [Quotation(Voice(("AZE",)), "direct", None, ((0, 6),)), Quotation(Voice(("ARM",)), "direct", None, ((0, 6),))]
    table = r.to_table("quotations", r.quotation_rows(quotations, text))

    assert r.quotations_from(table) == quotations
    assert len(set(table.column("key").to_pylist())) == 2
    assert table.column("words").to_pylist() == [["Report"], ["Report"]]


def test_what_is_grouped_comes_back_as_it_went() -> None:
    figure = grouped.Figure("c1", "ARM", 1, 2, DAY, None)
    toll = grouped.Toll("killed", ("ARM",), 2, 1, None, "the last of each", (figure,))
    clash = incident.Discrepancy("initiator", (incident.Reading("ARM", ("c1",)), incident.Reading("AZE", ("c2", "c3"))))
    accounts = (incident.Account("ARM", ("c1",)), incident.Account("AZE", ("c2", "c3")))
    found = incident.Incident("c1", "contested", "c1 and c2 differ", ("c1", "c2", "c3"), accounts, (clash,))
    link = grouped.Link("c2", "c1", 3.5, ("same day",))
    happened = grouped.Happened(found, "ASSAULT", False, DAY, None, ("ARM", "AZE"), ("Karvan",), ("AZE",), 2, (toll,), (link,))
    followed = grouped.Followed(
        "c4", ("c4",), ("ARM",), (), "a truce", DAY, None, "breach alleged", "why", ("c5",), (incident.Breach("c6", "AZE"),)
    )
    grouping = grouped.Grouping((happened,), (followed,), (grouped.Reprint("c7", "c1"),))
    tables = r.grouping_tables(grouping, [grouped.Copy("d2", "d1", 0.75)])

    assert {*tables, "members"} == set(DERIVED)
    assert r.incidents_from(tables["incidents"], tables["accounts"]) == [happened]
    assert r.commitments_from(tables["commitments"]) == [followed]
    assert r.reprints_from(tables["reprints"]) == [grouped.Reprint("c7", "c1")]
    assert r.copies_from(tables["copies"]) == [grouped.Copy("d2", "d1", 0.75)]


def test_packed_rows_are_the_same_rows() -> None:
    tables = reading(document(1))
    batch = r.Rows("run")
    batch.add_document(r.document_row(document(1)), {"claims": []})
    batch.add("carriers", [r.carrier_row(carrier(document(1)))])
    back = r.unpack(r.pack(batch))

    assert set(back) == {"documents", "carriers"}
    assert all(back[name].schema == TABLES[name].schema for name in back)
    assert back["documents"].column("run").to_pylist() == ["run"]
    assert len(batch) == 2
    assert all(table.schema == TABLES[name].schema for name, table in tables.items())


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (1, 3, 0, 2)])
def test_of_two_readings_of_a_text_the_earlier_printing_stands(order: tuple[int, ...]) -> None:
    printed = [document(1, None), document(1, DAY, "Zeitung"), document(1, DAY, "Abend"), document(1, date(2022, 11, 9), "Abend")]
    batch = r.Rows()
    for place in order:
        one = printed[place]
        batch.add_document(
            r.document_row(one), {"claims": [r.claim_row(claim, one.key, "", "", ()) for claim in claims(one, place + 1)]}
        )
    tables = batch.tables()

    assert tables["documents"].column("outlet").to_pylist() == ["Abend"]
    assert tables["documents"].column("published").to_pylist() == [DAY]
    assert tables["claims"].num_rows == 3


def test_a_claim_costs_little() -> None:
    text = document(1)
    made = functools.reduce(lambda many, _: many + many, range(10), list(claims(text, 4)))
    best = 1.0
    for _ in range(3):
        begin = time.process_time()
        table = r.to_table("claims", [r.claim_row(one, text.key, "words", "sentence", (1, 2)) for one in made])
        best = min(best, (time.process_time() - begin) / len(made))

    assert table.num_rows == 4096
    assert best < 60e-6
    assert isinstance(table, pa.Table)
