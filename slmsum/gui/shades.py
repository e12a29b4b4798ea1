"""Colours that are worked out from the palette in force, so that they fit light and dark."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette

# Hues that stay apart from each other for people who see few of them as well, in degrees.
_HUES = (212, 28, 152, 326, 262, 188, 48, 350, 96, 288)


def is_dark(palette: QPalette) -> bool:
    """Whether text is lighter than what it stands on."""
    text, base = palette.color(QPalette.ColorRole.Text), palette.color(QPalette.ColorRole.Base)
    return text.lightness() > base.lightness()


def speaker(place: int, palette: QPalette) -> QColor:
    """The colour of a speaker's name, by the place in the list of speakers."""
    hue = _HUES[place % len(_HUES)]
    return QColor.fromHsl(hue, 150, 178) if is_dark(palette) else QColor.fromHsl(hue, 165, 92)


def mixed(palette: QPalette, colour: QColor, share: float) -> QColor:
    """The background with a share of `colour`, 0 to 1."""
    base = palette.color(QPalette.ColorRole.Base)
    return QColor.fromRgbF(
        base.redF() + (colour.redF() - base.redF()) * share,
        base.greenF() + (colour.greenF() - base.greenF()) * share,
        base.blueF() + (colour.blueF() - base.blueF()) * share,
    )


def accent(palette: QPalette) -> QColor:
    """What is chosen or points somewhere."""
    return palette.color(QPalette.ColorRole.Highlight)


def muted(palette: QPalette) -> QColor:
    """Text of less weight, such as times."""
    return palette.color(QPalette.ColorRole.PlaceholderText)


def warning(palette: QPalette) -> QColor:
    """What needs a second look."""
    return QColor("#f0b429") if is_dark(palette) else QColor("#a15c00")


def danger(palette: QPalette) -> QColor:
    """What went wrong."""
    return QColor("#ff8a80") if is_dark(palette) else QColor("#b3261e")
