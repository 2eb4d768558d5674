"""The check across event types and the words of a language."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from dragoman.codebook.check_world import is_known
from dragoman.codebook.faults import SECTORS, Fault, Files
from dragoman.codebook.shapes import Cue, EventType, Example

_THIRD = {
    "01": 9, "02": 8, "03": 9, "04": 6, "05": 7, "06": 4, "07": 5, "08": 7, "09": 4, "10": 8,
    "11": 6, "12": 9, "13": 9, "14": 5, "15": 4, "16": 6, "17": 5, "18": 6, "19": 6, "20": 4,
}  # fmt: skip
"""CAMEO's roots, with the highest third digit of each."""
_FOURTH = {
    "021": 4, "023": 4, "024": 4, "025": 6, "031": 4, "033": 4, "034": 4, "035": 6, "081": 4, "083": 4, "084": 2,
    "086": 3, "087": 4, "101": 4, "103": 4, "104": 4, "105": 6, "112": 5, "121": 4, "122": 4, "123": 4, "124": 6,
    "131": 3, "132": 4, "138": 5, "141": 4, "142": 4, "143": 4, "144": 4, "145": 4, "162": 3, "166": 3, "171": 2,
    "172": 4, "182": 3, "183": 3, "204": 2,
}  # fmt: skip
"""The codes of three digits that are divided, with the highest fourth digit of each; fourth digits start at 1."""


def word_faults(files: Files) -> Iterator[Fault]:
    """Find what is wrong between event types, their cues and examples, and the words of the language."""
    types = {event.type for event in files.events.values()}
    classes = {name: words for file in files.classes.values() for name, words in file.classes.items()}
    codes = {entry.code for entries in files.actors.values() for entry in entries}
    for file, event in files.events.items():
        yield from _type_faults(file, event)
        for language, cues in event.cues.items():
            for i, cue in enumerate(cues):
                yield from _cue_faults(file, f"cues.{language}[{i}]", cue, event, classes)
        for language, examples in event.examples.items():
            for i, example in enumerate(examples):
                yield from _example_faults(file, f"examples.{language}[{i}]", example, event, codes)
    yield from _shared_cues(files.events, classes)
    yield from _language_faults(files, types)


def is_cameo(code: str) -> bool:
    """Whether the code is in CAMEO's list: its root 01 to 20, then one digit, then one more where the list divides."""
    if not re.fullmatch(r"[0-9]{3,4}", code) or int(code[2]) > _THIRD.get(code[:2], -1):
        return False
    return len(code) == 3 or 1 <= int(code[3]) <= _FOURTH.get(code[:3], 0)


# --- event types ---


def _type_faults(file: str, event: EventType) -> Iterator[Fault]:
    if file != f"events/{event.type}.toml":
        yield Fault(file, "type", f"{event.type} belongs into events/{event.type}.toml")
    if not 1 <= event.quad <= 4:
        yield Fault(file, "quad", f"{event.quad} is no quad class")
    if not is_cameo(event.cameo):
        yield Fault(file, "cameo", f"{event.cameo} is no CAMEO code")
    for i, mode in enumerate(event.modes):
        if not is_cameo(mode.cameo):
            yield Fault(file, f"modes[{i}].cameo", f"{mode.cameo} is no CAMEO code")
    for name in _twice(mode.name for mode in event.modes):
        yield Fault(file, "modes", f"{name} stands twice")


def _cue_faults(
    file: str, where: str, cue: Cue, event: EventType, classes: Mapping[str, Sequence[str]]
) -> Iterator[Fault]:
    if not cue.lemmas:
        yield Fault(file, f"{where}.lemmas", "is empty")
    if cue.mode is not None and cue.mode not in {mode.name for mode in event.modes}:
        yield Fault(file, f"{where}.mode", f"{event.type} has no mode {cue.mode}")
    if cue.cameo is not None and not is_cameo(cue.cameo):
        yield Fault(file, f"{where}.cameo", f"{cue.cameo} is no CAMEO code")
    for key in ("lemmas", "objects", "unless"):
        words: tuple[str, ...] = getattr(cue, key)
        yield from _list_faults(file, f"{where}.{key}", words)
        for word in words:
            if word.startswith("@") and word[1:] not in classes:
                yield Fault(file, f"{where}.{key}", f"there is no class {word}")


