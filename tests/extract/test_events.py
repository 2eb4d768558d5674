"""Acts in sentences: cues matched by hand-made grammar and a small codebook, then by the real ones."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from dragoman.codebook.shapes import Cue, EventType
from dragoman.extract.events import find_events
from dragoman.extract.lexicon import compile_cues
from dragoman.extract.scene import EventRules, light_verbs
from dragoman.model.annotations import Annotations
from dragoman.model.claim import Attribution, Happening
from dragoman.model.text import Document, Parse, Passage, Sentence
from dragoman.model.world import Mention, Place
from extract.sentences import acts, claims, codes, layers, mention, tree, words
from extract.test_arguments import any_tree

# --- a small codebook -------------------------------------------------------------------------------------------------

CUES: dict[str, tuple[Cue, ...]] = {
    "ASSAULT": (
        Cue("verb", ("attack", "strike", "burn"), unless=("@disaster",)),
        Cue("verb", ("shell",), mode="heavy-weapons"),
        Cue("verb", ("hit", "fire"), recipient=("object", "on")),
        Cue("verb", ("fire",), preposition="on"),
        Cue("verb", ("kill",), objects=("@people",), mode="targeted"),
        Cue("verb", ("destroy",)),
        Cue("noun", ("attack", "raid")),
        Cue("noun", ("strike",)),
        Cue("noun", ("air strike",), mode="aerial"),
        Cue("noun", ("clash",), mutual=True),
        Cue("adjective", ("missing",), mode="abduct"),
    ),
    "COERCE": (Cue("verb", ("seize", "free"), objects=("@place",), mode="seize", framing=True),),
    "CONSULT": (Cue("verb", ("meet",), mutual=True), Cue("noun", ("talk",), mutual=True, mediator=("under",))),
    "ACCUSE": (Cue("verb", ("accuse", "blame")),),
    "REQUEST": (Cue("verb", ("urge",)), Cue("verb", ("tell",), complement="infinitive", mode="yield")),
    "REJECT": (Cue("verb", ("refuse",)),),
    "RETREAT": (Cue("verb", ("lay down arms",), mode="disarm"),),
    "AGREE": (Cue("noun", ("truce",)),),
    "AID": (Cue("verb", ("give",), recipient=("dative",), reality="promised"),),
    "THREATEN": (Cue("adjective", ("hostile",), recipient=("to",)),),
    "SUPPORT": (Cue("verb", ("condemn",), weak=True),),
}  # fmt: skip
CLASSES = {
    "place": ("town", "market", "village"), "disaster": ("storm", "fog", "illness"), "heavy_weapon": ("tank", "shell"),
    "quantity": ("hour", "day"), "people": ("man",), "sport": (), "soldier": ("troop",),
}  # fmt: skip
LIGHT = {"agentive": ("launch", "carry"), "receptive": ("suffer", "come"), "occurrence": ("erupt", "begin", "fail", "hit")}
EFFECTS = {"fail": "negated", "refuse": "negated", "try": "actual", "stop": "negated", "discuss": "none", "plan": "planned"}


@cache
def rules() -> EventRules:
    events = {name: EventType(name, "", 1, 0.0, "0", False, (), {"en": cues}) for name, cues in CUES.items()}
    return EventRules(compile_cues(events, CLASSES), dict(EFFECTS), light_verbs(LIGHT))


NAMES = {"Chad": "TCD", "Niger": "NER", "Oman": "OMN", "Rebels": "UNK.REB", "rebels": "UNK.REB"}


def named_in(text: str) -> tuple[Mention, ...]:
    found = [mention(text, n, c, "group" if c == "UNK.REB" else "state") for n, c in NAMES.items() if n in text]
    return tuple(sorted(found, key=lambda m: m.span))


def found_in(text: str, *mentions: Mention) -> list[Happening]:
    return list(find_events(layers(text, *(mentions or named_in(text))), rules()))


Row = tuple[str, str, list[str], list[str]]


def rows(text: str, *mentions: Mention) -> list[Row]:
    """Type, predicate, actors and recipients of each act."""
    return [
        (a.type, words(text, a.span) or "", codes(a.actors), codes(a.recipients)) for a in found_in(text, *mentions)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # verbs
        ("Chad attacked Niger and Mali and fled.", [("ASSAULT", "attacked", ["TCD"], ["NER"])]),
        ("Chad accused Niger of shelling Gao.",
         [("ACCUSE", "accused", ["TCD"], ["NER"]), ("ASSAULT", "shelling", ["NER"], [])]),
        ("Rebels claimed responsibility for the attack.", [("ASSAULT", "attack", ["UNK"], [])]),
        ("No one claimed responsibility for the attack.", [("ASSAULT", "attack", [], [])]),
        ("Rebels shelled and burned the town.", [("ASSAULT", "shelled", ["UNK"], []), ("ASSAULT", "burned", ["UNK"], [])]),
        ("Chad met Niger.", [("CONSULT", "met", ["NER", "TCD"], [])]),
        ("Chad gave Niger tanks.", [("AID", "gave", ["TCD"], ["NER"])]),
        ("Chad told Niger to leave.", [("REQUEST", "told", ["TCD"], ["NER"])]),
        ("Troops laid down arms.", [("RETREAT", "laid down arms", [], [])]),
        # nominals with the verb that carries them
        ("Troops launched an attack on Niger.", [("ASSAULT", "launched an attack", [], ["NER"])]),
        ("Niger came under attack from Chad.", [("ASSAULT", "came under attack", ["TCD"], ["NER"])]),
        ("Niger suffered an attack by Chad.", [("ASSAULT", "suffered an attack", ["TCD"], ["NER"])]),
        ("Clashes erupted between Chad and Niger.", [("ASSAULT", "Clashes", ["NER", "TCD"], [])]),
        ("There was an attack on Gao.", [("ASSAULT", "attack", [], [])]),
        ("Hours after a raid, troops left.", [("ASSAULT", "raid", [], [])]),
        ("In days of clashes, troops fell.", [("ASSAULT", "clashes", [], [])]),
        ("The attack by Chad on Niger failed.", [("ASSAULT", "attack", ["TCD"], ["NER"])]),
        ("Talks of Chad and Niger mediated by Oman began.", [("CONSULT", "Talks", ["NER", "TCD"], [])]),
        ("Chad launched what it called an attack on Niger.",
         [("ASSAULT", "launched what it called an attack", ["TCD"], ["NER"])]),
        ("A raid to destroy rebels began.", [("ASSAULT", "raid", [], ["UNK"])]),
        ("Air strikes hit Gao.", [("ASSAULT", "Air strikes", [], []), ("ASSAULT", "hit", [], [])]),
        # adjectives
        ("Ten men are missing in Gao.", [("ASSAULT", "missing", [], [])]),
        ("Chad is hostile to Niger.", [("THREATEN", "hostile", [], ["NER"])]),
        # embedded
        ("Chad refused to meet Niger.", [("REJECT", "refused", ["TCD"], []), ("CONSULT", "meet", ["NER", "TCD"], [])]),
    ],
)  # fmt: skip
def test_acts_are_found_with_their_parties(text: str, expected: list[Row]) -> None:
    assert rows(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Troops laid eggs.",
        "Chad told Niger a story.",
        "Troops attacked the illness.",
        "Chad seized the moment.",
        "Troops carried sacks to Gao.",
        "The raided town burned.",
        "Attack plans failed.",
        "The fog hit Gao.",
        "Gao was hit by a storm.",
        "Rebels discussed an attack on Gao.",
        "Chad condemned the killing of aid workers.",
        "Rebels read of the attack.",
    ],
)
def test_words_that_only_look_like_a_cue_tell_no_act(text: str) -> None:
    assert rows(text, mention(text, "Chad", "TCD")) == [] if "Chad" in text else rows(text) == []


def test_a_name_of_a_place_satisfies_a_class_of_places() -> None:
    text = "Chad seized Gao."
    known = layers(text, *named_in(text))
    place = Place((12, 15), "Gao", country="MLI")

    with_place = find_events(replace(known, places=(place,)), rules())
    assert [(a.type, a.mode, [f.word for f in a.framing]) for a in with_place] == [("COERCE", "seize", ["seized"])]
    assert [a.type for a in found_in(text)] == ["COERCE"]
    assert found_in(text, mention(text, "Chad", "TCD"), mention(text, "Gao", "X", "person")) == []


def test_an_attempt_to_take_a_place_is_an_attack() -> None:
    (act,) = found_in("Chad tried to seize Gao.")

    assert (act.type, act.mode, codes(act.actors)) == ("ASSAULT", None, ["TCD"])


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("Troops shelled the town with tanks.", "heavy-weapons"),
        ("Troops fired on Gao.", None),
        ("A shell hit Gao.", "heavy-weapons"),
        ("Chad refused to meet Niger.", "meet"),
        ("Chad urged Niger to stop shelling Gao.", "yield"),
        ("Chad urged calm.", None),
    ],
)
def test_the_mode_follows_from_the_weapon_or_from_what_is_asked(text: str, mode: str | None) -> None:
    assert found_in(text)[0].mode == mode


def in_one_sentence(rows_: str, *named: tuple[str, str]) -> list[Happening]:
    """The acts of a tree, with the first word of each name an actor of that code."""
    parse = tree(rows_)
    text = " ".join(parse.forms)
    mentions = tuple(mention(text, name, code) for name, code in named)
    return list(
        find_events(
            Annotations(
                Document("d", text), (Passage(parse.span),), (Sentence(parse.span, 0),), parses=(parse,), mentions=mentions
            ),
            rules(),
        )
    )


def test_each_other_stands_for_all_parties_of_the_other_side() -> None:
    accused, shelling = in_one_sentence(
        "Chad/Chad/NNP/nsubj/3 and/and/CC/cc/0 Niger/Niger/NNP/conj/0 accused/accuse/VBD/ROOT/3 each/each/DT/det/5 "
        "other/other/JJ/dobj/3 of/of/IN/prep/3 shelling/shell/VBG/pcomp/6 Gao/Gao/NNP/dobj/7",
        ("Chad", "TCD"), ("Niger", "NER"),
    )  # fmt: skip

    assert (codes(accused.actors), codes(accused.each), accused.each_side) == (["NER", "TCD"], ["NER", "TCD"], "recipients")
    assert (codes(shelling.actors), codes(shelling.each), shelling.each_side) == ([], ["NER", "TCD"], "actors")


def test_an_act_between_two_has_both_as_actors() -> None:
    (raid,) = in_one_sentence(
        "Raids/raid/NNS/nsubj/1 began/begin/VBD/ROOT/1 between/between/IN/prep/0 Chad/Chad/NNP/pobj/2 and/and/CC/cc/3 "
        "Niger/Niger/NNP/conj/3", ("Chad", "TCD"), ("Niger", "NER"),
    )  # fmt: skip

    assert (codes(raid.actors), codes(raid.recipients), raid.mutual) == (["NER", "TCD"], [], False)


@pytest.mark.parametrize(
    ("rows_", "expected"),
    [
        ("A/a/DT/det/2 brokered/broker/VBN/amod/2 truce/truce/NN/nsubj/5 by/by/IN/prep/2 Chad/Chad/NNP/pobj/3 "
         "held/hold/VBD/ROOT/5", 1),
        ("A/a/DT/det/1 truce/truce/NN/nsubj/4 by/by/IN/prep/1 Chad/Chad/NNP/pobj/2 held/hold/VBD/ROOT/4", 0),
        ("A/a/DT/det/1 truce/truce/NN/nsubj/4 by/by/IN/prep/1 Chad/Chad/NNP/pobj/2 began/begin/VBD/ROOT/4", 1),
    ],
)  # fmt: skip
def test_a_truce_is_told_where_it_begins_or_was_brokered(rows_: str, expected: int) -> None:
    assert len(in_one_sentence(rows_, ("Chad", "TCD"))) == expected


@pytest.mark.parametrize(
    ("preposition", "expected"), [("of", 1), ("with", 1), ("about", 0), ("like", 0), ("for", 0)]
)
def test_a_nominal_with_a_party_refers_to_an_act_unless_it_names_a_kind(preposition: str, expected: int) -> None:
    found = in_one_sentence(
        f"Men/man/NNS/nsubj/1 spoke/spoke/VBD/ROOT/1 {preposition}/{preposition}/IN/prep/1 raids/raid/NNS/pobj/2 "
        "by/by/IN/prep/3 Chad/Chad/NNP/pobj/4", ("Chad", "TCD"),
    )  # fmt: skip

    assert len(found) == expected


@pytest.mark.parametrize(("relation", "expected"), [("dobj", 1), ("npadvmod", 0)])
def test_the_object_of_any_verb_refers_to_an_act_of_its_party(relation: str, expected: int) -> None:
    found = in_one_sentence(
        f"Men/man/NNS/nsubj/1 feared/fear/VBD/ROOT/1 raids/raid/NNS/{relation}/1 by/by/IN/prep/2 Chad/Chad/NNP/pobj/3",
        ("Chad", "TCD"),
    )  # fmt: skip

    assert len(found) == expected


def test_each_other_without_a_subject_above_accuses_nobody() -> None:
    (shelling,) = in_one_sentence(
        "Each/each/DT/det/1 other/other/JJ/nsubj/2 shelling/shell/VBG/ROOT/2 Gao/Gao/NNP/dobj/2"
    )

    assert (shelling.each, shelling.actors) == ((), ())


def test_those_who_own_an_act_tell_it() -> None:
    (claimed,) = found_in("Rebels claimed responsibility for the attack.")
    (denied,) = found_in("Rebels denied involvement in the attack.")
    (unclaimed,) = found_in("No one claimed responsibility for the attack.")

    assert (claimed.voice.codes, claimed.stance) == (("UNK.REB",), "asserts")
    assert (denied.voice.codes, denied.stance) == (("UNK.REB",), "denies")
    assert unclaimed.voice.codes == ("narrator",)


def test_a_cue_may_fix_the_reality_of_what_is_told() -> None:
    assert found_in("Chad gave Niger tanks.")[0].reality == "promised"


def test_above_the_cue_of_an_attribution_no_verb_embeds_the_act() -> None:
    text = "Chad refused to meet Niger."
    cue = (text.index("refused"), text.index(" to"))
    told = Attribution((0, 4), cue, ((cue[1] + 1, len(text)),), "indirect")

    assert find_events(layers(text, *named_in(text)), rules())[1].reality == "negated"
    assert find_events(layers(text, *named_in(text), attributions=(told,)), rules())[1].reality == "actual"


def test_a_sentence_without_grammar_has_no_acts() -> None:
    text = "Chad met Niger."
    notes = Annotations(Document("d", text), (Passage((0, 15)),), (Sentence((0, 15), 0),), parses=(None,))

    assert find_events(notes, rules()) == ()


def test_a_wide_predicate_shows_its_anchor_alone() -> None:
    text = "Rebels launched today with men and tanks an attack."
    parse = tree(
        "Rebels/rebel/NNS/nsubj/1 launched/launch/VBD/ROOT/1 today/today/NN/npadvmod/1 with/with/IN/prep/1 "
        "men/man/NNS/pobj/3 and/and/CC/cc/4 tanks/tank/NNS/conj/4 an/an/DT/det/8 attack/attack/NN/dobj/1 ./././punct/1",
        text,
    )  # fmt: skip
    notes = Annotations(Document("d", text), (Passage((0, 50)),), (Sentence((0, 50), 0),), parses=(parse,))

    (act,) = find_events(notes, rules())

    assert words(text, act.span) == "attack"


@pytest.mark.parametrize(
    ("rows_", "expected"),
    [
        # "took part in raids and talks": each noun of the coordination is carried by the verb
        ("Chad/Chad/NNP/nsubj/1 suffered/suffer/VBD/ROOT/1 fire/fire/NN/dobj/1 and/and/CC/cc/2 "
         "raids/raid/NNS/conj/2", ["ASSAULT"]),
        # "a start of raids": what measures the act is passed over
        ("The/the/DT/det/1 start/start/NN/nsubj/4 of/of/IN/prep/1 raids/raid/NNS/pobj/2 failed/fail/VBD/ROOT/4", ["ASSAULT"]),
        ("A/a/DT/det/1 book/book/NN/nsubj/4 of/of/IN/prep/1 raids/raid/NNS/pobj/2 failed/fail/VBD/ROOT/4", []),
        ("Talks/talk/NNS/nsubj/3 and/and/CC/cc/0 raids/raid/NNS/conj/0 failed/fail/VBD/ROOT/3", ["CONSULT", "ASSAULT"]),
        ("After/after/IN/prep/5 talks/talk/NNS/pobj/0 and/and/CC/cc/1 raids/raid/NNS/conj/1 ,/,/,/punct/5 men/man/NNS/ROOT/5",
         ["CONSULT", "ASSAULT"]),
        ("After/after/IN/prep/4 hours/hour/NNS/pobj/0 of/of/IN/prep/1 raids/raid/NNS/pobj/2 men/man/NNS/ROOT/4", ["ASSAULT"]),
        ("About/about/IN/prep/4 hours/hour/NNS/pobj/0 of/of/IN/prep/1 raids/raid/NNS/pobj/2 men/man/NNS/ROOT/4", []),
        # a hyphen inside a nominal of two words
        ("Air/air/NN/compound/2 -/-/HYPH/punct/2 strikes/strike/NNS/nsubj/3 began/begin/VBD/ROOT/3", ["ASSAULT"]),
        # a particle makes another verb of it
        ("Chad/Chad/NNP/nsubj/1 struck/strike/VBD/ROOT/1 off/off/RP/prt/1 names/name/NNS/dobj/1", []),
        ("Chad/Chad/NNP/nsubj/1 struck/strike/VBD/ROOT/1 names/name/NNS/dobj/1", ["ASSAULT"]),
        # a participle before its noun describes it; one behind it tells
        ("Shelled/shell/VBN/amod/1 towns/town/NNS/nsubj/2 burned/be/VBD/ROOT/2", []),
        ("Towns/town/NNS/nsubj/4 shelled/shell/VBN/acl/0 by/by/IN/agent/1 men/man/NNS/pobj/2 fell/fall/VBD/ROOT/4", ["ASSAULT"]),
        # only people, weapons, names and other acts use force
        ("A/a/DT/det/1 price/price/NN/nsubj/2 hit/hit/VBD/ROOT/2 it/it/PRP/dobj/2", []),
        ("A/a/DT/det/1 group/group/NN/nsubj/4 of/of/IN/prep/1 men/man/NNS/pobj/2 hit/hit/VBD/ROOT/4", ["ASSAULT"]),
        ("A/a/DT/det/1 raid/raid/NN/nsubj/2 hit/hit/VBD/ROOT/2 it/it/PRP/dobj/2", ["ASSAULT", "ASSAULT"]),
        ("Gunmex/Gunmex/NNP/nsubj/1 hit/hit/VBD/ROOT/1 it/it/PRP/dobj/1", ["ASSAULT"]),
        ("He/he/PRP/nsubj/1 killed/kill/VBD/ROOT/1 one/one/CD/dobj/1 of/of/IN/prep/2 the/the/DT/det/5 "
         "men/man/NNS/pobj/3", ["ASSAULT"]),
        ("He/he/PRP/nsubj/1 killed/kill/VBD/ROOT/1 one/one/CD/dobj/1 of/of/IN/prep/2 the/the/DT/det/5 deals/deal/NNS/pobj/3", []),
    ],
)  # fmt: skip
def test_grammar_tells_acts_from_their_names(rows_: str, expected: list[str]) -> None:
    parse = tree(rows_)
    text = " ".join(parse.forms)
    notes = Annotations(Document("d", text), (Passage(parse.span),), (Sentence(parse.span, 0),), parses=(parse,))

    assert [a.type for a in find_events(notes, rules())] == expected


@settings(max_examples=120, deadline=None)
@given(any_tree(), st.data())
def test_acts_of_any_tree_are_ordered_and_lie_in_the_sentence(parse: Parse, data: st.DataObject) -> None:
    text = " ".join(parse.forms)
    covered = sorted(data.draw(st.sets(st.integers(0, len(parse) - 1), max_size=3)))
    mentions = tuple(Mention((parse.starts[t], parse.ends[t]), ("AAA",), "a", "state") for t in covered)
    notes = Annotations(
        Document("d", text), (Passage(parse.span),), (Sentence(parse.span, 0),), parses=(parse,), mentions=mentions
    )

    found = find_events(notes, rules())

    assert [a.span for a in found] == sorted(a.span for a in found)
    assert found == find_events(notes, rules())
    for act in found:
        assert 0 <= act.span[0] < act.span[1] <= len(text)
        assert len({a.code for a in act.actors}) == len(act.actors)
        assert act.sentence == 0 and act.reasons


# --- the codebook and the grammar as they are -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind", "mode", "actors", "recipients"),
    [
        ("Kenyan forces attacked a convoy.", "ASSAULT", None, ["KEN"], []),
        ("Chad's army has shelled Nigerien troops.", "ASSAULT", "heavy-weapons", ["TCD"], ["NER"]),
        ("Peru's navy came under attack from Chilean ships.", "ASSAULT", None, ["CHL"], ["PER"]),
        ("Angola's army launched an attack on Zambian positions.", "ASSAULT", None, ["AGO"], ["ZMB"]),
        ("There were clashes between Chadian and Nigerien forces near Diffa.", "ASSAULT", None, ["NER", "TCD"], []),
        ("Ghana's police arrested ten Togolese soldiers in Lomé.", "COERCE", "arrest", ["GHA"], ["TGO"]),
        ("Two Saudi soldiers were captured by Houthi fighters.", "ASSAULT", "abduct", ["HOUTHI"], ["SAU"]),
        ("Fiji asked Tonga to help.", "REQUEST", "assist", ["FJI"], ["TON"]),
        ("Ghana refused to meet Mali's envoy.", "REJECT", "meet", ["GHA"], ["MLI"]),
        ("The Kenyan president visited Uganda on Friday.", "CONSULT", "visit", ["KEN"], ["UGA"]),
        ("Ghana sent troops to Mali.", "MOBILIZE", "troops", ["GHA"], []),
        ("Belarusian demonstrators threw stones at Polish police.", "ASSAULT", "primitive", ["BLR"], ["POL"]),
        ("Kenyan police used tear gas against protesters in Nairobi.", "ASSAULT", "crowd-control", ["KEN"], ["KEN"]),
    ],
)
def test_acts_of_many_countries(text: str, kind: str, mode: str | None, actors: list[str], recipients: list[str]) -> None:
    (claim,) = claims(text, kind)

    assert (claim.mode, codes(claim.actors), codes(claim.recipients)) == (mode, actors, recipients)


@pytest.mark.parametrize(
    "text",
    [
        "Fog hit the port of Mombasa.",
        "Oil prices hit a record in Lagos.",
        "The plane carried passengers to Taiz.",
        "The company held talks with its bank.",
        "The rebels had breakfast in Goma.",
        "Bulgaria was hostile to the plan.",
        "The threat of an attack worried Kenya.",
        "The army band of Fiji struck up a march.",
    ],
)
def test_sentences_without_an_act(text: str) -> None:
    assert claims(text) == []


def test_loaded_words_are_kept_as_framing() -> None:
    text = "Nigeria's army liberated the town of Bama."
    (claim,) = claims(text, "COERCE")

    assert [(f.word, words(text, f.span)) for f in claim.framing] == [("liberated", "liberated")]
    assert claims("Nigeria's army left the town of Bama.", "COERCE") == []


def test_an_act_named_in_passing_is_presupposed() -> None:
    (act,) = acts("Hours after a shootout in Acapulco, soldiers arrived.", "ASSAULT")

    assert act.presupposed and act.nominal
    assert not any(a.presupposed for a in acts("Soldiers attacked rebels in Acapulco.", "ASSAULT"))


@pytest.mark.parametrize(
    ("text", "kind", "mode"),
    [
        ("Soldiers have been deployed to the Nigerian state of Plateau.", "MOBILIZE", "troops"),
        ("Some 300 Filipino workers were evacuated from Lebanon.", "AID", None),
        ("Turkey evacuated 120 of its nationals from Sudan.", "AID", None),
        ("Rwanda contributes troops to the United Nations mission in the Central African Republic.", "AID", None),
        ("Two Turkish pilots were set free in Lebanon.", "RETREAT", "release"),
        ("French troops left Niger in December.", "RETREAT", "withdraw"),
        ("UN investigators were refused entry to Eritrea.", "REJECT", "assist"),
        ("Burundi left the International Criminal Court in 2017.", "SANCTION", "withdraw"),
        ("Mali, Niger and Burkina Faso have quit ECOWAS.", "SANCTION", "withdraw"),
        ("Mali ordered the head of the UN mission to leave the country.", "SANCTION", "expel"),
        ("The African Union called for \"those who fired the shots to be punished\".", "REQUEST", None),
        ("The United Nations insisted that the road be reopened.", "REQUEST", "yield"),
        ("Its prosecutor began a preliminary examination of crimes in Burundi in 2016.", "ACCUSE", "investigate"),
        ("Rockets landed near the Iraqi base on Monday night.", "ASSAULT", "heavy-weapons"),
        ("A splinter wounded a Nepalese peacekeeper near the Golan line.", "ASSAULT", None),
        ("Six Malian soldiers were taken prisoner by Tuareg rebels.", "ASSAULT", "abduct"),
        ("The rebels are holding 13 Congolese soldiers captive.", "ASSAULT", "abduct"),
        ("Fourteen Russian drones were shot down over Odesa, Ukraine's air force said.", "ASSAULT", "destroy"),
        ("Sudan used poison gas against villages in Darfur, the report said.", "ASSAULT", "unconventional"),
        ("Egypt brought about a truce between Israel and Hamas.", "AGREE", None),
    ],
)  # fmt: skip
def test_the_usual_words_of_reports(text: str, kind: str, mode: str | None) -> None:
    assert (kind, mode) in [(c.type, c.mode) for c in claims(text)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The defendant left the court in Nairobi without a word.", "SANCTION"),
        ("The team left the field in Peru.", "RETREAT"),
        ("The general told a press conference in Baghdad that the troops were well trained.", "CONSULT"),
        ("Taiwan fired two missiles that landed in the sea.", "COERCE"),
    ],
)
def test_what_sounds_like_it_and_is_not(text: str, kind: str) -> None:
    assert claims(text, kind) == []


def test_a_strike_that_was_not_flown_is_negated() -> None:
    text = "The Ethiopian air force has flown no strikes in Amhara since May."
    assert [c.reality for c in claims(text, "ASSAULT")] == ["negated"]
