"""Acts: every verb, light verb and nominal of a sentence that the codebook knows as an event, with its parties.

The codebook says which words mark which act and where its parties stand; this module matches them against the parse.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from dragoman.extract.arguments import (
    clause_root, conjuncts, is_passive, is_verb, particle, prepositional, surface_objects, surface_subjects,
)  # fmt: skip
from dragoman.extract.lexicon import CueEntry, CueLexicon
from dragoman.extract.modality import Modality, modality
from dragoman.extract.participants import Participants
from dragoman.extract.responsibility import Responsibility, responsibility
from dragoman.model.annotations import Annotations
from dragoman.model.claim import NARRATOR, Actor, Happening, Voice
from dragoman.model.event import Framing, Reality
from dragoman.model.text import Parse, overlaps

CODER = "events.v1"

_VERB_RECIPIENT = ("object", "at", "on", "against")
_NOUN_ACTOR = ("by", "possessive", "modifier", "from")
_NOUN_RECIPIENT = ("on", "against", "of", "at")
_MUTUAL_VERB = ("subject", "object", "with", "between", "against")
_MUTUAL_NOUN = ("between", "among", "possessive", "modifier", "of", "with", "against")
_INSTRUMENTS = (
    ("heavy_weapon", "heavy-weapons"), ("aircraft", "aerial"), ("drone", "drone"), ("firearm", "firearms"),
    ("explosive", "explosives"),
)  # fmt: skip


_KIND_PREPOSITIONS = frozenset({"from", "against", "for", "as", "like", "about", "without", "to", "toward", "towards"})
_TEMPORAL = frozenset({"after", "during", "amid", "following", "since", "despite", "before"})


_ASKED = {"RETREAT": "yield", "CONSULT": "meet", "AID": "assist", "CONCEDE": "yield"}
_ATTEMPTS = frozenset({"attempt", "try", "fight", "battle", "struggle", "bid", "push"})
_PHASES = frozenset({"start", "beginning", "phase", "stage", "resumption", "continuation", "launch", "part", "end", "height", "course", "outbreak"})
_LEADING_IN = frozenset({"come", "engage", "participate", "take", "join", "meet", "sit", "end", "result", "culminate", "lead", "conclude"})
_TWO_SIDED = frozenset({"ASSAULT", "CONSULT", "AGREE", "COOPERATE", "RETREAT"})
_FORCE = frozenset({"ASSAULT", "COERCE", "MOBILIZE"})
_ARMED = ("people", "soldier", "civilian", "troops", "firearm", "heavy_weapon", "weapon", "aircraft", "drone", "explosive", "vehicle", "leader")


class EventRules(Struct, frozen=True):
    """What the extractor needs of the codebook: cues, embedding effects, light verbs by kind."""

    cues: CueLexicon
    embedding: dict[str, str]
    light: dict[str, frozenset[str]]

    def light_kind(self, lemma: str) -> str | None:
        """agentive, receptive or none."""
        return next((kind for kind in ("receptive", "agentive") if lemma in self.light[kind]), None)


def find_events(notes: Annotations, rules: EventRules) -> tuple[Happening, ...]:
    """Find the acts of all parsed sentences, in the order of the text."""
    cue_offsets = {a.cue[0] for a in notes.attributions if a.cue is not None}
    found: list[Happening] = []
    eventive = frozenset(rules.cues.nouns)
    reported = tuple(c for a in notes.attributions for c in a.content)
    for index, parse in enumerate(notes.parses):
        if parse is None:
            continue
        people = Participants(parse, notes.mentions, eventive, reported)
        stops = frozenset(i for i, start in enumerate(parse.starts) if start in cue_offsets)
        named = frozenset(
            t for p in notes.places if p.span is not None and overlaps(p.span, parse.span) for t in parse.tokens_in(p.span)
        )
        found.extend(_SentenceReader(parse, index, people, rules, stops, named).read())
    return tuple(found)


class _SentenceReader:
    """Reads one sentence; ``used`` are tokens that already belong to an act."""

    def __init__(
        self, parse: Parse, index: int, people: Participants, rules: EventRules, stops: frozenset[int],
        places: frozenset[int],
    ) -> None:  # fmt: skip
        self.parse, self.index, self.people, self.rules, self.stops = parse, index, people, rules, stops
        self.places = places
        self.used: set[int] = set()
        self.hits: dict[int, tuple[int, ...]] = {}

    def read(self) -> list[Happening]:
        """All acts of the sentence in the order of their words."""
        found: list[Happening] = []
        for token in range(len(self.parse)):
            if is_verb(self.parse, token) and self.parse.relations[token] not in {"aux", "auxpass"}:
                found.extend(self._verb(token))
        for token in range(len(self.parse)):
            if token not in self.used and self.parse.tags[token] in {"NN", "NNS", "NNP", "VBG", "NNPS"}:
                found.extend(self._noun(token))
            elif token not in self.used and self.parse.tags[token].startswith("JJ"):
                found.extend(self._adjective(token))
        return sorted(found, key=lambda h: h.span)

    # -- verbs --------------------------------------------------------------------------------------------------------

    def _verb(self, verb: int) -> list[Happening]:
        for entry in self.rules.cues.verbs.get(self.parse.lemmas[verb].lower(), ()):
            tokens = self._match_verb(verb, entry)
            if tokens is not None:
                self.used.update(tokens)
                act = self._happening(verb, entry, tokens, None)
                return [] if act is None else [act]
        return []

    def _match_verb(self, verb: int, entry: CueEntry) -> list[int] | None:
        """The tokens of the predicate if the cue fits the verb, else none."""
        parse, cue = self.parse, entry.cue
        tokens = [verb]
        if len(entry.words) > 1:
            extra = self._following(verb, entry.words[1:])
            if extra is None:
                return None
            tokens += extra
        elif particle(parse, verb) in {"out", "off", "up", "down", "over", "away"} and not entry.objects:
            return None
        targets = self._targets(verb, entry, tokens)
        if targets is None or (cue.complement and not self._infinitive(verb)):
            return None
        if entry.objects:
            hit = next((t for t in targets if self._headed(t, entry.objects) or self._named_as(t, entry.classes)), None)
            if hit is None:
                return None
            self.hits[verb] = (hit,)
            if not self.people.mention_at(hit) and parse.lemmas[hit] in self.rules.cues.nouns:
                tokens.append(hit)
        blocked = [*targets, *parse.dependents(verb, "xcomp", "ccomp")]
        if entry.unless and any(self._headed(t, entry.unless) for t in blocked):
            return None
        return sorted(tokens)

    def _targets(self, verb: int, entry: CueEntry, words: list[int]) -> list[int] | None:
        """Heads that the cue's objects are matched with; none where a preposition it asks for is missing."""
        cue = entry.cue
        if cue.preposition:
            found = prepositional(self.parse, verb, cue.preposition)
            return found if found or cue.preposition == "to" else None
        found = [t for t in self._deep_objects(verb) if t not in words]
        if not found and entry.objects and cue.actor is not None and "subject" not in cue.actor:
            found = surface_subjects(self.parse, verb)
        return found

    def _infinitive(self, verb: int) -> bool:
        below = self.parse.dependents(verb, "xcomp", "ccomp", "advcl")
        objects = [c for o in self.parse.dependents(verb, "dobj", "pobj") for c in self.parse.dependents(o, "acl", "relcl")]
        return any(
            self.parse.tags[c] == "VB" and any(self.parse.tags[a] == "TO" for a in self.parse.dependents(c, "aux"))
            for c in (*below, *objects)
        )

    def _named_as(self, token: int, classes: frozenset[str]) -> bool:
        """Whether a name stands for a member of one of the classes: a named place, people by their state or group."""
        if classes & {"place", "territory"}:
            mention = self.people.mention_at(token)
            if token in self.places or (mention is not None and mention.kind in {"state", "capital", "group"}):
                return True
            return self.parse.tags[token] in {"NNP", "NNPS"} and mention is None
        if classes & {"people", "soldier", "civilian", "detainee", "leader"}:
            mention = self.people.mention_at(token)
            return mention is not None and mention.kind in {"person", "people", "organ", "anaphor"}
        return False

    def _headed(self, token: int, words: frozenset[str]) -> bool:
        lemma = self.parse.lemmas[token].lower()
        if lemma in words:
            return True
        parts = [c for c in self.parse.children[token] if c < token and self.parse.relations[c] in {"compound", "amod"}]
        return any(f"{self.parse.lemmas[c].lower()} {lemma}" in words for c in parts) or (
            lemma in {"of", "one", "number", "some", "several", "many", "hundred", "dozen", "thousand"}
            and any(self._headed(t, words) for t in prepositional(self.parse, token, "of"))
        )

    def _following(self, verb: int, words: tuple[str, ...]) -> list[int] | None:
        """Tokens of a verb's further words: a particle, adverb, preposition or object below it ("lay down arms")."""
        found, anchors = [], [verb]
        for word in words:
            hit = next(
                (c for a in anchors for c in self.parse.children[a]
                 if self.parse.forms[c].lower() == word or self.parse.lemmas[c].lower() == word), None,
            )  # fmt: skip
            if hit is None:
                return None
            found.append(hit)
            anchors.append(hit)
        return found

    def _deep_objects(self, verb: int) -> list[int]:
        if is_passive(self.parse, verb):
            return surface_subjects(self.parse, verb)
        return surface_objects(self.parse, verb)

    # -- nominals -----------------------------------------------------------------------------------------------------

    def _noun(self, noun: int) -> list[Happening]:
        for entry in self.rules.cues.nouns.get(self.parse.lemmas[noun].lower(), ()):
            tokens = self._match_noun(noun, entry)
            if tokens is None:
                continue
            governor = self._light_governor(noun)
            act = self._happening(noun, entry, tokens, governor)
            self.used.update(tokens)
            return [] if act is None else [act]
        return []

    def _match_noun(self, noun: int, entry: CueEntry) -> list[int] | None:
        if self.parse.relations[noun] == "compound" and not self._is_title_like(noun):
            return None
        tokens = [noun]
        for word in reversed(entry.words[:-1]):
            before = tokens[0] - 1
            if before >= 0 and self.parse.forms[before] == "-":
                before -= 1
            if before < 0 or word not in {self.parse.lemmas[before].lower(), self.parse.forms[before].lower()}:
                return None
            tokens.insert(0, before)
        return tokens

    def _is_title_like(self, noun: int) -> bool:
        head = self.parse.heads[noun]
        return self.parse.tags[head].startswith("VB")

    def _light_governor(self, noun: int) -> int | None:
        """The light verb that carries the nominal, also through "of" and a preposition ("came under attack")."""
        parse, head = self.parse, self.parse.heads[noun]
        relation = parse.relations[noun]
        if relation == "conj":
            return self._light_governor(head)
        if relation == "pobj" and parse.forms[head].lower() == "of" and self._is_quantity(parse.heads[head]):
            return self._light_governor(parse.heads[head])
        if relation in {"oprd", "dobj"} and parse.lemmas[head] in {"call", "describe", "term"} and parse.relations[head] in {"ccomp", "pcomp", "dobj"}:
            above = parse.heads[head]
            return above if self.rules.light_kind(parse.lemmas[above].lower()) else None
        if relation in {"dobj", "nsubjpass", "oprd"} and is_verb(parse, head):
            return head if self.rules.light_kind(parse.lemmas[head].lower()) else None
        if relation == "pobj" and parse.forms[head].lower() in {"in", "under", "to", "into", "for", "with"}:
            above = parse.heads[head]
            if is_verb(parse, above) and parse.lemmas[above] in _LEADING_IN:
                return above
        return None

    def _adjective(self, token: int) -> list[Happening]:
        for entry in self.rules.cues.adjectives.get(self.parse.forms[token].lower(), ()):
            if self.parse.relations[token] in {"acomp", "attr", "oprd", "amod"}:
                self.used.add(token)
                act = self._happening(token, entry, [token], None)
                return [] if act is None else [act]
        return []

    # -- parties ------------------------------------------------------------------------------------------------------

    def _happening(self, token: int, entry: CueEntry, tokens: list[int], governor: int | None) -> Happening | None:
        cue = entry.cue
        verbal = cue.pattern == "verb"
        actors, recipients, each, side = self._parties(token, entry, governor)
        held = None if verbal and self.parse.tags[token] != "VBG" else responsibility(self.parse, token, self.people, self._accuses)
        if held is not None and held.actors:
            actors, recipients = held.actors, tuple(r for r in recipients if r.code not in {a.code for a in held.actors})
        mediators = self._collect(token, cue.mediator, governor, verbal)
        judged = modality(self.parse, governor if governor is not None else token, self.rules.embedding, self.stops)
        if governor is not None and judged.reality == "actual":
            own = modality(self.parse, token, {}, frozenset({governor}) | self.stops)
            judged = own if own.reality != "actual" else judged
        judged = judged if held is None else Modality("actual")
        if held is None and not self._worth(token, entry, actors, recipients, governor, judged):
            return None
        reality: Reality = cue.reality if cue.reality and judged.reality == "actual" else judged.reality
        words = sorted({*tokens, governor} if governor is not None else set(tokens))
        span = self._predicate_span(words, token)
        kept = tuple(a for a in actors if a.code not in {m.code for m in mediators}) if len(actors) > 2 else actors
        attempted = entry.type == "COERCE" and cue.mode == "seize" and self._attempted(token)
        return Happening(
            type="ASSAULT" if attempted else entry.type, mode=None if attempted else cue.mode or self._how(token, entry), cameo=cue.cameo, contexts=cue.contexts,
            span=span, sentence=self.index, token=token, actors=kept, recipients=recipients, mediators=mediators,
            reality=reality, reasons=(self._reason(entry, token), *judged.reasons), nominal=not verbal,
            mutual=cue.mutual, voice=_voice_of(held), stance="asserts" if held is None else held.stance, each=each, each_side="actors" if side == "actors" else "recipients",
            presupposed=not verbal and governor is None and self._presupposed(token),
            framing=(Framing(self.parse.forms[token], (self.parse.starts[token], self.parse.ends[token])),) if cue.framing else (),
        )  # fmt: skip

    def _attempted(self, verb: int) -> bool:
        """An attempt to take a place is an attack on it."""
        head = self.parse.heads[verb]
        return self.parse.relations[verb] in {"xcomp", "acl"} and self.parse.lemmas[head].lower() in _ATTEMPTS

    def _predicate_span(self, words: list[int], token: int) -> tuple[int, int]:
        """From the first to the last word of the predicate, or the anchor alone where much stands between."""
        if words[-1] - words[0] > 6:
            return (self.parse.starts[token], self.parse.ends[token])
        return self.parse.cover(words)

    def _reason(self, entry: CueEntry, token: int) -> str:
        form = f"{entry.cue.pattern} “{' '.join(entry.words)}”"
        return f"{entry.type}: {form} at “{self.parse.forms[token]}”"

    def _parties(
        self, token: int, entry: CueEntry, governor: int | None
    ) -> tuple[tuple[Actor, ...], tuple[Actor, ...], tuple[Actor, ...], str]:
        cue, verbal = entry.cue, entry.cue.pattern == "verb"
        if cue.mutual:
            sources = (*(cue.actor or (_MUTUAL_VERB if verbal else _MUTUAL_NOUN)), *(cue.recipient or ()))
            sources = ("subject", *sources) if governor is not None else sources
            sources = tuple(s for s in sources if s not in cue.mediator)
            return self._collect(token, sources, governor, verbal, every=True), (), (), "recipients"
        between = self._collect(token, ("between",), governor, verbal)
        if len(between) > 1 and entry.type in _TWO_SIDED:
            return between, (), (), "recipients"
        actor_from, recipient_from = self._role_sources(cue, governor)
        actors = self._collect(token, actor_from, governor, verbal)
        recipients = self._collect(token, recipient_from, governor, verbal, receiving=True)
        if not recipients and entry.type == "REQUEST" and verbal:
            recipients = self._collect(token, ("on", "to", "from", "object", "complement"), governor, verbal)
        recipients = recipients or self._purpose(token, entry, governor)
        codes = {a.code for a in actors}
        recipients = tuple(r for r in recipients if r.code not in codes or r.code.startswith("UNK"))
        if self._reciprocal(token, recipient_from):
            return actors, (), actors, "recipients"
        if self._reciprocal(token, actor_from):
            return (), recipients, self._accusers(token), "actors"
        return actors, recipients, (), "recipients"

    def _purpose(self, token: int, entry: CueEntry, governor: int | None) -> tuple[Actor, ...]:
        """Whom force is used against where an infinitive says it: "a strike to destroy rebel positions", "an operation to clear"."""
        if entry.type != "ASSAULT":
            return ()
        anchors = [token] if governor is None else [token, governor]
        below = [c for a in anchors for c in self.parse.dependents(a, "advcl", "acl", "relcl", "xcomp") if self.parse.tags[c] == "VB"]
        forceful = [c for c in below if self.parse.lemmas[c].lower() in self.rules.cues.verbs]
        return self.people.named([o for c in forceful for o in self.parse.dependents(c, "dobj")], receiving=True)

    def _role_sources(self, cue: object, governor: int | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
        from_actor, from_recipient = cue.actor, cue.recipient  # type: ignore[attr-defined]
        pattern, preposition, objects = cue.pattern, cue.preposition, cue.objects  # type: ignore[attr-defined]
        if pattern == "verb":
            default: tuple[str, ...] = _VERB_RECIPIENT
            if preposition and not objects:
                default = (preposition,)
            elif objects:
                default = ("on", "against", "at", "object", "to")
            return from_actor or ("subject",), from_recipient if from_recipient is not None else default
        actor = from_actor or _NOUN_ACTOR
        recipient = from_recipient if from_recipient is not None else _NOUN_RECIPIENT
        if governor is None:
            return actor, recipient
        if self.rules.light_kind(self.parse.lemmas[governor].lower()) == "receptive":
            return actor, (*recipient, "subject")
        return ("subject", *actor), recipient

    def _collect(
        self, token: int, sources: Sequence[str], governor: int | None, verbal: bool,
        receiving: bool = False, every: bool = False,
    ) -> tuple[Actor, ...]:  # fmt: skip
        """Actors at the first source that names any (at all of them with ``every``)."""
        found: dict[str, Actor] = {}
        for source in sources:
            heads = self._heads(token, source, governor, verbal)
            named = self.people.standing_at(heads) if source in {"in", "at", "near"} else self.people.named(heads, receiving)
            for actor in named:
                found.setdefault(actor.code, actor)
            if found and not every:
                break
        return tuple(found.values())

    def _heads(self, token: int, source: str, governor: int | None, verbal: bool) -> list[int]:
        """Heads of the noun phrases that stand in one source of a role."""
        parse = self.parse
        if source == "subject":
            at = token if verbal else governor
            if at is None:
                return []
            return prepositional(parse, at, "by") if is_passive(parse, at) else surface_subjects(parse, at)
        if source == "object":
            return self._deep_objects(token) if verbal else []
        if source == "complement":
            return [s for c in parse.dependents(token, "ccomp", "xcomp") for s in parse.dependents(c, "nsubj", "nsubjpass")]
        if source == "dative":
            return [d for d in parse.dependents(token, "dative") if parse.tags[d] != "IN"]
        if source in {"possessive", "modifier"}:
            relations = ("poss",) if source == "possessive" else ("amod", "compound", "nmod", "npadvmod")
            return self._modifiers(token, relations, verbal)
        found = prepositional(parse, token, source)
        if not found and verbal:
            found = [h for t in self.hits.get(token, ()) for h in prepositional(parse, t, source)]
        if not found and verbal:
            own = parse.dependents(token, "dobj") or parse.dependents(token, "nsubj", "nsubjpass")
            found = [h for o in own for c in conjuncts(parse, o) for h in prepositional(parse, c, source)]
        if not found and not verbal:
            carrier = governor if governor is not None else self._happens_in(token)
            found = [] if carrier is None else prepositional(parse, carrier, source)
        return found

    def _happens_in(self, noun: int) -> int | None:
        """The verb of occurrence that the nominal is the subject of: its adverbials may name the parties."""
        head = self.parse.heads[noun]
        return head if self.parse.relations[noun] in {"nsubj", "attr"} and self._occurs(noun) else None

    def _modifiers(self, token: int, relations: tuple[str, ...], verbal: bool) -> list[int]:
        anchors: tuple[int, ...] = (token,)
        if verbal:
            anchors = self.parse.dependents(token, "dobj") or self.parse.dependents(token, "nsubj", "nsubjpass")
        return [c for a in anchors for c in self.parse.dependents(a, *relations)]

    def _reciprocal(self, token: int, sources: Sequence[str]) -> bool:
        heads = (h for s in sources for h in self._heads(token, s, None, is_verb(self.parse, token)))
        return any(self.people.reciprocal(h) for h in heads)

    def _accusers(self, token: int) -> tuple[Actor, ...]:
        """The parties that say it of each other: the subject of the clause above."""
        for above in self.parse.ancestors(token):
            if is_verb(self.parse, above) and self.parse.dependent(above, "nsubj") is not None:
                return self.people.named(surface_subjects(self.parse, above))
        return ()

    def _accuses(self, lemma: str) -> bool:
        return any(e.type == "ACCUSE" for e in self.rules.cues.verbs.get(lemma, ()))

    # -- what is an act here ------------------------------------------------------------------------------------------

    def _worth(
        self, token: int, entry: CueEntry, actors: tuple[Actor, ...], recipients: tuple[Actor, ...],
        governor: int | None, judged: Modality,
    ) -> bool:  # fmt: skip
        """Whether the words tell an act here rather than name its kind."""
        if judged.generic or self._describes(token, entry):
            return False
        if entry.cue.weak and not ((actors and recipients) or (entry.cue.mutual and len(actors) > 1)):
            return False
        if entry.cue.pattern != "noun":
            return bool(actors) or entry.type not in _FORCE or self._can_act(token)
        if entry.type in {"AGREE", "CONCEDE", "SUPPORT"} and governor is None:
            return bool(actors) and (self._occurs(token) or self._brokered(token))
        if governor is not None or self._occurs(token) or self._presupposed(token):
            return True
        return bool(actors or recipients) and self._referred_to(token)

    def _brokered(self, noun: int) -> bool:
        """Whether a participle says who brokered it: then it was concluded."""
        return any(self.parse.tags[c] == "VBN" for c in self.parse.dependents(noun, "amod", "acl"))

    def _can_act(self, verb: int) -> bool:
        """Whether the subject of a verb of force is one that can use it: people, a weapon, another act; not fog or a price."""
        parse = self.parse
        if is_passive(parse, verb) or not is_verb(parse, verb):
            return not any(self.rules.cues.is_a(parse.lemmas[h], "disaster") for h in prepositional(parse, verb, "by"))
        subjects = surface_subjects(parse, verb)
        return all(self._armed(s) for s in subjects)

    def _armed(self, noun: int) -> bool:
        cues, lemma = self.rules.cues, self.parse.lemmas[noun].lower()
        if self.parse.tags[noun] in {"PRP", "WP", "WDT", "CD", "DT", "JJ"} or self.people.mention_at(noun) is not None:
            return True
        if cues.is_a(lemma, "disaster") or cues.is_a(lemma, "sport"):
            return False
        if lemma in cues.nouns or any(cues.is_a(lemma, name) for name in _ARMED):
            return True
        return self.parse.tags[noun] in {"NNP", "NNPS"} or any(
            self._armed(h) for h in prepositional(self.parse, noun, "of")
        )

    def _describes(self, token: int, entry: CueEntry) -> bool:
        """Whether a participle without an agent only describes its noun ("troops stationed there", "the occupied town")."""
        parse = self.parse
        if parse.tags[token] not in {"VBN", "VBD"} or entry.cue.pattern != "verb":
            return False
        if parse.relations[token] == "amod":
            return True
        return parse.relations[token] == "acl" and entry.type in {"MOBILIZE", "COERCE", "AID"} and not prepositional(parse, token, "by")

    def _occurs(self, noun: int) -> bool:
        """Whether the nominal is the subject of a verb of occurrence, or follows "there was"."""
        head, relation = self.parse.heads[noun], self.parse.relations[noun]
        if relation == "conj":
            return self._occurs(head)
        if relation in {"nsubj", "nsubjpass"}:
            return self.parse.lemmas[head].lower() in self.rules.light["occurrence"]
        if relation == "pobj" and self.parse.forms[head].lower() == "of" and self._is_quantity(self.parse.heads[head]):
            return self._occurs(self.parse.heads[head])
        return relation == "attr" and self.parse.dependent(head, "expl") is not None

    def _presupposed(self, noun: int) -> bool:
        """Whether the nominal is named in passing as having happened ("hours after a shootout", "in days of clashes")."""
        head, relation = self.parse.heads[noun], self.parse.relations[noun]
        if relation == "conj":
            return self._presupposed(head)
        if relation != "pobj":
            return False
        word = self.parse.forms[head].lower()
        if word == "of" and self._is_quantity(self.parse.heads[head]):
            return self._presupposed(self.parse.heads[head]) or self._in_period(self.parse.heads[head])
        return word in _TEMPORAL

    def _referred_to(self, noun: int) -> bool:
        """Whether a nominal with parties of its own refers to an act: not as the kind of thing another act is done to."""
        head, relation = self.parse.heads[noun], self.parse.relations[noun]
        if relation == "pobj":
            return self.parse.forms[head].lower() not in _KIND_PREPOSITIONS
        return relation not in {"compound", "conj", "ROOT", "npadvmod", "amod", "poss"}

    def _in_period(self, noun: int) -> bool:
        return self.parse.relations[noun] == "pobj" and self.parse.forms[self.parse.heads[noun]].lower() == "in"

    def _is_quantity(self, noun: int) -> bool:
        lemma = self.parse.lemmas[noun].lower()
        return lemma in _PHASES or self.rules.cues.is_a(lemma, "quantity")

    def _how(self, token: int, entry: CueEntry) -> str | None:
        """The mode where the cue leaves it open: the weapon of an assault, or what a request or refusal is about."""
        if entry.type == "ASSAULT":
            return self._instrument(token)
        return self._asked(token) if entry.type in {"REQUEST", "REJECT"} else None

    def _asked(self, token: int) -> str | None:
        """PLOVER's mode of a request or refusal, by the verb below it: to meet, to help, to stop or give way, to change."""
        below = [c for c in self.parse.dependents(token, "xcomp", "ccomp", "advcl") if is_verb(self.parse, c)]
        for verb in below:
            lemma = self.parse.lemmas[verb].lower()
            if self.rules.embedding.get(lemma) == "negated":
                return "yield"
            types = [e.type for e in self.rules.cues.verbs.get(lemma, ())]
            return next((m for t, m in _ASKED.items() if t in types), None)
        return None

    def _instrument(self, token: int) -> str | None:
        """The mode that a weapon named in the clause gives an assault; several named: the first."""
        root = clause_root(self.parse, token)
        for at in self.parse.subtree(token if is_verb(self.parse, token) else root):
            for name, mode in _INSTRUMENTS:
                if self.rules.cues.is_a(self.parse.lemmas[at].lower(), name):
                    return mode
        return None


def _voice_of(held: Responsibility | None) -> Voice:
    """The voice of those who claim or deny the act as theirs, else the narrator until attributions are looked at."""
    if held is None or held.said_by is None:
        return NARRATOR
    codes = tuple(a.code for a in held.said_by)
    return Voice(codes, codes, held.said_by[0].person, span=held.said_by[0].span)


def light_verbs(table: Mapping[str, Sequence[str]]) -> dict[str, frozenset[str]]:
    """The light verbs by kind, ready for look-up."""
    return {kind: frozenset(words) for kind, words in table.items()}
