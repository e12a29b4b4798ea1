"""`slmsum record --live` from real devices: words on the screen while they are spoken."""

import re
import resource
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sound_server import SoundServer, decode
from test_spoken_take import MINE, THEIRS, assert_told_apart, spoken

from slmsum.paths import home

pytestmark = [pytest.mark.models, pytest.mark.slow]


@pytest.fixture
def own_home(tmp_path: Path, model_folder: Callable[[str], Path]) -> Path:
    """A home of the test's own, with the models of this machine."""
    model_folder("whisper-tiny.en")
    folder = tmp_path / "home"
    folder.mkdir()
    (folder / "models").symlink_to(home() / "models")
    return folder


def cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def test_words_of_both_sides_are_told_on_one_core(
    server: SoundServer, tmp_path: Path, own_home: Path
) -> None:
    take = tmp_path / "take.opus"
    mine = spoken(tmp_path / "mine.wav", MINE, "en-us")
    theirs = spoken(tmp_path / "theirs.wav", THEIRS, "en-us+f3")
    cpu, began = cpu_of_children(), time.monotonic()
    options = ("--live", "--language", "en", "--power", "saver", "--seconds", "9")
    recording = server.record(
        "-o", take, *options, env={**server.environment, "SLMSUM_HOME": str(own_home)}
    )
    server.await_streams(2)
    server.play("mic", mine)
    server.play("meet", theirs)
    out, err = recording.communicate(timeout=60)
    cores = (cpu_of_children() - cpu) / (time.monotonic() - began)
    assert recording.returncode == 0, err
    assert out.strip() == str(take)
    said = {
        speaker: " ".join(re.findall(rf"^\d+:\d\d {speaker}: (.*)$", err, re.MULTILINE)).lower()
        for speaker in ("Me", "Others")
    }
    assert_told_apart(said["Me"], said["Others"])
    assert 0 < cores < 1.15


def test_without_a_model_a_line_says_so_and_the_recording_goes_on(
    server: SoundServer, tmp_path: Path
) -> None:
    take = tmp_path / "take.opus"
    recording = server.record("-o", take, "--live", "--seconds", "4")
    _out, err = recording.communicate(timeout=60)
    assert recording.returncode == 0
    assert err.count("no live text: model whisper-base: not on this machine\n") == 1
    assert decode(take).shape[1] == pytest.approx(4 * 48000, abs=960)
