"""The record bar as a small window that stays on top of all others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from slmsum.audio.take import ME, OTHERS
from slmsum.export.words import clock
from slmsum.gui.icons import IconButton
from slmsum.gui.level_meter import LevelMeter
from slmsum.gui.record_button import RecordButton
from slmsum.gui.record_session import RecordSession, RecordState

if TYPE_CHECKING:
    from slmsum.audio.recorder import Status


class MiniRecorder(QWidget):
    """Shows a session; `show_small` puts it in place of the window that `owner` is in."""

    def __init__(self, session: RecordSession, owner: QWidget) -> None:
        flags = Qt.WindowType
        super().__init__(owner, flags.Tool | flags.FramelessWindowHint | flags.WindowStaysOnTopHint)
        self._session, self._owner = session, owner
        self._grip = QPoint()
        self.setWindowTitle(self.tr("Recording"))
        self.setProperty("card", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.button = RecordButton(36)
        self.time = QLabel("0:00")
        self.time.setProperty("look", "heading")
        self.time.setAccessibleName(self.tr("Recorded time"))
        self.meters = {
            ME: LevelMeter(self.tr("Level of the microphone")),
            OTHERS: LevelMeter(self.tr("Level of the system sound")),
        }
        self.pause = IconButton("pause", self.tr("Pause"))
        self.pause.setCheckable(True)
        self.expand = IconButton("expand", self.tr("Back to the window"))
        levels = QVBoxLayout()
        levels.setSpacing(3)
        for meter in self.meters.values():
            meter.setFixedSize(110, 10)
            levels.addWidget(meter)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 8, 8, 8)
        layout.setSpacing(10)
        layout.addWidget(self.button)
        layout.addWidget(self.time)
        layout.addLayout(levels)
        layout.addWidget(self.pause)
        layout.addWidget(self.expand)
        self.button.clicked.connect(session.stop)
        self.pause.clicked.connect(session.pause)
        self.expand.clicked.connect(self.show_large)
        session.status.connect(self._show_status)
        session.state_changed.connect(self._show_state)
        self._show_state(session.state)

    def show_small(self) -> None:
        """Take the place of the window."""
        self.show()
        self.raise_()
        self._owner.window().showMinimized()

    def show_large(self) -> None:
        """Give the place back to the window."""
        self.hide()
        window = self._owner.window()
        window.showNormal()
        window.raise_()
        window.activateWindow()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """It is dragged by any place without a button."""
        self._grip = event.globalPosition().toPoint() - self.pos()
        handle = self.windowHandle()
        # Where the system moves windows itself (Wayland), only it can.
        if handle is None or not handle.startSystemMove():
            event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the mouse."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.move(event.globalPosition().toPoint() - self._grip)

    def _show_status(self, status: Status) -> None:
        self.time.setText(clock(int(status.seconds)))
        for name, level in zip(status.channels, status.levels, strict=True):
            self.meters[name].set_level(level, status.muted and name == ME)

    def _show_state(self, state: RecordState) -> None:
        self.button.set_recording(True)
        self.button.setEnabled(self._session.active)
        self.pause.setEnabled(self._session.active and state is not RecordState.OPENING)
        self.pause.setChecked(state is RecordState.PAUSED)
        self.pause.set_icon("play" if state is RecordState.PAUSED else "pause")
        if state is RecordState.IDLE and self.isVisible():
            self.show_large()
