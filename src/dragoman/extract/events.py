"""Acts: every verb, light verb and nominal of a sentence that the codebook knows as an event, with its parties.

The codebook says which words mark which act and where its parties stand; this module matches them against the parse.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from dragoman.extract.arguments import is_passive, is_verb, prepositional, surface_subjects
from dragoman.extract.learned import Typist, learned_entry, unexplained
from dragoman.extract.lexicon import CueEntry
from dragoman.extract.matching import Matcher
from dragoman.extract.modality import Modality, is_conditional, modality
from dragoman.extract.participants import Participants
from dragoman.extract.responsibility import Responsibility, responsibility
from dragoman.extract.roles import Parties, Roles
from dragoman.extract.scene import EventRules, Scene
from dragoman.extract.selves import others
from dragoman.extract.telling import Telling
from dragoman.model.annotations import Annotations
from dragoman.model.claim import NARRATOR, UNARMED, Actor, Happening, Voice
from dragoman.model.event import Framing, Reality
from dragoman.model.text import Span, overlaps, starting_in

CODER = "events.v1"

_INSTRUMENTS = (
    ("heavy_weapon", "heavy-weapons"), ("aircraft", "aerial"), ("drone", "drone"), ("firearm", "firearms"),
    ("explosive", "explosives"),
)  # fmt: skip
_ASKED = {"RETREAT": "yield", "CONSULT": "meet", "AID": "assist", "CONCEDE": "yield"}
_RUINING = frozenset({"destroy", "damage", "kill", "wound", "seize", "hit", "target", "strike"})
"""Verbs whose object is what was struck, not what it was struck with."""
_ATTEMPTS = frozenset({"attempt", "try", "fight", "battle", "struggle", "bid", "push"})
_MODES = {("ASSAULT", "PROTEST"): "demo", ("COERCE", "PROTEST"): "obstruct"}
"""The mode of an act whose doers give it another type."""
_OBSTRUCTING = frozenset({"block", "close", "shut", "seal", "cut", "blockade", "barricade"})
"""Verbs that close a road; unarmed people who do it protest."""
_WIDEST = 6
"""Words between the first and the last of a predicate; with more between them only its anchor is shown."""


def find_events(notes: Annotations, rules: EventRules, typist: Typist | None = None) -> tuple[Happening, ...]:
    """Find the acts of all parsed sentences, in the order of the text.

    Args:
        notes: the document's layers.
        rules: the event cues.
        typist: the learned classifier, asked about verbs that no cue explains; null leaves these alone.
    """
    cue_offsets = {a.cue[0] for a in notes.attributions if a.cue is not None}
    found: list[Happening] = []
    eventive = frozenset(rules.cues.nouns)
    heard = sorted(c for a in notes.attributions if a.kind != "direct" for c in a.content)
    for index, parse in enumerate(notes.parses):
        if parse is None:
            continue
        reported = [c for c in heard if overlaps(c, parse.span)] if heard else []
        people = Participants(parse, notes.mentions, eventive, reported, notes.passage_of(index).asks)
        stops = frozenset(i for i, start in enumerate(parse.starts) if start in cue_offsets)
        named = starting_in(notes.places, parse.span)
        places = frozenset(t for p in named if p.span is not None for t in parse.tokens_in(p.span))
        days = frozenset(t for x in starting_in(notes.times, parse.span) for t in parse.tokens_in(x.span))
        found.extend(_SentenceReader(Scene(parse, index, people, places, stops, rules), typist, days).read())
    return tuple(found)


class _SentenceReader:
    """Reads one sentence; ``used`` are tokens that already belong to an act, ``days`` those of its dates."""

    def __init__(self, scene: Scene, typist: Typist | None, days: frozenset[int]) -> None:
        self.scene = scene
        self.days = days
        self.typist = typist
        self.matcher = Matcher(scene)
        self.telling = Telling(scene)
        self.roles = Roles(scene, self.matcher, self.telling)
        self.used: set[int] = set()

    def read(self) -> list[Happening]:
        """All acts of the sentence in the order of their words."""
        found: list[Happening] = []
        for token in range(len(self.scene.parse)):
            if is_verb(self.scene.parse, token) and not self._no_predicate(token):
                found.extend(self._verb(token))
        for token in range(len(self.scene.parse)):
            if token in self.days and self.scene.parse.tags[token] == "NNP":
                continue  # the month of March
            if token not in self.used and self.scene.parse.tags[token] in {"NN", "NNS", "NNP", "VBG", "NNPS"}:
                found.extend(self._noun(token))
            elif token not in self.used and self.scene.parse.tags[token].startswith("JJ"):
                found.extend(self._adjective(token))
        if self.typist is not None:
            found.extend(self._learned(self.typist))
        return sorted(found, key=lambda h: h.span)

    def _learned(self, typist: Typist) -> Iterator[Happening]:
        """Acts of verbs that no cue explains."""
        for verb in unexplained(self.scene, self.used):
            found = learned_entry(self.scene, verb, typist)
            act = None if found is None else self._happening(verb, found[0], [verb], None)
            if found is not None and act is not None:
                form = self.scene.parse.forms[verb]
                reason = f"{act.type}: the classifier reads “{form}” so (probability {found[1]:.2f}); no cue knows it"
                yield replace(act, reasons=(reason, *act.reasons[1:]))

    def _no_predicate(self, verb: int) -> bool:
        """Whether the verb form is an auxiliary, or a participle that stands for people: "the wounded were flown out"."""
        parse = self.scene.parse
        if parse.relations[verb] in {"aux", "auxpass"}:
            return True
        nominal = parse.tags[verb] == "VBN" and parse.relations[verb] in {"dobj", "nsubj", "nsubjpass", "pobj"}
        return nominal and parse.dependent(verb, "det") is not None

    def _verb(self, verb: int) -> list[Happening]:
        for entry in self.scene.rules.cues.verbs.get(self.scene.parse.lemmas[verb].lower(), ()):
            tokens = self.matcher.verb(verb, entry)
            if tokens is not None:
                if entry.type == "AGREE" and self.scene.parse.relations[verb] == "acl" and self.scene.parse.heads[verb] in self.used:
                    return []  # "agreed to a truce *brokered* by Oman" tells of one truce
                self.used.update(t for t in tokens if t == verb or not self._asked_for(t, entry))
                act = self._happening(verb, entry, tokens, None)
                return [] if act is None else [act]
        return []

    def _asked_for(self, noun: int, entry: CueEntry) -> bool:
        """Whether the object of a demand names an act of its own: "demanded the *release* of the crew"."""
        if entry.type != "REQUEST" or self.scene.parse.tags[noun] not in {"NN", "NNS"}:
            return False
        lemma = self.scene.lemma(noun)
        return any(e.type == "RETREAT" and len(e.words) == 1 for e in self.scene.rules.cues.nouns.get(lemma, ()))

    def _walkout(self, noun: int) -> bool:
        """Whether a strike is one of workers: "the strike of primary school *teachers*", "the *miners'* strike"."""
        parse, cues = self.scene.parse, self.scene.rules.cues
        if parse.lemmas[noun].lower() != "strike":
            return False
        own = [*prepositional(parse, noun, "of"), *prepositional(parse, noun, "by"), *parse.dependents(noun, "poss", "compound")]
        return any(cues.is_a(self.scene.lemma(t), "worker") for t in own)

    def _strike(self, entry: CueEntry) -> CueEntry:
        """The cue of a strike of workers in place of the one of bombs."""
        entries = self.scene.rules.cues.nouns.get("strike", ())
        return next((e for e in entries if e.type == "PROTEST" and e.cue.mode == "strike"), entry)

    def _noun(self, noun: int) -> list[Happening]:
        for entry in self.scene.rules.cues.nouns.get(self.scene.parse.lemmas[noun].lower(), ()):
            tokens = self.matcher.noun(noun, entry)
            if tokens is None:
                continue
            if entry.type == "ASSAULT" and self._walkout(noun):
                entry = self._strike(entry)  # noqa: PLW2901 - the same word, of people who work
            governor = self.matcher.light_governor(noun)
            act = self._happening(noun, entry, tokens, governor)
            self.used.update(tokens)
            return [] if act is None else [act]
        return []

    def _adjective(self, token: int) -> list[Happening]:
        for entry in self.scene.rules.cues.adjectives.get(self.scene.parse.forms[token].lower(), ()):
            if self.scene.parse.relations[token] in {"acomp", "attr", "oprd", "amod"}:
                self.used.add(token)
                act = self._happening(token, entry, [token], None)
                return [] if act is None else [act]
        return []

    def _happening(self, token: int, entry: CueEntry, tokens: list[int], governor: int | None) -> Happening | None:
        """The act that a matched cue tells, or none where its words tell none here."""
        cue, parse = entry.cue, self.scene.parse
        verbal = cue.pattern == "verb"
        parties = self.roles.parties(token, entry, governor)
        held = None
        if not verbal or parse.tags[token] == "VBG":
            held = responsibility(parse, token, self.scene.people, self.scene.accuses)
        judged = self._judged(token, governor, held)
        if held is not None and held.actors:
            parties = _held(held, parties)
        elif held is None and not self.telling.worth(
            token, entry, parties.actors, parties.recipients, governor, judged
        ):
            return None
        mediators = self.roles.collect(token, cue.mediator, governor, verbal)
        brokers = {m.code for m in mediators}
        kept = tuple(a for a in parties.actors if a.code not in brokers) if len(parties.actors) > 2 else parties.actors
        kind = self._kind(entry, parties.actors)
        attempted = entry.type == "COERCE" and (
            (cue.mode == "seize" and self._attempted(token)) or (cue.mode == "deport" and self._by_fighting(token))
        )
        return Happening(
            type="ASSAULT" if attempted else kind,
            mode=None if attempted else cue.mode or self._how(token, entry) if kind == entry.type else _MODES.get((entry.type, kind)),
            cameo=cue.cameo,
            contexts=cue.contexts,
            span=self._predicate_span(sorted({*tokens, token if governor is None else governor}), token),
            sentence=self.scene.index,
            token=token,
            actors=kept,
            recipients=parties.recipients,
            mediators=mediators,
            reality=cue.reality if cue.reality and judged.reality == "actual" else self._put(entry, token, judged.reality),
            reasons=(self._reason(entry, token), *judged.reasons),
            voice=_voice_of(held),
            stance="asserts" if held is None else held.stance,
            presupposed=not verbal and governor is None and self.telling.presupposed(token),
            nominal=not verbal,
            mutual=cue.mutual or parties.mutual,
            each=parties.each,
            each_side=parties.each_side,
            framing=self._framing(token) if cue.framing else (),
        )

    def _kind(self, entry: CueEntry, actors: tuple[Actor, ...]) -> str:
        """The type of the act, seen who does it: rebels sign no treaties but a peace, the unarmed march and block to protest."""
        sectors = {a.code.partition(".")[2] for a in actors}
        if entry.type == "SUPPORT" and entry.cue.cameo == "057" and "REB" in sectors:
            return "AGREE"
        if entry.type == "ASSAULT" and "march" in entry.words and sectors and sectors <= UNARMED:
            return "PROTEST"
        if entry.words[0] in _OBSTRUCTING and entry.cue.mode == "restrict" and sectors and sectors <= UNARMED | {"OPP"}:
            return "PROTEST"
        return entry.type

    def _judged(self, token: int, governor: int | None, held: Responsibility | None) -> Modality:
        """Whether the act is told as real, by its own words and those of the verb that carries it."""
        if held is not None:
            return Modality("actual")
        rules, stops = self.scene.rules, self.scene.stops
        judged = modality(self.scene.parse, token if governor is None else governor, rules.embedding, stops)
        if governor is None or judged.reality != "actual":
            return judged
        own = modality(self.scene.parse, token, {}, frozenset({governor}) | stops)
        return own if own.reality != "actual" else judged

    def _put(self, entry: CueEntry, token: int, reality: Reality) -> Reality:
        """Force that is to follow on a condition is a threat: "if one more shell falls, our planes will strike"."""
        force = entry.type == "ASSAULT" and reality == "planned"
        return "threatened" if force and is_conditional(self.scene.parse, token) else reality

    def _framing(self, token: int) -> tuple[Framing, ...]:
        parse = self.scene.parse
        return (Framing(parse.forms[token], (parse.starts[token], parse.ends[token])),)

    def _attempted(self, verb: int) -> bool:
        """An attempt to take a place is an attack on it."""
        head = self.scene.parse.heads[verb]
        return (
            self.scene.parse.relations[verb] in {"xcomp", "acl"} and self.scene.parse.lemmas[head].lower() in _ATTEMPTS
        )

    def _by_fighting(self, verb: int) -> bool:
        """What drives people from their homes may be an attack: then the attack is told, and who it displaced."""
        parse, cues = self.scene.parse, self.scene.rules.cues
        doers = prepositional(parse, verb, "by") if is_passive(parse, verb) else surface_subjects(parse, verb)
        nouns = [d for d in doers if parse.tags[d] in {"NN", "NNS"} and self.scene.people.mention_at(d) is None]
        return any(e.type == "ASSAULT" for d in nouns for e in cues.nouns.get(self.scene.lemma(d), ()))

    def _predicate_span(self, words: list[int], token: int) -> Span:
        """From the first to the last word of the predicate, or the anchor alone where much stands between."""
        if words[-1] - words[0] > _WIDEST:
            return (self.scene.parse.starts[token], self.scene.parse.ends[token])
        return self.scene.parse.cover(words)

    def _reason(self, entry: CueEntry, token: int) -> str:
        form = f"{entry.cue.pattern} “{' '.join(entry.words)}”"
        return f"{entry.type}: {form} at “{self.scene.parse.forms[token]}”"

    def _how(self, token: int, entry: CueEntry) -> str | None:
        """The mode where the cue leaves it open: the weapon of an assault, or what a request or refusal is about."""
        if entry.type == "ASSAULT":
            return self._instrument(token)
        return self._asked(token) if entry.type in {"REQUEST", "REJECT"} else None

    def _asked(self, token: int) -> str | None:
        """PLOVER's mode of a request or refusal, by the verb below it: to meet, to help, to stop or give way, to change."""
        below = [
            c for c in self.scene.parse.dependents(token, "xcomp", "ccomp", "advcl") if is_verb(self.scene.parse, c)
        ]
        for verb in below:
            lemma = self.scene.parse.lemmas[verb].lower()
            if self.scene.rules.embedding.get(lemma) == "negated":
                return "yield"
            types = [e.type for e in self.scene.rules.cues.verbs.get(lemma, ())]
            return next((m for t, m in _ASKED.items() if t in types), None)
        return None

    def _instrument(self, token: int) -> str | None:
        """The mode that a weapon named in the clause gives an assault; several named: the first."""
        parse = self.scene.parse
        anchors = [
            token,
            *parse.dependents(token, "nsubj", "dobj", "npadvmod", "oprd"),
            *self.matcher.hits.get(token, ()),
        ]
        for prep in parse.dependents(token, "prep", "agent"):
            if parse.forms[prep].lower() in {"with", "by", "in", "from", "using", "of"}:
                anchors.extend(parse.dependents(prep, "pobj"))
        for anchor in sorted(set(anchors)):
            near = [anchor, *parse.dependents(anchor, "compound", "amod", "conj"), *prepositional(parse, anchor, "of")]
            for at in sorted(near):
                mode = next((m for n, m in _INSTRUMENTS if self.scene.is_a(at, n)), None)
                if mode is not None and not (
                    at in parse.dependents(token, "dobj") and self.scene.lemma(token) in _RUINING
                ):
                    return mode
        return None


def _held(held: Responsibility, parties: Parties) -> Parties:
    """The parties of an act that somebody is held responsible for."""
    return Parties(held.actors, others(held.actors, parties.recipients))


def _voice_of(held: Responsibility | None) -> Voice:
    """The voice of those who claim or deny the act as theirs, else the narrator until attributions are looked at."""
    if held is None or held.said_by is None:
        return NARRATOR
    codes = tuple(a.code for a in held.said_by)
    return Voice(codes, codes, held.said_by[0].person, span=held.said_by[0].span)
