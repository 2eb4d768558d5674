"""Single layers over lines of JSON: one document in, one line out, in order, the id echoed exactly as given."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from msgspec import Raw, Struct

from dragoman.errors import DragomanError, InputError

if TYPE_CHECKING:
    from dragoman.config import Config
    from dragoman.pipeline import Reader

_ENCODER = msgspec.json.Encoder()
_NO_ID = Raw(b"null")
_FAULTS = (DragomanError, ArithmeticError, LookupError, RecursionError, TypeError, ValueError)
"""What one document may fail with and the next be read all the same."""

_T = TypeVar("_T")
Item = dict[str, Any]


class Request(Struct, frozen=True):
    """One document of a layer; offsets count code points of ``text``."""

    text: str
    published: date | None = None
    source: tuple[int, int] | None = None
    target: tuple[int, int] | None = None


class Layers:
    """The layers of one configuration; each opens only what it needs, at its first document."""

    def __init__(self, config: Config) -> None:
        self.config = config

    @cached_property
    def reader(self) -> Reader:
        """The whole reader, for the layers that need grammar."""
        from dragoman.pipeline import Reader

        return Reader.open(self.config)

    @cached_property
    def _codebook(self) -> Any:
        from dragoman.codebook.load import load

        return load(self.config.codebook)

    @cached_property
    def _time_words(self) -> Any:
        from dragoman.codebook.shapes_times import TimeWords

        return self._codebook.language("times", TimeWords)

    @cached_property
    def _places(self) -> Any:
        from dragoman.codebook.shapes import WordClasses
        from dragoman.resolve.places import PlaceIndex

        words = self._codebook.language("place_words", WordClasses).classes
        return PlaceIndex.open(None, self._codebook.places, words)

    def times(self, request: Request) -> list[Item]:
        """Find TIMEX3 expressions."""
        from dragoman.annotate.times import find_times

        found = find_times(request.text, request.published, self._time_words)
        return [
            {
                "start": one.span[0], "end": one.span[1], "type": one.kind, "value": one.value, "first": one.first,
                "last": one.last, "rule": one.rule,
            }
            for one in found
        ]  # fmt: skip

    def places(self, request: Request) -> list[Item]:
        """Find names of places with coordinates and country."""
        from dragoman.resolve.places import find_places

        return [
            {
                "start": one.span[0], "end": one.span[1], "name": one.name, "lat": one.lat, "lon": one.lon,
                "geonameid": one.geonameid, "country": one.country,
            }
            for one in find_places(request.text, self._places)
            if one.span is not None
        ]  # fmt: skip

    def attributions(self, request: Request) -> list[Item]:
        """Find who is given which words, and by which cue; what stands inside another's words is left out."""
        from dragoman.extract.attribution import outermost

        notes = self.reader.annotate(self._document(request))
        return [
            {"source": one.source, "cue": one.cue, "content": one.content, "kind": one.kind}
            for one in outermost(notes.attributions)
        ]

    def relations(self, request: Request) -> list[Item]:
        """Find what the source does to the target: one item."""
        return self.many_relations([request])[0]

    def many_relations(self, requests: Sequence[Request]) -> list[list[Item]]:
        """Find what ``relations`` finds for each request; cheaper, for their sentences are parsed together."""
        found = self.reader.relations([(self._document(r), r.source, r.target) for r in requests])
        return [
            [{"type": one.type, "probabilities": one.probabilities, "abstained": one.abstained}] for one in found
        ]

    def _document(self, request: Request) -> Any:
        from dragoman.model.keys import content_key
        from dragoman.model.text import Document

        return Document(content_key(request.text), request.text, published=request.published)


LAYERS: dict[str, Callable[[Layers, Request], list[Item]]] = {
    "times": Layers.times,
    "places": Layers.places,
    "attributions": Layers.attributions,
    "relations": Layers.relations,
}
"""Layer by name."""


TOGETHER: dict[str, Callable[[Layers, Sequence[Request]], list[list[Item]]]] = {"relations": Layers.many_relations}
"""Layers that are cheaper for many documents at a time, by name."""
_MOST = 128
"""Documents that are answered together."""
_BLOCK = 1 << 16
"""Bytes that are taken of a stream at once, or as many as are there."""


def annotate(lines: Iterable[bytes], layer: str, layers: Layers) -> Iterator[bytes]:
    """Run a layer over lines of JSON and give back a line for each, in order; blank lines are passed over.

    Where many documents together are cheaper, as many are taken as have come in: no line waits for the next one of a
    pipe. Of other iterables up to 128 lines are taken at once.

    Raises:
        ConfigError, CodebookError: what the layer needs cannot be opened; checked before the first line is read.
    """
    run, together = LAYERS[layer], TOGETHER.get(layer)
    run(layers, Request("Nothing."))
    if together is None:
        for line in lines:
            if line.strip():
                yield _one(line, run, layers)
        return
    for few in _arrived(lines):
        yield from _few(few, run, together, layers)


def _arrived(lines: Iterable[bytes]) -> Iterator[list[bytes]]:
    """Lines as they come in, some at a time."""
    read = getattr(lines, "read1", None)
    if read is None:
        yield from _some(lines)
        return
    begun: list[bytes] = []
    while block := read(_BLOCK):
        begun.append(block)
        if b"\n" in block:
            *whole, rest = b"".join(begun).split(b"\n")
            begun = [rest]
            yield from _some(whole)
    yield from _some([b"".join(begun)])


def _some(lines: Iterable[bytes]) -> Iterator[list[bytes]]:
    """Lines that are not blank, as many at a time as are worth it."""
    few: list[bytes] = []
    size = 0
    for line in lines:
        if line.strip():
            few.append(line)
            size += len(line)
        if len(few) == _MOST or size >= _BLOCK:
            yield few
            few, size = [], 0
    yield few


def _few(
    lines: Sequence[bytes],
    run: Callable[[Layers, Request], list[Item]],
    together: Callable[[Layers, Sequence[Request]], list[list[Item]]],
    layers: Layers,
) -> list[bytes]:
    """Answer lines together; where one of them is at fault, each by itself."""
    try:
        keyed = [_keyed(line) for line in lines]
        found = together(layers, [_request(line, layers.config.max_bytes) for line in lines])
        return [_ENCODER.encode({"id": key, "items": items}) + b"\n" for key, items in zip(keyed, found, strict=True)]
    except _FAULTS:
        return [_one(line, run, layers) for line in lines]


def _one(line: bytes, run: Callable[[Layers, Request], list[Item]], layers: Layers) -> bytes:
    key = _NO_ID
    try:
        key = _keyed(line)
        request = _request(line, layers.config.max_bytes)
        return _ENCODER.encode({"id": key, "items": run(layers, request)}) + b"\n"
    except _FAULTS as error:
        reason = str(error) or type(error).__name__
        return _ENCODER.encode({"id": key, "items": [], "error": reason}) + b"\n"


def _keyed(line: bytes) -> Raw:
    return _decode(line, dict[str, Raw], "the line is not a JSON object").get("id", _NO_ID)


def _request(line: bytes, limit: int) -> Request:
    request = _decode(line, Request, "the document is malformed")
    if len(request.text) > limit:
        raise InputError(f"the text is longer than {limit:,} characters")
    for span in (request.source, request.target):
        if span is not None and not 0 <= span[0] < span[1] <= len(request.text):
            raise InputError(f"the span {list(span)} lies outside the text")
    return request


def _decode(line: bytes, shape: type[_T], otherwise: str) -> _T:
    try:
        return msgspec.json.decode(line, type=shape)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{otherwise}: {error}") from error
