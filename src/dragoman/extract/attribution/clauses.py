"""Attributions by a verb and what depends on it: reported clauses, infinitives, objects, accusations."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from dragoman.extract.attribution.counter import counter_claim
from dragoman.extract.attribution.cues import ReportingLexicon, VerbCue
from dragoman.extract.attribution.passives import passive_content
from dragoman.extract.attribution.patterns import Content, active_content
from dragoman.extract.attribution.phrases import (
    Scene,
    by_agent,
    fragments,
    is_passive,
    is_word,
    noun_phrase,
    said_below,
    subject,
    widened,
    with_title,
)
from dragoman.extract.attribution.sources import (
    cited_source,
    cue_tokens,
    is_silent,
    nobody,
    source_of,
    speaking_verb_above,
)
from dragoman.extract.attribution.untruth import implied_stance
from dragoman.model.claim import Attribution
from dragoman.model.event import Reality, Stance
from dragoman.model.text import Parse, Span


def find_cues(scene: Scene, lexicon: ReportingLexicon) -> Iterator[VerbCue]:
    """Reporting verbs of a sentence, from left to right."""
    for token, tag in enumerate(scene.parse.tags):
        cue = lexicon.verb(scene.parse, token) if tag.startswith("VB") else None
        if cue is not None:
            yield cue


def clause_attribution(scene: Scene, cue: VerbCue, lexicon: ReportingLexicon) -> Attribution | None:
    """The attribution that the verb makes by its grammar, or none."""
    parse = scene.parse
    if is_silent(parse, cue, lexicon) or _reminds(parse, cue, lexicon):
        return None
    counter = counter_claim(scene, cue, lexicon)
    if counter is not None:
        content, source, noun = counter
        return make(scene, cue, content, source, (noun,), lexicon)
    passive = is_passive(parse, cue.token)
    given = passive_content(parse, cue) if passive else active_content(parse, cue, lexicon)
    if given is None or _withholds(parse, cue, given, lexicon):
        return None
    return _attribution(scene, cue, given, lexicon)


def _reminds(parse: Parse, cue: VerbCue, lexicon: ReportingLexicon) -> bool:
    """Whether the writer himself recalls it to the reader: "it should be noted that S", in a communiqué "it was recalled that S"."""
    if cue.lemma not in lexicon.speech.reminding or not is_passive(parse, cue.token) or by_agent(parse, cue.token) is not None:
        return False
    modal = any(parse.tags[t] == "MD" for t in parse.dependents(cue.token, "aux"))
    own = subject(parse, cue.token)
    told = parse.tags[cue.token] == "VBN" and cue.lemma in lexicon.speech.minuted
    return (modal or told) and own is not None and parse.forms[own].casefold() == "it"


def _withholds(parse: Parse, cue: VerbCue, content: Content, lexicon: ReportingLexicon) -> bool:
    """Whether the verb refuses to give something rather than to admit it ("denied them entry")."""
    if content.entry.stance != "denies" or content.clausal:
        return False
    nouns = {parse.lemmas[t].casefold() for t in content.tokens if parse.heads[t] not in content.tokens}
    return parse.dependent(cue.token, "dative") is not None or bool(nouns & set(lexicon.speech.withheld))


def _attribution(scene: Scene, cue: VerbCue, content: Content, lexicon: ReportingLexicon) -> Attribution | None:
    """Put a cue, its content and its speaker together."""
    parse, passive = scene.parse, is_passive(scene.parse, cue.token)
    chain: tuple[int, ...] = ()
    speaker = source_of(parse, cue, lexicon)
    if passive and content.entry is cue.entry("quote-as"):
        agents = (by_agent(parse, cue.token), *(by_agent(parse, said) for said in said_below(parse, cue.token)))
        chain = tuple(agent for agent in agents if agent is not None)
    if content.speaker is not None:
        chain = (speaker,) if speaker is not None else ()
        speaker = content.speaker
    cited = citing(parse, cue, lexicon)
    if cited is not None and speaker is not None:
        chain, speaker = (*chain, speaker), cited
    barred = set(cue_tokens(parse, cue)) | ({speaker} if speaker is not None else set())
    tokens = [t for t in content.tokens if t not in barred]
    if speaker is not None and nobody(parse, speaker, lexicon):
        return None
    apart = [t for t in content.tokens if parse.heads[t] == speaker and parse.relations[t] == "prep"]
    said_by = noun_phrase(parse, speaker, [cue.token, *apart]) if speaker is not None else []
    said_by = with_title(parse, said_by)
    spans = fragments(parse, [t for t in tokens if t not in set(said_by)])
    if not spans:
        return None
    if speaker is None and not passive and not content.clausal:
        return None
    spans = widened(scene, spans)
    made = make(scene, cue, content, parse.cover(said_by) if said_by else None, spans, lexicon)
    implied = implied_stance(parse, cue, content, speaker, lexicon)
    if implied is not None and made.reality in {"actual", "negated"}:
        made = msgspec.structs.replace(made, stance=implied, reality="actual")
    outer = tuple(parse.cover(noun_phrase(parse, token, [cue.token])) for token in chain)
    return msgspec.structs.replace(made, chain=outer) if outer else made


def make(
    scene: Scene,
    cue: VerbCue,
    content: Content,
    source: Span | None,
    spans: tuple[Span, ...],
    lexicon: ReportingLexicon,
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
        addressee=parse.cover(_addressee_phrase(parse, addressee, cue, content)) if addressee is not None else None,
        channel=channel_of(scene.text, parse, cue, lexicon),
        clausal=content.clausal,
    )


def _addressee_phrase(parse: Parse, head: int, cue: VerbCue, content: Content) -> list[int]:
    """The noun phrase that is addressed, without what it is accused of."""
    if content.target:
        return list(content.target)
    apart = [cue.token, *parse.dependents(head, "acl", "relcl")]
    if {"accuse", "blame"} & set(content.entry.patterns):
        apart += [p for p in parse.dependents(head, "prep") if parse.forms[p].casefold() in {"of", "for", "with", "on"}]
        apart = [p for p in apart if not (parse.forms[p].casefold() == "of" and parse.dependent(p, "pcomp") is None)]
    return noun_phrase(parse, head, apart)


def citing(parse: Parse, cue: VerbCue, lexicon: ReportingLexicon) -> int | None:
    """Whom a speaker cites in passing ("the agency said, citing police, that ..."), or none."""
    own = subject(parse, cue.token)
    found = _cited(parse, lexicon)
    for token, cited in found:
        above = parse.heads[token]
        above = above if is_word(parse, above) else parse.heads[above]
        if own is not None and (above == own or (above == cue.token and token < cue.token)):
            return cited
    for token, cited in found:
        if token > cue.token and speaking_verb_above(parse, token, lexicon) == cue.token:
            return cited
    return None


def _cited(parse: Parse, lexicon: ReportingLexicon) -> list[tuple[int, int]]:
    """The words "citing" of a sentence with whom each names."""
    participles = (t for t, tag in enumerate(parse.tags) if tag == "VBG")
    pairs = ((token, cited_source(parse, token, lexicon)) for token in participles)
    return [(token, cited) for token, cited in pairs if cited is not None]


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
            return _outlet_of(parse, noun, lexicon) or name
    return None


def _outlet_of(parse: Parse, noun: int, lexicon: ReportingLexicon) -> str | None:
    """Where a post or message stood: "in a post on Facebook"."""
    for prep in parse.dependents(noun, "prep"):
        for name in parse.dependents(prep, "pobj"):
            found = lexicon.channels.get(parse.lemmas[name].casefold()) if parse.tags[name] in {"NNP", "NN"} else None
            if found is not None:
                return found
    return None


def _colour(parse: Parse, cue: VerbCue, content: Content, lexicon: ReportingLexicon) -> tuple[Stance, Reality]:
    """Say what the cue does to its content. A negated cue asserts nothing: its content is left open."""
    stance, reality = content.entry.stance, content.entry.reality
    refusing = any(entry.act == "REJECT" for entry in cue.entries)
    if refusing and not content.clausal:
        nouns = {parse.lemmas[t].casefold() for t in content.tokens if parse.heads[t] not in content.tokens}
        if nouns & set(lexicon.speech.propositions):
            stance, reality = "denies", "actual"
    if parse.dependent(cue.token, "neg") is not None:
        if reality == "negated":
            return "asserts", "hypothetical"
        if reality == "actual":
            return "doubts", "hypothetical"
        return stance, "negated"
    above = parse.heads[cue.token]
    if parse.relations[cue.token] == "xcomp" and parse.lemmas[above].casefold() in lexicon.speech.unmet:
        return stance, "negated"
    return stance, reality
