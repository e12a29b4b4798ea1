"""Even out activations before quantization, so that int8 loses less.

A few channels of a transformer's activations are far larger than the others and take the int8 range
for themselves. Dividing a channel by a factor where it is made, and multiplying the weights that
read it, changes nothing in float32 and evens the ranges (SmoothQuant, Xiao et al. 2023). The
factors are found by `slmsum.training.smooth` and ship beside the adapter.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from slmsum.models.safetensors_file import open_safetensors

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Array = npt.NDArray[np.float32]

FILE = "smoothing.safetensors"

# The place in a layer that each weight reads: its columns are multiplied.
READS = {
    "self_attn.q_proj": "attention_input",
    "self_attn.k_proj": "attention_input",
    "self_attn.v_proj": "attention_input",
    "self_attn.o_proj": "attention_output",
    "mlp.gate_proj": "feed_forward_input",
    "mlp.up_proj": "feed_forward_input",
    "mlp.down_proj": "feed_forward_inner",
}
# The place that each weight makes: its rows are divided.
MAKES = {
    "input_layernorm": "attention_input",
    "self_attn.v_proj": "attention_output",
    "post_attention_layernorm": "feed_forward_input",
    "mlp.up_proj": "feed_forward_inner",
}


@dataclass(frozen=True)
class Smoothing:
    """Factors by "LAYER.PLACE"; those of the attention's output have a row for each value head."""

    factors: Mapping[str, Array]

    def apply(self, name: str, weight: Array) -> Array:
        """The weight of a Hugging Face name with its columns and rows scaled."""
        parts = name.split(".")
        if parts[:2] != ["model", "layers"] or parts[-1] != "weight":
            return weight
        layer, role = parts[2], ".".join(parts[3:-1])
        if role in READS:
            weight = weight * self._channels(f"{layer}.{READS[role]}", weight.shape[1])
        if role in MAKES:
            made = self._channels(f"{layer}.{MAKES[role]}", weight.shape[0])
            weight = weight / (made if weight.ndim == 1 else made[:, None])
        return weight

    def _channels(self, place: str, size: int) -> Array:
        """One factor a channel; a value head's serve all query heads that read it."""
        factors = self.factors[place]
        if factors.ndim == 2:
            return factors.repeat(size // factors.size, axis=0).reshape(-1)
        return factors


def read_smoothing(folder: Path | None) -> Smoothing | None:
    """The factors that ship beside an adapter, None where there are none; raises UnfitModel."""
    if folder is None or not (folder / FILE).is_file():
        return None
    return Smoothing({n: t.load() for n, t in open_safetensors(folder / FILE).items()})
