"""Mel spectrograms as the voice encoder was trained on, in numpy."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from slmsum.audio.sound import RATE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# 25 ms every 10 ms in 40 bands, from Resemblyzer's hparams.py.
WINDOW = 400
HOP = 160
BANDS = 40

# Slaney's scale (Auditory Toolbox, 1998): even steps of 200/3 Hz up to 1 kHz, then logarithmic.
_STEP = 200.0 / 3
_BREAK = 1000.0
_LOG_STEP = 6.4 ** (1 / 27)


def mel_frames(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """Power in each mel band, shape (frames, 40): frame t is centred on sample 160 t.

    `samples` are at 16 kHz, -1 to 1; there are 1 + len // 160 frames and zeros lie beyond both
    ends. Equals librosa's `melspectrogram(y, sr=16000, n_fft=400, hop_length=160, n_mels=40)`.
    """
    import numpy as np

    half = WINDOW // 2
    padded = np.pad(samples.astype(np.float32, copy=False), half)
    frames = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[::HOP]
    window, filters = _tables()
    spectrum = np.fft.rfft(frames * window, axis=1)
    power = (spectrum.real**2 + spectrum.imag**2).astype(np.float32)
    bands: NDArray[np.float32] = power @ filters
    return bands


@cache
def _tables() -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The periodic Hann window, and the filters with shape (bins, bands)."""
    import numpy as np

    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(WINDOW) / WINDOW)
    edges = _hertz(np.linspace(0.0, _mel(RATE / 2), BANDS + 2))
    bins = np.fft.rfftfreq(WINDOW, 1 / RATE)[:, None]
    rising = (bins - edges[:-2]) / np.diff(edges)[:-1]
    falling = (edges[2:] - bins) / np.diff(edges)[1:]
    # Each triangle has the same area, so that wide bands do not outweigh narrow ones.
    filters = np.maximum(0, np.minimum(rising, falling)) * (2 / (edges[2:] - edges[:-2]))
    return window.astype(np.float32), filters.astype(np.float32)


def _mel(hertz: float) -> float:
    import math

    return _BREAK / _STEP + math.log(hertz / _BREAK) / math.log(_LOG_STEP)


def _hertz(mels: NDArray[np.float64]) -> NDArray[np.float64]:
    import numpy as np

    bend = _BREAK / _STEP
    return np.where(mels < bend, mels * _STEP, _BREAK * _LOG_STEP ** (mels - bend))
