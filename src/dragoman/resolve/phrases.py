"""Actor phrases: a country, body or group with the nouns of office beside it.

"Azerbaijan's defence ministry", "the Armenian military", "the foreign ministers of Armenia and Azerbaijan",
"police in Kenya". Works on rows of words with tags; the tree is only used for appositions, because small parsers
mistake attachments far more often than they mistake parts of speech.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from dragoman.codebook.shapes import RoleNoun
from dragoman.resolve.names import Gazetteer, Hit
from dragoman.resolve.words import Row

_STATE_KINDS = frozenset({"state", "demonym", "capital"})
_DEFINITE = frozenset({"the", "its", "their", "his", "her", "our", "this", "that", "these", "those"})
_MOST_NAME_WORDS = 5
_MOST_OWNERS = 12
_TRADES = frozenset({"CVL", "LAB"})
"""Sectors whose nouns are surnames too."""


@dataclass(slots=True)
class Group:
    """A phrase under construction: tokens ``first`` to ``last``, the owners found, the role nouns in order."""

    first: int
    last: int
    owners: list[Hit] = field(default_factory=list)
    entries: list[tuple[RoleNoun, ...]] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    before: set[str] = field(default_factory=set)
    head: int = 0
    person: Hit | None = None
    name: tuple[int, int] | None = None
    final: bool = True
    owning: bool = False
    holding: bool = False
    """Whether it owns a thing that was left out of it: "an army post"."""


class Phrases:
    """Reads the groups of one sentence."""

    def __init__(self, row: Row, hits: Sequence[Hit], gazetteer: Gazetteer) -> None:
        self.row = row
        self.gazetteer = gazetteer
        self.at: list[Hit | None] = [None] * len(row)
        j = 0
        for i in range(len(row)):
            while j < len(hits) and hits[j].end <= row.starts[i]:
                j += 1
            if j < len(hits) and hits[j].start < row.ends[i]:
                self.at[i] = hits[j]
        self.groups: list[Group] = []
        self._roles = [self._role_at(i) for i in range(len(row))]

    def read(self) -> list[Group]:
        """All groups, with owners behind prepositions and names attached."""
        i = 0
        while i < len(self.row):
            i = self._read_run(i) if self._inside(i) else i + 1
        for index, group in enumerate(self.groups):
            if not group.owners:
                self._find_owner_behind(index, group)
        for group in self.groups:
            if group.last >= 0 and group.person is None and group.final and not group.owning:
                self._name_behind(group)
            self._drop_things(group)
        return [group for group in self.groups if group.last >= 0]

    def _drop_things(self, group: Group) -> None:
        """Leave "positions" out of "Russian army positions": they are the army's, no actor of their own."""
        things = self.gazetteer.lists.get("thing_nouns", frozenset())
        while group.heads and group.heads[-1] in things and group.last == group.head:
            group.heads.pop()
            group.entries.pop()
            group.ends.pop()
            group.last = -1
            group.holding = True
            if group.ends:
                group.last = group.head = group.ends[-1]

    def _inside(self, i: int) -> bool:
        return self.at[i] is not None or bool(self._roles[i][0]) or self.row.nominal(i)

    def role_at(self, i: int) -> tuple[int, tuple[RoleNoun, ...]]:
        """How many tokens from i on are a role noun, and its entries; 0 where none starts there."""
        return self._roles[i]

    def _role_at(self, i: int) -> tuple[int, tuple[RoleNoun, ...]]:
        if self.at[i] is not None:
            return 0, ()
        length, entries = self.gazetteer.roles.longest(self.row.lowers, self.row.lemmas, i)
        if not length or any(self.at[k] is not None for k in range(i, i + length)):
            return 0, ()
        prefixes = self.gazetteer.lists.get("prefixes", frozenset())
        if i > 1 and self.row.forms[i - 1] == "-" and self.row.lowers[i - 2] in prefixes:
            return 0, ()  # "non-combatants"
        tag = self.row.tags[i + length - 1]
        if length == 1 and not tag.startswith(("NN", "JJ")):
            return 0, ()
        if length == 1 and tag == "NNP" and self._surname(i, entries):
            return 0, ()
        return length, entries

    def _surname(self, i: int, entries: tuple[RoleNoun, ...]) -> bool:
        """Whether a trade with a capital is somebody's name: "Cook said", "Ms Baker"; offices have capitals of their own."""
        return self.row.forms[i][:1].isupper() and not self.row.headline and all(e.sector in _TRADES for e in entries)

    def _read_run(self, i: int) -> int:
        """Read one run of nominal tokens; returns where it ends."""
        group: Group | None = None
        before: set[str] = set()
        first: int | None = None
        while i < len(self.row) and self._inside(i):
            hit = self.at[i]
            length, entries = self.role_at(i)
            if hit is not None and hit.name.kind == "person":
                end = self._hit_end(i)
                if group is not None and group.last == i - 1:
                    group.person, group.last = hit, end
                self._close(group)
                group, before, first, i = None, set(), None, end + 1
            elif hit is not None:
                if group is not None and group.entries:
                    self._close(group)
                    before, first = set(), None
                group = Group(i if first is None or (group and group.owners) else first, self._hit_end(i), [hit])
                group.before = before
                i = group.last + 1
            elif length:
                if group is not None and group.entries and not group.owning and self._apart(group.last, i):
                    self._close(group)  # a headline runs on without articles: "Coalition Strikes Mosul Hospital"
                    group, before, first = None, set(), None
                group = group or Group(i if first is None else first, i, before=before)
                i = self._take_role(group, i, length, entries)
                if group.name is not None:
                    self._close(group)
                    group, before, first = None, set(), None
            else:
                first = i if first is None and group is None else first
                before = self._take_word(group, i, before)
                i += 1
        self._close(group)
        return i

    def _apart(self, last: int, i: int) -> bool:
        """Whether a role noun is too far behind the last one, or a verb of a headline stands between ("army bombs rebel")."""
        return i - last > 2 or (i - last == 2 and self.row.tags[last + 1] in {"NNS", "VBZ"})

    def _take_role(self, group: Group, i: int, length: int, entries: tuple[RoleNoun, ...]) -> int:
        """Add a role noun of ``length`` tokens, and the name behind it; returns the next token to read."""
        group.before |= {self.row.lowers[k] for k in range(i, i + length - 1)}
        group.entries.append(entries)
        group.heads.append(" ".join(self.row.lemmas[i : i + length]))
        group.head = group.last = i + length - 1
        group.ends.append(group.last)
        group.final, group.owning = True, False
        return self._take_name(group, i + length)

    def _take_word(self, group: Group | None, i: int, before: set[str]) -> set[str]:
        """Note a word that is neither a name nor a role noun; returns the words before the next group."""
        words = {self.row.lowers[i], self.row.lemmas[i]}
        if group is None:
            return before | words
        group.before |= words
        # "the army's offensive" names the army; "army exercises" names exercises.
        group.owning = group.owning or (self.row.tags[i] == "POS" and group.last == i - 1)
        group.final = group.owning or (group.final and not self.row.tags[i].startswith("NN"))
        return before

    def _hit_end(self, i: int) -> int:
        hit, end = self.at[i], i
        while end + 1 < len(self.row) and self.at[end + 1] is hit:
            end += 1
        return end

    def _take_name(self, group: Group, i: int) -> int:
        """Take the words of an unknown person's name that follow an office; returns where the name ends."""
        entries = group.entries[-1]
        if self.row.headline or not any(entry.person for entry in entries):
            return i
        end = i
        while (
            end < len(self.row)
            and end - i < _MOST_NAME_WORDS
            and self.at[end] is None
            and (self.row.name_word(end) or self._particle(end, i))
            and not self.role_at(end)[0]
            and self.row.lowers[end] not in self.gazetteer.lists.get("days_and_months", ())
        ):
            end += 1
        if end > i:
            group.name, group.last = (i, end), end - 1
        return end

    def _particle(self, k: int, start: int) -> bool:
        """Small words and hyphens inside a name ("van", "al - "), where a capital follows."""
        small = self.row.lowers[k] in {"bin", "ibn", "al", "el", "de", "van", "von", "der", "da", "dos", "ould", "-"}
        return small and k + 1 < len(self.row) and (k > start or self.row.forms[k] != "-") and self._capital(k + 1)

    def _capital(self, k: int) -> bool:
        return self.at[k] is None and (self.row.forms[k][:1].isupper() or self.row.forms[k] == "-")

    def _close(self, group: Group | None) -> None:
        if group is not None and group.entries:
            self.groups.append(group)

    # --- owners behind the noun ---------------------------------------------------------------------------------------

    def _find_owner_behind(self, index: int, group: Group) -> None:
        """Look for "of Armenia and Azerbaijan", "in Kenya", "for the defence ministry" behind the group."""
        at = group.last + 1
        if at >= len(self.row) or group.person is not None or not group.final:
            return
        if group.first > 0 and self.row.tags[group.first - 1] == "PRP$":
            return  # "recalled its ambassador from Doha"
        lists, word = self.gazetteer.lists, self.row.lowers[at]
        if group.heads[-1] in lists.get("thing_nouns", ()):
            return
        if group.name is not None and word != "of":
            return
        inside = word in lists.get("inside_prepositions", ()) and self.sector(group) in lists.get("inside_sectors", ())
        if word not in lists.get("owner_prepositions", ()) and not inside:
            return
        if word in {"from", "at"} and self.sector(group) == "MIL":
            return  # "withdrew troops from Mali"
        at = self._skip_adjectives(at + 1)
        if at >= len(self.row):
            return
        inner = next((g for g in self.groups[index + 1 : index + 3] if g.first <= at <= g.last), None)
        owned = word == "of" and inner is not None and inner.owners and not inner.entries[-1][0].person
        if inner is not None and word != "in" and (self._defers(group) or owned):
            self._merge(group, inner)
            return
        owners, last = self._owners(at)
        if owners and not (inside and owners[0].name.kind in {"body", "organ"}):
            group.owners, group.last = owners, last
            self._name_behind(group)

    def _skip_adjectives(self, at: int) -> int:
        """Pass a determiner and up to two adjectives."""
        limit = at + 3
        while at < min(limit, len(self.row)) and self.at[at] is None and not self.role_at(at)[0]:
            if self.row.tags[at] not in {"DT", "JJ", "PRP$", "VBN"}:
                break
            at += 1
        return at

    def _owners(self, at: int) -> tuple[list[Hit], int]:
        """The names from ``at`` on, joined by commas and "and"; the last one may not own a noun of its own."""
        owners: list[Hit] = []
        last = at
        while at < len(self.row) and len(owners) < _MOST_OWNERS:
            hit = self.at[at]
            if hit is None or hit.name.kind in {"person", "demonym"}:
                break
            owners.append(hit)
            last = self._hit_end(at)
            at = last + 1
            while at < len(self.row) and self.row.lowers[at] in {",", "and", "&", "the", "or"}:
                at += 1
        return owners, last

    def _merge(self, group: Group, inner: Group) -> None:
        """A person or a passing-on noun before a group of its own: "spokesman for the Armenian army"."""
        group.owners = group.owners or inner.owners
        group.entries = inner.entries + group.entries
        group.heads = inner.heads + group.heads
        group.ends = inner.ends + group.ends
        group.before |= inner.before
        group.last, group.person, group.name, group.final = inner.last, inner.person, inner.name, True
        inner.last = -1
        if group.owners:
            self._name_behind(group)

    def _defers(self, group: Group) -> bool:
        entry = self.head_entry(group)
        return entry.person or entry.transparent

    def _name_behind(self, group: Group) -> None:
        """Read "president of Ukraine N. N.", "a spokesman for the Armenian army, N. N.,"."""
        at = group.last + 1
        comma = at < len(self.row) and self.row.forms[at] == ","
        at += comma
        if at >= len(self.row) or not self._defers(group) or group.name is not None or self.plural(group):
            return
        hit = self.at[at]
        if hit is not None:
            if hit.name.kind == "person" and hit.name.code in {owner.name.code for owner in group.owners}:
                group.person, group.last = hit, self._hit_end(at)
            return
        end = at
        while end < len(self.row) and end - at < _MOST_NAME_WORDS and self.at[end] is None and self.row.name_word(end):
            end += 1
        closed = not comma or end >= len(self.row) or self.row.forms[end] in {",", ".", "-", "–", "—"}
        if end - at >= 2 and closed and not self.row.headline:
            group.name, group.last = (at, end), end - 1

    # --- what a group is ----------------------------------------------------------------------------------------------

    def entry(self, entries: tuple[RoleNoun, ...], before: set[str]) -> RoleNoun:
        """The entry of a noun whose modifiers fit best: first those with modifiers, then those without."""
        fitting = [e for e in entries if e.modifiers and not before.isdisjoint(e.modifiers)]
        plain = [e for e in entries if not e.modifiers]
        return (fitting or plain or list(entries))[0]

    def head_entry(self, group: Group) -> RoleNoun:
        """The entry of the head noun that fits the words before it."""
        return self.entry(group.entries[-1], group.before | set(group.heads[:-1]))

    def sector(self, group: Group) -> str:
        """The sector of the head, or for a person or a passing-on noun that of the nouns before it."""
        own = self.head_entry(group)
        before = group.before | set(group.heads[:-1])
        fits = not own.modifiers or not before.isdisjoint(own.modifiers)
        if self.familiar(group):
            return ""
        if (own.person or own.transparent) and not (own.modifiers and fits):
            plain = self.gazetteer.lists.get("district_adjectives", frozenset())
            words = [group.before | set(group.heads[:i]) for i in range(len(group.entries) - 1) if group.heads[i] not in plain]
            chosen = [(self.entry(group.entries[i], near), near) for i, near in enumerate(words)]
            earlier = [e.sector for e, near in chosen if e.sector and  not (e.modifiers and near.isdisjoint(e.modifiers))]
            if earlier:
                return earlier[0]
            if group.heads[-1] in self.gazetteer.lists.get("source_nouns", ()):
                return ""
        return own.sector or "" if fits else ""

    def familiar(self, group: Group) -> bool:
        """Whether the people are sources: "people familiar with the talks"."""
        after = " ".join(self.row.lowers[group.head + 1 : group.head + 6])
        return any(after.startswith(phrase) for phrase in self.gazetteer.lists.get("familiar", ()))

    def definite(self, group: Group) -> bool:
        """Whether "the" or the like stands before the group."""
        return group.first > 0 and self.row.lowers[group.first - 1] in _DEFINITE

    def plural(self, group: Group) -> bool:
        """Whether the head noun is in the plural."""
        return self.row.tags[group.head] in {"NNS", "NNPS"}


def owner_code(hit: Hit, sector: str) -> str:
    """The code of an owner with a sector: states take it, organs, bodies and groups keep their own."""
    code = hit.name.code
    if not sector or "." in code or ":" in code:
        return code
    return f"{code}.{sector}"
