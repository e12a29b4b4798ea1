"""What transcribing costs and how well it hears, beside bare faster-whisper.

    python tests/bench/speech.py [--sets known,read,libri] [--models whisper-tiny.en,whisper-base]
        [--modes saver,balanced,full] [--conversations 3] [--rounds 1] [--hour] [--seconds 0]

Each figure comes from a worker process of its own, as the command starts one; ours and the bare
run take turns. Sets: `known`, recordings whose words are known; `read`, conversations of the
development data read aloud by several espeak-ng voices; `libri`, the LibriSpeech recordings joined
(real voices, no words to compare), with --hour again and again up to an hour. --seconds cuts that
set. Times are those of decoding and transcribing, without loading the model. The recordings and
the conversations must lie beside the project. Run it on a machine that does nothing else.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import wave
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SHARED = ROOT.parent / "shared"
sys.path[:0] = [str(ROOT), str(HERE), str(HERE.parent)]

from speech_jobs import BareJob, Heard, OursJob  # noqa: E402
from spoken_files import Samples, joined, say, silence  # noqa: E402

from slmsum import power  # noqa: E402
from slmsum.audio.decode import decode  # noqa: E402
from slmsum.audio.sound import RATE  # noqa: E402
from slmsum.engine import worker  # noqa: E402
from slmsum.machine import inspect_machine  # noqa: E402
from slmsum.speech.settings import SpeechSettings  # noqa: E402

KNOWN = {
    "jfk.flac": "And so my fellow Americans ask not what your country can do for you, "
    "ask what you can do for your country.",
    "stereo_diarization.wav": "He began a confused complaint against the wizard, who had vanished "
    "behind the curtain on the left. The horizon seems extremely distant.",
}
VOICES = ("en-gb", "en-us", "en-gb-scotland", "en-gb+f3", "en-us+m4", "en-gb-x-rp+f2")
PAUSE_SECONDS = 0.5


@dataclass(frozen=True)
class Recordings:
    """Files to hear, and what is said in them where that is known."""

    name: str
    paths: tuple[Path, ...]
    words: tuple[str, ...] = ()


def known() -> Recordings:
    return Recordings(
        "known", tuple(SHARED / "audio" / name for name in KNOWN), tuple(KNOWN.values())
    )


def read_aloud(count: int, folder: Path) -> Recordings:
    """The first conversations of the development data, a voice for each speaker."""
    lines = (SHARED / "data/dev/house_dev.jsonl").read_text(encoding="utf-8").splitlines()
    paths, words = [], []
    for line in lines[:count]:
        turns = json.loads(line)["turns"]
        names = list(dict.fromkeys(speaker for speaker, _ in turns))
        parts: list[Samples] = []
        for speaker, text in turns:
            voice = VOICES[names.index(speaker) % len(VOICES)]
            parts += [say(text, voice), silence(PAUSE_SECONDS)]
        paths.append(write(folder / f"read{len(paths)}.wav", joined(*parts)))
        words.append(" ".join(text for _, text in turns))
    return Recordings("read", tuple(paths), tuple(words))


def libri(seconds: float, folder: Path) -> Recordings:
    """The LibriSpeech recordings joined, and over again where more seconds are wanted."""
    files = sorted((SHARED / "audio/librispeech_test-other").glob("*/*.flac"))
    once = joined(*(np.asarray(decode(path, path.name, folder).sound.samples) for path in files))
    wanted = round(seconds * RATE) or once.shape[1]
    times = -(-wanted // once.shape[1])
    return Recordings("libri", (write(folder / "libri.wav", joined(*[once] * times)[:, :wanted]),))


def write(path: Path, samples: Samples) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes(samples.tobytes())
    return path


def error_rate(texts: Sequence[str], words: Sequence[str]) -> float | None:
    """Word errors over words, normalised as Whisper's authors do; None where no words are known."""
    if not words:
        return None
    import jiwer
    from whisper_normalizer.english import EnglishTextNormalizer

    plain = EnglishTextNormalizer()
    return float(jiwer.wer([plain(text) for text in words], [plain(text) for text in texts]))


def measured(
    recordings: Recordings, settings: SpeechSettings, rounds: int
) -> tuple[list[Heard], list[Heard]]:
    """Ours and bare in turns."""
    ours, bare = [], []
    for _ in range(rounds):
        ours.append(worker.run(OursJob(recordings.paths, settings)))
        bare.append(worker.run(BareJob(recordings.paths, settings)))
    return ours, bare


def row(recordings: Recordings, settings: SpeechSettings, rounds: int) -> str:
    ours, bare = measured(recordings, settings, rounds)
    times = [min(sum(heard.seconds) for heard in runs) for runs in (ours, bare)]
    rates = [error_rate(runs[0].texts, recordings.words) for runs in (ours, bare)]
    audio = ours[0].audio
    plan = settings.plan
    cells = [
        recordings.name,
        f"{audio:,.0f}",
        str(settings.model),
        plan.mode.value,
        f"{plan.threads}",
        f"{settings.beam}",
        *(f"{seconds / audio:.3f}" for seconds in times),
        f"{times[0] / times[1]:.2f}",
        *("-" if rate is None else f"{rate * 100:.1f}" for rate in rates),
        *(f"{max(heard.peak for heard in runs):,.0f}" for runs in (ours, bare)),
    ]
    return "| " + " | ".join(cells) + " |"


def chosen(arguments: argparse.Namespace, folder: Path) -> Iterator[Recordings]:
    for name in arguments.sets.split(","):
        if name == "known":
            yield known()
        elif name == "read":
            yield read_aloud(arguments.conversations, folder)
        else:
            yield libri(3600 if arguments.hour else arguments.seconds, folder)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sets", default="known,read,libri")
    parser.add_argument("--models", default="whisper-tiny.en,whisper-base")
    parser.add_argument("--modes", default="saver,balanced,full")
    parser.add_argument("--conversations", type=int, default=3)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--hour", action="store_true")
    parser.add_argument("--seconds", type=float, default=0)
    arguments = parser.parse_args()
    # Workers unpickle jobs of this folder.
    os.environ["PYTHONPATH"] = os.pathsep.join(
        filter(None, [str(HERE), os.environ.get("PYTHONPATH")])
    )
    head = "set | seconds | model | mode | threads | beam | ours RTF | bare RTF | ratio"
    head += " | ours WER % | bare WER % | ours MB | bare MB"
    print(f"| {head} |\n|{'---|' * (head.count('|') + 1)}", flush=True)
    machine = inspect_machine()
    with tempfile.TemporaryDirectory() as folder:
        for recordings in chosen(arguments, Path(folder)):
            for model in arguments.models.split(","):
                for mode in arguments.modes.split(","):
                    settings = SpeechSettings(power.plan(mode, machine), model, "en")
                    print(row(recordings, settings, arguments.rounds), flush=True)


if __name__ == "__main__":
    main()
