"""One document, pure: a document in, its ledger out. The only place that knows the order of the stages."""

from __future__ import annotations

import atexit
import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from typing import TypeVar

from msgspec.structs import replace

from dragoman.annotate.classify import Classifier
from dragoman.annotate.coreference import resolve_anaphora
from dragoman.annotate.grammar import Grammar
from dragoman.annotate.home import find_home, settle_home
from dragoman.annotate.labels import name_speakers, outside_labels
from dragoman.annotate.repair import repair
from dragoman.annotate.times import find_times
from dragoman.clean.boilerplate import mark
from dragoman.codebook.furniture import furniture
from dragoman.codebook.load import Codebook, load
from dragoman.codebook.shapes import ConfidenceFile, Embedding, ReportingFile, WordClasses
from dragoman.codebook.shapes_speech import Speech
from dragoman.codebook.shapes_times import TimeWords
from dragoman.config import Config
from dragoman.errors import StageError
from dragoman.extract.addressed import address
from dragoman.extract.attribution import compile_reporting, find_attributions
from dragoman.extract.carrier import speak_for_carrier
from dragoman.extract.casualties import attach_tolls
from dragoman.extract.claims import make_claims
from dragoman.extract.confidence import weigh_claims
from dragoman.extract.denials import find_denials
from dragoman.extract.events import find_events
from dragoman.extract.joins import join_consequences
from dragoman.extract.lexicon import compile_cues
from dragoman.extract.named import SourceWords
from dragoman.extract.promises import add_threats_and_demands
from dragoman.extract.quotations import make_quotations
from dragoman.extract.relations import find_relation, weigh
from dragoman.extract.releases import in_own_words
from dragoman.extract.responsibility import add_blamed
from dragoman.extract.scene import EventRules, light_verbs
from dragoman.extract.sides import fill_only_foe, fill_other_side
from dragoman.extract.taken_up import take_up
from dragoman.extract.talks import add_mediators, fill_two_sides
from dragoman.extract.victims import fill_victims
from dragoman.extract.voices import assign_voices, attribution_voices, fill_accused
from dragoman.extract.where import fill_owners, place_acts
from dragoman.model.annotations import Annotations, Layout
from dragoman.model.claim import Happening, Voice
from dragoman.model.incident import Failure, Ledger
from dragoman.model.relation import Relation
from dragoman.model.text import Document, Parse, Passage, Quoted, Sentence, Span, index_at
from dragoman.reconcile.commitments import find_commitments
from dragoman.reconcile.incidents import find_incidents
from dragoman.reconcile.merge import merge
from dragoman.resolve.actors import find_mentions
from dragoman.resolve.bounds import published_bounds
from dragoman.resolve.dates import date_acts
from dragoman.resolve.names import Gazetteer
from dragoman.resolve.places import PlaceIndex, find_places
from dragoman.split.passages import split

_FAULTS = (StageError, ArithmeticError, LookupError, RecursionError, TypeError, ValueError)
"""What a stage may fail with on one document; the document then goes on without that stage."""

_MEANS = ("weapon", "firearm", "heavy_weapon", "projectile", "shot", "explosive", "attack", "violence", "gas")
"""Classes of what force is used with."""
LONGEST = 60_000
"""Characters that are read of one document: ten thousand words, more than any report we know."""

_TOGETHER = 40_000
"""Characters of documents that are parsed together: some three hundred sentences; more gain nothing."""

_T = TypeVar("_T")
_Step = Callable[[tuple[Happening, ...]], tuple[Happening, ...]]


