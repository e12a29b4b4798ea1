"""The look: colours that can be read, sharp icons, and names for who does not see them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QHeaderView,
    QKeySequenceEdit,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from slmsum.energy_book import EnergyBook
from slmsum.errors import UnknownFormat
from slmsum.gui import icons, shades
from slmsum.gui.empty_state import EmptyState
from slmsum.gui.error_dialog import ErrorDialog, words
from slmsum.gui.first_start import FirstStart
from slmsum.gui.pictures import Pictures
from slmsum.gui.power_view import PowerButton, PowerView
from slmsum.gui.power_watch import PowerWatch
from slmsum.gui.record_bar import RecordBar
from slmsum.gui.record_session import RecordState
from slmsum.gui.settings_dialog import SettingsDialog
from slmsum.gui.theme import DARK, LIGHT, Colors, Theme, palette
from slmsum.gui.tray import Tray, TrayState
from slmsum.models.store import ModelStore
from slmsum.paths import resource_path
from slmsum.preferences import Preferences, Scheme

ICONS = sorted(path.stem for path in resource_path("icons").glob("*.svg"))
# What a person can work with: each needs a name to be read out.
CONTROLS = (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QKeySequenceEdit,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QTextEdit,
)


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    font, colors, style = qapp.font(), qapp.palette(), qapp.styleSheet()
    made = Theme(qapp)
    yield made
    made.deleteLater()
    qapp.setStyleSheet(style)
    qapp.setPalette(colors)
    qapp.setFont(font)


@pytest.fixture
def views(qtbot: QtBot, tmp_path: Path) -> list[QWidget]:
    watch = PowerWatch("auto", root=tmp_path)
    store = ModelStore(tmp_path)
    made: list[QWidget] = [
        RecordBar(tmp_path, Preferences(), watch.plan),
        PowerView(watch, EnergyBook(tmp_path)),
        PowerButton(watch),
        Pictures(),
        SettingsDialog(tmp_path, Preferences(), watch, store),
        FirstStart(Preferences(), store),
        ErrorDialog(words(UnknownFormat("a", ["b"]))),
        EmptyState("chat", "Nothing", "Do something", "Go"),
    ]
    for view in made:
        qtbot.addWidget(view)
    return made


def luminance(color: str) -> float:
    """Relative luminance by WCAG 2.1."""
    parts = [part / 255 for part in QColor(color).getRgb()[:3]]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("colors", [LIGHT, DARK], ids=["light", "dark"])
def test_all_words_can_be_read(colors: Colors) -> None:
    for ground in (colors.window, colors.surface):
        for ink in ("text", "muted", "accent", "warning", "good", "record"):
            assert contrast(getattr(colors, ink), ground) >= 4.5, (ink, ground)
        for place in range(8):
            name = shades.speaker(place, palette(colors)).name()
            # Speakers are named in bold and drawn as shapes, for which less is enough.
            assert contrast(name, ground) >= 3, (place, ground)
    assert contrast(colors.on_accent, colors.accent) >= 4.5
    assert contrast(colors.text, colors.accent_soft) >= 4.5


@pytest.mark.parametrize("name", ICONS)
def test_icons_are_drawn_in_the_colour_asked_for(qapp: QApplication, name: str) -> None:
    image = icons.pixmap(name, 48, "#ff0000").toImage()
    inked = [
        image.pixelColor(x, y)
        for x in range(48)
        for y in range(48)
        if image.pixelColor(x, y).alpha() > 200
    ]
    assert len(inked) > 15
    assert name == "app" or all(color.red() > 200 and color.green() < 60 for color in inked)


def test_the_scheme_and_the_size_of_text_are_chosen(
    qapp: QApplication, theme: Theme, qtbot: QtBot
) -> None:
    theme.apply(Scheme.DARK, 100)
    usual = qapp.font().pointSizeF()
    assert qapp.palette().window().color().name() == DARK.window
    button = icons.IconButton("mic", "Microphone")
    qtbot.addWidget(button)
    before = button.icon().pixmap(24, 24).toImage()
    theme.apply(Scheme.LIGHT, 150)
    assert qapp.font().pointSizeF() == pytest.approx(usual * 1.5)
    assert qapp.palette().window().color().name() == LIGHT.window
    assert button.icon().pixmap(24, 24).toImage() != before


def is_part(widget: QWidget) -> bool:
    """Whether it belongs to another control, or to Qt itself, and is read out as that one."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, CONTROLS) and not isinstance(parent, QAbstractItemView):
            return True
        parent = parent.parentWidget()
    return widget.objectName().startswith("qt_") or isinstance(widget, QHeaderView)


def test_every_control_has_a_name_to_be_read_out(views: list[QWidget]) -> None:
    nameless = []
    for view in views:
        for widget in (view, *view.findChildren(QWidget)):
            if not isinstance(widget, CONTROLS) or is_part(widget):
                continue
            text = getattr(widget, "text", str)() if isinstance(widget, QAbstractButton) else ""
            if not (widget.accessibleName() or text):
                nameless.append((type(view).__name__, type(widget).__name__))
    assert nameless == []


def test_large_text_is_not_cut_off(theme: Theme, views: list[QWidget]) -> None:
    theme.apply(Scheme.LIGHT, 200)
    for view in views:
        view.show()
        for button in view.findChildren(QAbstractButton):
            if button.isVisible() and button.text() and not button.icon().isNull():
                assert button.height() >= button.fontMetrics().height()
        view.hide()


def test_the_tray_shows_what_goes_on(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    tray = Tray(window)
    assert tray.state is TrayState.IDLE
    tray.set_work("summarizing")
    assert tray.state is TrayState.WORKING
    assert tray.icon.toolTip() == "slmsum: summarizing"
    tray.set_recording(RecordState.RECORDING)
    assert tray.state is TrayState.RECORDING
    assert tray.stop_action.isVisible() and not tray.record_action.isVisible()
    with qtbot.waitSignal(tray.pause_wanted) as told:
        tray.pause_action.trigger()
    assert told.args == [True]
    tray.set_recording(RecordState.PAUSED)
    assert tray.pause_action.text() == "Go on"
    tray.set_recording(RecordState.IDLE)
    tray.set_work("")
    assert tray.state is TrayState.IDLE
