"""What `speech.py` measures in worker processes: our transcribing, and bare faster-whisper."""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from slmsum.audio.decode import decode
from slmsum.errors import EmptyInput
from slmsum.models.store import default_store
from slmsum.power import PowerPlan
from slmsum.progress import ProgressSink
from slmsum.speech.choose import Recognisers
from slmsum.speech.settings import SpeechSettings
from slmsum.speech.transcribe import transcribe


@dataclass(frozen=True)
class Heard:
    """Text and seconds of work for each file, and the process's peak memory in megabytes."""

    texts: tuple[str, ...]
    seconds: tuple[float, ...]
    audio: float
    peak: float


@dataclass(frozen=True)
class OursJob:
    """Decode and transcribe files as the command does, checkpoints included."""

    paths: tuple[Path, ...]
    settings: SpeechSettings

    @property
    def plan(self) -> PowerPlan:
        return self.settings.plan

    def run(self, _progress: ProgressSink) -> Heard:
        store = default_store()
        recognisers = Recognisers(self.settings, store)
        texts, seconds, audio = [], [], 0.0
        with tempfile.TemporaryDirectory() as folder:
            work = Path(folder)
            warm = decode(self.paths[0], "warm", work).sound
            recognisers.for_sound(warm).hear(warm.part(0, 1), "en")
            for path in self.paths:
                began = time.perf_counter()
                sound = decode(path, path.name, work).sound
                texts.append(self._text(sound, recognisers, work))
                seconds.append(time.perf_counter() - began)
                audio += sound.seconds
        return Heard(tuple(texts), tuple(seconds), audio, peak_megabytes())

    def _text(self, sound: Any, recognisers: Recognisers, work: Path) -> str:
        store = default_store()
        try:
            found = transcribe(sound, self.settings, store, work=work, recognisers=recognisers)
        except EmptyInput:
            return ""
        # Side by side where two sides were heard apart, so that words can be compared.
        ordered = sorted(found.utterances, key=lambda one: (one.channel or 0, one.start))
        return " ".join(utterance.text for utterance in ordered)


@dataclass(frozen=True)
class BareJob:
    """faster-whisper as it comes, with the same model, threads, beam, detector and word times."""

    paths: tuple[Path, ...]
    settings: SpeechSettings

    @property
    def plan(self) -> PowerPlan:
        return self.settings.plan

    def run(self, _progress: ProgressSink) -> Heard:
        from faster_whisper import WhisperModel, decode_audio

        assert self.settings.model is not None
        model = WhisperModel(
            str(default_store().path(self.settings.model)),
            device="cpu",
            compute_type="int8",
            cpu_threads=self.plan.threads,
            local_files_only=True,
        )
        texts, seconds, audio = [], [], 0.0
        self._text(model, decode_audio(str(self.paths[0]))[:16000])
        for path in self.paths:
            began = time.perf_counter()
            stereo = "stereo" in path.name
            sides = decode_audio(str(path), split_stereo=stereo)
            sides = sides if stereo else (sides,)
            texts.append(" ".join(self._text(model, side) for side in sides))
            seconds.append(time.perf_counter() - began)
            audio += len(sides[0]) / 16000
        return Heard(tuple(texts), tuple(seconds), audio, peak_megabytes())

    def _text(self, model: Any, samples: Any) -> str:
        segments, _ = model.transcribe(
            samples,
            language=self.settings.language,
            beam_size=self.settings.beam,
            word_timestamps=True,
            vad_filter=True,
        )
        return " ".join(segment.text.strip() for segment in segments)


def peak_megabytes() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1e6 if sys.platform == "darwin" else 1e3)
