"""PLOVER's reading of an act with its reality: the whole table, and the codebook's figures against the manual's."""

from __future__ import annotations

from typing import get_args

import pytest

from dragoman.codebook.load import load
from dragoman.codebook.ontology import plover
from dragoman.model.event import Plover, Reality

EVENTS = load().events
COOPERATION = ("AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT")
VERBAL_CONFLICT = ("REQUEST", "ACCUSE", "REJECT", "THREATEN")
FORCE = ("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT")
TYPES = COOPERATION + VERBAL_CONFLICT + FORCE
FUTURE: tuple[Reality, ...] = ("planned", "promised", "threatened")

QUAD_AND_SCORE = {
    "AGREE": (1, 2.5),
    "CONSULT": (1, 2.5),
    "SUPPORT": (1, 5.0),
    "CONCEDE": (1, 4.5),
    "COOPERATE": (2, 9.5),
    "AID": (2, 10.0),
    "RETREAT": (2, 6.5),
    "REQUEST": (3, 0.0),
    "ACCUSE": (3, -3.0),
    "REJECT": (3, -2.0),
    "THREATEN": (3, -3.5),
    "PROTEST": (4, -5.0),
    "SANCTION": (4, -6.0),
    "MOBILIZE": (4, -5.5),
    "COERCE": (4, -7.0),
    "ASSAULT": (4, -9.0),
}
MODES = {
    "AGREE": {},
    "SUPPORT": {},
    "CONCEDE": {},
    "COOPERATE": {},
    "AID": {},
    "CONSULT": {"visit": 4.0, "third-party": 1.0, "multilateral": 4.0, "phone": 1.5},
    "RETREAT": {"withdraw": 8.0, "release": 6.5, "disarm": 10.0, "ceasefire": 7.5, "access": 6.5, "resign": 4.5},
    "REQUEST": {"assist": 0.5, "change": -1.0, "yield": -1.0, "meet": 0.0},
    "ACCUSE": {"disapprove": -2.0, "investigate": -3.5, "allege": -3.5},
    "REJECT": {"assist": -1.5, "change": -2.0, "yield": -2.0, "meet": -2.0},
    "THREATEN": {
        "restrict": -3.0,
        "arrest": -3.5,
        "relations": -3.5,
        "expel": -3.5,
        "territory": -4.0,
        "violence": -3.5,
    },
    "PROTEST": {"demo": -5.0, "riot": -7.0, "strike": -5.0, "hunger": -4.5, "boycott": -4.5, "obstruct": -4.5},
    "SANCTION": {"convict": -6.0, "expel": -5.5, "withdraw": -6.0, "discontinue": -6.0},
    "MOBILIZE": {"troops": -6.5, "weapons": -6.5, "police": -5.5, "militia": -6.0},
    "COERCE": {
        "seize": -7.0,
        "restrict": -7.0,
        "censor": -6.5,
        "curfew": -6.5,
        "martial-law": -7.5,
        "arrest": -7.0,
        "deport": -7.0,
        "withhold": -7.0,
        "misinformation": -6.5,
        "cyber": -7.0,
    },
    "ASSAULT": {
        "abduct": -8.5,
        "beat": -7.5,
        "torture": -8.5,
        "sexual": -8.5,
        "targeted": -9.5,
        "destroy": -8.5,
        "primitive": -8.0,
        "firearms": -9.0,
        "explosives": -9.0,
        "suicide-attack": -9.5,
        "aerial": -9.5,
        "drone": -9.5,
        "heavy-weapons": -9.5,
        "crowd-control": -7.5,
        "unconventional": -10.0,
    },
}


def target(act: str, reality: Reality) -> str | None:
    found = plover(EVENTS, act, None, reality)
    return found.type if found is not None else None


# --- the codebook's figures -------------------------------------------------------------------------------------------


def test_the_sixteen_types() -> None:
    assert set(EVENTS) == set(TYPES)
    assert len(TYPES) == 16


@pytest.mark.parametrize("act", TYPES)
def test_quad_score_and_modes_are_the_manuals(act: str) -> None:
    event = EVENTS[act]

    assert (event.quad, event.score) == QUAD_AND_SCORE[act]
    assert {m.name: m.score for m in event.modes if m.name != "vandalize"} == MODES[act]  # the manual gives it no score


def test_a_recipient_is_required_where_the_manual_says_so() -> None:
    assert {name for name, event in EVENTS.items() if event.recipient_required} == {"COOPERATE", "AID", "SANCTION"}


