"""Low-rank adapters: read one and merge it into the weights it was trained on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from slmsum.errors import UnfitModel
from slmsum.models.safetensors_file import SafeTensor, open_safetensors
from slmsum.models.smoothing import FILE as SMOOTHING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Array = npt.NDArray[np.float32]

NO_ADAPTER = "none"
_CONFIG, _WEIGHTS = "adapter_config.json", "adapter_model.safetensors"
_PREFIX = "base_model.model."
_A, _B = ".lora_A.weight", ".lora_B.weight"


@dataclass(frozen=True)
class Adapter:
    """Pairs of low-rank matrices (A, B) by the weight they change, and what scales B A."""

    scale: float
    pairs: Mapping[str, tuple[SafeTensor, SafeTensor]]

    def merge(self, name: str, weight: Array) -> Array:
        """The weight of that name plus scale * B A; raises UnfitModel where shapes disagree."""
        pair = self.pairs.get(name)
        if pair is None:
            return weight
        down, up = (tensor.load() for tensor in pair)
        if (up.shape[0], down.shape[-1]) != weight.shape or up.shape[-1] != down.shape[0]:
            raise UnfitModel(pair[0].path, f"the adapter does not fit the model at {name}")
        return weight + self.scale * (up @ down)


def adapter_hash(folder: Path | None) -> str:
    """What tells one adapter from another: a hash over its files, "none" without one."""
    if folder is None or not (folder / _WEIGHTS).is_file():
        return NO_ADAPTER
    digest = hashlib.sha256()
    smoothing = [SMOOTHING] if (folder / SMOOTHING).is_file() else []
    for name in (_CONFIG, _WEIGHTS, *smoothing):
        try:
            digest.update((folder / name).read_bytes())
        except OSError as error:
            raise UnfitModel(folder, f"its {name} cannot be read") from error
    return digest.hexdigest()


def read_adapter(folder: Path | None) -> Adapter | None:
    """The adapter in a folder, None where there is none; raises UnfitModel."""
    if adapter_hash(folder) == NO_ADAPTER or folder is None:
        return None
    try:
        config = json.loads((folder / _CONFIG).read_text(encoding="utf-8"))
        rank, alpha = int(config["r"]), float(config["lora_alpha"])
        rank_stabilised = bool(config.get("use_rslora", False))
        if rank < 1:
            raise ValueError(f"rank {rank}")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UnfitModel(folder, f"its {_CONFIG} is broken ({error})") from error
    if config.get("use_dora") or config.get("rank_pattern") or config.get("alpha_pattern"):
        raise UnfitModel(folder, "DoRA and ranks that differ between layers are not supported")
    return Adapter(alpha / (rank**0.5 if rank_stabilised else rank), _pairs(folder))


def _pairs(folder: Path) -> dict[str, tuple[SafeTensor, SafeTensor]]:
    tensors = open_safetensors(folder / _WEIGHTS)
    pairs = {}
    for key, down in tensors.items():
        if not key.endswith(_A):
            continue
        up = tensors.get(key.removesuffix(_A) + _B)
        if up is None or len(up.shape) != 2 or len(down.shape) != 2:
            raise UnfitModel(folder, f"{key} has no counterpart")
        pairs[key.removesuffix(_A).removeprefix(_PREFIX) + ".weight"] = (down, up)
    if not pairs or 2 * len(pairs) != len(tensors):
        raise UnfitModel(folder, "it holds other tensors than pairs of low-rank matrices")
    return pairs
