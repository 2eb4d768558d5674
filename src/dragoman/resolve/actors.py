"""Finds the actors that a text names: states, organs, people in office, bodies, groups, and plain role nouns."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date

from msgspec import structs

from dragoman.model.text import Parse, Span
from dragoman.model.world import Mention, MentionKind
from dragoman.resolve.coined import coined
from dragoman.resolve.names import Gazetteer, Hit, Name
from dragoman.resolve.people import People
from dragoman.resolve.phrases import Group, Phrases, owner_code
from dragoman.resolve.words import Row, Word, guessed_row, row_of, unparsed, words_of

UNKNOWN = "UNK"
"""The code of an actor that the text does not name; ``UNK.MIL`` is an army of nobody knows whom."""

_MOST_WORDS = 300
"""Words of a stretch without grammar that are read at once."""
_NEARBY = 14
"""Words behind a source that may say its name is withheld."""
COALITION = "COA.MIL"
"""A military coalition without a name of its own."""


def find_mentions(
    text: str, parses: Sequence[Parse | None], gazetteer: Gazetteer, published: date | None
) -> tuple[Mention, ...]:
    """Find the actors in a text.

    Args:
        text: the document's text.
        parses: the grammar of its sentences; stretches without one are read by names and word lists alone.
        gazetteer: the compiled codebook.
        published: the day that offices are looked up for; null accepts every term.

    Returns:
        Mentions in the order of the text, without overlap; ``text[start:end]`` is what was said. Role nouns without
        a country have the code ``UNK.<sector>``.
    """
    words = words_of(text)
    hits = _whole_names(text, words, gazetteer.find(words, published), gazetteer)
    hits = coined(text, words, hits, gazetteer.lists)
    rows = [row_of(parse) for parse in parses if parse is not None and len(parse)]
    rows += _guessed_rows(words, unparsed(text, parses), gazetteer)
    people = People(gazetteer, published)
    mentions: list[Mention] = []
    starts = [hit.start for hit in hits]
    for row in rows:
        first, last = bisect_left(starts, row.starts[0]), bisect_left(starts, row.ends[-1])
        mentions += _row_mentions(text, row, hits[first:last], gazetteer, people)
    mentions += people.surnames(text, words, mentions)
    return _owned_by_people(text, _apart(mentions))


def _guessed_rows(words: Sequence[Word], stretches: Sequence[Span], gazetteer: Gazetteer) -> list[Row]:
    nominal = gazetteer.lists.get("modifiers", frozenset()) | frozenset(gazetteer.roles.tree)
    starts = [word.start for word in words]
    rows = []
    for start, end in stretches:
        first, last = bisect_left(starts, start), bisect_left(starts, end)
        for at in range(first, last, _MOST_WORDS):
            rows.append(guessed_row(words[at : min(at + _MOST_WORDS, last)], nominal))
    return rows


def _whole_names(text: str, words: Sequence[Word], hits: Sequence[Hit], gazetteer: Gazetteer) -> list[Hit]:
    """Drop names inside hyphenated words that mean something else: "pro-Russian", "Iran-backed"."""
    starts = [word.start for word in words]
    prefixes = gazetteer.lists.get("prefixes", frozenset())
    kept, dropped = (gazetteer.lists.get(key, frozenset()) for key in ("kept_participles", "dropped_participles"))
    whole = []
    for hit in hits:
        i, j = bisect_left(starts, hit.start), bisect_left(starts, hit.end)
        if i >= 2 and _hyphen(words, i - 1) and words[i - 2].form.lower() in prefixes:
            continue
        if j + 1 < len(words) and _hyphen(words, j):
            follower = words[j + 1].form
            if follower.lower() in dropped or (follower.islower() and follower not in kept):
                continue
        whole.append(hit)
    return whole


def _hyphen(words: Sequence[Word], i: int) -> bool:
    """Whether word i is a hyphen that joins its neighbours without space."""
    if words[i].form != "-" or i == 0 or i + 1 >= len(words):
        return False
    return words[i - 1].end == words[i].start and words[i].end == words[i + 1].start


def _row_mentions(
    text: str, row: Row, hits: Sequence[Hit], gazetteer: Gazetteer, people: People
) -> list[Mention]:
    """The mentions of one sentence."""
    hits = _with_owners(text, [hit for hit in hits if not _inside_a_name(row, hit, hits, gazetteer)])
    phrases = Phrases(row, hits, gazetteer)
    mentions: list[Mention] = []
    used: set[int] = set()
    for group in phrases.read():
        mention = _group_mention(text, group, phrases, people)
        if mention is None:
            continue
        mentions.append(mention)
        used |= {hit.start for hit in hits if mention.span[0] <= hit.start < mention.span[1]}
        mentions += people.apposition(row, group, mention, phrases.at)
    for hit in hits:
        if hit.start not in used:
            mentions.append(_hit_mention(row, hit, people, _shared_sector(text, hit, mentions)))
    return mentions


def _with_owners(text: str, hits: Sequence[Hit]) -> list[Hit]:
    """Join a country to an organ of its own right behind it: "Iran's Revolutionary Guards", "the Russian FSB"."""
    joined: list[Hit] = []
    for hit in hits:
        owner = joined[-1] if joined else None
        if (
            owner is not None
            and hit.name.kind == "organ"
            and owner.name.kind in {"state", "demonym"}
            and text[owner.end : hit.start] in {" ", "'s ", "’s "}
        ):
            joined[-1] = Hit(owner.start, hit.end, _of_owner(owner.name, hit.name))
        else:
            joined.append(hit)
    return joined


def _of_owner(owner: Name, organ: Name) -> Name:
    """An organ of the owner: two countries may call theirs alike ("Tajikistan's State Committee ...")."""
    country, _, sector = organ.code.partition(".")
    if owner.code == country or not sector or ":" in organ.code:
        return organ
    return structs.replace(organ, code=f"{owner.code}.{sector}")


def _shared_sector(text: str, hit: Hit, mentions: Sequence[Mention]) -> str:
    """The sector that a country shares with the phrase after "and": "Armenian and Azerbaijani forces"."""
    for mention in mentions:
        between = text[hit.end : mention.span[0]].strip() if 0 < mention.span[0] - hit.end < 8 else None
        # "US and British forces": an acronym is name and adjective in one.
        adjective = hit.name.kind == "demonym" or text[hit.start : hit.end].replace(".", "").isupper()
        if between in {"and", "&", "or", ",", ", and"} and "." in mention.codes[0] and adjective:
            opening = text[mention.span[0] : mention.span[1]].split(maxsplit=1)[0]
            country, sector = mention.codes[0].split(".", 1)
            if country not in {UNKNOWN, hit.name.code} and opening[:1].isupper() and len(mention.codes) == 1:
                return sector
    return ""


def _inside_a_name(row: Row, hit: Hit, hits: Sequence[Hit], gazetteer: Gazetteer) -> bool:
    """Whether a country's or capital's name is a word of somebody's or something's name ("Michael Jordan")."""
    if hit.name.kind not in {"state", "capital", "group"} or len(hit.name.form) != 1 or row.headline or not row.heads:
        return False
    i = bisect_left(row.starts, hit.start)
    if i >= len(row) or row.starts[i] != hit.start:
        return False
    for k in (i - 1, i + 1):
        if not 0 <= k < len(row) or not row.name_word(k) or any(h.start <= row.starts[k] < h.end for h in hits):
            continue
        no_name = (gazetteer.lists.get(key, frozenset()) for key in ("days_and_months", "directions"))
        if row.forms[k].isupper() or any(row.lowers[k] in listed for listed in no_name):
            continue
        if gazetteer.roles.longest(row.lowers, row.lemmas, k)[0]:
            continue
        inner, outer = (k, i) if k < i else (i, k)
        if row.relations[inner] == "compound" and row.heads[inner] == outer:
            return True
    return False


def _group_mention(text: str, group: Group, phrases: Phrases, people: People) -> Mention | None:
    """The mention that a phrase makes, or none for a role noun that says nothing by itself."""
    row, sector = phrases.row, phrases.sector(group)
    if group.person is not None and not group.owners:
        return people.known(group.person, (row.starts[group.first], row.ends[group.last]))
    if not group.owners and not _stands_alone(group, phrases, sector):
        return None
    if group.owners:
        codes = tuple(dict.fromkeys(owner_code(owner, sector) for owner in group.owners))
    else:
        codes = (_unowned_code(group, phrases, sector),)
    span = (row.starts[_first_token(group, phrases)], row.ends[group.last])
    if group.person is not None:
        known = people.known(group.person, span)
        agrees = group.person.name.code in {code.split(".")[0] for code in codes}
        if agrees or group.person.name.code in codes:
            former = not group.before.isdisjoint(phrases.gazetteer.lists.get("former", ()))
            return known if former or sector != "GOV" else people.in_office(known)
    if group.name is not None:
        former = not group.before.isdisjoint(phrases.gazetteer.lists.get("former", ()))
        written = (row.starts[group.name[0]], row.ends[group.name[1] - 1])
        return people.titled(text, span, codes, name=written, former=former)
    kind = _kind(group, phrases, sector)
    name = " / ".join(dict.fromkeys(owner.name.name for owner in group.owners)) if group.owners else ""
    words = text[span[0] : span[1]]
    return Mention(span, codes, words if sector or not name else name, kind, anonymous=_anonymous(group, phrases))


def _unowned_code(group: Group, phrases: Phrases, sector: str) -> str:
    """``UNK.<sector>``, or ``COA.MIL`` for a military coalition."""
    if sector == "MIL" and not phrases.gazetteer.lists.get("coalition_nouns", frozenset()).isdisjoint(group.heads):
        return COALITION
    return f"{UNKNOWN}.{sector}" if sector else UNKNOWN


def _first_token(group: Group, phrases: Phrases) -> int:
    """A phrase without a country begins at its first role noun or the word that decides its sector."""
    if group.owners:
        return group.first
    first = group.head
    deciding = {word for entries in group.entries for entry in entries for word in entry.modifiers}
    for i in range(group.head, group.first - 1, -1):
        if phrases.row.lowers[i] in deciding or phrases.row.lemmas[i] in deciding or phrases.role_at(i)[0]:
            first = i
    return min(first, group.last)


def _stands_alone(group: Group, phrases: Phrases, sector: str) -> bool:
    """Whether a role noun without a country is worth a mention of its own."""
    row, lists = phrases.row, phrases.gazetteer.lists
    if group.name is not None:
        return True
    if group.holding and sector in lists.get("holders", ()):
        return True
    if not (group.final or row.headline) or not (sector or _anonymous(group, phrases)):
        return False
    if not row.tags[group.head].startswith("NN"):
        # "military" is an adjective to the tagger even where it is the noun: "the military said".
        return bool(sector) and row.lowers[group.head] in {"military", "paramilitary"} and phrases.definite(group)
    head = group.heads[-1]
    if head not in lists.get("only_owned", ()) or len(group.heads) > 1:
        return True
    if phrases.plural(group):
        return head in lists.get("alone_as_plural", ())
    return phrases.definite(group) and head in lists.get("alone_with_the", ())


def _kind(group: Group, phrases: Phrases, sector: str) -> MentionKind:
    person = phrases.head_entry(group).person
    if person and not phrases.plural(group):
        return "person"
    if not sector and group.owners:
        return group.owners[0].name.kind if group.owners[0].name.kind != "demonym" else "state"
    if person:
        return "people"
    return "organ" if sector in phrases.gazetteer.lists.get("organ_sectors", ()) else "people"


def _anonymous(group: Group, phrases: Phrases) -> bool:
    """Whether the phrase speaks of somebody whom the text does not name."""
    row, lists = phrases.row, phrases.gazetteer.lists
    if group.name is not None or group.person is not None:
        return False
    if row.lemmas[group.head] in lists.get("anonymous_nouns", ()) and row.lemmas[group.head] not in {"person"}:
        definite = group.first > 0 and row.lowers[group.first - 1] in {"the", "that", "this"}
        return not definite or _withheld(group, phrases)
    return phrases.familiar(group) or (phrases.head_entry(group).person and _withheld(group, phrases))


def _withheld(group: Group, phrases: Phrases) -> bool:
    """Whether the words behind say that the name is withheld: "who asked not to be named"."""
    behind = " ".join(phrases.row.lowers[group.last + 1 : group.last + 1 + _NEARBY])
    return any(phrase in behind for phrase in phrases.gazetteer.lists.get("anonymity", ()))


def _hit_mention(row: Row, hit: Hit, people: People, shared: str) -> Mention:
    """A name that stands by itself."""
    name, span = hit.name, (hit.start, hit.end)
    if name.kind == "person":
        return people.known(hit, span)
    kind: MentionKind = name.kind
    code = owner_code(hit, shared)
    if shared:
        kind = "organ"
    elif kind == "demonym":
        i = bisect_left(row.starts, hit.start)
        nouns = i < len(row) and row.tags[i] in {"NNS", "NNPS"}
        kind = "people" if nouns else "demonym"
    return Mention(span, (code,), name.name, kind)


def _owned_by_people(text: str, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """Fill in whose a role noun is where a person's name owns it: "N. N.'s spokesman"."""
    filled = list(mentions)
    for i in range(1, len(filled)):
        owner, owned = filled[i - 1], filled[i]
        if owner.person is None or not owned.codes[0].startswith(f"{UNKNOWN}.") or len(owned.codes) > 1:
            continue
        country = owner.codes[0].split(".")[0]
        if text[owner.span[1] : owned.span[0]] in {"'s ", "’s ", "' ", "’ "} and country != UNKNOWN:
            sector = owned.codes[0].split(".", 1)[1]
            group = ":" in country or ("." in owner.codes[0] and not owner.codes[0].endswith((".GOV", ".ELI")))
            codes = (owner.codes[0] if group else f"{country}.{sector}",)
            filled[i] = structs.replace(owned, codes=codes)
    return tuple(filled)


def _apart(mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """Mentions in the order of the text; of two that overlap the longer stays."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.span[0], -m.span[1])):
        if kept and mention.span[0] < kept[-1].span[1]:
            if mention.span[1] - mention.span[0] > kept[-1].span[1] - kept[-1].span[0]:
                kept[-1] = mention
            continue
        if mention.span[0] < mention.span[1]:
            kept.append(mention)
    return tuple(kept)
