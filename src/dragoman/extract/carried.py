"""Who goes on speaking: as "he", "it" or "the other", as "the company", or as "who" in a clause about somebody."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dragoman.extract.named import BODIES, NO_WORDS, SourceWords, head_of, is_known, source_codes
from dragoman.model.annotations import Annotations
from dragoman.model.claim import Attribution, Voice
from dragoman.model.text import Parse, Span, index_at, inside, starting_in

_PERSON = frozenset({"he", "she", "him", "her"})
_THING = frozenset({"it"})
_MANY = frozenset({"they", "them", "both"})
_OWNERS = {"its": "thing", "their": "many", "his": "person", "her": "person"}
"""What the owner of a statement or spokesman is taken for: "its report said"."""
_OWNED = 2
_CHIEFS = frozenset({"chief", "head", "leader", "commander", "envoy", "director"})
"""People who are written as one with the body that they lead: "the bloc's policy chief"."""
_SEXES = (frozenset({"he", "him", "his"}), frozenset({"she", "her", "hers"}))
_LONGEST = 4
"""Words of a source that is a pronoun with little around it ("one of them")."""
_NAMED = 80
"""Characters of a source in which a word tells man or woman; behind them a clause may tell of others."""
_REACH = 2
"""Sentences that a pronoun looks back for the one who spoke last."""
_OFFICE_REACH = 6
"""Sentences that "the spokesman" looks back for the one who was told with his body."""
RECENT = 60
"""Attributions that are looked through for an earlier speaker, so that time stays linear in the text."""


def carried(
    attribution: Attribution, notes: Annotations, earlier: Sequence[Voice], lists: SourceWords = NO_WORDS
) -> tuple[str, ...]:
    """Who goes on speaking as "he", "it", "one of them" or "the other": who spoke last, or whom the sentence before is about."""
    source = attribution.source or (0, 0)
    at = index_at(notes.sentences, source[0])
    kind = _kind_of(source, notes, lists)
    if at is None or kind is None:
        return ()
    topic = _subject_before(kind, at, notes) if kind != "other" else ((), 0)
    first = max(0, len(earlier) - RECENT)
    for other, voice in reversed(list(zip(notes.attributions[first:], earlier[first:], strict=False))):
        spoken = other.source
        if spoken is None or spoken[0] >= source[0] or not is_known(voice.codes):
            continue
        there = index_at(notes.sentences, spoken[0])
        if there is None or at - there > _REACH:
            break
        if kind in {"thing", "person"} and topic[0] and topic[1] > spoken[1]:
            break
        if _fits(kind, spoken, notes) and not _of_other_sex(source, spoken, notes, lists):
            return voice.codes
    return topic[0]


def _kind_of(source: Span, notes: Annotations, lists: SourceWords) -> str | None:
    """What a source that names nobody stands for: a person, a thing, several, a body, or the other one of them."""
    words = notes.document.text[slice(*source)].partition(",")[0].casefold().split()
    if words and words in (["the", "other"], ["another"], ["the", "second"], ["a", "second"], ["a", "third"]):
        return "other"
    if len(words) == 2 and words[0] == "the" and words[1] in lists.bodies:
        return "body"
    if words[:1] in (["one"], ["another"]) and len(words) == 1:
        return "many" if words == ["one"] else "other"
    held = set(words)
    if len(words) == _OWNED and words[1] in lists.mouths:
        return _OWNERS.get(words[0])
    if len(words) > _LONGEST:
        return None
    return "thing" if held & _THING else "many" if held & _MANY else "person" if held & _PERSON else None


def meant_by(attribution: Attribution, notes: Annotations, earlier: Sequence[Voice]) -> tuple[str, ...]:
    """The voice of the source that a pronoun stands for, whatever the noun alone would say."""
    source = attribution.source or (0, 0)
    meant = next((m.antecedent for m in starting_in(notes.mentions, source) if m.span == source), None)
    if meant is None:
        return _same_office(source, notes, earlier)
    first = max(0, len(earlier) - RECENT)
    for other, voice in zip(notes.attributions[first:], earlier[first:], strict=False):
        if other.source is not None and inside(meant, other.source) and is_known(voice.codes) and len(voice.codes) == 1:
            return voice.codes
    return ()


def _same_office(source: Span, notes: Annotations, earlier: Sequence[Voice]) -> tuple[str, ...]:
    """The voice of "the spokesman" when "the spokesman for the bloc" spoke shortly before."""
    text = notes.document.text
    words, at = text[slice(*source)].casefold().split(), index_at(notes.sentences, source[0])
    if len(words) != 2 or words[0] != "the" or at is None:
        return ()
    since = notes.sentences[max(0, at - _OFFICE_REACH)].span[0]
    first = max(0, len(earlier) - RECENT)
    for other, voice in reversed(list(zip(notes.attributions[first:], earlier[first:], strict=False))):
        spoken = other.source
        if spoken is None or not since <= spoken[0] < source[0] or not is_known(voice.codes):
            continue
        there = index_at(notes.sentences, spoken[0])
        parse = None if there is None else notes.parses[there]
        head = head_of(parse, spoken) if parse is not None else None
        if parse is not None and head is not None and parse.tags[head] == "NN" and parse.forms[head].casefold() == words[1]:
            return voice.codes if len(voice.codes) == 1 else ()
    return ()


def _fits(kind: str, span: Span, notes: Annotations) -> bool:
    """Whether the noun phrase can be taken up by a pronoun for one person, one body, or several."""
    at = index_at(notes.sentences, span[0])
    parse = None if at is None else notes.parses[at]
    head = head_of(parse, span) if parse is not None else None
    if parse is None or head is None:
        return False
    if kind == "other":
        first = notes.document.text[slice(*span)].casefold().split()[0]
        single = first in {"one", "a", "an"} or parse.forms[head].casefold() == "one"
        return parse.tags[head] == "CD" or single or _fits("many", span, notes)
    several = parse.tags[head] in {"NNS", "NNPS"} or bool(parse.dependents(head, "conj")) or _of_many(parse, head)
    mention = next((m for m in starting_in(notes.mentions, span) if inside(m.span, span)), None)
    body = mention is not None and mention.kind in BODIES
    if kind == "many":
        return several
    if kind == "thing":
        names_it = mention is not None and (mention.kind == "person" or mention.span[1] >= parse.starts[head])
        return not several and (body or (parse.tags[head] == "NN" and not names_it))
    if kind == "body":
        return not several and (mention is None or mention.kind not in {"state", "capital"})
    beside = mention is not None and mention.kind != "person" and mention.span[1] <= parse.starts[head]
    chief = parse.lemmas[head].casefold() in _CHIEFS
    return not several and (not body or beside or chief or parse.tags[head] == "PRP")


def _of_other_sex(source: Span, spoken: Span, notes: Annotations, lists: SourceWords) -> bool:
    """Whether "he" cannot be the spokeswoman, nor "she" the spokesman."""
    text = notes.document.text
    words = text[slice(*source)].casefold().split()[:1]
    male, female = (bool(set(words) & sex) for sex in _SEXES)
    named = set(re.findall(r"\w+", text[slice(*spoken)].casefold()[:_NAMED]))
    man, woman = bool(named & lists.men), bool(named & lists.women)
    return (male and woman and not man) or (female and man and not woman)


def _of_many(parse: Parse, head: int) -> bool:
    """Whether one noun stands for several people: "a group of widows"."""
    behind = (t for p in parse.dependents(head, "prep") if parse.forms[p] == "of" for t in parse.dependents(p, "pobj"))
    return parse.tags[head] == "NN" and any(parse.tags[t] == "NNS" for t in behind)


def _subject_before(kind: str, at: int, notes: Annotations) -> tuple[tuple[str, ...], int]:
    """The codes of the subject that the sentence before in the same paragraph is about, and where it ends."""
    if at == 0 or notes.sentences[at - 1].passage != notes.sentences[at].passage:
        return (), 0
    parse = notes.parses[at - 1]
    root = parse.root() if parse is not None else None
    head = parse.dependent(root, "nsubj", "nsubjpass") if parse is not None and root is not None else None
    if parse is None or head is None:
        return (), 0
    span = parse.cover(parse.subtree(head))
    codes = source_codes(span, notes)[0]
    return (codes, span[1]) if is_known(codes) and _fits(kind, span, notes) else ((), 0)
