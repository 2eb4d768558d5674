"""One document, pure: a document in, its ledger out. The only place that knows the order of the stages."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from dragoman.annotate.coreference import resolve_anaphora
from dragoman.annotate.grammar import Grammar
from dragoman.annotate.repair import repair
from dragoman.annotate.times import find_times
from dragoman.clean.boilerplate import mark
from dragoman.codebook.load import Codebook, load
from dragoman.codebook.shapes import Embedding, ReportingFile, WordClasses
from dragoman.codebook.shapes_furniture import Furniture
from dragoman.codebook.shapes_speech import Speech
from dragoman.codebook.shapes_times import TimeWords
from dragoman.config import Config
from dragoman.extract.attribution import compile_reporting, find_attributions
from dragoman.extract.casualties import attach_tolls
from dragoman.extract.claims import make_claims, make_quotations
from dragoman.extract.denials import find_denials
from dragoman.extract.events import find_events
from dragoman.extract.joins import join_consequences
from dragoman.extract.lexicon import compile_cues
from dragoman.extract.promises import add_threats_and_demands
from dragoman.extract.scene import EventRules, light_verbs
from dragoman.extract.sides import fill_opponents
from dragoman.extract.talks import add_mediators, fill_two_sides
from dragoman.extract.voices import assign_voices, attribution_voices, fill_accused
from dragoman.extract.where import fill_owners, place_acts
from dragoman.model.annotations import Annotations
from dragoman.model.claim import Happening, Voice
from dragoman.model.incident import Ledger
from dragoman.model.keys import content_key
from dragoman.model.text import Document
from dragoman.reconcile.commitments import find_commitments
from dragoman.reconcile.incidents import find_incidents
from dragoman.reconcile.merge import merge
from dragoman.resolve.actors import find_mentions
from dragoman.resolve.bounds import published_bounds
from dragoman.resolve.dates import date_acts
from dragoman.resolve.names import Gazetteer
from dragoman.resolve.places import PlaceIndex, find_places
from dragoman.split.passages import split


class Reader:
    """Everything that reading a document needs, opened once; it keeps nothing of what it reads."""

    def __init__(self, config: Config, codebook: Codebook, grammar: Grammar, places: PlaceIndex) -> None:
        self.config = config
        self.codebook = codebook
        self.grammar = grammar
        self.places = places
        self.gazetteer = Gazetteer.compile(codebook)
        self.furniture = codebook.language("furniture", Furniture)
        self.time_words = codebook.language("times", TimeWords)
        embedding = codebook.language("embedding", Embedding)
        cues = compile_cues(codebook.events, codebook.classes.classes)
        self.reporting = compile_reporting(ReportingFile(codebook.reporting), codebook.language("speech", Speech))
        self.rules = EventRules(cues, embedding.effects(), light_verbs(embedding.light))

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
        return cls(config, codebook, Grammar.load(config.model), PlaceIndex.open(None, codebook.places, words))

    def annotate(self, document: Document) -> Annotations:
        """Run the layers: marks, sentences, grammar, times, places, actors, attributions."""
        text = document.text
        marks = mark(text, self.furniture, document.title, document.marks)
        document = replace(document, marks=marks)
        passages, sentences, quotes = split(text, marks)
        parses = tuple(p and repair(p) for p in self.grammar.parse(text, sentences))
        notes = Annotations(document, passages, sentences, quotes, parses)
        notes = replace(notes, times=find_times(text, document.published, self.time_words))
        mentions = find_mentions(text, parses, self.gazetteer, document.published)
        mentions = resolve_anaphora(text, passages, sentences, parses, mentions)
        notes = replace(notes, mentions=mentions, places=find_places(text, self.places, mentions))
        return replace(
            notes, attributions=find_attributions(text, passages, sentences, quotes, parses, self.reporting)
        )

    def read(self, document: Document) -> Ledger:
        """Read one document into its ledger."""
        notes = self.annotate(document)
        if document.published is None:
            bounds = published_bounds(notes, self.codebook.actors)
            notes = replace(notes, document=replace(notes.document, published_bounds=bounds))
        voices = attribution_voices(notes)
        acts = self.acts(notes, voices)
        claims = merge(make_claims(acts, notes, self.codebook.events, self.codebook.digest))
        return Ledger(
            document=notes.document,
            claims=claims,
            quotations=make_quotations(notes, voices),
            incidents=find_incidents(claims),
            commitments=find_commitments(claims, document.text),
        )

    def acts(self, notes: Annotations, voices: tuple[Voice, ...]) -> tuple[Happening, ...]:
        """Find the acts and give each its parties, voice, place, day and toll."""
        acts = find_events(notes, self.rules)
        acts = add_mediators(acts, notes)
        acts = fill_two_sides(acts, notes)
        acts = fill_owners(place_acts(acts, notes), notes)
        acts = attach_tolls(acts, notes, voices, self.rules.cues.classes.get("disaster", frozenset()))
        acts = join_consequences(acts, notes)
        acts = assign_voices(acts, notes, voices)
        acts = add_threats_and_demands(acts, notes, voices)
        acts = fill_opponents(fill_accused(acts, notes), notes)
        acts = find_denials(acts, notes, voices)
        return date_acts(acts, notes)


def make_document(text: str, published: date | None = None, outlet: str | None = None, title: str | None = None) -> Document:
    """A document from its text; the key covers the text alone."""
    return Document(content_key(text), text, title, outlet, None, published)
