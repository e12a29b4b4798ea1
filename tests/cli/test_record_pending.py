"""Minutes that wait for mains: put off on battery only, written once, beside the recording."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from cli_process import Run

from slmsum.cli.record_pending import waits_for_mains
from slmsum.machine import Machine
from slmsum.paths import home
from slmsum.pending import put_off, waiting

TALK = "Anna, please order the paint on Monday. Yes, I will order the paint on Monday morning."


def test_minutes_wait_on_battery_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    take = tmp_path / "take.opus"
    assert not waits_for_mains(tmp_path, take, Machine(cores=2, has_battery=True))
    assert waiting(tmp_path) == []
    assert waits_for_mains(tmp_path, take, Machine(cores=2, has_battery=True, on_battery=True))
    assert [pending.path for pending in waiting(tmp_path)] == [take]
    assert capsys.readouterr().err.startswith("On battery: the minutes wait")


def test_nothing_waits(slmsum: Run, tmp_path: Path) -> None:
    done = slmsum("record", "--pending", SLMSUM_HOME=str(tmp_path))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.models
@pytest.mark.slow
def test_minutes_that_wait_are_written_once_and_a_lost_recording_is_told_of(
    slmsum: Run, tmp_path: Path, model_folder: Callable[[str], Path]
) -> None:
    for name in ("whisper-base", "whisper-tiny.en", "smollm2-135m", "minilm-l6"):
        model_folder(name)
    own = tmp_path / "home"
    own.mkdir()
    (own / "models").symlink_to(home() / "models")
    talk, lost = tmp_path / "talk.wav", tmp_path / "lost.opus"
    subprocess.run(["espeak-ng", "-s", "150", "-w", talk, TALK], check=True)
    put_off(own, lost)
    put_off(own, talk)
    options = ("--power", "saver")
    done = slmsum("record", "--pending", *options, SLMSUM_HOME=str(own))
    minutes = tmp_path / "talk.wav.minutes.md"
    assert done.returncode == 2
    assert done.stdout.splitlines() == [str(minutes)]
    assert str(lost) in done.stderr and "Traceback" not in done.stderr
    assert "paint" in minutes.read_text(encoding="utf-8")
    assert waiting(own) == []
    minutes.unlink()
    assert slmsum("record", "--pending", *options, SLMSUM_HOME=str(own)).returncode == 0
    assert not minutes.exists()
