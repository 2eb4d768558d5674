"""Copies of one text: what is one, what is none, and that neither order nor crowds change it."""

from __future__ import annotations

import random
import re
import subprocess
import sys
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.clean.duplicates import CROWD, PERMUTATIONS, ROWS, THRESHOLD, Sketched, bands, find_copies, likeness, sketch

WIRE = """OSTPORT, March 4 - Norland said on Tuesday that shells fired from across the Vell river had killed three border guards and
wounded nine others, the heaviest loss since the two neighbours agreed to a truce last autumn.

The defence ministry in Ostport said that the first shells fell shortly before dawn on a guard post near the village of Brae
and that the firing went on for about forty minutes. It said that its own guns had answered.

Sudland denied that its troops had opened fire. A spokesman for the army in Marrow said that guards on the other bank had
shot at a patrol boat first and that two sailors were in hospital.

Neither account could be checked. The area has been closed to reporters since January, and the observers of the Maritime
Union said that they had been refused entry to the village on Monday.

The foreign ministers of both countries are due to meet on 12 March in the free city of Halm, where the Union has brokered
three rounds of talks on the course of the border. Officials said that the meeting had not been called off.
"""
PARAGRAPHS = WIRE.split("\n\n")
LOCAL = "Residents of our valley heard the guns from the hills above the dam, the mayor told this newspaper."
EDITED = "\n\n".join([PARAGRAPHS[0].replace("OSTPORT, March 4 - ", ""), PARAGRAPHS[1], PARAGRAPHS[2], PARAGRAPHS[3], LOCAL])
OTHER_WRITER = """Three soldiers of Norland's border force died early on Tuesday when artillery hit their post at Brae, according to the
government in Ostport, which blamed the army of Sudland.

Marrow rejected the charge. Its general staff insisted that Norland had begun the exchange by firing on a boat on the Vell,
wounding two members of the crew, and that no Sudland battery had been in action before six in the morning.

The incident is the worst since the autumn truce. Monitors sent by the Maritime Union have not been allowed into Brae since
the start of the week. Talks about the border, the fourth round of them, are planned for the middle of March in Halm.
"""


def communique(day: str, shots: int, places: tuple[str, str, str], guns: str) -> str:
    return f"""The Ministry of Defence of Norland states: on {day} units of the armed forces of Sudland violated the ceasefire {shots}
times along the line of contact, using {guns}.

The adversary fired from positions near {places[0]} at our positions in the vicinity of {places[1]}, and also at civilian houses
in {places[2]}. Units of the Norland army took adequate countermeasures in response.

As of 08:00 the situation along the line is relatively calm, and the Ministry of Defence continues to control the front."""


MONDAY = communique("2 March", 41, ("Upper Tarn", "Brae", "Little Ford"), "heavy machine guns and sniper rifles")
TUESDAY = communique("3 March", 17, ("Gull Rock", "Harrow", "the Mill Quarter"), "mortars of 60 millimetres")


def known(*texts: str, outlets: tuple[str | None, ...] = ()) -> dict[str, Sketched]:
    day = date(2024, 3, 5)
    named = outlets or (None,) * len(texts)
    return {f"d{i}": (day + timedelta(i), named[i], sketch(text)) for i, text in enumerate(texts)}


def originals(sketches: dict[str, Sketched]) -> dict[str, str]:
    return {copy.document: copy.original for copy in find_copies(sketches)}


# --- sketches ---------------------------------------------------------------------------------------------------------


def test_a_sketch_has_so_many_numbers_of_32_bits_and_bands_of_64() -> None:
    made = sketch(WIRE)

    assert len(made) > PERMUTATIONS
    assert all(0 <= value < 2**32 for value in made)
    assert len(bands(made)) == PERMUTATIONS // ROWS == len(set(bands(made)))
    assert all(0 <= key < 2**64 for key in bands(made))


def test_it_is_the_same_in_every_process() -> None:
    code = "from dragoman.clean.duplicates import sketch; print(sketch('shells fell on the guard post near the village'))"
    run = [sys.executable, "-c", code]
    said = {subprocess.run(run, capture_output=True, text=True, check=True, timeout=60).stdout for _ in range(2)}

    assert said == {f"{sketch('shells fell on the guard post near the village')}\n"}


def test_it_stays_what_it_was_when_stores_were_filled_with_it() -> None:
    assert sketch("shells fell on the guard post near the village")[:4] == (3229399590, 3258569640, 3442455201, 3336381769)


def test_case_marks_and_white_space_make_no_difference() -> None:
    assert bands(sketch(WIRE)) == bands(sketch(WIRE.upper()))
    assert sketch(WIRE) == sketch("  ".join(WIRE.split())) == sketch(WIRE.replace(",", " – "))


