"""Whose voice a source is: by the actors it names, by what it is called again, or by the pronoun that carries it on."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from msgspec.structs import replace

from dragoman.extract.participants import Participants, actors_of
from dragoman.model.annotations import Annotations
from dragoman.model.claim import Attribution, Voice
from dragoman.model.text import Parse, Span, index_at, inside, starting_in
from dragoman.model.world import Mention

_PERSON = frozenset({"he", "she", "him", "her"})
_THING = frozenset({"it"})
_MANY = frozenset({"they", "them", "both"})
_REACH = 2
"""Sentences that a pronoun looks back for the one who spoke last."""
_AGAIN = 12
"""Sentences that "the service" looks back for the border service."""
_RECENT = 60
"""Attributions that are looked through for an earlier speaker, so that time stays linear in the text."""
_Seen = dict[Span, tuple[str, ...]]
_BODIES = frozenset({"body", "group", "organ", "state", "capital"})


def speaking_voices(notes: Annotations) -> tuple[Voice, ...]:
    """The voice of each attribution, in their order; ``UNK`` where the source is nobody the codebook can name."""
    found: list[Voice] = []
    seen: _Seen = {}
    for attribution in notes.attributions:
        voice = _voice(attribution, notes)
        body = _sent_by(attribution.source, notes, seen) if attribution.source is not None else ()
        body = body or _antecedent(attribution, notes, found)
        if body:
            voice = replace(voice, codes=body, chain=(*voice.chain[: -len(voice.codes)], *body))
        if attribution.source is not None and not _known(voice.codes):
            codes = _again(attribution.source, notes, seen) or _carried(attribution, notes, found)
            if codes:
                voice = replace(voice, codes=codes, chain=(*voice.chain[: -len(voice.codes)], *codes))
        found.append(voice)
    return tuple(found)


def _known(codes: Sequence[str]) -> bool:
    return any(not code.startswith("UNK") for code in codes)


def _voice(attribution: Attribution, notes: Annotations) -> Voice:
    chain = tuple(c for span in attribution.chain for c in _codes(span, notes)[0])
    if attribution.source is None:
        return Voice(("UNK",), (*chain, "UNK"), anonymous=True, channel=attribution.channel, span=None)
    codes, person, anonymous = _codes(attribution.source, notes)
    known = codes or ("UNK",)
    return Voice(known, (*chain, *known), person, anonymous or not codes, attribution.channel, attribution.source)


def _codes(source: Span, notes: Annotations) -> tuple[tuple[str, ...], str | None, bool]:
    """Codes, person and anonymity of a source's noun phrase."""
    at = index_at(notes.sentences, source[0])
    parse = None if at is None else notes.parses[at]
    near = starting_in(notes.mentions, source)
    several = _of_several(near, source, notes)
    if several:
        return several, None, any(m.anonymous for m in near)
    if parse is not None:
        tokens = parse.tokens_in(source)
        heads = [t for t in tokens if parse.heads[t] not in tokens or parse.heads[t] == t]
        actors = Participants(parse, notes.mentions).named(heads[:1])
        if actors:
            codes = tuple(a.code for a in actors)
            return _located(codes, source, notes), actors[0].person, any(m.anonymous for m in near)
    named = [m for m in near if inside(m.span, source)]
    if named:
        codes = tuple(a.code for a in actors_of(named[0]))
        return _located(codes, source, notes), named[0].person, named[0].anonymous
    return _located((), source, notes), None, True


def _of_several(near: Sequence[Mention], source: Span, notes: Annotations) -> tuple[str, ...]:
    """The parties of "officials in both countries", each with the officials' sector."""
    pair = next((m for m in near if m.kind == "anaphor" and len(m.codes) > 1 and m.span[0] > source[0]), None)
    if pair is None or not _opened_by_both(pair, notes):
        return ()
    sector = near[0].codes[0].partition(".")[2] if near[0] is not pair else ""
    owners = dict.fromkeys(code.split(".")[0] for code in pair.codes)
    return tuple(f"{owner}.{sector}" if sector else owner for owner in owners)


def _opened_by_both(mention: Mention, notes: Annotations) -> bool:
    words = notes.document.text[slice(*mention.span)].casefold().split()
    return bool({"both", "two", "either", "each"} & set(words))


def _located(codes: tuple[str, ...], source: Span, notes: Annotations) -> tuple[str, ...]:
    """The codes, with the country of the place that the source stands at where nothing else says whose they are."""
    if _known(codes):
        return codes
    lands = dict.fromkeys(p.country for p in starting_in(notes.places, source) if p.country)
    if len(lands) != 1:
        return codes
    land, sector = next(iter(lands)), codes[0].partition(".")[2] if codes else ""
    return (f"{land}.{sector}" if sector else land,)


def _again(source: Span, notes: Annotations, seen: _Seen) -> tuple[str, ...]:
    """Who "the service", or a man "from the bloc", was when the text named the service or the bloc before."""
    at = index_at(notes.sentences, source[0])
    parse = None if at is None else notes.parses[at]
    if at is None or parse is None:
        return ()
    tokens = parse.tokens_in(source)
    for token in reversed(tokens):
        before = token - 1
        if parse.tags[token] not in {"NN", "NNS"} or before < 0 or parse.forms[before].casefold() not in {"the", "its", "this"}:
            continue
        noun = parse.forms[token].casefold()
        since = notes.sentences[max(0, at - _AGAIN)].span[0]
        codes = _called(noun, (since, source[0]), notes, seen)
        if codes:
            return codes
    return ()


