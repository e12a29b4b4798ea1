"""Sounds made by formula, the same on every machine."""

import numpy as np
from numpy.typing import NDArray

from slmsum.audio.sound import RATE


def buzz(seconds: float = 3.0, pitch: float = 120.0) -> NDArray[np.float32]:
    """A buzzing tone with overtones that wavers in pitch and loudness, as a voice does."""
    t = np.arange(round(seconds * RATE)) / RATE
    phase = 2 * np.pi * np.cumsum(pitch + 30 * np.sin(3 * np.pi * t)) / RATE
    tone = sum(np.sin(k * phase) / k for k in range(1, 20))
    return (0.1 * tone * (0.6 + 0.4 * np.sin(6 * np.pi * t))).astype(np.float32)
