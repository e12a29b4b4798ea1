"""One side of a talk that is going on: its latest sound, and which of its words are settled."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from slmsum.audio.sound import RATE
from slmsum.speech.agreement import agreed, unsettled
from slmsum.speech.live import LiveSkip, LiveText
from slmsum.speech.spoken import SENTENCE_ENDS, Word

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# All in samples. Sound is heard again when so much has come.
_STEP = round(0.9 * RATE)
# Talk ends with such a pause, and is heard with so much of the sound around it.
_PAUSE = round(0.5 * RATE)
_AROUND = round(0.3 * RATE)
# What is older than this is settled, whether hearings agree or not.
_PATIENCE = round(2.5 * RATE)
# Settled sentences are left out of the sound beyond the first length, settled words beyond the
# second: they help to understand what follows, and cost time.
_LONG, _TOO_LONG = 8 * RATE, 12 * RATE
# With more sound than this not heard yet, all but the latest is skipped.
_TOO_LATE, _LATEST = 8 * RATE, 3 * RATE
# Sound may be lost between two stretches; less than this is rounding.
_HOLE = RATE // 100
# No voice is quieter (-66 dB of full scale).
_INAUDIBLE = 16

Hear = Callable[["NDArray[np.float32]", bool], list[Word]]


class Side:
    """Takes the sound of one speaker and sends LiveTexts, and a LiveSkip where it is left behind.

    `hear` gives the words in a sound, with times in it, and is told whether the talk begins there.
    """

    def __init__(self, speaker: str, hear: Hear, send: Callable[[object], None]) -> None:
        self._speaker = speaker
        self._hear = hear
        self._send = send
        self._parts: list[NDArray[np.int16]] = []
        self._start = self._end = self._seen = 0
        self._settled: list[Word] = []
        self._open: tuple[Word, ...] = ()

    def add(self, at: int, samples: NDArray[np.int16]) -> None:
        """Take sound that begins at the sample number `at` of the recording."""
        if at > self._end + _HOLE:
            if self._parts:
                self._skip(at)
            self._start = self._end = self._seen = at
        self._parts.append(samples)
        self._end += len(samples)

    def listen(self, *, ended: bool) -> None:
        """Hear what has come, if it is enough; at the end, whatever there is."""
        if self._end - self._seen < _STEP and not ended:
            return
        if self._end - self._seen > _TOO_LATE:
            self._skip(self._end - _LATEST)
        self._seen = self._end
        voice = self._voice()
        if voice is None:
            self._settle(self._open)
            self._begin_anew(self._end - _AROUND)
            return
        begin, end = voice
        if not self._settled and not self._open:
            self._forget(begin - _AROUND)
        closed = ended or self._end - end > _PAUSE
        until = min(self._end, end + _AROUND) if closed else self._end
        self._take(self._words(until), closed=closed)
        if closed:
            self._begin_anew(until)
        else:
            self._shorten()

    def _voice(self) -> tuple[int, int] | None:
        """Where somebody begins and ends to speak in the sound there is, None for nowhere."""
        from faster_whisper.vad import VadOptions, get_speech_timestamps

        samples = self._samples(self._end)
        if not samples.size or float(abs(samples).max()) * 32768 <= _INAUDIBLE:
            return None
        options = VadOptions(
            min_silence_duration_ms=400, min_speech_duration_ms=100, speech_pad_ms=0
        )
        spans = get_speech_timestamps(samples, options)
        if not spans:
            return None
        return self._start + int(spans[0]["start"]), self._start + int(spans[-1]["end"])

    def _words(self, until: int) -> list[Word]:
        begins = not self._settled
        start = self._start / RATE
        return [
            replace(word, start=round(start + word.start, 2), end=round(start + word.end, 2))
            for word in self._hear(self._samples(until), begins)
        ]

    def _take(self, words: Sequence[Word], *, closed: bool) -> None:
        fresh = unsettled(self._settled, words)
        count = len(fresh)
        if not closed:
            old = (self._end - _PATIENCE) / RATE
            count = sum(word.end < old for word in fresh)
            count = max(count, agreed(self._open, fresh))
        shown = bool(self._open)
        self._settle(fresh[:count])
        self._open = fresh[count:]
        if self._open or (shown and not count):
            self._say(self._open, final=False)

    def _settle(self, words: Sequence[Word]) -> None:
        """Say words that stay; nothing is left open then."""
        if words:
            self._say(words, final=True)
        self._settled.extend(words)
        self._open = ()

    def _say(self, words: Sequence[Word], *, final: bool) -> None:
        at = self._end / RATE
        start, end = (words[0].start, words[-1].end) if words else (at, at)
        text = "".join(word.text for word in words)
        self._send(LiveText(start, end, self._speaker, text, final))

    def _shorten(self) -> None:
        """Leave out sound whose words are settled, at the end of a sentence if there is one."""
        length = self._end - self._start
        if length < _LONG:
            return
        ends = [word.end for word in self._settled if word.text.endswith(SENTENCE_ENDS)]
        if length >= _TOO_LONG:
            ends = ends or [word.end for word in self._settled] or [(self._end - _LATEST) / RATE]
        if ends:
            self._forget(round(ends[-1] * RATE))
            self._settled = [word for word in self._settled if word.start >= ends[-1]]

    def _skip(self, until: int) -> None:
        self._settle(self._open)
        begin = self._seen
        self._begin_anew(until)
        self._send(LiveSkip(begin / RATE, until / RATE, self._speaker))

    def _begin_anew(self, at: int) -> None:
        self._settled, self._open = [], ()
        self._forget(at)

    def _forget(self, before: int) -> None:
        """Drop the sound before a sample number."""
        before = min(max(before, self._start), self._end)
        rest = self._joined()[before - self._start :]
        self._parts = [rest] if rest.size else []
        self._start = before

    def _samples(self, until: int) -> NDArray[np.float32]:
        import numpy as np

        return self._joined()[: until - self._start].astype(np.float32) / np.float32(32768)

    def _joined(self) -> NDArray[np.int16]:
        import numpy as np

        if len(self._parts) != 1:
            self._parts = [np.concatenate([np.empty(0, np.int16), *self._parts])]
        return self._parts[0]
