"""Who says it."""

from __future__ import annotations

from typing import Any

import pytest

from dragoman.extract.voices import SPEECH_ACTS, assign_voices, attribution_voices, country, judges
from dragoman.model.annotations import Annotations
from dragoman.model.claim import NARRATOR, Actor, Attribution, Happening, Voice
from dragoman.model.text import Document, Parse, Passage, Sentence, Span
from extract.sentences import acts, at, claims, codes, document, mention, only, parse_of, reader, tree, words


@pytest.mark.parametrize(
    ("text", "kind", "voice"),
    [
        ("Chad said Niger had attacked its base.", "ASSAULT", "TCD"),
        ("Russian forces captured Soledar on Monday, Ukraine's army said.", "COERCE", "UKR.MIL"),
        ("Kenyan forces attacked a convoy near Garissa.", "ASSAULT", "narrator"),
        ("According to the UN, Sudanese troops attacked a camp in Darfur.", "ASSAULT", "IGO:UN"),
        # a chain keeps its inner end
        ("The agency quoted the Georgian interior minister as saying that police had arrested ten men.", "COERCE", "GEO.GOV"),
        # what is done by saying it is the narrator's, its content the speaker's
        ("Chad accused Niger of attacking a convoy.", "ACCUSE", "narrator"),
        ("Chad accused Niger of attacking a convoy.", "ASSAULT", "TCD"),
        ("France urged Mali to release the prisoners.", "REQUEST", "narrator"),
    ],
)  # fmt: skip
def test_an_act_is_told_by_the_innermost_that_says_it(text: str, kind: str, voice: str) -> None:
    assert only(text, kind).voice.codes == (voice,)


@pytest.mark.parametrize(
    "text", ['"We condemn the attack on Gao," Chad said.', "Chad said it condemned the attack on Gao by Niger."]
)
def test_a_speech_act_that_its_own_speaker_tells_is_the_narrators(text: str) -> None:
    condemned = only(text, "ACCUSE")

    assert (codes(condemned.actors), condemned.voice.codes) == (["TCD"], ("narrator",))
    assert only(text, "ASSAULT").voice.codes == ("TCD",)


def test_a_speech_act_of_somebody_else_is_the_one_that_tells_it() -> None:
    assert only("Chad said Niger had condemned the attack on Gao.", "ACCUSE").voice.codes == ("TCD",)


def test_somebody_unknown_is_anonymous() -> None:
    reported = only("Twelve people were reportedly killed in the shelling of Taiz.", "ASSAULT")
    officials = only("The attack killed ten people, according to officials in Mogadishu.", "ASSAULT")

    assert (reported.voice.codes, reported.voice.anonymous) == (("UNK",), True)
    assert officials.voice.anonymous and country(officials.voice.codes[0]) == "SOM"
    assert not only("Chad said Niger had attacked its base.", "ASSAULT").voice.anonymous


def test_the_span_of_a_voice_is_its_words() -> None:
    text = "Russian forces captured Soledar on Monday, Ukraine's army said."

    assert words(text, only(text, "COERCE").voice.span) == "Ukraine's army"


@pytest.mark.parametrize(
    ("text", "kind", "actors"),
    [
        ('"We attacked the base at Gao," the Malian army said.', "ASSAULT", ["MLI"]),
        ('"Our forces captured Bor," said the army of South Sudan.', "COERCE", ["SSD"]),
        ("Chad said its troops had shelled Niger's army.", "ASSAULT", ["TCD"]),
    ],
)
def test_we_is_the_one_that_speaks(text: str, kind: str, actors: list[str]) -> None:
    assert codes(only(text, kind).actors) == actors


@pytest.mark.parametrize("text", ["We attacked the base.", "Our forces captured Bor."])
def test_a_we_that_nobody_is_known_to_speak_is_left_out(text: str) -> None:
    assert claims(text) == []


def test_each_other_becomes_one_act_for_each_party() -> None:
    found = claims("Thailand and Cambodia attacked each other.", "ASSAULT")

    assert sorted((codes(c.actors)[0], codes(c.recipients)[0]) for c in found) == [("KHM", "THA"), ("THA", "KHM")]


def test_a_mutual_accusation_is_mirrored_with_its_voices() -> None:
    text = "India and Pakistan accused each other of firing first."
    accused, fired = claims(text, "ACCUSE"), claims(text, "ASSAULT")

    assert sorted((codes(c.actors), codes(c.recipients)) for c in accused) == [(["IND"], ["PAK"]), (["PAK"], ["IND"])]
    assert sorted((c.voice.codes, codes(c.actors), codes(c.recipients)) for c in fired) == [
        (("IND",), ["PAK"], ["IND"]), (("PAK",), ["IND"], ["PAK"]),
    ]  # fmt: skip
    assert len({c.key for c in (*accused, *fired)}) == 4