# --- the table --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("act", TYPES)
def test_what_is_actual_is_itself(act: str) -> None:
    for mode in (None, *MODES[act]):
        found = plover(EVENTS, act, mode, "actual")
        assert found is not None
        assert (found.type, found.mode, found.quad) == (act, mode, EVENTS[act].quad)
        assert found.score == (MODES[act][mode] if mode else EVENTS[act].score)


@pytest.mark.parametrize("reality", FUTURE)
@pytest.mark.parametrize("act", ["AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID"])
def test_cooperation_to_come_is_an_agreement(act: str, reality: Reality) -> None:
    assert plover(EVENTS, act, None, reality) == Plover("AGREE", None, 1, 2.5, "030")


@pytest.mark.parametrize("reality", FUTURE)
@pytest.mark.parametrize("act", ["CONCEDE", "RETREAT"])
def test_an_announced_retreat_is_a_concession(act: str, reality: Reality) -> None:
    assert target(act, reality) == "CONCEDE"


@pytest.mark.parametrize("reality", FUTURE)
@pytest.mark.parametrize("act", FORCE)
def test_material_conflict_to_come_is_a_threat(act: str, reality: Reality) -> None:
    assert target(act, reality) == "THREATEN"


@pytest.mark.parametrize("reality", FUTURE)
@pytest.mark.parametrize("act", VERBAL_CONFLICT)
def test_words_to_come_are_the_words(act: str, reality: Reality) -> None:
    assert target(act, reality) == act


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        ("AGREE", "REJECT"),
        ("CONSULT", "REJECT"),
        ("SUPPORT", "REJECT"),
        ("CONCEDE", "REJECT"),
        ("RETREAT", "REJECT"),
        ("COOPERATE", "SANCTION"),
        ("AID", "SANCTION"),
    ],
)
def test_cooperation_that_failed(act: str, expected: str) -> None:
    assert target(act, "negated") == expected


@pytest.mark.parametrize("act", VERBAL_CONFLICT + FORCE)
def test_conflict_that_did_not_happen_is_dropped(act: str) -> None:
    assert plover(EVENTS, act, None, "negated") is None


@pytest.mark.parametrize("act", TYPES)
def test_what_is_asked_for_is_a_request_and_what_is_imagined_is_dropped(act: str) -> None:
    assert target(act, "requested") == "REQUEST"
    assert plover(EVENTS, act, None, "hypothetical") is None


@pytest.mark.parametrize("act", TYPES)
@pytest.mark.parametrize("reality", get_args(Reality))
def test_every_cell_is_consistent_with_the_codebook(act: str, reality: Reality) -> None:
    for mode in (None, *MODES[act]):
        found = plover(EVENTS, act, mode, reality)
        if found is None:
            continue
        event = EVENTS[found.type]
        scores = {None: event.score} | {m.name: m.score for m in event.modes}
        assert found.quad == event.quad
        assert found.score == scores[found.mode]
        assert found.cameo.isdigit()


# --- modes and codes --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("act", "mode", "threat"),
    [
        ("ASSAULT", "aerial", "violence"),
        ("ASSAULT", None, "violence"),
        ("COERCE", "restrict", "restrict"),
        ("SANCTION", "discontinue", "relations"),
        ("SANCTION", "withdraw", "relations"),
        ("PROTEST", "strike", None),
        ("COERCE", "arrest", "arrest"),
        ("COERCE", "seize", "territory"),
        ("SANCTION", "expel", "expel"),
    ],
)
def test_the_mode_of_a_threat_is_its_content(act: str, mode: str | None, threat: str | None) -> None:
    found = plover(EVENTS, act, mode, "threatened")

    assert found is not None
    assert found.mode == threat


def test_a_mode_that_the_new_type_lacks_is_dropped() -> None:
    assert plover(EVENTS, "CONSULT", "phone", "planned") == plover(EVENTS, "CONSULT", None, "planned")
    assert plover(EVENTS, "RETREAT", "ceasefire", "negated") == plover(EVENTS, "RETREAT", None, "negated")


def test_an_unknown_mode_is_no_mode() -> None:
    assert plover(EVENTS, "ASSAULT", "telepathy", "actual") == plover(EVENTS, "ASSAULT", None, "actual")


def test_the_cues_own_code_is_kept_where_the_type_is() -> None:
    kept = plover(EVENTS, "ASSAULT", "firearms", "actual", "1823")
    changed = plover(EVENTS, "ASSAULT", "firearms", "threatened", "1823")

    assert kept is not None
    assert changed is not None
    assert kept.cameo == "1823"
    assert changed.cameo != "1823"


def test_a_codebook_without_the_target_type_has_no_reading() -> None:
    assert plover({"CONSULT": EVENTS["CONSULT"]}, "CONSULT", None, "planned") is None
