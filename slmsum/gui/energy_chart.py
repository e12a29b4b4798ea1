"""The energy of some days as bars."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLocale, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from slmsum.energy_book import DaySpent
from slmsum.gui.theme import colors_now
from slmsum.gui.wording import energy

_WIDEST = 44


class EnergyChart(QWidget):
    """Bars of days; what is only estimated is hatched."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.days: tuple[DaySpent, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Energy of each day"))

    def show_days(self, days: Sequence[DaySpent]) -> None:
        """Show these days, from left to right."""
        self.days = tuple(days)
        told = [f"{_day(day)} {energy(day.joules)}" for day in days if day.joules]
        self.setAccessibleDescription(", ".join(told))
        self.update()

    def sizeHint(self) -> QSize:
        """Room for a week."""
        return QSize(360, 170)

    def minimumSizeHint(self) -> QSize:
        """High enough for bars with words above and below."""
        return QSize(240, 120)

    def bar(self, place: int) -> QRectF:
        """The bar of the day at `place`."""
        line = self.fontMetrics().height() + 4
        room = self.height() - 2 * line
        top = max((day.joules for day in self.days), default=0.0) or 1.0
        step = self.width() / max(1, len(self.days))
        width = min(_WIDEST, step * 0.6)
        height = room * self.days[place].joules / top
        return QRectF(step * place + (step - width) / 2, line + room - height, width, height)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bars, their energy above and their days below."""
        colors = colors_now()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = self.fontMetrics().height() + 4
        step = self.width() / max(1, len(self.days))
        base = self.height() - line
        painter.setPen(QPen(QColor(colors.border), 1))
        painter.drawLine(0, base, self.width(), base)
        middle = Qt.AlignmentFlag.AlignCenter
        for place, day in enumerate(self.days):
            bar = self.bar(place)
            painter.setPen(QColor(colors.muted))
            painter.drawText(QRectF(step * place, base, step, line), middle, _day(day))
            if not day.joules:
                continue
            painter.setPen(QColor(colors.text))
            above = QRectF(step * place, bar.top() - line, step, line)
            painter.drawText(above, middle, energy(day.joules))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colors.accent))
            painter.drawRoundedRect(bar, 4, 4)
            if day.estimated:
                part = QRectF(bar)
                part.setHeight(bar.height() * day.estimated / day.joules)
                painter.setBrush(QColor(colors.accent_soft))
                painter.drawRoundedRect(part.adjusted(1.5, 1.5, -1.5, -1.5), 3, 3)
                painter.setBrush(QColor(colors.accent))
                painter.setBrush(Qt.BrushStyle.BDiagPattern)
                painter.drawRoundedRect(part.adjusted(1.5, 1.5, -1.5, -1.5), 3, 3)


def _day(day: DaySpent) -> str:
    return QLocale().dayName(day.day.isoweekday(), QLocale.FormatType.ShortFormat)
