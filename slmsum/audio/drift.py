"""One device's sound laid on the recording's clock: gaps filled, a drifting device corrected.

A device counts samples by a clock of its own, which may run off by 100 ppm and more: 0.4 s in an
hour. What is true is when blocks arrive by the machine's monotonic clock, though some arrive
late. The earliest arrival within a second or so is hardly late, so its distance from where the
samples so far end is the error that is steered to nothing, by resampling a little faster or
slower: ratio = 1 + error / 10 s. A device off by 200 ppm is held within 2 ms that way.
"""

from __future__ import annotations

import math
from collections import deque
from typing import TYPE_CHECKING

from slmsum.audio.sound import RATE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# The error is looked at once in this many seconds, and would be gone after `_SETTLE` seconds.
_WINDOW, _SETTLE = 1.0, 10.0
# The most that the speed is bent: half a percent is not heard.
_BEND = 0.005
# More than this is no drift: sound is missing (filled in) or was late at first (left out).
_GAP = 0.1


class Track:
    """Samples of one channel at `RATE`, in step with the recording's clock.

    `end` counts the samples given so far, taken or not. Times are seconds on that clock.
    """

    def __init__(self) -> None:
        self.end = 0
        self._ready: deque[NDArray[np.int16]] = deque()
        self._placed = False
        self._open: _Resampling | None = None
        self._window_ends = math.inf
        self._earliest = math.inf
        self._gaps = 0

    def open(self, rate: int, channels: int) -> None:
        """A device begins, or begins anew: its samples a second, and interleaved channels."""
        self._open = _Resampling(rate, channels)
        self.restart()

    def restart(self) -> None:
        """Place the next block by its time alone, since time may have passed without sound."""
        self._placed = False

    def add(self, at: float, samples: bytes) -> None:
        """16-bit samples whose last one was there at `at`."""
        if self._open is None:
            return
        block = self._open.convert(samples)
        if not self._placed:
            block = self._place(at, block)
        self._append(block)
        self._steer(at)

    def pad(self, until: float) -> None:
        """Fill with silence up to a time; nothing where the track is already longer."""
        import numpy as np

        missing = math.floor(until * RATE) - self.end
        if missing > 0:
            self._append(np.zeros(missing, np.int16))
            self.restart()

    def take(self, count: int) -> NDArray[np.int16]:
        """The next `count` samples, which must be there; int16, shape (count,)."""
        import numpy as np

        parts, left = [], count
        while left:
            first = self._ready.popleft()
            if len(first) > left:
                self._ready.appendleft(first[left:])
                first = first[:left]
            parts.append(first)
            left -= len(first)
        return np.concatenate(parts) if parts else np.zeros(0, np.int16)

    def _append(self, block: NDArray[np.int16]) -> None:
        if len(block):
            self._ready.append(block)
            self.end += len(block)

    def _place(self, at: float, block: NDArray[np.int16]) -> NDArray[np.int16]:
        """Silence up to where a block belongs; returns what of it lies after the end."""
        begin = at - len(block) / RATE
        self.pad(begin)
        overlap = max(0, self.end - round(begin * RATE))
        if overlap < len(block):
            self._placed = True
            self._window_ends, self._earliest, self._gaps = at + _WINDOW, math.inf, 0
        return block[overlap:]

    def _steer(self, at: float) -> None:
        self._earliest = min(self._earliest, at - self.end / RATE)
        if at < self._window_ends or self._open is None:
            return
        error, self._earliest = self._earliest, math.inf
        self._window_ends = at + _WINDOW
        # One late second may be the machine's fault; two are a gap in the sound.
        self._gaps = self._gaps + 1 if abs(error) > _GAP else 0
        if self._gaps == 2:
            self.restart()
        self._open.bend = min(_BEND, max(-_BEND, error / _SETTLE))


class _Resampling:
    """From a device's samples to `RATE` and one channel, `bend` faster or slower."""

    def __init__(self, rate: int, channels: int) -> None:
        import samplerate

        self.bend = 0.0
        self._ratio = RATE / rate
        self._channels = channels
        self._resampler = samplerate.Resampler("sinc_fastest", channels=1)

    def convert(self, samples: bytes) -> NDArray[np.int16]:
        import numpy as np

        frames = np.frombuffer(samples, np.int16).reshape(-1, self._channels)
        mono = frames.mean(axis=1, dtype=np.float32)
        done = self._resampler.process(mono, self._ratio * (1 + self.bend))
        block: NDArray[np.int16] = np.rint(np.clip(done, -32768, 32767)).astype(np.int16)
        return block
