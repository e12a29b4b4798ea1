"""The network that turns a second or two of speech into a point: near points are one voice.

It is the GE2E encoder of Wan et al. 2018 ("Generalized end-to-end loss for speaker verification")
as Resemblyzer trained it: three LSTM layers, a linear layer, ReLU, and a unit length.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from slmsum.errors import ModelCorrupt, UnfitModel
from slmsum.models.convert_ge2e import LAYERS, WEIGHTS_FILE, WIDTH
from slmsum.models.safetensors_file import open_safetensors
from slmsum.speech.mel import BANDS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Windows of this many frames, 1.6 s, are what the encoder was trained on.
FRAMES = 160

# Windows that go through the network together; more take more memory and gain no speed.
_BATCH = 128


@dataclass(frozen=True, slots=True, eq=False)
class _Layer:
    """Weights as (inputs, 4 x 256), gates in the order input, forget, cell, output."""

    inputs: NDArray[np.float32]
    hidden: NDArray[np.float32]
    bias: NDArray[np.float32]


class VoiceEncoder:
    """Embeds mel spectrograms; one object may serve many recordings."""

    def __init__(self, folder: Path) -> None:
        """Load the weights that `convert_ge2e` wrote; raises ModelCorrupt."""
        import numpy as np

        try:
            weights = {n: t.load() for n, t in open_safetensors(folder / WEIGHTS_FILE).items()}
            self._layers = [_layer(weights, number) for number in range(LAYERS)]
            self._linear = np.ascontiguousarray(weights["linear.weight"].T)
            self._bias = weights["linear.bias"]
        except (UnfitModel, KeyError) as error:
            raise ModelCorrupt(
                folder.parent.name, f"its weights cannot be read: {error}"
            ) from error

    def embed(self, mels: NDArray[np.float32]) -> NDArray[np.float32]:
        """Unit vectors, shape (n, 256), of spectrograms with shape (n, frames, 40).

        None of a vector's values is negative; it is all zeros where the network hears nothing.
        """
        import numpy as np

        out = np.empty((len(mels), WIDTH), np.float32)
        for start in range(0, len(mels), _BATCH):
            out[start : start + _BATCH] = self._batch(mels[start : start + _BATCH])
        return out

    def _batch(self, mels: NDArray[np.float32]) -> NDArray[np.float32]:
        # Time comes first, so that each step reads and writes one block of memory.
        sequence = mels.transpose(1, 0, 2)
        for layer in self._layers:
            sequence = _run(layer, sequence)
        return unit(_rectified(sequence[-1] @ self._linear + self._bias))


def unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """The vectors of the last axis at length 1; zeros stay zeros."""
    import numpy as np

    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    scaled: NDArray[np.float32] = (vectors / np.maximum(length, 1e-12)).astype(np.float32)
    return scaled


def _rectified(values: NDArray[np.float32]) -> NDArray[np.float32]:
    import numpy as np

    return np.maximum(values, np.float32(0))


def _layer(weights: dict[str, NDArray[np.float32]], number: int) -> _Layer:
    """A layer with the gates' inputs halved, since sigmoid(x) is (1 + tanh(x / 2)) / 2."""
    import numpy as np

    scale = np.full(4 * WIDTH, 0.5, np.float32)
    scale[2 * WIDTH : 3 * WIDTH] = 1
    inputs, hidden = weights[f"lstm.weight_ih_l{number}"], weights[f"lstm.weight_hh_l{number}"]
    bias = weights[f"lstm.bias_ih_l{number}"] + weights[f"lstm.bias_hh_l{number}"]
    assert inputs.shape[1] == (BANDS if number == 0 else WIDTH)
    return _Layer(
        np.ascontiguousarray(inputs.T * scale), np.ascontiguousarray(hidden.T * scale), bias * scale
    )


def _run(layer: _Layer, sequence: NDArray[np.float32]) -> NDArray[np.float32]:
    """The hidden states, shape (frames, n, 256), of an LSTM layer over (frames, n, inputs)."""
    import numpy as np

    frames, count, _ = sequence.shape
    out = np.empty((frames, count, WIDTH), np.float32)
    hidden = np.zeros((count, WIDTH), np.float32)
    cell = np.zeros((count, WIDTH), np.float32)
    gates = np.empty((count, 4 * WIDTH), np.float32)
    for step in range(frames):
        np.matmul(hidden, layer.hidden, out=gates)
        gates += sequence[step] @ layer.inputs
        gates += layer.bias
        np.tanh(gates, out=gates)
        enter, keep, new, leave = (gates[:, i * WIDTH : (i + 1) * WIDTH] for i in range(4))
        cell *= 0.5 + 0.5 * keep
        cell += (0.5 + 0.5 * enter) * new
        hidden = np.multiply(0.5 + 0.5 * leave, np.tanh(cell), out=out[step])
    return out
