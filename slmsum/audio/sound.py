"""Sound as every stage after decoding sees it: 16 kHz, one or two channels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# What Whisper, Silero's voice detector and the speaker encoder are all trained at, in hertz.
RATE = 16_000


@dataclass(frozen=True, slots=True, eq=False)
class Sound:
    """Samples at `RATE`: int16, shape (channels, length), on disk where they are many.

    One channel is a mix; two channels are two sides of a talk, kept apart.
    """

    samples: NDArray[np.int16]

    @property
    def channels(self) -> int:
        """1 or 2."""
        return int(self.samples.shape[0])

    @property
    def seconds(self) -> float:
        """Length in seconds."""
        return float(self.samples.shape[1]) / RATE

    def part(
        self, start: float = 0.0, end: float | None = None, channel: int | None = None
    ) -> NDArray[np.float32]:
        """The samples from `start` to `end` seconds, -1 to 1: of one channel, or their mean."""
        import numpy as np

        first = max(0, round(start * RATE))
        last = self.samples.shape[1] if end is None else round(end * RATE)
        cut = self.samples[:, first:last]
        chosen = cut if channel is None else cut[channel : channel + 1]
        mean: NDArray[np.float32] = chosen.mean(axis=0, dtype=np.float32) / np.float32(32768)
        return mean