def _sent_by(source: Span, notes: Annotations, seen: _Seen) -> tuple[str, ...]:
    """The body that a man or woman "from the bloc" speaks for, where the text named it so before."""
    at = index_at(notes.sentences, source[0])
    words = notes.document.text[slice(*source)].casefold().split()
    if at is None or words[-3:-1] not in (["from", "the"], ["at", "the"], ["with", "the"]):
        return ()
    codes = _called(words[-1], (notes.sentences[max(0, at - _AGAIN)].span[0], source[0]), notes, seen)
    return codes if codes and all(":" in code for code in codes) else ()


def _once(source: Span, notes: Annotations, seen: _Seen) -> tuple[str, ...]:
    """The codes of a source, looked up once in a document."""
    if source not in seen:
        seen[source] = _codes(source, notes)[0]
    return seen[source]


def _called(noun: str, within: Span, notes: Annotations, seen: _Seen) -> tuple[str, ...]:
    """Codes of the last one in the stretch that is called by the noun, or that the noun stands right before."""
    text = notes.document.text
    at = bisect_left(notes.attributions, within[1], key=lambda a: (a.cue or a.content[0])[0])
    near = notes.attributions[max(0, at - _RECENT) : at + 1]
    sources = [
        (a.source, _once(a.source, notes, seen)) for a in near
        if a.source and inside(a.source, within) and notes.document.text[slice(*a.source)].casefold().endswith(noun)
    ]  # fmt: skip
    bodies = [(m.span, m.codes) for m in starting_in(notes.mentions, within) if m.kind in _BODIES]
    for span, codes in sorted([*sources, *bodies], reverse=True):
        words = text[slice(*span)].casefold().split()
        before = text[max(within[0], span[0] - 40) : span[0]].casefold().split()
        if _known(codes) and (words[-1:] == [noun] or before[-1:] == [noun]):
            return codes
    return ()


def _carried(attribution: Attribution, notes: Annotations, earlier: Sequence[Voice]) -> tuple[str, ...]:
    """Who goes on speaking as "he", "it" or "one of them": who spoke last, or whom the sentence before is about."""
    source = attribution.source or (0, 0)
    at = index_at(notes.sentences, source[0])
    words = set(notes.document.text[slice(*source)].casefold().split())
    if at is None or len(words) > 4 or not words & (_PERSON | _THING | _MANY):
        return ()
    kind = "thing" if words & _THING else "many" if words & _MANY else "person"
    first = max(0, len(earlier) - _RECENT)
    for other, voice in reversed(list(zip(notes.attributions[first:], earlier[first:], strict=False))):
        spoken = other.source
        if spoken is None or spoken[0] >= source[0] or not _known(voice.codes):
            continue
        there = index_at(notes.sentences, spoken[0])
        if there is None or at - there > _REACH:
            break
        if _fits(kind, spoken, notes):
            return voice.codes
    return _subject_before(kind, at, notes)


def _antecedent(attribution: Attribution, notes: Annotations, earlier: Sequence[Voice]) -> tuple[str, ...]:
    """The voice of the source that a pronoun stands for, whatever the noun alone would say."""
    source = attribution.source or (0, 0)
    meant = next((m.antecedent for m in starting_in(notes.mentions, source) if m.span == source), None)
    if meant is None:
        return ()
    first = max(0, len(earlier) - _RECENT)
    for other, voice in zip(notes.attributions[first:], earlier[first:], strict=False):
        if other.source is not None and inside(meant, other.source) and _known(voice.codes) and len(voice.codes) == 1:
            return voice.codes
    return ()


def _fits(kind: str, span: Span, notes: Annotations) -> bool:
    """Whether the noun phrase can be taken up by a pronoun for one person, one body, or several."""
    at = index_at(notes.sentences, span[0])
    parse = None if at is None else notes.parses[at]
    if parse is None:
        return False
    tokens = parse.tokens_in(span)
    head = next((t for t in tokens if parse.heads[t] not in tokens or parse.heads[t] == t), None)
    if head is None:
        return False
    several = parse.tags[head] in {"NNS", "NNPS"} or bool(parse.dependents(head, "conj"))
    mention = next((m for m in starting_in(notes.mentions, span) if inside(m.span, span)), None)
    body = mention is not None and mention.kind in _BODIES
    if kind == "many":
        return several
    return not several and (body if kind == "thing" else not body or parse.tags[head] == "PRP")


def _subject_before(kind: str, at: int, notes: Annotations) -> tuple[str, ...]:
    """The codes of the subject that the sentence before in the same paragraph is about."""
    if at == 0 or notes.sentences[at - 1].passage != notes.sentences[at].passage:
        return ()
    parse = notes.parses[at - 1]
    root = parse.root() if parse is not None else None
    head = parse.dependent(root, "nsubj", "nsubjpass") if parse is not None and root is not None else None
    if parse is None or head is None:
        return ()
    span = _phrase(parse, head)
    codes = _codes(span, notes)[0]
    return codes if _known(codes) and _fits(kind, span, notes) else ()


def _phrase(parse: Parse, head: int) -> Span:
    return parse.cover(parse.subtree(head))
