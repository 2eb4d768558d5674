"""Whose voice a source is: by the actors it names, by what it is called again, or by the pronoun that carries it on."""

from __future__ import annotations

from bisect import bisect_left

from msgspec.structs import replace

from dragoman.extract.attribution.phrases import antecedent
from dragoman.extract.carried import RECENT, carried, meant_by
from dragoman.extract.lands import Lands, is_somebody
from dragoman.extract.named import BODIES, NO_WORDS, SourceWords, head_of, is_known, source_codes
from dragoman.extract.offices import of_the_body, of_the_capital, of_the_president, spoken_for, told_of
from dragoman.model.annotations import Annotations
from dragoman.model.claim import Attribution, Voice
from dragoman.model.text import Parse, Span, index_at, inside, starting_in

_AGAIN = 12
"""Sentences that "the service" looks back for the border service."""
_Seen = dict[Span, tuple[str, ...]]


def speaking_voices(notes: Annotations, words: SourceWords = NO_WORDS) -> tuple[Voice, ...]:
    """The voice of each attribution, in their order; ``UNK`` where the source is nobody the codebook can name."""
    found: list[Voice] = []
    seen: _Seen = {}
    lands = Lands(notes)
    for attribution in notes.attributions:
        voice, source = _voice(attribution, notes, words), attribution.source
        if source is not None:
            codes = _based_voice(source, voice, notes) or _of_a_chief(source, voice, notes, words)
            codes = codes or spoken_for(source, notes) or of_the_president(source, notes) or of_the_capital(source, notes)
            if notes.document.text.startswith(("a ", "A "), source[0]):
                codes = codes or of_the_body(source, notes, words)
            codes = codes or _sent_by(source, notes, seen) or meant_by(attribution, notes, found)
            if not codes and not is_known(voice.codes):
                codes = _again(source, notes, seen) or carried(attribution, notes, found, words)
                codes = codes or told_of(attribution, notes, found, words)
                codes = codes or _at_home(source, voice, notes, words, lands)
            if codes:
                voice = replace(voice, codes=codes, chain=(*voice.chain[: -len(voice.codes)], *codes))
        found.append(voice)
    return tuple(found)


def _based_voice(source: Span, voice: Voice, notes: Annotations) -> tuple[str, ...]:
    """The codes of a nameless "its Piraeus-based manager": whose he is says less than where he sits."""
    land = _based(source, notes)
    owner, _, sector = voice.codes[0].partition(".")
    if land is None or ":" in owner or voice.person is not None:
        return ()
    return (f"{land}.{sector}" if sector and owner == "UNK" else land,)


def _of_a_chief(source: Span, voice: Voice, notes: Annotations, words: SourceWords) -> tuple[str, ...]:
    """The body whose "Secretary-General", or a spokesman of his, speaks: the last one named before, else the first."""
    written = notes.document.text[slice(*source)]
    owner = next((m.antecedent for m in starting_in(notes.mentions, source) if m.span[0] == source[0]), None)
    if owner is not None:
        written += " " + notes.document.text[slice(*owner)]
    if not any(chief in written for chief in words.chiefs) or any(":" in code for code in voice.codes):
        return ()
    if any(m.kind == "body" or m.person is not None for m in starting_in(notes.mentions, source)):
        return ()
    bodies = [(m.span[0], m.codes[0]) for m in notes.mentions if m.codes[0].startswith("IGO:") and len(m.codes) == 1]
    before = [code for at, code in bodies if at < source[0]]
    code = before[-1] if before else bodies[0][1] if bodies else ""
    return (code.partition(".")[0],) if code else ()


def spoken_to(source: Span, notes: Annotations) -> tuple[str, ...]:
    """The codes of whom a question is put to, or none."""
    codes = source_codes(source, notes)[0]
    return codes if is_known(codes) else ()


def _voice(attribution: Attribution, notes: Annotations, words: SourceWords) -> Voice:
    chain = tuple(c for span in attribution.chain for c in source_codes(span, notes)[0])
    if attribution.source is None:
        return Voice(("UNK",), (*chain, "UNK"), anonymous=True, channel=attribution.channel, span=None)
    codes, person, anonymous = source_codes(attribution.source, notes, words.guests)
    known = codes or ("UNK",)
    return Voice(known, (*chain, *known), person, anonymous or not codes, attribution.channel, attribution.source)


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
        seen[source] = source_codes(source, notes)[0]
    return seen[source]


def _called(noun: str, within: Span, notes: Annotations, seen: _Seen) -> tuple[str, ...]:
    """Codes of the last one in the stretch that is called by the noun, or that the noun stands right before."""
    text = notes.document.text
    at = bisect_left(notes.attributions, within[1], key=lambda a: (a.cue or a.content[0])[0])
    near = notes.attributions[max(0, at - RECENT) : at + 1]
    sources = [
        (a.source, _once(a.source, notes, seen)) for a in near
        if a.source and inside(a.source, within) and notes.document.text[slice(*a.source)].casefold().endswith(noun)
    ]  # fmt: skip
    bodies = [(m.span, m.codes) for m in starting_in(notes.mentions, within) if m.kind in BODIES]
    for span, codes in sorted([*sources, *bodies], reverse=True):
        words = text[slice(*span)].casefold().split()
        before = text[max(within[0], span[0] - 40) : span[0]].casefold().split()
        if is_known(codes) and (words[-1:] == [noun] or before[-1:] == [noun]):
            return codes
    return ()


def _at_home(source: Span, voice: Voice, notes: Annotations, words: SourceWords, lands: Lands) -> tuple[str, ...]:
    """The land of people and offices of no named party: "the mayor", "a survivor", "the indictment", "who" of them."""
    span = _taken_up(source, notes)
    at = index_at(notes.sentences, span[0])
    parse = None if at is None else notes.parses[at]
    head = head_of(parse, span) if parse is not None else None
    if at is None or parse is None or head is None:
        return ()
    if not any(is_somebody(parse, t, words.landless) for t in _called_as(parse, head)):
        return ()
    land = _based(span, notes) or lands.of(span, at)
    sector = voice.codes[0].partition(".")[2]
    return () if land is None else (f"{land}.{sector}" if sector else land,)


def _taken_up(source: Span, notes: Annotations) -> Span:
    """The words that a pronoun stands for, or the source itself."""
    mention = next((m for m in starting_in(notes.mentions, source) if m.span == source and m.kind == "anaphor"), None)
    return mention.antecedent if mention is not None and mention.antecedent is not None else source


def _called_as(parse: Parse, head: int) -> list[int]:
    """The nouns that say who it is: the head, what "one of" is taken from, the noun before "who", and appositions."""
    found = [head]
    if parse.tags[head] in {"CD", "DT", "PRP", "NN"} and parse.forms[head].casefold() in {"one", "some", "two", "another"}:
        found += [t for p in parse.dependents(head, "prep") if parse.forms[p] == "of" for t in parse.dependents(p, "pobj")]
    noun = antecedent(parse, head)
    found += [noun] if noun is not None else []
    return [*found, *(t for name in found for t in parse.dependents(name, "appos"))]


def _based(source: Span, notes: Annotations) -> str | None:
    """The land of "its Piraeus-based manager"."""
    text = notes.document.text
    spans = (p for p in starting_in(notes.places, source) if p.span is not None and p.country)
    return next((p.country for p in spans if p.span and text.startswith("-based", p.span[1])), None)