def _shared_cues(events: Mapping[str, EventType], classes: Mapping[str, Sequence[str]]) -> Iterator[Fault]:
    """Find words that mark two types in the same grammar, classes opened."""
    owners: defaultdict[tuple[str, ...], dict[str, tuple[str, str]]] = defaultdict(dict)
    for file, event in events.items():
        for language, cues in event.cues.items():
            for i, cue in enumerate(cues):
                for key in _grammar(language, cue, classes):
                    owners[key].setdefault(event.type, (file, f"cues.{language}[{i}]"))
    for (_, pattern, lemma, noun, preposition, _), held in owners.items():
        (first, _), *others = held.items()
        for _, (file, where) in others:
            words = " ".join(word for word in (lemma, preposition, noun) if word)
            yield Fault(file, where, f"{pattern} “{words}” is also a cue of {first}")


def _grammar(language: str, cue: Cue, classes: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, ...]]:
    nouns: dict[str, None] = {}
    for word in cue.objects:
        nouns.update(dict.fromkeys(classes.get(word[1:], ()) if word.startswith("@") else (word,)))
    for lemma in dict.fromkeys(cue.lemmas):
        for noun in nouns or {"": None}:
            yield language, cue.pattern, lemma, noun, cue.preposition or "", cue.complement or ""


def _example_faults(file: str, where: str, example: Example, event: EventType, codes: set[str]) -> Iterator[Fault]:
    if not example.text.strip():
        yield Fault(file, f"{where}.text", "is empty")
    if example.mode is not None and example.mode not in {mode.name for mode in event.modes}:
        yield Fault(file, f"{where}.mode", f"{event.type} has no mode {example.mode}")
    for key in ("actors", "recipients", "mediators"):
        for code in getattr(example, key):
            if code.partition(".")[0] not in {"UNK", "COA"} and not is_known(code, codes):
                yield Fault(file, f"{where}.{key}", f"no actor has the code {code}")


# --- the words of a language ---


def _language_faults(files: Files, types: set[str]) -> Iterator[Fault]:
    for file, reporting in files.reporting.items():
        for i, cue in enumerate(reporting.cue):
            if cue.act is not None and cue.act not in types:
                yield Fault(file, f"cue[{i}].act", f"there is no event type {cue.act}")
            yield from _list_faults(file, f"cue[{i}].lemmas", cue.lemmas)
    for file, roles in files.roles.items():
        for i, role in enumerate(roles.role):
            if role.sector and role.sector not in SECTORS:
                yield Fault(file, f"role[{i}].sector", f"{role.sector} is no sector")
            yield from _list_faults(file, f"role[{i}].lemmas", role.lemmas)
    tables = [(file, words.classes) for file, words in files.classes.items()]
    for file, effects in files.embedding.items():
        tables += [(file, effects.embedding), (file, effects.light)]
    for file, table in tables:
        for name, lemmas in table.items():
            yield from _list_faults(file, name, lemmas)


def _list_faults(file: str, where: str, words: Sequence[str]) -> Iterator[Fault]:
    for word in words:
        if word != " ".join(word.lower().split()):
            yield Fault(file, where, f"“{word}” is not in lower case with single spaces")
    for word in _twice(words):
        yield Fault(file, where, f"“{word}” stands twice")


def _twice(words: Iterable[str]) -> list[str]:
    seen: dict[str, int] = {}
    for word in words:
        seen[word] = seen.get(word, 0) + 1
    return [word for word, times in seen.items() if times > 1]
