"""Where the parties of an act stand in the grammar: the codebook's role sources, read from the parse."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from dragoman.codebook.shapes import Cue
from dragoman.extract.arguments import conjuncts, is_passive, is_verb, prepositional, surface_subjects
from dragoman.extract.lexicon import CueEntry
from dragoman.extract.matching import Matcher
from dragoman.extract.scene import Scene
from dragoman.extract.selves import others
from dragoman.extract.telling import Telling
from dragoman.model.claim import Actor

_VERB_RECIPIENT = ("object", "at", "on", "against")
_NOUN_ACTOR = ("by", "possessive", "modifier", "from")
_NOUN_RECIPIENT = ("on", "against", "of", "at")
_MUTUAL_VERB = ("subject", "object", "with", "between", "against")
_MUTUAL_NOUN = ("between", "among", "possessive", "modifier", "of", "with", "against")
_TWO_SIDED = frozenset({"ASSAULT", "CONSULT", "AGREE", "COOPERATE", "RETREAT"})
_FORCE = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "SANCTION"})
_NOBODY = Actor("UNK", "nobody named")
_CALLING = frozenset({"call", "term", "describe", "label", "brand"})
_TIMING = frozenset({"after", "following", "during", "amid", "in", "before"})
_ADDRESSED = ("on", "to", "from", "object", "complement")


class Parties(Struct, frozen=True):
    """The sides of an act.

    ``each`` are those that "each other" distributes over, on the side that it stands. ``mutual`` tells that the parties do
    it to each other, whatever the cue says.
    """

    actors: tuple[Actor, ...] = ()
    recipients: tuple[Actor, ...] = ()
    each: tuple[Actor, ...] = ()
    each_side: Literal["recipients", "actors"] = "recipients"
    mutual: bool = False


class Roles:
    """Finds the parties of the acts of one sentence."""

    def __init__(self, scene: Scene, matcher: Matcher, telling: Telling) -> None:
        self.scene = scene
        self.matcher = matcher
        self.telling = telling

    def parties(self, token: int, entry: CueEntry, governor: int | None) -> Parties:
        """Both sides of the act at ``token``, with the verb that carries it."""
        cue, verbal = entry.cue, entry.cue.pattern == "verb"
        if cue.mutual:
            sources = (*(cue.actor or (_MUTUAL_VERB if verbal else _MUTUAL_NOUN)), *(cue.recipient or ()))
            sources = ("subject", *sources) if governor is not None else sources
            sources = tuple(s for s in sources if s not in cue.mediator)
            sides = self.collect(token, sources, governor, verbal, every=True)
            return Parties(sides if verbal or governor is not None else (*others(sides, self._beside(token)), *sides))
        between = self.collect(token, ("between",), governor, verbal)
        if len(between) > 1 and entry.type in _TWO_SIDED:
            return Parties(between)
        actor_from, recipient_from = self._role_sources(cue, governor)
        actors = self.collect(token, actor_from, governor, verbal)
        if not actors and verbal and entry.type == "MOBILIZE" and is_passive(self.scene.parse, token):
            actors = self.scene.people.named(self.scene.deep_objects(token))
        recipients = self.collect(token, recipient_from, governor, verbal, receiving=True)
        if entry.type == "REQUEST" and verbal and self._of_things_handed(token):
            recipients = self.collect(token, ("from", "to", "on"), governor, verbal)
        if not recipients and entry.type == "REQUEST" and verbal:
            done_to = self._of_things_handed(token)
            sources = tuple(s for s in _ADDRESSED if s != "object") if done_to else _ADDRESSED
            recipients = self.collect(token, sources, governor, verbal)
        if not recipients and cue.mode == "seize":
            recipients = self.collect(token, ("from",), governor, verbal)
        if entry.type == "ACCUSE" and verbal:
            recipients = self._doers_of_object(token) or recipients
        recipients = recipients or self._purpose(token, entry, governor) or self._struck(token, entry, governor)
        recipients = tuple(r for r in recipients if r is not _NOBODY)
        partners = () if actors or entry.type != "ASSAULT" or not verbal else self._fought(token)
        if partners and others(partners, recipients):
            return Parties((*recipients, *others(recipients, partners)), mutual=True)
        others_than = tuple(a for a in actors if not a.code.startswith("UNK"))
        recipients = others(others_than, recipients)
        if self._reciprocal(token, recipient_from):
            return Parties(actors, each=actors)
        if self._reciprocal(token, actor_from):
            return Parties((), recipients, self._accusers(token), "actors")
        return Parties(actors, recipients)

    def _beside(self, noun: int) -> tuple[Actor, ...]:
        """Who else took part where only the other side stands behind: "*rebels* took the town after fighting with the army"."""
        parse = self.scene.parse
        prep = parse.heads[noun]
        if parse.relations[noun] != "pobj" or parse.forms[prep].lower() not in _TIMING or not prepositional(parse, noun, "with"):
            return ()
        above = next((t for t in parse.ancestors(noun) if is_verb(parse, t)), None)
        if above is None or is_passive(parse, above):
            return ()
        return self.scene.people.named(surface_subjects(parse, above))

    def _fought(self, verb: int) -> tuple[Actor, ...]:
        """With whom those fought that a clash cost: "five died in clashes *with rebels*"."""
        parse, nouns = self.scene.parse, self.scene.rules.cues.nouns
        fights = [
            n for word in ("in", "during") for n in prepositional(parse, verb, word)
            if any(e.type == "ASSAULT" and e.cue.mutual for e in nouns.get(self.scene.lemma(n), ()))
        ]  # fmt: skip
        return self.scene.people.named([h for n in fights for w in ("with", "between") for h in prepositional(parse, n, w)])

    def _purpose(self, token: int, entry: CueEntry, governor: int | None) -> tuple[Actor, ...]:
        """Whom force is used against where an infinitive says it: "a strike to destroy rebel positions"."""
        if entry.type != "ASSAULT":
            return ()
        anchors = [token] if governor is None else [token, governor]
        below = [
            c
            for a in anchors
            for c in self.scene.parse.dependents(a, "advcl", "acl", "relcl", "xcomp")
            if self.scene.parse.tags[c] == "VB"
        ]
        forceful = [c for c in below if self.scene.parse.lemmas[c].lower() in self.scene.rules.cues.verbs]
        return self.scene.people.named(
            [o for c in forceful for o in self.scene.parse.dependents(c, "dobj")], receiving=True
        )

    def _doers_of_object(self, verb: int) -> tuple[Actor, ...]:
        """Whom "condemned the ambush of a patrol" is aimed at: those who did the act that is its object, not its victims."""
        cues = self.scene.rules.cues.nouns
        nouns = [
            o for o in (*self.scene.deep_objects(verb), *self._as_called(verb))
            if any(e.type in _FORCE for e in cues.get(self.scene.lemma(o), ())) and not self._only_words(o)
        ]  # fmt: skip
        if not nouns or self.scene.people.mention_at(nouns[0]) is not None:
            return ()
        sides = (self.collect(nouns[0], (source,), None, False) for source in ("possessive", "by", "modifier"))
        blamed = prepositional(self.scene.parse, verb, "on")  # "blamed the bombing on Hamas"
        if not blamed and self.scene.lemma(verb) == "blame":
            blamed = prepositional(self.scene.parse, nouns[0], "on")
        return next((side for side in sides if side), self.scene.people.named(blamed) or (_NOBODY,))

    def _as_called(self, verb: int) -> list[int]:
        """What the object is called: "condemned what it called an *attack*"."""
        parse = self.scene.parse
        calling = [c for c in parse.dependents(verb, "ccomp") if parse.lemmas[c].lower() in _CALLING]
        return [o for c in calling for o in parse.dependents(c, "oprd", "dobj") if parse.tags[o].startswith("NN")]

    def _of_things_handed(self, verb: int) -> bool:
        """Whether what is asked is done *to* those behind "of": "demanded the extradition of two officers"."""
        handed = self.scene.rules.cues.classes.get("done_to", frozenset())
        forms = self.scene.parse.forms
        objects = self.scene.deep_objects(verb)
        hyphened = {f"{forms[o - 2]}-{forms[o]}".lower() for o in objects if o > 1 and forms[o - 1] == "-"}
        return not handed.isdisjoint(hyphened | {self.scene.lemma(o) for o in objects})

    def _only_words(self, noun: int) -> bool:
        """A "scathing attack on the union" is one of words: its light verb is the accusation itself."""
        head = self.scene.parse.heads[noun]
        return self.scene.rules.light_kind(self.scene.lemma(head)) is not None

    def _struck(self, noun: int, entry: CueEntry, governor: int | None) -> tuple[Actor, ...]:
        """Whom a nominal attack hit, where a verb of occurrence says it: "four strikes engaged two rebel units"."""
        carrier = self._happens_in(noun) if governor is None and entry.cue.pattern == "noun" else None
        if carrier is None or entry.type != "ASSAULT":
            return ()
        return self.scene.people.named(self.scene.deep_objects(carrier), receiving=True)

    def _role_sources(self, cue: Cue, governor: int | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
        if cue.pattern == "verb":
            default: tuple[str, ...] = _VERB_RECIPIENT
            if cue.preposition and not cue.objects:
                default = (cue.preposition,)
            elif cue.objects:
                default = ("on", "against", "at", "object", "to")
            return cue.actor or ("subject",), cue.recipient if cue.recipient is not None else default
        actor = cue.actor or _NOUN_ACTOR
        recipient = cue.recipient if cue.recipient is not None else _NOUN_RECIPIENT
        if governor is None:
            return actor, recipient
        if self.scene.rules.light_kind(self.scene.parse.lemmas[governor].lower()) == "receptive":
            return actor, (*recipient, "subject")
        return ("subject", *actor), recipient

    def collect(
        self, token: int, sources: Sequence[str], governor: int | None, verbal: bool,
        receiving: bool = False, every: bool = False,
    ) -> tuple[Actor, ...]:  # fmt: skip
        """Actors at the first source that names any (at all of them with ``every``)."""
        found: dict[str, Actor] = {}
        for source in sources:
            heads = self._heads(token, source, governor, verbal)
            named = (
                self.scene.people.standing_at(heads)
                if source in {"in", "near"}
                else self.scene.people.named(heads, receiving)
            )
            for actor in named:
                found.setdefault(actor.code, actor)
            if found and not every:
                break
        return tuple(found.values())

    def _heads(self, token: int, source: str, governor: int | None, verbal: bool) -> list[int]:
        """Heads of the noun phrases that stand in one source of a role."""
        parse = self.scene.parse
        if source == "subject":
            at = token if verbal else governor
            if at is None:
                return []
            return self._agents(at) if is_passive(parse, at) else surface_subjects(parse, at)
        if source == "doer":
            return surface_subjects(parse, token)
        if source == "object":
            if not verbal:
                return []
            return self.scene.deep_objects(token) or list(self.matcher.beyond.get(token, ())) or self._as_called(token)
        if source == "complement":
            return [
                s for c in parse.dependents(token, "ccomp", "xcomp") for s in parse.dependents(c, "nsubj", "nsubjpass")
            ]
        if source == "dative":
            return [d for d in parse.dependents(token, "dative") if parse.tags[d] != "IN"]
        if source in {"possessive", "modifier"}:
            relations = ("poss",) if source == "possessive" else ("amod", "compound", "nmod", "npadvmod")
            return self._modifiers(token, relations, verbal)
        found = prepositional(parse, token, source)
        if not found and verbal:
            found = [h for t in self.matcher.hits.get(token, ()) for h in prepositional(parse, t, source)]
        if not found and verbal:
            own = parse.dependents(token, "dobj") or parse.dependents(token, "nsubj", "nsubjpass")
            found = [h for o in own for c in conjuncts(parse, o) for h in prepositional(parse, c, source)]
        if not found and not verbal:
            carrier = governor if governor is not None else self._happens_in(token)
            found = [] if carrier is None else prepositional(parse, carrier, source)
        return found

    def _agents(self, verb: int) -> list[int]:
        """Who a passive says did it; also where "by" was hung on what follows ("was denied *access by* the army")."""
        parse = self.scene.parse
        own = prepositional(parse, verb, "by")
        own = own or [h for o in parse.dependents(verb, "dobj", "oprd") for h in prepositional(parse, o, "by")]
        head = parse.heads[verb]
        shared = parse.relations[verb] == "conj" and parse.dependent(verb, "nsubj", "nsubjpass", "auxpass") is None
        return own or (prepositional(parse, head, "by") if shared and is_verb(parse, head) and head < verb else [])

    def _happens_in(self, noun: int) -> int | None:
        """The verb of occurrence that the nominal is the subject of: its adverbials may name the parties."""
        head = self.scene.parse.heads[noun]
        return head if self.scene.parse.relations[noun] in {"nsubj", "attr"} and self.telling.occurs(noun) else None

    def _modifiers(self, token: int, relations: tuple[str, ...], verbal: bool) -> list[int]:
        anchors: tuple[int, ...] = (token,)
        if verbal:
            anchors = self.scene.parse.dependents(token, "dobj") or self.scene.parse.dependents(
                token, "nsubj", "nsubjpass"
            )
        return [c for a in anchors for c in self.scene.parse.dependents(a, *relations)]

    def _reciprocal(self, token: int, sources: Sequence[str]) -> bool:
        heads = (h for s in sources for h in self._heads(token, s, None, is_verb(self.scene.parse, token)))
        return any(self.scene.people.reciprocal(h) for h in heads)

    def _accusers(self, token: int) -> tuple[Actor, ...]:
        """The parties that say it of each other: the subject of the clause above."""
        for above in self.scene.parse.ancestors(token):
            if is_verb(self.scene.parse, above) and self.scene.parse.dependent(above, "nsubj") is not None:
                return self.scene.people.named(surface_subjects(self.scene.parse, above))
        return ()