@pytest.mark.parametrize(
    ("text", "kind", "reality"),
    [
        ("Chad said it would send troops to Niger.", "MOBILIZE", "promised"),
        ("Chad said Niger would send troops to Mali.", "MOBILIZE", "planned"),
        ("Chad said Niger had sent troops to Mali.", "MOBILIZE", "actual"),
        ("Peru agreed to release ten Chilean soldiers.", "RETREAT", "promised"),
        ("Ghana called on Mali to hold talks with Niger.", "CONSULT", "requested"),
        ("Chad agreed that it would meet Niger in Niamey.", "CONSULT", "planned"),
        ("Chad and Niger agreed they would meet in Niamey.", "CONSULT", "planned"),
    ],
)
def test_what_one_says_of_oneself_is_a_promise_and_of_others_a_plan(text: str, kind: str, reality: str) -> None:
    assert [a.reality for a in acts(text, kind)] == [reality]


@pytest.mark.parametrize(
    ("text", "recipients"),
    [
        ("Congo accused Rwanda of attacking Goma.", ["COD"]),
        # not where another is named, the accuser is a body, or the place lies in a third country
        ("Sudan accused Ethiopia of attacking Eritrean soldiers.", ["ERI"]),
        ("The UN accused Ethiopia of attacking villages.", []),
        ("Sudan accused Ethiopia of attacking a camp in Kenya.", ["KEN"]),
    ],
)
def test_an_accusation_without_a_target_is_about_the_accuser(text: str, recipients: list[str]) -> None:
    assert codes(only(text, "ASSAULT").recipients) == recipients


# --- layers made by hand ----------------------------------------------------------------------------------------------

NESTED = (
    "Chad/Chad/NNP/nsubj/1 said/say/VBD/ROOT/1 we/we/PRP/nsubj/3 claimed/claim/VBD/ccomp/1 Niger/Niger/NNP/nsubj/5 "
    "left/leave/VBD/ccomp/3"
)


def notes_of(parse: Parse | None, text: str, *attributions: Attribution, names: dict[str, str] | None = None) -> Annotations:
    found = tuple(mention(text, name, code) for name, code in (names or {}).items())
    whole = (0, len(text))
    return Annotations(
        Document("d", text), (Passage(whole),), (Sentence(whole, 0),), parses=(parse,), mentions=found,
        attributions=attributions,
    )  # fmt: skip


def said(text: str, source: str | None, cue: str, content: str, **more: Any) -> Attribution:
    def span(stretch: str) -> Span:
        return (text.index(stretch), text.index(stretch) + len(stretch))

    return Attribution(None if source is None else span(source), span(cue), (span(content),), "indirect", lemma=cue, **more)


def test_we_inside_what_somebody_says_is_that_somebody() -> None:
    parse = tree(NESTED)
    text = " ".join(parse.forms)
    outer, inner = said(text, "Chad", "said", "we claimed Niger left"), said(text, "we", "claimed", "Niger left")

    both = attribution_voices(notes_of(parse, text, outer, inner, names={"Chad": "TCD"}))
    alone = attribution_voices(notes_of(parse, text, inner, names={"Chad": "TCD"}))

    assert [v.codes for v in both] == [("TCD",), ("TCD",)]
    assert words(text, both[1].span) == "we"
    assert [v.codes for v in alone] == [("UNK",)]


def test_a_source_is_named_without_grammar_too() -> None:
    text = "Chad said Niger left"

    known = attribution_voices(notes_of(None, text, said(text, "Chad", "said", "Niger left"), names={"Chad": "TCD"}))
    unknown = attribution_voices(notes_of(None, text, said(text, "Chad", "said", "Niger left")))
    nobody = attribution_voices(notes_of(None, text, said(text, None, "said", "Niger left", channel="radio")))

    assert (known[0].codes, known[0].anonymous) == (("TCD",), False)
    assert (unknown[0].codes, unknown[0].anonymous) == (("UNK",), True)
    assert (nobody[0].codes, nobody[0].anonymous, nobody[0].channel, nobody[0].span) == (("UNK",), True, "radio", None)


def test_a_chain_runs_from_the_outermost_to_the_innermost() -> None:
    text = "Chad said Niger left"
    told = said(text, "Chad", "said", "Niger left", chain=((10, 15),))

    (voice,) = attribution_voices(notes_of(None, text, told, names={"Chad": "TCD", "Niger": "NER"}))

    assert (voice.codes, voice.chain) == (("TCD",), ("NER", "TCD"))


