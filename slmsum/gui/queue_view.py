"""The work in view: each task with its stage, percent and time left, to cancel or try again."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtCore import Signal as QtSignal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QProgressBar,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from slmsum.export.words import clean
from slmsum.gui.error_dialog import words
from slmsum.gui.icons import IconButton
from slmsum.work.queue import State, Task

_ROW_HEIGHT = 46
_MOST_ROWS = 4


class QueueView(QScrollArea):
    """Rows for tasks; done ones go by themselves.

    The signals carry a task's id, `details_wanted` the error of one that failed.
    """

    cancel_wanted = QtSignal(int)
    retry_wanted = QtSignal(int)
    dismissed = QtSignal(int)
    details_wanted = QtSignal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: dict[int, TaskRow] = {}
        body = QWidget()
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(12, 4, 12, 4)
        self._column.setSpacing(0)
        self._column.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.setWidget(body)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(self.tr("Work in progress"))
        self.hide()

    def show_task(self, task: Task) -> None:
        """Show how a task stands."""
        row = self.rows.get(task.id)
        if task.state is State.DONE:
            self.remove(task.id)
            return
        if row is None:
            row = self.rows[task.id] = TaskRow(self)
            self._column.addWidget(row)
            row.cancel.clicked.connect(lambda: self.cancel_wanted.emit(task.id))
            row.retry.clicked.connect(lambda: self.retry_wanted.emit(task.id))
            row.dismiss.clicked.connect(lambda: self._dismiss(task.id))
            row.details.clicked.connect(lambda: self.details_wanted.emit(row.task.error))
        row.show_task(task)
        self._fit()

    def remove(self, id: int) -> None:
        """Take a row away."""
        row = self.rows.pop(id, None)
        if row is not None:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._fit()

    def _dismiss(self, id: int) -> None:
        self.remove(id)
        self.dismissed.emit(id)

    def _fit(self) -> None:
        shown = min(len(self.rows), _MOST_ROWS)
        self.setFixedHeight(shown * _ROW_HEIGHT + 10)
        self.setVisible(bool(shown))


class TaskRow(QWidget):
    """One task."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.task: Task
        self.name, self.stage = _label(""), _label("muted")
        self.bar = QProgressBar(textVisible=False)
        self.bar.setFixedHeight(6)
        self.cancel = IconButton("cancel", self.tr("Cancel"))
        self.retry = IconButton("refresh", self.tr("Try again"))
        self.details = IconButton("info", self.tr("What went wrong"))
        self.dismiss = IconButton("close", self.tr("Take out of the list"))
        grid = QGridLayout(self)
        grid.setContentsMargins(4, 3, 4, 3)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(3)
        grid.addWidget(self.name, 0, 0)
        grid.addWidget(self.stage, 0, 1, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(self.bar, 1, 0, 1, 2)
        for column, button in enumerate((self.details, self.retry, self.dismiss, self.cancel), 2):
            grid.addWidget(button, 0, column, 2, 1)
        grid.setColumnStretch(0, 1)
        self.setFixedHeight(_ROW_HEIGHT)

    def show_task(self, task: Task) -> None:
        """Show how it stands."""
        self.task = task
        self.name.setText(clean(task.name))
        self.stage.setText(self._told(task))
        failed = task.state in (State.FAILED, State.CANCELLED)
        self.stage.setProperty("look", "warning" if task.state is State.FAILED else "muted")
        self.stage.style().polish(self.stage)
        self.bar.setVisible(not failed)
        if task.state is State.RUNNING and task.fraction is None:
            self.bar.setRange(0, 0)
        else:
            self.bar.setRange(0, 1000)
            self.bar.setValue(round(1000 * (task.fraction or 0)))
        self.cancel.setVisible(not failed)
        for button in (self.retry, self.dismiss):
            button.setVisible(failed)
        self.details.setVisible(task.state is State.FAILED)
        self.setAccessibleName(f"{task.name}: {self.stage.text()}")

    def _told(self, task: Task) -> str:
        if task.state is State.WAITING:
            return self.tr("waiting")
        if task.state is State.CANCELLED:
            return self.tr("cancelled")
        if task.error is not None:
            return words(task.error).message
        if task.progress is None:
            return self.tr("starting")
        parts = [task.progress.stage]
        if task.fraction is not None:
            parts.append(f"{task.fraction:.0%}")
        if task.progress.seconds_left is not None:
            parts.append(self._left(task.progress.seconds_left))
        return " · ".join(parts)

    def _left(self, seconds: float) -> str:
        if seconds < 90:
            return self.tr("{count} s left").format(count=max(1, round(seconds)))
        return self.tr("{count} min left").format(count=round(seconds / 60))


def _label(look: str) -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    if look:
        label.setProperty("look", look)
    return label
