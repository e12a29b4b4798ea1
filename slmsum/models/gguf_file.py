"""The container format GGUF: its metadata and where its tensors lie, read under limits.

The `gguf` package reads well-formed files only: on a truncated array it loops without end. So the
container is read here, each count checked against the bytes that are there, and the package is
used for what it does best, undoing the quantization.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from slmsum.errors import UnfitModel

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

MAX_ARRAY = 4_000_000
MAX_FIELDS = 10_000
MAX_TENSORS = 100_000

_SCALARS = {
    0: "B",
    1: "b",
    2: "H",
    3: "h",
    4: "I",
    5: "i",
    6: "f",
    7: "?",
    10: "Q",
    11: "q",
    12: "d",
}
_STRING, _ARRAY = 8, 9


@dataclass(frozen=True, slots=True)
class GgufTensor:
    """Where a tensor lies: `shape` has the rows first, `kind` is GGML's number of its encoding."""

    name: str
    shape: tuple[int, ...]
    kind: int
    offset: int
    bytes: int


@dataclass(frozen=True)
class GgufFile:
    """Metadata by key, and tensors by name."""

    path: Path
    fields: dict[str, Any]
    tensors: dict[str, GgufTensor]

    def load(self, tensor: GgufTensor) -> npt.NDArray[np.float32]:
        """The tensor's values as float32; raises UnfitModel where its encoding is not known."""
        import numpy as np
        from gguf import GGMLQuantizationType
        from gguf.quants import dequantize

        try:
            with self.path.open("rb") as stream:
                stream.seek(tensor.offset)
                raw = np.frombuffer(stream.read(tensor.bytes), np.uint8)
            values = dequantize(raw, GGMLQuantizationType(tensor.kind))
            array = np.ascontiguousarray(values, np.float32).reshape(tensor.shape)
        except (ValueError, NotImplementedError, OSError) as error:
            raise UnfitModel(
                self.path, f"its tensor {tensor.name} cannot be read ({error})"
            ) from error
        if not np.isfinite(array).all():
            raise UnfitModel(
                self.path, f"its tensor {tensor.name} holds values that are no numbers"
            )
        return array


def open_gguf(path: Path) -> GgufFile:
    """Read the metadata of a GGUF file; raises UnfitModel with the reason."""
    import mmap

    try:
        with path.open("rb") as stream:
            if path.stat().st_size < 24:
                raise UnfitModel(path, "too short for a GGUF file")
            with mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
                return _Cursor(path, data).file()
    except OSError as error:
        raise UnfitModel(path, f"cannot be read: {error.strerror or error}") from error


class _Cursor:
    """A position in the file that refuses to leave it."""

    def __init__(self, path: Path, data: Any) -> None:
        self.path = path
        self.data = data
        self.size = len(data)
        self.at = 0

    def file(self) -> GgufFile:
        if self.data[:4] != b"GGUF":
            raise UnfitModel(self.path, "not a GGUF file")
        self.at = 4
        version = self.scalar("I")
        if version not in (2, 3):
            raise UnfitModel(self.path, f"its GGUF version is {version}; 2 and 3 are supported")
        tensor_count = self.count("Q", "tensors", MAX_TENSORS)
        field_count = self.count("Q", "fields", MAX_FIELDS)
        fields: dict[str, Any] = {}
        for _ in range(field_count):
            key = self.string()
            fields[key] = self.value(self.scalar("I"))
        infos = [self.tensor_info() for _ in range(tensor_count)]
        alignment = fields.get("general.alignment", 32)
        if not isinstance(alignment, int) or not 0 < alignment <= 1 << 20:
            raise UnfitModel(self.path, f"its alignment is {alignment!r}")
        start = -(-self.at // alignment) * alignment
        return GgufFile(self.path, fields, {i[0]: self.place(start, *i) for i in infos})

    def take(self, length: int) -> int:
        """Move on by `length` bytes and return where they begin."""
        start = self.at
        if length > self.size - start:
            raise UnfitModel(
                self.path,
                f"truncated GGUF file: {length:,} bytes wanted at {start:,} of {self.size:,}",
            )
        self.at += length
        return start

    def scalar(self, code: str) -> Any:
        pattern = "<" + code
        return struct.unpack_from(pattern, self.data, self.take(struct.calcsize(pattern)))[0]

    def count(self, code: str, what: str, limit: int) -> int:
        value = int(self.scalar(code))
        if value > limit:
            raise UnfitModel(self.path, f"broken GGUF file: it claims {value:,} {what}")
        return value

    def string(self) -> str:
        length = self.scalar("Q")
        start = self.take(length)
        return bytes(self.data[start : start + length]).decode("utf-8", errors="replace")

    def value(self, kind: int) -> Any:
        if kind in _SCALARS:
            return self.scalar(_SCALARS[kind])
        if kind == _STRING:
            return self.string()
        if kind != _ARRAY:
            raise UnfitModel(self.path, f"broken GGUF file: unknown field type {kind}")
        inner = self.scalar("I")
        count = self.count("Q", "values in an array", MAX_ARRAY)
        if inner == _STRING:
            return tuple(self.string() for _ in range(count))
        if inner not in _SCALARS:
            raise UnfitModel(self.path, f"broken GGUF file: an array of type {inner}")
        pattern = f"<{count}{_SCALARS[inner]}"
        return struct.unpack_from(pattern, self.data, self.take(struct.calcsize(pattern)))

    def tensor_info(self) -> tuple[str, tuple[int, ...], int, int]:
        name = self.string()
        rank = self.count("I", "dimensions in a tensor", 4)
        shape = tuple(int(self.scalar("Q")) for _ in range(rank))
        return name, shape[::-1], self.scalar("I"), self.scalar("Q")

    def place(
        self, start: int, name: str, shape: tuple[int, ...], kind: int, offset: int
    ) -> GgufTensor:
        from math import prod

        from gguf import GGML_QUANT_SIZES, GGMLQuantizationType

        try:
            block, size = GGML_QUANT_SIZES[GGMLQuantizationType(kind)]
        except (ValueError, KeyError) as error:
            raise UnfitModel(self.path, f"its tensor {name} has an unknown encoding") from error
        elements = prod(shape)
        if not shape or not elements or shape[-1] % block:
            raise UnfitModel(self.path, f"broken GGUF file: its tensor {name} has shape {shape}")
        length = elements // block * size
        if start + offset + length > self.size:
            raise UnfitModel(
                self.path, f"truncated GGUF file: its tensor {name} ends after the file does"
            )
        return GgufTensor(name, shape, kind, start + offset, length)