def act_at(text: str, word: str, token: int, **more: Any) -> Happening:
    start = text.index(word)
    fields: dict[str, Any] = {
        "type": "ASSAULT", "mode": None, "cameo": None, "contexts": (), "actors": (), "recipients": (), "mediators": (),
        "reality": "actual", "reasons": ("a test",),
    }  # fmt: skip
    return Happening(span=(start, start + len(word)), sentence=0, token=token, **(fields | more))


def test_a_participle_goes_on_with_what_was_said_before_its_source() -> None:
    text = "Troops opened fire, the ministry said, wounding one man."
    parse = parse_of(text)
    notes = notes_of(parse, text, said(text, "the ministry", "said", "Troops opened fire"), names={"the ministry": "KEN.GOV"})
    opened, wounding = act_at(text, "opened", at(parse, "opened")), act_at(text, "wounding", at(parse, "wounding"))

    told = assign_voices((opened, wounding), notes, attribution_voices(notes))

    assert [a.voice.codes for a in told] == [("KEN.GOV",), ("KEN.GOV",)]


def test_a_judgement_of_what_was_said_is_not_its_voice() -> None:
    text = "Niger left , which Chad denied"
    kept = said(text, "Chad", "denied", "Niger left", stance="denies")
    notes = notes_of(None, text, kept, names={"Chad": "TCD"})

    (told,) = assign_voices((act_at(text, "left", 1),), notes, attribution_voices(notes))

    assert judges(kept)
    assert not judges(said(text, "Chad", "Niger", "Chad denied", stance="denies"))
    assert told.voice == NARRATOR


@pytest.mark.parametrize(("who", "known"), [("@speaker", "TCD"), ("@speaker.MIL", "TCD.MIL"), ("NER", "NER")])
def test_the_speaker_takes_the_place_of_we_and_keeps_its_sector(who: str, known: str) -> None:
    text = "Chad said we left"
    notes = notes_of(None, text, said(text, "Chad", "said", "we left"), names={"Chad": "TCD"})
    act = act_at(text, "left", 3, actors=(Actor(who, "we"),))

    (told,) = assign_voices((act,), notes, attribution_voices(notes))

    assert [a.code for a in told.actors] == [known]


def test_a_voice_that_the_act_brings_along_stays() -> None:
    text = "Chad said we left"
    notes = notes_of(None, text, said(text, "Chad", "said", "we left"), names={"Chad": "TCD"})
    own = Voice(("NER",), ("NER",))

    (told,) = assign_voices((act_at(text, "left", 3, voice=own),), notes, attribution_voices(notes))

    assert (told.voice.codes, told.voice.chain) == (("NER",), ("TCD", "NER"))


def test_a_voice_for_each_attribution() -> None:
    notes = reader().annotate(document("Chad said Niger had attacked its base. Officials said Mali had sent troops."))
    voices = attribution_voices(notes)

    assert len(voices) == len(notes.attributions) == 2
    assert voices[0].codes == ("TCD",)


def test_without_attributions_everything_is_the_narrators() -> None:
    text = "Kenyan forces attacked a convoy near Garissa."
    notes = reader().annotate(document(text))

    assert assign_voices((), notes, ()) == ()
    assert {a.voice for a in acts(text)} == {NARRATOR}


@pytest.mark.parametrize(
    ("code", "expected"), [("ARM", "ARM"), ("ARM.MIL", "ARM"), ("IGO:UN", "IGO:UN"), ("HAMAS.REB", "HAMAS"), ("UNK.REB", "UNK")]
)
def test_the_country_of_a_code_is_without_its_sector(code: str, expected: str) -> None:
    assert country(code) == expected


@pytest.mark.parametrize(
    ("text", "kind", "voice"),
    [
        ("Kenya threatened to bomb Kismayo.", "ASSAULT", "narrator"),
        ("Chad promised to withdraw its troops from Gao in June.", "RETREAT", "narrator"),
        ("Peru accepted an invitation to visit Chile in June.", "CONSULT", "narrator"),
        ("Niger's minister said that Chad had promised to withdraw its troops from Gao in June.", "RETREAT", "NER"),
        ("Chad said it would withdraw its troops from Gao in June.", "RETREAT", "TCD"),
        ("It was recalled that Kenyan troops had attacked the base in Wajir.", "ASSAULT", "narrator"),
    ],
)
def test_what_a_promise_or_threat_holds_is_told_by_whoever_tells_of_it(text: str, kind: str, voice: str) -> None:
    assert {a.voice.codes[0].split(".")[0] for a in acts(text) if a.type == kind} == {voice}


def test_speech_acts_are_types_of_the_codebook() -> None:
    assert set(reader().codebook.events) >= SPEECH_ACTS
