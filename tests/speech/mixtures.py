"""Talks of several people, joined from recordings of each alone, with who spoke when known."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from slmsum.audio.decode import decode
from slmsum.audio.sound import RATE, Sound

FOLDER = Path(__file__).parents[3] / "shared/audio/librispeech_test-other"
_FRAME = 160
Samples = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Truth:
    """A stretch in which a speaker of a mixture has a voice, in seconds."""

    start: float
    end: float
    speaker: str


@dataclass(frozen=True, slots=True)
class Mixture:
    """A talk with its truth."""

    name: str
    sound: Sound
    truth: tuple[Truth, ...]

    @property
    def speakers(self) -> int:
        """How many speak in it."""
        return len({span.speaker for span in self.truth})

    @property
    def overlap(self) -> float:
        """The share of the voiced time in which more than one speaks."""
        count = np.zeros(round(self.sound.seconds * 100) + 1, np.int64)
        for span in self.truth:
            count[round(span.start * 100) : round(span.end * 100)] += 1
        return float((count > 1).sum() / max(1, (count > 0).sum()))


@dataclass(frozen=True, slots=True, eq=False)
class _Piece:
    """A turn cut from a recording: its samples, and where in them the voice is."""

    samples: Samples
    spoken: list[tuple[int, int]]

    @property
    def seconds(self) -> float:
        return len(self.samples) / RATE


@dataclass(slots=True)
class _Talk:
    """A mixture in the making; `end` is where the latest turn ends, in samples."""

    samples: Samples
    truth: list[Truth] = field(default_factory=list)
    end: int = 0

    def add(self, piece: _Piece, gain: float, at: int, speaker: str) -> None:
        room = len(self.samples) - at
        self.samples[at : at + len(piece.samples)] += piece.samples[:room] * gain
        for start, end in piece.spoken:
            if start < room:
                times = (at + start) / RATE, (at + min(end, room)) / RATE
                self.truth.append(Truth(*times, speaker))
        self.end = max(self.end, at + min(room, len(piece.samples)))


def voices() -> list[str]:
    """The speakers of the shared recordings, in order of their numbers."""
    return sorted((path.name for path in FOLDER.iterdir()), key=int)


def recordings(speaker: str) -> list[Samples]:
    """All recordings of a speaker, at 16 kHz."""
    found = sorted((FOLDER / speaker).glob("*.flac"))
    with tempfile.TemporaryDirectory() as scratch:
        return [decode(path, path.name, Path(scratch)).sound.part() for path in found]


def voiced(samples: Samples, pause: float = 0.3) -> list[tuple[int, int]]:
    """Where somebody speaks in a recording of one person, in samples.

    That is where its power is above two fifths of the way, in decibels, from the quietest to the
    loudest twentieth of it, which allows for the noise of each room. Pauses shorter than `pause`
    seconds are part of the speech around them.
    """
    count = len(samples) // _FRAME
    power = (samples[: count * _FRAME].reshape(count, _FRAME) ** 2).mean(axis=1)
    smooth = np.convolve(power, np.full(3, 1 / 3), "same")
    level = 10 * np.log10(smooth + 1e-12)
    quiet, high = np.percentile(level, (5, 95))
    loud = np.flatnonzero(level > quiet + 0.4 * (high - quiet))
    parts: list[tuple[int, int]] = []
    for frame in loud.tolist():
        start, end = frame * _FRAME, (frame + 1) * _FRAME
        if parts and start - parts[-1][1] < pause * RATE:
            parts[-1] = (parts[-1][0], end)
        else:
            parts.append((start, end))
    return [(start, end) for start, end in parts if end - start >= 0.1 * RATE]


def mixture(
    speakers: list[str],
    seconds: float,
    seed: int,
    *,
    overlaps: float = 0.3,
    backchannels: float = 0.15,
    noise: float = 1e-3,
    room: bool = False,
) -> Mixture:
    """A talk of `speakers` that lasts about `seconds`; equal arguments give equal talks.

    Turns of 1 to 15 s are 0.2 to 1.5 s apart; a share `overlaps` of them begins before the last
    one ends, and during a share `backchannels` another speaker says a word or two. Each speaker
    has a loudness of their own, and the room a noise of `noise` (root mean square).
    """
    rng = np.random.default_rng(seed)
    shares = rng.dirichlet(np.full(len(speakers), 3.0)) * 0.7 + 0.3 / len(speakers)
    gains = 10 ** (rng.uniform(-5, 5, len(speakers)) / 20)
    pieces = {name: _Turns(name, rng) for name in speakers}
    talk = _Talk(np.zeros(round((seconds + 20) * RATE), np.float32))
    talk.end = round(0.5 * RATE)
    last, order = -1, list(range(len(speakers)))
    first_round = [int(i) for i in rng.permutation(order)]
    while talk.end < seconds * RATE:
        others = np.where(np.array(order) == last, 0, shares) if len(order) > 1 else shares
        who = first_round.pop() if first_round else int(rng.choice(order, p=others / others.sum()))
        piece = pieces[speakers[who]].next()
        gap = rng.uniform(0.2, 1.5)
        if len(order) > 1 and talk.truth and rng.random() < overlaps:
            gap = -min(rng.uniform(0.3, 2.0), piece.seconds / 2)
        at = max(0, talk.end + round(gap * RATE))
        talk.add(piece, gains[who], at, speakers[who])
        if len(order) > 1 and piece.seconds > 4 and rng.random() < backchannels:
            other = int(rng.choice([i for i in order if i != who]))
            word = pieces[speakers[other]].word()
            place = at + round(rng.uniform(1, 3) * RATE)
            talk.add(word, gains[other] * 0.7, place, speakers[other])
        last = who
    samples = talk.samples[: talk.end + RATE]
    if room:
        samples = in_room(samples, rng)
        noise = float(np.sqrt((samples**2).mean())) * 0.1
    samples += rng.normal(0, noise, len(samples)).astype(np.float32)
    whole = np.round(np.clip(samples, -1, 1) * 32767).astype(np.int16)
    truth = tuple(sorted(talk.truth, key=lambda span: (span.start, span.speaker)))
    return Mixture(f"{len(speakers)} speakers, seed {seed}", Sound(whole[None]), truth)


def in_room(samples: Samples, rng: np.random.Generator) -> Samples:
    """All of it through one microphone across a room: echoes for 0.4 s, no deep or high sounds."""
    length = round(0.4 * RATE)
    echo = rng.normal(0, 0.05, length) * 10 ** (-3 * np.arange(length) / length)
    echo[0] = 1
    size = 1 << (len(samples) + length).bit_length()
    hertz = np.fft.rfftfreq(size, 1 / RATE)
    passed = np.clip(hertz / 200 - 0.5, 0, 1) * np.clip((4500 - hertz) / 1000, 0, 1)
    spectrum = np.fft.rfft(samples, size) * np.fft.rfft(echo, size) * passed
    return np.fft.irfft(spectrum, size)[: len(samples)].astype(np.float32)


class _Turns:
    """Turns of one speaker, cut from the recordings at pauses, all of them before any again."""

    def __init__(self, speaker: str, rng: np.random.Generator) -> None:
        self._rng = rng
        self._recordings = recordings(speaker)
        self._left: list[_Piece] = []

    def next(self) -> _Piece:
        if not self._left:
            self._left = [
                turn
                for place in self._rng.permutation(len(self._recordings))
                for turn in self._turns(self._recordings[place])
            ]
        return self._left.pop(0)

    def word(self) -> _Piece:
        whole = self._recordings[int(self._rng.integers(len(self._recordings)))]
        start = voiced(whole)[0][0]
        return _cut(whole, start, start + round(self._rng.uniform(0.4, 1.0) * RATE))

    def _turns(self, whole: Samples) -> list[_Piece]:
        turns: list[tuple[int, int]] = []
        wanted = 0.0
        for start, end in voiced(whole, 0.15):
            if turns and turns[-1][1] - turns[-1][0] < wanted * RATE:
                turns[-1] = (turns[-1][0], end)
            else:
                turns.append((start, end))
                lengths = self._rng.uniform(1, 4), self._rng.uniform(4, 15)
                wanted = float(self._rng.choice(lengths))
        return [_cut(whole, start, end) for start, end in turns if end - start > 0.7 * RATE]


def _cut(whole: Samples, first: int, last: int) -> _Piece:
    spoken = [(max(0, a - first), min(b, last) - first) for a, b in voiced(whole)]
    return _Piece(whole[first:last], [(a, b) for a, b in spoken if a < b])


def plan(voices: list[str], extra: str, seeds: range) -> list[tuple[list[str], float, int]]:
    """What talks of 2 to 6 to build of five voices: speakers, seconds and seed of each.

    Where there are to be six speakers, `extra` is the sixth.
    """
    talks = []
    for seed in seeds:
        rng = np.random.default_rng([seed, len(voices)])
        count = 2 + seed % 5
        chosen = [voices[int(i)] for i in rng.permutation(len(voices))[:count]]
        seconds = float(rng.uniform(120, 480)) + 30 * (count - 2)
        talks.append((chosen + ([extra] if count == 6 else []), seconds, seed))
    return talks
