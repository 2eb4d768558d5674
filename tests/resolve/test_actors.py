"""Actors named in sentences of many countries, with and without grammar."""

from __future__ import annotations

from datetime import date
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.annotate.grammar import Grammar
from dragoman.codebook.load import load
from dragoman.codebook.shapes import ActorEntry, Role
from dragoman.model.text import overlaps
from dragoman.model.world import Mention
from dragoman.resolve.actors import find_mentions
from dragoman.resolve.names import Gazetteer, in_office
from dragoman.split.passages import split

DAY = date(2023, 6, 1)


@cache
def gazetteer() -> Gazetteer:
    return Gazetteer.compile(load())


@cache
def grammar() -> Grammar:
    return Grammar.load()


def mentions(text: str, published: date | None = DAY, parsed: bool = True) -> tuple[Mention, ...]:
    _, sentences, _ = split(text)
    parses = grammar().parse(text, sentences) if parsed else [None] * len(sentences)
    return find_mentions(text, parses, gazetteer(), published)


def codes(text: str, published: date | None = DAY, parsed: bool = True) -> dict[str, str]:
    return {text[m.span[0] : m.span[1]]: ",".join(m.codes) for m in mentions(text, published, parsed)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Peru's defence ministry spoke of Chilean forces.",
         {"Peru's defence ministry": "PER.MIL", "Chilean forces": "CHL.MIL"}),
        ("The Zambian military denied it.", {"Zambian military": "ZMB.MIL"}),
        ("Malian rebels killed Nigerien civilians.", {"Malian rebels": "MLI.REB", "Nigerien civilians": "NER.CVL"}),
        ("The foreign ministers of Laos and Bhutan met.", {"foreign ministers of Laos and Bhutan": "LAO.GOV,BTN.GOV"}),
        ("Police in Ghana arrested a man.", {"Police in Ghana": "GHA.COP"}),
        ("The Sudanese army fired.", {"Sudanese army": "SDN.MIL"}),
        ("Thai and Cambodian forces exchanged fire.", {"Thai": "THA.MIL", "Cambodian forces": "KHM.MIL"}),
        ("Kenyans voted and the Dutch watched.", {"Kenyans": "KEN", "Dutch": "NLD"}),
        ("Shells hit Armenian positions.", {"Armenian": "ARM"}),
        ("The Kremlin and Downing Street objected.", {"Kremlin": "RUS.GOV", "Downing Street": "GBR.GOV"}),
        ("The Knesset met as the Bundestag voted.", {"Knesset": "ISR.LEG", "Bundestag": "DEU.LEG"}),
        ("The FSB accused the SBU.", {"FSB": "RUS.SPY", "SBU": "UKR.SPY"}),
        ("The Pentagon and the State Department agreed.", {"Pentagon": "USA.MIL", "State Department": "USA.GOV"}),
        ("A spokesman for the Fijian army resigned.", {"spokesman for the Fijian army": "FJI.MIL"}),
        ("An Omani army spokesman spoke.", {"Omani army spokesman": "OMN.MIL"}),
        ("The army shelled a village.", {"army": "UNK.MIL"}),
        ("Ivory Coast's parliament rose.", {"Ivory Coast's parliament": "CIV.LEG"}),
        ("U.S. troops left.", {"U.S. troops": "USA.MIL"}),
        ("South Korea's navy fired at North Korean boats.", {"South Korea's navy": "KOR.MIL", "North Korean": "PRK"}),
        ("Peru's defence ministry spokesman, Pedro Muestra, left.",
         {"Peru's defence ministry spokesman, Pedro Muestra": "PER.MIL"}),
        ("Iran's Revolutionary Guards left.", {"Iran's Revolutionary Guards": "IRN.MIL"}),
        ("US and British forces struck.", {"US": "USA.MIL", "British forces": "GBR.MIL"}),
        ("North and South Korea met.", {"North": "PRK", "South Korea": "KOR"}),
        ("The rebels' advance went on.", {"rebels": "UNK.REB"}),
        ("Soldiers held rebel exercises.", {"Soldiers": "UNK.MIL", "rebel": None}),
        ("Coalition aircraft struck the town.", {"Coalition aircraft": "COA.MIL"}),
        ("Niger withdrew its soldiers from Mali.", {"soldiers": "UNK.MIL", "Mali": "MLI"}),
        ("Residents of Haiti fled.", {"Residents of Haiti": "HTI.CVL"}),
    ],
)  # fmt: skip
def test_phrases(text: str, expected: dict[str, str | None]) -> None:
    found = codes(text)
    assert {words: found.get(words) for words in expected} == expected


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("Iran-backed fighters and pro-Russian crowds gathered.", {"IRN", "RUS"}),
        ("Steven Jordan and Olga London sang.", {"JOR", "GBR"}),
        ("He told us that we who read it need aid.", {"USA", "IGO:WHO"}),
        ("She works for the Bank of England near New Mexico.", {"GBR", "MEX"}),
        ("Soldiers use force against the gas turkey.", {"TUR"}),
    ],
)
def test_words_that_only_look_like_actors(text: str, absent: set[str]) -> None:
    named = {code for m in mentions(text) for code in m.codes}
    assert named.isdisjoint(absent)


