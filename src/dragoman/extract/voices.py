"""Who says it: gives each act the voice of the innermost words it stands in, and opens "we" and "each other"."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from dragoman.extract.arguments import interposed
from dragoman.extract.carrier import in_own_name, signed
from dragoman.extract.named import NO_WORDS, SourceWords
from dragoman.extract.speakers import speaking_voices, spoken_to
from dragoman.model.annotations import Annotations
from dragoman.model.claim import ASKING, HEARER, NARRATOR, SPEAKER, Actor, Attribution, Happening, Voice
from dragoman.model.event import Reality
from dragoman.model.text import index_at, inside, overlaps

SPEECH_ACTS = frozenset({"ACCUSE", "REQUEST", "REJECT", "THREATEN", "AGREE", "SUPPORT", "CONCEDE"})
"""Types that are done by saying something: told by the speaker itself, they are the narrator's claims."""

_ATTITUDES = frozenset(
    {"welcome", "praise", "condemn", "criticise", "criticize", "denounce", "deplore", "applaud", "hail", "regret", "celebrate",
     "protest", "oppose", "support", "back", "slam", "decry"}
)  # fmt: skip
_PLANNING = frozenset({"plan", "intend", "expect", "prepare", "aim", "hope", "want", "schedule", "seek", "consider"})
"""Verbs that tell a plan without promising it."""
_PERFORMED = frozenset({"promised", "threatened"})
"""What a promise or threat makes of its content, which the one who tells of the promise tells."""
_INDEPENDENT = ("IGO:", "NGO:")
SAYING = frozenset(
    {"say", "tell", "insist", "add", "state", "claim", "announce", "maintain", "declare", "report", "write", "assert", "argue"}
)
"""Cues that give the words before them to somebody even where these say that something is untrue."""


def attribution_voices(notes: Annotations, words: SourceWords = NO_WORDS) -> tuple[Voice, ...]:
    """The voice of each attribution, in their order; ``UNK`` where the source is nobody the codebook can name."""
    found = speaking_voices(notes, words)
    told = tuple(_first_person(a, v, notes.attributions, found) for a, v in zip(notes.attributions, found, strict=True))
    if signed(notes) is None:
        return told
    own = (in_own_name(a, notes) and v.codes == ("UNK",) for a, v in zip(notes.attributions, told, strict=True))
    return tuple(replace(NARRATOR, span=v.span) if mine else v for v, mine in zip(told, own, strict=True))


def _first_person(
    attribution: Attribution, voice: Voice, attributions: Sequence[Attribution], voices: Sequence[Voice]
) -> Voice:
    """“We”, inside what somebody says, is that somebody."""
    if SPEAKER not in voice.codes or attribution.cue is None:
        return voice
    cue = (attribution.cue[0], attribution.cue[0] + 1)
    around = [
        (c[1] - c[0], v.codes, v) for a, v in zip(attributions, voices, strict=True) for c in a.content
        if inside(cue, c) and SPEAKER not in v.codes
    ]  # fmt: skip
    if not around:
        return replace(voice, codes=("UNK",), chain=("UNK",))
    outer = min(around, key=lambda x: x[0])[2]
    return replace(outer, span=voice.span, chain=outer.chain)


def assign_voices(
    acts: Sequence[Happening], notes: Annotations, voices: Sequence[Voice]
) -> tuple[Happening, ...]:
    """Give each act its voice and stance; open reciprocal acts into one act per party."""
    found: list[Happening] = []
    index = _by_sentence(notes)
    for act in acts:
        layers = _layers(act, notes, index) or _interposed_layers(act, notes)
        if _only_asked(act, notes, layers):
            continue
        told = _told(_with_hearer(act, notes, layers), [(notes.attributions[i], voices[i]) for i in layers], notes)
        found.extend(_each(told) if told.each else (told,))
    return tuple(a for a in found if not _empty_speaker(a))


def _only_asked(act: Happening, notes: Annotations, layers: Sequence[int]) -> bool:
    """Whether the act is named in a question and by nobody else: to ask is not to say."""
    asked = [i for i in layers if notes.attributions[i].lemma == ASKING and notes.attributions[i].cue is None]
    if not asked or len(asked) < len(layers):
        return False
    start, end = notes.sentences[act.sentence].span
    return notes.document.text[start:end].rstrip("\"”’')").endswith("?")


def _with_hearer(act: Happening, notes: Annotations, layers: Sequence[int]) -> Happening:
    """Put whoever is asked where a question says "you"; where nobody is known it stays open."""
    if not any(country(a.code) == HEARER for a in (*act.actors, *act.recipients)):
        return act
    told = [s for i in layers if (s := notes.attributions[i].addressee) is not None]
    codes = spoken_to(told[-1], notes) if told else ()
    return replace(act, actors=_put(act.actors, codes), recipients=_put(act.recipients, codes))


