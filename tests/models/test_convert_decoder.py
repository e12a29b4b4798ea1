"""Conversions of tiny random models against a forward pass in numpy."""

from pathlib import Path

import ctranslate2
import gguf
import numpy as np
import pytest
from reference import Network
from tiny import SHAPES, Shape, bpe_vocabulary, weights_of, write_gguf

from slmsum.errors import UnfitModel
from slmsum.models.convert import convert_gguf
from slmsum.models.info import read_chat_template, read_info


def load(folder: Path, compute_type: str) -> ctranslate2.Generator:
    return ctranslate2.Generator(str(folder), compute_type=compute_type, intra_threads=1)


def logits(generator: ctranslate2.Generator, ids: list[int]) -> np.ndarray:
    return np.asarray(generator.forward_batch([ids], return_log_probs=False))[0]


def text_of(shape: Shape, seed: int) -> list[int]:
    length = min(24, (shape.sliding_window or 99) - 12)
    return [int(i) for i in np.random.default_rng(seed).integers(0, 250, length)]


@pytest.mark.parametrize("name", SHAPES)
def test_float32_conversion_equals_the_reference(name: str, tmp_path: Path) -> None:
    shape = SHAPES[name]
    weights = weights_of(shape, seed=1)
    convert_gguf(write_gguf(tmp_path / "tiny.gguf", shape, weights), tmp_path / "out", int8=False)
    generator = load(tmp_path / "out", "float32")
    network = Network(shape, weights)
    tokens = bpe_vocabulary(shape.vocabulary)
    for seed in range(4):
        ids = text_of(shape, seed)
        expected = network.logits(ids)
        np.testing.assert_allclose(logits(generator, ids), expected, rtol=1e-3, atol=1e-4)
        answer = generator.generate_batch(
            [[tokens[i] for i in ids]],
            max_length=10,
            min_length=10,
            sampling_topk=1,
            include_prompt_in_result=False,
            end_token=[],
        )[0]
        assert answer.sequences_ids[0] == network.greedy(ids, 10)


@pytest.mark.parametrize("name", SHAPES)
def test_int8_conversion_is_near_the_reference(name: str, tmp_path: Path) -> None:
    shape = SHAPES[name]
    weights = weights_of(shape, seed=1)
    convert_gguf(write_gguf(tmp_path / "tiny.gguf", shape, weights), tmp_path / "out")
    generator = load(tmp_path / "out", "int8")
    for seed in range(4):
        ids = text_of(shape, seed)
        expected = Network(shape, weights).logits(ids)
        error = np.abs(logits(generator, ids) - expected)
        assert error.mean() < 0.1 * expected.std()


def test_our_int8_equals_that_of_ctranslate2(tmp_path: Path) -> None:
    shape = SHAPES["llama"]
    path = write_gguf(tmp_path / "tiny.gguf", shape, weights_of(shape, seed=1))
    convert_gguf(path, tmp_path / "ours")
    convert_gguf(path, tmp_path / "float", int8=False)
    ids = text_of(shape, 0)
    ours = logits(load(tmp_path / "ours", "int8"), ids)
    theirs = logits(load(tmp_path / "float", "int8"), ids)
    np.testing.assert_allclose(ours, theirs, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("kind", ["Q4_0", "Q4_1", "Q5_0", "Q8_0", "BF16", "F16"])
def test_quantized_files_are_read(kind: str, tmp_path: Path) -> None:
    shape = Shape("llama", hidden=64, feed_forward=96, heads=4, head_dim=16)
    weights = weights_of(shape, seed=2)
    number = gguf.GGMLQuantizationType[kind]
    path = write_gguf(tmp_path / "tiny.gguf", shape, weights, quantize=number)
    convert_gguf(path, tmp_path / "out", int8=False)
    lossy = {
        name: gguf.quants.dequantize(gguf.quants.quantize(value, number), number)
        if value.ndim == 2
        else value
        for name, value in weights.items()
    }
    ids = text_of(shape, 0)
    result = logits(load(tmp_path / "out", "float32"), ids)
    np.testing.assert_allclose(result, Network(shape, lossy).logits(ids), rtol=1e-3, atol=1e-4)


def test_what_the_engine_must_know_is_written(tmp_path: Path) -> None:
    shape = SHAPES["gemma3"]
    path = write_gguf(
        tmp_path / "t.gguf", shape, weights_of(shape, 1), chat_template="{{ 'a\r\n' }}"
    )
    convert_gguf(path, tmp_path / "out")
    info = read_info(tmp_path / "out")
    assert (info.kind, info.family, info.bos, info.eos) == ("decoder", "gemma3", "<s>", "</s>")
    assert info.stop == ("</s>",)
    assert info.context == 16
    assert read_chat_template(tmp_path / "out") == "{{ 'a\r\n' }}"


def test_a_missing_weight_is_named(tmp_path: Path) -> None:
    weights = weights_of(SHAPES["llama"], 1)
    del weights["model.layers.1.mlp.up_proj.weight"]
    path = write_gguf(tmp_path / "tiny.gguf", SHAPES["llama"], weights)
    with pytest.raises(UnfitModel, match=r"model\.layers\.1\.mlp\.up_proj\.weight is missing"):
        convert_gguf(path, tmp_path / "out")


def test_a_weight_of_another_shape_is_named(tmp_path: Path) -> None:
    weights = weights_of(SHAPES["llama"], 1)
    weights["model.layers.0.mlp.up_proj.weight"] = np.zeros((48, 31), np.float32)
    path = write_gguf(tmp_path / "tiny.gguf", SHAPES["llama"], weights)
    with pytest.raises(UnfitModel, match=r"mlp\.up_proj\.weight has shape \(48, 31\)"):
        convert_gguf(path, tmp_path / "out")


def test_weights_that_are_no_numbers_are_refused(tmp_path: Path) -> None:
    weights = weights_of(SHAPES["llama"], 1)
    weights["model.norm.weight"][3] = np.nan
    path = write_gguf(tmp_path / "tiny.gguf", SHAPES["llama"], weights)
    with pytest.raises(UnfitModel, match="no numbers"):
        convert_gguf(path, tmp_path / "out")
