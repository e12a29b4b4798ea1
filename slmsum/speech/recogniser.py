"""Whisper through faster-whisper: a piece of sound in, segments of timed words out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from slmsum.audio.sound import RATE
from slmsum.errors import BadOption, ModelCorrupt
from slmsum.speech.settings import SpeechSettings
from slmsum.speech.spoken import Word

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# What is encoded in haste ends in so much silence, in seconds: with less, Whisper repeats itself.
_SILENCE_BEHIND = 2.0
_FRAMES_A_SECOND = 100

# A piece of another language than the one before must be this surely so.
_SURE_OF_CHANGE = 0.85
# The limits beyond which Whisper's own authors call a text failed (repetition, low probability).
MOST_COMPRESSION = 2.4
LEAST_LOGPROB = -1.0


@dataclass(frozen=True, slots=True)
class Segment:
    """Words that Whisper wrote at once, with how sure it was.

    `logprob` is the mean of its tokens, `compression` how well the text packs, `no_speech` the
    probability that nobody spoke. Times are in seconds within the piece.
    """

    words: tuple[Word, ...]
    logprob: float
    compression: float
    no_speech: float

    @property
    def text(self) -> str:
        """The words as one line."""
        return "".join(word.text for word in self.words).strip()

    @property
    def failed(self) -> bool:
        """Whether the text repeats itself or is hardly believed by the model itself."""
        return self.compression > MOST_COMPRESSION or self.logprob < LEAST_LOGPROB


@dataclass(frozen=True, slots=True)
class Hearing:
    """What was heard in a piece: all of it, or where it was cut as far as `until` seconds."""

    segments: tuple[Segment, ...]
    language: str
    until: float | None = None


class _CutSentence(Exception):
    """So many seconds at the end of a piece belong to a sentence that the next piece completes."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Recogniser:
    """A Whisper model in memory; raises ModelCorrupt where the folder holds none."""

    def __init__(self, name: str, folder: Path, settings: SpeechSettings) -> None:
        self.name = name
        self._settings = settings
        self._model = _load(name, folder, settings.plan.threads)
        self.multilingual = bool(self._model.model.is_multilingual)
        known = self._model.supported_languages
        if settings.language is not None and settings.language not in known:
            raise BadOption(
                f"{name} does not know the language {settings.language!r}",
                hint="Languages are written like en, de or pt; other models know more of them.",
            )

    def language_of(self, samples: NDArray[np.float32]) -> tuple[str, float]:
        """The language spoken (ISO 639-1), and how probable it is."""
        language, probability, _ = self._model.detect_language(audio=samples)
        return language, float(probability)

    def hear(
        self, samples: NDArray[np.float32], language: str | None, *, goes_on: bool = False
    ) -> Hearing:
        """The words in at most 30 seconds of sound.

        `language` is the one spoken so far; the piece is heard in another where it surely is, or
        where None is known, unless the settings name one. Where the sound `goes_on` behind the
        piece, a sentence that the end cuts is left for the next one.
        """
        self._model.hears_once = goes_on
        fixed = self._settings.language or (None if self.multilingual else "en")
        found, info = self._transcribe(samples, fixed, self._settings.beam)
        changed = fixed is None and language not in (None, info.language)
        if changed and info.language_probability < _SURE_OF_CHANGE:
            found, info = self._transcribe(samples, language, self._settings.beam)
        hearing = _hearing(found, samples, str(info.language))
        if any(segment.failed for segment in hearing.segments):
            return self._heard_again(samples, hearing)
        return hearing

    def hear_soon(
        self, samples: NDArray[np.float32], language: str | None
    ) -> tuple[list[Segment], str, float]:
        """The words, their language and how probable that is, in a fraction of the time.

        For text that a later hearing corrects: no more than the sound itself and a short silence
        is encoded, where Whisper encodes 30 seconds, unless that fails. `language` is not doubted;
        None listens for it.
        """
        language = self._settings.language or language or (None if self.multilingual else "en")
        seconds = len(samples) / RATE
        self._model.hears_once = False
        self._model.frames = round((seconds + _SILENCE_BEHIND) * _FRAMES_A_SECOND)
        # Nobody speaks so fast; a text that repeats itself would fill all there is room for.
        most = min(200, 12 + round(8 * seconds))
        more = {"max_new_tokens": most, "without_timestamps": True}
        try:
            found, info = self._transcribe(samples, language, 1, **more)
            segments = [_segment(segment) for segment in found]
        finally:
            self._model.frames = None
        # Half a word is seldom believed; only a text that repeats itself is worth the time.
        if any(segment.compression > MOST_COMPRESSION for segment in segments):
            found, info = self._transcribe(samples, language or info.language, 1, **more)
            segments = [_segment(segment) for segment in found]
        return segments, str(info.language), float(info.language_probability)

    def _heard_again(self, samples: NDArray[np.float32], before: Hearing) -> Hearing:
        """A wide search that forbids long repetitions, where the plain one failed.

        Whisper itself would sample at random, which would make no two runs alike.
        """
        found, _ = self._transcribe(samples, before.language, 5, no_repeat_ngram_size=5)
        again = _hearing(found, samples, before.language)
        return again if _failures(again.segments) < _failures(before.segments) else before

    def _transcribe(
        self, samples: NDArray[np.float32], language: str | None, beam: int, **more: Any
    ) -> tuple[Iterable[Any], Any]:
        segments, info = self._model.transcribe(
            samples,
            language=language,
            beam_size=beam,
            temperature=0.0,
            condition_on_previous_text=False,
            word_timestamps=True,
            hotwords=", ".join(self._settings.terms) or None,
            **more,
        )
        self._model.first_filled = None
        return segments, info


