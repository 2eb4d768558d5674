"""Whole ledgers: their shape, their spans, their keys, and that any text is survived in bounded time."""

from __future__ import annotations

import json
import pickle
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman import pipeline
from dragoman.errors import InputError, StageError
from dragoman.intake.files import make_document
from dragoman.model.incident import Ledger
from dragoman.model.text import STRUCTURAL, Document, Parse, Sentence, Span
from dragoman.pipeline import LONGEST, Reader
from dragoman.serve.json import to_json, to_jsonl

PUBLISHED = date(2021, 3, 10)
REPORT = "\n\n".join(  # one paragraph each
    (
        "Armenia, Azerbaijan trade accusations after border shelling",
        "GENEVA — Azerbaijan's defence ministry accused Armenian forces of shelling its positions near Lachin "
        "on Monday, killing three soldiers.",
        "Armenia denied that its forces had shelled Azerbaijani positions. "
        '"Our troops did not open fire," the ministry\'s spokesman said.',
        "READ MORE: What is the conflict about?",
        "The two countries agreed on a ceasefire on 6 March 2021 at talks hosted by Russia. "
        'The United Nations called on both sides to show "maximum restraint".',
        "Azerbaijani forces liberated Shusha in November 2020. Envoys will meet in Geneva on Friday.\n",
    )
)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader.open()


@pytest.fixture(scope="module")
def ledger(reader: Reader) -> Ledger:
    return reader.read(make_document(REPORT, published=PUBLISHED, outlet="Example Wire"))


def read(reader: Reader, text: str, published: date | None = PUBLISHED, title: str | None = None) -> Ledger:
    return reader.read(make_document(text, published=published, title=title))


# --- many at a time ---------------------------------------------------------------------------------------------------


def some_documents() -> list[Document]:
    shelled = "Armenia accused Azerbaijan of shelling Lachin on Monday. Azerbaijan denied it."
    texts = (REPORT, "Goma", shelled, "\n\n".join([shelled] * 30), REPORT[:200], "Rebels seized Goma, the army said.")
    return [make_document(text, published=PUBLISHED if n % 2 else None) for n, text in enumerate(texts)]


@pytest.mark.parametrize("characters", [1, 300, 40_000])
def test_documents_read_together_have_the_ledgers_of_each_alone(
    reader: Reader, monkeypatch: pytest.MonkeyPatch, characters: int
) -> None:
    monkeypatch.setattr(pipeline, "_TOGETHER", characters)

    alone = [to_json(reader.read(document)) for document in some_documents()]
    assert [to_json(ledger) for ledger in reader.read_many(some_documents())] == alone
    assert list(reader.read_many([])) == []


def test_documents_are_taken_as_ledgers_are_asked_for(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "_TOGETHER", 1)
    waiting = iter(some_documents())
    next(reader.read_many(waiting))

    assert len(list(waiting)) == len(some_documents()) - 1


