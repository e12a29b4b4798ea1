"""Real recordings from real devices: `slmsum record` beside a sound server."""

import signal
import subprocess
from pathlib import Path

import numpy as np
import pytest
from sound_server import SoundServer, decode, lag, start_server, strength, tags, tone, wait_until

pytestmark = pytest.mark.slow

# Two tones that have no harmonics in common, one for each side.
MINE, THEIRS = 500.0, 1300.0


def bursts(seconds: float) -> np.ndarray:
    """Noise for 50 ms of each half second, which lines up in one way only."""
    sound = np.random.default_rng(5).normal(0, 0.2, round(seconds * 16000))
    sound[np.arange(len(sound)) % 8000 > 800] = 0
    return np.clip(sound, -1, 1)


def profile(sound: np.ndarray, hertz: float) -> np.ndarray:
    """The strength of a tone in each tenth of a second."""
    return np.array(
        [strength(part, hertz) for part in sound[: len(sound) // 4800 * 4800].reshape(-1, 4800)]
    )


def finish(recording: subprocess.Popen[str]) -> tuple[str, str]:
    out, err = recording.communicate(timeout=60)
    assert recording.returncode == 0, err
    return out, err


def test_each_side_has_a_channel_of_its_own(server: SoundServer, tmp_path: Path) -> None:
    take = tmp_path / "take.opus"
    server.play("mic", tone(MINE, 9))
    server.play("meet", tone(THEIRS, 9))
    recording = server.record("-o", take, "--seconds", "2.5")
    out, err = finish(recording)
    assert out.strip() == str(take)
    assert "recorded 0:02" in err
    me, others = decode(take)
    assert max(profile(me, MINE)) == pytest.approx(0.3, rel=0.1)
    assert max(profile(others, THEIRS)) == pytest.approx(0.3, rel=0.1)
    assert strength(me, THEIRS) < 0.003 > strength(others, MINE)
    assert tags(take)["SLMSUM_CHANNELS"] == "me,others"


def test_both_sides_are_in_step(server: SoundServer, tmp_path: Path) -> None:
    take = tmp_path / "take.opus"
    # Two capture processes hear the same sound.
    recording = server.record("-o", take, "--mic", "meet.monitor", "--seconds", "3")
    server.await_streams(2)
    server.play("meet", bursts(2.5))
    finish(recording)
    me, others = decode(take)
    assert len(me) == pytest.approx(3 * 48000, abs=960)
    assert abs(lag(me, others)) < 0.05


def test_one_side_alone_gives_one_channel(server: SoundServer, tmp_path: Path) -> None:
    args = ("--seconds", "0.5")
    mine = server.record("-o", tmp_path / "mine", "--no-system", *args)
    theirs = server.record("-o", tmp_path / "theirs.ogg", "--mic", "none", *args)
    finish(mine)
    finish(theirs)
    assert decode(tmp_path / "mine").shape[0] == 1
    assert tags(tmp_path / "mine")["SLMSUM_CHANNELS"] == "me"
    assert tags(tmp_path / "theirs.ogg")["SLMSUM_CHANNELS"] == "others"


def test_a_device_may_be_unplugged_and_plugged_in_again(
    server: SoundServer, tmp_path: Path
) -> None:
    take = tmp_path / "take.opus"
    server.play("mic", tone(MINE, 9))
    server.play("meet", tone(THEIRS, 9))
    recording = server.record("-o", take, "--mic", "Headset", "--seconds", "5")
    wait_until(lambda: take.exists() and take.stat().st_size > 1000, "it hears both")
    assert recording.stderr is not None
    server.unplug()
    assert "Headset: not there any more" in recording.stderr.readline()
    server.plug_in()
    server.await_streams(2)
    finish(recording)
    me, others = decode(take)
    assert len(me) == pytest.approx(5 * 48000, abs=960)
    mine, strays = profile(me, MINE), profile(me, THEIRS)
    gap = int(np.argmin(mine[5:])) + 5
    assert mine[gap] < 0.003 and np.median(mine[-20:]) > 0.2
    assert max(strays) < 0.05
    theirs = profile(others, THEIRS)
    assert np.median(theirs[gap - 3 : gap + 4]) > 0.2 and np.median(theirs[-20:]) > 0.2


def test_it_ends_by_itself_after_silence(server: SoundServer, tmp_path: Path) -> None:
    take = tmp_path / "take.opus"
    recording = server.record("-o", take, "--until-silence", "1")
    server.await_streams(2)
    server.play("mic", tone(MINE, 1)).wait()
    finish(recording)
    me, _others = decode(take)
    last = np.flatnonzero(profile(me, MINE) > 0.1)[-1]
    assert len(me) / 48000 - last / 10 == pytest.approx(1.15, abs=0.3)


def test_a_signal_ends_it_in_good_order(server: SoundServer, tmp_path: Path) -> None:
    """Three recordings at once, each ended in another way."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    takes = [tmp_path / f"{number.name}.opus" for number in numbers]
    recordings = [server.record("-o", take) for take in takes]
    for number, take, recording in zip(numbers, takes, recordings, strict=True):
        wait_until(lambda take=take: take.exists() and take.stat().st_size > 400, "it writes")
        recording.send_signal(number)
    for take, recording in zip(takes, recordings, strict=True):
        finish(recording)
        assert decode(take).shape[1] > 9600
    assert not list((server.folder / "slmsum/recordings/.unfinished").iterdir())


def test_a_take_without_a_name_is_private_and_named_by_date(server: SoundServer) -> None:
    out, _err = finish(server.record("--seconds", "0.3"))
    path = Path(out.strip())
    assert path.parent == server.folder / "slmsum/recordings"
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert path.suffix == ".opus"


def test_no_recording_replaces_a_file(server: SoundServer, tmp_path: Path) -> None:
    (tmp_path / "take.opus").write_text("mine")
    recording = server.record("-o", tmp_path / "take.opus")
    _out, err = recording.communicate(timeout=60)
    assert recording.returncode == 2
    assert "there is such a file already" in err
    assert (tmp_path / "take.opus").read_text() == "mine"


def test_devices_are_listed(server: SoundServer) -> None:
    out, _err = finish(server.record("--list-devices"))
    assert "microphone    Headset  (default)  headset" in out
    assert "system sound  Monitor of Meet  (default)  meet.monitor" in out


def test_a_new_default_is_followed(server: SoundServer, tmp_path: Path) -> None:
    take = tmp_path / "take.opus"
    server.play("meet", tone(1300, 20))
    other = server.control("load-module", "module-null-sink", "sink_name=headphones")
    try:
        recording = server.record("-o", take, "--seconds", "3")
        wait_until(lambda: take.exists() and take.stat().st_size > 1000, "it hears")
        server.control("set-default-sink", "headphones")
        server.play("headphones", tone(700, 20))
        _out, err = recording.communicate(timeout=60)
    finally:
        server.control("set-default-sink", "meet")
        server.control("unload-module", other)
    assert (recording.returncode, "not there" in err) == (0, False)
    others = decode(take)[1]
    # The server moves players along; what plays there only is heard, too.
    assert strength(others[:9600], 1300) > 0.1 < strength(others[-9600:], 1300)
    assert strength(others[-9600:], 700) > 0.2


def test_a_sound_server_may_end_and_come_back(
    server: SoundServer, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("other")
    first = start_server(folder)
    take = folder / "take.opus"
    recording = first.record("-o", take, "--seconds", "5")
    wait_until(take.exists, "it records")
    first.process.kill()
    first.stop()
    assert recording.stderr is not None
    assert "not there any more" in recording.stderr.readline()
    second = start_server(folder)
    second.play("mic", tone(MINE, 9))
    finish(recording)
    me = decode(take)[0]
    assert len(me) == pytest.approx(5 * 48000, abs=960)
    assert strength(me[-9600:], MINE) > 0.2
    for ended in (second, first):
        ended.end_programs()
        ended.stop()
