"""Levels and the warnings that come from them."""

import numpy as np
import pytest

from slmsum.audio.levels import FLOOR, Level, Watch, measure


def test_a_full_sine_is_at_zero_and_three_below() -> None:
    level = measure((32767 * np.sin(np.arange(16000) / 7.3)).astype(np.int16))
    assert level.peak == pytest.approx(0, abs=0.1)
    assert level.rms == pytest.approx(-3, abs=0.1)


def test_silence_is_at_the_floor() -> None:
    assert measure(np.zeros(100, np.int16)) == Level(FLOOR, FLOOR)
    assert measure(np.zeros(0, np.int16)) == Level(FLOOR, FLOOR)


def test_the_lowest_sample_does_not_overflow() -> None:
    assert measure(np.full(8, -32768, np.int16)).peak == 0


@pytest.mark.parametrize("run, clipped", [(1, False), (2, False), (3, True), (9, True)])
def test_clipping_is_several_samples_at_the_limit(run: int, clipped: bool) -> None:
    block = np.zeros(100, np.int16)
    block[40 : 40 + run] = 32767
    assert measure(block).clipped is clipped


def test_nothing_heard_is_told_after_twenty_seconds_until_something_is() -> None:
    watch = Watch("microphone")
    watch.see(0.0, Level())
    assert watch.warnings(19.9) == []
    assert watch.warnings(25.2) == ["microphone: nothing heard for 25 s"]
    watch.see(26.0, Level(-20, -30))
    assert watch.warnings(26.0) == []
    assert watch.ever_heard


def test_clipping_is_told_for_a_while() -> None:
    watch = Watch("microphone")
    watch.see(5.0, Level(0, -3, clipped=True))
    assert watch.warnings(6.0) == ["microphone: too loud, the sound is cut off"]
    assert watch.warnings(9.0) == []
