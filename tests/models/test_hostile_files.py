"""Cut, mutated and made-up model files: one clear error each, in little memory and time."""

import json
import struct
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny import SHAPES, weights_of, write_gguf

from slmsum.errors import UnfitModel
from slmsum.models.convert import convert_gguf
from slmsum.models.ct2_folder import check_model_bin
from slmsum.models.gguf_file import open_gguf
from slmsum.models.gguf_weights import read_gguf
from slmsum.models.safetensors_file import open_safetensors

LIMIT = 32 * 1024 * 1024


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("whole") / "tiny.gguf"
    return write_gguf(path, SHAPES["llama"], weights_of(SHAPES["llama"], 1))


@pytest.fixture(scope="module")
def model_bin(whole: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("converted")
    convert_gguf(whole, folder)
    return folder / "model.bin"


def in_little_memory(read: Callable[[Path], object], path: Path) -> None:
    tracemalloc.start()
    try:
        read(path)
    finally:
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < LIMIT


def mutated(data: bytes, changes: list[tuple[int, bytes]], head: int) -> bytes:
    out = bytearray(data)
    for place, new in changes:
        at = place % min(head, len(out))
        out[at : at + len(new)] = new
    return bytes(out[: len(data)])


CHANGES = st.lists(
    st.tuples(
        st.integers(0, 1 << 20),
        st.sampled_from(
            [b"\0", b"\xff", b"\xff" * 4, b"\xff" * 8, b"\x7f" * 8, b"\0" * 8, b"\x09\0\0\0"]
        )
        | st.binary(min_size=1, max_size=8),
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=60, deadline=None)
@given(changes=CHANGES, cut=st.none() | st.integers(0, 100_000))
def test_mutated_gguf(
    whole: Path,
    tmp_path_factory: pytest.TempPathFactory,
    changes: list[tuple[int, bytes]],
    cut: int | None,
) -> None:
    path = tmp_path_factory.getbasetemp() / "mutated.gguf"
    path.write_bytes(mutated(whole.read_bytes(), changes, 12_000)[:cut])
    try:
        in_little_memory(lambda p: list(read_gguf(p).state()), path)
    except UnfitModel as error:
        assert "\n" not in error.message


@settings(max_examples=40, deadline=None)
@given(cut=st.integers(0, 60_000))
def test_every_cut_of_a_gguf_is_noticed(
    whole: Path, tmp_path_factory: pytest.TempPathFactory, cut: int
) -> None:
    path = tmp_path_factory.getbasetemp() / "cut.gguf"
    data = whole.read_bytes()
    path.write_bytes(data[: min(cut, len(data) - 40)])
    with pytest.raises(UnfitModel, match=r"truncated|too short"):
        in_little_memory(open_gguf, path)


def field(key: bytes, kind: int, value: bytes) -> bytes:
    return struct.pack("<Q", len(key)) + key + struct.pack("<I", kind) + value


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"GGUF" + struct.pack("<IQQ", 3, 1 << 60, 0), "claims"),
        (b"GGUF" + struct.pack("<IQQ", 3, 0, 1 << 60), "claims"),
        (b"GGUF" + struct.pack("<IQQ", 1, 0, 0), "version is 1"),
        (b"GGML" + struct.pack("<IQQ", 3, 0, 0), "not a GGUF"),
        (b"GGUF" + struct.pack("<IQQ", 3, 0, 1) + struct.pack("<Q", 1 << 62), "truncated"),
        (
            b"GGUF" + struct.pack("<IQQ", 3, 0, 1) + field(b"a", 9, struct.pack("<IQ", 4, 1 << 61)),
            "claims",
        ),
        (
            b"GGUF" + struct.pack("<IQQ", 3, 0, 1) + field(b"a", 9, struct.pack("<IQ", 9, 3)),
            "an array of type 9",
        ),
        (b"GGUF" + struct.pack("<IQQ", 3, 0, 1) + field(b"a", 77, b""), "field type 77"),
    ],
)
def test_made_up_gguf(tmp_path: Path, body: bytes, reason: str) -> None:
    path = tmp_path / "bad.gguf"
    path.write_bytes(body)
    with pytest.raises(UnfitModel, match=reason):
        in_little_memory(open_gguf, path)


def test_gguf_of_an_unknown_architecture(whole: Path, tmp_path: Path) -> None:
    path = tmp_path / "t.gguf"
    path.write_bytes(whole.read_bytes().replace(b"llama", b"mamba"))
    with pytest.raises(UnfitModel, match="architecture is mamba"):
        read_gguf(path)


def test_gguf_without_tokenizer(tmp_path: Path) -> None:
    shape = SHAPES["llama"]
    path = write_gguf(tmp_path / "t.gguf", shape, weights_of(shape, 1), add_vocabulary=False)
    with pytest.raises(UnfitModel, match=r"tokenizer \(none\)"):
        read_gguf(path)


@pytest.mark.parametrize(
    "header",
    [
        b"",
        b"[1, 2]",
        b"{" * 50_000,
        b'{"a": 3}',
        b'{"a": {"dtype": "F32", "shape": [2, 2], "data_offsets": [0, 8]}}',
        b'{"a": {"dtype": "F32", "shape": [-2], "data_offsets": [0, 8]}}',
        b'{"a": {"dtype": "F32", "shape": [1e3], "data_offsets": [0, 8]}}',
        b'{"a": {"dtype": "F32", "shape": [4611686018427387904], "data_offsets": [0, 8]}}',
        b'{"a": {"dtype": "F32", "shape": [1000], "data_offsets": [0, 4000]}}',
    ],
)
def test_hostile_safetensors(tmp_path: Path, header: bytes) -> None:
    path = tmp_path / "model.safetensors"
    path.write_bytes(len(header).to_bytes(8, "little") + header + b"\0" * 16)
    with pytest.raises(UnfitModel, match="safetensors"):
        in_little_memory(open_safetensors, path)


def test_absurd_header_length_of_safetensors(tmp_path: Path) -> None:
    path = tmp_path / "model.safetensors"
    path.write_bytes(b"\xff" * 8 + b"{}")
    with pytest.raises(UnfitModel, match="not a safetensors file"):
        open_safetensors(path)


@settings(max_examples=60, deadline=None)
@given(changes=CHANGES, cut=st.none() | st.integers(0, 400))
def test_mutated_safetensors(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[int, bytes]], cut: int | None
) -> None:
    header = {"a": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}}
    header["b"] = {"dtype": "BF16", "shape": [4], "data_offsets": [24, 32]}
    text = json.dumps(header).encode()
    data = len(text).to_bytes(8, "little") + text + bytes(range(32))
    path = tmp_path_factory.getbasetemp() / "mutated.safetensors"
    path.write_bytes(mutated(data, changes, len(data))[:cut])
    try:
        for tensor in open_safetensors(path).values():
            in_little_memory(lambda _, tensor=tensor: tensor.load(), path)
    except UnfitModel as error:
        assert "\n" not in error.message


@settings(max_examples=60, deadline=None)
@given(changes=CHANGES, cut=st.none() | st.integers(0, 60_000))
def test_mutated_ctranslate2_models(
    model_bin: Path,
    tmp_path_factory: pytest.TempPathFactory,
    changes: list[tuple[int, bytes]],
    cut: int | None,
) -> None:
    path = tmp_path_factory.getbasetemp() / "model.bin"
    data = model_bin.read_bytes()
    path.write_bytes(mutated(data, changes, len(data))[:cut])
    try:
        in_little_memory(check_model_bin, path)
    except UnfitModel as error:
        assert "\n" not in error.message
