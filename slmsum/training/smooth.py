"""Find the factors that even out activations before quantization; see `slmsum.models.smoothing`.

Run as `python -m slmsum.training.smooth --gguf FILE --data FOLDER --adapter FOLDER`.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file

from slmsum.models.gguf_tokenizer import tokenizer_of
from slmsum.models.gguf_weights import read_gguf
from slmsum.models.lora import read_adapter
from slmsum.models.smoothing import FILE, READS
from slmsum.summarize import prompts
from slmsum.training.datasets import training_examples
from slmsum.training.network import load_network

# How much of the range's unevenness goes to the weights; 0.5 as in the paper, measured best here.
_SHARE = 0.5
_EXAMPLES, _MOST_TOKENS = 24, 700

Peaks = dict[str, torch.Tensor]


def factors(gguf: Path, data: Path, adapter: Path) -> Peaks:
    """Factors of each place of each layer, their geometric mean 1."""
    model = read_gguf(gguf)
    network = load_network(model, torch.float32)
    merged = read_adapter(adapter)
    with torch.no_grad():
        for name, weight in network.named_parameters():
            if merged is not None:
                weight.copy_(torch.from_numpy(merged.merge(name, weight.numpy().copy())))
    encode = tokenizer_of(gguf, model.vocabulary).encode_ids
    peaks = _activation_peaks(network)
    with torch.no_grad():
        for example in training_examples(data, 0, 0)[:_EXAMPLES]:
            task = example.tasks[0]
            text = prompts.prefix(example.body) + prompts.suffix(task.instruction) + task.target
            network.model(torch.tensor([encode(text)[:_MOST_TOKENS]]))
    heads = (model.config.kv_heads, -1, model.config.head_dim)
    return {
        place: _factors(peak.reshape(heads).amax(1) if "output" in place else peak)
        for place, peak in peaks.items()
    }


def _factors(peak: torch.Tensor) -> torch.Tensor:
    logs = peak.clamp(min=1e-5).log() * _SHARE
    return (logs - logs.mean()).exp().half().contiguous()


def _activation_peaks(network: Any) -> Peaks:
    """Watch the largest absolute value that each channel of each place takes."""
    peaks: Peaks = {}

    def watch(place: str) -> Callable[[Any, tuple[torch.Tensor, ...]], None]:
        def note(_module: Any, inputs: tuple[torch.Tensor, ...]) -> None:
            seen = inputs[0][0].abs().amax(0)
            peaks[place] = torch.maximum(peaks[place], seen) if place in peaks else seen

        return note

    for number, layer in enumerate(network.model.layers):
        for role, place in READS.items():
            if role not in ("self_attn.k_proj", "self_attn.v_proj", "mlp.up_proj"):
                layer.get_submodule(role).register_forward_pre_hook(watch(f"{number}.{place}"))
    return peaks


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the factors beside the adapter."""
    parser = argparse.ArgumentParser(description="Find smoothing factors for an adapter.")
    parser.add_argument("--gguf", type=Path, required=True, help="the pinned base model")
    parser.add_argument("--data", type=Path, required=True, help="folder with the training sets")
    parser.add_argument("--adapter", type=Path, required=True, help="folder of the adapter")
    options = parser.parse_args(arguments)
    found = factors(options.gguf, options.data, options.adapter)
    save_file(found, str(options.adapter / FILE))


if __name__ == "__main__":
    main()
