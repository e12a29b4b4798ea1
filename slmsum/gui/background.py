"""Short work beside the window: a function in a thread, its outcome told in the window's."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from slmsum.errors import SlmsumError

_POLL_MS = 20


class Task(QObject):
    """Runs one function once; `done` or `failed` comes in the thread that made the task.

    Its outcome is looked for, so that a task may be thrown away while the function still runs.
    """

    done = Signal(object)
    failed = Signal(object)

    def __init__(self, work: Callable[[], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._outcome: queue.SimpleQueue[tuple[object, BaseException | None]] = queue.SimpleQueue()
        self._timer = QTimer(self, interval=_POLL_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()
        outcome = self._outcome

        def run() -> None:
            try:
                outcome.put((work(), None))
            except BaseException as error:  # it is raised again in the window's thread
                outcome.put((None, error))

        threading.Thread(target=run, daemon=True).start()

    def _look(self) -> None:
        if self._outcome.empty():
            return
        self._timer.stop()
        answer, error = self._outcome.get()
        if error is None:
            self.done.emit(answer)
        elif isinstance(error, SlmsumError):
            self.failed.emit(error)
        else:
            raise error
