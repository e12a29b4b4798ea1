"""Cut a recording at its pauses into pieces of speech that Whisper hears one by one."""

from __future__ import annotations

from collections.abc import Iterator
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
class Block:
    """Where the search for speech goes on: a sample, and the spans before it not heard yet."""

    start: int = 0
    held: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """Speech to hear at once: piece number `index` of those that `block` leads to."""

    block: Block
    index: int
    spans: tuple[Span, ...]

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


def pieces(sound: Sound, channel: int | None, block: Block | None = None) -> Iterator[Piece]:
    """The pieces of a channel (None: of the mean of all) in order, from `block` on.

    What comes from a block depends on the block alone, so that work can be taken up at any.
    """
    block = block or Block()
    length = sound.samples.shape[1]
    while block.start < length:
        end = min(block.start + _BLOCK, length)
        spans = _speech(sound, channel, block.start, end)
        begin_next = end
        if end < length and spans and spans[-1][1] > end - _EDGE and spans[-1][0] > block.start:
            begin_next = spans.pop()[0]
        groups = list(_packed([*block.held, *spans]))
        held = groups.pop() if groups and end < length else ()
        for index, group in enumerate(groups):
            yield Piece(block, index, group)
        block = Block(begin_next, held)


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


def _packed(spans: list[Span]) -> Iterator[tuple[Span, ...]]:
    """Neighbouring spans in groups as long as Whisper hears at once."""
    group: list[Span] = []
    size = 0
    for span in spans:
        more = span[1] - span[0]
        if group:
            pause = span[0] - group[-1][1]
            more += pause if pause < _LONG_PAUSE else 0
        if group and size + more > _MOST:
            yield tuple(group)
            group, more = [], span[1] - span[0]
            size = 0
        group.append(span)
        size += more
    if group:
        yield tuple(group)


def runs_of(spans: tuple[Span, ...]) -> list[Span]:
    """Spans joined over pauses that are kept."""
    runs: list[Span] = []
    for start, end in spans:
        if runs and start - runs[-1][1] < _LONG_PAUSE:
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
    return runs