class Reader:
    """Everything that reading a document needs, opened once; it keeps nothing of what it reads."""

    def __init__(self, config: Config, codebook: Codebook, grammar: Grammar, places: PlaceIndex) -> None:
        self.config = config
        self.codebook = codebook
        self.grammar = grammar
        self.places = places
        self.gazetteer = Gazetteer.compile(codebook)
        self.names = {a.code: a.name for a in codebook.actors}
        self.anaphora = codebook.language("actor_words", WordClasses)
        self.time_words = codebook.language("times", TimeWords)
        self.reporting = compile_reporting(ReportingFile(codebook.reporting), codebook.language("speech", Speech))
        speech = self.reporting.speech
        lists = (speech.landless, speech.guests, speech.bodies, speech.chiefs, speech.mouths, speech.men, speech.women)
        self.sources = SourceWords(*map(frozenset, lists))
        self.confidence = codebook.language("confidence", ConfidenceFile).fields
        embedding = codebook.language("embedding", Embedding)
        cues = compile_cues(codebook.events, codebook.classes.classes)
        self.rules = EventRules(cues, embedding.effects(), light_verbs(embedding.light))

    @cached_property
    def classifier(self) -> Classifier:
        """The learned typing of relations, opened when it is first asked.

        Raises:
            ConfigError: the model cannot be opened.
        """
        return Classifier.open()

    @classmethod
    def open(cls, config: Config | None = None) -> Reader:
        """Open the codebook, the grammar and the place index as the configuration says.

        Raises:
            ConfigError: the spaCy pipeline cannot be opened.
            CodebookError: the codebook does not load.
        """
        config = config or Config()
        codebook = load(config.codebook)
        words = codebook.language("place_words", WordClasses).classes
        reader = cls(config, codebook, Grammar.load(config.model), PlaceIndex.open(None, codebook.places, words))
        _settle()
        return reader

    def read(self, document: Document) -> Ledger:
        """Read one document into its ledger. A stage that fails becomes a row in ``failures``; the rest stands."""
        failures: list[Failure] = []
        return self._ledger(self.annotate(document, failures), failures)

    def read_many(self, documents: Iterable[Document]) -> Iterator[Ledger]:
        """Read documents into the ledgers that ``read`` gives for each, in order; cheaper, for grammar is found together.

        Documents are taken a few at a time, as ledgers are asked for.
        """
        for few in _together(documents):
            failures: list[list[Failure]] = [[] for _ in few]
            layouts = [self._lay_out(document, failed) for document, failed in zip(few, failures, strict=True)]
            parses = self._parsed_together(layouts, failures)
            for layout, parsed, failed in zip(layouts, parses, failures, strict=True):
                yield self._ledger(self._annotate(layout, parsed, failed), failed)

    def _ledger(self, notes: Annotations, failures: list[Failure]) -> Ledger:
        """What the acts of a document come to."""
        voices = _tried("voices", failures, lambda: attribution_voices(notes, self.sources))
        acts = self.acts(notes, voices, failures) if len(voices) == len(notes.attributions) else ()
        names = self.names
        events, digest = self.codebook.events, self.codebook.digest
        claims = _tried("claims", failures, lambda: merge(make_claims(acts, notes, events, digest, names)))
        claims = _kept("confidence", failures, lambda: weigh_claims(claims, notes, self.confidence), claims)
        least, speech = self.config.min_confidence, self.reporting.speech
        claims = tuple(c for c in claims if c.confidence is None or c.confidence["overall"] >= least)
        return Ledger(
            document=notes.document,
            claims=claims,
            quotations=_tried(
                "quotations", failures, lambda: make_quotations(notes, voices, speech.unquoted, speech.finders)
            ),
            incidents=_tried("incidents", failures, lambda: find_incidents(claims)),
            commitments=_tried("commitments", failures, lambda: find_commitments(claims, notes.document.text)),
            failures=tuple(failures),
        )

    def annotate(self, document: Document, failures: list[Failure] | None = None) -> Annotations:
        """Run the layers: marks, sentences, grammar, times, places, actors, attributions.

        Args:
            document: what to read.
            failures: where stages that fail are noted; without it the last one is lost with its layer.
        """
        failed = [] if failures is None else failures
        layout = self._lay_out(document, failed)
        return self._annotate(layout, self._parsed(layout, failed), failed)

    def _lay_out(self, document: Document, failed: list[Failure]) -> Layout:
        """What is known of a document before its grammar: marks, passages, sentences, quoted stretches."""
        text = document.text
        words = furniture(document.language, document.outlet, self.config.codebook)
        marks = _kept("clean", failed, lambda: mark(text, words, document.title, document.marks), document.marks)
        nothing: tuple[tuple[Passage, ...], tuple[Sentence, ...], tuple[Quoted, ...]] = ((), (), ())
        passages, sentences, quotes = _kept("split", failed, lambda: split(text, marks), nothing)
        sentences = _bounded(sentences, failed)
        text = text[: sentences[-1].span[1]] if sentences else text
        return Layout(replace(document, marks=marks), text, passages, sentences, quotes)

    def _annotate(self, layout: Layout, parses: tuple[Parse | None, ...], failed: list[Failure]) -> Annotations:
        """The layers that stand on sentences and their grammar."""
        document, text = layout.document, layout.text
        passages, sentences, quotes = layout.passages, layout.sentences, layout.quotes
        times = _tried("times", failed, lambda: find_times(text, document.published, self.time_words))
        found = _tried("actors", failed, lambda: find_mentions(text, parses, self.gazetteer, document.published))
        anaphora = self.anaphora
        plain = outside_labels(passages, found)
        mentions = _kept(
            "coreference",
            failed,
            lambda: resolve_anaphora(text, passages, sentences, parses, plain, words=anaphora),
            plain,
        )
        places = _tried("places", failed, lambda: find_places(text, self.places, mentions))
        home = _kept("home", failed, lambda: find_home(text, passages, sentences, mentions, places), None)
        mentions = _kept(
            "home", failed, lambda: settle_home(text, passages, sentences, mentions, places, words=anaphora), mentions
        )
        mentions = _kept("labels", failed, lambda: name_speakers(text, passages, found, mentions), mentions)
        attributions = _tried(
            "attribution", failed, lambda: find_attributions(text, passages, sentences, quotes, parses, self.reporting)
        )
        notes = Annotations(document, passages, sentences, quotes, parses, times, mentions, places, attributions, home)
        if document.published is not None:
            return notes
        bounds = _kept("bounds", failed, lambda: published_bounds(notes, self.codebook.actors), None)
        return replace(notes, document=replace(document, published_bounds=bounds))

    def _parsed(self, layout: Layout, failed: list[Failure]) -> tuple[Parse | None, ...]:
        """Parse what is coded; set-aside passages are not."""
        unread: tuple[Parse | None, ...] = (None,) * len(layout.sentences)
        return _kept("grammar", failed, lambda: self._grammar([layout])[0], unread)

    def _parsed_together(
        self, layouts: Sequence[Layout], failures: Sequence[list[Failure]]
    ) -> list[tuple[Parse | None, ...]]:
        """Parse documents together; where that fails each by itself, so that only its own grammar is lost to one."""
        try:
            return self._grammar(layouts)
        except _FAULTS:
            return [self._parsed(layout, failed) for layout, failed in zip(layouts, failures, strict=True)]

    def _grammar(self, layouts: Sequence[Layout]) -> list[tuple[Parse | None, ...]]:
        coded = [layout.coded() for layout in layouts]
        found = self.grammar.parse_many(
            [(layout.text, [layout.sentences[i] for i in these]) for layout, these in zip(layouts, coded, strict=True)]
        )
        every = []
        for layout, these, done in zip(layouts, coded, found, strict=True):
            parses: list[Parse | None] = [None] * len(layout.sentences)
            for i, parse in zip(these, done, strict=True):
                parses[i] = None if parse is None else repair(parse)
            every.append(tuple(parses))
        return every

    def acts(
        self, notes: Annotations, voices: tuple[Voice, ...], failures: list[Failure] | None = None
    ) -> tuple[Happening, ...]:
        """Find the acts and give each its parties, voice, place, day and toll."""
        failed = [] if failures is None else failures
        disasters = self.rules.cues.classes.get("disaster", frozenset())
        sayings = self.rules.cues.classes.get("saying", frozenset())
        means = frozenset[str]().union(*(self.rules.cues.classes.get(name, frozenset()) for name in _MEANS))
        steps: tuple[tuple[str, _Step], ...] = (
            ("mediators", lambda acts: add_mediators(acts, notes)),
            ("sides", lambda acts: fill_two_sides(acts, notes)),
            ("where", lambda acts: place_acts(acts, notes)),
            ("casualties", lambda acts: attach_tolls(acts, notes, voices, disasters)),
            ("joins", lambda acts: join_consequences(acts, notes)),
            ("carrier", lambda acts: speak_for_carrier(acts, notes)),
            ("blame", lambda acts: add_blamed(acts, notes)),
            ("voices", lambda acts: assign_voices(acts, notes, voices)),
            ("promises", lambda acts: add_threats_and_demands(acts, notes, voices)),
            ("accused", lambda acts: fill_other_side(fill_only_foe(fill_accused(acts, notes)), notes)),
            ("owners", lambda acts: fill_owners(acts, notes)),
            ("denials", lambda acts: in_own_words(find_denials(acts, notes, voices, self.rules.cues.nouns), notes)),
            ("taken up", lambda acts: take_up(acts, notes, self.rules.cues.nouns)),
            ("victims", lambda acts: fill_victims(acts, notes, means)),
            ("dates", lambda acts: date_acts(acts, notes)),
            ("addressed", lambda acts: address(acts, notes, sayings)),
        )
        acts = _tried("events", failed, lambda: find_events(notes, self.rules, self._typist(notes)))
        for name, step in steps:
            acts = _stepped(name, failed, step, acts)
        return acts

    def _typist(self, notes: Annotations) -> Callable[[Span, Span], Mapping[str, float]]:
        """The classifier on the sentences of one document, opened when a verb first needs it, asked once about two parties."""

        @cache
        def chances(source: Span, target: Span) -> Mapping[str, float]:
            classifier = self.classifier
            at = index_at(notes.sentences, source[0])
            first, last = notes.sentences[at].span if at is not None else (0, len(notes.document.text))
            spans = [(start - first, end - first) for start, end in (source, target)]
            scores = classifier.scores(notes.document.text[first:last], *spans)
            return weigh(scores, {}, classifier.blend).probabilities

        return chances

    def known_verbs(self) -> frozenset[str]:
        """Lemmas of verbs that a list explains: cues of acts, reporting verbs, words that act on what depends on them."""
        reporting = {lemma.split()[0] for entry in self.codebook.reporting for lemma in entry.lemmas}
        light = {lemma for lemmas in self.rules.light.values() for lemma in lemmas}
        return frozenset({*self.rules.cues.verbs, *reporting, *self.rules.embedding, *light})

    def relation(self, document: Document, source: Span | None, target: Span | None) -> Relation:
        """Type what ``source`` does to ``target`` in a sentence."""
        return self.relations([(document, source, target)])[0]

    def relations(self, asked: Sequence[tuple[Document, Span | None, Span | None]]) -> list[Relation]:
        """Type what the first span does to the second in each sentence; cheaper for many together."""
        classifier, rules, events = self.classifier, self.rules, self.codebook.events
        every = self._sentence_notes([document for document, _, _ in asked])
        return [
            find_relation(
                notes, source, target, rules, events, classifier.scores(document.text, source, target), classifier.blend
            )
            for notes, (document, source, target) in zip(every, asked, strict=True)
        ]

    def sentence_notes(self, document: Document) -> Annotations:
        """The layers that typing a relation takes: sentences, grammar and actors."""
        return self._sentence_notes([document])[0]

    def _sentence_notes(self, documents: Sequence[Document]) -> list[Annotations]:
        layouts = [Layout(document, document.text, *split(document.text, ())) for document in documents]
        return [self._with_actors(layout, parses) for layout, parses in zip(layouts, self._grammar(layouts), strict=True)]

    def _with_actors(self, layout: Layout, parses: tuple[Parse | None, ...]) -> Annotations:
        document = layout.document
        mentions = find_mentions(document.text, parses, self.gazetteer, document.published)
        return Annotations(document, layout.passages, layout.sentences, layout.quotes, parses, (), mentions)


