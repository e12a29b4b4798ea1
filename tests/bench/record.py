"""What recording costs and what a crash loses: python tests/bench/record.py [SPEECH_FOLDER].

Prints the milliseconds lost at each `kill -9`, the CPU share of recording, the offset of two
devices that hear the same, their drift over a simulated hour, and megabytes an hour with speech
on both channels, for which it reads the sound files in the folder. Needs pulseaudio.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import av
import numpy as np
import psutil
from numpy.typing import NDArray

TESTS = Path(__file__).parents[1]
sys.path.insert(0, str(TESTS / "audio"))

from sound_server import SoundServer, decode, lag, start_server, tone  # noqa: E402
from test_crash import kill_at, record_until_killed, recover  # noqa: E402
from test_drift import HOUR, Device, clicks, fill  # noqa: E402

from slmsum.audio.drift import Track  # noqa: E402
from slmsum.audio.sound import RATE  # noqa: E402
from slmsum.audio.take import TakeWriter  # noqa: E402

MOMENTS = (0.5, 0.8, 1.3, 1.9, 2.6, 3.4, 4.7, 6.1)
SHARED = TESTS.parents[1] / "shared/audio/librispeech_test-other"


def main() -> None:
    """Print all figures."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED
    with tempfile.TemporaryDirectory() as place:
        server = start_server(Path(place))
        try:
            _kills(server)
            _cost(server, seconds=20)
            _offset(server)
        finally:
            server.end_programs()
            server.stop()
    _drift()
    if folder.is_dir():
        _size(folder)


def _kills(server: SoundServer) -> None:
    server.play("mic", tone(500, 60))
    killed = {}
    for moment in MOMENTS:
        take = server.folder / f"killed-{moment}.opus"
        killed[take] = kill_at(record_until_killed(server, take), moment)
    recover(server)
    print(f"{'killed after':>12} {'lost':>8}   (kill -9, then --recover)")
    for take, seconds in killed.items():
        kept = decode(take).shape[1] / 48_000 if take.exists() else 0.0
        print(f"{seconds:>10.2f} s {(seconds - kept) * 1000:>5.0f} ms")


def _cost(server: SoundServer, seconds: int) -> None:
    server.play("mic", tone(500, seconds + 9))
    take = server.folder / "cost.opus"
    recording = server.record("-o", take, "--seconds", str(seconds))
    server.await_streams(2)
    processes = [psutil.Process(recording.pid)]
    processes += processes[0].children()
    before = [sum(process.cpu_times()[:2]) for process in processes]
    began = time.monotonic()
    time.sleep(seconds * 0.8)
    spent = time.monotonic() - began
    shares = [
        (sum(process.cpu_times()[:2]) - then) / spent
        for process, then in zip(processes, before, strict=True)
    ]
    memory = sum(process.memory_info().rss for process in processes) / 1e6
    recording.wait()
    print(f"CPU while recording: {100 * sum(shares):.1f} % of a core, memory {memory:.0f} MB")


def _offset(server: SoundServer) -> None:
    take = server.folder / "offset.opus"
    noise = np.random.default_rng(5).normal(0, 0.2, 9 * RATE)
    server.play("meet", np.clip(noise, -1, 1))
    server.record("-o", take, "--mic", "meet.monitor", "--seconds", "6").wait()
    one, other = decode(take)[:, -3 * 48_000 :]
    print(f"two devices that hear the same: {1000 * abs(lag(one, other)):.1f} ms apart")


def _drift() -> None:
    for ppm in (-200, 200):
        heard = clicks(fill(Track(), Device(ppm), HOUR))
        worst = np.abs(heard - np.arange(60) * 60).max() * 1000
        uncorrected = abs(ppm) * 1e-6 * HOUR * 1000
        print(
            f"{ppm:+} ppm for an hour: {worst:.1f} ms off at worst, {uncorrected:.0f} uncorrected"
        )


def _size(folder: Path) -> None:
    files = sorted(folder.rglob("*.flac"))
    mine = np.concatenate([*_samples(files[::2])])
    theirs = np.concatenate([*_samples(files[1::2])])
    length = min(len(mine), len(theirs))
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "size.opus"
        writer = TakeWriter(path, ("me", "others"), datetime.now(), reserve=0)
        for at in range(0, length - 1600, 1600):
            writer.write(np.stack([mine[at : at + 1600], theirs[at : at + 1600]]))
        seconds = writer.close()
        size = path.stat().st_size / seconds * 3600 / 1e6
    print(f"speech on both channels all the time: {size:.1f} MB an hour ({seconds:.0f} s measured)")


def _samples(files: list[Path]) -> Iterator[NDArray[np.int16]]:
    for file in files:
        with av.open(str(file)) as container:
            to_ours = av.AudioResampler(format="s16", layout="mono", rate=RATE)
            for frame in container.decode(audio=0):
                yield from (part.to_ndarray()[0] for part in to_ours.resample(frame))


if __name__ == "__main__":
    main()
