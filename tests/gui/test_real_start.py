"""`slmsum app` as users start it, on a real X server."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from lacking import lacking
from pytestqt.qtbot import QtBot

from slmsum import preferences
from slmsum.library import Library

ROOT = Path(__file__).parents[2]
CHAT = "Dora: Who writes the minutes?\nEmil: I do, and I send them tomorrow.\n"


@pytest.fixture
def screen() -> Iterator[str]:
    """The name of a display of our own."""
    if shutil.which("Xvfb") is None:
        lacking("Xvfb")
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x800x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as told:
        number = told.readline().strip()
    yield f":{number}"
    server.terminate()
    server.wait()


def app(files: list[Path], **variables: str) -> subprocess.Popen[str]:
    kept = {name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"}
    kept |= {"PYTHONPATH": str(ROOT), **variables}
    return subprocess.Popen(
        [sys.executable, "-m", "slmsum", "app", *map(str, files)],
        env=kept,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="an X server")
def test_a_second_start_hands_its_files_to_the_window(
    screen: str, home: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    chosen = preferences.load(home)
    preferences.save(home, preferences.replace(chosen, summarize_at_once=False))
    chat = tmp_path / "talk.txt"
    chat.write_text(CHAT)
    first = app([], DISPLAY=screen, SLMSUM_HOME=str(home))
    qtbot.waitUntil((home / "library" / "library.db").exists, timeout=30_000)
    try:
        second = app([chat], DISPLAY=screen, SLMSUM_HOME=str(home))
        _, told = second.communicate(timeout=30)
        assert second.returncode == 0, told
        with Library.open(home / "library") as library:
            qtbot.waitUntil(lambda: len(library.entries()) == 1, timeout=30_000)
    finally:
        first.send_signal(signal.SIGINT)
        _, told = first.communicate(timeout=30)
        assert first.returncode == 0, told


@pytest.mark.skipif(sys.platform != "linux", reason="other systems always have a screen")
def test_without_a_screen_one_line_says_so(home: Path) -> None:
    started = app([], DISPLAY="", WAYLAND_DISPLAY="", SLMSUM_HOME=str(home))
    _, told = started.communicate(timeout=30)
    assert started.returncode == 2
    assert told.splitlines()[0] == "slmsum: there is no screen to show the window on"