def _together(documents: Iterable[Document]) -> Iterator[list[Document]]:
    """Documents, as many at a time as are worth parsing together."""
    few: list[Document] = []
    length = 0
    for document in documents:
        few.append(document)
        length += len(document.text)
        if length >= _TOGETHER:
            yield few
            few, length = [], 0
    if few:
        yield few


def _bounded(sentences: tuple[Sentence, ...], failures: list[Failure]) -> tuple[Sentence, ...]:
    """As much of a document as any report is long; what follows is not read, and the ledger says so."""
    within, length = 0, 0
    while within < len(sentences) and length <= LONGEST:
        start, end = sentences[within].span
        within, length = within + 1, length + end - start
    if within < len(sentences):
        rest = (sentences[within].span[0], sentences[-1].span[1])
        failures.append(Failure("split", f"longer than {LONGEST:,} characters: what follows is not read", rest))
    return sentences[:within]


def _settle() -> None:
    """Keep the collector from walking through grammar and codebook over and over: they live as long as the process.

    Measured over the sample reports: a fifth less processor time, the same memory.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(200_000, 20, 50)
    atexit.register(gc.unfreeze)  # the interpreter's last collection must find everything, or extension modules report leaks


def _stepped(name: str, failures: list[Failure], step: _Step, acts: tuple[Happening, ...]) -> tuple[Happening, ...]:
    return _kept(name, failures, lambda: step(acts), acts)


def _tried(stage: str, failures: list[Failure], run: Callable[[], tuple[_T, ...]]) -> tuple[_T, ...]:
    """What the stage finds, or nothing and a row in ``failures``."""
    return _kept(stage, failures, run, ())


def _kept(stage: str, failures: list[Failure], run: Callable[[], _T], otherwise: _T) -> _T:
    """What the stage gives, or ``otherwise`` and a row in ``failures``."""
    try:
        return run()
    except _FAULTS as error:
        reason = error.reason if isinstance(error, StageError) else f"{type(error).__name__}: {error}"
        failures.append(Failure(stage, reason))
        return otherwise
