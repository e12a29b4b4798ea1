"""Colours and shapes of the window, light and dark, and the size of its text."""

from __future__ import annotations

from dataclasses import dataclass
from string import Template

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from slmsum.gui.shades import is_dark
from slmsum.paths import resource_path
from slmsum.preferences import Scheme


@dataclass(frozen=True, slots=True)
class Colors:
    """The named colours of one scheme, as "#rrggbb"."""

    dark: bool
    window: str
    surface: str
    raised: str
    border: str
    text: str
    muted: str
    accent: str
    accent_soft: str
    on_accent: str
    record: str
    good: str
    warning: str


LIGHT = Colors(
    dark=False,
    window="#f4f4f7",
    surface="#ffffff",
    raised="#ededf2",
    border="#dcdce4",
    text="#1b1b23",
    muted="#626273",
    accent="#4f46e5",
    accent_soft="#e5e5fd",
    on_accent="#ffffff",
    record="#c9242f",
    good="#15803d",
    warning="#a15c00",
)
DARK = Colors(
    dark=True,
    window="#16161b",
    surface="#1f1f26",
    raised="#2a2a33",
    border="#363641",
    text="#ececf2",
    muted="#a2a2b3",
    accent="#8f8bff",
    accent_soft="#2f2d55",
    on_accent="#12121a",
    record="#ff5d66",
    good="#4ade80",
    warning="#f0b429",
)


# What tells a widget that it is to ask for its colours anew.
REDRESSED = frozenset({QEvent.Type.PaletteChange, QEvent.Type.StyleChange})


def colors_now() -> Colors:
    """The colours that widgets are to paint with now."""
    return DARK if is_dark(QGuiApplication.palette()) else LIGHT


class Theme(QObject):
    """Dresses the application; follows the system's scheme where the user wants that."""

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._font = QFont(app.font())
        self._scheme = Scheme.SYSTEM
        self._text_size = 100
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._dress)

    def apply(self, scheme: Scheme, text_size: int) -> None:
        """Dress the application in a scheme, with text of `text_size` percent."""
        self._scheme, self._text_size = scheme, text_size
        self._dress()

    @property
    def colors(self) -> Colors:
        """The colours in force."""
        if self._scheme is Scheme.SYSTEM:
            dark = QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
            return DARK if dark else LIGHT
        return DARK if self._scheme is Scheme.DARK else LIGHT

    def _dress(self) -> None:
        colors = self.colors
        self._app.setStyle("Fusion")
        font = QFont(self._font)
        font.setPointSizeF(self._font.pointSizeF() * self._text_size / 100)
        self._app.setFont(font)
        self._app.setPalette(palette(colors))
        self._app.setStyleSheet(style_sheet(colors))
        self.changed.emit()


def palette(colors: Colors) -> QPalette:
    """The palette that widgets without a style of their own draw with."""
    roles = QPalette.ColorRole
    made = QPalette()
    for role, color in (
        (roles.Window, colors.window),
        (roles.WindowText, colors.text),
        (roles.Base, colors.surface),
        (roles.AlternateBase, colors.window),
        (roles.Text, colors.text),
        (roles.Button, colors.raised),
        (roles.ButtonText, colors.text),
        (roles.BrightText, colors.record),
        (roles.Highlight, colors.accent),
        (roles.HighlightedText, colors.on_accent),
        (roles.ToolTipBase, colors.raised),
        (roles.ToolTipText, colors.text),
        (roles.PlaceholderText, colors.muted),
        (roles.Link, colors.accent),
        (roles.LinkVisited, colors.accent),
        (roles.Accent, colors.accent),
        (roles.Light, colors.raised),
        (roles.Midlight, colors.raised),
        (roles.Mid, colors.border),
        (roles.Dark, colors.border),
    ):
        made.setColor(role, QColor(color))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(colors.muted))
    return made


def style_sheet(colors: Colors) -> str:
    """The style sheet of the application."""
    text = resource_path("themes/window.qss").read_text(encoding="utf-8")
    named = {name: str(getattr(colors, name)) for name in Colors.__slots__}
    icons = resource_path("themes").as_posix()
    shade = "dark" if colors.dark else "light"
    return Template(text).substitute(named, icons=icons, shade=shade)
