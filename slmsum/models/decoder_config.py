"""The shape of a decoder-only network, whatever file it came from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from slmsum.errors import UnfitModel

FAMILIES = ("llama", "qwen2", "qwen3", "gemma", "gemma2", "gemma3")

_LIMITS = {
    "layers": 256,
    "hidden": 32_768,
    "feed_forward": 262_144,
    "heads": 512,
    "kv_heads": 512,
    "head_dim": 1024,
    "vocabulary": 1_000_000,
    "context": 1 << 24,
}


@dataclass(frozen=True)
class DecoderConfig:
    """Hyperparameters of a decoder-only network; `head_dim` 0 means hidden / heads.

    `context` is at most the length in which no layer's sliding window hides a token: CTranslate2
    computes such windows in another way, and up to there the two are the same. `norm_offset` says
    that norm weights are stored as their difference from one, as `transformers` stores those of
    gemma (GGUF stores them whole). `rope_frequencies` are divisors, one a frequency. In gemma 3 the
    last layer of each `sliding_pattern` has `rope_base`, the others `local_rope_base`.
    """

    family: str
    layers: int
    hidden: int
    feed_forward: int
    heads: int
    kv_heads: int
    head_dim: int
    vocabulary: int
    context: int
    rope_base: float
    rms_epsilon: float
    rope_scaling: str = "none"
    rope_factor: float = 1.0
    rope_frequencies: tuple[float, ...] = ()
    sliding_pattern: int = 6
    local_rope_base: float = 10000.0
    norm_offset: bool = False

    def checked(self, path: Path) -> DecoderConfig:
        """The same with `head_dim` filled in; raises UnfitModel where a number is absurd."""
        for name, limit in _LIMITS.items():
            value = getattr(self, name)
            if name == "head_dim" and value == 0:
                continue
            if not isinstance(value, int) or not 0 < value <= limit:
                raise UnfitModel(path, f"its {name.replace('_', ' ')} is {value!r}")
        config = self if self.head_dim else replace(self, head_dim=self.hidden // self.heads)
        if config.heads % config.kv_heads or config.head_dim < 2 or config.head_dim % 2:
            raise UnfitModel(
                path,
                f"{config.heads} heads of {config.head_dim} do not fit {config.kv_heads} for keys",
            )
        if config.rope_scaling not in ("none", "linear"):
            raise UnfitModel(path, f"its rotary scaling {config.rope_scaling} is not supported")
        if not (0 < config.rms_epsilon < 1 and 1 < config.rope_base < 1e12):
            raise UnfitModel(path, "its norm epsilon or rotary base is absurd")
        if not 0 < config.rope_factor < 1e6:
            raise UnfitModel(path, f"its rotary scaling factor is {config.rope_factor}")
        if config.rope_frequencies and len(config.rope_frequencies) != config.head_dim // 2:
            raise UnfitModel(path, "its rotary frequencies do not fit its heads")
        return config