def test_capitals_keep_their_kind() -> None:
    found = {m.name: m.kind for m in mentions("Nairobi rejected the offer that was made in Lusaka.")}
    assert set(found.values()) == {"capital"}
    assert set(found) == {"Kenya", "Zambia"}


def test_weak_names_need_support() -> None:
    alone = codes("The crowd in Georgia cheered in Atlanta, the United States said.")
    assert "GEO" not in alone.values()
    assert codes("Georgia and Armenia signed.")["Georgia"] == "GEO"
    assert codes("Tbilisi said Georgia and the United States signed.")["Georgia"] == "GEO"


def test_unknown_people_take_the_code_of_their_office_and_keep_it() -> None:
    text = "Kenyan Foreign Minister Amina Mfano arrived. Later Mfano spoke. A spokesman for Mfano left."
    people = [m for m in mentions(text) if m.person == "Amina Mfano"]
    assert [m.codes for m in people] == [("KEN.GOV",)] * 3
    assert text[people[0].span[0] : people[0].span[1]] == "Kenyan Foreign Minister Amina Mfano"


def test_an_apposition_names_the_person() -> None:
    found = {m.person: m.codes for m in mentions("Amina Mfano, the Kenyan foreign minister, said no.") if m.person}
    assert found == {"Amina Mfano": ("KEN.GOV",)}


def test_unknown_names_without_an_office_are_nobody() -> None:
    assert mentions("Amina Mfano bought bread.") == ()


def test_people_of_the_codebook_are_dated() -> None:
    entry = ActorEntry(
        "KEN", "state", "Kenya", ("Kenya",), demonyms=("Kenyan",),
        roles=(Role("head-of-state", "Testa Mfano", date(2010, 5, 1), date(2015, 5, 1)),),
    )  # fmt: skip
    book = load()
    compiled = Gazetteer.compile(type(book)("x", actors=(entry,), roles=book.roles, files=book.files))
    for text, day, code in [
        ("Testa Mfano spoke.", date(2012, 1, 1), "KEN.GOV"),
        ("Testa Mfano spoke.", date(2022, 1, 1), "KEN.ELI"),
        ("Testa Mfano spoke.", None, "KEN.GOV"),
        ("President Mfano spoke.", date(2012, 1, 1), "KEN.GOV"),
        ("Kenyan President Testa Mfano spoke.", date(2022, 1, 1), "KEN.GOV"),
        ("Former Kenyan President Testa Mfano spoke.", date(2022, 1, 1), "KEN.ELI"),
    ]:
        _, sentences, _ = split(text)
        found = find_mentions(text, grammar().parse(text, sentences), compiled, day)
        assert [(m.codes[0], m.person) for m in found] == [(code, "Testa Mfano")], (text, day)


def test_a_name_under_two_codes_is_the_one_of_its_time() -> None:
    insurgents = ActorEntry("T.REB", "group", "Testas", ("Testas",), until=date(2021, 8, 15))
    authorities = ActorEntry("T.GOV", "group", "Testas", ("Testas",), since=date(2021, 8, 15))
    book = load()
    compiled = Gazetteer.compile(type(book)("x", actors=(authorities, insurgents), roles=book.roles, files=book.files))
    found = {
        day: find_mentions("The Testas spoke.", (), compiled, day)[0].codes
        for day in (date(2020, 1, 1), date(2022, 1, 1), None)
    }
    assert found == {date(2020, 1, 1): ("T.REB",), date(2022, 1, 1): ("T.GOV",), None: ("T.GOV",)}


def test_terms_are_given_slack_by_their_grain() -> None:
    term = Role("head-of-state", "Testa Mfano", date(2010, 5, 1), date(2015, 5, 1))
    assert in_office(term, date(2015, 5, 20))
    assert not in_office(term, date(2015, 9, 1))
    assert not in_office(term, date(2010, 1, 1))
    assert in_office(Role("leader", "T", date(2010, 5, 1), date(2015, 5, 1), "year"), date(2015, 12, 30))


def test_unnamed_sources_are_anonymous() -> None:
    text = "A Danish official said people familiar with the talks and the Danish army left."
    found = {m.codes[0]: m.anonymous for m in mentions(text)}
    assert found["DNK.GOV"]
    assert found["UNK"]
    assert not found["DNK.MIL"]


def test_text_without_grammar_is_still_read() -> None:
    found = codes("Zambian forces attacked. Peru's defence ministry said so.", parsed=False)
    assert found == {"Zambian forces": "ZMB.MIL", "Peru's defence ministry": "PER.MIL"}


def test_headlines_keep_their_countries() -> None:
    assert {"MLI", "BFA"} <= set(codes("Mali Accuses Burkina Faso Over Border Shelling Claims").values())


WORDS = st.sampled_from(
    ["Armenia", "Armenian", "forces", "the", "of", "and", "U.S.", "'s", "-", "President", "Gen.", "Kyiv", "both",
     "sides", ",", ".", "\n\n", "“", "”", "Baku", "army", "he", "said", "in", "Georgia", "’s", "ministry",
     "\u00e9", "\U0001f600", "N'Djamena", "Nur-Sultan"]
)  # fmt: skip


