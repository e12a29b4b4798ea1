"""What can be wrong with sound devices, told in one line by the real command."""

import os
import signal
import socket
import subprocess
from pathlib import Path

import psutil
import pytest
from sound_server import COMMAND, SoundServer, environment, wait_until

pytestmark = pytest.mark.slow


def record(variables: dict[str, str], *args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *args],
        env=variables,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


# Without a sound server PortAudio shows what cards there are.
no_card = pytest.mark.skipif(
    any(Path("/dev/snd").glob("pcmC*c")), reason="this machine has a sound card"
)


def without_devices(folder: Path) -> dict[str, str]:
    """No sound server."""
    return {**environment(folder), "PULSE_SERVER": f"unix:{folder}/none"}


@no_card
def test_without_a_microphone_it_says_so(tmp_path: Path) -> None:
    done = record(without_devices(tmp_path), "--no-system", "-o", str(tmp_path / "take"))
    assert done.returncode == 2
    assert done.stderr.startswith("slmsum: no microphone found\n  Plug one in")
    assert not (tmp_path / "take").exists()


def test_without_system_sound_it_says_what_is_needed(tmp_path: Path) -> None:
    done = record(without_devices(tmp_path), "--mic", "none", "-o", str(tmp_path / "take"))
    assert done.returncode == 2
    assert "PulseAudio or PipeWire" in done.stderr


@no_card
def test_without_any_device_the_list_says_so(tmp_path: Path) -> None:
    done = record(without_devices(tmp_path), "--list-devices")
    assert done.returncode == 0, done.stderr
    assert "microphone    none\nsystem sound  none\n" in done.stdout


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_server_that_refuses_is_told(server: SoundServer, tmp_path: Path) -> None:
    port = free_port()
    module = server.control(
        "load-module", "module-native-protocol-tcp", "listen=127.0.0.1", f"port={port}"
    )
    (tmp_path / "cookie").write_bytes(bytes(256))
    # Over TCP the server knows nobody without its cookie.
    variables = {
        **server.environment,
        "PULSE_SERVER": f"tcp:127.0.0.1:{port}",
        "PULSE_COOKIE": str(tmp_path / "cookie"),
    }
    done = record(variables, "-o", str(tmp_path / "take"))
    server.control("unload-module", module)
    assert done.returncode == 2
    assert "the system does not allow recording" in done.stderr


def test_a_server_that_hangs_is_given_up(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as deaf:
        deaf.bind(str(tmp_path / "deaf"))
        deaf.listen()
        variables = {**environment(tmp_path), "PULSE_SERVER": f"unix:{tmp_path}/deaf"}
        done = record(variables, "-o", str(tmp_path / "take"))
    assert done.returncode == 2
    assert "does not answer" in done.stderr


def test_an_unknown_device_is_told_with_those_there_are(server: SoundServer) -> None:
    done = record(server.environment, "--mic", "Studio", "--seconds", "1")
    assert done.returncode == 2
    assert "Studio: no such microphone\n  There are: Headset." in done.stderr


@pytest.mark.parametrize(
    "args, words",
    [
        (("-o", "take.mp3"), "take.mp3: a recording is an Ogg Opus file"),
        (("-o", "nowhere/take.opus"), "nowhere/take.opus: cannot be written"),
        (("--mic", "none", "--no-system"), "neither microphone nor system sound"),
    ],
)
def test_what_makes_no_sense_is_refused(
    server: SoundServer, args: tuple[str, ...], words: str
) -> None:
    done = record(server.environment, *args)
    assert done.returncode == 2
    assert words in done.stderr and "Traceback" not in done.stderr


def test_a_capture_process_that_dies_is_replaced(server: SoundServer, tmp_path: Path) -> None:
    recording = server.record("-o", tmp_path / "take", "--no-system", "--seconds", "3")
    wait_until((tmp_path / "take").exists, "it records")
    (capture,) = psutil.Process(recording.pid).children()
    os.kill(capture.pid, signal.SIGKILL)
    _out, err = recording.communicate(timeout=60)
    assert recording.returncode == 0, err
    assert "microphone: not there any more" in err


def test_a_take_that_cannot_be_noted_leaves_nothing(server: SoundServer, tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file where the data folder should be")
    variables = {**server.environment, "SLMSUM_HOME": str(tmp_path / "home")}
    done = record(variables, "-o", str(tmp_path / "take.opus"))
    assert done.returncode == 2
    assert "cannot be written" in done.stderr and "Traceback" not in done.stderr
    assert not (tmp_path / "take.opus").exists()
