"""Who spoke when, from silence to a talk of three."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from errors_of import error_rate
from mixtures import mixture, voices
from signals import buzz

from slmsum.audio.sound import RATE, Sound
from slmsum.errors import BadOption, ModelCorrupt
from slmsum.progress import Progress
from slmsum.speech.diarize import DiarizeSettings, diarize


def silence(seconds: float) -> Sound:
    return Sound(np.zeros((1, round(seconds * RATE)), np.int16))


@pytest.mark.parametrize("seconds", [0.0, 0.01, 1.0, 320.0])
def test_silence_has_no_speakers(seconds: float, tmp_path: Path) -> None:
    found = diarize(silence(seconds), DiarizeSettings(tmp_path))
    assert found.spans == () and found.voices == ()


def test_noise_has_no_speakers(tmp_path: Path) -> None:
    noise = np.random.default_rng(1).normal(0, 1000, (1, 5 * RATE)).astype(np.int16)
    assert diarize(Sound(noise), DiarizeSettings(tmp_path)).spans == ()


@pytest.mark.parametrize("speakers", [0, -1, 21])
def test_an_impossible_number_of_speakers_is_refused(speakers: int, tmp_path: Path) -> None:
    with pytest.raises(BadOption, match="--speakers"):
        diarize(silence(1), DiarizeSettings(tmp_path, speakers))


@pytest.mark.samples
@pytest.mark.models
def test_a_talk_of_three(model_folder: Callable[[str], Path]) -> None:
    talk = mixture(voices()[:3], 90, seed=11)
    reports: list[Progress] = []
    found = diarize(talk.sound, DiarizeSettings(model_folder("ge2e-voices")), reports.append)
    assert len(found.voices) == 3
    assert error_rate(talk.truth, found.spans, talk.sound.seconds, 0.25) < 0.15
    assert found.spans[0].speaker == 0
    assert all(a.end <= b.start + 1e-6 for a, b in pairwise(found.spans))
    assert all(0 <= span.start < span.end <= talk.sound.seconds for span in found.spans)
    np.testing.assert_allclose(np.linalg.norm(found.voices, axis=1), 1, atol=1e-5)
    done = [report.done for report in reports]
    assert done == sorted(done) and done[-1] <= reports[-1].total


@pytest.mark.samples
@pytest.mark.models
def test_one_speaker_alone(model_folder: Callable[[str], Path]) -> None:
    talk = mixture(voices()[3:4], 40, seed=2)
    found = diarize(talk.sound, DiarizeSettings(model_folder("ge2e-voices")))
    assert {span.speaker for span in found.spans} == {0}
    short = Sound(talk.sound.samples[:, : 4 * RATE])
    assert len(diarize(short, DiarizeSettings(model_folder("ge2e-voices"))).voices) == 1


@pytest.mark.samples
def test_a_broken_encoder_is_one_clear_error(tmp_path: Path) -> None:
    talk = mixture(voices()[:1], 10, seed=2)
    with pytest.raises(ModelCorrupt):
        diarize(talk.sound, DiarizeSettings(tmp_path))


@pytest.mark.samples
@pytest.mark.models
def test_one_channel_of_two(model_folder: Callable[[str], Path]) -> None:
    talk = mixture(voices()[:1], 20, seed=4).sound.samples
    tone = np.round(buzz(talk.shape[1] / RATE) * 32767).astype(np.int16)
    both = Sound(np.stack([tone[: talk.shape[1]], talk[0][: len(tone)]]))
    folder = model_folder("ge2e-voices")
    assert diarize(both, DiarizeSettings(folder, channel=0)).spans == ()
    assert len(diarize(both, DiarizeSettings(folder, channel=1)).voices) == 1