def _put(actors: tuple[Actor, ...], codes: Sequence[str]) -> tuple[Actor, ...]:
    found: dict[str, Actor] = {}
    for actor in actors:
        owner, _, sector = actor.code.partition(".")
        own = [f"{country(code)}.{sector}" if sector else code for code in codes] if owner == HEARER else [actor.code]
        for code in own:
            found.setdefault(code, replace(actor, code=code))
    return tuple(found.values())


def _by_sentence(notes: Annotations) -> dict[int, list[int]]:
    """Indexes of attributions by the sentences that their contents stand in."""
    found: dict[int, list[int]] = {}
    for i, attribution in enumerate(notes.attributions):
        for start, end in attribution.content:
            at = index_at(notes.sentences, start)
            while at is not None and at < len(notes.sentences) and notes.sentences[at].span[0] < end:
                found.setdefault(at, []).append(i)
                at += 1
    return found


def _layers(act: Happening, notes: Annotations, index: dict[int, list[int]]) -> list[int]:
    """Indexes of the attributions whose content holds the act, outermost first."""
    start = (act.span[0], act.span[0] + 1)
    held = []
    for i in dict.fromkeys(index.get(act.sentence, ())):
        attribution = notes.attributions[i]
        if attribution.cue is not None and overlaps(attribution.cue, act.span):
            continue
        if judges(attribution) or _takes_for_granted(attribution, act):
            continue
        if any(inside(start, c) for c in attribution.content):
            held.append((max(c[1] - c[0] for c in attribution.content), i))
    return [i for _, i in sorted(held, reverse=True)]


def _takes_for_granted(attribution: Attribution, act: Happening) -> bool:
    """Whether the cue only says what somebody thinks of an act that is told as a fact ("condemned the raid")."""
    if attribution.clausal or attribution.stance != "asserts" or attribution.reality != "actual":
        return False
    return act.nominal and attribution.lemma in _ATTITUDES


def judges(attribution: Attribution) -> bool:
    """Whether the cue only takes a stand on what was said before it: "..., which S denied", "..., a step S welcomed"."""
    after = attribution.cue is not None and all(c[1] <= attribution.cue[0] for c in attribution.content)
    if not after or attribution.kind != "indirect":
        return False
    if attribution.stance != "asserts":
        return attribution.lemma not in SAYING
    return attribution.lemma in _ATTITUDES


def _told(act: Happening, layers: list[tuple[Attribution, Voice]], notes: Annotations) -> Happening:
    """The act as its innermost voice tells it."""
    if act.voice is not NARRATOR:
        return replace(act, voice=replace(act.voice, chain=_chain([*(v for _, v in layers), act.voice])))
    if not layers:
        return _with_speaker(act, None)
    attribution, inner = layers[-1]
    chain = _chain([v for _, v in layers])
    voice = replace(inner, chain=chain)
    act = _with_speaker(act, voice)
    reasons = (*act.reasons, _reason(attribution, voice))
    if act.type in SPEECH_ACTS and _speaks(act, voice) and not _recounts(act, attribution, notes):
        outer = layers[-2][1] if len(layers) > 1 else NARRATOR
        return replace(act, voice=outer, reasons=(*reasons, "a speech act of the speaker"))
    reality = _reality(act, attribution, voice)
    if performs(attribution):
        voice = layers[-2][1] if len(layers) > 1 else NARRATOR
    return replace(act, voice=voice, stance=attribution.stance, reality=reality, reasons=reasons)


def performs(attribution: Attribution) -> bool:
    """Whether the cue does something by words ("agreed to", "threatened to", "an invitation to"): who tells of it says what."""
    if attribution.kind != "indirect" or attribution.stance != "asserts":
        return False
    return attribution.reality in _PERFORMED or (attribution.source is None and attribution.reality == "requested")


def _recounts(act: Happening, attribution: Attribution, notes: Annotations) -> bool:
    """Whether a speaker in a transcript looks back on a speech act ("we have opened an inquiry") instead of doing it."""
    parse = notes.parses[act.sentence]
    if attribution.kind != "direct" or attribution.cue is not None or parse is None:
        return False
    helping = parse.dependents(act.token, "aux", "auxpass")
    return any(parse.tags[t] in {"VBD", "VBN"} for t in (act.token, *helping)) or any(
        parse.lemmas[t] == "have" for t in helping
    )


def _reality(act: Happening, attribution: Attribution, voice: Voice) -> Reality:
    """The act's reality as the voice puts it: "said it would" tells a plan, and one's own plan is a promise."""
    reality = attribution.reality if act.reality == "actual" else act.reality
    if reality == "negated" and (attribution.stance, attribution.reality) == ("doubts", "hypothetical"):
        return "hypothetical"
    if reality == "hypothetical" and attribution.clausal and any("“would”" in r for r in act.reasons):
        reality = "planned"
    if reality == "planned" and act.actors and _speaks(act, voice):
        reality = "promised"
    if reality == "promised" and (attribution.lemma in _PLANNING or (act.type == "CONSULT" and attribution.lemma == "agree")):
        reality = "planned"
    return reality


