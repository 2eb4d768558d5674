"""The networks of a pipeline, run with less work and the same result.

What a word looks like is embedded once; the encoder's arithmetic is done in few passes over memory; and the parser steps
through many sentences at a time. spaCy's own loop of steps lets go of the interpreter's lock and takes it again for each
feature of each step, which costs more than the arithmetic; here it keeps the lock.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

_BATCH = 256
"""Sentences that go through the networks together: measured from 64 to 512, where it is cheapest."""
_FEW = 5
"""Sentences for which spaCy's own loop is cheaper, because a step costs the same for one as for ten."""
_ROWS = 32
"""Rows that a matrix product has at least: below, OpenBLAS adds up in another order, and the last digit would depend on
what else is in the batch."""
_MOST_LOOKS = 20_000
"""Embedded words that are kept: 8 MB."""
_EMBEDDING = ["extract_features", "list2ragged", "with_array", "with_array", "ragged2list"]
"""The layers of an embedding that looks at nothing but the word itself."""
_BLOCK = ["expand_window", "maxout", "layernorm"]
"""The layers of each block of an encoder; what it finds is added to what it was given."""
_EPSILON = 1e-8
"""What thinc adds to a variance."""


class Networks:
    """The tok2vec, tagger and parser of a pipeline as spaCy builds it."""

    def __init__(self, tok2vec: Any, tagger: Any, parser: Any) -> None:
        self._tok2vec, self._tagger, self._parser = tok2vec, tagger, parser
        embedding, encoder = tok2vec.model.layers
        self._looks, self._encoder = _Looks(embedding), _Encoder(encoder)

    @classmethod
    def of(cls, nlp: Any) -> Networks | None:
        """The networks of a pipeline, or none where it is built in another way."""
        if nlp.pipe_names != ["tok2vec", "tagger", "parser"]:
            return None
        tok2vec, tagger, parser = (nlp.get_pipe(name) for name in nlp.pipe_names)
        return cls(tok2vec, tagger, parser) if _plain(tok2vec) and _greedy(parser) else None

    def run(self, docs: Sequence[Any]) -> None:
        """Tag and parse tokenized documents in place."""
        full = [doc for doc in docs if len(doc)]
        for first in range(0, len(full), _BATCH):
            batch = full[first : first + _BATCH]
            self._tok2vec.set_annotations(batch, self._encoder.encode(self._looks.embed(batch)))
            self._tagger.set_annotations(batch, self._tagger.predict(batch))
            states = self._parser.predict(batch) if len(batch) < _FEW else self._parsed(batch)
            self._parser.set_annotations(batch, states)

    def _parsed(self, docs: Sequence[Any]) -> list[Any]:
        """The parser's final states: at each step the likeliest of its moves that are allowed, for all sentences at once."""
        import numpy as np  # only here, once grammar has said how many threads it may use

        states: list[Any] = self._parser.moves.init_batch(docs)
        steps = self._parser.model.predict(docs)
        weights, bias = steps.vec2scores.get_param("W").T, steps.vec2scores.get_param("b")
        waiting = [state for state in states if not state.is_final()]
        hidden = np.zeros((max(len(docs), _ROWS), len(weights)), dtype=np.float32)
        while waiting:
            rows = len(waiting)
            hidden[:rows] = steps.state2vec.predict(steps.get_token_ids(waiting))
            scores = hidden[: max(rows, _ROWS)] @ weights + bias
            waiting = self._parser.transition_states(waiting, scores[:rows])
        steps.clear_memory()
        return states


class _Looks:
    """Embeddings by what a word looks like (norm, prefix, suffix, shape, ...), each computed once and a bounded number kept."""

    def __init__(self, embedding: Any) -> None:
        import numpy as np

        self._features, *self._layers = embedding.layers
        self._rows: dict[bytes, int] = {}
        self._table = np.empty((_MOST_LOOKS, embedding.get_dim("nO")), dtype=np.float32)

    def embed(self, docs: Sequence[Any]) -> list[Any]:
        """One array per document, a row per token."""
        import numpy as np

        features = self._features.predict(docs)
        together = np.ascontiguousarray(np.concatenate(features))
        looks: list[bytes] = together.view(f"V{together.itemsize * together.shape[1]}").ravel().tolist()
        at = dict(zip(looks, range(len(looks)), strict=True))
        new = [look for look in at if look not in self._rows]
        if len(self._rows) + len(new) > len(self._table):
            new = list(at)
            self._rows.clear()
            if len(new) > len(self._table):
                self._table = np.empty((len(new), self._table.shape[1]), dtype=np.float32)
        if new:
            self._learn(new, together[np.resize([at[look] for look in new], max(len(new), _ROWS))])
        rows = self._table[[self._rows[look] for look in looks]]
        bounds = np.cumsum([0, *map(len, features)]).tolist()
        return [rows[first:last] for first, last in pairwise(bounds)]

    def _learn(self, new: Sequence[bytes], features: Any) -> None:
        """Embed words that are new: ``features`` has a row for each of them, and perhaps more."""
        found = [features]
        for layer in self._layers:
            found = layer.predict(found)
        first = len(self._rows)
        self._table[first : first + len(new)] = found[0][: len(new)]
        self._rows.update(zip(new, range(first, first + len(new)), strict=True))


