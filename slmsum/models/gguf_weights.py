"""Read a GGUF file: shape of the network, weights by their Hugging Face names, vocabulary."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from slmsum.errors import UnfitModel
from slmsum.models.decoder_config import FAMILIES, DecoderConfig
from slmsum.models.gguf_file import GgufFile, GgufTensor, open_gguf

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Array = npt.NDArray[np.float32]

_TENSORS = {
    "attn_norm": "input_layernorm",
    "attn_q": "self_attn.q_proj",
    "attn_k": "self_attn.k_proj",
    "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj",
    "attn_q_norm": "self_attn.q_norm",
    "attn_k_norm": "self_attn.k_norm",
    "ffn_norm": "post_attention_layernorm",
    "ffn_gate": "mlp.gate_proj",
    "ffn_up": "mlp.up_proj",
    "ffn_down": "mlp.down_proj",
}
# Gemma 2 and 3 have a norm on both sides of attention and of the feed-forward part.
_SANDWICH_TENSORS = _TENSORS | {
    "post_attention_norm": "post_attention_layernorm",
    "ffn_norm": "pre_feedforward_layernorm",
    "post_ffw_norm": "post_feedforward_layernorm",
}
_TOP_TENSORS = {
    "token_embd": "model.embed_tokens",
    "output_norm": "model.norm",
    "output": "lm_head",
}


@dataclass(frozen=True)
class Vocabulary:
    """The tokenizer as GGUF stores it; `model` is gpt2 (byte BPE) or llama (SentencePiece)."""

    model: str
    pre: str
    tokens: tuple[str, ...]
    merges: tuple[str, ...]
    scores: tuple[float, ...]
    types: tuple[int, ...]
    bos: int | None
    eos: int | None
    unk: int | None
    eot: int | None
    add_bos: bool
    add_space_prefix: bool


@dataclass(frozen=True)
class GgufModel:
    """A GGUF file; `weights` maps Hugging Face names to functions that dequantise on call."""

    path: Path
    config: DecoderConfig
    vocabulary: Vocabulary
    chat_template: str
    weights: Mapping[str, Callable[[], Array]] = field(repr=False)

    def state(self) -> Iterator[tuple[str, Array]]:
        """All weights, dequantised to float32 one at a time, named as `transformers` names them."""
        for name, load in self.weights.items():
            yield name, load()


def read_gguf(path: Path) -> GgufModel:
    """Open a GGUF file without reading its weights; raises UnfitModel with the reason."""
    file = open_gguf(path)
    try:
        vocabulary = _vocabulary(file)
        config = _config(file, len(vocabulary.tokens))
    except (ValueError, TypeError, OverflowError) as error:
        raise UnfitModel(path, f"broken GGUF file: {error}") from error
    return GgufModel(
        path=path,
        config=config,
        vocabulary=vocabulary,
        chat_template=str(file.fields.get("tokenizer.chat_template", "")),
        weights=_weights(file, config),
    )


def _config(file: GgufFile, vocabulary: int) -> DecoderConfig:
    family = str(file.fields.get("general.architecture", "unknown"))
    if family not in FAMILIES:
        raise UnfitModel(file.path, f"its architecture is {family}, which is not supported")

    def have(name: str, default: Any = None) -> Any:
        return file.fields.get(f"{family}.{name}", default)

    if have("expert_count"):
        raise UnfitModel(file.path, "it is a mixture of experts, which is not supported")
    heads, context = have("attention.head_count"), have("context_length")
    window = int(have("attention.sliding_window", 0))
    config = DecoderConfig(
        family=family,
        layers=have("block_count"),
        hidden=have("embedding_length"),
        feed_forward=have("feed_forward_length"),
        heads=heads,
        kv_heads=have("attention.head_count_kv", heads),
        head_dim=have("attention.key_length", 0),
        vocabulary=vocabulary,
        context=min(context, window) if window > 0 else context,
        rope_base=float(have("rope.freq_base", 10000.0)),
        rms_epsilon=float(have("attention.layer_norm_rms_epsilon", 1e-6)),
        rope_scaling=str(have("rope.scaling.type", "none")),
        rope_factor=float(have("rope.scaling.factor", 1.0)),
        rope_frequencies=_rope_frequencies(file),
    )
    return config.checked(file.path)


def _rope_frequencies(file: GgufFile) -> tuple[float, ...]:
    """The divisors of Llama 3's scaled rotary embedding, which llama.cpp stores as a tensor."""
    tensor = file.tensors.get("rope_freqs.weight")
    if tensor is None or tensor.bytes > 1 << 16:
        return ()
    return tuple(float(value) for value in file.load(tensor).ravel())


def _vocabulary(file: GgufFile) -> Vocabulary:
    def have(name: str, default: Any = None) -> Any:
        return file.fields.get(f"tokenizer.ggml.{name}", default)

    model, tokens = have("model"), have("tokens")
    if not tokens or model not in ("gpt2", "llama"):
        raise UnfitModel(file.path, f"its tokenizer ({model or 'none'}) is not supported")

    def special(name: str) -> int | None:
        value = have(f"{name}_token_id")
        return value if isinstance(value, int) and 0 <= value < len(tokens) else None

    return Vocabulary(
        model=model,
        pre=str(have("pre", "default")),
        tokens=tuple(str(token) for token in tokens),
        merges=tuple(str(merge) for merge in have("merges", ())),
        scores=tuple(float(score) for score in have("scores", ())),
        types=tuple(int(kind) for kind in have("token_type", ())),
        bos=special("bos"),
        eos=special("eos"),
        unk=special("unknown"),
        eot=special("eot"),
        add_bos=bool(have("add_bos_token", model == "llama")),
        add_space_prefix=bool(have("add_space_prefix", True)),
    )


def _weights(file: GgufFile, config: DecoderConfig) -> dict[str, Callable[[], Array]]:
    weights: dict[str, Callable[[], Array]] = {}
    for tensor in file.tensors.values():
        name = _hugging_face_name(tensor.name, config.family)
        if name is not None:
            weights[name] = partial(_load, file, tensor, name, config)
    return weights


def _hugging_face_name(name: str, family: str) -> str | None:
    stem, _, suffix = name.rpartition(".")
    if stem in _TOP_TENSORS:
        return f"{_TOP_TENSORS[stem]}.{suffix}"
    parts = stem.split(".")
    names = _SANDWICH_TENSORS if family in ("gemma2", "gemma3") else _TENSORS
    if len(parts) == 3 and parts[0] == "blk" and parts[2] in names:
        return f"model.layers.{parts[1]}.{names[parts[2]]}.{suffix}"
    return None


def _load(file: GgufFile, tensor: GgufTensor, name: str, config: DecoderConfig) -> Array:
    array = file.load(tensor)
    if config.family == "llama" and ".q_proj." in name:
        return _unpermute(file.path, array, config.heads)
    if config.family == "llama" and ".k_proj." in name:
        return _unpermute(file.path, array, config.kv_heads)
    return array


def _unpermute(path: Path, array: Array, heads: int) -> Array:
    """Undo llama.cpp's reordering of query and key rows for its interleaved rotary embedding."""
    rows = array.shape[0]
    if rows % (2 * heads):
        raise UnfitModel(path, f"{rows} query or key rows do not split into {heads} heads")
    paired = array.reshape(heads, rows // heads // 2, 2, *array.shape[1:])
    return paired.swapaxes(1, 2).reshape(array.shape)
