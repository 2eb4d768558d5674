"""From acts to claims: what is coded, the keys, and that all of it lies in the text."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from dragoman.extract.claims import make_claims
from dragoman.model.claim import Actor, Claim, Happening
from dragoman.model.event import When
from dragoman.model.incident import Ledger
from dragoman.model.text import Document, Mark, MarkKind, Span
from dragoman.model.world import Place
from extract.sentences import DAY, claims, codes, layers, read, reader, words
from extract.test_voices import act_at

TEXT = "Chad met Niger."
TODAY = When(DAY, DAY, "day", None, "a test")
GAO = (Place((9, 14), "Gao", country="MLI"),)


def side(*names: str) -> tuple[Actor, ...]:
    return tuple(Actor(code, code) for code in names)


def coded(*acts: Happening, marks: tuple[Mark, ...] = ()) -> list[Claim]:
    notes = layers(TEXT)
    notes = replace(notes, document=replace(notes.document, marks=marks))
    return list(make_claims(acts, notes, reader().codebook.events, "digest", {"TCD": "Chad", "NER": "Niger"}))


def happened(kind: str, actors: tuple[Actor, ...] = (), recipients: tuple[Actor, ...] = (), **more: object) -> Happening:
    return act_at(TEXT, "met", 1, type=kind, actors=actors, recipients=recipients, **more)


@pytest.mark.parametrize(
    "act",
    [
        happened("ASSAULT", side("TCD")),
        happened("ASSAULT", (), side("NER"), nominal=True),
        happened("ASSAULT", places=GAO, nominal=True),
        happened("ASSAULT"),
        happened("COERCE", (), side("NER")),
        happened("COERCE", places=GAO),
        happened("PROTEST", places=GAO, nominal=True),
        happened("RETREAT", mode="ceasefire"),
        happened("CONSULT", side("TCD", "NER"), mutual=True, presupposed=True),
        happened("CONSULT", side("TCD", "NER"), mutual=True),
        happened("CONSULT", side("TCD"), side("NER"), reality="planned"),
        happened("CONSULT", side("TCD"), reality="requested", places=GAO),
        happened("CONSULT", side("TCD"), reality="promised", date=TODAY),
        happened("ASSAULT", side("TCD"), side("NER"), reality="threatened"),
        happened("ASSAULT", side("TCD"), reality="negated"),
        happened("ACCUSE", side("TCD"), side("NER")),
    ],
)
def test_what_the_coding_guide_asks_for_is_coded(act: Happening) -> None:
    (claim,) = coded(act)

    assert (claim.type, claim.reality, claim.span) == (act.type, act.reality, act.span)


@pytest.mark.parametrize(
    "act",
    [
        happened("ASSAULT", nominal=True),
        happened("ASSAULT", side("UNK.REB"), nominal=True),
        happened("COERCE", places=GAO, nominal=True),
        happened("PROTEST", nominal=True),
        happened("RETREAT", mode="ceasefire", nominal=True),
        happened("CONSULT", side("TCD"), mutual=True, presupposed=True),
        happened("CONSULT", side("UNK.GOV")),
        # what lies ahead, without saying who, or with whom, when or where
        happened("CONSULT", side("TCD"), reality="planned"),
        happened("ASSAULT", side("UNK"), side("NER"), reality="threatened"),
        happened("ACCUSE", side("TCD"), side("NER"), reality="planned"),
        happened("ACCUSE", side("TCD"), side("NER"), reality="negated"),
    ],
)
def test_what_the_coding_guide_leaves_out_is_left_out(act: Happening) -> None:
    assert coded(act) == []


def test_types_that_need_a_recipient_are_left_out_without_one() -> None:
    needy = [name for name, event in reader().codebook.events.items() if event.recipient_required and name != "AID"]

    assert needy
    for name in needy:
        assert coded(happened(name, side("TCD"))) == []
        assert len(coded(happened(name, side("TCD"), side("NER")))) == 1


@pytest.mark.parametrize(("kind", "expected"), [("related-link", 0), ("advertisement", 0), ("title", 1), ("caption", 1)])
def test_what_is_set_aside_is_not_coded(kind: MarkKind, expected: int) -> None:
    mark = Mark(kind, (0, len(TEXT)))

    assert len(coded(happened("ASSAULT", side("TCD")), marks=(mark,))) == expected


def test_force_of_nobody_named_is_of_somebody_unknown() -> None:
    (claim,) = coded(happened("ASSAULT", (), side("NER")))

    assert codes(claim.actors) == ["UNK"]


def test_an_actor_that_the_text_does_not_name_is_called_as_in_the_codebook() -> None:
    (claim,) = coded(happened("ASSAULT", side("TCD"), side("NER.MIL", "XYZ")))

    assert [a.name for a in (*claim.actors, *claim.recipients)] == ["Chad", "forces of Niger", "XYZ"]


def test_claims_at_one_place_are_told_apart_by_their_number() -> None:
    twin = happened("ASSAULT", side("TCD"))

    assert len({c.key for c in coded(twin, twin, twin)}) == 3


def test_a_key_covers_the_words_not_what_was_made_of_them() -> None:
    (one,) = coded(happened("ASSAULT", side("TCD")))
    (other,) = coded(happened("COERCE", side("NER"), mode="arrest"))

    assert one.key == other.key


def test_the_order_of_the_acts_does_not_matter() -> None:
    three = (
        happened("ASSAULT", side("TCD")), happened("ASSAULT", side("NER")),
        act_at(TEXT, "Niger", 2, type="ASSAULT", actors=side("TCD")),
    )  # fmt: skip

    found = [coded(*order) for order in permutations(three)]

    assert all(f == found[0] for f in found)
    assert [c.span for c in found[0]] == sorted(c.span for c in found[0])


# --- the whole ledger -------------------------------------------------------------------------------------------------

SENTENCES = (
    "Chad said its troops had shelled Niger's army near Diffa on Monday.",
    "Thailand and Cambodia accused each other of firing first.",
    "Congo accused Rwanda of attacking Goma, which Kigali denied.",
    "The claim could not be independently verified.",
    "A Moscow-brokered truce between Armenia and Azerbaijan took effect on Monday.",
    "“We will not leave Kidal,” Mali's defence minister said. “They attacked us.”",
    "At least 12 soldiers were killed and 30 wounded — nobody claimed responsibility.",
    "Nigeria will hold talks with Niger in Abuja on Friday.",
    "The death toll rose to 23 in Taiz, according to officials.",
    "Nigeria's army liberated the town of Bama.",
    "Troops opened fire, the Kenyan ministry said, wounding one man.",
    "Read more: Rebels attack Goma",
    "Ünïcödé 🕊 the UN said that Israel must withdraw from Rafah.",
    "Iran vowed to attack Israel.",
)
texts = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=5, unique=True).flatmap(
    lambda chosen: st.sampled_from([" ", "\n\n"]).map(lambda joint: joint.join(chosen))
)


def spans_of(ledger: Ledger) -> list[Span]:
    found: list[Span | None] = []
    for claim in ledger.claims:
        found += [claim.span, claim.voice.span, claim.date.span if claim.date else None]
        found += [a.span for a in (*claim.actors, *claim.recipients, *claim.mediators)]
        found += [p.span for p in claim.places] + [c.span for c in claim.casualties] + [f.span for f in claim.framing]
    for quotation in ledger.quotations:
        found += [quotation.cue, *quotation.spans]
    return [s for s in found if s is not None]


@settings(max_examples=60, deadline=None)
@given(texts)
def test_every_span_is_words_of_the_text_and_every_key_is_its_own(text: str) -> None:
    ledger = read(text)

    assert ledger.document.text == text
    for first, last in spans_of(ledger):
        assert 0 <= first < last <= len(text)
        assert text[first:last] == text[first:last].strip()
    keys = [c.key for c in ledger.claims]
    assert len(set(keys)) == len(keys)
    assert [c.span for c in ledger.claims] == sorted(c.span for c in ledger.claims)
    assert all(f.word == words(text, f.span) for c in ledger.claims for f in c.framing)


@settings(max_examples=30, deadline=None)
@given(texts, st.integers(-4000, 4000))
def test_keys_do_not_depend_on_the_publication_date_and_reading_is_repeatable(text: str, days: int) -> None:
    one, same = read(text), read(text)
    keys = {c.key for c in one.claims}

    assert one == same
    for published in (DAY + timedelta(days=days), None):
        found = {(c.key, c.type) for c in read(text, published).claims}
        # a day may decide what is coded or what is one with another, but never a key
        shared = {k for k, _ in found} & keys
        assert {(c.key, c.type) for c in one.claims if c.key in shared} == {f for f in found if f[0] in shared}


@pytest.mark.parametrize("text", SENTENCES)
@pytest.mark.parametrize("published", [date(1999, 12, 31), None])
def test_the_keys_of_a_sentence_are_the_same_on_every_day(text: str, published: date | None) -> None:
    def keys(found: list[Claim]) -> dict[object, str]:
        return {(c.span, c.type, c.voice.codes, tuple(codes(c.actors))): c.key for c in found}

    one, other = keys(claims(text)), keys(claims(text, published=published))

    assert one.keys() >= other.keys()
    assert all(one[k] == key for k, key in other.items())


@pytest.mark.parametrize("text", SENTENCES)
def test_the_words_of_an_actor_name_it(text: str) -> None:
    """An actor's words are a name, a noun or a pronoun: never bare punctuation or white space."""
    for claim in claims(text):
        for actor in (*claim.actors, *claim.recipients, *claim.mediators):
            if actor.span is not None:
                assert re.search(r"\w", words(text, actor.span) or "")


