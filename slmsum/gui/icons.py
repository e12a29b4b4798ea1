"""The icons of `resources/icons`, drawn sharp at every size in the colour of the text."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from slmsum.gui.theme import REDRESSED, colors_now
from slmsum.paths import resource_path

_SIZES = (16, 20, 24, 32, 48, 64, 96)


def icon(name: str, role: str = "text") -> QIcon:
    """An icon in a colour of the scheme; make it anew when the scheme changes."""
    colors = colors_now()
    return tinted(name, getattr(colors, role), colors.muted)


def app_icon() -> QIcon:
    """The program's own icon."""
    return QIcon(str(resource_path("icons/app.svg")))


def tinted(name: str, color: str, disabled: str) -> QIcon:
    """An icon in a colour, and in another where its control is disabled."""
    made = QIcon()
    for mode, shade in ((QIcon.Mode.Normal, color), (QIcon.Mode.Disabled, disabled)):
        for size in _SIZES:
            made.addPixmap(pixmap(name, size, shade), mode)
    return made


def pixmap(name: str, size: int, color: str) -> QPixmap:
    """An icon as a picture of `size` pixels a side."""
    # Qt's own cache goes with the application, which pictures may not outlive.
    key = f"slmsum-{name}-{size}-{color}"
    drawn = QPixmap()
    if QPixmapCache.find(key, drawn):
        return drawn
    data = resource_path(f"icons/{name}.svg").read_bytes()
    drawn = QPixmap(size, size)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    svg = QSvgRenderer(QByteArray(data.replace(b"currentColor", color.encode())))
    svg.render(painter, QRectF(0, 0, size, size))
    painter.end()
    QPixmapCache.insert(key, drawn)
    return drawn


class IconButton(QToolButton):
    """A flat button with an icon that follows the scheme; `words` are its name and tool tip."""

    def __init__(
        self, name: str, words: str, parent: QWidget | None = None, role: str = "text"
    ) -> None:
        super().__init__(parent)
        self._name, self._role = name, role
        self.setIconSize(QSize(20, 20))
        self.setAutoRaise(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.set_words(words)
        self._draw()

    def set_icon(self, name: str) -> None:
        """Show another icon."""
        self._name = name
        self._draw()

    def set_words(self, words: str) -> None:
        """Say what it does."""
        self.setText(words)
        self.setToolTip(words)
        self.setAccessibleName(words)

    def changeEvent(self, event: QEvent) -> None:
        """Take the scheme's colour."""
        super().changeEvent(event)
        if event.type() in REDRESSED:
            self._draw()

    def _draw(self) -> None:
        self.setIcon(icon(self._name, self._role))


def text_button(name: str, words: str, *, look: str = "") -> QPushButton:
    """A button with an icon and words; `look` is "primary", "danger" or nothing."""
    button = _TintedButton(name, words, look)
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    return button


class _TintedButton(QPushButton):
    def __init__(self, name: str, words: str, look: str) -> None:
        super().__init__(words)
        self._name = name
        self._role = {"primary": "on_accent", "danger": "record"}.get(look, "text")
        if look:
            self.setProperty("look", look)
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in REDRESSED:
            self._draw()

    def _draw(self) -> None:
        self.setIcon(icon(self._name, self._role))
