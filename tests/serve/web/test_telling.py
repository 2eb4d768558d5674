"""How incidents are worded and drawn, and what codes are called."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_store import CLAIMS, DOCUMENTS, key

from dragoman.analyse.accounts import agreed
from dragoman.analyse.reports import Source
from dragoman.codebook.load import load
from dragoman.model.grouped import Figure, Toll
from dragoman.serve.web.drawing import HEIGHT, WIDTH, draw_toll
from dragoman.serve.web.names import Names, act_name
from dragoman.serve.web.telling import explain, field_name, reading, tell

NAMES = Names(load())


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("ARM", "Armenia"), ("ARM.MIL", "Armenia’s armed forces"), ("UNK", "not named"), ("UNK.REB", "unnamed rebels"),
        ("narrator", "the report itself"), ("ZZZ.ZZZ", "ZZZ.ZZZ"), ("<b>", "<b>"), ("\u202e", "‹U+202E›"), ("", ""), (".", "."),
    ],
)  # fmt: skip
def test_codes_have_names(code: str, name: str) -> None:
    assert NAMES.name(code) == name


def test_names_are_listed_as_a_sentence_does() -> None:
    assert NAMES.listed(["ARM"]) == "Armenia"
    assert NAMES.listed(["ARM", "AZE", "ARM"]) == "Armenia and Azerbaijan"
    assert NAMES.listed(["ARM", "AZE", "RUS"], 2) == "Armenia, Azerbaijan and 1 more"
    assert NAMES.listed([]) == ""


def test_acts_are_named_in_words() -> None:
    assert act_name("ASSAULT", "heavy-weapons") == "Attack (heavy weapons)"
    assert act_name("CONSULT") == "Meeting or talks"
    assert act_name("STRANGE\u202e") == "Strange‹U+202E›"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("49-49", "49"), ("5-?", "at least 5"), ("?-7", "at most 7"), ("?-?", "some"), ("1000-2000", "1,000–2,000"),
        ("2022-09-13", "Tue 13 Sep 2022"), ("2022-99-99", "2022-99-99"), ("ARM, AZE", "Armenia and Azerbaijan"),
        ("asserted", "asserted"),
        ("Sotk, Jermuk", "Sotk, Jermuk"), ("9" * 30 + "-1", "9" * 30 + "-1"),
    ],
)  # fmt: skip
def test_values_of_disputed_fields_are_put_in_words(value: str, words: str) -> None:
    assert reading(value, NAMES) == words


def test_disputed_fields_are_put_in_words() -> None:
    assert field_name("initiator", NAMES) == "who did it"
    assert field_name("killed ARM+AZE", NAMES) == "killed (Armenia and Azerbaijan)"
    assert field_name("killed", NAMES) == "killed"


SOURCE = Source(DOCUMENTS["wire"], tuple(one for owner, one in CLAIMS.values() if owner == "wire"), (), ())
TOLD = tell((SOURCE,), tuple(one.key for one in SOURCE.claims))


def test_claims_are_numbered_in_the_order_given_and_carry_their_words_in_place() -> None:
    assert [one.number for one in TOLD.values()] == [1, 2, 3, 4]
    before, words, after = TOLD[key("shelled")].parts
    assert (before[-4:], words, after[:10]) == ("had ", "shelled", " positions")
    assert TOLD[key("shelled")].who == "Armenia's defence ministry"


def test_an_explanation_names_claims_by_number_and_codes_by_name() -> None:
    pieces = explain(f"occurrence: ARM says x ({key('shelled')[:8]}); narrator, {key('denied')} and deadbeef", TOLD, NAMES)

    assert "".join(piece.text for piece in pieces) == "occurrence: Armenia says x (claim 1); the report itself, claim 2 and deadbeef"
    assert [piece.number for piece in pieces if piece.number] == [1, 2]


@given(st.text())
def test_an_explanation_of_anything_loses_nothing_it_does_not_know(why: str) -> None:
    assert all(piece.text and piece.number == 0 for piece in explain(why, {}, NAMES))


def figure(voice: str, low: int | None, high: int | None, day: int, later: str | None = None) -> Figure:
    return Figure(f"{voice}{day}", voice, low, high, date(2022, 9, day), later)


def toll(*figures: Figure) -> Toll:
    return Toll("killed", ("ARM",), None, None, None, "as told", figures)


def test_figures_of_several_days_are_drawn_with_a_shape_for_each_claimant() -> None:
    drawn = draw_toll(toll(figure("ARM", 49, 49, 13, "x"), figure("AZE", 50, 80, 14), figure("ARM", 105, None, 15)), {})

    assert drawn is not None
    assert drawn.legend == (("ARM", "circle"), ("AZE", "square"))
    assert [mark.old for mark in drawn.marks] == [True, False, False]
    assert [mark.x for mark in drawn.marks] == sorted(mark.x for mark in drawn.marks)
    assert drawn.marks[0].y > drawn.marks[1].y > drawn.marks[2].y, "more stands higher"
    assert drawn.marks[1].low > drawn.marks[1].high


def test_one_day_or_no_figure_is_not_drawn() -> None:
    assert draw_toll(toll(figure("ARM", 1, 1, 13), figure("AZE", 2, 2, 13)), {}) is None
    assert draw_toll(toll(figure("ARM", None, None, 13), figure("AZE", 2, 2, 14)), {}) is None
    assert draw_toll(toll(), {}) is None
    told = {"a": date(2022, 9, 1), "b": date(2022, 9, 9)}
    assert draw_toll(toll(Figure("a", "ARM", 1, 1), Figure("b", "ARM", 2, 2)), told) is not None, "the day of publication serves"


counts = st.none() | st.integers(0, 2**62)


@given(st.lists(st.tuples(st.sampled_from("ABCDEFGH"), counts, counts, st.integers(1, 28)), max_size=12))
def test_every_mark_lies_within_its_drawing(rows: list[tuple[str, int | None, int | None, int]]) -> None:
    drawn = draw_toll(toll(*(figure(voice, low, high, day) for voice, low, high, day in rows)), {})
    if drawn is not None:
        for mark in drawn.marks:
            assert 0 <= mark.x <= WIDTH
            assert 0 <= min(mark.y, mark.low, mark.high) <= max(mark.y, mark.low, mark.high) <= HEIGHT


def test_accounts_agree_on_what_all_who_speak_of_it_say_alike() -> None:
    claims = [CLAIMS[name][1] for name in ("shelled", "denied", "toll")]
    found = {one.field: (one.values, len(one.claims)) for one in agreed(claims)}

    assert found == {
        "initiator": (("AZE",), 3), "target": (("ARM",), 3), "day": (("2022-09-13",), 3), "place": (("Sotk",), 2),
    }  # fmt: skip
    assert "day" not in {one.field for one in agreed(claims, ["day"])}
    assert agreed(claims[:1]) == (), "one alone agrees with nobody"
    assert "initiator" not in {one.field for one in agreed([*claims, CLAIMS["repelled"][1]])}