@pytest.mark.parametrize(
    ("text", "code", "name"),
    [
        ("Nigeria's army liberated the town of Bama.", "NGA.MIL", "Nigeria's army"),
        ("Iran vowed to attack Israel.", "ISR", "Israel"),
        ("Thailand and Cambodia attacked Laos.", "KHM", "Cambodia"),
    ],
)
def test_the_span_of_an_actor_carries_its_words(text: str, code: str, name: str) -> None:
    found = {words(text, a.span) for c in claims(text) for a in (*c.actors, *c.recipients) if a.code == code}

    assert found == {name}


@pytest.mark.parametrize("text", SENTENCES)
def test_every_claim_says_who_found_it_and_why(text: str) -> None:
    for claim in claims(text):
        (sighting,) = claim.sightings
        assert sighting.codebook == reader().codebook.digest
        assert sighting.reasons


def test_without_a_publication_date_relative_days_stay_open() -> None:
    (claim,) = claims("Kenyan forces attacked a convoy near Garissa on Tuesday.", published=None)

    assert claim.date is None or (claim.date.first, claim.date.last) == (None, None)


def test_a_day_of_the_text_dates_the_claim() -> None:
    (claim,) = claims("Kenyan forces attacked a convoy near Garissa on Tuesday.")

    assert claim.date is not None
    assert (claim.date.first, claim.date.last) == (date(2023, 6, 6), date(2023, 6, 6))


def test_a_document_of_nothing_has_no_claims() -> None:
    ledger = reader().read(Document("d", "."))

    assert (ledger.claims, ledger.quotations) == ((), ())
