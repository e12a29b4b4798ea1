"""A torch checkpoint read as plain data: the values are right, and hostile files do nothing."""

import pickle
import struct
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from slmsum.errors import UnfitModel
from slmsum.models.convert_ge2e import convert_ge2e
from slmsum.models.torch_file import read_torch

STORAGE = b"ctorch\nFloatStorage\n"
REBUILD = b"ctorch._utils\n_rebuild_tensor_v2\n"
ORDERED = b"ccollections\nOrderedDict\n"


def text(value: str) -> bytes:
    return b"X" + struct.pack("<I", len(value)) + value.encode()


def number(value: int) -> bytes:
    return b"J" + struct.pack("<i", value)


def tensor(key: str, held: int, offset: int, shape: list[int], strides: list[int]) -> bytes:
    """The operations that torch writes for a tensor."""
    parts = b"(" + text("storage") + STORAGE + text(key) + text("cpu") + number(held) + b"NtQ"
    sizes = b"(" + b"".join(map(number, shape)) + b"t(" + b"".join(map(number, strides)) + b"t"
    return REBUILD + b"(" + parts + number(offset) + sizes + b"\x89" + ORDERED + b")RtR"


def checkpoint(content: bytes, storages: dict[str, list[float]]) -> bytes:
    heads = (0x1950A86A20F9469CFC6C, 1001, {"protocol_version": 1001, "little_endian": True})
    out = b"".join(pickle.dumps(head, 2) for head in heads) + b"\x80\x02" + content + b"."
    out += pickle.dumps(list(storages), 2)
    for values in storages.values():
        out += struct.pack("<q", len(values)) + np.array(values, "<f4").tobytes()
    return out


def table(name: str, value: bytes) -> bytes:
    return b"}" + text("weights") + b"}" + text(name) + value + b"ss"


WHOLE = checkpoint(table("w", tensor("7", 6, 2, [2, 2], [2, 1])), {"7": [0, 1, 2, 3, 4, 5]})


def read(data: bytes, folder: Path) -> dict[str, np.ndarray]:
    path = folder / "model.pt"
    path.write_bytes(data)
    return read_torch(path, "weights")


def test_a_tensor_comes_out_of_its_place_in_a_storage(tmp_path: Path) -> None:
    (found,) = read(WHOLE, tmp_path).values()
    assert found.tolist() == [[2, 3], [4, 5]]
    assert found.dtype == np.float32


@pytest.mark.parametrize(
    "value",
    [
        b"cos\nsystem\n(" + text("true") + b"tR",
        b"cbuiltins\neval\n(" + text("1") + b"tR",
        b"\x93",
        b"ios\nsystem\n",
        tensor("7", 6, 3, [2, 2], [2, 1]),
        tensor("7", 6, 0, [2, 2], [1, 2]),
        tensor("7", 6, -1, [2, 2], [2, 1]),
        tensor("7", 99, 0, [9, 9], [9, 1]),
        tensor("8", 6, 0, [2, 2], [2, 1]),
        tensor("7", 6, 0, [2_000_000_000] * 8, [1] * 8),
        tensor("7", 6, 0, [2, 2], [2]),
        REBUILD + b")R",
        ORDERED + b"(K\x01tR",
        b"h\x63",
        b"r\xff\xff\xff\x7f" + b"0" * 50,
        b"R",
        b"t",
        b"\x86\x86",
    ],
)
def test_what_is_no_tensor_is_refused(value: bytes, tmp_path: Path) -> None:
    with pytest.raises(UnfitModel):
        read(checkpoint(table("w", value), {"7": [0, 1, 2, 3, 4, 5]}), tmp_path)


def test_nested_tuples_take_no_time(tmp_path: Path) -> None:
    bomb = b")q\x00" + b"h\x00h\x00\x86q\x00" * 100
    for value in (b"}" + bomb + b"K\x01s", b"(" + bomb + b"tQ"):
        with pytest.raises(UnfitModel):
            read(checkpoint(table("w", value), {}), tmp_path)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"\x80\x02}.", WHOLE[:40], WHOLE * 2])
def test_other_files_are_refused_or_read(data: bytes, tmp_path: Path) -> None:
    if data == WHOLE * 2:
        assert len(read(data, tmp_path)) == 1
        return
    with pytest.raises(UnfitModel, match="not a torch checkpoint"):
        read(data, tmp_path)


@given(end=st.integers(0, len(WHOLE) - 1))
@settings(deadline=None)
def test_a_cut_file_is_refused(end: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    with pytest.raises(UnfitModel):
        read(WHOLE[:end], tmp_path_factory.getbasetemp())


@given(changes=st.dictionaries(st.integers(0, len(WHOLE) - 1), st.integers(0, 255), max_size=8))
@example(changes={99: ord("\\")})
@settings(deadline=None, max_examples=300)
def test_a_changed_file_is_read_or_refused(
    changes: dict[int, int], tmp_path_factory: pytest.TempPathFactory
) -> None:
    data = bytearray(WHOLE)
    for place, value in changes.items():
        data[place] = value
    try:
        read(bytes(data), tmp_path_factory.getbasetemp())
    except UnfitModel as error:
        assert "\n" not in error.message


def test_another_checkpoint_is_no_voice_encoder(tmp_path: Path) -> None:
    content = WHOLE.replace(text("weights"), text("model_state"))
    (tmp_path / "model.pt").write_bytes(content)
    with pytest.raises(UnfitModel, match=r"linear\.weight"):
        convert_ge2e(tmp_path / "model.pt", tmp_path / "out")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UnfitModel, match="cannot be read"):
        read_torch(tmp_path / "none.pt", "weights")
