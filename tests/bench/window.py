"""What the window costs: `python tests/bench/window.py [TURNS]` prints seconds, stalls and memory.

It starts a window over a library of its own, opens a chat of TURNS messages, scrolls through it,
searches in it, and measures how long the event loop was held up at worst.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import psutil
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from slmsum import preferences
from slmsum.conversation import Turn, build
from slmsum.gui.main_window import MainWindow
from slmsum.gui.theme import Theme
from slmsum.library import Library

DAY = datetime(2026, 3, 2, 9, 0)
WORDS = ("Shall we meet on Friday?", "Yes, at ten. I will bring the plans. " * 4, "OK")


class Beat:
    """The longest time between two turns of the event loop since `worst` was set to 0."""

    def __init__(self) -> None:
        self.worst, self._last = 0.0, time.perf_counter()
        self._timer = QTimer(interval=2)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _tick(self) -> None:
        now = time.perf_counter()
        self.worst, self._last = max(self.worst, now - self._last), now


def chat(count: int) -> list[Turn]:
    return [
        Turn(
            i,
            ("Anna", "Ben", "Carla")[i % 3],
            f"{WORDS[i % 3]} {i}",
            time=DAY + timedelta(minutes=i),
        )
        for i in range(count)
    ]


def main(count: int) -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    home = Path(tempfile.mkdtemp())
    preferences.save(home, replace(preferences.Preferences(), introduced=True))
    conversation = build(chat(count), format="whatsapp", source="large.txt", title="Large")
    with Library.open(home / "library") as library:
        library.add(conversation)
    del conversation
    begun = time.perf_counter()
    app = QApplication([])
    theme = Theme(app)
    theme.apply(preferences.Scheme.LIGHT, 100)
    window = MainWindow(home)
    window.show()
    app.processEvents()
    shown = time.perf_counter() - begun
    beat = Beat()
    print(f"window visible          {shown:6.2f} s (without loading Python and Qt)")
    print(f"memory, nothing open    {psutil.Process().memory_info().rss / 1e6:6.0f} MB")
    measure(app, beat, f"open {count:,} turns", lambda: window.show_conversation(1))
    bar = window.transcript.view.verticalScrollBar()
    for at in range(200):
        measure(app, beat, "", lambda at=at: bar.setValue(at * bar.maximum() // 200))
    print(f"worst step of 200 jumps {beat.worst * 1000:6.0f} ms")
    beat.worst = 0.0
    for _ in range(200):
        bar.setValue(bar.value() - 60)
        app.processEvents()
    print(f"worst step of 200 wheel turns {beat.worst * 1000:.0f} ms")
    beat.worst = 0.0
    begun = time.perf_counter()
    window.transcript.look_for_words()
    window.transcript.find_bar.field.setText(str(count - 1))
    while window.transcript.find_bar._timer.isActive():
        app.processEvents()
    found = time.perf_counter() - begun
    print(f"find at the very end    {found:6.2f} s, worst step {beat.worst * 1000:.0f} ms")
    print(f"memory, conversation open {psutil.Process().memory_info().rss / 1e6:4.0f} MB")
    window.close()


def measure(app: QApplication, beat: Beat, what: str, action: Callable[[], object]) -> None:
    begun = time.perf_counter()
    action()
    app.processEvents()
    if what:
        print(f"{what:<23} {time.perf_counter() - begun:6.2f} s to the first page drawn")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
