"""The title of the minutes, which can be written over."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtCore import Signal as QtSignal
from PySide6.QtGui import QFocusEvent, QFont, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget


class TitleLine(QLineEdit):
    """A line that looks like a title until it is clicked; `edited` carries another text."""

    edited = QtSignal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kept = ""
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 1.35)
        font.setWeight(QFont.Weight.DemiBold)
        self.setFont(font)
        self.setFrame(False)
        self.setStyleSheet(
            "QLineEdit { background: transparent; border: none; padding: 12px 18px 4px 18px; }"
        )
        self.setAccessibleName(self.tr("Title of the minutes"))
        self.returnPressed.connect(self.clearFocus)

    def show_text(self, text: str) -> None:
        """Show a title."""
        self._kept = text
        self.setText(text)
        self.setCursorPosition(0)
        self.setToolTip(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves it as it was."""
        if event.key() == Qt.Key.Key_Escape:
            self.setText(self._kept)
            self.clearFocus()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What is written is kept."""
        super().focusOutEvent(event)
        text = " ".join(self.text().split())
        if text and text != self._kept:
            self._kept = text
            self.edited.emit(text)
        else:
            self.show_text(self._kept)
