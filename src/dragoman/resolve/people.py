"""People by name: in office on a day, behind a title, and by surname once they were introduced."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date

from msgspec import structs

from dragoman.model.text import Span
from dragoman.model.world import Mention
from dragoman.resolve.names import Gazetteer, Hit, Name, in_office, surname_keys
from dragoman.resolve.phrases import Group
from dragoman.resolve.words import Row, Word

FORMER = "ELI"
"""PLOVER's sector for people who once held office."""


class People:
    """Who was named in one text so far. Made anew for every text."""

    def __init__(self, gazetteer: Gazetteer, published: date | None) -> None:
        self._gazetteer = gazetteer
        self._published = published
        self._introduced: dict[str, tuple[str, str]] = {}
        """Surname → full name and code."""

    def known(self, hit: Hit, span: Span) -> Mention:
        """A person of the codebook, with the code of the office held on the day."""
        code = self._office_code(hit.name)
        self._introduce(hit.name.name, code)
        for key in surname_keys(" ".join(hit.name.form)):
            self._introduced.setdefault(key, (hit.name.name, code))
        return Mention(span, (code,), hit.name.name, "person", hit.name.name)

    def in_office(self, mention: Mention) -> Mention:
        """The mention of a person to whom the text itself gives a present office, whatever the codebook's terms."""
        code = mention.codes[0]
        if not code.endswith(f".{FORMER}"):
            return mention
        return structs.replace(mention, codes=(f"{code.split('.')[0]}.GOV",))

    def titled(self, text: str, span: Span, codes: tuple[str, ...], *, name: Span, former: bool) -> Mention:
        """An office with a name behind it: looked up by surname, and taken as written where nobody is known."""
        words = text[name[0] : name[1]]
        candidate = self._candidate(words, codes)
        if candidate is not None:
            code = self._office_code(candidate)
            self._introduce(candidate.name, code)
            return Mention(span, (code,), candidate.name, "person", candidate.name)
        if words in self._introduced and codes[0].startswith("UNK"):
            words, code = self._introduced[words]
            return Mention(span, (code,), words, "person", words)
        code = codes[0]
        if former and code.endswith(".GOV"):
            code = f"{code[:-4]}.{FORMER}"
        self._introduce(words, code)
        return Mention(span, (code,), words, "person", words)

    def apposition(self, row: Row, group: Group, mention: Mention, at: Sequence[Hit | None]) -> list[Mention]:
        """The unknown person whom an office explains: "N. N., the Armenian defence minister,"."""
        head = group.head
        if not row.relations or mention.person is not None or row.relations[head] != "appos":
            return []
        name = row.heads[head]
        if not any(entry.person for entry in group.entries[-1]) or not row.name_word(name) or at[name] is not None:
            return []
        first = name
        while first > 0 and row.name_word(first - 1) and at[first - 1] is None:
            first -= 1
        words = " ".join(row.forms[first : name + 1])
        if name - first < 1 or name - first > 4 or mention.codes[0] == "UNK":
            return []
        self._introduce(words, mention.codes[0])
        return [Mention((row.starts[first], row.ends[name]), (mention.codes[0],), words, "person", words)]

    def surnames(self, text: str, words: Sequence[Word], mentions: Sequence[Mention]) -> list[Mention]:
        """People named by surname alone, wherever the text names them in full or by title elsewhere."""
        taken = sorted(mention.span for mention in mentions)
        starts = [span[0] for span in taken]
        found = []
        for i, word in enumerate(words):
            introduced = self._introduced.get(word.form)
            if introduced is None or self._has_other_name(text, words, i, introduced[0]):
                continue
            at = bisect_left(starts, word.end) - 1
            if at >= 0 and taken[at][1] > word.start:
                continue
            found.append(Mention((word.start, word.end), (introduced[1],), introduced[0], "person", introduced[0]))
        return found

    def _has_other_name(self, text: str, words: Sequence[Word], i: int, person: str) -> bool:
        """Whether another capitalised word stands right before or after: somebody else, or a thing's name."""
        honorifics = self._gazetteer.lists.get("honorifics", frozenset())
        for k in (i - 1, i + 1):
            if not 0 <= k < len(words) or not words[k].form[0].isupper() or words[k].form.lower() in honorifics:
                continue
            low, high = min(words[i].start, words[k].start), max(words[i].end, words[k].end)
            joined = text[low:high]
            sentence_start = k == i - 1 and (k == 0 or words[k - 1].form in {".", "!", "?", '"', "“", "”"})
            if joined.count(" ") == 1 and joined not in person and len(words[k].form) > 1 and not sentence_start:
                return not self._is_headline_word(words, k)
        return False

    def _is_headline_word(self, words: Sequence[Word], k: int) -> bool:
        """Whether the words around are all capitalised, so that a capital says nothing."""
        around = [word.form for word in words[max(0, k - 4) : k + 5] if len(word.form) > 3]
        return len(around) >= 3 and all(form[0].isupper() for form in around)

    def _introduce(self, person: str, code: str) -> None:
        first = code.split(".", maxsplit=1)[0] in self._gazetteer.lists.get("called_by_first_name", frozenset())
        for key in surname_keys(person, first):
            if len(key) > 2 or first:
                self._introduced.setdefault(key, (person, code))

    def _candidate(self, words: str, codes: tuple[str, ...]) -> Name | None:
        """The one person of the codebook who may be meant by a surname behind a title, or none."""
        if len(words.split()) != 1:
            return None
        known = self._gazetteer.surnames.get(words, ())
        holders = {name.name: name for name in known if any(in_office(role, self._published) for role in name.roles)}
        countries = {code.split(".")[0] for code in codes}
        if "UNK" not in countries:
            holders = {key: name for key, name in holders.items() if name.code.split(".")[0] in countries}
        return next(iter(holders.values())) if len(holders) == 1 else None

    def _office_code(self, name: Name) -> str:
        """``ISO3.GOV`` while in office, ``ISO3.ELI`` outside of every term; groups and bodies keep their code."""
        if "." in name.code or ":" in name.code:
            return name.code
        held = not name.roles or any(in_office(role, self._published) for role in name.roles)
        return f"{name.code}.{'GOV' if held else FORMER}"
