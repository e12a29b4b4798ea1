"""Look into a CTranslate2 model without loading it: what kind it is and whether it is whole."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import BinaryIO

from slmsum.errors import UnfitModel

_KINDS = {
    "TransformerDecoderSpec": "decoder",
    "TransformerSpec": "encoder-decoder",
    "TransformerEncoderSpec": "encoder",
}
# Bytes an element, by the number of the type in the file.
_WIDTHS = (4, 1, 2, 4, 2, 2)
_VERSIONS = (6,)
_EMBEDDINGS = re.compile(r"embeddings(_\d+)?/weight$")
_MAX_VARIABLES = 100_000


@dataclass(frozen=True, slots=True)
class Ct2Model:
    """The kind of a model (see `info.KINDS`) and how many tokens its embeddings have rows for."""

    kind: str
    vocabularies: frozenset[int]


def check_model_bin(path: Path) -> Ct2Model:
    """Walk over all variables of a model.bin without reading their values.

    Raises UnfitModel where the file is cut, claims absurd sizes or holds another kind of network.
    """
    try:
        with path.open("rb") as stream:
            return _walk(path, stream, path.stat().st_size)
    except struct.error as error:
        raise UnfitModel(path, "truncated CTranslate2 model") from error
    except OSError as error:
        raise UnfitModel(path, f"cannot be read: {error.strerror or error}") from error


def _walk(path: Path, stream: BinaryIO, size: int) -> Ct2Model:
    version = _number(stream, "I")
    if version not in _VERSIONS:
        raise UnfitModel(path, "not a CTranslate2 model, or one of another version")
    name = _string(stream)
    _revision, count = _number(stream, "I"), _number(stream, "I")
    if name not in _KINDS:
        raise UnfitModel(path, f"its network is {name or 'of no name'}, which is not supported")
    if not 0 < count <= _MAX_VARIABLES:
        raise UnfitModel(path, f"broken CTranslate2 model: it claims {count:,} variables")
    vocabularies = set()
    for _ in range(count):
        variable = _string(stream)
        rank = _number(stream, "B")
        shape = [_number(stream, "I") for _ in range(min(rank, 9))]
        kind, length = _number(stream, "B"), _number(stream, "I")
        if rank > 8 or kind >= len(_WIDTHS) or prod(shape) * _WIDTHS[kind] != length:
            raise UnfitModel(path, f"broken CTranslate2 model: its variable {variable}")
        if _EMBEDDINGS.search(variable) and rank == 2:
            vocabularies.add(shape[0])
        if stream.seek(length, 1) > size:
            raise UnfitModel(path, "truncated CTranslate2 model")
    for _ in range(_number(stream, "I")):
        _string(stream)
        _string(stream)
    return Ct2Model(_KINDS[name], frozenset(vocabularies))


def _number(stream: BinaryIO, code: str) -> int:
    pattern = "<" + code
    return int(struct.unpack(pattern, stream.read(struct.calcsize(pattern)))[0])


def _string(stream: BinaryIO) -> str:
    length = _number(stream, "H")
    raw = stream.read(length)
    if len(raw) != length:
        raise struct.error("cut")
    return raw.rstrip(b"\0").decode("utf-8", errors="replace")
