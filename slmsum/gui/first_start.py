"""The first start: what slmsum does, whether its models are there, and a test of the microphone."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from slmsum.audio.devices import Kind
from slmsum.audio.monitor import Monitor
from slmsum.gui.device_box import DeviceBox, Devices
from slmsum.gui.icons import app_icon, icon, text_button
from slmsum.gui.level_meter import LevelMeter
from slmsum.gui.models_page import ModelsPage
from slmsum.gui.theme import colors_now
from slmsum.models.store import ModelStore
from slmsum.preferences import Preferences

_BEAT_MS = 50


class FirstStart(QDialog):
    """Three steps that can be skipped; show it with `open()`.

    `preferences_changed` carries the Preferences with `introduced` set and the microphone chosen,
    once, at its end. `refused` carries what went wrong with models, in words.
    """

    preferences_changed = Signal(object)
    refused = Signal(str)

    def __init__(
        self, preferences: Preferences, store: ModelStore, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Welcome to slmsum"))
        self.setFixedSize(680, 520)
        self._preferences = preferences
        self._told = False
        self.models = ModelsPage(store)
        self.models.refused.connect(self.refused)
        self.microphone = MicrophoneTest(preferences)
        self.steps = QStackedWidget()
        for step in (self._welcome(), self.models, self.microphone):
            self.steps.addWidget(step)
        self.dots = Dots(self.steps.count())
        self.skip = text_button("close", self.tr("Skip"))
        self.back = text_button("chevron-left", self.tr("Back"))
        self.next = text_button("chevron-right", self.tr("Next"), look="primary")
        self.next.setDefault(True)
        self.skip.clicked.connect(self.reject)
        self.back.clicked.connect(lambda: self.go_to(self.steps.currentIndex() - 1))
        self.next.clicked.connect(self._go_on)
        row = QHBoxLayout()
        row.setContentsMargins(24, 0, 24, 20)
        row.addWidget(self.skip)
        row.addStretch(1)
        row.addWidget(self.dots)
        row.addStretch(1)
        row.addWidget(self.back)
        row.addWidget(self.next)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.steps, 1)
        layout.addLayout(row)
        self.go_to(0)

    def go_to(self, step: int) -> None:
        """Show one of the steps."""
        self.steps.setCurrentIndex(step)
        self.dots.show_step(step)
        last = step == self.steps.count() - 1
        self.back.setVisible(step > 0)
        self.skip.setVisible(not last)
        self.next.setText(self.tr("Start") if last else self.tr("Next"))
        self.microphone.listen(last)
        self.next.setFocus()

    def done(self, result: int) -> None:
        """End, by whatever button: it does not come a second time by itself."""
        self.microphone.listen(False)
        if not self._told:
            self._told = True
            on, name = self.microphone.box.choice()
            self.preferences_changed.emit(
                replace(self._preferences, introduced=True, record_microphone=on, microphone=name)
            )
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing is skipping."""
        self.reject()
        event.accept()

    def _go_on(self) -> None:
        if self.steps.currentIndex() == self.steps.count() - 1:
            self.accept()
        else:
            self.go_to(self.steps.currentIndex() + 1)

    def _welcome(self) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(48, 32, 48, 12)
        layout.setSpacing(12)
        picture = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        picture.setPixmap(app_icon().pixmap(84, 84))
        picture.setAccessibleName("slmsum")
        layout.addWidget(picture)
        title = QLabel(self.tr("Minutes you can check"), alignment=Qt.AlignmentFlag.AlignCenter)
        title.setProperty("look", "title")
        layout.addWidget(title)
        layout.addSpacing(10)
        for name, words, text in (
            (
                "drop",
                self.tr("Drop a chat or a recording on the window"),
                self.tr("Or press the red button, and slmsum hears along."),
            ),
            (
                "link",
                self.tr("Click a sentence to see what it rests on"),
                self.tr("What the conversation does not bear out is marked, with the reason."),
            ),
            (
                "lock",
                self.tr("Nothing leaves this machine"),
                self.tr("A small model does the work here, and on battery it saves power."),
            ),
        ):
            layout.addLayout(_point(name, words, text))
        layout.addStretch(1)
        return page


