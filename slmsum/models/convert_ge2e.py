"""Write the GE2E voice encoder, published as a torch checkpoint, as a safetensors file."""

from __future__ import annotations

import json
from pathlib import Path

from slmsum.errors import UnfitModel
from slmsum.models.torch_file import read_torch

WEIGHTS_FILE = "model.safetensors"
LAYERS = 3
WIDTH = 256
_BANDS = 40


def convert_ge2e(path: Path, folder: Path) -> None:
    """Write the encoder's weights from the checkpoint at `path`; raises UnfitModel."""
    import numpy as np

    found = read_torch(path, "model_state")
    folder.mkdir(parents=True, exist_ok=True)
    header, offset, blocks = {}, 0, []
    for name, shape in _shapes().items():
        weight = found.get(name)
        if weight is None or weight.shape != shape:
            raise UnfitModel(path, f"not a GE2E voice encoder: its {name} is missing or another")
        if not np.isfinite(weight).all():
            raise UnfitModel(path, f"its {name} holds values that are no numbers")
        block = weight.astype("<f4").tobytes()
        ends = [offset, offset + len(block)]
        header[name] = {"dtype": "F32", "shape": list(shape), "data_offsets": ends}
        offset += len(block)
        blocks.append(block)
    head = json.dumps(header).encode()
    with (folder / WEIGHTS_FILE).open("wb") as stream:
        stream.write(len(head).to_bytes(8, "little") + head)
        stream.writelines(blocks)


def _shapes() -> dict[str, tuple[int, ...]]:
    shapes: dict[str, tuple[int, ...]] = {
        "linear.weight": (WIDTH, WIDTH),
        "linear.bias": (WIDTH,),
    }
    for layer in range(LAYERS):
        shapes[f"lstm.weight_ih_l{layer}"] = (4 * WIDTH, WIDTH if layer else _BANDS)
        shapes[f"lstm.weight_hh_l{layer}"] = (4 * WIDTH, WIDTH)
        shapes[f"lstm.bias_ih_l{layer}"] = shapes[f"lstm.bias_hh_l{layer}"] = (4 * WIDTH,)
    return shapes
