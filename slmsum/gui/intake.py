"""What is dropped, pasted or handed over goes to the desk."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QWidget

from slmsum.errors import SlmsumError
from slmsum.gui.error_dialog import show_error
from slmsum.gui.workbench import Workbench
from slmsum.work.dropped import pasted
from slmsum.work.queue import Task


class Intake:
    """Takes files, folders, zips and text; the first conversation among them is awaited."""

    def __init__(self, workbench: Workbench, window: QWidget) -> None:
        self._workbench, self._window = workbench, window
        self._awaiting = False

    def is_awaited(self, task: Task) -> bool:
        """Whether a task has just read what the user waits for; then that has come."""
        if self._awaiting and len(task.answers) == 1 and not task.conversation:
            self._awaiting = False
            return True
        return False

    def await_nothing(self) -> None:
        """The user has turned to something else."""
        self._awaiting = False

    def welcome(self, data: QMimeData) -> bool:
        """Whether it is something that may be a conversation."""
        return data.hasText() or any(url.isLocalFile() for url in data.urls())

    def take(self, data: QMimeData) -> None:
        """Take files where there are some, else text."""
        paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        if paths:
            self.take_paths(paths)
            return
        try:
            self._workbench.desk.take(pasted(data.text()))
            self._awaiting = True
        except SlmsumError as error:
            show_error(error, self._window)

    def take_paths(self, paths: Sequence[Path]) -> None:
        """Take files and folders."""
        self._workbench.desk.take_paths(paths)
        self._awaiting = self._awaiting or bool(paths)
