"""Windows of one voice come together, and as many voices are found as there are."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from slmsum.speech.cluster import voices_of


def talk(speakers: int, windows: int, seed: int) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Windows as the encoder gives them: about 0.7 alike within a speaker, 0.4 between two."""
    rng = np.random.default_rng(seed)
    centres = np.abs(rng.normal(size=(speakers, 256))) * (rng.random((speakers, 256)) < 0.4)
    who = np.repeat(np.arange(speakers), windows)
    noisy = centres[who] + 0.35 * np.abs(rng.normal(size=(len(who), 256)))
    return (noisy / np.linalg.norm(noisy, axis=1, keepdims=True)).astype(np.float32), who


@given(speakers=st.integers(2, 6), windows=st.integers(25, 60), seed=st.integers(0, 9999))
@settings(deadline=None, max_examples=25)
def test_the_number_of_voices_is_found(speakers: int, windows: int, seed: int) -> None:
    found, who = talk(speakers, windows, seed)
    voices = voices_of(found)
    assert len(voices) == speakers
    chosen = (found @ voices.T).argmax(axis=1)
    assert (
        len({tuple(pair) for pair in zip(who.tolist(), chosen.tolist(), strict=True)}) == speakers
    )


@pytest.mark.parametrize("windows", [1, 2, 5, 15, 16, 60, 400])
def test_one_voice_is_one(windows: int) -> None:
    found, _ = talk(1, windows, 3)
    assert len(voices_of(found)) == 1


@given(count=st.integers(1, 40), speakers=st.integers(1, 20), seed=st.integers(0, 99))
@settings(deadline=None, max_examples=40)
def test_a_given_number_is_kept_to(count: int, speakers: int, seed: int) -> None:
    found, _ = talk(1, count, seed)
    voices = voices_of(found, speakers)
    assert 1 <= len(voices) <= min(count, speakers)
    np.testing.assert_allclose(np.linalg.norm(voices, axis=1), 1, atol=1e-5)


def test_two_short_turns_of_two_people_are_told_apart() -> None:
    found, _ = talk(2, 4, 1)
    assert len(voices_of(found)) == 2


def test_equal_windows_and_silent_ones_do_no_harm() -> None:
    same = np.zeros((40, 256), np.float32)
    assert len(voices_of(same)) >= 1
    same[:, 3] = 1
    assert len(voices_of(same)) >= 1
    assert len(voices_of(same[:0])) == 0


def test_many_windows_are_thinned_out() -> None:
    found, who = talk(3, 1500, 5)
    chosen = (found @ voices_of(found).T).argmax(axis=1)
    assert len({tuple(pair) for pair in zip(who.tolist(), chosen.tolist(), strict=True)}) == 3
