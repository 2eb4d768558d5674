"""Who does what to whom, in sentences as reports write them: shortened, joined, with a side that stands elsewhere."""

from __future__ import annotations

import pytest

from extract.sentences import acts, claims, codes


def told(text: str, kind: str) -> list[tuple[list[str], list[str]]]:
    """The sides of each claim of a type."""
    return [(codes(c.actors), codes(c.recipients)) for c in claims(text, kind)]


@pytest.mark.parametrize(
    ("text", "kind", "actors", "recipients"),
    [
        # a headline leaves out "was"
        ("Two Peruvian guards shot dead in prison break", "ASSAULT", ["UNK"], ["PER"]),
        ("Ghanaian priest abducted on highway", "ASSAULT", ["UNK"], ["GHA"]),
        ("Ghanaian priest freed after ransom", "RETREAT", ["UNK"], ["GHA"]),
        # ... but not where the verb has its object
        ("Peruvian guards shot two inmates", "ASSAULT", ["PER"], ["PER"]),
        # a second participle shares subject and agent with the first
        ("Two Danish nurses were seized by Chadian soldiers and freed on Monday.", "RETREAT", ["TCD"], ["DNK"]),
        # a clash that cost the lives of one side
        ("Four Ugandan soldiers died in clashes with Kenyan troops on Monday.", "ASSAULT", ["KEN", "UGA"], []),
        ("Al-Shabaab left Bardale after clashes with Kenyan troops.", "ASSAULT", ["KEN", "SHABAAB"], []),
        # the clause behind a span of time has a subject of its own
        ("Peru's army left on Monday, a day after Chile launched an attack on Tacna in Peru.", "ASSAULT", ["CHL"], ["PER"]),
        # what an attack is called changes nothing about whose it is
        ("Norway condemned what it called a reckless attack by Chile.", "ACCUSE", ["NOR"], ["CHL"]),
        ("Chilean police responded with tear gas on Monday.", "ASSAULT", ["CHL"], []),
        ("In Chile, gunmen took guards hostage at a jail.", "ASSAULT", ["UNK"], ["CHL"]),
        ("Chile's presidential guard blocked off the palace in Santiago.", "COERCE", ["CHL"], []),
        ("Farmers in Chile blocked highways on Monday.", "PROTEST", ["CHL"], []),
        ("Chilean soldiers blocked the bridge on Monday.", "COERCE", ["CHL"], []),
        ("Chile sent two planeloads of medicine to Peru.", "AID", ["CHL"], ["PER"]),
    ],
)
def test_both_sides(text: str, kind: str, actors: list[str], recipients: list[str]) -> None:
    found = told(text, kind)
    assert found, text
    assert found[0][0] == actors
    if recipients:
        assert found[0][1] == recipients


def test_the_charge_that_is_denied_is_the_last_one_made() -> None:
    text = "Chad's troops left Faya. Chad accuses Sudan of backing rebels. Khartoum denies the charge."
    denied = [c for c in claims(text) if c.stance == "denies"]
    assert [(c.type, codes(c.actors)) for c in denied] == [("SUPPORT", ["SDN"])]


def test_not_having_been_asked_does_not_undo_what_follows() -> None:
    text = "Chile's president said he had not been consulted on the truce and blamed Lima for failing to protect Peru's nurses."
    assert [(codes(c.actors), codes(c.recipients), c.reality) for c in claims(text, "ACCUSE")] == [(["CHL"], ["PER"], "actual")]


def test_a_truce_that_somebody_brokered_is_one_truce() -> None:
    found = claims("Chad and Sudan agreed to a truce brokered by Oman on Monday.", "AGREE")
    assert [(codes(c.actors), codes(c.mediators)) for c in found] == [(["SDN", "TCD"], ["OMN"])]


def test_a_rally_called_off_did_not_take_place() -> None:
    assert [c.reality for c in claims("Kenyan teachers called off a rally planned for Saturday.", "PROTEST")] == ["negated"]


def test_rebels_have_a_spokesman_and_men_of_their_own() -> None:
    text = "Rebels in Chad seized Faya on Monday. The rebels said their men had shot down a helicopter of the Chadian army."
    assert all("REB" in a.code for c in claims(text, "ASSAULT") for a in c.actors)


@pytest.mark.parametrize(
    ("text", "kind", "actors", "recipients"),
    [
        # a charge in the gerund has its own object
        ("Chad accuses Sudan of massacring civilians in Faya.", "ASSAULT", ["SDN"], ["TCD"]),
        # a strike that killed is no strike that was killed
        ("A drone strike killed eight Chadian nurses in the town of Faya hours before the vote, doctors said; the army was silent.",
         "ASSAULT", ["UNK"], ["TCD"]),
        # who tells of shelling did not shell
        ("Shelling across the border killed four Chadian civilians on Friday, a Sudanese official said.", "ASSAULT", ["UNK"], ["TCD"]),
        ("Canada suspended Uganda from a trade programme over abuses.", "SANCTION", ["CAN"], ["UGA"]),
    ],
)  # fmt: skip
def test_parses_that_the_words_contradict(text: str, kind: str, actors: list[str], recipients: list[str]) -> None:
    assert told(text, kind)[0] == (actors, recipients)


def test_separatists_are_those_of_the_one_entity_that_the_text_names() -> None:
    text = "Azerbaijan said the separatists had shelled a village on Monday. Nagorno-Karabakh denied it."
    assert ["NKR"] in [actors for actors, _ in told(text, "ASSAULT")]


def test_the_opposition_answers_its_own_government() -> None:
    text = "Peru's government promised reforms on Monday. The Peruvian opposition rejected the move."
    assert told(text, "REJECT") == [(["PER"], ["PER"])]


def test_nobody_named_stays_nobody() -> None:
    text = "Police in Peru killed two protesters. Unknown men stabbed protesters in Lima."
    assert [codes(a.actors) for a in acts(text, "ASSAULT") if a.mode == "primitive"] == [["UNK"]]


def test_an_office_told_with_its_holder_is_not_the_home_country_s() -> None:
    text = (
        "Ghana hosted talks on Monday. Canadian Foreign Secretary Anna Berg met Ghana's leaders in Accra. The talks in Accra were"
        " on Ghana's border. The secretary promised aid to Ghana."
    )
    assert told(text, "AGREE") == [(["CAN"], ["GHA"])]


def test_a_surname_is_no_trade() -> None:
    text = "Police in Ghana arrested two men in Accra on Monday. They were from Kumasi in Ghana, Baker said."
    assert not [m for c in claims(text) for m in c.voice.codes if m.startswith("GHA.CVL") or m.endswith("LAB")]


def test_an_imperative_in_quotation_marks_is_asked_for() -> None:
    found = claims('"Lay down your guns," the Peruvian bishop told the rebels.', "RETREAT")
    assert all(c.reality == "requested" for c in found)
