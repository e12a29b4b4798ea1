"""Cut a recording at its pauses into pieces of speech that Whisper hears one by one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from slmsum.audio.sound import RATE, Sound

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# A stretch of speech: first sample, and the one after its last.
Span = tuple[int, int]

# Whisper hears 30 seconds at once; what fills them best costs least.
_MOST = round(29.5 * RATE)
# Pauses longer than this are left out, shorter ones stay as they are.
_LONG_PAUSE = 2 * RATE
# The voice detector looks at so much at once, which bounds memory.
_BLOCK = 120 * RATE
# A block no louder than this holds no voice (-66 dB of full scale), and is not looked at closely.
_INAUDIBLE = 16
# Speech that ends this close to a block's end may go on behind it.
_EDGE = RATE // 2


@dataclass(frozen=True, slots=True)
class Place:
    """How far a recording is heard: `held` are spans known to come next, before sample `start`.

    From `start` on, speech has not been looked for yet.
    """

    start: int = 0
    held: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """Speech to hear at once, and the place behind it."""

    spans: tuple[Span, ...]
    after: Place

    @property
    def end(self) -> int:
        """The sample after its last."""
        return self.spans[-1][1]

    def samples(self, sound: Sound, channel: int | None) -> NDArray[np.float32]:
        """The sound of the piece, without its long pauses."""
        import numpy as np

        runs = [sound.part(start / RATE, end / RATE, channel) for start, end in runs_of(self.spans)]
        return np.concatenate(runs)

    def moment(self, seconds: float, around: float) -> float:
        """Seconds in the recording of a moment in `samples`; `around` settles which run it is in.

        A word that lies across a pause is thus kept on the side on which its middle is.
        """
        passed = 0.0
        for start, end in runs_of(self.spans):
            length = (end - start) / RATE
            if around < passed + length or end == self.end:
                within = min(max(seconds - passed, 0.0), length)
                return round(start / RATE + within, 3)
            passed += length
        raise AssertionError("a piece has a span")

    def place_at(self, seconds: float) -> Place:
        """Where to go on if only so many seconds of `samples` were heard."""
        sample = round(self.moment(seconds, seconds) * RATE)
        rest = tuple((max(start, sample), end) for start, end in self.spans if end > sample)
        return Place(self.after.start, rest + self.after.held)


def next_piece(sound: Sound, channel: int | None, place: Place) -> Piece | None:
    """The next piece of a channel (None: of the mean of all); None where nobody speaks any more.

    It depends on the sound and the place alone, so that work can be taken up at any place.
    """
    length = sound.samples.shape[1]
    start, spans = place.start, list(place.held)
    while start < length and _first_group(spans) == len(spans):
        end = min(start + _BLOCK, length)
        found = _speech(sound, channel, start, end)
        at_edge = found and found[-1][1] > end - _EDGE and found[-1][0] > start
        start = found.pop()[0] if at_edge and end < length else end
        spans += found
    count = _first_group(spans)
    if not count:
        return None
    return Piece(tuple(spans[:count]), Place(start, tuple(spans[count:])))


def _speech(sound: Sound, channel: int | None, start: int, end: int) -> list[Span]:
    """Where somebody speaks between two samples, each span with a little of the pauses around."""
    from faster_whisper.vad import VadOptions, get_speech_timestamps

    if _is_inaudible(sound, start, end):
        return []
    options = VadOptions(
        min_silence_duration_ms=300,
        min_speech_duration_ms=100,
        max_speech_duration_s=_MOST / RATE,
        speech_pad_ms=400,
    )
    found = get_speech_timestamps(sound.part(start / RATE, end / RATE, channel), options)
    return [(start + int(span["start"]), start + int(span["end"])) for span in found]


def _is_inaudible(sound: Sound, start: int, end: int) -> bool:
    cut = sound.samples[:, start:end]
    return int(cut.max()) <= _INAUDIBLE and int(cut.min()) >= -_INAUDIBLE


def _first_group(spans: list[Span]) -> int:
    """How many of the spans Whisper hears at once; at least one, where there is any."""
    size = 0
    for at, (start, end) in enumerate(spans):
        pause = start - spans[at - 1][1] if at else 0
        size += end - start + (pause if pause < _LONG_PAUSE else 0)
        if at and size > _MOST:
            return at
    return len(spans)


def runs_of(spans: tuple[Span, ...]) -> list[Span]:
    """Spans joined over pauses that are kept."""
    runs: list[Span] = []
    for start, end in spans:
        if runs and start - runs[-1][1] < _LONG_PAUSE:
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
    return runs
