"""`slmsum record` at a terminal: the live line and its keys."""

import os
import re
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from sound_server import COMMAND, SoundServer, decode, strength, tone, wait_until

pytestmark = pytest.mark.slow


@dataclass
class Terminal:
    """A program whose standard input and error are a terminal; its size is 100 by 24."""

    process: subprocess.Popen[bytes]
    handle: int
    output: bytearray = field(default_factory=bytearray)

    def read_on(self) -> None:
        try:
            while data := os.read(self.handle, 65536):
                self.output += data
        except OSError:
            pass

    def press(self, key: str) -> None:
        os.write(self.handle, key.encode())

    def frames(self) -> list[str]:
        """The live lines so far, oldest first, escape sequences taken off."""
        text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", self.output.decode("utf-8", "replace"))
        return [line for line in re.split(r"[\r\n]+", text) if re.match("rec|paused", line)]

    def await_frame(self, words: str) -> None:
        start = len(self.frames())
        wait_until(lambda: any(words in line for line in self.frames()[start:]), words)


@pytest.fixture
def terminal(server: SoundServer, tmp_path: Path) -> Iterator[Terminal]:
    ours, theirs = os.openpty()
    process = subprocess.Popen(
        ["setsid", "--ctty", "--wait", *COMMAND, "-o", str(tmp_path / "take.opus")],
        env={**server.environment, "COLUMNS": "100", "TERM": "xterm", "TZ": "UTC"},
        stdin=theirs,
        stderr=theirs,
        stdout=subprocess.DEVNULL,
    )
    os.close(theirs)
    shown = Terminal(process, ours)
    reader = threading.Thread(target=shown.read_on)
    reader.start()
    yield shown
    process.kill()
    process.wait()
    reader.join()
    os.close(ours)


def test_keys_pause_mute_and_stop(server: SoundServer, terminal: Terminal, tmp_path: Path) -> None:
    server.play("mic", tone(500, 20))
    server.play("meet", tone(1300, 20))
    terminal.await_frame("p pause, m mute, q stop")
    wait_until(lambda: re.search(r"mic \[=+.*\] +-1\d dB", terminal.frames()[-1]), "meter moves")
    terminal.press("m")
    terminal.await_frame("mic    muted")
    wait_until(lambda: terminal.frames()[-1].count("muted"), "muted")
    terminal.await_frame("mic    muted")
    terminal.press("p")
    terminal.await_frame("paused")
    stood = re.search(r"\d+:\d\d", terminal.frames()[-1])
    terminal.await_frame("paused")
    assert stood and stood[0] in terminal.frames()[-1]
    terminal.press("pm")
    terminal.await_frame("rec")
    wait_until(lambda: "muted" not in terminal.frames()[-1], "heard again")
    terminal.await_frame("mic [=")
    terminal.press("q")
    wait_until(lambda: terminal.process.poll() is not None, "it ends")
    assert terminal.process.returncode == 0
    assert "recorded 0:0" in terminal.output.decode()
    me, others = decode(tmp_path / "take.opus")
    parts = [
        (strength(me[at:][:2400], 500), strength(others[at:][:2400], 1300))
        for at in range(0, len(me) - 2400, 2400)
    ]
    mine, theirs = np.array(parts).T
    assert np.any((mine < 0.001) & (theirs > 0.2)), "muted, while the others are heard"
    assert max(mine) > 0.2
