"""Read a safetensors file with numpy alone, bfloat16 included, each claim checked.

The `safetensors` package cannot give bfloat16 to numpy, and a model in that type is common.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING, Any

from slmsum.errors import UnfitModel

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

MAX_HEADER = 32 * 1024 * 1024
_WIDTHS = {"F32": 4, "F16": 2, "BF16": 2}


@dataclass(frozen=True, slots=True)
class SafeTensor:
    """A tensor that has not been read yet; `offset` counts from the beginning of the file."""

    path: Path
    name: str
    kind: str
    shape: tuple[int, ...]
    offset: int

    def load(self) -> npt.NDArray[np.float32]:
        """Its values as float32; raises UnfitModel where some are no numbers."""
        import numpy as np

        count = prod(self.shape)
        raw = {"F32": "<f4", "F16": "<f2", "BF16": "<u2"}[self.kind]
        values = np.fromfile(self.path, raw, count, offset=self.offset)
        if values.size != count:
            raise UnfitModel(self.path, f"truncated: its tensor {self.name} cannot be read")
        if self.kind == "BF16":
            array = (values.astype(np.uint32) << 16).view(np.float32)
        else:
            array = values.astype(np.float32, copy=False)
        if not np.isfinite(array).all():
            raise UnfitModel(self.path, f"its tensor {self.name} holds values that are no numbers")
        return array.reshape(self.shape)


def open_safetensors(path: Path) -> Mapping[str, SafeTensor]:
    """The float tensors of a file by name, without their values; raises UnfitModel."""
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            length = int.from_bytes(stream.read(8), "little")
            if size < 8 or length > min(MAX_HEADER, size - 8):
                raise UnfitModel(path, f"not a safetensors file: a header of {length:,} bytes")
            header = json.loads(stream.read(length))
    except OSError as error:
        raise UnfitModel(path, f"cannot be read: {error.strerror or error}") from error
    except (ValueError, RecursionError) as error:
        raise UnfitModel(path, "not a safetensors file: its header is not JSON") from error
    if not isinstance(header, dict):
        raise UnfitModel(path, "not a safetensors file: its header is no table")
    header.pop("__metadata__", None)
    tensors = (_tensor(path, size, 8 + length, name, entry) for name, entry in header.items())
    return {tensor.name: tensor for tensor in tensors if tensor is not None}


def _tensor(path: Path, size: int, start: int, name: str, entry: Any) -> SafeTensor | None:
    try:
        kind, shape = entry["dtype"], tuple(entry["shape"])
        begin, end = entry["data_offsets"]
        if not all(type(n) is int and 0 <= n < 1 << 48 for n in (*shape, begin, end)):
            raise ValueError("a number is out of range")
    except (KeyError, TypeError, ValueError) as error:
        raise UnfitModel(path, f"broken safetensors file: tensor {name} ({error})") from error
    if kind not in _WIDTHS:
        return None
    if len(shape) > 8 or end - begin != prod(shape) * _WIDTHS[kind] or start + end > size:
        raise UnfitModel(path, f"truncated or broken safetensors file: tensor {name}")
    return SafeTensor(path, name, kind, shape, start + begin)
