"""How far live text is behind the talk, and what it costs.

    python tests/bench/live.py [--seconds 60] [--modes saver,balanced,full]
        [--models whisper-tiny.en,whisper-base]

A talk of LibriSpeech's ten readers and of espeak-ng voices is given at the pace at which it is
spoken to the worker that `slmsum record --live` starts. A word counts as spoken when the ordinary
transcription of the talk says that it ends, and as shown when it first stands where it stays, dim
or settled. The shared recordings must lie beside the project. Run it on a machine that does nothing
else.
"""

from __future__ import annotations

import argparse
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path

ROOT = Path(__file__).parents[2]
SPEECH = ROOT.parent / "shared/audio/librispeech_test-other"
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402
from numpy.typing import NDArray  # noqa: E402

from slmsum import power  # noqa: E402
from slmsum.audio.decode import decode  # noqa: E402
from slmsum.audio.sound import RATE, Sound  # noqa: E402
from slmsum.engine import worker  # noqa: E402
from slmsum.jobs import ReadRequest, TranscribeJob  # noqa: E402
from slmsum.machine import inspect_machine  # noqa: E402
from slmsum.speech.live import Live, LiveSkip, LiveUpdate  # noqa: E402
from slmsum.speech.live_job import LiveJob  # noqa: E402
from slmsum.speech.settings import SpeechSettings  # noqa: E402
from slmsum.speech.spoken import Word  # noqa: E402

_BLOCK = RATE // 10
# Nothing is said twice, for words are found again by their order.
_SAID = (
    "Let us begin with the budget. The new printer costs four hundred euros, and nobody likes it.",
    "Then I will ask the shop on Monday whether they take the old one back.",
    "Who can bring the tables to the garden? My van is at the garage until next week.",
    "So we agree: Peter writes the invitation, and I send it out on the first of June.",
)


@dataclass
class Shown:
    """The words of a run as they appeared: when each stood dim, and settled."""

    settled: list[str] = field(default_factory=list)
    settled_at: list[float] = field(default_factory=list)
    dim_at: dict[tuple[int, str], float] = field(default_factory=dict)
    skips: int = 0

    def take(self, update: LiveUpdate, at: float) -> None:
        """Take an update that came `at` seconds after the beginning."""
        if isinstance(update, LiveSkip):
            self.skips += 1
            return
        words = plain(update.text)
        for number, word in enumerate(words, start=len(self.settled)):
            self.dim_at.setdefault((number, word), at)
        if update.final:
            self.settled += words
            self.settled_at += [at] * len(words)


def main() -> None:
    """Run each combination and print its line as soon as it is there."""
    options = _options()
    with tempfile.TemporaryDirectory() as place:
        sound = _talk(Path(place), options.seconds)
        path = Path(place) / "talk.wav"
        _write(path, sound)
        plan = power.plan("full", inspect_machine())
        speech = SpeechSettings(plan, "whisper-base", "en", name_speakers=False)
        _, transcript = worker.run(TranscribeJob(ReadRequest(path), speech))
    words = [word for utterance in transcript.utterances for word in utterance.words]
    print(f"{sound.seconds:.0f} s of talk, {len(words)} words; seconds behind, p50 / p95")
    print("mode       model            dim          settled      found  cores  skips")
    for mode in options.modes.split(","):
        for model in options.models.split(","):
            settings = SpeechSettings(power.plan(mode, inspect_machine()), model, "en")
            shown, cpu = _run(sound, settings)
            figures = _figures(shown, words)
            cores = cpu / sound.seconds
            print(f"{mode:<10} {model:<16} {figures}   {cores:.2f}   {shown.skips}", flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--modes", default="saver,balanced,full")
    parser.add_argument("--models", default="whisper-tiny.en,whisper-base")
    return parser.parse_args()


def _talk(place: Path, seconds: float) -> Sound:
    """Readers and synthetic voices in turns, with pauses of a second."""
    pause = np.zeros((1, RATE), np.int16)
    parts: list[NDArray[np.int16]] = []
    length = 0.0
    for number, path in enumerate(sorted(SPEECH.glob("**/*.flac"))[::9]):
        if number % 3 == 1:
            voice = place / f"{number}.wav"
            text = _SAID[number // 3]
            subprocess.run(["espeak-ng", "-s", "160", "-w", voice, text], check=True)
            path = voice  # noqa: PLW2901
        sound = decode(path, path.name, place).sound
        parts += [np.array(sound.samples[:1]), pause]
        length += sound.seconds + 1
        if length >= seconds:
            break
    return Sound(np.concatenate(parts, axis=1)[:, : round(seconds * RATE)])


def _write(path: Path, sound: Sound) -> None:
    import wave

    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(sound.samples.tobytes())


def _run(sound: Sound, settings: SpeechSettings) -> tuple[Shown, float]:
    """What was shown, and CPU seconds of the worker, the loading of its model included."""
    shown = Shown()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.monotonic()
    live = Live(
        LiveJob(settings, ("Me",)),
        lambda update: shown.take(update, time.monotonic() - began),
        lambda warning: print(warning, file=sys.stderr),
    )
    for first in range(0, sound.samples.shape[1], _BLOCK):
        block = sound.samples[:, first : first + _BLOCK]
        due = began + (first + block.shape[1]) / RATE
        time.sleep(max(0.0, due - time.monotonic()))
        live.hear(first / RATE, block)
    live.finish(20)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime)
    return shown, cpu


def _figures(shown: Shown, words: list[Word]) -> str:
    """How long after its end each word stood dim and settled, and how many were found."""
    said = [plain(word.text) for word in words]
    spoken = [(text, word.end) for texts, word in zip(said, words, strict=True) for text in texts]
    matcher = SequenceMatcher(None, [text for text, _ in spoken], shown.settled, autojunk=False)
    settled, dim = [], []
    for match in matcher.get_matching_blocks():
        for offset in range(match.size):
            text, end = spoken[match.a + offset]
            number = match.b + offset
            settled.append(shown.settled_at[number] - end)
            dim.append(shown.dim_at[number, text] - end)
    return f"{_percentiles(dim)}  {_percentiles(settled)}  {len(settled) / len(spoken):>4.0%}"


def _percentiles(values: list[float]) -> str:
    return f"{statistics.median(values):.1f} / {statistics.quantiles(values, n=20)[-1]:.1f}  "


def plain(text: str) -> list[str]:
    """The words of a text without case and punctuation."""
    return re.sub(r"[^\w' ]", " ", text.casefold()).split()


if __name__ == "__main__":
    main()