def check(text: str, found: tuple[Mention, ...]) -> None:
    for mention in found:
        start, end = mention.span
        assert 0 <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        assert mention.codes
    assert not any(overlaps(a.span, b.span) for a, b in pairwise(found))


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, max_size=30), st.booleans())
def test_spans_are_exact_and_apart(parts: list[str], parsed: bool) -> None:
    text = " ".join(parts)
    check(text, mentions(text, parsed=parsed))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_survived(text: str) -> None:
    check(text, mentions(text, None, parsed=False))


@pytest.mark.parametrize("piece", ["Democratic Republic of the ", "Armenian and ", "US-", "ministry of ", "Mr ", "' "])
def test_hostile_repetition_stays_linear(piece: str) -> None:
    """Forty thousand words of beginnings of names must not take more than a few seconds."""
    assert len(mentions(piece * 20_000, parsed=False)) >= 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Raiders overran a military post near Diffa.", {"military": "UNK.MIL"}),
        ("A crowd burned a police station.", {"police": "UNK.COP"}),
        ("Soldiers of the Malian army fled.", {"Soldiers of the Malian army": "MLI.MIL"}),
        ("Laotian army bombs rebel camp, killing nine", {"Laotian army": "LAO.MIL"}),
        ("A mediator from the bloc spoke.", {"mediator from the bloc": "UNK.GOV"}),
        ("The rebel delegation left Quito.", {"rebel delegation": "UNK.REB"}),
        ("A local official in Ghana spoke.", {"local official in Ghana": "GHA.GOV"}),
    ],
)
def test_things_and_owners_of_role_nouns(text: str, expected: dict[str, str]) -> None:
    assert expected.items() <= codes(text).items()


def test_an_organ_that_two_countries_have_is_its_owners() -> None:
    found = mentions("Tajikistan's State Committee for National Security spoke. So did Tajikistan's border guards.")
    assert all(code.split(".")[0] == "TJK" for mention in found for code in mention.codes)


@pytest.mark.parametrize(
    ("text", "anonymous"),
    [
        ("The source, who asked not to be named, left.", True),
        ("A Peruvian minister said so on condition of anonymity.", True),
        ("The Peruvian minister said so in Lima.", False),
    ],
)
def test_a_withheld_name_makes_a_source_anonymous(text: str, anonymous: bool) -> None:
    assert mentions(text)[0].anonymous is anonymous


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Syria buried its dead while Assad spoke in parliament.", {"Assad": "SYR.GOV"}),
        ("Sudan's war went on, and Hemedti left the capital.", {"Hemedti": "RSF.REB"}),
        ("CJTF-OIR said a convoy had been hit near Palmyra.", {"CJTF-OIR": "COA.MIL"}),
    ],
)
def test_people_and_commands_by_their_short_names(text: str, expected: dict[str, str]) -> None:
    found = codes(text)
    assert expected.items() <= found.items()


def test_one_word_of_a_persons_name_needs_the_country_in_the_text() -> None:
    assert "Assad" not in codes("A dentist called Assad opened a practice in Lyon.")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("NAVCENT said a frigate had joined the patrol.", "USA.MIL"),
        ("Yamam officers stormed the flat.", "ISR.COP"),
        ("OMON dispersed the march in Kazan.", "RUS.COP"),
        ("SADF columns crossed the river in 1987.", "ZAF.MIL"),
        ("Imbonerakure beat a teacher in Gitega.", "BDI.PRM"),
        ("The ROK JCS spoke of two balloons.", "KOR.MIL"),
        ("UKMTO warned ships off the coast.", "GBR.MIL"),
        ("Kaibiles searched the valley.", "GTM.MIL"),
        ("Detachment 88 arrested a printer in Solo.", "IDN.COP"),
        ("ESMAD cleared the bridge.", "COL.COP"),
    ],
)
def test_forces_by_the_names_they_have_at_home(text: str, code: str) -> None:
    assert code in codes(text).values()


def test_an_ambiguous_command_goes_with_the_country_of_the_text() -> None:
    assert "USA.MIL" in codes("Washington sent jets. Central Command said the United States had struck twice.").values()
    assert "ISR.MIL" in codes("Israel called up reserves. Northern Command said Israel would hold the ridge.").values()
    assert "Central Command" not in codes("The fire brigade's Central Command closed the motorway.")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Scottish police closed the harbour.", "GBR.COP"),
        ("Dagestani police closed the bazaar.", "RUS.COP"),
        ("Gazan medics counted the wounded.", "PSE.MED"),
        ("Belarus voted while Alyaksandr Lukashenka spoke.", "BLR.GOV"),
        ("Saudi Arabia sent an envoy, and MBS phoned the king.", "SAU.GOV"),
    ],
)
def test_peoples_and_spellings_that_name_a_home(text: str, code: str) -> None:
    assert code in codes(text).values()


def test_the_name_of_a_people_without_its_country_is_no_state() -> None:
    assert "RUS" not in codes("A Chechen proverb hung over the door.").values()
