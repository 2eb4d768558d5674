"""Write a trained model as int8 ONNX, and its tokenizer."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from encoder import RelationModel, load_tokenizer
from sentences import TYPES


def write(model: RelationModel, folder: Path) -> None:
    """Write ``relations.onnx``, ``relations.tokens.json`` and the names of the classes."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        whole = Path(scratch) / "whole.onnx"
        torch.onnx.export(
            model.eval(), (torch.tensor([[101, 2, 2425, 3, 102], [101, 3, 2, 102, 0]]),), str(whole), dynamo=False,
            input_names=["ids"], output_names=["types", "modes"], opset_version=17,
            dynamic_axes={"ids": {0: "rows", 1: "length"}, "types": {0: "rows"}, "modes": {0: "rows"}},
        )  # fmt: skip
        quantize_dynamic(str(whole), str(folder / "relations.onnx"), weight_type=QuantType.QInt8, per_channel=True)
    load_tokenizer().save(str(folder / "relations.tokens.json"), pretty=False)
    (folder / "relations.json").write_text(json.dumps({"types": TYPES}) + "\n")
    print(f"wrote {(folder / 'relations.onnx').stat().st_size / 1e6:.1f} MB")
