"""The desk as the window sees it: changes of tasks arrive in the window's own thread."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from PySide6.QtCore import QObject, Qt
from PySide6.QtCore import Signal as QtSignal

from slmsum.work.desk import Choices, Desk
from slmsum.work.jobs import Place
from slmsum.work.queue import Task


class Workbench(QObject):
    """`changed` carries a task of the queue, `answered` one of the questions, as each now is."""

    changed = QtSignal(object)
    answered = QtSignal(object)
    _worked = QtSignal(object)
    _replied = QtSignal(object)

    def __init__(
        self, place: Place, choices: Callable[[], Choices], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        queued = Qt.ConnectionType.QueuedConnection
        self._worked.connect(self.changed, queued)
        self._replied.connect(self.answered, queued)
        self.desk = Desk(place, choices, self._work, self._reply)

    def close(self) -> None:
        """Stop all work."""
        self.desk.close()

    def _work(self, task: Task) -> None:
        # Called in any thread, in which the window may be gone already.
        with suppress(RuntimeError):
            self._worked.emit(task)

    def _reply(self, task: Task) -> None:
        with suppress(RuntimeError):
            self._replied.emit(task)
