"""The days of acts: what the text gives, the day of the report, and nothing by the clock."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from dragoman.intake.files import make_document
from dragoman.model.annotations import Annotations
from dragoman.model.claim import Claim, Happening
from dragoman.model.event import Reality
from dragoman.model.text import Document, Parse, Passage, Sentence, make_parse
from dragoman.model.world import Grain, TimeExpression
from dragoman.pipeline import Reader
from dragoman.resolve.dates import date_acts

PUBLISHED = date(2021, 3, 10)  # a Wednesday
LINE = "Troops shelled camps SOMEDAY ."
SIZE = len(LINE) + 1


def parse_of(sentence: int) -> Parse:
    words = LINE.split()
    starts = tuple(sentence * SIZE + LINE.index(w) for w in words)
    ends = tuple(s + len(w) for s, w in zip(starts, words, strict=True))
    tags = ("NNS", "VBD", "NNS", "NN", ".")
    relations = ("nsubj", "ROOT", "dobj", "npadvmod", "punct")
    return make_parse((starts[0], ends[-1]), tuple(words), tuple(words), tags, (1, 1, 1, 1, 1), relations, starts, ends)


def day(
    sentence: int, first: date | None, last: date | None = None, grain: Grain = "day", *, relative: bool = False
) -> TimeExpression:
    """SOMEDAY of a sentence; ``last`` is ``first`` for the grain day."""
    start = sentence * SIZE + LINE.index("SOMEDAY")
    end = first if grain == "day" else last
    return TimeExpression((start, start + 7), "DATE", "X", first, end, grain, "made", "made by hand", None, relative)


def notes_of(
    *times: TimeExpression, published: date | None = PUBLISHED, sentences: int = 1, passages: tuple[int, ...] = ()
) -> Annotations:
    text = (LINE + "\n") * sentences
    belongs = passages or (0,) * sentences
    return Annotations(
        Document("key", text, published=published),
        tuple(Passage((0, len(text))) for _ in range(max(belongs) + 1)),
        tuple(Sentence((i * SIZE, i * SIZE + len(LINE)), p) for i, p in enumerate(belongs)),
        parses=tuple(parse_of(i) for i in range(sentences)),
        times=times,
    )


def act(sentence: int = 0, reality: Reality = "actual", *, background: bool = False) -> Happening:
    start = sentence * SIZE + LINE.index("shelled")
    return Happening(
        "ASSAULT", None, None, (), (start, start + 7), sentence, 1, (), (), (), reality, (), background=background
    )


def dated(notes: Annotations, *acts: Happening) -> Happening:
    return date_acts(acts or (act(),), notes)[-1]


# --- which days -------------------------------------------------------------------------------------------------------


def test_the_day_that_the_clause_gives_with_its_derivation() -> None:
    expression = day(0, date(2021, 3, 5))
    when = dated(notes_of(expression)).date

    assert when is not None
    assert (when.first, when.last, when.grain) == (date(2021, 3, 5), date(2021, 3, 5), "day")
    assert when.span == expression.span
    assert when.basis == "made by hand"


def test_an_undated_act_is_of_the_day_of_the_report_or_the_one_before() -> None:
    when = dated(notes_of()).date

    assert when is not None
    assert (when.first, when.last) == (PUBLISHED - timedelta(days=1), PUBLISHED)
    assert when.span is None
    assert "2021-03-10" in when.basis


@pytest.mark.parametrize("reality", ["actual", "negated", "planned", "hypothetical"])
def test_without_a_publication_date_an_undated_act_stays_undated(reality: Reality) -> None:
    assert dated(notes_of(published=None), act(reality=reality)).date is None


@pytest.mark.parametrize("reality", ["planned", "promised", "requested", "threatened", "hypothetical"])
def test_what_has_not_happened_is_not_of_the_day_of_the_report(reality: Reality) -> None:
    assert dated(notes_of(), act(reality=reality)).date is None
    assert dated(notes_of(day(0, date(2021, 3, 12))), act(reality=reality)).date is not None


def test_an_expression_that_stays_unresolved_dates_nothing() -> None:
    monday = day(0, None, relative=True)

    assert dated(notes_of(monday, published=None)).date is None


def test_an_open_end_stays_open() -> None:
    when = dated(notes_of(day(0, date(1991, 1, 1), None, "open"))).date

    assert when is not None
    assert (when.first, when.last) == (date(1991, 1, 1), None)


# --- background -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("days_before", "background"), [(0, False), (1, False), (7, False), (8, True), (400, True)])
def test_more_than_a_week_before_publication_is_background(days_before: int, background: bool) -> None:
    notes = notes_of(day(3, PUBLISHED - timedelta(days=days_before)), sentences=4)

    assert dated(notes, act(3)).background is background


def test_what_the_first_sentence_reports_as_new_is_never_background() -> None:
    assert not dated(notes_of(day(0, PUBLISHED - timedelta(days=8)))).background


def test_what_began_long_ago_and_goes_on_is_background() -> None:
    assert dated(notes_of(day(3, date(1991, 1, 1), None, "open"), sentences=4), act(3)).background


def test_a_long_stretch_that_began_before_the_week_is_background() -> None:
    stretch = day(3, date(2021, 2, 1), date(2021, 3, 9), "range")

    assert dated(notes_of(stretch, sentences=4), act(3)).background


def test_what_is_background_already_stays_so() -> None:
    assert dated(notes_of(), act(background=True)).background
    assert not dated(notes_of(), act()).background


def test_without_a_publication_date_the_latest_day_of_the_text_takes_its_place() -> None:
    old, new = day(0, date(2021, 2, 1)), day(1, date(2021, 3, 9))
    first, second = date_acts((act(0), act(1)), notes_of(old, new, published=None, sentences=2))

    assert first.background
    assert not second.background


def test_in_a_paragraph_of_history_an_undated_act_is_of_the_sentence_before() -> None:
    notes = notes_of(day(0, date(1992, 5, 8)), sentences=2)
    _, second = date_acts((act(0), act(1)), notes)

    assert second.background
    assert second.date is not None
    assert second.date.first == date(1992, 5, 8)
    assert "carried" in second.date.basis


def test_history_ends_with_its_paragraph() -> None:
    notes = notes_of(day(0, date(1992, 5, 8)), sentences=2, passages=(0, 1))
    _, second = date_acts((act(0), act(1)), notes)

    assert not second.background
    assert second.date is not None
    assert second.date.last == PUBLISHED


def test_an_act_without_a_parse_is_of_the_day_of_the_report() -> None:
    notes = notes_of(day(0, date(1992, 5, 8)))
    bare = Annotations(notes.document, notes.passages, notes.sentences, parses=(None,), times=notes.times)

    assert dated(bare).date == dated(notes_of()).date


def test_no_acts() -> None:
    assert date_acts((), notes_of()) == ()


# --- whole sentences --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader.open()


def read(reader: Reader, text: str, published: date | None = PUBLISHED) -> dict[str, Claim]:
    """Claims by the words of their act."""
    claims = reader.read(make_document(text, published=published)).claims
    return {text[c.span[0] : c.span[1]]: c for c in claims}


def days(claim: Claim) -> tuple[date | None, date | None] | None:
    return None if claim.date is None else (claim.date.first, claim.date.last)


@pytest.mark.parametrize(
    ("words", "with_date", "without"),
    [
        ("on 5 March 2021", (date(2021, 3, 5),) * 2, (date(2021, 3, 5),) * 2),
        ("on Monday", (date(2021, 3, 8),) * 2, None),
        ("yesterday", (date(2021, 3, 9),) * 2, None),
        ("on March 5", (date(2021, 3, 5),) * 2, None),
        ("last week", (date(2021, 3, 1), date(2021, 3, 7)), None),
        ("in May 1992", (date(1992, 5, 1), date(1992, 5, 31)), (date(1992, 5, 1), date(1992, 5, 31))),
    ],
)
def test_relative_days_need_a_publication_date_and_explicit_ones_do_not(
    reader: Reader, words: str, with_date: tuple[date, date], without: tuple[date, date] | None
) -> None:
    text = f"Armenian forces shelled Azerbaijani positions {words}."

    assert days(read(reader, text)["shelled"]) == with_date
    assert days(read(reader, text, None)["shelled"]) == without


def test_the_day_of_the_saying_is_not_the_day_of_the_act(reader: Reader) -> None:
    text = "Azerbaijan's defence ministry said on Tuesday that Armenian forces had shelled its positions on Sunday."

    assert days(read(reader, text)["shelled"]) == (date(2021, 3, 7),) * 2


def test_each_clause_keeps_its_own_day(reader: Reader) -> None:
    text = "Turkish drones struck Kurdish fighters on 8 March 2021, and Turkish forces seized the town on 9 March 2021."
    found = read(reader, text)

    assert days(found["struck"]) == (date(2021, 3, 8),) * 2
    assert days(found["seized"]) == (date(2021, 3, 9),) * 2


def test_a_planned_meeting_takes_the_coming_day(reader: Reader) -> None:
    (claim,) = read(reader, "Armenia and Azerbaijan will hold talks in Geneva on Friday.").values()

    assert claim.reality == "planned"
    assert days(claim) == (date(2021, 3, 12),) * 2


def test_nothing_without_a_day_of_its_own_is_dated_in_an_undated_report(reader: Reader) -> None:
    text = (
        "Armenian forces shelled Azerbaijani positions on Monday, hours before talks.\n\n"
        "A week earlier, Armenia and Azerbaijan agreed on a ceasefire. "
        "Azerbaijan accused Armenia of shelling Lachin.\n\n"
        "In the autumn of 2020, Azerbaijani forces seized Shusha."
    )
    claims = reader.read(make_document(text)).claims

    assert {c.type for c in claims} >= {"ASSAULT", "AGREE", "ACCUSE", "COERCE"}
    for claim in claims:
        if claim.date is None:
            continue
        assert claim.date.first is not None
        assert claim.date.first.year == 2020
        assert claim.date.span is not None
        assert "2020" in text[claim.date.span[0] : claim.date.span[1]]


# --- whose day it is --------------------------------------------------------------------------------------------------

SUNDAY, CURRENT = (date(2021, 3, 7),) * 2, (PUBLISHED - timedelta(days=1), PUBLISHED)


SINCE_SUNDAY = (date(2021, 3, 7), PUBLISHED)


@pytest.mark.parametrize(
    ("text", "act_words", "expected"),
    [
        # a day behind joined verbs is the day of all of them, one before its verb only of that
        ("Kenyan troops overran a base and burned a market in Garissa on Sunday.", "overran", SUNDAY),
        ("Kenyan troops overran a base and on Sunday burned a market.", "overran", (SUNDAY[0], PUBLISHED)),
        # what something is the worst of is no day, nor is "now", nor an hour of an unsaid day
        ("In one of the deadliest raids this year, Chadian rebels attacked Garissa on Sunday.", "attacked", SUNDAY),
        ("Chadian rebels, now in retreat, attacked Garissa.", "attacked", CURRENT),
        ("Chadian rebels attacked Garissa shortly after 8 p.m.", "attacked", CURRENT),
        # a noun's own day stays with the noun
        ("Chadian rebels broke the 2015 truce and attacked Garissa.", "attacked", CURRENT),
        # the day of the telling bounds an act that has none, and yields to one that has
        ("The Kenyan army said on Friday that rebels had attacked Garissa.", "attacked", (date(2021, 3, 4), date(2021, 3, 5))),
        ("The Kenyan army said on Monday that rebels had attacked Garissa on Sunday.", "attacked", SUNDAY),
        # what looks back at a dated happening, or goes on with it, is of its day; another place or party is not
        ("Chadian rebels attacked Garissa on Sunday. The Kenyan army denied that Garissa had been shelled.", "shelled", SUNDAY),
        ("Chadian rebels attacked Garissa on Sunday. They then shelled the barracks.", "shelled", SUNDAY),
        ("Chadian rebels attacked Garissa on Sunday.\n\nKenyan troops arrested a judge in Mombasa.", "arrested", SINCE_SUNDAY),
        # a day behind an infinitive is that of what is promised; a that-clause under "told" is told, not asked for
        ("The Kenyan army promised to send food to the camp at Garissa on Friday.", "promised", CURRENT),
        ("A nurse told reporters that Chadian rebels attacked Garissa on Sunday.", "attacked", SUNDAY),
        ("It would be recalled that in November Chadian rebels attacked Garissa.", "attacked", (date(2020, 11, 1), date(2020, 11, 30))),
        ("In December rebels attacked Garissa.", "attacked", (date(2020, 12, 1), date(2020, 12, 31))),
        # what goes on reaches to the report
        ("The Kenyan army has besieged Garissa for a year.", "besieged", (date(2020, 3, 10), PUBLISHED)),
        ("Kenyan forces have blockaded Garissa since August 2019.", "blockaded", (date(2019, 8, 1), PUBLISHED)),
    ],
)
def test_whose_day_it_is(reader: Reader, text: str, act_words: str, expected: tuple[date, date]) -> None:
    assert days(read(reader, text)[act_words]) == expected


def test_the_crime_is_not_of_the_day_of_the_verdict(reader: Reader) -> None:
    text = "A court in Nairobi sentenced a Kenyan officer on Tuesday for killing protesters, ten years after a raid."
    found = read(reader, text)

    assert days(found["sentenced"]) == (date(2021, 3, 9),) * 2
    assert not found["sentenced"].background
    assert found["killing"].background
    assert days(found["killing"]) != days(found["sentenced"])


def test_so_many_years_after_is_so_many_years_before(reader: Reader) -> None:
    text = "Kenya and Somalia signed a truce on Tuesday, twenty years after Kenyan troops shelled Mogadishu."
    claim = read(reader, text)["shelled"]

    assert days(claim) == (date(2001, 1, 1), date(2001, 12, 31))
    assert claim.background


def test_news_of_the_day_ends_a_stretch_of_history(reader: Reader) -> None:
    lead = "Kenyan troops shelled Mogadishu on Tuesday.\n\nThe army spoke of success.\n\nNobody was surprised.\n\n"
    old = "Somali forces seized Kismayo in May 2012."
    carried = read(reader, lead + old + " They burned the market.")["burned"]
    current = read(reader, lead + old + " On Tuesday they burned the market.")["burned"]

    assert carried.background
    assert days(carried) == (date(2012, 5, 1), date(2012, 5, 31))
    assert not current.background
    assert days(current) == (date(2021, 3, 9),) * 2


@pytest.mark.parametrize(
    ("text", "background"),
    [
        ("The war in Yemen has killed thousands of people.", True),
        ("The blast in Aden has killed nine people.", False),
        ("Kenyan forces have repeatedly shelled Mogadishu.", True),
        ("Kenyan forces have shelled Mogadishu.", False),
    ],
)
def test_sums_and_habits_are_background_outside_the_lead(reader: Reader, text: str, background: bool) -> None:
    lead = "The president of Peru met the president of Chile in Lima.\n\nThey spoke at length.\n\nNobody else came.\n\n"
    claims = reader.read(make_document(lead + text, published=PUBLISHED)).claims

    assert {c.background for c in claims if c.type == "ASSAULT"} == {background}


def test_details_of_an_attack_that_the_lead_dates_are_not_before_it() -> None:
    notes = notes_of(day(0, date(2021, 3, 5)), sentences=4, passages=(0, 1, 2, 3))
    when = date_acts((act(0), act(3)), notes)[-1].date

    assert when is not None
    assert (when.first, when.last) == (date(2021, 3, 5), PUBLISHED)
    assert "2021-03-05" in when.basis


@pytest.mark.parametrize("first", [date(2021, 3, 9), date(2021, 2, 1)])
def test_a_lead_of_yesterday_or_of_long_ago_dates_no_details(first: date) -> None:
    notes = notes_of(day(0, first), sentences=4, passages=(0, 1, 2, 3))
    when = date_acts((act(0), act(3)), notes)[-1].date

    assert when is not None
    assert (when.first, when.last) == CURRENT


def test_the_aim_of_an_operation_dates_the_operation(reader: Reader) -> None:
    text = "The Kenyan army began the operation to retake Kismayo on 3 May."
    found = reader.read(make_document(text, published=date(2016, 6, 12)))

    (claim,) = [c for c in found.claims if c.type == "ASSAULT"]
    assert claim.date is not None and claim.date.first == date(2016, 5, 3)
    assert claim.background


@pytest.mark.parametrize(
    ("text", "type_", "first"),
    [
        ("Mali demanded the release of four officers by March 30.", "REQUEST", date(2021, 3, 9)),
        ("A court in Bamako on Monday remanded 31 men to police custody till Friday.", "COERCE", date(2021, 3, 8)),
        ("The Malian minister called upon Algeria to implement the accord of 15 May 2015.", "REQUEST", date(2021, 3, 9)),
        ("It was noted that on 3 March Algerian border guards detained a farmer.", "COERCE", date(2021, 3, 3)),
    ],
)
def test_a_deadline_or_the_day_of_an_old_accord_dates_no_act(reader: Reader, text: str, type_: str, first: date) -> None:
    found = [c for c in reader.read(make_document(text, "made", PUBLISHED)).claims if c.type == type_ and c.reality == "actual"]

    assert [(c.date.first if c.date else None, c.background) for c in found] == [(first, False)]


def test_what_somebody_does_as_a_rule_is_no_news(reader: Reader) -> None:
    text = "The town is calm. The shops are open. Malian instructors, who fight beside the army, attacked the village of Kona."
    found = [c for c in reader.read(make_document(text, "made", PUBLISHED)).claims if c.type == "ASSAULT"]

    assert {text[slice(*c.span)]: c.background for c in found} == {"fight": True, "attacked": False}
