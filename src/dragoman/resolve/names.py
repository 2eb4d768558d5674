"""The gazetteer: every name in the codebook, compiled so that a text is searched in one pass."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from msgspec import Struct

from dragoman.codebook.load import Codebook
from dragoman.codebook.shapes import ActorEntry, Role, RoleNoun, WordClasses
from dragoman.errors import CodebookError
from dragoman.model.world import MentionKind
from dragoman.resolve.words import Word, words_of

_LEAF = ""
_BLOCKED = "blocked"
_SLACK = {"day": 31, "month": 45, "year": 366}
"""Days by which a term may be missed, by its grain: offices are handed over in steps, and texts lag behind."""


class Name(Struct, frozen=True):
    """What a name stands for.

    ``support`` are codes one of which a weak name needs elsewhere in the text. ``main`` marks a state's own name.
    ``since`` and ``until`` bound the time in which an actor bore it, as an entry of the codebook has them.
    """

    code: str
    kind: MentionKind
    name: str
    form: tuple[str, ...]
    weak: bool = False
    support: tuple[str, ...] = ()
    main: bool = False
    roles: tuple[Role, ...] = ()
    since: date | None = None
    until: date | None = None


class Hit(Struct, frozen=True):
    """A name found in the text."""

    start: int
    end: int
    name: Name


class Gazetteer:
    """All names, in a tree by word, and the word lists that the phrase rules need."""

    def __init__(self, tree: dict[str, Any], surnames: dict[str, tuple[Name, ...]], codebook: Codebook) -> None:
        self._tree = tree
        self.surnames = surnames
        self.roles = _role_tree(codebook.roles)
        self.lists = _lists(codebook)

    @classmethod
    def compile(cls, codebook: Codebook) -> Gazetteer:
        """Compile the names of all actors of the codebook."""
        tree: dict[str, Any] = {}
        surnames: dict[str, list[Name]] = {}
        given_first = _lists(codebook).get("called_by_first_name", frozenset())
        for entry in codebook.actors:
            for name in _names_of(entry):
                _plant(tree, name)
            for spelling, name in _people_of(entry):
                _plant(tree, name)
                for key in surname_keys(spelling, _base(entry.code) in given_first):
                    surnames.setdefault(key, []).append(name)
        for blocked in _lists(codebook).get("blocked", ()):
            _plant(tree, Name("", "state", _BLOCKED, _form(blocked)))
        unique = {key: tuple(dict.fromkeys(names)) for key, names in surnames.items()}
        return cls(tree, unique, codebook)

    def find(self, words: Sequence[Word], published: date | None) -> list[Hit]:
        """The longest names in the text, from left to right, without overlap; weak ones where they have support."""
        found: list[tuple[int, int, list[Name]]] = []
        i = 0
        while i < len(words):
            length, names = self._longest(words, i)
            if length:
                found += self._shared_last_word(words, i, length)
                found.append((i, i + length, names))
            i += length or 1
        counts = Counter(_base(name.code) for _, _, names in found for name in names if not name.weak and name.code)
        hits = []
        for first, last, names in found:
            chosen = _choose(names, counts, published, _possessive(words, last))
            if chosen is not None and chosen.name != _BLOCKED:
                hits.append(Hit(words[first].start, words[last - 1].end, chosen))
        return hits

    def _shared_last_word(self, words: Sequence[Word], i: int, length: int) -> list[tuple[int, int, list[Name]]]:
        """The first half of "North and South Korea": a word that makes a name with the last word of the next one."""
        if length != 2 or i < 2 or words[i - 1].form.lower() != "and":
            return []
        whole, names = self._longest([words[i - 2], words[i + 1]], 0, joined=False)
        return [(i - 2, i - 1, names)] if whole == 2 else []

    def _longest(self, words: Sequence[Word], i: int, joined: bool = True) -> tuple[int, list[Name]]:
        node, best, names = self._tree, 0, list[Name]()
        for j in range(i, len(words)):
            following = node.get(words[j].form.casefold())
            if following is None or (joined and j > i and words[j].start - words[j - 1].end > 2):
                break
            node = following
            if _LEAF in node:
                fitting = [name for name in node[_LEAF] if _same_case(name.form, words[i : j + 1])]
                if fitting:
                    best, names = j + 1 - i, fitting
        return best, names


def surname_keys(person: str, first_name: bool = False) -> list[str]:
    """What a person is called after the first mention: the last name, or where people go by it the first."""
    words = person.split()
    keys = [words[-1]]
    if first_name and len(words) > 1:
        keys.insert(0, words[0])
    keys += [key[3:] for key in keys if key[:3].lower() == "al-" and len(key) > 3]
    return keys


def in_office(role: Role, day: date | None) -> bool:
    """Whether the term covers the day, give or take what its grain leaves open. Without a day, every term does."""
    if day is None:
        return True
    slack = _SLACK[role.grain]
    started = (day - role.since).days >= -min(slack, 31) if role.grain != "year" else day.year >= role.since.year
    return started and (role.until is None or (day - role.until).days <= slack)


def _choose(names: list[Name], counts: Counter[str], published: date | None, possessive: bool) -> Name | None:
    """The name that is meant: a strong one, or the weak one whose country the text speaks of most."""
    if len({name.code for name in names}) > 1:
        # One name under two codes ("Taliban" as insurgents and as authorities): the one of the time.
        names = [name for name in names if _of_the_time(name, published)] or names
    strong = [name for name in names if not name.weak]
    if strong:
        held = [name for name in strong if any(in_office(role, published) for role in name.roles)]
        return (held or strong)[0]
    supported = sorted(names, key=lambda name: -max((counts[code] for code in name.support), default=0))
    best = supported[0]
    if any(counts[code] for code in best.support):
        return best
    acronyms = [name for name in names if name.kind == "group" and len(name.form) == 1 and _is_acronym(name.form[0])]
    if len(acronyms) == 1:
        return acronyms[0]
    # A state's own name ("Georgia") needs support only where the United States are spoken of as well.
    return best if best.main and (possessive or not counts["USA"]) else None


def _of_the_time(name: Name, day: date | None) -> bool:
    """Whether the name was borne on the day; without a day, whether it still is."""
    if day is None:
        return name.until is None
    return (name.since is None or name.since <= day) and (name.until is None or day <= name.until)


def _is_acronym(word: str) -> bool:
    return len(word) > 2 and word.isupper()


def _possessive(words: Sequence[Word], i: int) -> bool:
    return i + 1 < len(words) and words[i].form == "'" and words[i + 1].form.lower() == "s"


def _same_case(form: tuple[str, ...], words: Sequence[Word]) -> bool:
    """Whether the words are written as the name demands: acronyms exactly, names with capitals, the rest anyhow."""
    for wanted, word in zip(form, words, strict=True):
        if wanted[0].isupper():
            if not word.form[0].isupper():
                return False
            acronym = wanted.isupper() or (len(wanted) > 1 and sum(map(str.isupper, wanted)) > 1)
            if acronym and word.form != wanted and not (word.form.isupper() and len(wanted) > 4):
                return False
    return True


def _plant(tree: dict[str, Any], name: Name) -> None:
    node = tree
    for word in name.form:
        node = node.setdefault(word.casefold(), {})
    planted = node.setdefault(_LEAF, [])
    if name not in planted:
        planted.append(name)


def _form(name: str) -> tuple[str, ...]:
    return tuple(word.form for word in words_of(name.removeprefix("the ").removeprefix("The ")))


def _base(code: str) -> str:
    return code.split(".", maxsplit=1)[0]


def _names_of(entry: ActorEntry) -> Iterable[Name]:
    """All names of an actor but its people's. A name listed again as ``weak`` needs support."""
    members = entry.members[:3] if entry.kind == "body" else ()
    support = tuple(code for code in (_base(entry.code), entry.parent, *members) if code)
    weak = frozenset(entry.weak)
    kind: MentionKind = _KINDS[entry.kind]
    place: MentionKind = "capital" if entry.kind == "de-facto" else kind
    government = f"{entry.code}.GOV" if "." not in entry.code and ":" not in entry.code else entry.code
    listed: list[tuple[Iterable[str], str, MentionKind]] = [
        (entry.names, entry.code, kind),
        (entry.demonyms, entry.code, "demonym"),
        (entry.capital, entry.code, "capital"),
        (entry.metonyms, government, "organ"),
        (entry.weak, entry.code, place),
    ]
    seen: set[str] = set()
    for names, code, as_kind in listed:
        for name in names:
            form = _form(name)
            if form and name not in seen:
                main = name == entry.name and entry.kind == "state"
                yield Name(code, as_kind, entry.name, form, name in weak, support, main, (), entry.since, entry.until)
            seen.add(name)
    for organ in entry.organs:
        code = f"{_base(entry.code)}.{organ.sector}" if ":" not in entry.code else entry.code
        for name in (*organ.names, *organ.weak):
            if form := _form(name):
                yield Name(code, "organ", name, form, name in organ.weak, support)


