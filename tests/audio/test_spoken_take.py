"""From two talks at once to a transcript that knows who said what."""

import json
import re
import subprocess
import wave
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from sound_server import COMMAND, SoundServer

from slmsum.paths import home

MINE = "We should paint the kitchen blue. The plumber is coming on Thursday morning."
THEIRS = "I have booked the train to Hamburg. Please bring your passport and the tickets."
MY_WORDS = {"kitchen", "blue", "plumber", "coming", "thursday", "morning"}
THEIR_WORDS = {"booked", "train", "hamburg", "bring", "passport", "tickets"}


def assert_told_apart(mine: str, theirs: str) -> None:
    """Half of the words of each side, whichever are heard well, are there and on no other side."""
    me, others = (set(re.findall(r"\w+", said.lower())) for said in (mine, theirs))
    assert len(me & MY_WORDS) >= 3 <= len(others & THEIR_WORDS)
    assert not me & THEIR_WORDS and not others & MY_WORDS


def spoken(path: Path, text: str, voice: str) -> np.ndarray:
    """A text read aloud, at 16 kHz."""
    subprocess.run(["espeak-ng", "-v", voice, "-s", "150", "-w", str(path), text], check=True)
    with wave.open(str(path)) as file:
        rate = file.getframerate()
        sound = np.frombuffer(file.readframes(file.getnframes()), np.int16) / 32768
    times = np.arange(int(len(sound) / rate * 16_000)) / 16_000
    return np.interp(times, np.arange(len(sound)) / rate, sound)


@pytest.mark.models
@pytest.mark.slow
def test_two_talks_at_once_are_written_down_with_who_said_what(
    server: SoundServer, tmp_path: Path, model_folder: Callable[[str], Path]
) -> None:
    model_folder("whisper-tiny.en")
    take = tmp_path / "take.opus"
    recording = server.record("-o", take, "--seconds", "9")
    server.await_streams(2)
    server.play("mic", spoken(tmp_path / "mine.wav", MINE, "en-gb"))
    server.play("meet", spoken(tmp_path / "theirs.wav", THEIRS, "en-us+f3"))
    assert recording.wait(timeout=60) == 0
    done = subprocess.run(
        [*COMMAND[:-1], "transcribe", str(take), "-f", "json", "--model", "whisper-tiny.en"],
        env={**server.environment, "SLMSUM_HOME": str(home())},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said: dict[str, str] = {}
    for turn in json.loads(done.stdout)["turns"]:
        said[turn["speaker"]] = f"{said.get(turn['speaker'], '')} {turn['text'].lower()}"
    assert set(said) == {"Me", "Others"}
    assert_told_apart(said["Me"], said["Others"])
