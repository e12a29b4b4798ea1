"""Tiny random models in GGUF, one for each family, written as llama.cpp's converters write them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import gguf
import numpy as np

Array = np.ndarray


@dataclass(frozen=True)
class Shape:
    family: str
    layers: int = 3
    hidden: int = 32
    feed_forward: int = 48
    heads: int = 4
    kv_heads: int = 2
    head_dim: int = 8
    vocabulary: int = 300
    tied: bool = True
    biases: bool = False
    rope_base: float = 10000.0
    rope_factor: float = 0.0
    rope_frequencies: tuple[float, ...] = ()
    sliding_window: int = 0


SHAPES = {
    "llama": Shape("llama"),
    "llama-untied": Shape("llama", tied=False, kv_heads=4, biases=True),
    "llama-wide-heads": Shape("llama", head_dim=16, rope_base=500000.0),
    "llama-linear": Shape("llama", rope_factor=4.0),
    "llama3": Shape("llama", rope_frequencies=(1.0, 1.5, 4.0, 8.0)),
    "qwen2": Shape("qwen2", biases=True),
    "qwen3": Shape("qwen3", head_dim=16, tied=False),
    "gemma": Shape("gemma", kv_heads=1),
    "gemma2": Shape("gemma2"),
    "gemma3": Shape("gemma3", layers=7, sliding_window=16, rope_base=1000000.0),
    "gemma3-linear": Shape("gemma3", layers=7, sliding_window=16, rope_factor=8.0),
}


def weights_of(shape: Shape, seed: int) -> dict[str, Array]:
    """Random weights by their Hugging Face names; the norms of gemma are whole, as in GGUF."""
    random = np.random.default_rng(seed)
    q, kv = shape.heads * shape.head_dim, shape.kv_heads * shape.head_dim

    def matrix(rows: int, columns: int) -> Array:
        return random.normal(0, 1.5 / columns**0.5, (rows, columns)).astype(np.float32)

    def vector(size: int, middle: float = 0.0) -> Array:
        return random.normal(middle, 0.3, size).astype(np.float32)

    weights = {"model.embed_tokens.weight": matrix(shape.vocabulary, shape.hidden)}
    sandwich = shape.family in ("gemma2", "gemma3")
    for index in range(shape.layers):
        layer = {
            "self_attn.q_proj.weight": matrix(q, shape.hidden),
            "self_attn.k_proj.weight": matrix(kv, shape.hidden),
            "self_attn.v_proj.weight": matrix(kv, shape.hidden),
            "self_attn.o_proj.weight": matrix(shape.hidden, q),
            "mlp.gate_proj.weight": matrix(shape.feed_forward, shape.hidden),
            "mlp.up_proj.weight": matrix(shape.feed_forward, shape.hidden),
            "mlp.down_proj.weight": matrix(shape.hidden, shape.feed_forward),
            "input_layernorm.weight": vector(shape.hidden, 1.0),
            "post_attention_layernorm.weight": vector(shape.hidden, 1.0),
        }
        if sandwich:
            layer["pre_feedforward_layernorm.weight"] = vector(shape.hidden, 1.0)
            layer["post_feedforward_layernorm.weight"] = vector(shape.hidden, 1.0)
        if shape.family in ("qwen3", "gemma3"):
            layer["self_attn.q_norm.weight"] = vector(shape.head_dim, 1.0)
            layer["self_attn.k_norm.weight"] = vector(shape.head_dim, 1.0)
        if shape.biases:
            layer["self_attn.q_proj.bias"] = vector(q)
            layer["self_attn.k_proj.bias"] = vector(kv)
            layer["self_attn.v_proj.bias"] = vector(kv)
        weights |= {f"model.layers.{index}.{name}": value for name, value in layer.items()}
    weights["model.norm.weight"] = vector(shape.hidden, 1.0)
    if not shape.tied:
        weights["lm_head.weight"] = matrix(shape.vocabulary, shape.hidden)
    return weights


_NAMES = {
    "self_attn.q_proj": "attn_q",
    "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output",
    "self_attn.q_norm": "attn_q_norm",
    "self_attn.k_norm": "attn_k_norm",
    "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
    "input_layernorm": "attn_norm",
    "pre_feedforward_layernorm": "ffn_norm",
    "post_feedforward_layernorm": "post_ffw_norm",
    "model.embed_tokens": "token_embd",
    "model.norm": "output_norm",
    "lm_head": "output",
}


def gguf_name(name: str, family: str) -> str:
    stem, _, suffix = name.rpartition(".")
    if stem in _NAMES:
        return f"{_NAMES[stem]}.{suffix}"
    _, _, index, *rest = stem.split(".")
    part = ".".join(rest)
    if part == "post_attention_layernorm":
        short = "post_attention_norm" if family in ("gemma2", "gemma3") else "ffn_norm"
    else:
        short = _NAMES[part]
    return f"blk.{index}.{short}.{suffix}"


def permuted(array: Array, heads: int) -> Array:
    """The order of rows in which llama.cpp wants the queries and keys of llama models."""
    halves = array.reshape(heads, 2, array.shape[0] // heads // 2, *array.shape[1:])
    return np.ascontiguousarray(halves.swapaxes(1, 2).reshape(array.shape))


def bpe_vocabulary(size: int) -> list[str]:
    """Byte tokens as GPT-2 writes them, then control tokens, then made-up ones."""
    from tokenizers.pre_tokenizers import ByteLevel

    tokens = [*sorted(ByteLevel.alphabet()), "<s>", "</s>", "<unk>"]
    return tokens + [f"made{number}" for number in range(size - len(tokens))]


def write_gguf(
    path: Path,
    shape: Shape,
    weights: dict[str, Array],
    *,
    add_vocabulary: bool = True,
    chat_template: str = "",
    quantize: gguf.GGMLQuantizationType | None = None,
) -> Path:
    """Write a whole GGUF file; with `quantize`, the matrices whose rows fit are in that type."""
    writer = gguf.GGUFWriter(path, shape.family)
    writer.add_name("Tiny")
    writer.add_license("apache-2.0")
    add_shape(writer, shape)
    if add_vocabulary:
        tokens = bpe_vocabulary(shape.vocabulary)
        controls = [tokens.index(name) for name in ("<s>", "</s>", "<unk>")]
        add_bpe(writer, tokens, [], controls, pre="gpt-2")
        writer.add_bos_token_id(controls[0])
        writer.add_eos_token_id(controls[1])
        writer.add_unk_token_id(controls[2])
    if chat_template:
        writer.add_chat_template(chat_template)
    for name, value in weights.items():
        array = value
        if shape.family == "llama" and ".q_proj." in name:
            array = permuted(value, shape.heads)
        elif shape.family == "llama" and ".k_proj." in name:
            array = permuted(value, shape.kv_heads)
        add_tensor(writer, gguf_name(name, shape.family), array, quantize)
    if shape.rope_frequencies:
        writer.add_tensor("rope_freqs.weight", np.array(shape.rope_frequencies, np.float32))
    finish(writer)
    return path


def add_tensor(
    writer: gguf.GGUFWriter, name: str, array: Array, quantize: gguf.GGMLQuantizationType | None
) -> None:
    if quantize is None or array.ndim != 2 or array.shape[1] % 32:
        writer.add_tensor(name, array)
        return
    writer.add_tensor(name, gguf.quants.quantize(array, quantize), raw_dtype=quantize)


def add_shape(writer: gguf.GGUFWriter, shape: Shape) -> None:
    writer.add_context_length(512)
    writer.add_embedding_length(shape.hidden)
    writer.add_feed_forward_length(shape.feed_forward)
    writer.add_block_count(shape.layers)
    writer.add_head_count(shape.heads)
    writer.add_head_count_kv(shape.kv_heads)
    writer.add_key_length(shape.head_dim)
    writer.add_value_length(shape.head_dim)
    writer.add_rope_dimension_count(shape.head_dim)
    writer.add_rope_freq_base(shape.rope_base)
    writer.add_layer_norm_rms_eps(1e-5)
    if shape.rope_factor:
        writer.add_rope_scaling_type(gguf.RopeScalingType.LINEAR)
        writer.add_rope_scaling_factor(shape.rope_factor)
    if shape.sliding_window:
        writer.add_sliding_window(shape.sliding_window)


def add_bpe(
    writer: gguf.GGUFWriter,
    tokens: Sequence[str],
    merges: Sequence[str],
    controls: Sequence[int],
    *,
    pre: str,
) -> None:
    """Add a byte-level BPE vocabulary."""
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre(pre)
    writer.add_token_list(list(tokens))
    writer.add_token_types([3 if i in set(controls) else 1 for i in range(len(tokens))])
    if merges:
        writer.add_token_merges(list(merges))


def finish(writer: gguf.GGUFWriter) -> None:
    """Write what has been added and close the file."""
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
