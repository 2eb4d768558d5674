"""The event codebook: every type decodes, agrees with PLOVER's table, and contradicts no other type."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

import msgspec
import pytest

from dragoman.codebook.load import DATA
from dragoman.codebook.shapes import Cue, EventType, WordClasses

TABLE: dict[str, tuple[int, float, bool, dict[str, float]]] = {
    "AGREE": (1, 2.5, False, {}),
    "CONSULT": (1, 2.5, False, {"visit": 4, "third-party": 1, "multilateral": 4, "phone": 1.5}),
    "SUPPORT": (1, 5, False, {}),
    "CONCEDE": (1, 4.5, False, {}),
    "COOPERATE": (2, 9.5, True, {}),
    "AID": (2, 10, True, {}),
    "RETREAT": (
        2, 6.5, False,
        {"withdraw": 8, "release": 6.5, "disarm": 10, "ceasefire": 7.5, "access": 6.5, "resign": 4.5},
    ),
    "REQUEST": (3, 0, False, {"assist": 0.5, "change": -1, "yield": -1, "meet": 0}),
    "ACCUSE": (3, -3, False, {"disapprove": -2, "investigate": -3.5, "allege": -3.5}),
    "REJECT": (3, -2, False, {"assist": -1.5, "change": -2, "yield": -2, "meet": -2}),
    "THREATEN": (
        3, -3.5, False,
        {"restrict": -3, "arrest": -3.5, "relations": -3.5, "expel": -3.5, "territory": -4, "violence": -3.5},
    ),
    "PROTEST": (
        4, -5, False,
        {"demo": -5, "riot": -7, "strike": -5, "hunger": -4.5, "boycott": -4.5, "obstruct": -4.5, "vandalize": -5},
    ),
    "SANCTION": (4, -6, True, {"convict": -6, "expel": -5.5, "withdraw": -6, "discontinue": -6}),
    "MOBILIZE": (4, -5.5, False, {"troops": -6.5, "weapons": -6.5, "police": -5.5, "militia": -6}),
    "COERCE": (
        4, -7, False,
        {
            "seize": -7, "restrict": -7, "censor": -6.5, "curfew": -6.5, "martial-law": -7.5, "arrest": -7,
            "deport": -7, "withhold": -7, "misinformation": -6.5, "cyber": -7,
        },
    ),
    "ASSAULT": (
        4, -9, False,
        {
            "abduct": -8.5, "beat": -7.5, "torture": -8.5, "sexual": -8.5, "targeted": -9.5, "destroy": -8.5,
            "primitive": -8, "firearms": -9, "explosives": -9, "suicide-attack": -9.5, "aerial": -9.5, "drone": -9.5,
            "heavy-weapons": -9.5, "crowd-control": -7.5, "unconventional": -10,
        },
    ),
}  # fmt: skip
"""Type → quad, score, whether a recipient is required, score by mode. PLOVER scores ``vandalize`` as PROTEST itself."""

CONTEXTS = frozenset(
    [
        "military",
        "intelligence",
        "executive",
        "legislative",
        "election",
        "political_institutions",
        "pro_democracy",
        "pro_autocracy",
        "economic",
        "legal",
        "reparations",
        "human_rights",
        "rights_freedoms",
        "repression",
        "human_security",
        "gender",
        "lgbt",
        "religion_ethnicity",
        "inequality",
        "diplomatic",
        "territory",
        "peacekeeping",
        "health",
        "asylum",
        "migration",
        "disasters",
        "natural_resource",
        "environment",
        "technology",
        "terrorism",
        "cbrn",
        "cyber",
        "misinformation",
        "crime",
        "corruption",
        "illegal_drugs",
        "trafficking",
    ]
)
SOURCES = frozenset(
    [
        "subject",
        "object",
        "dative",
        "possessive",
        "modifier",
        "of",
        "by",
        "against",
        "on",
        "at",
        "with",
        "between",
        "from",
        "to",
        "for",
        "over",
        "in",
        "near",
        "into",
        "through",
        "under",
        "among",
        "toward",
        "towards",
        "upon",
        "onto",
        "across",
        "behind",
        "about",
        "outside",
        "alongside",
        "that",
        "via",
        "around",
        "doer",
    ]
)
CODE = re.compile(r"(?:IGO:|NGO:)?[A-Z][A-Z0-9-]{1,11}(?:\.[A-Z]{3})?")

FILES = {path.stem: path for path in (DATA / "events").glob("*.toml")}
EVENTS = {name: msgspec.toml.decode(path.read_bytes(), type=EventType) for name, path in FILES.items()}
CLASSES = msgspec.toml.decode((DATA / "languages/en/classes.toml").read_bytes(), type=WordClasses).classes


def opened(words: Iterable[str]) -> set[str]:
    """Words with classes replaced by their nouns."""
    found: set[str] = set()
    for word in words:
        found |= set(CLASSES[word[1:]]) if word.startswith("@") else {word}
    return found


def cues() -> list[tuple[str, Cue]]:
    return [(name, cue) for name, event in EVENTS.items() for cue in event.cues["en"]]


def test_there_is_one_file_for_each_type_of_the_table() -> None:
    assert set(EVENTS) == set(TABLE)
    assert all(event.type == name for name, event in EVENTS.items())


@pytest.mark.parametrize("name", sorted(TABLE))
def test_scores_and_modes_are_those_of_plover(name: str) -> None:
    event = EVENTS[name]
    modes = {mode.name: mode.score for mode in event.modes}
    assert (event.quad, event.score, event.recipient_required, modes) == TABLE[name]
    assert len(modes) == len(event.modes)


@pytest.mark.parametrize("name", sorted(TABLE))
def test_codes_contexts_and_definitions_are_well_formed(name: str) -> None:
    event = EVENTS[name]
    codes = [event.cameo, *(m.cameo for m in event.modes), *(c.cameo for c in event.cues["en"] if c.cameo)]
    assert all(re.fullmatch(r"\d{3,4}", code) for code in codes)
    contexts = {c for m in event.modes for c in m.contexts} | {c for cue in event.cues["en"] for c in cue.contexts}
    assert contexts <= CONTEXTS
    assert all(len(text) > 10 for text in (event.definition, *(m.definition for m in event.modes)))


@pytest.mark.parametrize("name", sorted(TABLE))
def test_cues_name_only_modes_classes_and_sources_that_exist(name: str) -> None:
    event = EVENTS[name]
    modes = {mode.name for mode in event.modes}
    for cue in event.cues["en"]:
        assert cue.lemmas, cue
        assert cue.mode is None or cue.mode in modes, cue
        assert {w[1:] for w in (*cue.objects, *cue.unless) if w.startswith("@")} <= set(CLASSES), cue
        assert {*(cue.actor or ()), *(cue.recipient or ()), *cue.mediator} <= SOURCES, cue


@pytest.mark.parametrize("name", sorted(TABLE))
def test_every_mode_has_a_cue_of_its_own(name: str) -> None:
    event = EVENTS[name]
    assert {mode.name for mode in event.modes} <= {cue.mode for cue in event.cues["en"] if cue.mode}


def test_lemmas_are_lower_case_and_stand_once_in_a_cue() -> None:
    for name, cue in cues():
        words = (*cue.lemmas, *cue.objects, *cue.unless)
        assert all(word == word.lower().strip() and "  " not in word for word in words), (name, cue)
        assert len(set(cue.lemmas)) == len(cue.lemmas), (name, cue)


def test_classes_are_of_lower_case_lemmas_without_repeats() -> None:
    for name, words in CLASSES.items():
        assert words, name
        assert len(set(words)) == len(words), name
        assert all(word == word.lower() and not word.startswith("@") for word in words), name


def test_no_cue_stands_under_two_types() -> None:
    """The same lemma with the same object, preposition and complement belongs to one type, classes opened."""
    owners: defaultdict[tuple[str, str, str | None, str | None, str | None], set[str]] = defaultdict(set)
    for name, cue in cues():
        for lemma in cue.lemmas:
            for noun in opened(cue.objects) or {None}:
                owners[(cue.pattern, lemma, noun, cue.preposition, cue.complement)].add(name)
    assert {key: types for key, types in owners.items() if len(types) > 1} == {}


@pytest.mark.parametrize("name", sorted(TABLE))
def test_every_mode_has_examples_that_match_and_one_that_does_not(name: str) -> None:
    event = EVENTS[name]
    for mode in event.modes:
        own = [example for example in event.examples["en"] if example.mode == mode.name]
        assert sum(example.match for example in own) >= 2, mode.name
        assert not all(example.match for example in own), mode.name
    if not event.modes:
        assert sum(example.match for example in event.examples["en"]) >= 6
        assert sum(not example.match for example in event.examples["en"]) >= 4


@pytest.mark.parametrize("name", sorted(TABLE))
def test_examples_are_short_sentences_with_well_formed_codes(name: str) -> None:
    for example in EVENTS[name].examples["en"]:
        assert 5 <= len(example.text.split()) <= 25, example.text
        assert example.text[0].isupper() and example.text.endswith("."), example.text
        codes = (*example.actors, *example.recipients, *example.mediators)
        assert all(CODE.fullmatch(code) for code in codes), example.text
        assert example.match or not codes, example.text


def test_no_sentence_is_shown_twice_under_one_type() -> None:
    for event in EVENTS.values():
        texts = [example.text for example in event.examples["en"]]
        assert len(set(texts)) == len(texts)
