"""Whisper through faster-whisper: a piece of sound in, segments of timed words out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from slmsum.errors import BadOption, ModelCorrupt
from slmsum.speech.settings import SpeechSettings
from slmsum.speech.spoken import Word

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

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

    def hear(self, samples: NDArray[np.float32], language: str | None) -> tuple[list[Segment], str]:
        """The words in at most 30 seconds of sound, and their language.

        `language` is the one spoken so far; the piece is heard in another where it surely is, or
        where None is known, unless the settings name one.
        """
        fixed = self._settings.language or (None if self.multilingual else "en")
        found, info = self._transcribe(samples, fixed, self._settings.beam)
        changed = fixed is None and language not in (None, info.language)
        if changed and info.language_probability < _SURE_OF_CHANGE:
            found, info = self._transcribe(samples, language, self._settings.beam)
        segments = [_segment(segment) for segment in found]
        if any(segment.failed for segment in segments):
            segments = self._heard_again(samples, info.language, segments)
        return segments, str(info.language)

    def _heard_again(
        self, samples: NDArray[np.float32], language: str, segments: list[Segment]
    ) -> list[Segment]:
        """A wide search that forbids long repetitions, where the plain one failed.

        Whisper itself would sample at random, which would make no two runs alike.
        """
        found, _ = self._transcribe(samples, language, 5, no_repeat_ngram_size=5)
        again = [_segment(segment) for segment in found]
        return again if _failures(again) < _failures(segments) else segments

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
        return segments, info


def _failures(segments: list[Segment]) -> float:
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


def _model_class() -> Any:
    import numpy as np
    from faster_whisper import WhisperModel

    class OneEncoding(WhisperModel):  # type: ignore[misc]
        """Encodes a piece once, where finding out its language would encode it a second time."""

        _seen: Any = None
        _encoded: Any = None

        def detect_language(self, *args: Any, features: Any = None, **named: Any) -> Any:
            # The extractor adds a frame at the end, which transcribing leaves out.
            if features is not None:
                features = features[..., :-1]
            return super().detect_language(*args, features=features, **named)

        def encode(self, features: Any) -> Any:
            if self._seen is None or not np.array_equal(self._seen, features):
                self._encoded = super().encode(features)
                self._seen = features
            return self._encoded

    return OneEncoding
