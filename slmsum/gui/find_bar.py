"""Find words in the conversation that is open."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from PySide6.QtCore import Qt, QTimer
from PySide6.QtCore import Signal as QtSignal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QWidget

from slmsum.gui import finding
from slmsum.gui.icons import IconButton
from slmsum.gui.turn_model import TurnModel, TurnSource

# Pages looked through before the window gets its turn again.
_AT_ONCE = 4


class FindBar(QWidget):
    """A field with the number of places; `found` carries a row to show."""

    found = QtSignal(int)

    def __init__(self, model: TurnModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._source: TurnSource | None = None
        self._search: Iterator[list[int]] = iter(())
        self._rows: list[int] = []
        self._at = -1
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._look_on)
        self.field = QLineEdit(placeholderText=self.tr("Find in this conversation"))
        self.field.setAccessibleName(self.tr("Find in this conversation"))
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(self._begin)
        self.count = QLabel()
        self.count.setProperty("look", "muted")
        before = IconButton("chevron-left", self.tr("Previous place"))
        after = IconButton("chevron-right", self.tr("Next place"))
        close = IconButton("close", self.tr("Close"))
        before.clicked.connect(lambda: self.step(-1))
        after.clicked.connect(lambda: self.step(1))
        close.clicked.connect(self.leave)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 8, 6)
        row.addWidget(self.field, 1)
        for widget in (self.count, before, after, close):
            row.addWidget(widget)
        self.hide()

    def start(self, source: TurnSource) -> None:
        """Show the field, ready to type."""
        self._source = source
        self.show()
        self.field.setFocus()
        self.field.selectAll()
        self._begin(self.field.text())

    def leave(self) -> None:
        """Mark nothing any more and go away."""
        self._timer.stop()
        self._model.look_for("")
        self.hide()

    def step(self, by: int) -> None:
        """Go to the next or previous place."""
        if self._rows:
            self._at = (self._at + by) % len(self._rows)
            self.found.emit(self._rows[self._at])
            self._tell()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return goes on, with Shift back; Escape closes."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def _begin(self, needle: str) -> None:
        self._rows, self._at = [], -1
        self._model.look_for(needle)
        self._timer.stop()
        if needle and self._source is not None:
            self._search = finding.rows(self._source, needle)
            self._timer.start()
        self._tell()

    def _look_on(self) -> None:
        for _ in range(_AT_ONCE):
            rows = next(self._search, None)
            if rows is None:
                self._timer.stop()
                break
            first = not self._rows and rows
            self._rows += rows
            if first:
                self._at = bisect_left(self._rows, rows[0])
                self.found.emit(rows[0])
        self._tell()

    def _tell(self) -> None:
        if not self.field.text():
            self.count.setText("")
        elif self._rows:
            told = self.tr("{at} of {count}").format(at=self._at + 1, count=len(self._rows))
            self.count.setText(told)
        else:
            self.count.setText("…" if self._timer.isActive() else self.tr("not found"))
