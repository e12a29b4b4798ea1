"""Notices above the queue that stay until they are dealt with."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from slmsum.gui.icons import IconButton, text_button


class NoticeBar(QFrame):
    """Shows notices, one below the other, each under a key of its own."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: dict[str, NoticeRow] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 6, 12, 6)
        self._column.setSpacing(2)
        self.hide()

    def tell(
        self, key: str, text: str, button: str = "", call: Callable[[], object] | None = None
    ) -> None:
        """Show a notice in place of the one under `key`, with a button that does `call`."""
        self.drop(key)
        row = self.rows[key] = NoticeRow(text, button)
        row.close_button.clicked.connect(lambda: self.drop(key))
        if row.button is not None and call is not None:
            row.button.clicked.connect(call)
        self._column.addWidget(row)
        self.show()

    def drop(self, key: str) -> None:
        """Take a notice away, where it is shown."""
        row = self.rows.pop(key, None)
        if row is not None:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.setVisible(bool(self.rows))


class NoticeRow(QWidget):
    """One notice."""

    def __init__(self, text: str, button: str) -> None:
        super().__init__()
        self.words = QLabel(text, wordWrap=True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.button: QPushButton | None = text_button("play", button) if button else None
        self.close_button = IconButton("close", self.tr("Dismiss"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self.words, 1)
        if self.button is not None:
            row.addWidget(self.button)
        row.addWidget(self.close_button)
