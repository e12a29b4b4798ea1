from pathlib import Path

import ctranslate2
import numpy as np
import pytest

from slmsum.engine.encoder import SentenceEncoder
from slmsum.errors import ModelCorrupt
from slmsum.models.convert_bert import convert_bert
from slmsum.models.store import ModelStore

SENTENCES = [
    "We moved the meeting to Thursday.",
    "The appointment is now on Thursday instead.",
    "Bananas are rich in potassium.",
    "Anna will send the budget before Wednesday evening, and Ben is to check it.",
    "ok",
    "",
    "word " * 600,
]


@pytest.mark.models
def test_vectors_do_not_depend_on_their_neighbours(encoder_folder: Path) -> None:
    encoder = SentenceEncoder(encoder_folder, threads=1)
    together = encoder.embed(SENTENCES)
    assert together.shape == (len(SENTENCES), 384)
    assert together.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1, rtol=1e-5)
    alone = np.concatenate([encoder.embed([sentence]) for sentence in SENTENCES])
    np.testing.assert_allclose((together * alone).sum(axis=1), 1, atol=2e-3)
    likeness = together @ together.T
    assert likeness[0, 1] > 0.6
    assert likeness[0, 2] < 0.3
    assert encoder.embed([]).shape == (0, 384)


@pytest.mark.models
def test_int8_is_near_float32(
    encoder_folder: Path, model_store: ModelStore, tmp_path: Path
) -> None:
    convert_bert(model_store.source("minilm-l6"), tmp_path, int8=False)
    small = SentenceEncoder(encoder_folder, threads=1).embed(SENTENCES[:5])
    exact = SentenceEncoder(tmp_path, threads=1)
    exact._encoder = ctranslate2.Encoder(str(tmp_path), compute_type="float32", intra_threads=1)
    assert (small * exact.embed(SENTENCES[:5])).sum(axis=1).min() > 0.98


def test_a_broken_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelCorrupt):
        SentenceEncoder(tmp_path, threads=1)
