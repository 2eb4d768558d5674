"""Quoted words woven into a sentence where the grammar gives them to nobody: the nearest reporting verb's speaker says them."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.extract.attribution.cues import VerbCue
from dragoman.extract.attribution.direct import speaker
from dragoman.extract.attribution.phrases import Scene, governing_subject, is_passive, noun_phrase, subject
from dragoman.extract.attribution.sources import cue_tokens
from dragoman.model.claim import Attribution
from dragoman.model.text import Quoted, Span, overlaps

_FEWEST = 3
"""Words of the shortest stretch that counts; shorter ones are terms and names."""
_FARTHEST = 14
"""Tokens between the verb and the marks."""


def woven(scene: Scene, cues: Sequence[VerbCue], said: Sequence[Span]) -> list[Attribution]:
    """Mixed quotations of a sentence that no other attribution holds ("described mothers "boiling leaves"").

    Args:
        scene: the sentence.
        cues: its reporting verbs.
        said: contents of the attributions already found.
    """
    found = []
    for quote in scene.quotes:
        if quote.scare or quote.depth or len(scene.text[slice(*quote.inner)].split()) < _FEWEST:
            continue
        if any(overlaps(quote.inner, c) for c in said) or quote.inner[1] > scene.parse.span[1]:
            continue
        judged = _called(scene, quote) or _put_by(scene, quote)
        if judged is not None:
            found.append(judged)
            continue
        cue = _nearest(scene, cues, quote)
        source = speaker(scene, cue) if cue is not None else None
        if cue is None or source is None or source[0] >= quote.outer[0]:
            continue
        words = scene.parse.cover(cue_tokens(scene.parse, cue))
        found.append(Attribution(source, words, (quote.inner,), "mixed", lemma=cue.lemma, clausal=False))
    return found


def _nearest(scene: Scene, cues: Sequence[VerbCue], quote: Quoted) -> VerbCue | None:
    """The last active reporting verb before the marks, with no end of its clause between."""
    parse = scene.parse
    first = next((t for t in range(len(parse)) if parse.starts[t] >= quote.outer[0]), len(parse))
    near = [c for c in cues if 0 < first - c.token <= _FARTHEST and not scene.quoted(c.token) and parse.tags[c.token] != "VBN"]
    if not near or {";", ":"} & set(parse.forms[near[-1].token : first]):
        return None
    return near[-1]


def _called(scene: Scene, quote: Quoted) -> Attribution | None:
    """Whoever judges somebody with the words in marks, by whatever verb: "mourned him as "a builder among destroyers""."""
    parse = scene.parse
    at = next((t for t in range(len(parse)) if parse.starts[t] >= quote.outer[0]), 0) - 1
    if at < 1 or parse.forms[at].casefold() != "as" or parse.relations[at] != "prep":
        return None
    verb = parse.heads[at]
    verb = parse.heads[verb] if parse.relations[verb] == "dobj" else verb
    if not parse.tags[verb].startswith("VB") or is_passive(parse, verb) or parse.dependent(verb, "dobj") is None:
        return None
    own = governing_subject(parse, verb)
    return _made(scene, quote, verb, own) if own is not None and own < verb else None


def _put_by(scene: Scene, quote: Quoted) -> Attribution | None:
    """Read ""...", as the minister put it"."""
    parse = scene.parse
    behind = [t for t in range(len(parse)) if parse.starts[t] >= quote.outer[1]][:_FARTHEST]
    verb = next((t for t in behind if parse.lemmas[t].casefold() == "put" and parse.forms[t + 1 : t + 2] == ("it",)), None)
    own = subject(parse, verb) if verb is not None else None
    if verb is None or own is None or own < behind[0] or "as" not in {parse.forms[t].casefold() for t in behind if t < own}:
        return None
    return _made(scene, quote, verb, own)


def _made(scene: Scene, quote: Quoted, verb: int, own: int) -> Attribution:
    parse = scene.parse
    source = parse.cover(noun_phrase(parse, own, [verb]))
    cue = (parse.starts[verb], parse.ends[verb])
    return Attribution(source, cue, (quote.inner,), "mixed", lemma=parse.lemmas[verb].casefold(), clausal=False)
