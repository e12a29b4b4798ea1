"""Write a BERT sentence encoder as a CTranslate2 folder, without torch."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from slmsum.errors import UnfitModel
from slmsum.models.quantize import save, set_matrix
from slmsum.models.safetensors_file import SafeTensor, open_safetensors


def convert_bert(source: Path, folder: Path, *, int8: bool = True) -> None:
    """Convert a folder with model.safetensors, config.json and tokenizer.json; raises UnfitModel.

    `int8` False keeps float32, for comparisons.
    """
    from tokenizers import Tokenizer

    config = _config(source)
    weights = open_safetensors(source / "model.safetensors")
    try:
        tokenizer = Tokenizer.from_file(str(source / "tokenizer.json"))
    except Exception as error:  # the library raises plain Exception
        raise UnfitModel(source, f"its tokenizer.json cannot be read ({error})") from error
    vocabulary = sorted(tokenizer.get_vocab().items(), key=lambda item: item[1])
    try:
        spec = _spec(config, weights, int8)
    except KeyError as error:
        raise UnfitModel(source, f"the weight {error} is missing") from error
    spec.config.unk_token = "[UNK]"
    spec.config.layer_norm_epsilon = float(config["layer_norm_eps"])
    spec.register_vocabulary([token for token, _ in vocabulary])
    folder.mkdir(parents=True, exist_ok=True)
    try:
        save(spec, folder)
    except ValueError as error:
        raise UnfitModel(source, f"its parts do not fit ({error})") from error
    tokenizer.save(str(folder / "tokenizer.json"))


def _config(source: Path) -> dict[str, Any]:
    try:
        config = json.loads((source / "config.json").read_text(encoding="utf-8"))
        shape = (config["num_hidden_layers"], config["num_attention_heads"])
        fits = config["model_type"] == "bert" and config["hidden_act"] == "gelu"
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UnfitModel(source, f"its config.json cannot be read ({error})") from error
    if not fits or not all(isinstance(n, int) and 0 < n <= 256 for n in shape):
        raise UnfitModel(source, "not a BERT encoder")
    return dict(config)


def _spec(config: dict[str, Any], weights: Mapping[str, SafeTensor], int8: bool) -> Any:
    from ctranslate2.specs import common_spec, transformer_spec

    encoder = transformer_spec.TransformerEncoderSpec(
        config["num_hidden_layers"],
        config["num_attention_heads"],
        pre_norm=False,
        activation=common_spec.Activation.GELU,
        layernorm_embedding=True,
        num_source_embeddings=2,
        embeddings_merge=common_spec.EmbeddingsMerge.ADD,
    )
    spec = transformer_spec.TransformerEncoderModelSpec(encoder, pooling_layer=True)
    encoder.scale_embeddings = False
    load = {name.removeprefix("bert."): tensor.load for name, tensor in weights.items()}
    names = ("word_embeddings", "token_type_embeddings")
    for part, name in zip(encoder.embeddings, names, strict=True):
        set_matrix(part, load[f"embeddings.{name}.weight"](), int8=int8)
    encoder.position_encodings.encodings = load["embeddings.position_embeddings.weight"]()
    _set_norm(encoder.layernorm_embedding, load, "embeddings.LayerNorm")
    _set_linear(spec.pooler_dense, load, ["pooler.dense"], int8)
    for index, layer in enumerate(encoder.layer):
        prefix = f"encoder.layer.{index}."
        attention, ffn = layer.self_attention, layer.ffn
        inputs = [f"{prefix}attention.self.{name}" for name in ("query", "key", "value")]
        _set_linear(attention.linear[0], load, inputs, int8)
        _set_linear(attention.linear[1], load, [f"{prefix}attention.output.dense"], int8)
        _set_norm(attention.layer_norm, load, f"{prefix}attention.output.LayerNorm")
        _set_linear(ffn.linear_0, load, [f"{prefix}intermediate.dense"], int8)
        _set_linear(ffn.linear_1, load, [f"{prefix}output.dense"], int8)
        _set_norm(ffn.layer_norm, load, f"{prefix}output.LayerNorm")
    return spec


def _set_linear(spec: Any, load: Mapping[str, Any], names: list[str], int8: bool) -> None:
    import numpy as np

    set_matrix(spec, np.concatenate([load[f"{n}.weight"]() for n in names]), int8=int8)
    spec.bias = np.concatenate([load[f"{n}.bias"]() for n in names])


def _set_norm(spec: Any, load: Mapping[str, Any], name: str) -> None:
    spec.gamma = load[f"{name}.weight"]()
    spec.beta = load[f"{name}.bias"]()
