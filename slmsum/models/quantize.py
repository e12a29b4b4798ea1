"""Set weights in a CTranslate2 specification, each quantized as soon as it is read.

CTranslate2's own `optimize` holds the whole model in float32 first; this needs one matrix of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Array = npt.NDArray[np.float32]


def set_matrix(spec: Any, weight: Array, *, int8: bool) -> None:
    """Give a linear or embedding its weight; int8 has one scale a row, as CTranslate2 has it."""
    import numpy as np

    if not int8:
        spec.weight = weight
        return
    peak = np.abs(weight).max(axis=1)
    peak[peak == 0] = 127.0
    # The scale of a row of tiny values must still be a finite float32.
    peak = np.maximum(peak, np.float32(127) / np.finfo(np.float32).max)
    scale = (np.float32(127) / peak).astype(np.float32)
    spec.weight = np.rint(weight * scale[:, None]).astype(np.int8)
    spec.weight_scale = scale


def save(spec: Any, folder: Any) -> None:
    """Check that the specification is whole and write it; equal weights are stored once."""
    spec.validate()
    spec.optimize()
    spec.save(str(folder))
