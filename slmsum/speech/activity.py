"""Where in a sound somebody has a voice, by the Silero detector that faster-whisper carries."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from slmsum.audio.sound import RATE, Sound

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# The detector judges 512 samples at a time; it is given this many frames, 5 minutes, at once.
_FRAME = 512 / RATE
_FRAMES_AT_ONCE = 9375

# A voice begins at the first chance and ends below the second: less than Silero's own 0.5 and 0.35,
# which miss far and quiet voices. Pauses shorter than _PAUSE seconds are bridged and voices shorter
# than _VOICE are dropped. Found with the talks of tests/speech/mixtures.py, as are the next two.
_BEGIN, _END = 0.35, 0.2
_PAUSE = 0.3
_VOICE = 0.25
# The detector hears quiet voices as none, so these are made louder: until the loudest tenth of the
# frames has this root mean square, but not so much that noise alone is made loud or peaks are lost.
_LOUD = 0.2
_MOST_GAIN = 30.0
_MOST_PEAK = 2.0


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
    starts = range(0, sound.samples.shape[1], step)
    parts = [(first / RATE, (first + step) / RATE) for first in starts]
    gain = _gain(sound.part(start, end, channel) for start, end in parts)
    chances = [np.empty(0, np.float32)]
    for start, end in parts:
        part = np.clip(sound.part(start, end, channel) * gain, -1, 1)
        # The detector writes into what it is given.
        padded = np.pad(part, (0, -len(part) % 512))
        chances.append(np.asarray(detector(padded), np.float32).reshape(-1))
        heard(min(sound.seconds, end))
    found = _parts(np.concatenate(chances))
    return [(start, min(end, sound.seconds)) for start, end in found if start < sound.seconds]


def _gain(parts: Iterable[NDArray[np.float32]]) -> float:
    """How much louder to make a sound, 1 or more, from all of its samples part by part."""
    import numpy as np

    levels, peak = [np.zeros(1)], 1e-4
    for part in parts:
        frames = part[: len(part) // 512 * 512].reshape(-1, 512)
        levels.append(np.sqrt((frames**2).mean(axis=1)))
        peak = max(peak, float(np.abs(part).max(initial=0)))
    level = max(1e-4, float(np.percentile(np.concatenate(levels), 90)))
    return max(1.0, min(_LOUD / level, _MOST_GAIN, _MOST_PEAK / peak))


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
