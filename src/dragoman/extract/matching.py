"""Whether a cue of the codebook fits the words of a sentence: verbs with their objects, nominals with their light verbs."""

from __future__ import annotations

from dragoman.extract.arguments import is_passive, is_verb, particle, prepositional, surface_subjects
from dragoman.extract.lexicon import CueEntry
from dragoman.extract.scene import Scene

_PARTICLES = frozenset({"out", "off", "up", "down", "over", "away"})
_LEADING_IN = frozenset(
    {"come", "engage", "participate", "take", "join", "meet", "sit", "end", "result", "culminate", "lead", "conclude"}
)
_NAMING = frozenset({"call", "describe", "term"})
_LEAVING = frozenset({"leave", "depart", "quit", "flee", "vacate", "abandon"})
_COUNTING = frozenset(
    {"of", "one", "number", "some", "several", "many", "hundred", "dozen", "thousand", "half", "part", "most", "rest", "bulk",
     "majority", "tonne", "ton", "truckload", "lorryload", "load", "planeload", "boatload", "shipload", "busload", "flight",
     "shipment", "consignment", "batch", "cargo", "contingent",
     "battalion", "company", "unit", "team", "group", "pair", "handful", "quarter", "third", "series", "kind", "barrel", "litre"}
)  # fmt: skip


