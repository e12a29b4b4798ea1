"""How loud sound is, and what in its loudness a speaker should be warned of."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# What stands for silence, in dBFS: the level of the smallest 16-bit sample is -90.
FLOOR = -96.0
# The level that an empty meter stands for, in dBFS.
_QUIETEST = -60.0
# Sound above this RMS counts as heard: speech at a distance is about -45, a quiet room below -60.
HEARD = -50.0
# Samples this near to the limits, so many in a row, are cut off and not just loud.
_LIMIT, _IN_A_ROW = 32_700, 3


@dataclass(frozen=True, slots=True)
class Level:
    """Loudness of a short block in dBFS (0 is the loudest there is, `FLOOR` silence)."""

    peak: float = FLOOR
    rms: float = FLOOR
    clipped: bool = False

    @property
    def heard(self) -> bool:
        """Whether somebody may be speaking."""
        return self.rms > HEARD


def measure(block: NDArray[np.int16]) -> Level:
    """The level of one channel's samples."""
    import numpy as np

    if not block.size:
        return Level()
    wide = block.astype(np.float32)
    size = np.abs(wide)
    return Level(
        _decibels(float(size.max())),
        _decibels(math.sqrt(float(np.mean(wide * wide)))),
        _is_clipped(size >= _LIMIT),
    )


def share(decibels: float) -> float:
    """How much of a meter a level in dBFS fills, from 0 to 1."""
    return min(1.0, max(0.0, (decibels - _QUIETEST) / -_QUIETEST))


def _decibels(value: float) -> float:
    return max(FLOOR, 20 * math.log10(value / 32768)) if value > 0 else FLOOR


def _is_clipped(at_limit: NDArray[np.bool_]) -> bool:
    run = at_limit[: len(at_limit) - _IN_A_ROW + 1].copy()
    for step in range(1, _IN_A_ROW):
        run &= at_limit[step : len(at_limit) - _IN_A_ROW + 1 + step]
    return bool(run.any())


@dataclass(slots=True)
class Watch:
    """What to warn of on one channel, from its levels over time.

    `silent_after` is in seconds. A clipping warning stays for `clip_shown` seconds.
    """

    name: str
    silent_after: float = 20.0
    clip_shown: float = 3.0
    ever_heard: bool = False
    _last_heard: float | None = field(default=None)
    _last_clip: float = field(default=-math.inf)

    def see(self, now: float, level: Level) -> None:
        """Take in the level at `now`, in seconds on any steady clock."""
        if level.heard:
            self.ever_heard = True
        if level.heard or self._last_heard is None:
            self._last_heard = now
        if level.clipped:
            self._last_clip = now

    def silent_for(self, now: float) -> float:
        """Seconds since something was heard, or since the first level."""
        return 0.0 if self._last_heard is None else now - self._last_heard

    def warnings(self, now: float) -> list[str]:
        """What is wrong now, in words."""
        found = []
        if self.silent_for(now) >= self.silent_after:
            found.append(f"{self.name}: nothing heard for {self.silent_for(now):.0f} s")
        if now - self._last_clip < self.clip_shown:
            found.append(f"{self.name}: too loud, the sound is cut off")
        return found
