"""Whether words that could name an act tell one here: it occurs, somebody does it, or it is referred to as having happened."""

from __future__ import annotations

from dragoman.extract.aims import spoken_of
from dragoman.extract.arguments import is_passive, is_verb, prepositional, surface_subjects
from dragoman.extract.lexicon import CueEntry
from dragoman.extract.modality import Modality
from dragoman.extract.scene import Scene
from dragoman.model.claim import Actor

_TEMPORAL = frozenset({"after", "during", "amid", "following", "since", "despite", "before"})
_KIND_PREPOSITIONS = frozenset({"from", "against", "for", "as", "like", "about", "without", "to", "toward", "towards"})
_FORCE = frozenset({"ASSAULT", "COERCE", "MOBILIZE"})
_ARMED = (
    "people", "soldier", "civilian", "troops", "firearm", "heavy_weapon", "weapon", "aircraft", "drone", "explosive", "vehicle",
    "leader", "fragment",
)  # fmt: skip


class Telling:
    """Judges the acts of one sentence."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene

    def worth(
        self, token: int, entry: CueEntry, actors: tuple[Actor, ...], recipients: tuple[Actor, ...],
        governor: int | None, judged: Modality,
    ) -> bool:  # fmt: skip
        """Whether the words tell an act here rather than name its kind."""
        if judged.generic or self._describes(token, entry):
            return False
        if entry.type in _FORCE and spoken_of(self.scene.parse, token, bool(recipients)):
            return False
        if self._standing(token, entry):
            return False
        if entry.cue.weak and not ((actors and recipients) or (entry.cue.mutual and len(actors) > 1)):
            return bool(actors) and entry.cue.pattern == "noun" and self._with_force(token, governor)
        if entry.cue.pattern == "verb" and entry.cue.preposition and entry.cue.actor == (entry.cue.preposition,) and not actors:
            return False
        if entry.cue.pattern != "noun":
            return bool(actors) or entry.type not in _FORCE or self._can_act(token)
        if entry.type in {"AGREE", "CONCEDE", "SUPPORT"} and governor is None:
            return self._brokered(token) or (bool(actors) and self.occurs(token))
        if governor is not None or self.occurs(token) or self.presupposed(token):
            return True
        aimed = entry.type == "ASSAULT" and any(
            prepositional(self.scene.parse, token, p) for p in ("on", "against", "of")
        )
        return (bool(actors or recipients) or aimed) and self._referred_to(token)

    def _standing(self, noun: int, entry: CueEntry) -> bool:
        """Whether "the fight against" somebody names a cause that one joins or supports, not a fight that took place."""
        if entry.cue.pattern != "noun" or self.scene.parse.forms[noun].lower() != "fight":
            return False
        return bool(prepositional(self.scene.parse, noun, "against")) or self._joined(noun)

    def _joined(self, noun: int) -> bool:
        head = self.scene.parse.heads[noun]
        return self.scene.parse.relations[noun] == "dobj" and self.scene.lemma(head) in {"join", "continue", "support", "lead"}

    def _with_force(self, noun: int, governor: int | None) -> bool:
        """Whether an infinitive says that force is the aim: "began the operation to retake the city"."""
        parse = self.scene.parse
        anchors = [noun] if governor is None else [noun, governor]
        aims = [c for a in anchors for c in parse.dependents(a, "acl", "relcl", "xcomp", "advcl") if parse.tags[c] == "VB"]
        return any(e.type in _FORCE for c in aims for e in self.scene.rules.cues.verbs.get(self.scene.lemma(c), ()))

    def _describes(self, token: int, entry: CueEntry) -> bool:
        """Whether a participle without an agent only describes its noun ("troops stationed there", "the occupied town")."""
        parse = self.scene.parse
        if parse.tags[token] not in {"VBN", "VBD"} or entry.cue.pattern != "verb":
            return False
        if parse.relations[token] == "amod":
            return True
        standing = entry.type in {"MOBILIZE", "AID"} or entry.cue.mode == "seize"
        return parse.relations[token] == "acl" and standing and not prepositional(parse, token, "by")

    def occurs(self, noun: int) -> bool:
        """Whether the nominal is the subject of a verb of occurrence, or follows "there was"."""
        head, relation = self.scene.parse.heads[noun], self.scene.parse.relations[noun]
        if relation == "conj":
            return self.occurs(head)
        if relation in {"nsubj", "nsubjpass"}:
            return self.scene.parse.lemmas[head].lower() in self.scene.rules.light["occurrence"]
        if (
            relation == "pobj"
            and self.scene.parse.forms[head].lower() == "of"
            and self.scene.is_quantity(self.scene.parse.heads[head])
        ):
            return self.occurs(self.scene.parse.heads[head])
        return relation == "attr" and self.scene.parse.dependent(head, "expl") is not None

    def presupposed(self, noun: int) -> bool:
        """Whether the nominal is named in passing as having happened ("hours after a shootout", "in days of clashes")."""
        head, relation = self.scene.parse.heads[noun], self.scene.parse.relations[noun]
        if relation == "conj":
            return self.presupposed(head)
        if relation != "pobj":
            return False
        word = self.scene.parse.forms[head].lower()
        if word == "of" and self.scene.is_quantity(self.scene.parse.heads[head]):
            return self.presupposed(self.scene.parse.heads[head]) or self._in_period(self.scene.parse.heads[head])
        return word in _TEMPORAL

    def _in_period(self, noun: int) -> bool:
        head = self.scene.parse.heads[noun]
        return self.scene.parse.relations[noun] == "pobj" and self.scene.parse.forms[head].lower() in {
            "in",
            "on",
            "for",
        }

    def _referred_to(self, noun: int) -> bool:
        """Whether a nominal with parties of its own refers to an act: not as the kind of thing another act is done to."""
        head, relation = self.scene.parse.heads[noun], self.scene.parse.relations[noun]
        if relation == "pobj":
            return self.scene.parse.forms[head].lower() not in _KIND_PREPOSITIONS
        return relation not in {"compound", "conj", "ROOT", "npadvmod", "amod", "poss"}

    def _brokered(self, noun: int) -> bool:
        """Whether a participle says who brokered it: then it was concluded."""
        return any(self.scene.parse.tags[c] == "VBN" for c in self.scene.parse.dependents(noun, "amod", "acl"))

    def _can_act(self, verb: int) -> bool:
        """Whether the subject of a verb of force is one that can use it: people, a weapon, another act; not fog or a price."""
        parse = self.scene.parse
        if is_passive(parse, verb) or not is_verb(parse, verb):
            return not any(
                self.scene.rules.cues.is_a(parse.lemmas[h], "disaster") for h in prepositional(parse, verb, "by")
            )
        subjects = surface_subjects(parse, verb)
        return all(self._armed(s) for s in subjects)

    def _armed(self, noun: int) -> bool:
        cues, lemma = self.scene.rules.cues, self.scene.parse.lemmas[noun].lower()
        if self.scene.people.reciprocal(noun):
            return True
        if self.scene.people.mention_at(noun) is not None:
            return not cues.is_a(lemma, "sport")
        if self.scene.parse.tags[noun] in {"PRP", "WP", "WDT", "CD", "DT", "JJ"}:
            return self.scene.parse.forms[noun].lower() != "it"
        if cues.is_a(lemma, "disaster") or cues.is_a(lemma, "sport"):
            return False
        if lemma in cues.nouns or any(cues.is_a(lemma, name) for name in _ARMED):
            return True
        return self.scene.parse.tags[noun] in {"NNP", "NNPS"} or any(
            self._armed(h) for h in prepositional(self.scene.parse, noun, "of")
        )
