"""Mel frames and voice vectors are those of librosa and torch (see make_voice_reference.py)."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from signals import buzz

from slmsum.errors import ModelCorrupt
from slmsum.speech.mel import BANDS, mel_frames
from slmsum.speech.voice_encoder import VoiceEncoder

REFERENCE = json.loads((Path(__file__).parent / "voice_reference.json").read_text(encoding="utf-8"))


def test_mel_frames_equal_those_of_librosa() -> None:
    frames = mel_frames(buzz())
    assert frames.shape == (301, BANDS)
    np.testing.assert_allclose(
        frames[[0, 50, 300]], np.array(REFERENCE["frames"]), rtol=1e-3, atol=1e-6
    )


@pytest.mark.parametrize("length", [0, 1, 159, 160, 161])
def test_the_shortest_sounds_have_frames(length: int) -> None:
    assert mel_frames(np.zeros(length, np.float32)).shape == (1 + length // 160, BANDS)


@pytest.mark.models
def test_voice_vectors_equal_those_of_torch(model_folder: Callable[[str], Path]) -> None:
    encoder = VoiceEncoder(model_folder("ge2e-voices"))
    frames = mel_frames(buzz())
    found = encoder.embed(np.stack([frames[at : at + 160] for at in (0, 70, 140)]))
    np.testing.assert_allclose(found, np.array(REFERENCE["embeddings"]), atol=2e-5)
    assert encoder.embed(np.zeros((0, 160, BANDS), np.float32)).shape == (0, 256)


def test_a_broken_encoder_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ModelCorrupt, match="weights cannot be read"):
        VoiceEncoder(tmp_path)
    (tmp_path / "model.safetensors").write_bytes(b"\x02\0\0\0\0\0\0\0{}")
    with pytest.raises(ModelCorrupt, match="weights cannot be read"):
        VoiceEncoder(tmp_path)