class _Encoder:
    """Vectors of words in their surroundings: blocks of a window, a maxout layer and a normalisation, with room between texts."""

    def __init__(self, encoder: Any) -> None:
        self._room: int = encoder.attrs["pad"]
        self._blocks = [_block(_leaves(block)) for block in _blocks_of(encoder)]

    def encode(self, embedded: Sequence[Any]) -> list[Any]:
        """One array per document, a row per token, out of as many."""
        import numpy as np

        room, width = self._room, embedded[0].shape[1]
        starts = np.cumsum([1 + room, *(len(rows) + room for rows in embedded)]).tolist()
        # A row of zeros before the first and after the last, so that every row has neighbours.
        table = np.zeros((starts[-1] + 1, width), dtype=np.float32)
        for start, rows in zip(starts, embedded, strict=False):
            table[start : start + len(rows)] = rows
        step = table.strides[0]
        windows = np.lib.stride_tricks.as_strided(table, (len(table) - 2, 3 * width), (step, table.itemsize))
        for weights, bias, scale, shift in self._blocks:
            pieces = windows @ weights
            pieces += bias
            best = pieces[:, :width]
            for first in range(width, pieces.shape[1], width):
                best = np.maximum(best, pieces[:, first : first + width])
            variance = best.var(axis=1, keepdims=True) + _EPSILON
            best = (best - best.mean(axis=1, keepdims=True)) * variance**-0.5
            table[1:-1] += best * scale + shift
        return [table[start : start + len(rows)] for start, rows in zip(starts, embedded, strict=False)]


def _block(layers: dict[str, Any]) -> tuple[Any, Any, Any, Any]:
    """Weights and biases of a block, the maxout layer's pieces one beside the other, and the normalisation's two vectors."""
    weights, bias = (layers["maxout"].get_param(name) for name in ("W", "b"))
    columns = weights.transpose(1, 0, 2).reshape(-1, weights.shape[2]).copy().T
    return columns, bias.T.ravel().copy(), layers["layernorm"].get_param("G"), layers["layernorm"].get_param("b")


def _blocks_of(encoder: Any) -> list[Any]:
    """The residual blocks of an encoder."""
    return [block for chain in encoder.layers for block in chain.layers]


def _leaves(layer: Any) -> dict[str, Any]:
    """The layers that compute, by name, in their order."""
    return {one.name: one for one in layer.walk() if not one.layers and one.name != "dropout"}


def _plain(tok2vec: Any) -> bool:
    """Whether the component is an embedding of single words and an encoder of neighbours behind it."""
    layers: Any = getattr(getattr(tok2vec, "model", None), "layers", ())
    if len(layers) != 2 or [layer.name.partition("(")[0] for layer in layers[0].layers] != _EMBEDDING:
        return False
    if any(layer.attrs.get("pad") for layer in layers[0].layers) or "pad" not in layers[1].attrs:
        return False
    blocks = _blocks_of(layers[1])
    leaves = [_leaves(block) for block in blocks]
    return all(block.name.startswith("residual(") for block in blocks) and all(
        list(found) == _BLOCK and found["expand_window"].attrs["window_size"] == 1 for found in leaves
    )


def _greedy(parser: Any) -> bool:
    """Whether the parser takes one move after the other and has an upper layer that knows all moves."""
    if getattr(parser, "cfg", {}).get("beam_width") != 1 or not hasattr(parser, "transition_states"):
        return False
    attributes = parser.model.attrs
    return bool(attributes.get("has_upper")) and not attributes.get("unseen_classes")