def _point(name: str, words: str, text: str) -> QHBoxLayout:
    picture = QLabel()
    picture.setPixmap(icon(name, "accent").pixmap(32, 32))
    picture.setFixedWidth(48)
    picture.setAccessibleName(words)
    heading = QLabel(words)
    heading.setProperty("look", "heading")
    about = QLabel(text, wordWrap=True)
    about.setProperty("look", "muted")
    lines = QVBoxLayout()
    lines.setSpacing(2)
    lines.addWidget(heading)
    lines.addWidget(about)
    row = QHBoxLayout()
    row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
    row.addLayout(lines, 1)
    return row


class MicrophoneTest(QWidget):
    """Shows the level of the chosen microphone while `listen(True)`; nothing is recorded."""

    def __init__(self, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.monitor: Monitor | None = None
        self._wanted = preferences
        self.devices = Devices(self)
        self.box = DeviceBox(Kind.MICROPHONE, self.devices, self.tr("Microphone"))
        self.box.choose(preferences.record_microphone, preferences.microphone)
        self.box.chosen.connect(self._begin)
        self.meter = LevelMeter(self.tr("Level of the microphone"))
        self.meter.setMinimumHeight(28)
        self.verdict = QLabel(wordWrap=True, alignment=Qt.AlignmentFlag.AlignCenter)
        self._timer = QTimer(self, interval=_BEAT_MS)
        self._timer.timeout.connect(self._look)
        title = QLabel(self.tr("Say something"))
        title.setProperty("look", "title")
        about = QLabel(
            self.tr("The bar moves when your microphone hears you. Nothing is recorded."),
            wordWrap=True,
        )
        about.setProperty("look", "muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(48, 40, 48, 20)
        layout.setSpacing(14)
        for widget in (title, about, self.box, self.meter, self.verdict):
            layout.addWidget(widget)
        layout.addStretch(1)

    def listen(self, on: bool) -> None:
        """Begin to listen, or let the microphone go."""
        if on:
            self.devices.look()
            self._begin()
        else:
            self._end()

    def _begin(self) -> None:
        self._end()
        wanted = replace(
            self._wanted,
            record_microphone=self.box.choice()[0],
            microphone=self.box.choice()[1],
        ).microphone_wanted()
        if wanted is not None:
            self.monitor = Monitor(wanted)
            self._timer.start()
        self._look()

    def _end(self) -> None:
        self._timer.stop()
        self.meter.clear()
        if self.monitor is not None:
            self.monitor.stop()
            self.monitor = None

    def _look(self) -> None:
        monitor = self.monitor
        if monitor is None:
            self._say(self.tr("No microphone is recorded."), "muted")
            return
        self.meter.set_level(monitor.level())
        if monitor.error is not None:
            self._say(monitor.error.message, "warning")
        elif monitor.heard:
            self._say(self.tr("slmsum hears you."), "good")
        else:
            self._say(self.tr("Nothing heard yet."), "muted")

    def _say(self, text: str, look: str) -> None:
        if self.verdict.text() == text:
            return
        self.verdict.setText(text)
        self.verdict.setProperty("look", look)
        self.verdict.style().unpolish(self.verdict)
        self.verdict.style().polish(self.verdict)


class Dots(QWidget):
    """Shows which of some steps it is."""

    def __init__(self, count: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count, self._step = count, 0
        self.setFixedSize(count * 18, 12)
        self.show_step(0)

    def show_step(self, step: int) -> None:
        """Mark a step."""
        self._step = step
        self.setAccessibleName(self.tr("Step {} of {}").format(step + 1, self._count))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a dot for each step."""
        colors = colors_now()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        for place in range(self._count):
            step = self._count - 1 - place if mirrored else place
            painter.setBrush(QColor(colors.accent if step == self._step else colors.border))
            painter.drawEllipse(place * 18 + 5, 2, 8, 8)