def _hearing(found: Iterable[Any], samples: NDArray[np.float32], language: str) -> Hearing:
    segments: list[Segment] = []
    try:
        for segment in found:
            segments.append(_segment(segment))
    except _CutSentence as cut:
        return Hearing(tuple(segments), language, len(samples) / RATE - cut.seconds)
    return Hearing(tuple(segments), language)


def _failures(segments: Sequence[Segment]) -> float:
    """The share of the words that stand in failed segments, 1 where nothing was heard."""
    total = sum(len(segment.words) for segment in segments)
    failed = sum(len(segment.words) for segment in segments if segment.failed)
    return failed / total if total else 1.0


def _segment(segment: Any) -> Segment:
    words = (
        Word(word.word, float(word.start), float(word.end), float(word.probability))
        for word in segment.words
    )
    return Segment(
        tuple(words),
        float(segment.avg_logprob),
        float(segment.compression_ratio),
        float(segment.no_speech_prob),
    )


def _load(name: str, folder: Path, threads: int) -> Any:
    model_class = _model_class()
    try:
        return model_class(
            str(folder),
            device="cpu",
            compute_type="int8",
            cpu_threads=threads,
            local_files_only=True,
        )
    except (RuntimeError, ValueError, OSError) as error:
        raise ModelCorrupt(name, str(error)) from error


def _filled_frames(features: Any) -> int:
    """How many frames there are before the zeros that fill up a window."""
    import numpy as np

    filled = np.flatnonzero(np.abs(features).sum(axis=0))
    return int(filled[-1]) + 1 if len(filled) else 0


def _model_class() -> Any:
    import numpy as np
    from faster_whisper import WhisperModel

    class OneEncoding(WhisperModel):  # type: ignore[misc]
        """Encodes a piece once, where finding out its language would encode it a second time.

        `frames` limits how much of the 30 seconds is encoded. If it `hears_once`, what is left
        behind the last whole sentence is not, unless that is more than half.
        """

        frames: int | None = None
        hears_once = False
        first_filled: int | None = None
        _seen: Any = None
        _encoded: Any = None

        def detect_language(self, *args: Any, features: Any = None, **named: Any) -> Any:
            # The extractor adds a frame at the end, which transcribing leaves out.
            if features is not None:
                features = features[..., :-1]
            return super().detect_language(*args, features=features, **named)

        def encode(self, features: Any) -> Any:
            filled = _filled_frames(features)
            if self.first_filled is None:
                self.first_filled = filled
            elif self.hears_once and filled <= self.first_filled // 2:
                raise _CutSentence(filled / _FRAMES_A_SECOND)
            features = np.ascontiguousarray(features[..., : self.frames])
            if self._seen is None or not np.array_equal(self._seen, features):
                self._encoded = super().encode(features)
                self._seen = features
            return self._encoded

    return OneEncoding
