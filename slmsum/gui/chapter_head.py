"""The title of a chapter in the minutes, which leads to where it begins."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from slmsum.evidence import Stretch
from slmsum.export.words import turn_range
from slmsum.gui.icons import icon


class ChapterHead(QPushButton):
    """Shows the title and when it was."""

    def __init__(self, stretch: Stretch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        when = stretch.span or f"#{turn_range(stretch.first, stretch.last)}"
        self.setText(f"{stretch.title}   {when}".replace("&", "&&"))
        self.setFlat(True)
        self.setIcon(icon("chapters", "muted"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setProperty("look", "chapter")
        self.setStyleSheet("text-align: left; border: none; padding: 8px 8px 3px 8px;")
        self.setAccessibleName(f"{stretch.title}, {when}")
        self.setToolTip(self.tr("Go to where this chapter begins"))
        self.chosen = self.clicked
