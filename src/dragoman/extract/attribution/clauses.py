"""Attributions by a verb and what depends on it: reported clauses, infinitives, objects, accusations."""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.extract.attribution.cues import ReportingLexicon, VerbCue
from dragoman.extract.attribution.patterns import Content, active_content, passive_content
from dragoman.extract.attribution.phrases import Scene, fragments, is_passive, noun_phrase, widened
from dragoman.extract.attribution.sources import cue_tokens, is_silent, source_of
from dragoman.model.claim import Attribution
from dragoman.model.event import Reality, Stance
from dragoman.model.text import Parse, Span


def find_cues(scene: Scene, lexicon: ReportingLexicon) -> Iterator[VerbCue]:
    """Reporting verbs of a sentence, from left to right."""
    for token in range(len(scene.parse)):
        cue = lexicon.verb(scene.parse, token)
        if cue is not None:
            yield cue


def clause_attribution(scene: Scene, cue: VerbCue, lexicon: ReportingLexicon) -> Attribution | None:
    """The attribution that the verb makes by its grammar, or none."""
    parse = scene.parse
    if is_silent(parse, cue, lexicon):
        return None
    passive = is_passive(parse, cue.token)
    content = passive_content(parse, cue) if passive else active_content(parse, cue, lexicon)
    if content is None:
        return None
    speaker = source_of(parse, cue, lexicon)
    barred = set(cue_tokens(parse, cue)) | ({speaker} if speaker is not None else set())
    tokens = [t for t in content.tokens if t not in barred]
    source = noun_phrase(parse, speaker, [cue.token]) if speaker is not None else []
    spans = fragments(parse, [t for t in tokens if t not in set(source)])
    if not spans:
        return None
    if speaker is None and not passive and not content.clausal:
        return None
    spans = widened(scene, spans)
    return make(scene, cue, content, parse.cover(source) if source else None, spans, lexicon)


def make(
    scene: Scene, cue: VerbCue, content: Content, source: Span | None, spans: tuple[Span, ...], lexicon: ReportingLexicon
) -> Attribution:
    """The record of an attribution by a verb."""
    parse = scene.parse
    stance, reality = _colour(parse, cue, content, lexicon)
    addressee = content.addressee if content.addressee is not None else hearer(parse, cue, content)
    mixed = any(q.outer[0] < end and start < q.outer[1] for start, end in spans for q in scene.quotes)
    return Attribution(
        source=source,
        cue=parse.cover(cue_tokens(parse, cue)),
        content=spans,
        kind="mixed" if mixed else "indirect",
        stance=stance,
        reality=reality,
        lemma=cue.lemma,
        addressee=parse.cover(noun_phrase(parse, addressee, content.tokens)) if addressee is not None else None,
        channel=channel_of(scene.text, parse, cue, lexicon),
        clausal=content.clausal,
    )


def hearer(parse: Parse, cue: VerbCue, content: Content) -> int | None:
    """Who is told: the object of a telling verb, when it is no part of the content."""
    if cue.entry("clause-to", "object-infinitive") is None:
        return None
    token = parse.dependent(cue.token, "dative", "dobj")
    return token if token is not None and token not in content.tokens else None


def channel_of(text: str, parse: Parse, cue: VerbCue, lexicon: ReportingLexicon) -> str | None:
    """How it was said: "in a statement", "on Telegram", "told state television"."""
    for child in parse.children[cue.token]:
        noun: int | None = None
        if parse.relations[child] == "prep" and parse.forms[child].casefold() in lexicon.speech.prepositions:
            noun = parse.dependent(child, "pobj")
        elif parse.relations[child] in {"dobj", "dative"} and cue.entry("clause-to") is not None:
            noun = child
        if noun is None:
            continue
        name = lexicon.channels.get(parse.lemmas[noun].casefold()) or lexicon.channels.get(parse.forms[noun].casefold())
        if name is not None:
            return name
    return None


def _colour(parse: Parse, cue: VerbCue, content: Content, lexicon: ReportingLexicon) -> tuple[Stance, Reality]:
    """What the cue does to its content. A negated cue asserts nothing: its content is left open."""
    stance, reality = content.entry.stance, content.entry.reality
    if reality == "negated" and not content.clausal:
        nouns = {parse.lemmas[t].casefold() for t in content.tokens if parse.heads[t] not in content.tokens}
        if nouns & set(lexicon.speech.propositions):
            stance, reality = "denies", "actual"
    if parse.dependent(cue.token, "neg") is not None and reality == "actual":
        return "doubts", "hypothetical"
    return stance, reality