def test_where_grammar_fails_for_one_document_the_others_keep_theirs(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    parse_many = reader.grammar.parse_many

    def failing(texts: Sequence[tuple[str, Sequence[Sentence]]]) -> list[tuple[Parse | None, ...]]:
        if any(text == "Goma" for text, _ in texts):
            raise ValueError("no grammar")
        return parse_many(texts)

    alone = [to_json(reader.read(document)) for document in some_documents()]
    monkeypatch.setattr(reader.grammar, "parse_many", failing)
    ledgers = list(reader.read_many(some_documents()))

    assert [failure.stage for failure in ledgers[1].failures] == ["grammar"]
    assert [to_json(ledger) for n, ledger in enumerate(ledgers) if n != 1] == [a for n, a in enumerate(alone) if n != 1]


# --- the shape --------------------------------------------------------------------------------------------------------

VOICE = {"codes", "chain", "person", "anonymous", "channel", "span"}
KEYS = {
    (): {"schema", "document", "claims", "quotations", "incidents", "commitments", "failures"},
    ("document",): {"key", "title", "outlet", "carrier", "published", "published_bounds", "language", "text", "marks"},
    ("document", "marks"): {"kind", "span"},
    ("claims",): {
        "key",
        "type",
        "mode",
        "contexts",
        "plover",
        "actors",
        "recipients",
        "mediators",
        "voice",
        "stance",
        "reality",
        "background",
        "date",
        "places",
        "casualties",
        "framing",
        "span",
        "confidence",
        "sightings",
    },
    ("claims", "plover"): {"type", "mode", "quad", "score", "cameo"},
    ("claims", "actors"): {"code", "name", "person", "span"},
    ("claims", "recipients"): {"code", "name", "person", "span"},
    ("claims", "mediators"): {"code", "name", "person", "span"},
    ("claims", "voice"): VOICE,
    ("claims", "date"): {"first", "last", "grain", "span", "basis"},
    ("claims", "places"): {"name", "geonameid", "lat", "lon", "country", "precision", "span", "claimed_by"},
    ("claims", "casualties"): {"kind", "low", "high", "whose", "as_of", "span"},
    ("claims", "framing"): {"word", "span"},
    ("claims", "sightings"): {"coder", "codebook", "reasons"},
    ("quotations",): {"voice", "kind", "cue", "spans"},
    ("quotations", "voice"): VOICE,
    ("incidents",): {"key", "status", "why", "claims", "accounts", "discrepancies"},
    ("incidents", "accounts"): {"party", "claims"},
    ("incidents", "discrepancies"): {"field", "values"},
    ("incidents", "discrepancies", "values"): {"value", "claims"},
    ("commitments",): {"claim", "parties", "guarantors", "what", "from", "until", "kept_by", "breached_by"},
    ("commitments", "breached_by"): {"claim", "alleged_by"},
}
"""The ledger of docs; of a place also who claims it, and of a quotation's voice its chain and channel."""


def objects(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    """Every JSON object with the names that lead to it."""
    if isinstance(value, list):
        for item in value:
            yield from objects(item, path)
    elif isinstance(value, dict):
        yield path, value
        for name, item in value.items():
            yield from objects(item, (*path, name))


def test_every_object_has_the_keys_of_the_schema(ledger: Ledger) -> None:
    written = json.loads(to_json(ledger))
    met = set()
    for path, found in objects(written):
        if path[-1:] != ("confidence",):
            assert set(found) == KEYS[path], path
            met.add(path)

    assert written["schema"] == "dragoman/ledger/1"
    assert met >= set(KEYS) - {
        ("incidents", "discrepancies"),
        ("incidents", "discrepancies", "values"),
        ("commitments", "breached_by"),
    }


def test_a_claim_has_its_confidence_and_a_sighting(ledger: Ledger, reader: Reader) -> None:
    for claim in json.loads(to_json(ledger))["claims"]:
        assert 0 < claim["confidence"]["overall"] < 1
        assert claim["sightings"]
        for sighting in claim["sightings"]:
            assert sighting["coder"]
            assert sighting["codebook"] == reader.codebook.digest
            assert sighting["reasons"]


def test_days_are_iso_days_and_spans_are_pairs(ledger: Ledger) -> None:
    written = json.loads(to_json(ledger))

    assert written["document"]["published"] == "2021-03-10"
    assert "2021-03-06" in {c["from"] for c in written["commitments"]}
    assert all(isinstance(c["span"], list) and len(c["span"]) == 2 for c in written["claims"])


def test_lines_of_claims_name_their_document(ledger: Ledger) -> None:
    lines = [json.loads(line) for line in to_jsonl(ledger).splitlines()]

    assert [line.pop("document") for line in lines] == [ledger.document.key] * len(ledger.claims)
    assert lines == json.loads(to_json(ledger))["claims"]


def test_what_the_report_says(ledger: Ledger) -> None:
    """The parts that the other tests speak of are there."""
    told = {(c.type, c.reality, c.stance) for c in ledger.claims}

    assert told >= {
        ("ACCUSE", "actual", "asserts"),
        ("ASSAULT", "actual", "asserts"),
        ("ASSAULT", "actual", "denies"),
        ("AGREE", "actual", "asserts"),
        ("REQUEST", "actual", "asserts"),
        ("COERCE", "actual", "asserts"),
    }
    assert {m.kind for m in ledger.document.marks} >= {"title", "related-link"}
    assert ledger.failures == ()


def test_keys_point_at_claims(ledger: Ledger) -> None:
    keys = [c.key for c in ledger.claims]
    known = set(keys)

    assert len(known) == len(keys)
    for incident in ledger.incidents:
        assert set(incident.claims) <= known
        assert {k for a in incident.accounts for k in a.claims} == set(incident.claims)
        assert {k for d in incident.discrepancies for r in d.values for k in r.claims} <= set(incident.claims)
    for commitment in ledger.commitments:
        assert {commitment.claim, *commitment.kept_by, *(b.claim for b in commitment.breached_by)} <= known


# --- spans ------------------------------------------------------------------------------------------------------------

OPENING, CLOSING = "\"“‘'«„‟”", "\"”’'»“"


def spans(ledger: Ledger) -> Iterator[tuple[str, Span]]:
    """Every span with the name of what it marks."""
    for found in ledger.document.marks:
        yield "mark", found.span
    for claim in ledger.claims:
        yield "act", claim.span
        yield from (("actor", a.span) for a in (*claim.actors, *claim.recipients, *claim.mediators) if a.span is not None)
        yield from (("place", p.span) for p in claim.places if p.span is not None)
        yield from (("toll", c.span) for c in claim.casualties if c.span is not None)
        yield from (("framing", f.span) for f in claim.framing)
        yield from (("voice", v.span) for v in (claim.voice,) if v.span is not None)
        if claim.date is not None and claim.date.span is not None:
            yield "date", claim.date.span
    for quotation in ledger.quotations:
        yield from (("quotation", s) for s in quotation.spans)
        yield from (("cue", s) for s in (quotation.cue, quotation.voice.span) if s is not None)


def check_spans(ledger: Ledger) -> None:
    text = ledger.document.text
    for what, (start, end) in spans(ledger):
        assert 0 <= start < end <= len(text), what
        assert text[start:end] == text[start:end].strip() or what == "mark", (what, text[start:end])
    for claim in ledger.claims:
        for framing in claim.framing:
            assert text[framing.span[0] : framing.span[1]].casefold() == framing.word.casefold()
        for place in claim.places:
            if place.span is not None:
                assert text[place.span[0] : place.span[1]].strip()
    aside = [m.span for m in ledger.document.marks if m.kind not in STRUCTURAL]
    for claim in ledger.claims:
        assert not any(a <= claim.span[0] and claim.span[1] <= b for a, b in aside)


def test_every_span_is_what_the_ledger_says(ledger: Ledger) -> None:
    check_spans(ledger)
    assert {what for what, _ in spans(ledger)} >= {
        "mark",
        "act",
        "actor",
        "place",
        "toll",
        "framing",
        "voice",
        "date",
        "quotation",
        "cue",
    }


def test_words_of_the_text_stand_where_their_spans_say(ledger: Ledger) -> None:
    by_act = {REPORT[c.span[0] : c.span[1]]: c for c in ledger.claims}
    truce = next(c for c in ledger.claims if c.type == "AGREE")
    seized = by_act["liberated"]

    assert truce.date is not None
    assert truce.date.span is not None
    assert REPORT[slice(*truce.date.span)] == "6 March 2021"
    assert [f.word for f in seized.framing] == ["liberated"]
    assert [p.name for p in seized.places] == ["Shusha"]
    assert {REPORT[slice(*p.span)] for p in seized.places if p.span is not None} == {"Shusha"}
    assert {REPORT[slice(*a.span)] for a in seized.actors if a.span is not None} == {"Azerbaijani forces"}


def test_direct_and_mixed_quotations_stand_inside_their_marks(ledger: Ledger) -> None:
    shown = [q for q in ledger.quotations if q.kind != "indirect"]

    assert {REPORT[slice(*s)] for q in shown for s in q.spans} >= {"Our troops did not open fire,", "maximum restraint"}
    for quotation in shown:
        for start, end in quotation.spans:
            assert REPORT[start - 1] in OPENING
            assert REPORT[end] in CLOSING


@pytest.mark.parametrize("lead", ["", "\n\n", "   ", "🕊 ", "\u202eabc\u202c ", "e\u0301 and ", "\ufeff"])
def test_offsets_count_code_points_from_the_start_of_the_text(reader: Reader, lead: str) -> None:
    found = read(reader, lead + "Armenian forces shelled Azerbaijani positions near Lachin on 5 March 2021.")
    text = found.document.text
    (claim,) = found.claims

    assert text == lead.removeprefix("\ufeff") + "Armenian forces shelled Azerbaijani positions near Lachin on 5 March 2021."
    assert text[slice(*claim.span)] == "shelled"
    assert claim.date is not None
    assert claim.date.span is not None
    assert text[slice(*claim.date.span)] == "5 March 2021"
    check_spans(found)


# --- keys -------------------------------------------------------------------------------------------------------------

TWO_ACTS = "Armenian forces shelled Azerbaijani positions. Azerbaijani forces seized Shusha in November 2020."


def test_reading_twice_gives_the_same_bytes(reader: Reader, ledger: Ledger) -> None:
    again = Reader.open().read(make_document(REPORT, published=PUBLISHED, outlet="Example Wire"))

    assert to_json(again) == to_json(ledger)


def test_keys_do_not_depend_on_what_the_reader_was_told_or_made_of_it(reader: Reader) -> None:
    one = read(reader, TWO_ACTS, PUBLISHED)
    other = reader.read(make_document(TWO_ACTS, published=date(2022, 1, 1), outlet="Example Wire"))

    assert one.document.key == other.document.key
    assert [c.key for c in one.claims] == [c.key for c in other.claims]
    assert [c.date for c in one.claims] != [c.date for c in other.claims]


def test_another_text_has_other_keys(reader: Reader) -> None:
    one, other = read(reader, TWO_ACTS), read(reader, TWO_ACTS + " ")

    assert one.document.key != other.document.key
    assert not {c.key for c in one.claims} & {c.key for c in other.claims}


def test_mirrored_accusations_have_keys_of_their_own(reader: Reader) -> None:
    found = read(reader, "Armenia and Azerbaijan accused each other of shelling border villages.")

    assert {(c.type, c.actors[0].code) for c in found.claims} >= {
        ("ACCUSE", "ARM"),
        ("ACCUSE", "AZE"),
        ("ASSAULT", "ARM"),
        ("ASSAULT", "AZE"),
    }
    assert len({c.key for c in found.claims}) == len(found.claims)


def test_one_reader_keeps_nothing_of_what_it_read(reader: Reader) -> None:
    before = to_json(read(reader, TWO_ACTS))
    read(reader, REPORT, None)

    assert to_json(read(reader, TWO_ACTS)) == before


def test_a_ledger_pickles(ledger: Ledger) -> None:
    assert pickle.loads(pickle.dumps(ledger)) == ledger


# --- little text ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", " \n\t", "...", "\x00", "— “” —"])
def test_a_text_without_a_word_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        make_document(text)


@pytest.mark.parametrize("text", ["x", "Monday", "?!a", "A\n\nB\n\nC", "Reuters", '"', "READ MORE: more"])
def test_next_to_no_text_has_an_empty_ledger(reader: Reader, text: str) -> None:
    if not any(letter.isalnum() for letter in text):
        text += "1"
    found = read(reader, text)

    assert found.claims == ()
    assert found.incidents == ()
    assert found.commitments == ()
    assert found.failures == ()


def test_a_report_of_a_title_alone(reader: Reader) -> None:
    title = "Armenian forces shell Azerbaijani positions"
    found = read(reader, title, title=title)

    assert [c.type for c in found.claims] == ["ASSAULT"]
    assert [m.kind for m in found.document.marks] == ["title"]
    check_spans(found)


def test_a_title_that_the_text_lacks_is_kept_and_not_coded(reader: Reader) -> None:
    found = read(reader, "Nothing of note was said in the capital.", title="Armenian forces shell Azerbaijani positions")

    assert found.document.title == "Armenian forces shell Azerbaijani positions"
    assert found.claims == ()


def test_a_body_of_furniture_says_nothing(reader: Reader) -> None:
    assert read(reader, "READ MORE: Armenian forces shelled Azerbaijani positions\n\nRoute 6\n\nExample Wire").claims == ()


# --- hostile text -----------------------------------------------------------------------------------------------------

SHREDS = (
    '"',
    "“",
    "”",
    "‘",
    "’",
    "«",
    "»",
    "'",
    "\u202e",
    "\u202d",
    "\u2066",
    "\u200b",
    "\u00ad",
    "\ufeff",
    "\x07",
    "\x1b[2J",
    "\x85",
    "\u2028",
    "\r",
    "\r\n",
    "\n\n",
    "\t",
    "\u0301",
    "שלום",
    "مرحبا",
    "🕊\ufe0f",
    "<b>",
    "&amp;",
    "(",
    ")",
    "[",
    "—",
    "…",
    ".",
    ",",
    ":",
    " said ",
    " accused ",
    " of shelling ",
    "Armenia",
    "Azerbaijan's army",
    "the two sides",
    "each other",
    " on Monday ",
    " 31 February 2021 ",
    " 99 Smarch ",
    " in 0000 ",
    " killed 99999999999999999999 soldiers ",
    " at least ",
    "READ MORE: ",
    "a" * 60,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.sampled_from(SHREDS) | st.text(max_size=5), max_size=30).map("".join),
    st.sampled_from([PUBLISHED, None]),
)
def test_any_text_is_survived_and_every_span_is_exact(text: str, published: date | None) -> None:
    try:
        document = make_document(text, published=published)
    except InputError:
        return
    found = SHARED().read(document)

    assert found.document.text == document.text
    assert found.failures == ()
    check_spans(found)
    assert json.loads(to_json(found))["document"]["key"] == found.document.key


def SHARED() -> Reader:
    if not _SHARED:
        _SHARED.append(Reader.open())
    return _SHARED[0]


_SHARED: list[Reader] = []


# --- bounded time -----------------------------------------------------------------------------------------------------

SLOW = 10.0 * (6 if sys.gettrace() is not None else 1)  # coverage makes every line cost several times as much
"""Seconds of processor time that a hostile document may take."""


@pytest.mark.parametrize(
    "text",
    [
        "x" * LONGEST,
        "1" * LONGEST,
        '"' * 5_000 + " said",
        "“ The army said it " * 1_000,
        "((" * 5_000 + "a",
        "Armenia accused Azerbaijan of shelling Lachin on Monday. " * 400,
        "Armenia, " * 2_000 + "and Azerbaijan met.",
    ],
    ids=[
        "one word",
        "one number",
        "unpaired marks",
        "marks never closed",
        "brackets",
        "one sentence 400 times",
        "a long list",
    ],
)
def test_hostile_texts_take_bounded_time(reader: Reader, text: str) -> None:
    begun = time.process_time()
    found = read(reader, text)

    assert time.process_time() - begun < SLOW
    assert found.failures == ()


@pytest.mark.parametrize(
    "unit",
    ["x", "1", "The army said “ it had shelled Goma ", "“ ' « ", "Armenia accused Azerbaijan of shelling Lachin. "],
    ids=["one word", "one number", "marks never closed", "unpaired marks", "news"],
)
def test_a_line_of_a_million_characters_is_read_as_far_as_any_report_is_long(reader: Reader, unit: str) -> None:
    text = (unit * (1_000_000 // len(unit) + 1))[:999_999] + "x"
    begun = time.process_time()
    found = read(reader, text)
    (failure,) = found.failures

    assert time.process_time() - begun < SLOW
    assert failure.stage == "split"
    assert f"{LONGEST:,}" in failure.reason
    assert failure.span is not None
    assert LONGEST < failure.span[0] < 2 * LONGEST
    assert failure.span[1] == len(text)


@pytest.mark.parametrize(
    "unit",
    [
        "Armenia, ",
        "The army said it ",
        "Troops left Goma.\n\n",
        "“ The army ",
        "Armenia accused Azerbaijan of shelling Lachin. ",
    ],
)
def test_time_grows_with_the_text_and_not_with_its_square(reader: Reader, unit: str) -> None:
    def seconds(times: int) -> float:
        begun = time.process_time()
        read(reader, unit * times + "The army left.")
        return time.process_time() - begun

    seconds(10)
    short, long = seconds(150), seconds(1_200)
    assert long < 8 * short * 2.5  # eight times the text; a square would take 64 times as long


# --- layers alone -----------------------------------------------------------------------------------------------------


def test_layers_stand_beside_each_other(reader: Reader) -> None:
    notes = reader.annotate(make_document(REPORT, published=PUBLISHED))

    assert len(notes.parses) == len(notes.sentences)
    assert all(p is None or p.span == s.span for p, s in zip(notes.parses, notes.sentences, strict=True))
    assert {REPORT[slice(*t.span)] for t in notes.times} >= {"Monday", "6 March 2021", "November 2020", "Friday"}
    assert {p.name for p in notes.places} >= {"Lachin", "Shusha"}
    assert {code for m in notes.mentions for code in m.codes} >= {"ARM.MIL", "AZE.MIL", "RUS", "IGO:UN"}
    assert {a.lemma for a in notes.attributions} >= {"deny", "say"}
    for number, sentence in enumerate(notes.sentences):
        inside = notes.passage_of(number).span
        assert inside[0] <= sentence.span[0] < sentence.span[1] <= inside[1]


# --- a stage that fails -----------------------------------------------------------------------------------------------

STAGES = {
    "find_times": "times",
    "find_places": "places",
    "find_attributions": "attribution",
    "find_events": "events",
    "date_acts": "dates",
    "find_incidents": "incidents",
    "find_commitments": "commitments",
    "make_quotations": "quotations",
    "published_bounds": "bounds",
    "merge": "claims",
    "find_mentions": "actors",
    "attach_tolls": "casualties",
}


@pytest.mark.parametrize("fault", [StageError("made", "it broke"), ValueError("it broke"), IndexError("it broke")], ids=repr)
@pytest.mark.parametrize("function", STAGES)
def test_a_stage_that_fails_is_a_row_and_the_rest_stands(
    reader: Reader, monkeypatch: pytest.MonkeyPatch, function: str, fault: Exception
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise fault

    whole = read(reader, REPORT, None)
    monkeypatch.setattr(pipeline, function, broken)
    found = read(reader, REPORT, None)

    assert [f.stage for f in found.failures] == [STAGES[function]]
    assert "it broke" in found.failures[0].reason
    assert found.document.text == REPORT
    assert found.document.marks == whole.document.marks
    rest = {
        "find_incidents": "claims",
        "find_commitments": "incidents",
        "make_quotations": "claims",
        "date_acts": "quotations",
        "find_places": "document",
        "find_times": "quotations",
        "published_bounds": "claims",
        "merge": "quotations",
        "find_events": "quotations",
        "find_mentions": "document",
        "find_attributions": "document",
        "attach_tolls": "quotations",
    }[function]
    if rest != "document":
        assert getattr(found, rest) == getattr(whole, rest) != ()
    json.loads(to_json(found))


@pytest.mark.parametrize("function", ["split", "repair"])
def test_no_stage_on_the_text_takes_the_document_down(reader: Reader, monkeypatch: pytest.MonkeyPatch, function: str) -> None:
    def broken(*_: object, **__: object) -> None:
        raise StageError(function, "it broke")

    monkeypatch.setattr(pipeline, function, broken)
    assert len(read(reader, REPORT).failures) == 1


def test_an_error_that_is_no_fault_of_the_text_stops_the_run(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline, "find_events", broken)
    with pytest.raises(KeyboardInterrupt):
        read(reader, REPORT)


# --- one account, with and without a date -----------------------------------------------------------------------------

DENIED = (
    "Azerbaijan said Armenian forces had shelled Azerbaijani positions on 5 March 2021. "
    "Armenia denied that its forces had shelled Azerbaijani positions."
)


def test_what_one_says_and_the_other_denies_is_contested(reader: Reader) -> None:
    assert [i.status for i in read(reader, DENIED, None).incidents] == ["contested"]


def test_it_stays_contested_with_a_publication_date(reader: Reader) -> None:
    assert [i.status for i in read(reader, DENIED).incidents] == ["contested"]
