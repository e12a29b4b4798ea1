"""Who spoke when: voiced parts cut into windows, voices of the windows, and their speakers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from slmsum.audio.sound import RATE, Sound
from slmsum.errors import BadOption
from slmsum.progress import Progress, ProgressSink, ignore
from slmsum.speech.activity import voiced_parts
from slmsum.speech.cluster import MOST_SPEAKERS, voices_of
from slmsum.speech.spoken import SpeakerSpan

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# A window is heard every _STEP seconds; each decides who speaks in the _STEP around its middle.
# Found with tests/bench/diarize.py on its tuning half, as are the others.
_STEP = 0.4
# How sure the windows must be that somebody else speaks (similarity times _SHARPNESS).
_SHARPNESS = 10.0
_CHANGE = 1.0
# A voiced part is worked on in pieces of this many seconds, which bounds the memory.
_PIECE = 60.0
_STAGE = "telling speakers apart"


@dataclass(frozen=True, slots=True)
class DiarizeSettings:
    """How to tell speakers apart.

    `folder` holds the voice encoder; `speakers` is how many there are, None to estimate it;
    `channel` is the only channel to listen to, None for all.
    """

    folder: Path
    speakers: int | None = None
    channel: int | None = None


@dataclass(frozen=True, slots=True)
class Diarization:
    """Who spoke when, by numbers in order of appearance.

    `voices` holds the voice print of each speaker: 256 numbers, a vector of length 1.
    """

    spans: tuple[SpeakerSpan, ...]
    voices: tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """The voiced parts of a sound, cut into `cells` of one speaker each, (start, end) in seconds.

    `windows` are the unit vectors of the voices around the cells, shape (cells, 256).
    """

    cells: tuple[tuple[float, float], ...]
    windows: NDArray[np.float32]


def diarize(
    sound: Sound, settings: DiarizeSettings, progress: ProgressSink = ignore
) -> Diarization:
    """Find the speakers of a sound; no speech gives no spans.

    Raises BadOption for an impossible number of speakers, ModelCorrupt for a broken encoder.
    """
    if settings.speakers is not None and not 1 <= settings.speakers <= MOST_SPEAKERS:
        raise BadOption(
            f"--speakers {settings.speakers}: not a number of speakers that can be told apart",
            hint=f"Give 1 to {MOST_SPEAKERS}, or leave it out to have it estimated.",
        )
    return tell_apart(hear(sound, settings, progress), settings.speakers)


def hear(sound: Sound, settings: DiarizeSettings, progress: ProgressSink = ignore) -> Heard:
    """Find and embed all voices of a sound, which is nearly all of the work."""
    import numpy as np

    total = max(sound.seconds, 1e-9)
    # Finding voices takes a fifth of the time, listening to them nearly all the rest.
    parts = voiced_parts(
        sound, settings.channel, lambda done: progress(Progress(_STAGE, 0.2 * done, total))
    )
    cells = tuple(cell for start, end in parts for cell in _cells(start, end))
    if not cells:
        return Heard((), np.empty((0, 0), np.float32))
    return Heard(cells, _embed(sound, cells, settings, progress))


def tell_apart(heard: Heard, speakers: int | None = None) -> Diarization:
    """Whose voice is whose; `speakers` is how many there are, None to estimate it."""
    if not heard.cells:
        return Diarization((), ())
    voices = voices_of(_smoothed(heard.windows, heard.cells), speakers)
    chosen = _most_likely(heard.windows @ voices.T)
    order = list(dict.fromkeys(chosen.tolist()))
    spans = _spans(heard.cells, [order.index(speaker) for speaker in chosen.tolist()])
    prints = (tuple(float(value) for value in voices[speaker]) for speaker in order)
    return Diarization(tuple(spans), tuple(prints))


def _cells(start: float, end: float) -> Iterator[tuple[float, float]]:
    """Cut a voiced part into equal pieces of about `_STEP`; each has one speaker."""
    count = max(1, round((end - start) / _STEP))
    step = (end - start) / count
    for number in range(count):
        yield start + number * step, start + (number + 1) * step


def _embed(
    sound: Sound,
    cells: Sequence[tuple[float, float]],
    settings: DiarizeSettings,
    progress: ProgressSink,
) -> NDArray[np.float32]:
    """The voice in a window around the middle of each cell."""
    import numpy as np

    from slmsum.speech.mel import HOP, mel_frames
    from slmsum.speech.voice_encoder import FRAMES, VoiceEncoder

    encoder = VoiceEncoder(settings.folder)
    half = FRAMES * HOP / RATE / 2
    found = []
    total = max(sound.seconds, 1e-9)
    for piece in _pieces(cells):
        first, last = piece[0][0] - half, piece[-1][1] + half
        samples = sound.part(max(0, first), min(last, sound.seconds), settings.channel)
        # The window of a voice at the very beginning reaches back into silence.
        samples = np.pad(samples, (round(max(0, -first) * RATE), FRAMES * HOP))
        mel = mel_frames(samples)
        middles = [round(((start + end) / 2 - half - first) * RATE / HOP) for start, end in piece]
        found.append(encoder.embed(np.stack([mel[at : at + FRAMES] for at in middles])))
        done = min(total, piece[-1][1])
        progress(Progress(_STAGE, 0.2 * total + 0.8 * done, total))
    return np.concatenate(found)


def _pieces(cells: Sequence[tuple[float, float]]) -> Iterator[Sequence[tuple[float, float]]]:
    """Neighbouring cells that span at most `_PIECE` seconds together."""
    first = 0
    for number in range(1, len(cells) + 1):
        if number == len(cells) or cells[number][1] - cells[first][0] > _PIECE:
            yield cells[first:number]
            first = number


def _smoothed(
    windows: NDArray[np.float32], cells: Sequence[tuple[float, float]]
) -> NDArray[np.float32]:
    """Each window with its neighbours in the same stretch of speech, which steadies the voice."""
    import numpy as np

    from slmsum.speech.voice_encoder import unit

    starts, ends = np.array(cells).T
    joined = (starts[1:] - ends[:-1] < _STEP)[:, None]
    total = windows.copy()
    total[:-1] += windows[1:] * joined
    total[1:] += windows[:-1] * joined
    return unit(total)


def _most_likely(alike: NDArray[np.float32]) -> NDArray[np.int64]:
    """The speakers of all windows in order, where each change costs `_CHANGE` (Viterbi 1967).

    `alike` has shape (windows, speakers).
    """
    import numpy as np

    score = alike * _SHARPNESS
    count, speakers = score.shape
    before = np.zeros((count, speakers), np.int64)
    best = score[0].copy()
    for number in range(1, count):
        leader = int(best.argmax())
        changed = best[leader] - _CHANGE
        before[number] = np.where(best >= changed, np.arange(speakers), leader)
        best = np.maximum(best, changed) + score[number]
    path = np.zeros(count, np.int64)
    path[-1] = int(best.argmax())
    for number in range(count - 1, 0, -1):
        path[number - 1] = before[number, path[number]]
    return path


def _spans(cells: Sequence[tuple[float, float]], speakers: Sequence[int]) -> Iterator[SpeakerSpan]:
    """Neighbouring cells of one speaker as one span."""
    first = 0
    for number in range(1, len(cells) + 1):
        ends = number == len(cells) or speakers[number] != speakers[first]
        if ends or cells[number][0] - cells[number - 1][1] > 1e-6:
            yield SpeakerSpan(cells[first][0], cells[number - 1][1], speakers[first])
            first = number
