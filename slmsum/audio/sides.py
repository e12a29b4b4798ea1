"""Whether the two channels of a recording are two sides of a talk, or one sound heard twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slmsum.audio.sound import RATE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Frames of half a second, evenly spread over the recording, are looked at.
_FRAME = RATE // 2
_MOST_FRAMES = 600
# A frame counts where its louder side is above this level (root mean square of full scale 1).
_ACTIVE = 10 ** (-50 / 20)
# A side this much weaker than the other over the whole recording carries nothing (40 dB).
_SILENT = 1e-4
# Sides are one sound in a frame where their levels are within 9 dB and they agree to this degree at
# some shift of up to 10 ms, the time sound takes between microphones three metres apart.
_LEVEL_RATIO = 10 ** (9 / 10)
_AGREEMENT = 0.4
_SHIFT = RATE // 100
_SHARE_APART = 0.5


def choose_channels(samples: NDArray[np.int16], apart: bool | None = None) -> NDArray[np.int16]:
    """The channels worth keeping of two, shape (2, length) in and (1 or 2, length) out.

    `apart` True keeps both, False gives their mix, None looks: a silent side is left out, sides
    that carry the same sound become one.
    """
    import numpy as np

    if apart:
        return samples
    frames = [samples[:, at : at + _FRAME] for at in _places(samples.shape[1])]
    powers = np.array([_power(frame) for frame in frames]).reshape(-1, 2)
    total = powers.sum(axis=0)
    if apart is None:
        louder = int(np.argmax(total))
        if total[1 - louder] <= total[louder] * _SILENT:
            return samples[louder : louder + 1]
        if _are_apart(frames, powers):
            return samples
    return _mixed(samples)


def _places(length: int) -> list[int]:
    """Where the frames begin."""
    count = max(1, min(_MOST_FRAMES, length // _FRAME))
    room = max(0, length - _FRAME)
    return [room * number // max(1, count - 1) for number in range(count)]


def _power(frame: NDArray[np.int16]) -> NDArray[np.float64]:
    import numpy as np

    scaled = frame.astype(np.float64) / 32768
    power: NDArray[np.float64] = (scaled**2).mean(axis=1)
    return power


def _are_apart(frames: list[NDArray[np.int16]], powers: NDArray[np.float64]) -> bool:
    active = [
        _shares_sound(frame, power)
        for frame, power in zip(frames, powers, strict=True)
        if power.max() > _ACTIVE**2
    ]
    return bool(active) and sum(active) < _SHARE_APART * len(active)


def _shares_sound(frame: NDArray[np.int16], power: NDArray[np.float64]) -> bool:
    """Whether both sides hold the same sound, by their levels and their cross-correlation."""
    import numpy as np

    low, high = sorted(power)
    if low <= 0 or high / low > _LEVEL_RATIO:
        return False
    size = 2 * frame.shape[1]
    left, right = np.fft.rfft(frame.astype(np.float32) / 32768, size)
    shifts = np.fft.irfft(left * np.conj(right), size)
    best = max(shifts[: _SHIFT + 1].max(), shifts[-_SHIFT:].max())
    return bool(best / (frame.shape[1] * np.sqrt(low * high)) >= _AGREEMENT)


def _mixed(samples: NDArray[np.int16]) -> NDArray[np.int16]:
    """The mean of both sides, written over the first one block by block."""
    import numpy as np

    for at in range(0, samples.shape[1], RATE * 60):
        block = samples[:, at : at + RATE * 60]
        block[0] = block.astype(np.int32).sum(axis=0) // 2
    return samples[:1]
