"""The big round button that begins and ends a recording."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from slmsum.gui.theme import colors_now


class RecordButton(QAbstractButton):
    """A red disc to begin, with a square in it to end."""

    def __init__(self, side: int = 52, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side = side
        self._recording = False
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedSize(side, side)
        self.set_recording(False)

    def set_recording(self, recording: bool) -> None:
        """Show whether a click ends or begins."""
        self._recording = recording
        words = self.tr("Stop") if recording else self.tr("Record")
        self.setText(words)
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.update()

    def sizeHint(self) -> QSize:
        """Big enough to hit without aiming."""
        return QSize(self._side, self._side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the disc, a ring around it, and what a click does."""
        colors = colors_now()
        red = QColor(colors.record if self.isEnabled() else colors.muted)
        if self.isDown():
            red = red.darker(115)
        elif self.underMouse():
            red = red.lighter(110)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = self._side
        ring = QColor(colors.accent if self.hasFocus() else colors.record)
        ring.setAlphaF(1.0 if self.hasFocus() else 0.35)
        painter.setPen(QPen(ring, 2.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QRectF(1.5, 1.5, side - 3, side - 3))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(red)
        painter.drawEllipse(QRectF(5, 5, side - 10, side - 10))
        painter.setBrush(QColor("#ffffff"))
        third = side * (0.3 if self._recording else 0.26)
        middle = QRectF((side - third) / 2, (side - third) / 2, third, third)
        if self._recording:
            painter.drawRoundedRect(middle, 3, 3)
        else:
            painter.drawEllipse(middle)
