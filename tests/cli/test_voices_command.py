"""Remembering a voice, naming it in a later recording, and forgetting it, as a user does."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SPEECH = ROOT.parent / "shared/audio/librispeech_test-other"


def slmsum(home: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "slmsum", *map(str, arguments)],
        env={**os.environ, "SLMSUM_HOME": str(home), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_nothing_is_remembered_at_first(tmp_path: Path) -> None:
    assert slmsum(tmp_path, "voices", "list").stdout == ""
    gone = slmsum(tmp_path, "voices", "forget", "Anna")
    assert gone.returncode == 2 and "no voice is remembered as 'Anna'" in gone.stderr
    assert list(tmp_path.glob("voices.json")) == []


def test_a_file_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    done = slmsum(tmp_path, "voices", "remember", "Anna", tmp_path / "none.wav")
    assert done.returncode == 2 and "cannot be read" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.models
@pytest.mark.samples
def test_a_voice_is_remembered_and_forgotten(
    tmp_path: Path, model_folder: Callable[[str], Path]
) -> None:
    installed = model_folder("ge2e-voices").parent
    (tmp_path / "models").mkdir()
    (tmp_path / "models/ge2e-voices").symlink_to(installed, target_is_directory=True)
    (recording,) = SPEECH.glob("533/*-0002.flac")
    done = slmsum(tmp_path, "voices", "remember", "Ben", recording)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Ben: remembered from ")
    assert slmsum(tmp_path, "voices", "list").stdout == "Ben\n"
    wrong = slmsum(tmp_path, "voices", "remember", "Eve", recording, "--speaker", "Speaker 9")
    assert wrong.returncode == 2 and "Speaker 1" in wrong.stderr
    assert slmsum(tmp_path, "voices", "forget", "Ben").returncode == 0
    assert slmsum(tmp_path, "voices", "list").stdout == ""
