"""Where in a sound somebody has a voice, by the Silero detector that faster-whisper carries."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from slmsum.audio.sound import RATE, Sound

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# The detector judges 512 samples at a time; it is given this many frames, 5 minutes, at once.
_FRAME = 512 / RATE
_FRAMES_AT_ONCE = 9375

# A voice begins at the first chance and ends below the second, as Silero's own settings have it.
# Pauses shorter than _PAUSE seconds are bridged and voices shorter than _VOICE are dropped.
_BEGIN, _END = 0.5, 0.35
_PAUSE = 0.3
_VOICE = 0.15


def voiced_parts(
    sound: Sound,
    channel: int | None = None,
    heard: Callable[[float], None] = lambda _seconds: None,
) -> list[tuple[float, float]]:
    """The stretches with a voice as (start, end) in seconds, in order and apart.

    `channel` chooses one channel, None takes their mean. `heard` is told how far it has come.
    """
    import numpy as np
    from faster_whisper.vad import get_vad_model

    detector = get_vad_model()
    step = _FRAMES_AT_ONCE * 512
    chances = [np.empty(0, np.float32)]
    for first in range(0, sound.samples.shape[1], step):
        part = sound.part(first / RATE, (first + step) / RATE, channel)
        # The detector writes into what it is given.
        padded = np.pad(part, (0, -len(part) % 512))
        chances.append(np.asarray(detector(padded), np.float32).reshape(-1))
        heard(min(sound.seconds, (first + step) / RATE))
    parts = _parts(np.concatenate(chances))
    return [(start, min(end, sound.seconds)) for start, end in parts if start < sound.seconds]


def _parts(chances: NDArray[np.float32]) -> list[tuple[float, float]]:
    """Stretches of frames with a voice, by two thresholds so that they do not flicker."""
    parts: list[tuple[float, float]] = []
    begun: int | None = None
    for frame, chance in enumerate([*chances.tolist(), 0.0]):
        if begun is None and chance >= _BEGIN:
            begun = frame
        elif begun is not None and chance < _END:
            start, end = begun * _FRAME, frame * _FRAME
            if parts and start - parts[-1][1] < _PAUSE:
                parts[-1] = (parts[-1][0], end)
            else:
                parts.append((start, end))
            begun = None
    return [(start, end) for start, end in parts if end - start >= _VOICE]