_KINDS: dict[str, MentionKind] = {
    "state": "state", "territory": "state", "de-facto": "group", "body": "body", "ngo": "body", "group": "group",
    "coalition": "group",
}  # fmt: skip


def _people_of(entry: ActorEntry) -> Iterable[tuple[str, Name]]:
    """Each spelling of each person, as a name with all terms of that person; one word needs support."""
    support = (_base(entry.code), *((entry.parent,) if entry.parent else ()))
    terms: dict[str, list[Role]] = {}
    for role in entry.roles:
        terms.setdefault(role.person, []).append(role)
    for person, roles in terms.items():
        spellings = dict.fromkeys([person, *(other for role in roles for other in role.also)])
        for spelling in spellings:
            if form := _form(spelling):
                yield spelling, Name(entry.code, "person", person, form, len(form) == 1, support, False, tuple(roles))


class RoleTree(Struct, frozen=True):
    """Role nouns by their words: leaves are entries in the order of the codebook."""

    tree: dict[str, Any]

    def longest(self, lowers: Sequence[str], lemmas: Sequence[str], i: int) -> tuple[int, tuple[RoleNoun, ...]]:
        """How many words from i on are a role noun, and its entries; 0 where none starts here."""
        node, best, found = self.tree, 0, tuple[RoleNoun, ...]()
        for j in range(i, len(lowers)):
            following = node.get(lowers[j]) or node.get(lemmas[j])
            if following is None:
                break
            node = following
            if _LEAF in node:
                best, found = j + 1 - i, tuple(node[_LEAF])
        return best, found


def _role_tree(roles: Iterable[RoleNoun]) -> RoleTree:
    tree: dict[str, Any] = {}
    for role in roles:
        for lemma in role.lemmas:
            words = lemma.replace("'s", " 's").replace("-", " - ").split()
            # "defence ministries", "air forces": any word may stand in the plural, so lemmas are tried as well.
            node = tree
            for word in words:
                node = node.setdefault(word, {})
            node.setdefault(_LEAF, []).append(role)
    return RoleTree(tree)


def _lists(codebook: Codebook) -> dict[str, frozenset[str]]:
    try:
        classes = codebook.language("actor_words", WordClasses).classes
    except CodebookError:
        if "actor_words.toml" in codebook.files:
            raise
        classes = {}
    return {key: frozenset(words) for key, words in classes.items()}
