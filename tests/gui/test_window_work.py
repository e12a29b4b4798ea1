"""A chat is dropped on the window, and the real models write its minutes in the real worker."""

import time
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import QMimeData, QObject, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from slmsum.gui.main_window import MainWindow
from slmsum.library import Library
from slmsum.paths import resource_path
from slmsum.work.queue import State, Task

pytestmark = [pytest.mark.models, pytest.mark.slow]
SLOW_MS = 120_000
CHAT = resource_path("samples/street-festival.txt")


class Stalls(QObject):
    """Measures how long the window's loop does not come round."""

    def __init__(self) -> None:
        super().__init__()
        self.worst = 0.0
        self._last = time.perf_counter()
        self._timer = QTimer(self, interval=5)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self) -> None:
        now = time.perf_counter()
        self.worst = max(self.worst, now - self._last)
        self._last = now


def drop(window: MainWindow) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(CHAT))])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    place, none = QPointF(300, 300), Qt.KeyboardModifier.NoModifier
    window.dropEvent(QDropEvent(place, copy, data, left, none))


def worker() -> psutil.Process:
    (child,) = psutil.Process().children()
    return child


def test_a_dropped_chat_becomes_minutes_that_lead_to_their_turns(
    window: MainWindow, qtbot: QtBot
) -> None:
    stalls = Stalls()
    drop(window)
    # The conversation is there to be read long before its minutes are.
    qtbot.waitUntil(lambda: window.open_entry.entry is not None, timeout=SLOW_MS)
    qtbot.waitUntil(lambda: window.open_entry.minutes is not None, timeout=SLOW_MS)
    print(f"worst stall of the window's loop: {stalls.worst * 1000:.0f} ms")  # noqa: T201
    assert not window.queue.isVisible()
    assert psutil.Process().children() == []
    path, view = next(iter(window.minutes.statements.items()))
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton)
    assert window.transcript.model.lit == set(view.statement.evidence)
    qtbot.waitUntil(lambda: window.transcript.view.sees(min(view.statement.evidence)))
    window.open_entry.change_minutes(f"{path}/text", "My own words.", "edit")
    window.open_entry.undo.undo()
    kept = window.library.minutes(1)
    assert kept is not None and kept.summary[0].text == view.statement.text


def test_a_killed_worker_loses_nothing_and_a_cancel_is_at_once(
    window: MainWindow, qtbot: QtBot, home: Path
) -> None:
    told: list[Task] = []
    window.workbench.changed.connect(told.append)
    drop(window)
    qtbot.waitUntil(lambda: bool(told and told[-1].answers and told[-1].progress), timeout=SLOW_MS)
    worker().kill()
    qtbot.waitUntil(lambda: told[-1].state is State.FAILED, timeout=SLOW_MS)
    (row,) = window.queue.rows.values()
    assert row.retry.isVisible()
    with Library.open(home / "library") as library:
        assert len(library.entries()) == 1
    row.retry.click()
    qtbot.waitUntil(lambda: told[-1].progress is not None, timeout=SLOW_MS)
    process = worker()
    row.cancel.click()
    assert window.workbench.desk.queue.tasks[0].state is State.CANCELLED
    qtbot.waitUntil(lambda: not process.is_running(), timeout=SLOW_MS)
    assert len(window.library.entries()) == 1
