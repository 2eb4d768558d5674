"""Who "we" is where nobody is quoted."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

import dragoman
from dragoman.extract.carrier import speak_for_carrier
from dragoman.model.annotations import Annotations
from dragoman.model.claim import SPEAKER, Actor, Attribution, Happening
from dragoman.model.text import Passage
from extract.sentences import layers, mention, words
from extract.test_voices import act_at

TEXT = "Chad met Niger."
OURS = act_at(TEXT, "met", 1, actors=(Actor(SPEAKER, "we", None, (0, 4)),), recipients=(Actor(f"{SPEAKER}.MIL", "our"),))


def notes() -> Annotations:
    return layers(TEXT, mention(TEXT, "Chad", "TCD"), mention(TEXT, "Niger", "NER"))


def released_by(carrier: str) -> Annotations:
    return replace(notes(), document=replace(notes().document, carrier=carrier))


def spoken(act: Happening, known: Annotations) -> list[str]:
    (found,) = speak_for_carrier((act,), known)
    return [a.code for a in (*found.actors, *found.recipients)]


def test_in_a_release_we_is_the_party_whose_release_it_is() -> None:
    (found,) = speak_for_carrier((OURS,), released_by("ARM"))

    assert [a.code.split(".")[0] for a in (*found.actors, *found.recipients)] == ["ARM", "ARM"]
    assert words(TEXT, found.actors[0].span) == "Chad"


def test_without_a_carrier_we_is_the_one_that_the_text_has_acting_first() -> None:
    assert [c.split(".")[0] for c in spoken(OURS, notes())] == ["TCD", "TCD"]


def test_where_nobody_acts_we_stays_open() -> None:
    nobody = replace(notes(), mentions=())
    heading = replace(notes(), passages=(Passage((0, len(TEXT)), "title"),))
    silent = replace(notes(), parses=(None,))

    for known in (nobody, heading, silent):
        assert spoken(OURS, known)[0] == SPEAKER


def test_an_unknown_subject_is_no_party() -> None:
    assert spoken(OURS, layers(TEXT, mention(TEXT, "Chad", "UNK.GOV")))[0] == SPEAKER


def test_a_quoted_we_is_not_the_carrier() -> None:
    said = replace(released_by("ARM"), attributions=(Attribution(None, None, ((0, len(TEXT)),), "direct"),))

    assert spoken(OURS, said)[0] == SPEAKER


@pytest.mark.parametrize("code", ["TCD", "UNK.REB"])
def test_acts_of_others_are_not_touched(code: str) -> None:
    act = act_at(TEXT, "met", 1, actors=(Actor(code, "x"),))

    assert speak_for_carrier((act,), released_by("ARM")) == (act,)
    assert speak_for_carrier((act, OURS), released_by("ARM"))[0] == act


def test_a_signed_statement_speaks_for_its_signer() -> None:
    text = (
        "Statement by the foreign minister of Ghana on the truce in Chad\n\n"
        "I thank the rebels of Chad. We condemn the shelling of Abéché by Niger's army."
    )
    found = {c.type: c for c in dragoman.read(text).claims}

    assert [a.code for a in found["SUPPORT"].actors] == ["GHA.GOV"]
    assert [a.code for a in found["ACCUSE"].actors] == ["GHA.GOV"]
    assert found["ACCUSE"].voice.codes == ("narrator",)


def test_a_report_on_a_statement_is_signed_by_nobody() -> None:
    text = "Statement by Ghana on Chad draws anger\n\nProtesters gathered. “We want peace,” a student said."

    assert all("GHA" not in c.voice.codes[0] for c in dragoman.read(text).claims)