@pytest.mark.parametrize("empty", ["", "  \n", "—!?"])
def test_a_text_without_words_has_none_and_is_no_copy(empty: str) -> None:
    assert sketch(empty) == ()
    assert bands(sketch(empty)) == ()
    assert find_copies(known(empty, empty)) == ()


def test_its_likeness_comes_near_the_jaccard_index() -> None:
    words = [f"w{i}" for i in range(1004)]
    one, other = " ".join(words), " ".join(words[:504] + [f"x{i}" for i in range(500)])

    assert likeness(sketch(one), sketch(other)) == pytest.approx(500 / 1500, abs=0.13)  # three standard deviations


# --- what is a copy ---------------------------------------------------------------------------------------------------


def test_a_copy_that_drops_a_paragraph_and_adds_a_sentence_is_found() -> None:
    (copy,) = find_copies(known(WIRE, EDITED))

    assert (copy.document, copy.original) == ("d1", "d0")
    assert THRESHOLD <= copy.likeness < 0.95


def test_another_dateline_and_a_credit_do_not_matter() -> None:
    printed = WIRE.replace("OSTPORT, March 4 - ", "HALM (Coast Agency) — ") + "\n\nCoast Agency contributed to this report."
    (copy,) = find_copies(known(WIRE, printed))

    assert copy.likeness > 0.85


def test_two_writers_on_one_happening_are_no_copies() -> None:
    assert find_copies(known(WIRE, OTHER_WRITER)) == ()


@pytest.mark.parametrize("outlets", [("Ministry", "Ministry"), ("Ministry", "Gazette"), (None, None)])
def test_two_communiques_from_one_template_are_no_copies(outlets: tuple[str | None, ...]) -> None:
    assert find_copies(known(MONDAY, TUESDAY, outlets=outlets)) == ()


def test_one_outlet_that_repeats_itself_on_another_day_must_be_all_but_equal() -> None:
    assert originals(known(WIRE, EDITED, outlets=("Coast", "Coast"))) == {}
    assert originals(known(WIRE, WIRE + " Ends.", outlets=("Coast", "Coast"))) == {"d1": "d0"}


def test_the_original_is_the_earliest_and_then_the_smallest_key() -> None:
    one = sketch(WIRE)
    early, late = date(2024, 3, 4), date(2024, 3, 5)

    assert originals({"a": (late, None, one), "b": (early, None, one)}) == {"a": "b"}
    assert originals({"b": (early, None, one), "a": (early, None, one)}) == {"b": "a"}
    assert originals({"a": (None, None, one), "b": (late, None, one)}) == {"a": "b"}


def test_copies_of_copies_share_their_original() -> None:
    again = EDITED + "\n\n" + "The council of the valley will meet tonight to hear what the guards saw from the dam."

    assert originals(known(WIRE, EDITED, again)) == {"d1": "d0", "d2": "d0"}


# --- properties -------------------------------------------------------------------------------------------------------


@settings(max_examples=25, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_documents_makes_no_difference(chance: random.Random) -> None:
    sketches = known(WIRE, EDITED, OTHER_WRITER, MONDAY, TUESDAY, WIRE + " Ends.", MONDAY.upper())
    shuffled = list(sketches.items())
    chance.shuffle(shuffled)

    assert find_copies(dict(shuffled)) == find_copies(sketches)


def test_thousands_in_one_band_cost_only_neighbours(monkeypatch: pytest.MonkeyPatch) -> None:
    """All texts share the first band; without a bound that would be two million comparisons in it alone."""
    chance = random.Random(7)
    shared = sketch(WIRE)[:ROWS]
    crowd = {
        f"d{i:04}": (date(2024, 3, 5), None, (*shared, *(chance.getrandbits(32) for _ in range(PERMUTATIONS - ROWS))))
        for i in range(2000)
    }
    twin = crowd["d0700"][2]
    crowd["d1900"] = (date(2024, 3, 6), None, (*twin[:-3], 1, 2, 3))
    calls = 0

    def counted(one: tuple[int, ...], other: tuple[int, ...]) -> float:
        nonlocal calls
        calls += 1
        return likeness(one, other)

    monkeypatch.setattr("dragoman.clean.duplicates.likeness", counted)

    assert originals(crowd) == {"d1900": "d0700"}
    assert len(crowd) > CROWD
    assert calls < 2000 * 10


def test_one_template_with_other_names_and_figures_is_another_text() -> None:
    names = {"12": "47", "34": "71", "2": "9"}
    other = re.sub(r"\b[A-Z][a-z]{3,}\b", lambda found: found[0][::-1].capitalize(), WIRE)
    for one, two in names.items():
        other = re.sub(rf"\b{one}\b", two, other)
    assert likeness(sketch(WIRE), sketch(other)) > 0.3
    assert find_copies({"a": (None, None, sketch(WIRE)), "b": (None, None, sketch(other))}) == ()
