"""Kill -9, full disks: a take keeps all but its last moment."""

import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from sound_server import COMMAND, SoundServer, decode, strength, tone, wait_until

pytestmark = pytest.mark.slow

KILLER = Path(__file__).parent / "record_until_killed.py"
MOMENTS = (0.65, 0.95, 1.2, 1.5, 1.85)


def record_until_killed(server: SoundServer, take: Path) -> subprocess.Popen[str]:
    recording = subprocess.Popen(
        [sys.executable, str(KILLER), str(take), server.environment["SLMSUM_HOME"]],
        env=server.environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    server.started.append(recording)  # type: ignore[arg-type]
    return recording


def kill_at(recording: subprocess.Popen[str], moment: float) -> float:
    """Kill -9 so many seconds after the recording began; returns the seconds then."""
    assert recording.stdout is not None
    began = float(recording.stdout.readline())
    time.sleep(max(0.0, began + moment - time.monotonic()))
    recording.kill()
    killed = time.monotonic() - began
    recording.wait()
    return killed


def recover(server: SoundServer) -> str:
    done = subprocess.run(
        [*COMMAND, "--recover"], env=server.environment, capture_output=True, text=True, check=True
    )
    return done.stdout


def test_a_killed_recording_loses_less_than_a_second(server: SoundServer, tmp_path: Path) -> None:
    server.play("mic", tone(500, 12))
    killed = {}
    for number, moment in enumerate(MOMENTS):
        take = tmp_path / f"take-{number}.opus"
        recording = record_until_killed(server, take)
        captures = psutil.Process(recording.pid)
        killed[take] = kill_at(recording, moment)
        assert not captures.is_running()
    wait_until(lambda: not server.streams(), "the capture processes end, too")
    notice = server.record("--seconds", "0.3", "-o", tmp_path / "next.opus").communicate()[1]
    assert str(tmp_path / "take-0.opus") in notice and "--recover" in notice
    assert set(recover(server).split()) == {str(take) for take in killed}
    for take, seconds in killed.items():
        me = decode(take)[0]
        assert seconds - 1 < len(me) / 48000 <= seconds, take.name
    assert strength(me[-9600:], 500) > 0.2, "the end of the last take is what was played then"
    assert recover(server) == ""


def test_a_take_that_is_being_recorded_is_not_recovered(
    server: SoundServer, tmp_path: Path
) -> None:
    recording = server.record("-o", tmp_path / "take.opus")
    wait_until((tmp_path / "take.opus").exists, "it records")
    assert recover(server) == ""
    recording.terminate()
    assert recording.wait() == 0


def limit_files() -> None:
    """No file of this process may pass 8 kB: as a disk that is full, for any user."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))


def test_a_write_that_fails_ends_it_and_keeps_all(server: SoundServer, tmp_path: Path) -> None:
    server.play("mic", tone(500, 9))
    recording = server.record("-o", tmp_path / "take.opus", preexec_fn=limit_files)
    out, err = recording.communicate(timeout=60)
    assert recording.returncode == 2
    assert out.strip() == str(tmp_path / "take.opus")
    assert "ended early" in err and "cannot be written" in err and "Traceback" not in err
    assert strength(decode(tmp_path / "take.opus")[0][-9600:], 500) > 0.2
    assert recover(server) == ""


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 36 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=36m", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode:
        # The test before this one stands in for it.
        pytest.skip("only root may mount a small disk")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_a_disk_that_fills_ends_it_in_time(server: SoundServer, small_disk: Path) -> None:
    recording = server.record("-o", small_disk / "take.opus")
    wait_until((small_disk / "take.opus").exists, "it records")
    time.sleep(0.5)
    (small_disk / "other").write_bytes(bytes(20_000_000))
    _out, err = recording.communicate(timeout=60)
    assert recording.returncode == 2
    assert "32 MB are needed and 18 MB are free" in err
    assert decode(small_disk / "take.opus").shape[1] > 9600


def test_a_disk_without_room_is_refused_at_the_start(server: SoundServer, small_disk: Path) -> None:
    (small_disk / "other").write_bytes(bytes(20_000_000))
    recording = server.record("-o", small_disk / "take.opus")
    _out, err = recording.communicate(timeout=60)
    assert recording.returncode == 2
    assert "MB are needed" in err
    assert not (small_disk / "take.opus").exists()
