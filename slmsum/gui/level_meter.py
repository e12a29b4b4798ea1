"""A meter that shows how loud a channel is."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from slmsum.audio.levels import FLOOR, Level, share
from slmsum.gui.theme import colors_now

# A meter falls by so many dB a step, so that the eye can follow; it rises at once.
_FALL = 4.0
# From here on, in dBFS, sound is loud, and nearly too loud.
_LOUD, _TOO_LOUD = -12.0, -3.0
_GAP, _BAR = 2, 4


class LevelMeter(QWidget):
    """Bars for the RMS level and a tick for the peak; `set_level` once per beat."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.level = Level()
        self.muted = False
        self._shown = FLOOR
        self._name = name
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        self.setToolTip(name)

    def set_level(self, level: Level, muted: bool = False) -> None:
        """Show a level."""
        self.level, self.muted = level, muted
        self._shown = max(level.rms, self._shown - _FALL)
        self.setAccessibleDescription(
            self.tr("muted") if muted else self.tr("{} dB").format(round(level.peak))
        )
        self.update()

    def clear(self) -> None:
        """Show silence."""
        self._shown = FLOOR
        self.set_level(Level())

    def sizeHint(self) -> QSize:
        """A line of text high."""
        return QSize(150, 16)

    def minimumSizeHint(self) -> QSize:
        """Wide enough to be read."""
        return QSize(60, 12)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bars, from the side on which a line begins."""
        colors = colors_now()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            painter.translate(self.width(), 0)
            painter.scale(-1, 1)
        count = max(1, (self.width() + _GAP) // (_BAR + _GAP))
        filled = 0 if self.muted else round(share(self._shown) * count)
        peak = -1 if self.muted else round(share(self.level.peak) * count) - 1
        for place in range(count):
            lit = place < filled or place == peak
            color = self._color(place / count, lit)
            painter.setBrush(QColor(color if lit else colors.border))
            height = self.height() - 2
            painter.drawRoundedRect(QRectF(place * (_BAR + _GAP), 1, _BAR, height), 1.5, 1.5)

    def _color(self, where: float, lit: bool) -> str:
        colors = colors_now()
        if where >= share(_TOO_LOUD) or (lit and self.level.clipped):
            return colors.record
        return colors.warning if where >= share(_LOUD) else colors.good
