"""What a view shows while there is nothing in it: a picture, a word, and what to do."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from slmsum.gui.icons import icon, text_button
from slmsum.gui.theme import REDRESSED


class EmptyState(QWidget):
    """A picture, a heading, a sentence, and perhaps one button; `wanted` is that button."""

    wanted = Signal()

    def __init__(
        self,
        picture: str,
        heading: str,
        text: str,
        button: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon = picture
        self._picture = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self._picture.setAccessibleName(heading)
        title = QLabel(heading, alignment=Qt.AlignmentFlag.AlignCenter, wordWrap=True)
        title.setProperty("look", "heading")
        words = QLabel(text, alignment=Qt.AlignmentFlag.AlignCenter, wordWrap=True)
        words.setProperty("look", "muted")
        words.setMaximumWidth(360)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(8)
        layout.addStretch(1)
        layout.addWidget(self._picture)
        layout.addWidget(title)
        # An alignment would keep the words from getting the height that their width needs.
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(words, 100)
        row.addStretch(1)
        layout.addLayout(row)
        if button:
            self.button = text_button("plus", button, look="primary")
            self.button.clicked.connect(self.wanted)
            layout.addSpacing(8)
            layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(2)
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Take the scheme's colour."""
        super().changeEvent(event)
        if event.type() in REDRESSED:
            self._draw()

    def _draw(self) -> None:
        self._picture.setPixmap(icon(self._icon, "muted").pixmap(48, 48))
