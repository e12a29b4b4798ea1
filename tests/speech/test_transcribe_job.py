"""Transcribing in its worker process: cancelled at once, and sparing in Saver."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from spoken_files import encode, joined, say, silence

from slmsum.engine import worker
from slmsum.errors import Cancelled
from slmsum.jobs import ReadRequest, TranscribeJob
from slmsum.machine import Machine
from slmsum.power import plan
from slmsum.progress import Progress
from slmsum.speech.settings import SpeechSettings

ROOT = Path(__file__).parents[2]
TEXTS = (
    ("The meeting begins at ten o'clock in the morning.", "en-gb"),
    ("We have to order forty chairs for the garden.", "en-us+f3"),
    ("My sister will bring the cake on Saturday.", "en-gb"),
    ("Please send the report before Friday evening.", "en-us+f3"),
)

pytestmark = pytest.mark.models


@pytest.fixture
def talk(tmp_path: Path, model_folder: Callable[[str], Path]) -> Path:
    """A minute and a half in which two people speak in turn."""
    for name in ("whisper-tiny.en", "whisper-base", "ge2e-voices"):
        model_folder(name)
    parts = [joined(say(text, voice), silence(0.7)) for text, voice in TEXTS]
    return encode(tmp_path / "talk.wav", joined(*parts * 6), "pcm_s16le")


def test_a_real_transcription_is_cancelled_within_a_second(talk: Path) -> None:
    speech = SpeechSettings(plan("full", Machine(cores=2)), model="whisper-base", language="en")
    hearing, cancelled, asked = threading.Event(), threading.Event(), [0.0]

    def watch(progress: Progress) -> None:
        if progress.stage == "transcribing":
            hearing.set()

    def cancel() -> None:
        hearing.wait()
        asked[0] = time.monotonic()
        cancelled.set()

    threading.Thread(target=cancel, daemon=True).start()
    with pytest.raises(Cancelled):
        worker.run(TranscribeJob(ReadRequest(talk), speech), watch, cancelled)
    latency = time.monotonic() - asked[0]
    sys.stdout.write(f"cancelled after {latency * 1000:.0f} ms\n")
    assert latency < 1


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="reads the CPU time of children")
def test_saver_keeps_one_core_busy_at_most(talk: Path) -> None:
    """The mean over hearing words and voices, CPU time told by the kernel when all has ended."""
    paths = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    command = ["transcribe", str(talk), "--power", "saver", "--language", "en"]
    began, before = time.monotonic(), os.times()
    done = subprocess.run(
        [sys.executable, "-m", "slmsum", *command],
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=True,
    )
    wall, after = time.monotonic() - began, os.times()
    cpu = after.children_user + after.children_system
    cpu -= before.children_user + before.children_system
    sys.stdout.write(f"{cpu / wall:.2f} cores busy over {wall:.1f} s\n")
    assert "Speaker 1" in done.stdout
    assert 0 < cpu / wall < 1.15
