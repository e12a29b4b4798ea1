"""Laying blocks on the recording's clock, with devices whose clocks are simulated."""

import numpy as np
import pytest

from slmsum.audio.drift import Track
from slmsum.audio.sound import RATE

HOUR = 3600.0
BLOCK = 0.4


class Device:
    """A device off by `ppm` that hears a click each `every` seconds of true time.

    Blocks arrive a few milliseconds late, and now and then half a second.
    """

    def __init__(self, ppm: float, rate: int = RATE, every: float = 60.0) -> None:
        self.rate = rate
        self._real_rate = rate * (1 + ppm * 1e-6)
        self._every = every
        self._random = np.random.default_rng(7)

    def blocks(self, start: float, end: float):
        """(arrival, samples) of all blocks between two true times."""
        size = round(BLOCK * self.rate)
        for number in range(int((end - start) * self._real_rate) // size):
            samples = np.zeros(size, np.int16)
            first = start + number * size / self._real_rate
            last = first + size / self._real_rate
            click = np.ceil(first / self._every) * self._every
            if click < last:
                samples[min(size - 1, round((click - first) * self._real_rate))] = 30000
            late = abs(self._random.normal(0, 0.004)) + (0.5 if number % 97 == 96 else 0)
            yield last + late, samples.tobytes()


def fill(track: Track, device: Device, end: float, start: float = 0.0) -> np.ndarray:
    """Everything that the track holds after a device has given its blocks."""
    parts = []
    track.open(device.rate, 1)
    for at, samples in device.blocks(start, end):
        before = track.end
        track.add(at, samples)
        parts.append(track.take(track.end - before))
    return np.concatenate(parts)


def clicks(sound: np.ndarray) -> np.ndarray:
    """The times of the clicks in seconds."""
    near = np.abs(sound.astype(int)) > 4000
    places = np.flatnonzero(near)
    return places[np.insert(np.diff(places) > RATE / 2, 0, True)] / RATE


@pytest.mark.slow
@pytest.mark.parametrize("ppm", [-200, 200])
def test_a_drifting_device_is_in_step_after_an_hour(ppm: int) -> None:
    heard = clicks(fill(Track(), Device(ppm), HOUR))
    assert len(heard) == 60
    assert np.abs(heard - np.arange(60) * 60).max() < 0.01


def test_two_devices_that_drift_apart_stay_together() -> None:
    fast = clicks(fill(Track(), Device(500), 300))
    slow = clicks(fill(Track(), Device(-500, 48_000), 300))
    assert np.abs(fast - slow).max() < 0.02


def test_a_lost_stretch_becomes_silence_and_time_stays_true() -> None:
    track = Track()
    first = fill(track, Device(0, every=1.0), 10.2)
    gap = fill(track, Device(0, every=1.0), 20.0, start=14.6)
    heard = clicks(np.concatenate([first, gap]))
    assert heard == pytest.approx([*range(10), *range(15, 20)], abs=0.02)


def test_dropped_blocks_are_noticed_and_filled() -> None:
    track = Track()
    track.open(RATE, 1)
    kept = [block for block in Device(0, every=1.0).blocks(0, 30) if not 10.3 < block[0] < 11.9]
    for at, samples in kept:
        track.add(at, samples)
    heard = clicks(track.take(track.end))
    assert heard[-5:] == pytest.approx(range(25, 30), abs=0.03)


def test_silence_is_filled_in_up_to_a_time_and_late_sound_does_not_shift() -> None:
    track = Track()
    track.open(RATE, 1)
    track.pad(2.0)
    assert track.end == 2 * RATE
    track.pad(1.0)
    assert track.end == 2 * RATE
    # Half of this block lies before what was filled in already.
    track.add(2.1, np.full(round(0.2 * RATE), 1000, np.int16).tobytes())
    assert track.end / RATE == pytest.approx(2.1, abs=0.005)


def test_channels_of_a_device_are_mixed() -> None:
    track = Track()
    track.open(48_000, 2)
    stereo = np.tile(np.array([[6000, 2000]], np.int16), (48_000, 1))
    track.add(1.0, stereo.tobytes())
    middle = track.take(track.end)[4000:12000]
    assert middle == pytest.approx(np.full(8000, 4000), abs=2)
