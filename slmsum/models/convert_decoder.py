"""Write a decoder-only network as a CTranslate2 folder, without torch."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from slmsum.errors import UnfitModel
from slmsum.models.decoder_config import DecoderConfig
from slmsum.models.lora import Adapter
from slmsum.models.quantize import save, set_matrix
from slmsum.models.smoothing import Smoothing
from slmsum.progress import Progress, ProgressSink, ignore

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Array = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class TokenTable:
    """All tokens in order, and those that the runtime must know by name."""

    tokens: Sequence[str]
    bos: str
    eos: str
    unk: str


def convert_decoder(
    source: Path,
    config: DecoderConfig,
    weights: Mapping[str, Callable[[], Array]],
    table: TokenTable,
    folder: Path,
    *,
    adapter: Adapter | None = None,
    smoothing: Smoothing | None = None,
    int8: bool = True,
    progress: ProgressSink = ignore,
) -> None:
    """Write `weights` (Hugging Face names) with `adapter` merged in; raises UnfitModel.

    `source` is named in errors only; `smoothing` was measured on the weights with this adapter;
    `int8` False keeps float32, for comparisons.
    """
    builder = _Builder(source, config, weights, adapter, smoothing, int8=int8)
    spec = _spec(config)
    rows = _set_embeddings(builder, spec.decoder, len(table.tokens))
    for index, layer in enumerate(spec.decoder.layer):
        progress(Progress("Converting", index, config.layers))
        _set_layer(builder, layer, index)
    progress(Progress("Converting", config.layers, config.layers))
    spec.config.bos_token = table.bos
    spec.config.eos_token = table.eos
    spec.config.unk_token = table.unk
    spec.config.layer_norm_epsilon = config.rms_epsilon
    # Some files pad the embeddings; every row needs a name.
    padding = [f"<unused_row_{row}>" for row in range(len(table.tokens), rows)]
    spec.register_vocabulary([*table.tokens, *padding])
    folder.mkdir(parents=True, exist_ok=True)
    save(spec, folder)


class _Builder:
    """Fills parts of a specification from weights by name: checked, merged, quantized."""

    def __init__(
        self,
        source: Path,
        config: DecoderConfig,
        weights: Mapping[str, Callable[[], Array]],
        adapter: Adapter | None,
        smoothing: Smoothing | None,
        *,
        int8: bool,
    ) -> None:
        self.source = source
        self.config = config
        self.int8 = int8
        self._weights = weights
        self._adapter = adapter
        self._smoothing = smoothing
        unknown = sorted(set(adapter.pairs) - set(weights)) if adapter else []
        if unknown:
            raise UnfitModel(source, f"the adapter changes {unknown[0]}, which it has not")

    def has(self, name: str) -> bool:
        return name in self._weights

    def get(self, name: str, *shape: int | None) -> Array:
        if name not in self._weights:
            raise UnfitModel(self.source, f"the weight {name} is missing")
        array = self._weights[name]()
        fits = len(array.shape) == len(shape) and all(
            want is None or want == have for want, have in zip(shape, array.shape, strict=True)
        )
        if not fits:
            raise UnfitModel(self.source, f"the weight {name} has shape {array.shape}")
        merged = self._adapter.merge(name, array) if self._adapter else array
        return self._smoothing.apply(name, merged) if self._smoothing else merged

    def linear(self, spec: Any, name: str, rows: int, columns: int) -> None:
        set_matrix(spec, self.get(name + ".weight", rows, columns), int8=self.int8)
        if self.has(name + ".bias"):
            spec.bias = self.get(name + ".bias", rows)

    def norm(self, spec: Any, name: str, size: int | None = None) -> None:
        gamma = self.get(name + ".weight", size or self.config.hidden)
        spec.gamma = gamma + 1 if self.config.norm_offset else gamma


def _spec(config: DecoderConfig) -> Any:
    from ctranslate2.specs import common_spec, transformer_spec
    from ctranslate2.specs.attention_spec import RotaryScalingType

    gemma = config.family.startswith("gemma")
    options: dict[str, Any] = {}
    if config.rope_frequencies:
        # Su with equal context lengths divides each frequency by its factor and does nothing else.
        options = {
            "rotary_scaling_type": RotaryScalingType.Su,
            "original_max_position_embeddings": config.context,
            "max_position_embeddings": config.context,
        }
    elif config.rope_scaling == "linear":
        options = {
            "rotary_scaling_type": RotaryScalingType.Linear,
            "rotary_scaling_factor": config.rope_factor,
        }
    return transformer_spec.TransformerDecoderModelSpec.from_config(
        config.layers,
        config.heads,
        activation=common_spec.Activation.GELUTanh if gemma else common_spec.Activation.SWISH,
        pre_norm=True,
        ffn_glu=True,
        rms_norm=True,
        rotary_dim=0,
        rotary_interleave=False,
        rotary_base=config.rope_base,
        num_heads_kv=config.kv_heads if config.kv_heads != config.heads else None,
        head_dim=config.head_dim,
        pre_post_layer_norm=config.family in ("gemma2", "gemma3"),
        qk_norm=config.family in ("qwen3", "gemma3"),
        **options,
    )


def _set_embeddings(builder: _Builder, top: Any, tokens: int) -> int:
    """Set the embeddings, the projection and the last norm; returns the number of rows."""
    hidden = builder.config.hidden
    embeddings = builder.get("model.embed_tokens.weight", None, hidden)
    rows = int(embeddings.shape[0])
    if rows < tokens:
        raise UnfitModel(builder.source, f"{tokens} tokens, but {rows} embeddings")
    set_matrix(top.embeddings, embeddings, int8=builder.int8)
    if builder.has("lm_head.weight"):
        builder.linear(top.projection, "lm_head", rows, hidden)
    else:
        top.projection.weight = top.embeddings.weight
        top.projection.weight_scale = top.embeddings.weight_scale
    top.scale_embeddings = builder.config.family.startswith("gemma")
    builder.norm(top.layer_norm, "model.norm")
    return rows


def _set_layer(builder: _Builder, layer: Any, index: int) -> None:
    config, prefix = builder.config, f"model.layers.{index}."
    attention, ffn = layer.self_attention, layer.ffn
    if config.family in ("gemma2", "gemma3"):
        builder.norm(layer.input_layer_norm, prefix + "input_layernorm")
        for name in ("post_attention", "pre_feedforward", "post_feedforward"):
            builder.norm(getattr(layer, f"{name}_layer_norm"), f"{prefix}{name}_layernorm")
    else:
        builder.norm(attention.layer_norm, prefix + "input_layernorm")
        builder.norm(ffn.layer_norm, prefix + "post_attention_layernorm")
    if config.family in ("qwen3", "gemma3"):
        builder.norm(attention.q_norm, prefix + "self_attn.q_norm", config.head_dim)
        builder.norm(attention.k_norm, prefix + "self_attn.k_norm", config.head_dim)
    _set_rotary(attention, index, config)
    _set_attention(builder, attention, prefix + "self_attn.")
    builder.linear(ffn.linear_0, prefix + "mlp.gate_proj", config.feed_forward, config.hidden)
    builder.linear(ffn.linear_0_noact, prefix + "mlp.up_proj", config.feed_forward, config.hidden)
    builder.linear(ffn.linear_1, prefix + "mlp.down_proj", config.hidden, config.feed_forward)


def _set_rotary(attention: Any, index: int, config: DecoderConfig) -> None:
    import numpy as np

    if config.rope_frequencies:
        factors = np.asarray(config.rope_frequencies, np.float32)
        attention.rotary_scaling_long_factor = factors
        attention.rotary_scaling_short_factor = factors
    if config.family != "gemma3":
        return
    everywhere = (index + 1) % config.sliding_pattern == 0
    base = config.rope_base if everywhere else config.local_rope_base
    attention.rotary_base = np.float32(base)
    if config.rope_scaling == "linear" and not everywhere:
        attention.rotary_scaling_factor = np.float32(1)


def _set_attention(builder: _Builder, attention: Any, prefix: str) -> None:
    """Set the fused query, key and value projection, and the output projection."""
    import numpy as np

    config = builder.config
    rows = {
        "q_proj": config.heads * config.head_dim,
        "k_proj": config.kv_heads * config.head_dim,
        "v_proj": config.kv_heads * config.head_dim,
    }
    parts = [builder.get(f"{prefix}{n}.weight", r, config.hidden) for n, r in rows.items()]
    set_matrix(attention.linear[0], np.concatenate(parts), int8=builder.int8)
    if any(builder.has(f"{prefix}{name}.bias") for name in rows):
        biases = [
            builder.get(f"{prefix}{n}.bias", r)
            if builder.has(f"{prefix}{n}.bias")
            else np.zeros(r, np.float32)
            for n, r in rows.items()
        ]
        attention.linear[0].bias = np.concatenate(biases)
    builder.linear(attention.linear[1], prefix + "o_proj", config.hidden, rows["q_proj"])