class Matcher:
    """Matches cues in one sentence.

    ``hits`` are the nouns that satisfied a verb's objects, by verb; ``beyond`` the nouns behind the last word of a verb of
    several ("set upon *the crowd*").
    """

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.hits: dict[int, tuple[int, ...]] = {}
        self.beyond: dict[int, tuple[int, ...]] = {}

    def verb(self, verb: int, entry: CueEntry) -> list[int] | None:
        """The tokens of the predicate if the cue fits the verb, else none."""
        parse, cue = self.scene.parse, entry.cue
        if (cue.mutual and not cue.objects and is_passive(parse, verb)) or self._only_names(verb):
            return None
        tokens = [verb]
        if len(entry.words) > 1:
            extra = self._following(verb, entry.words[1:])
            if extra is None:
                return None
            tokens += extra
            self.beyond[verb] = parse.dependents(extra[-1], "pobj")
        elif particle(parse, verb) in _PARTICLES and (cue.preposition or not entry.objects):
            return None
        targets = self._targets(verb, entry, tokens)
        if targets is None or (cue.complement and not self._infinitive(verb, cue.complement == "departure")):
            return None
        if entry.objects:
            hit = next((t for t in targets if self._headed(t, entry.objects) or self._named_as(t, entry.classes)), None)
            if hit is None:
                return None
            self.hits[verb] = (hit,)
            if not self.scene.people.mention_at(hit) and parse.lemmas[hit] in self.scene.rules.cues.nouns:
                tokens.append(hit)
        blocked = [*targets, *parse.dependents(verb, "xcomp", "ccomp")]
        if entry.unless and any(self._headed(t, entry.unless) for t in blocked):
            return None
        return sorted(tokens)

    def _only_names(self, verb: int) -> bool:
        """Whether the verb only says what something is called: "called the strike a crime"."""
        return self.scene.lemma(verb) in _NAMING and self.scene.parse.dependent(verb, "oprd") is not None

    def _targets(self, verb: int, entry: CueEntry, words: list[int]) -> list[int] | None:
        """Heads that the cue's objects are matched with; none where a preposition it asks for is missing."""
        cue = entry.cue
        if cue.actor is not None and "doer" in cue.actor:
            return surface_subjects(self.scene.parse, verb)
        if cue.preposition:
            found = prepositional(self.scene.parse, verb, cue.preposition)
            if not found and cue.preposition == "with" and entry.objects:
                found = [h for o in self.scene.deep_objects(verb) for h in prepositional(self.scene.parse, o, "with")]
            return found if found or cue.preposition == "to" else None
        found = [t for t in self.scene.deep_objects(verb) or self._behind(verb, words) if t not in words]
        if cue.recipient is not None and "dative" in cue.recipient and is_passive(self.scene.parse, verb):
            found = [*found, *self.scene.parse.dependents(verb, "dobj")]  # "they were refused entry"
        if entry.objects:
            found += [t for t in self._completing(verb) if t not in words]
        if not found and entry.objects and cue.actor is not None and "subject" not in cue.actor:
            found = surface_subjects(self.scene.parse, verb)
        return found

    def _behind(self, verb: int, words: list[int]) -> tuple[int, ...]:
        """What stands behind a particle that the parse takes for a preposition: "blocked off *the palace*"."""
        return self.beyond.get(verb, ()) if self.scene.parse.tags[words[-1]] in {"RP", "IN"} else ()

    def _completing(self, verb: int) -> list[int]:
        """What completes the predicate beside its object: "were taken *prisoner*", "held them *captive*", "let *aid* pass"."""
        parse = self.scene.parse
        found = list(parse.dependents(verb, "dobj", "oprd", "attr", "acomp")) if is_passive(parse, verb) else []
        for clause in parse.dependents(verb, "ccomp", "advcl", "acomp"):
            if parse.tags[clause].startswith("JJ"):
                found.append(clause)
            elif parse.tags[clause] == "VB" and parse.relations[clause] == "ccomp" and parse.dependent(clause, "mark") is None:
                found.extend(parse.dependents(clause, "nsubj"))
        return found

    def _infinitive(self, verb: int, leaving: bool = False) -> bool:
        """Whether an infinitive (of leaving) hangs on the verb, its object, or what stands behind its preposition."""
        parse = self.scene.parse
        nouns = [*parse.dependents(verb, "dobj"), *(o for p in parse.dependents(verb, "prep") for o in parse.dependents(p, "pobj"))]
        below = [*parse.dependents(verb, "xcomp", "ccomp", "advcl"), *(c for o in nouns for c in parse.dependents(o, "acl", "relcl"))]
        below += [d for c in below if parse.relations[c] == "relcl" for d in parse.dependents(c, "advcl", "xcomp")]
        if leaving:
            below = [c for c in below if parse.lemmas[c].lower() in _LEAVING]
        return any(self._bare(c) and (self._with_to(c) or self._subjunctive(c)) for c in below)

    def _bare(self, verb: int) -> bool:
        """Whether the verb is a bare form, or passive with a bare "be"."""
        parse = self.scene.parse
        return parse.tags[verb] == "VB" or any(parse.forms[c].lower() == "be" for c in parse.dependents(verb, "auxpass"))

    def _with_to(self, verb: int) -> bool:
        return any(self.scene.parse.tags[a] == "TO" for a in self.scene.parse.dependents(verb, "aux"))

    def _subjunctive(self, verb: int) -> bool:
        """“insisted that the road *be* reopened", "demanded that he *resign*"."""
        parse = self.scene.parse
        return parse.relations[verb] == "ccomp" and parse.dependent(verb, "mark") is not None and parse.dependent(verb, "aux") is None

    def _named_as(self, token: int, classes: frozenset[str]) -> bool:
        """Whether a name stands for a member of one of the classes: a named place, people by their state or group."""
        if classes & {"place", "territory"}:
            mention = self.scene.people.mention_at(token)
            if token in self.scene.places or (mention is not None and mention.kind in {"state", "capital", "group"}):
                return True
            return self.scene.parse.tags[token] in {"NNP", "NNPS"} and mention is None
        if "membership" in classes:
            mention = self.scene.people.mention_at(token)
            return mention is not None and any(c.startswith("IGO:") for c in mention.codes)
        if classes & {"people", "soldier", "civilian", "detainee", "leader"}:
            mention = self.scene.people.mention_at(token)
            return mention is not None and mention.kind in {"person", "people", "organ", "anaphor"}
        return False

    def _headed(self, token: int, words: frozenset[str]) -> bool:
        lemma = self.scene.parse.lemmas[token].lower()
        if lemma in words:
            return True
        parts = [
            c
            for c in self.scene.parse.children[token]
            if c < token and self.scene.parse.relations[c] in {"compound", "amod"}
        ]
        if self.scene.parse.tags[token] == "NNP" and any(self.scene.parse.lemmas[c].lower() in words for c in parts):
            return True  # "the frigate Surcouf"
        return any(f"{self.scene.parse.lemmas[c].lower()} {lemma}" in words for c in parts) or (
            (lemma in _COUNTING or self.scene.parse.tags[token] == "CD")
            and any(self._headed(t, words) for t in prepositional(self.scene.parse, token, "of"))
        )

    def _following(self, verb: int, words: tuple[str, ...]) -> list[int] | None:
        """Tokens of a verb's further words: a particle, adverb, preposition or object below it ("lay down arms")."""
        found, anchors = [], [verb]
        for word in words:
            hit = next(
                (c for a in anchors for c in (*self.scene.parse.children[a], *range(a + 1, min(a + 2, len(self.scene.parse))))
                 if (c > verb or self.scene.parse.tags[c] != "IN")
                 and word in {self.scene.parse.forms[c].lower(), self.scene.lemma(c), self.scene.lemma(c).removesuffix("s")}), None,
            )  # fmt: skip
            if hit is None:
                return None
            found.append(hit)
            anchors.append(hit)
        return found

    def noun(self, noun: int, entry: CueEntry) -> list[int] | None:
        """The tokens of the nominal if the cue fits it, else none."""
        if self.scene.parse.relations[noun] == "compound" and not self._is_title_like(noun):
            return None
        tokens = [noun]
        for word in reversed(entry.words[:-1]):
            before = tokens[0] - 1
            if before >= 0 and self.scene.parse.forms[before] == "-":
                before -= 1
            if before < 0 or word not in {
                self.scene.parse.lemmas[before].lower(),
                self.scene.parse.forms[before].lower(),
            }:
                return None
            tokens.insert(0, before)
        return None if entry.unless and self._excluded(noun, tokens, entry.unless) else tokens

    def _excluded(self, noun: int, tokens: list[int], unless: frozenset[str]) -> bool:
        """Whether what the nominal is aimed at, what describes it ("*press* conference") or its verb rules the cue out."""
        parse = self.scene.parse
        aimed = [h for p in ("on", "against", "of", "at") for h in prepositional(parse, noun, p)]
        if any(self._headed(h, unless) for h in aimed):
            return True
        beside = [c for c in parse.dependents(noun, "compound", "amod") if c not in tokens]
        if parse.relations[noun] == "dobj" and is_verb(parse, parse.heads[noun]):
            beside.append(parse.heads[noun])
        return any(self.scene.lemma(t) in unless for t in beside)

    def _is_title_like(self, noun: int) -> bool:
        head = self.scene.parse.heads[noun]
        return self.scene.parse.tags[head].startswith("VB")

    def light_governor(self, noun: int) -> int | None:
        """The light verb that carries the nominal, also through "of" and a preposition ("came under attack")."""
        parse, head = self.scene.parse, self.scene.parse.heads[noun]
        relation = parse.relations[noun]
        if relation == "conj":
            return self.light_governor(head)
        if relation == "pobj" and parse.forms[head].lower() == "of" and self.scene.is_quantity(parse.heads[head]):
            return self.light_governor(parse.heads[head])
        if (
            relation in {"oprd", "dobj"}
            and parse.lemmas[head] in _NAMING
            and parse.relations[head] in {"ccomp", "pcomp", "dobj"}
        ):
            above = parse.heads[head]
            return above if self.scene.rules.light_kind(parse.lemmas[above].lower()) else None
        if relation in {"dobj", "nsubjpass", "oprd"} and is_verb(parse, head):
            return head if self.scene.rules.light_kind(parse.lemmas[head].lower()) else None
        if relation == "pobj" and parse.forms[head].lower() in {"in", "under", "to", "into", "for", "with"}:
            above = parse.heads[head]
            if is_verb(parse, above) and parse.lemmas[above] in _LEADING_IN:
                return above
        return None
