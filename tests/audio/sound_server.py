"""A sound server of the tests' own, with the loudspeaker "meet" and the microphone "Headset"."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import wave
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "slmsum", "record"]
# What plays into the sink "mic" is heard by the source "headset".
HEADSET = ("module-remap-source", "master=mic.monitor", "source_name=headset")
_NAMED = "source_properties=device.description=Headset"
_MODULES = (
    "module-native-protocol-unix",
    "module-null-sink sink_name=meet sink_properties=device.description=Meet",
    "module-null-sink sink_name=mic",
)
PROGRAMS = ("pulseaudio", "pactl", "paplay", "pacat")
RATE = 16_000
# A null sink renders two seconds ahead unless somebody who plays asks for less.
_PROMPT = ("--latency-msec=100",)


def wait_until(true: Callable[[], object], what: str, tries: int = 200) -> None:
    """Look every 25 ms until something holds; far more often than it should take."""
    import time

    for _try in range(tries):
        if true():
            return
        time.sleep(0.025)
    raise AssertionError(f"never: {what}")


@dataclass
class SoundServer:
    """A running server; all of its files are in `folder`."""

    folder: Path
    process: subprocess.Popen[bytes]
    headset: str = ""
    silence: list[subprocess.Popen[bytes]] = field(default_factory=list)
    started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        return environment(self.folder)

    def control(self, *args: str) -> str:
        """Run pactl; returns what it prints."""
        done = subprocess.run(
            ["pactl", *args],
            env=self.environment,
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout.strip()

    def plug_in(self) -> None:
        self.headset = self.control("load-module", *HEADSET, _NAMED)
        self.control("set-default-source", "headset")

    def unplug(self) -> None:
        self.control("unload-module", self.headset)

    def play(self, sink: str, sound: NDArray[np.float64]) -> subprocess.Popen[bytes]:
        """Start to play samples at 16 kHz (-1 to 1) into a sink."""
        path = self.folder / f"{sink}-{abs(hash(sound.tobytes()))}.wav"
        write_wav(path, sound)
        command = ["paplay", *_PROMPT, "-d", sink, str(path)]
        player = subprocess.Popen(command, env=self.environment)
        self.started.append(player)
        return player

    def record(self, *args: str | Path, **options: object) -> subprocess.Popen[str]:
        """Start `slmsum record`."""
        recording = subprocess.Popen(  # type: ignore[call-overload]
            [*COMMAND, *map(str, args)],
            **{
                "env": self.environment,
                "stdin": subprocess.DEVNULL,
                "stdout": subprocess.PIPE,
                "stderr": subprocess.PIPE,
                "text": True,
                **options,
            },
        )
        self.started.append(recording)
        return recording  # type: ignore[no-any-return]

    def end_programs(self) -> None:
        """End what a test started and did not wait for."""
        for program in self.started:
            program.kill()
            program.wait()
            for stream in (program.stdin, program.stdout, program.stderr):
                if stream is not None:
                    stream.close()
        self.started.clear()

    def await_streams(self, count: int) -> None:
        """Wait until so many streams record."""
        wait_until(lambda: self.streams() >= count, f"{count} streams record")

    def streams(self) -> int:
        """How many programs record."""
        return self.control("list", "short", "source-outputs").count("protocol-native")

    def keep_prompt(self) -> None:
        """Play silence all the time, so that what a test plays is heard at once."""
        for sink in ("meet", "mic"):
            command = ["pacat", "--playback", *_PROMPT, "-d", sink, "/dev/zero"]
            self.silence.append(subprocess.Popen(command, env=self.environment))

    def stop(self) -> None:
        for process in (*self.silence, self.process):
            process.terminate()
            process.wait()


def environment(folder: Path) -> dict[str, str]:
    """Variables that lead to the server of `folder` and to nothing of the user's."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("PULSE_")}
    paths = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    return {
        **own,
        "HOME": str(folder),
        "XDG_RUNTIME_DIR": str(folder),
        "PULSE_RUNTIME_PATH": str(folder / "pulse"),
        "PULSE_STATE_PATH": str(folder / "state"),
        "SLMSUM_HOME": str(folder / "slmsum"),
        "PYTHONPATH": paths,
        "COLUMNS": "80",
    }


def missing_programs() -> list[str]:
    return [name for name in PROGRAMS if shutil.which(name) is None]


def start_server(folder: Path) -> SoundServer:
    """Start a server and wait until it answers."""
    folder.chmod(0o700)
    loads = [f"--load={module}" for module in _MODULES]
    process = subprocess.Popen(
        ["pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", *loads],
        env=environment(folder),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    server = SoundServer(folder, process)

    def answers() -> bool:
        asked = subprocess.run(
            ["pactl", "info"], env=server.environment, capture_output=True, check=False
        )
        return asked.returncode == 0

    wait_until(answers, "the sound server answers")
    server.control("set-default-sink", "meet")
    server.plug_in()
    server.keep_prompt()
    return server


def tone(hertz: float, seconds: float, loudness: float = 0.3) -> NDArray[np.float64]:
    """A steady tone."""
    return loudness * np.sin(2 * np.pi * hertz * np.arange(round(seconds * RATE)) / RATE)


def write_wav(path: Path, sound: NDArray[np.float64]) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((sound * 32767).astype("<i2").tobytes())


def decode(path: Path) -> NDArray[np.float64]:
    """A take's samples at 48 kHz, shape (channels, length), -1 to 1."""
    with av.open(str(path)) as container:
        blocks = [frame.to_ndarray() for frame in container.decode(audio=0)]
    return np.concatenate(blocks, axis=1).astype(np.float64)


def tags(path: Path) -> dict[str, str]:
    with av.open(str(path)) as container:
        return dict(container.streams.audio[0].metadata)


def strength(sound: NDArray[np.float64], hertz: float) -> float:
    """The loudness of one tone in a sound at 48 kHz, as `tone` takes it."""
    turns = np.exp(-2j * np.pi * hertz * np.arange(len(sound)) / 48_000)
    return float(2 * abs(np.mean(sound * turns)))


def lag(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """By how many seconds `one` is later than `other`, both at 48 kHz."""
    size = 2 * len(one)
    product = np.fft.rfft(one, size) * np.conj(np.fft.rfft(other, size))
    best = int(np.fft.irfft(product).argmax())
    return (best if best < len(one) else best - size) / 48_000