def _chain(voices: Sequence[Voice]) -> tuple[str, ...]:
    found: list[str] = []
    for voice in voices:
        found.extend(c for c in (*voice.chain, *voice.codes) if c not in found)
    return tuple(found)


def _reason(attribution: Attribution, voice: Voice) -> str:
    cue = f" by “{attribution.lemma}”" if attribution.lemma else ""
    return f"said{cue}: {', '.join(voice.codes)}"


def _speaks(act: Happening, voice: Voice) -> bool:
    """Whether the act's doer is the voice itself."""
    if not act.actors:
        return True
    return {country(a.code) for a in act.actors} <= {country(c) for c in voice.codes}


def country(code: str) -> str:
    """The country, body or group of a code: ``ARM`` of ``ARM.MIL``."""
    return code.split(".", maxsplit=1)[0]


def _with_speaker(act: Happening, voice: Voice | None) -> Happening:
    """Put the speaker where the text says "we"."""
    if not any(_is_speaker(a) for a in (*act.actors, *act.recipients)):
        return act
    return replace(act, actors=_opened(act.actors, voice), recipients=_opened(act.recipients, voice))


def _opened(actors: tuple[Actor, ...], voice: Voice | None) -> tuple[Actor, ...]:
    found: dict[str, Actor] = {}
    for actor in actors:
        sector = actor.code.partition(".")[2]
        if not _is_speaker(actor):
            found.setdefault(actor.code, actor)
        elif voice is not None and "narrator" not in voice.codes:
            for code in voice.codes:
                own = f"{country(code)}.{sector}" if sector else code
                person = None if sector else voice.person
                found.setdefault(own, Actor(own, person or code, person, actor.span))
        else:
            found.setdefault(SPEAKER, actor)
    return tuple(found.values())


def _interposed_layers(act: Happening, notes: Annotations) -> list[int]:
    """Attributions whose content a participle goes on with after the source: "X fired, S said, wounding one"."""
    parse = notes.parses[act.sentence]
    verb = act.token
    if parse is None or interposed(parse, verb) is None:
        return []
    cue = parse.starts[parse.heads[verb]]
    return [i for i, a in enumerate(notes.attributions) if a.cue is not None and a.cue[0] <= cue < a.cue[1]]


def _empty_speaker(act: Happening) -> bool:
    """Acts of a "we" that nobody is known to speak: there is nobody to write down."""
    return any(_is_speaker(a) for a in (*act.actors, *act.recipients))


def _is_speaker(actor: Actor) -> bool:
    return actor.code.split(".")[0] == SPEAKER


def _each(act: Happening) -> tuple[Happening, ...]:
    """One act per party of "each other"."""
    found = []
    for party in act.each:
        others = tuple(replace(o, span=None) for o in act.each if o.code != party.code)
        if act.each_side == "recipients":
            found.append(replace(act, actors=(party,), recipients=others, each=()))
        else:
            voice = Voice((party.code,), (*act.voice.chain[:-1], party.code), party.person, span=party.span)
            recipients = act.recipients or (replace(party, span=None),)
            kept = recipients if not {r.code for r in recipients} <= {o.code for o in others} else (party,)
            found.append(replace(act, actors=others, recipients=kept, voice=voice, each=()))
    return tuple(found)


def fill_accused(acts: Sequence[Happening], notes: Annotations) -> tuple[Happening, ...]:
    """Where one party accuses another of an act and does not say against whom, it was against the accuser.

    Not where the accuser is a body or an organisation, nor where the act's place lies in a third country.
    """
    accused = {
        (a.sentence, x.code, y.code)
        for a in acts if a.type == "ACCUSE"
        for x in a.actors for y in a.recipients
    }  # fmt: skip
    return tuple(_against_accuser(a, accused) for a in acts)


def _against_accuser(act: Happening, accused: set[tuple[int, str, str]]) -> Happening:
    if act.recipients or act.mutual or act.type not in {"ASSAULT", "COERCE", "MOBILIZE"} or "narrator" in act.voice.codes:
        return act
    done_by = {country(a.code) for a in act.actors}
    for code in act.voice.codes:
        blamed = any(s == act.sentence and country(x) == country(code) and country(y) in done_by for s, x, y in accused)
        if blamed and not code.startswith(_INDEPENDENT) and country(code) not in done_by | {"UNK"}:
            third = {p.country for p in act.places if p.country} - {country(code), *done_by}
            if not third:
                actor = Actor(code, act.voice.person or code, None, None)
                return replace(act, recipients=(actor,), reasons=(*act.reasons, "against the accuser"))
    return act
