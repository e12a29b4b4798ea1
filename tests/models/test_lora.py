import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny import SHAPES, weights_of, write_gguf

from slmsum.errors import UnfitModel
from slmsum.models.convert import convert_gguf
from slmsum.models.lora import NO_ADAPTER, adapter_hash, read_adapter

NAME = "model.layers.0.self_attn.q_proj"


def write_safetensors(path: Path, tensors: dict[str, np.ndarray], **extra: object) -> Path:
    kinds = {"float32": "F32", "float16": "F16", "uint16": "BF16"}
    header: dict[str, object] = dict(extra)
    at = 0
    for name, array in tensors.items():
        header[name] = {
            "dtype": kinds[array.dtype.name],
            "shape": list(array.shape),
            "data_offsets": [at, at + array.nbytes],
        }
        at += array.nbytes
    text = json.dumps(header).encode()
    body = b"".join(np.ascontiguousarray(a).tobytes() for a in tensors.values())
    path.write_bytes(len(text).to_bytes(8, "little") + text + body)
    return path


def write_adapter(
    folder: Path, pairs: dict[str, tuple[np.ndarray, np.ndarray]], **config: object
) -> Path:
    folder.mkdir(exist_ok=True)
    tensors = {}
    for name, (down, up) in pairs.items():
        tensors[f"base_model.model.{name}.lora_A.weight"] = down.astype(np.float16)
        tensors[f"base_model.model.{name}.lora_B.weight"] = up.astype(np.float16)
    write_safetensors(folder / "adapter_model.safetensors", tensors)
    (folder / "adapter_config.json").write_text(json.dumps(config))
    return folder


@settings(max_examples=30, deadline=None)
@given(
    sizes=st.tuples(st.integers(1, 40), st.integers(1, 40), st.integers(1, 8)),
    alpha=st.integers(1, 64),
    stabilised=st.booleans(),
    seed=st.integers(0, 1000),
)
def test_merge_adds_the_scaled_product(
    tmp_path_factory: pytest.TempPathFactory,
    sizes: tuple[int, int, int],
    alpha: int,
    stabilised: bool,
    seed: int,
) -> None:
    rows, columns, rank = sizes
    random = np.random.default_rng(seed)
    down = random.normal(size=(rank, columns)).astype(np.float16)
    up = random.normal(size=(rows, rank)).astype(np.float16)
    weight = random.normal(size=(rows, columns)).astype(np.float32)
    folder = tmp_path_factory.mktemp("adapter")
    write_adapter(folder, {NAME: (down, up)}, r=rank, lora_alpha=alpha, use_rslora=stabilised)
    adapter = read_adapter(folder)
    assert adapter is not None
    merged = adapter.merge(f"{NAME}.weight", weight)
    scale = alpha / (np.sqrt(rank) if stabilised else rank)
    expected = weight + scale * (up.astype(np.float64) @ down.astype(np.float64))
    np.testing.assert_allclose(merged, expected, rtol=1e-4, atol=1e-4 * scale)
    assert adapter.merge("another.weight", weight) is weight


def test_conversion_with_an_adapter_equals_that_of_merged_weights(tmp_path: Path) -> None:
    shape = SHAPES["llama"]
    weights = weights_of(shape, 1)
    random = np.random.default_rng(5)
    pairs = {
        name.removesuffix(".weight"): (
            random.normal(0, 0.1, (4, value.shape[1])).astype(np.float16),
            random.normal(0, 0.1, (value.shape[0], 4)).astype(np.float16),
        )
        for name, value in weights.items()
        if "_proj" in name
    }
    adapter = write_adapter(tmp_path / "adapter", pairs, r=4, lora_alpha=8)
    merged = dict(weights)
    for name, (down, up) in pairs.items():
        merged[f"{name}.weight"] = weights[f"{name}.weight"] + 2 * (
            up.astype(np.float32) @ down.astype(np.float32)
        )
    plain = write_gguf(tmp_path / "plain.gguf", shape, weights)
    convert_gguf(plain, tmp_path / "with", adapter=adapter)
    convert_gguf(write_gguf(tmp_path / "merged.gguf", shape, merged), tmp_path / "before")
    convert_gguf(plain, tmp_path / "without")
    model = {f: (tmp_path / f / "model.bin").read_bytes() for f in ("with", "before", "without")}
    assert model["with"] == model["before"] != model["without"]


def test_no_adapter_is_no_error(tmp_path: Path) -> None:
    assert read_adapter(tmp_path) is None
    assert read_adapter(None) is None
    assert adapter_hash(tmp_path) == NO_ADAPTER


def test_the_hash_tells_adapters_apart(tmp_path: Path) -> None:
    pair = (np.ones((2, 3)), np.ones((4, 2)))
    one = write_adapter(tmp_path / "one", {NAME: pair}, r=2, lora_alpha=4)
    two = write_adapter(tmp_path / "two", {NAME: pair}, r=2, lora_alpha=8)
    assert len({adapter_hash(one), adapter_hash(two), NO_ADAPTER}) == 3


@pytest.mark.parametrize(
    ("config", "reason"),
    [
        ({"lora_alpha": 4}, "broken"),
        ({"r": 0, "lora_alpha": 4}, "broken"),
        ({"r": "many", "lora_alpha": 4}, "broken"),
        ({"r": 2, "lora_alpha": 4, "use_dora": True}, "DoRA"),
        ({"r": 2, "lora_alpha": 4, "rank_pattern": {"q_proj": 4}}, "ranks that differ"),
    ],
)
def test_adapters_that_cannot_be_merged(
    tmp_path: Path, config: dict[str, object], reason: str
) -> None:
    write_adapter(tmp_path / "a", {NAME: (np.ones((2, 3)), np.ones((4, 2)))}, **config)
    with pytest.raises(UnfitModel, match=reason):
        read_adapter(tmp_path / "a")


def test_an_adapter_of_another_model_is_refused(tmp_path: Path) -> None:
    shape = SHAPES["llama"]
    path = write_gguf(tmp_path / "tiny.gguf", shape, weights_of(shape, 1))
    wide = {NAME: (np.ones((2, 99)), np.ones((4, 2)))}
    deep = {"model.layers.77.mlp.up_proj": (np.ones((2, 3)), np.ones((4, 2)))}
    for pairs, reason in ((wide, "does not fit"), (deep, r"layers\.77")):
        adapter = write_adapter(tmp_path / "adapter", pairs, r=2, lora_alpha=4)
        with pytest.raises(UnfitModel, match=reason):
            convert_gguf(path, tmp_path / "out", adapter=adapter)
