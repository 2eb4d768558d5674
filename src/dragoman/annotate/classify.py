"""What a marked actor does to another, by the learned classifier: the only module that opens onnxruntime.

The model reads the sentence with both parties masked, so it knows what is done and not to whom. How it was made, and from
what, is in its card (``docs/model_card.md``).
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from dragoman.errors import ConfigError
from dragoman.model.relation import Blend
from dragoman.model.text import Span

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

BUILT = Path(__file__).parents[1] / "codebook" / "data" / "built"
SOURCE, TARGET = "[unused1]", "[unused2]"
"""What stands in place of the two parties."""
_LONGEST = 96
"""Word pieces that are read; the model was trained on no more."""
_WINDOW = 600
"""Characters kept on either side of the two parties of an endless sentence."""


class Classifier:
    """A loaded model; it keeps nothing of what it reads."""

    def __init__(self, session: InferenceSession, tokenizer: Tokenizer, blend: Blend) -> None:
        self._session, self._tokenizer = session, tokenizer
        self.blend = blend

    @classmethod
    def open(cls, folder: Path = BUILT) -> Classifier:
        """Open ``relations.onnx``, ``relations.tokens.json`` and ``relations.json`` of a folder, on one thread.

        Raises:
            ConfigError: a file is missing, malformed, or not the one that the weights were fitted to.
        """
        try:
            blend = msgspec.json.decode((folder / "relations.json").read_bytes(), type=Blend)
            model, tokens = ((folder / name).read_bytes() for name in ("relations.onnx", "relations.tokens.json"))
        except (OSError, msgspec.DecodeError) as error:
            raise ConfigError(f"the relation classifier in {folder} cannot be opened: {error}") from error
        if digest_of(model, tokens) != blend.model:
            raise ConfigError(f"the relation classifier in {folder} cannot be opened: its files do not belong together")
        from onnxruntime import InferenceSession, SessionOptions
        from tokenizers import Tokenizer

        options = SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        session = InferenceSession(model, options, providers=["CPUExecutionProvider"])
        return cls(session, Tokenizer.from_buffer(tokens), blend)

    def scores(self, text: str, source: Span | None, target: Span | None) -> dict[str, float]:
        """Score every type (and ``NONE``) for what ``source`` does to ``target``; higher is likelier, no probability.

        Args:
            text: what the spans address; a sentence, or a document of which the surroundings are read.
            source: the party that acts, or null.
            target: the party that it is done to, or null.
        """
        import numpy as np

        pieces = self._tokenizer.encode(masked(text, source, target)).ids
        if len(pieces) > _LONGEST:
            pieces = [*pieces[: _LONGEST - 1], pieces[-1]]
        (found,) = self._session.run(["types"], {"ids": np.array([pieces], dtype=np.int64)})
        return dict(zip(self.blend.types, (float(x) for x in found[0]), strict=True))


def digest_of(model: bytes, tokens: bytes) -> str:
    """Digest of the model and its tokenizer."""
    return hashlib.blake2b(model + tokens, digest_size=8).hexdigest()


def masked(text: str, source: Span | None, target: Span | None) -> str:
    """The text around the two parties, with a mark in place of each; where they overlap the target's wins."""
    marks = [(span, sign) for span, sign in ((target, TARGET), (source, SOURCE)) if span is not None]
    first = max(0, min((span[0] for span, _ in marks), default=0) - _WINDOW)
    last = max((span[1] for span, _ in marks), default=0) + _WINDOW
    parts, at = [], first
    for (start, end), sign in sorted(marks):
        parts += [text[at : max(at, start)], sign]
        at = max(at, end)
    return "".join([*parts, text[at:last]])
