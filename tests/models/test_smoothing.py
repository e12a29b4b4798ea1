"""Smoothing changes nothing in float32 and helps int8 where channels are uneven."""

from pathlib import Path

import ctranslate2
import numpy as np
import pytest
from tiny import SHAPES, weights_of, write_gguf

from slmsum.errors import UnfitModel
from slmsum.models.convert_decoder import TokenTable, convert_decoder
from slmsum.models.gguf_weights import GgufModel, read_gguf
from slmsum.models.smoothing import Smoothing, read_smoothing

SHAPE = SHAPES["llama"]


def random_factors(seed: int) -> Smoothing:
    """Factors between 0.1 and 10 for all places of all layers."""
    rng = np.random.default_rng(seed)

    def some(*shape: int) -> np.ndarray:
        return np.exp(rng.uniform(-2.3, 2.3, shape)).astype(np.float32)

    factors = {}
    for layer in range(SHAPE.layers):
        factors[f"{layer}.attention_input"] = some(SHAPE.hidden)
        factors[f"{layer}.attention_output"] = some(SHAPE.kv_heads, SHAPE.head_dim)
        factors[f"{layer}.feed_forward_input"] = some(SHAPE.hidden)
        factors[f"{layer}.feed_forward_inner"] = some(SHAPE.feed_forward)
    return Smoothing(factors)


def logits(model: GgufModel, folder: Path, smoothing: Smoothing | None, kind: str) -> np.ndarray:
    """What the converted model gives for a fixed text."""
    tokens = model.vocabulary.tokens
    table = TokenTable(tokens, tokens[1], tokens[2], tokens[0])
    int8 = kind == "int8"
    weights = model.weights
    convert_decoder(
        model.path, model.config, weights, table, folder, smoothing=smoothing, int8=int8
    )
    generator = ctranslate2.Generator(str(folder), compute_type=kind, intra_threads=1)
    return np.asarray(generator.forward_batch([list(range(5, 25))]))[0]


@pytest.fixture
def model(tmp_path: Path) -> GgufModel:
    return read_gguf(write_gguf(tmp_path / "tiny.gguf", SHAPE, weights_of(SHAPE, seed=3)))


@pytest.mark.parametrize("seed", range(3))
def test_any_factors_leave_float32_as_it_is(model: GgufModel, tmp_path: Path, seed: int) -> None:
    plain = logits(model, tmp_path / "plain", None, "float32")
    smoothed = logits(model, tmp_path / "smooth", random_factors(seed), "float32")
    np.testing.assert_allclose(smoothed, plain, rtol=1e-3, atol=1e-4)


def test_uneven_channels_lose_less_in_int8_when_evened_out(
    model: GgufModel, tmp_path: Path
) -> None:
    uneven = random_factors(7)
    harsh = GgufModel(
        path=model.path,
        config=model.config,
        vocabulary=model.vocabulary,
        chat_template="",
        weights={
            name: (lambda name=name, load=load: uneven.apply(name, load()))
            for name, load in model.weights.items()
        },
    )
    inverse = Smoothing({place: 1 / factors for place, factors in uneven.factors.items()})
    exact = logits(model, tmp_path / "exact", None, "float32")
    rough = logits(harsh, tmp_path / "rough", None, "int8")
    evened = logits(harsh, tmp_path / "evened", inverse, "int8")
    assert np.abs(evened - exact).mean() < 0.7 * np.abs(rough - exact).mean()


def test_a_folder_without_factors_gives_none(tmp_path: Path) -> None:
    assert read_smoothing(None) is None
    assert read_smoothing(tmp_path) is None


def test_broken_factors_are_refused(tmp_path: Path) -> None:
    (tmp_path / "smoothing.safetensors").write_bytes(b"\x10\0\0\0\0\0\0\0not json at all!")
    with pytest.raises(UnfitModel):
        read_smoothing(tmp_path)
