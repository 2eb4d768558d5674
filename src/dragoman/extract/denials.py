"""Denials and doubts that speak of an earlier claim without saying it again, as in "a charge Baku denied".

The claim spoken of is said once more, by the voice that denies it, with the stance turned.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from dragoman.extract.lexicon import CueEntry
from dragoman.extract.voices import SAYING, country, judges
from dragoman.model.annotations import Annotations
from dragoman.model.claim import NARRATOR, Attribution, Happening, Voice, speaking_parties
from dragoman.model.text import Span, index_at, inside

_WINDOW = 3
"""How many sentences back an allegation is looked for."""
_DENIABLE = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "SANCTION", "AID", "SUPPORT", "COOPERATE", "RETREAT", "AGREE", "CONSULT"})
_ANAPHORIC = frozenset(
    {"allegation", "accusation", "claim", "charge", "report", "it", "this", "that", "them", "involvement", "responsibility",
     "wrongdoing", "assertion", "account", "suggestion", "these", "those", "which", "statement", "version", "role",
     "part", "hand", "link", "connection", "either", "neither"}
)  # fmt: skip
_UNVERIFIED = ("independently verif", "independently confirm", "could not verify", "could not confirm", "not be verified",
               "not be confirmed", "not been verified", "unable to verify", "no independent confirmation",
               "not been independently", "could not immediately verify", "possible to verify", "possible to confirm",
               "no means of checking", "no means of verifying", "no way to verify", "no way of verifying", "impossible to verify",
               "could be independently", "could be confirmed", "could be verified")  # fmt: skip
_MAKERS = re.compile(
    r"[\s,–—-]{1,4}(?:an?|the) (?:allegation|accusation|charge|claim|assertion|report|suggestion) "
    r"(?:made|levelled|leveled|raised|voiced|repeated|put forward|brought|spread|advanced|circulated) by "
)
""" "..., an allegation made by S": whoever stands behind it says what was denied before it."""


_FIGURES = ("the figure", "the toll", "the number", "the casualt", "the claims of casualties", "the losses")
"""What is doubted is how many, not whether it happened."""


_DISMISSING = frozenset({"dismiss", "reject", "ridicule", "deride", "mock"})
_ANSWERING = SAYING | {"reply", "answer", "respond", "insist", "swear", "retort"}
_THAT = frozenset({"that", "this", "it", "these", "those", "them"})
_DEFINITE = frozenset({"the", "these", "those", "such", "any", "this"})
_ELIDED = re.compile(
    r"(?:that )?(?:it|he|she|they|we|i)(?: (?:had|has|have|did|do|does|was|were) not| \w{2,6}n['’]t)(?: done so)?", re.I
)
"""What is left of a denial that does not say the verb again: "replied that it had not"."""


def find_denials(
    acts: Sequence[Happening], notes: Annotations, voices: Sequence[Voice], nouns: Mapping[str, Sequence[CueEntry]] | None = None
) -> tuple[Happening, ...]:
    """Add the claims that denials and doubts make about acts told before them.

    Args:
        acts: what happened, in the order of the text.
        notes: the document's layers.
        voices: the voice of each attribution.
        nouns: event cues by the lemma of their noun, for "denied the deliveries".
    """
    found = list(acts)
    for attribution, voice in zip(notes.attributions, voices, strict=True):
        if attribution.cue is None or _silent(attribution):
            continue
        if _dismisses(attribution, notes):
            spoken_of = _spoken_of(found, notes, attribution.cue, voice, told=attribution.lemma in _DISMISSING)
            if spoken_of:
                found = [a for a in found if a.type != "REJECT" or a.span[1] <= attribution.cue[0] or a.span[0] >= attribution.cue[1]]
            found.extend(_turned(spoken_of, replace(attribution, stance="denies"), voice))
            continue
        if attribution.stance == "asserts":
            continue
        if judges(attribution) or not attribution.clausal:
            found.extend(_turned(_inside(attribution, acts, voice), attribution, voice))
        if _holds_act(attribution, acts):
            found.extend(_alleged(attribution, found, notes))
            continue
        types = _DENIABLE if _points_back(attribution, notes) else _named(attribution, notes, nouns or {})
        if types:
            found.extend(_turned(_spoken_of(found, notes, attribution.cue, voice, types), attribution, voice))
    found.extend(_doubts(found, notes))
    return tuple(sorted(found, key=lambda h: h.span))


def _silent(attribution: Attribution) -> bool:
    """Whether somebody only did not say it ("has not said whether"): that doubts nothing told before."""
    return (attribution.stance, attribution.reality) == ("doubts", "hypothetical") and attribution.lemma in SAYING


def _dismisses(attribution: Attribution, notes: Annotations) -> bool:
    """Whether words that are no verb of denial deny what was told: "dismissed that as a joke", "replied that it had not"."""
    if attribution.stance != "asserts" or attribution.kind == "direct" or len(attribution.content) != 1:
        return False
    start, end = attribution.content[0]
    words = " ".join(notes.document.text[start:end].split()).rstrip(".,;")
    if attribution.lemma in _DISMISSING:
        return words.partition(" ")[0].lower() in _THAT
    return attribution.lemma in _ANSWERING and _ELIDED.fullmatch(words[:60]) is not None


def _named(attribution: Attribution, notes: Annotations, nouns: Mapping[str, Sequence[CueEntry]]) -> frozenset[str]:
    """The types of the acts that a definite noun takes up: "denied the deliveries"."""
    here = index_at(notes.sentences, attribution.content[0][0]) if attribution.content else None
    parse = None if here is None else notes.parses[here]
    if parse is None or attribution.stance != "denies" or attribution.clausal:
        return frozenset()
    for token in range(len(parse.forms)):
        if inside((parse.starts[token], parse.ends[token]), attribution.content[0]) and parse.tags[token] in {"NN", "NNS"}:
            definite = any(parse.forms[c].lower() in _DEFINITE for c in parse.dependents(token, "det", "amod"))
            return frozenset(e.type for e in nouns.get(parse.lemmas[token].lower(), ())) & _DENIABLE if definite else frozenset()
    return frozenset()


def _inside(attribution: Attribution, acts: Sequence[Happening], voice: Voice) -> list[Happening]:
    """Acts told by others in the words that the denial comes after."""
    denying = speaking_parties(voice.codes)
    return [
        a for a in acts
        if a.type in _DENIABLE and any(inside(a.span, c) for c in attribution.content)
        and not speaking_parties(a.voice.codes) & denying and a.stance == "asserts"
    ]  # fmt: skip


def _holds_act(attribution: Attribution, acts: Sequence[Happening]) -> bool:
    return any(inside(a.span, c) and a.type in _DENIABLE for a in acts for c in attribution.content)


def _points_back(attribution: Attribution, notes: Annotations) -> bool:
    """Whether the content is a word such as *allegation* or *it*, alone or with little around it."""
    text = notes.document.text
    words = [w.strip(".,;:'’\"“”").lower() for c in attribution.content for w in text[c[0] : c[1]].split()]
    if not words:
        return True
    return any(w in _ANAPHORIC or w.removesuffix("s") in _ANAPHORIC for w in words[:6])


def _spoken_of(
    acts: Sequence[Happening], notes: Annotations, cue: Span, voice: Voice, types: frozenset[str] = _DENIABLE, *, told: bool = False
) -> list[Happening]:
    """The acts that the denial is about: the nearest told by another voice, done by the one that denies if any is.

    With ``told`` only what some voice in the text tells can be meant, not the narrator's.
    """
    here = index_at(notes.sentences, cue[0])
    if here is None:
        return []
    speaker, denying = {country(c) for c in voice.codes}, speaking_parties(voice.codes)
    before = [
        a for a in acts
        if (a.type in types or (a.type == "THREATEN" and a.voice != NARRATOR))
        and here - _WINDOW <= a.sentence <= here and a.span[1] <= cue[0] and not (told and a.voice == NARRATOR)
        and a.stance == "asserts" and a.reality == "actual" and not a.background
        and not (speaking_parties(a.voice.codes) & denying)
    ]  # fmt: skip
    own = [a for a in before if {country(x.code) for x in a.actors} & speaker]
    chosen = own or before
    if not chosen:
        after = (a for a in acts if a.sentence == here and a.span[0] >= cue[1] and a.stance == "asserts" and a.type in _DENIABLE)
        return [a for a in after if {country(x.code) for x in a.actors} & speaker - {"UNK"}][:1]
    last = chosen[-1].sentence
    here_told = [a for a in chosen if a.sentence == last]
    return ([a for a in here_told if "narrator" not in a.voice.codes] or here_told)[-2:]


def _alleged(attribution: Attribution, acts: Sequence[Happening], notes: Annotations) -> list[Happening]:
    """What was denied, as those say it whose allegation it was ("denied that S, an allegation made by residents")."""
    end = max(c[1] for c in attribution.content)
    text = notes.document.text
    maker = next((m for m in _MAKERS.finditer(text, attribution.content[-1][0], end + 60)), None)
    if maker is None or attribution.cue is None:
        return []
    sources = [m for m in notes.mentions if maker.end() <= m.span[0] <= maker.end() + 25]
    if not sources:
        return []
    codes = sources[0].codes
    voice = Voice(codes, codes, sources[0].person, sources[0].anonymous, None, sources[0].span)
    denied = [a for a in acts if a.stance == "denies" and any(inside(a.span, c) for c in attribution.content)]
    return [
        replace(a, voice=voice, stance="asserts", reasons=(*a.reasons, "an allegation denied here"))
        for a in denied if a.span[1] <= maker.start()
    ]  # fmt: skip


def _turned(acts: Sequence[Happening], attribution: Attribution, voice: Voice) -> list[Happening]:
    cue = attribution.cue or (0, 0)
    reason = f"{attribution.lemma or 'a denial'} of what was said before"
    return [
        replace(
            a, voice=voice, stance=attribution.stance, span=cue, casualties=(), framing=(),
            reasons=(*a.reasons, reason),
        )
        for a in acts
    ]  # fmt: skip


def _doubts(acts: Sequence[Happening], notes: Annotations) -> list[Happening]:
    """"The claims could not be independently verified": the narrator doubts what others said before."""
    found: list[Happening] = []
    for index, sentence in enumerate(notes.sentences):
        text = notes.document.text[sentence.span[0] : sentence.span[1]]
        lower = text.lower()
        phrase = next((p for p in _UNVERIFIED if p in lower), None)
        if phrase is None:
            continue
        start = sentence.span[0] + lower.index(phrase)
        span = (start, start + len(phrase))
        said = [
            a for a in acts
            if index - _WINDOW <= a.sentence <= index and a.type in _DENIABLE and "narrator" not in a.voice.codes
            and a.stance == "asserts" and a.reality == "actual" and a.span[1] <= start
        ]  # fmt: skip
        if any(word in lower for word in _FIGURES):
            said = [a for a in said if a.casualties]
        if said:
            last = said[-1].sentence
            found.extend(
                replace(a, voice=NARRATOR, stance="doubts", span=_word_span(notes, span), casualties=(), framing=(),
                        reasons=(*a.reasons, "told as not verified"))
                for a in said if a.sentence == last
            )  # fmt: skip
    return found


def _word_span(notes: Annotations, span: Span) -> Span:
    """The span widened to the end of its last word."""
    text, end = notes.document.text, span[1]
    while end < len(text) and text[end].isalpha():
        end += 1
    return (span[0], end)
